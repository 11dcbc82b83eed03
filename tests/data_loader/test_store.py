import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.errors import StoreError
from data_loader.store import FILE_NAME, Run, Store
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
    run = save(store, start(store), [row])
    (found,) = store.records(run)
    assert found == row
    assert list(found) == list(row)


def test_records_come_in_the_order_of_their_numbers(store: Store) -> None:
    run = save(store, start(store), [posting_row(number) for number in (100, 9, 20)])
    assert [record[KEY_FIELD] for record in store.records(run)] == [9, 20, 100]


def test_a_later_version_of_a_record_takes_the_place_of_the_earlier(store: Store) -> None:
    save(store, start(store), [posting_row(7, recrutPbancTtl="먼저")])
    run = save(store, start(store), [posting_row(7, recrutPbancTtl="나중")])
    assert [record["recrutPbancTtl"] for record in store.records(run)] == ["나중"]


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
    run = save(store, start(store), [row])
    assert list(store.records(run)) == [row]


@pytest.mark.parametrize("row", [None, "글", 3, [1]])
def test_a_row_that_is_no_object_is_kept_too(store: Store, row: object) -> None:
    assert list(store.records(save(store, start(store), [row]))) == [row]


def test_a_number_written_as_text_is_the_same_number(store: Store) -> None:
    run = save(store, start(store), [posting_row(7), posting_row(7) | {KEY_FIELD: " 7 "}])
    assert store.seen(run) == 1


def test_equal_rows_without_a_number_stay_apart_within_a_page_only(store: Store) -> None:
    run = save(store, start(store), [None, None])
    run = save(store, run, [None, None])
    assert store.seen(run) == 2


def test_a_row_without_a_number_counts_only_while_the_portal_sends_it(store: Store) -> None:
    save(store, start(store), [posting_row(7), None])
    run = save(store, start(store), [posting_row(8)])
    assert [record[KEY_FIELD] for record in store.records(run)] == [7, 8]


def test_a_run_knows_what_it_saw_itself(store: Store) -> None:
    save(store, start(store), [posting_row(1), posting_row(2)])
    run = save(store, start(store), [posting_row(2), posting_row(3)])
    assert store.seen(run) == 2
    assert [record[KEY_FIELD] for record in store.records_of_run(run)] == [2, 3]


def test_services_are_kept_apart(store: Store) -> None:
    save(store, start(store), [posting_row(1)])
    other = store.start_run("institutions", {}, 10, NOW)
    other = store.save_page(other, [{"instCd": "C0021"}], "instCd", 1, 10, NOW)
    assert list(store.records_of_run(other)) == [{"instCd": "C0021"}]


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
    assert len(list(store.records(run))) == 1


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


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is no database" * 500)
    with pytest.raises(StoreError, match="손상"):
        Store(tmp_path)


def test_a_damaged_record_is_said_to_be_damaged(store: Store, tmp_path: Path) -> None:
    run = save(store, start(store), [posting_row(1)])
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE version SET body = x'00'")
    connection.close()
    with pytest.raises(StoreError, match="손상"):
        list(store.records(run))


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
    assert len(list(store.records(run))) == 1
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


@given(ROWS)
def test_any_rows_can_be_kept_and_every_one_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any]
) -> None:
    with Store(tmp_path_factory.mktemp("store")) as store:
        run = save(store, start(store), rows)
        found = list(store.records(run))
    # Rows with the same number stand for one another; all others are kept one by one.
    assert all(record in rows for record in found)
    assert len(found) >= sum(not isinstance(row, dict) for row in rows)
