"""Which start days are whole, from complete readings through the portal."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from data_loader.coverage import DaySpan, Portion, ReadDays
from data_loader.portal.client import RECRUITMENT
from data_loader.settings import KST, Settings
from data_loader.snapshot import Origin, open_current
from data_loader.sync.covering import covered_by
from data_loader.sync.plan import Knowledge, Plan, Reading, Window, list_key
from data_loader.sync.run import sync
from tests.data_loader.conftest import posting_row
from tests.data_loader.portal_server import RECRUITMENT as LIST
from tests.data_loader.portal_server import PortalServer, Reply, Request, quota_headers

NOW = datetime(2026, 7, 30, 10, tzinfo=KST)
TODAY = NOW.date()
REFUSED = Reply(429, "API rate limit exceeded", quota_headers(0))
# As in a list of what is open: two were registered again with an old start date.
OPEN = [
    posting_row(1, pbancBgngYmd="20181004", pbancEndYmd="20261231", recrutNope=1),
    posting_row(2, pbancBgngYmd="20251224", pbancEndYmd="20261231", recrutNope=2),
    posting_row(3, pbancBgngYmd="20260728", pbancEndYmd="20260810", recrutNope=40),
]
Read = Callable[..., Origin]


@pytest.fixture
def read(portal: PortalServer, settings: Settings) -> Read:
    def read(
        refused: Callable[[Request], bool], rows: list[dict[str, object]], now: datetime = NOW, size: int = 1000
    ) -> Origin:
        """The origin of the postings after a sync in which some readings are refused."""
        portal.rows[LIST] = rows
        answer = portal.true_answer
        portal.true_answer = lambda request: (  # type: ignore[method-assign]
            REFUSED if request.path == LIST and refused(request) else answer(request)
        )
        sync(settings, lambda: now, page_size=size, sleep=lambda seconds: None)
        return open_current(settings.data_dir).tables["postings"].origin

    return read


def starts(request: Request) -> str:
    return request.params.get("pbancBgngYmd", "")


def is_history(request: Request) -> bool:
    return "ongoingYn" not in request.params


def test_the_open_list_alone_covers_no_day(read: Read) -> None:
    origin = read(is_history, OPEN)
    assert origin.read_days == ReadDays()
    assert origin.covered is not None
    assert origin.covered.open_at == NOW.isoformat()
    assert origin.coverage == "접수 중인 공고만 받았습니다. 지난 공고는 약 14시간 뒤."


def test_years_read_whole_are_covered_up_to_the_day_of_reading(read: Read) -> None:
    origin = read(lambda request: is_history(request) and starts(request)[:4] not in ("2026", "2025"), OPEN)
    assert origin.read_days == ReadDays((DaySpan(date(2025, 1, 1), TODAY),))
    assert origin.coverage == "2025년 1월부터 받았습니다. 그 앞은 약 14시간 뒤."


def test_a_year_cut_short_is_not_covered(read: Read) -> None:
    rows = [*OPEN, *(posting_row(number, pbancBgngYmd="20250301", pbancEndYmd="20250310") for number in range(10, 15))]
    cut = read(lambda request: starts(request)[:4] == "2025" and request.page == 2, rows, size=3)
    assert not cut.read_days.within(date(2025, 1, 1), date(2025, 12, 31)).spans
    assert cut.read_days.is_whole(date(2026, 1, 1), TODAY)


def test_a_whole_history_is_covered_from_the_beginning_to_today(read: Read) -> None:
    origin = read(lambda request: False, OPEN)
    assert origin.read_days == ReadDays((DaySpan(date.min, TODAY),))
    assert origin.coverage == ""


def test_this_years_window_of_last_year_covers_up_to_its_last_reading() -> None:
    before = Window(date(2025, 1, 1), None)
    long_ago = datetime(2025, 11, 3, 23, 59, tzinfo=KST)
    known = Knowledge({list_key(RECRUITMENT.name, before.filters): Reading(long_ago, 5)})
    covered = covered_by(known, Plan((), {}, 0, ()), NOW)
    assert covered.days == ReadDays((DaySpan(date(2025, 1, 1), date(2025, 11, 3)),))


def test_a_reading_of_a_day_ago_says_nothing_about_today(read: Read) -> None:
    read(lambda request: False, OPEN)
    later = NOW + timedelta(hours=15)
    origin = read(is_history, OPEN, later)
    assert origin.read_days == ReadDays((DaySpan(date.min, TODAY),))
    assert later.astimezone(KST).date() > TODAY


def test_details_are_counted_asked_of_all_and_since_closing_of_the_closed(read: Read) -> None:
    closed = posting_row(9, pbancBgngYmd="20260301", pbancEndYmd="20260310")
    covered = read(lambda request: False, [*OPEN, closed]).covered
    assert covered is not None
    assert covered.details.total == 4
    assert covered.results.total == 1
    assert covered.details == Portion(covered.details.read, 4)
