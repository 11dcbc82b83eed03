"""Selections as data by URL: the same rows in every form, a page at a time."""

import csv
import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.selection.index import Found
from dashboard.takeaways import rows
from dashboard.takeaways.records import csv_parts, json_parts, parquet
from data_loader.export import BYTE_ORDER_MARK
from tests.dashboard.charts.conftest import found_in
from tests.dashboard.takeaways.conftest import EVIL, FORMULAS, SAMPLE, found_of, titled, view_of

PAGES = [(0, None), (0, 10), (5, 10), (895, 10), (900, 10), (5000, 10), (0, 0)]


def as_csv(found: Found, *page: Any) -> list[dict[str, str]]:
    text = b"".join(csv_parts(found, view_of(), *page))
    assert text.startswith(BYTE_ORDER_MARK)
    assert text.count(BYTE_ORDER_MARK) == 1
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def as_json(found: Found, *page: Any) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(b"".join(json_parts(found, view_of(), *page)))
    return whole


def as_parquet(found: Found, *page: Any) -> pa.Table:
    return pq.read_table(io.BytesIO(parquet(found, view_of(), *page)))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("frame", ["many", "one region", "nothing found", "nothing"])
def test_every_form_has_the_same_postings_and_as_many_as_asked(
    frame: str, page: tuple[int, int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "ROWS_AT_ONCE", 100)
    found = found_in(frame)
    offset, limit = page
    wanted = found.index.posting_ids[
        found.rows[offset:] if limit is None else found.rows[offset : offset + limit]
    ].tolist()
    assert [int(row["posting_id"]) for row in as_csv(found, *page)] == wanted
    assert [row["posting_id"] for row in as_json(found, *page)["records"]] == wanted
    assert as_parquet(found, *page).column("posting_id").to_pylist() == wanted


def test_pages_join_to_the_whole() -> None:
    found, ids, offset = found_in("many"), [], 0
    while offset is not None:
        page = as_json(found, offset, 400)
        ids += [row["posting_id"] for row in page["records"]]
        offset = page["next_offset"]
    assert ids == found.index.posting_ids[found.rows].tolist()
    assert page["total"] == len(ids) == 900


def test_json_keeps_lists_dates_and_gaps_and_says_where_it_comes_from() -> None:
    page = as_json(found_of({"hire_types": ["R1010", "R1040"], "headcount": None}))
    (record,) = page["records"]
    assert record["hire_types"] == ["R1010", "R1040"]
    assert record["hire_types_name"] == "정규직·비정규직"
    assert (record["start_date"], record["headcount"], record["is_replacement"]) == ("2025-10-27", None, False)
    assert (page["source"], page["as_of"], page["is_sample"]) == (
        "재정경제부 공공데이터포털",
        "2025-11-03T09:30:00+09:00",
        False,
    )
    assert (page["filters"], page["url"]) == (view_of().filters, view_of().url)


def test_the_columns_are_those_of_the_schema_with_names_beside_the_codes() -> None:
    names = as_parquet(titled("가")).column_names
    assert [name for name in names if not name.endswith("_name")] == [column.name for column in rows.COLUMNS]
    assert names[names.index("hire_types") + 1] == "hire_types_name"
    assert "search_title" not in names


def test_every_csv_row_says_source_and_kind() -> None:
    text = b"".join(csv_parts(titled("가"), view_of(SAMPLE))).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["출처"], row["기준"], row["자료 구분"]) == (SAMPLE.source, SAMPLE.as_of, "예시 자료")


@pytest.mark.parametrize("title", FORMULAS)
def test_no_csv_cell_runs_as_a_formula(title: str) -> None:
    (row,) = as_csv(titled(title))
    assert row["title"][0] not in "=+-@＝\t\r"


@pytest.mark.parametrize("title", EVIL)
def test_json_holds_any_title_as_it_is(title: str) -> None:
    found = titled(title)
    assert as_json(found)["records"][0]["title"] == found.index.table.column("title")[0].as_py()


def test_parquet_says_its_origin_and_filters() -> None:
    metadata = as_parquet(titled("가")).schema.metadata
    assert metadata[b"source"].decode() == "재정경제부 공공데이터포털"
    assert metadata[b"is_sample"] == b"false"
    assert metadata[b"filters"].decode() == view_of().filters
