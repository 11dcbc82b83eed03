"""Every document the server sends says which language it is in, compressed on its way or not."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.document import SpeakingDocument

PAGE = b'<!doctype html>\n<html lang="en"><p lang="en">hello</p></html>'


def plain(request: Request) -> Response:
    return Response(PAGE, media_type="text/html")


def compressed(request: Request) -> Response:
    return Response(gzip.compress(PAGE), media_type="text/html", headers={"Content-Encoding": "gzip"})


def text(request: Request) -> Response:
    return PlainTextResponse(PAGE)


APP = Starlette(
    routes=[Route("/plain", plain), Route("/compressed", compressed), Route("/text", text)],
    middleware=[Middleware(SpeakingDocument)],
)


def answer(path: str, query: str = "") -> tuple[dict[bytes, bytes], bytes]:
    """Headers and body of what the app sends."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [],
    }
    # In a thread of its own: a browser that an earlier test opened keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(APP(scope, receive, send))).result()
    return dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("path", ["/plain", "/compressed"])
def test_a_document_is_korean(path: str) -> None:
    headers, body = answer(path)
    assert body == PAGE.replace(b'<html lang="en"', b'<html lang="ko"')
    assert b"content-encoding" not in headers
    assert int(headers[b"content-length"]) == len(body)


@pytest.mark.parametrize(
    ("query", "language"), [("lang=en", b"en"), ("hire=regular&lang=en", b"en"), ("lang=fr", b"ko")]
)
def test_a_document_says_the_language_of_its_address(query: str, language: bytes) -> None:
    assert b'<html lang="%s">' % language in answer("/plain", query)[1]


def test_what_is_no_document_is_left_as_it_is() -> None:
    assert answer("/text")[1] == PAGE
