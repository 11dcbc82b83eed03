"""The blocks every page is made of: source lines, charts with their table, downloads."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import pandas as pd
import streamlit as st
from plotly.basedatatypes import BaseFigure

from dashboard.charts.chart import Chart, Figure
from dashboard.data import Data
from dashboard.languages import _
from dashboard.ui.address import choose_switch
from dashboard.ui.takeaway import kind_of, offer_table
from dashboard.words import escape, holds_years, told
from data_loader.snapshot import Origin

# Chosen in this run; asking Streamlit for it at each chart would take longer than writing its text.
_as_tables = ContextVar("as_tables", default=False)
PLOTLY = {"displayModeBar": False, "scrollZoom": False, "topojsonURL": "/app/static/topojson/"}


class ReadyFigure(BaseFigure):  # type: ignore[misc]
    """A figure dictionary as it is: Plotly's validators cost more than drawing. Tests validate each kind."""

    def __init__(self, figure: Figure) -> None:
        object.__setattr__(self, "_figure", figure)

    def to_dict(self) -> Figure:
        figure: Figure = self._figure
        return figure


def show_chart(chart: Chart, origin: Origin, on_select: Callable[[], None] | None = None) -> None:
    """Title, finding, unit and the figure, or the same data as a table with its download."""
    unit = _("{unit} {day} 기준 {kind}.", unit=chart.unit, day=origin.as_of[:10], kind=kind_of(origin))
    st.markdown(f"## {escape(chart.title)}\n{escape(chart.sentence)}  \n{fine_print(escape(unit))}")
    if as_tables():
        show_table(chart.table(), chart.title, origin, chart.key, chart)
        return
    if chart.is_empty:
        return
    clicks: dict[str, Any] = {"on_select": on_select, "selection_mode": "points"} if on_select else {}
    st.plotly_chart(ReadyFigure(chart.figure), key=f"chart_{chart.key}", config=PLOTLY, alt=chart.alternative, **clicks)


def choose_tables() -> None:
    """One switch a page: every figure as a table, with its files and its citation."""
    _as_tables.set(choose_switch(_("표로 보고 내려받기·인용"), "tables"))


def as_tables() -> bool:
    """Whether figures of this run are shown as tables."""
    return _as_tables.get()


def show_table(table: pd.DataFrame, title: str, origin: Origin, key: str, chart: Chart | None = None) -> None:
    st.dataframe(table, hide_index=True, key=f"frame_{key}", placeholder="–", column_config=number_columns(table))
    offer_table(table, title, chart.unit if chart else "", origin, key, chart)


def number_columns(table: pd.DataFrame) -> dict[str, Any]:
    """Numbers with separators between thousands, but for years."""
    return {
        name: st.column_config.NumberColumn(format="%d" if holds_years(name) else "localized")
        for name in table.select_dtypes("number").columns
    }


def picked_row(key: str, first_column: str) -> int | None:
    """The row picked in a table that opens its rows: by its mark, or by any cell but one in the first column.

    Whoever comes to a table with the keyboard stands on such a cell: up and down go along the rows, right opens one.
    """
    selection = st.session_state[key].selection
    picked = [*selection.rows, *(row for row, column in selection.cells if column != first_column)]
    return picked[0] if picked else None


def source_line(origin: Origin) -> str:
    """Source, as-of and whether it is real, as Markdown; stands under every chart and table."""
    as_of = origin.as_of[:16].replace("T", " ")
    return _(
        "출처: {source}. 기준: {as_of}. {kind}.", source=escape(_(origin.source)), as_of=as_of, kind=kind_of(origin)
    )


def fine_print(markdown: str) -> str:
    """A caption inside a larger text: an element less than `st.caption`."""
    return f":small[:gray[{markdown}]]"


def announce_sample(data: Data) -> None:
    """Nobody may take an invented posting for a real one, nor a part of them for the whole."""
    if data.is_sample:
        st.warning(
            _(
                "이 화면의 공고는 **무작위로 만든 예시 자료**입니다. 실제 채용이 아니며 인용할 수 없습니다. "
                "서비스 키를 넣으면 실제 공고를 봅니다."
            ),
            icon=":material/science:",
        )
    if coverage := data.origin("postings").coverage:
        st.info(escape(told(coverage)), icon=":material/downloading:")
    if data.snapshot.warning:
        st.warning(told(data.snapshot.warning), icon=":material/history:")
