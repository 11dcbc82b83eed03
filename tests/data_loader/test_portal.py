import logging
from collections.abc import Callable
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
from data_loader.portal import EVERYTHING, OPEN_ONLY, RECRUITMENT, Page, PortalClient
from data_loader.settings import Settings
from tests.data_loader import portal_server
from tests.data_loader.conftest import posting_row, posting_rows
from tests.data_loader.portal_server import (
    KEY,
    PortalServer,
    Reply,
    envelope,
    gateway_error,
    gateway_error_xml,
)

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
    "per second, XML": gateway_error_xml("23", "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR"),
    "per second, JSON 429": gateway_error("23", "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR", 429),
    "429 with calls left": Reply(429, "", {"x-ratelimit-remaining": "12"}),
    "server error 6": Reply(200, '{"resultCode":"6"}'),
    "time-out at the source": gateway_error_xml("05", "SERVICETIMEOUT_ERROR"),
    "unexpected errors": Reply(200, "Unexpected errors"),
    "rate in plain text": Reply(200, "API rate limit exceeded"),
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
    monkeypatch.setattr("data_loader.portal.LARGEST_BODY", 1000)
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
