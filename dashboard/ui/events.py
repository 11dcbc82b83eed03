"""The events a reader may have on time lines: a switch, and where each is from."""

from contextvars import ContextVar

import pandas as pd
import streamlit as st

from dashboard.charts.chart import Chart
from dashboard.charts.events import in_order, told, with_events
from dashboard.data import Data
from dashboard.languages import _
from dashboard.ui.address import choose_switch
from dashboard.words import escape

# Chosen in this run, as the tables are.
_chosen: ContextVar[tuple[pd.DataFrame, tuple[str, ...]] | None] = ContextVar("events", default=None)


def choose_events(data: Data, *topics: str) -> None:
    """Put the events that bear on the topics on every time line of the page, unless the reader wants none: `?events=0`."""
    about = data.cached(_in_words, topics)
    wanted = choose_switch(_("사건 표시"), "events", default=True, about=about)
    _chosen.set((data.table("events"), topics) if wanted else None)


def marked(chart: Chart) -> Chart:
    """The chart with the events chosen."""
    chosen = _chosen.get()
    return with_events(chart, *chosen) if chosen else chart


def show_event_sources(data: Data) -> None:
    """Each event with its days and where it is from, folded."""
    if _chosen.get() is None:
        return
    with st.expander(_("사건과 출처"), icon=":material/event_note:"):
        st.markdown(data.cached(_sources))


def _in_words(data: Data, topics: tuple[str, ...]) -> str:
    """What the numbers on the time lines stand for."""
    events = in_order(data.table("events"))
    shown = [
        told(number, name, first, last)
        for number, name, first, last, row in events
        if {*topics} & {*row["bears_on"].split()}
    ]
    return escape(_("그림 위의 번호: {events}.", events=" · ".join(shown)))


def _sources(data: Data) -> str:
    single = _("출처가 하나라 확실하지 않음.")
    return "\n".join(
        f"1. {escape(name)}, {first}{f'–{last}' if last else ''}. [{escape(row['source'])}]({row['source_address']})"
        f"{'' if row['is_sure'] else f' {single}'}"
        for _place, name, first, last, row in in_order(data.table("events"))
    )
