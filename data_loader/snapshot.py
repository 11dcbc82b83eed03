"""Snapshots: Parquet tables and a manifest, written whole, switched in one step, checked on opening.

    data/current.json              {"current": id, "previous": id}
    data/snapshots/<id>/manifest.json
    data/snapshots/<id>/<table>.parquet

A snapshot never changes once `current.json` names it. A damaged one is passed over for the one before. Old ones are
removed but for the latest three and those that a process holds open: a lock on the manifest says so, and goes with it.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data_loader.coverage import EVERY_DAY, Covered, ReadDays, read_covered
from data_loader.errors import SnapshotError
from data_loader.schema import SCHEMA_VERSION, TABLES
from data_loader.sentence import Sentence, joined, read_sentence

KEPT_SNAPSHOTS = 3
_FOLDER_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*")
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")
# A row group is what reading one posting's rows has to unpack.
ROWS_PER_GROUP = dict.fromkeys(
    (
        "posting_texts",
        "workplaces",
        "roles",
        "facts",
        "stages",
        "competitions",
        "attachments",
        "changes",
        "observations",
    ),
    4096,
) | {"postings": 1 << 18}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from. `as_of` is an ISO date or time; `rejected` counts records kept aside.

    `is_record`: the real state of one moment, recorded once, which never moves on.

    `coverage` is a Korean sentence on what is still missing in the table, empty where all is there; mostly a Sentence.
    `covered` says the same of postings so that it can be asked: what is counted over time rests on `read_days`.
    """

    source: str
    as_of: str
    is_sample: bool = False
    rejected: int = 0
    coverage: str = ""
    covered: Covered | None = None
    is_record: bool = False

    @property
    def read_days(self) -> ReadDays:
        """Start days of which every posting is in the table. A sample is whole; where nothing is known, none is."""
        if self.covered is not None:
            return self.covered.days
        return EVERY_DAY if self.is_sample else ReadDays()


@dataclass(frozen=True, slots=True)
class NewTable:
    data: pa.Table
    origin: Origin


@dataclass(frozen=True, slots=True)
class SameTable:
    """The table of the current snapshot as it is, seen again: only its origin is new."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class StoredTable:
    rows: int
    sha256: str
    origin: Origin


class Lease:
    """Keeps a snapshot from being removed for as long as somebody refers to it."""

    def __init__(self, manifest: Path) -> None:
        self._descriptor = os.open(manifest, os.O_RDONLY)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            os.close(self._descriptor)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state of all tables. `warning` says what had to be passed over to open it.

    With a `lease` its files stay for as long as it is referred to.
    """

    id: str
    created_at: datetime
    folder: Path
    tables: Mapping[str, StoredTable]
    warning: str = field(default="", compare=False)
    lease: Lease | None = field(default=None, compare=False, repr=False)

    def holds_the_same_as(self, other: "Snapshot") -> bool:
        """Whether all tables are equal, whatever their origins say: what was made from one serves the other."""
        return {name: table.sha256 for name, table in self.tables.items()} == {
            name: table.sha256 for name, table in other.tables.items()
        }

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"

    def read(self, table: str, columns: list[str] | None = None, dictionaries: Sequence[str] | None = None) -> pa.Table:
        """Columns of a table, or all of it; those named in `dictionaries` as numbers of their few values.

        Raises SnapshotError when it is not there or unreadable.
        """
        if table not in self.tables:
            raise SnapshotError("스냅숏에 {table} 표가 없습니다. 자료를 다시 만들어 주세요.", table=table)
        try:
            # Half the time of `read_table`, which first wakes the machinery for tables of many files.
            with pq.ParquetFile(self.path(table), read_dictionary=dictionaries) as file:
                # Each row group has a dictionary of its own.
                return file.read(columns=columns).unify_dictionaries()
        except (OSError, pa.ArrowException):
            raise SnapshotError("{table} 표를 읽을 수 없습니다. 자료를 다시 만들어 주세요.", table=table) from None

    def read_at(self, table: str, rows: Sequence[int], columns: list[str]) -> pa.Table:
        """Some rows of a table by their number, in the order asked for, unpacking only the row groups that hold them."""
        try:
            with pq.ParquetFile(self.path(table)) as file:
                sizes = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
                starts = list(accumulate(sizes, initial=0))
                groups = [bisect_right(starts, row) - 1 for row in rows]
                parts = {group: file.read_row_group(group, columns) for group in set(groups)}
                empty = file.schema_arrow.empty_table().select(columns)
        except (OSError, pa.ArrowException):
            raise SnapshotError("{table} 표를 읽을 수 없습니다. 자료를 다시 만들어 주세요.", table=table) from None
        found = [parts[group].slice(row - starts[group], 1) for row, group in zip(rows, groups, strict=True)]
        return pa.concat_tables([empty, *found]).combine_chunks()

    def read_rows(self, table: str, column: str, value: int | str) -> list[dict[str, object]]:
        """The rows in which `column` equals `value`, unpacking only the row groups that may hold them."""
        try:
            rows: list[dict[str, object]] = pq.read_table(self.path(table), filters=[(column, "=", value)]).to_pylist()
        except (OSError, pa.ArrowException):
            raise SnapshotError("{table} 표를 읽을 수 없습니다. 자료를 다시 만들어 주세요.", table=table) from None
        return rows


def publish(
    data_dir: Path,
    tables: Mapping[str, NewTable | SameTable],
    now: datetime,
    base: Mapping[str, NewTable] = MappingProxyType({}),
) -> Snapshot:
    """Write a snapshot with `tables` and make it the current one.

    A table not given is carried over from the current snapshot, or taken from `base` where that is
    missing or older than what `base` holds. Call it with the writer's lock held. Raises SnapshotError where
    a SameTable is not in a sound current snapshot.
    """
    current = _open_or_none(data_dir)
    carried = _restamped(dict(current.tables) if current else {}, tables)
    fresh = {name: new for name, new in tables.items() if isinstance(new, NewTable)}
    for name, new in base.items():
        known = carried.get(name)
        if name not in fresh and (known is None or known.origin.as_of < new.origin.as_of):
            fresh[name] = new
    snapshots = data_dir / "snapshots"
    with _translated_os_errors():
        snapshots.mkdir(parents=True, exist_ok=True)
        # With the lock held, whatever is being built there was left by a process that was killed.
        for leftover in snapshots.glob(".building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        building = snapshots / f".building-{os.getpid()}"
        building.mkdir()
        try:
            stored = {name: _write_table(building, name, new) for name, new in fresh.items()}
            if current:
                for name in carried.keys() - stored.keys():
                    _link_or_copy(current.path(name), building / f"{name}.parquet")
                    stored[name] = carried[name]
            snapshot = _seal(building, stored, now)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        _switch(data_dir, snapshot.id, keep_previous=not fresh)
    _remove_old(data_dir, now)
    return snapshot


def open_current(data_dir: Path, *, hold: bool = False) -> Snapshot:
    """The newest sound snapshot; with `hold` it is not removed while referred to. Raises SnapshotError when there is none."""
    pointer = _read_pointer(data_dir)
    problems: list[str] = []
    for snapshot_id in pointer:
        try:
            snapshot = _open(data_dir / "snapshots" / snapshot_id, hold)
        except SnapshotError as error:
            problems.append(error.sentence)
            continue
        return replace(snapshot, warning=joined(problems))
    if problems:
        raise SnapshotError(
            "{problems} 남은 스냅숏이 없어 자료를 다시 만들어야 합니다. "
            "`python -m data_loader sync` 또는 `sample`을 실행해 주세요.",
            problems=joined(problems),
        )
    raise SnapshotError("아직 자료가 없습니다. 서비스 키를 넣고 `python -m data_loader sync`로 받을 수 있습니다.")


def current_id(data_dir: Path) -> str | None:
    """The id `current.json` names now, or None where there is none."""
    pointer = _read_pointer(data_dir)
    return pointer[0] if pointer else None


def holds_sample(data_dir: Path) -> bool:
    """Whether the current snapshot's postings are invented; of any version, also one that cannot be opened."""
    try:
        manifest = data_dir / "snapshots" / (current_id(data_dir) or "") / "manifest.json"
        tables = json.loads(manifest.read_text(encoding="utf-8"))["tables"]
        return bool(tables["postings"]["origin"]["is_sample"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def pointer_stamp(data_dir: Path) -> int:
    """A number that changes whenever another snapshot becomes the current one; cheap enough to ask before every page."""
    try:
        return (data_dir / "current.json").stat().st_mtime_ns
    except OSError:
        return 0


def _restamped(carried: dict[str, StoredTable], tables: Mapping[str, NewTable | SameTable]) -> dict[str, StoredTable]:
    for name, same in tables.items():
        if isinstance(same, SameTable):
            if name not in carried:
                raise SnapshotError("지금 스냅숏에 {table} 표가 없습니다. 자료를 다시 만들어 주세요.", table=name)
            carried[name] = replace(carried[name], origin=same.origin)
    return carried


def _write_table(folder: Path, name: str, new: NewTable) -> StoredTable:
    expected = TABLES[name].arrow
    if not new.data.schema.equals(expected):
        raise SnapshotError(
            "{table} 표의 열이 정의와 다릅니다: {found} ≠ {expected}",
            table=name, found=new.data.schema, expected=expected,
        )  # fmt: skip
    path = folder / f"{name}.parquet"
    pq.write_table(new.data, path, compression="zstd", row_group_size=ROWS_PER_GROUP.get(name, 1 << 20))
    return StoredTable(new.data.num_rows, _sha256(path), new.origin)


def _seal(building: Path, stored: Mapping[str, StoredTable], now: datetime) -> Snapshot:
    created_at = now.astimezone(UTC)
    body = {
        "schema_version": SCHEMA_VERSION,
        "created_at": created_at.isoformat(timespec="seconds"),
        "tables": {name: _described(stored[name]) for name in sorted(stored)},
    }
    text = json.dumps(body, ensure_ascii=False, indent=1)
    (building / "manifest.json").write_text(text, encoding="utf-8")
    for path in building.iterdir():
        # A table carried over by a link was flushed when it was written.
        if path.stat().st_nlink == 1:
            _flush(path)
    _flush(building)
    target = building.parent / f"{created_at:%Y%m%dT%H%M%SZ}-{_short_digest(text)}"
    if _is_sound(target):
        shutil.rmtree(building)
    else:
        shutil.rmtree(target, ignore_errors=True)
        building.rename(target)
    _flush(target.parent)
    return Snapshot(target.name, created_at, target, MappingProxyType(dict(stored)))


def _switch(data_dir: Path, snapshot_id: str, *, keep_previous: bool) -> None:
    """Where nothing was written the two snapshots share their files: the one before that is the way back then."""
    pointer = _read_pointer(data_dir)
    others = [known for known in (pointer[1:] if keep_previous else pointer) if known != snapshot_id]
    kept = [snapshot_id, *(others or pointer[:1])]
    text = json.dumps(dict(zip(("current", "previous"), kept, strict=False)))
    temporary = data_dir / ".current.json"
    temporary.write_text(text, encoding="utf-8")
    _flush(temporary)
    temporary.replace(data_dir / "current.json")
    _flush(data_dir)


def _read_pointer(data_dir: Path) -> list[str]:
    try:
        pointer = json.loads((data_dir / "current.json").read_text(encoding="utf-8"))
        named = [pointer["current"], pointer.get("previous", pointer["current"])]
        if not all(isinstance(name, str) and _FOLDER_NAME.fullmatch(name) for name in named):
            raise ValueError(named)
        return list(dict.fromkeys(named))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # The pointer itself is damaged: the folders' names sort by time.
        return sorted(
            (path.parent.name for path in (data_dir / "snapshots").glob("[0-9]*/manifest.json")), reverse=True
        )


def _open(folder: Path, hold: bool) -> Snapshot:
    try:
        lease = Lease(folder / "manifest.json") if hold else None
        text = (folder / "manifest.json").read_text(encoding="utf-8")
        if not folder.name.endswith(_short_digest(text)):
            raise SnapshotError("스냅숏 {name}의 목록이 손상되었습니다.", name=folder.name)
        body = json.loads(text)
        if body["schema_version"] != SCHEMA_VERSION:
            raise SnapshotError("스냅숏 {name}은 다른 판의 형식입니다.", name=folder.name)
        tables = {name: _stored_table(entry) for name, entry in body["tables"].items()}
        for name, table in tables.items():
            if not _TABLE_NAME.fullmatch(name):
                # A name that leads out of the folder would have strangers' files opened, linked and given away.
                raise SnapshotError("스냅숏 {name}의 목록에 표의 이름이 아닌 것이 있습니다.", name=folder.name)
            if _sha256(folder / f"{name}.parquet") != table.sha256:
                raise SnapshotError("스냅숏 {name}의 {table} 표가 손상되었습니다.", name=folder.name, table=name)
        created_at = datetime.fromisoformat(body["created_at"])
        return Snapshot(folder.name, created_at, folder, MappingProxyType(tables), lease=lease)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise SnapshotError("스냅숏 {name}을 열 수 없습니다.", name=folder.name) from None


def _described(stored: StoredTable) -> dict[str, object]:
    """As JSON; what the sentence on what is missing is made of, and what was read, stand beside it."""
    coverage, covered = stored.origin.coverage, stored.origin.covered
    entry = asdict(replace(stored, origin=replace(stored.origin, covered=None)))
    del entry["origin"]["covered"]
    entry |= {"coverage": coverage.described()} if isinstance(coverage, Sentence) else {}
    return entry | ({"covered": covered.described()} if covered else {})


def _stored_table(entry: Mapping[str, Any]) -> StoredTable:
    """From a manifest, also from one made before it said what sentences are made of, or what was read."""
    origin = Origin(**entry["origin"])
    if "coverage" in entry:
        origin = replace(origin, coverage=read_sentence(entry["coverage"]))
    if "covered" in entry:
        origin = replace(origin, covered=read_covered(entry["covered"]))
    return StoredTable(entry["rows"], entry["sha256"], origin)


def _is_sound(folder: Path) -> bool:
    try:
        _open(folder, hold=False)
    except SnapshotError:
        return False
    return True


def _open_or_none(data_dir: Path) -> Snapshot | None:
    try:
        return open_current(data_dir)
    except SnapshotError:
        return None


def _remove_old(data_dir: Path, now: datetime) -> None:
    """A folder named after a time still to come was made by a clock that ran ahead, and is older than any other."""
    wanted = set(_read_pointer(data_dir))
    latest = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}~"
    found = (data_dir / "snapshots").glob("[0-9]*")
    folders = sorted(found, key=lambda folder: (folder.name <= latest, folder.name), reverse=True)
    for folder in folders[KEPT_SNAPSHOTS:]:
        if folder.name not in wanted:
            _remove_unless_held(folder)


def _remove_unless_held(folder: Path) -> None:
    """Whoever opens it at this moment waits for the end of it, and finds nothing."""
    try:
        descriptor = os.open(folder / "manifest.json", os.O_RDONLY)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        pass
    finally:
        os.close(descriptor)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _short_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return hashlib.sha256().hexdigest()
        # In one go: chunk by chunk, each would wait for whatever else the interpreter does meanwhile.
        with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            return hashlib.sha256(content).hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _translated_os_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SnapshotError(
            "자료 폴더에 쓸 수 없습니다({reason}). 이전 자료는 그대로입니다. 빈 공간과 권한을 확인해 주세요.",
            reason=error.strerror,
        ) from None
