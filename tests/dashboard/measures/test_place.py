"""Where the work is, against adding up posting by posting."""

from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures import place
from dashboard.measures.breakdown import Weight, break_down
from dashboard.measures.concentration import location_quotients
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from data_loader.codes import CAPITAL_AREA, COMPARABLE_REGIONS
from data_loader.schema import WORKPLACES
from data_loader.tables.municipalities import load_municipalities
from tests.dashboard.conftest import ANY_ROWS, TODAY, Row, choose, index_of, is_found, options_of, selections

WEIGHTS: tuple[Weight, ...] = ("postings", "headcount")
SEATS: dict[str, dict[str, Any]] = {
    "C0001": {"headquarters_region": "R3010"},
    "C0002": {"headquarters_region": "R3023"},
    "C0003": {"headquarters_region": "R3027"},
    "C0004": {"headquarters_region": None},
}


def size(row: Row, weight: Weight) -> float:
    return float(row["headcount"] or 0) if weight == "headcount" else 1.0


def all_of(*rows: Row) -> Found:
    return index_of(*rows).find(Selection())


def rows_found(found: Found) -> list[Row]:
    rows: list[Row] = found.index.table.to_pylist()
    return [row for row in rows if is_found(row, found.selection, found.index.today)]


# Regular posts


@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections())
def test_the_regular_share_is_regular_postings_over_all_of_a_region(rows: list[Row], selection: Selection) -> None:
    found = index_of(*rows).find(selection)
    regular: dict[str, float] = defaultdict(float)
    everything: dict[str, float] = defaultdict(float)
    for row in rows_found(found):
        regions = options_of(row, "region", TODAY)
        for code in regions:
            everything[code] += 1 / len(regions)
            regular[code] += ("R1010" in row["hire_types"]) / len(regions)
    for option, share in zip(found.index.options["region"], place.regular_share(found), strict=True):
        if option.code in everything:
            assert share == pytest.approx(regular[option.code] / everything[option.code])
        else:
            assert np.isnan(share)


def test_a_posting_in_two_regions_counts_half_in_each() -> None:
    rows = [
        {"work_regions": ["R3010", "R3014"], "hire_types": ["R1010"]},
        {"work_regions": ["R3010"], "hire_types": ["R1040", "R1010"]},
        {"work_regions": ["R3010"], "hire_types": ["R1040"]},
    ]
    found = all_of(*rows)
    shares = dict(zip((o.label for o in found.index.options["region"]), place.regular_share(found), strict=True))
    assert (shares["서울"], shares["부산"]) == (pytest.approx(1.5 / 2.5), 1.0)


# Residents

RESIDENTS = place.residents_of(
    pd.DataFrame(
        {"region": ["R3010", "R3015", "R3023", "R3010"], "year": [2025, 2025, 2025, 2024],
         "population": [9_000_000, 1_400_000, 1_800_000, 1]}
    )
)  # fmt: skip


@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections())
def test_persons_per_100_000_are_persons_over_residents_of_a_region(rows: list[Row], selection: Selection) -> None:
    assert RESIDENTS
    found = index_of(*rows).find(selection)
    persons: dict[str, float] = defaultdict(float)
    for row in rows_found(found):
        regions = options_of(row, "region", TODAY)
        for code in regions:
            persons[code] += (row["headcount"] or 0) / len(regions)
    people, years = {"R3010": 9_000_000, "R3027": 3_200_000}, place.years_counted(found)
    rates = place.headcount_per_100_000(found, RESIDENTS, "fractional")
    for option, rate in zip(found.index.options["region"], rates, strict=True):
        if option.code in people:
            assert rate == pytest.approx(persons[option.code] / years / people[option.code] * 100_000)
        else:
            assert np.isnan(rate)


def test_a_rate_is_one_a_year_where_more_than_a_year_was_counted() -> None:
    def years(**chosen: date) -> float:
        return place.years_counted(index_of({}).find(Selection(**chosen)))  # type: ignore[arg-type]

    assert years(start_from=date(2024, 1, 1), start_to=date(2024, 12, 31)) == 1
    assert years(start_from=date(2025, 3, 1), start_to=date(2025, 3, 31)) == 1
    assert years(start_from=date(2021, 1, 1), start_to=date(2024, 12, 31)) == pytest.approx(4)
    assert place.years_counted(index_of({}).find(choose(status="open"))) == 1


def test_merged_regions_have_the_residents_of_both_and_each_keeps_its_own() -> None:
    assert RESIDENTS
    assert RESIDENTS.year == 2025
    assert RESIDENTS.by_region == {"R3010": 9_000_000, "R3015": 1_400_000, "R3023": 1_800_000, "R3027": 3_200_000}


def test_without_a_table_nobody_is_known_to_live_anywhere() -> None:
    assert place.residents_of(pd.DataFrame(columns=["region", "year", "population"])) is None


# The capital area


@pytest.mark.parametrize("weight", WEIGHTS)
@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_the_capital_share_is_that_of_twelve_months_at_home(weight: Weight, rows: list[Row]) -> None:
    found = all_of(*rows)
    first, last = (2024 - 1970) * 12, (2025 - 1970) * 12 + 10
    shares = place.capital_share_by_month(found, weight, first, last)
    assert len(shares) == 23
    assert np.isnan(shares[:11]).all()
    for position in range(11, 23):
        whole = part = 0.0
        for row in rows_found(found):
            month = (row["start_date"].year - 1970) * 12 + row["start_date"].month - 1
            if first + position - 12 < month <= first + position:
                regions = options_of(row, "region", TODAY)
                whole += size(row, weight) * len(regions & place.DOMESTIC) / len(regions)
                part += size(row, weight) * len(regions & CAPITAL_AREA) / len(regions)
        if whole:
            assert shares[position] == pytest.approx(part / whole, abs=1e-9)
        else:
            assert np.isnan(shares[position])


def test_fewer_than_twelve_months_have_no_share() -> None:
    assert np.isnan(place.capital_share_by_month(all_of({}), "postings", 600, 605)).all()
    assert len(place.capital_share_by_month(all_of({}), "postings", 600, 599)) == 0


def test_home_is_the_16_regions_without_abroad() -> None:
    assert len(place.DOMESTIC) == 16
    assert COMPARABLE_REGIONS.keys() - {"R3030"} == place.DOMESTIC
    names, values = place.domestic(all_of({"work_regions": ["R3030"]}, {"work_regions": ["R3015"]}), "postings")
    assert len(names) == 16
    assert dict(zip(names, values, strict=True))["전남광주"] == values.sum() == 1


# Fields


@pytest.mark.parametrize("weight", WEIGHTS)
@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_regions_by_fields_split_each_posting_over_both(weight: Weight, rows: list[Row]) -> None:
    found = all_of(*rows)
    regions, fields, table = place.region_by_field(found, weight)
    expected: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows_found(found):
        of_region, of_field = options_of(row, "region", TODAY), options_of(row, "ncs", TODAY)
        for region in of_region:
            for code in of_field:
                names = found.index.label("region", region), found.index.label("ncs", code)
                expected[names] += size(row, weight) / len(of_region) / len(of_field)
    assert table.shape == (len(regions), len(fields))
    for row_number, region_name in enumerate(regions):
        for column, field_name in enumerate(fields):
            assert table[row_number, column] == pytest.approx(expected[region_name, field_name])


def test_regions_by_fields_add_up_to_the_regions() -> None:
    rows = [
        {"work_regions": ["R3010", "R3014"], "ncs_fields": ["R600002", "R600006"], "headcount": 7},
        {"headcount": 5},
    ]
    found = all_of(*rows)
    names, _, table = place.region_by_field(found, "headcount")
    assert dict(zip(names, table.sum(axis=1), strict=True))["서울"] == pytest.approx(8.5)


def test_a_location_quotient_is_the_share_against_the_national_share() -> None:
    table = np.array([[10.0, 10.0], [0.0, 20.0]])
    assert location_quotients(table) == pytest.approx(np.array([[2.0, 2 / 3], [0.0, 4 / 3]]))
    assert np.isnan(location_quotients(np.zeros((2, 2)))).all()


# Headquarters


@pytest.mark.parametrize("weight", WEIGHTS)
@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections())
def test_headquarters_to_workplace_adds_up_to_the_regions(
    weight: Weight, rows: list[Row], selection: Selection
) -> None:
    found = index_of(*rows).find(selection)
    seats, workplaces, table = place.headquarters_to_workplace(found, SEATS, weight)
    assert table.shape == (len(seats), len(workplaces))
    assert table.sum(axis=0) == pytest.approx(break_down(found, "region", weight).fractional)
    by_seat: dict[str, float] = defaultdict(float)
    names = {"C0001": "서울", "C0002": "전남광주", "C0003": "전남광주"}
    for row in rows_found(found):
        by_seat[names.get(row["institution_code"], place.UNKNOWN_HEADQUARTERS)] += size(row, weight)
    for seat, total in zip(seats, table.sum(axis=1), strict=True):
        assert total == pytest.approx(by_seat[seat])


def test_without_postings_there_are_no_headquarters() -> None:
    seats, _, table = place.headquarters_to_workplace(all_of(), SEATS, "postings")
    assert seats == []
    assert len(table) == 0


# Municipalities


def located(found: Found, named: dict[int, list[str]]) -> place.Workplaces:
    """Row of the index → codes of the municipalities its posting names."""
    ids = found.index.posting_ids.tolist()
    rows = [
        {"posting_id": ids[row], "municipality_code": code, "passage": ""}
        for row, codes in named.items()
        for code in codes
    ]
    return place.workplaces_of(found.index, pa.Table.from_pylist(rows, schema=WORKPLACES.arrow))


@pytest.mark.parametrize("weight", WEIGHTS)
@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections(), data=st.data())
def test_municipalities_add_up_posting_by_posting(
    weight: Weight, rows: list[Row], selection: Selection, data: st.DataObject
) -> None:
    found = index_of(*rows).find(selection)
    codes = [entry.code for entry in load_municipalities()[:4]]
    some = st.lists(st.sampled_from(codes), unique=True, max_size=3)
    named = {row: data.draw(some) for row in range(found.index.rows)}
    counted = place.by_municipality(found, located(found, named), weight)
    expected: dict[str, dict[str, float]] = {mode: defaultdict(float) for mode in ("full", "fractional", "single")}
    table = found.index.table.to_pylist()
    for row in found.rows.tolist():
        for code in named[row]:
            expected["full"][code] += size(table[row], weight)
            expected["fractional"][code] += size(table[row], weight) / len(named[row])
            expected["single"][code] += size(table[row], weight) * (len(named[row]) == 1)
    for mode, sums in expected.items():
        assert getattr(counted, mode)[:4] == pytest.approx([sums[code] for code in codes])
    assert counted.covered_postings == sum(bool(named[row]) for row in found.rows.tolist())
    assert counted.covered == pytest.approx(sum(expected["fractional"].values()))
    assert counted.total == sum(size(table[row], weight) for row in found.rows.tolist())


def test_rows_of_workplaces_nobody_knows_count_nowhere() -> None:
    found = all_of({}, {})
    rows = [
        {"posting_id": 1, "municipality_code": "11010", "passage": ""},
        {"posting_id": int(found.index.posting_ids[0]), "municipality_code": "00000", "passage": ""},
    ]
    table = pa.Table.from_pylist(rows, schema=WORKPLACES.arrow)
    assert place.by_municipality(found, place.workplaces_of(found.index, table), "postings").covered == 0
    empty = all_of()
    assert place.by_municipality(empty, place.workplaces_of(empty.index, table), "postings").covered_postings == 0


def test_the_real_list_adds_up(real_index: PostingIndex) -> None:
    found = real_index.find(Selection())
    _, values = place.domestic(found, "postings")
    abroad = break_down(found, "region", "postings").fractional[
        [o.label for o in real_index.options["region"]].index("해외")
    ]
    assert values.sum() + abroad == pytest.approx(379)
    regular = real_index.find(choose(hire="R1010"))
    counted = break_down(found, "region", "postings")
    assert np.nansum(place.regular_share(found) * counted.fractional) == pytest.approx(regular.count)
