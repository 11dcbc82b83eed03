"""Gaps of pay."""

from dataclasses import replace

from dashboard.charts.pay import gaps
from dashboard.measures.pay import Pay
from tests.dashboard.charts.conftest import assert_sound, traces


def test_indefinite_pay_is_set_against_regular_pay_of_the_same_institution(pays: dict[str, Pay]) -> None:
    chart = gaps.indefinite_ratio(pays["indefinite"], pays["average"], 2024)
    assert_sound(chart)
    table = chart.table()
    assert sum(len(trace["x"]) for trace in traces(chart, "box")) == len(table)
    assert 60 < table["무기계약직 ÷ 정규직(%)"].median() < 70
    nobody = replace(pays["indefinite"], rows=pays["indefinite"].rows.head(0))
    assert gaps.indefinite_ratio(nobody, pays["average"], 2024).sentence == "둘 다 공시한 기관이 없다."


def test_the_pay_gap_stands_beside_the_tenure_gap(pays: dict[str, Pay]) -> None:
    chart = gaps.gender(pays["average"], 2024)
    assert "적고, 근속은" in chart.sentence
    dots = chart.figure["data"][0]
    assert sorted(dots["text"]) == sorted(chart.table()["기관"])


def test_a_gap_the_other_way_is_worded_the_other_way(pays: dict[str, Pay]) -> None:
    rows = pays["average"].rows
    swapped = rows.rename(
        columns={
            "average_pay_men": "average_pay_women",
            "average_pay_women": "average_pay_men",
            "tenure_months_men": "tenure_months_women",
            "tenure_months_women": "tenure_months_men",
        }
    )
    sentence = gaps.gender(replace(pays["average"], rows=swapped), 2024).sentence
    assert " 많고, 근속은 " in sentence
    assert " 길다(" in sentence


def test_a_spread_that_hardly_moved_is_said_not_to_have(pays: dict[str, Pay]) -> None:
    assert gaps.spread(pays["average"]).sentence.endswith("2021년(1.75배)과 큰 차이가 없다.")
    rows = pays["average"].rows
    wider = rows["value"].where(rows["year"] != 2025, rows["value"] ** 1.2 / 10)
    assert gaps.spread(replace(pays["average"], rows=rows.assign(value=wider))).sentence.endswith("벌어졌다.")


def test_the_gap_over_the_years_names_both_gaps(pays: dict[str, Pay]) -> None:
    chart = gaps.gender_over_years(pays["average"])
    assert [trace["name"] for trace in traces(chart, mode="lines")] == ["보수 격차", "근속 격차"]
    assert chart.sentence == "2025년 보수 격차의 중앙값은 16.8%로 2021년보다 1.9%p 줄었다."


def test_newcomers_are_set_against_all_of_the_same_institution(pays: dict[str, Pay]) -> None:
    chart = gaps.starting_ratio(pays["starting"], 2025)
    assert_sound(chart)
    assert sum(len(trace["x"]) for trace in traces(chart, "box")) == len(chart.table())
    assert 40 < chart.table()["초임 ÷ 평균(%)"].median() < 70


def test_a_row_of_dots_is_cut_to_its_values(pays: dict[str, Pay]) -> None:
    for chart in (
        gaps.starting_ratio(pays["starting"], 2025),
        gaps.indefinite_ratio(pays["indefinite"], pays["average"], 2025),
    ):
        assert chart.figure["layout"]["xaxis"]["rangemode"] == "normal"


def test_who_is_far_from_the_others_is_named(pays: dict[str, Pay]) -> None:
    chart = gaps.gender(pays["average"], 2024)
    named = [name for trace in traces(chart, "scatter", "text") for name in trace["text"]]
    assert len(named) == 5
    assert set(named) <= set(chart.table()["기관"])
