"""The HTTP client of the open-data portal (apis.data.go.kr): lists page by page, and single items.

It retries what may pass by itself and lets nothing out that holds the service key: no URL, no
redirect, no log line. What a record says about a contact person is left out before anybody sees it.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType, TracebackType
from typing import Any, Protocol, Self, TypeVar
from urllib.parse import quote, quote_plus

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from data_loader.errors import PortalAnswerInvalid, PortalError, PortalUnreachable
from data_loader.portal.gateway import (
    DamagedAnswer,
    TooManyCalls,
    read_item,
    read_quota,
    read_retry_after,
    read_rows,
)
from data_loader.portal.transfer import Host, TooSlow, receive, session_with
from data_loader.schema import BRANCHES as BRANCH_TABLE
from data_loader.schema import FACILITIES as FACILITY_TABLE
from data_loader.schema import INSTITUTIONS as INSTITUTION_TABLE
from data_loader.schema import POSTINGS, personal_among
from data_loader.schema import PROGRAMMES as PROGRAMME_TABLE
from data_loader.sentence import Sentence
from data_loader.settings import Settings

# The portal silently gives at most 1,000 rows, whatever is asked.
PAGE_SIZE = 1000
# A first page with fewer of the rows asked for than this is no cap but a broken answer.
SMALLEST_SHARE = 0.1
ATTEMPTS = 4
# A page of 1,000 postings is 3 to 5 MB.
LARGEST_BODY = 64 * 1024 * 1024
# Seconds for a whole exchange, and the longest pause the portal may ask for.
LONGEST_EXCHANGE = 120.0
LONGEST_PAUSE = 60.0
HOST = Host("포털", "DATA_GO_KR_BASE_URL")
_Answer = TypeVar("_Answer")
_URL_LOGGERS = ("urllib3.connection", "urllib3.connectionpool")


@dataclass(frozen=True, slots=True)
class Operation:
    """A list, or the detail of one row by its number: our name, the Korean one, path, the field that identifies a row.

    Each operation has a daily quota of its own.
    """

    name: str
    label: str
    path: str
    key_field: str
    source: str


RECRUITMENT = Operation(
    "recruitment",
    "채용공고",
    "/1051000/recruitment/list",
    POSTINGS.column("posting_id").source,
    "공공기관 채용정보 조회서비스 (재정경제부, data.go.kr 15125273)",
)
INSTITUTIONS = Operation(
    "institutions",
    "공공기관",
    "/1051000/public_inst/list",
    INSTITUTION_TABLE.column("institution_code").source,
    "공공기관 정보 조회 서비스 (재정경제부, data.go.kr 15125287)",
)
RECRUITMENT_DETAIL = replace(
    RECRUITMENT, name="recruitment_detail", label="채용공고 상세", path="/1051000/recruitment/detail"
)
BRANCHES = Operation(
    "branches",
    "지역사무소",
    "/1051000/public_inst/brnch",
    BRANCH_TABLE.column("branch_id").source,
    INSTITUTIONS.source,
)
FACILITIES = Operation(
    "facilities",
    "공공시설",
    "/1051000/fclt/list",
    FACILITY_TABLE.column("facility_id").source,
    "공공기관 시설정보 조회서비스 (재정경제부, data.go.kr 15125285)",
)
FACILITY_DETAIL = replace(FACILITIES, name="facility_detail", label="공공시설 상세", path="/1051000/fclt/detail")
PROGRAMMES = Operation(
    "programmes",
    "주요사업",
    "/1051000/biz/list",
    PROGRAMME_TABLE.column("programme_id").source,
    "공공기관 사업정보 조회서비스 (재정경제부, data.go.kr 15125286)",
)
OPERATIONS = (RECRUITMENT, RECRUITMENT_DETAIL, INSTITUTIONS, BRANCHES, FACILITIES, FACILITY_DETAIL, PROGRAMMES)
# Without this filter the recruitment list holds everything since mid-2018.
OPEN_ONLY: Mapping[str, str] = MappingProxyType({"ongoingYn": "Y"})
EVERYTHING: Mapping[str, str] = MappingProxyType({})


def branches_of(institution_code: str) -> Mapping[str, str]:
    """The filter without which BRANCHES answers nothing."""
    return MappingProxyType({BRANCH_TABLE.column("institution_code").source: institution_code})


def without_persons(record: Any) -> Any:
    """A record without the fields about its contact person; what is no object is passed through."""
    persons = personal_among(tuple(record)) if isinstance(record, dict) else ()
    return {name: value for name, value in record.items() if name not in persons} if persons else record


class Meter(Protocol):
    """Told of every call, retries included, by the operation's name."""

    def before_call(self, operation_name: str) -> None:
        """Before each HTTP request; may raise QuotaExceeded, and then nothing is sent."""

    def after_call(self, operation_name: str, limit: int | None, remaining: int | None) -> None:
        """After each answer, with what it says of the day's quota; None where it says nothing usable."""


class Unmetered:
    """A meter that counts nothing."""

    def before_call(self, operation_name: str) -> None:
        pass

    def after_call(self, operation_name: str, limit: int | None, remaining: int | None) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `size` is the rows a page holds, `total_count` what the portal says there are in all.

    A row is an object, or whatever else stood in the list.
    """

    number: int
    size: int
    rows: list[Any]
    total_count: int

    @property
    def is_last(self) -> bool:
        return not self.rows or self.number * self.size >= self.total_count


class PortalClient:
    """A session with the portal. Use it in a `with` block.

    `sleep` waits between attempts: 1, 2, 4 s, and where calls came too fast 2, 4, 8, 16 s. Raises SettingsError
    without a key.
    """

    def __init__(
        self,
        settings: Settings,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
        meter: Meter | None = None,
    ) -> None:
        self._base_url = settings.base_url
        self._key = settings.require_key()
        self._timeout = settings.timeout
        self._attempts = attempts
        self._sleep = sleep
        self._meter = meter or Unmetered()
        self._session = session_with(self._base_url)
        self._key_forms = key_forms(self._key)

    def __enter__(self) -> Self:
        # urllib3 writes whole URLs into its warnings, and a warning nobody handles goes to stderr.
        for name in _URL_LOGGERS:
            logging.getLogger(name).addFilter(self._is_free_of_key)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in _URL_LOGGERS:
            logging.getLogger(name).removeFilter(self._is_free_of_key)
        self._session.close()

    def pages(
        self, operation: Operation, filters: Mapping[str, str] = EVERYTHING, size: int = PAGE_SIZE, first: int = 1
    ) -> Iterator[Page]:
        """The pages of a list from number `first`, newest rows first, each `size` rows.

        Raises PortalAnswerInvalid where page 1 is so short that the list would cost ten times the calls.
        Ends after the last page, or early when a page repeats the one before: whether all rows came is
        for the caller to check. Where page 1 shows that the portal caps `size`, the cap becomes the size:
        offsets are (number − 1) × size of each request, so the size must not change once page 2 is asked.
        """
        previous: list[Any] | None = None
        number = first
        while True:
            page = self.page(operation, filters, size, number)
            if number == 1 and 0 < len(page.rows) < min(size, page.total_count):
                if len(page.rows) < size * SMALLEST_SHARE:
                    raise PortalAnswerInvalid(
                        "{label}: {size:,}건을 청했는데 포털이 {total:,}건 가운데 {rows:,}건만 보냈습니다. 이대로 읽으면 하루의 호출을 다 쓰게 되어 "
                        "그만두었습니다. 잠시 뒤 다시 실행해 주세요.",
                        label=operation.label,
                        size=size,
                        total=page.total_count,
                        rows=len(page.rows),
                    )
                size = len(page.rows)
                page = replace(page, size=size)
            yield page
            if page.is_last or page.rows == previous:
                return
            previous = page.rows
            number += 1

    def page(self, operation: Operation, filters: Mapping[str, str], size: int, number: int) -> Page:
        """One page, after as many attempts as it takes. Raises the PortalError that remains."""
        params = {"pageNo": str(number), "numOfRows": str(size), **filters}
        received = self._ask(operation, params, read_rows)
        return Page(number, size, [without_persons(row) for row in received.rows], received.total_count)

    def item(self, operation: Operation, number: int) -> dict[str, Any] | None:
        """The detail of one row by its number, or None where the portal knows no such number.

        Raises the PortalError that remains, PortalAnswerInvalid where another row's detail comes.
        """
        found = self._ask(operation, {"sn": str(number)}, read_item)
        if found is not None and str(found.get(operation.key_field)) != str(number):
            raise PortalAnswerInvalid(
                "{label}: {number}번을 청했는데 포털이 다른 번호로 답했습니다. 잠시 뒤 다시 실행해 주세요.",
                label=operation.label,
                number=number,
            )
        return without_persons(found) if found is not None else None

    def _ask(
        self,
        operation: Operation,
        params: Mapping[str, str],
        read: Callable[[int, Mapping[str, str], bytes], _Answer],
    ) -> _Answer:
        again = Retrying(
            retry=retry_if_exception_type((PortalUnreachable, DamagedAnswer)),
            stop=self._is_last_attempt,
            wait=_pause,
            sleep=self._sleep,
            reraise=True,
        )
        everything = {"serviceKey": self._key, "resultType": "json", **params}
        answer: _Answer = again(self._get, operation, everything, read)
        return answer

    def _is_last_attempt(self, state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TooSlow) or (_asked_for(state) or 0) > LONGEST_PAUSE:
            # Hours for one page, or an hour for the next: the work goes on with something else.
            return True
        return state.attempt_number >= self._attempts + _came_too_fast(state)

    def _get(
        self,
        operation: Operation,
        params: Mapping[str, str],
        read: Callable[[int, Mapping[str, str], bytes], _Answer],
    ) -> _Answer:
        self._meter.before_call(operation.name)
        asked_for: float | None = None
        try:
            status, headers, body = self._exchange(self._base_url + operation.path, params)
            asked_for = read_retry_after(headers)
            quota = read_quota(headers)
            self._meter.after_call(operation.name, quota.limit, quota.remaining)
            return read(status, headers, body)
        except PortalError as error:
            # The portal's own words may repeat the key.
            told = error.sentence.censored(self._without_key)
            again = type(error)(Sentence("{label}: {told}", label=operation.label, told=told))
            again.retry_after = asked_for
            raise again from None

    def _exchange(self, url: str, params: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        parts: list[bytes] = []
        longest = max(LONGEST_EXCHANGE, self._timeout[1])
        status, headers = receive(
            self._session, HOST, url, params, self._timeout, LARGEST_BODY, parts.append, longest=longest
        )
        return status, headers, b"".join(parts)

    def _without_key(self, text: str) -> str:
        return self._key_forms.sub("(서비스 키)", text)

    def _is_free_of_key(self, record: logging.LogRecord) -> bool:
        return self._key_forms.search(record.getMessage()) is None


def _came_too_fast(state: RetryCallState) -> bool:
    return state.outcome is not None and isinstance(state.outcome.exception(), TooManyCalls)


def _pause(state: RetryCallState) -> float:
    """Seconds before the next attempt: our own, or more where the portal asks for more."""
    return max(float(2 ** (state.attempt_number - 1 + _came_too_fast(state))), _asked_for(state) or 0.0)


def _asked_for(state: RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, PortalError) else None


def key_forms(key: str) -> re.Pattern[str]:
    """Every spelling of the key: raw, percent-encoded once or twice, in either case."""
    once = {key, quote(key, safe=""), quote(key), quote_plus(key)}
    forms = once | {quote(form, safe="") for form in once}
    return re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)), re.IGNORECASE)
