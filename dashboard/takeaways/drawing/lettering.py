"""The font of all images, which comes with the program: no machine needs a Korean font of its own."""

import re
from functools import lru_cache
from html import unescape

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from pylopdf_fonts_ko import sans_path

from dashboard.takeaways.plain_text import one_line

# One hundredth of an inch is a pixel of the layout; letters are measured in points.
POINTS = 0.72
MISSING = "□"
_TAGS = re.compile(r"<[^<>]*>")


def letters(size: float) -> FontProperties:
    """The font at a size in pixels of the layout."""
    return FontProperties(fname=str(sans_path()), size=size * POINTS)


def shown(text: str) -> str:
    """Text as Matplotlib draws it letter by letter: no formula between dollar signs, no glyph the font lacks."""
    known = "".join(char if _advance(char) is not None else MISSING for char in one_line(text))
    return known.replace("$", r"\$")


def label(text: object) -> str:
    """A label of a figure, which Plotly takes for a part of HTML, as plain text."""
    return unescape(_TAGS.sub("", str(text)))


def lines_of(text: object) -> list[str]:
    return [label(line) for line in str(text).split("<br>")]


def width(text: str, size: float) -> float:
    """How wide a line is, in pixels of the layout."""
    return sum(map(_room, text)) * size


def shorten(text: str, size: float, most: float) -> str:
    """Cut with … where it is wider than `most`."""
    if width(text, size) <= most:
        return text
    return text[: _fitting(text, size, most - width("…", size))].rstrip() + "…"


def wrap(text: str, size: float, most: float, lines: int) -> list[str]:
    """At most so many lines, broken between words or, where a word is too long, within it; the last is cut."""
    made: list[str] = []
    rest = one_line(text)
    while rest and len(made) < lines - 1 and width(rest, size) > most:
        fitting = _fitting(rest, size, most)
        space = rest.rfind(" ", 0, fitting + 1)
        end = space if space > fitting // 2 else fitting
        made.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*made, shorten(rest, size, most)] if rest else made


def _fitting(text: str, size: float, most: float) -> int:
    """How many letters fit; at least one."""
    reached = 0.0
    for place, char in enumerate(text):
        reached += _room(char) * size
        if reached > most:
            return max(place, 1)
    return len(text)


def _room(char: str) -> float:
    """The width of a letter as drawn; fitting it to whole pixels may widen it a little."""
    return (_advance(char) or _advance(MISSING) or 0.0) * 1.015


@lru_cache(1)
def _font() -> FT2Font:
    font = FT2Font(str(sans_path()))
    font.set_size(100, 72)
    return font


@lru_cache(4096)
def _advance(char: str) -> float | None:
    """The width of a letter as a share of the font size; None where the font has none."""
    if not _font().get_char_index(ord(char)):
        return None
    return _font().load_char(ord(char), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100
