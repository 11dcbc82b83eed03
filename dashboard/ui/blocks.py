"""The blocks every page is made of: source lines, charts with their table, downloads."""

from collections.abc import Callable, Hashable, MutableMapping
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st
from plotly.basedatatypes import BaseFigure

from dashboard.charts.chart import Chart, Figure
from dashboard.data import Data
from dashboard.ui.address import choose_switch
from dashboard.words import escape
from data_loader.export import to_csv
from data_loader.snapshot import Origin

PLOTLY = {"displayModeBar": False, "scrollZoom": False, "topojsonURL": "/app/static/topojson/"}


class ReadyFigure(BaseFigure):  # type: ignore[misc]
    """A figure dictionary as it is: Plotly's validators cost more than drawing. Tests validate each kind."""

    def __init__(self, figure: Figure) -> None:
        object.__setattr__(self, "_figure", figure)

    def to_dict(self) -> Figure:
        figure: Figure = self._figure
        return figure


def kept(memory: MutableMapping[Hashable, Any], key: Hashable, make: Callable[[], Any]) -> Any:
    """Work out once per snapshot and selection, whoever asks."""
    if key not in memory:
        memory[key] = make()
    return memory[key]


def show_chart(chart: Chart, origin: Origin, on_select: Callable[[], None] | None = None) -> None:
    """Title, finding, unit and the figure, or the same data as a table with its download."""
    unit = f"{chart.unit} {origin.as_of[:10]} 기준 {kind_of(origin)}."
    st.markdown(f"#### {escape(chart.title)}\n{escape(chart.sentence)}  \n{fine_print(escape(unit))}")
    if st.query_params.get("tables") == "1":
        show_table(chart.table(), chart.title, origin, chart.key)
        return
    clicks: dict[str, Any] = {"on_select": on_select, "selection_mode": "points"} if on_select else {}
    st.plotly_chart(ReadyFigure(chart.figure), key=f"chart_{chart.key}", config=PLOTLY, alt=chart.alternative, **clicks)


def choose_tables() -> None:
    """One switch a page: every figure as a table, with its download."""
    choose_switch("그림 대신 표로 보기", "tables")


def show_table(table: pd.DataFrame, title: str, origin: Origin, key: str) -> None:
    numbers = {
        name: st.column_config.NumberColumn(format="localized") for name in table.select_dtypes("number").columns
    }
    years = {name: st.column_config.NumberColumn(format="%d") for name in numbers if name.endswith("연도")}
    st.dataframe(table, hide_index=True, key=f"frame_{key}", placeholder="–", column_config={**numbers, **years})
    st.download_button(
        "CSV 내려받기",
        data=lambda: _table_csv(table, origin),
        file_name=file_name(title, origin, "csv"),
        mime="text/csv",
        icon=":material/download:",
        key=f"csv_{key}",
        on_click="ignore",
    )


def source_line(origin: Origin) -> str:
    """Source, as-of and whether it is real, as Markdown; stands under every chart and table."""
    return f"출처: {escape(origin.source)}. 기준: {origin.as_of[:16].replace('T', ' ')}. {kind_of(origin)}."


def fine_print(markdown: str) -> str:
    """A caption inside a larger text: an element less than `st.caption`."""
    return f":small[:gray[{markdown}]]"


def kind_of(origin: Origin) -> str:
    return "예시 자료" if origin.is_sample else "실제 자료"


def announce_sample(data: Data) -> None:
    """Nobody may take an invented posting for a real one."""
    if data.is_sample:
        st.warning(
            "이 화면의 공고는 **무작위로 만든 예시 자료**입니다. 실제 채용이 아니며 인용할 수 없습니다. "
            "서비스 키를 넣으면 실제 공고를 봅니다.",
            icon=":material/science:",
        )
    if data.snapshot.warning:
        st.warning(data.snapshot.warning, icon=":material/history:")


def file_name(title: str, origin: Origin, extension: str) -> str:
    """A name safe on every system, which says sample and as-of."""
    words = "".join(char if char.isalnum() else "_" for char in title)[:60]
    return f"{'예시_' if origin.is_sample else ''}{words}_{origin.as_of[:10]}.{extension}"


def _table_csv(table: pd.DataFrame, origin: Origin) -> bytes:
    return to_csv(with_origin(pa.Table.from_pandas(table, preserve_index=False), origin))


def with_origin(table: pa.Table, origin: Origin) -> pa.Table:
    """The table with its source, as-of and kind in every row: rows get copied without their file."""
    texts = {"출처": origin.source, "기준": origin.as_of, "자료 구분": kind_of(origin)}
    for name, text in texts.items():
        table = table.append_column(name, pa.repeat(text, table.num_rows))
    return table
