"""Postings as a table: a page of rows, made of the index, in the reader's order."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import streamlit as st
from numpy.typing import NDArray

from dashboard.index import EPOCH, Found, PostingIndex

Rows = NDArray[np.intp]

ORDERS: dict[str, tuple[str, Callable[[PostingIndex, Rows], Rows]]] = {
    "newest": ("새 공고부터", lambda index, rows: rows),
    "closing": ("마감 임박한 것부터", lambda index, rows: rows[np.argsort(_closing_key(index, rows), kind="stable")]),
    "headcount": ("모집인원 많은 것부터", lambda index, rows: rows[np.argsort(-index.headcount[rows], kind="stable")]),
}
COLUMNS = {
    "마감": st.column_config.TextColumn("마감", width="small", help="오늘부터 마감일까지 남은 날"),
    "공고 제목": st.column_config.TextColumn("공고 제목", width="large"),
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
    taken = index.table.take(pa.array(rows))
    codes = taken.column("institution_code").to_pylist()
    names = [index.names.get(("institution_code", code), own) for code, own in zip(codes, taken.column("institution").to_pylist(), strict=True)]  # fmt: skip
    return pa.table(
        {
            "마감": [days_left(end, index.today) for end in taken.column("end_date").to_pylist()],
            "공고 제목": taken.column("title"),
            "기관": names,
            "근무지": index.labels("region", rows),
            "고용형태": index.labels("hire", rows),
            "채용분야": index.labels("ncs", rows),
            "인원(명)": taken.column("headcount"),
            "시작일": taken.column("start_date"),
            "마감일": taken.column("end_date"),
        }
    )


def days_left(end: date, today: date) -> str:
    """D-3, D-day or 마감."""
    days = (end - today).days
    return "마감" if days < 0 else "D-day" if days == 0 else f"D-{days}"


def closing_soon(found: Found, most: int) -> Rows:
    """Open postings whose end is nearest."""
    return ordered_rows(found.with_codes("status", "open"), "closing")[:most]


def _closing_key(index: PostingIndex, rows: Rows) -> NDArray[np.int64]:
    """Open ones by their end, then the closed, latest first."""
    left = index.end[rows].astype(np.int64) - (index.today - EPOCH) // timedelta(days=1)
    return np.where(left >= 0, left, 1_000_000 - left)
