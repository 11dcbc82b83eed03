"""No more readers than the process has open files for: those who come then are told so, the others go on reading.

An open page takes four descriptors. Without any left the server accepts nobody, and says nothing.
"""

import logging
import resource
import time
from contextlib import suppress
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)
# More than any process here can use.
MOST_DESCRIPTORS = 65_536
# Left free for what readers ask for one after the other, files among it.
SPARE_DESCRIPTORS = 160
DESCRIPTORS = Path("/dev/fd")
# Between two lines in the log that say the same.
QUIET_SECONDS = 60.0
RETRY_SECONDS = 30
TRY_AGAIN_LATER = 1013
FULL = """<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>공공채용 한눈에</title><h1>지금은 보는 사람이 많습니다</h1>
<p>이미 열린 화면이 빠르도록 새 화면을 잠시 열지 않습니다. 30초쯤 뒤에 다시 열어 주세요.</p>
<p lang="en">Too many people are reading at the moment. Please try again in half a minute.</p></html>"""


def raise_limit(most: int = MOST_DESCRIPTORS) -> int:
    """Let this process open as many files as it may, and say how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most if hard == resource.RLIM_INFINITY else min(hard, most)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def free_descriptors() -> int:
    """How many more files this process may open; many where the system does not say."""
    try:
        opened = sum(1 for _ in DESCRIPTORS.iterdir())
    except OSError:
        return MOST_DESCRIPTORS
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST_DESCRIPTORS if limit == resource.RLIM_INFINITY else limit - opened


class Seldom:
    """A line for the log that may be due very often: said once in a while, with how often it was due."""

    def __init__(self, seconds: float = QUIET_SECONDS) -> None:
        self._seconds = seconds
        self._said_at = -seconds
        self._left_out = 0

    def warn(self, line: str) -> None:
        now = time.monotonic()
        if now - self._said_at < self._seconds:
            self._left_out += 1
            return
        log.warning("%s%s", line, f" (그사이 {self._left_out}번 더)" if self._left_out else "")
        self._said_at, self._left_out = now, 0


class Crowd:
    """Counts open pages; `refused` is how many were not opened."""

    readers = 0
    refused = 0

    def __init__(self, app: ASGIApp, spare: int = SPARE_DESCRIPTORS) -> None:
        self._app = app
        self._spare = spare
        self._full, self._malformed = Seldom(), Seldom()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_new_page(scope) or free_descriptors() >= self._spare:
            await self._let_in(scope, receive, send)
            return
        Crowd.refused += 1
        self._full.warn(
            f"열 수 있는 파일이 {self._spare}개도 남지 않아 새 독자를 받지 않습니다(열린 화면 {Crowd.readers}개)."
        )
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
            return
        await HTMLResponse(FULL, 503, {"Retry-After": f"{RETRY_SECONDS}", "Cache-Control": "no-store"})(
            scope, receive, send
        )

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        Crowd.readers += 1
        try:
            await self._app(scope, receive, send)
        except (TypeError, RuntimeError) as error:
            # Somebody who speaks another language; a traceback each time would fill the disk.
            self._malformed.warn(f"알아들을 수 없는 것을 보낸 연결을 끊었습니다: {error}")
        finally:
            Crowd.readers -= 1

    @staticmethod
    def _is_new_page(scope: Scope) -> bool:
        if scope["type"] == "websocket":
            return True
        return scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")
