"""The ledger of changes: what was new, edited, extended, withdrawn, …, told from what the store observed.

The portal overwrites; we remember. A change is known from the moment we saw it, never from when it happened.
Postings that were there when their part of the list was first read whole are not new. Worked out anew from the
store each time; only records with several contents are unpacked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any, Literal, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from data_loader.portal.client import RECRUITMENT
from data_loader.schema import CHANGES, OBSERVATIONS, POSTING_TEXTS, POSTINGS, Column
from data_loader.settings import KST
from data_loader.store.coverage import WHOLE_LIST, Coverage, coverage_of, scope_of
from data_loader.store.database import Absence, Reading, RecordState, Store, Version
from data_loader.store.record import dates_of
from data_loader.tables.parse import PARSERS, parse_names
from data_loader.tables.titles import Following, following, normalise_title, says_cancelled

ChangeKind = Literal["new", "edited", "extended", "shortened", "cancelled", "withdrawn", "returned"] | Following
EDITS: tuple[ChangeKind, ...] = ("edited", "extended", "shortened", "cancelled")

# Longer texts are shown around the place where they differ.
LONGEST_SHOWN = 200
SHOWN_BEFORE = 20
# A posting with the title of one that started longer ago is another year's, not another try.
REPOSTED_WITHIN = timedelta(days=365)
_TITLE = POSTINGS.column("title").source
_COMPARED = tuple(
    {
        column.name: column
        for table in (POSTINGS, POSTING_TEXTS)
        for column in table.received
        if column.name != "posting_id"
    }.values()
)


class Change(NamedTuple):
    """One row of the table `changes`."""

    posting_id: int
    observed_at: datetime
    change: ChangeKind
    column: str | None = None
    before: str | None = None
    after: str | None = None
    related_posting_id: int | None = None


class Titled(NamedTuple):
    """What tells whether a posting is another's re-posting."""

    posting_id: int
    institution_code: str
    title: str
    start_date: date


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tables `changes` (oldest first) and `observations` (by posting number)."""

    changes: pa.Table
    observations: pa.Table


@dataclass(frozen=True, slots=True)
class AsOf:
    """The postings as they were known at a moment, as received.

    `observed_since` is when the first complete reading of any part of the list began: for an earlier moment
    nothing is known. `last_reading` is when the latest complete reading before the moment ended: what changed
    between the two is not in it. None where there was none.
    """

    postings: Iterator[Any]
    observed_since: datetime | None
    last_reading: datetime | None


class _Observed(NamedTuple):
    """One posting; `first_title` where it may have had another one since, `changes` since it was first seen."""

    state: RecordState
    is_new: bool
    first_title: str | None
    changes: Sequence[Change]


class Beginnings:
    """When each part of the list had first been read whole, from the first complete readings of each kind."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        whole = [reading for reading in readings if scope_of(reading.filters) == WHOLE_LIST]
        self._open = [reading for reading in whole if _coverage(reading).ends_from is not None]
        self._by_start = [(reading.finished_at, _coverage(reading)) for reading in whole if reading not in self._open]
        self._known: dict[str | None, datetime | None] = {}

    def is_new(self, first_seen_at: datetime, start_date: str | None, end_date: str | None) -> bool:
        """Whether a complete reading that ended before the posting was first seen would have shown it.

        A reading of what is open speaks for the postings it would have shown by now: they had not ended then, and
        have started since.
        """
        ended = self._ended(start_date)
        if ended is not None and ended < first_seen_at:
            return True
        return any(
            reading.finished_at < first_seen_at
            and coverage_of(reading.filters, first_seen_at, reading.finished_at).contains(start_date, end_date)
            for reading in self._open
        )

    def _ended(self, start_date: str | None) -> datetime | None:
        """When the first reading of all postings that start on this day ended."""
        if start_date not in self._known:
            times = (ended for ended, coverage in self._by_start if coverage.contains(start_date, None))
            self._known[start_date] = min(times, default=None)
        return self._known[start_date]


def read_ledger(store: Store, postings: pa.Table) -> Ledger:
    """The ledger of all the store has observed. `postings`: the tidy table of the same postings."""
    observed = list(_observed(store))
    changes = [change for one in observed for change in one.changes]
    changes += _appearances([one for one in observed if one.is_new], postings)
    changes.sort(key=lambda change: (change.observed_at, change.posting_id))
    return Ledger(_changes_table(changes), _observations_table(observed))


def postings_as_of(store: Store, when: datetime, *, open_only: bool = False) -> AsOf:
    """The postings that were known and not missing then, with what they said; `open_only`: those open on that day."""
    open_on = when.astimezone(KST).date() if open_only else None
    began = [reading.started_at for reading in store.first_readings(RECRUITMENT.name)]
    ended = [reading.finished_at for reading in store.last_readings(RECRUITMENT.name, when)]
    return AsOf(store.as_of(RECRUITMENT.name, when, open_on), min(began, default=None), max(ended, default=None))


def changes_of(state: RecordState, versions: Sequence[Version], absences: Sequence[Absence]) -> Iterator[Change]:
    """What happened to one posting after it was first seen.

    `versions`: its contents in order where it had several; `absences`: the times in which it was missing.
    """
    for before, after in pairwise(versions):
        for column, old, new in differences(before.row, after.row):
            kind = _kind_of_edit(column, before.row, after.row)
            yield Change(state.key, after.seen_from, kind, column.name, old, new)
    for absence in absences:
        end = _end_date_at(absence.since, state, versions)
        if end is not None and absence.since.astimezone(KST).date() <= end:
            yield Change(state.key, absence.since, "withdrawn")
            if absence.until is not None:
                yield Change(state.key, absence.until, "returned")


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[Column, str | None, str | None]]:
    """The columns in which two contents of a posting differ in meaning, with both values to be shown.

    Blanks at line ends, the order of codes and the like are no difference.
    """
    for column in _COMPARED:
        if before.get(column.source) != after.get(column.source):
            old, new = (_read(row, column) for row in (before, after))
            if old != new:
                yield column, *_around_difference(_shown(before, column, old), _shown(after, column, new))


def earlier_of(new: Iterable[Titled], known: Iterable[Titled]) -> dict[int, int]:
    """For each new posting that follows another, the number of that one.

    That is the latest earlier number of the same institution with the same normalised title, started before it and
    within a year. Those that start on one day stand side by side and follow none of each other.
    """
    kin: dict[tuple[str, str], list[Titled]] = defaultdict(list)
    for posting in known:
        kin[posting.institution_code, normalise_title(posting.title)].append(posting)
    found: dict[int, int] = {}
    for posting in new:
        title = normalise_title(posting.title)
        earlier = (
            other.posting_id
            for other in kin.get((posting.institution_code, title), ())
            if other.posting_id < posting.posting_id
            and timedelta(0) < posting.start_date - other.start_date <= REPOSTED_WITHIN
        )
        latest = max(earlier, default=None)
        if title and latest is not None:
            found[posting.posting_id] = latest
    return found


def _observed(store: Store) -> Iterator[_Observed]:
    """All postings in the order of their numbers."""
    beginnings = Beginnings(store.first_readings(RECRUITMENT.name))
    absences: dict[int, list[Absence]] = defaultdict(list)
    for absence in store.absences(RECRUITMENT.name):
        absences[absence.key].append(absence)
    contents = groupby(store.versions(RECRUITMENT.name), key=lambda version: version.key)
    waiting = next(contents, None)
    for state in store.states(RECRUITMENT.name):
        # Both come in key order, and only records with several contents have a group; damaged ones are left out of either.
        while waiting and waiting[0] < state.key:
            waiting = next(contents, None)
        versions: tuple[Version, ...] = ()
        if waiting and waiting[0] == state.key:
            versions = tuple(waiting[1])
            waiting = next(contents, None)
        first_title = str(versions[0].row.get(_TITLE)) if versions else None
        first_days = dates_of(versions[0].row) if versions else (_iso(state.start_date), _iso(state.end_date))
        changes: Sequence[Change] = ()
        if versions or state.key in absences:
            changes = tuple(changes_of(state, versions, absences.get(state.key, ())))
        yield _Observed(state, beginnings.is_new(state.first_seen_at, *first_days), first_title, changes)


def _appearances(new: Sequence[_Observed], postings: pa.Table) -> Iterator[Change]:
    """New postings, those among them that follow an earlier one, and those that were cancelled when first seen."""
    titled = _titled(postings, [one.state.key for one in new])
    by_id = {posting.posting_id: posting for posting in titled}
    earlier = earlier_of((by_id[one.state.key] for one in new if one.state.key in by_id), titled)
    for one in new:
        number, at = one.state.key, one.state.first_seen_at
        yield Change(number, at, "new")
        if number in earlier:
            before = earlier[number]
            yield Change(number, at, following(by_id[number].title, by_id[before].title), related_posting_id=before)
        title = one.first_title or (by_id[number].title if number in by_id else "")
        if says_cancelled(title):
            yield Change(number, at, "cancelled", "title", None, _cut(title, 0))


def _titled(postings: pa.Table, new: Sequence[int]) -> list[Titled]:
    """The new postings and those that they may follow."""
    wanted = postings.filter(pc.is_in(postings.column("posting_id"), pa.array(new, pa.int64())))
    if wanted.num_rows == 0:
        return []
    codes = pc.unique(wanted.column("institution_code"))
    first = pc.min(wanted.column("start_date")).as_py()
    # Whatever day a notice states: there is none before the first.
    since = first - min(REPOSTED_WITHIN, first - date.min)
    near = postings.filter(
        pc.and_(
            pc.is_in(postings.column("institution_code"), codes),
            pc.greater_equal(postings.column("start_date"), pa.scalar(since, pa.date32())),
        )
    )
    return [Titled(*row) for row in zip(*(near.column(name).to_pylist() for name in Titled._fields), strict=True)]


def _kind_of_edit(column: Column, before: Mapping[str, Any], after: Mapping[str, Any]) -> ChangeKind:
    old, new = (_read(row, column) for row in (before, after))
    if column.name == "end_date" and isinstance(old, date) and isinstance(new, date):
        return "extended" if new > old else "shortened"
    if column.name == "title" and says_cancelled(str(new)) and not says_cancelled(str(old)):
        return "cancelled"
    return "edited"


def _end_date_at(when: datetime, state: RecordState, versions: Sequence[Version]) -> date | None:
    """The end date the posting was known to have then."""
    known = [version for version in versions if version.seen_from <= when]
    if not known:
        return state.end_date
    _, end = dates_of(known[-1].row)
    return date.fromisoformat(end) if end else None


def _read(row: Mapping[str, Any], column: Column) -> object:
    """The meaning of a value: what it was read as, or as it stands where it cannot be read."""
    value = row.get(column.source)
    try:
        read = PARSERS[column.kind](value)
    except ValueError:
        return repr(value)
    return frozenset(read) if isinstance(read, tuple) else read


def _shown(row: Mapping[str, Any], column: Column, value: object) -> str | None:
    """A value as a reader sees it, on one line."""
    if value is None or value == frozenset():
        return None
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if column.source_names:
        return _name_or_code(row, column)
    return " ".join(str(value).split())


def _name_or_code(row: Mapping[str, Any], column: Column) -> str:
    for source in (column.source_names, column.source):
        try:
            names = parse_names(row.get(source))
        except ValueError:
            continue
        if any(names):
            return ", ".join(names)
    return repr(row.get(column.source))


def _around_difference(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Both texts, cut to the place where they begin to differ where one is long."""
    if before is None or after is None or max(len(before), len(after)) <= LONGEST_SHOWN:
        return _cut(before, 0), _cut(after, 0)
    pairs = enumerate(zip(before, after, strict=False))
    common = next((n for n, (old, new) in pairs if old != new), min(len(before), len(after)))
    start = max(0, common - SHOWN_BEFORE)
    return _cut(before, start), _cut(after, start)


def _cut(text: str | None, start: int) -> str | None:
    if text is None:
        return None
    shown = text[start : start + LONGEST_SHOWN]
    return ("…" if start else "") + shown + ("…" if start + LONGEST_SHOWN < len(text) else "")


def _coverage(reading: Reading) -> Coverage:
    return coverage_of(reading.filters, reading.started_at, reading.finished_at)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _changes_table(changes: Sequence[Change]) -> pa.Table:
    columns = dict(zip(Change._fields, zip(*changes, strict=True), strict=True)) if changes else {}
    columns["observed_at"] = tuple(map(_to_the_second, columns.get("observed_at", ())))
    return pa.table(
        [pa.array(columns.get(name, ()), CHANGES.column(name).arrow_type) for name in Change._fields],
        schema=CHANGES.arrow,
    )


def _observations_table(observed: Sequence[_Observed]) -> pa.Table:
    states = [one.state for one in observed]
    columns = (
        [state.key for state in states],
        [_to_the_second(state.first_seen_at) for state in states],
        [_to_the_second(state.last_seen_at) for state in states],
        [_to_the_second(state.missing_since) if state.missing_since else None for state in states],
        [one.is_new for one in observed],
        [len({change.observed_at for change in one.changes if change.change in EDITS}) for one in observed],
    )
    arrays = [pa.array(values, column.arrow_type) for values, column in zip(columns, OBSERVATIONS.columns, strict=True)]
    return pa.table(arrays, schema=OBSERVATIONS.arrow)


def _to_the_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
