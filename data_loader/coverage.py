"""Which postings were read whole: the days of their start, what is open, their details. What nobody read, nobody may count.

A day is covered when a complete reading of a window of start dates holds it. A notice registered again with an
old start date covers nothing: it came with the open list, which says nothing about the days around it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, Self

from data_loader.sentence import Sentence, joined
from data_loader.settings import KST

# 잡알리오 opened with this day; an earlier start date belongs to a notice registered again.
FIRST_DAY = date(2018, 7, 1)
_DAY = timedelta(days=1)
_MINUTES, _HOURS = 60, 48


@dataclass(frozen=True, slots=True, order=True)
class DaySpan:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def meets(self, first: date, last: date) -> bool:
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class ReadDays:
    """Start days read whole: spans in order that neither overlap nor touch. Make it with `of`."""

    spans: tuple[DaySpan, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[DaySpan]) -> Self:
        """The days of all spans together."""
        merged: list[DaySpan] = []
        for span in sorted(spans):
            if merged and (merged[-1].last == date.max or span.first <= merged[-1].last + _DAY):
                merged[-1] = DaySpan(merged[-1].first, max(merged[-1].last, span.last))
            elif span.first <= span.last:
                merged.append(span)
        return cls(tuple(merged))

    def is_whole(self, first: date, last: date) -> bool:
        """Whether every day from `first` to `last` was read; a span of no days always was."""
        return first > last or any(span.first <= first and last <= span.last for span in self.spans)

    def within(self, first: date, last: date) -> "ReadDays":
        """Of these days those from `first` to `last`."""
        met = (span for span in self.spans if span.meets(first, last))
        return ReadDays(tuple(DaySpan(max(span.first, first), min(span.last, last)) for span in met))

    @property
    def last(self) -> date | None:
        """The last day read; None where none was."""
        return self.spans[-1].last if self.spans else None


EVERY_DAY = ReadDays((DaySpan(date.min, date.max),))


@dataclass(frozen=True, slots=True)
class Portion:
    """How many of how many."""

    read: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Covered:
    """What was read of the postings when a snapshot was made.

    `days`: start days read whole. `open_at`: when the list of what is open was last read whole (ISO time, empty: never).
    `services`: names of the operations that were ever read whole. `details`: postings whose details (attachments, stages)
    were asked for; `results`: the same of those closed by then. `complete_at`: when the days not read yet are expected
    (ISO time; empty where nothing is missing or nobody can say).
    """

    days: ReadDays = field(default_factory=ReadDays)
    open_at: str = ""
    services: tuple[str, ...] = ()
    details: Portion = Portion()
    results: Portion = Portion()
    complete_at: str = ""

    def described(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "days": [[span.first.isoformat(), span.last.isoformat()] for span in self.days.spans],
            "open_at": self.open_at,
            "services": [*self.services],
            "details": [self.details.read, self.details.total],
            "results": [self.results.read, self.results.total],
            "complete_at": self.complete_at,
        }

    def sentence(self, now: datetime) -> str:
        """From which day on all postings are there, and when the others will be; empty where all are there."""
        today = now.astimezone(KST).date()
        told = self.days.within(FIRST_DAY, today).spans
        wait = _wait(self.complete_at, now)
        if not told:
            return Sentence("접수 중인 공고만 받았습니다. 지난 공고는 {wait}.", wait=wait)
        # The window of this year is read once a day.
        is_up_to_date = told[-1].last >= today - 2 * _DAY
        if is_up_to_date and len(told) == 1:
            if told[0].first == FIRST_DAY:
                return ""
            return Sentence("{first}부터 받았습니다. 그 앞은 {wait}.", first=day_in_words(told[0].first), wait=wait)
        parts = [span_in_words(span, is_open=is_up_to_date and span is told[-1]) for span in told]
        return Sentence("{spans} 시작한 공고를 받았습니다. 나머지는 {wait}.", spans=joined(parts, ", "), wait=wait)


def read_covered(described: Mapping[str, Any]) -> Covered:
    """What `Covered.described` gave. Raises KeyError, TypeError or ValueError for anything else."""
    days = (DaySpan(date.fromisoformat(first), date.fromisoformat(last)) for first, last in described["days"])
    return Covered(
        ReadDays.of(days),
        str(described["open_at"]),
        tuple(map(str, described["services"])),
        Portion(*map(int, described["details"])),
        Portion(*map(int, described["results"])),
        str(described["complete_at"]),
    )


def day_in_words(day: date) -> Sentence:
    """A first day: "2024년 3월", or with the day where that is not the first of its month."""
    if day.day == 1:
        return Sentence("{year}년 {month}월", year=day.year, month=day.month)
    return Sentence("{year}년 {month}월 {day}일", year=day.year, month=day.month, day=day.day)


def span_in_words(span: DaySpan, *, is_open: bool = False) -> Sentence:
    """ "2025년 1월~2025년 12월에", or where it goes on "2025년 1월부터"."""
    first = day_in_words(span.first)
    if is_open:
        return Sentence("{first}부터", first=first)
    # A last day that ends its month needs no number.
    end = span.last + _DAY
    last = day_in_words(span.last.replace(day=1)) if end.day == 1 else day_in_words(span.last)
    return Sentence("{first}~{last}에", first=first, last=last)


def _wait(complete_at: str, now: datetime) -> Sentence:
    """In how long the rest is expected: "약 7시간 뒤"."""
    left = datetime.fromisoformat(complete_at) - now if complete_at else timedelta(0)
    minutes = ceil(left / timedelta(minutes=1))
    if minutes <= 0:
        return Sentence("아직 받지 못했습니다")
    if minutes <= _MINUTES:
        return Sentence("약 {minutes}분 뒤", minutes=minutes)
    hours = round(minutes / 60)
    if hours <= _HOURS:
        return Sentence("약 {hours}시간 뒤", hours=hours)
    return Sentence("약 {days}일 뒤", days=ceil(left / _DAY))
