import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.errors import PortalError, PortalRefused, PortalUnreachable, QuotaExceeded
from data_loader.portal.gateway import (
    MEANINGS,
    Quota,
    Rows,
    TooManyCalls,
    read_item,
    read_quota,
    read_retry_after,
    read_rows,
)
from tests.data_loader.conftest import posting_row

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
GOOD = json.dumps(
    {"resultCode": 200, "resultMsg": "성공했습니다.", "totalCount": 1, "result": [posting_row(1)]}, ensure_ascii=False
).encode()


def read_or_refuse(status: int, headers: dict[str, str], body: bytes) -> Rows | None:
    """Whatever comes, it is rows or a PortalError."""
    try:
        return read_rows(status, headers, body)
    except PortalError as error:
        assert str(error).isprintable()
        return None


def test_the_recorded_refusal_of_an_unknown_key_is_understood(real: Path) -> None:
    body = (real / "errors" / "gateway_403_key_not_registered.json").read_bytes()
    with pytest.raises(PortalRefused, match="등록되지 않은 서비스 키"):
        read_rows(403, {}, body)


def test_the_recorded_limit_per_second_is_worth_another_try(real: Path) -> None:
    body = (real / "errors" / "gateway_per_second_limit_23.xml").read_bytes()
    with pytest.raises(PortalUnreachable, match="초당 호출 수"):
        read_rows(200, {}, body)


def test_the_recorded_server_error_is_worth_another_try(real: Path) -> None:
    with pytest.raises(PortalUnreachable, match="코드 6"):
        read_rows(200, {}, (real / "errors" / "portal_server_error_6.json").read_bytes())


def test_the_recorded_list_is_read_whole(real: Path) -> None:
    rows = read_rows(200, {}, (real / "recruitment" / "list_20251103.json").read_bytes())
    assert (len(rows.rows), rows.total_count) == (379, 379)


@pytest.mark.parametrize("code", sorted(MEANINGS))
@pytest.mark.parametrize("form", ["{}", "0{}"])
def test_every_known_code_says_what_happened_and_what_to_do(code: str, form: str) -> None:
    meaning = MEANINGS[code]
    with pytest.raises(meaning.error) as caught:
        read_rows(200, {}, json.dumps({"resultCode": form.format(code)}).encode())
    assert str(caught.value) == f"{meaning.what}(코드 {code} {meaning.name}). {meaning.way_out}"


def test_numbers_that_json_does_not_know_are_refused() -> None:
    assert read_or_refuse(200, {}, GOOD.replace(b'"recrutNope": 1', b'"recrutNope": NaN')) is None


def test_an_answer_nested_without_end_is_refused() -> None:
    assert read_or_refuse(200, {}, b"[" * 100_000) is None


def test_an_xml_bomb_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a><resultCode>&c;</resultCode></a>'
    assert read_or_refuse(200, {}, bomb) is None


@given(st.integers(100, 599), st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_portal_error(status: int, body: bytes) -> None:
    read_or_refuse(status, {}, body)


@given(st.dictionaries(st.sampled_from(["resultCode", "resultMsg", "totalCount", "result", "response"]), JSON_VALUES))
def test_any_envelope_is_rows_or_a_portal_error(envelope: dict[str, Any]) -> None:
    rows = read_or_refuse(200, {"x-ratelimit-remaining": "0"}, json.dumps(envelope).encode())
    assert rows is None or rows.total_count >= 0


@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)), st.binary(max_size=4))
def test_any_mutation_of_an_answer_is_rows_or_a_portal_error(start: int, end: int, middle: bytes) -> None:
    read_or_refuse(200, {}, GOOD[:start] + middle + GOOD[end:])


# Single items


def item_or_refuse(status: int, body: bytes) -> dict[str, Any] | None:
    try:
        return read_item(status, {}, body)
    except PortalError as error:
        assert str(error).isprintable()
        return None


def test_the_recorded_envelope_of_an_item_is_one_object(real: Path) -> None:
    fragments = json.loads((real / "recruitment" / "detail_fragments.json").read_text(encoding="utf-8"))
    envelope = fragments["envelope_ok"]["value"]
    assert read_item(200, {}, json.dumps(envelope).encode()) == envelope["result"]


def test_the_recorded_answer_to_an_unknown_number_is_no_item(real: Path) -> None:
    fragments = json.loads((real / "recruitment" / "detail_fragments.json").read_text(encoding="utf-8"))
    body = json.dumps(fragments["envelope_nodata_wrong_param_name"]["value"]).encode()
    assert read_item(200, {}, body) is None


@given(st.integers(100, 599), st.binary(max_size=200))
def test_any_bytes_are_an_item_or_a_portal_error(status: int, body: bytes) -> None:
    item_or_refuse(status, body)


@given(st.dictionaries(st.sampled_from(["resultCode", "resultMsg", "totalCount", "result"]), JSON_VALUES))
def test_any_envelope_is_an_item_or_a_portal_error(envelope: dict[str, Any]) -> None:
    found = item_or_refuse(200, json.dumps(envelope).encode())
    assert found is None or found in (envelope["result"], *envelope["result"])


@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)), st.binary(max_size=4))
def test_any_mutation_of_an_item_is_an_item_or_a_portal_error(start: int, end: int, middle: bytes) -> None:
    item_or_refuse(200, GOOD[:start] + middle + GOOD[end:])


@pytest.mark.parametrize(
    ("headers", "quota"),
    [
        ({"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "0"}, Quota(1000, 0)),
        ({"X-RateLimit-Limit": " 1000 ", "X-RATELIMIT-REMAINING": "12"}, Quota(1000, 12)),
        ({"x-ratelimit-limit": "-1", "x-ratelimit-remaining": "1.5"}, Quota(None, None)),
        ({"x-ratelimit-limit": "٣", "x-ratelimit-remaining": "9" * 40}, Quota(None, None)),
        ({}, Quota(None, None)),
    ],
)
def test_what_is_left_of_the_day_is_a_whole_number_or_unknown(headers: dict[str, str], quota: Quota) -> None:
    assert read_quota(headers) == quota


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        ({"OpenAPI_ServiceResponse": {"cmmMsgHeader": {"returnAuthMsg": "SERVICE_KEY_IS_NOT_REGISTERED_ERROR"}}},
         PortalRefused, "등록되지 않은 서비스 키"),
        ({"cmmMsgHeader": {"errMsg": "SERVICE ERROR", "returnAuthMsg": "SERVICE KEY IS NOT REGISTERED ERROR."}},
         PortalRefused, "등록되지 않은 서비스 키"),
        ({"returnAuthMsg": "LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR"}, QuotaExceeded, "다 썼습니다"),
        ({"returnAuthMsg": "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR"}, TooManyCalls, "초당"),
        ({"response": {"header": {"errMsg": "PERMISSION_DENIED"}}}, PortalRefused, "이 키로는"),
        ({"returnAuthMsg": "등록되지 않은 서비스키"}, PortalRefused, "등록되지 않은 서비스 키"),
        ({"returnAuthMsg": "SOMETHING_NEW_ERROR"}, PortalRefused, "SOMETHING_NEW_ERROR"),
        ({"errMsg": "HTTP_ERROR"}, PortalUnreachable, "HTTP_ERROR"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["json", "xml", "text"])
def test_a_refusal_with_a_name_and_no_number_is_understood(
    body: dict[str, Any], error: type[PortalError], words: str, form: str
) -> None:
    name = re.findall(r"'(?:returnAuthMsg|errMsg)': '([^']+)'", str(body))[-1]
    text = {
        "json": json.dumps(body, ensure_ascii=False),
        "xml": f"<OpenAPI_ServiceResponse><cmmMsgHeader><returnAuthMsg>{name}</returnAuthMsg></cmmMsgHeader></OpenAPI_ServiceResponse>",
        "text": name,
    }[form]
    if form == "text" and words == "SOMETHING_NEW_ERROR":
        pytest.skip("a word alone that nobody knows may be half of anything")
    for status in (200, 403):
        with pytest.raises(error, match=words):
            read_rows(status, {}, text.encode())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30.0),
        ({"retry-after": " 7 "}, 7.0),
        ({"Retry-After": "Mon, 30 Nov 2026 10:01:00 GMT", "Date": "Mon, 30 Nov 2026 10:00:00 GMT"}, 60.0),
        ({"Retry-After": "Mon, 30 Nov 2026 09:00:00 GMT", "Date": "Mon, 30 Nov 2026 10:00:00 GMT"}, 0.0),
        ({"Retry-After": "Mon, 30 Nov 2026 10:01:00 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({}, None),
    ],
)
def test_when_to_ask_again_is_read_from_the_headers(headers: dict[str, str], seconds: float | None) -> None:
    assert read_retry_after(headers) == seconds
