"""The tables of the store, and the way there from its first version.

    record    one row per posting, institution, …: what it means now, when it was seen, since when it is missing
    version   one row per different content a record has had, newest last, as received
    absence   the times in which a record was missing from readings that must contain it
    run       one row per reading of a list: how far it came, how many rows the portal says there are
    sighting  which records the readings under way have seen
    call      the calls made to an operation of the portal on a day (KST)
    quota     the calls a day that an operation allows, as the portal said it
    revision  one number that grows whenever what the store says changes

Times are ISO texts in UTC, all of one length, so that they sort as they pass; days are ISO dates.
"""

import sqlite3
from datetime import UTC, datetime

from data_loader.store.record import receive_one, unnumbered_key, unpack

VERSION = 2

# A key is a number where the source numbers its rows, else a text: numbers sort before texts.
_TABLES = (
    """CREATE TABLE record (
    service TEXT NOT NULL,
    key ANY NOT NULL,
    scope TEXT NOT NULL,
    version INTEGER,
    versions INTEGER NOT NULL,
    digest BLOB,
    volatile TEXT NOT NULL,
    start_date TEXT,
    end_date TEXT,
    first_seen_at TEXT,
    last_seen_at TEXT,
    changed_at TEXT,
    asked_at TEXT,
    missing_since TEXT,
    PRIMARY KEY (service, key)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    key ANY NOT NULL,
    seen_from TEXT NOT NULL,
    seen_until TEXT,
    digest BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT""",
    "CREATE INDEX version_of ON version (service, key)",
    """CREATE TABLE absence (
    service TEXT NOT NULL,
    key ANY NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    run INTEGER,
    PRIMARY KEY (service, key, since)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    params TEXT NOT NULL,
    page_size INTEGER NOT NULL,
    next_page INTEGER NOT NULL,
    total_count INTEGER NOT NULL,
    seen_count INTEGER,
    rereads INTEGER NOT NULL,
    has_shrunk INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'incomplete'))
) STRICT""",
    "CREATE INDEX run_of ON run (service, params, state)",
    "CREATE TABLE sighting (run INTEGER NOT NULL, key ANY NOT NULL, PRIMARY KEY (run, key)) STRICT, WITHOUT ROWID",
    """CREATE TABLE call (
    operation TEXT NOT NULL,
    day TEXT NOT NULL,
    made INTEGER NOT NULL,
    PRIMARY KEY (operation, day)
) STRICT, WITHOUT ROWID""",
    "CREATE TABLE quota (operation TEXT PRIMARY KEY, calls INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE revision (number INTEGER NOT NULL) STRICT",
    "INSERT INTO revision VALUES (0)",
)
_ROWS_AT_ONCE = 500
_UNNUMBERED_1 = "sha256:"


def make_tables(connection: sqlite3.Connection) -> None:
    """Lay out an empty store. Within the caller's transaction."""
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def migrate(connection: sqlite3.Connection) -> None:
    """Turn a store of version 1 into this one, keeping everything. Within the caller's transaction.

    Raises ValueError where a record is damaged.
    """
    connection.execute("DROP INDEX record_last_run")
    connection.execute("ALTER TABLE record RENAME TO record_1")
    connection.execute("ALTER TABLE run RENAME TO run_1")
    make_tables(connection)
    _move_runs(connection)
    while _move_records(connection):
        pass
    connection.execute("DROP TABLE record_1")
    connection.execute("DROP TABLE run_1")
    connection.execute("UPDATE revision SET number = 1")


def time_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _move_runs(connection: sqlite3.Connection) -> None:
    columns = "id, service, params, page_size, next_page, total_count, rereads, has_shrunk, state"
    rows = connection.execute(f"SELECT {columns}, started_at, finished_at FROM run_1").fetchall()
    connection.executemany(
        f"INSERT INTO run ({columns}, started_at, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*row[:-2], _as_utc(row[-2]), _as_utc(row[-1]) if row[-1] else None) for row in rows],
    )


def _move_records(connection: sqlite3.Connection) -> int:
    """Move some records over and say how many: the space of what is moved is used again for the next."""
    rows = connection.execute(
        "SELECT r.rowid, r.service, r.key, r.body, r.first_seen_at, r.last_seen_at, r.last_run, run.state"
        " FROM record_1 r LEFT JOIN run_1 run ON run.id = r.last_run ORDER BY r.rowid LIMIT ?",
        (_ROWS_AT_ONCE,),
    ).fetchall()
    for _, service, key, body, first_seen_at, last_seen_at, run, state in rows:
        first, last = _as_utc(first_seen_at), _as_utc(last_seen_at)
        row = unpack(body)
        received = receive_one(row, key)
        if isinstance(key, str) and key.startswith(_UNNUMBERED_1):
            repeat = key.removeprefix(_UNNUMBERED_1).partition(":")[2]
            key = unnumbered_key(received.digest, int(repeat or 1))
        cursor = connection.execute(
            "INSERT INTO version (service, key, seen_from, digest, body) VALUES (?, ?, ?, ?, ?)",
            (service, key, first, received.digest, body if received.row == row else received.body),
        )
        connection.execute(
            "INSERT OR REPLACE INTO record (service, key, scope, version, versions, digest, volatile, start_date,"
            " end_date, first_seen_at, last_seen_at, changed_at) VALUES (?, ?, '{}', ?, 1, ?, ?, ?, ?, ?, ?, ?)",
            (service, key, cursor.lastrowid, received.digest, received.volatile, *received.dates, first, last, first),
        )
        if state == "running":
            connection.execute("INSERT OR IGNORE INTO sighting VALUES (?, ?)", (run, key))
    if rows:
        connection.execute("DELETE FROM record_1 WHERE rowid <= ?", (rows[-1][0],))
    return len(rows)


def _as_utc(text: str) -> str:
    return time_text(datetime.fromisoformat(text))
