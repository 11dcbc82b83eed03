"""Rows of a worksheet as the XML inside an XLSX file, made column by column.

A spreadsheet library writes cell by cell in Python: minutes for a million postings, in which other readers
wait. Here Arrow writes whole columns outside the interpreter. Texts are inline strings (`t="inlineStr"`),
which no spreadsheet ever reads as formulas. ECMA-376 part 1, 18.3.1.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.languages import N_, _

LONGEST_TEXT = 32_767
CUT = N_("…(잘림)")
# What XML 1.0 forbids, and the second block of control characters, which it only discourages.
_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}\x{FFFE}\x{FFFF}]"
# Shown as text in the cell, these become a formula when somebody edits the cell, unless it is marked as quoted.
_FORMULA_START = r"^\s*[=+\-@＝＋－＠]"
# 1970-01-01 as a spreadsheet counts days.
EPOCH_SERIAL = 25_569
# 1900-03-01: spreadsheets know a 29 February 1900, so that earlier days would be shown as others; they are written as texts.
FIRST_SERIAL = 61


@dataclass(frozen=True, slots=True)
class Looks:
    """The numbers of the workbook's cell formats for dates, amounts and quoted texts; other cells have none."""

    date: int
    count: int
    quoted: int


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula once somebody edits its cell."""
    return re.match(_FORMULA_START, text) is not None


def cell_text(text: str) -> str:
    """A text as a cell can hold it, as the rows have it."""
    cleaned: str = pc.replace_substring_regex(pa.scalar(_cut(text)), _CONTROL, "").as_py()
    return cleaned


def rows_xml(table: pa.Table, first_row: int, looks: Looks, plain: Collection[str] = ()) -> bytes:
    """The rows of a table; `first_row` is the number the spreadsheet gives the first of them, counted from 1.

    Whole numbers get a thousands separator but in the `plain` columns.
    """
    if not table.num_rows:
        return b""
    numbers = pa.array(range(first_row, first_row + table.num_rows)).cast(pa.string())
    cells = [
        _cells(column_name(place), numbers, column.combine_chunks(), looks, is_plain=name in plain)
        for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True))
    ]
    rows = _joined('<row r="', numbers, '">', *cells, "</row>")
    ends = pa.array([0, len(rows)], pa.int32())
    return bytes(pc.binary_join(pa.ListArray.from_arrays(ends, rows), "")[0].as_buffer())


def _cells(name: str, numbers: pa.Array, column: pa.Array, looks: Looks, *, is_plain: bool) -> pa.Array:
    """The cells of a column, an empty text where there is no value."""
    kind = column.type
    place = _joined(f'<c r="{name}', numbers, '"')
    if pa.types.is_dictionary(kind):
        return _cells(name, numbers, column.dictionary_decode(), looks, is_plain=is_plain)
    if pa.types.is_list(kind):
        joined = pc.binary_join(column.cast(pa.list_(pa.string())), "·")
        return _cells(name, numbers, pc.if_else(pc.equal(joined, ""), None, joined), looks, is_plain=is_plain)
    if pa.types.is_date(kind):
        serials = pc.add(column.cast(pa.date32()).cast(pa.int32()), EPOCH_SERIAL)
        days = _joined(place, f' s="{looks.date}"><v>', serials.cast(pa.string()), "</v></c>")
        texts = _joined(place, _text_cells(column.cast(pa.date32()).cast(pa.string()), looks))
        cells = pc.if_else(pc.greater_equal(serials, FIRST_SERIAL), days, texts)
    elif pa.types.is_boolean(kind):
        cells = _joined(place, ' t="b"><v>', pc.if_else(column, "1", "0"), "</v></c>")
    elif pa.types.is_integer(kind):
        look = "" if is_plain else f' s="{looks.count}"'
        cells = _joined(place, f"{look}><v>", column.cast(pa.string()), "</v></c>")
    elif pa.types.is_floating(kind):
        finite = pc.if_else(pc.is_finite(column), column, None)
        cells = _joined(place, "><v>", finite.cast(pa.string()), "</v></c>")
    else:
        # Most texts stand in many rows: each is looked at once.
        texts = column.cast(pa.string()).dictionary_encode()
        cells = _joined(place, _text_cells(texts.dictionary, looks).take(texts.indices))
    return pc.fill_null(cells, "")


def _text_cells(text: pa.Array, looks: Looks) -> pa.Array:
    """What follows a cell's place, for a text."""
    look = pc.if_else(pc.match_substring_regex(text, _FORMULA_START), f' s="{looks.quoted}"', "")
    return _joined(look, ' t="inlineStr"><is><t xml:space="preserve">', _escaped(_short(text)), "</t></is></c>")


def _short(text: pa.Array) -> pa.Array:
    """No text longer than a cell takes; the limit counts UTF-16 units, of which a character may need two."""
    longest = pc.max(pc.utf8_length(text)).as_py() or 0
    if longest <= LONGEST_TEXT // 2:
        return text
    return pa.array([value if value is None else _cut(value) for value in text.to_pylist()], pa.string())


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    cut = _(CUT)
    return units[: 2 * (LONGEST_TEXT - len(cut))].decode("utf-16-le", errors="ignore") + cut


def _escaped(text: pa.Array) -> pa.Array:
    text = pc.replace_substring_regex(text, _CONTROL, "")
    # Spreadsheets read _x0041_ as the character of that number.
    text = pc.replace_substring_regex(text, r"_(x[0-9A-Fa-f]{4}_)", r"_x005F_\1")
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = pc.replace_substring(text, sign, entity)
    return text


def _joined(*pieces: pa.Array | str) -> pa.Array:
    """The pieces one after the other; null where one of them is."""
    return pc.binary_join_element_wise(*pieces, "")


def column_name(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    return (column_name(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
