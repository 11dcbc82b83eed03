"""Roles and facts of all postings, made when a snapshot is published."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from data_loader.codes import PREFERENCE_GROUPS
from data_loader.facts import tables
from data_loader.facts.fact import RULES_VERSION
from data_loader.facts.tables import FactTables, fact_tables, unknown_licences
from data_loader.schema import FACTS, JD_SECTIONS, POSTING_TEXTS, POSTINGS, ROLES, UNKNOWN_LICENCES
from data_loader.snapshot import NewTable, Origin, Snapshot, publish
from tests.data_loader.conftest import NOW

NURSE = "간호사 면허증 소지자"
TWO_ROLES = "1. 원무(조리원)\n- 한식조리사 자격증 소지자\n2. 의료기술(방사선사)\n- 방사선사 면허증 소지자"


def postings(*rows: dict[str, Any]) -> tuple[pa.Table, pa.Table]:
    """Postings and their texts, each row with a number and whatever is told."""
    days = {"start_date": date(2026, 11, 1), "end_date": date(2026, 11, 9)}
    heads = [{"title": "직원 채용", **days, **row} for row in rows]
    texts = [row for row in rows if row.keys() & {"eligibility", "preference", "preference_condition"}]
    return tuple(
        pa.table({column.name: [row.get(column.name) for row in own] for column in table.columns}).cast(table.arrow)
        if own
        else table.arrow.empty_table()
        for own, table in ((heads, POSTINGS), (texts, POSTING_TEXTS))
    )  # type: ignore[return-value]


def read(*rows: dict[str, Any], before: Snapshot | None = None) -> FactTables:
    return fact_tables(*postings(*rows), before)


def published(folder: Path, *rows: dict[str, Any]) -> Snapshot:
    own, texts = postings(*rows)
    made = fact_tables(own, texts)
    found = {"postings": made.postings, "posting_texts": texts, **made.tables}
    return publish(folder, {name: NewTable(table, Origin("포털", "2026-11-01")) for name, table in found.items()}, NOW)


def test_every_table_has_the_columns_of_the_schema() -> None:
    found = read({"posting_id": 1, "eligibility": NURSE}).tables
    expected = {"roles": ROLES, "facts": FACTS, "jd_sections": JD_SECTIONS, "unknown_licences": UNKNOWN_LICENCES}
    assert {name: table.schema for name, table in found.items()} == {
        name: table.arrow for name, table in expected.items()
    }


def test_a_fact_says_which_text_states_it_and_where() -> None:
    (row,) = read({"posting_id": 1, "eligibility": NURSE}).tables["facts"].to_pylist()
    assert (row["posting_id"], row["source"], row["value"]) == (1, "eligibility", "간호사")
    assert NURSE[row["start"] : row["end"]] == "간호사 면허증"
    assert row["rules_version"] == RULES_VERSION


def test_roles_are_numbered_in_a_posting_and_facts_point_to_them() -> None:
    found = read(
        {
            "posting_id": 7,
            "eligibility": TWO_ROLES,
            "preference": "1. 원무(조리원)\n- 조리 경력 1년 이상\n2. 의료기술(방사선사)\n- 없음",
        }
    ).tables
    names = {row["role_no"]: row["name"] for row in found["roles"].to_pylist()}
    assert names == {1: "원무(조리원)", 2: "의료기술(방사선사)"}
    assert [(row["role_no"], row["value"]) for row in found["facts"].to_pylist()] == [
        (1, "한식조리사"),
        (2, "방사선사"),
        (1, "12"),
    ]


def test_a_posting_without_texts_has_what_its_title_says() -> None:
    found = read(
        {"posting_id": 3, "title": "청년인턴(장애인 제한경쟁) 채용"}, {"posting_id": 2, "title": "간호사 채용"}
    )
    assert [(row["kind"], row["source"]) for row in found.tables["facts"].to_pylist()] == [("disability", "title")]
    groups = dict(
        zip(found.postings["posting_id"].to_pylist(), found.postings["preference_groups"].to_pylist(), strict=True)
    )
    assert groups == {3: ["disabled"], 2: []}


def test_the_groups_favoured_are_those_of_the_condition_and_of_the_facts() -> None:
    found = read({"posting_id": 1, "preference": "장애인 : 5점 가점", "preference_condition": "한국사, 지역인재"})
    assert found.postings["preference_groups"].to_pylist() == [["local", "disabled", "history"]]
    assert set(found.postings["preference_groups"].to_pylist()[0]) <= PREFERENCE_GROUPS.keys()


def test_postings_stay_in_their_order_and_facts_come_newest_first() -> None:
    found = read({"posting_id": 1, "eligibility": NURSE}, {"posting_id": 9, "eligibility": NURSE})
    assert found.postings["posting_id"].to_pylist() == [1, 9]
    assert found.tables["facts"]["posting_id"].to_pylist() == [9, 1]


def test_words_no_list_knows_are_counted_with_the_newest_posting() -> None:
    texts = "해양생물분류사 자격증 소지자"
    found = read({"posting_id": 1, "eligibility": texts}, {"posting_id": 5, "eligibility": texts}).tables
    assert found["unknown_licences"].to_pylist() == [{"name": "해양생물분류사", "postings": 2, "posting_id": 5}]
    assert unknown_licences(FACTS.arrow.empty_table()).num_rows == 0


def test_an_unchanged_posting_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"posting_id": 1, "eligibility": NURSE}, {"posting_id": 2, "eligibility": TWO_ROLES}]
    before = published(tmp_path, *rows)
    seen = []
    real = tables._read
    monkeypatch.setattr(
        tables, "_read", lambda batch: seen.extend(batch.column("posting_id").to_pylist()) or real(batch)
    )
    rows[1] = {"posting_id": 2, "eligibility": NURSE}
    found = read(*rows, {"posting_id": 3, "eligibility": NURSE}, before=before)
    assert sorted(seen) == [2, 3]
    assert found.tables["facts"].equals(read(*rows, {"posting_id": 3, "eligibility": NURSE}).tables["facts"])


def test_other_rules_read_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published(tmp_path, {"posting_id": 1, "eligibility": NURSE})
    monkeypatch.setattr(tables, "RULES_VERSION", RULES_VERSION + 1)
    (row,) = read({"posting_id": 1, "eligibility": NURSE}, before=before).tables["facts"].to_pylist()
    assert row["rules_version"] == RULES_VERSION + 1


def test_what_was_read_is_what_reading_anew_gives(tmp_path: Path) -> None:
    rows = [
        {"posting_id": n, "eligibility": TWO_ROLES if n % 2 else NURSE, "preference_condition": "장애인"}
        for n in range(1, 9)
    ]
    before = published(tmp_path, *rows)
    anew, carried = read(*rows), read(*rows, before=before)
    assert carried.postings.equals(anew.postings)
    assert all(carried.tables[name].equals(anew.tables[name]) for name in anew.tables)
