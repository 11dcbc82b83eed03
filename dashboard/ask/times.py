"""Words for spans of time, as `from` and `to` of an address."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.ask.meaning import Meaning

FIRST_YEAR, LAST_YEAR = 2000, 2050
_YEAR = r"(?P<year>(?:20)\d\d)(?:년도?)?"
_SINCE = r"(?P<since>부터|이후|이래|이후로|년이후)"
_UNTIL = r"(?P<until>까지|이전|전까지)"
_NAMED_YEARS = {"올해": 0, "금년": 0, "이번해": 0, "작년": -1, "지난해": -1, "전년": -1, "재작년": -2, "내년": 1}
_NAMED = "|".join(_NAMED_YEARS)
_ANY_YEAR = rf"(?:(?P<year>20\d\d)년?도?|(?P<short>[12]\d)년도?|(?P<named>{_NAMED}))"
_HALVES = {"상반기": (1, 6), "하반기": (7, 12), "전반기": (1, 6), "후반기": (7, 12), "연초": (1, 3), "연말": (10, 12),
           "봄": (3, 5), "여름": (6, 8), "가을": (9, 11)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Days with both ends, either of which may be open."""

    first: date | None = None
    last: date | None = None


def spans_in(letters: str, today: date) -> Iterator[tuple[int, int, Meaning]]:
    """Where words for a time stand among letters without blanks, and what each means."""
    for pattern, read in _READERS:
        for match in re.finditer(pattern, letters):
            span = read(match, today)
            if span:
                yield match.start(), match.end(), Meaning("period", params=span_params(span))


def closings_in(letters: str, today: date) -> Iterator[tuple[int, int, Meaning]]:
    """Deadlines: what the order by deadline can show and no filter bounds is named."""
    for pattern in (_CLOSING, _LEFT):
        for match in re.finditer(pattern, letters):
            is_over = match[0].endswith(("한", "된")) or _is_past(match["when"], today)
            shown = (("sort", "closing"),) if is_over else (("status", "open"), ("sort", "closing"))
            yield match.start(), match.end(), Meaning("closing", "postings", shown, words=match["when"])


def _is_past(when: str, today: date) -> bool:
    month = re.match(r"(\d{1,2})월", when)
    return month is not None and int(month[1]) < today.month


def month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months_back(today: date, months: int) -> date:
    """The first day of the month so many months before today's."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)


def span_params(span: Span) -> tuple[tuple[str, str], ...]:
    """As an address has it: months where the days are their edges."""
    words = []
    if span.first:
        words.append(("from", f"{span.first:%Y-%m}" if span.first.day == 1 else span.first.isoformat()))
    if span.last:
        is_edge = (span.last + timedelta(days=1)).day == 1
        words.append(("to", f"{span.last:%Y-%m}" if is_edge else span.last.isoformat()))
    return tuple(words)


def _year_of(match: re.Match[str], today: date) -> int:
    found = match.groupdict()
    if found.get("year"):
        return int(found["year"])
    if found.get("short"):
        return 2000 + int(found["short"])
    return today.year + _NAMED_YEARS.get(found.get("named") or "올해", 0)


def _open_ended(match: re.Match[str], span: Span) -> Span:
    found = match.groupdict()
    if found.get("since"):
        return Span(span.first, None)
    if found.get("until"):
        # Before a year is another thing than up to it.
        is_before = found["until"] == "이전" and span.first
        return Span(None, span.first - timedelta(days=1) if is_before and span.first else span.last)
    return span


def _year(match: re.Match[str], today: date) -> Span | None:
    year = _year_of(match, today)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return _open_ended(match, Span(date(year, 1, 1), date(year, 12, 31)))


def _years(match: re.Match[str], today: date) -> Span | None:
    first, last = (int(match[name]) for name in ("year", "end"))
    last = last + 2000 if last < 100 else last
    return Span(date(first, 1, 1), date(last, 12, 31)) if FIRST_YEAR <= first <= last <= LAST_YEAR else None


def _part(match: re.Match[str], today: date) -> Span:
    year = _year_of(match, today)
    first, last = _HALVES[match["half"]]
    return _open_ended(match, Span(date(year, first, 1), month_end(year, last)))


def _quarter(match: re.Match[str], today: date) -> Span:
    year, last = _year_of(match, today), 3 * int(match["quarter"])
    return _open_ended(match, Span(date(year, last - 2, 1), month_end(year, last)))


def _month(match: re.Match[str], today: date) -> Span | None:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    year = _year_of(match, today)
    # A month without a year is the last one of that name.
    if not any(match.groupdict().get(name) for name in ("year", "short", "named")) and month > today.month:
        year -= 1
    return _open_ended(match, Span(date(year, month, 1), month_end(year, month)))


def _day(match: re.Match[str], today: date) -> Span | None:
    try:
        day = date(_year_of(match, today), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return _open_ended(match, Span(day, day))


def _months(match: re.Match[str], today: date) -> Span | None:
    first, last = int(match["month"]), int(match["end"])
    year = _year_of(match, today)
    return Span(date(year, first, 1), month_end(year, last)) if 1 <= first <= last <= 12 else None


_NUMBERS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "열": 10, "반": 0}


def _last_months(match: re.Match[str], today: date) -> Span | None:
    text = match["count"]
    count = _NUMBERS[text] if text in _NUMBERS else int(text)
    months = count * 12 if match["unit"] in ("년", "해", "년간") else count
    if not 1 <= months <= 600:
        return None
    # Three years back from November begin in December: as many months, today's among them.
    return Span(months_back(today, months - 1), month_end(today.year, today.month))


def _last_days(match: re.Match[str], today: date) -> Span | None:
    text = match["count"] or "1"
    count = _NUMBERS[text] if text in _NUMBERS else int(text)
    days = count * 7 if match["unit"].startswith(("주", "일주")) else count
    return Span(today - timedelta(days=days - 1), today) if 1 <= days <= 3660 else None


def _this_month(months_ago: int) -> Callable[[re.Match[str], date], Span]:
    def read(match: re.Match[str], today: date) -> Span:
        first = months_back(today, months_ago)
        return Span(first, month_end(first.year, first.month))

    return read


def _week(weeks_ago: int) -> Callable[[re.Match[str], date], Span]:
    def read(match: re.Match[str], today: date) -> Span:
        monday = today - timedelta(days=today.weekday() + 7 * weeks_ago)
        return Span(monday, monday + timedelta(days=6))

    return read


def _one_day(days_ago: int) -> Callable[[re.Match[str], date], Span]:
    return lambda match, today: Span(today - timedelta(days=days_ago), today - timedelta(days=days_ago))


_OPTIONAL_YEAR = rf"(?:{_ANY_YEAR})?"
_TO = r"[~∼–-]|부터|에서"
_READERS: tuple[tuple[str, Callable[[re.Match[str], date], Span | None]], ...] = (
    (rf"(?P<year>20\d\d)년?(?:{_TO})(?P<end>20\d\d|\d\d)년?(?:까지|사이)?", _years),
    (rf"{_ANY_YEAR}(?:{_SINCE}|{_UNTIL})?(?:에|의|도|에는|에도|동안|엔)?", _year),
    (rf"{_OPTIONAL_YEAR}(?P<half>{'|'.join(_HALVES)})(?:{_SINCE}|{_UNTIL})?(?:에|의)?", _part),
    (rf"{_OPTIONAL_YEAR}(?P<quarter>[1-4])(?:분기|/4분기|사분기)(?:{_SINCE}|{_UNTIL})?(?:에|의)?", _quarter),
    (rf"{_OPTIONAL_YEAR}(?<!\d)(?P<month>\d{{1,2}})월(?:달)?(?:{_SINCE}|{_UNTIL})?(?:에|의|중)?", _month),
    (rf"(?P<year>20\d\d)[.-](?P<month>\d{{1,2}})(?!\d)(?:{_SINCE}|{_UNTIL})?", _month),
    (rf"(?:(?P<year>20\d\d)[.-])(?P<month>\d{{1,2}})[.-](?P<day>\d{{1,2}})(?!\d)(?:{_SINCE}|{_UNTIL})?", _day),
    (rf"{_OPTIONAL_YEAR}(?<!\d)(?P<month>\d{{1,2}})월(?P<day>\d{{1,2}})일(?:{_SINCE}|{_UNTIL})?(?:에|의)?", _day),
    (rf"{_OPTIONAL_YEAR}(?<!\d)(?P<month>\d{{1,2}})월?(?:{_TO})(?P<end>\d{{1,2}})월(?:까지|사이)?", _months),
    (r"(?:최근|지난|요|근래|과거)(?P<count>\d+|한|두|세|네|다섯|여섯|열)(?P<unit>년간|년|해|개월|달)(?:간|동안|치|사이)?(?:의|에)?", _last_months),
    (r"(?:최근|지난)(?P<count>\d+|한|두|세|)(?P<unit>(?<=[\d한두세])(?:주일|주|일)|일주일)(?:간|동안|사이)?(?:의|에)?", _last_days),
    (r"일주일(?:새|사이|이내에?)", lambda match, today: Span(today - timedelta(days=6), today)),
    (r"(?:이번달|이달|금월|당월)(?:에|의|중)?", _this_month(0)),
    (r"(?:지난달|전월|저번달)(?:에|의|중)?", _this_month(1)),
    (r"(?:이번주|금주)(?:에|의)?", _week(0)),
    (r"(?:지난주|저번주)(?:에|의)?", _week(1)),
    (r"오늘(?:의|은)?", _one_day(0)),
    (r"어제(?:의)?", _one_day(1)),
)  # fmt: skip
_WHEN = (
    r"오늘|내일모레|내일|모레|글피|이번주말?|다음주|이번달|다음달|이달|\d{1,2}월\d{1,2}일|\d{1,2}월초|\d{1,2}월중순|\d{1,2}월말|\d{1,2}월|\d{1,2}일|월말|주말|"
    r"[월화수목금토일]요일|일주일안|\d+일(?:이내|안|내)|\d+주(?:이내|안|내)|이번달말|연말|올해"
)
_CLOSING = rf"(?P<when>{_WHEN})(?:안|이내|내)?(?:에|까지|로|전에|이)?(?:접수)?(?:가)?(?:마감인?(?:하는|되는|한|된|임박|이)?|끝나는|종료되는|지원해야하는|지원마감|접수마감)"
_LEFT = r"마감(?:이|까지)?(?P<when>\d+일|하루|이틀|사흘|일주일|한주)(?:남은|전|이내|안|남았)(?:인)?"
