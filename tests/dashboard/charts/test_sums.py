"""Yearly sums as stacked columns."""

import pandas as pd
import pytest

from dashboard.charts.chart import PALE
from dashboard.charts.sums import columns, since
from tests.dashboard.charts.conftest import assert_sound, traces

YEARS = pd.DataFrame(
    {"year": [2024, 2025, 2026], "label": ["2024", "2025", "2026(예산)"], "is_settled": [True, True, False],
     "men": [100.0, 200.0, 150.0], "women": [300.0, 250.0, 100.0]}
)  # fmt: skip
NAMES = {"men": "남성", "women": "여성"}


def test_what_is_not_settled_is_pale_and_the_whole_stands_on_each_stack() -> None:
    chart = columns("sums", "제목", "발견이다.", "단위: 명.", YEARS, NAMES, "명")
    assert_sound(chart)
    assert traces(chart, "bar")[0]["marker"]["opacity"] == [1, 1, PALE]
    (totals,) = traces(chart, "scatter", "text")
    assert totals["y"] == [400, 450, 250]
    assert totals["text"] == ["400", "450", "250"]


def test_the_table_holds_what_is_drawn_in_its_unit() -> None:
    chart = columns("sums", "제목", "발견이다.", "단위: 백 명.", YEARS, NAMES, "백 명", scale=0.01, digits=1)
    assert chart.table()["남성(백 명)"].tolist() == pytest.approx([1, 2, 1.5])


def test_without_years_nothing_is_drawn() -> None:
    assert columns("sums", "제목", "발견이다.", "단위: 명.", YEARS.head(0), NAMES, "명").is_empty


def test_the_last_settled_year_is_compared_with_the_first() -> None:
    assert since(YEARS, "men", "명") == "2024년보다 100.0% 늘었다"
    assert since(YEARS.head(1), "men", "명") == ""
