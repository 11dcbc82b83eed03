"""What the reader chose: frozen, to and from the URL, and able to say itself in words.

    ?region=busan,gyeongnam&hire=regular,-contract&from=2024-01&endto=2024-03-31&q=간호

A value the data do not know is left out and named, so that an old or mistyped link still opens.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dashboard.languages import _
from dashboard.search.query import says_nothing
from dashboard.selection.facets import FACET, FACETS

RANGE_PARAMS = ("from", "to", "endfrom", "endto", "min", "max", "q")
# Before an option in the address: postings that have it are left out.
WITHOUT = "-"
PARAMS = (*FACET, *RANGE_PARAMS)
# What a selection calls them.
ATTRIBUTES = {
    "from": "start_from",
    "to": "start_to",
    "endfrom": "end_from",
    "endto": "end_to",
    "min": "headcount_min",
    "max": "headcount_max",
    "q": "text",
}
# What the address of a page says besides: how things are shown, or which one of them is open.
DISPLAY_PARAMS = (
    "view", "sort", "page", "tables", "table", "map", "measure", "by", "count", "units", "year", "change", "find", "posting",
    "code", "compare", "facility", "indicator", "period", "x", "y", "licence", "asof",
    "section", "item", "without", "form", "because", "events", "years",
)  # fmt: skip
LONGEST_QUERY = 100
# 잡알리오 opened in 2018; notices registered again reach back a few years, open-ended ones run to 2050.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2050, 12, 31)


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet as the data have it: its code, its form in the URL, its name."""

    code: str
    slug: str
    name: str

    @property
    def label(self) -> str:
        """The name in the language spoken; names of institutions stay as they are."""
        return _(self.name)


Options = Mapping[str, tuple[Option, ...]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Chosen codes by facet key (an OR within a facet, an AND between them) and ranges, ends included.

    Dates bound the start date of a posting or, as `end_…`, its last day. `excluded`: as `chosen`, whoever has any of the
    codes is left out. Equal selections compare and hash equal, whatever the order of choosing.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start_from: date | None = None
    start_to: date | None = None
    headcount_min: int | None = None
    headcount_max: int | None = None
    text: str = ""
    end_from: date | None = None
    end_to: date | None = None
    excluded: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def codes(self, key: str) -> tuple[str, ...]:
        return dict(self.chosen).get(key, ())

    def excluded_codes(self, key: str) -> tuple[str, ...]:
        return dict(self.excluded).get(key, ())

    def with_codes(self, key: str, codes: Iterable[str]) -> "Selection":
        return replace(self, chosen=_with(self.chosen, key, codes))

    def excluding(self, key: str, codes: Iterable[str]) -> "Selection":
        return replace(self, excluded=_with(self.excluded, key, codes))

    def with_ranges(self, **ranges: Any) -> "Selection":
        """Other bounds or another text; see the fields."""
        return replace(self, **ranges)

    @property
    def is_empty(self) -> bool:
        return self == Selection()

    def to_query(self, options: Options) -> dict[str, str]:
        """URL parameters, without those at their default."""
        query = {}
        for key in FACET:
            slugs = {option.code: option.slug for option in options.get(key, ())}
            wanted = sorted(slugs.get(code, code) for code in self.codes(key))
            unwanted = sorted(WITHOUT + slugs.get(code, code) for code in self.excluded_codes(key))
            if wanted or unwanted:
                query[key] = ",".join(wanted + unwanted)
        values = (
            _month_or_day(self.start_from, first=True),
            _month_or_day(self.start_to, first=False),
            _month_or_day(self.end_from, first=True),
            _month_or_day(self.end_to, first=False),
            self.headcount_min,
            self.headcount_max,
            self.text,
        )
        query |= {name: str(value) for name, value in zip(RANGE_PARAMS, values, strict=True) if value not in (None, "")}
        return query

    def in_words(self, options: Options) -> str:
        """The filters as a reader would say them; `전체` without any."""
        parts = []
        for key, codes in self.chosen:
            labels = {option.code: option.label for option in options.get(key, ())}
            names = [labels.get(code, code) for code in codes]
            parts.append(f"{FACET[key].label} {several(names)}")
        for key, codes in self.excluded:
            labels = {option.code: option.label for option in options.get(key, ())}
            parts.append(_("{names} 제외", names=several([labels.get(code, code) for code in codes])))
        parts += _range_words(_("시작일"), self.start_from, self.start_to, "")
        parts += _range_words(_("마감일"), self.end_from, self.end_to, "")
        parts += _range_words(_("모집인원"), self.headcount_min, self.headcount_max, _("명"))
        if self.text:
            parts.append(_("“{text}” 검색", text=self.text))
        return ", ".join(parts) or _("전체")


def parse_query(params: Mapping[str, Iterable[str]], options: Options) -> tuple[Selection, list[str]]:
    """A selection from URL parameters (each with its values, repeated or comma-joined), and what had to be left out.

    Never raises: the URL is the reader's to mistype.
    """
    selection, unknown = Selection(), []
    for key in (key for key in FACET if key in params):
        by_slug = {option.slug: option.code for option in options.get(key, ())}
        slugs = [slug.strip() for value in params[key] for slug in value.split(",") if slug.strip()]
        unknown += [
            f"{FACET[key].label}={clean_text(slug)[:30]}"
            for slug in slugs
            if slug not in by_slug and not _excludes(slug, by_slug)
        ]
        selection = selection.with_codes(key, (by_slug[slug] for slug in slugs if slug in by_slug))
        selection = selection.excluding(key, (by_slug[slug[1:]] for slug in slugs if _excludes(slug, by_slug)))
    first = {name: next(iter(params.get(name, ())), "").strip() for name in RANGE_PARAMS}
    readers: dict[str, Callable[[str], date | int]] = {
        "from": _read_from,
        "to": _read_to,
        "endfrom": _read_from,
        "endto": _read_to,
        "min": _read_count,
        "max": _read_count,
    }
    values: dict[str, date | int | None] = {}
    for name, read in readers.items():
        try:
            values[name] = read(first[name]) if first[name] else None
        except ValueError:
            values[name] = None
            unknown.append(f"{name}={clean_text(first[name])[:30]}")
    ranges = {ATTRIBUTES[name]: values[name] for name in readers}
    text = clean_text(first["q"])
    if says_nothing(text):
        unknown.append(_("검색어 “{text}”(찾을 글자나 숫자가 없음)", text=text))
        text = ""
    return replace(selection, **ranges, text=text), list(dict.fromkeys(unknown))  # type: ignore[arg-type]


def _excludes(slug: str, by_slug: Mapping[str, str]) -> bool:
    return slug.startswith(WITHOUT) and slug[1:] in by_slug


def _with(
    chosen: tuple[tuple[str, tuple[str, ...]], ...], key: str, codes: Iterable[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    entries = {**dict(chosen), key: tuple(sorted(set(codes)))}
    return tuple((facet.key, entries[facet.key]) for facet in FACETS if entries.get(facet.key))


def clean_text(text: str) -> str:
    """A search text on one line, without control characters, of bounded length."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:LONGEST_QUERY].strip()


def several(names: Sequence[str]) -> str:
    """The first five names, and how many more."""
    shown = "·".join(names[:5])
    return _("{names} 외 {more}", names=shown, more=len(names) - 5) if len(names) > 5 else shown


def _range_words(label: str, low: object, high: object, unit: str) -> list[str]:
    if low is None and high is None:
        return []
    start = "" if low is None else f"{low:,}{unit}" if isinstance(low, int) else f"{low}"
    end = "" if high is None else f"{high:,}{unit}" if isinstance(high, int) else f"{high}"
    return [f"{label} {start}~{end}"]


def _month_or_day(day: date | None, *, first: bool) -> str:
    if day is None:
        return ""
    is_edge = day.day == 1 if first else (day + timedelta(days=1)).day == 1
    return f"{day:%Y-%m}" if is_edge else day.isoformat()


def _read_from(text: str) -> date:
    """The day, or the first day of the month."""
    day = date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def _read_to(text: str) -> date:
    """The day, or the last day of the month."""
    day = _read_from(text)
    return day if len(text) != 7 else (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _read_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError(text)
    return int(text)
