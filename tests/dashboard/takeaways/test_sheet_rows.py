"""The XML of a worksheet's rows."""

from datetime import date
from xml.etree import ElementTree

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.takeaways.sheet_rows import CUT, LONGEST_TEXT, Looks, column_name, rows_xml

LOOKS = Looks(date=1, count=2, quoted=3)


def cells(table: pa.Table, first_row: int = 2) -> list[list[ElementTree.Element]]:
    xml = rows_xml(table, first_row, LOOKS)
    return [list(row) for row in ElementTree.fromstring(b"<sheetData>" + xml + b"</sheetData>")]


def text(value: str) -> str:
    (row,) = cells(pa.table({"a": pa.array([value], pa.string())}))
    return row[0][0][0].text or ""


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_do(place: int, name: str) -> None:
    assert column_name(place) == name


def test_cells_know_their_place() -> None:
    rows = cells(pa.table({"a": [1, 2], "b": ["가", "나"]}), first_row=10)
    assert [[cell.get("r") for cell in row] for row in rows] == [["A10", "B10"], ["A11", "B11"]]


def test_a_date_is_a_number_of_days_with_the_look_of_a_date() -> None:
    ((cell,),) = cells(pa.table({"a": [date(2025, 11, 3)]}))
    assert (cell[0].text, cell.get("s")) == ("45964", "1")


def test_a_null_has_no_cell() -> None:
    assert cells(pa.table({"a": pa.array([None], pa.string()), "b": pa.array([None], pa.int32())})) == [[]]


def test_lists_dictionaries_and_truth_values_are_written() -> None:
    table = pa.table(
        {
            "l": [["가", "나"]],
            "d": pa.array(["다"]).dictionary_encode(),
            "t": [True],
            "e": pa.array([[]], pa.list_(pa.string())),
        }
    )
    (row,) = cells(table)
    assert [cell[0].text if cell.get("t") == "b" else cell[0][0].text for cell in row] == ["가·나", "다", "1"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    cut = text("가" * 40_000)
    assert len(cut) == LONGEST_TEXT
    assert cut.endswith(CUT)
    assert text("가" * LONGEST_TEXT) == "가" * LONGEST_TEXT


def test_a_character_of_two_units_counts_twice() -> None:
    assert len(text("😀" * 20_000).encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert text("😀" * 16_383) == "😀" * 16_383


@given(st.lists(st.text(max_size=60) | st.none(), min_size=1, max_size=8))
def test_any_text_makes_well_formed_rows_of_plain_strings(values: list[str | None]) -> None:
    for row in cells(
        pa.table({"a": pa.array([value and value.encode(errors="ignore").decode() for value in values], pa.string())})
    ):
        assert {cell.get("t") for cell in row} <= {"inlineStr"}
