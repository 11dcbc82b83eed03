"""Postings and headcount over time, by the month a posting starts."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dashboard.measures.breakdown import Weight
from dashboard.selection.index import EPOCH, Counts, Days, Found, History, Numbers

FIRST_MONTH = (2018 - 1970) * 12 + 6


@dataclass(frozen=True, slots=True)
class Monthly:
    """One value per month from `first` on (months since 1970-01), NaN where a month was not read whole. The first and
    the last are known, the last may be incomplete; there is none where none was read.
    """

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
    """Postings and headcount in a span of days, and in the same span a year (52 weeks) before; None where that was not
    read whole."""

    postings: int
    headcount: int
    postings_before: int | None


def month_number(day: date) -> int:
    return (day.year - 1970) * 12 + day.month - 1


def month_name(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02}"


@lru_cache
def _month_names(first: int, months: int) -> tuple[str, ...]:
    return tuple(month_name(first + position) for position in range(months))


def monthly(found: History) -> Monthly:
    """Postings and planned headcount per start month, up to the last month read or of the last day chosen.

    `left_out` counts found postings that start before mid-2018, after this month, or in a month not read whole.
    """
    return found.cached_in_any_language(_monthly)


def _monthly(found: History) -> Monthly:
    index = found.index
    last_day = min(index.until, found.selection.start_to or index.until)
    last = month_number(last_day)
    # Postings lie in the order of their start: a month is a span of rows, the latest first.
    earliest = min(FIRST_MONTH, last)
    bounds = index.rows_since(np.arange(earliest, last + 2))[::-1]
    postings, headcount = (values[::-1].astype(float) for values in found.in_spans(bounds))
    is_complete = (last_day + timedelta(days=1)).month != last_day.month
    if index.is_whole(found.selection):
        with_postings = np.flatnonzero(postings)
        begin, end = int(with_postings[0]) if len(with_postings) else len(postings) - 1, len(postings)
    else:
        is_known = found.months_read(earliest, last)
        postings[~is_known] = headcount[~is_known] = np.nan
        known = np.flatnonzero(is_known)
        begin, end = (int(known[0]), int(known[-1]) + 1) if len(known) else (0, 0)
        is_complete = is_complete or end < len(postings)
    left_out = found.count - int(np.nansum(postings))
    return Monthly(earliest + begin, postings[begin:end], headcount[begin:end], is_complete, left_out)


def trailing_sum(values: Numbers, months: int = 12) -> Numbers:
    """Sum of each month and those before it; NaN until there are enough, and where one of them is not known.

    **최근 12개월 합계** = 그달까지 12개월의 합. 공고 시작 월 기준, 끝나지 않은 달은 넣지 않는다. 12개월을 모두 받은 때만 낸다. 계절이
    지워지고 흐름만 남는다.
    """
    unknown = np.isnan(values)
    sums, holes = (np.concatenate([[0.0], part.cumsum()]) for part in (np.where(unknown, 0.0, values), unknown))
    result = np.full(len(values), np.nan)
    if len(values) >= months:
        result[months - 1 :] = sums[months:] - sums[:-months]
        result[months - 1 :][holes[months:] > holes[:-months]] = np.nan
    return result


def seasonal_index(values: Numbers, first: int) -> tuple[Numbers, int]:
    """Month ÷ mean of its year's months, averaged over whole years; 1 is an average month.

    Returns twelve values and the number of years averaged, which are those read whole with a posting; NaN below three.

    **계절 지수** = 그 달 ÷ 그해 월평균을 온전히 받은 해(세 해 이상)에 걸쳐 평균한 값. 1이면 평균인 달이다.
    """
    skip = -first % 12
    years = max((len(values) - skip) // 12, 0)
    table = values[skip : skip + years * 12].reshape(years, 12)
    table = table[table.sum(axis=1) > 0]
    if len(table) < 3:
        return np.full(12, np.nan), len(table)
    return (table / table.mean(axis=1, keepdims=True)).mean(axis=0), len(table)


def started_between(found: History, first: date, last: date) -> Window | None:
    """Postings that start in the days from `first` to `last`, both included; None where not all of them were read."""
    if not found.is_whole(first, last):
        return None
    year = timedelta(days=364)
    window = _window(_daily(found, _number(first) - 364), "started", first, last)
    return window if found.is_whole(first - year, last - year) else replace(window, postings_before=None)


def ending_between(found: Found, first: date, last: date) -> Window:
    """Postings whose last day lies between `first`, today, and `last`, both included; of those open now where not all
    that is to come was read."""
    if found.history.is_whole_from_the_start:
        return _window(_daily(found, _number(first) - 364), "ended", first, last)
    open_now = found.with_codes("status", "open")
    return replace(_window(_daily(open_now, _number(first) - 364), "ended", first, last), postings_before=None)


def open_on(found: Found, day: date) -> Window:
    """Postings open today, and 52 weeks before, where all that had started by then was read."""
    daily, now = _daily(found, _number(day) - 364), _number(day)
    before = daily.open_on(now - 364) if found.history.is_whole_from_the_start else None
    return Window(daily.open_on(now), daily.open_on(now, "headcount"), before)


def open_by_week(found: Found, day: date, weeks: int = 26, weight: Weight = "postings") -> list[int]:
    """Postings, or their headcount, open on the same weekday of each of the last weeks, oldest first.

    Empty where not all that had started by then was read.
    """
    if not found.history.is_whole_from_the_start:
        return []
    daily, days = _daily(found, _number(day) - 7 * weeks), _number(day) - 7 * np.arange(weeks - 1, -1, -1)
    opened: list[int] = (daily.by_each("started", days, weight) - daily.by_each("closed", days - 1, weight)).tolist()
    return opened


def started_by_week(found: History, last: date, weeks: int = 26) -> list[int]:
    """Postings that start in each of the weeks that end on `last`, oldest first; as many of them as were read whole."""
    known = next((n for n in range(weeks, 0, -1) if found.is_whole(last - timedelta(days=7 * n - 1), last)), 0)
    return _per_week(_daily(found, _number(last) - 7 * weeks), "started", last, weeks)[weeks - known :]


def ended_by_week(found: Found, last: date, weeks: int = 26) -> list[int]:
    """Postings whose last day falls into each of the weeks that end on `last`, oldest first; as `open_by_week`."""
    if not found.history.is_whole_from_the_start:
        return []
    return _per_week(_daily(found, _number(last) - 7 * weeks), "ended", last, weeks)


def year_on_year(found: History, weight: Weight) -> dict[str, Numbers]:
    """Whole-year totals, of all institutions and of those with postings in both years.

    `years`; `all`: totals; `same_before`, `same_now`: totals of the year before and the year of the
    institutions that posted in both (first year NaN). The current year is left out, and years that the
    chosen days cut. A year between two others that was not read whole is NaN.

    **같은 기관끼리** = 두 해에 모두 공고를 낸 기관만 골라 비교한 전년 대비. 새로 공고하기 시작했거나 그만둔 기관의 몫을 뺀 변화다. 온전히 받은 해만
    비교한다.
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
    # What was not read is neither nothing nor comparable.
    values[[not found.is_whole(date(year, 1, 1), date(year, 12, 31)) for year in years.tolist()]] = np.nan
    both = (posted[1:] & posted[:-1]).astype(float)
    unknown = np.isnan(values).any(axis=1)
    both[unknown[1:] | unknown[:-1]] = np.nan
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
    return found.cached_in_any_language(_recent_daily if day > found.index.recent_from else _every_daily)


def _recent_daily(found: Found) -> _Daily:
    return _Daily(found.recent, found.index.recent_from)


def _every_daily(found: Found) -> _Daily:
    days, recent_from = found.all_days, found.index.recent_from
    return _Daily(days, int(min(days.start.min(initial=recent_from), days.end.min(initial=recent_from))))


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


def _whole_years(found: History) -> tuple[int, int]:
    """The first year of postings read whole, and the one after the last, within the days chosen."""
    until, selection = found.index.until, found.selection
    first = (found.index.first_day(selection) - timedelta(days=1)).year + 1
    end = min(found.index.today.year, (min(selection.start_to or until, until) + timedelta(days=1)).year)
    known = [year for year in range(first, end) if found.is_whole(date(year, 1, 1), date(year, 12, 31))]
    return (known[0], known[-1] + 1) if known else (first, first)


def _number(day: date) -> int:
    return (day - EPOCH).days
