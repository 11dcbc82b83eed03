"""Histories that were read in part, through a local portal: what is true, and what of it the store then holds."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from data_loader.settings import KST, Settings
from data_loader.sync.run import sync
from tests.data_loader.conftest import institution_row, posting_row
from tests.data_loader.portal_server import KEY, PortalServer, Reply, Request, quota_headers
from tests.data_loader.portal_server import RECRUITMENT as LIST

Row = Mapping[str, Any]
NOW = datetime(2026, 7, 30, 10, tzinfo=KST)
TODAY = NOW.date()
REFUSED = Reply(429, "API rate limit exceeded", quota_headers(0))
INVALID = Reply(body=json.dumps({"resultCode": 200, "totalCount": 900, "result": None}))
PAGE = 200
# Three open postings, two of them registered again with an old start date.
SMALLEST = [
    posting_row(1, pbancBgngYmd="20181004", pbancEndYmd="20261231", recrutNope=1),
    posting_row(2, pbancBgngYmd="20251224", pbancEndYmd="20261231", recrutNope=2),
    posting_row(3, pbancBgngYmd="20260728", pbancEndYmd="20260810", recrutNope=40),
]
REGIONS = ("R3010", "R3017", "R3016", "R3026", "R3015")
HIRES = ("R1010", "R1040", "R1070")
FIELDS = ("R600002", "R600006", "R600020")


@dataclass(frozen=True, slots=True)
class State:
    """A data folder, what the portal really had, and the start days that were read whole (none: only what is open)."""

    name: str
    folder: Path
    truth: Sequence[Row]
    read: tuple[tuple[date, date], ...]
    today: date = TODAY

    def within(self, first: date, last: date) -> list[Row]:
        return [row for row in self.truth if first <= day_of(row, "pbancBgngYmd") <= last]

    @property
    def open_now(self) -> list[Row]:
        return [r for r in self.truth if day_of(r, "pbancBgngYmd") <= self.today <= day_of(r, "pbancEndYmd")]

    @property
    def counted(self) -> list[Row]:
        return [row for first, last in self.read for row in self.within(first, last)]


def day_of(row: Row, field: str) -> date:
    return date.fromisoformat(row[field])


def only_the_open_list(folder: Path, real_rows: Sequence[Row]) -> State:
    """As recorded on 2025-11-03; everything older is refused."""
    now = datetime(2025, 11, 3, 10, tzinfo=KST)
    _read(folder, real_rows, now, lambda request: REFUSED if "ongoingYn" not in request.params else None)
    return State("open list", folder, real_rows, (), now.date())


def smallest(folder: Path) -> State:
    _read(folder, SMALLEST, NOW, lambda request: REFUSED if "ongoingYn" not in request.params else None)
    return State("smallest", folder, SMALLEST, ())


def two_years(folder: Path) -> State:
    """2025 and 2026 are there; 2024 and all before are refused."""
    rows = history()
    _read(folder, rows, NOW, lambda request: REFUSED if _year(request) not in ("", "2025", "2026") else None)
    return State("two years", folder, rows, ((date(2025, 1, 1), TODAY),))


def cut_year(folder: Path) -> State:
    """Page 2 of 2025 cannot be read; the years before can."""
    rows = history()
    _read(folder, rows, NOW, lambda request: INVALID if _year(request) == "2025" and request.page == 2 else None)
    return State("cut year", folder, rows, ((date(2018, 7, 1), date(2024, 12, 31)), (date(2026, 1, 1), TODAY)))


def history() -> list[Row]:
    """About 70 postings a month since 2022, falling by the year and with a season, and a few old ones registered again."""
    rng = np.random.default_rng(7)
    rows: list[Row] = [*SMALLEST]
    number = 1000
    for month in range((2026 - 2022) * 12 + 7):
        year, calendar = 2022 + month // 12, month % 12 + 1
        for _place in range(int(70 - 8 * (year - 2022) + 14 * np.sin(calendar))):
            number += 1
            start = date(year, calendar, int(rng.integers(1, 29)))
            end = start + timedelta(days=int(rng.integers(3, 40)))
            rows.append(
                posting_row(
                    number,
                    pbancBgngYmd=f"{start:%Y%m%d}",
                    pbancEndYmd=f"{end:%Y%m%d}",
                    recrutNope=int(rng.integers(1, 12)),
                    workRgnLst=str(rng.choice(REGIONS, p=[0.1, 0.1, 0.2, 0.3, 0.3] if year < 2025 else [0.4, 0.3, 0.1, 0.1, 0.1])),
                    hireTypeLst=str(rng.choice(HIRES)),
                    ncsCdLst=str(rng.choice(FIELDS)),
                    ongoingYn="Y" if start <= TODAY <= end else "N",
                )
            )  # fmt: skip
    return rows


def _year(request: Request) -> str:
    """The year of the window asked for; empty for what is open, "before" for all before the services."""
    if request.path != LIST or "ongoingYn" in request.params:
        return ""
    return request.params.get("pbancBgngYmd", "before")[:4]


def _read(folder: Path, rows: Sequence[Row], now: datetime, instead: Callable[[Request], Reply | None]) -> None:
    """Sync with a portal that has these rows, and answers some requests for lists of postings with something else."""
    with PortalServer(list(rows), [institution_row()]) as portal:
        answer = portal.true_answer
        portal.true_answer = lambda request: (  # type: ignore[method-assign]
            (instead(request) if request.path == LIST else None) or answer(request)
        )
        settings = Settings(folder, portal.url, KEY, timeout=(5.0, 5.0))
        sync(settings, lambda: now, page_size=PAGE, sleep=lambda seconds: None)
