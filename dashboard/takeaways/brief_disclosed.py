"""The half of a brief that is about figures institutions disclosed: of all of them, of those chosen, or one theme in full."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.charts import family, finances, hires, institution, staffing
from dashboard.charts.chart import Chart
from dashboard.charts.pay import changes, gaps, level
from dashboard.languages import N_, _, _n
from dashboard.measures import family as family_measures
from dashboard.measures import finances as finances_measures
from dashboard.measures import hires as hires_measures
from dashboard.measures import pay as pay_measures
from dashboard.measures import staffing as staffing_measures
from dashboard.measures.pay import MEASURES, Pay, pay_by_institution
from dashboard.selection.disclosed import (
    Disclosed,
    chosen_codes,
    disclosing_options,
    in_words,
    not_applied,
    of_institutions,
)
from dashboard.selection.index import Found
from dashboard.words import change, million_won, number, percent

Theme = Literal["hires", "pay", "family", "finances"]
TABLES = ("pay", "starting_pay", "new_hires", "staff", "work_family", "finances")
# Of fewer a median is one of them, and a band of all but the outermost tenths all of them.
FEWEST_FOR_A_BAND = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its unit, what it is, and what to know beside it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    heading: str
    note: str
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figures: those of the institutions `of`, with what all need to read them."""

    of: Disclosed
    tables: Mapping[str, pd.DataFrame]

    def pay(self, measure: str) -> Pay:
        return pay_by_institution(
            measure, self.of.table("pay"), self.of.table("starting_pay"), self.tables["institutions"]
        )

    @property
    def staffing(self) -> pd.DataFrame:
        return staffing_measures.staffing(self.of.table("new_hires"), self.of.table("staff"))


Facts = Callable[[Subject], Iterable[Fact | None]]
Charts = Callable[[Subject], Iterable[Chart | None]]


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    facts: Facts
    charts: Charts


def disclosed(found: Found, tables: Mapping[str, pd.DataFrame], theme: Theme | None) -> Told:
    """The figures of the institutions that are chosen; what says nothing about institutions is named."""
    institutions, selection = tables["institutions"], found.selection
    codes = chosen_codes(selection, institutions)
    of = of_institutions({name: tables[name] for name in TABLES}, institutions, codes)
    words = in_words(selection, disclosing_options(institutions))
    count = _n("기관 {count}곳", of.count, count=number(of.count))
    heading = _("알리오 공시 실적: {words}", words=words)
    if of.count > 1:
        heading = _("알리오 공시 실적: {words}, {count}", words=words, count=count)
    left_out = not_applied(selection)
    note = _("공고의 조건은 따르지 않음: {conditions}.", conditions=", ".join(left_out)) if left_out else ""
    if not of.count:
        return Told(heading, _("지금 공시하는 기관이 아니다."), (), ())
    told, subject = THEMES[theme] if theme else EVERYTHING, Subject(of, tables)
    facts, charts = told.facts(subject), told.charts(subject)
    drawn = tuple(chart for chart in charts if chart and not chart.is_empty)
    return Told(heading, note, tuple(fact for fact in facts if fact), drawn)


def _everything(subject: Subject) -> Iterable[Fact | None]:
    return _hired(subject), _pay(subject, "average"), _pay(subject, "starting"), _vacancy(subject)


def _everything_drawn(subject: Subject) -> Iterable[Chart | None]:
    return _hires_chart(subject, hires.new_hires), _pay_chart(subject)


def _hires_facts(subject: Subject) -> Iterable[Fact | None]:
    shares = hires_measures.shares_by_year(subject.of.table("new_hires"))
    return (
        _hired(subject),
        _share(shares, "youth_new_hires", _("그 가운데 청년")),
        _share(shares, "women_new_hires", _("그 가운데 여성")),
        _vacancy(subject),
    )


def _hires_charts(subject: Subject) -> Iterable[Chart | None]:
    makes = (hires.new_hires, hires.hire_shares, hires.relocated)
    table = subject.staffing
    drawn = [_hires_chart(subject, make) for make in makes]
    return (*drawn, staffing.vacancy(table) if table["vacancy"].notna().any() else None)


def _pay_facts(subject: Subject) -> Iterable[Fact | None]:
    return (*(_pay(subject, measure) for measure in ("average", "indefinite", "starting")), _gap(subject))


def _pay_charts(subject: Subject) -> Iterable[Chart | None]:
    average = subject.pay("average")
    years = average.settled_years
    if subject.of.count < FEWEST_FOR_A_BAND or not years:
        return (_pay_chart(subject),)
    return (
        level.over_years(average, subject.tables["cpi"]), level.by_type(average, years[-1]),
        changes.growth(average, subject.tables["cpi"]), gaps.gender_over_years(average),
    )  # fmt: skip


def _family_facts(subject: Subject) -> Iterable[Fact | None]:
    table = subject.of.table("work_family")
    leave, short = family_measures.leave_by_year(table), family_measures.short_hours_by_year(table)
    return (
        _persons(leave, "parental_leave_men", _("육아휴직을 쓴 남성")),
        _persons(leave, "parental_leave_women", _("육아휴직을 쓴 여성")),
        _share(leave, "men_share", _("육아휴직의 남성 비중")),
        _persons(short, "short_hours", _("단축근무를 쓴 사람")),
    )


def _family_charts(subject: Subject) -> Iterable[Chart | None]:
    table = subject.of.table("work_family")
    return [make(table) for make in (family.leave, family.men_share, family.short_hours, family.flexible)]


def _finances_facts(subject: Subject) -> Iterable[Fact | None]:
    years = finances_measures.finances_by_year(subject.of.table("finances"))
    years = years.assign(is_settled=years["basis"] == "settled")
    return (_share(years, "net_share", _("정부순지원수입 의존도")),)


def _finances_charts(subject: Subject) -> Iterable[Chart | None]:
    table = subject.of.table("finances")
    return [make(table) for make in (finances.income, finances.spending, finances.dependence)]


def _hires_chart(subject: Subject, make: Callable[[pd.DataFrame], Chart]) -> Chart | None:
    table = subject.of.table("new_hires")
    return make(table) if (table["basis"] == "settled").any() else None


def _pay_chart(subject: Subject) -> Chart | None:
    """Medians where there are enough; else each institution's own line."""
    average = subject.pay("average")
    if not average.settled_years:
        return None
    if subject.of.count >= FEWEST_FOR_A_BAND:
        return level.over_years(average, subject.tables["cpi"])
    rows = subject.of.institutions
    names = dict(zip(rows["institution_code"], rows["institution"], strict=True))
    return institution.history(institution.AVERAGE, average.rows, names, None)


def _hired(subject: Subject) -> Fact:
    label, table = _("일반정규직 신규채용"), subject.of.table("new_hires")
    settled = table[table["basis"] == "settled"]
    if settled.empty:
        return Fact(label, "–", _("공시한 기관이 없음"))
    sums = settled.groupby("year")["regular_new_hires"].sum()
    count = int((settled["year"] == sums.index[-1]).sum())
    note = _n("{year}년, {count}곳", count, year=int(sums.index[-1]), count=number(count))
    if len(sums) > 1 and (words := change(sums.iloc[-1], sums.iloc[-2], hires.persons(), _("전년"))):
        note = _("{note}. {change}", note=note, change=words)
    return Fact(label, _("{value}명", value=number(sums.iloc[-1])), note)


def _pay(subject: Subject, measure: str) -> Fact:
    known, label = subject.pay(measure), _(MEASURES[measure])
    if not known.settled_years:
        return Fact(label, "–", _("공시한 기관이 없음"))
    year = known.settled_years[-1]
    values = known.in_year(year)["value"]
    note = _("{year}년 결산", year=year)
    if len(values) > 1:
        note = _n("{year}년 결산, {count}곳의 중앙값", len(values), year=year, count=number(len(values)))
    return Fact(label, million_won(float(values.median())), note)


def _gap(subject: Subject) -> Fact | None:
    gaps = pay_measures.gender_gap_by_year(subject.pay("average"))
    known = gaps[gaps["n"] > 0]
    if known.empty:
        return None
    last = known.iloc[-1]
    note = _n("{year}년 결산, {count}곳의 중앙값", last["n"], year=int(last["year"]), count=number(last["n"]))
    return Fact(_("남녀 임금 격차"), percent(float(last["pay_gap"])), note)


def _vacancy(subject: Subject) -> Fact | None:
    table = subject.staffing
    settled = table[(table["basis"] == "settled") & table["vacancy"].notna()]
    if settled.empty:
        return None
    last = staffing_measures.staffing_by_year(settled).iloc[-1]
    note = _("{year}년 말 현원 {staff}명, 정원 {authorised}명", year=int(last["year"]), staff=number(last["staff"]),
             authorised=number(last["authorised"]))  # fmt: skip
    return Fact(_("결원율"), percent(float(last["vacancy"])), note)


def _share(years: pd.DataFrame, column: str, label: str) -> Fact | None:
    settled = years[years["is_settled"]].dropna(subset=[column])
    if settled.empty:
        return None
    last = settled.iloc[-1]
    return Fact(label, percent(float(last[column])), _("{year}년", year=int(last["year"])))


def _persons(years: pd.DataFrame, column: str, label: str) -> Fact | None:
    settled = years[years["is_settled"]].dropna(subset=[column])
    if settled.empty:
        return None
    last, note = settled.iloc[-1], ""
    if len(settled) > 1:
        before = float(settled.iloc[-2][column])
        note = change(float(last[column]), before, hires.persons(), _("전년"), noise=np.sqrt(before))
    parts = (_("{year}년", year=int(last["year"])), note)
    return Fact(label, _("{value}명", value=number(last[column])), ", ".join(part for part in parts if part))


EVERYTHING = Topic("", _everything, _everything_drawn)
THEMES: Mapping[Theme, Topic] = {
    "hires": Topic(N_("실제 채용"), _hires_facts, _hires_charts),
    "pay": Topic(N_("임금"), _pay_facts, _pay_charts),
    "family": Topic(N_("일과 가정"), _family_facts, _family_charts),
    "finances": Topic(N_("재정"), _finances_facts, _finances_charts),
}
