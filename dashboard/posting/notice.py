"""The texts of notices, which are plain text, as Markdown that shows their lists as lists.

Every letter of a notice is escaped; the only marks are ours. Offices use □, ○, - and numbers in any order, so how
deep a line stands is told by the kinds of marks that are open above it.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from dashboard.words import escape

_SQUARES = "□■▣◇◆▶▷"
_CIRCLES = "○●◎◯"
# Some offices write a letter for the circle, and some bullets came through the portal as question marks.
_BULLET = re.compile(rf"([{_SQUARES}{_CIRCLES}·ㆍ•∙‧・▪]|[-–—‑](?![-–>\d])|[ㅇoO?](?=\s))\s*(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})\s?\.(?!\d)\s*(?=\S)")
_COUNTER = "가나다라마바사아자차카타파하"
# Numbers that Markdown cannot count in keep their place and their mark.
_OTHER_NUMBER = re.compile(
    rf"[{_COUNTER}]\s?[.)]|\d{{1,2}}\s?\)|[①-⑳]|\(\s?(?:\d{{1,2}}|[{_COUNTER}])\s?\)|\d{{1,2}}의\s?\d{{1,2}}\s?\.|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]\s?\."
)
_HEADING = re.compile(r"\[[^\]]{1,30}\]|【[^】]{1,30}】|<[^>]{1,30}>|〔[^〕]{1,30}〕|《[^》]{1,30}》")
_DEEPEST = 5
HARD_BREAK = "  \n"

Role = Literal["heading", "bullet", "number", "text"]


@dataclass(slots=True)
class _Part:
    """A line with what belongs to it: lines that go on (`words` from the second), and parts under it."""

    role: Role
    words: list[str]
    kind: str = ""
    number: int = 0
    parts: list["_Part"] = field(default_factory=list)


def notice_markdown(text: str) -> str:
    """The text with its line breaks: bullets and plain numbers as lists, [parts] in bold, the rest letter by letter."""
    return _rendered(_parts_of(text), 0)


def _parts_of(text: str) -> list[_Part]:
    whole: list[_Part] = []
    above: list[_Part] = []
    after_blank = True
    for line in text.split("\n"):
        words = " ".join(line.split())
        part = _part_of(words)
        if part.role == "heading":
            above.clear()
            whole.append(part)
        elif part.kind:
            _close(above, part)
            (above[-1].parts if above else whole).append(part)
            above.append(part)
        elif words and (after_blank or not (above or whole[-1].role == "text")):
            above.clear()
            whole.append(part)
        elif words:
            (above or whole)[-1].words.append(words)
        after_blank = not words
    return whole


def _part_of(words: str) -> _Part:
    if _HEADING.fullmatch(words):
        return _Part("heading", [words])
    if found := _BULLET.match(words):
        mark = "○" if found[1] in "ㅇoO" else found[1]
        return _Part("bullet", [words[found.end() :]], mark)
    if found := _NUMBER.match(words):
        return _Part("number", [words[found.end() :]], "1.", int(found[1]))
    if found := _OTHER_NUMBER.match(words):
        return _Part("text", [words], _kind_of(found[0]))
    return _Part("text", [words])


def _kind_of(number: str) -> str:
    """What numbers of one series have in common: "(3)" → "(1)", "나." → "가."."""
    return re.sub(rf"[{_COUNTER}]", "가", re.sub(r"\d+", "1", re.sub(r"\s|[①-⑳]", "", number)))


def _close(above: list[_Part], part: _Part) -> None:
    """Leave open only what the part stands under."""
    ends = (place for place, other in enumerate(above) if other.kind == part.kind or _is_lesser(other, part))
    del above[min(next(ends, len(above)), _DEEPEST) :]


def _is_lesser(other: _Part, part: _Part) -> bool:
    """Nobody puts a square under a circle, nor a circle under a dash."""
    return other.role == part.role == "bullet" and _rank(other.kind) > _rank(part.kind)


def _rank(mark: str) -> int:
    return 0 if mark in _SQUARES else 1 if mark in _CIRCLES else 2


def _rendered(parts: list[_Part], column: int, sign: str = ".") -> str:
    """Markdown for parts of one level, whose words begin in this column."""
    text, before = "", None
    for part in parts:
        if _begins_anew(before, part):
            # Markdown would count on from the number before; another sign begins another list.
            sign = ")" if sign == "." else "."
        mark = {"bullet": "- ", "number": f"{part.number}{sign} "}.get(part.role, "")
        inner = column + len(mark)
        words = HARD_BREAK.join(map(escape, part.words)).replace("\n", "\n" + " " * inner)
        text += (_joint(before, part) if before else "") + " " * column + mark
        text += f"**{words}**" if part.role == "heading" else words
        if part.parts:
            text += _joint(None, part.parts[0]) + _rendered(part.parts, inner)
        before = part
    return text


def _begins_anew(before: _Part | None, part: _Part) -> bool:
    return bool(before and before.role == part.role == "number" and part.number != before.number + 1)


def _joint(before: _Part | None, part: _Part) -> str:
    """What stands between a part and the one before it, or the words it stands under (None)."""
    if part.role == "text":
        goes_on = before is None or (before.role == "text" and not before.parts)
        return HARD_BREAK if goes_on and part.kind else "\n\n"
    if before is None:
        return "\n" if part.role == "bullet" or part.number == 1 else "\n\n"
    return "\n" if before.role == part.role != "heading" and not _begins_anew(before, part) else "\n\n"
