"""What can still be read of a damaged store, saved into a new one.

Damage sits in pages: what lies before and behind it in a table can still be read. A content that cannot be unpacked
is left out, and its record says what it said before, so that the next reading receives it anew.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from data_loader.errors import StoreError
from data_loader.lock import writer_lock
from data_loader.store.database import FILE_NAME
from data_loader.store.layout import VERSION, make_tables
from data_loader.store.record import UNNUMBERED, receive_one, unpack

# Rows read at once; around damage, one.
_ROWS_AT_ONCE = 500
# Numbers tried one by one between the last that could be read from below and the first from above.
_LONGEST_GAP = 200_000
_VERSION = ("id", "service", "key", "seen_from", "seen_until", "digest", "body")
_RECORD = (
    "service", "key", "scope", "version", "versions", "digest", "volatile", "start_date", "end_date", "first_seen_at",
    "last_seen_at", "changed_at", "asked_at", "missing_since",
)  # fmt: skip
_DAYS = 2
# Table, columns, and those by which it is ordered.
_OTHERS = (
    ("absence", ("service", "key", "since", "until", "run"), ("service", "key", "since")),
    ("run", ("id", "service", "params", "page_size", "next_page", "total_count", "seen_count", "rereads", "has_shrunk",
             "started_at", "finished_at", "state"), ("id",)),
    ("call", ("operation", "day", "made"), ("operation", "day")),
    ("quota", ("operation", "calls"), ("operation",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many records and contents the new store holds, how many contents were left out, where the old file is."""

    records: int
    contents: int
    left_out: int
    damaged: Path


def salvage(data_dir: Path, now: datetime) -> Salvaged:
    """Put a store of all that can be read in the place of a damaged one, which is kept beside it.

    Raises StoreError where there is none, another process writes, or nothing can be read at all.
    """
    with writer_lock(data_dir, "salvage"):
        old, building = data_dir / FILE_NAME, data_dir / f".{FILE_NAME}.salvage"
        if not old.exists():
            raise StoreError("기록 저장소({file})가 없습니다. 건질 것이 없습니다.", file=FILE_NAME)
        for leftover in _with_companions(building):
            leftover.unlink(missing_ok=True)
        try:
            counts = _copy(old, building)
            aside = data_dir / f"store.damaged-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.sqlite"
            _exchange(old, building, aside)
        except sqlite3.Error:
            raise StoreError(
                "기록 저장소({file})에서 읽을 수 있는 것이 없습니다. 자료 폴더의 backups에 있는 백업을 그 자리에 놓거나, 그 파일을 옮기고 sync를 실행해 "
                "처음부터 받아 주세요.",
                file=FILE_NAME,
            ) from None
        except OSError as error:
            raise StoreError(
                "건진 것을 쓰지 못했습니다({reason}). 빈 공간과 권한을 확인해 주세요.", reason=error.strerror
            ) from None
        finally:
            for leftover in _with_companions(building):
                leftover.unlink(missing_ok=True)
        return Salvaged(*counts, aside)


def is_sound(service: str, key: object, seen_from: str, body: bytes) -> bool:
    """Whether a content can be unpacked, belongs to a record that there can be, and has a time."""
    try:
        unpack(body)
    except (ValueError, TypeError):
        return False
    return is_key(key) and service.isidentifier() and service.isascii() and has_sound_times((None, None, seen_from))


def is_key(key: object) -> bool:
    if isinstance(key, str):
        return bool(key) and key.isprintable() and "\ufffd" not in key
    return isinstance(key, int) and key > 0


def is_json_object(text: object) -> bool:
    try:
        return isinstance(json.loads(text), dict) if isinstance(text, str) else False
    except ValueError:
        return False


def has_sound_times(times: Sequence[str | None]) -> bool:
    """Whether the first two are days and all others times with an offset, where they are anything."""
    try:
        for text in times[:_DAYS]:
            if text is not None:
                date.fromisoformat(text)
        return all(datetime.fromisoformat(text).tzinfo is not None for text in times[_DAYS:] if text is not None)
    except (ValueError, TypeError):
        return False


def _copy(old: Path, building: Path) -> tuple[int, int, int]:
    """Records, contents, and contents left out."""
    with (
        closing(sqlite3.connect(f"{old.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(building, isolation_level=None)) as target,
    ):
        source.text_factory = lambda raw: raw.decode("utf-8", "replace")
        (version,) = source.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            raise StoreError("기록 저장소({file})가 다른 판의 것이라 건질 수 없습니다.", file=FILE_NAME)
        target.execute("PRAGMA page_size = 8192")
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("BEGIN")
        make_tables(target)
        contents, left_out = _copy_contents(source, target)
        _copy_records(source, target)
        for table, columns, order in _OTHERS:
            for row in _rows(source, table, columns, order):
                if _is_sound_row(dict(zip(columns, row, strict=True))):
                    _insert(target, table, columns, row)
        # A reading under way has lost what it had seen.
        target.execute("UPDATE run SET state = 'incomplete' WHERE state = 'running'")
        target.execute("UPDATE revision SET number = 1")
        (records,) = target.execute("SELECT count(*) FROM record WHERE version IS NOT NULL").fetchone()
        target.execute("COMMIT")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return records, contents, left_out


def _is_sound_row(row: dict[str, Any]) -> bool:
    """Whether the times of a row are times, and its filters filters."""
    times = [row.get(name) for name in ("since", "until", "started_at", "finished_at")]
    return has_sound_times([row.get("day"), None, *times]) and is_json_object(row.get("params", "{}"))


def _copy_contents(source: sqlite3.Connection, target: sqlite3.Connection) -> tuple[int, int]:
    kept = left_out = 0
    for row in _rows(source, "version", _VERSION, ("id",)):
        entry = dict(zip(_VERSION, row, strict=True))
        if is_sound(entry["service"], entry["key"], entry["seen_from"], entry["body"]):
            kept += _insert(target, "version", _VERSION, row)
        else:
            left_out += 1
    return kept, left_out


def _copy_records(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """The records that can be read, each with the latest content that could be; and those only contents tell of."""
    contents: dict[tuple[str, object], list[tuple[int, str]]] = {}
    for number, service, key, seen_from in target.execute(
        "SELECT id, service, key, seen_from FROM version ORDER BY id"
    ):
        contents.setdefault((service, key), []).append((number, seen_from))
    for row in _rows(source, "record", _RECORD, ("service", "key")):
        entry = dict(zip(_RECORD, row, strict=True))
        times = [entry[name] for name in _RECORD[7:]]
        if not is_key(entry["key"]) or not has_sound_times(times) or not is_json_object(entry["volatile"]):
            continue
        key = entry["key"]
        known = contents.pop((entry["service"], key), [])
        if entry["version"] is not None or known:
            is_latest = bool(known) and known[-1][0] == entry["version"]
            entry |= {"version": known[-1][0] if known else None, "versions": len(known)}
            # Without a digest, and as if never asked for, the record is received anew.
            entry |= (
                {"digest": _digest_of(target, known[-1][0], key)} if is_latest else {"digest": None, "asked_at": None}
            )
        _insert(target, "record", _RECORD, tuple(entry.values()))
    for (service, key), known in contents.items():
        _insert(target, "record", _RECORD, _record_of(target, service, key, known))


def _digest_of(target: sqlite3.Connection, number: int, key: Any) -> bytes:
    """The digest of a content, which is also put right where it stands beside it."""
    (body,) = target.execute("SELECT body FROM version WHERE id = ?", (number,)).fetchone()
    digest = receive_one(unpack(body), key).digest
    target.execute("UPDATE version SET digest = ? WHERE id = ?", (digest, number))
    return digest


def _record_of(target: sqlite3.Connection, service: str, key: Any, known: list[tuple[int, str]]) -> tuple[object, ...]:
    """A record as its contents tell of it."""
    (number, changed_at), (_, first_seen_at) = known[-1], known[0]
    (body,) = target.execute("SELECT body FROM version WHERE id = ?", (number,)).fetchone()
    received = receive_one(unpack(body), key)
    digest = None if isinstance(key, str) and key.startswith(UNNUMBERED) else received.digest
    seen = (first_seen_at, changed_at, changed_at)
    return (service, key, "{}", number, len(known), digest, received.volatile, *received.dates, *seen, None, None)


def _rows(
    source: sqlite3.Connection, table: str, columns: Sequence[str], order: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """All rows of a table that can be read: from below up to the damage, from above down to it, and between."""
    places = [columns.index(name) for name in order]
    last: tuple[Any, ...] | None = None
    for row in _from_one_end(source, table, columns, order, ">", ""):
        last = tuple(row[place] for place in places)
        yield row
    end: tuple[Any, ...] | None = None
    for row in _from_one_end(source, table, columns, order, "<", " DESC", down_to=last):
        end = tuple(row[place] for place in places)
        yield row
    if order == ("id",) and last is not None and end is not None:
        yield from _between(source, table, columns, last[0], end[0])


def _from_one_end(
    source: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    order: Sequence[str],
    beyond: str,
    direction: str,
    down_to: tuple[Any, ...] | None = None,
) -> Iterator[tuple[Any, ...]]:
    names, marks = ", ".join(order), ", ".join("?" * len(order))
    by = ", ".join(f"{name}{direction}" for name in order)
    limit: tuple[Any, ...] | None = None
    at_once = _ROWS_AT_ONCE
    while True:
        bounds = [f"({names}) {beyond} ({marks})"] if limit is not None else []
        bounds += [f"({names}) > ({marks})"] if down_to is not None else []
        where = f" WHERE {' AND '.join(bounds)}" if bounds else ""
        values = (*(limit or ()), *(down_to or ()), at_once)
        try:
            rows = source.execute(f"SELECT {', '.join(columns)} FROM {table}{where} ORDER BY {by} LIMIT ?", values)
            found = rows.fetchall()
        except sqlite3.DatabaseError:
            if at_once == 1:
                return
            at_once = 1
            continue
        yield from found
        if len(found) < at_once:
            return
        limit = tuple(found[-1][columns.index(name)] for name in order)


def _between(
    source: sqlite3.Connection, table: str, columns: Sequence[str], last: int, end: int
) -> Iterator[tuple[Any, ...]]:
    for number in range(last + 1, min(end, last + _LONGEST_GAP)):
        try:
            row = source.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (number,)).fetchone()
        except sqlite3.DatabaseError:
            continue
        if row is not None:
            yield row


def _insert(target: sqlite3.Connection, table: str, columns: Sequence[str], row: Sequence[object]) -> bool:
    """Whether it was taken: what damage made of a row may break the rules of the table."""
    marks = ", ".join("?" * len(columns))
    try:
        done = target.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})", tuple(row))
    except sqlite3.IntegrityError:
        return False
    return done.rowcount > 0


def _exchange(old: Path, building: Path, aside: Path) -> None:
    descriptor = os.open(building, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    for path, companion in zip(_with_companions(old), _with_companions(aside), strict=True):
        if path.exists():
            path.rename(companion)
    building.rename(old)


def _with_companions(path: Path) -> list[Path]:
    """The file of a store and the two SQLite keeps beside it."""
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "")]
