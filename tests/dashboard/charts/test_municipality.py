"""Municipalities as map and bars."""

from datetime import date
from functools import partial

import pyarrow as pa
import pytest

from dashboard.charts import municipality
from dashboard.charts.chart import Chart
from dashboard.measures.place import Workplaces, workplaces_of
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from data_loader.schema import WORKPLACES
from data_loader.tables.municipalities import load_municipalities
from tests.dashboard.charts.conftest import assert_english, assert_sound, traces
from tests.dashboard.conftest import choose, index_of

CODE_OF = {place.label: place.code for place in load_municipalities()}


def named(found: Found, *labels: str) -> Workplaces:
    """Every posting names these, one posting in three none."""
    rows = [
        {"posting_id": number, "municipality_code": CODE_OF[label], "passage": label}
        for number in found.index.posting_ids.tolist()
        if number % 3
        for label in labels
    ]
    return workplaces_of(found.index, pa.Table.from_pylist(rows, schema=WORKPLACES.arrow))


def both(found: Found, workplaces: Workplaces) -> tuple[Chart, Chart]:
    return (
        municipality.municipality_map(found, workplaces, "headcount", "fractional"),
        municipality.municipality_bars(found, workplaces, "postings", "full"),
    )


def test_both_are_sound_whatever_is_found(found: Found) -> None:
    for labels in ([], ["강원 태백시"], ["서울 중구", "부산 중구", "세종시"]):
        for chart in both(found, named(found, *labels)):
            assert_sound(chart)


def test_both_speak_english(found: Found) -> None:
    for labels in ([], ["강원 태백시"], ["서울 중구", "부산 중구", "세종시"]):
        workplaces = named(found, *labels)
        assert_english(partial(municipality.municipality_map, found, workplaces, "headcount", "fractional"))
        assert_english(partial(municipality.municipality_bars, found, workplaces, "postings", "full"))


def found_with(*regions: str, **chosen: str) -> Found:
    rows = [{"work_regions": [code], "headcount": 2, "start_date": date(2025, 9, 1)} for code in regions]
    return index_of(*rows).find(choose(**chosen) if chosen else Selection())


def test_coverage_is_told_before_who_comes_first() -> None:
    found = found_with(*["R3018"] * 60)
    chart, bars = both(found, named(found, "강원 태백시"))
    assert chart.sentence == (
        "공고 60건 가운데 40건(66.7%)이 시·군·구를 밝혔다(모집인원으로는 66.7%). 그 가운데 강원 태백시가 80명으로 가장 많다."
    )
    assert bars.sentence == "강원 태백시 한 곳뿐이다."
    assert "시·군·구를 밝힌 공고(전체의 66.7%)만." in bars.unit


def test_of_few_postings_nobody_comes_first() -> None:
    found = found_with(*["R3018"] * 6)
    assert both(found, named(found, "강원 태백시"))[0].sentence.endswith("밝혔다(모집인원으로는 66.7%).")
    assert both(found, named(found))[1].sentence == "공고 6건 가운데 0건(0.0%)이 시·군·구를 밝혔다."


def test_the_map_has_the_whole_country_and_names_its_regions() -> None:
    found = found_with("R3018", "R3010")
    chart, _ = both(found, named(found, "강원 태백시"))
    names, places = chart.figure["data"]
    assert names["type"] == "scattergeo"
    assert len(places["locations"]) == 228
    assert len(names["text"]) == 16
    assert dict(zip(places["locations"], places["meta"]["values"], strict=True))[CODE_OF["강원 태백시"]] == 2 * sum(
        number % 3 > 0 for number in found.index.posting_ids.tolist()
    )


def test_a_chosen_region_is_drawn_alone_with_the_names_in_it() -> None:
    found = found_with("R3010", "R3010", region="R3010")
    chart, bars = both(found, named(found, "서울 중구", "경기 성남시"))
    names, places = chart.figure["data"]
    assert len(places["locations"]) == len(names["text"]) == 25
    assert "중구" in names["text"]
    assert traces(bars, "bar")[0]["y"] == ["서울 중구"]
    assert chart.table()["시·군·구"].tolist() == ["중구"]


def test_where_only_work_abroad_is_chosen_the_whole_country_is_drawn() -> None:
    found = found_with("R3030", region="R3030")
    assert len(both(found, named(found))[0].figure["data"][1]["locations"]) == 228


@pytest.mark.parametrize("mode", ["fractional", "full", "single"])
def test_the_table_holds_every_counting_mode(mode: str) -> None:
    found = found_with("R3018", "R3018", "R3018")
    table = both(found, named(found, "강원 태백시", "강원 동해시"))[1].table()
    headings = {"fractional": "균등 배분(건)", "full": "중복 집계(건)", "single": "하나만 적은 공고(건)"}
    expected = {"fractional": [1.0, 1.0], "full": [2.0, 2.0], "single": [0.0, 0.0]}
    assert table[headings[mode]].tolist() == expected[mode]
