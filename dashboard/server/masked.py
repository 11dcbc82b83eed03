"""Whole tables as files for anybody, without the addresses and numbers of persons: made once for a table, beside the snapshots."""

import time
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.languages import N_
from data_loader.errors import SnapshotError
from data_loader.snapshot import KEPT_SNAPSHOTS, Snapshot
from data_loader.tables.persons import FREE_TEXTS, mask_table

# Part of every file's name: raise it when the rules of masking change.
FORMAT = "1"
_LOCK = Lock()


def public_file(snapshot: Snapshot, name: str) -> Path:
    """The file of a table that may leave: its own, or a masked copy where it holds free texts.

    Raises SnapshotError where the copy cannot be written.
    """
    if name not in FREE_TEXTS:
        return snapshot.path(name)
    folder = snapshot.folder.parent.parent / "masked"
    file = folder / f"{name}-{FORMAT}-{snapshot.tables[name].sha256[:16]}.parquet"
    with _LOCK:
        if not file.exists():
            try:
                folder.mkdir(exist_ok=True)
                _write(snapshot.path(name), name, file)
                _remove_old(folder, name)
            except (OSError, pa.ArrowException):
                raise SnapshotError(
                    N_("내려받을 표를 만들지 못했습니다. 자료 폴더의 빈 공간과 권한을 확인해 주세요.")
                ) from None
    return file


def _write(source: Path, name: str, file: Path) -> None:
    """A row group at a time: whole, a table of texts takes a gigabyte."""
    temporary = file.with_name(f".{file.name}")
    with pq.ParquetFile(source) as table, pq.ParquetWriter(temporary, table.schema_arrow, compression="zstd") as writer:
        for number in range(table.num_row_groups):
            writer.write_table(mask_table(name, table.read_row_group(number)))
    temporary.replace(file)


def _remove_old(folder: Path, name: str) -> None:
    now = time.time_ns()
    # One that is to be written yet was written by a clock that ran ahead.
    age = {path: now - path.stat().st_mtime_ns for path in folder.glob(f"{name}-*.parquet")}
    files = sorted(age, key=lambda path: (age[path] < 0, age[path]))
    for path in files[KEPT_SNAPSHOTS:]:
        path.unlink()
