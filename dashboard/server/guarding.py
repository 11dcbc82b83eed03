"""What every answer says to the browser: what it may do with it, who may frame it, how long it keeps."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.compression import STATIC, vary_by_encoding
from dashboard.server.public_address import SITE

# No more of a policy: Plotly writes styles, Vega makes functions out of text, and maps work in blobs.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": "frame-ancestors 'self'; base-uri 'self'; object-src 'none'",
}
# Of what a name with a hash leads to: the name changes with it.
HASHED = re.compile(r"\.[\w-]{8}\.\w+$")
ASKED_EACH_TIME = "no-cache"


class Guarded:
    def __init__(self, app: ASGIApp, site: str = "") -> None:
        """`site`: the path it begins at, `/jobs`, or nothing."""
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _guarded(scope["path"], MutableHeaders(raw=list(message["headers"])))}
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app({**scope, SITE: self._site}, receive, send_guarded)


def _guarded(path: str, headers: MutableHeaders) -> list[tuple[bytes, bytes]]:
    """Its own answer to any of them stands. Streamlit calls unchanging what has no hash in its name, too."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if STATIC in path:
        headers.setdefault("Cache-Control", ASKED_EACH_TIME)
        vary_by_encoding(headers)
    if "immutable" in headers.get("Cache-Control", "") and not HASHED.search(path):
        headers["Cache-Control"] = ASKED_EACH_TIME
    return headers.raw
