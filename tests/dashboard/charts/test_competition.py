"""Charts of how hard it is to get in."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import competition as charts
from dashboard.charts.chart import Chart
from dashboard.selection.positions import PositionIndex, StageIndex
from dashboard.selection.selection import Selection
from tests.dashboard.charts.conftest import EVIL, FRAMES, assert_english, assert_sound, strings, traces
from tests.dashboard.conftest import TODAY, Row
from tests.dashboard.results import Result, joined

PAY = pd.DataFrame(
    [(f"C{number:04}", 2024, "settled", 30_000 + 1000 * number) for number in range(1, 5)],
    columns=["institution_code", "year", "basis", "starting_pay"],
)
CLOSED: Row = {"end_date": TODAY.replace(month=10, day=30)}
Make = Callable[[PositionIndex, StageIndex, Selection], Chart]


def by(key: str) -> Make:
    return lambda positions, _, selection: charts.by_group(
        positions.of(positions.index.find(selection)), key, "fractional"
    )


CHARTS: dict[str, Make] = {
    "coverage": lambda positions, _, selection: charts.coverage(positions.index.find(selection), positions),
    "distribution": lambda positions, _, selection: charts.distribution(positions.of(positions.index.find(selection))),
    "funnel": lambda positions, stages, selection: charts.funnel(
        positions.of(positions.index.find(selection)), stages
    ),
    "pay": lambda positions, _, selection: charts.against_pay(positions.of(positions.index.find(selection)), PAY),
    **{f"by {key}": by(key) for key in charts.SPLITS},
}  # fmt: skip
RESULTS: dict[str, Callable[[int], list[Result]]] = {
    "nothing disclosed": lambda _: [((None, None), None)],
    "one ratio": lambda number: [((7, 3), 2)] if number == 0 else [],
    "nobody selected": lambda _: [((20, 5), 0)],
    "nobody applied": lambda _: [((0, 0), 3)],
    "all equal": lambda _: [((20, 10, 5), 2)],
    "fewer applicants than selected": lambda number: [((1 + number % 3,), 9)],
    "of every kind": lambda number: [((number * 7 % 900, number % 50), number % 4), ((None,), 3), ((40,), 1)],
}


@pytest.mark.parametrize(
    ("frame", "results"),
    [
        *(("many", results) for results in RESULTS),
        *(
            (frame, "of every kind")
            for frame in ("nothing", "nothing found", "one posting", "only open", "strange names")
        ),
    ],
)
def test_every_chart_is_sound_whatever_is_disclosed(frame: str, results: str) -> None:
    rows, selection = FRAMES[frame]
    positions, stages = joined(rows, [RESULTS[results](number) for number in range(len(rows))])
    for make in CHARTS.values():
        chart = make(positions, stages, selection)
        assert_sound(chart)
        assert "nan" not in " ".join(strings(chart.figure))


@pytest.mark.parametrize(
    ("frame", "results"),
    [*(("many", results) for results in RESULTS), ("nothing", "all equal"), ("only open", "all equal")],
)
@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_speaks_english(chart: str, frame: str, results: str) -> None:
    rows, selection = FRAMES[frame]
    positions, stages = joined(rows, [RESULTS[results](number) for number in range(len(rows))])
    assert_english(lambda: CHARTS[chart](positions, stages, selection))


def drawn(name: str, rows: Sequence[Row], results: Sequence[Sequence[Result]]) -> Chart:
    positions, stages = joined(rows, results)
    return CHARTS[name](positions, stages, Selection())


# Coverage comes before any ratio


def test_the_coverage_says_the_share_and_names_a_year_that_discloses_little() -> None:
    old = CLOSED | {"start_date": TODAY.replace(year=2023)}
    rows: list[Row] = [old] * 40 + [CLOSED] * 40
    chart = drawn("coverage", rows, [[((5,), 1)]] * 40 + [[((None,), None)]] * 40)
    assert chart.sentence == (
        "마감한 공고 80건 가운데 40건(50.0%)이 전형 결과를 공개했다. 2025년 공고는 0.0%만 알 수 있다."
    )
    assert traces(chart)[0]["y"] == [100.0, 0.0]


def test_closed_postings_without_details_are_told_apart() -> None:
    chart = drawn("coverage", [CLOSED] * 40, [[((5,), 1)]] * 30)
    assert "마감한 공고 30건(마감한 40건 가운데 상세를 받은 것) 가운데 30건(100.0%)" in chart.sentence
    assert drawn("coverage", [CLOSED], []).sentence == "마감한 공고 1건의 상세를 아직 받지 못했다."


def test_a_share_of_fewer_than_five_postings_is_not_drawn() -> None:
    assert traces(drawn("coverage", [CLOSED] * 4, [[((5,), 1)]] * 4))[0]["y"] == [None]


# Distribution


def test_the_distribution_says_median_and_middle_half() -> None:
    chart = drawn("distribution", [CLOSED] * 40, [[((number,), 1)] for number in range(1, 41)])
    assert chart.sentence == ("모집 분야 40개의 중앙값은 20.0 대 1이고, 가운데 절반은 10.0 대 1에서 30.0 대 1 사이다.")
    assert sum(traces(chart)[0]["y"]) == 40
    assert [shape["x0"] for shape in chart.figure["layout"]["shapes"]] == pytest.approx(
        [1, math.log10(20), math.log10(30)]
    )


def test_few_positions_have_no_median_in_words() -> None:
    chart = drawn("distribution", [CLOSED] * 3, [[((number,), 1)] for number in (3, 5, 9)])
    assert chart.sentence == "경쟁률을 알 수 있는 모집 분야가 3개뿐이라 중앙값을 말하지 않는다."
    assert "shapes" not in chart.figure["layout"]


def test_what_is_left_out_is_counted() -> None:
    chart = drawn("distribution", [CLOSED] * 4, [[((3,), 1)], [((3,), 0)], [((0,), 2)], [((None,), None)]])
    assert "뽑힌 사람이 없는 1개, 지원자가 0으로 적힌 1개, 결과를 공개하지 않은 1개는 뺌." in chart.unit


def test_whole_powers_of_ten_begin_a_bar() -> None:
    chart = drawn("distribution", [CLOSED] * 3, [[((number,), 1)] for number in (1, 10, 1000)])
    table = chart.table()
    filled = table[table["모집 분야 수"] > 0]
    assert filled["경쟁률(대 1) 이상"].tolist() == [1, 10, 1000]


# Groups


def two_types(first: int, second: int) -> tuple[list[Row], list[list[Result]]]:
    hires = [["R1010"], ["R1040"]]
    rows = [CLOSED | {"hire_types": hires[number % 2]} for number in range(120)]
    return rows, [[(((second if number % 2 else first) + number % 5,), 1)] for number in range(120)]


def test_groups_are_compared_where_they_differ_by_more_than_chance() -> None:
    sentence = drawn("by hire", *two_types(50, 10)).sentence
    assert "정규직이 52.0 대 1로 가장 높고 비정규직이 12.0 대 1로 가장 낮다" in sentence
    assert "우연의 범위 안에서 같다" in drawn("by hire", *two_types(10, 10)).sentence


def test_tiny_groups_are_suppressed_and_counted() -> None:
    rows = [CLOSED | {"work_regions": ["R3014" if number < 4 else "R3010"]} for number in range(40)]
    chart = drawn("by region", rows, [[((9 + number,), 1)] for number in range(40)])
    assert traces(chart, "scatter", "markers")[0]["y"] == ["서울"]
    assert "모집 분야가 5개가 안 되는 1개 묶음은 뺌." in chart.unit
    assert chart.table()["근무지"].tolist() == ["서울"]


def test_groups_go_down_from_the_hardest_and_years_in_their_order() -> None:
    chart = drawn("by hire", *two_types(10, 50))
    assert traces(chart, "scatter", "markers")[0]["y"] == ["비정규직", "정규직"]
    rows = [CLOSED | {"start_date": TODAY.replace(year=2024 + number % 2, month=3)} for number in range(80)]
    chart = drawn("by year", rows, [[((99 if number % 2 else 9,), 1)] for number in range(80)])
    assert traces(chart, "scatter", "markers")[0]["y"] == ["2024", "2025"]
    assert chart.sentence.startswith("2025년 공고의 중앙값은 99.0 대 1로 2024년(9.0 대 1)보다 높다.")


def test_the_counting_mode_is_named() -> None:
    assert "균등 배분(값이 k개인 공고는" in drawn("by ncs", *two_types(1, 2)).unit


def test_names_from_the_data_are_shown_as_written() -> None:
    rows = [CLOSED | {"hire_types": ["R1099"], "hire_types_names": [EVIL]}] * 6
    chart = drawn("by hire", rows, [[((4,), 1)]] * 6)
    assert "<b onclick" not in " ".join(strings(chart.figure))


# Stages and pay


def test_the_funnel_ends_with_the_finally_selected() -> None:
    chart = drawn("funnel", [CLOSED] * 40, [[((100, 20), 5)]] * 40)
    assert traces(chart)[0]["y"] == ["2단계 전형 · 1차 지원", "2단계 전형 · 2차 응시", "2단계 전형 · 최종 선발"]
    assert traces(chart)[0]["x"] == [100.0, 20.0, 5.0]
    assert chart.sentence == "가장 많은 2단계 전형(40개)에서는 지원자 100명 가운데 5.0명이 최종 선발되었다."


def test_institutions_too_few_to_relate_are_not_related() -> None:
    rows = [CLOSED | {"institution_code": f"C000{number % 4 + 1}"} for number in range(40)]
    chart = drawn("pay", rows, [[((10 + number,), 1)] for number in range(40)])
    assert chart.sentence == "비교할 수 있는 기관이 4곳이라 관계를 말하지 않는다."
    assert len(traces(chart)[0]["x"]) == 4


@pytest.mark.parametrize(
    ("medians", "said"), [(range(1, 61), "경쟁률이 높은 편이다"), (range(60, 0, -1), "경쟁률이 낮은 편이다"), ([7, 9] * 30, "뚜렷한 관계가 없다")]
)  # fmt: skip
def test_the_relation_of_pay_and_ratio_is_said_where_it_is_more_than_chance(medians: Sequence[int], said: str) -> None:
    codes = [f"C{number:04}" for number in range(60)]
    rows = [CLOSED | {"institution_code": code} for code in codes for _ in range(5)]
    positions, _ = joined(rows, [[((median,), 1)] for median in medians for _ in range(5)])
    table: dict[str, Any] = {"institution_code": codes, "year": 2024, "basis": "settled",
                             "starting_pay": [30_000 + 100 * number for number in range(60)]}  # fmt: skip
    chart = charts.against_pay(positions.of(positions.index.find(Selection())), pd.DataFrame(table))
    assert said in chart.sentence
