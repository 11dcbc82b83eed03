"""A text without its blanks: offices write 석사 학위, 석사학위 and 석 사 학 위, so rules read what all three share.

Every place in the squeezed text leads back to its place in the original, and line ends stay.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, islice

from data_loader.facts.wording import unlimited

LONGEST_TEXT = 200_000
# Characters around a place that may say something about it.
REACH = 160

# One character for one, so that places stay: the many dashes, dots, quotes, brackets and full-width forms.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("∼～〜˜‐‑–—―−－", "~"),
        **dict.fromkeys("․‧・ㆍ∙•⋅･‧᛫", "·"),
        **dict.fromkeys("‘’`´′＇‵", "'"),
        **dict.fromkeys("『｢「《〈＜≪", "<"),
        **dict.fromkeys("』｣」》〉＞≫", ">"),
        **dict.fromkeys("【〔［", "["),
        **dict.fromkeys("】〕］", "]"),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()},
        "（": "(",
        "）": ")",
        "：": ":",
        "，": ",",
        "／": "/",
        "％": "%",
        "．": ".",
        "➀": "①",
    }
)
_PIECE = re.compile(r"[^\s\u200b\ufeff]+|\n")
_CLAUSE_END = re.compile(r"[\n□○◯◦▪●◾❍※◇◆■▶▷►⇒→☞Ÿ⦁①-⑳❶-❿󰊱-󰊿]")


# No real document names one thing more often; a hostile one may.
MOST_MENTIONS = 3000


def mentions(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a rule in a text, so many at most."""
    return islice(pattern.finditer(text), MOST_MENTIONS)


class Passage:
    """`squeezed`: the text without blanks, alike characters made one. Places are in it unless they are called original."""

    def __init__(self, text: str, field: str) -> None:
        self.field = field
        alike = text[:LONGEST_TEXT].translate(_ALIKE)
        spans = [piece.span() for piece in _PIECE.finditer(alike)]
        self.squeezed = "".join([alike[start:end] for start, end in spans])
        self._originals = [start for start, _ in spans]
        self._starts = [0, *accumulate([end - start for start, end in spans])][:-1]
        self._word_starts = frozenset(self._starts)

    def is_word_start(self, place: int) -> bool:
        """Whether blanks or a line end stood before the character at `place`."""
        return place in self._word_starts

    def original(self, place: int) -> int:
        piece = bisect_right(self._starts, place) - 1
        return self._originals[piece] + place - self._starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's start and end of what the squeezed text holds from `start` to before `end`."""
        return self.original(start), self.original(end - 1) + 1

    @cached_property
    def _clause_ends(self) -> list[int]:
        ends = [match.start() for match in _CLAUSE_END.finditer(self.squeezed)]
        # A dash between blanks begins an item, in documents whose line ends were lost.
        begun = self._word_starts
        dashes = [match.start() for match in re.finditer("[-~]", self.squeezed) if match.start() in begun]
        ends += [at for at in dashes if at + 1 in begun]
        ends.sort()
        return ends

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.squeezed)]

    def clause(self, place: int) -> tuple[int, int]:
        """Start and end of the line or bullet that holds `place`, at most REACH to either side."""
        return self._between(self._clause_ends, place)

    def line(self, place: int) -> tuple[int, int]:
        return self._between(self._line_ends, place)

    def _between(self, ends: list[int], place: int) -> tuple[int, int]:
        after = bisect_left(ends, place)
        start = ends[after - 1] + 1 if after else 0
        end = ends[after] if after < len(ends) else len(self.squeezed)
        return max(start, place - REACH), min(end, place + REACH)

    def before(self, place: int, characters: int) -> str:
        """What stands in the clause before `place`, so many characters at most."""
        return self.squeezed[max(self.clause(place)[0], place - characters) : place]

    def after(self, place: int, characters: int) -> str:
        """What stands in the clause from `place` on, so many characters at most."""
        return self.squeezed[place : min(self.clause(place)[1], place + characters)]

    @cached_property
    def unlimited(self) -> list[tuple[int, int, str]]:
        """Every `학력, 연령 제한 없음`: start, end, its words."""
        return unlimited(self.squeezed)

    @cached_property
    def is_spaceless(self) -> bool:
        """Whether the document lost its blanks, so that words run into each other."""
        return len(self.squeezed) > 60 and len(self._starts) * 12 < len(self.squeezed)
