"""What a reader takes away: names of files, tables with their origin, a citation."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dashboard.languages import speaking
from dashboard.ui import takeaway
from data_loader.snapshot import Origin

SAMPLE = Origin("예시 자료", "2026-11-20T12:00:00+09:00", is_sample=True)
REAL = Origin("알리오, [표](http://evil.example).xlsx", "2026-08-20")


@pytest.mark.parametrize(
    ("title", "origin", "name"),
    [
        ("시도별 모집인원", SAMPLE, "예시_시도별_모집인원_2026-11-20.csv"),
        ("../../etc/passwd", REAL, "______etc_passwd_2026-08-20.csv"),
        ("채용분야(NCS)별 <공고>", REAL, "채용분야_NCS_별__공고__2026-08-20.csv"),
        ("가" * 300, REAL, f"{'가' * 60}_2026-08-20.csv"),
    ],
)
def test_a_file_name_is_safe_and_says_sample_and_day(title: str, origin: Origin, name: str) -> None:
    assert takeaway.file_name(title, origin, "csv") == name


def test_every_row_of_a_file_says_where_it_comes_from() -> None:
    table = takeaway.with_origin(pa.table({"월": ["2026-01", "2026-02"]}), SAMPLE)
    assert table.to_pydict() == {
        "월": ["2026-01", "2026-02"],
        "출처": ["예시 자료"] * 2,
        "기준": ["2026-11-20T12:00:00+09:00"] * 2,
        "자료 구분": ["예시 자료"] * 2,
    }


def test_a_table_is_written_as_it_is_shown_and_runs_no_formula() -> None:
    table = pd.DataFrame({"기관": ["=HYPERLINK(1)", "나"], "값": [1.5, np.nan]})
    rows = list(csv.DictReader(io.StringIO(takeaway.table_csv(table, REAL).decode("utf-8-sig"))))
    assert [row["기관"] for row in rows] == ["'=HYPERLINK(1)", "나"]
    assert [row["값"] for row in rows] == ["1.5", ""]
    assert {row["자료 구분"] for row in rows} == {"실제 자료"}


def test_files_say_in_english_where_they_come_from_and_that_they_are_a_sample() -> None:
    with speaking("en"):
        table = takeaway.with_origin(pa.table({"month": ["2026-01"]}), SAMPLE)
        assert takeaway.file_name("Openings by province", SAMPLE, "csv") == "sample_Openings_by_province_2026-11-20.csv"
    assert table.column_names == ["month", "Source", "As of", "Kind of data"]
    assert table["Kind of data"].to_pylist() == ["Sample data"]


def test_a_file_made_on_the_click_has_the_language_of_its_page() -> None:
    """The server makes it in another thread, which has no page around it."""
    with speaking("en"):
        make = takeaway.spoken_now(lambda: takeaway.kind_of(REAL).encode())
    with ThreadPoolExecutor(1) as server:
        assert server.submit(make).result() == b"Real data"
