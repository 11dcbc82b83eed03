"""The HTML document around the app says which language it is in and what the page is, so that screen readers, browsers and
previews of links know it before anything runs.

It is tagged by what it then says: browsers ask each time and get it anew only when it has changed.
"""

import asyncio
import gzip
import hashlib
import logging
from collections.abc import Hashable
from html import escape
from threading import Lock
from typing import NamedTuple, cast
from urllib.parse import parse_qs, urlencode

from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from dashboard.data import DATA, KINDS, data_of, usual_data
from dashboard.internals import ENGLISH_DOCUMENT, UNTITLED_DOCUMENT
from dashboard.languages import KOREAN, LANGUAGES, N_, _, speaking, spoken
from dashboard.selection.selection import DISPLAY_PARAMS, PARAMS
from dashboard.server.compression import (
    SMALLEST_BYTES,
    STATIC,
    accepted_encoding,
    compressed_document,
    vary_by_encoding,
)
from dashboard.server.nowhere import not_found, pages_below
from dashboard.server.public_address import SITE, public_address
from dashboard.takeaways.html import preview_tags
from dashboard.takeaways.titles import navigation, title_of
from dashboard.ui.gathering import FIRST_PAGE, Gathered, gather
from data_loader.errors import LoaderError

ABOUT = N_("공공기관이 누구를 얼마나 뽑고 얼마를 주는지, 채용공고와 경영공시를 조건마다 세어 보입니다.")
# Streamlit's own takes 8 kB. A larger one is somebody's file.
LARGEST_BYTES = 64_000
TAG_BYTES = 12
READ = frozenset((*PARAMS, *DISPLAY_PARAMS, DATA))
LONGEST_QUERY = 2_000
MOST_VIEWS = 512
_shown: LRUCache[Hashable, "Shown"] = LRUCache(MOST_VIEWS)
_lock = Lock()
log = logging.getLogger(__name__)


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
        if UNTITLED_DOCUMENT in body:
            site = request.scope.get(SITE, "")
            page = request.url.path.removeprefix(site).strip("/")
            if page not in navigation():
                with speaking(language):
                    return not_found(_("이 사이트의 화면"), pages_below(site))
            head = await _head_or_plain(request, page, language)
            body = body.replace(UNTITLED_DOCUMENT, head.encode(), 1)
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


async def _head_or_plain(request: Request, page: str, language: str) -> str:
    """A fault in what a preview shows is one line in the log: the page itself may have none, or says it on screen."""
    task = asyncio.ensure_future(run_in_threadpool(_head, request, page, language))
    await asyncio.wait([task])
    if not (error := task.exception()):
        return task.result()
    log.error("preview of %s: %r", page or FIRST_PAGE, error)
    with speaking(language):
        return f"<title>{escape(title_of(page))}</title>"


def _head(request: Request, page: str, language: str) -> str:
    """Title, description and what previews of links show: of a view its first chart with its finding."""
    base = public_address(request)
    with speaking(language):
        try:
            shown = _shown_at(page, request.url.query, base)
        except LoaderError:
            # The page will say it on screen.
            shown = Shown()
        title = title_of(page, shown.view)
        query = f"?{request.url.query}" if request.url.query else ""
        picture = shown.picture or f"{base}/app/static/icon.png"
        previews = {"description": shown.finding or _(ABOUT), "image": picture, "url": f"{base}/{page}{query}"}
        return f"<title>{escape(title)}</title>{preview_tags(title, previews)}"


class Shown(NamedTuple):
    """What is known of a view before it is drawn: its name, its first finding, where its picture is."""

    view: str = ""
    finding: str = ""
    picture: str = ""


def _shown_at(page: str, query: str, base: str) -> Shown:
    """Raises LoaderError while the data cannot be read."""
    asked = {name: values for name, values in parse_qs(query[:LONGEST_QUERY]).items() if name in READ}
    kind = asked.get(DATA, [""])[-1]
    data = data_of(kind if kind in KINDS else usual_data())
    key = (data.snapshot.id, data.today, spoken(), page, urlencode(asked, doseq=True), base)
    with _lock:
        known = _shown.get(key)
    if known is None:
        known = _first_of(gather(page or FIRST_PAGE, asked, base))
        with _lock:
            _shown[key] = known
    return known


def _first_of(gathered: Gathered) -> Shown:
    first = next((card for card in gathered.cards if not card.chart.is_empty), None)
    if first is None:
        return Shown(gathered.title)
    address, mark, query = first.view.url.partition("?")
    return Shown(gathered.title, f"{first.chart.sentence} {first.view.source_line}", f"{address}.png{mark}{query}")
