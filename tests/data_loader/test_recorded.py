"""The postings of the recorded day: as they were recorded, in our columns, apart from what is received."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from data_loader.codes import WORK_REGIONS
from data_loader.errors import StoreError
from data_loader.lock import writer_lock
from data_loader.recorded import RECORD_FILE, open_newest, open_real, open_record
from data_loader.reference import load_reference
from data_loader.reference.build_record import converted
from data_loader.sample import make_sample
from data_loader.snapshot import NewTable, Snapshot, open_current, publish

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return open_record(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def postings(record: Snapshot) -> list[dict[str, Any]]:
    return record.read("postings").to_pylist()


@pytest.fixture(scope="module")
def recorded(real: Path) -> list[dict[str, str]]:
    with (real / "recruitment" / "open_20261011.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def kept_rows() -> Iterator[dict[str, str]]:
    with RECORD_FILE.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_443_postings_of_105_institutions_seek_4091_people(postings: list[dict[str, Any]]) -> None:
    assert len({row["posting_id"] for row in postings}) == 443
    assert len({row["institution_code"] for row in postings}) == 105
    assert sum(row["headcount"] or 0 for row in postings) == 4_091
    assert len([row for row in postings if len(row["work_regions"]) > 1]) == 42


def test_openings_shared_among_the_regions_are_as_recounted(postings: list[dict[str, Any]]) -> None:
    openings: Counter[str] = Counter()
    for row in postings:
        for code in row["comparable_regions"]:
            openings[WORK_REGIONS[code].name] += (row["headcount"] or 0) / len(row["comparable_regions"])
    assert {name: round(openings[name], 1) for name in ("서울", "경남", "경기")} == {
        "서울": 643.9, "경남": 484.5, "경기": 449.3,
    }  # fmt: skip


def test_every_posting_was_open_on_the_recorded_day(postings: list[dict[str, Any]]) -> None:
    assert all(row["start_date"] <= date(2026, 10, 11) <= row["end_date"] for row in postings)


def test_what_the_recording_does_not_know_is_not_guessed(record: Snapshot, postings: list[dict[str, Any]]) -> None:
    kinds = Counter(code for row in postings for code in row["hire_types"])
    assert kinds["INTERN-UNKNOWN"] == 14
    assert [row["quality_flags"] for row in postings if row["headcount"] is None] == [["headcount_missing"]]
    assert not [row for row in postings if "url_missing" in row["quality_flags"]]
    assert {row["original_url"] for row in postings} == {None}
    assert not {"posting_texts", "stages", "attachments", "competitions", "changes"} & record.tables.keys()


def test_it_says_what_it_is_and_as_of_when(record: Snapshot) -> None:
    origin = record.tables["postings"].origin
    assert origin.source == "공공기관 채용정보 조회서비스, 2026-10-11에 기록한 접수 중 공고"
    assert (origin.is_record, origin.is_sample, origin.as_of[:10]) == (True, False, "2026-10-11")
    assert [name for name, table in record.tables.items() if table.origin.is_sample] == []


def test_the_facts_are_those_of_the_recording(recorded: list[dict[str, str]]) -> None:
    by_number = {row["posting_id"]: row for row in kept_rows()}
    assert len(by_number) == len(recorded)
    assert [by_number[row["posting_id"]] for row in recorded] == [converted(row) for row in recorded]


def test_names_and_titles_are_those_of_the_recording(
    recorded: list[dict[str, str]], postings: list[dict[str, Any]]
) -> None:
    named = {str(row["posting_id"]): (row["institution"], row["title"]) for row in postings}
    expected = {row["posting_id"]: (row["institution"], " ".join(row["title"].split())) for row in recorded}
    assert {number: (name, " ".join(title.split())) for number, (name, title) in named.items()} == expected


def test_eight_groups_are_preferred() -> None:
    groups = Counter(group for row in kept_rows() for group in row["preference_groups"].split())
    assert groups.keys() == {
        "veteran", "disabled", "lowincome", "selfreliant", "defector", "multicultural", "local", "history",
    }  # fmt: skip
    assert groups["disabled"] == 263


def test_a_name_without_a_code_stops_the_making() -> None:
    row = {"posting_id": "1", "main_hire_type": "도제", "career": "", "regions": "", "ncs_fields": "", "education": ""}
    with pytest.raises(KeyError, match="도제"):
        converted({**row, "preferences": ""})


# Where it lies


def test_made_again_it_is_the_same_snapshot_and_a_damaged_one_is_mended(tmp_path: Path) -> None:
    first = open_record(tmp_path)
    assert open_record(tmp_path).id == first.id
    first.path("postings").write_bytes(b"not a table")
    assert open_record(tmp_path).read("postings").num_rows == 443


def test_it_leaves_the_folder_of_what_is_received_alone(tmp_path: Path) -> None:
    open_record(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["record"]


def test_while_another_server_makes_it_the_one_there_is_serves(tmp_path: Path) -> None:
    first = open_record(tmp_path)
    with writer_lock(tmp_path / "record", "기록한 공고 준비"):
        assert open_record(tmp_path).id == first.id


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="자료 폴더를 쓸 수 없습니다"):
        open_record(tmp_path)


def test_newer_facts_that_were_imported_stand_beside_it(tmp_path: Path) -> None:
    pay = load_reference()["pay"]
    newer = NewTable(pay.data.slice(0, 100), replace(pay.origin, as_of="2027-01-15"))
    older = NewTable(pay.data.slice(0, 50), replace(pay.origin, as_of="2020-01-15"))
    for table, rows in ((newer, 100), (older, pay.data.num_rows)):
        publish(tmp_path, {"pay": table}, NOW)
        assert open_record(tmp_path).tables["pay"].rows == rows


def test_what_was_received_comes_before_it_but_no_sample_does(tmp_path: Path) -> None:
    assert open_newest(tmp_path).tables["postings"].origin.is_record
    make_sample(tmp_path, NOW, 50)
    assert open_newest(tmp_path).tables["postings"].origin.is_sample
    assert open_real(tmp_path).tables["postings"].origin.is_record
    sample = open_current(tmp_path)
    origin = replace(sample.tables["postings"].origin, is_sample=False)
    publish(tmp_path, {"postings": NewTable(sample.read("postings"), origin)}, NOW)
    assert open_real(tmp_path).tables["postings"].rows == 50
