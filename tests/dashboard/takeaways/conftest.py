"""Views to take away, and texts that tempt a file to say or do something its reader did not ask for."""

from datetime import date

from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.takeaways.view import View, permalink
from data_loader.snapshot import Origin
from tests.dashboard.conftest import Row, index_of

REAL = Origin("재정경제부 공공데이터포털", "2025-11-03T09:30:00+09:00")
SAMPLE = Origin("예시 자료(무작위로 만든 가상의 공고)", "2025-11-03T09:30:00+09:00", is_sample=True)
ACCESSED = date(2025, 11, 4)
ADDRESS = permalink("https://jobs.example.kr/", "postings", {"region": "busan,gyeongnam", "q": "간호"})

FORMULAS = (
    '=HYPERLINK("http://evil.example","여기")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
)
MARKUP = "<script>alert(1)</script> <b>굵게</b> & [링크](http://evil.example) **별** `코드` $x_1$"
LONG = "가나다라 " * 80
TURNED = "\u202e채용 공고\u202c \u2066끝\u2069\u200f"
CONTROL = "앞\x00\x0b\x1b뒤\x85끝\ufffe"
EVIL = (
    *FORMULAS,
    MARKUP,
    LONG,
    TURNED,
    CONTROL,
    "_x0041_ 그대로",
    "C:\\{중괄호} 50% #1 ~^ _밑줄_",
    "따옴표 \"둘\" '하나'",
    "😀 이모지",
)


def view_of(origin: Origin = REAL, **changes: object) -> View:
    values: dict[str, object] = {"title": "채용공고", "filters": "근무지 부산·경남", "url": ADDRESS, "origin": origin,
                                 "accessed": ACCESSED}  # fmt: skip
    return View(**{**values, **changes})  # type: ignore[arg-type]


def found_of(*rows: Row, selection: Selection | None = None) -> Found:
    return index_of(*rows).find(selection or Selection())


def titled(*titles: str) -> Found:
    """One posting for each title, the first one the latest."""
    return found_of(*({"title": title, "institution": title[:40]} for title in titles))
