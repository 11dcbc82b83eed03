"""The record store: what the portal sent, as it sent it, in one SQLite file that forgets nothing.

Every different content of a record is kept with the time it was first seen, and every time in which a record
was missing from a reading that must contain it (`data_loader.store.coverage`). A page's rows and its run's progress
are saved in one transaction, so a reading that was cut short, even by a kill, goes on where it stopped.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from data_loader.errors import StoreError
from data_loader.schema import OPEN_FLAG
from data_loader.sentence import Sentence
from data_loader.settings import KST
from data_loader.store.coverage import WHOLE_LIST, Coverage, coverage_of, scope_of
from data_loader.store.layout import VERSION, make_tables, migrate, time_text
from data_loader.store.record import UNNUMBERED, Key, Received, dates_of, receive, receive_one, unpack

FILE_NAME = "store.sqlite"

_RUN_COLUMNS = "id, service, params, page_size, next_page, total_count, rereads, has_shrunk, started_at"
_WITHOUT_VOLATILE = "{}"
_EVER = datetime.max.replace(tzinfo=UTC)
_IS_NUMBERED = f"(typeof({{key}}) = 'integer' OR {{key}} NOT GLOB '{UNNUMBERED}*')"


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of a list. `next_page` is the page to ask for next, `total_count` the portal's latest word.

    `rereads` counts how often it began again at page 1, `has_shrunk` says that the portal's count fell
    during this reading: rows moved up, and some may have slipped past between two pages.
    """

    id: int
    service: str
    filters: Mapping[str, str]
    page_size: int
    next_page: int
    total_count: int
    rereads: int
    has_shrunk: bool
    started_at: datetime

    @property
    def is_read_through(self) -> bool:
        return self.next_page > 1 and (self.next_page - 1) * self.page_size >= self.total_count


class Reading(NamedTuple):
    """A complete reading of a list."""

    filters: Mapping[str, str]
    started_at: datetime
    finished_at: datetime


class RecordState(NamedTuple):
    """What is known of a numbered record without unpacking it; `versions` counts its different contents."""

    key: int
    start_date: date | None
    end_date: date | None
    first_seen_at: datetime
    last_seen_at: datetime
    missing_since: datetime | None
    versions: int


class Version(NamedTuple):
    """One content of a record: `row` as received but for volatile fields, and when it was first seen."""

    key: int
    seen_from: datetime
    row: Any


class Absence(NamedTuple):
    """A time in which a record was missing; `until` is None while it still is."""

    key: int
    since: datetime
    until: datetime | None


class Damaged:
    """Stands for a content that is in the store and cannot be unpacked."""


DAMAGED = Damaged()


class _Known(NamedTuple):
    version: int | None
    versions: int
    digest: bytes | None
    missing_since: str | None


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

    # Readings of a list

    def unfinished_run(
        self, service: str, filters: Mapping[str, str], since: datetime, now: datetime = _EVER
    ) -> Run | None:
        """The latest run with these filters that was cut short, if it began between `since` and `now`."""
        found = self._row(
            f"SELECT {_RUN_COLUMNS} FROM run WHERE service = ? AND params = ? AND state = 'running'"
            " ORDER BY id DESC LIMIT 1",
            (service, _filters_text(filters)),
        )
        run = _run(found) if found else None
        return run if run and since <= run.started_at <= now else None

    def last_complete(self, service: str, filters: Mapping[str, str], now: datetime = _EVER) -> datetime | None:
        """When the latest complete run with these filters began: up to now, or else at a time still to come."""
        found = self._row(
            "SELECT coalesce(max(started_at) FILTER (WHERE started_at <= ?), min(started_at)) FROM run"
            " WHERE service = ? AND params = ? AND state = 'complete'",
            (time_text(now), service, _filters_text(filters)),
        )
        return _moment_or_none(found[0]) if found else None

    def start_run(self, service: str, filters: Mapping[str, str], page_size: int, now: datetime) -> Run:
        """Begin a run. One with the same filters that was cut short ends with it."""
        part = (service, _filters_text(filters))
        with self._transaction() as connection:
            connection.execute(
                "DELETE FROM sighting WHERE run IN"
                " (SELECT id FROM run WHERE service = ? AND params = ? AND state = 'running')",
                part,
            )
            connection.execute(
                "UPDATE run SET state = 'incomplete' WHERE service = ? AND params = ? AND state = 'running'", part
            )
            cursor = connection.execute(
                "INSERT INTO run (service, params, page_size, next_page, total_count, rereads, has_shrunk, started_at,"
                " state) VALUES (?, ?, ?, 1, 0, 0, 0, ?, 'running')",
                (*part, page_size, time_text(now)),
            )
        return self._run(cursor.lastrowid or 0)

    def save_page(
        self, run: Run, rows: Iterable[Any], key_field: str, total_count: int, page_size: int, now: datetime
    ) -> Run:
        """Save a page's rows and the run's progress together; `key_field` names the field that identifies a row."""
        received = receive(rows, key_field)
        with self._transaction() as connection:
            self._observe(run.service, scope_of(run.filters), received, now)
            connection.executemany(
                "INSERT OR IGNORE INTO sighting (run, key) VALUES (?, ?)", [(run.id, row.key) for row in received]
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
        """End a run. After a complete one, what it must contain and did not is missing since it began."""
        seen = self.seen(run)
        with self._transaction() as connection:
            connection.execute(
                "UPDATE run SET state = ?, finished_at = ?, seen_count = ? WHERE id = ?",
                ("complete" if complete else "incomplete", time_text(now), seen, run.id),
            )
            if complete:
                self._mark_missing(run, now)
            connection.execute("DELETE FROM sighting WHERE run = ?", (run.id,))

    def seen(self, run: Run) -> int:
        """How many distinct records the run has seen, while it is under way."""
        return self._count("SELECT count(*) FROM sighting WHERE run = ?", (run.id,))

    def identified(self, run: Run) -> int:
        """How many of them carry a number or code of their own."""
        return self._count(
            f"SELECT count(*) FROM sighting WHERE run = ? AND {_IS_NUMBERED.format(key='key')}", (run.id,)
        )

    def overdue(self, run: Run, now: datetime) -> int:
        """How many records would be missing if the run ended now."""
        condition, values = _missing_from(run, now)
        return self._count(f"SELECT count(*) FROM record WHERE {condition}", values)

    def expected(self, filters: Mapping[str, str], service: str, now: datetime) -> int:
        """How many known records a reading with these filters would have to contain if it were made now."""
        condition, values = _contained_in(coverage_of(filters, now, now), service)
        return self._count(f"SELECT count(*) FROM record WHERE {condition}", values)

    def last_total(self, service: str, filters: Mapping[str, str]) -> int:
        """What the portal counted in the latest complete reading with these filters; 0 where there was none."""
        return self._count(
            "SELECT total_count FROM run WHERE service = ? AND params = ? AND state = 'complete' ORDER BY id DESC LIMIT 1",
            (service, _filters_text(filters)),
        )

    # What is known of a service

    def latest(self, service: str, *, present_only: bool = False) -> Iterator[Any]:
        """As `latest_by_key`, without the keys and what is damaged."""
        rows = (row for _, row in self.latest_by_key(service, present_only=present_only))
        return (row for row in rows if row is not DAMAGED)

    def latest_by_key(self, service: str, *, present_only: bool = False) -> Iterator[tuple[Key, Any]]:
        """The latest content of each record, as received, in key order; with `present_only` without missing ones.

        DAMAGED in place of what cannot be unpacked.

        Of rows without a number or code of their own only those that are not missing: they cannot be told from
        their earlier selves.
        """
        condition = "" if present_only else f" OR {_IS_NUMBERED.format(key='r.key')}"
        return self._bodies(f"r.service = ? AND (r.missing_since IS NULL{condition})", (service,))

    def earlier(self, service: str, key: Key) -> Iterator[Any]:
        """What a record said before its latest content, the newest first; without the volatile fields."""
        rows = self._rows(
            "SELECT v.body FROM version v JOIN record r ON r.service = v.service AND r.key = v.key"
            " WHERE v.service = ? AND v.key = ? AND v.id < r.version ORDER BY v.id DESC",
            (service, key),
        )
        contents = (_unpacked(body, _WITHOUT_VOLATILE) for (body,) in rows)
        return (row for row in contents if row is not DAMAGED)

    def withdrawals(self, service: str) -> dict[int, date]:
        """The day in Korea on which each numbered record was found missing, of those that had not ended by then."""
        rows = self._rows(
            "SELECT key, missing_since, end_date FROM record WHERE service = ? AND missing_since IS NOT NULL"
            " AND end_date IS NOT NULL AND typeof(key) = 'integer' ORDER BY key",
            (service,),
        )
        found = {}
        for key, since, end in rows:
            with suppress(DamagedTime):
                day, last = _moment(since).astimezone(KST).date(), _date(end)
                if last is not None and day <= last:
                    found[key] = day
        return found

    def count(self, service: str, *, present_only: bool = False) -> int:
        """How many records of a service are known."""
        condition = " AND missing_since IS NULL" if present_only else ""
        return self._count(
            f"SELECT count(*) FROM record WHERE service = ? AND version IS NOT NULL{condition}", (service,)
        )

    def revision(self) -> int:
        """A number that grows whenever a record is new, another, gone or back; a reading that finds nothing leaves it."""
        return self._count("SELECT number FROM revision", ())

    def state_of(self, service: str) -> tuple[int, int]:
        """The newest version of a service's records and how many records are there: what says that nothing changed."""
        newest = self._count("SELECT coalesce(max(id), 0) FROM version WHERE service = ?", (service,))
        return newest, self.count(service, present_only=True)

    def changed_since(self, service: str, version: int) -> Iterator[tuple[Key, Any]]:
        """The records with a newer version than this one (see `state_of`): key and latest content, in key order."""
        rows = self._rows(
            "SELECT r.key, v.body, r.volatile FROM version v JOIN record r ON r.service = v.service AND r.key = v.key"
            " AND r.version = v.id WHERE v.id > ? AND v.service = ? ORDER BY r.key",
            (version, service),
        )
        for key, body, volatile in rows:
            yield key, _unpacked(body, volatile)

    # What was observed, for numbered records

    def first_readings(self, service: str) -> list[Reading]:
        """For each set of filters, the complete reading that was the first to end."""
        return self._readings("min(finished_at)", service, "TRUE", ())

    def last_readings(self, service: str, when: datetime) -> list[Reading]:
        """For each set of filters, the latest complete reading that had ended by then."""
        return self._readings("max(finished_at)", service, "finished_at <= ?", (time_text(when),))

    def states(self, service: str) -> Iterator[RecordState]:
        """Every numbered record ever seen, in key order."""
        rows = self._rows(
            "SELECT key, start_date, end_date, first_seen_at, last_seen_at, missing_since, versions FROM record"
            " WHERE service = ? AND version IS NOT NULL AND typeof(key) = 'integer' ORDER BY key",
            (service,),
        )
        for key, start, end, first, last, missing, versions in rows:
            with suppress(DamagedTime):
                days, seen = (_date(start), _date(end)), (_moment(first), _moment(last))
                yield RecordState(key, *days, *seen, _moment_or_none(missing), versions)

    def versions(self, service: str) -> Iterator[Version]:
        """Every content of the records that have had several, in key order, the first one first."""
        rows = self._rows(
            "SELECT v.key, v.seen_from, v.body FROM record r JOIN version v ON v.service = r.service AND v.key = r.key"
            " WHERE r.service = ? AND r.versions > 1 AND typeof(r.key) = 'integer' ORDER BY r.key, v.id",
            (service,),
        )
        for key, seen_from, body in rows:
            row = _unpacked(body, _WITHOUT_VOLATILE)
            if row is not DAMAGED:
                with suppress(DamagedTime):
                    yield Version(key, _moment(seen_from), row)

    def absences(self, service: str) -> Iterator[Absence]:
        """Every time in which a record was missing, in key order, the first one first."""
        rows = self._rows(
            "SELECT key, since, until FROM absence WHERE service = ? AND typeof(key) = 'integer' ORDER BY key, since",
            (service,),
        )
        for key, since, until in rows:
            with suppress(DamagedTime):
                yield Absence(key, _moment(since), _moment_or_none(until))

    def as_of(self, service: str, when: datetime, open_on: date | None = None) -> Iterator[Any]:
        """The records that were known and not missing then, with the content they were known to have, in key order.

        Without the volatile fields. `open_on`: only postings that were open on that day by what they said then.
        """
        at = time_text(when)
        day = open_on.isoformat() if open_on else None
        rows = self._rows(
            "SELECT (SELECT body FROM version v WHERE v.service = r.service AND v.key = r.key AND seen_from <= ?"
            " ORDER BY id DESC LIMIT 1) FROM record r WHERE service = ? AND first_seen_at <= ? AND NOT EXISTS"
            " (SELECT 1 FROM absence a WHERE a.service = r.service AND a.key = r.key AND since <= ?"
            " AND (until IS NULL OR until > ?)) AND (? IS NULL OR versions > 1 OR ? BETWEEN start_date AND end_date)"
            " ORDER BY key",
            (at, service, at, at, at, day, day),
        )
        for (body,) in rows:
            row = _unpacked(body, _WITHOUT_VOLATILE)
            if row is DAMAGED:
                continue
            if day is None or _is_between(day, *dates_of(row)):
                yield row

    # Single items

    def save_item(self, service: str, key: Key, row: Any | None, now: datetime) -> None:
        """Save the answer to a question for one item; None is "asked, nothing there"."""
        at = time_text(now)
        with self._transaction() as connection:
            if row is None:
                known = self._known(service, key)
                connection.execute(
                    "INSERT INTO record (service, key, scope, versions, volatile) VALUES (?, ?, '{}', 0, '{}')"
                    " ON CONFLICT DO NOTHING",
                    (service, key),
                )
                if known and known.version is not None and known.missing_since is None:
                    connection.execute("INSERT INTO absence VALUES (?, ?, ?, NULL, NULL)", (service, key, at))
                    connection.execute(
                        "UPDATE record SET missing_since = ? WHERE service = ? AND key = ?", (at, service, key)
                    )
                    self._grow_revision()
            else:
                self._observe(service, WHOLE_LIST, [receive_one(row, key)], now)
            connection.execute("UPDATE record SET asked_at = ? WHERE service = ? AND key = ?", (at, service, key))

    def item(self, service: str, key: Key) -> Any | None:
        """The latest content of one record, or None where there never was one."""
        found = (row for _, row in self._bodies("r.service = ? AND r.key = ?", (service, key)))
        return next((row for row in found if row is not DAMAGED), None)

    def detail_columns(self, list_service: str, detail_service: str) -> list[tuple[Any, ...]]:
        """The numbered rows of a list that are not missing, with the state of their details.

        Column by column and as text, quick to get: number, first day, last day, when the row changed, when its
        detail was asked for (UTC, without the offset); None where it never was.
        """
        with _translated_errors():
            rows = self._connection.execute(
                "SELECT l.key, l.start_date, l.end_date, substr(l.changed_at, 1, 19), substr(d.asked_at, 1, 19)"
                " FROM record l LEFT JOIN record d ON d.service = ? AND d.key = l.key"
                " WHERE l.service = ? AND l.missing_since IS NULL AND typeof(l.key) = 'integer'",
                (detail_service, list_service),
            ).fetchall()
        return list(zip(*rows, strict=True)) if rows else [()] * 5

    # The day's calls

    def calls_made(self, operation: str, day: date) -> int:
        return self._count("SELECT made FROM call WHERE operation = ? AND day = ?", (operation, day.isoformat()))

    def count_call(self, operation: str, day: date) -> None:
        """Count a call on the disk; to be done before it is made, so that a kill never leaves one uncounted."""
        self._count_calls("made + 1", operation, day, 1)

    def learn_calls(self, operation: str, day: date, made: int) -> None:
        """The portal says that so many calls were made; more than we know of where others use the key."""
        self._count_calls("max(made, excluded.made)", operation, day, made)

    def limit(self, operation: str) -> int | None:
        """The calls a day the portal said it allows, or None where it never did."""
        found = self._row("SELECT calls FROM quota WHERE operation = ?", (operation,))
        return int(found[0]) if found else None

    def learn_limit(self, operation: str, limit: int) -> None:
        if self.limit(operation) != limit:
            with self._transaction() as connection:
                connection.execute("INSERT OR REPLACE INTO quota VALUES (?, ?)", (operation, limit))

    # The whole

    def copy_to(self, path: Path) -> None:
        """A sound copy of the store as it is now. Raises StoreError where it cannot be made or is not sound."""
        with _translated_errors(), closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise StoreError(_DAMAGED)

    # The inside

    def _readings(self, choice: str, service: str, condition: str, values: tuple[Any, ...]) -> list[Reading]:
        # SQLite gives the other columns of the row in which it found the smallest or largest.
        rows = self._rows(
            f"SELECT params, started_at, {choice} FROM run WHERE service = ? AND state = 'complete' AND {condition}"
            " GROUP BY params",
            (service, *values),
        )
        return [Reading(_filters_in(params), *map(_moment, times)) for params, *times in rows]

    def _count_calls(self, sum_: str, operation: str, day: date, made: int) -> None:
        with self._transaction() as connection:
            connection.execute(
                f"INSERT INTO call VALUES (?, ?, ?) ON CONFLICT (operation, day) DO UPDATE SET made = {sum_}",
                (operation, day.isoformat(), made),
            )

    def _observe(self, service: str, scope: str, rows: Iterable[Received], now: datetime) -> None:
        """Note that these rows were there. Within a transaction."""
        at = time_text(now)
        unchanged = []
        has_news = False
        for row in rows:
            known = self._known(service, row.key)
            is_here = known is not None and (known.missing_since is None or _stays_missing(row, now))
            if known and is_here and known.digest == row.digest:
                unchanged.append((at, row.volatile, service, row.key))
            else:
                self._note(service, scope, row, known, at)
                has_news = True
        self._connection.executemany(
            "UPDATE record SET last_seen_at = ?, volatile = ? WHERE service = ? AND key = ?", unchanged
        )
        if has_news:
            self._grow_revision()

    def _known(self, service: str, key: Key) -> _Known | None:
        found = self._connection.execute(
            "SELECT version, versions, digest, missing_since FROM record WHERE service = ? AND key = ?", (service, key)
        ).fetchone()
        return _Known(*found) if found else None

    def _note(self, service: str, scope: str, row: Received, known: _Known | None, at: str) -> None:
        """Note a row that is new, another, or back."""
        named = (service, row.key)
        dates = row.dates
        if known and known.missing_since is not None:
            self._end_absence(named, dates, at)
        if known and known.digest == row.digest:
            self._connection.execute(
                "UPDATE record SET volatile = ?, last_seen_at = ?, missing_since = NULL WHERE service = ? AND key = ?",
                (row.volatile, at, *named),
            )
            return
        if known and known.version is not None:
            self._connection.execute(
                "UPDATE version SET seen_until = (SELECT last_seen_at FROM record WHERE service = ? AND key = ?)"
                " WHERE id = ?",
                (*named, known.version),
            )
        cursor = self._connection.execute(
            "INSERT INTO version (service, key, seen_from, digest, body) VALUES (?, ?, ?, ?, ?)",
            (*named, at, row.digest, row.body),
        )
        self._connection.execute(
            "INSERT INTO record (service, key, scope, version, versions, digest, volatile, start_date, end_date,"
            " first_seen_at, last_seen_at, changed_at) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (service, key) DO UPDATE SET version = excluded.version, versions = versions + 1,"
            " digest = excluded.digest, volatile = excluded.volatile,"
            # Of a content whose days cannot be read, those of before still hold.
            " start_date = coalesce(excluded.start_date, start_date), end_date = coalesce(excluded.end_date, end_date),"
            " first_seen_at = coalesce(first_seen_at, excluded.first_seen_at),"
            " last_seen_at = excluded.last_seen_at, changed_at = excluded.changed_at, missing_since = NULL",
            (*named, scope, cursor.lastrowid, row.digest, row.volatile, *dates, at, at, at),
        )

    def _end_absence(self, named: tuple[str, Key], dates: tuple[str | None, str | None], at: str) -> None:
        """A missing record is back. Where the reading that missed it need not have contained it as it is now
        (its dates were changed), it was never missing.
        """
        found = self._connection.execute(
            "SELECT run.params, run.started_at, run.finished_at FROM absence JOIN run ON run.id = absence.run"
            " WHERE absence.service = ? AND key = ? AND until IS NULL",
            named,
        ).fetchone()
        if found:
            params, *times = found
            if not coverage_of(_filters_in(params), *map(_moment, times)).contains(*dates):
                self._connection.execute("DELETE FROM absence WHERE service = ? AND key = ? AND until IS NULL", named)
                return
        self._connection.execute(
            "UPDATE absence SET until = ? WHERE service = ? AND key = ? AND until IS NULL", (at, *named)
        )

    def _mark_missing(self, run: Run, now: datetime) -> None:
        condition, values = _missing_from(run, now)
        since = time_text(run.started_at)
        marked = self._connection.execute(
            f"INSERT INTO absence SELECT service, key, ?, NULL, ? FROM record WHERE {condition}",
            (since, run.id, *values),
        ).rowcount
        if marked:
            self._connection.execute(f"UPDATE record SET missing_since = ? WHERE {condition}", (since, *values))
            self._grow_revision()

    def _grow_revision(self) -> None:
        self._connection.execute("UPDATE revision SET number = number + 1")

    def _bodies(self, condition: str, values: tuple[Any, ...]) -> Iterator[tuple[Key, Any]]:
        query = (
            "SELECT r.key, v.body, r.volatile FROM record r JOIN version v ON v.id = r.version"
            f" WHERE {condition} ORDER BY r.key"
        )
        for key, body, volatile in self._rows(query, values):
            yield key, _unpacked(body, volatile)

    def _run(self, run_id: int) -> Run:
        found = self._row(f"SELECT {_RUN_COLUMNS} FROM run WHERE id = ?", (run_id,))
        if found is None:
            raise StoreError(_DAMAGED)
        return _run(found)

    def _count(self, query: str, values: tuple[Any, ...]) -> int:
        found = self._row(query, values)
        return int(found[0]) if found else 0

    def _row(self, query: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        with _translated_errors():
            found: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        return found

    def _rows(self, query: str, values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        with _translated_errors():
            yield from self._connection.execute(query, values)

    def _prepare(self) -> None:
        if self._version() == VERSION:
            return
        with _translated_errors():
            # A body takes about 2 kB: pages of the usual 4 kB would stay half empty. Of a file that is there
            # the size stays as it is.
            self._connection.execute("PRAGMA page_size = 8192")
            self._connection.execute("PRAGMA journal_mode = WAL")
        with self._transaction() as connection:
            # Another process may have been first.
            version = self._version()
            if version == 0:
                make_tables(connection)
            elif version == 1:
                try:
                    migrate(connection)
                except ValueError:
                    raise StoreError(_DAMAGED) from None
            elif version != VERSION:
                raise StoreError(
                    "{file}이 이 프로그램이 모르는 판({version})입니다. 새 판의 프로그램을 써 주세요.",
                    file=FILE_NAME,
                    version=version,
                )

    def _version(self) -> int:
        return self._count("PRAGMA user_version", ())

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


def _missing_from(run: Run, now: datetime) -> tuple[str, tuple[Any, ...]]:
    """The condition on `record`, and its values, for what the run must contain and has not seen if it ends now."""
    condition, values = _contained_in(coverage_of(run.filters, run.started_at, now), run.service)
    # Seen since by another reading; a time that is still to come says nothing.
    condition += " AND (last_seen_at < ? OR last_seen_at > ?) AND key NOT IN (SELECT key FROM sighting WHERE run = ?)"
    return condition, (*values, time_text(run.started_at), time_text(now), run.id)


def _contained_in(coverage: Coverage, service: str) -> tuple[str, tuple[Any, ...]]:
    """The condition on `record`, and its values, for what is not missing and belongs to a part of a list."""
    condition = "service = ? AND missing_since IS NULL AND version IS NOT NULL"
    values: list[Any] = [service]
    for part, value in _bounds(coverage):
        if value is not None:
            condition += f" AND {part}"
            values.append(value)
    return condition, tuple(values)


def _bounds(coverage: Coverage) -> Iterator[tuple[str, str | None]]:
    yield "scope = ?", None if coverage.scope == WHOLE_LIST else coverage.scope
    yield "start_date >= ?", coverage.starts_from
    yield "start_date <= ?", coverage.starts_to
    yield "end_date >= ?", coverage.ends_from


def _stays_missing(row: Received, now: datetime) -> bool:
    """Whether a posting missing from what is open is told by another list, which says itself that it is not open."""
    if not isinstance(row.row, dict) or row.row.get(OPEN_FLAG) != "N":
        return False
    return _is_between(now.astimezone(KST).date().isoformat(), *row.dates)


def _unpacked(body: bytes, volatile: str) -> Any:
    """The row; without what had changed by itself where only that is damaged."""
    for beside in (volatile, ""):
        with suppress(ValueError):
            return unpack(body, beside)
    return DAMAGED


class DamagedTime(StoreError):
    """A time or day that is none: the record it belongs to is damaged."""

    def __init__(self) -> None:
        super().__init__(_DAMAGED)


def _is_between(day: str, first: str | None, last: str | None) -> bool:
    return first is not None and last is not None and first <= day <= last


def _filters_text(filters: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(filters.items())))


def _filters_in(text: str) -> dict[str, str]:
    try:
        filters: dict[str, str] = json.loads(text)
    except ValueError:
        raise StoreError(_DAMAGED) from None
    return filters


def _run(row: tuple[Any, ...]) -> Run:
    run_id, service, params, page_size, next_page, total_count, rereads, has_shrunk, started_at = row
    started = _moment(started_at)
    filters = _filters_in(params)
    return Run(run_id, service, filters, page_size, next_page, total_count, rereads, bool(has_shrunk), started)


# A hundred thousand records share a few thousand days, and the times of their readings.
@lru_cache(maxsize=8192)
def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise DamagedTime from None
    if moment.tzinfo is None:
        raise DamagedTime
    return moment


def _moment_or_none(text: str | None) -> datetime | None:
    return _moment(text) if text else None


@lru_cache(maxsize=8192)
def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except (ValueError, TypeError):
        raise DamagedTime from None


_DAMAGED = Sentence(
    "기록 저장소({file})가 손상되었습니다. `python -m data_loader salvage`로 읽을 수 있는 것을 건져 주세요. 안 되면 자료 폴더의 "
    "backups에 있는 백업을 그 자리에 놓습니다.",
    file=FILE_NAME,
)
_SPACE = Sentence(
    "디스크에 빈 공간이 없어 받은 기록을 저장하지 못했습니다. 공간을 비운 뒤 다시 실행하면 이어서 받습니다."
)
_PERMISSION = Sentence("기록 저장소({file})에 쓸 수 없습니다. DATA_DIR과 쓰기 권한을 확인해 주세요.", file=FILE_NAME)
_MESSAGES = {
    sqlite3.SQLITE_FULL: _SPACE,
    sqlite3.SQLITE_READONLY: _PERMISSION,
    sqlite3.SQLITE_CANTOPEN: _PERMISSION,
    sqlite3.SQLITE_PERM: _PERMISSION,
    sqlite3.SQLITE_BUSY: Sentence(
        "다른 프로그램이 기록 저장소({file})를 쓰고 있습니다. 끝난 뒤 다시 실행해 주세요.", file=FILE_NAME
    ),
    sqlite3.SQLITE_IOERR: Sentence(
        "기록 저장소({file})를 읽거나 쓰지 못했습니다. 디스크의 상태를 확인해 주세요.", file=FILE_NAME
    ),
}


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        primary_code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        raise StoreError(_MESSAGES.get(primary_code, _DAMAGED)) from None
