"""The blocks every page is made of: source lines, charts with their table, downloads."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.chart import Chart
from dashboard.data import Data
from dashboard.languages import _
from dashboard.ui import figure
from dashboard.ui.events import marked
from dashboard.ui.gathering import chart_id, gathering
from dashboard.ui.takeaway import card_of, kind_of, offer_table
from dashboard.words import escape, holds_years, number, told
from data_loader.snapshot import Origin


def show_chart(chart: Chart, origin: Origin, on_click: Callable[[], None] | None = None) -> None:
    """Its finding, what is counted, and the figure with its row of actions. A click on a mark is told to `on_click`."""
    drawn = marked(chart)
    if gathered := gathering():
        gathered.cards.append(card_of(drawn, origin))
        return
    if chart.is_empty:
        # Where nothing is drawn there is no unit to explain.
        st.markdown(f"## {escape(chart.title)}\n{escape(chart.sentence)}")
        return
    about = _("{unit} {day} 기준 {kind}.", unit=chart.unit_alone, day=origin.as_of[:10], kind=kind_of(origin))
    lines = [
        f"## {escape(chart.headline)}",
        escape(chart.beyond_headline),
        fine_print(escape(f"{chart.subject}{about}")),
    ]
    st.markdown("\n".join([lines[0], "  \n".join(line for line in lines[1:] if line)]))
    actions = figure.Actions(chart_id(chart.key), chart.title, chart.counting)
    figure.draw(drawn.figure, chart.alternative, f"chart_{chart.key}", on_click, actions)


def show_table(table: pd.DataFrame, title: str, origin: Origin, key: str) -> None:
    st.dataframe(table, hide_index=True, key=f"frame_{key}", placeholder="–", column_config=number_columns(table))
    offer_table(table, title, "", origin, key)


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


def coverage_now(origin: Origin) -> str:
    """What is still missing, and in how long it is expected from now on."""
    return told(origin.covered.sentence(datetime.now(UTC)) if origin.covered else origin.coverage)


def announce_sample(data: Data) -> None:
    """Nobody may take an invented posting for a real one, a recorded day for today, nor a part for the whole."""
    if data.is_sample:
        st.warning(
            _(
                "이 화면의 공고는 **무작위로 만든 예시 자료**입니다. 실제 채용이 아니며 인용할 수 없습니다. "
                "서비스 키를 넣으면 실제 공고를 봅니다."
            ),
            icon=":material/science:",
        )
    if data.is_record:
        line = _(
            "**{day}에 접수 중이던 공고 {count}건, 실제 기록**입니다. 그날을 오늘로 보고 셉니다.",
            day=data.today,
            count=number(data.postings.rows),
        )
        limits = _(
            "고용형태는 공고마다 주된 하나만 있고(약 6%는 여럿), 본문·첨부·전형 결과는 없습니다. 서비스 키를 넣으면 지금의 공고를 봅니다."
        )
        st.markdown(f":material/history: {line}", help=limits)
    if coverage := coverage_now(data.origin("postings")):
        st.info(escape(coverage), icon=":material/downloading:")
    if data.snapshot.warning:
        st.warning(told(data.snapshot.warning), icon=":material/history:")
