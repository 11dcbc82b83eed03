"""How to cite a view: in Korean and English as plain text, and as BibTeX."""

import hashlib
from datetime import date

from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import PROJECT, PROJECT_IN_ENGLISH, View

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
# BibTeX counts braces even behind a backslash, so they need a word of their own.
_LATEX = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
     "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "$%&#_"}}
)  # fmt: skip
# The address field is taken letter by letter; only these would break it.
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", '"': "%22", "<": "%3C", ">": "%3E"})


def in_korean(view: View) -> str:
    """공공채용 한눈에(2026). 「제목」(조건). 자료: 출처, 기준. 주소 (접속일)."""
    return (
        f"{PROJECT}({view.accessed.year}). 「{one_line(view.title)}」({one_line(view.filters)}). "
        f"자료: {one_line(view.origin.source)}, {view.as_of} 기준{_sample_note(view)}. "
        f"{one_line(view.url)} ({view.accessed.isoformat()} 접속)."
    )


def in_english(view: View, title: str = "", filters: str = "") -> str:
    """The same in English; `title` and `filters` where they are known in English, else as they are in Korean."""
    return (
        f"{PROJECT_IN_ENGLISH} ({view.accessed.year}). “{one_line(title or view.title)}” "
        f"({one_line(filters or view.filters)}). Data: {one_line(view.origin.source)}, as of {view.as_of}"
        f"{' (sample data, not real; do not cite)' if view.origin.is_sample else ''}. "
        f"{one_line(view.url)} (accessed {_day_in_english(view.accessed)})."
    )


def in_bibtex(view: View) -> str:
    """One @misc entry. Its key hangs on the address and the state of the data, so it stays the same."""
    digest = hashlib.sha256(f"{view.url} {view.origin.as_of}".encode()).hexdigest()[:8]
    note = f"자료: {view.origin.source}, {view.as_of} 기준{_sample_note(view)}. 조건: {view.filters}"
    fields = {
        "author": f"{{{_in_latex(PROJECT)}}}",
        "title": f"{{{_in_latex(view.title)}}}",
        "year": str(view.accessed.year),
        "url": one_line(view.url).translate(_IN_ADDRESS),
        "urldate": view.accessed.isoformat(),
        "note": _in_latex(note),
        "language": "korean",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{kpj{view.accessed.year}-{digest},\n{lines}\n}}\n"


def _in_latex(text: str) -> str:
    return one_line(text).translate(_LATEX)


def _sample_note(view: View) -> str:
    return " (예시 자료, 실제가 아니며 인용할 수 없음)" if view.origin.is_sample else ""


def _day_in_english(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
