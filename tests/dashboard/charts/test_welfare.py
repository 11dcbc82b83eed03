"""Charts of welfare cost: sound in every situation, true in what they say."""

from functools import lru_cache

import pandas as pd
import pytest

from dashboard.charts import welfare as charts
from dashboard.charts.chart import Chart
from dashboard.measures.welfare import welfare_a_head
from tests.dashboard.charts.conftest import assert_english, assert_sound
from tests.dashboard.charts.disclosed import SITUATIONS, tables_in


@lru_cache
def table(situation: str) -> dict[str, pd.DataFrame]:
    return tables_in(situation)


def both(situation: str) -> list[Chart]:
    tables = table(situation)
    return [charts.a_head(welfare_a_head(tables["welfare"], tables["pay"])), charts.totals(tables["welfare"])]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_both_charts_are_sound_in_every_situation(situation: str) -> None:
    for place, chart in enumerate(both(situation)):
        assert_sound(chart)
        assert_english(lambda place=place: both(situation)[place])  # type: ignore[misc]


@pytest.mark.parametrize("situation", ["nothing", "budget only", "nothing disclosed"])
def test_where_nothing_is_disclosed_the_sentence_says_so(situation: str) -> None:
    assert {chart.sentence for chart in both(situation)} == {"공시한 기관이 없다."}


def test_the_findings_of_the_published_figures() -> None:
    a_head, totals = both("all")
    assert a_head.sentence == "2025년 1인당 복리후생비는 무기계약직 131만 원으로 일반정규직(163만 원)의 80.4%다."
    assert totals.sentence == "2025년 복리후생비는 모두 6,559억 원으로 2021년보다 3.9% 많다."


def test_equal_contracts_are_told_as_alike() -> None:
    tables = table("all equal")
    whole = tables["pay"][tables["pay"]["employment"] != "indefinite_part_time"]
    assert "비슷하다" in charts.a_head(welfare_a_head(tables["welfare"], whole)).sentence
    assert "비슷하다" in charts.totals(tables["welfare"]).sentence


def test_an_institution_of_one_contract_is_told_alone() -> None:
    tables = table("all")
    regular = tables["welfare"][tables["welfare"]["employment"] == "regular"]
    sentence = charts.a_head(welfare_a_head(regular, tables["pay"])).sentence
    assert sentence == "2025년 일반정규직 1인당 복리후생비는 163만 원이다."
