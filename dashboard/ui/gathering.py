"""The charts of a view without a reader: the page is run with the view's query, and its charts are kept instead of drawn.

So a chart's own address shows what the page shows, whatever the page becomes.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

import streamlit as st

from dashboard.charts.chart import Chart
from dashboard.internals import run_for_nobody
from dashboard.takeaways.view import View
from data_loader.settings import ROOT

FIRST_PAGE = "overview"


@dataclass(frozen=True, slots=True)
class Card:
    """A chart with its readable id and all that it takes along."""

    id: str
    chart: Chart
    view: View


@dataclass(slots=True)
class Gathered:
    """What a view shows. `views`: the views its page has, by their names in the address; `title`: that of the view shown;
    `unknown`: a view asked for that the page does not have; `notes`: how its numbers are made."""

    page: str
    base: str
    cards: list[Card] = field(default_factory=list)
    views: dict[str, str] = field(default_factory=dict)
    title: str = ""
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def card(self, chart_id: str) -> Card | None:
        return next((card for card in self.cards if card.id == chart_id), None)


_gathered: ContextVar[Gathered | None] = ContextVar("gathered", default=None)


def gather(page: str, query: Mapping[str, list[str]], base: str) -> Gathered:
    """The charts of a page's view; `base` is the address the app is open at. Raises LoaderError as the page would."""
    gathered = Gathered(page, base)
    token = _gathered.set(gathered)
    try:
        # As for one who has been on this page: a choice made on another one would come along.
        run_for_nobody(ROOT / "pages" / f"{page}.py", query, {"page": page, "filtered_page": page, "has_run": True})
    finally:
        _gathered.reset(token)
    return gathered


def gathering() -> Gathered | None:
    """What this run is gathering; None where a reader is shown a page."""
    return _gathered.get()


def current_page() -> str:
    """The page that is drawn now."""
    gathered = gathering()
    return gathered.page if gathered else st.session_state.get("page") or FIRST_PAGE


def chart_id(key: str) -> str:
    """The id of a chart of this page in its address: "trends-new-hires"."""
    page = current_page()
    return f"{page}-{key.removeprefix(f'{page}_').replace('_', '-')}"
