"""A store of version 1, as the program left it, opens and keeps everything."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_loader.errors import StoreError
from data_loader.store.database import FILE_NAME, Store
from tests.data_loader.conftest import NOW, institution_row, posting_row

KEY_FIELD = "recrutPblntSn"
LAYOUT_1 = """
CREATE TABLE record (
    service TEXT NOT NULL,
    key ANY NOT NULL,
    body BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    last_run INTEGER NOT NULL REFERENCES run (id),
    PRIMARY KEY (service, key)
) STRICT;
CREATE INDEX record_last_run ON record (last_run);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    params TEXT NOT NULL,
    page_size INTEGER NOT NULL,
    next_page INTEGER NOT NULL,
    total_count INTEGER NOT NULL,
    rereads INTEGER NOT NULL,
    has_shrunk INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'incomplete'))
) STRICT;
PRAGMA user_version = 1;
"""
LATER = NOW + timedelta(days=1)
# A complete reading of everything, and one that was cut short after its first page.
RUNS = [
    (1, "recruitment", "{}", 1000, 2, 1200, NOW.isoformat(), NOW.isoformat(), "complete"),
    (2, "institutions", "{}", 1000, 2, 1, NOW.isoformat(), NOW.isoformat(), "complete"),
    (3, "recruitment", "{}", 1000, 2, 1201, LATER.isoformat(), None, "running"),
]
POSTINGS = [posting_row(number) for number in range(1, 1201)]
UNNUMBERED = {"x": 1, "decimalDay": 3}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(LAYOUT_1)
        connection.executemany(
            "INSERT INTO run (id, service, params, page_size, next_page, total_count, rereads, has_shrunk, started_at,"
            " finished_at, state) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?)",
            RUNS,
        )
        connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", old_records())
        connection.commit()
    return tmp_path


def old_records() -> Iterator[tuple[Any, ...]]:
    for row in POSTINGS:
        run, last = (3, LATER) if row[KEY_FIELD] > 200 else (1, NOW)
        yield "recruitment", row[KEY_FIELD], *packed(row), NOW.isoformat(), last.isoformat(), run
    body, digest = packed(UNNUMBERED)
    yield "recruitment", f"sha256:{digest}", body, digest, LATER.isoformat(), LATER.isoformat(), 3
    yield "institutions", "C0021", *packed(institution_row()), NOW.isoformat(), NOW.isoformat(), 2


def packed(row: Any) -> tuple[bytes, str]:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(text), hashlib.sha256(text).hexdigest()


def test_every_record_of_an_old_store_is_kept(old: Path) -> None:
    with Store(old) as store:
        assert list(store.latest("recruitment")) == [*POSTINGS, UNNUMBERED]
        assert list(store.latest("institutions")) == [institution_row()]
        first, *_, last = store.states("recruitment")
    assert (first.first_seen_at, first.last_seen_at, last.last_seen_at) == (NOW, NOW, LATER)
    assert (first.start_date, first.versions) == (date(2025, 11, 3), 1)


def test_readings_of_an_old_store_are_kept_and_an_unfinished_one_goes_on(old: Path) -> None:
    with Store(old) as store:
        assert store.last_complete("recruitment", {}) == NOW
        run = store.unfinished_run("recruitment", {}, NOW)
        assert run is not None
        assert (run.next_page, store.seen(run), run.started_at) == (2, 1001, LATER)
        run = store.save_page(run, POSTINGS[:199], KEY_FIELD, 1200, 1000, LATER)
        store.finish_run(run, complete=True, now=LATER)
        assert [state.key for state in store.states("recruitment") if state.missing_since] == [200]


def test_what_is_read_again_unchanged_is_no_other_version(old: Path) -> None:
    with Store(old) as store:
        run = store.start_run("recruitment", {}, 10, LATER)
        store.save_page(run, [*POSTINGS, UNNUMBERED], KEY_FIELD, 1201, 1201, LATER)
        assert list(store.versions("recruitment")) == []
        assert store.count("recruitment") == 1201


def test_an_old_store_is_laid_out_anew_once(old: Path) -> None:
    with Store(old) as store:
        before = store.revision()
    with Store(old) as store:
        assert store.revision() == before
        assert store.count("recruitment") == 1201


def test_an_old_store_that_cannot_be_laid_out_stays_as_it_is(old: Path) -> None:
    with closing(sqlite3.connect(old / FILE_NAME)) as connection:
        connection.execute("UPDATE record SET body = x'00' WHERE key = 1200")
        connection.commit()
    with pytest.raises(StoreError, match="손상"):
        Store(old)
    with closing(sqlite3.connect(old / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM record WHERE service = 'recruitment'").fetchone() == (1201,)
