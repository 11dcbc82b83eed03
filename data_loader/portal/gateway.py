"""Reading what the gateway answers: a page of rows, one item, or one of the many forms of its refusals.

The contract: a success is HTTP 200 with `{"resultCode": 200, "totalCount": n, "result": [...]}`; for one
item `result` is an object and `totalCount` is missing. A failure comes as JSON, XML, HTML or plain text,
under any status. Pure: bytes in, rows, an item or a PortalError out.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from data_loader.errors import PortalAnswerInvalid, PortalError, PortalRefused, PortalUnreachable, QuotaExceeded
from data_loader.sentence import Sentence

SUCCESS_CODES = frozenset({"200", "0"})
NO_DATA = "3"
LONGEST_QUOTE = 120
_REFUSAL_FIELDS = ("returnAuthMsg", "errMsg", "returnMessage", "errorMessage")
_DEEPEST_REFUSAL = 4
# No count of rows reaches this; a larger one is no number to reckon with.
MOST_ROWS = 10**12


class DamagedAnswer(PortalAnswerInvalid):
    """An answer cut short or garbled on its way: worth another try."""


class TooManyCalls(PortalUnreachable):
    """More calls a second than the gateway likes: worth another try after a longer pause."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A failure code: its official name, what it says, the way out."""

    name: str
    what: str
    way_out: str
    error: type[PortalError] = PortalRefused


_LATER = "포털 쪽 문제이므로 잠시 뒤 다시 실행해 주세요."
_CHECK_KEY = "DATA_GO_KR_SERVICE_KEY의 값을 확인해 주세요."
_APPLY = "data.go.kr에서 이 서비스의 활용신청을 하고 승인 상태를 확인해 주세요."
_MIDNIGHT = "한국 시각 자정(KST)이 지나면 다시 열립니다. 그 뒤에 같은 명령을 실행하면 이어서 받습니다."
_TELL_US = "프로그램의 새 판이 있는지 확인해 주세요."

# The gateway's table of 2026, its older codes still met, and the services' own 6, 7 and 8.
MEANINGS: Mapping[str, Meaning] = MappingProxyType(
    {
        "1": Meaning("APPLICATION_ERROR", "포털의 응용 프로그램에 오류가 났습니다", _LATER, PortalUnreachable),
        "2": Meaning("DB_ERROR", "포털의 데이터베이스에 오류가 났습니다", _LATER, PortalUnreachable),
        "4": Meaning("HTTP_ERROR", "포털이 제공기관과 통신하지 못했습니다", _LATER, PortalUnreachable),
        "5": Meaning("SERVICETIMEOUT_ERROR", "포털이 제공기관의 응답을 받지 못했습니다", _LATER, PortalUnreachable),
        "6": Meaning("SERVER_ERROR", "포털 서버에 오류가 났습니다", _LATER, PortalUnreachable),
        "7": Meaning("GATEWAY_AUTHENTICATION_ERROR", "포털이 서비스 키를 인증하지 못했습니다", _CHECK_KEY),
        "8": Meaning("APPLICATION_NOT_APPROVED", "활용신청이 승인된 것을 포털이 확인하지 못했습니다", _APPLY),
        "10": Meaning("INVALID_REQUEST_PARAMETER_ERROR", "포털이 요청 변수를 받아들이지 않았습니다", _TELL_US),
        "11": Meaning("NO_MANDATORY_REQUEST_PARAMETERS_ERROR", "포털이 꼭 필요한 요청 변수가 없다고 합니다", _TELL_US),
        "12": Meaning(
            "NO_OPENAPI_SERVICE_ERROR",
            "포털에 이 서비스가 없거나 폐기되었습니다",
            f"DATA_GO_KR_BASE_URL과 data.go.kr의 서비스 변경 공지를 확인하고, {_TELL_US}",
        ),
        "20": Meaning("SERVICE_ACCESS_DENIED_ERROR", "이 키로는 이 서비스를 쓸 수 없습니다", _APPLY),
        "21": Meaning(
            "TEMPORARILY_DISABLE_THE_SERVICEKEY_ERROR",
            "서비스 키가 잠시 정지되어 있습니다",
            "data.go.kr 마이페이지에서 키의 상태를 확인해 주세요.",
        ),
        "22": Meaning(
            "LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR",
            "오늘 쓸 수 있는 호출 수를 다 썼습니다",
            _MIDNIGHT,
            QuotaExceeded,
        ),
        "23": Meaning(
            "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR",
            "초당 호출 수의 한도를 넘었습니다",
            "같은 키를 쓰는 다른 프로그램이 있으면 멈추고 잠시 뒤 다시 실행해 주세요.",
            TooManyCalls,
        ),
        "29": Meaning(
            "BLACKLIST_IP_ACCESS_ERROR",
            "이 컴퓨터의 IP 주소가 차단되어 있습니다",
            "data.go.kr에 문의하거나 다른 회선에서 실행해 주세요.",
        ),
        "30": Meaning(
            "SERVICE_KEY_IS_NOT_REGISTERED_ERROR",
            "등록되지 않은 서비스 키입니다",
            f"새로 받은 키는 쓸 수 있기까지 한 시간쯤 걸리기도 합니다. {_CHECK_KEY}",
        ),
        "31": Meaning(
            "DEADLINE_HAS_EXPIRED_ERROR",
            "서비스 키의 활용 기한이 끝났습니다",
            "data.go.kr 마이페이지에서 활용 기간을 연장해 주세요.",
        ),
        "32": Meaning(
            "UNREGISTERED_IP_ERROR",
            "등록되지 않은 IP 주소에서 요청했습니다",
            "data.go.kr 마이페이지에서 이 컴퓨터의 IP 주소를 등록해 주세요.",
        ),
        "33": Meaning("UNSIGNED_CALL_ERROR", "포털이 서명되지 않은 호출이라고 합니다", _CHECK_KEY),
        "99": Meaning("UNKNOWN_ERROR", "포털에 알 수 없는 오류가 났습니다", _LATER, PortalUnreachable),
    }
)

_CODES_BY_NAME: Mapping[str, str] = MappingProxyType(
    {re.sub(r"_ERROR$", "", meaning.name): code for code, meaning in MEANINGS.items()}
    | {
        "PERMISSION_DENIED": "20",
        "SERVICE_KEY_IS_NULL": "20",
        "NO_MANDATORY_REQUEST_PARAMETERS": "11",
        "LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS": "22",
        "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS": "23",
        "등록되지_않은_서비스키": "30",
        "등록되지_않은_인증키": "30",
        "NODATA": NO_DATA,
    }
)
# Too general to be found inside other words.
_NAMES_ALONE = frozenset({"HTTP", "DB", "SERVER", "APPLICATION", "UNKNOWN", "NODATA"})

_PLAIN_TEXTS: Mapping[str, int] = MappingProxyType(
    {
        "unauthorized": 401,
        "forbidden": 403,
        "api not found": 404,
        "api rate limit exceeded": 429,
        "unexpected errors": 500,
    }
)


@dataclass(frozen=True, slots=True)
class Rows:
    """A page as received: rows are objects, or whatever else stood in the list. `total_count` is the portal's."""

    rows: list[Any]
    total_count: int


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A result code found in an answer, and the portal's own words beside it; a refusal without a code has an empty one."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Quota:
    """What the gateway says of the day's calls of an operation; None where it says nothing usable."""

    limit: int | None
    remaining: int | None


def read_rows(status: int, headers: Mapping[str, str], body: bytes) -> Rows:
    """The rows of a list answer, or the PortalError it amounts to. "No data" is an empty page."""
    content = _content(status, headers, body)
    return _rows_in(content) if content is not None else Rows([], 0)


def read_item(status: int, headers: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
    """The one object of a detail answer, or the PortalError it amounts to. "No data" is None."""
    content = _content(status, headers, body)
    return _item_in(content) if content is not None else None


def read_retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from the header `Retry-After`: a number, or a time beside the answer's own; None where it says neither."""
    found = {name.lower(): value.strip() for name, value in headers.items()}
    text = found.get("retry-after", "")
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        until, now = (parsedate_to_datetime(value) for value in (text, found.get("date", "")))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return None


def read_quota(headers: Mapping[str, str]) -> Quota:
    """The headers `x-ratelimit-limit` and `x-ratelimit-remaining`; what is no whole number is ignored."""
    found = {name.lower(): value.strip() for name, value in headers.items()}
    limit, remaining = (found.get(f"x-ratelimit-{name}", "") for name in ("limit", "remaining"))
    return Quota(*(int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None for text in (limit, remaining)))


def _content(status: int, headers: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
    """The envelope of a success, None for "no data"."""
    text = body.decode("utf-8-sig", errors="replace").strip()
    content = _parse_json(text)
    verdict = _verdict_in_xml(text) if text.startswith("<") else _verdict_in_json(content)
    if content is None and not verdict and len(text) <= LONGEST_QUOTE and (code := _code_named(text)):
        verdict = _Verdict(code, text)
    if verdict and verdict.code == NO_DATA and status == 200:
        return None
    if verdict and verdict.code not in SUCCESS_CODES:
        _raise_for_code(verdict, status, headers)
    if status != 200:
        _raise_for_status(status, headers)
    if not verdict or not isinstance(content, dict):
        _raise_for_text(text, headers)
    if not _is_utf8(body):
        raise DamagedAnswer("포털의 응답에 깨진 글자가 있습니다. {way_out}", way_out=_LATER)
    return content


def _rows_in(content: dict[str, Any]) -> Rows:
    rows, total = content.get("result"), content.get("totalCount")
    if not isinstance(rows, list):
        raise PortalAnswerInvalid("포털의 응답에 목록(result)이 없습니다. {way_out}", way_out=_TELL_US)
    if isinstance(total, str) and re.fullmatch(r"[0-9]{1,12}", total):
        total = int(total)
    if not isinstance(total, int) or isinstance(total, bool) or not 0 <= total < MOST_ROWS:
        raise PortalAnswerInvalid(
            "포털의 응답에 전체 건수(totalCount)가 없거나 숫자가 아닙니다. {way_out}", way_out=_TELL_US
        )
    return Rows(rows, total)


def _item_in(content: dict[str, Any]) -> dict[str, Any] | None:
    """`result` is one object; the published description says a list, so a list of one is taken as well."""
    found = content.get("result")
    if found == []:
        return None
    item = found[0] if isinstance(found, list) and len(found) == 1 else found
    if not isinstance(item, dict):
        raise PortalAnswerInvalid("포털의 응답에 한 건의 내용(result)이 없습니다. {way_out}", way_out=_TELL_US)
    return item


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _parse_json(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _verdict_in_json(content: object) -> _Verdict | None:
    """The code of the services' flat envelope, of the gateway's, or of the portal's usual one."""
    for path, code_name, words_name in (
        ((), "resultCode", "resultMsg"),
        (("OpenAPI_ServiceResponse", "cmmMsgHeader"), "returnReasonCode", "errMsg"),
        (("response", "header"), "resultCode", "resultMsg"),
    ):
        found = content
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, dict) and isinstance(found.get(code_name), (str, int)):
            return _Verdict(_plain_code(str(found[code_name])), str(found.get(words_name) or ""))
    return _verdict_in_words([text for text in _refusal_words(content) if text.strip()])


def _refusal_words(content: object, depth: int = 0) -> Iterator[str]:
    """What stands under the names of refusals, wherever in the first few levels."""
    if isinstance(content, dict) and depth < _DEEPEST_REFUSAL:
        yield from (str(content[name]) for name in _REFUSAL_FIELDS if isinstance(content.get(name), str))
        for name, inside in content.items():
            if name != "result":
                yield from _refusal_words(inside, depth + 1)


def _verdict_in_words(words: list[str]) -> _Verdict | None:
    """The code whose name stands in the words of a refusal, or an empty one."""
    if not words:
        return None
    code = next((code for text in words if (code := _code_named(text))), "")
    return _Verdict(code, words[0])


def _code_named(text: str) -> str:
    """The code that a text calls by its official name; empty where it names none."""
    name = re.sub(r"[^0-9A-Z가-힣]+", "_", text[:LONGEST_QUOTE].upper()).strip("_")
    if alone := _CODES_BY_NAME.get(re.sub(r"_ERROR$", "", name)):
        return alone
    named = [known for known in _CODES_BY_NAME if known not in _NAMES_ALONE and known in name]
    return _CODES_BY_NAME[max(named, key=len)] if named else ""


def _verdict_in_xml(text: str) -> _Verdict | None:
    try:
        root: Element = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    code = _text_of(root, "returnReasonCode") or _text_of(root, "resultCode")
    words = _text_of(root, "errMsg") or _text_of(root, "resultMsg") or _text_of(root, "returnAuthMsg")
    if code:
        return _Verdict(_plain_code(code), words)
    told = [_text_of(root, name) for name in _REFUSAL_FIELDS]
    return _verdict_in_words([text for text in told if text])


def _text_of(root: Element, tag: str) -> str:
    return next((element.text.strip() for element in root.iter(tag) if element.text), "")


def _plain_code(code: str) -> str:
    """`"03"`, `"3"` and `3` are one code; `"00"` is `"0"`."""
    return code.strip().lstrip("0") or "0"


def _raise_for_code(verdict: _Verdict, status: int, headers: Mapping[str, str]) -> NoReturn:
    if status == 429 and _quota_is_spent(headers):
        raise _quota_error()
    meaning = MEANINGS.get(verdict.code)
    if meaning:
        raise meaning.error(
            Sentence(
                "{what}(코드 {code} {name}). {way_out}",
                what=meaning.what, code=verdict.code, name=meaning.name, way_out=meaning.way_out,
            )
        )  # fmt: skip
    error = PortalUnreachable if status >= 500 else PortalRefused
    if not verdict.code:
        raise error(
            Sentence(
                "포털이 번호 없이 거절했습니다: {words}. 키의 상태와 활용신청을 확인하고 잠시 뒤 다시 실행해 주세요.",
                words=_quote(verdict.words),
            )
        )
    words = f": {_quote(verdict.words)}" if verdict.words.strip() else ""
    raise error(
        Sentence(
            "포털이 알 수 없는 코드 {code}로 답했습니다{words}. 잠시 뒤 다시 실행해 주세요.",
            code=_quote(verdict.code), words=words,
        )
    )  # fmt: skip


def _raise_for_status(status: int, headers: Mapping[str, str]) -> NoReturn:
    if status == 401:
        raise PortalRefused(
            "포털이 서비스 키를 받지 못했거나 인증하지 못했습니다(HTTP 401). {way_out}", way_out=_CHECK_KEY
        )
    if status == 403:
        raise PortalRefused(
            "포털이 이 키의 접근을 막았습니다(HTTP 403). {way_out} {other}", way_out=_CHECK_KEY, other=_APPLY
        )
    if status == 404:
        raise PortalRefused(
            "포털에 이 주소의 서비스가 없습니다(HTTP 404). DATA_GO_KR_BASE_URL을 확인해 주세요. {way_out}",
            way_out=_TELL_US,
        )
    if status == 429 and _quota_is_spent(headers):
        raise _quota_error()
    if status == 429:
        raise TooManyCalls("포털이 호출이 너무 잦다고 합니다(HTTP 429). 잠시 뒤 다시 실행해 주세요.")
    if status in range(300, 400):
        raise PortalRefused(
            "포털이 다른 주소로 가라고 합니다(HTTP {status}). 키가 새지 않도록 따라가지 않았습니다. "
            "DATA_GO_KR_BASE_URL을 확인해 주세요.",
            status=status,
        )
    if status >= 500:
        raise PortalUnreachable("포털에 오류가 났습니다(HTTP {status}). {way_out}", status=status, way_out=_LATER)
    raise PortalRefused(
        "포털이 요청을 받아들이지 않았습니다(HTTP {status}). {way_out}", status=status, way_out=_TELL_US
    )


def _raise_for_text(text: str, headers: Mapping[str, str]) -> NoReturn:
    """For HTTP 200 without a usable envelope."""
    for words, status in _PLAIN_TEXTS.items():
        if text.casefold().startswith(words):
            _raise_for_status(status, headers)
    if re.match(r"<(!doctype\s+html|html)\b", text, re.IGNORECASE):
        raise PortalUnreachable(
            "포털이 자료 대신 웹 페이지(HTML)를 보냈습니다. 점검 중일 수 있습니다. {way_out}", way_out=_LATER
        )
    if _verdict_in_xml(text):
        raise PortalAnswerInvalid("JSON을 청했는데 포털이 XML로 답했습니다. {way_out}", way_out=_TELL_US)
    if isinstance(_parse_json(text), (dict, list)):
        raise PortalAnswerInvalid(
            "포털의 응답이 약속된 모양(resultCode, result)이 아닙니다. {way_out}", way_out=_TELL_US
        )
    raise DamagedAnswer("포털의 응답이 중간에 잘렸거나 JSON이 아닙니다. {way_out}", way_out=_LATER)


def _quota_is_spent(headers: Mapping[str, str]) -> bool:
    """Over the day's quota the gateway sends 429 with nothing remaining; per second, something remains."""
    return read_quota(headers).remaining == 0


def _quota_error() -> QuotaExceeded:
    return QuotaExceeded("오늘 쓸 수 있는 호출 수를 다 썼습니다(HTTP 429). {way_out}", way_out=_MIDNIGHT)


def _quote(words: str) -> str:
    """Words from outside on one line: no control characters, not too long."""
    line = " ".join("".join(character if character.isprintable() else " " for character in words).split())
    return line[:LONGEST_QUOTE]
