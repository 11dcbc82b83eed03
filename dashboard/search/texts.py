"""Where a phrase stands in many texts, and which of them hold it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.search.letters import SEPARATOR, Letters, composed, fold

Mask = NDArray[np.bool_]
Positions = NDArray[np.uint32]
Bits = NDArray[np.uint8]

# Folding takes some forty bytes a character while it lasts.
TEXTS_AT_ONCE = 4096
FIRST_ROMAN, LAST_ROMAN = ord("a"), ord("z")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Letters to find. `gaps`: whether one stands before each letter after the first; None where it does not matter."""

    letters: str
    gaps: tuple[bool, ...] | None = None


class Texts(ABC):
    """The letters of many texts in one row. A text starts at `starts[number]`; the last entry is the end of all.

    `gaps` and `romans` are bits, one per letter: whether a gap stands before it, and whether a roman letter
    stands right before it.
    """

    starts: Positions
    gaps: Bits
    romans: Bits

    @abstractmethod
    def positions(self, letters: str) -> Positions:
        """Where the letters stand one after another, in order."""

    def find(self, phrase: Phrase) -> Positions:
        """Where the phrase stands, in order.

        A word may run over gaps if what it takes of the text's first and last word is all of that word or two
        letters and more: `간호조무사` stands in `간호 조무사가`, `전기` not in `운전 기사`, `회계사` not in
        `회계 사무원`. A roman letter begins a roman word: `it` is not in `unit`.
        """
        hits = self.positions(phrase.letters)
        if FIRST_ROMAN <= ord(phrase.letters[0]) <= LAST_ROMAN:
            hits = hits[~_bits_at(self.romans, hits)]
        if phrase.gaps is not None:
            for place, is_gap in enumerate(phrase.gaps, 1):
                hits = hits[self._has_gap(hits + np.uint32(place)) == is_gap]
            return hits
        size = len(phrase.letters)
        if size > 1:
            hits = hits[self._has_gap(hits) | ~self._has_gap(hits + np.uint32(1))]
            hits = hits[self._has_gap(hits + np.uint32(size)) | ~self._has_gap(hits + np.uint32(size - 1))]
        return hits

    def holding(self, phrases: Sequence[Phrase]) -> Mask:
        """Which texts hold any of the phrases."""
        held = np.zeros(len(self.starts) - 1, bool)
        for phrase in phrases:
            hits = self.find(phrase)
            if len(hits) < len(held):
                held[np.searchsorted(self.starts, hits, side="right") - 1] = True
            else:
                held |= np.diff(np.searchsorted(hits, self.starts)) > 0
        return held

    def _has_gap(self, positions: Positions) -> Mask:
        return _bits_at(self.gaps, positions)


class ScannedTexts(Texts):
    """Texts in memory, read from end to end for each search: 2 bytes and 2 bits a letter."""

    def __init__(self, letters: Letters, parts: int = 1) -> None:
        """`letters`: as `fold_texts` gives them; each `parts` in a row make one text, over whose parts no phrase runs."""
        self.codes = letters.codes
        self.starts = starts_of(letters, parts)
        self.gaps, self.romans = pack_bits(letters)

    def positions(self, letters: str) -> Positions:
        wanted = [ord(letter) for letter in letters]
        # Every text ends with a separator, which no letter equals: no hit runs over the end.
        hits = np.flatnonzero(self.codes == wanted[0]).astype(np.uint32)
        for place, code in enumerate(wanted[1:], 1):
            hits = hits[self.codes[hits + np.uint32(place)] == code]
        return hits


def fold_texts(texts: Sequence[str]) -> Letters:
    """The letters of all texts, a separator after each; `sources` count on from text to text, separators too."""
    batches, done = [fold("")], 0
    for first in range(0, len(texts), TEXTS_AT_ONCE):
        joined = "".join(composed(text) + SEPARATOR for text in texts[first : first + TEXTS_AT_ONCE])
        letters = fold(joined)
        batches.append(Letters(letters.codes, letters.gaps, letters.sources + np.int32(done)))
        done += len(joined)
    return Letters(
        np.concatenate([batch.codes for batch in batches]),
        np.concatenate([batch.gaps for batch in batches]),
        np.concatenate([batch.sources for batch in batches]),
    )


def starts_of(letters: Letters, parts: int) -> Positions:
    """Where each text of so many parts starts, and the end of all."""
    ends = np.flatnonzero(letters.codes == 0)[parts - 1 :: parts]
    return np.concatenate([[0], ends + 1]).astype(np.uint32)


def pack_bits(letters: Letters) -> tuple[Bits, Bits]:
    """`gaps` and `romans` of `Texts`, with room for a look behind the last letter."""
    is_roman = (letters.codes >= FIRST_ROMAN) & (letters.codes <= LAST_ROMAN)
    follows = np.zeros(len(is_roman), bool)
    follows[1:] = is_roman[:-1] & ~letters.gaps[1:]
    return np.packbits(letters.gaps, bitorder="little"), np.packbits(follows, bitorder="little")


def _bits_at(bits: Bits, positions: Positions) -> Mask:
    shifted = bits[positions >> np.uint32(3)] >> (positions & np.uint32(7)).astype(np.uint8)
    is_set: Mask = (shifted & np.uint8(1)).view(np.bool_)
    return is_set
