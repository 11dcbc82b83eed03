"""The passage of a text in which a query is found, with what matched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.search.letters import composed
from dashboard.search.query import Query
from dashboard.search.texts import ScannedTexts, fold_texts

LONGEST_PASSAGE = 120
LEAD = 30
MOST_MARKS = 60

# Where a match starts and ends in a text, and the number of the term it is a match of.
Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one text on one line, untrusted as all texts are.

    `marks`: where the matches start and end in `text`. `column`: the text's column. `starts_within`,
    `ends_within`: whether the text goes on before and after.
    """

    column: str
    text: str
    marks: tuple[tuple[int, int], ...]
    starts_within: bool
    ends_within: bool


def find_passages(query: Query, texts: Mapping[str, str | None]) -> list[Passage]:
    """The best passage of each text in which anything wanted is found, in the order of the texts."""
    lines = {column: composed(text) for column, text in texts.items() if isinstance(text, str)}
    marks = _marks(query, list(lines.values()))
    return [_passage(column, line, own) for (column, line), own in zip(lines.items(), marks, strict=True) if own]


def _passage(column: str, line: str, marks: list[Mark]) -> Passage:
    start, end = _window(line, marks)
    kept = [(max(first, start), min(last, end)) for first, last, _ in marks if first < end and last > start]
    shown = "".join(" " if letter.isspace() else letter for letter in line[start:end])
    joined = tuple((first - start, last - start) for first, last in _joined(kept))
    return Passage(column, shown, joined, start > 0, end < len(line))


def _marks(query: Query, lines: Sequence[str]) -> list[list[Mark]]:
    """The first matches in each line, in order."""
    letters = fold_texts(lines)
    together = ScannedTexts(letters)
    # Where each line starts among the characters of all, a separator after each.
    offsets = np.cumsum([0, *(len(line) + 1 for line in lines)])
    marks: list[list[Mark]] = [[] for _ in lines]
    for number, term in enumerate(query.wanted):
        for phrase in term.phrases:
            hits = together.find(phrase)
            firsts = letters.sources[hits]
            lasts = letters.sources[hits + np.uint32(len(phrase.letters) - 1)] + 1
            owners = np.searchsorted(offsets, firsts, side="right") - 1
            starts = offsets[owners]
            for owner, first, last in zip(owners, firsts - starts, lasts - starts, strict=True):
                marks[owner].append((int(first), int(last), number))
    return [sorted(own)[:MOST_MARKS] for own in marks]


def _window(line: str, marks: list[Mark]) -> tuple[int, int]:
    """Where the passage starts and ends: around the marks of the most terms, the first where there are several."""

    def terms_from(start: int) -> int:
        return len(
            {number for first, last, number in marks if first >= start and last <= start + LONGEST_PASSAGE - LEAD}
        )

    first = max(dict.fromkeys(first for first, _, _ in marks), key=lambda start: (terms_from(start), -start))
    start = max(0, first - LEAD)
    # Begin with a whole word where one is near.
    while 0 < start < first and not line[start - 1].isspace():
        start += 1
    end = min(len(line), start + LONGEST_PASSAGE)
    return (max(0, min(start, len(line) - LONGEST_PASSAGE)) if end == len(line) else start), end


def _joined(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(marks):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
