"""Charts of income and spending: sound in every situation, true in what they say."""

from functools import lru_cache

import pandas as pd
import pytest

from dashboard.charts import finances as charts
from tests.dashboard.charts.conftest import assert_english, assert_sound, traces
from tests.dashboard.charts.disclosed import SITUATIONS, tables_in

MAKERS = (charts.income, charts.spending, charts.dependence)
each_chart = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


@lru_cache
def table(situation: str) -> pd.DataFrame:
    return tables_in(situation)["finances"]


@each_chart
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_chart_is_sound_in_every_situation(make: "type", situation: str) -> None:
    assert_sound(make(table(situation)))
    assert_english(lambda: make(table(situation)))


@each_chart
@pytest.mark.parametrize("situation", ["nothing", "budget only", "nothing disclosed", "all zero"])
def test_where_nothing_is_settled_the_sentence_says_so(make: "type", situation: str) -> None:
    assert make(table(situation)).sentence == "공시한 기관이 없다."


def test_the_findings_of_the_published_figures() -> None:
    whole = table("all")
    assert charts.income(whole).sentence == "2025년 수입은 874.1조 원으로 2021년(670.3조 원)보다 30.4% 많다."
    assert charts.spending(whole).sentence == "2025년 인건비는 33.2조 원으로 2021년(28.8조 원)보다 15.2% 많다."
    assert charts.dependence(whole).sentence == (
        "2025년 정부가 준 돈은 수입의 14.7%이고, 기관의 중앙값은 62.5%이다. 중앙값은 2021년보다 2.1%p 높다."
    )


def test_the_budget_is_pale_and_on_no_line() -> None:
    for trace in traces(charts.income(table("all")), "bar"):
        assert trace["marker"]["opacity"] == [1, 1, 1, 1, 1, 0.35]
        assert trace["x"][-1] == "2026(예산)"
    assert all(2026 not in trace["x"] for trace in traces(charts.dependence(table("all")), mode="lines"))


def test_the_unit_fits_the_size_of_what_is_chosen() -> None:
    assert charts.income(table("all")).unit.startswith("단위: 조 원")
    assert charts.income(table("one small")).unit.startswith("단위: 억 원")


def test_parts_of_spending_make_the_whole() -> None:
    whole = table("all")
    drawn = [
        sum(values) for values in zip(*(trace["y"] for trace in traces(charts.spending(whole), "bar")), strict=True)
    ]
    spent = whole.groupby("year")["spending"].sum() / 1e6
    assert drawn == pytest.approx(spent.tolist(), rel=1e-3)
