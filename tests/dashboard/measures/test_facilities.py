"""What facilities and programmes are chosen by, and which coordinates are believed."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures import facilities as measures
from dashboard.selection.offers import OfferIndex
from tests.dashboard.offered import ANY_FACILITIES, ANY_PROGRAMMES, EVERYTHING, facilities, facilities_of, programmes

fewer = settings(max_examples=15)
DEGREES = st.floats(-200, 200) | st.just(float("nan")) | st.sampled_from([0.0, 33.0, 38.7, 124.5, 132.0, 37.5, 127.0])


def counts(index: OfferIndex, key: str) -> dict[str, int]:
    found = index.find(EVERYTHING).counts(key).tolist()
    return {option.label: count for option, count in zip(index.filters[key].options, found, strict=True) if count}


@given(st.lists(st.tuples(DEGREES, DEGREES), max_size=20))
def test_a_place_is_believed_only_within_korea(pairs: list[tuple[float, float]]) -> None:
    expected = []
    for lat, lon in pairs:
        if lat != lat or lon != lon:
            expected.append("unplaced")
        elif 33 <= lat <= 38.7 and 124.5 <= lon <= 132:
            expected.append("placed")
        else:
            expected.append("swapped" if 33 <= lon <= 38.7 and 124.5 <= lat <= 132 else "outside")
    both = np.array(pairs, float).reshape(-1, 2)
    assert measures.placement(both[:, 0], both[:, 1]).tolist() == expected


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [("placed", 33.11, 126.27), ("placed", 37.24, 131.87), ("placed", 37.95, 124.7), ("swapped", 127.0, 37.5),
     ("outside", 0.0, 127.0), ("outside", 35.68, 139.7), ("unplaced", float("nan"), 127.0)],
)  # fmt: skip
def test_the_ends_of_the_country_are_within(place: str, lat: float, lon: float) -> None:
    assert measures.placement(np.array([lat]), np.array([lon])).tolist() == [place]


@fewer
@given(ANY_FACILITIES)
def test_every_facility_has_an_option_of_every_filter_but_the_opening_days(rows: list[dict[str, Any]]) -> None:
    index = facilities(*rows)
    for key, each in index.filters.items():
        options = each.members.sum(axis=1)
        assert (options >= (0 if key == "open" else 1)).all()
        assert (options <= {"open": 3, "place": 2}.get(key, 1)).all()


@fewer
@given(ANY_FACILITIES)
def test_a_day_is_open_where_a_kind_or_hours_say_so(rows: list[dict[str, Any]]) -> None:
    days = measures.opening_days(facilities_of(*rows))
    expected = [
        [
            day
            for day in measures.DAYS
            if row[f"{day}_hours"] != "휴 무" and (row[f"{day}_hours"] or row[f"{day}_hours_kind"])
        ]
        for row in rows
    ]
    assert days == expected


def test_the_regions_are_the_comparable_ones_and_unknown_names_stay() -> None:
    names = ["광주광역시", "전라남도", "전남광주통합특별시", "달나라", None]
    index = facilities(*({"region": name} for name in names))
    assert counts(index, "region") == {"전남광주": 3, "달나라": 1, "미기재": 1}


def test_in_and_out_is_found_by_either() -> None:
    assert counts(facilities({"in_out": "ALL"}, {"in_out": "IN"}), "place") == {"실내": 2, "실외": 1}


def test_a_group_without_a_name_in_the_code_book_takes_it_from_the_path() -> None:
    rows = [{"facility_type": "F003001", "facility_type_path": "강의실 > 소형"}, {"facility_type": "F006001"}]
    assert counts(facilities(*rows), "kind") == {"강의실": 1, "그 밖의 시설(F006)": 1}


@fewer
@given(ANY_PROGRAMMES)
def test_fields_by_life_stage_count_every_stage_of_a_programme(rows: list[dict[str, Any]]) -> None:
    index = programmes(*rows)
    table = measures.field_by_life_stage(index.find(EVERYTHING))
    fields, stages = index.filters["field"], index.filters["stage"]
    expected: Counter[tuple[str, str]] = Counter()
    for row in range(index.rows):
        own = [o.label for o, has in zip(fields.options, fields.members[row], strict=True) if has]
        of_stage = [o.label for o, has in zip(stages.options, stages.members[row], strict=True) if has]
        expected.update((field, stage) for field in own for stage in of_stage)
    assert {key: count for key, count in table.stack().to_dict().items() if count} == dict(expected)


@pytest.mark.parametrize(
    ("code", "path"),
    [("B030204", "교육연구 > 교육지원 > 장학금"), ("B01", "건강"), ("B99", "B99"), (None, "")],
)
def test_a_programme_has_the_path_of_its_class(code: str | None, path: str) -> None:
    assert measures.programme_path(code, {}) == path


def test_a_facility_has_the_path_of_the_source_else_of_the_code_book_else_its_name() -> None:
    names = {("facility_type", "F011001"): "새 종류"}
    assert measures.facility_path("F002005", "강당>대형", names) == "강당>대형"
    assert measures.facility_path("F002005", None, names) == "강당 > 대형"
    assert measures.facility_path("F011001", None, names) == "새 종류"
