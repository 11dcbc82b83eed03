"""What to ask the portal next, within the day's calls: pure, from what is known to a list of steps.

The order: what is open now; the roster; this year's postings; the years before, newest first, until all are
there, later each once a week; facilities, programmes and branches; then details, one call each. Every step can
be cut short at any call: the next plan begins with what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from data_loader.coverage import FIRST_DAY
from data_loader.portal.client import (
    BRANCHES,
    EVERYTHING,
    FACILITIES,
    FACILITY_DETAIL,
    INSTITUTIONS,
    OPEN_ONLY,
    PAGE_SIZE,
    PROGRAMMES,
    RECRUITMENT,
    RECRUITMENT_DETAIL,
    Operation,
    branches_of,
)
from data_loader.schema import POSTINGS
from data_loader.sentence import Sentence
from data_loader.settings import KST

FIRST_DATE = FIRST_DAY
OPEN_EVERY = timedelta(minutes=10)
# How old a complete reading may grow before the list is read again.
EVERY: Mapping[str, timedelta] = MappingProxyType(
    {
        INSTITUTIONS.name: timedelta(days=1),
        FACILITIES.name: timedelta(days=7),
        PROGRAMMES.name: timedelta(days=7),
        BRANCHES.name: timedelta(days=28),
    }
)
NEWEST_EVERY = timedelta(days=1)
PAST_EVERY = timedelta(days=7)
# Choosing takes three weeks to two months after the closing date, and the numbers follow at some later time,
# or never: an unanswered posting is asked again so many days after it closed.
RESULT_DAYS = (30, 60, 120, 240, 480)
# Attachments change without a trace in the list.
OPEN_DETAIL_EVERY = timedelta(days=7)
CLOSED_DETAIL_EVERY = timedelta(days=365)
FACILITY_DETAIL_EVERY = timedelta(days=90)
# About 15 % of calls are second attempts on a bad day.
SPARE = 1.25
# A page of 1,000 postings is 3 to 5 MB.
PAGE_TIME = timedelta(seconds=5)
# For the estimate, where the portal has not yet said how many there are.
POSTINGS_A_YEAR = 15_000

Days = NDArray[np.datetime64]
Filters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Window:
    """Postings by start date, both days included; None where a side is open."""

    first: date | None
    last: date | None

    @property
    def filters(self) -> Filters:
        """Both bounds of the list are on the start date."""
        bounds = {POSTINGS.column("start_date").source: self.first, POSTINGS.column("end_date").source: self.last}
        return MappingProxyType({name: day.isoformat() for name, day in bounds.items() if day})

    @property
    def label(self) -> Sentence:
        if self.first is None:
            return Sentence("2018년 7월 전에 시작한 공고")
        if self.last is None:
            return Sentence("{year}년부터 시작한 공고", year=self.first.year)
        return Sentence("{year}년에 시작한 공고", year=self.first.year)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a list: when its last complete reading began, the rows the portal counted then."""

    began_at: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of the details of an operation, one place for each row of its list.

    `asked_at` is NaT where nothing was asked yet; `changed_at` is when the list last showed another version.
    `starts` and `ends` are days, `has_results` says that the numbers of the stages are there.
    """

    numbers: NDArray[np.int64]
    starts: Days
    ends: Days
    asked_at: Days
    changed_at: Days
    has_results: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the store and the snapshot know. `readings` by operation name and filters (see `list_key`)."""

    readings: Mapping[tuple[str, frozenset[tuple[str, str]]], Reading] = field(default_factory=dict)
    institution_codes: Sequence[str] = ()
    posting_details: Details | None = None
    facility_details: Details | None = None

    def reading(self, operation: Operation, filters: Filters) -> Reading | None:
        return self.readings.get(list_key(operation.name, filters))

    def has_read(self, window: Window) -> bool:
        """Whether the window was ever read whole, by itself or within this year's of an earlier year."""
        wider = (
            [Window(date(year, 1, 1), None) for year in range(FIRST_DATE.year, window.first.year + 1)]
            if window.first
            else []
        )
        filters = (EVERYTHING, window.filters, *(other.filters for other in wider))
        return any(self.reading(RECRUITMENT, each) is not None for each in filters)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Calls of an operation: left today, and in a whole day."""

    left: int
    limit: int


@dataclass(frozen=True, slots=True)
class ReadList:
    """Read a list whole; `calls` and `rows` are estimates, `keep` the calls that must stay for the open postings."""

    operation: Operation
    filters: Filters
    label: str
    calls: int
    keep: int = 0
    rows: int = 0

    @property
    def is_open(self) -> bool:
        return self.operation == RECRUITMENT and self.filters == OPEN_ONLY


@dataclass(frozen=True, slots=True)
class ReadDetails:
    """Ask for the details of these rows, in this order, one call each."""

    operation: Operation
    numbers: tuple[int, ...]
    label: str

    @property
    def calls(self) -> int:
        return len(self.numbers)


Step = ReadList | ReadDetails


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of today, in order. `backlog` is the calls still missing to a complete store, by operation name,
    `days` how many days they take, today included; 0 when nothing is missing. `missing` names the windows of
    postings that were never read whole, `complete_at` says when they will have been; None where none is missing.
    """

    steps: tuple[Step, ...]
    backlog: Mapping[str, int]
    days: int
    missing: tuple[Window, ...]
    complete_at: datetime | None = None


def make_plan(
    known: Knowledge,
    allowances: Mapping[str, Allowance],
    now: datetime,
    open_since: datetime,
    page_size: int = PAGE_SIZE,
) -> Plan:
    """What to do today. The open postings are due when last read before `open_since`, or ten minutes ago."""
    keep = calls_to_keep(now, allowances[RECRUITMENT.name].limit)
    due: list[Step] = [*_due_lists(known, now, open_since, keep, page_size), *_due_details(known, allowances, now)]
    steps = [step for step in due if _is_affordable(step, allowances)]
    missing = tuple(window for window in windows(now) if not known.has_read(window))
    backlog = _backlog(known, missing, now, page_size)
    complete_at = _expected(backlog[RECRUITMENT.name], allowances[RECRUITMENT.name], keep, now) if missing else None
    return Plan(tuple(steps), backlog, _days(backlog, allowances, keep), missing, complete_at)


def windows(now: datetime) -> tuple[Window, ...]:
    """All start dates there can be, newest first: this year and after, each year before, all before the services."""
    year = now.astimezone(KST).year
    past = [Window(max(FIRST_DATE, date(past, 1, 1)), date(past, 12, 31)) for past in range(year - 1, 2017, -1)]
    return (Window(date(year, 1, 1), None), *past, Window(None, FIRST_DATE - timedelta(days=1)))


def is_due(last: datetime, every: timedelta, now: datetime) -> bool:
    """Whether what was done last is to be done again. A clock that ran ahead once must not stop it: what is still to
    come was never done."""
    return not timedelta(0) <= now - last < every


def list_key(operation_name: str, filters: Filters) -> tuple[str, frozenset[tuple[str, str]]]:
    return operation_name, frozenset(filters.items())


def calls_to_keep(now: datetime, limit: int) -> int:
    """Calls the list of postings needs until midnight in Korea to be read every ten minutes, half the limit at most."""
    korean = now.astimezone(KST)
    midnight = datetime.combine(korean.date() + timedelta(days=1), time(), KST)
    return min(ceil((midnight - korean) / OPEN_EVERY * SPARE), limit // 2)


def due_details(details: Details, now: datetime) -> NDArray[np.int64]:
    """The postings whose details are to be asked for, most wanted first.

    1 open, never asked or changed since; or asked a week ago, because attachments change in silence
    2 closed, without results, and the next of RESULT_DAYS has passed since they were asked for
    3 closed, never asked, the latest closed first
    4 all others after a year, the longest unasked first
    """
    today = np.datetime64(now.astimezone(KST).date(), "D")
    asked_days = _korean_days(details.asked_at)
    never = np.isnat(details.asked_at)
    age = today - asked_days
    is_open = (details.starts <= today) & (today <= details.ends)
    is_closed = details.ends < today
    is_stale = never | (details.changed_at > details.asked_at) | (age >= _in_days(OPEN_DETAIL_EVERY))
    waits = is_closed & ~never & ~details.has_results & (asked_days < _last_result_day(details.ends, today))
    rotates = is_closed & (age >= _in_days(CLOSED_DETAIL_EVERY))
    rank = np.select([is_open & is_stale, waits, is_closed & never, rotates], [1, 2, 3, 4], 0)
    wanted = np.flatnonzero(rank)
    late = -details.ends[wanted].astype(np.int64)
    second = np.where(rank[wanted] == 4, asked_days[wanted].astype(np.int64), late)
    order = np.lexsort((-details.numbers[wanted], second, rank[wanted]))
    return details.numbers[wanted[order]]


def due_facility_details(details: Details, now: datetime) -> NDArray[np.int64]:
    """Facilities never asked or changed since, then those asked long ago, the longest first."""
    never = np.isnat(details.asked_at) | (details.changed_at > details.asked_at)
    moment = np.datetime64(now.astimezone(KST).replace(tzinfo=None) - timedelta(hours=9), "s")
    old = moment - details.asked_at >= np.timedelta64(FACILITY_DETAIL_EVERY)
    rank = np.select([never, old], [1, 2], 0)
    wanted = np.flatnonzero(rank)
    order = np.lexsort((details.asked_at[wanted].astype(np.int64), rank[wanted]))
    return details.numbers[wanted[order]]


def _last_result_day(ends: Days, today: np.datetime64) -> Days:
    """The latest day so far on which results were worth asking for; long ago where there was none yet."""
    latest = np.full(ends.shape, np.datetime64("1900-01-01", "D"))
    for days in RESULT_DAYS:
        point = ends + np.timedelta64(days, "D")
        latest = np.where(point <= today, point, latest)
    return latest


def _korean_days(moments: Days) -> Days:
    """The Korean days of moments given in UTC."""
    return (moments + np.timedelta64(9, "h")).astype("datetime64[D]")


def _in_days(span: timedelta) -> np.timedelta64:
    return np.timedelta64(span.days, "D")


def _due_lists(known: Knowledge, now: datetime, open_since: datetime, keep: int, page_size: int) -> Iterator[ReadList]:
    opened = known.reading(RECRUITMENT, OPEN_ONLY)
    if opened is None or opened.began_at < open_since or is_due(opened.began_at, OPEN_EVERY, now):
        rows = opened.rows if opened else 500
        yield ReadList(RECRUITMENT, OPEN_ONLY, "지금 열린 공고", _pages(rows, page_size), rows=rows)
    yield from _due_list(known, INSTITUTIONS, now, 355, page_size)
    newest, *past = windows(now)
    # What was never read comes before what is read again.
    for never in (True, False):
        for window in (newest, *past):
            reading = known.reading(RECRUITMENT, window.filters)
            every = NEWEST_EVERY if window is newest else PAST_EVERY
            if known.has_read(window) is not never and (reading is None or is_due(reading.began_at, every, now)):
                rows = reading.rows if reading else _guess(window, now)
                yield ReadList(RECRUITMENT, window.filters, window.label, _pages(rows, page_size), keep, rows)
    yield from _due_list(known, FACILITIES, now, 5_000, page_size)
    yield from _due_list(known, PROGRAMMES, now, 2_000, page_size)
    yield from _due_branches(known, now)


def _due_list(known: Knowledge, operation: Operation, now: datetime, guess: int, page_size: int) -> Iterator[ReadList]:
    reading = known.reading(operation, EVERYTHING)
    if reading is None or is_due(reading.began_at, EVERY[operation.name], now):
        rows = reading.rows if reading else guess
        yield ReadList(operation, EVERYTHING, operation.label, _pages(rows, page_size), rows=rows)


def _due_branches(known: Knowledge, now: datetime) -> Iterator[ReadList]:
    """One call for each institution, the longest unread first."""
    long_ago = datetime(1900, 1, 1, tzinfo=KST)
    due = []
    for code in known.institution_codes:
        reading = known.reading(BRANCHES, branches_of(code))
        began_at = reading.began_at if reading else long_ago
        if is_due(began_at, EVERY[BRANCHES.name], now):
            due.append((began_at, code))
    for _, code in sorted(due):
        yield ReadList(BRANCHES, branches_of(code), f"{BRANCHES.label}({code})", 1)


def _due_details(known: Knowledge, allowances: Mapping[str, Allowance], now: datetime) -> Iterator[ReadDetails]:
    for operation, numbers in _all_due_details(known, now).items():
        left = allowances[operation.name].left
        if numbers.size and left > 0:
            today = tuple(int(number) for number in numbers[:left])
            yield ReadDetails(operation, today, operation.label)


def _all_due_details(known: Knowledge, now: datetime) -> dict[Operation, NDArray[np.int64]]:
    found = {}
    if known.posting_details is not None:
        found[RECRUITMENT_DETAIL] = due_details(known.posting_details, now)
    if known.facility_details is not None:
        found[FACILITY_DETAIL] = due_facility_details(known.facility_details, now)
    return found


def _is_affordable(step: Step, allowances: Mapping[str, Allowance]) -> bool:
    keep = step.keep if isinstance(step, ReadList) else 0
    return allowances[step.operation.name].left > keep


def _backlog(known: Knowledge, missing: Sequence[Window], now: datetime, page_size: int) -> dict[str, int]:
    """Calls to what was never read: lists by window, branches, details."""
    codes = [code for code in known.institution_codes if known.reading(BRANCHES, branches_of(code)) is None]
    details = {operation.name: numbers.size for operation, numbers in _all_due_details(known, now).items()}
    unlisted = sum(_guess(window, now) for window in missing)
    calls = {
        RECRUITMENT.name: sum(_pages(_guess(window, now), page_size) for window in missing),
        BRANCHES.name: len(codes),
        RECRUITMENT_DETAIL.name: details.get(RECRUITMENT_DETAIL.name, 0) + unlisted,
        FACILITY_DETAIL.name: details.get(FACILITY_DETAIL.name, 0),
    }
    return {name: count for name, count in calls.items() if count}


def _days(backlog: Mapping[str, int], allowances: Mapping[str, Allowance], keep: int) -> int:
    """Days until the backlog of every operation is worked off, today included."""
    longest = 0
    for name, calls in backlog.items():
        kept = keep if name == RECRUITMENT.name else 0
        today = max(0, allowances[name].left - kept)
        later = max(1, allowances[name].limit - ceil(kept and timedelta(days=1) / OPEN_EVERY * SPARE))
        longest = max(longest, 1 + ceil(max(0, calls - today) / later))
    return longest


def _expected(calls: int, allowance: Allowance, keep: int, now: datetime) -> datetime:
    """When so many calls of the list of postings will have been made, to the next ten minutes."""
    today = max(0, allowance.left - keep)
    if calls <= today:
        return _in_ten_minutes(now + calls * PAGE_TIME)
    a_day = max(1, allowance.limit - _kept_a_day(allowance.limit))
    nights = ceil((calls - today) / a_day)
    rest = calls - today - (nights - 1) * a_day
    midnight = datetime.combine(now.astimezone(KST).date() + timedelta(days=nights), time(), KST)
    return _in_ten_minutes(midnight + rest * PAGE_TIME)


def _kept_a_day(limit: int) -> int:
    return min(ceil(timedelta(days=1) / OPEN_EVERY * SPARE), limit // 2)


def _in_ten_minutes(moment: datetime) -> datetime:
    """The next full ten minutes: an estimate that moves with every second would be a new one each time."""
    step = timedelta(minutes=10)
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour + ceil((moment - hour) / step) * step


def _pages(rows: int, page_size: int) -> int:
    return max(1, ceil(rows / page_size))


def _guess(window: Window, now: datetime) -> int:
    """How many postings a window holds, before the portal says so."""
    if window.first is None:
        return 1
    last = min(window.last or now.astimezone(KST).date(), now.astimezone(KST).date())
    return round(((last - window.first).days + 1) / 365 * POSTINGS_A_YEAR)
