"""The capital area over time, fields that stand out, headquarters against workplaces."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from dashboard.charts import place
from dashboard.charts.chart import Chart
from dashboard.languages import speaking
from dashboard.measures.place import Residents, headquarters_to_workplace
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from tests.dashboard.charts.conftest import Make, assert_english, assert_sound, found_in
from tests.dashboard.conftest import choose, index_of

SEATS: dict[str, dict[str, Any]] = {
    "C0001": {"headquarters_region": "R3010"},
    "C0002": {"headquarters_region": "R3023"},
    "C0003": {"headquarters_region": None},
}


def seats(found: Found) -> Chart:
    return place.seat_and_work(*headquarters_to_workplace(found, SEATS, "headcount"), "headcount")


CHARTS: dict[str, Make] = {
    "capital": lambda found: place.capital_share(found, "headcount", "fractional"),
    "specialisation": lambda found: place.specialisation(found, "postings"),
    "seats": seats,
}


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_sound_whatever_is_found(found: Found, chart: str) -> None:
    assert_sound(CHARTS[chart](found))


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_speaks_english(found: Found, chart: str) -> None:
    assert_english(lambda: CHARTS[chart](found))


# The capital area


def capital(*months: tuple[int, int], **chosen: str) -> Chart:
    """Headcount at home and in the capital, per month up to 2025-10."""
    first = 2025 * 12 + 10 - len(months)
    rows = [
        {"start_date": date((first + n) // 12, (first + n) % 12 + 1, 5), "work_regions": [code], "headcount": count}
        for n, pair in enumerate(months)
        for code, count in zip(("R3010", "R3014"), pair, strict=True)
    ]
    return place.capital_share(index_of(*rows).find(choose(**chosen)), "headcount", "fractional")


def test_the_share_of_the_capital_is_told_with_its_change_in_points() -> None:
    rose = capital(*[(40, 60)] * 12, *[(50, 50)] * 12)
    assert rose.sentence == "수도권 비중은 2024년 11월~2025년 10월에 50.0%로 한 해 전보다 10.0%포인트 높아졌다."
    fell = capital(*[(50, 50)] * 12, *[(40, 60)] * 12)
    assert fell.sentence.endswith("한 해 전보다 10.0%포인트 낮아졌다.")
    assert capital(*[(50, 50)] * 24).sentence.endswith("50.0%로 한 해 전과 같다.")
    assert capital(*[(50, 50)] * 12).sentence == "수도권 비중은 2024년 11월~2025년 10월에 50.0%이다."


def test_a_handful_a_year_ago_is_no_base_for_a_change() -> None:
    assert capital((1, 1), *[(0, 0)] * 11, *[(50, 50)] * 12).sentence.endswith("2025년 10월에 50.0%이다.")
    assert capital(*[(1, 1)] * 12).sentence == "최근 12개월에 셀 것이 모자라 비중을 말하지 않는다."


def test_the_line_and_the_table_agree_and_begin_with_the_twelfth_month() -> None:
    chart = capital(*[(40, 60)] * 12, (100, 0))
    (line,) = chart.figure["data"]
    assert line["y"][:11] == [None] * 11
    assert line["y"][11:] == pytest.approx(chart.table()["수도권 비중(%)"].dropna().tolist(), abs=0.01)


def test_beside_it_stands_the_share_of_the_people_who_live_there() -> None:
    rows = [{"start_date": date(2024, 11, 5) + timedelta(days=30 * month), "headcount": 50} for month in range(12)]
    residents = Residents(2025, {"R3010": 1, "R3014": 3})
    chart = place.capital_share(index_of(*rows).find(Selection()), "headcount", "fractional", residents)
    assert [trace["name"] for trace in chart.figure["data"] if "name" in trace] == ["모집인원", "주민"]
    assert set(chart.figure["data"][1]["y"]) == {25.0}
    assert "점선은 2025년 말 수도권 주민의 비중" in chart.unit


def test_a_choice_of_regions_does_not_change_the_share_of_the_capital() -> None:
    months = [(40, 60)] * 24
    assert capital(*months, region="R3014").sentence == capital(*months).sentence


# Fields and seats


def test_the_region_whose_share_of_a_field_stands_out_is_named() -> None:
    rows = [{"work_regions": ["R3010"], "ncs_fields": ["R600002"]}] * 60
    rows += [{"work_regions": ["R3014"], "ncs_fields": ["R600002"]}] * 20
    rows += [{"work_regions": ["R3014"], "ncs_fields": ["R600006"]}] * 40
    index = index_of(*rows)
    chart = place.specialisation(index.find(Selection()), "postings")
    assert chart.sentence == "부산은 보건.의료 비중이 전국의 2.0배로 가장 두드러진다."
    assert (
        place.specialisation(index.find(choose(region="R3014", ncs="R600006")), "postings").sentence == chart.sentence
    )
    table = chart.table().set_index("근무지")
    assert table.loc["부산", "보건.의료"] == 2.0
    assert np.isnan(table.loc["부산", "경영.회계.사무"])


def test_where_all_regions_are_alike_none_stands_out() -> None:
    rows = [{"work_regions": ["R3010"]}] * 40 + [{"work_regions": ["R3014"]}] * 40
    chart = place.specialisation(index_of(*rows).find(Selection()), "postings")
    assert chart.sentence == "분야 비중이 전국보다 두드러지게 높은 지역이 없다."
    assert place.specialisation(found_in("one posting"), "postings").sentence == "비교할 만큼 수가 많지 않다."


def test_how_much_work_lies_where_the_headquarters_are_is_told() -> None:
    rows = [
        {"institution_code": "C0001", "work_regions": ["R3010"], "headcount": 30},
        {"institution_code": "C0001", "work_regions": ["R3014"], "headcount": 10},
        {"institution_code": "C0002", "work_regions": ["R3027"], "headcount": 20},
        {"institution_code": "C0003", "work_regions": ["R3010"], "headcount": 500},
    ]
    chart = seats(index_of(*rows).find(Selection()))
    assert chart.sentence == "모집인원의 83.3%는 근무지가 본사와 같은 시도이고 나머지는 다른 곳이다."
    table = chart.table().set_index("본사(명)")
    assert (table.loc["서울", "부산"], table.loc["전남광주", "전남광주"], table.loc["본사 모름", "서울"]) == (
        10,
        20,
        500,
    )
    (heat,) = chart.figure["data"]
    assert heat["z"][heat["y"].index("서울")][heat["x"].index("서울")] == 75.0


def test_without_a_known_headquarters_nothing_is_said_of_them() -> None:
    assert (
        seats(index_of({"institution_code": "C0003"}).find(Selection())).sentence == "본사를 아는 기관의 공고가 없다."
    )


def test_at_home_is_at_home_in_english_too() -> None:
    """Headquarters and workplaces are matched by their names."""
    rows = ({"work_regions": [code], "headcount": count} for code, count in (("R3010", 30), ("R3014", 10)))
    found = index_of(*rows).find(Selection())
    with speaking("en"):
        assert seats(found).sentence.startswith("For 75.0% of the openings ")
