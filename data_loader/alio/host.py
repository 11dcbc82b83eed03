"""The host of ALIO (www.alio.go.kr): one GET after another, tried again where that may help. It needs no key."""

import io
import json
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import BinaryIO, Self

from tenacity import (
    Retrying,
    retry_if_exception_type,
    retry_if_not_exception_type,
    stop_after_attempt,
    wait_exponential,
)

from data_loader.errors import PortalRefused, PortalUnreachable
from data_loader.portal.gateway import DamagedAnswer
from data_loader.portal.transfer import Host, TooSlow, receive, session_with
from data_loader.settings import Settings

HOST = Host("알리오 누리집", "ALIO_BASE_URL")
# Some of its pages answer 403 to what does not look like a browser.
USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) KoreaPublicJobs/1.0"
ATTEMPTS = 3
LARGEST_JSON = 8 * 1024 * 1024


class NotThere(PortalRefused):
    """What was asked for is not there (404, 410); other things may be."""


class AlioHost:
    """A session with ALIO. Use it in a `with` block. Calls at the same time make it time out: one by one only."""

    def __init__(
        self, settings: Settings, attempts: int = ATTEMPTS, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._settings = settings
        self._session = session_with(settings.alio_base_url, public_only=not settings.alio_may_be_private)
        self._session.headers["User-Agent"] = USER_AGENT
        self._again = Retrying(
            retry=retry_if_exception_type((PortalUnreachable, DamagedAnswer)) & retry_if_not_exception_type(TooSlow),
            stop=stop_after_attempt(attempts),
            wait=wait_exponential(multiplier=1, max=60),
            sleep=sleep,
            reraise=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def get(self, path: str, params: Mapping[str, str], largest: int, file: BinaryIO) -> Mapping[str, str]:
        """The body, at most `largest` bytes, into `file`; returns the headers. Raises the PortalError that remains."""
        headers: Mapping[str, str] = self._again(self._get, path, params, largest, file)
        return headers

    def json(self, path: str, params: Mapping[str, str]) -> object:
        """The body as JSON. Raises the PortalError that remains."""
        return self._again(self._json, path, params)

    def _json(self, path: str, params: Mapping[str, str]) -> object:
        file = io.BytesIO()
        self._get(path, params, LARGEST_JSON, file)
        body = file.getvalue()
        if body.lstrip().startswith(b"<"):
            raise PortalUnreachable(
                "알리오 누리집이 자료 대신 웹 페이지를 보냈습니다. 점검 중일 수 있으니 잠시 뒤 다시 해 주세요."
            )
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise DamagedAnswer(
                "알리오 누리집의 응답이 중간에 잘렸거나 JSON이 아닙니다. 잠시 뒤 다시 해 주세요."
            ) from None

    def _get(self, path: str, params: Mapping[str, str], largest: int, file: BinaryIO) -> Mapping[str, str]:
        file.seek(0)
        file.truncate()
        url = self._settings.alio_base_url + path
        status, headers = receive(self._session, HOST, url, params, self._settings.timeout, largest, file.write)
        _check_status(status)
        return headers


def _check_status(status: int) -> None:
    if status == 429 or status >= 500:
        raise PortalUnreachable(
            "알리오 누리집에 오류가 났습니다(HTTP {status}). 잠시 뒤 다시 해 주세요.", status=status
        )
    if status in range(300, 400):
        raise PortalRefused(
            "알리오 누리집이 다른 주소로 가라고 해서(HTTP {status}) 따라가지 않았습니다. ALIO_BASE_URL을 확인해 주세요.",
            status=status,
        )
    if status in (404, 410):
        raise NotThere(
            "알리오에 없는 자료입니다(HTTP {status}). 지워졌을 수 있으니 원문에서 확인해 주세요.", status=status
        )
    if status != 200:
        raise PortalRefused(
            "알리오 누리집이 내주지 않았습니다(HTTP {status}). 잠시 뒤 원문에서 확인해 주세요.", status=status
        )
