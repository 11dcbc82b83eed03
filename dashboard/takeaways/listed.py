"""A posting as a feed or a calendar names it: few facts, in words, on one line each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np
from numpy.typing import NDArray

from dashboard.languages import _
from dashboard.selection.index import EPOCH, Found, PostingIndex
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import View
from dashboard.words import number
from data_loader.tables.persons import mask_persons

JOB_ALIO = "https://job.alio.go.kr/recruitview.do?idx={}"
COLUMNS = [
    "posting_id", "title", "institution", "start_date", "end_date", "withdrawn_date", "headcount", "quality_flags",
]  # fmt: skip
CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Listed:
    """`headcount` is None where the posting gives none, `withdrawn_date` where it was not withdrawn; lists are names
    joined by `·`, in the language spoken. `state`: whether it is open, over or to come, withdrawn or called off."""

    posting_id: int
    title: str
    institution: str
    start_date: date
    end_date: date
    withdrawn_date: date | None
    headcount: int | None
    regions: str
    hire_types: str
    ncs_fields: str
    state: str
    is_cancelled: bool = False

    @property
    def headline(self) -> str:
        """Its title, with a mark where it was called off or withdrawn."""
        if self.withdrawn_date is not None:
            return _("[내려감] {title}", title=self.title)
        return _("[취소] {title}", title=self.title) if self.is_cancelled else self.title

    @property
    def address(self) -> str:
        """Where people read the posting."""
        return JOB_ALIO.format(self.posting_id)

    def address_in(self, view: View) -> str:
        """The same, or its page in this program where it is a sample and nowhere else."""
        if not view.origin.is_sample:
            return self.address
        base = urlsplit(view.url)
        kept = [pair for pair in parse_qsl(base.query) if pair[0] != "posting"]
        return base._replace(query=urlencode([*kept, ("posting", str(self.posting_id))], safe=",")).geturl()

    @property
    def facts(self) -> tuple[str, ...]:
        headcount = _("모집인원: 적혀 있지 않음")
        if self.headcount is not None:
            headcount = _("모집인원: {count}명", count=number(self.headcount))
        gone = (_("내려감: {day}에 목록에 없음을 확인", day=self.withdrawn_date),) if self.withdrawn_date else ()
        return (
            *gone,
            _("기관: {institution}", institution=self.institution),
            _("상태: {state}", state=self.state),
            _("기간: {start} ~ {end}", start=self.start_date, end=self.end_date),
            headcount,
            _("근무지: {regions}", regions=self.regions),
            _("고용형태: {hire_types}", hire_types=self.hire_types),
            _("채용분야: {fields}", fields=self.ncs_fields),
            _("공고번호: {number}", number=self.posting_id),
        )


def listed(index: PostingIndex, rows: NDArray[np.intp]) -> list[Listed]:
    """The postings of some rows, in their order."""
    taken = index.shown(rows, COLUMNS).to_pylist()
    labels = zip(*(index.labels(key, rows) for key in ("old_region", "hire", "ncs", "status")), strict=True)
    return [_listed(row, *own) for row, own in zip(taken, labels, strict=True)]


def _listed(row: dict[str, Any], regions: str, hire_types: str, ncs_fields: str, status: str) -> Listed:
    is_cancelled = CANCELLED in row.pop("quality_flags")
    texts = {name: one_line(mask_persons(row[name])) for name in ("title", "institution")}
    state = _("취소된 공고") if is_cancelled else status
    return Listed(**{**row, **texts}, regions=regions, hire_types=hire_types, ncs_fields=ncs_fields, state=state,
                  is_cancelled=is_cancelled)  # fmt: skip


def not_over(found: Found, most: int) -> tuple[NDArray[np.intp], int]:
    """Rows whose last day is today or later, the nearest deadline first, and how many there are without the limit."""
    index = found.index
    rows = found.rows[index.end[found.rows] >= (index.today - EPOCH) // timedelta(days=1)]
    return rows[np.argsort(index.end[rows], kind="stable")][:most], len(rows)
