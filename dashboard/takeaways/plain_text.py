"""Text of unknown origin, made fit to stand among our own words: in an image, a feed, a calendar, a citation."""

import re

# Control characters, also the second block of them, and what XML 1.0 forbids beside them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of writing: unclosed, they would turn our own words after them as well.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str, most: int | None = None) -> str:
    """On one line, without control and direction marks, cut with … beyond `most` characters."""
    line = " ".join(_DIRECTION.sub("", _CONTROL.sub("", text)).split())
    return line if most is None or len(line) <= most else line[: most - 1].rstrip() + "…"
