"""Names on axes and lines, broken into lines where they would leave a phone no room for the figure."""

import re
from unicodedata import east_asian_width

# In pixels, as the browser draws the letters of a figure.
LETTER_WIDTH = 12
LATIN_WIDTH = 7
LINE_HEIGHT = 15
LABEL_ROOM = 24 * LATIN_WIDTH
BEHIND_A_WORD = re.compile("(?<=[ -])")


def width(text: str) -> int:
    return sum(LETTER_WIDTH if east_asian_width(letter) in "WF" else LATIN_WIDTH for letter in text)


def broken(label: str, room: int = LABEL_ROOM) -> str:
    """In lines no wider than `room`: broken between words, and within a word that is wider. On one line it reads as it
    did: a space stays at the end of its line."""
    if len(label) * LETTER_WIDTH <= room:
        return label
    lines = [""]
    for word in BEHIND_A_WORD.split(label):
        if lines[-1] and width((lines[-1] + word).rstrip()) > room:
            lines.append("")
        for letter in word:
            if width((lines[-1] + letter).rstrip()) > room:
                lines.append("")
            lines[-1] += letter
    return "\n".join(lines)


def most_lines(labels: list[str]) -> int:
    """How many lines the tallest of them takes."""
    return 1 + max((label.count("\n") for label in labels), default=0)
