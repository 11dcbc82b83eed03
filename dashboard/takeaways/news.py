"""What is new: postings that came and changed, figures published or corrected, methods that changed. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pandas as pd

from dashboard.languages import KOREAN, N_, _, _n, spoken
from dashboard.measures.changes import CHANGE_NAMES
from dashboard.selection.selection import several
from dashboard.words import number
from data_loader.schema import TABLES
from data_loader.settings import KST, ROOT
from data_loader.snapshot import Origin

DAYS = 14
# What is published once in a while, in the order in which it is named. Postings have a line a day of their own.
FIGURES = (
    "pay", "starting_pay", "new_hires", "staff", "interns", "work_family", "welfare", "finances", "fund_finances", "head_pay",
    "institutions", "branches", "facilities", "programmes", "population", "cpi", "licences",
)  # fmt: skip
KINDS = {
    "postings": N_("공고"),
    "figures": N_("공표 수치"),
    "revision": N_("고친 수치"),
    "method": N_("계산 방법"),
}
METHOD_MARK = "**방법 · Method** "
_DATED = re.compile(r"^## .*?(?:\((\d{4}-\d\d-\d\d)\))?$")
_LAST_HANGUL = re.compile(r"^.*[가-힣]\S*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class News:
    """`day` is None for what came with the running version, which has no date yet; `page`: where there is more about it."""

    day: date | None
    kind: str
    text: str
    page: str

    @property
    def label(self) -> str:
        return _(KINDS[self.kind])


def news(
    origins: Mapping[str, Origin], changes: pd.DataFrame | None, revisions: pd.DataFrame, postings: int
) -> tuple[News, ...]:
    """The latest first. `changes`: the ledger, where there is one; `postings`: how many there are."""
    found = [
        *_of_postings(origins["postings"], changes, postings), *_of_figures(origins), *_of_revisions(revisions), *_of_methods(),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.day or date.max, reverse=True))


def _of_postings(origin: Origin, changes: pd.DataFrame | None, postings: int) -> Iterator[News]:
    day = date.fromisoformat(origin.as_of[:10])
    if origin.is_sample:
        return
    if origin.is_record:
        text = _n("그날 접수 중이던 공고 {count}건을 기록했다.", postings, count=number(postings))
        yield News(day, "postings", text, "postings")
    if changes is None or changes.empty:
        return
    days = changes["observed_at"].dt.tz_convert(KST).dt.date
    recent = changes[days > day - timedelta(days=DAYS)]
    for when, of_day in recent.groupby(days[recent.index]):
        counts = of_day["change"].value_counts()
        parts = [
            _("{change} {count}건", change=_(name), count=number(counts[kind]))
            for kind, name in CHANGE_NAMES.items()
            if counts.get(kind)
        ]
        yield News(when, "postings", f"{', '.join(parts)}.", "data?view=changes")


def _of_figures(origins: Mapping[str, Origin]) -> Iterator[News]:
    """One line a day of publication; the names of the tables stand for what was published."""
    of_days: dict[str, list[str]] = {}
    for name in FIGURES:
        if name in origins and not origins[name].is_sample:
            of_days.setdefault(origins[name].as_of[:10], []).append(_(TABLES[name].label))
    for day, names in of_days.items():
        shown = "·".join(names[:4])
        text = _("{day} 기준 {names}.", names=shown, day=day)
        if len(names) > 4:
            text = _("{day} 기준 {names} 외 {more}가지.", names=shown, more=len(names) - 4, day=day)
        try:
            yield News(date.fromisoformat(day), "figures", text, "data")
        except ValueError:
            # A year alone says nothing about when it was published.
            continue


def _of_revisions(revisions: pd.DataFrame) -> Iterator[News]:
    for day, rows in revisions.groupby("after_as_of"):
        institutions = list(rows["institution"].drop_duplicates())
        text = _n(
            "공시한 값 {count}개가 앞선 공시와 다르다({names}).",
            len(rows),
            count=number(len(rows)),
            names=several(institutions),
        )
        yield News(date.fromisoformat(str(day)[:10]), "revision", text, "data?view=news")


def _of_methods() -> Iterator[News]:
    for day, korean, english in _method_changes():
        yield News(day, "method", korean if spoken() == KOREAN else english, "data?view=method")


@cache
def _method_changes() -> tuple[tuple[date | None, str, str], ...]:
    """The lines of the list of changes that are marked as changes of method, in both languages."""
    found, day = [], None
    for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines():
        if heading := _DATED.match(line):
            day = date.fromisoformat(heading[1]) if heading[1] else None
        elif METHOD_MARK in line:
            text = line.partition(METHOD_MARK)[2]
            korean = _LAST_HANGUL.match(text)
            end = korean.end() if korean else 0
            found.append((day, text[:end], text[end:].strip() or text))
    return tuple(found)
