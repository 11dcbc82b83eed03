"""The views of 채용 추이. Each draws its own few charts; only the chosen one works anything out."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts import concentration, flow, hires, notices, staffing, terms, years
from dashboard.charts.chart import Chart
from dashboard.charts.members import with_members
from dashboard.charts.reach import unread
from dashboard.data import Data
from dashboard.languages import _
from dashboard.measures import concentration as concentration_measures
from dashboard.measures import flow as flow_measures
from dashboard.measures import hires as hires_measures
from dashboard.measures import notices as notices_measures
from dashboard.measures import season
from dashboard.measures import staffing as staffing_measures
from dashboard.measures import terms as terms_measures
from dashboard.measures.breakdown import Weight
from dashboard.selection.disclosed import Disclosed
from dashboard.selection.facets import FACET, OLD_REGIONS
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from dashboard.ui.address import choose_from, choose_one
from dashboard.ui.blocks import show_chart
from dashboard.ui.clicks import show_clickable
from dashboard.ui.disclosed import disclosed_by, disclosed_by_all, discloses_any
from dashboard.ui.notes import show_notes

SPLITS = ("hire", "ncs", "type", "region")


def show_months(data: Data, found: Found, weight: Weight) -> None:
    origin = data.origin("postings")
    show_chart(found.cached(flow.monthly, weight), origin)
    left, right = st.columns(2)
    with left:
        show_chart(found.cached(flow.trailing, weight), origin)
    with right:
        show_chart(found.cached(flow.seasonality, weight), origin)
    splits = {key: FACET[key].label for key in SPLITS} | {OLD_REGIONS.key: _("옛 17개 시도")}
    split = choose_one(_("나누어 보기"), "by", splits, "hire")
    parts = found.cached(flow.monthly_by, split, weight)
    show_clickable(found, parts, split, origin)
    show_notes(flow_measures.trailing_sum, flow_measures.seasonal_index)


def show_years(data: Data, found: Found, weight: Weight) -> None:
    origin = data.origin("postings")
    show_chart(found.cached(flow.yearly, weight), origin)
    left, right = st.columns(2)
    with left:
        show_chart(found.cached(years.adjusted_index, weight), origin)
    with right:
        show_chart(found.cached(years.same_institutions, weight), origin)
    show_chart(found.cached(concentration.lorenz, weight), origin)
    show_notes(
        flow_measures.year_on_year, season.base_index, season.seasonally_adjusted, concentration_measures.gini,
        concentration_measures.herfindahl, concentration_measures.top_share,
    )  # fmt: skip


def show_terms(data: Data, found: Found, weight: Weight) -> None:
    def over_time(key: str) -> Chart:
        return found.cached(terms.over_time, key, weight)

    origin = data.origin("postings")
    show_clickable(found, over_time("career"), "career", origin)
    left, right = st.columns(2)
    with left:
        show_clickable(found, over_time("education"), "education", origin)
        show_clickable(found, over_time("ncs"), "ncs", origin)
        show_chart(over_time("replacement"), origin)
    with right:
        fields = found.cached(terms.any_education_by_field)
        show_clickable(found, fields, "ncs", origin)
        show_chart(found.cached(terms.many_fields), origin)
    show_notes(terms_measures.trailing_shares, terms_measures.share_naming, terms_measures.many_field_shares)


def show_notices(data: Data, found: Found) -> None:
    origin = data.origin("postings")
    followings = load_followings(data)
    show_chart(found.cached(notices.windows), origin)
    left, right = st.columns(2)
    with left:
        show_chart(found.cached(notices.repostings, followings), origin)
    with right:
        show_chart(found.cached(notices.short_windows), origin)
        show_chart(found.cached(notices.repostings_by_hire, followings), origin)
    if "observations" in data.snapshot.tables:
        seen = data.table("observations")
        show_chart(found.cached(notices.lead_times, seen), origin)
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


def load_followings(data: Data, give_way: Callable[[], object] = lambda: None) -> NDArray[np.int8]:
    """Which postings follow an earlier one: every title has to be read for it, so a server does it before anybody asks."""
    return data.postings.cached_in_any_language(_followings, _Pace(give_way))


@dataclass(frozen=True, slots=True)
class _Pace:
    """How to give way to others now and then; the result is the same at any pace."""

    give_way: Callable[[], object] = field(compare=False)


def _followings(postings: PostingIndex, pace: _Pace) -> NDArray[np.int8]:
    return notices_measures.followings(postings, pace.give_way)


def show_hired(data: Data, of: Disclosed) -> None:
    """Actual hires of the institutions chosen."""
    origin, of_interns = data.origin("new_hires"), data.origin("interns")
    if not discloses_any(of, "new_hires"):
        return
    of_all = of.count == disclosed_by_all(data).count
    show_chart(of.cached(_sums, hires.new_hires_of_all if of_all else hires.new_hires, "new_hires"), origin)
    left, right = st.columns(2)
    with left:
        show_chart(of.cached(_sums, hires.interns, "interns"), of_interns)
        show_chart(of.cached(_sums, hires.relocated, "new_hires"), origin)
    with right:
        show_chart(of.cached(_sums, hires.hire_shares, "new_hires"), origin)
        show_chart(of.cached(_sums, hires.intern_ratio, "interns", "new_hires"), of_interns)
    show_notes(
        hires_measures.shares_by_year,
        hires_measures.intern_ratio,
        hires_measures.relocated_rate,
        staffing_measures.members_by_year,
    )


def _sums(of: Disclosed, make: Callable[..., Chart], *names: str) -> Chart:
    """A chart of sums over those chosen, with how many stand behind each year where they are several."""
    chart = make(*(of.table(name) for name in names))
    return with_members(chart, staffing_measures.members_by_year(of.table("staff"))) if of.count > 1 else chart


def show_staff(data: Data, found: Found) -> None:
    """Planned, hired, and those who are there. Of the filters those of institutions count."""
    of, new_hires, origin = _by_institution(data, found), data.table("new_hires"), data.origin("new_hires")
    # What holds sample postings says so, whatever real figures stand beside them.
    postings = data.origin("postings")
    totals = found.cached(hires_measures.posted_and_hired, new_hires)
    choices = {str(int(year)): _("{year}년", year=int(year)) for year in sorted(totals["year"], reverse=True)}
    year = int(choose_from(_("연도"), "year", choices, next(iter(choices)))) if choices else None
    show_chart(
        hires.posted_and_hired(totals, is_sample=data.is_sample, unread=unread(found.with_codes("status"))), postings
    )
    left, right = st.columns(2)
    with left:
        show_chart(of.cached(_staffing_sums, staffing.hiring_rate), origin)
        show_chart(of.cached(_staffing_sums, staffing.vacancy), data.origin("staff"))
    with right:
        if year:
            filled = found.cached(hires_measures.fill_by_institution, new_hires, year)
            show_chart(staffing.fill(filled, year, is_sample=data.is_sample), postings)
    show_notes(
        hires_measures.posted_and_hired,
        hires_measures.fill_by_institution,
        staffing_measures.staffing,
        staffing_measures.staffing_by_year,
        staffing_measures.members_by_year,
    )


def _by_institution(data: Data, found: Found) -> Disclosed:
    """What those disclose whom the conditions about institutions choose: where work is done says nothing of them."""
    chosen = tuple(pair for pair in found.selection.chosen if FACET[pair[0]].by_institution)
    return disclosed_by(data, Selection(chosen=chosen))


def _staffing_sums(of: Disclosed, make: Callable[[pd.DataFrame], Chart]) -> Chart:
    rows, staff = staffing_measures.staffing(of.table("new_hires"), of.table("staff")), of.table("staff")
    return with_members(make(rows), staffing_measures.members_by_year(staff)) if of.count > 1 else make(rows)
