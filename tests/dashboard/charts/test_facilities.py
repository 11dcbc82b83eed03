"""Charts of what institutions offer the public."""

from functools import partial
from typing import Any

import pytest

from dashboard.charts import facilities as charts
from dashboard.charts.chart import Chart
from dashboard.selection.offers import FoundOffers
from tests.dashboard.charts.conftest import EVIL, assert_english, assert_sound, strings, traces
from tests.dashboard.offered import EVERYTHING, Row, choose, facilities, programmes

BAD_PLACES: tuple[Row, ...] = (
    {"latitude": 0, "longitude": 0}, {"latitude": None, "longitude": 127.0}, {"latitude": 127.0, "longitude": 37.5},
    {"latitude": 35.68, "longitude": 139.7}, {"latitude": 0, "longitude": 127.0},
)  # fmt: skip
KINDS = ("F001001", "F002005", "F003001", "F004005", "F005017", "F006001", "F007003", "F008001", "F009002", "F010001",
         "F011001", None)  # fmt: skip
FRAMES: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "one": [{}],
    "bad places only": [dict(row) for row in BAD_PLACES],
    "every kind": [{"facility_type": kind} for kind in KINDS],
    "many": [{"facility_type": KINDS[number % 12], "region": ["서울특별시", "부산광역시"][number % 5 == 0],
              "is_paid": "YN"[number % 2], "saturday_hours_kind": "01"} for number in range(60)],
    "nothing stated": [{"facility_type": None, "region": None, "institution_code": None, "weekday_hours_kind": None,
                        "weekday_hours": None}],
    "strange names": [{"facility": EVIL, "institution": EVIL, "facility_type_path": f"{EVIL} > x",
                       "facility_type": "F003001", "region": "달나라"}],
}  # fmt: skip
MAKE = (charts.facility_map, charts.by_kind, charts.opening)


def found(frame: str) -> FoundOffers:
    return facilities(*FRAMES[frame]).find(EVERYTHING)


@pytest.mark.parametrize("frame", FRAMES)
def test_every_chart_of_facilities_is_sound_whatever_is_found(frame: str) -> None:
    for make in MAKE:
        chart = make(found(frame))
        assert_sound(chart)
        assert "<b onclick" not in " ".join(strings(chart.figure))
    nothing = facilities(*FRAMES[frame]).find(choose(text="없는말없는말"))
    for make in MAKE:
        assert_sound(make(nothing))
        assert make(nothing).sentence == "조건에 맞는 시설이 없다."


@pytest.mark.parametrize(
    "rows", [[], [{}], [{"programme_class": None, "life_stages": None}], [{}, {"life_stages": "99"}] * 9]
)
def test_the_chart_of_programmes_is_sound(rows: list[Row]) -> None:
    chart = charts.programmes(programmes(*rows).find(EVERYTHING))
    assert_sound(chart)


@pytest.mark.parametrize("frame", [name for name in FRAMES if name != "strange names"])
def test_every_chart_of_facilities_speaks_english(frame: str) -> None:
    for make in MAKE:
        assert_english(partial(make, found(frame)), "대강당", "새 종류")


@pytest.mark.parametrize(
    "rows", [[], [{}], [{"programme_class": None, "life_stages": None}], [{}, {"programme_class": "B01"}]]
)
def test_the_chart_of_programmes_speaks_english(rows: list[Row]) -> None:
    assert_english(partial(charts.programmes, programmes(*rows).find(EVERYTHING)))


def marks(chart: Chart) -> list[dict[str, Any]]:
    return traces(chart, "scattergeo", "markers")


def test_coordinates_that_cannot_be_right_are_counted_and_never_drawn() -> None:
    chart = charts.facility_map(facilities({}, *BAD_PLACES).find(EVERYTHING))
    assert sum(len(trace["lon"]) for trace in marks(chart)) == 1
    assert chart.sentence.startswith("시설 6곳 가운데 1곳의 자리를 안다.")
    assert "좌표가 없는 2곳, 위도와 경도가 뒤바뀐 1곳, 좌표가 한국 밖인 2곳은 지도에 없고 목록에 있음." in chart.unit
    assert (chart.table()["지도"] == "").sum() == 1


def test_the_first_trace_is_one_of_points_and_the_marks_lie_over_the_land() -> None:
    kinds = [(trace["type"], trace.get("mode", "")) for trace in charts.facility_map(found("many")).figure["data"]]
    assert kinds[:2] == [("scattergeo", "text"), ("choropleth", "")]
    assert set(kinds[2:-1]) == {("scattergeo", "markers")}


def test_many_that_lie_close_are_one_circle_with_their_number() -> None:
    few, many = (charts.facility_map(facilities(*[{}] * count).find(EVERYTHING)) for count in (200, 201))
    assert [sum(map(bool, trace["text"])) for trace in traces(few, "scattergeo", "text")] == [0, 16]
    nameless, circles = traces(many, "scattergeo", "text")
    assert nameless["text"] == [""]
    assert (circles["text"], circles["customdata"]) == (["201"], ["시설 201곳"])
    assert "시도를 고르면 하나씩 보임" in many.unit


def test_a_mark_carries_its_number_and_a_type_its_own_form() -> None:
    chart = charts.facility_map(found("every kind"))
    numbers = sorted(number for trace in marks(chart) for number in trace["customdata"])
    assert numbers == list(range(1, 13))
    forms = {(trace["marker"]["color"], trace["marker"]["symbol"]) for trace in marks(chart)}
    assert len(forms) == len(charts.SYMBOLS) == 10


def test_only_the_regions_chosen_are_drawn() -> None:
    index = facilities(*FRAMES["many"], {"region": "달나라"})
    (land,) = traces(charts.facility_map(index.find(choose(region="R3014"))), "choropleth")
    assert land["locations"] == ["R3014"]
    (land,) = traces(charts.facility_map(index.find(choose(region="달나라"))), "choropleth")
    assert len(land["locations"]) == 16


def test_the_sentences_give_sizes_and_shares() -> None:
    many = found("many")
    assert charts.facility_map(many).sentence == "시설 60곳의 자리를 모두 안다. 서울이 48곳(80.0%)으로 가장 많다."
    assert charts.opening(many).sentence == (
        "시설 60곳 가운데 토요일에 여는 곳은 60곳(100.0%), 무료인 곳은 30곳(50.0%)이다."
    )
    assert charts.by_kind(many).sentence == "시설 60곳에서 가장 많은 것이 하나가 아니다."


def test_all_of_one_kind_is_said_as_it_is() -> None:
    assert charts.by_kind(found("one")).sentence == "시설 1곳 모두 강당에 든다."


def test_programmes_name_the_largest_field_and_the_counting_mode() -> None:
    rows: list[Row] = [{}] * 3 + [{"programme_class": "B01"}]
    chart = charts.programmes(programmes(*rows).find(EVERYTHING))
    assert chart.sentence == "사업 4개 가운데 교육연구가 3개(75.0%)로 가장 많다."
    assert "중복 집계" in chart.unit
    (trace,) = traces(chart, "heatmap")
    assert (trace["x"], trace["y"], trace["z"]) == (["아동청소년", "청년"], ["건강", "교육연구"], [[1, 1], [3, 3]])
