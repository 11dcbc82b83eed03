"""Texts made readable: what word processors, PDF printers and portals did to them is undone and named. Pure, linear.

Every repair has a flag, and the places of the repaired text lead back to those of the text as it came.

    control_words    codes of a word processor read as letters: 湰灧
    control_characters  NUL and other unprintable characters
    decomposed       syllables in separate letters (NFD), as macOS writes them
    private_use      bullets of a symbol font, which nobody else has: now •
    unmapped_letters letters a PDF has no code for: they stay U+FFFD
    doubled_letters  bold that was printed twice: 필필요요지지식식
    spaced_letters   고 등 학 교
    no_blanks        no blanks between words: a new line before each bullet is all that can be done
    cut_20000        cut off at 20,000 characters by whoever kept it before us
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# (place in the repaired text, place in the text as it came), wherever the difference between the two changes.
Offsets = tuple[tuple[int, int], ...]
CUT_AT = 20_000

# The names of HWP's controls, four letters each, stand in a text as two characters of UTF-16.
_CONTROLS = (
    "secd", "cold", "head", "foot", "fn  ", "en  ", "tbl ", "gso ", "eqed", "atno", "nwno", "pghd", "pgct", "pgnp",
    "idxm", "bokm", "tcps", "tdut", "tcmt", "form", "%unk", "%dte", "%ddt", "%pat", "%bmk", "%mmg", "%xrf", "%fmu",
    "%clk", "%smr", "%usr", "%hlk", "%sig", "%%me", "%cpr", "%toc",
)  # fmt: skip
_CONTROL_WORDS = re.compile("|".join(name[::-1].encode("ascii").decode("utf-16-le") for name in _CONTROLS))
_CONTROL_CHARACTERS = re.compile(r"\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_DECOMPOSED = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UNIT = r"([가-힣A-Za-z]{1,4}?)\1"
_DOUBLED = re.compile(rf"(?:{_UNIT}[·\s]{{0,2}}){{3,}}")
_DOUBLED_PART = re.compile(rf"{_UNIT}|([·\s])\2?")
_SPACED = re.compile(r"(?<![가-힣])[가-힣](?:[ \u00a0]{1,3}[가-힣](?![가-힣]))+")
# Words of one syllable: where most of a run are such, it is a sentence and not a word pulled apart.
_SHORT_WORDS = frozenset(
    "이그저및등중수자한할각또단위후시내외총약매첫두세네본전현제조항호월일년주명점급의와과를을은는가도로만"
)
_HANGUL = re.compile("[가-힣]+")
_BULLET = re.compile(r"(?<=[^\s(\[])[\u2460-\u2473\u326e-\u327b○●◦□■▪•※◈▸▶▷‣❍◯]")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text, what was repaired in it, and the way back."""

    text: str
    flags: tuple[str, ...]
    offsets: Offsets


def repair(text: str) -> Repaired:
    """The text with what is known to go wrong undone; one without faults comes back as it is."""
    work = _Work(text)
    was_cut = len(text) == CUT_AT
    work.replace("control_words", _CONTROL_WORDS, _nothing)
    work.replace("control_characters", _CONTROL_CHARACTERS, _line_end_or_nothing, is_a_fault=_is_no_line_end)
    work.replace("decomposed", _DECOMPOSED, _composed)
    work.replace("private_use", _PRIVATE_USE, _as_bullet)
    work.replace("doubled_letters", _DOUBLED, _halved)
    work.replace("spaced_letters", _SPACED, _joined)
    if _has_no_blanks(work.text):
        work.flags.append("no_blanks")
        work.replace("", _BULLET, _on_a_new_line)
    if "\ufffd" in work.text:
        work.flags.append("unmapped_letters")
    if was_cut:
        work.flags.append("cut_20000")
    return Repaired(work.text, tuple(work.flags), work.offsets())


def source_span(offsets: Offsets, start: int, end: int) -> tuple[int, int]:
    """The place, in the text as it came, of `start` to `end` (not included) of the repaired text."""
    if not offsets or end <= start:
        return start, end
    return _source(offsets, start), _source(offsets, end - 1) + 1


def _source(offsets: Offsets, place: int) -> int:
    known, source = offsets[bisect_right(offsets, (place, 1 << 62)) - 1]
    return source + place - known


# Each of the characters that stand in for a match, with the place in the text it stands for.
_Kept = Iterator[tuple[str, int]]


class _Work:
    """A text under repair, with the source's place of each of its characters once any differs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flags: list[str] = []
        self._places: array[int] | None = None

    def replace(
        self,
        flag: str,
        pattern: re.Pattern[str],
        kept: Callable[[re.Match[str]], _Kept | None],
        is_a_fault: Callable[[re.Match[str]], bool] = lambda match: True,
    ) -> None:
        """Put what `kept` gives in the place of each match; None leaves it. `flag` is noted if one was a fault."""
        places = self._places
        parts: list[str] = []
        found = array("L")
        last = 0
        is_faulty = False
        for match in pattern.finditer(self.text):
            put = kept(match)
            if put is None:
                continue
            is_faulty |= is_a_fault(match)
            parts.append(self.text[last : match.start()])
            found.extend(_between(places, last, match.start()))
            for letter, place in put:
                parts.append(letter)
                found.append(places[place] if places else place)
            last = match.end()
        if last:
            found.extend(_between(places, last, len(self.text)))
            self.text = "".join(parts) + self.text[last:]
            self._places = found
        if flag and is_faulty:
            self.flags.append(flag)

    def offsets(self) -> Offsets:
        if self._places is None:
            return ()
        turns: list[tuple[int, int]] = []
        expected = 0
        for place, source in enumerate(self._places):
            if source != expected:
                turns.append((place, source))
            expected = source + 1
        return ((0, 0), *turns) if turns and turns[0][0] > 0 else tuple(turns)


def _between(places: "array[int] | None", start: int, end: int) -> "array[int] | range":
    return places[start:end] if places else range(start, end)


def _nothing(match: re.Match[str]) -> _Kept:
    return iter(())


def _is_no_line_end(match: re.Match[str]) -> bool:
    return match[0][0] != "\r"


def _line_end_or_nothing(match: re.Match[str]) -> _Kept:
    letter = match[0]
    if letter[0] == "\r" or letter in "\x0b\x0c":
        yield "\n", match.start()


def _composed(match: re.Match[str]) -> _Kept:
    yield unicodedata.normalize("NFC", match[0]), match.start()


def _as_bullet(match: re.Match[str]) -> _Kept:
    yield "•", match.start()


def _halved(match: re.Match[str]) -> _Kept | None:
    parts = list(_DOUBLED_PART.finditer(match.string, match.start(), match.end()))
    units = {part[1] for part in parts if part[1]}
    if len(units) < 3 or not any("가" <= unit[0] <= "힣" for unit in units):
        return None
    return ((letter, part.start() + at) for part in parts for at, letter in enumerate(part[1] or part[2]))


def _joined(match: re.Match[str]) -> _Kept | None:
    run = match[0]
    letters = [letter for letter in run if not letter.isspace()]
    short = sum(letter in _SHORT_WORDS for letter in letters)
    is_pulled_apart = len(letters) >= 4 and short * 2 <= len(letters)
    if not is_pulled_apart and not (len(letters) >= 6 and "  " in run):
        return None
    return _without_single_blanks(match)


def _without_single_blanks(match: re.Match[str]) -> _Kept:
    """Between words stand two blanks or more, of which one stays."""
    blanks = 0
    for at, letter in enumerate(match[0], match.start()):
        if letter.isspace():
            blanks += 1
            if blanks == 2:
                yield " ", at
        else:
            blanks = 0
            yield letter, at


def _has_no_blanks(text: str) -> bool:
    """Words have five syllables at most on average where blanks are; a table of figures has few, but little Hangul."""
    hangul = sum(map(len, _HANGUL.findall(text)))
    return hangul >= 200 and sum(map(text.count, " \n\t\u00a0")) < 0.08 * hangul


def _on_a_new_line(match: re.Match[str]) -> _Kept:
    yield "\n", match.start()
    yield match[0], match.start()
