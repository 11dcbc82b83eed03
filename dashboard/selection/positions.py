"""The positions (모집 분야) of all postings with what their results say, joined to the postings once per snapshot.

Positions are ordered by their ratio, lowest first, those without one behind them: whatever a selection leaves
of them is in this order too, so a median is a look-up. Nobody changes an index once it is made.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.caching import Caching
from dashboard.selection.index import Found, Numbers, PostingIndex, unpack

Places = NDArray[np.int32]
Flags = NDArray[np.bool_]

# Searches kept; each holds a byte for every position.
KEPT_SEARCHES = 16


class PositionIndex:
    """All positions of the postings of an index.

    `table`: the columns of COMPETITIONS. `row`: the posting's row in the index. `applicants` (first stage) and
    `selected` (last stage) in persons and `ratio` = applicants ÷ selected, NaN where the source says nothing
    or, for the ratio, where nobody was selected. `orphans`: positions of postings that the index does not have.
    """

    def __init__(self, index: PostingIndex, competitions: pa.Table, detailed: NDArray[np.int64]) -> None:
        """`competitions`: that table; `detailed`: numbers of the postings whose details were received."""
        row = rows_of_numbers(index, competitions["posting_id"].to_numpy())
        ratio = _floats(competitions["ratio"])
        order = np.argsort(ratio, kind="stable")
        order = order[row[order] >= 0]
        self.index = index
        self.orphans = competitions.num_rows - len(order)
        self.table = competitions.take(pa.array(order)).combine_chunks()
        self.row = row[order]
        self.ratio = ratio[order]
        self.applicants = _floats(self.table["applicants"])
        self.selected = _floats(self.table["selected"])
        # A ratio of 0 says that somebody was selected of nobody: no logarithm, and no sense.
        self.first_ratio = int(np.searchsorted(self.ratio, 0, side="right"))
        self.last_ratio = int(np.isfinite(self.ratio).sum())
        self.is_detailed = self._marked(rows_of_numbers(index, detailed)) | self._marked(self.row)
        self.discloses = self._marked(self.row[np.isfinite(self.applicants) & np.isfinite(self.selected)])
        self.containing = lru_cache(KEPT_SEARCHES)(self._containing)

    @cached_property
    def of_postings(self) -> Numbers:
        """For each row of the index, applicants ÷ selected of its positions with both, summed first; NaN unknown.

        **공고의 경쟁률** = 지원자와 선발이 함께 공개된 모집 분야의 첫 단계 지원자 합 ÷ 마지막 단계 선발 합. 아무도 뽑지 않았으면 비율이 없다.
        """
        known = np.isfinite(self.applicants) & np.isfinite(self.selected)
        applicants, selected = (
            np.bincount(self.row[known], persons[known], self.index.rows)
            for persons in (self.applicants, self.selected)
        )
        ratios = np.full(self.index.rows, np.nan)
        np.divide(applicants, selected, out=ratios, where=(selected > 0) & (applicants > 0))
        return ratios

    @cached_property
    def rated_postings(self) -> NDArray[np.intp]:
        """The rows of the postings with a ratio, highest first. Ordered once: a selection picks its own in this order."""
        rated = np.flatnonzero(np.isfinite(self.of_postings))
        rows: NDArray[np.intp] = rated[np.argsort(-self.of_postings[rated], kind="stable")]
        return rows

    def of(self, found: Found) -> "FoundPositions":
        """The positions of postings that start on days read whole: of the others only those still open are known."""
        found = found.history
        wanted = unpack(found.mask, self.index.rows)[self.row]
        return FoundPositions(self, found, np.flatnonzero(wanted).astype(np.int32))

    def _containing(self, words: tuple[str, ...]) -> Flags:
        """The positions each of the words is in the name or the institution of; blanks and case do not count."""
        has_all = np.ones(len(self.row), bool)
        institution = self.index.facets["institution"]
        owner = institution.combination[self.row]
        for word in map(_letters, words):
            of_owner = np.array([word in _letters(option.name) for option in institution.options], bool)
            in_owner: Flags = institution.members[:, of_owner].sum(axis=1) > 0
            codes, names = self._names
            has_all &= pc.match_substring(names, word).to_numpy(zero_copy_only=False)[codes] | in_owner[owner]
        return has_all

    @cached_property
    def _names(self) -> tuple[NDArray[np.int32], pa.Array]:
        """The number of each position's name, and the distinct names as they are searched."""
        encoded = pc.fill_null(self.table["position"], "").combine_chunks().dictionary_encode()
        return encoded.indices.to_numpy(), pa.array(map(_letters, encoded.dictionary.to_pylist()), pa.string())

    def _marked(self, rows: NDArray[np.int32]) -> Flags:
        marks = np.zeros(self.index.rows, bool)
        marks[rows[rows >= 0]] = True
        return marks


@dataclass(frozen=True, eq=False)
class FoundPositions(Caching):
    """The positions of the postings a selection finds: `places` in the index, rising."""

    positions: PositionIndex
    found: Found
    places: Places

    @cached_property
    def rated(self) -> Places:
        """Those with a ratio above 0, lowest first."""
        first, last = np.searchsorted(self.places, [self.positions.first_ratio, self.positions.last_ratio])
        return self.places[first:last]

    @cached_property
    def ratios(self) -> Numbers:
        """Applicants per person selected, lowest first."""
        ratios: Numbers = self.positions.ratio[self.rated]
        return ratios


class StageIndex:
    """The applicants of every stage: position `place` has those of its stages from `begin[place]` on."""

    def __init__(self, positions: PositionIndex, stages: pa.Table) -> None:
        """`stages`: that table, of which the positions' competitions were made."""
        first = pc.coalesce(stages["first_stage_id"], stages["stage_id"]).to_numpy()
        posting, stage = stages["posting_id"].to_numpy(), stages["stage_id"].to_numpy()
        order = np.lexsort((stage, first, posting))
        self.applicants = _floats(stages["applicants"])[order]
        begins = np.ones(len(order), bool)
        begins[1:] = (np.diff(posting[order]) != 0) | (np.diff(first[order]) != 0)
        edges = np.flatnonzero(begins)
        keys = _pairs(posting[order][edges], first[order][edges])
        wanted = _pairs(*(positions.table[name].to_numpy() for name in ("posting_id", "first_stage_id")))
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        known = keys[place] == wanted if len(keys) else np.zeros(len(wanted), bool)
        self.count = np.where(known, np.diff([*edges, len(order)])[place] if len(keys) else 0, 0)
        self.begin = np.where(known, edges[place] if len(keys) else 0, 0)


def rows_of_numbers(index: PostingIndex, posting_ids: NDArray[np.int64]) -> NDArray[np.int32]:
    """The row of each posting number, −1 where the index does not have it."""
    if not index.rows:
        return np.full(len(posting_ids), -1, np.int32)
    order = np.argsort(index.posting_ids, kind="stable")
    place = np.minimum(np.searchsorted(index.posting_ids, posting_ids, sorter=order), index.rows - 1)
    rows = order[place]
    return np.where(index.posting_ids[rows] == posting_ids, rows, -1).astype(np.int32)


def _letters(text: str) -> str:
    """A text as it is searched: without blanks, in small letters."""
    return "".join(text.split()).casefold()


def _pairs(posting_ids: NDArray[np.int64], stage_ids: NDArray[np.int64]) -> NDArray[np.complex128]:
    """Both numbers as one that sorts by the first, then by the second."""
    return posting_ids + 1j * stage_ids


def _floats(column: pa.ChunkedArray) -> Numbers:
    floats: Numbers = pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False)
    return floats
