"""Tables for anybody: a copy without addresses and numbers of persons, made once."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.server.masked import public_file
from data_loader.errors import SnapshotError
from data_loader.schema import POSTING_TEXTS
from data_loader.snapshot import KEPT_SNAPSHOTS, NewTable, Origin, Snapshot, publish

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ORIGIN = Origin("재정경제부", "2026-11-20")


def published(folder: Path, *texts: str | None, day: int = 1) -> Snapshot:
    rows = [{"posting_id": number, "eligibility": text} for number, text in enumerate(texts, 1)]
    table = pa.Table.from_pylist(rows, schema=POSTING_TEXTS.arrow)
    return publish(folder, {"posting_texts": NewTable(table, ORIGIN)}, NOW.replace(day=day))


def test_the_copy_holds_what_the_table_holds_but_who_to_write_to(tmp_path: Path) -> None:
    snapshot = published(tmp_path, "문의 hong@kps.co.kr, 010-1234-5678, 대표 1588-1234", None)
    masked = pq.read_table(public_file(snapshot, "posting_texts"))
    assert masked.schema.equals(snapshot.read("posting_texts").schema)
    assert masked.column("eligibility").to_pylist() == ["문의 ***@kps.co.kr, 010-***-****, 대표 1588-1234", None]


def test_a_copy_is_made_once_and_those_of_old_snapshots_go(tmp_path: Path) -> None:
    snapshots = [published(tmp_path, f"{day}일, 02-123-4567", day=day) for day in range(1, 4 + KEPT_SNAPSHOTS)]
    for snapshot in snapshots[-KEPT_SNAPSHOTS:]:
        public_file(snapshot, "posting_texts")
    newest = public_file(snapshots[-1], "posting_texts")
    made = newest.stat().st_mtime_ns
    assert public_file(snapshots[-1], "posting_texts").stat().st_mtime_ns == made
    assert len(list(newest.parent.iterdir())) == KEPT_SNAPSHOTS


def test_a_table_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    snapshot = published(tmp_path, "02-123-4567")
    snapshot.path("posting_texts").write_bytes(b"cut")
    with pytest.raises(SnapshotError, match="내려받을 표"):
        public_file(snapshot, "posting_texts")
