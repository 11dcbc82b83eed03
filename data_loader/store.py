"""The record store: what the portal sent, as it sent it, in one SQLite file.

    record  one row per posting or institution: its latest JSON text, when it was first and last seen
    run     one row per reading of a whole list: how far it came, and how many rows the portal says there are

A page's rows and its run's progress are saved in one transaction, so a reading that was cut short, even
by a kill, goes on where it stopped. `record.last_run` says which run saw a record last: that is how a
reading is found complete, and how a later ledger can tell what was withdrawn.
"""

import hashlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from data_loader.errors import StoreError

FILE_NAME = "store.sqlite"
VERSION = 1
# The largest whole number SQLite keeps.
LARGEST_KEY = 2**63 - 1

# A key is a number where the source numbers its rows, else a text: numbers sort before texts.
_TABLES = """
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
"""
_RUN_COLUMNS = "id, service, page_size, next_page, total_count, rereads, has_shrunk, started_at"


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of a list. `next_page` is the page to ask for next, `total_count` the portal's latest word.

    `rereads` counts how often it began again at page 1, `has_shrunk` says that the portal's count fell
    during this reading: rows moved up, and some may have slipped past between two pages.
    """

    id: int
    service: str
    page_size: int
    next_page: int
    total_count: int
    rereads: int
    has_shrunk: bool
    started_at: datetime

    @property
    def is_read_through(self) -> bool:
        return self.next_page > 1 and (self.next_page - 1) * self.page_size >= self.total_count


class Store:
    """The open store. Every failure is a StoreError; every change is one transaction."""

    def __init__(self, data_dir: Path) -> None:
        with _translated_errors():
            # Transactions are begun and ended here by hand; a reader waits for a writer up to five seconds.
            self._connection = sqlite3.connect(data_dir / FILE_NAME, timeout=5, isolation_level=None)
        try:
            self._prepare()
        except StoreError:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(sqlite3.Error):
            self._connection.close()

    def unfinished_run(self, service: str, params: Mapping[str, str], since: datetime) -> Run | None:
        """The latest run with these parameters that was cut short, if it began at or after `since`."""
        found = self._row(
            f"SELECT {_RUN_COLUMNS} FROM run WHERE service = ? AND params = ? AND state = 'running'"
            " ORDER BY id DESC LIMIT 1",
            (service, _params_text(params)),
        )
        run = _run(found) if found else None
        return run if run and run.started_at >= since else None

    def last_complete(self, service: str, params: Mapping[str, str]) -> datetime | None:
        """When the latest complete run with these parameters began."""
        found = self._row(
            "SELECT max(started_at) FROM run WHERE service = ? AND params = ? AND state = 'complete'",
            (service, _params_text(params)),
        )
        return datetime.fromisoformat(found[0]) if found and found[0] else None

    def start_run(self, service: str, params: Mapping[str, str], page_size: int, now: datetime) -> Run:
        with self._transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO run (service, params, page_size, next_page, total_count, rereads, has_shrunk, started_at,"
                " state) VALUES (?, ?, ?, 1, 0, 0, 0, ?, 'running')",
                (service, _params_text(params), page_size, now.isoformat()),
            )
        return self._run(cursor.lastrowid or 0)

    def save_page(
        self, run: Run, rows: Iterable[Any], key_field: str, total_count: int, page_size: int, now: datetime
    ) -> Run:
        """Save a page's rows and the run's progress together; `key_field` names the field that identifies a row."""
        at = now.isoformat()
        records = [(run.service, *keyed, at, at, run.id) for keyed in _keyed(rows, key_field)]
        with self._transaction() as connection:
            connection.executemany(
                "INSERT INTO record (service, key, body, sha256, first_seen_at, last_seen_at, last_run)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (service, key) DO UPDATE SET body = excluded.body,"
                " sha256 = excluded.sha256, last_seen_at = excluded.last_seen_at, last_run = excluded.last_run",
                records,
            )
            connection.execute(
                "UPDATE run SET next_page = next_page + 1, page_size = ?, has_shrunk = has_shrunk OR ? < total_count,"
                " total_count = ? WHERE id = ?",
                (page_size, total_count, total_count, run.id),
            )
        return self._run(run.id)

    def reread(self, run: Run) -> Run:
        """Send a run back to page 1, keeping what it has seen."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE run SET next_page = 1, rereads = rereads + 1, has_shrunk = 0 WHERE id = ?", (run.id,)
            )
        return self._run(run.id)

    def finish_run(self, run: Run, *, complete: bool, now: datetime) -> None:
        with self._transaction() as connection:
            connection.execute(
                "UPDATE run SET state = ?, finished_at = ? WHERE id = ?",
                ("complete" if complete else "incomplete", now.isoformat(), run.id),
            )

    def seen(self, run: Run) -> int:
        """How many distinct records the run has seen."""
        found = self._row("SELECT count(*) FROM record WHERE last_run = ?", (run.id,))
        return int(found[0]) if found else 0

    def identified(self, run: Run) -> int:
        """How many of them carry a number or code of their own."""
        found = self._row("SELECT count(*) FROM record WHERE last_run = ? AND key NOT GLOB 'sha256:*'", (run.id,))
        return int(found[0]) if found else 0

    def records_of_run(self, run: Run) -> Iterator[Any]:
        """What the run saw, as received, in key order."""
        return self._bodies("last_run = ?", (run.id,), run.service)

    def records(self, run: Run) -> Iterator[Any]:
        """All records of the run's service, as received, in key order.

        Rows without a usable number cannot be told from their earlier selves, so only the run's own count.
        """
        return self._bodies("(typeof(key) = 'integer' OR last_run = ?)", (run.id,), run.service)

    def _bodies(self, condition: str, values: tuple[Any, ...], service: str) -> Iterator[Any]:
        query = f"SELECT body FROM record WHERE service = ? AND {condition} ORDER BY key"
        with _translated_errors():
            for (body,) in self._connection.execute(query, (service, *values)):
                try:
                    record = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
                except (zlib.error, ValueError, RecursionError):
                    raise StoreError(_DAMAGED) from None
                yield record

    def _run(self, run_id: int) -> Run:
        found = self._row(f"SELECT {_RUN_COLUMNS} FROM run WHERE id = ?", (run_id,))
        if found is None:
            raise StoreError(_DAMAGED)
        return _run(found)

    def _row(self, query: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        with _translated_errors():
            found: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        return found

    def _prepare(self) -> None:
        with _translated_errors():
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version == VERSION:
                return
            if version != 0:
                raise StoreError(
                    f"{FILE_NAME}이 이 프로그램이 모르는 판({version})입니다. 새 판의 프로그램을 써 주세요."
                )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version = {VERSION};COMMIT;")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _translated_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite has already rolled back by itself when the disk is full.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _keyed(rows: Iterable[Any], key_field: str) -> Iterator[tuple[int | str, bytes, str]]:
    """Key, body and digest of each row. Equal rows without a number stay apart within their page."""
    repeats: Counter[str] = Counter()
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(text).hexdigest()
        key = _natural_key(row.get(key_field)) if isinstance(row, dict) else None
        if key is None:
            repeats[digest] += 1
            key = f"sha256:{digest}" + (f":{repeats[digest]}" if repeats[digest] > 1 else "")
        yield key, zlib.compress(text), digest


def _natural_key(value: object) -> int | str | None:
    """A positive number, or the text that stands in its place; None where there is neither."""
    if isinstance(value, str):
        value = value.strip()
        if value.isascii() and value.isdigit() and len(value) < 19:
            value = int(value)
        elif value and value.isprintable():
            return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_KEY:
        return value
    return None


def _params_text(params: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(params.items())))


def _run(row: tuple[Any, ...]) -> Run:
    run_id, service, page_size, next_page, total_count, rereads, has_shrunk, started_at = row
    started = datetime.fromisoformat(started_at)
    return Run(run_id, service, page_size, next_page, total_count, rereads, bool(has_shrunk), started)


_DAMAGED = (
    f"기록 저장소({FILE_NAME})가 손상되었습니다. 그 파일을 다른 곳으로 옮긴 뒤 sync를 다시 실행하면 처음부터 받습니다."
)
_SPACE = "디스크에 빈 공간이 없어 받은 기록을 저장하지 못했습니다. 공간을 비운 뒤 다시 실행하면 이어서 받습니다."
_PERMISSION = f"기록 저장소({FILE_NAME})에 쓸 수 없습니다. DATA_DIR과 쓰기 권한을 확인해 주세요."
_MESSAGES = {
    sqlite3.SQLITE_FULL: _SPACE,
    sqlite3.SQLITE_READONLY: _PERMISSION,
    sqlite3.SQLITE_CANTOPEN: _PERMISSION,
    sqlite3.SQLITE_PERM: _PERMISSION,
    sqlite3.SQLITE_BUSY: f"다른 프로그램이 기록 저장소({FILE_NAME})를 쓰고 있습니다. 끝난 뒤 다시 실행해 주세요.",
    sqlite3.SQLITE_IOERR: f"기록 저장소({FILE_NAME})를 읽거나 쓰지 못했습니다. 디스크의 상태를 확인해 주세요.",
}


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        primary_code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        raise StoreError(_MESSAGES.get(primary_code, _DAMAGED)) from None
