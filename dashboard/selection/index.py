"""The in-memory index that answers a Selection: bitmaps to find and count, combinations to break down.

Every option of a facet is a bitmap over the postings (one bit each, 64 to a word), so a selection is a
handful of ANDs and the live count of an option one AND and a population count. A breakdown goes over
*combinations*: postings with the same list of regions share one, so one `bincount` over the found rows and
a product with a small matrix give every counting mode at once. Built once per snapshot and day; nobody
changes it afterwards.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from cachetools import LRUCache
from numpy.typing import NDArray

from dashboard.caching import Caching
from dashboard.search.index import TextIndex
from dashboard.selection.facets import FACETS, OLD_REGIONS, UNSTATED, UNSTATED_LABEL, Facet
from dashboard.selection.selection import ATTRIBUTES, WITHOUT, Option, Selection
from data_loader.coverage import EVERY_DAY, FIRST_DAY, DaySpan, ReadDays
from data_loader.schema import POSTINGS
from data_loader.snapshot import Snapshot

Bits = NDArray[np.uint64]
Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Rows = NDArray[np.intp]

# Selections kept with their figures. A kept selection over a million postings holds about 4 MB of row numbers.
KEPT_SELECTIONS = 64
FEW_OPTIONS = 16
CACHED_WORDS = 65_536
# What the headline looks back on: a week, and the same week 52 weeks before.
RECENT_DAYS = 52 * 7 + 7
EPOCH = date(1970, 1, 1)
# What postings are found, counted and sorted by.
COUNTED = [name for name in POSTINGS.arrow.names if name not in ("title", "original_url")]
# Of them, those whose values repeat: as numbers they are read in half the time.
REPEATED = [name for name in COUNTED if pa.types.is_string(POSTINGS.arrow.field(name).type)]
# As many options fit into a word, bit by bit.
WORD = 64


@dataclass(frozen=True)
class FacetIndex:
    """A facet over the postings.

    `combination[row]` numbers the row's list of options; `members[combination, option]` is 1 where the list
    holds the option. Facets that hang on the institution share its numbering; those with many options have no
    `bits` (options × words): one count per institution answers them all.
    """

    facet: Facet
    options: tuple[Option, ...]
    combination: NDArray[np.intp]
    members: Numbers
    bits: Bits | None
    totals: Counts

    @cached_property
    def sizes(self) -> Numbers:
        """How many options each combination holds."""
        sizes: Numbers = self.members.sum(axis=1)
        return sizes

    def share_of(self, codes: frozenset[str]) -> Numbers:
        """For each combination, which share of its options is among the codes (0–1)."""
        wanted = [option.code in codes for option in self.options]
        shares: Numbers = self.members[:, wanted].sum(axis=1) / self.sizes
        return shares

    def mask(self, codes: Iterable[str], words: int) -> Bits:
        """The postings that have any of the codes."""
        wanted = [number for number, option in enumerate(self.options) if option.code in set(codes)]
        if self.bits is not None:
            found: Bits = np.bitwise_or.reduce(self.bits[wanted], axis=0, initial=np.uint64(0))
            return found
        has_any = self.members[:, wanted].sum(axis=1) > 0
        return pack(has_any[self.combination], words)


class PostingIndex(Caching):
    """All postings of a snapshot as of a day, latest start first."""

    def __init__(
        self,
        table: pa.Table,
        names: Mapping[tuple[str, str], str],
        today: date,
        snapshot: Snapshot | None = None,
        read_days: ReadDays = EVERY_DAY,
    ) -> None:
        """`table`: the postings; `names`: (column, code) → name where no code table has it; `today` decides
        what is open. `end` is the last day on which a posting takes applications: of one that was withdrawn the
        day before that was seen, else the end it states. Where the snapshot they come from is given, `table` need
        hold no more than `COUNTED` (the rest is read when it is first shown), and searches look into the texts too;
        which start days were read whole it says as well, else `read_days` does."""
        self._counted = table = table if snapshot else _latest_start_first(table)
        self._snapshot = snapshot
        self.names = names
        self.today = today
        origin = snapshot.tables["postings"].origin if snapshot else None
        self.read_days = origin.read_days if origin else read_days
        # When the days not read yet are expected, as an ISO time.
        self.expected_at = origin.covered.complete_at if origin and origin.covered else ""
        # The last day of which anything can be said over time.
        self.until = min(today, self.read_days.last or today)
        self.rows = table.num_rows
        # One more than needed, so that every row number up to `rows` lies in a word.
        self.words = self.rows // 64 + 1
        self.start = _days(table.column("start_date"))
        self.stated_end = _days(table.column("end_date"))
        self.withdrawn, self.end = _last_days(table.column("withdrawn_date"), self.stated_end)
        self.headcount: Numbers = _numbers(pc.fill_null(table.column("headcount"), 0), np.float64)
        self.has_headcount = _numbers(pc.is_valid(table.column("headcount")), np.bool_)
        self.posting_ids = _numbers(table.column("posting_id"), np.int64)
        self._start_ascending = np.ascontiguousarray(self.start[::-1])
        self.headcount_bits = self._headcount_bits()
        self._institution = _encode(table.column("institution_code"))
        facets = (*FACETS, OLD_REGIONS)
        with ThreadPoolExecutor() as pool:
            made = pool.map(lambda facet: self._facet_index(facet, names), facets)
        self.facets = {facet.key: index for facet, index in zip(facets, made, strict=True)}
        self.options = {key: entry.options for key, entry in self.facets.items()}
        self.recent_from = (today - EPOCH).days - RECENT_DAYS
        self.recent = pack((self.start >= self.recent_from) | (self.end >= self.recent_from), self.words)
        self.everything = pack(np.ones(self.rows, bool), self.words)
        institutions = {code: name for (column, code), name in names.items() if column == "institution_code"}
        self.text = TextIndex(lambda: self.table, institutions, snapshot)
        # By language and row: words about a posting that stand on more than one page or under more than one choice.
        self.said: defaultdict[str, dict[int, str]] = defaultdict(dict)
        self._found = lru_cache(KEPT_SELECTIONS)(self._find)
        self.range_mask = lru_cache(KEPT_SELECTIONS)(self._range_mask)
        self.shares = lru_cache(KEPT_SELECTIONS)(lambda key, codes: self.facets[key].share_of(codes))
        self.facet_mask = lru_cache(KEPT_SELECTIONS)(lambda key, codes: self.facets[key].mask(codes, self.words))

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process the index is made again of the snapshot. One that was made of a table alone stays here."""
        if self._snapshot is None:
            raise TypeError("an index without a snapshot cannot leave its process")
        plain = replace(self._snapshot, tables={**self._snapshot.tables}, lease=None)
        return _index_again, (plain, {**self.names}, self.today)

    @property
    def can_leave(self) -> bool:
        """Whether another process can make it again."""
        return self._snapshot is not None

    @cached_property
    def month(self) -> NDArray[np.intp]:
        """The month each posting starts in, since 1970-01."""
        months: NDArray[np.intp] = self.start.astype("datetime64[D]").astype("datetime64[M]").astype(np.intp)
        return months

    @cached_property
    def _by_id(self) -> NDArray[np.intp]:
        # Nearly in order already, which a stable sort makes use of.
        return np.argsort(self.posting_ids, kind="stable")

    def label(self, key: str, code: str) -> str:
        return next((option.label for option in self.options[key] if option.code == code), code)

    def labels(self, key: str, rows: Rows) -> list[str]:
        """The names of each row's options, joined by `·`."""
        entry = self.facets[key]
        names = [option.label for option in entry.options]
        return [
            "·".join(names[option] for option in np.flatnonzero(entry.members[combination]))
            for combination in entry.combination[rows]
        ]

    @cached_property
    def table(self) -> pa.Table:
        """The whole table. What is only shown is read when first asked for, which nobody should wait for: see `shown`."""
        schema = POSTINGS.arrow
        missing = [name for name in schema.names if name not in self._counted.column_names]
        if self._snapshot is None or not missing:
            return self._counted
        shown = self._snapshot.read("postings", missing)
        columns = [(shown if name in missing else self._counted).column(name) for name in schema.names]
        return pa.table([column.cast(kind) for column, kind in zip(columns, schema.types, strict=True)], schema)

    def shown(self, rows: Rows, columns: list[str]) -> pa.Table:
        """Some columns of a page of rows. (`take` would join the chunks of a million titles first.)"""
        if self._snapshot and "table" not in self.__dict__:
            return self._snapshot.read_at("postings", rows.tolist(), columns)
        table = self.table.select(columns)
        return pa.concat_tables([table.slice(row, 1) for row in rows.tolist()] or [table.slice(0, 0)]).combine_chunks()

    def row_of(self, posting_id: int) -> int | None:
        """The row of a posting number, or None."""
        place = int(np.searchsorted(self.posting_ids, posting_id, sorter=self._by_id))
        row = int(self._by_id[place]) if place < self.rows else -1
        return row if row >= 0 and self.posting_ids[row] == posting_id else None

    def rows_since(self, months: NDArray[np.intp]) -> NDArray[np.intp]:
        """How many postings start in each of these months (since 1970-01) or later: the first so many rows."""
        return self.rows_from(months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int32))

    def rows_from(self, days: NDArray[np.int32]) -> Rows:
        """How many postings start on each of these days (since 1970) or later: the first so many rows."""
        # Days of another kind of number would have the whole array converted.
        rows: Rows = self.rows - np.searchsorted(self._start_ascending, days)
        return rows

    def find(self, selection: Selection) -> "Found":
        """What a selection finds, worked out once; once more when texts can be searched that could not be before."""
        return self._found(selection, bool(selection.text) and self.text.has_texts)

    def _find(self, selection: Selection, has_texts: bool) -> "Found":
        kind = History if self.is_whole(selection) else Found
        return kind(self, selection, has_texts)

    def is_whole(self, selection: Selection) -> bool:
        """Whether every day a posting of the selection may have started on was read, of those up to `until`."""
        first, last = self.first_day(selection), min(self.until, selection.start_to or self.until)
        if first <= last:
            return self.read_days.is_whole(first, last)
        if selection.start_to and selection.start_to < first:
            return self.read_days.is_whole(selection.start_from or date.min, selection.start_to)
        # What is still to start comes with the newest days.
        return self.until >= self.today - timedelta(days=1)

    def first_day(self, selection: Selection) -> date:
        return max(FIRST_DAY, selection.start_from or FIRST_DAY)

    def days_read(self, selection: Selection) -> ReadDays:
        """Of the days a posting of the selection may have started on those that were read, up to `until`."""
        return self.read_days.within(self.first_day(selection), min(self.until, selection.start_to or self.until))

    @cached_property
    def covered(self) -> Bits:
        """The postings that start on a day that was read whole."""
        within = np.zeros(self.rows, bool)
        for span in self.read_days.within(FIRST_DAY, self.until).spans:
            within |= (self.start >= (span.first - EPOCH).days) & (self.start <= (span.last - EPOCH).days)
        return pack(within, self.words)

    def _range_mask(self, key: str, bound: Any) -> Bits:
        """The postings within one bound of a selection: a day, a headcount, a text and whether it is sought in texts."""
        tests: dict[str, Callable[[], NDArray[np.bool_]]] = {
            "from": lambda: self.start >= (bound - EPOCH).days,
            "to": lambda: self.start <= (bound - EPOCH).days,
            "endfrom": lambda: self.end >= (bound - EPOCH).days,
            "endto": lambda: self.end <= (bound - EPOCH).days,
            "min": lambda: (self.headcount >= bound) & self.has_headcount,
            "max": lambda: (self.headcount <= bound) & self.has_headcount,
            "q": lambda: self.text.search(bound[0]).rows,
        }
        return pack(tests[key](), self.words)

    def _facet_index(self, facet: Facet, names: Mapping[tuple[str, str], str]) -> FacetIndex:
        combination, codes, holds = self._combinations(facet)
        options = _options(facet, codes, names)
        place = {option.code: position for position, option in enumerate(options)}
        members = np.zeros((len(holds), len(options)))
        members[:, [place[code] for code in codes]] = holds
        is_small = not facet.by_institution or len(options) <= FEW_OPTIONS
        bits = self._bitmaps(combination, members) if is_small else None
        totals = (np.bincount(combination, minlength=len(holds)) @ members).astype(np.int64)
        return FacetIndex(facet, options, combination, members, bits, totals)

    def _combinations(self, facet: Facet) -> tuple[NDArray[np.intp], list[str], NDArray[np.bool_]]:
        """The number of each row's combination, the codes there are, and which of them each combination holds."""
        if facet.key == "status":
            day = (self.today - EPOCH).days
            status = np.where(self.end < day, 2, np.where(self.start > day, 1, 0))
            status[self.withdrawn] = 3
            return status.astype(np.intp), ["open", "upcoming", "closed", "withdrawn"], np.eye(4, dtype=bool)
        column = self._counted.column(facet.column)
        if facet.by_institution:
            numbers, codes = self._institution
            # A type, class or ministry hangs on the institution, so any of its postings tells it.
            any_row = np.zeros(len(codes), np.intp)
            any_row[numbers] = np.arange(self.rows)
            values, codes = _encode(column.take(pa.array(any_row)))
            return numbers, *_stated(codes, np.eye(len(codes), dtype=bool)[values])
        if pa.types.is_list(column.type):
            return _list_combinations(column)
        if pa.types.is_boolean(column.type):
            column = pc.if_else(column, "yes", "no")
        numbers, codes = _encode(column)
        return numbers, *_stated(codes, np.eye(len(codes), dtype=bool))

    def _headcount_bits(self) -> Bits:
        """The headcounts in binary, a bitmap for each digit: sums over postings become counts of bits."""
        persons = self.headcount.astype(np.int64)
        digits = int(persons.max(initial=0)).bit_length()
        planes = [pack((persons >> digit & 1).astype(bool), self.words) for digit in range(digits)]
        return np.array(planes, np.uint64).reshape(digits, self.words)

    def _bitmaps(self, combination: NDArray[np.intp], members: Numbers) -> Bits:
        bits = np.zeros((members.shape[1], self.words), np.uint64)
        for option in range(members.shape[1]):
            bits[option] = pack((members[:, option] > 0)[combination], self.words)
        return bits


@dataclass(frozen=True, slots=True)
class Days:
    """First and last days (since 1970) and headcounts of some postings."""

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    headcount: Numbers

    @staticmethod
    def of(index: PostingIndex, rows: Rows) -> "Days":
        return Days(index.start[rows], index.end[rows], index.headcount[rows])


class Found(Caching):
    """The postings a selection finds. Shared by all readers; what was worked out of them is cached with them."""

    def __init__(self, index: PostingIndex, selection: Selection, has_texts: bool) -> None:
        """`has_texts`: whether the search could look into texts, or only into titles and names."""
        self.index = index
        self.selection = selection
        self.has_texts = has_texts
        self._counts: dict[str, Counts] = {}
        self._institution_counts: dict[str | None, Counts] = {}
        self._masks = self._restrictions()
        self.mask = self._without(None)

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process exactly these postings are found, without looking for them again."""
        return _found_again, (self.index, self.selection, self.has_texts, self.mask)

    @cached_property
    def history(self) -> "History":
        """Of what was found the postings that start on days read whole: all that may be counted over time."""
        return History(self.index, self.selection, self.has_texts)

    @cached_property
    def population(self) -> "Found":
        """Whom a breakdown may count: what starts on days read whole; where none was read, what is open now.

        What is open is known by itself, so a choice of just that is counted as it is.
        """
        status = self.selection.codes("status")
        if status == ("open",) or self.history is self:
            return self
        if self.days_read.spans or (status and "open" not in status):
            return self.history
        return self.with_codes("status", "open")

    @property
    def days_read(self) -> ReadDays:
        """Start days read whole among those chosen."""
        return self.index.days_read(self.selection)

    @cached_property
    def count(self) -> int:
        return int(np.bitwise_count(self.mask).sum())

    @cached_property
    def rows(self) -> Rows:
        """The row numbers found, latest start first."""
        return rows_of(self.mask)

    @cached_property
    def recent(self) -> "Days":
        """Those of them that start or end on `index.recent_from` or later."""
        return Days.of(self.index, self.recent_rows)

    @cached_property
    def recent_rows(self) -> Rows:
        return rows_of(self.mask & self.index.recent)

    @cached_property
    def all_days(self) -> "Days":
        return Days.of(self.index, self.rows)

    @cached_property
    def headcount(self) -> int:
        """Planned persons; each posting counts once, one without a number counts nothing."""
        return int(self._headcount_in_words.sum())

    def headcount_among(self, rows: Rows, key: str, *groups: frozenset[str]) -> list[float]:
        """Planned persons of these rows; and, counted fractionally, of the options in each group of codes."""
        index = self.index
        combination, persons = index.facets[key].combination[rows], index.headcount[rows]
        # Not as a product of vectors, for which the linear algebra library would wake other processors.
        parts = (float((index.shares(key, codes)[combination] * persons).sum()) for codes in groups)
        return [float(persons.sum()), *parts]

    def in_spans(self, bounds: NDArray[np.intp]) -> tuple[Counts, Counts]:
        """Postings and headcount found in the rows from each bound up to the next; `bounds` rise."""
        words, below = bounds >> 6, (np.uint64(1) << (bounds & 63).astype(np.uint64)) - np.uint64(1)
        part = self.mask[words] & below
        postings = _between(np.bitwise_count(self.mask), words) + np.diff(np.bitwise_count(part).astype(np.int64))
        planes = np.bitwise_count(self.index.headcount_bits[:, words] & part)
        headcount = _between(self._headcount_in_words, words) + np.diff(_binary(planes))
        return postings, headcount

    @cached_property
    def _headcount_in_words(self) -> Counts:
        """The headcount of the found postings of each word."""
        # A word's sum fits into 32 bits: 64 postings of fewer than 2^24 persons each.
        sums = np.zeros(self.index.words, np.int64 if len(self.index.headcount_bits) > 24 else np.int32)
        for digit, plane in enumerate(self.index.headcount_bits):
            sums += np.bitwise_count(plane & self.mask).astype(sums.dtype) << digit
        return sums

    def counts_of(self, key: str) -> Counts:
        """Postings per option of one facet, its own choice left aside; counted when first asked for."""
        if key not in self._counts:
            self._counts[key] = self._count(key)
        return self._counts[key]

    def _count(self, key: str) -> Counts:
        entry = self.index.facets[key]
        if not self._masks.keys() - {key}:
            return entry.totals
        left_out = key if key in self._masks else None
        if entry.bits is not None:
            return count_bits(entry.bits, self._without(left_out))
        return (self._count_by_institution(left_out) @ entry.members).astype(np.int64)

    def _count_by_institution(self, left_out: str | None) -> Counts:
        """Postings per institution; one count serves all facets that hang on the institution."""
        if left_out not in self._institution_counts:
            rows = self.rows if left_out is None else np.flatnonzero(unpack(self._without(left_out), self.index.rows))
            institution = self.index.facets["institution"]
            counts = np.bincount(institution.combination[rows], minlength=len(institution.members))
            self._institution_counts[left_out] = counts
        return self._institution_counts[left_out]

    def with_codes(self, key: str, *codes: str) -> "Found":
        """The same choice with other codes in one facet."""
        return self.index.find(self.selection.with_codes(key, codes))

    def by_combination(self, key: str, weight: Literal["postings", "headcount"]) -> Numbers:
        """Postings or headcount for each combination of the facet's options."""
        entry = self.index.facets[key]
        rows = self.rows if self._masks else slice(None)
        weights = self.index.headcount[rows] if weight == "headcount" else None
        return np.bincount(entry.combination[rows], weights, len(entry.members)).astype(np.float64, copy=False)

    def _restrictions(self) -> dict[str, Bits]:
        index, selection = self.index, self.selection
        masks = {key: index.facet_mask(key, codes) for key, codes in selection.chosen}
        masks |= {f"{WITHOUT}{key}": ~index.facet_mask(key, codes) for key, codes in selection.excluded}
        bounds = {name: getattr(selection, attribute) for name, attribute in ATTRIBUTES.items() if name != "q"}
        bounds["q"] = (selection.text, self.has_texts) if selection.text else None
        return masks | {key: index.range_mask(key, bound) for key, bound in bounds.items() if bound is not None}

    def _without(self, key: str | None) -> Bits:
        mask = self.index.everything
        for name, bits in self._masks.items():
            if name != key:
                mask = mask & bits
        return mask


class History(Found):
    """Postings found that start on days read whole, and no other: measures over time take nothing else.

    Made by `Found.history`; a selection whose days were all read is one by itself.
    """

    def __init__(self, index: PostingIndex, selection: Selection, has_texts: bool) -> None:
        super().__init__(index, selection, has_texts)
        if not index.is_whole(selection):
            self._masks = self._masks | {"covered": index.covered}
            self.mask = self._without(None)

    @cached_property
    def history(self) -> "History":
        return self

    def with_codes(self, key: str, *codes: str) -> "History":
        return super().with_codes(key, *codes).history

    def is_whole(self, first: date, last: date) -> bool:
        """Whether every day from `first` to `last` was read, whatever days were chosen."""
        return self.index.read_days.is_whole(first, last)

    def months_read(self, first: int, last: int) -> NDArray[np.bool_]:
        """Of the months from `first` to `last` (since 1970-01) those whose days, as far as chosen and not to come, were
        all read."""
        return self._read([date(1970 + month // 12, month % 12 + 1, 1) for month in range(first, last + 2)])

    def years_read(self, first: int, last: int) -> NDArray[np.bool_]:
        """As `months_read`, of the years from `first` to `last`."""
        return self._read([date(year, 1, 1) for year in range(first, last + 2)])

    def _read(self, begins: list[date]) -> NDArray[np.bool_]:
        low, high = self.index.first_day(self.selection), min(self.index.until, self.selection.start_to or date.max)
        days = ((max(begin, low), min(end - timedelta(days=1), high)) for begin, end in pairwise(begins))
        return np.array([first <= last and self.is_whole(first, last) for first, last in days], bool)

    @property
    def is_whole_from_the_start(self) -> bool:
        """Whether what had started by any day is known: who was open, or closed, on a day that is over."""
        return self.is_whole(FIRST_DAY, self.index.until)

    @property
    def last_year(self) -> Rows | None:
        """The row numbers of those that start in the 365 days up to `until`: rows lie in the order of their start.

        None where not all of these days were read.
        """
        span = DaySpan(self.index.until - timedelta(days=364), self.index.until)
        if not self.is_whole(span.first, span.last):
            return None
        until = (self.index.until - EPOCH).days
        bounds = self.index.rows_from(np.array([until + 1, until - 364], np.int32))
        first, end = np.searchsorted(self.recent_rows, bounds)
        return self.recent_rows[first:end]


# The one another process made last: files of the same snapshot come one after the other.
_AGAIN: LRUCache[tuple[Path, date], PostingIndex] = LRUCache(1)


def _index_again(snapshot: Snapshot, names: Mapping[tuple[str, str], str], today: date) -> PostingIndex:
    key = snapshot.folder, today
    if key not in _AGAIN:
        _AGAIN[key] = PostingIndex(snapshot.read("postings", COUNTED, REPEATED), names, today, snapshot)
    return _AGAIN[key]


def _found_again(index: PostingIndex, selection: Selection, has_texts: bool, mask: Bits) -> Found:
    found = Found(index, Selection(), has_texts)
    found.selection, found.mask = selection, mask
    return found


def pack(mask: NDArray[np.bool_], words: int) -> Bits:
    padded = np.zeros(words * 8, np.uint8)
    packed = np.packbits(mask, bitorder="little")
    padded[: len(packed)] = packed
    return padded.view(np.uint64)


def unpack(bits: Bits, rows: int) -> NDArray[np.bool_]:
    return np.unpackbits(bits.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def count_bits(bitmaps: Bits, mask: Bits) -> Counts:
    """How many bits each bitmap has in common with the mask.

    A few bitmaps at a time, so that what is made on the way stays in the processor's cache; and summed in 32
    bits, which takes half the time of 64. Where most words of the mask are empty, only the others are looked at.
    """
    words = np.flatnonzero(mask)
    if 4 * len(words) < len(mask):
        bitmaps, mask = bitmaps[:, words], mask[words]
    step = max(1, CACHED_WORDS // max(len(mask), 1))
    parts = (np.bitwise_count(bitmaps[at : at + step] & mask) for at in range(0, len(bitmaps), step))
    counts: Counts = np.concatenate([part.sum(axis=1, dtype=np.uint32) for part in parts] or [[]]).astype(np.int64)
    return counts


def rows_of(bits: Bits) -> Rows:
    """The numbers of the set bits. Where most words are empty, only the others are looked at."""
    words = np.flatnonzero(bits)
    if 4 * len(words) > len(bits):
        return np.flatnonzero(unpack(bits, 64 * len(bits)))
    found = np.flatnonzero(unpack(bits[words], 64 * len(words)))
    rows: Rows = (words[found >> 6] << 6) + (found & 63)
    return rows


def _between(values: NDArray[Any], words: NDArray[np.intp]) -> Counts:
    """Sums of the values from each word up to the next; `words` never fall."""
    sums = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])[words]
    between: Counts = np.diff(sums)
    return between


def _binary(digits: NDArray[Any]) -> Counts:
    """Σ count × 2^digit over the first axis."""
    sums: Counts = (digits.T.astype(np.int64) << np.arange(len(digits))).sum(axis=-1)
    return sums


def _latest_start_first(table: pa.Table) -> pa.Table:
    """Snapshots are written in this order; only an older one has to be put into it."""
    start = _days(table.column("start_date"))
    if (start[1:] <= start[:-1]).all():
        return table
    return table.sort_by([("start_date", "descending"), ("posting_id", "descending")])


def _days(column: pa.ChunkedArray) -> NDArray[np.int32]:
    return _numbers(column.cast(pa.int32()), np.int32)


def _last_days(withdrawn: pa.ChunkedArray, stated: NDArray[np.int32]) -> tuple[Rows, NDArray[np.int32]]:
    """The rows that were withdrawn, and every row's last day of taking applications."""
    rows: Rows = np.flatnonzero(_numbers(pc.is_valid(withdrawn), np.bool_))
    if not len(rows):
        return rows, stated
    ends = stated.copy()
    ends[rows] = np.minimum(stated[rows], _days(withdrawn.take(pa.array(rows))) - 1)
    return rows, ends


def _numbers(column: pa.ChunkedArray, dtype: type) -> NDArray[Any]:
    numbers: NDArray[Any] = column.to_numpy(zero_copy_only=False).astype(dtype, copy=False)
    return numbers


def _encode(column: pa.ChunkedArray) -> tuple[NDArray[np.intp], list[str | None]]:
    """Numbers per row, and the value of each number."""
    array = column.combine_chunks()
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode(null_encoding="encode")
    numbers, values = encoded.indices, encoded.dictionary.to_pylist()
    # A column that was read as numbers keeps its nulls among them.
    if numbers.null_count:
        numbers, values = pc.fill_null(numbers, len(values)), [*values, None]
    return numbers.to_numpy(zero_copy_only=False).astype(np.intp), values


def _list_combinations(column: pa.ChunkedArray) -> tuple[NDArray[np.intp], list[str], NDArray[np.bool_]]:
    """As `_combinations`, of lists: the order within a list means nothing. Told apart by words with a bit for each code."""
    values, codes = _encode(pa.chunked_array([column.combine_chunks().flatten()]))
    if len(codes) > WORD:
        return _long_combinations(column)
    lengths = _numbers(pc.fill_null(pc.list_value_length(column), 0), np.intp)
    bits = np.append((np.uint64(1) << np.arange(WORD, dtype=np.uint64))[values], np.uint64(0))
    # `reduceat` gives an empty list its neighbour's first value.
    words = np.where(lengths > 0, np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths), np.uint64(0))
    numbers, unique = pd.factorize(words)
    holds = (unique[:, np.newaxis] >> np.arange(len(codes), dtype=np.uint64) & np.uint64(1)).astype(bool)
    return numbers.astype(np.intp, copy=False), *_stated(codes, holds)


def _long_combinations(column: pa.ChunkedArray) -> tuple[NDArray[np.intp], list[str], NDArray[np.bool_]]:
    """As `_list_combinations`, of more codes than a word has bits."""
    numbers, joined = _encode(pc.binary_join(column.cast(pa.list_(pa.string())), ","))
    lists = [set(text.split(",")) if text else set() for text in joined]
    codes = sorted(set().union(*lists))
    return numbers, *_stated(codes, np.array([[code in own for code in codes] for own in lists], bool))


def _stated(codes: Sequence[str | None], holds: NDArray[np.bool_]) -> tuple[list[str], NDArray[np.bool_]]:
    """The codes and who holds them, with `UNSTATED` for null and for whoever holds none."""
    nothing = ~holds.any(axis=1)
    if nothing.any():
        return [code or UNSTATED for code in [*codes, None]], np.column_stack([holds, nothing])
    return [code or UNSTATED for code in codes], holds


def _options(facet: Facet, codes: Iterable[str], names: Mapping[tuple[str, str], str]) -> tuple[Option, ...]:
    """The table's options in its order, those the data have beside them, and `미기재` where needed."""
    present = set(codes)
    known = [Option(entry.code, entry.slug, entry.name) for entry in facet.table.values()]
    others = [
        Option(code, code, names.get((facet.column, code), code)) for code in present - facet.table.keys() - {UNSTATED}
    ]
    unstated = [Option(UNSTATED, UNSTATED, UNSTATED_LABEL)] if UNSTATED in present else []
    return _distinct((*known, *sorted(others, key=lambda option: option.name), *unstated))


def _distinct(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """A new code may carry an old one's name; then both show their code."""
    times = Counter(option.name for option in options)
    return tuple(replace(o, name=f"{o.name}({o.code})") if times[o.name] > 1 else o for o in options)
