"""Makes the files a search looks texts up in: once for texts that are the same, beside the snapshots.

    data/search/<segment>/        the postings of a range of numbers; named after what is in it
    data/search/<texts>.json      the segments of one table of texts; named after its checksum

Killed at any point it goes on where it stopped: a segment is there whole or not at all, and one whose texts
did not change is used again. Readers find the list when everything in it is there.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.search.segment import FIELDS, Segment, write_segment
from data_loader.errors import SnapshotError
from data_loader.lock import writer_lock
from data_loader.settings import ROOT
from data_loader.snapshot import KEPT_SNAPSHOTS, Snapshot

# Part of every segment's name: raise it when what is written changes.
FORMAT = "1"
# Numbers run on as postings are registered, so that all but the newest range stay as they are.
IDS_PER_SEGMENT = 1 << 13
TABLE = "posting_texts"
# What opening a segment raises where a file is missing, empty or cut off.
UNUSABLE = (OSError, ValueError, EOFError)


def search_folder(snapshot: Snapshot) -> Path:
    return snapshot.folder.parent.parent / "search"


def open_segments(snapshot: Snapshot) -> tuple[Segment, ...] | None:
    """The segments of a snapshot's texts, or None where they are not (all) there yet."""
    if TABLE not in snapshot.tables:
        return ()
    names = _names_in(_list_file(snapshot))
    try:
        return None if names is None else tuple(Segment(search_folder(snapshot) / name) for name in names)
    except UNUSABLE:
        return None


def build(snapshot: Snapshot, report: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Make what is missing for a snapshot, and remove what only older ones needed.

    `report` hears how many segments are done, of how many. Raises SnapshotError where the texts cannot be read
    or the folder not be written, StoreError while another process builds.
    """
    if TABLE not in snapshot.tables:
        return
    folder = search_folder(snapshot)
    with writer_lock(folder, "검색 색인"):
        try:
            ranges = _ranges(snapshot.path(TABLE))
            names = []
            for done, first in enumerate(ranges):
                report(done, len(ranges))
                names.append(_ensure_segment(folder, _read_range(snapshot.path(TABLE), first)))
            _publish(_list_file(snapshot), names)
            _remove_old(folder)
        except (OSError, pa.ArrowException):
            raise SnapshotError("검색 색인을 만들지 못했습니다. 자료 폴더의 빈 공간과 권한을 확인해 주세요.") from None
        report(len(ranges), len(ranges))


def build_beside(data_dir: Path) -> "subprocess.Popen[bytes]":
    """Build for the current snapshot in a process of its own, which yields to readers."""
    return subprocess.Popen([sys.executable, "-m", "dashboard.search", str(data_dir)], cwd=ROOT)


def _list_file(snapshot: Snapshot) -> Path:
    return search_folder(snapshot) / f"{FORMAT}-{snapshot.tables[TABLE].sha256[:16]}.json"


def _ranges(path: Path) -> list[int]:
    """The first number of each range that has postings."""
    ids = pq.read_table(path, columns=["posting_id"]).column("posting_id").to_numpy()
    return [int(number) * IDS_PER_SEGMENT for number in np.unique(ids // IDS_PER_SEGMENT)]


def _read_range(path: Path, first: int) -> pa.Table:
    """The texts of a range, ascending; unpacks only the row groups that may hold them."""
    column = pc.field("posting_id")
    wanted = (column >= first) & (column < first + IDS_PER_SEGMENT)
    table = pq.read_table(path, columns=["posting_id", *FIELDS], filters=wanted)
    return table.sort_by("posting_id")


def _ensure_segment(folder: Path, table: pa.Table) -> str:
    name = _digest(table)
    try:
        Segment(folder / name)
    except UNUSABLE:
        shutil.rmtree(folder / name, ignore_errors=True)
        write_segment(folder / name, table)
    return name


def _digest(table: pa.Table) -> str:
    """A name for what a segment of these texts holds."""
    digest = hashlib.sha256(FORMAT.encode())
    for name in table.column_names:
        values = table.column(name).to_pylist()
        digest.update(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _names_in(path: Path) -> list[str] | None:
    """The segments a list names; None where it is missing or damaged."""
    try:
        names: list[str] = json.loads(path.read_text(encoding="utf-8"))
    except UNUSABLE:
        return None
    return names


def _publish(path: Path, names: list[str]) -> None:
    temporary = path.with_name(f".{path.name}")
    temporary.write_text(json.dumps(names), encoding="utf-8")
    temporary.replace(path)


def _remove_old(folder: Path) -> None:
    """Keep the newest lists and what they name. A reader keeps what it has open."""
    now = time.time_ns()
    # One that is to be written yet was written by a clock that ran ahead.
    age = {path: now - path.stat().st_mtime_ns for path in folder.glob("[0-9]*.json")}
    lists = sorted(age, key=lambda path: (age[path] < 0, age[path]))
    for path in lists[KEPT_SNAPSHOTS:]:
        path.unlink()
    needed = {name for path in lists[:KEPT_SNAPSHOTS] for name in _names_in(path) or ()}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in needed:
            shutil.rmtree(path, ignore_errors=True)
