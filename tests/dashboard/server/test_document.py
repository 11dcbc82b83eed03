"""Every document the server sends says which language it is in, compressed on its way or not."""

import asyncio
import gzip
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.server.compression import compressed_document
from dashboard.server.document import SpeakingDocument
from tests.dashboard.server.wire import BROWSER, ask
from tests.dashboard.serving import serving

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


LONG_PAGE = PAGE.replace(b"hello", b"hello " * 200)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    def long(request: Request) -> Response:
        headers = {"ETag": '"of-the-file"', "Last-Modified": "Mon, 30 Nov 2026 22:31:19 GMT"}
        return Response(LONG_PAGE, media_type="text/html", headers=headers)

    routes = [Route("/long", long), Route("/plain", plain), Route("/static/js/gone.js", plain)]
    with serving(Starlette(routes=routes, middleware=[Middleware(SpeakingDocument)])) as found:
        yield found


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [(BROWSER, "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)],
)
def test_a_document_comes_in_an_encoding_the_reader_takes(
    address: str, accepted: str, encoding: str | None, unpack: Callable[[bytes], bytes]
) -> None:
    received = ask(address, "/long", accept_encoding=accepted)
    assert received.headers.get("content-encoding") == encoding
    assert unpack(received.body) == LONG_PAGE.replace(b'<html lang="en"', b'<html lang="ko"')
    assert int(received.headers["content-length"]) == len(received.body)
    assert received.headers["vary"] == "Accept-Encoding"


def test_a_document_is_compressed_once_for_all(address: str) -> None:
    compressed_document.cache_clear()
    for _ in range(3):
        ask(address, "/long", accept_encoding="br")
    assert compressed_document.cache_info().misses == 1
    assert compressed_document.cache_info().maxsize == 64


def test_a_document_the_reader_has_is_not_sent_again(address: str) -> None:
    korean, english = ask(address, "/long"), ask(address, "/long?lang=en")
    assert korean.headers["etag"] != english.headers["etag"]
    again = ask(address, "/long", if_none_match=korean.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == korean.headers["etag"]
    assert ask(address, "/long?lang=en", if_none_match=korean.headers["etag"]).status == 200


def test_a_document_says_nothing_of_the_file_it_was_made_from(address: str) -> None:
    received = ask(address, "/long")
    assert "of-the-file" not in received.headers["etag"]
    assert "last-modified" not in received.headers


def test_a_document_of_a_few_words_comes_as_it_is(address: str) -> None:
    assert "content-encoding" not in ask(address, "/plain", accept_encoding=BROWSER).headers


def test_a_script_that_is_no_more_is_not_a_document(address: str) -> None:
    assert ask(address, "/static/js/gone.js", accept_encoding=BROWSER).status == 404
