"""When postings appeared and last changed, as far as the ledger of changes knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from data_loader.snapshot import Snapshot


class Moments(NamedTuple):
    """None where nobody saw it: a posting that was there before the first reading, or that never changed."""

    appeared: datetime | None = None
    changed: datetime | None = None


UNKNOWN = Moments()


def moments_of(snapshot: Snapshot, posting_ids: Sequence[int]) -> dict[int, Moments]:
    """By posting number; a snapshot without a ledger, as that of a sample, knows none."""
    appeared = {
        row["posting_id"]: row["first_seen_at"]
        for row in _rows(snapshot, "observations", posting_ids, ["first_seen_at", "is_new"])
        if row["is_new"]
    }
    changed: dict[int, datetime] = {}
    for row in _rows(snapshot, "changes", posting_ids, ["observed_at"]):
        number, moment = row["posting_id"], row["observed_at"]
        changed[number] = max(moment, changed.get(number, moment))
    return {number: Moments(appeared.get(number), changed.get(number)) for number in appeared.keys() | changed.keys()}


def _rows(snapshot: Snapshot, table: str, posting_ids: Sequence[int], columns: list[str]) -> list[dict[str, Any]]:
    if table not in snapshot.tables:
        return []
    found = snapshot.read(table, ["posting_id", *columns])
    wanted = pc.is_in(found.column("posting_id"), pa.array(posting_ids, pa.int64()))
    rows: list[dict[str, Any]] = found.filter(wanted).to_pylist()
    return rows
