"""Charts of who made a change: sound in every situation, and what is drawn sums to the whole."""

from collections.abc import Mapping
from functools import lru_cache

import pytest

from dashboard.charts import contributions as charts
from dashboard.charts.chart import Chart
from dashboard.measures import contributions as measures
from dashboard.measures import indicators
from dashboard.measures.contributions import GROUPS, Counted
from dashboard.measures.indicators import INDICATORS
from dashboard.selection.disclosed import disclosing_options
from tests.dashboard.charts.conftest import assert_english, assert_sound, traces
from tests.dashboard.charts.disclosed import SITUATIONS, tables_in


@lru_cache
def figures(key: str, situation: str = "all") -> Counted:
    tables = tables_in(situation)
    rows = indicators.indicator_rows(INDICATORS[key], lambda make: make(tables))
    return measures.counted(rows.assign(weight=1.0), tables["institutions"], is_mean=key == "average_pay")


def names_of(key: str) -> Mapping[str, str]:
    return {option.code: option.label for option in disclosing_options(tables_in("all")["institutions"])[key]}


def contributions(figure: str, key: str, situation: str = "all", years: tuple[int, int] = (2024, 2025)) -> Chart:
    of = figures(figure, situation)
    return charts.contributions(charts.change(of, INDICATORS[figure], key, years, names_of(key)))


def institutions() -> list[str]:
    return tables_in("all")["institutions"]["institution"].tolist()


@pytest.mark.parametrize("figure", ["hires", "average_pay"])
@pytest.mark.parametrize(
    ("situation", "key"), [*((situation, "institution") for situation in SITUATIONS), *(("all", key) for key in GROUPS)]
)
def test_contributions_are_sound_in_every_situation(situation: str, figure: str, key: str) -> None:
    assert_sound(contributions(figure, key, situation))
    assert_english(lambda: contributions(figure, key, situation), *institutions())


@pytest.mark.parametrize("key", GROUPS)
def test_what_is_drawn_sums_to_the_whole(key: str) -> None:
    (bars,) = traces(contributions("hires", key))
    assert sum(bars["x"]) == pytest.approx(7132.75, abs=0.01)


def test_the_finding_names_the_change_and_who_made_it() -> None:
    assert contributions("hires", "institution").sentence == (
        "2025년 정규직 신규채용은 27,276명으로 2024년보다 7,133명 늘었다. 가장 크게 늘린 쪽은 한국철도공사(+1,605명)이다. "
        "크게 늘린 10곳을 더하면 5,047명이다. 가장 크게 줄인 쪽은 한전MCS(주)(−392명)이다."
    )


def test_nobody_is_largest_where_there_is_one() -> None:
    assert "가장" not in contributions("hires", "institution", "one large").sentence


@pytest.mark.parametrize("figure", ["hires", "average_pay"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_whole_without_a_group_is_sound_in_every_situation(situation: str, figure: str) -> None:
    of, indicator = figures(figure, situation), INDICATORS[figure]
    years = measures.without(of, frozenset({"C0247"}))

    def chart() -> Chart:
        return charts.without(indicator, "A-B", 1, years, is_mean=of.is_mean)

    assert_sound(chart())
    assert_english(chart)


def test_the_whole_without_the_hospitals_is_told_in_figures() -> None:
    hospitals = measures.groups_to_leave_out(tables_in("all")["institutions"])["hospitals"]
    years = measures.without(figures("hires"), hospitals)
    chart = charts.without(INDICATORS["hires"], "국립대병원", 14, years, is_mean=False)
    assert chart.sentence == (
        "국립대병원 14곳을 빼면 2023년 15,305명, 2024년 17,278명, 2025년 21,632명이다. "
        "모든 기관은 2023년 20,216명, 2024년 20,143명, 2025년 27,276명이다."
    )
    assert traces(chart, mode="text")[-1]["text"] == ["\u2002국립대병원 제외"]
