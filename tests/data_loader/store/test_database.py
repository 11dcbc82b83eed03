import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loader.errors import StoreError
from data_loader.store.database import DAMAGED, FILE_NAME, Run, Store
from tests.data_loader.conftest import NOW, posting_row

KEY_FIELD = "recrutPblntSn"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as opened:
        yield opened


def start(store: Store, params: dict[str, str] | None = None, page_size: int = 10) -> Run:
    return store.start_run("recruitment", params or {}, page_size, NOW)


def save(store: Store, run: Run, rows: list[Any], total: int = 100, size: int = 10) -> Run:
    return store.save_page(run, rows, KEY_FIELD, total, size, NOW)


def test_a_record_comes_back_as_it_was_received(store: Store) -> None:
    row = posting_row(7, aplyQlfcCn="줄\r\n\x0b바꿈 \ud800", recrutNope=10**30, more={"nested": [1.5, None]})
    save(store, start(store), [row])
    (found,) = store.latest("recruitment")
    assert found == row
    assert list(found) == list(row)


def test_records_come_in_the_order_of_their_numbers(store: Store) -> None:
    save(store, start(store), [posting_row(number) for number in (100, 9, 20)])
    assert [record[KEY_FIELD] for record in store.latest("recruitment")] == [9, 20, 100]


def test_a_later_version_of_a_record_takes_the_place_of_the_earlier(store: Store) -> None:
    save(store, start(store), [posting_row(7, recrutPbancTtl="먼저")])
    save(store, start(store), [posting_row(7, recrutPbancTtl="나중")])
    assert [record["recrutPbancTtl"] for record in store.latest("recruitment")] == ["나중"]


def test_when_a_record_was_first_and_last_seen_is_kept(store: Store, tmp_path: Path) -> None:
    later = NOW + timedelta(days=1)
    save(store, start(store), [posting_row(7)])
    store.save_page(store.start_run("recruitment", {}, 10, later), [posting_row(7)], KEY_FIELD, 1, 10, later)
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    (seen,) = connection.execute("SELECT first_seen_at, last_seen_at FROM record").fetchall()
    connection.close()
    assert [datetime.fromisoformat(time) for time in seen] == [NOW, later]


@pytest.mark.parametrize("number", [None, 0, -1, True, 1.5, "", " ", [], {}, 2**63, "번\n호"])
def test_a_row_without_a_usable_number_is_kept_too(store: Store, number: object) -> None:
    row = posting_row(1) | {KEY_FIELD: number}
    save(store, start(store), [row])
    assert list(store.latest("recruitment")) == [row]


@pytest.mark.parametrize("row", [None, "글", 3, [1]])
def test_a_row_that_is_no_object_is_kept_too(store: Store, row: object) -> None:
    save(store, start(store), [row])
    assert list(store.latest("recruitment")) == [row]


def test_a_number_written_as_text_is_the_same_number(store: Store) -> None:
    run = save(store, start(store), [posting_row(7), posting_row(7) | {KEY_FIELD: " 7 "}])
    assert store.seen(run) == 1


def test_equal_rows_without_a_number_stay_apart_within_a_page_only(store: Store) -> None:
    run = save(store, start(store), [None, None])
    run = save(store, run, [None, None])
    assert store.seen(run) == 2


def test_a_run_knows_how_many_records_it_saw_itself(store: Store) -> None:
    save(store, start(store), [posting_row(1), posting_row(2)])
    run = save(store, start(store), [posting_row(2), posting_row(3), None])
    assert (store.seen(run), store.identified(run)) == (3, 2)


def test_services_are_kept_apart(store: Store) -> None:
    save(store, start(store), [posting_row(1)])
    other = store.start_run("institutions", {}, 10, NOW)
    other = store.save_page(other, [{"instCd": "C0021"}], "instCd", 1, 10, NOW)
    assert list(store.latest("institutions")) == [{"instCd": "C0021"}]


def test_progress_is_saved_with_the_page(store: Store, tmp_path: Path) -> None:
    run = save(store, start(store), [posting_row(1)], total=35, size=10)
    with Store(tmp_path) as again:
        found = again.unfinished_run("recruitment", {}, NOW)
    assert found == run
    assert (run.next_page, run.total_count, run.is_read_through) == (2, 35, False)


def test_a_page_that_cannot_be_saved_leaves_no_trace(store: Store) -> None:
    run = save(store, start(store), [posting_row(1)])
    with pytest.raises(RuntimeError):
        store.save_page(run, _broken_off([posting_row(2)]), KEY_FIELD, 100, 10, NOW)
    assert store.unfinished_run("recruitment", {}, NOW) == run
    assert len(list(store.latest("recruitment"))) == 1


def _broken_off(rows: list[Any]) -> Iterator[Any]:
    yield from rows
    raise RuntimeError


def test_only_a_run_with_the_same_parameters_is_resumed(store: Store) -> None:
    start(store, {"ongoingYn": "Y"})
    assert store.unfinished_run("recruitment", {}, NOW) is None
    assert store.unfinished_run("recruitment", {"ongoingYn": "Y"}, NOW) is not None


def test_an_old_run_is_not_resumed(store: Store) -> None:
    start(store)
    assert store.unfinished_run("recruitment", {}, NOW + timedelta(seconds=1)) is None


@pytest.mark.parametrize("complete", [True, False])
def test_a_finished_run_is_not_resumed(store: Store, complete: bool) -> None:
    store.finish_run(start(store), complete=complete, now=NOW)
    assert store.unfinished_run("recruitment", {}, NOW) is None


def test_a_falling_count_is_noticed_until_the_list_is_read_again(store: Store) -> None:
    run = save(store, start(store), [], total=30)
    run = save(store, run, [], total=29)
    run = save(store, run, [], total=31)
    assert run.has_shrunk
    assert not store.reread(run).has_shrunk


# What is kept of what was

DAY = timedelta(days=1)
OPEN = {"ongoingYn": "Y"}
WINDOW = {"pbancBgngYmd": "2025-11-01", "pbancEndYmd": "2025-11-30"}


def read(
    store: Store,
    rows: list[Any],
    day: float = 0,
    filters: dict[str, str] | None = None,
    service: str = "recruitment",
    key_field: str = KEY_FIELD,
) -> Run:
    """A complete reading that saw these rows, so many days after NOW."""
    at = NOW + timedelta(days=day)
    run = store.start_run(service, filters or {}, 10, at)
    run = store.save_page(run, rows, key_field, len(rows), 10, at)
    store.finish_run(run, complete=True, now=at)
    return run


def missing(store: Store, service: str = "recruitment") -> dict[int, datetime]:
    return {state.key: state.missing_since for state in store.states(service) if state.missing_since}


def test_every_content_of_a_record_is_kept(store: Store) -> None:
    for day, title in enumerate(["하나", "둘", "둘", "하나"]):
        read(store, [posting_row(7, recrutPbancTtl=title, decimalDay=9 - day)], day)
    versions = [(version.seen_from, version.row["recrutPbancTtl"]) for version in store.versions("recruitment")]
    assert versions == [(NOW, "하나"), (NOW + DAY, "둘"), (NOW + 3 * DAY, "하나")]


def test_the_passing_of_days_makes_no_other_version(store: Store, tmp_path: Path) -> None:
    rows = [posting_row(number) for number in range(1, 200)]
    read(store, rows)
    revision, size = store.revision(), pages_of(tmp_path)
    for day in range(1, 4):
        read(store, [row | {"decimalDay": -day, "ongoingYn": "N"} for row in rows], day)
    assert list(store.versions("recruitment")) == []
    assert next(store.latest("recruitment")) == rows[0] | {"decimalDay": -3, "ongoingYn": "N"}
    assert (store.revision(), pages_of(tmp_path)) == (revision, size)


def pages_of(folder: Path) -> int:
    with sqlite3.connect(folder / FILE_NAME) as connection:
        count: int = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    return count


@pytest.mark.parametrize("filters", [{}, OPEN, WINDOW])
def test_what_a_complete_reading_must_contain_and_does_not_is_missing_since_it_began(
    store: Store, filters: dict[str, str]
) -> None:
    read(store, [posting_row(1), posting_row(2)])
    read(store, [posting_row(2)], 1, filters)
    assert missing(store) == {1: NOW + DAY}


def test_what_need_not_be_in_a_reading_is_not_missing(store: Store) -> None:
    closed = posting_row(1, pbancEndYmd="20251103")
    october = posting_row(2, pbancBgngYmd="20251031")
    undated = posting_row(3, pbancBgngYmd=None, pbancEndYmd="미정")
    read(store, [closed, october, undated])
    read(store, [october], 1, OPEN)
    read(store, [closed], 1, WINDOW)
    assert missing(store) == {}


def test_after_an_incomplete_reading_nothing_is_missing(store: Store) -> None:
    read(store, [posting_row(1)])
    run = store.start_run("recruitment", {}, 10, NOW + DAY)
    store.finish_run(run, complete=False, now=NOW + DAY)
    assert missing(store) == {}


def test_what_another_reading_saw_meanwhile_is_not_missing(store: Store) -> None:
    read(store, [posting_row(1), posting_row(2)])
    long = store.start_run("recruitment", {}, 10, NOW + DAY)
    read(store, [posting_row(1)], 1.5, OPEN)
    long = store.save_page(long, [posting_row(2)], KEY_FIELD, 1, 10, NOW + 2 * DAY)
    assert store.seen(long) == 1
    store.finish_run(long, complete=True, now=NOW + 2 * DAY)
    # The reading of what is open missed 2, and it was there again a little later.
    assert missing(store) == {}
    assert [(absence.key, absence.since, absence.until) for absence in store.absences("recruitment")] == [
        (2, NOW + 1.5 * DAY, NOW + 2 * DAY)
    ]


def test_a_record_that_comes_back_is_missing_no_more_and_its_absence_is_kept(store: Store) -> None:
    read(store, [posting_row(1), posting_row(2)])
    for day, rows in enumerate([[posting_row(2)], [posting_row(1), posting_row(2)], [posting_row(2)]], 1):
        read(store, rows, day)
    assert missing(store) == {1: NOW + 3 * DAY}
    assert list(store.absences("recruitment")) == [
        (1, NOW + DAY, NOW + 2 * DAY),
        (1, NOW + 3 * DAY, None),
    ]


def test_a_posting_that_was_closed_early_had_never_been_missing(store: Store) -> None:
    read(store, [posting_row(1, pbancEndYmd="20251130")])
    read(store, [], 7, OPEN)
    read(store, [posting_row(1, pbancEndYmd="20251105")], 8)
    assert missing(store) == {}
    assert list(store.absences("recruitment")) == []


def test_a_part_of_a_list_is_missing_from_its_own_readings_only(store: Store) -> None:
    def branches(day: int, institution: str, *numbers: int) -> None:
        rows = [{"brnchSn": number, "instCd": institution} for number in numbers]
        read(store, rows, day, {"instCd": institution}, "branches", "brnchSn")

    branches(0, "C0021", 1, 2)
    branches(0, "C0022", 3)
    branches(1, "C0021", 1)
    assert missing(store, "branches") == {2: NOW + DAY}


def test_rows_without_a_number_are_known_while_they_are_there(store: Store) -> None:
    read(store, [posting_row(7), {"x": 1}, {"x": 2}])
    read(store, [posting_row(8), {"x": 2}], 1)
    assert list(store.latest("recruitment")) == [posting_row(7), posting_row(8), {"x": 2}]
    assert list(store.latest("recruitment", present_only=True)) == [posting_row(8), {"x": 2}]
    assert store.count("recruitment") == 4
    assert store.count("recruitment", present_only=True) == 2


def test_the_revision_grows_when_something_is_new_another_gone_or_back(store: Store) -> None:
    revisions = [store.revision()]
    one, two, other = posting_row(1), posting_row(2), posting_row(1, prefCn="우대")
    for day, rows in enumerate([[one], [one, two], [one, two], [other, two], [other], [other], [other, two]]):
        read(store, rows, day)
        revisions.append(store.revision())
    grown = [late > early for early, late in pairwise(revisions)]
    assert grown == [True, True, False, True, True, False, True]


def test_the_first_reading_with_the_same_filters_is_remembered(store: Store) -> None:
    for day in range(3):
        read(store, [posting_row(1)], day, OPEN)
    assert store.first_readings("recruitment") == [(OPEN, NOW, NOW)]
    assert store.last_readings("recruitment", NOW + 1.5 * DAY) == [(OPEN, NOW + DAY, NOW + DAY)]


def test_times_are_compared_as_moments_whatever_their_offset(store: Store) -> None:
    store.finish_run(start(store), complete=True, now=NOW)
    later = NOW.astimezone(UTC) + timedelta(hours=1)
    store.finish_run(store.start_run("recruitment", {}, 10, later), complete=True, now=later)
    assert store.last_complete("recruitment", {}) == later


# Single items


def test_an_item_comes_back_as_it_was_received(store: Store) -> None:
    row = posting_row(7, files=[{"url": "https://"}])
    store.save_item("recruitment_detail", 7, row, NOW)
    assert store.item("recruitment_detail", 7) == row
    assert store.item("recruitment_detail", 8) is None


def test_an_item_that_is_not_there_was_asked_for(store: Store) -> None:
    read(store, [posting_row(1), posting_row(2)])
    revision = store.revision()
    store.save_item("recruitment_detail", 1, None, NOW)
    numbers, *_, asked = store.detail_columns("recruitment", "recruitment_detail")
    assert dict(zip(numbers, asked, strict=True)) == {1: "2025-11-03T01:00:00", 2: None}
    assert store.item("recruitment_detail", 1) is None
    assert store.revision() == revision


def test_an_item_that_is_gone_keeps_its_content(store: Store) -> None:
    store.save_item("recruitment_detail", 7, posting_row(7), NOW)
    store.save_item("recruitment_detail", 7, None, NOW + DAY)
    store.save_item("recruitment_detail", 7, None, NOW + 2 * DAY)
    assert store.item("recruitment_detail", 7) == posting_row(7)
    assert missing(store, "recruitment_detail") == {7: NOW + DAY}
    store.save_item("recruitment_detail", 7, posting_row(7), NOW + 3 * DAY)
    assert missing(store, "recruitment_detail") == {}


def test_an_item_that_was_not_there_may_come(store: Store) -> None:
    store.save_item("recruitment_detail", 7, None, NOW)
    store.save_item("recruitment_detail", 7, posting_row(7), NOW + DAY)
    (state,) = store.states("recruitment_detail")
    assert (state.first_seen_at, state.versions) == (NOW + DAY, 1)


def test_nothing_about_a_contact_person_reaches_the_disk(store: Store, tmp_path: Path) -> None:
    row = {"fcltSn": 3, "picNm": "홍길동", "picEml": "gildong@example.or.kr"}
    store.save_item("facility_detail", 3, row, NOW)
    read(store, [row], service="facilities", key_field="fcltSn")
    assert store.item("facility_detail", 3) == {"fcltSn": 3}
    assert list(store.latest("facilities")) == [{"fcltSn": 3}]


# The day's calls


def test_calls_are_counted_by_operation_and_day(store: Store, tmp_path: Path) -> None:
    today = NOW.date()
    for _ in range(3):
        store.count_call("recruitment", today)
    store.count_call("recruitment_detail", today)
    with Store(tmp_path) as again:
        assert again.calls_made("recruitment", today) == 3
        assert again.calls_made("recruitment", today + DAY) == 0


def test_calls_made_by_others_with_the_key_are_learnt(store: Store) -> None:
    today = NOW.date()
    store.learn_calls("recruitment", today, 40)
    store.count_call("recruitment", today)
    store.learn_calls("recruitment", today, 12)
    assert store.calls_made("recruitment", today) == 41


def test_the_portals_limit_is_learnt(store: Store) -> None:
    assert store.limit("recruitment") is None
    for limit in (1000, 1000, 100_000):
        store.learn_limit("recruitment", limit)
    assert store.limit("recruitment") == 100_000


# What can go wrong


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is no database" * 500)
    with pytest.raises(StoreError, match="손상"):
        Store(tmp_path)


def test_a_damaged_record_is_said_to_be_damaged_and_keeps_no_other_back(store: Store, tmp_path: Path) -> None:
    save(store, start(store), [posting_row(2), posting_row(1)])
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE version SET body = x'00' WHERE key = 1")
    connection.close()
    assert [(key, row is DAMAGED) for key, row in store.latest_by_key("recruitment")] == [(1, True), (2, False)]
    assert [row["recrutPblntSn"] for row in store.latest("recruitment")] == [2]


def test_a_store_of_a_later_program_is_left_alone(store: Store, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="새 판의 프로그램"):
        Store(tmp_path)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="쓰기 권한"):
        Store(tmp_path / "nowhere")


def test_a_full_disk_is_said_to_be_full_and_loses_nothing(store: Store) -> None:
    run = save(store, start(store), [posting_row(1)])
    store._connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError, match="빈 공간"):
        save(store, run, [posting_row(number, aplyQlfcCn=str(number) * 300) for number in range(2, 500)])
    assert len(list(store.latest("recruitment"))) == 1
    assert store.unfinished_run("recruitment", {}, NOW) == run


def test_a_store_that_cannot_be_written_says_so(store: Store) -> None:
    store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="쓰기 권한"):
        start(store)


def test_another_writer_is_said_to_be_at_work(store: Store, tmp_path: Path) -> None:
    store._connection.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="다른 프로그램"):
        start(store)
    other.close()


ROWS = st.lists(
    st.fixed_dictionaries(
        {}, optional={KEY_FIELD: st.none() | st.integers() | st.text() | st.lists(st.integers()), "x": st.text()}
    )
    | st.none()
    | st.text(),
    max_size=6,
)


@settings(max_examples=15)
@given(ROWS)
def test_any_rows_can_be_kept_and_every_one_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any]
) -> None:
    with Store(tmp_path_factory.mktemp("store")) as store:
        save(store, start(store), rows)
        found = list(store.latest("recruitment"))
    # Rows with the same number stand for one another; all others are kept one by one.
    assert all(record in rows for record in found)
    assert len(found) >= sum(not isinstance(row, dict) for row in rows)
