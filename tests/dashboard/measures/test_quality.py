"""How complete postings are, by year and by hire type."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings

from dashboard.measures import quality
from dashboard.selection.index import PostingIndex
from tests.dashboard.conftest import ANY_ROWS, Row, index_of


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_flags_are_counted_by_start_year(rows: list[Row]) -> None:
    index = index_of(*rows)
    table = quality.by_year(index).set_index("year")
    posted = index.table.to_pylist()
    assert table["postings"].to_dict() == Counter(row["start_date"].year for row in posted)
    for year in table.index:
        own = [row for row in posted if row["start_date"].year == year]
        assert table.loc[year, "institutions"] == len({row["institution_code"] for row in own})
        for flag in quality.FLAG_NAMES:
            assert table.loc[year, flag] == sum(flag in row["quality_flags"] for row in own)


def test_the_newest_year_comes_first() -> None:
    table = quality.by_year(index_of({"start_date": date(2023, 1, 1)}, {"start_date": date(2025, 1, 1)}))
    assert table["year"].tolist() == [2025, 2023]


def test_every_flag_is_named_and_counted() -> None:
    start = date(2025, 3, 1)
    table = quality.by_year(
        index_of(
            {"start_date": start, "end_date": date(2050, 12, 31), "headcount": 0},
            {"start_date": start, "end_date": date(2025, 2, 1), "headcount": 99},
            {"start_date": start, "headcount": None, "original_url": "없음"},
            {"start_date": start, "title": "(공고취소) 직원 채용"},
        )
    )
    assert table.loc[0, list(quality.FLAG_NAMES)].tolist() == [1] * len(quality.FLAG_NAMES)


def lasting(*days: int, hire: str = "R1010") -> list[Row]:
    start = date(2024, 3, 1)
    return [
        {"start_date": start, "end_date": start + timedelta(days=n - 1), "hire_types": hire.split(",")} for n in days
    ]


def test_a_window_counts_both_its_ends() -> None:
    (row,) = quality.windows(index_of(*lasting(1, 7, 14, 15))).to_dict("records")
    assert row == {
        "hire_type": "정규직", "n": 4, "median": 10.5, "p10": pytest.approx(2.8), "p90": pytest.approx(14.7),
        "short_share": 0.5, "left_out": 0,
    }  # fmt: skip


def test_windows_over_a_year_are_left_out_and_counted() -> None:
    (row,) = quality.windows(index_of(*lasting(366, 367, 9000))).to_dict("records")
    assert (row["n"], row["median"], row["left_out"]) == (1, 366, 2)


def test_a_posting_counts_in_each_of_its_hire_types() -> None:
    table = quality.windows(index_of(*lasting(5, hire="R1010,R1040"), *lasting(9, hire="R1040")))
    assert table.set_index("hire_type")["n"].to_dict() == {"정규직": 1, "비정규직": 2}


def test_without_postings_the_tables_are_empty() -> None:
    assert quality.by_year(index_of()).empty
    assert quality.windows(index_of()).empty


def test_the_real_list_has_its_outliers(real_index: PostingIndex) -> None:
    table = quality.by_year(real_index)
    assert table["postings"].sum() == 379
    assert table["long_window"].sum() > 0
    windows = quality.windows(real_index).set_index("hire_type")
    assert windows.loc["정규직", "n"] + windows.loc["정규직", "left_out"] == 75
    assert np.isfinite(windows["median"]).all()
