"""Charts of one institution beside its peers, and of a few side by side."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import pytest

from dashboard.charts import institution as charts
from dashboard.charts.chart import Chart
from dashboard.charts.institution import AVERAGE, HIRING, INDEFINITE, STARTING, VACANCY, Measured
from dashboard.languages import speaking
from dashboard.measures.institution import peer_band
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from tests.dashboard.charts.conftest import EVIL, assert_english, assert_sound, found_in, strings, traces
from tests.dashboard.conftest import choose, index_of

NAMES = {"C0001": "가공사", "C0002": "나공단"}


def values(**by_code: list[float | None]) -> pd.DataFrame:
    """Thousand won from 2023 on; a fourth year is a budget."""
    return pd.DataFrame(
        [
            {"institution_code": code, "year": 2023 + place, "basis": "budget" if place == 3 else "settled", "value": v}
            for code, row in by_code.items()
            for place, v in enumerate(row)
        ],
        columns=["institution_code", "year", "basis", "value"],
    )


def peers_at(middle: float) -> pd.DataFrame:
    table = values(**{f"C{place:04}": [middle - 2000 + 1000 * (place - 10)] * 3 for place in range(10, 15)})
    return peer_band(table, "value", set(table["institution_code"]))


def one(table: pd.DataFrame, peers: pd.DataFrame | None = None, measured: Measured = AVERAGE) -> Chart:
    chart = charts.history(measured, table, {"C0001": "가공사"}, peers)
    assert_sound(chart)
    return chart


def test_the_budget_is_a_hollow_mark_apart_from_the_line() -> None:
    chart = one(values(C0001=[60_000, 61_000, 62_000, 50_000]))
    (line,) = traces(chart, mode="lines")
    assert line["x"] == [2023, 2024, 2025]
    (hollow,) = [trace for trace in traces(chart, mode="markers") if trace.get("marker")]
    assert (hollow["x"], hollow["text"], hollow["marker"]["symbol"]) == ([2026], ["예산"], "circle-open")
    assert chart.table()["구분"].tolist() == ["결산", "결산", "결산", "예산"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (62_000, "2025년 정규직 평균보수는 6,200만 원으로 같은 유형의 중앙값(5,000만 원)보다 24.0% 높다."),
        (40_000, "2025년 정규직 평균보수는 4,000만 원으로 같은 유형의 중앙값(5,000만 원)보다 20.0% 낮다."),
        (50_400, "2025년 정규직 평균보수는 5,040만 원으로 같은 유형의 중앙값(5,000만 원)과 비슷하다."),
    ],
)
def test_one_is_set_against_the_median_of_its_type(value: float, said: str) -> None:
    chart = one(values(C0001=[60_000, 61_000, value]), peers_at(50_000))
    assert chart.sentence == said
    assert "회색 띠" in chart.unit
    assert chart.table()["같은 유형 기관 수"].tolist() == [5, 5, 5]


def test_shares_are_compared_in_points() -> None:
    table = values(C0001=[0.05, 0.05, 0.08]).rename(columns={"value": "hiring_rate"})
    peers = pd.DataFrame(
        {"year": [2025], "basis": ["settled"], "n": [9], "p10": [0.01], "median": [0.05], "p90": [0.1]}
    )
    assert one(table, peers, HIRING).sentence == "2025년 채용률은 8.0%로 같은 유형의 중앙값(5.0%)보다 3.0%p 높다."


def test_without_peers_or_values_nothing_is_claimed() -> None:
    assert one(values(C0001=[60_000])).sentence == "2023년 정규직 평균보수는 6,000만 원이다."
    assert one(values()).sentence == "공시한 정규직 평균보수가 없다."
    assert one(values(C0002=[60_000])).sentence == "공시한 정규직 평균보수가 없다."


def test_several_are_told_by_the_highest_and_the_lowest() -> None:
    def told(table: pd.DataFrame) -> str:
        chart = charts.history(AVERAGE, table, NAMES, None)
        assert_sound(chart)
        return chart.sentence

    assert told(values(C0001=[60_000, 61_000, 62_000], C0002=[50_000, 51_000, 52_000])) == (
        "2025년 정규직 평균보수는 가공사가 6,200만 원으로 가장 높고 나공단이 5,200만 원으로 가장 낮다."
    )
    assert told(values(C0001=[60_000], C0002=[60_000])) == "2023년 정규직 평균보수는 모두 6,000만 원으로 같다."
    assert told(values(C0001=[60_000])) == "2023년 정규직 평균보수를 공시한 곳은 가공사(6,000만 원)뿐이다."


EVERY: dict[str, Callable[[Found], Chart]] = {
    "calendar": lambda found: charts.calendar(found, found.index.find(choose(type="A2005"))),
    "calendar alone": lambda found: charts.calendar(found, None),
    "region": lambda found: charts.mix(found, found.index.find(choose(type="A2001")), "region", "근무지"),
    "hire alone": lambda found: charts.mix(found, None, "hire", "고용형태"),
    "side by side": lambda found: charts.side_by_side({"이것": found, "모두": found.index.find(Selection())}),
}


@pytest.mark.parametrize("chart", EVERY)
def test_every_chart_is_sound_whatever_is_found(found: Found, chart: str) -> None:
    assert_sound(EVERY[chart](found))


@pytest.mark.parametrize("chart", EVERY)
def test_every_chart_speaks_english(found: Found, chart: str) -> None:
    assert_english(lambda: EVERY[chart](found), "이것", "모두")


@pytest.mark.parametrize(
    "measured", [AVERAGE, STARTING, INDEFINITE, HIRING, VACANCY], ids=lambda measured: measured.key
)
@pytest.mark.parametrize("names", [{"C0001": "가공사"}, NAMES])
def test_every_history_speaks_english(measured: Measured, names: dict[str, str]) -> None:
    tables = [
        values(C0001=[60_000, 61_000, middle, 50_000], C0002=[60_000, 61_000, other])
        for middle, other in ((62_000, 60_000), (50_000, 50_000), (40_000, None))
    ]
    for table in [*tables, values()]:
        table = table.rename(columns={"value": measured.column})
        band = peers_at(50_000) if len(names) == 1 else None
        assert_english(partial(charts.history, measured, table, names, band), "가공사", "나공단")


@pytest.mark.parametrize("vacancy", [0.1, -0.1, 0.0, None])
def test_staff_are_told_in_english(vacancy: float | None) -> None:
    rows = [] if vacancy is None else [(2025, "settled", 100 - 100 * vacancy, 100.0, vacancy)]
    table = pd.DataFrame(rows, columns=["year", "basis", "staff", "authorised", "vacancy"])
    assert_english(lambda: charts.staff(table))


def test_the_history_reads_well_in_english() -> None:
    with speaking("en"):
        one = charts.history(AVERAGE, values(C0001=[60_000, 61_000, 62_000]), {"C0001": "가공사"}, peers_at(50_000))
        both = charts.history(AVERAGE, values(C0001=[60_000], C0002=[50_000]), NAMES, None)
        axis = charts.calendar(found_in("all equal"), None).figure["layout"]["xaxis"]
    assert one.sentence == (
        "Average pay of regular staff is 62.0 million won in 2025, 24.0% above the median of its type (50.0 million won)."
    )
    assert both.sentence == (
        "Average pay of regular staff in 2023: highest at 가공사, 60.0 million won; lowest at 나공단, 50.0 million won."
    )
    assert (axis["tickvals"][:2], "".join(axis["ticktext"])) == (["Jan", "Feb"], "JFMAMJJASOND")


def test_a_mix_that_differs_from_the_peers_says_how() -> None:
    rows = [
        {"institution_code": code, "hire_types": [hire]}
        for code, hire in (("C0003", "R1010"), ("C0003", "R1040"), ("C0004", "R1040"))
        for _ in range(20)
    ]
    index = index_of(*rows)
    own, peers = index.find(choose(institution="C0003")), index.find(choose(type="A2005"))
    chart = charts.mix(own, peers, "hire", "고용형태")
    assert chart.sentence == "공고의 50.0%가 정규직으로 같은 유형(0.0%)보다 50.0%p 많다.".replace(
        "정규직로", "정규직으로"
    )
    few = charts.mix(index_of(*rows[:3]).find(Selection()), None, "hire", "고용형태")
    assert few.sentence == "공고가 3건뿐이라 구성을 말하지 않는다."


def test_staff_are_told_against_the_authorised() -> None:
    def told(staff: float, authorised: float) -> str:
        row = {
            "year": 2025,
            "basis": "settled",
            "staff": staff,
            "authorised": authorised,
            "vacancy": 1 - staff / authorised,
        }
        chart = charts.staff(pd.DataFrame([row]))
        assert_sound(chart)
        return chart.sentence

    assert told(90, 100) == "2025년 말 현원은 90명으로 정원 100명보다 10.0% 모자란다."
    assert told(110, 100) == "2025년 말 현원은 110명으로 정원 100명보다 10.0% 많다."
    assert told(100, 100) == "2025년 말 현원은 100명으로 정원과 같다."
    empty = pd.DataFrame(columns=["year", "basis", "staff", "authorised", "vacancy"])
    assert charts.staff(empty).sentence == "공시한 인력이 없다."


def test_no_name_reaches_plotly_as_html() -> None:
    chart = charts.history(AVERAGE, values(C0001=[1.0, 2.0], C0002=[3.0, 4.0]), {"C0001": EVIL, "C0002": EVIL}, None)
    both = charts.side_by_side({EVIL: found_in("many"), "나": found_in("many")})
    for made in (chart, both):
        assert not any("<a href" in text for text in strings(made.figure))
