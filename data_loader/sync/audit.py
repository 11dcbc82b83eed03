"""Looks over store and snapshot, and says what does not fit: one Korean sentence for each finding."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_loader.errors import LoaderError
from data_loader.lock import writer_lock
from data_loader.portal.client import OPERATIONS, RECRUITMENT
from data_loader.settings import KST
from data_loader.snapshot import Snapshot, open_current
from data_loader.store.coverage import WINDOW_FROM, WINDOW_TO
from data_loader.store.database import FILE_NAME, Store
from data_loader.store.salvage import has_sound_times, is_json_object, is_sound
from data_loader.sync.plan import windows

# (table, column) must be found in (table, column).
REFERENCES = (
    ("postings", "institution_code", "institutions", "institution_code"),
    ("branches", "institution_code", "institutions", "institution_code"),
    ("facilities", "institution_code", "institutions", "institution_code"),
    ("programmes", "institution_code", "institutions", "institution_code"),
    ("posting_texts", "posting_id", "postings", "posting_id"),
    ("workplaces", "posting_id", "postings", "posting_id"),
    ("stages", "posting_id", "postings", "posting_id"),
    ("attachments", "posting_id", "postings", "posting_id"),
    ("competitions", "posting_id", "postings", "posting_id"),
    ("observations", "posting_id", "postings", "posting_id"),
    ("changes", "posting_id", "postings", "posting_id"),
    ("facility_files", "facility_id", "facilities", "facility_id"),
)
# One row for each value.
KEYS = (
    ("postings", "posting_id"),
    ("posting_texts", "posting_id"),
    ("institutions", "institution_code"),
    ("stages", "stage_id"),
    ("attachments", "attachment_id"),
    ("facilities", "facility_id"),
    ("programmes", "programme_id"),
)
# A notice registered again may have begun long before the services did.
EARLIEST_START = date(2000, 1, 1)
LATEST_START = timedelta(days=2 * 365)
# Postings that come and go between two readings of a list.
BETWEEN_READINGS = 20
_SHOWN = 5
_LABELS = {operation.name: operation.label for operation in OPERATIONS}


def audit(data_dir: Path, now: datetime) -> list[str]:
    """What does not fit, nothing where all is well. Raises StoreError while another process writes to the folder."""
    with writer_lock(data_dir, "check"):
        try:
            snapshot = open_current(data_dir)
        except LoaderError as error:
            return [str(error)]
        found = [snapshot.warning] if snapshot.warning else []
        found += _check_snapshot(snapshot, now)
        if (data_dir / FILE_NAME).exists():
            try:
                found += _check_store(data_dir, snapshot, now)
            except LoaderError as error:
                found.append(str(error))
    return found


def _check_snapshot(snapshot: Snapshot, now: datetime) -> Iterator[str]:
    for name, table in snapshot.tables.items():
        rows = pq.read_metadata(snapshot.path(name)).num_rows
        if rows != table.rows:
            yield f"{name}: 목록에는 {table.rows:,}행이라는데 파일에는 {rows:,}행이 있습니다."
    for name, column in KEYS:
        if name in snapshot.tables:
            values = snapshot.read(name, [column])[column]
            repeated = len(values) - len(values.unique())
            if repeated:
                yield f"{name}: {column}이(가) 겹치는 행이 {repeated:,}개 있습니다."
    for name, column, other, key in REFERENCES:
        if {name, other} <= set(snapshot.tables):
            yield from _check_reference(snapshot, name, column, other, key)
    yield from _check_dates(snapshot, now.astimezone(KST).date())
    for row in snapshot.read("code_names").to_pylist() if "code_names" in snapshot.tables else ():
        if not row["is_known"]:
            yield f"코드집에 없는 코드 {row['code']}({row['label']})가 {row['column']}에 {row['records']:,}건 있습니다."
    for name in ("rejected", "unread_values"):
        yield from _counted(snapshot, name)


def _check_reference(snapshot: Snapshot, name: str, column: str, other: str, key: str) -> Iterator[str]:
    values = snapshot.read(name, [column])[column].drop_null().unique()
    unknown = values.filter(pc.invert(pc.is_in(values, snapshot.read(other, [key])[key].combine_chunks())))
    if len(unknown):
        shown = ", ".join(str(value) for value in unknown.slice(0, _SHOWN).to_pylist())
        yield f"{name}: {other}에 없는 {column}이(가) {len(unknown):,}개 있습니다({shown}{' …' * (len(unknown) > _SHOWN)})."


def _check_dates(snapshot: Snapshot, today: date) -> Iterator[str]:
    if "postings" not in snapshot.tables:
        return
    postings = snapshot.read("postings", ["start_date", "end_date", "quality_flags"])
    latest = today + LATEST_START
    odd = pc.or_(pc.less(postings["start_date"], EARLIEST_START), pc.greater(postings["start_date"], latest))
    if count := _true(odd):
        yield f"postings: 시작일이 {EARLIEST_START}보다 이르거나 {latest}보다 늦은 공고가 {count:,}건 있습니다."
    turned = postings.filter(pc.less(postings["end_date"], postings["start_date"]))
    unmarked = sum("end_before_start" not in flags for flags in turned["quality_flags"].to_pylist())
    if unmarked:
        yield f"postings: 마감일이 시작일보다 이른데 표시가 없는 공고가 {unmarked:,}건 있습니다."


def _counted(snapshot: Snapshot, name: str) -> Iterator[str]:
    if name in snapshot.tables and snapshot.tables[name].rows:
        what = "쓰지 못해 제외한 기록" if name == "rejected" else "읽지 못해 비워 둔 값"
        for count in snapshot.read(name, ["table"])["table"].value_counts().to_pylist():
            yield f"{count['values']}: {what}이 {count['counts']:,}건 있습니다."


def _true(mask: pa.ChunkedArray) -> int:
    return int(pc.sum(mask).as_py() or 0)


def _check_store(data_dir: Path, snapshot: Snapshot, now: datetime) -> Iterator[str]:
    with Store(data_dir) as store:
        known = store.count(RECRUITMENT.name)
    postings = snapshot.tables.get("postings")
    aside = _left_out(snapshot)
    if postings and not postings.origin.is_sample and known != postings.rows + aside:
        yield (
            f"저장소의 공고는 {known:,}건인데 공개된 것은 {postings.rows:,}건, 제외한 것은 "
            f"{aside:,}건입니다. sync를 다시 실행해 주세요."
        )
    try:
        with closing(sqlite3.connect(f"{(data_dir / FILE_NAME).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            yield from _check_file(connection, now)
    except sqlite3.Error:
        yield f"기록 저장소({FILE_NAME})를 읽을 수 없습니다."


def _left_out(snapshot: Snapshot) -> int:
    """How many records of postings are published with no content at all: none of what was received can be used."""
    if not {"postings", "rejected"} <= set(snapshot.tables):
        return 0
    rejected = snapshot.read("rejected", ["table", "key"]).to_pylist()
    published = set(snapshot.read("postings", ["posting_id"])["posting_id"].cast(pa.string()).to_pylist())
    return sum(row["table"] == "postings" and row["key"] not in published for row in rejected)


def _check_file(connection: sqlite3.Connection, now: datetime) -> Iterator[str]:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        yield f"기록 저장소({FILE_NAME})가 손상되었습니다: {verdict}"
        return
    yield from _check_contents(connection)
    short = connection.execute(
        "SELECT service, count(*) FROM run WHERE state = 'complete' AND seen_count < total_count GROUP BY service"
    )
    for service, count in short:
        yield f"{_LABELS.get(service, service)}: 포털이 말한 것보다 적게 받고도 끝난 읽기가 {count:,}번 있습니다."
    for window in windows(now):
        first, last = (day.isoformat() if day else None for day in (window.first, window.last))
        total = _last_total(connection, first, last)
        (held,) = connection.execute(
            "SELECT count(*) FROM record WHERE service = ? AND missing_since IS NULL AND version IS NOT NULL"
            " AND start_date >= coalesce(?, '') AND start_date <= coalesce(?, '9')",
            (RECRUITMENT.name, first, last),
        ).fetchone()
        if total is not None and abs(held - total) > BETWEEN_READINGS + total // 50:
            yield f"{window.label}: 포털은 {total:,}건이라고 했는데 저장소에는 {held:,}건이 있습니다."


def _check_contents(connection: sqlite3.Connection) -> Iterator[str]:
    """Unpacks every content ever received, and looks at every time and key."""
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    damaged: dict[str, list[str]] = {}
    for service, key, seen_from, body in connection.execute("SELECT service, key, seen_from, body FROM version"):
        if not is_sound(service, key, seen_from, body):
            damaged.setdefault(_LABELS.get(service, service), []).append(str(key))
    rows = connection.execute(
        "SELECT r.service, r.key, r.volatile, r.start_date, r.end_date, r.first_seen_at, r.last_seen_at, r.changed_at,"
        " r.asked_at, r.missing_since, r.version IS NOT NULL AND (v.id IS NULL OR r.digest != v.digest)"
        " FROM record r LEFT JOIN version v ON v.id = r.version"
    )
    for service, key, volatile, *times, is_torn in rows:
        if is_torn or not has_sound_times(times) or not is_json_object(volatile):
            damaged.setdefault(_LABELS.get(service, service), []).append(str(key))
    for label, keys in sorted(damaged.items()):
        found = list(dict.fromkeys(keys))
        shown = ", ".join(found[:_SHOWN]) + " …" * (len(found) > _SHOWN)
        yield (
            f"{label}: 저장소에서 손상된 기록이 {len(found):,}건 있습니다({shown}). `python -m data_loader salvage`를 실행하면 손상된 것만 "
            "빼고, 다음 sync가 다시 받습니다."
        )


def _last_total(connection: sqlite3.Connection, first: str | None, last: str | None) -> int | None:
    """What the portal counted in a window when it was last read whole."""
    found = connection.execute(
        "SELECT total_count FROM run WHERE service = ? AND state = 'complete' AND json_extract(params, ?) IS ?"
        " AND json_extract(params, ?) IS ? ORDER BY id DESC LIMIT 1",
        (RECRUITMENT.name, f"$.{WINDOW_FROM}", first, f"$.{WINDOW_TO}", last),
    ).fetchone()
    return int(found[0]) if found else None
