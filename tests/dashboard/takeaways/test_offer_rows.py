"""Facilities and programmes in words."""

import pytest

from dashboard.languages import speaking
from dashboard.takeaways.offer_rows import (
    facility_facts,
    facility_rows,
    programme_facts,
    programme_rows,
    with_code_names,
)
from data_loader.export import to_csv
from tests.dashboard.charts.conftest import ORIGIN_COLUMNS
from tests.dashboard.offered import NAMES, Row, facilities_of, programmes_of


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ({"is_paid": "Y", "fee": "1인\n3,000원"}, "요금", "유료 · 1인 3,000원"),
        ({"is_paid": "N"}, "요금", "무료"),
        ({"is_paid": None}, "요금", ""),
        ({"saturday_hours_kind": "01"}, "토요일", "24시간"),
        ({"saturday_hours_kind": "02"}, "토요일", "열림(시간 미기재)"),
        ({}, "토요일", ""),
        ({}, "평일", "09:00~18:00"),
        ({"is_reservable": "N"}, "예약", "안 받음"),
        ({"region": "광주광역시"}, "시도", "광주"),
        ({"region": "달나라"}, "시도", "달나라"),
    ],
)
def test_a_facility_is_listed_in_words(row: Row, column: str, text: str) -> None:
    assert facility_rows(facilities_of(row), NAMES)[column].to_pylist() == [text]


def test_a_facility_tells_its_facts() -> None:
    row: Row = {"in_out": "ALL", "is_reservable": "Y", "is_reserved_online": "Y", "is_reserved_by_phone": "Y",
                "road_address": "예시로 1", "address_detail": "3층"}  # fmt: skip
    facts = facility_facts(facilities_of(row).to_pylist()[0], NAMES)
    assert facts["주소"] == "예시로 1 3층"
    assert facts["실내외"] == "실내ㆍ실외"
    assert facts["예약"] == "가능 · 누리집, 전화"


def test_a_programme_tells_its_class_its_stages_and_its_days() -> None:
    row: Row = {"programme_period": "02", "start_date": "20250101", "end_date": "20251231", "service_class": "03"}
    table = programmes_of(row)
    facts = programme_facts(table.to_pylist()[0], NAMES)
    assert facts["분야"] == "교육연구 > 교육지원 > 장학금"
    assert facts["생애주기"] == "아동청소년·청년"
    assert facts["기간"] == "수시 · 2025-01-01 ~ 2025-12-31"
    assert programme_rows(table, NAMES)["편의서비스"].to_pylist() == ["교육/상담"]


@pytest.mark.parametrize("table", [facilities_of({"in_out": "IN"}, {}), programmes_of({}, {"programme_class": None})])
def test_the_file_has_every_column_of_the_source_and_the_names_of_codes(table: object) -> None:
    named = with_code_names(table, NAMES)  # type: ignore[arg-type]
    assert set(table.column_names) < set(named.column_names)  # type: ignore[attr-defined]
    assert not ORIGIN_COLUMNS & set(named.column_names)
    assert all(name.removesuffix("_name") in named.column_names for name in named.column_names)
    assert to_csv(named).count(b"\n") == 3


def test_names_stand_beside_their_codes() -> None:
    named = with_code_names(facilities_of({"in_out": "IN", "weekday_hours_kind": "01"}), NAMES)
    place = named.column_names.index("in_out")
    assert named.column_names[place + 1] == "in_out_name"
    assert [named[name][0].as_py() for name in ("in_out_name", "weekday_hours_kind_name", "facility_type_name")] == [
        "실내", "24시간", "강당 > 대형",
    ]  # fmt: skip


def test_a_facility_is_listed_and_told_in_english() -> None:
    row: Row = {"in_out": "ALL", "is_reservable": "Y", "is_reserved_by_phone": "Y", "is_paid": "N",
                "saturday_hours_kind": "01", "municipality": "강남구"}  # fmt: skip
    table = facilities_of(row)
    with speaking("en"):
        (listed,) = facility_rows(table, NAMES).to_pylist()
        facts = facility_facts(table.to_pylist()[0], NAMES)
    assert {name: listed[name] for name in ("Kind", "Province", "Municipality", "Fee", "Booking")} == {
        "Kind": "Auditoriums > Large", "Province": "Seoul", "Municipality": "Gangnam-gu", "Fee": "Free",
        "Booking": "Possible",
    }  # fmt: skip
    assert (facts["Indoor or outdoor"], facts["Booking"]) == ("Indoor and outdoor", "Possible · Telephone")


def test_a_programme_tells_its_class_and_stages_in_english() -> None:
    table = programmes_of({"programme_period": "02"})
    with speaking("en"):
        facts = programme_facts(table.to_pylist()[0], NAMES)
        (listed,) = programme_rows(table, NAMES).to_pylist()
    assert facts["Field"] == listed["Field"] == "Education and research > Support for education > Scholarships"
    assert facts["Life stage"] == "Children and teenagers·Youth"
