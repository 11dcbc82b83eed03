"""The regions as a map, as tiles and as bars."""

from datetime import date

import numpy as np
import pytest

from dashboard.charts import provinces
from dashboard.charts.chart import Chart
from dashboard.charts.classes import classes_of
from dashboard.charts.provinces import PER_PERSON, REGULAR_SHARE, Look
from dashboard.charts.regions import FRAME
from dashboard.measures.breakdown import Mode, break_down
from dashboard.measures.place import Residents
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from data_loader.codes import PROVINCES
from tests.dashboard.charts.conftest import Make, assert_english, assert_sound, found_in, traces
from tests.dashboard.conftest import choose, index_of

# As many everywhere, but for one region.
RESIDENTS = Residents(2025, {**dict.fromkeys(PROVINCES.values(), 1_000_000), "R3026": 100_000})


def per_person(found: Found, *, old: bool = False) -> Chart:
    return provinces.province_map(found, Look(PER_PERSON, "fractional", old=old, residents=RESIDENTS))


CHARTS: dict[str, Make] = {
    "map": lambda found: provinces.province_map(found, Look("headcount", "fractional")),
    "map of postings, full": lambda found: provinces.province_map(found, Look("postings", "full", ("R3010",))),
    "map, single": lambda found: provinces.province_map(found, Look("headcount", "single")),
    "map of regular share": lambda found: provinces.province_map(found, Look("regular_share", "full")),
    "map per person": per_person,
    "map per person of the old regions": lambda found: per_person(found, old=True),
    "map of the old regions": lambda found: provinces.province_map(found, Look("headcount", "fractional", old=True)),
    "tiles": lambda found: provinces.province_tiles(found, Look("headcount", "fractional")),
    "tiles, chosen": lambda found: provinces.province_tiles(found, Look("regular_share", "full", ("R3010",))),
    "tiles of the old regions": lambda found: provinces.province_tiles(found, Look("postings", "single", old=True)),
    "bars": lambda found: provinces.province_bars(found, Look("headcount", "fractional")),
    "bars of regular share, one chosen": lambda found: provinces.province_bars(
        found, Look(REGULAR_SHARE, "full", ("R3010",))
    ),
    "bars per person": lambda found: provinces.province_bars(found, Look(PER_PERSON, "full", residents=RESIDENTS)),
    "bars of the old regions": lambda found: provinces.province_bars(found, Look("postings", "single", old=True)),
}


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_sound_whatever_is_found(found: Found, chart: str) -> None:
    assert_sound(CHARTS[chart](found))


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_speaks_english(found: Found, chart: str) -> None:
    assert_english(lambda: CHARTS[chart](found))


def regions(*counts: tuple[str, int]) -> Found:
    return index_of(*({"work_regions": code.split(","), "headcount": n} for code, n in counts)).find(Selection())


def in_october(*counts: tuple[str, int]) -> Found:
    """The same of one month, so that a rate a year is a sum."""
    return regions(*counts).index.find(Selection(start_from=date(2025, 10, 1), start_to=date(2025, 10, 31)))


def map_of(found: Found, measure: str = "headcount", mode: Mode = "fractional") -> Chart:
    return provinces.province_map(found, Look(measure, mode))


# The map


def test_the_first_trace_is_one_of_points_so_that_no_world_file_is_fetched() -> None:
    for old in (False, True):
        names, places = provinces.province_map(found_in("many"), Look("headcount", "fractional", old=old)).figure[
            "data"
        ]
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
    assert places["meta"]["values"] == pytest.approx([values[code] for code in places["locations"]])
    classes = classes_of(places["meta"]["values"], is_share=False)
    assert places["z"] == [classes.place(value) for value in places["meta"]["values"]]
    assert places["colorscale"] == classes.scale()["colorscale"]
    table = chart.table()
    assert table["모집인원(명)"].tolist() == pytest.approx(counted.fractional.round(1))
    assert table["중복 집계(명)"].tolist() == pytest.approx(counted.full)


def test_the_old_map_has_the_17_regions_before_the_merger() -> None:
    found = regions(("R3015", 3), ("R3023", 2), ("R3027", 9))
    chart = provinces.province_map(found, Look("headcount", "fractional", old=True))
    (places,) = traces(chart, "choropleth")
    assert len(places["locations"]) == 17
    assert chart.sentence == "광주가 3명으로 가장 많고 전남이 2명으로 뒤를 잇는다. 지도 밖: 전남광주 9명."


def test_chosen_regions_have_a_line_around_them_that_no_neighbour_covers() -> None:
    chart = provinces.province_map(found_in("many"), Look("headcount", "fractional", ("R3014", "R3010")))
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
    chart = per_person(in_october(("R3010", 300), ("R3026", 40), ("R3025", 29)))
    assert chart.title == "시도별 인구 10만 명당 모집인원"
    assert chart.sentence == "세종이 40명으로 가장 많고 서울이 30명으로 뒤를 잇는다."
    assert "2025-10~2025-10에 시작한 공고의 합 ÷ 2025년 말 주민등록인구" in chart.unit
    table = chart.table().set_index("근무지")
    assert table["인구 10만 명당 모집인원(명)"][["서울", "세종", "제주"]].tolist() == [30, 40, 3]
    assert table["균등 배분(명)"]["서울"] == 300


def test_a_period_longer_than_a_year_is_told_as_a_rate_a_year() -> None:
    found = regions(("R3010", 300)).index.find(Selection(start_from=date(2023, 11, 1), start_to=date(2025, 10, 31)))
    chart = per_person(found)
    assert "시작한 공고의 한 해 평균 ÷ 2025년 말 주민등록인구" in chart.unit
    assert chart.table().set_index("근무지")["인구 10만 명당 모집인원(명)"]["서울"] == 15
    open_now = per_person(regions(("R3010", 300)).index.find(choose(status="open")))
    assert open_now.table().set_index("근무지")["인구 10만 명당 모집인원(명)"]["서울"] == 30


def test_per_person_a_handful_and_work_abroad_are_not_compared() -> None:
    assert (
        per_person(in_october(("R3026", 29))).sentence == "모집인원이 30명 이상인 시도가 없어 인구와 비교하지 않는다."
    )
    abroad = per_person(in_october(("R3026", 40), ("R3030", 99)))
    assert abroad.sentence == "세종은 40명이다. 비교할 다른 시도가 없다. 지도 밖: 해외 99명."
    assert np.isnan(abroad.table().set_index("근무지")["인구 10만 명당 모집인원(명)"]["해외"])


def test_per_person_nothing_found_is_said_as_everywhere() -> None:
    chart = per_person(found_in("nothing found"))
    assert chart.sentence == "조건에 맞는 공고가 없다."
    assert "시작한 공고의 합" not in chart.unit


def test_less_than_one_person_per_100_000_is_said_to_be_so() -> None:
    crowded = Residents(2025, dict.fromkeys(PROVINCES.values(), 9_000_000))
    look = Look(PER_PERSON, "fractional", residents=crowded)
    assert provinces.province_map(in_october(("R3010", 50)), look).sentence == "인구 10만 명당 1명이 되는 시도가 없다."


def test_the_map_names_unit_and_counting_mode() -> None:
    assert map_of(found_in("many"), mode="full").unit.startswith("단위: 명, 중복 집계(")
    assert map_of(found_in("many"), "regular_share", "full").unit.startswith("단위: %, 균등 배분(")


# The tiles


@pytest.mark.parametrize("old", [False, True])
def test_tiles_say_what_the_map_says(old: bool) -> None:
    found = found_in("many")
    mapped = provinces.province_map(found, Look("headcount", "fractional", old=old))
    tiled = provinces.province_tiles(found, Look("headcount", "fractional", old=old))
    assert (tiled.title, tiled.sentence) == (mapped.title, mapped.sentence)
    assert tiled.table().equals(mapped.table())
    (shapes,), layers = traces(mapped, "choropleth"), traces(tiled, "heatmap")
    (points,) = traces(tiled, "scatter", "markers")
    assert [code for _, code in points["customdata"]] == shapes["locations"]
    assert [amount for amount, _ in points["customdata"]] == shapes["customdata"]
    at = list(zip(points["x"], points["y"], strict=True))
    assert len(set(at)) == len(at)
    for (column, row), name, number in zip(at, points["text"], shapes["z"], strict=True):
        (layer,) = [layer for layer in layers if layer["z"][row][column] is not None]
        assert layer["z"][row][column] == number
        assert layer["colorscale"] == shapes["colorscale"]
        assert layer["text"][row][column].startswith(f"<b>{name}</b><br>")


def test_chosen_tiles_stand_before_paler_ones() -> None:
    chart = provinces.province_tiles(found_in("many"), Look("headcount", "fractional", ("R3014",)))
    *paler, front = traces(chart, "heatmap")
    assert all(layer["opacity"] < front["opacity"] for layer in paler)
    assert next(text for row in front["text"] for text in row if text).startswith("<b>부산</b>")
    assert sum(value is not None for row in front["z"] for value in row) == 1
    assert sum(value is not None for layer in paler for row in layer["z"] for value in row) == 15
    assert len(traces(chart, "scatter", "lines")) == 1


# The bars


def bars_of(found: Found, measure: str = "headcount", *chosen: str) -> Chart:
    return provinces.province_bars(found, Look(measure, "fractional", chosen, residents=RESIDENTS))


@pytest.mark.parametrize("measure", ["headcount", "postings", PER_PERSON, REGULAR_SHARE])
def test_bars_and_map_show_one_measure_and_the_first_bar_is_the_darkest_region(measure: str) -> None:
    found = found_in("many")
    look = Look(measure, "fractional", residents=RESIDENTS)
    (places,), bar = (
        traces(provinces.province_map(found, look), "choropleth"),
        bars_of(found, measure).figure["data"][0],
    )
    amounts = dict(zip(places["text"], places["meta"]["values"], strict=True))
    on_map = [value for name, value in zip(bar["y"], bar["x"], strict=True) if name in amounts]
    assert on_map == sorted(on_map, reverse=True)
    assert bar["x"][0] == amounts[bar["y"][0]]
    assert places["z"][places["text"].index(bar["y"][0])] == max(places["z"])


def test_work_off_the_map_stands_last() -> None:
    chart = bars_of(regions(("R3030", 90), ("R3010", 5), ("R3014", 8)))
    assert traces(chart, "bar")[0]["y"] == ["부산", "서울", "해외"]


def test_the_bars_say_what_the_map_does_not() -> None:
    found = regions(("R3010", 50), ("R3017", 30), ("R3014", 10), ("R3013", 10))
    assert bars_of(found).sentence == "많은 3곳의 몫은 국내의 90.0%이다."
    assert bars_of(found, "headcount", "R3014").sentence == "부산은 10명, 4곳 가운데 3위다."
    assert bars_of(regions(("R3010", 5))).sentence == "국내 합계는 5명이다."
    assert bars_of(regions(("R3010", 5)), "headcount", "R3010").sentence == "국내 합계는 5명이다."


def test_bars_not_chosen_are_paler() -> None:
    bar = traces(bars_of(regions(("R3010", 50), ("R3017", 30)), "headcount", "R3017"), "bar")[0]
    assert bar["marker"]["opacity"][0] < bar["marker"]["opacity"][1] == 1


def test_among_regular_posts_alone_the_share_of_regular_posts_is_that_of_all() -> None:
    rows = [{"work_regions": ["R3010"], "hire_types": [code]} for code in ["R1010"] * 10 + ["R1040"] * 30]
    index = index_of(*rows)
    chosen, everything = (map_of(index.find(found), REGULAR_SHARE) for found in (choose(hire="R1010"), Selection()))
    assert chosen.sentence == everything.sentence == "서울은 25.0%이다. 비교할 다른 시도가 없다."
    assert chosen.unit.startswith("단위: %")
    assert "고용형태 조건은 따르지 않음." in chosen.unit
