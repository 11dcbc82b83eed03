"""Postings as a table: a page of rows, made of the index, in the reader's order."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pyarrow as pa
import streamlit as st
from numpy.typing import NDArray

from dashboard.index import EPOCH, Found, PostingIndex
from dashboard.search.passages import Passage
from dashboard.ui import address
from dashboard.ui.blocks import kept, picked_row
from dashboard.words import breakable, days_left, escape

Rows = NDArray[np.intp]
ROWS_PER_PAGE = 50

ORDERS: dict[str, tuple[str, Callable[[PostingIndex, Rows], Rows]]] = {
    "newest": ("새 공고부터", lambda index, rows: rows),
    "closing": ("마감 임박한 것부터", lambda index, rows: rows[np.argsort(_closing_key(index, rows), kind="stable")]),
    "headcount": ("모집인원 많은 것부터", lambda index, rows: rows[np.argsort(-index.headcount[rows], kind="stable")]),
}
COLUMNS = {
    "마감": st.column_config.TextColumn("마감", width="small", help="오늘부터 마감일까지 남은 날"),
    "공고 제목": st.column_config.TextColumn("공고 제목", width="large"),
    "찾은 곳": st.column_config.TextColumn(
        "찾은 곳", width="large", help="본문에서 찾은 말. 비어 있으면 제목이나 기관 이름에 있음"
    ),
    "인원(명)": st.column_config.NumberColumn("인원(명)", format="localized", width="small"),
    "시작일": st.column_config.DateColumn("시작일", format="YYYY-MM-DD", width="small"),
    "마감일": st.column_config.DateColumn("마감일", format="YYYY-MM-DD", width="small"),
}


def ordered_rows(found: Found, order: str) -> Rows:
    """All found rows in the order chosen; kept, since readers page through it."""
    key = ("order", order)
    if key not in found.kept:
        found.kept[key] = ORDERS[order][1](found.index, found.rows)
    rows: Rows = found.kept[key]
    return rows


def display_table(index: PostingIndex, rows: Rows) -> pa.Table:
    """The columns a reader sees, for these rows only; lists as names joined by `·`."""
    taken = index.shown(rows, ["institution_code", "institution", "title", "headcount", "start_date", "end_date"])
    codes = taken.column("institution_code").to_pylist()
    names = [index.names.get(("institution_code", code), own) for code, own in zip(codes, taken.column("institution").to_pylist(), strict=True)]  # fmt: skip
    return pa.table(
        {
            "마감": [days_left(end, index.today) for end in taken.column("end_date").to_pylist()],
            "공고 제목": taken.column("title"),
            "기관": names,
            "근무지": index.labels("region", rows),
            "고용형태": index.labels("hire", rows),
            "인원(명)": taken.column("headcount"),
            "마감일": taken.column("end_date"),
            "채용분야": index.labels("ncs", rows),
            "시작일": taken.column("start_date"),
        }
    )


def page_count(found: Found) -> int:
    return max(1, -(-found.count // ROWS_PER_PAGE))


def page_of(rows: Rows, page: int) -> Rows:
    """The rows of a page, counted from 1."""
    return rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]


def closing_soon(found: Found, most: int) -> Rows:
    """Open postings whose end is nearest."""
    return ordered_rows(found.with_codes("status", "open"), "closing")[:most]


def closing_table(found: Found, most: int) -> str:
    """The open postings that close first, as a Markdown table whose titles lead to them; empty without any.

    Text, because a grid of ten rows costs each reader seven times as much and cannot be read aloud.
    """
    rows = closing_soon(found, most)
    if not len(rows):
        return ""
    index = found.index
    facts = zip(
        index.labels("institution", rows), index.labels("region", rows), index.labels("hire", rows), strict=True
    )
    lines = ["| 마감 | 공고 |", "|---|---|"]
    for row, labels in zip(rows.tolist(), facts, strict=True):
        # A hyphen that does not break the line.
        left = days_left(EPOCH + timedelta(days=int(index.end[row])), index.today).replace("-", "\u2011")
        title = escape(breakable(index.table.column("title")[row].as_py()))
        words = escape(breakable(", ".join([*labels, _persons(index, row)])))
        lines.append(f"| {left} | [{title}](postings?posting={index.posting_ids[row]})  {words} |")
    return "\n".join(lines)


def _persons(index: PostingIndex, row: int) -> str:
    return f"{index.headcount[row]:,.0f}명" if index.has_headcount[row] else "인원 미기재"


def _closing_key(index: PostingIndex, rows: Rows) -> NDArray[np.int64]:
    """Open ones by their end, then the closed, latest first."""
    left = index.end[rows].astype(np.int64) - (index.today - EPOCH) // timedelta(days=1)
    return np.where(left >= 0, left, 1_000_000 - left)


def show_list(found: Found, rows: Rows) -> None:
    """A page of postings; clicking a row opens it. After a search each shows where the words stand."""
    table = display_table(found.index, rows)
    if found.selection.text:
        key = ("places", tuple(rows.tolist()))
        table = table.add_column(2, "찾은 곳", [kept(found.kept, key, lambda: _places(found, rows))])
    st.dataframe(
        table, hide_index=True, column_config=COLUMNS, key="list", height="content",
        on_select=lambda: _open_selected(found.index, rows), selection_mode=["single-row", "single-cell"],
    )  # fmt: skip


def _places(found: Found, rows: Rows) -> list[str | None]:
    """The first passage of each posting that is not its title, the words marked; None where only the title has them."""
    passages = found.index.text.passages_of(rows.tolist(), found.selection.text)
    texts = ([passage for passage in each if passage.column != "title"] for each in passages)
    return [_marked(each[0]) if each else None for each in texts]


def _marked(passage: Passage) -> str:
    """A grid shows no bold letters: brackets stand around what was found."""
    pieces, end = [], 0
    for start, stop in passage.marks:
        pieces += [passage.text[end:start], "【", passage.text[start:stop], "】"]
        end = stop
    return "".join(["…" * passage.starts_within, *pieces, passage.text[end:], "…" * passage.ends_within])


def _open_selected(index: PostingIndex, rows: Rows) -> None:
    picked = picked_row("list", "마감")
    if picked is not None and picked < len(rows):
        address.write({"posting": str(index.posting_ids[rows[picked]])})
