"""How many institutions stand behind the years of a sum."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import hires, members, staffing
from dashboard.charts.chart import Chart
from dashboard.measures import staffing as measures
from data_loader.reference import load_reference
from tests.dashboard.charts.conftest import assert_english, assert_sound


def of_reference(name: str) -> pd.DataFrame:
    table: pd.DataFrame = load_reference()[name].data.to_pandas()
    return table


def counted(*years: tuple[int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(years, columns=["year", "institutions", "joined", "left"])


def years_of(trace: dict[str, Any]) -> list[str]:
    return [str(x)[:4] for x in trace["x"]]


FEW = counted((2024, 346, 0, 0), (2025, 348, 3, 1), (2026, 348, 0, 0))
MANY = counted((2024, 346, 0, 0), (2025, 355, 20, 11), (2026, 355, 0, 0))
MAKE: dict[str, Callable[[], Chart]] = {
    "bars": lambda: hires.new_hires(of_reference("new_hires")),
    "lines": lambda: hires.hire_shares(of_reference("new_hires")),
    "rates": lambda: staffing.vacancy(measures.staffing(of_reference("new_hires"), of_reference("staff"))),
}


@pytest.fixture(params=MAKE)
def chart(request: pytest.FixtureRequest) -> Chart:
    return MAKE[request.param]()


def test_hover_table_and_caption_say_how_many_there_are(chart: Chart) -> None:
    told = members.with_members(chart, FEW)
    assert_sound(told)
    trace = next(trace for trace in told.figure["data"] if "2025" in years_of(trace))
    assert trace["customdata"][years_of(trace).index("2025")] == "<br>기관 348곳"
    assert "%{customdata}<extra>" in trace["hovertemplate"]
    row = told.table()[told.table()["연도"].astype(str).str.startswith("2025")].iloc[0]
    assert (row["기관(곳)"], row["새로 든 기관(곳)"], row["나간 기관(곳)"]) == (348, 3, 1)
    assert told.unit.endswith("지금 공시하는 기관의 합: 2024년 346곳, 2026년 348곳(그사이 든 3곳, 나간 1곳).")
    assert "shapes" not in told.figure["layout"]


def test_a_year_many_joined_or_left_has_a_line_before_it(chart: Chart) -> None:
    told = members.with_members(chart, MANY)
    assert_sound(told)
    (line,) = told.figure["layout"]["shapes"]
    years = years_of(told.figure["data"][0])
    is_named = told.figure["layout"]["xaxis"].get("type") == "category"
    assert line["x0"] == line["x1"] == (years.index("2025") - 0.5 if is_named else 2024.5)
    (word,) = told.figure["layout"]["annotations"]
    assert word["text"] == "기관이 바뀜"


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
def test_it_is_told_in_english(make: Callable[[], Chart]) -> None:
    assert_english(lambda: members.with_members(make(), MANY))


def test_years_without_institutions_break_nothing() -> None:
    assert members.breaks(counted((2024, 0, 0, 0), (2025, 3, 3, 0))) == []
    assert_sound(members.with_members(MAKE["bars"](), counted()))
    assert members.with_members(MAKE["bars"](), counted((2025, 1, 0, 0))).unit.endswith("기관 1곳(2025년).")
