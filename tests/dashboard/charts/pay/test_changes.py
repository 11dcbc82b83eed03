"""How pay moves."""

import pandas as pd
import pytest

from dashboard.charts.pay import changes
from dashboard.measures.pay import Pay


def test_in_the_first_year_pay_and_hires_cannot_be_compared(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame]
) -> None:
    chart = changes.against_hires(pays["average"], tables["new_hires"], 2021)
    assert chart.sentence == "전년과 비교할 수 있는 기관이 없다."


def test_growth_is_told_nominal_and_real(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = changes.growth(pays["average"], tables["cpi"])
    assert chart.sentence == "2025년 정규직 평균보수는 기관 중앙값으로 3.0% 올랐고, 물가를 빼면 0.9% 올랐다."
    assert [trace["x"] for trace in chart.figure["data"]] == [["2022", "2023", "2024", "2025"]] * 2


def test_the_largest_moves_in_rank_are_drawn_up_and_down(pays: dict[str, Pay]) -> None:
    chart = changes.rank_changes(pays["starting"], 2025)
    (bar,) = chart.figure["data"]
    assert len(bar["x"]) == 16
    assert bar["x"] == sorted(bar["x"], reverse=True)
    assert chart.table()["변동"].sum() == pytest.approx(0, abs=200)
    assert chart.sentence.startswith("한전MCS(주)의 순위가 291위에서 148위로 가장 많이 올랐다")


def test_institutions_far_off_are_left_to_the_table(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = changes.against_hires(pays["starting"], tables["new_hires"], 2025)
    dots = chart.figure["data"][0]
    far = len(chart.table()) - len(dots["x"])
    assert 0 < far < 20
    assert f"멀리 떨어진 {far}곳은 표에만 있음." in chart.unit
    assert chart.title == "2025년 신입사원 초임과 채용은 함께 움직였나"
