"""How to cite a view: in Korean and English as plain text, and as BibTeX."""

import hashlib
from datetime import date

from dashboard.languages import KOREAN, _, speaking
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import PROJECT, View
from dashboard.words import told

ENGLISH = "en"
BIBTEX_NAMES = {KOREAN: "korean", ENGLISH: "english"}
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
    with speaking(KOREAN):
        return _cited(view, view.title, view.filters, view.accessed.isoformat())


def in_english(view: View, title: str = "", filters: str = "") -> str:
    """The same in English; `title` and `filters` where they are known in English, else as they are in the view."""
    with speaking(ENGLISH):
        return _cited(view, title or view.title, filters or view.filters, _day_in_english(view.accessed))


def in_bibtex(view: View) -> str:
    """One @misc entry in the view's language. Its key hangs on the address and the state of the data, so it stays
    the same."""
    digest = hashlib.sha256(f"{view.url} {view.origin.as_of}".encode()).hexdigest()[:8]
    with speaking(view.language):
        fields = {
            "author": f"{{{_in_latex(_(PROJECT))}}}",
            "title": f"{{{_in_latex(view.title)}}}",
            "year": str(view.accessed.year),
            "url": one_line(view.url).translate(_IN_ADDRESS),
            "urldate": view.accessed.isoformat(),
            "note": _in_latex(_("자료: {data}. 조건: {filters}", data=_data(view), filters=view.filters)),
            "language": BIBTEX_NAMES[view.language],
        }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{kpj{view.accessed.year}-{digest},\n{lines}\n}}\n"


def _cited(view: View, title: str, filters: str, day: str) -> str:
    return _(
        "{project}({year}). 「{title}」({filters}). 자료: {data}. {url} ({day} 접속).",
        project=_(PROJECT), year=view.accessed.year, title=one_line(title), filters=one_line(filters),
        data=one_line(_data(view)), url=one_line(view.url), day=day,
    )  # fmt: skip


def _data(view: View) -> str:
    """What was used, in the language spoken: the source, its state, and whether it may be cited at all."""
    data = _("{source}, {as_of} 기준", source=_(view.origin.source), as_of=view.as_of)
    data += f" ({told(view.origin.coverage).rstrip('.')})" if view.origin.coverage else ""
    return data + (_(" (예시 자료, 실제가 아니며 인용할 수 없음)") if view.origin.is_sample else "")


def _in_latex(text: str) -> str:
    return one_line(text).translate(_LATEX)


def _day_in_english(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
