"""Workbooks laid out as ALIO's, one sheet for each form: the unit in the first row, the header in the second."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl

from data_loader.schema import FORMS, Form

YEARS = (2024, 2025)
Rows = list[list[object]]


def form_of(table: str, word: str = "") -> Form:
    """The first form of a table whose first item or word in the title holds the word."""
    return next(form for form in FORMS if form.table.name == table and word in f"{next(iter(form.items))} {form.word}")


def header_of(form: Form, years: Sequence[int] = YEARS) -> list[object]:
    if form.by_line:
        return ["기관명", "기관유형", "주무부처", "연도", *form.items, "상위기관"]
    columns = [f"{year}년{sex}" for year in years for sex in ((" 남", " 여") if form.has_sexes else ("",))]
    head = ["기관명", "기관유형", "주무부처", *([form.kind] if form.kind else []), form.item]
    return [*head, *columns, "상위기관"]


def block_of(form: Form, name: str, value: object = 5.0, kind: str = "", years: Sequence[int] = YEARS) -> Rows:
    """The rows of an institution with the same value everywhere."""
    kind = kind or next(iter(form.kinds), "어느 기금")
    head = [name, "기타공공기관", "교육부"]
    if form.by_line:
        return [[*head, f"{year}년", *(value for _ in form.items), None] for year in years]
    cells = [value] * (len(years) * (2 if form.has_sexes else 1))
    return [[*head, *([kind] if form.kind else []), item, *cells, None] for item in form.items]


def sheet_of(form: Form, *names: str, value: object = 5.0, unit: str | None = None) -> Rows:
    """A whole sheet, with the form's own unit unless another is given; "" leaves the line out."""
    unit = "(단위: {})".format(", ".join(sorted(form.units))) if unit is None else unit
    rows = [header_of(form), *(row for name in names for row in block_of(form, name, value))]
    return [[None, None, None, unit], *rows] if unit else rows


def write_book(path: Path, sheets: Mapping[str, Rows], created: str = "2026-10-05T09:00") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = datetime.fromisoformat(created)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
