import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data_loader.errors import (
    LoaderError,
    PortalAnswerInvalid,
    PortalRefused,
    PortalUnreachable,
    QuotaExceeded,
    StoreError,
)
from data_loader.lock import writer_lock
from data_loader.reference import load_reference
from data_loader.settings import Settings
from data_loader.snapshot import NewTable, Origin, open_current, publish
from data_loader.store.database import Store
from data_loader.sync.plan import windows
from data_loader.sync.run import SyncResult
from data_loader.sync.run import sync as run_sync
from tests.data_loader import portal_server
from tests.data_loader.conftest import NOW, assert_free_of_key, institution_row, posting_row, posting_rows
from tests.data_loader.portal_server import KEY, PortalServer, Reply, Request, envelope, gateway_error_xml
from tests.data_loader.service_rows import branch_row, detail, facility_row, programme_row

LIST = portal_server.RECRUITMENT
INSTITUTIONS = portal_server.INSTITUTIONS
DETAIL = portal_server.RECRUITMENT_DETAIL


@pytest.fixture(autouse=True)
def other_services(portal: PortalServer) -> None:
    portal.rows[portal_server.FACILITIES] = [facility_row()]
    portal.rows[portal_server.PROGRAMMES] = [programme_row()]
    portal.rows[portal_server.BRANCHES] = [branch_row()]


@pytest.fixture
def sync(settings: Settings) -> Callable[..., SyncResult]:
    def sync_without_waiting(**options: Any) -> SyncResult:
        options = {"now": NOW, "page_size": 10, "sleep": lambda seconds: None} | options
        now = options.pop("now")
        return run_sync(settings, lambda: now, **options)

    return sync_without_waiting


def published(data_dir: Path, table: str = "postings") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = open_current(data_dir).read(table).to_pylist()
    return rows


def test_postings_and_institutions_are_published_together(sync: Callable[..., SyncResult], settings: Settings) -> None:
    result = sync()
    assert result.warnings == ()
    assert result.snapshot == open_current(settings.data_dir)
    assert len(published(settings.data_dir)) == len(published(settings.data_dir, "posting_texts")) == 25
    assert published(settings.data_dir, "rejected") == []
    found = {row["institution_code"]: row for row in published(settings.data_dir, "institutions")}
    assert found["C0021"]["headquarters_region"] == "R3018"
    assert set(result.snapshot.tables) >= {"pay", "cpi", "code_names"}


def test_every_table_says_where_it_comes_from(sync: Callable[..., SyncResult]) -> None:
    tables = sync().snapshot.tables
    origin = Origin("공공기관 채용정보 조회서비스 (재정경제부, data.go.kr 15125273)", "2025-11-03T10:00:00+09:00")
    assert replace(tables["postings"].origin, covered=None) == origin
    assert tables["institutions"].origin.source == "공공기관 정보 조회 서비스 (재정경제부, data.go.kr 15125287)"


def test_postings_of_earlier_readings_stay(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    sync()
    portal.rows[LIST] = [posting_row(290_025, recrutPbancTtl="고친 제목"), posting_row(300_000)]
    sync(now=NOW + timedelta(days=1), open_only=True, accept=True)
    titles = {row["posting_id"]: row["title"] for row in published(settings.data_dir)}
    assert len(titles) == 26
    assert titles[290_025] == "고친 제목"


def test_real_postings_take_the_place_of_sample_ones(sync: Callable[..., SyncResult], settings: Settings) -> None:
    sync()
    real = open_current(settings.data_dir)
    sample = {
        name: NewTable(real.read(name), Origin("예시", "2099-01-01", is_sample=True))
        for name in ("postings", "posting_texts", "code_names", "rejected")
    }
    publish(settings.data_dir, sample, NOW)
    again = sync(now=NOW + timedelta(days=1))
    assert [name for name, table in again.snapshot.tables.items() if table.origin.is_sample] == []


def test_without_the_institutions_service_the_bundled_roster_stands_in(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    portal.always(INSTITUTIONS, gateway_error_xml("20", "SERVICE_ACCESS_DENIED_ERROR"))
    result = sync()
    (warning,) = result.warnings
    assert warning.startswith("공공기관: ")
    assert "활용신청" in warning
    assert "이전에 받은 것을 그대로 씁니다" in warning
    assert result.snapshot.tables["institutions"].origin == load_reference()["institutions"].origin
    assert {row["institution_type"] for row in published(settings.data_dir)} == {"A2004"}


def test_without_the_institutions_service_a_newer_roster_of_before_stays(
    sync: Callable[..., SyncResult], portal: PortalServer
) -> None:
    later = NOW + timedelta(days=1000)
    sync(now=later)
    portal.always(INSTITUTIONS, Reply(500))
    result = sync(now=later + timedelta(days=1))
    assert result.snapshot.tables["institutions"].origin.as_of == later.isoformat()


def test_rows_that_cannot_be_used_are_kept_aside_and_reported(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    portal.rows[LIST] += [posting_row(1) | {"recrutPblntSn": None}, posting_row(2, pbancBgngYmd="작년"), "글", None]
    portal.rows[INSTITUTIONS] += [institution_row() | {"instCd": None}]
    result = sync()
    rejected = published(settings.data_dir, "rejected")
    assert sorted(row["table"] for row in rejected) == ["institutions", *["postings"] * 4]
    assert all(row["reason"] for row in rejected)
    assert (result.snapshot.tables["postings"].origin.rejected, result.snapshot.tables["postings"].rows) == (4, 25)
    assert result.snapshot.tables["institutions"].origin.rejected == 1
    assert len(result.warnings) >= 3


def test_a_broken_row_is_forgotten_when_the_portal_repairs_it(
    sync: Callable[..., SyncResult], portal: PortalServer
) -> None:
    portal.rows[LIST].append(posting_row(7, pbancBgngYmd="작년"))
    assert sync().snapshot.tables["rejected"].rows == 1
    portal.rows[LIST][-1] = posting_row(7)
    result = sync(now=NOW + timedelta(days=1))
    assert (result.warnings, result.snapshot.tables["rejected"].rows) == ((), 0)


def test_an_unknown_region_is_published_and_reported(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    portal.rows[LIST].append(posting_row(7, workRgnLst="R3999", workRgnNmLst="새로운도"))
    result = sync()
    assert any("R3999" in warning for warning in result.warnings)
    assert ["R3999"] in [row["work_regions"] for row in published(settings.data_dir)]


def test_half_a_letter_in_a_text_does_no_harm(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    title = json.dumps(posting_row(7, recrutPbancTtl="half", aplyQlfcCn="half", instNm="half")).replace(
        "half", "a\\ud800b"
    )
    portal.always(LIST, Reply(200, f'{{"resultCode":200,"totalCount":1,"result":[{title}]}}'))
    sync()
    assert [row["posting_id"] for row in published(settings.data_dir)] == [7]


def test_a_list_in_which_no_posting_can_be_used_is_an_error(
    sync: Callable[..., SyncResult], portal: PortalServer
) -> None:
    for row in portal.rows[LIST]:
        row["startYmd"] = row.pop("pbancBgngYmd")
    with pytest.raises(PortalAnswerInvalid, match="형식이 바뀌었을"):
        sync()


def test_institutions_none_of_which_can_be_used_do_not_make_all_others_former(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    portal.rows[INSTITUTIONS] = [institution_row() | {"instNm": None}]
    assert any("명단을 그대로 씁니다" in warning for warning in sync().warnings)
    assert not all(row["is_former"] for row in published(settings.data_dir, "institutions"))


LOST_CAUSES = {
    "wrong key": ((Reply(403, "Forbidden"),), PortalRefused),
    "500": ((Reply(500),) * 4, PortalUnreachable),
    "cut": ((Reply(200, envelope(posting_rows(25), 25).body, cut=True),) * 4, PortalUnreachable),
    "no result": ((Reply(200, '{"resultCode":200,"totalCount":25}'),), PortalAnswerInvalid),
    "too few": ((envelope(posting_rows(3), 25),) * 4, PortalAnswerInvalid),
}


@pytest.mark.parametrize(("replies", "kind"), LOST_CAUSES.values(), ids=LOST_CAUSES.keys())
def test_after_an_error_the_last_good_snapshot_is_still_served(
    sync: Callable[..., SyncResult],
    settings: Settings,
    portal: PortalServer,
    replies: tuple[Reply, ...],
    kind: type[LoaderError],
) -> None:
    good = sync().snapshot
    portal.rows[LIST].append(posting_row(1))
    portal.script(LIST, None, *replies)
    with pytest.raises(kind):
        sync(now=NOW + timedelta(days=1))
    assert open_current(settings.data_dir) == good
    assert_free_of_key(settings.data_dir)


def test_what_was_received_before_an_error_is_published_by_the_next_sync(
    sync: Callable[..., SyncResult], portal: PortalServer
) -> None:
    portal.script(LIST, None, *[Reply(500)] * 4)
    with pytest.raises(PortalUnreachable):
        sync()
    result = sync(now=NOW + timedelta(hours=2))
    assert result.snapshot.tables["postings"].rows == 25
    assert result.snapshot.tables["postings"].origin.as_of == (NOW + timedelta(hours=2)).isoformat()


def test_two_syncs_at_once_do_not_mix(sync: Callable[..., SyncResult], settings: Settings) -> None:
    with writer_lock(settings.data_dir, "sync"), pytest.raises(StoreError, match="자료를 쓰고 있습니다"):
        sync()


def test_without_a_key_nothing_is_touched(settings: Settings) -> None:
    with pytest.raises(LoaderError, match="DATA_GO_KR_SERVICE_KEY"):
        run_sync(Settings(settings.data_dir, settings.base_url), lambda: NOW)
    assert not settings.data_dir.exists()


def counted(table: pa.Table, column: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for codes in table.column(column).to_pylist():
        for code in codes:
            found[code] = found.get(code, 0) + 1
    return found


def test_the_recorded_list_gives_the_figures_counted_on_it(
    sync: Callable[..., SyncResult], portal: PortalServer, real_list: dict[str, Any]
) -> None:
    portal.rows[LIST] = real_list["result"]
    snapshot = sync(page_size=1000).snapshot
    postings = snapshot.read("postings")
    assert postings.num_rows == 379
    assert len(postings.column("institution_code").unique()) == 121
    hire_types = counted(postings, "hire_types")
    assert [hire_types[code] for code in ("R1040", "R1010", "R1030", "R1060", "R1070")] == [256, 75, 36, 35, 4]
    regions = [len(codes) for codes in postings.column("work_regions").to_pylist()]
    assert (sum(n > 1 for n in regions), sum(n == 17 for n in regions)) == (49, 3)
    assert counted(postings, "ncs_fields")["R600006"] == 161
    assert sum(postings.column("is_replacement").to_pylist()) == 87


def test_the_odd_rows_of_the_recorded_list_survive(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer, real_list: dict[str, Any]
) -> None:
    portal.rows[LIST] = real_list["result"]
    result = sync(page_size=1000)
    postings = {row["posting_id"]: row for row in published(settings.data_dir)}
    texts = {row["posting_id"]: row for row in published(settings.data_dir, "posting_texts")}
    assert "\x0b" not in texts[292228]["eligibility"]
    assert texts[292228]["eligibility"].startswith("(공통)")
    assert postings[292463]["original_url"] is None
    assert postings[292235]["start_date"].year == 2018
    assert postings[292235]["duration_days"] is None
    assert result.snapshot.tables["rejected"].rows == 0


MUTATIONS = st.fixed_dictionaries(
    {},
    optional={
        name: st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(["x"])
        for name in posting_row(1)
    },
)


@pytest.mark.parametrize("service", [LIST, INSTITUTIONS])
@hypothesis_settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(mutations=st.lists(MUTATIONS | st.none() | st.text(max_size=3), min_size=1, max_size=12), cut=st.booleans())
def test_any_mutation_of_the_rows_is_published_or_an_error_of_ours(
    portal: PortalServer, tmp_path_factory: pytest.TempPathFactory, service: str, mutations: list[Any], cut: bool
) -> None:
    template = posting_row(1) if service == LIST else institution_row()
    rows = [template | change if isinstance(change, dict) else change for change in mutations]
    body = json.dumps({"resultCode": 200, "totalCount": len(rows), "result": rows})
    reply = Reply(200, body[: len(body) - 3] if cut else body)
    portal.rows[LIST] = posting_rows(2)
    portal.before = lambda request: portal.always(service, reply)
    settings = Settings(tmp_path_factory.mktemp("mutated"), portal.url, KEY)
    try:
        run_sync(settings, lambda: NOW, sleep=lambda seconds: None)
    except LoaderError as error:
        assert KEY not in str(error)


def test_a_request_asks_for_open_postings_only_when_told(sync: Callable[..., SyncResult], portal: PortalServer) -> None:
    asked: list[Request] = portal.requests
    sync(open_only=True, page_size=1000)
    assert [request.params.get("ongoingYn") for request in asked if request.path == LIST] == ["Y"]


def test_the_open_postings_are_published_before_the_history_is_read(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    coverages: list[str] = []

    def note(request: Request) -> None:
        if request.path == LIST and "pbancBgngYmd" in request.params and not coverages:
            coverages.append(open_current(settings.data_dir).tables["postings"].origin.coverage)

    portal.before = note
    after = sync().snapshot.tables["postings"].origin.coverage
    assert coverages[0] == "접수 중인 공고만 받았습니다. 지난 공고는 약 13일 뒤."
    assert after == ""


def test_details_bring_stages_and_attachments(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    portal.details[DETAIL] = {290_025: detail(290_025)}
    result = sync()
    assert {row["posting_id"] for row in published(settings.data_dir, "stages")} == {290_025}
    assert {row["posting_id"] for row in published(settings.data_dir, "attachments")} == {290_025}
    # The portal knows nothing of the others; they are asked for once.
    assert len(numbers_asked(portal)) == 25
    assert result.plan.days == 0


def numbers_asked(portal: PortalServer) -> list[str]:
    return [request.params["sn"] for request in portal.requests if request.path == DETAIL]


def test_an_edited_posting_has_its_detail_asked_for_again(
    sync: Callable[..., SyncResult], portal: PortalServer
) -> None:
    sync()
    portal.rows[LIST][3] = posting_row(290_022, recrutPbancTtl="고친 제목")
    portal.requests.clear()
    sync(now=NOW + timedelta(hours=1))
    assert numbers_asked(portal) == ["290022"]


def test_a_detail_that_makes_no_sense_costs_only_itself(sync: Callable[..., SyncResult], portal: PortalServer) -> None:
    portal.details[DETAIL] = {290_025: detail(1), 290_024: detail(290_024)}
    result = sync()
    assert [warning for warning in result.warnings if "다른 번호" in warning]
    assert len(numbers_asked(portal)) == 25
    assert result.snapshot.tables["stages"].rows == 2


def known_before(settings: Settings) -> Store:
    settings.data_dir.mkdir(exist_ok=True)
    return Store(settings.data_dir)


def test_the_day_ends_when_the_calls_are_spent_and_goes_on_the_next(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    with known_before(settings) as store:
        store.learn_calls("recruitment_detail", NOW.date(), 990)
    first = sync()
    assert (len(numbers_asked(portal)), first.warnings) == (10, ())
    assert (first.plan.backlog, first.plan.days) == ({"recruitment_detail": 15}, 2)
    sync(now=NOW + timedelta(hours=1))
    assert len(numbers_asked(portal)) == 10
    assert sync(now=NOW + timedelta(days=1)).plan.backlog == {}
    assert len(set(numbers_asked(portal))) == len(numbers_asked(portal)) == 25


def test_a_refusal_of_the_portal_ends_the_day_as_well(sync: Callable[..., SyncResult], portal: PortalServer) -> None:
    spent = Reply(429, "API rate limit exceeded", {"x-ratelimit-remaining": "0"})
    portal.script(DETAIL, None, None, spent)
    assert sync().warnings == ()
    sync(now=NOW + timedelta(hours=1))
    assert len(numbers_asked(portal)) == 3
    sync(now=NOW + timedelta(days=1))
    assert len(set(numbers_asked(portal))) == 25


def test_calls_for_the_open_postings_are_left_until_midnight(
    sync: Callable[..., SyncResult], settings: Settings, portal: PortalServer
) -> None:
    with known_before(settings) as store:
        store.learn_limit("recruitment", 12)
    result = sync(page_size=1000)
    # Half of twelve stay: one went to the open postings, five to years.
    assert len(portal.pages_asked(LIST)) == 6
    assert len(result.plan.missing) == len(windows(NOW)) - 5


def test_without_a_call_for_the_open_postings_the_details_go_on(
    sync: Callable[..., SyncResult], portal: PortalServer, settings: Settings
) -> None:
    portal.details[DETAIL] = {}
    sync(open_only=True)
    with Store(settings.data_dir) as store:
        store.learn_calls("recruitment", NOW.date(), 1000)
    result = sync(now=NOW + timedelta(hours=1))
    assert any("채용공고: 오늘 쓸 수 있는 호출 수를 다 썼습니다" in warning for warning in result.warnings)
    assert len(numbers_asked(portal)) == 25
    with pytest.raises(QuotaExceeded):
        sync(now=NOW + timedelta(hours=2), open_only=True)


def test_a_long_sync_reads_the_open_postings_every_ten_minutes(settings: Settings, portal: PortalServer) -> None:
    clock = [NOW]

    def a_minute_later(request: Request) -> None:
        clock[0] += timedelta(minutes=1)

    portal.before = a_minute_later
    run_sync(settings, lambda: clock[0], sleep=lambda seconds: None)
    opened = [place for place, request in enumerate(portal.requests) if request.params.get("ongoingYn") == "Y"]
    assert len(opened) >= 4
    # A list of several pages is read to its end first.
    assert all(later - earlier <= 12 for earlier, later in pairwise(opened))
