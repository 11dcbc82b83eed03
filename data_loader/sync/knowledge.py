"""What the store and the current snapshot know, as the planner wants it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from data_loader.portal.client import (
    BRANCHES,
    EVERYTHING,
    FACILITIES,
    FACILITY_DETAIL,
    INSTITUTIONS,
    OPEN_ONLY,
    PROGRAMMES,
    RECRUITMENT,
    RECRUITMENT_DETAIL,
    Operation,
    branches_of,
)
from data_loader.settings import KST
from data_loader.snapshot import Snapshot
from data_loader.store.database import Store
from data_loader.sync.plan import Days, Details, Filters, Knowledge, Reading, Window, list_key, windows

# A day outside what can be planned for: where a row gives none that can be read.
_NO_DAY = "1800-01-01"


class Survey:
    """Looks at a store again and again; at a hundred thousand details only when they may have changed."""

    def __init__(self) -> None:
        self._state: tuple[object, ...] = ()
        self._details: tuple[Details, Details] | None = None

    def look(self, store: Store, snapshot: Snapshot | None, now: datetime) -> Knowledge:
        """What is known now. Whether the stages have numbers comes from the snapshot, all else from the store."""
        postings, facilities = self._look_at_details(store, snapshot, now)
        codes = _current_institutions(store)
        return Knowledge(_readings(store, postings, codes, now), codes, postings, facilities)

    def _look_at_details(self, store: Store, snapshot: Snapshot | None, now: datetime) -> tuple[Details, Details]:
        # Whoever asks for a detail has counted the call before.
        today = now.astimezone(KST).date()
        calls = [store.calls_made(operation.name, today) for operation in (RECRUITMENT_DETAIL, FACILITY_DETAIL)]
        stages = snapshot.tables.get("stages") if snapshot else None
        state = (store.revision(), today, *calls, stages.sha256 if stages else "")
        if self._details is None or state != self._state:
            self._state = state
            self._details = (
                _details(store, RECRUITMENT, RECRUITMENT_DETAIL, _with_results(snapshot), now),
                _details(store, FACILITIES, FACILITY_DETAIL, np.empty(0, np.int64), now),
            )
        return self._details


def _readings(
    store: Store, postings: Details, codes: tuple[str, ...], now: datetime
) -> dict[tuple[str, frozenset[tuple[str, str]]], Reading]:
    lists: list[tuple[Operation, Filters, int]] = [
        (RECRUITMENT, EVERYTHING, 0),
        (RECRUITMENT, OPEN_ONLY, _open_now(postings, now)),
        *((RECRUITMENT, window.filters, _held(window, postings)) for window in _windows_ever(now)),
        *((operation, EVERYTHING, store.count(operation.name)) for operation in (INSTITUTIONS, FACILITIES, PROGRAMMES)),
        *((BRANCHES, branches_of(code), 0) for code in codes),
    ]
    found = {}
    for operation, filters, rows in lists:
        began_at = store.last_complete(operation.name, filters, now)
        if began_at is not None:
            found[list_key(operation.name, filters)] = Reading(began_at, rows)
    return found


def _windows_ever(now: datetime) -> list[Window]:
    """The windows of today, and this year's window as it was in each earlier year."""
    today = windows(now)
    return [*today, *(Window(window.first, None) for window in today[1:] if window.first)]


def _details(
    store: Store, listed: Operation, detail: Operation, with_results: NDArray[np.int64], now: datetime
) -> Details:
    numbers, starts, ends, changed, asked = store.detail_columns(listed.name, detail.name)
    keys = np.array(numbers, np.int64)
    return Details(
        keys,
        _times([day or _NO_DAY for day in starts], "D"),
        _times([day or _NO_DAY for day in ends], "D"),
        _past([moment or "NaT" for moment in asked], now),
        _past(changed, now),
        np.isin(keys, with_results),
    )


def _times(texts: Sequence[str], unit: str) -> Days:
    """Days or moments; NaT for what is none, in a record that is damaged."""
    kind = f"datetime64[{unit}]"
    try:
        return np.array(texts, kind)
    except ValueError:
        return np.array([_time(text, kind) for text in texts], kind)


def _time(text: str, kind: str) -> np.datetime64:
    try:
        return np.array([text], kind)[0]  # type: ignore[no-any-return]
    except ValueError:
        return np.datetime64("NaT")


def _past(moments: Sequence[str], now: datetime) -> Days:
    """Moments in UTC; one that is still to come was noted by a clock that ran ahead, and says nothing."""
    found = _times(moments, "s")
    found[found > np.datetime64(now.astimezone(UTC).replace(tzinfo=None), "s")] = np.datetime64("NaT")
    return found


def _with_results(snapshot: Snapshot | None) -> NDArray[np.int64]:
    """Postings any of whose stages has a number."""
    if snapshot is None or "stages" not in snapshot.tables or snapshot.tables["stages"].origin.is_sample:
        return np.empty(0, np.int64)
    stages = snapshot.read("stages", ["posting_id", "applicants", "selected", "competition_ratio"])
    is_filled = np.zeros(stages.num_rows, bool)
    for name in ("applicants", "selected", "competition_ratio"):
        is_filled |= stages[name].is_valid().to_numpy()
    return np.unique(stages["posting_id"].to_numpy()[is_filled])


def _current_institutions(store: Store) -> tuple[str, ...]:
    rows = store.latest(INSTITUTIONS.name, present_only=True)
    codes = (row.get(INSTITUTIONS.key_field) for row in rows if isinstance(row, dict))
    return tuple(code for code in codes if isinstance(code, str) and code)


def _open_now(details: Details, now: datetime) -> int:
    today = _day(now.astimezone(KST).date())
    return int(np.count_nonzero((details.starts <= today) & (today <= details.ends)))


def _held(window: Window, details: Details) -> int:
    first = _day(window.first) if window.first else details.starts
    last = _day(window.last) if window.last else details.starts
    return int(np.count_nonzero((first <= details.starts) & (details.starts <= last)))


def _day(day: date) -> np.datetime64:
    return np.datetime64(day, "D")
