"""Text as it is compared: letters and digits alone, whatever their width, case and spacing.

Each character becomes its compatibility form (NFKC) in small letters, so that `ＬＨ`, `①` and `㎡` compare
as `lh`, `1` and `m2`. Blanks and signs fall away but are remembered as gaps. Single consonants and vowels of
the Korean alphabet count as signs: notices use `ㅇ` and `ㅁ` as bullets, and half a syllable is left behind
while somebody types. Letters beyond Unicode's first plane fall away too.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Stands between texts; no text and no query holds it.
SEPARATOR = "\0"
TABLE_END = 0x20000
JAMO = (("\u1100", "\u11ff"), ("\u3130", "\u318f"), ("\ua960", "\ua97f"), ("\ud7b0", "\ud7ff"))


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text in order.

    `codes`: one code point each, 0 for a separator. `gaps`: whether something stands between a letter and the
    one before. `sources`: which character of the text a letter came from.
    """

    codes: NDArray[np.uint16]
    gaps: NDArray[np.bool_]
    sources: NDArray[np.int32]

    @property
    def text(self) -> str:
        return self.codes.astype("<u2").tobytes().decode("utf-16-le")


def composed(text: str) -> str:
    """The text with each Korean syllable as one character; the positions of letters refer to this form."""
    return unicodedata.normalize("NFC", text).replace(SEPARATOR, " ")


def fold(text: str) -> Letters:
    """The letters of a composed text, or of several with separators after them."""
    starts, counts, letters = _table()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    points = np.minimum(points, TABLE_END - 1)
    given = counts[points]
    sources = np.repeat(np.arange(len(points), dtype=np.int32), given)
    # A few characters give several letters: count on from the first of them.
    first = np.cumsum(given, dtype=np.int32) - given
    within = np.arange(len(sources), dtype=np.int32) - first[sources]
    codes = letters[starts[points[sources]] + within]
    gaps = np.diff(sources, prepend=np.int32(-2)) > 1
    gaps[1:] |= codes[:-1] == 0
    gaps |= codes == 0
    return Letters(codes, gaps, sources)


def fold_word(text: str) -> str:
    """The letters of a short text."""
    return fold(composed(text)).text


def fold_character(character: str) -> str:
    """The letters one character gives: none for blanks and signs, several for `㎡`."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    return "".join(letter for letter in plain if letter.isalnum() and letter <= "\uffff" and not _is_jamo(letter))


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.uint16]]:
    """For each character where its letters start, how many there are, and all letters."""
    folded = [SEPARATOR, *(fold_character(chr(point)) for point in range(1, TABLE_END))]
    counts = np.array([len(letters) for letters in folded], np.uint8)
    starts = np.cumsum(counts, dtype=np.int32) - counts
    return starts, counts, np.frombuffer("".join(folded).encode("utf-16-le"), "<u2")


def _is_jamo(letter: str) -> bool:
    return any(first <= letter <= last for first, last in JAMO)
