"""Postings and headcount over time, by the month a posting starts."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dashboard.index import EPOCH, Counts, Days, Found, Numbers
from dashboard.keeping import kept_once
from dashboard.measures.breakdown import Weight

# 잡알리오 opened in mid-2018. Earlier starts are old notices registered again.
FIRST_DAY = date(2018, 7, 1)
FIRST_MONTH = (2018 - 1970) * 12 + 6


@dataclass(frozen=True, slots=True)
class Monthly:
    """One value per month from `first` on (months since 1970-01). The last month may be incomplete."""

    first: int
    postings: Numbers
    headcount: Numbers
    is_last_complete: bool
    left_out: int

    @property
    def months(self) -> list[str]:
        return list(_month_names(self.first, len(self.postings)))

    def values(self, weight: Weight) -> Numbers:
        return self.postings if weight == "postings" else self.headcount

    def complete(self, weight: Weight) -> Numbers:
        values = self.values(weight)
        return values if self.is_last_complete else values[:-1]


@dataclass(frozen=True, slots=True)
class Window:
    """Postings and headcount in a span of days, and in the same span a year (52 weeks) before."""

    postings: int
    headcount: int
    postings_before: int


def month_number(day: date) -> int:
    return (day.year - 1970) * 12 + day.month - 1


def month_name(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02}"


@lru_cache
def _month_names(first: int, months: int) -> tuple[str, ...]:
    return tuple(month_name(first + position) for position in range(months))


def monthly(found: Found) -> Monthly:
    """Postings and planned headcount per start month, up to the month of today or of the last day chosen.

    `left_out` counts found postings that start before mid-2018 or after this month.
    """
    series: Monthly = kept_once(found.kept, "monthly series", lambda: _monthly(found))
    return series


def _monthly(found: Found) -> Monthly:
    index = found.index
    last_day = min(index.today, found.selection.start_to or index.today)
    last = month_number(last_day)
    # Postings lie in the order of their start: a month is a span of rows, the latest first.
    earliest = min(FIRST_MONTH, last)
    bounds = index.rows_since(np.arange(earliest, last + 2))[::-1]
    postings, headcount = (values[::-1] for values in found.in_spans(bounds))
    with_postings = np.flatnonzero(postings)
    begin = int(with_postings[0]) if len(with_postings) else len(postings) - 1
    is_complete = (last_day + timedelta(days=1)).month != last_day.month
    left_out = found.count - int(postings.sum())
    return Monthly(
        earliest + begin, postings[begin:].astype(float), headcount[begin:].astype(float), is_complete, left_out
    )


def trailing_sum(values: Numbers, months: int = 12) -> Numbers:
    """Sum of each month and those before it; NaN until there are enough.

    **최근 12개월 합계** = 그달까지 열두 달의 합. 공고 시작 월 기준, 끝나지 않은 달은 넣지 않는다. 계절이 지워지고 흐름만 남는다.
    """
    sums = np.concatenate([[0.0], values.cumsum()])
    result = np.full(len(values), np.nan)
    if len(values) >= months:
        result[months - 1 :] = sums[months:] - sums[:-months]
    return result


def seasonal_index(values: Numbers, first: int) -> tuple[Numbers, int]:
    """Month ÷ mean of its year's months, averaged over whole years; 1 is an average month.

    Returns twelve values and the number of years averaged, which are those with a posting; NaN below three.

    **계절 지수** = 그 달 ÷ 그해 월평균을 온전한 해(세 해 이상)에 걸쳐 평균한 값. 1이면 평균인 달이다.
    """
    skip = -first % 12
    years = max((len(values) - skip) // 12, 0)
    table = values[skip : skip + years * 12].reshape(years, 12)
    table = table[table.sum(axis=1) > 0]
    if len(table) < 3:
        return np.full(12, np.nan), len(table)
    return (table / table.mean(axis=1, keepdims=True)).mean(axis=0), len(table)


def started_between(found: Found, first: date, last: date) -> Window:
    """Postings that start in the days from `first` to `last`, both included."""
    return _window(_daily(found, _number(first) - 364), "started", first, last)


def ending_between(found: Found, first: date, last: date) -> Window:
    """Postings whose last day lies between `first` and `last`, both included."""
    return _window(_daily(found, _number(first) - 364), "ended", first, last)


def open_on(found: Found, day: date) -> Window:
    """Postings open on a day, and 52 weeks before."""
    daily, now = _daily(found, _number(day) - 364), _number(day)
    return Window(daily.open_on(now), daily.open_on(now, "headcount"), daily.open_on(now - 364))


def open_by_week(found: Found, day: date, weeks: int = 26, weight: Weight = "postings") -> list[int]:
    """Postings, or their headcount, open on the same weekday of each of the last weeks, oldest first."""
    daily, days = _daily(found, _number(day) - 7 * weeks), _number(day) - 7 * np.arange(weeks - 1, -1, -1)
    opened: list[int] = (daily.by_each("started", days, weight) - daily.by_each("closed", days - 1, weight)).tolist()
    return opened


def started_by_week(found: Found, last: date, weeks: int = 26) -> list[int]:
    """Postings that start in each of the weeks that end on `last`, oldest first."""
    return _per_week(_daily(found, _number(last) - 7 * weeks), "started", last, weeks)


def ended_by_week(found: Found, last: date, weeks: int = 26) -> list[int]:
    """Postings whose last day falls into each of the weeks that end on `last`, oldest first."""
    return _per_week(_daily(found, _number(last) - 7 * weeks), "ended", last, weeks)


def year_on_year(found: Found, weight: Weight) -> dict[str, Numbers]:
    """Whole-year totals, of all institutions and of those with postings in both years.

    `years`; `all`: totals; `same_before`, `same_now`: totals of the year before and the year of the
    institutions that posted in both (first year NaN). The current year is left out, and years that the
    chosen days cut.

    **같은 기관끼리** = 두 해에 모두 공고를 낸 기관만 골라 견준 전년 대비. 새로 공고하기 시작했거나 그만둔 기관의 몫을 뺀 변화다. 온전한 해만 견준다.
    """
    index = found.index
    first, end = _whole_years(found)
    year = 1970 + index.month[found.rows] // 12
    inside = (year >= first) & (year < end)
    years = np.arange(first, end)
    entry = index.facets["institution"]
    rows, size = found.rows[inside], len(entry.members)
    cells = (year[inside] - first) * size + entry.combination[rows]
    weights = index.headcount[rows] if weight == "headcount" else None
    values = np.bincount(cells, weights, len(years) * size).reshape(len(years), size).astype(float)
    posted = np.bincount(cells, minlength=len(years) * size).reshape(len(years), size) > 0
    both = posted[1:] & posted[:-1]
    gap = np.full(min(1, len(years)), np.nan)
    return {
        "years": years.astype(float),
        "all": values.sum(axis=1),
        "same_before": np.concatenate([gap, (values[:-1] * both).sum(axis=1)]),
        "same_now": np.concatenate([gap, (values[1:] * both).sum(axis=1)]),
    }


Event = Literal["started", "ended", "closed"]


class _Daily:
    """How many of some postings have started, and have ended, by the end of each day (days since 1970)."""

    def __init__(self, days: Days, first: int) -> None:
        """Nobody asks of a day before `first`; what starts or ends earlier counts as of the day before it."""
        self._before = first - 1
        self._headcount = days.headcount
        started, ended = (np.maximum(numbers - self._before, 0) for numbers in (days.start, days.end))
        # A posting that ends before it starts is open on no day: it closes the day before it starts.
        self._days: dict[Event, NDArray[np.int32]] = {
            "started": started, "ended": ended, "closed": np.maximum(ended, started - 1)}  # fmt: skip
        self._counted: dict[tuple[Event, Weight], Counts] = {}

    def by(self, event: Event, day: int, weight: Weight = "postings") -> int:
        """Postings, or their headcount, that have started or ended by the end of a day."""
        counts = self._counts(event, weight)
        return int(counts[min(max(day - self._before, 0), len(counts) - 1)])

    def by_each(self, event: Event, days: NDArray[np.intp], weight: Weight = "postings") -> Counts:
        """As `by`, of each of the days."""
        counts = self._counts(event, weight)
        by: Counts = counts[np.clip(days - self._before, 0, len(counts) - 1)]
        return by

    def _counts(self, event: Event, weight: Weight) -> Counts:
        if (event, weight) not in self._counted:
            weights = self._headcount if weight == "headcount" else None
            counts = np.bincount(self._days[event], weights, minlength=1).cumsum()
            self._counted[event, weight] = counts.astype(np.int64)
        return self._counted[event, weight]

    def open_on(self, day: int, weight: Weight = "postings") -> int:
        return self.by("started", day, weight) - self.by("closed", day - 1, weight)


def _daily(found: Found, day: int) -> _Daily:
    """The daily counts from a day on (since 1970), or from an earlier one."""
    recent_from = found.index.recent_from
    is_recent = day > recent_from

    def make() -> _Daily:
        if is_recent:
            return _Daily(found.recent, recent_from)
        days = found.all_days
        return _Daily(days, int(min(days.start.min(initial=recent_from), days.end.min(initial=recent_from))))

    daily: _Daily = kept_once(found.kept, ("daily", is_recent), make)
    return daily


def _window(daily: _Daily, event: Event, first: date, last: date) -> Window:
    low, high = _number(first) - 1, _number(last)
    return Window(
        daily.by(event, high) - daily.by(event, low),
        daily.by(event, high, "headcount") - daily.by(event, low, "headcount"),
        daily.by(event, high - 364) - daily.by(event, low - 364),
    )


def _per_week(daily: _Daily, event: Event, last: date, weeks: int) -> list[int]:
    upto = daily.by_each(event, _number(last) - 7 * np.arange(weeks, -1, -1))
    per_week: list[int] = np.diff(upto).tolist()
    return per_week


def _whole_years(found: Found) -> tuple[int, int]:
    """The first whole year of postings, and the one after the last, within the days chosen."""
    today, selection = found.index.today, found.selection
    first_day = max(FIRST_DAY, selection.start_from or FIRST_DAY)
    end_day = (selection.start_to or today) + timedelta(days=1)
    first = (first_day - timedelta(days=1)).year + 1
    return first, max(first, min(today.year, end_day.year))


def _number(day: date) -> int:
    return (day - EPOCH).days
