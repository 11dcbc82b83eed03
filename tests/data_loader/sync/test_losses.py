"""What is gone from the portal is told, and what one bad answer says is gone is not believed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from data_loader.errors import PortalAnswerInvalid
from data_loader.settings import Settings
from data_loader.snapshot import Snapshot, open_current
from data_loader.store.database import Store
from data_loader.sync.attempts import OPEN_PART, last_attempts
from data_loader.sync.losses import FEW, is_too_many, most_rows
from data_loader.sync.run import SyncResult
from data_loader.sync.run import sync as run_sync
from tests.data_loader import portal_server
from tests.data_loader.conftest import NOW, institution_row, posting_row
from tests.data_loader.portal_server import PortalServer, Reply, envelope
from tests.data_loader.service_rows import branch_row, detail, facility_row, file_row, programme_row

LIST = portal_server.RECRUITMENT
DETAIL = portal_server.RECRUITMENT_DETAIL
JUNK = ("작년", "", None, [], {"a": 1}, 10**30, "9" * 400)
Sync = Callable[..., SyncResult]


@pytest.fixture(autouse=True)
def other_services(portal: PortalServer) -> None:
    portal.rows[portal_server.FACILITIES] = [facility_row()]
    portal.rows[portal_server.PROGRAMMES] = [programme_row()]
    portal.rows[portal_server.BRANCHES] = [branch_row()]


@pytest.fixture
def sync(settings: Settings) -> Sync:
    """A sync so many minutes after the first one."""

    def sync_after(minutes: int = 0, **options: Any) -> SyncResult:
        now = NOW + timedelta(minutes=minutes)
        return run_sync(settings, lambda: now, sleep=lambda seconds: None, **options)

    return sync_after


def by_number(snapshot: Snapshot, column: str) -> dict[int, Any]:
    rows = snapshot.read("postings", ["posting_id", column]).to_pylist()
    return {row["posting_id"]: row[column] for row in rows}


def junk_row(number: int) -> dict[str, Any]:
    """A row in which everything but the number is nonsense."""
    names = [name for name in posting_row(number) if name != "recrutPblntSn"]
    return {"recrutPblntSn": number} | {name: JUNK[place % len(JUNK)] for place, name in enumerate(names)}


def test_a_posting_gone_from_the_open_list_is_withdrawn_from_that_day(sync: Sync, portal: PortalServer) -> None:
    assert set(by_number(sync().snapshot, "withdrawn_date").values()) == {None}
    gone = portal.rows[LIST].pop(3)
    snapshot = sync(10, open_only=True).snapshot
    withdrawn = by_number(snapshot, "withdrawn_date")
    assert {number: day for number, day in withdrawn.items() if day} == {gone["recrutPblntSn"]: date(2025, 11, 3)}
    assert snapshot.tables["postings"].rows == 25


def test_a_posting_that_comes_back_is_open_again(sync: Sync, portal: PortalServer) -> None:
    sync()
    gone = portal.rows[LIST].pop(3)
    sync(10, open_only=True)
    portal.rows[LIST].insert(3, gone)
    assert set(by_number(sync(20, open_only=True).snapshot, "withdrawn_date").values()) == {None}


def test_a_withdrawn_posting_stays_withdrawn_for_a_process_that_begins_anew(sync: Sync, portal: PortalServer) -> None:
    sync()
    portal.rows[LIST].pop(3)
    sync(10, open_only=True)
    portal.rows[LIST].insert(0, posting_row(300_000))
    withdrawn = by_number(sync(20, open_only=True).snapshot, "withdrawn_date")
    assert [number for number, day in withdrawn.items() if day] == [290_022]


def test_a_posting_that_ended_before_it_was_gone_is_not_withdrawn(sync: Sync, portal: PortalServer) -> None:
    sync()
    portal.rows[LIST].pop(3)
    later = sync(60 * 24 * 30, accept=True).snapshot
    assert set(by_number(later, "withdrawn_date").values()) == {None}


def test_a_posting_that_another_list_calls_not_open_stays_withdrawn(sync: Sync, portal: PortalServer) -> None:
    sync()
    portal.rows[LIST][3] = posting_row(290_022, ongoingYn="N")
    sync(10)
    # A day later the year is read again, and holds it.
    withdrawn = by_number(sync(60 * 25).snapshot, "withdrawn_date")
    assert {number: day for number, day in withdrawn.items() if day} == {290_022: date(2025, 11, 3)}


def test_the_last_readable_content_of_a_posting_stands(sync: Sync, portal: PortalServer) -> None:
    before = sync().snapshot.read("postings").to_pylist()
    portal.rows[LIST] = [junk_row(row["recrutPblntSn"]) | {"ongoingYn": "Y"} for row in portal.rows[LIST]]
    result = sync(10, open_only=True)
    assert result.snapshot.read("postings").to_pylist() == before
    assert result.snapshot.tables["rejected"].rows == 25
    assert result.needs_a_look
    assert "채용공고: 새 내용을 읽지 못해 앞서 받은 내용을 쓴 기록이 25건 있습니다." in result.warnings
    reasons = result.snapshot.read("rejected")["reason"].to_pylist()
    assert all(reason.endswith("(앞서 받은 내용을 씀)") for reason in reasons)


def test_of_junk_it_is_the_readable_rest_that_is_renewed(sync: Sync, portal: PortalServer, settings: Settings) -> None:
    sync()
    portal.rows[LIST][0] = posting_row(290_025, recrutPbancTtl="고친 제목")
    portal.rows[LIST][1] = junk_row(290_024) | {"ongoingYn": "Y"}
    titles = by_number(sync(10, open_only=True).snapshot, "title")
    assert (titles[290_025], titles[290_024]) == ("고친 제목", "기간제 직원 채용 290024")
    portal.rows[LIST][1] = posting_row(290_024, recrutPbancTtl="다시 읽히는 제목")
    healed = sync(20, open_only=True).snapshot
    assert by_number(healed, "title")[290_024] == "다시 읽히는 제목"
    assert open_current(settings.data_dir).tables["rejected"].rows == 0


def test_the_last_readable_content_stands_in_every_list(sync: Sync, portal: PortalServer) -> None:
    portal.details[DETAIL] = {290_025: detail(290_025, files=[file_row()])}
    names = ("facilities", "programmes", "attachments", "stages")
    first = sync().snapshot
    before = {name: first.read(name).to_pylist() for name in names}
    portal.rows[portal_server.INSTITUTIONS] = [institution_row() | {"instNm": None}]
    portal.rows[portal_server.FACILITIES] = [facility_row() | {"fcltNm": []}]
    portal.rows[portal_server.PROGRAMMES] = [programme_row() | {"bizNm": {}}]
    portal.details[DETAIL] = {290_025: detail(290_025, files="없음", steps=3)}
    portal.rows[LIST][0] = posting_row(290_025, recrutPbancTtl="고친 제목")
    after = sync(60 * 24 * 8).snapshot
    for name in names:
        assert after.read(name).to_pylist() == before[name], name
        assert after.tables[name].rows > 0
    current = [row for row in after.read("institutions").to_pylist() if not row["is_former"]]
    assert [row["institution"] for row in current] == ["국립공원공단"]
    assert sorted(after.read("rejected")["table"].to_pylist()) == ["facilities", "institutions", "programmes", "stages"]


def test_a_list_from_which_most_is_gone_is_held_back_and_nothing_is_missing(
    sync: Sync, portal: PortalServer, settings: Settings
) -> None:
    before = sync().snapshot
    kept = portal.rows[LIST][:14]
    portal.rows[LIST] = kept
    with pytest.raises(PortalAnswerInvalid, match=r"25건 가운데 11건이 한꺼번에 빠져.*--accept"):
        sync(10, open_only=True)
    assert open_current(settings.data_dir) == before
    assert last_attempts(settings.data_dir)[OPEN_PART].is_failing
    with Store(settings.data_dir) as store:
        assert store.withdrawals("recruitment") == {}


def test_what_was_held_back_is_taken_where_somebody_says_so(sync: Sync, portal: PortalServer) -> None:
    sync()
    portal.rows[LIST] = portal.rows[LIST][:10]
    withdrawn = by_number(sync(10, open_only=True, accept=True).snapshot, "withdrawn_date")
    assert sum(day is not None for day in withdrawn.values()) == 15
    assert sync(20, open_only=True).warnings == ()


def test_other_lists_are_held_back_as_well(sync: Sync, portal: PortalServer) -> None:
    portal.rows[portal_server.INSTITUTIONS] = [institution_row(f"C{number:04}") for number in range(1, 41)]
    sync()
    portal.rows[portal_server.INSTITUTIONS] = [institution_row("C0001")]
    result = sync(60 * 25)
    assert any("40건 가운데 39건이 한꺼번에 빠져" in warning for warning in result.warnings)
    assert sum(not row["is_former"] for row in result.snapshot.read("institutions").to_pylist()) == 40


def test_days_that_would_close_most_postings_at_once_are_not_published(
    sync: Sync, portal: PortalServer, settings: Settings
) -> None:
    before = sync().snapshot
    portal.rows[LIST] = [row | {"pbancEndYmd": "20251103"} for row in portal.rows[LIST]]
    portal.rows[LIST] = [row | {"pbancBgngYmd": "20240101", "pbancEndYmd": "20240102"} for row in portal.rows[LIST]]
    with pytest.raises(PortalAnswerInvalid, match="열린 공고 25건 가운데 25건이 한꺼번에 사라지게"):
        sync(10, open_only=True)
    assert open_current(settings.data_dir) == before
    assert last_attempts(settings.data_dir)[OPEN_PART].is_failing
    accepted = sync(20, open_only=True, accept=True).snapshot
    assert set(by_number(accepted, "end_date").values()) == {date(2024, 1, 2)}


@pytest.mark.parametrize("total", [10**30, 10**13, 10**9, 100_000, "9" * 12])
def test_a_count_that_cannot_be_costs_no_more_than_one_call(sync: Sync, portal: PortalServer, total: object) -> None:
    sync()
    portal.requests.clear()
    portal.always(LIST, envelope(portal.rows[LIST], total))
    with pytest.raises(PortalAnswerInvalid):
        sync(10)
    assert len(portal.pages_asked(LIST)) == 1


def test_a_first_page_of_one_row_does_not_make_every_page_one_row(sync: Sync, portal: PortalServer) -> None:
    sync()
    portal.requests.clear()
    portal.script(LIST, envelope(portal.rows[LIST][:1], 25))
    with pytest.raises(PortalAnswerInvalid, match="1,000건을 청했는데"):
        sync(10)
    assert len(portal.pages_asked(LIST)) == 1


def test_a_list_that_has_really_grown_is_read_where_somebody_says_so(sync: Sync, portal: PortalServer) -> None:
    sync()
    most = most_rows(25)
    portal.rows[LIST] = [posting_row(number) for number in range(400_000, 400_001 + most)] + portal.rows[LIST]
    with pytest.raises(PortalAnswerInvalid, match="너무 많아"):
        sync(10, open_only=True)
    assert sync(20, open_only=True, accept=True).snapshot.tables["postings"].rows == most + 26


def test_without_a_call_for_the_open_list_it_is_told_as_not_read(sync: Sync, settings: Settings) -> None:
    assert sync().is_open_read
    with Store(settings.data_dir) as store:
        store.learn_calls("recruitment", NOW.date(), 1000)
    assert not sync(10).is_open_read


@pytest.mark.parametrize("failure", [Reply(500), Reply(502), Reply(body="{", cut=True), Reply(403, "Forbidden")])
def test_an_open_list_that_fails_is_never_a_good_end(sync: Sync, portal: PortalServer, failure: Reply) -> None:
    sync()
    portal.always(LIST, failure)
    with pytest.raises(Exception, match="채용공고"):
        sync(10)


def test_a_few_may_always_go() -> None:
    assert not is_too_many(FEW, FEW)
    assert is_too_many(FEW + 1, FEW + 1)
    assert not is_too_many(100, 500)
    assert is_too_many(101, 500)
