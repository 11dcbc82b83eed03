"""One page about an institution, a region or a ministry: numbers, four charts, definitions, caveats, source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.charts.chart import Chart, amount, within
from dashboard.charts.flow import by_facet, monthly
from dashboard.charts.reach import unread
from dashboard.languages import N_, _, _n
from dashboard.measures import flow
from dashboard.measures.breakdown import WEIGHT_UNITS, Weight, break_down
from dashboard.measures.pay import MEASURES, pay_by_institution
from dashboard.measures.place import REGULAR
from dashboard.selection.facets import FACET
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from dashboard.words import SMALLEST_BASE, change, million_won, number, percent
from data_loader.codes import WORK_REGIONS

About = Literal["institution", "region", "ministry"]
SPLITS: dict[About, tuple[str, str, str]] = {
    "institution": ("ncs", "hire", "region"),
    "region": ("institution", "ncs", "hire"),
    "ministry": ("institution", "ncs", "region"),
}
MOST_BARS = 7
WEEK = timedelta(days=6)
YEAR = timedelta(days=364)
DEFINITIONS = (
    (N_("접수 중"), N_("시작일 ≤ 기준일 ≤ 마감일이고 목록에서 내려가지 않은 공고.")),
    (N_("최근 12개월"), N_("끝난 달만 더한 12개월, 공고 시작 월 기준.")),
    (N_("모집인원"), N_("공고에 적은 계획. 적지 않은 공고는 0명으로, 근무지가 여럿인 공고는 통째로 더함.")),
    (N_("균등 배분"), N_("근무지·분야·고용형태가 k개인 공고는 각각에 1/k씩 셈.")),
    (N_("보수"), N_("알리오 결산, 상시 종업원 5명 미만은 가림. 여러 기관이면 기관 중앙값.")),
    (N_("신규채용"), N_("알리오 공시 일반정규직 실적. 모집인원과 대상과 시기가 다름.")),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its unit, what it is, and what to know beside it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    title: str
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]


def brief(index: PostingIndex, about: About, code: str, tables: Mapping[str, pd.DataFrame]) -> Brief:
    """The page about one option of a facet; `tables`: pay, starting_pay, new_hires and institutions."""
    found = index.find(Selection().with_codes(about, [code]))
    period, counted = _counted(found)
    facts = (*_posting_facts(found, counted, period), *_disclosed(about, code, tables))
    charts = (monthly(found), *(_named(by_facet(counted, key, most=MOST_BARS), period) for key in SPLITS[about]))
    title = _("{name} 채용 요약({facet})", name=index.label(about, code), facet=FACET[about].label)
    return Brief(title, facts, charts)


def _counted(found: Found) -> tuple[str, Found]:
    """What is counted where no other period is named: the last year, or what is open now where not all of it was read."""
    until = found.index.until
    if not found.history.is_whole(until - YEAR, until):
        return "", found.with_codes("status", "open")
    return _("최근 1년"), found.index.find(found.selection.with_ranges(start_from=until - YEAR, start_to=until))


def _named(chart: Chart, period: str) -> Chart:
    """The title says the period; what is not drawn is nowhere else on the page."""
    unit = chart.unit.replace(_("표에 있음"), _("뺌"))
    title = _("{period} {title}", period=period, title=within(chart.title)) if period else chart.title
    return replace(chart, title=title, unit=unit)


def _posting_facts(found: Found, counted: Found, period: str) -> Iterator[Fact]:
    open_now, today = found.with_codes("status", "open"), found.index.today
    yield Fact(
        _("접수 중인 공고"),
        amount(open_now.count, "postings"),
        _n("모집인원 {count}명", open_now.headcount, count=number(open_now.headcount)),
    )
    closing = flow.ending_between(found, today, today + WEEK).postings
    yield Fact(_("7일 안에 마감"), amount(closing, "postings"), _("{day}까지", day=today + WEEK))
    series = flow.monthly(found.history)
    yield _twelve_months(_("최근 12개월 공고"), found, series, "postings")
    yield _twelve_months(_("최근 12개월 모집인원"), found, series, "headcount")
    hire = break_down(counted, "hire")
    regular = next((v for option, v in zip(hire.options, hire.fractional, strict=True) if option.code == REGULAR), 0.0)
    if hire.total < SMALLEST_BASE:
        yield Fact(_("모집인원 가운데 정규직"), "–", _("인원이 적어 말하지 않음"))
    else:
        yield Fact(
            _("모집인원 가운데 정규직"),
            percent(regular / hire.total),
            _("{period}, 균등 배분", period=period or _("접수 중인 공고")),
        )


def _twelve_months(label: str, found: Found, series: flow.Monthly, weight: Weight) -> Fact:
    sums = flow.trailing_sum(series.complete(weight))
    if not len(sums) or np.isnan(sums[-1]):
        # Where all was read there are just fewer months.
        if found.history is found:
            return Fact(label, amount(float(series.complete(weight).sum()), weight))
        return Fact(label, "–", unread(found))
    before = float(sums[-13]) if len(sums) > 12 else float("nan")
    return Fact(
        label,
        amount(float(sums[-1]), weight),
        change(float(sums[-1]), before, _(WEIGHT_UNITS[weight]), _("앞선 12개월")),
    )


def _disclosed(about: About, code: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[Fact]:
    """Pay and hires of the institutions meant, in the last settled year."""
    meant = _institutions(about, code, tables["institutions"])
    for measure in ("average", "starting"):
        pay = pay_by_institution(measure, tables["pay"], tables["starting_pay"], tables["institutions"])
        year = pay.settled_years[-1]
        rows = pay.in_year(year)
        values = rows.loc[rows["institution_code"].isin(meant), "value"]
        note = _("{year}년 결산", year=year)
        if about != "institution":
            note = _n("{year}년 결산, {count}곳의 중앙값", len(values), year=year, count=len(values))
        yield Fact(_whose(about, _(MEASURES[measure])), million_won(float(values.median())), note)
    settled = tables["new_hires"].query("basis == 'settled'")
    year = int(settled["year"].max())
    hires = settled[(settled["year"] == year) & settled["institution_code"].isin(meant)]
    counts = hires["regular_new_hires"]
    value = _("{hires}명", hires=number(float(counts.sum()))) if len(counts) else "–"
    yield Fact(
        _whose(about, _("일반정규직 신규채용")),
        value,
        _n("{year}년, {count}곳", len(counts), year=year, count=len(counts)),
    )


def _whose(about: About, what: str) -> str:
    """What is disclosed of a region is that of the institutions with headquarters there."""
    return _("본사를 둔 기관의 {what}", what=within(what)) if about == "region" else what


def _institutions(about: About, code: str, institutions: pd.DataFrame) -> list[str]:
    """The codes of the institutions meant: itself, those with headquarters in the region, those of the ministry."""
    columns = {"institution": "institution_code", "ministry": "supervising_ministry", "region": "headquarters_region"}
    # The roster still tells 광주 and 전남 apart.
    codes = [code, *(entry.code for entry in WORK_REGIONS.values() if entry.folds_into == code)]
    return list(institutions.loc[institutions[columns[about]].isin(codes), "institution_code"])
