"""The headline numbers: what is open now, what came and what closes this week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from dashboard.charts.chart import sentences
from dashboard.languages import _
from dashboard.measures import flow
from dashboard.selection.index import Found
from dashboard.words import SMALLEST_BASE, number

WEEK = timedelta(days=6)
SPARK_HEIGHT, SPARK_WEIGHT = 32, 2


@dataclass(frozen=True, slots=True)
class Card:
    label: str
    value: str
    change: str | None
    trend: list[int]
    note: str


def show_headline(found: Found) -> None:
    """Four cards, each with its change on the same days 52 weeks ago and its last 26 weeks, as far as they were read."""
    cards = found.cached(_headline)
    with st.grid(4, min_column_width=160):
        for card in cards:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(
                    card.label,
                    card.value,
                    card.change,
                    delta_color="off",
                    height="stretch",
                    delta_description=_("작년보다") if card.change else None,
                    help=card.note,
                )
                if len(card.trend) > 1:
                    st.html(sparkline(card.trend))


def sparkline(values: Sequence[float]) -> str:
    """A small line of the values, from 0 or the lowest below it, in the colour of the text around it.

    The number, its change and its note say what it shows, so those who listen meet nothing. It is cut out of a coloured
    box: Streamlit lets no SVG into a page, and a picture takes a browser longer than the rest of the card.
    """
    low, high = min(0, *values), max(0, *values)
    step, scale = 100 / max(len(values) - 1, 1), SPARK_HEIGHT / ((high - low) or 1)
    points = [(place * step, (high - value) * scale) for place, value in enumerate(values)]
    above = [f"{x:.1f}% {y:.1f}px" for x, y in points]
    below = [f"{x:.1f}% {y + SPARK_WEIGHT:.1f}px" for x, y in reversed(points)]
    height = SPARK_HEIGHT + SPARK_WEIGHT
    return (
        f'<div style="height:{height}px;background:currentColor;opacity:0.6;clip-path:polygon({",".join(above + below)})">'
        "</div>"
    )


def _headline(found: Found) -> list[Card]:
    # What is open is the question here, so no choice of it narrows the answer.
    found = found.with_codes("status")
    today = found.index.today
    open_now = flow.open_on(found, today)
    closing = flow.ending_between(found, today, today + WEEK)
    trend = flow.open_by_week(found, today)
    # There is no room on a card for the units of English, which its label names.
    headcount = _("{value}명", value=number(open_now.headcount))
    about_open = sentences(_("오늘 접수할 수 있는 공고."), _("선은 26주 동안의 추이.") if trend else "")
    about_headcount = _("접수 중인 공고의 모집인원 합계. 인원을 적지 않은 공고는 0으로 셈.")
    closed = flow.ended_by_week(found, today)
    about_closing = sentences(
        _("{start}부터 {end}까지 마감하는 공고.", start=today, end=today + WEEK),
        _("선은 지난 26주에 마감한 공고.") if closed else "",
    )
    return [
        Card(_("접수 중인 공고"), _postings(open_now.postings), _delta(found, open_now), trend, about_open),
        Card(
            _("접수 중인 모집인원"),
            headcount,
            None,
            flow.open_by_week(found, today, weight="headcount"),
            about_headcount,
        ),
        _new(found),
        Card(_("7일 안에 마감"), _postings(closing.postings), _delta(found, closing), closed, about_closing),
    ]


def _new(found: Found) -> Card:
    """What started within a week; of that what is still open, where not all of the week was read."""
    until = found.index.until
    week_ago = until - WEEK
    new = flow.started_between(found.history, week_ago, until)
    if new:
        about = _("{start}부터 {end}까지 시작한 공고.", start=week_ago, end=until)
        trend = flow.started_by_week(found.history, until)
        return Card(_("최근 7일 새 공고"), _postings(new.postings), _delta(found, new), trend, about)
    open_now = found.with_codes("status", "open")
    today = found.index.today
    recent = found.index.find(open_now.selection.with_ranges(start_from=_later(found, today - WEEK)))
    about = _(
        "{start}부터 {end}까지 시작해 지금 접수 중인 공고. 그사이 마감한 공고는 아직 받지 못함.",
        start=today - WEEK,
        end=today,
    )
    return Card(_("최근 7일 새로 시작"), _postings(recent.count), None, [], about)


def _later(found: Found, day: date) -> date:
    return max(day, found.selection.start_from or day)


def _postings(count: int) -> str:
    return _("{value}건", value=number(count))


def _delta(found: Found, window: flow.Window) -> str | None:
    """The change, where the year before was read, holds enough to compare with and is not cut by the days chosen."""
    is_cut = found.selection.start_from or found.selection.start_to
    before = window.postings_before
    if before is None or before < SMALLEST_BASE or is_cut:
        return None
    return _("{value}건", value=f"{window.postings - before:+,}")
