"""Postings like one of them that are not over yet. Every point of the order is told in words.

Worked out from the index for the few hundred postings that are open or to come; nothing else is compared.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from dashboard.languages import N_, _
from dashboard.selection.facets import UNSTATED
from dashboard.selection.index import EPOCH, PostingIndex, Rows

Shares = NDArray[np.float64]

# For the whole of each; a part in common gives that part. The field says most about the work.
POINTS = {"ncs": 3.0, "title": 3.0, "region": 2.0, "institution": 1.0, "hire": 1.0}
POINTS_IN_WORDS = N_(
    "아직 마감하지 않은 공고 가운데 기관이나 채용분야가 같은 것을 비교합니다. 채용분야와 제목의 낱말 3점씩, 근무지 2점, "
    "기관과 고용형태 1점씩이고, 일부만 겹치면 겹치는 만큼만 셉니다."
)
_LABELS = {"ncs": N_("채용분야"), "region": N_("근무지"), "hire": N_("고용형태")}
# A word in more titles than this share of them (채용, 공고) says nothing.
COMMON_WORD_SHARE = 0.05
MOST_NAMED = 3
KEPT_ANSWERS = 256
_WORD = re.compile(r"[가-힣]{2,}|[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Similar:
    """A row of the index, its points (0 to the sum of POINTS), and what it has in common, in words."""

    row: int
    points: float
    reasons: tuple[str, ...]


class Likeness:
    """Answers for one index and language, made once; answers are kept."""

    def __init__(self, index: PostingIndex) -> None:
        self.index = index
        self.rows: Rows = np.flatnonzero(index.end >= (index.today - EPOCH).days)
        self.of = lru_cache(KEPT_ANSWERS)(self._of)

    def _of(self, row: int, most: int = 5) -> tuple[Similar, ...]:
        """The postings most like this row, most points first, then the nearest deadline."""
        index, rows = self.index, self.rows
        shares = {key: self._shares(key, row) for key in _LABELS}
        institution = index.facets["institution"].combination
        shares["institution"] = (institution[rows] == institution[row]).astype(float)
        own_words = self._telling(title_words(self._title(row)), row)
        words = [own_words & others for others in self._words]
        shares["title"] = np.array([len(common) for common in words]) / max(1, len(own_words))
        points: Shares = sum((POINTS[key] * share for key, share in shares.items()), np.zeros(len(rows)))
        is_kin = ((shares["institution"] > 0) | (shares["ncs"] > 0)) & (rows != row)
        order = np.lexsort((index.end[rows], -points))
        best = [place for place in order.tolist() if is_kin[place]][:most]
        return tuple(Similar(int(rows[at]), float(points[at]), self._reasons(row, at, words[at])) for at in best)

    def _shares(self, key: str, row: int) -> Shares:
        """For each candidate, options in common ÷ options of either; what is not stated is in common with nothing."""
        entry = self.index.facets[key]
        stated = np.array([option.code != UNSTATED for option in entry.options], dtype=bool)
        own, others = entry.members[entry.combination[row]] * stated, entry.members * stated
        common = others @ own
        either = others.sum(axis=1) + own.sum() - common
        shares: Shares = (common / np.maximum(either, 1))[entry.combination[self.rows]]
        return shares

    def _reasons(self, row: int, place: int, words: frozenset[str]) -> tuple[str, ...]:
        other = int(self.rows[place])
        institution = self.index.facets["institution"].combination
        reasons = [_("같은 기관")] if institution[row] == institution[other] else []
        for key, label in _LABELS.items():
            if common := self._common(key, row, other):
                reasons.append(f"{_(label)} {_listed(common)}")
        if words:
            reasons.append(_("제목의 낱말 {words}", words=_listed(sorted(words))))
        return tuple(reasons)

    def _common(self, key: str, row: int, other: int) -> list[str]:
        entry = self.index.facets[key]
        both = entry.members[entry.combination[row]] * entry.members[entry.combination[other]]
        return [entry.options[at].label for at in np.flatnonzero(both) if entry.options[at].code != UNSTATED]

    @cached_property
    def _common_words(self) -> frozenset[str]:
        counts = Counter(word for row in self.rows.tolist() for word in title_words(self._title(row)))
        most = max(2.0, COMMON_WORD_SHARE * len(self.rows))
        return frozenset(word for word, count in counts.items() if count > most)

    @cached_property
    def _words(self) -> list[frozenset[str]]:
        """The telling words of each candidate's title."""
        return [self._telling(title_words(self._title(row)), row) for row in self.rows.tolist()]

    def _telling(self, words: frozenset[str], row: int) -> frozenset[str]:
        """Without the words everybody uses and those of the institution's name."""
        (name,) = self.index.labels("institution", np.array([row]))
        lowered = name.casefold()
        return frozenset(word for word in words - self._common_words if word not in lowered)

    def _title(self, row: int) -> str:
        return str(self.index.table.column("title")[row].as_py())


def title_words(title: str) -> frozenset[str]:
    """The words of a title, of two letters or more, in small letters."""
    return frozenset(_WORD.findall(normalize("NFKC", title).casefold()))


def _listed(names: list[str]) -> str:
    shown = "·".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return _("{names} 외 {more}", names=shown, more=more) if more > 0 else shown
