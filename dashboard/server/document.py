"""The HTML document around the app says which language it is in and what the page is, so that screen readers, browsers and
previews of links know it before anything runs.

It is tagged by what it then says: browsers ask each time and get it anew only when it has changed.
"""

import gzip
import hashlib
from html import escape
from typing import cast

from starlette.datastructures import MutableHeaders
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from dashboard.internals import ENGLISH_DOCUMENT, UNTITLED_DOCUMENT
from dashboard.languages import KOREAN, LANGUAGES, N_, _, speaking
from dashboard.server.compression import (
    SMALLEST_BYTES,
    STATIC,
    accepted_encoding,
    compressed_document,
    vary_by_encoding,
)
from dashboard.server.public_address import SITE, public_address
from dashboard.takeaways.titles import title_of

ABOUT = N_("공공기관이 누구를 얼마나 뽑고 얼마를 주는지, 채용공고와 경영공시를 조건마다 세어 보입니다.")
# Streamlit's own takes 8 kB. A larger one is somebody's file.
LARGEST_BYTES = 64_000
TAG_BYTES = 12


class SpeakingDocument(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        is_page = response.headers.get("content-type", "").startswith("text/html") and response.status_code == 200
        if request.method != "GET" or not is_page:
            return response
        # Streamlit gives the document for any name; a browser that asked for a script has no use for it.
        if STATIC in request.url.path:
            return PlainTextResponse("404", 404)
        # What comes through a middleware always streams.
        chunks = cast(StreamingResponse, response).body_iterator
        body = b"".join([bytes(chunk) async for chunk in chunks if not isinstance(chunk, str)])
        # Streamlit compresses the document for some addresses and not for others; it is small.
        if response.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        asked = request.query_params.get("lang")
        language = asked if asked in LANGUAGES else KOREAN
        body = body.replace(ENGLISH_DOCUMENT, b'<html lang="%s"' % language.encode(), 1)
        body = body.replace(UNTITLED_DOCUMENT, _head(request, language).encode(), 1)
        return _answer(request, body, response.headers)


def _answer(request: Request, body: bytes, headers: MutableHeaders) -> Response:
    # They are of the file, not of what has become of it.
    for name in ("content-encoding", "content-length", "last-modified", "accept-ranges"):
        del headers[name]
    headers["etag"] = f'W/"{hashlib.blake2b(body, digest_size=TAG_BYTES).hexdigest()}"'
    vary_by_encoding(headers)
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    encoding = accepted_encoding(request.headers)
    if encoding and SMALLEST_BYTES <= len(body) <= LARGEST_BYTES:
        headers["content-encoding"] = encoding
        body = compressed_document(body, encoding)
    return Response(body, headers=headers)


def _head(request: Request, language: str) -> str:
    """Title, description and what previews of links show; the same for all addresses of a page."""
    with speaking(language):
        title, about = (
            escape(title_of(request.url.path.removeprefix(request.scope.get(SITE, "")).strip("/"))),
            escape(_(ABOUT)),
        )
    picture = escape(f"{public_address(request)}/app/static/icon.png")
    return (
        f'<title>{title}</title><meta name="description" content="{about}"><meta property="og:title" content="{title}">'
        f'<meta property="og:description" content="{about}"><meta property="og:image" content="{picture}">'
        '<meta property="og:type" content="website">'
    )
