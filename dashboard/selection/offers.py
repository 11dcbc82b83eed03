"""What institutions offer the public, and an index that answers a reader's choice of it.

Facilities and programmes are some thousands: a filter is a small matrix of rows × options, and a choice a
handful of ANDs. Built once per snapshot; nobody changes it afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.caching import Caching
from dashboard.languages import _
from dashboard.selection.facets import UNSTATED, UNSTATED_LABEL
from dashboard.selection.selection import Option, clean_text, several

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]

KEPT_CHOICES = 64
TEXT = "find"


@dataclass(frozen=True)
class Filter:
    """One filter: `key` in the URL, and which rows (× options) have which option.

    Several chosen options are an OR; with `needs_all` an AND.
    """

    key: str
    name: str
    options: tuple[Option, ...]
    members: Flags
    needs_all: bool = False

    @property
    def label(self) -> str:
        """Its name in the language spoken."""
        return _(self.name)

    def allowed(self, codes: Iterable[str]) -> Flags:
        wanted = [place for place, option in enumerate(self.options) if option.code in set(codes)]
        needed = len(wanted) if self.needs_all else 1
        allowed: Flags = self.members[:, wanted].sum(axis=1) >= needed
        return allowed


def make_filter(
    key: str, name: str, values: Sequence[Sequence[str | None]], known: Iterable[Option], needs_all: bool = False
) -> Filter:
    """A filter over each row's values: the known options that occur, in their order, then others as themselves,
    then `미기재`. A row without a value has that, unless the filter needs all of what is chosen."""
    empty: tuple[str, ...] = () if needs_all else (UNSTATED,)
    lists = [tuple(value for value in of_row if value) or empty for of_row in values]
    present = {value for of_row in lists for value in of_row}
    ordered = [option for option in known if option.code in present]
    codes = {option.code for option in ordered} | {UNSTATED}
    ordered += [Option(code, code, code) for code in sorted(present - codes)]
    ordered += [Option(UNSTATED, UNSTATED, UNSTATED_LABEL)] if UNSTATED in present else []
    place = {option.code: number for number, option in enumerate(ordered)}
    members = np.zeros((len(lists), len(ordered)), bool)
    for row, of_row in enumerate(lists):
        members[row, [place[value] for value in of_row]] = True
    return Filter(key, name, tuple(ordered), members, needs_all)


@dataclass(frozen=True, slots=True)
class Choice:
    """Chosen codes by filter and a text, every word of which is looked for."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    text: str = ""

    def codes(self, key: str) -> tuple[str, ...]:
        return dict(self.chosen).get(key, ())


class OfferIndex:
    """`table`: the rows; `filters` and `texts` (what a search looks into) go over the same rows."""

    def __init__(self, table: pa.Table, filters: Sequence[Filter], texts: Sequence[str]) -> None:
        self.table = table
        self.filters = {each.key: each for each in filters}
        self.rows = table.num_rows
        self._texts = [letters(text) for text in texts]
        self.find = lru_cache(KEPT_CHOICES)(self._find)

    def containing(self, text: str) -> Flags:
        """The rows whose text has every word; blanks and case do not count."""
        words = [letters(word) for word in text.split()]
        return np.array([all(word in own for word in words) for own in self._texts], bool)

    def row_of(self, column: str, number: int) -> int | None:
        """The row with this number, or None."""
        rows = np.flatnonzero(self.table[column].to_numpy() == number)
        return int(rows[0]) if len(rows) else None

    def _find(self, choice: Choice) -> "FoundOffers":
        return FoundOffers(self, choice)


class FoundOffers(Caching):
    """The rows a choice finds, in the order of the table. Shared by all readers; figures are cached with them."""

    def __init__(self, index: OfferIndex, choice: Choice) -> None:
        self.index = index
        self.choice = choice
        self._allowed = {key: index.filters[key].allowed(codes) for key, codes in choice.chosen}
        if choice.text:
            self._allowed[TEXT] = index.containing(choice.text)
        self.rows: Rows = np.flatnonzero(self._without(None))

    @property
    def count(self) -> int:
        return len(self.rows)

    def table(self) -> pa.Table:
        return self.index.table.take(pa.array(self.rows))

    def counts(self, key: str) -> NDArray[np.int64]:
        """Found rows per option of a filter; a row with several options counts in each."""
        counts: NDArray[np.int64] = self.index.filters[key].members[self.rows].sum(axis=0)
        return counts

    def live_counts(self, key: str) -> NDArray[np.int64]:
        """As `counts`, the filter's own choice left aside: what choosing the option would find."""
        each = self.index.filters[key]
        others = self._without(None if each.needs_all else key)
        counts: NDArray[np.int64] = each.members[others].sum(axis=0)
        return counts

    def in_words(self) -> str:
        """The choice as a reader would say it; `전체` without any."""
        parts = []
        for key, codes in self.choice.chosen:
            each = self.index.filters[key]
            names = [option.label for option in each.options if option.code in codes]
            parts.append(f"{each.label} {several(names)}")
        if self.choice.text:
            parts.append(f"“{self.choice.text}”")
        return ", ".join(parts) or _("전체")

    def _without(self, key: str | None) -> Flags:
        allowed = np.ones(self.index.rows, bool)
        for name, flags in self._allowed.items():
            if name != key:
                allowed &= flags
        return allowed


def parse_choice(params: Mapping[str, Iterable[str]], filters: Iterable[Filter]) -> tuple[Choice, list[str]]:
    """A choice from URL parameters (each with its values, repeated or comma-joined), and what had to be left out.

    Never raises: the URL is the reader's to mistype.
    """
    chosen, unknown = [], []
    for each in filters:
        by_slug = {option.slug: option.code for option in each.options}
        slugs = [slug.strip() for value in params.get(each.key, ()) for slug in value.split(",") if slug.strip()]
        unknown += [f"{each.label}={clean_text(slug)[:30]}" for slug in slugs if slug not in by_slug]
        if codes := sorted({by_slug[slug] for slug in slugs if slug in by_slug}):
            chosen.append((each.key, tuple(codes)))
    text = clean_text(next(iter(params.get(TEXT, ())), ""))
    return Choice(tuple(chosen), text), list(dict.fromkeys(unknown))


def letters(text: str) -> str:
    """A text as it is searched: without blanks, in small letters."""
    return "".join(text.split()).casefold()
