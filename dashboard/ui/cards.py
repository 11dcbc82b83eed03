"""The headline numbers: what is open now, what came and what closes this week."""

from datetime import timedelta

import streamlit as st

from dashboard.index import Found
from dashboard.keeping import kept
from dashboard.languages import _
from dashboard.measures import flow
from dashboard.words import SMALLEST_BASE, number

WEEK = timedelta(days=6)


def show_headline(found: Found) -> None:
    """Four cards, each with its change on the same days 52 weeks ago and its last 26 weeks."""
    cards = kept(found.kept, "headline", lambda: _headline(found))
    with st.grid(4, min_column_width=160):
        for label, value, before, trend, note in cards:
            st.metric(
                label,
                value,
                before,
                delta_color="off",
                height="stretch",
                delta_description=_("작년보다") if before else None,
                chart_data=trend,
                border=True,
                help=note,
            )


def _headline(found: Found) -> list[tuple[str, str, str | None, list[int], str]]:
    # What is open is the question here, so no choice of it narrows the answer.
    found = found.with_codes("status")
    today = found.index.today
    week_ago = today - WEEK
    open_now = flow.open_on(found, today)
    new = flow.started_between(found, week_ago, today)
    closing = flow.ending_between(found, today, today + WEEK)
    trend = flow.open_by_week(found, today)
    closing_trend = flow.ended_by_week(found, today)
    headcount_trend = flow.open_by_week(found, today, weight="headcount")
    # There is no room on a card for the units of English, which its label names.
    headcount = _("{value}명", value=number(open_now.headcount))
    about_open = _("오늘 접수할 수 있는 공고. 선은 26주 동안의 추이.")
    about_headcount = _("접수 중인 공고의 모집인원 합계. 인원을 적지 않은 공고는 0으로 셈.")
    about_new = _("{start}부터 {end}까지 시작한 공고.", start=week_ago, end=today)
    about_closing = _(
        "{start}부터 {end}까지 마감하는 공고. 선은 지난 26주에 마감한 공고.", start=today, end=today + WEEK
    )
    return [
        (_("접수 중인 공고"), _postings(open_now), _delta(found, open_now), trend, about_open),
        (_("접수 중인 모집인원"), headcount, None, headcount_trend, about_headcount),
        (_("이레 동안 새 공고"), _postings(new), _delta(found, new), flow.started_by_week(found, today), about_new),
        (_("이레 안에 마감"), _postings(closing), _delta(found, closing), closing_trend, about_closing),
    ]


def _postings(window: flow.Window) -> str:
    return _("{value}건", value=number(window.postings))


def _delta(found: Found, window: flow.Window) -> str | None:
    """The change, where the year before holds enough to compare with and is not cut by the days chosen."""
    is_cut = found.selection.start_from or found.selection.start_to
    difference = window.postings - window.postings_before
    return _("{value}건", value=f"{difference:+,}") if window.postings_before >= SMALLEST_BASE and not is_cut else None
