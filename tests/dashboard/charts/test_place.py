"""Maps and charts of where the work is."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from dashboard.charts import place
from dashboard.charts.chart import Chart
from dashboard.charts.place import PER_PERSON, Look
from dashboard.charts.regions import FRAME
from dashboard.languages import speaking
from dashboard.measures.breakdown import Mode, break_down
from dashboard.measures.place import Residents, headquarters_to_workplace
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from data_loader.codes import PROVINCES
from tests.dashboard.charts.conftest import Make, assert_english, assert_sound, found_in, traces
from tests.dashboard.conftest import choose, index_of

SEATS: dict[str, dict[str, Any]] = {
    "C0001": {"headquarters_region": "R3010"},
    "C0002": {"headquarters_region": "R3023"},
    "C0003": {"headquarters_region": None},
}


# As many everywhere, but for one region.
RESIDENTS = Residents(2025, {**dict.fromkeys(PROVINCES.values(), 1_000_000), "R3026": 100_000})


def per_person(found: Found, *, old: bool = False) -> Chart:
    return place.province_map(found, Look(PER_PERSON, "fractional", old=old, residents=RESIDENTS))


def seats(found: Found) -> Chart:
    return place.seat_and_work(*headquarters_to_workplace(found, SEATS, "headcount"), "headcount")


CHARTS: dict[str, Make] = {
    "map": lambda found: place.province_map(found, Look("headcount", "fractional")),
    "map of postings, full": lambda found: place.province_map(found, Look("postings", "full", ("R3010",))),
    "map, single": lambda found: place.province_map(found, Look("headcount", "single")),
    "map of regular share": lambda found: place.province_map(found, Look("regular_share", "full")),
    "map per person": per_person,
    "map per person of the old regions": lambda found: per_person(found, old=True),
    "map of the old regions": lambda found: place.province_map(found, Look("headcount", "fractional", old=True)),
    "tiles": lambda found: place.province_tiles(found, Look("headcount", "fractional")),
    "tiles, chosen": lambda found: place.province_tiles(found, Look("regular_share", "full", ("R3010",))),
    "tiles of the old regions": lambda found: place.province_tiles(found, Look("postings", "single", old=True)),
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


def regions(*counts: tuple[str, int]) -> Found:
    return index_of(*({"work_regions": code.split(","), "headcount": n} for code, n in counts)).find(Selection())


def map_of(found: Found, measure: str = "headcount", mode: Mode = "fractional") -> Chart:
    return place.province_map(found, Look(measure, mode))


# The map


def test_the_first_trace_is_one_of_points_so_that_no_world_file_is_fetched() -> None:
    for old in (False, True):
        names, places = place.province_map(found_in("many"), Look("headcount", "fractional", old=old)).figure["data"]
        assert names["type"] == "scattergeo"
        assert "locationmode" not in names
        assert "locations" not in names
        assert places["type"] == "choropleth"
        assert places["geojson"].startswith("/app/static/")
        assert "locationmode" not in places


def test_every_region_is_coloured_by_its_value() -> None:
    chart = map_of(found_in("many"))
    (places,) = traces(chart, "choropleth")
    counted = break_down(found_in("many"), "region", "headcount")
    values = {o.code: v for o, v in zip(counted.options, counted.fractional, strict=True)}
    assert len(places["locations"]) == 16
    assert places["z"] == pytest.approx([values[code] for code in places["locations"]])
    table = chart.table()
    assert table["모집인원(명)"].tolist() == pytest.approx(counted.fractional.round(1))
    assert table["중복 집계(명)"].tolist() == pytest.approx(counted.full)


def test_the_old_map_has_the_17_regions_before_the_merger() -> None:
    found = regions(("R3015", 3), ("R3023", 2), ("R3027", 9))
    chart = place.province_map(found, Look("headcount", "fractional", old=True))
    (places,) = traces(chart, "choropleth")
    assert len(places["locations"]) == 17
    assert chart.sentence == "광주가 3명으로 가장 많고 전남이 2명으로 뒤를 잇는다. 지도 밖: 전남광주 9명."


def test_chosen_regions_have_a_line_around_them_that_no_neighbour_covers() -> None:
    chart = place.province_map(found_in("many"), Look("headcount", "fractional", ("R3014", "R3010")))
    (places,) = traces(chart, "choropleth")
    widths = places["marker"]["line"]["width"]
    assert (sorted(places["locations"][-2:]), widths[-2:]) == (["R3010", "R3014"], [FRAME, FRAME])
    assert max(widths[:-2]) < FRAME
    whole = dict(
        zip(*(traces(map_of(found_in("many")), "choropleth")[0][key] for key in ("text", "customdata")), strict=True)
    )
    assert dict(zip(places["text"], places["customdata"], strict=True)) == whole


def test_the_finding_names_the_first_two_regions() -> None:
    chart = map_of(regions(("R3010", 30), ("R3017", 20), ("R3014", 1)))
    assert chart.sentence == "서울이 30명으로 가장 많고 경기가 20명으로 뒤를 잇는다."


def test_a_lone_region_and_equal_regions_are_told_as_such() -> None:
    assert map_of(regions(("R3014", 5))).sentence == "부산은 5명이다. 비교할 다른 시도가 없다."
    assert map_of(regions(("R3014", 5), ("R3010", 5))).sentence == "서울 등 2개 시도가 5명으로 가장 많다."


def test_work_off_the_map_is_named() -> None:
    abroad = map_of(regions(("R3010", 5), ("R3014", 4), ("R3030", 2)), "postings")
    assert abroad.sentence.endswith("지도 밖: 해외 1건.")
    assert map_of(found_in("only abroad")).sentence == "국내 근무지를 적은 공고가 없다. 지도 밖: 해외 1명."


def test_the_regular_share_is_told_of_regions_with_enough_postings_only() -> None:
    rows = [{"work_regions": ["R3010"], "hire_types": [code]} for code in ["R1010"] * 10 + ["R1040"] * 30]
    rows += [{"work_regions": ["R3017"], "hire_types": [code]} for code in ["R1010"] * 20 + ["R1040"] * 20]
    rows += [{"work_regions": ["R3026"], "hire_types": ["R1010"]}]
    chart = map_of(index_of(*rows).find(Selection()), "regular_share")
    assert chart.sentence == "경기가 50.0%로 가장 높고 서울이 25.0%로 뒤를 잇는다."
    assert chart.table().set_index("근무지")["정규직을 뽑는 공고의 비율(%)"]["세종"] == 100.0
    few = map_of(regions(("R3010", 5)), "regular_share")
    assert few.sentence == "공고가 30건 이상인 시도가 없어 비율을 비교하지 않는다."


def test_a_region_without_postings_has_no_share_rather_than_zero() -> None:
    chart = map_of(regions(("R3010", 5)), "regular_share")
    (places,) = traces(chart, "choropleth")
    said = dict(zip(places["text"], places["customdata"], strict=True))
    assert (said["서울"], said["제주"]) == ("0.0%", "공고 없음")
    assert np.isnan(chart.table().set_index("근무지")["정규직을 뽑는 공고의 비율(%)"]["제주"])


def test_no_regular_posting_at_all_is_said() -> None:
    rows = [{"work_regions": ["R3010"], "hire_types": ["R1040"]}] * 30
    assert map_of(index_of(*rows).find(Selection()), "regular_share").sentence == "정규직을 뽑는 공고가 없다."


def test_per_person_the_small_region_may_come_first() -> None:
    chart = per_person(regions(("R3010", 300), ("R3026", 40), ("R3025", 29)))
    assert chart.title == "시도별 인구 10만 명당 모집인원"
    assert chart.sentence == "세종이 40명으로 가장 많고 서울이 30명으로 뒤를 잇는다."
    assert "2025-10~2025-10에 시작한 공고의 합 ÷ 2025년 말 주민등록인구" in chart.unit
    table = chart.table().set_index("근무지")
    assert table["인구 10만 명당 모집인원(명)"][["서울", "세종", "제주"]].tolist() == [30, 40, 3]
    assert table["균등 배분(명)"]["서울"] == 300


def test_per_person_a_handful_and_work_abroad_are_not_compared() -> None:
    assert per_person(regions(("R3026", 29))).sentence == "모집인원이 30명 이상인 시도가 없어 인구와 비교하지 않는다."
    abroad = per_person(regions(("R3026", 40), ("R3030", 99)))
    assert abroad.sentence == "세종은 40명이다. 비교할 다른 시도가 없다. 지도 밖: 해외 99명."
    assert np.isnan(abroad.table().set_index("근무지")["인구 10만 명당 모집인원(명)"]["해외"])


def test_per_person_nothing_found_is_said_as_everywhere() -> None:
    chart = per_person(found_in("nothing found"))
    assert chart.sentence == "조건에 맞는 공고가 없다."
    assert "시작한 공고의 합" not in chart.unit


def test_less_than_one_person_per_100_000_is_said_to_be_so() -> None:
    crowded = Residents(2025, dict.fromkeys(PROVINCES.values(), 9_000_000))
    look = Look(PER_PERSON, "fractional", residents=crowded)
    assert place.province_map(regions(("R3010", 50)), look).sentence == "인구 10만 명당 1명이 되는 시도가 없다."


def test_the_map_names_unit_and_counting_mode() -> None:
    assert map_of(found_in("many"), mode="full").unit.startswith("단위: 명, 중복 집계(")
    assert map_of(found_in("many"), "regular_share", "full").unit.startswith("단위: %, 균등 배분(")


# The tiles


@pytest.mark.parametrize("old", [False, True])
def test_tiles_say_what_the_map_says(old: bool) -> None:
    found = found_in("many")
    mapped = place.province_map(found, Look("headcount", "fractional", old=old))
    tiled = place.province_tiles(found, Look("headcount", "fractional", old=old))
    assert (tiled.title, tiled.sentence) == (mapped.title, mapped.sentence)
    assert tiled.table().equals(mapped.table())
    (shapes,), (layer,) = traces(mapped, "choropleth"), traces(tiled, "heatmap")
    (points,) = traces(tiled, "scatter", "markers")
    assert [code for _, code in points["customdata"]] == shapes["locations"]
    assert [amount for amount, _ in points["customdata"]] == shapes["customdata"]
    at = list(zip(points["x"], points["y"], strict=True))
    assert len(set(at)) == len(at)
    assert [layer["z"][row][column] for column, row in at] == pytest.approx(shapes["z"])
    assert layer["colorscale"] == shapes["colorscale"]
    for (column, row), name in zip(at, points["text"], strict=True):
        assert layer["text"][row][column].startswith(f"<b>{name}</b><br>")


def test_chosen_tiles_stand_before_paler_ones() -> None:
    chart = place.province_tiles(found_in("many"), Look("headcount", "fractional", ("R3014",)))
    pale, front = traces(chart, "heatmap")
    assert pale["opacity"] < front["opacity"]
    assert next(text for row in front["text"] for text in row if text).startswith("<b>부산</b>")
    assert sum(value is not None for row in front["z"] for value in row) == 1
    assert sum(value is not None for row in pale["z"] for value in row) == 15
    assert len(traces(chart, "scatter", "lines")) == 1


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
    found = regions(("R3010", 30), ("R3014", 10))
    with speaking("en"):
        assert seats(found).sentence.startswith("For 75.0% of the openings ")
