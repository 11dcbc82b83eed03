"""The facts that come with the program, checked against published figures, and the region outlines."""

import json
from collections import Counter
from itertools import pairwise
from typing import Any

import pyarrow.compute as pc
import pytest

from data_loader.codes import COMPARABLE_REGIONS, WORK_REGIONS
from data_loader.reference import OUTLINES_FOLDER, Units, load_outlines, load_reference, outlines_file
from data_loader.schema import TABLES
from data_loader.snapshot import NewTable

Point = tuple[float, float]


@pytest.fixture(scope="module")
def reference() -> dict[str, NewTable]:
    return load_reference()


def rows(reference: dict[str, NewTable], name: str, **wanted: object) -> list[dict[str, Any]]:
    found = reference[name].data.to_pylist()
    return [row for row in found if all(row[column] == value for column, value in wanted.items())]


def test_every_table_has_exactly_the_columns_and_types_of_the_schema(reference: dict[str, NewTable]) -> None:
    assert {name: new.data.schema for name, new in reference.items()} == {
        name: TABLES[name].arrow for name in reference
    }


def test_every_table_names_its_source_and_vintage_and_is_real(reference: dict[str, NewTable]) -> None:
    names = (
        "institutions pay starting_pay new_hires interns staff work_family welfare finances fund_finances head_pay "
        "revisions cpi population events branches licences ncs_classes"
    )
    assert reference.keys() == set(names.split())
    for new in reference.values():
        assert new.origin.source
        assert len(new.origin.as_of) == len("2026-08-20")
        assert not new.origin.is_sample


def test_the_roster_has_355_current_institutions_and_50_former_codes(reference: dict[str, NewTable]) -> None:
    assert len(rows(reference, "institutions", is_former=False)) == 355
    assert len({row["institution_code"] for row in rows(reference, "institutions")}) == 405


def test_institutions_are_264_49_16_14_and_12_by_type(reference: dict[str, NewTable]) -> None:
    types = Counter(row["institution_type"] for row in rows(reference, "institutions", is_former=False))
    assert types == {"A2005": 264, "A2004": 49, "A2002": 16, "A2001": 14, "A2003": 12}


def test_342_institutions_are_designated_and_13_are_subsidiaries(reference: dict[str, NewTable]) -> None:
    assert len(rows(reference, "institutions", is_designated=True, is_subsidiary=False)) == 342
    assert len(rows(reference, "institutions", is_designated=False, is_subsidiary=True)) == 13


def test_current_institutions_have_a_class_a_2026_ministry_and_a_region(reference: dict[str, NewTable]) -> None:
    current = rows(reference, "institutions", is_former=False)
    assert all(row["institution_class"] and row["supervising_ministry"] for row in current)
    assert {row["headquarters_region"] for row in current} <= WORK_REGIONS.keys()
    ministries = {row["supervising_ministry"] for row in current}
    assert {"재정경제부", "기후에너지환경부"} <= ministries
    assert "기획재정부" not in ministries


def test_headquarters_keep_the_old_regions_of_the_source(reference: dict[str, NewTable]) -> None:
    assert len(rows(reference, "institutions", headquarters_region="R3015")) == 3
    assert len(rows(reference, "institutions", headquarters_region="R3023")) == 16


def test_homepages_can_be_opened(reference: dict[str, NewTable]) -> None:
    pages = [row["homepage_url"] for row in rows(reference, "institutions", is_former=False)]
    assert all(page.startswith(("http://", "https://")) for page in pages)


@pytest.mark.parametrize(
    ("year", "hires"), [(2021, 25_962), (2022, 24_590), (2023, 20_216), (2024, 20_143), (2025, 27_276)]
)
def test_regular_new_hires_add_up_to_the_published_sum(reference: dict[str, NewTable], year: int, hires: int) -> None:
    assert round(sum(row["regular_new_hires"] for row in rows(reference, "new_hires", year=year))) == hires


@pytest.mark.parametrize(("year", "million"), [(2021, 65.3), (2022, 65.9), (2023, 67.7), (2024, 69.2), (2025, 71.4)])
def test_median_average_pay_of_regular_staff_is_as_published(
    reference: dict[str, NewTable], year: int, million: float
) -> None:
    pay = reference["pay"].data
    chosen = pay.filter((pc.field("year") == year) & (pc.field("employment") == "regular"))["average_pay"]
    assert round(pc.quantile(chosen, 0.5)[0].as_py() / 1000, 1) == million


def test_kepco_paid_96_381_thousand_won_in_2025_and_budgets_less_for_2026(reference: dict[str, NewTable]) -> None:
    kepco = rows(reference, "pay", institution="한국전력공사", employment="regular")
    assert [(row["average_pay"], row["basis"]) for row in kepco[-2:]] == [(96_381, "settled"), (87_389, "budget")]


@pytest.mark.parametrize(("year", "missing"), [(2021, 11), (2025, 2)])
def test_starting_pay_was_not_reported_by_a_few(reference: dict[str, NewTable], year: int, missing: int) -> None:
    found = rows(reference, "starting_pay", year=year, starting_pay=None)
    assert len(found) == missing
    assert all(row["base_pay"] is None and row["evaluation_bonus"] is None for row in found)


@pytest.mark.parametrize("table", ["starting_pay", "new_hires", "interns", "staff"])
def test_yearly_tables_have_a_row_for_each_current_institution_and_year(
    reference: dict[str, NewTable], table: str
) -> None:
    keys = Counter((row["institution_code"], row["year"]) for row in rows(reference, table))
    current = {row["institution_code"] for row in rows(reference, "institutions", is_former=False)}
    assert keys == dict.fromkeys(((code, year) for code in current for year in range(2021, 2027)), 1)


@pytest.mark.parametrize(
    ("table", "current"),
    [
        ("pay", "budget"), ("starting_pay", "budget"), ("new_hires", "part_year"), ("staff", "part_year"),
        ("finances", "budget"), ("fund_finances", "budget"), ("head_pay", "budget"),
    ],
)  # fmt: skip
def test_only_the_current_year_is_not_settled(reference: dict[str, NewTable], table: str, current: str) -> None:
    bases = {(row["year"], row["basis"]) for row in rows(reference, table)}
    assert bases == {*((year, "settled") for year in range(2021, 2026)), (2026, current)}


def summed(reference: dict[str, NewTable], table: str, column: str, **wanted: object) -> list[float]:
    """The sums over all institutions of 2021–2025."""
    found = rows(reference, table, **wanted)
    return [sum(row[column] or 0 for row in found if row["year"] == year) for year in range(2021, 2026)]


@pytest.mark.parametrize(
    ("column", "sums"),
    [
        ("parental_leave_men", [3615, 5268, 5847, 6690, 9278]),
        ("parental_leave_women", [16684, 18136, 18894, 18730, 20101]),
        ("short_hours", [9044, 10189, 11612, 14409, 19045]),
        ("short_hours_childcare", [3849, 4550, 5820, 7567, 10278]),
        ("family_care_holidays", [62354, 75033, 83734, 94506, 101219]),
        ("family_care_leave", [679, 826, 808, 764, 786]),
        ("birth_leave", [6485, 6706, 6827, 7216, 8464]),
        ("flexible_hours_women", [51831, 56255, 62349.3, 68423, 72154]),
        ("work_at_home_men", [111639, 83875, 16402, 14367, 13684]),
    ],
)
def test_work_and_family_add_up_to_the_sums_of_the_workbook(
    reference: dict[str, NewTable], column: str, sums: list[float]
) -> None:
    assert summed(reference, "work_family", column) == pytest.approx(sums)


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("parental_leave", ["parental_leave_men", "parental_leave_women"]),
        ("short_hours", ["short_hours_pregnancy", "short_hours_childcare"]),
        ("family_care_holidays", ["family_care_holidays_men", "family_care_holidays_women"]),
        ("family_care_leave", ["family_care_leave_men", "family_care_leave_women"]),
    ],
)
def test_both_parts_make_the_whole(reference: dict[str, NewTable], whole: str, parts: list[str]) -> None:
    for row in rows(reference, "work_family"):
        if row[whole] is not None:
            assert row[whole] == sum(row[part] for part in parts)


def test_the_head_of_the_median_institution_earned_196_818_thousand_won(reference: dict[str, NewTable]) -> None:
    amounts = sorted(row["head_pay"] for row in rows(reference, "head_pay", year=2025) if row["head_pay"])
    assert len(amounts) == 326
    assert (amounts[162] + amounts[163]) / 2 == 196_818


@pytest.mark.parametrize(
    ("column", "first", "last"),
    [("income", 670.3, 874.1), ("personnel_cost", 28.8, 33.2), ("net_government_support", 89.3, 128.7)],
)
def test_income_and_spending_of_the_own_business_are_those_of_the_workbook(
    reference: dict[str, NewTable], column: str, first: float, last: float
) -> None:
    trillions = [amount / 1e6 for amount in summed(reference, "finances", column)]
    assert (round(trillions[0], 1), round(trillions[-1], 1)) == (first, last)


def test_funds_stand_apart_and_one_fund_may_have_two_keepers(reference: dict[str, NewTable]) -> None:
    funds = rows(reference, "fund_finances", year=2025)
    assert len(funds) == 20
    assert len({row["fund"] for row in funds}) == 19
    assert round(sum(row["income"] for row in funds) / 1e6, 1) == 90.5


def test_welfare_is_told_by_kind_of_staff_and_its_parts_make_the_whole(reference: dict[str, NewTable]) -> None:
    thousands = summed(reference, "welfare", "welfare", employment="regular")
    assert (thousands[0], thousands[-1]) == (540_732_066, 562_252_179)
    off = [
        row
        for row in rows(reference, "welfare")
        if abs(row["welfare"] - row["welfare_in_pay"] - row["welfare_beside_pay"]) > 1
    ]
    assert off == []


@pytest.mark.parametrize("table", ["work_family", "welfare"])
def test_what_is_published_of_whole_years_alone_is_settled(reference: dict[str, NewTable], table: str) -> None:
    assert {(row["year"], row["basis"]) for row in rows(reference, table)} == {
        (year, "settled") for year in range(2021, 2026)
    }


def test_consumer_prices_rose_as_the_official_release_says(reference: dict[str, NewTable]) -> None:
    index = [row["index"] for row in rows(reference, "cpi")]
    assert index[0] == 100
    assert [round(100 * (later / earlier - 1), 1) for earlier, later in pairwise(index)] == [2.5, 5.1, 3.6, 2.3, 2.1]


def test_residents_are_those_of_the_17_regions_and_add_up_to_the_published_whole(
    reference: dict[str, NewTable],
) -> None:
    residents = {row["region"]: row["population"] for row in rows(reference, "population", year=2025)}
    assert residents.keys() == WORK_REGIONS.keys() - {"R3027", "R3030"}
    assert sum(residents.values()) == 51_117_378


def test_no_two_regions_have_changed_places(reference: dict[str, NewTable]) -> None:
    """A year earlier, in thousands; no region gained or lost more than a few in a hundred since."""
    before = {
        "서울": 9332, "부산": 3267, "대구": 2364, "인천": 3021, "광주": 1408, "대전": 1439, "울산": 1098, "세종": 391,
        "경기": 13695, "강원": 1518, "충북": 1591, "충남": 2137, "전북": 1739, "전남": 1789, "경북": 2531, "경남": 3228,
        "제주": 671,
    }  # fmt: skip
    for row in rows(reference, "population"):
        assert row["population"] / 1000 == pytest.approx(before[WORK_REGIONS[row["region"]].name], rel=0.013)


def shapes(units: Units) -> dict[str, list[list[list[Point]]]]:
    """The polygons of each region; of a polygon, the outer ring comes first."""
    collection = json.loads((OUTLINES_FOLDER / outlines_file(units)).read_text(encoding="utf-8"))
    return {
        feature["id"]: [
            [[(lon, lat) for lon, lat in ring] for ring in polygon] for polygon in feature["geometry"]["coordinates"]
        ]
        for feature in collection["features"]
    }


def signed_area(ring: list[Point]) -> float:
    """In square degrees, negative when the ring runs clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def region_area(polygons: list[list[list[Point]]]) -> float:
    return -sum(signed_area(ring) for polygon in polygons for ring in polygon)


def edges(polygons: list[list[list[Point]]]) -> set[frozenset[Point]]:
    return {frozenset(edge) for polygon in polygons for ring in polygon for edge in pairwise(ring)}


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def crossings(ring: list[Point]) -> int:
    """Pairs of edges that cross, looking only at those whose stretches of longitude overlap."""
    open_edges: list[tuple[Point, Point]] = []
    count = 0
    for a, b in sorted(((min(edge), max(edge)) for edge in pairwise(ring)), key=lambda edge: edge[0]):
        open_edges = [edge for edge in open_edges if edge[1][0] >= a[0]]
        count += sum(crosses(a, b, c, d) for c, d in open_edges)
        open_edges.append((a, b))
    return count


BOTH_UNITS = pytest.mark.parametrize("units", ["comparable", "old"])


def test_outlines_are_the_16_comparable_or_the_17_old_regions() -> None:
    comparable = [code for code in COMPARABLE_REGIONS if code != "R3030"]
    old = [code for code in WORK_REGIONS if code not in ("R3030", "R3027")]
    assert [outline.code for outline in load_outlines("comparable")] == comparable
    assert [outline.code for outline in load_outlines("old")] == old
    assert (len(comparable), len(old)) == (16, 17)


@BOTH_UNITS
def test_outlines_carry_the_name_of_their_code_and_a_place_in_korea_for_it(units: Units) -> None:
    for outline in load_outlines(units):
        assert outline.name == WORK_REGIONS[outline.code].name
        assert 126 < outline.lon < 130
        assert 33 < outline.lat < 39


@BOTH_UNITS
def test_names_on_the_map_keep_their_distance(units: Units) -> None:
    """On a map 500 pixels high a degree is about 67 pixels across and 83 high; a name is 12 high, 24 or 46 across."""
    places = load_outlines(units)
    for index, one in enumerate(places):
        for other in places[index + 1 :]:
            width = 6 * (len(one.name) + len(other.name))
            assert abs(one.lon - other.lon) * 67 > width or abs(one.lat - other.lat) * 83 > 13, (one, other)


@BOTH_UNITS
def test_outer_rings_run_clockwise_and_close(units: Units) -> None:
    for polygons in shapes(units).values():
        for outer, *inner in polygons:
            assert signed_area(outer) < 0
            assert all(signed_area(ring) > 0 for ring in inner)
            assert all(ring[0] == ring[-1] for ring in (outer, *inner))


@BOTH_UNITS
def test_no_outline_crosses_itself(units: Units) -> None:
    found = {
        code: [crossings(ring) for polygon in polygons for ring in polygon] for code, polygons in shapes(units).items()
    }
    assert {code for code, counts in found.items() if any(counts)} == set()


def test_areas_are_those_of_the_country() -> None:
    areas = {code: region_area(polygons) for code, polygons in shapes("old").items()}
    # South Korea has about 100,000 km²; a square degree at 36.4 degrees north about 9,950.
    assert sum(areas.values()) * 9_950 == pytest.approx(100_300, rel=0.02)
    assert max(areas, key=lambda code: areas[code]) == "R3021"
    assert min(areas, key=lambda code: areas[code]) in ("R3026", "R3015")
    # 605 km² at 37.6 degrees north.
    assert areas["R3010"] * 9_790 == pytest.approx(605, rel=0.03)


def test_neighbours_share_their_border_and_the_merged_region_has_none_inside() -> None:
    old, comparable = shapes("old"), shapes("comparable")
    border = edges(old["R3015"]) & edges(old["R3023"])
    assert len(border) > 10
    assert edges(comparable["R3027"]) == (edges(old["R3015"]) | edges(old["R3023"])) - border
    assert region_area(comparable["R3027"]) == pytest.approx(region_area(old["R3015"]) + region_area(old["R3023"]))
    assert edges(old["R3010"]) & edges(old["R3017"])


@BOTH_UNITS
def test_outline_files_are_small_enough_to_send_with_a_page(units: Units) -> None:
    assert (OUTLINES_FOLDER / outlines_file(units)).stat().st_size < 60_000


def test_the_stub_of_the_world_map_is_empty_topojson() -> None:
    stub = json.loads((OUTLINES_FOLDER / "topojson" / "world_110m.json").read_text(encoding="utf-8"))
    assert stub["type"] == "Topology"
    assert all(layer["geometries"] == [] for layer in stub["objects"].values())
