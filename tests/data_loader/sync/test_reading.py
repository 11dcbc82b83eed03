from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from data_loader.errors import PortalAnswerInvalid, PortalUnreachable, QuotaExceeded
from data_loader.portal.client import EVERYTHING, RECRUITMENT, PortalClient
from data_loader.settings import Settings
from data_loader.store.database import Run, Store
from data_loader.sync.losses import FEW
from data_loader.sync.reading import ListReader
from tests.data_loader import portal_server
from tests.data_loader.conftest import NOW, posting_row, posting_rows
from tests.data_loader.portal_server import PortalServer, Reply, Request, envelope

LIST = portal_server.RECRUITMENT
Read = Callable[..., tuple[Run, list[int]]]


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    settings.data_dir.mkdir()
    with Store(settings.data_dir) as opened:
        yield opened


@pytest.fixture
def read(settings: Settings, store: Store) -> Read:
    """Reads the whole list ten rows at a time; gives the run and the numbers that are in the list."""

    def read_list(now: datetime = NOW, page_size: int = 10) -> tuple[Run, list[int]]:
        with PortalClient(settings, sleep=lambda seconds: None) as client:
            reader = ListReader(client, store, page_size, now, lambda label, done, total: None)
            run = reader.read(RECRUITMENT, EVERYTHING)
        return run, [state.key for state in store.states("recruitment") if not state.missing_since]

    return read_list


def at_page(portal: PortalServer, number: int, act: Callable[[], None]) -> None:
    """Let something happen once, just before a page is answered for the first time."""
    waiting = [act]

    def before(request: Request) -> None:
        if request.path == LIST and request.page == number and waiting:
            waiting.pop()()

    portal.before = before


def test_every_row_of_the_list_is_read(read: Read, portal: PortalServer) -> None:
    assert read()[1] == list(range(290_001, 290_026))
    assert portal.pages_asked() == [1, 2, 3]


def test_a_posting_published_while_paging_is_not_missed(read: Read, portal: PortalServer) -> None:
    at_page(portal, 2, lambda: portal.rows[LIST].insert(0, posting_row(300_000)))
    assert len(read()[1]) == 26
    assert portal.pages_asked() == [1, 2, 3, 1]


def test_a_posting_that_slips_past_when_another_is_withdrawn_is_not_missed(read: Read, portal: PortalServer) -> None:
    slipping = portal.rows[LIST][10]["recrutPblntSn"]
    at_page(portal, 2, lambda: portal.rows[LIST].pop(0))
    assert slipping in read()[1]
    assert portal.pages_asked() == [1, 2, 3, 1, 2, 3]


def test_a_page_that_is_repeated_once_is_read_again(read: Read, portal: PortalServer) -> None:
    first = portal.true_answer(Request(LIST, {"pageNo": "1", "numOfRows": "10"}))
    portal.script(LIST, None, first)
    assert len(read()[1]) == 25


def test_a_portal_that_repeats_a_page_for_ever_is_an_error(read: Read, portal: PortalServer) -> None:
    portal.always(LIST, envelope(posting_rows(10), 25))
    with pytest.raises(PortalAnswerInvalid, match=r"전체가 25건이라는데 10건만 왔습니다.*이전 자료"):
        read()
    assert len(portal.requests) == 4


def test_fewer_rows_than_the_portals_count_are_an_error_not_a_smaller_list(read: Read, portal: PortalServer) -> None:
    portal.always(LIST, envelope(posting_rows(24), 25))
    with pytest.raises(PortalAnswerInvalid, match="24건만"):
        read(page_size=1000)


def test_an_empty_page_in_the_middle_does_not_make_the_list_shorter(read: Read, portal: PortalServer) -> None:
    for _ in range(2):
        portal.script(LIST, None, Reply(200, '{"resultCode":"3"}'))
    with pytest.raises(PortalAnswerInvalid, match="25건이라는데 10건만"):
        read()


def test_a_list_without_any_rows_is_an_error(read: Read, portal: PortalServer) -> None:
    portal.rows[LIST].clear()
    with pytest.raises(PortalAnswerInvalid, match="한 건도 없다"):
        read()


def test_a_list_in_which_no_row_has_a_number_is_an_error(read: Read, portal: PortalServer) -> None:
    portal.rows[LIST] = [row | {"recrutPblntSn": None} for row in portal.rows[LIST]]
    with pytest.raises(PortalAnswerInvalid, match="형식이 바뀌었을"):
        read()


def test_a_silent_cap_does_not_lose_rows(read: Read, portal: PortalServer) -> None:
    portal.cap = 7
    assert len(read()[1]) == 25


def test_rows_without_a_number_count_as_rows(read: Read, portal: PortalServer) -> None:
    odd: list[Any] = [None, None, "글", {"x": 1}]
    portal.rows[LIST] += odd
    run, _ = read(page_size=1000)
    assert run.total_count == 29


def test_an_interrupted_reading_goes_on_where_it_stopped(read: Read, portal: PortalServer) -> None:
    portal.script(LIST, None, *[Reply(500)] * 4)
    with pytest.raises(PortalUnreachable):
        read()
    run, found = read(now=NOW + timedelta(hours=1))
    assert len(found) == 25
    assert portal.pages_asked() == [1, 2, 2, 2, 2, 2, 3]
    assert run.started_at == NOW


def test_a_reading_that_ran_out_of_calls_goes_on_after_midnight(read: Read, portal: PortalServer) -> None:
    portal.quota = 2
    with pytest.raises(QuotaExceeded, match="자정"):
        read()
    portal.quota = 100
    assert len(read(now=NOW + timedelta(hours=23))[1]) == 25
    assert portal.pages_asked() == [1, 2, 3, 3]


def test_a_reading_of_the_day_before_begins_anew(read: Read, portal: PortalServer) -> None:
    portal.script(LIST, None, *[Reply(500)] * 4)
    with pytest.raises(PortalUnreachable):
        read()
    run, _ = read(now=NOW + timedelta(hours=25))
    assert portal.pages_asked()[-3:] == [1, 2, 3]
    assert run.started_at == NOW + timedelta(hours=25)


def test_a_resumed_reading_finds_what_was_published_meanwhile(read: Read, portal: PortalServer) -> None:
    portal.script(LIST, None, *[Reply(500)] * 4)
    with pytest.raises(PortalUnreachable):
        read()
    portal.rows[LIST][:0] = [posting_row(number) for number in (300_002, 300_001)]
    assert len(read()[1]) == 27


def test_a_resumed_reading_keeps_the_capped_page_size(read: Read, portal: PortalServer) -> None:
    portal.cap = 7
    portal.script(LIST, None, *[Reply(500)] * 4)
    with pytest.raises(PortalUnreachable):
        read()
    assert len(read()[1]) == 25
    assert {request.params["numOfRows"] for request in portal.requests[1:]} == {"7"}


def test_an_incomplete_reading_is_not_resumed(read: Read, portal: PortalServer) -> None:
    for _ in range(2):
        portal.script(LIST, None, Reply(200, '{"resultCode":"3"}'))
    with pytest.raises(PortalAnswerInvalid):
        read()
    assert len(read()[1]) == 25
    assert portal.pages_asked() == [1, 2, 1, 2, 1, 2, 3]


# What is missing


def missing(store: Store) -> list[int]:
    return [state.key for state in store.states("recruitment") if state.missing_since]


def test_what_is_not_in_the_list_any_more_is_missing_after_a_complete_reading(
    read: Read, portal: PortalServer, store: Store
) -> None:
    read()
    portal.rows[LIST].pop(3)
    read(now=NOW + timedelta(hours=1))
    assert missing(store) == [290_022]


def test_nothing_is_missing_after_a_reading_that_came_short(read: Read, portal: PortalServer, store: Store) -> None:
    read()
    portal.always(LIST, envelope(posting_rows(24), 25))
    with pytest.raises(PortalAnswerInvalid):
        read(now=NOW + timedelta(hours=1))
    assert missing(store) == []


def test_nothing_is_missing_after_a_reading_that_was_interrupted(
    read: Read, portal: PortalServer, store: Store
) -> None:
    read()
    portal.script(LIST, None, *[Reply(500)] * 4)
    with pytest.raises(PortalUnreachable):
        read(now=NOW + timedelta(hours=1))
    assert missing(store) == []


def read_part(settings: Settings, store: Store, now: datetime = NOW) -> Run:
    with PortalClient(settings, sleep=lambda seconds: None) as client:
        reader = ListReader(client, store, 1000, now, lambda label, done, total: None)
        return reader.read(RECRUITMENT, {"pbancBgngYmd": "2025-11-03"}, may_be_empty=True)


def test_a_part_of_a_list_may_be_empty(settings: Settings, portal: PortalServer, store: Store) -> None:
    portal.rows[LIST] = posting_rows(FEW)
    read_part(settings, store)
    portal.rows[LIST].clear()
    assert read_part(settings, store, NOW + timedelta(hours=1)).total_count == 0
    assert len(missing(store)) == FEW


def test_a_part_of_which_much_is_known_is_not_believed_to_be_empty(
    settings: Settings, portal: PortalServer, store: Store
) -> None:
    read_part(settings, store)
    portal.rows[LIST].clear()
    with pytest.raises(PortalAnswerInvalid, match="한 건도 없다"):
        read_part(settings, store, NOW + timedelta(hours=1))
    assert missing(store) == []


def test_progress_is_told_in_rows(settings: Settings, store: Store) -> None:
    told: list[tuple[str, int, int]] = []
    with PortalClient(replace(settings)) as client:
        reader = ListReader(client, store, 10, NOW, lambda *step: told.append(step))
        reader.read(RECRUITMENT, EVERYTHING)
    assert told == [("채용공고", 10, 25), ("채용공고", 20, 25), ("채용공고", 25, 25)]
