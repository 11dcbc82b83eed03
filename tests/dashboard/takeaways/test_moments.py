"""When a posting appeared and changed: what the ledger saw, and nothing it did not see."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from dashboard.takeaways.moments import Moments, moments_of
from data_loader.schema import CHANGES, OBSERVATIONS
from data_loader.snapshot import NewTable, Origin, Snapshot, publish

MONDAY, TUESDAY, WEDNESDAY = (datetime(2025, 11, day, 1, 30, tzinfo=UTC) for day in (3, 4, 5))


def snapshot_of(folder: Path, observations: list[dict[str, Any]], changes: list[dict[str, Any]]) -> Snapshot:
    origin = Origin("출처", MONDAY.isoformat())
    tables = {
        "observations": NewTable(pa.Table.from_pylist(observations, schema=OBSERVATIONS.arrow), origin),
        "changes": NewTable(pa.Table.from_pylist(changes, schema=CHANGES.arrow), origin),
    }
    return publish(folder, tables, MONDAY)


def observed(posting_id: int, *, is_new: bool) -> dict[str, Any]:
    return {"posting_id": posting_id, "first_seen_at": MONDAY, "last_seen_at": WEDNESDAY, "is_new": is_new, "edits": 0}


def changed(posting_id: int, at: datetime, change: str = "edited") -> dict[str, Any]:
    return {"posting_id": posting_id, "observed_at": at, "change": change}


def test_a_posting_seen_to_appear_has_that_moment(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, [observed(1, is_new=True)], [changed(1, MONDAY, "new")])
    assert moments_of(snapshot, [1]) == {1: Moments(MONDAY, MONDAY)}


def test_a_posting_that_was_there_before_us_has_none(tmp_path: Path) -> None:
    assert moments_of(snapshot_of(tmp_path, [observed(1, is_new=False)], []), [1]) == {}


def test_the_last_change_counts(tmp_path: Path) -> None:
    changes = [changed(1, WEDNESDAY), changed(1, TUESDAY), changed(2, TUESDAY)]
    snapshot = snapshot_of(tmp_path, [observed(1, is_new=False)], changes)
    assert moments_of(snapshot, [1, 3]) == {1: Moments(None, WEDNESDAY)}


def test_a_snapshot_without_a_ledger_knows_nothing() -> None:
    assert moments_of(Snapshot("id", MONDAY, Path("/nowhere"), {}), [1, 2]) == {}
