"""Searches all postings of a snapshot: titles and institutions in memory, texts in files beside the snapshots."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.search.building import open_segments
from dashboard.search.institutions import InstitutionNames, load_abbreviations
from dashboard.search.passages import Passage, find_passages
from dashboard.search.query import Query, Term, parse
from dashboard.search.segment import Segment
from dashboard.search.texts import Mask, ScannedTexts, fold_texts
from data_loader.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`rows`: which postings are found. `in_title`: those of them whose title or institution holds every word
    wanted. `has_texts`: False while the texts are not ready, and only titles and institutions were searched."""

    query: Query
    rows: Mask
    in_title: Mask
    has_texts: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    """A segment and the rows of its postings in the table, -1 for those that are not there."""

    segment: Segment
    rows: NDArray[np.intp]


class TextIndex:
    """Rows are those of the postings, newest number first. Shared by all readers."""

    def __init__(self, postings: Callable[[], pa.Table], names: Mapping[str, str], snapshot: Snapshot | None) -> None:
        """`postings` gives the table, `names` the institutions' names now, by code. Nothing is read before the
        first search."""
        self._read = postings
        self._names = names
        self._snapshot = snapshot
        self._placed: tuple[_Placed, ...] | None = None

    @cached_property
    def _postings(self) -> pa.Table:
        return self._read()

    @property
    def has_texts(self) -> bool:
        """Whether the texts can be searched yet; asks the disk until they can."""
        return self._segments() is not None

    def search(self, text: str) -> SearchResult:
        """Whatever the text, an answer. A text without a letter finds every posting."""
        query = parse(text, load_abbreviations())
        segments = self._segments()
        rows = np.ones(self._postings.num_rows, bool)
        in_title = rows.copy()
        for term in query.terms:
            named = self._titles.holding(term.phrases) | self._institutions.rows(term)
            found = named | self._in_texts(term, segments or ())
            rows &= ~found if term.is_excluded else found
            if not term.is_excluded:
                in_title &= named
        return SearchResult(query, rows, in_title & rows, segments is not None)

    def passages(self, row: int, query: Query) -> list[Passage]:
        """The passages of a posting in which the query is found: title first, then its texts."""
        posting_id = int(self._posting_ids[row])
        texts: dict[str, str | None] = {"title": self._postings.column("title")[row].as_py()}
        for placed in self._segments() or ():
            ids = placed.segment.posting_ids
            number = int(np.searchsorted(ids, posting_id))
            if number < len(ids) and ids[number] == posting_id:
                texts |= placed.segment.texts_of(number)
        return find_passages(query, texts)

    def passages_of(self, rows: Sequence[int], text: str) -> list[list[Passage]]:
        """The passages of some postings, for what the reader wrote."""
        query = parse(text, load_abbreviations())
        return [self.passages(row, query) for row in rows]

    def prepare(self) -> None:
        """Read what the first search would have to: titles, names, the letters' table."""
        self.search("채용")

    def _in_texts(self, term: Term, segments: tuple[_Placed, ...]) -> Mask:
        found = np.zeros(self._postings.num_rows + 1, bool)
        if term.phrases:
            for placed in segments:
                found[placed.rows[placed.segment.holding(term.phrases)]] = True
        # The last entry gathers the postings that are not in the table.
        return found[:-1]

    def _segments(self) -> tuple[_Placed, ...] | None:
        if self._placed is None and self._snapshot is not None:
            segments = open_segments(self._snapshot)
            if segments is not None:
                self._placed = tuple(_Placed(segment, self._rows_of(segment)) for segment in segments)
        return self._placed

    def _rows_of(self, segment: Segment) -> NDArray[np.intp]:
        ids, order = self._posting_ids, self._order
        if not len(ids):
            return np.full(len(segment.posting_ids), -1)
        places = np.searchsorted(ids, segment.posting_ids, sorter=order)
        rows = order[np.minimum(places, len(ids) - 1)]
        return np.where(ids[rows] == segment.posting_ids, rows, -1)

    @cached_property
    def _order(self) -> NDArray[np.intp]:
        return np.argsort(self._posting_ids)

    @cached_property
    def _posting_ids(self) -> NDArray[np.int64]:
        ids: NDArray[np.int64] = self._postings.column("posting_id").to_numpy()
        return ids

    @cached_property
    def _titles(self) -> ScannedTexts:
        return ScannedTexts(fold_texts(self._postings.column("title").to_pylist()))

    @cached_property
    def _institutions(self) -> InstitutionNames:
        return InstitutionNames(self._postings, self._names)
