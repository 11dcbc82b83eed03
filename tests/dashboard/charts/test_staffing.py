"""Charts of hires against staff and against what was posted."""

from functools import partial

import pandas as pd
import pytest

from dashboard.charts import staffing as charts
from dashboard.measures.staffing import staffing
from data_loader.reference import load_reference
from tests.dashboard.charts.conftest import EVIL, assert_english, assert_sound, strings, traces


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    reference = load_reference()
    return staffing(reference["new_hires"].data.to_pandas(), reference["staff"].data.to_pandas())


def test_the_published_rates_are_drawn_and_told(table: pd.DataFrame) -> None:
    rate, vacancy = charts.hiring_rate(table), charts.vacancy(table)
    assert_sound(rate)
    assert_sound(vacancy)
    assert rate.sentence == "2025년 일반정규직 채용률은 8.0%로 전년보다 2.1%p 높아졌다."
    assert vacancy.sentence == "2025년 결원율은 6.1%로 전년보다 0.5%p 낮아졌다."


def test_the_part_year_stands_apart(table: pd.DataFrame) -> None:
    chart = charts.vacancy(table)
    assert all(2026 not in trace["x"] for trace in traces(chart, mode="lines"))
    (hollow,) = [trace for trace in traces(chart, mode="markers") if trace["x"] == [2026]]
    assert hollow["marker"]["symbol"] == "circle-open"
    assert 2026 not in [x for trace in traces(charts.hiring_rate(table), mode="lines") for x in trace["x"]]


@pytest.mark.parametrize("rows", [0, 1])
def test_almost_no_rows_make_sound_charts(table: pd.DataFrame, rows: int) -> None:
    few = table.head(rows)
    if rows:
        assert_sound(charts.hiring_rate(few))
        assert_sound(charts.vacancy(few))
    one = table[table["institution_code"] == "C0001"]
    assert_sound(charts.hiring_rate(one))
    assert_sound(charts.vacancy(one))


def filled(*rows: tuple[str, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["institution", "posted", "hired"]).assign(institution_code="C0001")
    return table.assign(fill=table["hired"] / table["posted"].where(table["posted"] >= 5))


def test_fill_is_told_by_its_median_over_enough_institutions() -> None:
    chart = charts.fill(filled(*[("가", 10.0, 8.0)] * 30, ("나", 100.0, 0.0)), 2024, is_sample=False)
    assert_sound(chart)
    assert chart.sentence == "2024년 신규채용은 공고한 정규직 모집인원의 80.0%였다(31곳의 중앙값)."
    assert len(chart.table()) == 31
    assert len(chart.figure["data"][1]["x"]) == 30


@pytest.mark.parametrize("rows", [[], [("가", 10.0, 8.0)], [("가", 10.0, 80.0)] * 40])
def test_fill_is_silent_where_postings_are_few_or_not_all_there(rows: list[tuple[str, float, float]]) -> None:
    chart = charts.fill(filled(*rows), 2024, is_sample=False)
    assert_sound(chart)
    assert "말하지 않는다" in chart.sentence


def test_against_sample_postings_the_fill_is_called_meaningless() -> None:
    assert charts.fill(filled(*[("가", 10.0, 8.0)] * 30), 2024, is_sample=True).sentence.endswith("뜻이 없는 값이다.")


def test_no_name_reaches_plotly_as_html() -> None:
    chart = charts.fill(filled((EVIL, 10.0, 8.0)), 2024, is_sample=False)
    assert not any("<a href" in text for text in strings(chart.figure))


def test_every_chart_speaks_english(table: pd.DataFrame) -> None:
    for rows in (table, table.head(1), table[table["institution_code"] == "C0001"]):
        for make in (charts.hiring_rate, charts.vacancy):
            assert_english(partial(make, rows))
    for many in (1, 40):
        for is_sample in (True, False):
            some = filled(*[("가", 10.0, 8.0)] * many)
            assert_english(partial(charts.fill, some, 2024, is_sample=is_sample))
