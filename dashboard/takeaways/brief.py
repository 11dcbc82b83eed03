"""One page about the nation, a theme, or any choice: what institutions disclosed and what they post, each with its own numbers
and charts, and never mixed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from dashboard.charts.chart import Chart, amount, within
from dashboard.charts.flow import by_facet, monthly
from dashboard.charts.reach import unread
from dashboard.languages import N_, _, _n
from dashboard.measures import flow
from dashboard.measures.breakdown import WEIGHT_UNITS, Weight, break_down
from dashboard.measures.place import REGULAR
from dashboard.selection.facets import FACET
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.takeaways import brief_disclosed
from dashboard.takeaways.brief_disclosed import Fact, Theme
from dashboard.words import SMALLEST_BASE, change, number, percent

# Of these, the first two that were not chosen: a choice broken down by itself is one bar.
SPLITS = ("region", "ncs", "hire", "institution", "type")
MOST_BARS = 7
WEEK = timedelta(days=6)
YEAR = timedelta(days=364)
TABLES = (*brief_disclosed.TABLES, "institutions", "cpi")
DEFINITIONS = (
    (N_("접수 중"), N_("시작일 ≤ 기준일 ≤ 마감일이고 목록에서 내려가지 않은 공고.")),
    (N_("최근 12개월"), N_("끝난 달만 더한 12개월, 공고 시작 월 기준.")),
    (N_("모집인원"), N_("공고에 적은 계획. 적지 않은 공고는 0명으로, 근무지가 여럿인 공고는 통째로 더함.")),
    (N_("균등 배분"), N_("근무지·분야·고용형태가 k개인 공고는 각각에 1/k씩 셈.")),
    (N_("보수"), N_("알리오 결산, 상시 종업원 5명 미만은 가림. 여러 기관이면 기관 중앙값.")),
    (N_("신규채용"), N_("알리오 공시 일반정규직 실적. 모집인원과 대상과 시기가 다름.")),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Numbers and charts of one kind of source; `note` says what to know about all of them."""

    heading: str
    note: str
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]
    is_of_postings: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    title: str
    sections: tuple[Section, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for section in self.sections for fact in section.facts)

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(chart for section in self.sections for chart in section.charts)


def brief(found: Found, tables: Mapping[str, pd.DataFrame], theme: Theme | None = None) -> Brief:
    """The page about what is chosen; with a `theme` about that alone. `tables`: those of TABLES."""
    words = found.selection.in_words(found.index.options)
    whose = _whose(found)
    told = brief_disclosed.disclosed(found, tables, theme)
    section = Section(told.heading, told.note, told.facts, told.charts)
    if theme:
        title = _("{name} {theme} 한 쪽 요약", name=whose, theme=_(brief_disclosed.THEMES[theme].name))
        return Brief(title, (section,))
    return Brief(_("{name} 한 쪽 요약", name=whose), (section, _postings(found, words)))


def _whose(found: Found) -> str:
    """All institutions, the one thing chosen by its name alone, or the whole choice in words."""
    selection = found.selection
    if selection.is_empty:
        return _("공공기관")
    (key, codes), *others = selection.chosen or (("", ()),)
    if others or len(codes) != 1 or selection != Selection().with_codes(key, codes):
        return selection.in_words(found.index.options)
    return selection.in_words(found.index.options).removeprefix(f"{FACET[key].label} ")


def _postings(found: Found, words: str) -> Section:
    period, counted = _counted(found)
    splits = [key for key in SPLITS if not found.selection.codes(key)]
    # Months tell nothing where few were read.
    over_time = monthly(found)
    charts = [] if over_time.is_empty else [over_time]
    charts += [_named(by_facet(counted, key, most=MOST_BARS), period) for key in splits[: 2 - len(charts)]]
    facts = tuple(_posting_facts(found, counted, period))
    return Section(_("채용공고: {words}", words=words), "", facts, tuple(charts), is_of_postings=True)


def _counted(found: Found) -> tuple[str, Found]:
    """What is counted where no other period is named: the days chosen, the last year, or what is open now where not all
    of it was read."""
    until, selection = found.index.until, found.selection
    if (selection.start_from or selection.start_to) and found.history is found:
        return _("고른 기간"), found
    if not found.history.is_whole(until - YEAR, until):
        return "", found.with_codes("status", "open")
    return _("최근 1년"), found.index.find(selection.with_ranges(start_from=until - YEAR, start_to=until))


def _named(chart: Chart, period: str) -> Chart:
    """The title says the period; what is not drawn is nowhere else on the page."""
    unit = chart.unit.replace(_("표에 있음"), _("뺌"))
    title = _("{period} {title}", period=period, title=within(chart.title)) if period else chart.title
    return replace(chart, title=title, unit=unit)


def _posting_facts(found: Found, counted: Found, period: str) -> Iterator[Fact]:
    open_now, today = found.with_codes("status", "open"), found.index.today
    headcount = _n("모집인원 {count}명", open_now.headcount, count=number(open_now.headcount))
    yield Fact(_("접수 중인 공고"), amount(open_now.count, "postings"), headcount)
    closing = flow.ending_between(found, today, today + WEEK).postings
    yield Fact(_("7일 안에 마감"), amount(closing, "postings"), _("{day}까지", day=today + WEEK))
    series = flow.monthly(found.history)
    yield _twelve_months(_("최근 12개월 공고"), found, series, "postings")
    if found.history is found:
        yield _twelve_months(_("최근 12개월 모집인원"), found, series, "headcount")
    # Who chose regular posts knows what share of them is regular.
    if not found.selection.codes("hire"):
        yield _regular(counted, period)


def _regular(counted: Found, period: str) -> Fact:
    label, hire = _("모집인원 가운데 정규직"), break_down(counted, "hire")
    regular = next((v for option, v in zip(hire.options, hire.fractional, strict=True) if option.code == REGULAR), 0.0)
    if hire.total < SMALLEST_BASE:
        return Fact(label, "–", _("인원이 적어 말하지 않음"))
    note = _("{period}, 균등 배분", period=period or _("접수 중인 공고"))
    return Fact(label, percent(regular / hire.total), note)


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
