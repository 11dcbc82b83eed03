"""Names on axes and lines, broken into lines where they would leave a phone no room for the figure."""

from unicodedata import east_asian_width

# In pixels, as the browser draws the letters of a figure.
LETTER_WIDTH = 12
LATIN_WIDTH = 7
LINE_HEIGHT = 15
LABEL_ROOM = 24 * LATIN_WIDTH


def width(text: str) -> int:
    return sum(LETTER_WIDTH if east_asian_width(letter) in "WF" else LATIN_WIDTH for letter in text)


def broken(label: str, room: int = LABEL_ROOM) -> str:
    """In lines no wider than `room`: broken between words, and within a word that is wider. On one line it reads as it
    did: a space stays at the end of its line."""
    if len(label) * LETTER_WIDTH <= room:
        return label
    lines = [""]
    for word in label.split(" "):
        joined = f"{lines[-1]} {word}".lstrip()
        if width(joined) <= room:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines[-1] += " "
            lines.append("")
        for letter in word:
            if width(lines[-1] + letter) > room:
                lines.append("")
            lines[-1] += letter
    return "\n".join(lines)


def most_lines(labels: list[str]) -> int:
    """How many lines the tallest of them takes."""
    return 1 + max((label.count("\n") for label in labels), default=0)
