"""Branches, facilities and programmes: records to tables, without the persons in charge."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loader.reference import load_reference
from data_loader.schema import BRANCHES, FACILITIES, FACILITY_FILES, PROGRAMMES, TABLES
from data_loader.tables.columns import TidyTables
from data_loader.tables.offers import tidy_branches, tidy_facilities, tidy_programmes
from tests.data_loader.service_rows import branch_row, facility_file_row, facility_row, programme_row
from tests.data_loader.tables.test_details import ANYTHING

SERVICES: dict[str, tuple[Callable[..., TidyTables], Callable[..., dict[str, Any]]]] = {
    "branches": (tidy_branches, branch_row),
    "facilities": (tidy_facilities, facility_row),
    "programmes": (tidy_programmes, programme_row),
}
EVERY = pytest.mark.parametrize("name", SERVICES)


def only(found: TidyTables, table: str) -> dict[str, Any]:
    (row,) = found.tables[table].to_pylist()
    return row  # type: ignore[no-any-return]


def facility(**changes: object) -> dict[str, Any]:
    return only(tidy_facilities([facility_row(**changes)]), "facilities")


# Every service


@EVERY
def test_a_sound_row_gives_nothing_to_look_at(name: str) -> None:
    tidy, row = SERVICES[name]
    found = tidy([row()])
    assert (found.warnings, found.rejected.num_rows, found.unread_values.num_rows) == ([], 0, 0)
    assert found.tables[name].num_rows == 1


@EVERY
def test_tables_have_the_columns_of_the_schema(name: str) -> None:
    tidy, row = SERVICES[name]
    for records in ([], [row()], [{}]):
        for table, data in tidy(records).tables.items():
            assert data.schema.equals(TABLES[table].arrow)


@EVERY
def test_a_row_without_a_number_or_a_name_is_kept_aside_and_names_no_person(name: str) -> None:
    tidy, row = SERVICES[name]
    needed = [column.source for column in TABLES[name].columns if column.required]
    found = tidy([row(**{source: None}) for source in needed])
    assert found.tables[name].num_rows == 0
    assert found.rejected["table"].to_pylist() == [name] * len(needed)
    assert "홍길동" not in repr(found)
    assert "홍길동" not in "".join(found.rejected["record"].to_pylist())


@EVERY
def test_of_a_number_that_comes_twice_the_later_row_stands(name: str) -> None:
    tidy, row = SERVICES[name]
    found = tidy([row(5, instNm="옛 이름"), row(9), row(5, instNm="새 이름")]).tables[name]
    assert found.column(0).to_pylist() == [9, 5]
    assert found["institution"].to_pylist()[1] == "새 이름"


@EVERY
def test_a_field_nobody_decided_about_is_reported(name: str) -> None:
    tidy, row = SERVICES[name]
    assert tidy([row(newField=1)]).warnings == ["정하지 않은 필드 newField이(가) 1건에 있습니다."]


@EVERY
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_a_row_holds_it_ends_in_the_table_or_aside(name: str, data: st.DataObject) -> None:
    tidy, row = SERVICES[name]
    fields = st.sampled_from(sorted(row()))
    changes = data.draw(st.lists(st.dictionaries(fields, ANYTHING, max_size=4), max_size=3))
    key = TABLES[name].columns[0].source
    found = tidy([{**row(), **change, key: number} for number, change in enumerate(changes, 1)])
    aside = [table for table in found.rejected["table"].to_pylist() if table == name]
    assert found.tables[name].num_rows + len(aside) == len(changes)
    for table in (*found.tables.values(), found.rejected, found.unread_values, found.code_names):
        table.validate(full=True)


# Branches


def test_a_branch_is_read_with_its_province_as_a_code() -> None:
    assert only(tidy_branches([branch_row()]), "branches") == {
        "is_head_office": None,
        "branch_id": 1,
        "institution_code": "C0021",
        "institution": "국립공원공단",
        "branch": "가나지사",
        "region": "R3024",
        "municipality": "남원시",
        "road_address": "가나로 1",
        "lot_address": None,
        "address_detail": "2층",
        "homepage_url": "http://www.example.com",
    }


def test_equal_numbers_of_two_institutions_stay_apart() -> None:
    found = tidy_branches([branch_row(1), branch_row(1, instCd="C0500")])
    assert found.tables["branches"]["institution_code"].to_pylist() == ["C0021", "C0500"]


def test_recorded_branches_are_all_kept_and_all_in_a_region(real: Path) -> None:
    """4,014 offices as another client of the same source keeps them: some are head offices, named by themselves."""
    roster = load_reference()["institutions"].data.to_pylist()
    codes = {row["institution"]: row["institution_code"] for row in roster}
    with (real / "institutions" / "branches_4014.csv").open(encoding="utf-8-sig", newline="") as file:
        recorded = list(csv.DictReader(file))
    records = [
        branch_row(
            number, brnchNm=row["name"], ctpvNm=row["region"], siteUrl=row["url"],
            instCd=codes.get(re.sub(r"\s*/.*", "", row["type"]), codes.get(row["name"], "C9999")),
        )
        for number, row in enumerate(recorded, 1)
    ]  # fmt: skip
    found = tidy_branches(records)
    assert (found.warnings, found.tables["branches"].num_rows) == ([], 4014)
    regions = Counter(found.tables["branches"]["region"].to_pylist())
    assert len(regions) == 17
    assert all(re.fullmatch(r"R30\d\d", region) for region in regions)
    unknown = Counter(found.tables["branches"]["institution_code"].to_pylist())["C9999"]
    assert unknown < 0.05 * len(recorded)


# Facilities


def test_a_facility_is_read_in_our_names_and_types() -> None:
    row = facility()
    shown = (
        "facility_id", "facility_type", "facility_group", "institution_code", "region", "latitude", "longitude",
        "in_out", "is_paid", "weekday_hours_kind", "weekday_hours", "is_reserved_online", "is_reserved_by_phone", "host_type",
    )  # fmt: skip
    assert [row[name] for name in shown] == [
        501, "F001003", "F001", "C0021", "R3018", 37.3225, 127.9786, "IN", True, "02", "09:00~18:00", True, False, "01",
    ]  # fmt: skip


def test_no_table_of_facilities_names_the_person_in_charge() -> None:
    found = tidy_facilities([facility_row(files=[facility_file_row()])])
    written = "".join(str(table.to_pylist()) for table in found.tables.values())
    for personal in ("홍길동", "총무부", "033-000-0000", "hong@"):
        assert personal not in written


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((37.5, 127), (37.5, 127.0)),
        (("37.5", "127.0"), (37.5, 127.0)),
        ((0, 0), (None, None)),
        (("0", "0.0"), (None, None)),
        ((None, None), (None, None)),
        ((0, 127.0), (0.0, 127.0)),
    ],
)
def test_a_place_is_a_pair_of_degrees_and_two_zeros_are_none(
    place: tuple[object, object], expected: tuple[float | None, float | None]
) -> None:
    row = facility(lat=place[0], lon=place[1])
    assert (row["latitude"], row["longitude"]) == expected


def test_a_place_that_cannot_be_read_is_left_empty_and_kept_aside() -> None:
    found = tidy_facilities([facility_row(lat="북위 37도")])
    assert only(found, "facilities")["latitude"] is None
    assert only(found, "facilities")["longitude"] == 127.9786
    assert found.unread_values["reason"].to_pylist() == ["위도 수가 아님: '북위 37도'"]


def test_codes_of_facilities_are_named_and_new_ones_reported() -> None:
    found = tidy_facilities([facility_row(fcltTypeCd="F010001", fcltTypeNm="우주정거장")])
    assert found.warnings == ["코드집에 없는 코드 F010001(우주정거장)가 facility_type에 1건 있습니다."]
    assert only(found, "facilities")["facility_group"] == "F010"
    assert {(row["column"], row["label"]) for row in found.code_names.to_pylist()} >= {
        ("facility_type", "우주정거장"), ("in_out", "실내"), ("weekday_hours_kind", "시간입력"), ("host_type", "직접"),
    }  # fmt: skip


def test_files_of_a_facility_stand_in_a_table_of_their_own() -> None:
    found = tidy_facilities([facility_row(files=[facility_file_row()])])
    assert only(found, "facility_files") == {
        "file_id": 9001,
        "facility_id": 501,
        "file_name": "전경.jpg",
        "extension": "jpg",
        "file_kind": "I",
        "file_url": "https://www.example.com/files/9001",
    }


def test_a_detail_after_the_list_adds_its_files() -> None:
    found = tidy_facilities([facility_row(), facility_row(utztnPayExpln="무료", files=[facility_file_row()])])
    assert only(found, "facilities")["fee"] == "무료"
    assert found.tables["facility_files"].num_rows == 1


# Programmes


def test_a_programme_is_read_in_our_names_and_types() -> None:
    assert only(tidy_programmes([programme_row(bgngYmd="20240101")]), "programmes") == {
        "programme_id": 701,
        "programme": "탐방 해설",
        "description": "국립공원의 자연을 풀어 알린다.",
        "programme_class": "B050202",
        "programme_field": "B05",
        "institution_code": "C0021",
        "institution": "국립공원공단",
        "programme_period": "01",
        "period_text": "연중",
        "start_date": date(2024, 1, 1),
        "end_date": None,
        "life_stages": ["02", "03"],
        "service_class": "03",
        "audience": "누구나",
        "usage": "누리집에서 신청",
        "homepage_url": "http://www.example.com",
    }


def test_a_programme_without_a_class_is_kept() -> None:
    row = only(tidy_programmes([programme_row(bizClsf=None, bizClsfNm=None, lifecyclLst=None)]), "programmes")
    assert (row["programme_class"], row["programme_field"], row["life_stages"]) == (None, None, [])


def test_no_table_of_programmes_says_whom_to_ask() -> None:
    assert "홍길동" not in str(tidy_programmes([programme_row()]).tables["programmes"].to_pylist())


@pytest.mark.parametrize("table", [BRANCHES, FACILITIES, FACILITY_FILES, PROGRAMMES], ids=lambda table: table.name)
def test_the_number_comes_first(table: Any) -> None:
    assert table.columns[0].kind == "id"
    assert table.columns[0].required
