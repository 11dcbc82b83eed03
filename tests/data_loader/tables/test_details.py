"""Stages and attachments out of details, and the competition that follows from them."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loader.schema import ATTACHMENTS, COMPETITIONS, STAGES
from data_loader.tables.columns import CHUNK, TidyTables
from data_loader.tables.details import competitions, extension_of, tidy_details
from tests.data_loader.service_rows import detail, file_row, stage_row


def rows(found: TidyTables, table: str) -> list[dict[str, Any]]:
    return found.tables[table].to_pylist()  # type: ignore[no-any-return]


def stages_of(*stages: dict[str, Any]) -> pa.Table:
    return tidy_details([detail(steps=list(stages))]).tables["stages"]


def competition(*stages: dict[str, Any]) -> dict[str, Any]:
    """The one competition of these stages."""
    (row,) = competitions(stages_of(*stages)).to_pylist()
    return row  # type: ignore[no-any-return]


# Stages


def test_a_stage_is_read_in_our_names_and_types() -> None:
    decided = stage_row(7, aplyNope=17, recrutNope=5, cmpttRt=23, rsnOcrnYmd="20260915", minStepSn=6, sortNo=2)
    assert rows(tidy_details([detail(steps=[decided])]), "stages") == [
        {
            "stage_id": 7,
            "posting_id": 303_953,
            "position": "보건직(임상병리사)",
            "group_number": 2,
            "first_stage_id": 6,
            "last_stage_id": 7,
            "applicants": 17,
            "selected": 5,
            "competition_ratio": 23.0,
            "decided_date": date(2026, 9, 15),
        }
    ]


def test_stages_and_files_come_newest_posting_first_and_then_in_their_order() -> None:
    details = [
        detail(number, steps=[stage_row(n, number) for n in (number * 10 + 1, number * 10)],
               files=[file_row(number * 10 + n) for n in (3, 1)])
        for number in (5, 9)
    ]  # fmt: skip
    found = tidy_details(details)
    assert [row["stage_id"] for row in rows(found, "stages")] == [90, 91, 50, 51]
    assert [row["attachment_id"] for row in rows(found, "attachments")] == [91, 93, 51, 53]


def test_a_sound_detail_gives_nothing_to_look_at() -> None:
    found = tidy_details([detail()])
    assert (found.warnings, found.rejected.num_rows, found.unread_values.num_rows) == ([], 0, 0)


def test_of_two_readings_of_a_detail_the_later_one_stands() -> None:
    later = detail(steps=[stage_row(1, aplyNope=3)])
    assert [row["applicants"] for row in rows(tidy_details([detail(steps=[stage_row(1)]), later]), "stages")] == [3]


def test_equal_stage_numbers_of_two_postings_stay_apart() -> None:
    found = tidy_details([detail(number, steps=[stage_row(1, number)]) for number in (5, 9)])
    assert [row["posting_id"] for row in rows(found, "stages")] == [9, 5]


def test_details_are_read_in_chunks_without_a_seam() -> None:
    count = CHUNK + 3
    bare = {"recrutPblntSn": 1}
    found = tidy_details(bare | {"recrutPblntSn": n, "steps": [stage_row(n, n)]} for n in range(1, count + 1))
    assert found.tables["stages"]["stage_id"].to_pylist() == list(range(count, 0, -1))


@pytest.mark.parametrize("table", ["stages", "attachments", "competitions"])
@pytest.mark.parametrize("details", [[], [detail(files=None, steps=None)], [{}], [detail()]])
def test_tables_have_the_columns_of_the_schema(details: list[Any], table: str) -> None:
    expected = {"stages": STAGES, "attachments": ATTACHMENTS, "competitions": COMPETITIONS}[table]
    assert tidy_details(details).tables[table].schema.equals(expected.arrow)


@pytest.mark.parametrize("value", ["x", {"a": 1}, 3])
def test_a_list_that_is_none_is_kept_aside(value: object) -> None:
    found = tidy_details([detail(steps=value)])
    (kept,) = found.rejected.to_pylist()
    assert (kept["table"], kept["reason"]) == ("stages", "전형 단계 목록이 아님")
    assert json.loads(kept["record"]) == {"recrutPblntSn": 303_953, "steps": value}


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        (None, "필드가 있는 기록이 아님"),
        ("x", "필드가 있는 기록이 아님"),
        (stage_row(1, posting=4), "다른 기록에 딸린 번호: 4"),
        (stage_row(1, recrutStepSn=None), "단계번호 값이 없음"),
        (stage_row(1, recrutStepSn="가"), "단계번호 정수가 아님: '가'"),
    ],
)
def test_a_stage_that_cannot_be_used_is_kept_aside_with_the_reason(stage: object, reason: str) -> None:
    found = tidy_details([detail(steps=[stage, stage_row(2)])])
    assert [row["stage_id"] for row in rows(found, "stages")] == [2]
    assert found.rejected["reason"].to_pylist() == [reason]


def test_a_stage_without_its_postings_number_takes_its_details() -> None:
    stage = stage_row(1)
    del stage["recrutPblntSn"]
    (row,) = rows(tidy_details([detail(steps=[stage])]), "stages")
    assert row["posting_id"] == 303_953


def test_a_number_of_a_stage_that_cannot_be_read_is_left_empty_and_kept_aside() -> None:
    found = tidy_details([detail(steps=[stage_row(1, aplyNope="다수", cmpttRt="23:1")])])
    (row,) = rows(found, "stages")
    assert (row["applicants"], row["competition_ratio"]) == (None, None)
    kept = [(row["key"], row["column"], row["value"]) for row in found.unread_values.to_pylist()]
    assert kept == [("1", "applicants", '"다수"'), ("1", "competition_ratio", '"23:1"')]


def test_a_field_nobody_decided_about_is_reported_wherever_it_stands() -> None:
    strange = detail(newField=1, steps=[stage_row(1, stepNm="서류")], files=[file_row(pages=3)])
    assert tidy_details([strange]).warnings == [
        f"정하지 않은 필드 {name}이(가) 1건에 있습니다." for name in ("newField", "pages", "stepNm")
    ]


# Attachments


def test_an_attachment_gets_an_address_that_works() -> None:
    assert rows(tidy_details([detail()]), "attachments") == [
        {
            "attachment_id": 3_069_638,
            "posting_id": 303_953,
            "order": 3,
            "attachment_kind": "A",
            "file_name": "붙임. 채용공고문.pdf",
            "extension": "pdf",
            "download_url": "https://www.alio.go.kr/download/download.json?fileNo=3069638",
        }
    ]


def test_kinds_of_attachments_are_counted_with_their_names_and_new_ones_reported() -> None:
    found = tidy_details([detail(files=[file_row(1), file_row(2, atchFileType="C"), file_row(3, atchFileType="D")])])
    names = {row["code"]: (row["label"], row["is_known"]) for row in found.code_names.to_pylist()}
    assert names == {"A": ("공고문", True), "C": ("직무기술서", True), "D": ("D", False)}
    assert found.warnings == ["코드집에 없는 코드 D(이름 없음)가 attachment_kind에 1건 있습니다."]


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("직무기술서.pdf", "pdf"),
        ("붙임3. 직무기술서(안내).HWP", "hwp"),
        ("공고문.hwpx ", "hwpx"),
        ("붙임 1. 공고", None),
        ("붙임. 2026년공고문최종", None),
        ("pdf", None),
        ("", None),
        (None, None),
    ],
)
def test_an_extension_is_taken_from_the_name_alone(name: str | None, extension: str | None) -> None:
    assert extension_of(name) == extension


# Competition


def test_a_ratio_is_the_first_stages_applicants_by_the_last_ones_selected() -> None:
    """Posting 303793 as it closed: 115 and 17 applicants, 26 and 5 selected, and 23 disclosed."""
    first = stage_row(1, minStepSn=1, maxStepSn=2, aplyNope=115, recrutNope=26)
    last = stage_row(2, minStepSn=1, maxStepSn=2, aplyNope=17, recrutNope=5, cmpttRt=23, rsnOcrnYmd="20260915")
    assert competition(first, last) == {
        "posting_id": 303_953,
        "first_stage_id": 1,
        "group_number": 0,
        "position": "보건직(임상병리사)",
        "stage_count": 2,
        "applicants": 115,
        "selected": 5,
        "ratio": 23.0,
        "disclosed_ratio": 23.0,
        "decided_date": date(2026, 9, 15),
    }


def test_stages_between_the_first_and_the_last_do_not_count() -> None:
    stages = [stage_row(n, minStepSn=1, maxStepSn=3, aplyNope=10 * n, recrutNope=n) for n in (3, 1, 2)]
    found = competition(*stages)
    assert (found["applicants"], found["selected"], found["stage_count"]) == (10, 3, 3)


def test_each_position_competes_by_itself_even_under_one_name() -> None:
    stages = [stage_row(n, minStepSn=m, maxStepSn=m + 1, aplyNope=n, recrutNope=1) for m in (1, 3) for n in (m, m + 1)]
    found = competitions(stages_of(*stages)).to_pylist()
    assert [(row["first_stage_id"], row["applicants"], row["ratio"]) for row in found] == [(1, 1, 1.0), (3, 3, 3.0)]


@pytest.mark.parametrize(
    ("first", "last", "applicants", "selected"),
    [
        ({}, {}, None, None),
        ({"aplyNope": 38, "recrutNope": 6}, {}, 38, None),
        ({"aplyNope": 38}, {"recrutNope": 0, "cmpttRt": 0}, 38, 0),
        ({}, {"recrutNope": 2}, None, 2),
    ],
)
def test_without_both_numbers_or_with_nobody_selected_there_is_no_ratio(
    first: dict[str, Any], last: dict[str, Any], applicants: int | None, selected: int | None
) -> None:
    found = competition(*(stage_row(n, minStepSn=1, maxStepSn=2) | part for n, part in ((1, first), (2, last))))
    assert (found["applicants"], found["selected"], found["ratio"]) == (applicants, selected, None)


def test_nobody_applied_is_a_ratio_of_zero() -> None:
    assert competition(stage_row(1, aplyNope=0, recrutNope=2))["ratio"] == 0.0


@pytest.mark.parametrize(("kept", "lost"), [(1, "selected"), (2, "applicants")])
def test_a_number_is_not_taken_from_another_stage_than_its_own(kept: int, lost: str) -> None:
    found = competition(stage_row(kept, minStepSn=1, maxStepSn=2, aplyNope=9, recrutNope=3, cmpttRt=3))
    assert found[lost] is None
    assert found["ratio"] is None


def test_a_stage_that_names_no_first_one_stands_alone() -> None:
    alone = stage_row(5, minStepSn=None, maxStepSn=None, aplyNope=9, recrutNope=3)
    assert competition(alone)["ratio"] == 3.0


# What was recorded


@pytest.fixture(scope="module")
def fragments(real: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((real / "recruitment" / "detail_fragments.json").read_text(encoding="utf-8"))
    return found


def test_the_recorded_stage_and_file_are_read_whole(fragments: dict[str, Any]) -> None:
    stage, file = fragments["step_open_posting"]["value"], fragments["file"]["value"]
    found = tidy_details([detail(steps=[stage], files=[file])])
    assert found.warnings == []
    (read,) = rows(found, "stages")
    assert (read["stage_id"], read["last_stage_id"], read["applicants"]) == (1_255_842, 1_255_843, None)
    (kept,) = rows(found, "attachments")
    assert (kept["attachment_id"], kept["attachment_kind"], kept["extension"]) == (3_069_638, "A", "pdf")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
RECORDED_STAGE = stage_row(1_255_842, aplyNope=115, recrutNope=26, cmpttRt=23, rsnOcrnYmd="20260915")


@st.composite
def mutated_details(draw: st.DrawFn) -> dict[str, Any]:
    """A detail with some values of it, its stages and files changed, taken away or put among them."""
    found = copy.deepcopy(detail(steps=[RECORDED_STAGE, stage_row(2)]))
    for record in (found, *found["steps"], *found["files"]):
        for name in draw(st.lists(st.sampled_from(sorted(record)), max_size=3, unique=True)):
            if draw(st.booleans()):
                record[name] = draw(ANYTHING)
            else:
                del record[name]
    if isinstance(found.get("steps"), list):
        found["steps"] += draw(st.lists(ANYTHING, max_size=2))
    return found


@settings(max_examples=40)
@given(st.lists(mutated_details(), max_size=3))
def test_whatever_a_detail_holds_nothing_is_invented_and_nothing_is_lost(details: list[dict[str, Any]]) -> None:
    found = tidy_details(details)
    parts = [part for found_in in details for name in ("steps", "files") for part in _list(found_in.get(name))]
    unlisted = [1 for found_in in details for name in ("steps", "files") if _is_odd(found_in.get(name))]
    kept = {(row["posting_id"], row["stage_id"]) for row in rows(found, "stages")}
    kept_files = {(row["posting_id"], row["attachment_id"]) for row in rows(found, "attachments")}
    assert len(kept) + len(kept_files) + found.rejected.num_rows <= len(parts) + len(unlisted)
    if len(details) == 1:
        distinct = {repr(part) for part in parts}
        assert len(kept) + len(kept_files) + found.rejected.num_rows + len(unlisted) >= len(distinct)
    for table in (*found.tables.values(), found.rejected, found.unread_values, found.code_names):
        table.validate(full=True)
    given_numbers = {value for part in parts if isinstance(part, dict) for value in part.values() if _is_number(value)}
    for row in rows(found, "stages"):
        for name in ("applicants", "selected", "competition_ratio"):
            assert row[name] is None or row[name] in given_numbers | {float(n) for n in _texts(parts)}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_odd(value: object) -> bool:
    return value is not None and not isinstance(value, list)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _texts(parts: list[Any]) -> list[str]:
    values = [value for part in parts if isinstance(part, dict) for value in part.values()]
    return [value for value in values if isinstance(value, str) and value.strip().lstrip("+-").isdecimal()]
