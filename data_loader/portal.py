"""The HTTP client of the open-data portal (apis.data.go.kr): list operations, page by page.

It retries what may pass by itself and lets nothing out that holds the service key: no URL, no
redirect, no log line.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType, TracebackType
from typing import Any, Self
from urllib.parse import quote, quote_plus

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential
from urllib3.exceptions import HTTPError

from data_loader.errors import PortalAnswerInvalid, PortalError, PortalUnreachable
from data_loader.gateway import DamagedAnswer, Rows, read_rows
from data_loader.schema import INSTITUTIONS as INSTITUTION_TABLE
from data_loader.schema import POSTINGS
from data_loader.settings import Settings

# The portal silently gives at most 1,000 rows, whatever is asked.
PAGE_SIZE = 1000
ATTEMPTS = 4
# A page of 1,000 postings is 3 to 5 MB.
LARGEST_BODY = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_URL_LOGGERS = ("urllib3.connection", "urllib3.connectionpool")


@dataclass(frozen=True, slots=True)
class Operation:
    """A list operation: our name for it, its Korean name, its path, the field that identifies a row."""

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
# Without this filter the recruitment list holds everything since mid-2018.
OPEN_ONLY: Mapping[str, str] = MappingProxyType({"ongoingYn": "Y"})
EVERYTHING: Mapping[str, str] = MappingProxyType({})


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

    `sleep` waits between attempts (1, 2, 4 s). Raises SettingsError without a key.
    """

    def __init__(
        self, settings: Settings, attempts: int = ATTEMPTS, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._base_url = settings.base_url
        self._key = settings.require_key()
        self._timeout = settings.timeout
        self._attempts = attempts
        self._sleep = sleep
        self._session = requests.Session()
        self._key_forms = _forms_of(self._key)

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

        Ends after the last page, or early when a page repeats the one before: whether all rows came is
        for the caller to check. Where page 1 shows that the portal caps `size`, the cap becomes the size:
        offsets are (number − 1) × size of each request, so the size must not change once page 2 is asked.
        """
        previous: list[Any] | None = None
        number = first
        while True:
            page = self.page(operation, filters, size, number)
            if number == 1 and 0 < len(page.rows) < min(size, page.total_count):
                size = len(page.rows)
                page = replace(page, size=size)
            yield page
            if page.is_last or page.rows == previous:
                return
            previous = page.rows
            number += 1

    def page(self, operation: Operation, filters: Mapping[str, str], size: int, number: int) -> Page:
        """One page, after as many attempts as it takes. Raises the PortalError that remains."""
        params = {
            "serviceKey": self._key,
            "pageNo": str(number),
            "numOfRows": str(size),
            "resultType": "json",
            **filters,
        }
        again = Retrying(
            retry=retry_if_exception_type((PortalUnreachable, DamagedAnswer)),
            stop=stop_after_attempt(self._attempts),
            wait=wait_exponential(multiplier=1, max=60),
            sleep=self._sleep,
            reraise=True,
        )
        received: Rows = again(self._get, operation, params)
        return Page(number, size, received.rows, received.total_count)

    def _get(self, operation: Operation, params: Mapping[str, str]) -> Rows:
        try:
            return read_rows(*self._exchange(self._base_url + operation.path, params))
        except PortalError as error:
            # The portal's own words may repeat the key.
            raise type(error)(f"{operation.label}: {self._without_key(str(error))}") from None

    def _exchange(self, url: str, params: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        # What requests raises holds the URL, and the URL the key: nothing of it may be passed on.
        try:
            with self._session.get(
                url, params=params, timeout=self._timeout, allow_redirects=False, stream=True
            ) as response:
                return response.status_code, response.headers, _read_body(response)
        except requests.Timeout:
            raise PortalUnreachable("포털이 제때 답하지 않았습니다. 잠시 뒤 다시 실행해 주세요.") from None
        except requests.exceptions.SSLError:
            raise PortalUnreachable(
                "포털과 암호화된 연결을 맺지 못했습니다. 회사 보안 프로그램이나 인증서 설정을 확인해 주세요."
            ) from None
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            raise PortalUnreachable("포털의 응답이 중간에 끊겼습니다. 잠시 뒤 다시 실행해 주세요.") from None
        except (OSError, HTTPError, UnicodeError):
            raise PortalUnreachable(
                "포털에 연결하지 못했거나 연결이 끊겼습니다. 인터넷 연결과 DATA_GO_KR_BASE_URL을 확인해 주세요."
            ) from None

    def _without_key(self, text: str) -> str:
        return self._key_forms.sub("(서비스 키)", text)

    def _is_free_of_key(self, record: logging.LogRecord) -> bool:
        return self._key_forms.search(record.getMessage()) is None


def _read_body(response: requests.Response) -> bytes:
    parts: list[bytes] = []
    received = 0
    for part in response.iter_content(_CHUNK):
        received += len(part)
        if received > LARGEST_BODY:
            raise PortalAnswerInvalid(
                f"포털의 응답이 {LARGEST_BODY >> 20}MB를 넘어 받지 않았습니다. DATA_GO_KR_BASE_URL을 확인해 주세요."
            )
        parts.append(part)
    return b"".join(parts)


def _forms_of(key: str) -> re.Pattern[str]:
    """Every spelling of the key: raw, percent-encoded once or twice, in either case."""
    once = {key, quote(key, safe=""), quote(key), quote_plus(key)}
    forms = once | {quote(form, safe="") for form in once}
    return re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)), re.IGNORECASE)
