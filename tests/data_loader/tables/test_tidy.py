"""Records to tables: nothing is dropped silently, nothing is guessed."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loader.reference import load_reference
from data_loader.schema import CODE_NAMES, INSTITUTIONS, POSTING_TEXTS, POSTINGS, REJECTED, UNREAD_VALUES, WORKPLACES
from data_loader.tables.columns import CHUNK
from data_loader.tables.tidy import TidyTables, tidy_institutions, tidy_postings
from tests.data_loader.conftest import institution_row, posting_row

ROSTER = pa.Table.from_pylist(
    [
        {"institution_code": "C0021", "institution": "국립공원공단", "institution_type": "A2004",
         "institution_class": "06", "supervising_ministry": "기후에너지환경부", "is_former": False},
        {"institution_code": "C0999", "institution": "없어진공사", "is_former": True},
    ],
    schema=INSTITUTIONS.arrow,
)  # fmt: skip


def tidy(*changes: Mapping[str, object]) -> TidyTables:
    """Rows of the list with these changes, numbered downwards from 290000 unless they say otherwise."""
    return tidy_postings([posting_row(290_000 - n, **dict(change)) for n, change in enumerate(changes)], ROSTER)


def posting(**changes: object) -> dict[str, Any]:
    """The one posting that comes of a row with these changes."""
    (row,) = tidy(changes).tables["postings"].to_pylist()
    return row  # type: ignore[no-any-return]


# What a row becomes


def test_a_row_becomes_a_posting_in_our_names_and_types() -> None:
    wanted = {
        "posting_id": 290_000,
        "institution_code": "C0021",
        "institution": "국립공원공단",
        "title": "기간제 직원 채용 290000",
        "start_date": date(2025, 11, 3),
        "end_date": date(2025, 11, 11),
        "headcount": 1,
        "hire_types": ["R1040"],
        "ncs_fields": ["R600002"],
        "work_regions": ["R3022"],
        "career_level": "R2030",
        "education_levels": ["R7010"],
        "is_replacement": False,
        "original_url": "https://www.knps.or.kr/",
        "comparable_regions": ["R3022"],
        "institution_type": "A2004",
        "institution_class": "06",
        "supervising_ministry": "기후에너지환경부",
        "withdrawn_date": None,
        "preference_groups": [],
        "duration_days": 9,
        "quality_flags": [],
    }
    found = posting()
    assert {name: found[name] for name in wanted} == wanted


def test_its_texts_stand_in_a_table_of_their_own() -> None:
    found = tidy({"aplyQlfcCn": "가\r\n나"})
    assert found.tables["posting_texts"].to_pylist() == [
        {
            "posting_id": 290_000,
            "eligibility": "가\n나",
            "selection_process": "서류, 면접",
            "preference_condition": "장애인",
            "preference": None,
            "disqualification": "인사규정에 따름",
            "missing_attachment_reason": None,
        }
    ]


def test_tables_have_the_columns_of_the_schema() -> None:
    for found in (tidy(), tidy({}), tidy({"recrutPblntSn": None})):
        assert found.tables["postings"].schema.equals(POSTINGS.arrow)
        assert found.tables["posting_texts"].schema.equals(POSTING_TEXTS.arrow)
        assert found.tables["workplaces"].schema.equals(WORKPLACES.arrow)
        assert found.rejected.schema.equals(REJECTED.arrow)
        assert found.unread_values.schema.equals(UNREAD_VALUES.arrow)
        assert found.code_names.schema.equals(CODE_NAMES.arrow)


def test_a_sound_row_gives_nothing_to_look_at() -> None:
    assert tidy({}).warnings == []


def test_a_field_left_out_is_not_given() -> None:
    row = posting_row(1)
    for name in ("recrutNope", "srcUrl", "workRgnLst", "replmprYn", "recrutSe"):
        del row[name]
    (found,) = tidy_postings([row], ROSTER).tables["postings"].to_pylist()
    assert (found["headcount"], found["original_url"], found["is_replacement"]) == (None, None, None)
    assert (found["work_regions"], found["comparable_regions"], found["career_level"]) == ([], [], None)


def test_postings_come_latest_start_first_and_of_one_day_the_newest_number() -> None:
    old = posting_row(40, pbancBgngYmd="20180701")
    found = tidy_postings([*[posting_row(number) for number in (7, 30, 1)], old], ROSTER)
    assert found.tables["postings"]["posting_id"].to_pylist() == [30, 7, 1, 40]
    assert found.tables["posting_texts"]["posting_id"].to_pylist() == [40, 30, 7, 1]


def test_of_a_number_that_comes_twice_the_later_record_stands() -> None:
    rows = [posting_row(1, recrutNope=1), posting_row(2), posting_row(1, recrutNope=5, aplyQlfcCn="고침")]
    found = tidy_postings(rows, ROSTER)
    assert found.tables["postings"]["posting_id"].to_pylist() == [2, 1]
    assert found.tables["postings"]["headcount"].to_pylist() == [1, 5]
    assert found.tables["posting_texts"]["eligibility"].to_pylist() == ["제한 없음", "고침"]


def test_the_same_notice_under_two_numbers_is_two_postings() -> None:
    rows = [posting_row(number, recrutPbancTtl="직원 채용") for number in (1, 2)]
    assert tidy_postings(rows, ROSTER).tables["postings"].num_rows == 2


def test_rows_are_read_in_chunks_without_a_seam() -> None:
    rows = (
        posting_row(number, recrutNope=number % 7, aplyQlfcCn=f"{number % 3}") for number in range(CHUNK + 2, 0, -1)
    )
    found = tidy_postings(rows, ROSTER)
    ids = found.tables["postings"]["posting_id"].to_pylist()
    assert ids == list(range(CHUNK + 2, 0, -1))
    assert found.tables["postings"]["headcount"].to_pylist() == [number % 7 for number in ids]
    assert found.tables["posting_texts"]["eligibility"].to_pylist() == [f"{number % 3}" for number in ids]


# What is kept aside

NEEDED = [column for column in POSTINGS.received if column.required]


@pytest.mark.parametrize("value", [None, "", " ", "\x00"])
@pytest.mark.parametrize("column", NEEDED, ids=lambda column: column.name)
def test_a_record_without_a_needed_value_is_kept_aside_with_the_reason(column: Any, value: object) -> None:
    found = tidy({column.source: value}, {})
    assert found.tables["postings"].num_rows == found.tables["posting_texts"].num_rows == 1
    (kept,) = found.rejected.to_pylist()
    assert kept["table"] == "postings"
    assert kept["reason"].startswith(column.label)
    assert '"instNm"' in kept["record"]
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("pbancBgngYmd", "20251301", "시작일 날짜가 아님: '20251301'"),
        ("pbancEndYmd", "상시", "마감일 날짜가 아님: '상시'"),
        ("recrutPblntSn", -4, "공고번호 번호가 양수가 아님: -4"),
        ("recrutPbancTtl", ["제목"], "공고 제목 글자가 아님: ['제목']"),
    ],
)
def test_a_needed_value_that_cannot_be_read_keeps_its_record_aside(field: str, value: object, reason: str) -> None:
    (kept,) = tidy({field: value}).rejected.to_pylist()
    assert kept["reason"] == reason
    assert kept["key"] == ("-4" if value == -4 else "290000")


def test_the_first_problem_of_a_record_is_its_reason() -> None:
    (kept,) = tidy({"pbancBgngYmd": "", "pbancEndYmd": ""}).rejected.to_pylist()
    assert kept["reason"] == "시작일 값이 없음"


def test_what_is_kept_aside_is_counted_by_reason() -> None:
    found = tidy({"pbancEndYmd": "상시"}, {"pbancEndYmd": "미정"}, {"recrutPbancTtl": None}, {})
    assert found.warnings == [
        "쓰지 못해 제외한 기록이 1건 있습니다: 공고 제목 값이 없음.",
        "쓰지 못해 제외한 기록이 2건 있습니다: 마감일 날짜가 아님.",
    ]


# What is left empty

OPTIONAL = [
    ("recrutNope", "약간명", "headcount", None, "모집인원 정수가 아님: '약간명'"),
    ("recrutNope", -1, "headcount", None, "모집인원 셀 수 없는 값: -1"),
    ("workRgnLst", "서울", "work_regions", [], "근무지 코드가 아님: '서울'"),
    ("recrutSe", "신입 또는 경력", "career_level", None, "채용구분 코드가 아님: '신입 또는 경력'"),
    ("replmprYn", "예", "is_replacement", None, "대체인력 Y/N이 아님: '예'"),
]


@pytest.mark.parametrize(("field", "value", "column", "empty", "reason"), OPTIONAL)
def test_another_value_that_cannot_be_read_is_left_empty_flagged_and_kept_aside(
    field: str, value: object, column: str, empty: object, reason: str
) -> None:
    found = tidy({field: value}, {})
    assert found.rejected.num_rows == 0
    row = found.tables["postings"].to_pylist()[0]
    assert row[column] == empty
    assert f"{column}_unreadable" in row["quality_flags"]
    assert found.unread_values.to_pylist() == [
        {"table": "postings", "key": "290000", "column": column, "reason": reason,
         "value": json.dumps(value, ensure_ascii=False)}
    ]  # fmt: skip
    assert found.tables["postings"].to_pylist()[1]["quality_flags"] == []


def test_a_text_that_cannot_be_read_flags_its_posting() -> None:
    found = tidy({"prefCn": ["우대"]})
    assert found.tables["postings"]["quality_flags"].to_pylist() == [["preference_unreadable"]]
    assert found.tables["posting_texts"]["preference"].to_pylist() == [None]
    assert found.unread_values["column"].to_pylist() == ["preference"]


def test_values_left_empty_are_counted_by_reason() -> None:
    found = tidy({"recrutNope": "약간명"}, {"recrutNope": "미정", "replmprYn": "예"}, {})
    assert found.warnings == [
        "읽지 못해 비워 둔 값이 1건 있습니다: 대체인력 Y/N이 아님.",
        "읽지 못해 비워 둔 값이 2건 있습니다: 모집인원 정수가 아님.",
    ]


def test_of_a_record_kept_aside_no_value_is_kept_again() -> None:
    found = tidy({"pbancEndYmd": None, "recrutNope": "약간명"}, {"recrutNope": "미정"})
    assert found.rejected.num_rows == 1
    assert found.unread_values["value"].to_pylist() == ['"미정"']
    assert found.tables["postings"]["quality_flags"].to_pylist() == [["headcount_missing", "headcount_unreadable"]]


def test_an_address_is_never_a_reason() -> None:
    assert posting(srcUrl=["a", 1])["original_url"] is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


FIELDS = st.sampled_from(sorted(posting_row(1).keys() - {"recrutPblntSn"}))


@settings(max_examples=40)
@given(st.lists(st.dictionaries(FIELDS, ANYTHING, max_size=3), max_size=4))
def test_whatever_the_fields_hold_every_record_ends_in_a_table(changes: list[dict[str, object]]) -> None:
    found = tidy(*changes)
    assert found.tables["postings"].num_rows + found.rejected.num_rows == len(changes)
    assert found.tables["postings"]["posting_id"].equals(found.tables["posting_texts"]["posting_id"])
    for table in (
        found.tables["postings"],
        found.tables["posting_texts"],
        found.rejected,
        found.unread_values,
        found.code_names,
    ):
        table.validate(full=True)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from([c.source for c in POSTINGS.received if not c.required]), ANYTHING, max_size=4))
def test_a_posting_is_never_lost_for_a_value_it_can_do_without(changes: dict[str, object]) -> None:
    found = tidy(changes)
    (row,) = found.tables["postings"].to_pylist()
    flags = {flag for flag in row["quality_flags"] if flag.endswith("_unreadable")}
    assert flags == {f"{column}_unreadable" for column in found.unread_values["column"].to_pylist()}
    assert all(not row[flag.removesuffix("_unreadable")] for flag in flags)


@pytest.mark.parametrize("number", [None, "", "abc", "\ud800", 0, 1.5, True, [1], {"a": 1}, 10**30, "x" * 1000])
def test_a_record_without_a_usable_number_is_kept_aside(number: object) -> None:
    found = tidy({"recrutPblntSn": number}, {})
    assert (found.tables["postings"].num_rows, found.rejected.num_rows) == (1, 1)
    assert len(found.rejected["key"].to_pylist()[0]) <= 60


# What somebody should look at


def test_a_field_nobody_decided_about_is_reported_by_name_with_its_count() -> None:
    found = tidy({"newField": 1}, {"newField": None}, {})
    assert found.warnings == ["정하지 않은 필드 newField이(가) 2건에 있습니다."]
    assert found.tables["postings"].num_rows == 3


def test_a_code_no_table_knows_is_kept_reported_and_named() -> None:
    found = tidy(
        {"workRgnLst": "R3022,R3099", "workRgnNmLst": "경남,새만금"}, {"recrutSe": "R2099", "recrutSeNm": "수습 "}
    )
    assert found.tables["postings"]["work_regions"].to_pylist()[0] == ["R3022", "R3099"]
    assert found.warnings == [
        "코드집에 없는 코드 R2099(수습)가 career_level에 1건 있습니다.",
        "코드집에 없는 코드 R3099(새만금)가 work_regions에 1건 있습니다.",
    ]
    names = {(row["column"], row["code"]): row for row in found.code_names.to_pylist()}
    assert names["work_regions", "R3099"]["label"] == "새만금"
    assert names["career_level", "R2099"]["label"] == "수습"
    assert not names["work_regions", "R3099"]["is_known"]


@pytest.mark.parametrize("names", [None, "", "경남", "경남,새만금,덤", 7])
def test_a_code_whose_names_do_not_fit_is_shown_as_itself(names: object) -> None:
    found = tidy({"workRgnLst": "R3022,R3099", "workRgnNmLst": names})
    assert "코드집에 없는 코드 R3099(이름 없음)가 work_regions에 1건 있습니다." in found.warnings
    labels = {row["code"]: row["label"] for row in found.code_names.to_pylist() if row["column"] == "work_regions"}
    assert labels == {"R3022": "경남", "R3099": "R3099"}


@pytest.mark.parametrize("name", ["\ud800", "", " ", None, 5])
def test_an_unusable_name_of_an_unknown_code_does_no_harm(name: object) -> None:
    found = tidy({"recrutSe": "R2099", "recrutSeNm": name})
    labels = {row["code"]: row["label"] for row in found.code_names.to_pylist() if row["column"] == "career_level"}
    assert labels == {"R2099": "R2099"}


def test_codes_are_counted_with_the_names_of_the_code_table() -> None:
    found = tidy({"hireTypeLst": "R1010,R1040", "hireTypeNmLst": "x,y"}, {"hireTypeLst": "R1040"})
    rows = [row for row in found.code_names.to_pylist() if row["column"] == "hire_types"]
    assert [(row["code"], row["label"], row["is_known"], row["records"]) for row in rows] == [
        ("R1010", "정규직", True, 1),
        ("R1040", "비정규직", True, 2),
    ]


def test_codes_of_a_record_kept_aside_are_not_counted() -> None:
    found = tidy({"workRgnLst": "R3099", "pbancEndYmd": None})
    assert found.code_names.num_rows == 0


# Derived columns


@pytest.mark.parametrize(
    ("start", "end", "days", "flags"),
    [
        ("20251103", "20251103", 1, []),
        ("20251103", "20251116", 14, []),
        ("20250101", "20260101", 366, []),
        ("20250101", "20260102", None, ["long_window"]),
        ("20181004", "20251103", None, ["long_window"]),
        ("20251103", "20501231", None, ["long_window"]),
        ("20251103", "20251102", None, ["end_before_start"]),
    ],
)
def test_a_window_counts_both_ends_and_is_left_empty_where_it_says_nothing(
    start: str, end: str, days: int | None, flags: list[str]
) -> None:
    found = posting(pbancBgngYmd=start, pbancEndYmd=end)
    assert (found["duration_days"], found["quality_flags"]) == (days, flags)


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({"recrutNope": None}, ["headcount_missing"]),
        ({"recrutNope": 0}, ["headcount_zero"]),
        ({"recrutNope": 99}, ["headcount_99"]),
        ({"recrutNope": 98}, []),
        ({"srcUrl": "."}, ["url_missing"]),
        ({"recrutPbancTtl": "직원 채용(공고취소)"}, ["cancelled"]),
        ({"recrutPbancTtl": "[채용취소] 직원 채용"}, ["cancelled"]),
        ({"recrutPbancTtl": "취소 업무 담당자 채용"}, []),
        (
            {"recrutNope": 0, "srcUrl": None, "pbancEndYmd": "20501231"},
            ["long_window", "headcount_zero", "url_missing"],
        ),
    ],
)
def test_what_is_odd_is_kept_and_flagged(changes: dict[str, object], flags: list[str]) -> None:
    assert posting(**changes)["quality_flags"] == flags


@pytest.mark.parametrize(
    ("sent", "comparable"),
    [
        ("R3015", ["R3027"]),
        ("R3015,R3023", ["R3027"]),
        ("R3010,R3023,R3021,R3015", ["R3010", "R3027", "R3021"]),
        ("R3027", ["R3027"]),
        ("R3099", ["R3099"]),
        ("", []),
    ],
)
def test_regions_are_folded_to_those_that_stay_comparable(sent: str, comparable: list[str]) -> None:
    found = posting(workRgnLst=sent)
    assert found["comparable_regions"] == comparable
    assert found["work_regions"] == [code for code in sent.split(",") if code]


def test_an_institution_is_joined_on_its_code_not_its_name() -> None:
    found = posting(instNm="국립공원관리공단")
    assert (found["institution"], found["institution_type"]) == ("국립공원관리공단", "A2004")


@pytest.mark.parametrize("code", ["C0999", "C7777"])
def test_a_former_or_unknown_institution_keeps_its_postings_without_a_type(code: str) -> None:
    found = posting(pblntInstCd=code)
    assert found["institution_code"] == code
    assert (found["institution_type"], found["institution_class"], found["supervising_ministry"]) == (None,) * 3


# Institutions


def test_an_institution_is_read_with_its_homepage_repaired_and_its_province_as_a_code() -> None:
    found = tidy_institutions([institution_row()], ROSTER.slice(0, 0))
    (row,) = found.tables["institutions"].to_pylist()
    assert row == {
        "institution_code": "C0021",
        "institution": "국립공원공단",
        "standard_institution_code": "B553991",
        "institution_type": "A2004",
        "institution_class": "06",
        "supervising_ministry": "기후에너지환경부",
        "headquarters_region": "R3018",
        "homepage_url": "http://www.knps.or.kr",
        "founded_date": date(1987, 7, 1),
        "is_designated": True,
        "is_subsidiary": False,
        "is_former": False,
    }
    assert found.warnings == []


def test_institutions_the_roster_alone_knows_are_former_ones() -> None:
    found = tidy_institutions([institution_row("C0500", instNm="새공단")], ROSTER)
    assert {row["institution_code"]: row["is_former"] for row in found.tables["institutions"].to_pylist()} == {
        "C0021": True,
        "C0500": False,
        "C0999": True,
    }


def test_an_institution_that_is_back_is_former_no_more() -> None:
    found = tidy_institutions([institution_row("C0999", instNm="돌아온공사")], ROSTER)
    (row,) = [row for row in found.tables["institutions"].to_pylist() if row["institution_code"] == "C0999"]
    assert (row["institution"], row["is_former"]) == ("돌아온공사", False)


def test_an_institution_without_a_name_is_kept_aside_and_the_roster_stands_in() -> None:
    found = tidy_institutions([institution_row(instNm=None)], ROSTER)
    assert found.rejected.num_rows == 1
    assert found.tables["institutions"]["institution"].to_pylist() == ["국립공원공단", "없어진공사"]


def test_a_province_no_table_knows_and_an_unknown_type_stay_as_they_are() -> None:
    row = institution_row(ctpvNm="평양직할시", instType="A2009", instTypeNm="새 유형")
    found = tidy_institutions([row], ROSTER)
    assert found.tables["institutions"]["headquarters_region"].to_pylist()[0] == "평양직할시"
    assert found.warnings == ["코드집에 없는 코드 A2009(새 유형)가 institution_type에 1건 있습니다."]


def test_the_institutions_table_has_the_columns_of_the_schema() -> None:
    for rows in ([], [institution_row()]):
        assert tidy_institutions(rows, ROSTER).tables["institutions"].schema.equals(INSTITUTIONS.arrow)


# The recorded list


@pytest.fixture(scope="module")
def real_tidy(real_list: dict[str, Any]) -> TidyTables:
    return tidy_postings(real_list["result"], load_reference()["institutions"].data)


def real_posting(found: TidyTables, number: int) -> dict[str, Any]:
    (row,) = [row for row in found.tables["postings"].to_pylist() if row["posting_id"] == number]
    return row  # type: ignore[no-any-return]


def test_every_real_record_is_used_and_nothing_in_it_is_unknown(real_tidy: TidyTables) -> None:
    assert real_tidy.tables["postings"].num_rows == real_tidy.tables["posting_texts"].num_rows == 379
    assert real_tidy.rejected.num_rows == 0
    assert real_tidy.warnings == []


def test_real_postings_come_latest_start_first(real_tidy: TidyTables) -> None:
    rows = real_tidy.tables["postings"].select(["start_date", "posting_id"]).to_pylist()
    assert all(tuple(newer.values()) > tuple(older.values()) for newer, older in pairwise(rows))


def test_the_vertical_tab_of_292228_is_gone_and_its_text_whole(real_tidy: TidyTables) -> None:
    row = real_posting(real_tidy, 292228)
    assert row["hire_types"] == ["R1030", "R1040"]
    assert row["work_regions"][-2:] == ["R3023", "R3021"]
    assert row["comparable_regions"][-2:] == ["R3027", "R3021"]
    (texts,) = [row for row in real_tidy.tables["posting_texts"].to_pylist() if row["posting_id"] == 292228]
    assert "결격사유가 없는 자 · 남성의 경우 군필" in texts["eligibility"]


def test_the_full_stops_of_292463_are_neither_an_address_nor_a_reason(real_tidy: TidyTables) -> None:
    row = real_posting(real_tidy, 292463)
    assert (row["original_url"], row["quality_flags"]) == (None, ["url_missing"])
    (texts,) = [row for row in real_tidy.tables["posting_texts"].to_pylist() if row["posting_id"] == 292463]
    assert texts["missing_attachment_reason"] is None


def test_the_notice_of_2018_under_292235_is_kept_without_a_duration(real_tidy: TidyTables) -> None:
    row = real_posting(real_tidy, 292235)
    assert (row["start_date"], row["end_date"]) == (date(2018, 10, 4), date(2025, 11, 3))
    assert (row["duration_days"], row["quality_flags"]) == (None, ["long_window"])


def test_the_flags_of_the_real_list(real_tidy: TidyTables) -> None:
    flags = Counter(flag for flags in real_tidy.tables["postings"]["quality_flags"].to_pylist() for flag in flags)
    assert flags == {"long_window": 14, "url_missing": 9}


def test_every_real_institution_is_in_the_roster(real_tidy: TidyTables) -> None:
    assert real_tidy.tables["postings"]["institution_type"].null_count == 0
    assert len(set(real_tidy.tables["postings"]["institution_code"].to_pylist())) == 121
