import csv
from pathlib import Path

import pytest

from data_loader import codes
from data_loader.tables import offer_codes

GROUPS = {
    "R1000": codes.HIRE_TYPES,
    "R2000": codes.CAREER_LEVELS,
    "R3000": codes.WORK_REGIONS,
    "R6000": codes.NCS_FIELDS,
    "R7000": codes.EDUCATION_LEVELS,
    "A2000": codes.INSTITUTION_TYPES,
    "INST_CLSF": codes.INSTITUTION_CLASSES,
    "ATCH_TYPE": codes.ATTACHMENT_KINDS,
    "FCLT_CLSF": offer_codes.FACILITY_TYPES,
    "IN_OUT_SE": offer_codes.IN_OUT,
    "OPEN_SE": offer_codes.OPENING,
    "HOST_TY": offer_codes.HOST_TYPES,
    "BIZ_CLSF": offer_codes.PROGRAMME_CLASSES,
    "PERIOD_SE": offer_codes.PROGRAMME_PERIODS,
    "LIFE_CYCLE": offer_codes.LIFE_STAGES,
    "SRVC_CLSF": offer_codes.SERVICE_CLASSES,
}
# The class above all classes.
NOT_A_TYPE = {"FCLT_CLSF": {"F"}}


def letters(name: str) -> list[str]:
    """The recorded code book was taken from a PDF, where full stops, dots and blanks lost their places."""
    return sorted(letter for letter in name if letter not in ". ㆍ")


@pytest.mark.parametrize("group", GROUPS)
def test_every_code_of_the_code_book_has_its_name(real: Path, group: str) -> None:
    with (real / "codes" / "code_book_v1.2.csv").open(encoding="utf-8-sig", newline="") as file:
        official = {row["code"]: row["code_name"] for row in csv.DictReader(file) if row["group_id"] == group}
    official = {code: name for code, name in official.items() if code not in NOT_A_TYPE.get(group, ())}
    assert official
    ours = {code: entry.name for code, entry in GROUPS[group].items() if code in official}
    assert {code: letters(name) for code, name in ours.items()} == {
        code: letters(name) for code, name in official.items()
    }


@pytest.mark.parametrize("table", GROUPS.values(), ids=GROUPS.keys())
def test_slugs_are_distinct_and_fit_into_an_address(table: dict[str, codes.Code]) -> None:
    slugs = [entry.slug for entry in table.values()]
    assert len(set(slugs)) == len(slugs)
    assert all(slug == slug.lower() and slug.replace("-", "").isalnum() and slug.isascii() for slug in slugs)


def test_the_two_merged_regions_fold_into_one() -> None:
    assert codes.comparable_regions(("R3010", "R3015", "R3023", "R3021")) == ("R3010", "R3027", "R3021")


def test_an_unknown_region_stays_as_it_is() -> None:
    assert codes.comparable_regions(("R3999", "R3010")) == ("R3999", "R3010")


def test_sixteen_regions_and_abroad_are_comparable() -> None:
    assert len(codes.COMPARABLE_REGIONS) == 17
    assert "R3030" in codes.COMPARABLE_REGIONS
    assert not {"R3015", "R3023"} & codes.COMPARABLE_REGIONS.keys()


def test_regions_that_end_fold_into_one_that_goes_on() -> None:
    ended = [entry for entry in codes.WORK_REGIONS.values() if entry.until]
    assert {entry.folds_into for entry in ended} == {"R3027"}


def test_old_and_new_names_of_a_province_are_the_same_region() -> None:
    assert codes.PROVINCES["강원도"] == codes.PROVINCES["강원특별자치도"] == codes.PROVINCES["강원"] == "R3018"


def test_every_region_but_abroad_has_its_short_name_among_the_provinces() -> None:
    for code, entry in codes.WORK_REGIONS.items():
        if code != "R3030":
            assert codes.PROVINCES[entry.name] == code


def test_a_class_is_named_with_those_above_it() -> None:
    assert offer_codes.class_path(offer_codes.PROGRAMME_CLASSES, "B010207") == "건강 > 의료지원 > 기타"
    assert offer_codes.class_path(offer_codes.PROGRAMME_CLASSES, "B11") == "기타"
    assert offer_codes.class_path(offer_codes.FACILITY_TYPES, "F005007") == "체육시설 > 수영장"
    assert offer_codes.class_path(offer_codes.FACILITY_TYPES, "F003001") == "소형"
    assert offer_codes.class_path(offer_codes.FACILITY_TYPES, "F999") == "F999"


def test_there_are_187_classes_of_programmes_in_eleven_fields() -> None:
    assert (len(offer_codes.PROGRAMME_CLASSES), len(offer_codes.PROGRAMME_FIELDS)) == (187, 11)


def test_there_are_seven_groups_of_facilities() -> None:
    assert [entry.name for entry in offer_codes.FACILITY_GROUPS.values()] == [
        "회의실", "강당", "문화시설", "체육시설", "숙박시설", "주차장", "기타시설물",
    ]  # fmt: skip
