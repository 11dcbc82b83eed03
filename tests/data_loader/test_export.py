import csv
import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.export import BYTE_ORDER_MARK, csv_chunks, to_csv, write_parquet
from data_loader.snapshot import Origin


def cells(table: pa.Table) -> list[list[str]]:
    text = to_csv(table).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def cell(value: str) -> str:
    """How a text is written, read back as a spreadsheet would."""
    return cells(pa.table({"number": [1], "text": pa.array([value], pa.string())}))[1][1]


def test_csv_begins_with_a_byte_order_mark_for_excel() -> None:
    assert to_csv(pa.table({"a": [1]})).startswith(BYTE_ORDER_MARK)


def test_the_header_has_our_column_names() -> None:
    assert cells(pa.table({"posting_id": [1], "title": ["가"]})) == [["posting_id", "title"], ["1", "가"]]


def test_an_empty_table_has_its_header() -> None:
    assert cells(pa.table({"a": pa.array([], pa.string()), "b": pa.array([], pa.list_(pa.string()))})) == [["a", "b"]]


def test_lists_are_joined_by_commas() -> None:
    table = pa.table({"codes": [["R3010", "R3027"], [], None, ["R3011"]], "n": [1, 2, 3, 4]})
    assert [row[0] for row in cells(table)[1:]] == ["R3010,R3027", "", "", "R3011"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_cannot_run_as_a_formula(start: str) -> None:
    assert cell(f"{start}1+1") == f"'{start}1+1"


def test_a_formula_behind_a_control_character_cannot_run_either() -> None:
    assert cell("\x00=1") == "'=1"


def test_an_element_of_a_list_cannot_run_as_a_formula() -> None:
    assert cells(pa.table({"codes": [["=1", "b"]]}))[1] == ["'=1,b"]


def test_numbers_and_dates_are_left_alone() -> None:
    table = pa.table({"n": [-5], "x": [-1.5], "day": [date(2025, 11, 3)], "flag": [True]})
    assert cells(table)[1] == ["-5", "-1.5", "2025-11-03", "true"]


def test_control_characters_are_taken_out_and_line_ends_stay() -> None:
    assert cell("가\x0b나\x00\x7f\x85\t다\r\n라") == "가나\t다\r\n라"


def test_quotes_and_commas_survive() -> None:
    assert cell('그가 "예, 네"라고') == '그가 "예, 네"라고'


def test_dictionary_columns_are_written_as_their_values() -> None:
    assert cells(pa.table({"a": pa.array(["=x", "y"]).dictionary_encode()}))[1:] == [["'=x"], ["y"]]


def test_chunks_together_are_the_whole_file() -> None:
    table = pa.table({"n": list(range(120_000))})
    chunks = list(csv_chunks(table))
    assert len(chunks) > 2
    assert b"".join(chunks).count(b"\n") == 120_001


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_a_harmless_cell(value: str) -> None:
    written = cell(value)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert written.removeprefix("'") in value.replace("\x00", "") or any(not letter.isprintable() for letter in value)


def test_parquet_says_where_it_comes_from() -> None:
    file = io.BytesIO()
    write_parquet(pa.table({"a": [1]}), Origin("출처", "2025-11-03", is_sample=True), file)
    metadata = pq.read_schema(io.BytesIO(file.getvalue())).metadata
    assert metadata == {b"source": "출처".encode(), b"as_of": b"2025-11-03", b"is_sample": b"true", b"coverage": b""}
