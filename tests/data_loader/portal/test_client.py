import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from data_loader.errors import (
    LoaderError,
    PortalAnswerInvalid,
    PortalRefused,
    PortalUnreachable,
    QuotaExceeded,
    SettingsError,
)
from data_loader.portal.client import (
    BRANCHES,
    EVERYTHING,
    FACILITIES,
    FACILITY_DETAIL,
    INSTITUTIONS,
    OPEN_ONLY,
    OPERATIONS,
    PROGRAMMES,
    RECRUITMENT,
    RECRUITMENT_DETAIL,
    Operation,
    Page,
    PortalClient,
    branches_of,
    without_persons,
)
from data_loader.settings import Settings
from tests.data_loader import portal_server
from tests.data_loader.conftest import institution_row, posting_row, posting_rows
from tests.data_loader.portal_server import (
    KEY,
    PortalServer,
    Reply,
    envelope,
    gateway_error,
    gateway_error_xml,
)
from tests.data_loader.service_rows import branch_row, detail, facility_row, programme_row

LIST = portal_server.RECRUITMENT


@pytest.fixture
def pauses() -> list[float]:
    """The seconds the client would have waited between attempts."""
    return []


@pytest.fixture
def read_pages(settings: Settings, pauses: list[float]) -> Callable[..., list[Page]]:
    def read(size: int = 10, first: int = 1, **changes: object) -> list[Page]:
        with PortalClient(settings, sleep=pauses.append) as client:
            return list(client.pages(RECRUITMENT, EVERYTHING, size, first))

    return read


def numbers(pages: list[Page]) -> list[int]:
    return [row["recrutPblntSn"] for page in pages for row in page.rows]


def test_all_pages_are_read_in_the_order_the_portal_gives(read_pages: Callable[..., list[Page]]) -> None:
    pages = read_pages(size=10)
    assert [(page.number, len(page.rows), page.total_count) for page in pages] == [(1, 10, 25), (2, 10, 25), (3, 5, 25)]
    assert numbers(pages) == list(range(290_025, 290_000, -1))


def test_the_page_size_stays_the_same_within_a_reading(
    read_pages: Callable[..., list[Page]], portal: PortalServer
) -> None:
    read_pages(size=10)
    assert {request.params["numOfRows"] for request in portal.requests} == {"10"}


def test_requests_ask_for_json_and_send_the_decoded_key(
    read_pages: Callable[..., list[Page]], portal: PortalServer
) -> None:
    read_pages(size=1000)
    assert portal.requests[0].params == {
        "serviceKey": KEY,
        "pageNo": "1",
        "numOfRows": "1000",
        "resultType": "json",
    }


def test_reading_can_begin_at_a_later_page(read_pages: Callable[..., list[Page]]) -> None:
    assert numbers(read_pages(size=10, first=3)) == [290_005, 290_004, 290_003, 290_002, 290_001]


def test_a_silent_cap_becomes_the_page_size(read_pages: Callable[..., list[Page]], portal: PortalServer) -> None:
    portal.cap = 7
    pages = read_pages(size=10)
    assert [page.size for page in pages] == [7, 7, 7, 7]
    assert numbers(pages) == list(range(290_025, 290_000, -1))


def test_only_open_postings_come_when_asked_for(settings: Settings, portal: PortalServer) -> None:
    portal.rows[LIST][3]["ongoingYn"] = "N"
    with PortalClient(settings) as client:
        (page,) = client.pages(RECRUITMENT, OPEN_ONLY)
    assert page.total_count == 24


def test_a_page_that_repeats_the_one_before_ends_the_reading(
    read_pages: Callable[..., list[Page]], portal: PortalServer
) -> None:
    portal.always(LIST, envelope(posting_rows(10), 10_000))
    assert len(read_pages(size=10)) == 2


@pytest.mark.parametrize(
    "reply", [Reply(body='{"resultCode":"3","resultMsg":"NODATA"}'), gateway_error_xml("03", "NODATA_ERROR")]
)
def test_no_data_is_an_empty_page(read_pages: Callable[..., list[Page]], portal: PortalServer, reply: Reply) -> None:
    portal.script(LIST, reply)
    assert read_pages() == [Page(1, 10, [], 0)]


@pytest.mark.parametrize("code", [200, "200", 0, "0", "00"])
def test_success_is_a_number_or_a_text(
    read_pages: Callable[..., list[Page]], portal: PortalServer, code: object
) -> None:
    portal.script(LIST, envelope([posting_row(1)], "1", code))
    assert numbers(read_pages()) == [1]


def test_rows_that_are_no_objects_come_through(read_pages: Callable[..., list[Page]], portal: PortalServer) -> None:
    portal.script(LIST, envelope([posting_row(1), None, "x", 3, []], 5))
    assert read_pages()[0].rows[1:] == [None, "x", 3, []]


PASSING_FAULTS = {
    "HTTP 500": Reply(500),
    "HTML 502": Reply(502, "<html><body><h1>502 Bad Gateway</h1></body></html>"),
    "HTML 200": Reply(200, "<!DOCTYPE html><html><body>점검 중</body></html>"),
    "server error 6": Reply(200, '{"resultCode":"6"}'),
    "time-out at the source": gateway_error_xml("05", "SERVICETIMEOUT_ERROR"),
    "unexpected errors": Reply(200, "Unexpected errors"),
    "cut in mid-body": Reply(200, envelope(posting_rows(25), 25).body, cut=True),
    "truncated JSON": Reply(200, str(envelope(posting_rows(25), 25).body)[:500]),
    "empty body": Reply(200),
    "broken letters": Reply(200, str(envelope(posting_rows(1), 1).body).encode()[:-40] + b'\xff"}],"totalCount":1}'),
    "half a gzip": Reply(200, b"\x1f\x8b\x08\x00garbage", {"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("reply", PASSING_FAULTS.values(), ids=PASSING_FAULTS.keys())
def test_a_fault_that_passes_is_retried_with_growing_pauses(
    read_pages: Callable[..., list[Page]], portal: PortalServer, pauses: list[float], reply: Reply
) -> None:
    portal.script(LIST, reply, reply)
    assert len(numbers(read_pages(size=25))) == 25
    assert pauses == [1, 2]


@pytest.mark.parametrize("reply", PASSING_FAULTS.values(), ids=PASSING_FAULTS.keys())
def test_a_fault_that_stays_is_an_error_after_four_attempts(
    read_pages: Callable[..., list[Page]], portal: PortalServer, pauses: list[float], reply: Reply
) -> None:
    portal.always(LIST, reply)
    with pytest.raises((PortalUnreachable, PortalAnswerInvalid), match="다시 실행해 주세요"):
        read_pages()
    assert pauses == [1, 2, 4]


TOO_FAST = {
    "per second, XML": gateway_error_xml("23", "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR"),
    "per second, JSON 429": gateway_error("23", "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR", 429),
    "429 with calls left": Reply(429, "", {"x-ratelimit-remaining": "12"}),
    "429 that says nothing": Reply(429, "", {"x-ratelimit-remaining": "many"}),
    "rate in plain text": Reply(200, "API rate limit exceeded"),
}


@pytest.mark.parametrize("reply", TOO_FAST.values(), ids=TOO_FAST.keys())
def test_calls_that_come_too_fast_wait_longer_and_once_more(
    read_pages: Callable[..., list[Page]], portal: PortalServer, pauses: list[float], reply: Reply
) -> None:
    portal.script(LIST, reply, reply, reply, reply)
    assert len(numbers(read_pages(size=25))) == 25
    assert pauses == [2, 4, 8, 16]


@pytest.mark.parametrize("reply", TOO_FAST.values(), ids=TOO_FAST.keys())
def test_calls_that_stay_too_fast_are_an_error_after_five_attempts(
    read_pages: Callable[..., list[Page]], portal: PortalServer, pauses: list[float], reply: Reply
) -> None:
    portal.always(LIST, reply)
    with pytest.raises(PortalUnreachable, match="다시 실행해 주세요"):
        read_pages()
    assert pauses == [2, 4, 8, 16]


def test_a_portal_that_hangs_is_a_time_out(portal: PortalServer, settings: Settings, pauses: list[float]) -> None:
    portal.script(LIST, Reply(hang=True))
    hasty = Settings(settings.data_dir, portal.url, KEY, timeout=(0.2, 0.2))
    with PortalClient(hasty, sleep=pauses.append) as client:
        assert len(list(client.pages(RECRUITMENT))) == 1
    assert pauses == [1]


def test_a_portal_that_is_not_there_is_unreachable(settings: Settings) -> None:
    nowhere = Settings(settings.data_dir, "http://127.0.0.1:9", KEY, timeout=(0.5, 0.5))
    with (
        PortalClient(nowhere, attempts=1) as client,
        pytest.raises(PortalUnreachable, match="인터넷 연결과 DATA_GO_KR_BASE_URL"),
    ):
        list(client.pages(RECRUITMENT))


LASTING_FAULTS: dict[str, tuple[Reply, type[LoaderError], str]] = {
    "30, JSON 403": (
        gateway_error("30", "SERVICE_KEY_IS_NOT_REGISTERED_ERROR", 403),
        PortalRefused,
        "등록되지 않은 서비스 키입니다.코드 30 SERVICE_KEY_IS_NOT_REGISTERED_ERROR.*한 시간.*DATA_GO_KR_SERVICE_KEY",
    ),
    "30, XML 200": (gateway_error_xml("30", "SERVICE_KEY_IS_NOT_REGISTERED_ERROR"), PortalRefused, "코드 30"),
    "20": (gateway_error_xml("20", "SERVICE_ACCESS_DENIED_ERROR"), PortalRefused, "활용신청"),
    "22": (
        gateway_error_xml("22", "LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR"),
        QuotaExceeded,
        r"코드 22.*자정\(KST\)",
    ),
    "31": (gateway_error("31", "DEADLINE_HAS_EXPIRED_ERROR"), PortalRefused, "활용 기간을 연장"),
    "32": (gateway_error("32", "UNREGISTERED_IP_ERROR"), PortalRefused, "IP 주소를 등록"),
    "10, flat": (Reply(200, '{"resultCode":"10","resultMsg":"잘못된 파라미터"}'), PortalRefused, "요청 변수"),
    "12": (gateway_error_xml("12", "NO_OPENAPI_SERVICE_ERROR"), PortalRefused, "폐기"),
    "22 in the usual envelope": (
        Reply(200, '{"response":{"header":{"resultCode":"22","resultMsg":"LIMITED"}}}'),
        QuotaExceeded,
        "코드 22",
    ),
    "429, quota spent": (Reply(429, "", {"X-RateLimit-Remaining": "0"}), QuotaExceeded, r"자정\(KST\)"),
    "401": (Reply(401, "Unauthorized"), PortalRefused, "HTTP 401.*DATA_GO_KR_SERVICE_KEY"),
    "403": (Reply(403, "Forbidden"), PortalRefused, "HTTP 403.*활용신청"),
    "Unauthorized, 200": (Reply(200, "Unauthorized"), PortalRefused, "401"),
    "API not found": (Reply(404, "API not found"), PortalRefused, "404"),
    "400": (Reply(400, "{}"), PortalRefused, "HTTP 400"),
    "an unknown code": (Reply(200, '{"resultCode":"77","resultMsg":"이상한 일"}'), PortalRefused, "77.*이상한 일"),
    "no result": (Reply(200, '{"resultCode":200,"totalCount":3}'), PortalAnswerInvalid, "result"),
    "result no list": (envelope({"item": []}, 3), PortalAnswerInvalid, "result"),
    "no total": (Reply(200, '{"resultCode":200,"result":[]}'), PortalAnswerInvalid, "totalCount"),
    "total no number": (envelope([], "many"), PortalAnswerInvalid, "totalCount"),
    "total true": (envelope([], True), PortalAnswerInvalid, "totalCount"),
    "total negative": (envelope([], -1), PortalAnswerInvalid, "totalCount"),
    "no code": (Reply(200, '{"result":[],"totalCount":0}'), PortalAnswerInvalid, "약속된 모양"),
    "a bare list": (Reply(200, "[1,2]"), PortalAnswerInvalid, "약속된 모양"),
    "XML where JSON was asked": (
        Reply(200, "<response><resultCode>200</resultCode><result/></response>"),
        PortalAnswerInvalid,
        "XML",
    ),
}


@pytest.mark.parametrize(("reply", "kind", "words"), LASTING_FAULTS.values(), ids=LASTING_FAULTS.keys())
def test_a_fault_that_does_not_pass_is_told_at_once(
    read_pages: Callable[..., list[Page]],
    portal: PortalServer,
    pauses: list[float],
    reply: Reply,
    kind: type[LoaderError],
    words: str,
) -> None:
    portal.always(LIST, reply)
    with pytest.raises(kind, match=words) as caught:
        read_pages()
    assert type(caught.value) is kind
    assert (len(portal.requests), pauses) == (1, [])


def test_an_answer_that_never_ends_is_cut_off(
    read_pages: Callable[..., list[Page]], portal: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_loader.portal.client.LARGEST_BODY", 1000)
    with pytest.raises(PortalAnswerInvalid, match="받지 않았습니다"):
        read_pages()


def test_a_redirect_is_not_followed_with_the_key(read_pages: Callable[..., list[Page]], portal: PortalServer) -> None:
    with PortalServer([]) as elsewhere:
        portal.always(LIST, Reply(302, "", {"Location": f"{elsewhere.url}{LIST}?serviceKey={KEY}"}))
        with pytest.raises(PortalRefused, match="다른 주소"):
            read_pages()
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    "form", [KEY, quote(KEY, safe=""), quote(quote(KEY, safe=""), safe=""), quote(KEY, safe="").lower()]
)
def test_the_key_is_hidden_where_the_portal_repeats_it(
    read_pages: Callable[..., list[Page]], portal: PortalServer, form: str
) -> None:
    portal.always(LIST, Reply(200, f'{{"resultCode":"77","resultMsg":"bad key {form} \\u0007!"}}'))
    with pytest.raises(PortalRefused, match=r"bad key \(서비스 키\) !"):
        read_pages()


def test_the_portals_words_are_cut_short(read_pages: Callable[..., list[Page]], portal: PortalServer) -> None:
    portal.always(LIST, Reply(200, f'{{"resultCode":"77","resultMsg":"{"길다" * 5000}"}}'))
    with pytest.raises(PortalRefused) as caught:
        read_pages()
    assert len(str(caught.value)) < 300


def test_a_warning_of_the_http_library_does_not_hold_the_key(
    read_pages: Callable[..., list[Page]], portal: PortalServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    portal.script(LIST, Reply(200, envelope([], 0).body, {"Broken\r\nheader without colon": "x"}))
    read_pages()
    assert "c2ltdWxhdGVk" not in caplog.text


def test_errors_carry_no_address_even_in_their_chain(settings: Settings) -> None:
    nowhere = Settings(settings.data_dir, "http://127.0.0.1:9", KEY, timeout=(0.5, 0.5))
    with PortalClient(nowhere, attempts=1) as client, pytest.raises(PortalUnreachable) as caught:
        list(client.pages(RECRUITMENT))
    assert caught.value.__suppress_context__
    assert "127.0.0.1" not in str(caught.value)


def test_without_a_key_the_client_says_where_to_put_one(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="DATA_GO_KR_SERVICE_KEY"):
        PortalClient(Settings(settings.data_dir, settings.base_url))


def test_the_client_does_not_show_the_key(settings: Settings) -> None:
    assert KEY not in repr(PortalClient(settings)) + repr(settings)


# Single items

DETAIL = portal_server.RECRUITMENT_DETAIL


@pytest.fixture
def read_item(settings: Settings, pauses: list[float]) -> Callable[..., dict[str, Any] | None]:
    def read(number: int = 303_953, operation: Operation = RECRUITMENT_DETAIL) -> dict[str, Any] | None:
        with PortalClient(settings, sleep=pauses.append) as client:
            return client.item(operation, number)

    return read


ReadItem = Callable[..., dict[str, Any] | None]


def test_an_item_is_asked_for_by_its_number_in_the_services_own_word(portal: PortalServer, read_item: ReadItem) -> None:
    portal.details[DETAIL][303_953] = detail()
    assert read_item() == detail()
    assert portal.requests[0].params == {"serviceKey": KEY, "sn": "303953", "resultType": "json"}


def test_a_number_the_portal_does_not_know_is_no_item(read_item: ReadItem) -> None:
    assert read_item(1) is None


def test_an_item_in_a_list_of_one_is_taken_and_an_empty_list_is_no_item(
    portal: PortalServer, read_item: ReadItem
) -> None:
    portal.script(DETAIL, portal_server.item([detail()]), portal_server.item([]))
    assert read_item() == detail()
    assert read_item() is None


def test_an_item_may_be_numbered_in_text(portal: PortalServer, read_item: ReadItem) -> None:
    portal.script(DETAIL, portal_server.item(detail(recrutPblntSn="303953")))
    assert read_item() is not None


@pytest.mark.parametrize("number", [303_954, None, "", [303_953], True])
def test_the_item_of_another_number_is_an_error(portal: PortalServer, read_item: ReadItem, number: object) -> None:
    portal.script(DETAIL, portal_server.item(detail(recrutPblntSn=number)))
    with pytest.raises(PortalAnswerInvalid, match="303953번을 청했는데"):
        read_item()


@pytest.mark.parametrize("result", [None, "x", 3, [detail(), detail()], [None], [[]]])
def test_what_is_not_one_object_is_no_item(portal: PortalServer, read_item: ReadItem, result: object) -> None:
    portal.always(DETAIL, portal_server.item(result))
    with pytest.raises(PortalAnswerInvalid, match="result"):
        read_item()
    assert len(portal.requests) == 1


@pytest.mark.parametrize("reply", PASSING_FAULTS.values(), ids=PASSING_FAULTS.keys())
def test_an_item_is_asked_for_again_after_a_fault_that_passes(
    portal: PortalServer, read_item: ReadItem, pauses: list[float], reply: Reply
) -> None:
    portal.details[DETAIL][303_953] = detail()
    portal.script(DETAIL, reply, reply)
    assert read_item() == detail()
    assert pauses == [1, 2]


ALIKE = {
    name: fault
    for name, fault in LASTING_FAULTS.items()
    if not name.startswith(("total", "no total", "no result", "result no list"))
}


@pytest.mark.parametrize(("reply", "kind", "words"), ALIKE.values(), ids=ALIKE.keys())
def test_a_fault_of_an_item_that_does_not_pass_is_told_at_once(
    portal: PortalServer, read_item: ReadItem, reply: Reply, kind: type[LoaderError], words: str
) -> None:
    portal.always(DETAIL, reply)
    with pytest.raises(kind, match=words):
        read_item()
    assert len(portal.requests) == 1


# Every operation

LISTS = [operation for operation in OPERATIONS if operation not in (RECRUITMENT_DETAIL, FACILITY_DETAIL)]
ROWS = {
    RECRUITMENT: posting_row(1),
    INSTITUTIONS: institution_row(),
    BRANCHES: branch_row(),
    FACILITIES: facility_row(),
    PROGRAMMES: programme_row(),
}
FILTERS = {BRANCHES: branches_of("C0021")}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_operation_has_its_own_name_label_and_address(operation: Operation) -> None:
    others = [other for other in OPERATIONS if other is not operation]
    for attribute in ("name", "label", "path"):
        assert getattr(operation, attribute) not in [getattr(other, attribute) for other in others]


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.name)
def test_every_list_is_read_by_page(settings: Settings, portal: PortalServer, operation: Operation) -> None:
    portal.rows[operation.path] = [ROWS[operation] | {operation.key_field: number} for number in (3, 2, 1)]
    with PortalClient(settings) as client:
        pages = list(client.pages(operation, FILTERS.get(operation, EVERYTHING), size=2))
    assert [row[operation.key_field] for page in pages for row in page.rows] == [3, 2, 1]
    assert [page.number for page in pages] == [1, 2]


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.name)
@pytest.mark.parametrize(
    "reply", [Reply(500), Reply(200, envelope([{}], 1).body, cut=True), TOO_FAST["rate in plain text"]]
)
def test_every_list_is_asked_again_after_a_fault_that_passes(
    settings: Settings, portal: PortalServer, operation: Operation, reply: Reply
) -> None:
    portal.rows[operation.path] = [ROWS[operation]]
    portal.script(operation.path, reply)
    with PortalClient(settings, sleep=lambda seconds: None) as client:
        (page,) = client.pages(operation, FILTERS.get(operation, EVERYTHING))
    assert len(page.rows) == 1


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_error_of_any_operation_names_it_in_korean_and_hides_the_key(
    settings: Settings, portal: PortalServer, operation: Operation
) -> None:
    portal.always(operation.path, Reply(200, f'{{"resultCode":"77","resultMsg":"bad key {KEY}"}}'))
    with PortalClient(settings) as client, pytest.raises(PortalRefused, match=f"^{operation.label}: ") as caught:
        if operation in LISTS:
            client.page(operation, EVERYTHING, 10, 1)
        else:
            client.item(operation, 1)
    assert KEY not in str(caught.value)


def test_branches_come_for_one_institution_only(settings: Settings, portal: PortalServer) -> None:
    portal.rows[BRANCHES.path] = [branch_row(1), branch_row(2, instCd="C0500")]
    with PortalClient(settings) as client:
        (page,) = client.pages(BRANCHES, branches_of("C0500"))
        assert [row["brnchSn"] for row in page.rows] == [2]
        with pytest.raises(PortalRefused, match="꼭 필요한 요청 변수"):
            client.page(BRANCHES, EVERYTHING, 10, 1)


# Persons


def test_nobody_ever_sees_who_is_in_charge(settings: Settings, portal: PortalServer) -> None:
    portal.rows[FACILITIES.path] = [facility_row()]
    portal.rows[PROGRAMMES.path] = [programme_row(), "no object"]
    portal.details[FACILITY_DETAIL.path][501] = facility_row()
    with PortalClient(settings) as client:
        (facilities,) = client.pages(FACILITIES)
        (programmes,) = client.pages(PROGRAMMES)
        answers = [facilities.rows, programmes.rows, client.item(FACILITY_DETAIL, 501)]
    assert "홍길동" not in repr(answers)
    assert "000-0000" not in repr(answers)
    assert programmes.rows[1] == "no object"


def test_a_record_without_persons_is_the_same_but_for_their_fields() -> None:
    persons = {"picNm", "picDeptNm", "picTelno", "picEml"}
    assert without_persons(facility_row()) == {k: v for k, v in facility_row().items() if k not in persons}
    assert without_persons({"picMblTelno": "010"}) == {}
    assert without_persons(posting_row(1)) == posting_row(1)


# The meter


class Counter:
    """A meter that writes down what it is told, and stops after so many calls."""

    def __init__(self, allowed: int = 100) -> None:
        self.allowed = allowed
        self.before: list[str] = []
        self.after: list[tuple[str, int | None, int | None]] = []

    def before_call(self, operation_name: str) -> None:
        if len(self.before) == self.allowed:
            raise QuotaExceeded("오늘은 그만")
        self.before.append(operation_name)

    def after_call(self, operation_name: str, limit: int | None, remaining: int | None) -> None:
        self.after.append((operation_name, limit, remaining))


def test_the_meter_is_told_of_every_call_and_of_what_is_left(settings: Settings, portal: PortalServer) -> None:
    portal.quota = 3
    meter = Counter()
    with PortalClient(settings, meter=meter) as client:
        list(client.pages(RECRUITMENT, size=10))
        with pytest.raises(QuotaExceeded, match="자정"):
            client.page(RECRUITMENT, EVERYTHING, 10, 1)
    assert meter.before == ["recruitment"] * 4
    assert meter.after == [("recruitment", 1000, left) for left in (2, 1, 0, 0)]


def test_a_call_that_is_tried_again_is_counted_again(settings: Settings, portal: PortalServer) -> None:
    portal.script(LIST, Reply(500), Reply(200, "x", cut=True))
    meter = Counter()
    with PortalClient(settings, sleep=lambda seconds: None, meter=meter) as client:
        client.page(RECRUITMENT, EVERYTHING, 10, 1)
    assert meter.before == ["recruitment"] * 3
    assert len(meter.after) == 2


def test_what_is_no_number_in_the_headers_is_ignored(settings: Settings, portal: PortalServer) -> None:
    headers = {"x-ratelimit-limit": "1e3", "X-RateLimit-Remaining": " 7 "}
    portal.script(LIST, Reply(200, envelope([], 0).body, headers), None)
    meter = Counter()
    with PortalClient(settings, meter=meter) as client:
        client.page(RECRUITMENT, EVERYTHING, 10, 1)
        client.page(RECRUITMENT, EVERYTHING, 10, 1)
    assert meter.after == [("recruitment", None, 7), ("recruitment", None, None)]


def test_a_meter_that_says_stop_lets_no_call_out(settings: Settings, portal: PortalServer) -> None:
    with PortalClient(settings, meter=Counter(allowed=1)) as client:
        client.page(RECRUITMENT, EVERYTHING, 10, 1)
        with pytest.raises(QuotaExceeded, match=r"^오늘은 그만$"):
            client.page(RECRUITMENT, EVERYTHING, 10, 2)
    assert len(portal.requests) == 1


def test_the_portal_is_asked_again_when_it_says(
    read_pages: Callable[..., list[Page]], portal: PortalServer, pauses: list[float]
) -> None:
    portal.script(LIST, Reply(503, "", {"Retry-After": "20"}), Reply(429, "", {"Retry-After": "0"}))
    assert len(numbers(read_pages())) == 25
    assert pauses == [20, 4]


def test_a_portal_that_asks_for_a_long_wait_is_left_alone(
    read_pages: Callable[..., list[Page]], portal: PortalServer, pauses: list[float]
) -> None:
    portal.always(LIST, Reply(503, "", {"Retry-After": "3600"}))
    with pytest.raises(PortalUnreachable):
        read_pages()
    assert (pauses, len(portal.requests)) == ([], 1)


def test_a_refusal_without_a_number_costs_one_call(read_pages: Callable[..., list[Page]], portal: PortalServer) -> None:
    portal.always(LIST, Reply(body='{"cmmMsgHeader": {"returnAuthMsg": "SERVICE_KEY_IS_NOT_REGISTERED_ERROR"}}'))
    with pytest.raises(PortalRefused, match="등록되지 않은 서비스 키"):
        read_pages()
    assert len(portal.requests) == 1
