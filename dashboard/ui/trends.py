"""The views of 채용 추이. Each draws its own few charts; only the chosen one works anything out."""

from collections.abc import Callable

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts import concentration, flow, hires, notices, staffing, terms, years
from dashboard.charts.chart import Chart
from dashboard.charts.members import with_members
from dashboard.data import Data
from dashboard.facets import FACET, OLD_REGIONS
from dashboard.index import Found
from dashboard.keeping import kept, kept_once
from dashboard.languages import _
from dashboard.measures import concentration as concentration_measures
from dashboard.measures import flow as flow_measures
from dashboard.measures import hires as hires_measures
from dashboard.measures import notices as notices_measures
from dashboard.measures import season
from dashboard.measures import staffing as staffing_measures
from dashboard.measures import terms as terms_measures
from dashboard.measures.breakdown import Weight
from dashboard.ui.address import choose_from, choose_one
from dashboard.ui.blocks import show_chart
from dashboard.ui.clicks import show_clickable
from dashboard.ui.institution import staffing_of
from dashboard.ui.notes import show_notes

SPLITS = ("hire", "ncs", "type", "region")


def show_months(data: Data, found: Found, weight: Weight) -> None:
    origin = data.origin("postings")
    show_chart(kept(found.kept, ("monthly", weight), lambda: flow.monthly(found, weight)), origin)
    left, right = st.columns(2)
    with left:
        show_chart(kept(found.kept, ("trailing", weight), lambda: flow.trailing(found, weight)), origin)
    with right:
        show_chart(kept(found.kept, ("seasons", weight), lambda: flow.seasonality(found, weight)), origin)
    splits = {key: FACET[key].label for key in SPLITS} | {OLD_REGIONS.key: _("옛 17개 시도")}
    split = choose_one(_("나누어 보기"), "by", splits, "hire")
    parts = kept(found.kept, ("split", split, weight), lambda: flow.monthly_by(found, split, weight))
    show_clickable(found, parts, split, origin)
    show_notes(flow_measures.trailing_sum, flow_measures.seasonal_index)


def show_years(data: Data, found: Found, weight: Weight) -> None:
    origin = data.origin("postings")
    left, right = st.columns(2)
    with left:
        show_chart(kept(found.kept, ("yearly", weight), lambda: flow.yearly(found, weight)), origin)
        show_chart(kept(found.kept, ("adjusted", weight), lambda: years.adjusted_index(found, weight)), origin)
    with right:
        show_chart(kept(found.kept, ("same", weight), lambda: years.same_institutions(found, weight)), origin)
        show_chart(kept(found.kept, ("lorenz", weight), lambda: concentration.lorenz(found, weight)), origin)
    show_notes(
        flow_measures.year_on_year, season.base_index, season.seasonally_adjusted, concentration_measures.gini,
        concentration_measures.herfindahl, concentration_measures.top_share,
    )  # fmt: skip


def show_terms(data: Data, found: Found, weight: Weight) -> None:
    def over_time(key: str) -> Chart:
        chart: Chart = kept(found.kept, ("share", key, weight), lambda: terms.over_time(found, key, weight))
        return chart

    origin = data.origin("postings")
    left, right = st.columns(2)
    with left:
        show_clickable(found, over_time("career"), "career", origin)
        show_clickable(found, over_time("education"), "education", origin)
        show_clickable(found, over_time("ncs"), "ncs", origin)
    with right:
        show_chart(over_time("replacement"), origin)
        fields = kept(found.kept, "any education", lambda: terms.any_education_by_field(found))
        show_clickable(found, fields, "ncs", origin)
        show_chart(kept(found.kept, "many fields", lambda: terms.many_fields(found)), origin)
    show_notes(terms_measures.trailing_shares, terms_measures.share_naming, terms_measures.many_field_shares)


def show_notices(data: Data, found: Found) -> None:
    origin = data.origin("postings")
    vacancies = load_vacancies(data)
    left, right = st.columns(2)
    with left:
        show_chart(kept(found.kept, "windows", lambda: notices.windows(found)), origin)
        show_chart(kept(found.kept, "repostings", lambda: notices.repostings(found, vacancies)), origin)
    with right:
        show_chart(kept(found.kept, "short windows", lambda: notices.short_windows(found)), origin)
        show_chart(kept(found.kept, "again by hire", lambda: notices.repostings_by_hire(found, vacancies)), origin)
    if "observations" in data.snapshot.tables:
        seen = data.table("observations")
        show_chart(kept(found.kept, "lead times", lambda: notices.lead_times(found, seen)), origin)
    else:
        st.caption(
            _(
                "공고가 시작일에 맞추어 올라오는지(늦은 공개)는 목록을 거듭 읽은 기록이 쌓여야 잽니다. "
                "이 자료에는 그 기록이 없습니다."
            )
        )
    show_notes(
        notices_measures.windows, notices_measures.windows_by_year, notices_measures.repostings, notices_measures.lead_times
    )  # fmt: skip


def load_vacancies(data: Data, give_way: Callable[[], object] = lambda: None) -> NDArray[np.intp]:
    """Which postings are of one vacancy: every title has to be read for it, so a server does it before anybody asks."""
    vacancies: NDArray[np.intp] = kept_once(
        data.kept, "vacancies", lambda: notices_measures.vacancy_numbers(data.postings, give_way)
    )
    return vacancies


def show_hired(data: Data) -> None:
    """Actual hires of all institutions; they take no filter of postings."""
    table, interns, origin = data.table("new_hires"), data.table("interns"), data.origin("new_hires")
    left, right = st.columns(2)
    with left:
        show_chart(_of_all(data, "hires", lambda: hires.new_hires(table)), origin)
        show_chart(_of_all(data, "interns", lambda: hires.interns(interns)), data.origin("interns"))
        show_chart(_of_all(data, "relocated", lambda: hires.relocated(table)), origin)
    with right:
        show_chart(_of_all(data, "shares", lambda: hires.hire_shares(table)), origin)
        show_chart(_of_all(data, "intern ratio", lambda: hires.intern_ratio(interns, table)), data.origin("interns"))
    show_notes(
        hires_measures.shares_by_year,
        hires_measures.intern_ratio,
        hires_measures.relocated_rate,
        staffing_measures.members_by_year,
    )


def _of_all(data: Data, key: str, make: Callable[[], Chart]) -> Chart:
    """A chart of sums over all that disclose, with how many stand behind each year; made once."""
    chart: Chart = kept(
        data.kept, key, lambda: with_members(make(), staffing_measures.members_by_year(data.table("staff")))
    )
    return chart


def show_staff(data: Data, found: Found) -> None:
    """Planned, hired, and those who are there. Of the filters those of institutions count."""
    table, new_hires, origin = staffing_of(data), data.table("new_hires"), data.origin("new_hires")
    # What holds sample postings says so, whatever real figures stand beside them.
    postings = data.origin("postings")
    totals = kept(found.kept, "hired", lambda: hires_measures.posted_and_hired(found, new_hires))
    choices = {str(int(year)): _("{year}년", year=int(year)) for year in sorted(totals["year"], reverse=True)}
    year = int(choose_from(_("연도"), "year", choices, next(iter(choices)))) if choices else None
    left, right = st.columns(2)
    with left:
        show_chart(hires.posted_and_hired(totals, is_sample=data.is_sample), postings)
        show_chart(_of_all(data, "hiring rate", lambda: staffing.hiring_rate(table)), origin)
    with right:
        if year:
            filled = kept(
                found.kept, ("fill", year), lambda: hires_measures.fill_by_institution(found, new_hires, year)
            )
            show_chart(staffing.fill(filled, year, is_sample=data.is_sample), postings)
        show_chart(_of_all(data, "vacancy", lambda: staffing.vacancy(table)), data.origin("staff"))
    show_notes(
        hires_measures.posted_and_hired,
        hires_measures.fill_by_institution,
        staffing_measures.staffing,
        staffing_measures.staffing_by_year,
        staffing_measures.members_by_year,
    )
