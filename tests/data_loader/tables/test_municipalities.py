"""The list of municipalities and their outlines."""

import json
from collections import Counter
from itertools import pairwise
from typing import Any

from data_loader.codes import COMPARABLE_REGIONS
from data_loader.reference import OUTLINES_FOLDER, load_outlines
from data_loader.tables.municipalities import MUNICIPALITIES_FILE, SEJONG, load_municipalities

# As of July 2026, with 제물포구 and 영종구, and 서해구 and 검단구, as one each.
COUNTS = {
    "R3010": 25, "R3014": 16, "R3013": 9, "R3011": 9, "R3012": 5, "R3016": 5, "R3026": 1, "R3017": 31, "R3018": 18,
    "R3020": 11, "R3019": 15, "R3024": 14, "R3027": 27, "R3021": 22, "R3022": 18, "R3025": 2,
}  # fmt: skip


def features() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((OUTLINES_FOLDER / "municipalities.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
    return found


def region_of(label: str) -> str:
    (found,) = [place.region for place in load_municipalities() if place.label == label]
    return found


def test_every_region_has_as_many_as_officially() -> None:
    assert Counter(place.region for place in load_municipalities()) == COUNTS
    assert len(load_municipalities()) == 228


def test_codes_and_labels_are_unique_and_names_are_whole() -> None:
    places = load_municipalities()
    assert len({place.code for place in places}) == len({place.label for place in places}) == 228
    for place in places:
        assert place.region in COMPARABLE_REGIONS
        assert place.code.isdigit()
        assert place.name.rstrip(")")[-1] in "시군구"


def test_the_list_follows_what_changed_since_its_source() -> None:
    assert region_of("대구 군위군") == "R3013"
    assert region_of("전남광주 순천시") == region_of("전남광주 광산구") == "R3027"
    assert region_of("인천 미추홀구") == "R3011"
    (sejong,) = [place for place in load_municipalities() if place.code == SEJONG]
    assert sejong.label == "세종시"


def test_cities_with_general_districts_are_one() -> None:
    names = [place.name for place in load_municipalities()]
    assert names.count("수원시") == names.count("창원시") == names.count("포항시") == 1
    assert not [name for name in names if name.startswith("수원시") and name != "수원시"]


def test_every_municipality_has_its_outline_within_its_region() -> None:
    found = {feature["id"]: feature for feature in features()}
    assert [*found] == [place.code for place in load_municipalities()]
    regions = {outline.code: outline for outline in load_outlines("comparable")}
    for place in load_municipalities():
        properties = found[place.code]["properties"]
        assert properties["name"] == place.label
        assert abs(properties["lon"] - regions[place.region].lon) < 3
        assert abs(properties["lat"] - regions[place.region].lat) < 2


def test_outer_rings_run_clockwise_and_close() -> None:
    for feature in features():
        for outer, *_ in feature["geometry"]["coordinates"]:
            area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(outer))
            assert area < 0, feature["id"]
            assert outer[0] == outer[-1]


def test_the_files_are_small_enough_to_send_with_a_page() -> None:
    assert (OUTLINES_FOLDER / "municipalities.geojson").stat().st_size < 220_000
    assert MUNICIPALITIES_FILE.stat().st_size < 8_000
