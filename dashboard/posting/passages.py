"""A text with the passages marked that state something, each with a number that a list beside it can refer to."""

from collections.abc import Sequence
from itertools import pairwise

from dashboard.words import escape

Place = tuple[int, int]


def numbered(places: Sequence[Place]) -> tuple[list[Place], list[int]]:
    """The passages to mark, those that overlap as one, in the order of the text; and of each place its passage, from 1."""
    marks: list[Place] = []
    for start, end in sorted(places):
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    starts = [start for start, _ in marks]
    return marks, [sum(own <= start for own in starts) for start, _ in places]


def marked(text: str, marks: Sequence[Place]) -> str:
    """The text as Markdown, letter by letter, with its line breaks; each passage marked and numbered from 1."""
    ends = [0, *(place for mark in marks for place in mark), len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]
    return "".join(_plain(part) if at % 2 == 0 else _mark(part, at // 2 + 1) for at, part in enumerate(parts))


def _plain(text: str) -> str:
    return "  \n".join(escape(line) for line in text.split("\n"))


def _mark(text: str, number: int) -> str:
    """A mark ends with its line."""
    lines = [f":orange-background[{escape(line.strip())}]" for line in text.split("\n") if line.strip()]
    return "  \n".join(lines) + f" **{number}** "
