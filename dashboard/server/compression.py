"""Static files are compressed once and kept so; the documents, of which there are few, too.

Streamlit compresses neither: what stands before it in a large installation does. Nothing stands before a small one,
and 6 MB of its own code went to each first visitor.
"""

import asyncio
import gzip
import posixpath
from collections.abc import Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import brotli
from cachetools import LRUCache
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# In the order of preference. Brotli's best would take ten times as long for a tenth less.
ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {"br": lambda body: bytes(brotli.compress(body, quality=9)), "gzip": lambda body: gzip.compress(body, 6, mtime=0)}
)
# Streamlit's own files and, below `app`, those of this project.
STATIC = "/static/"
COMPRESSIBLE = frozenset(
    {"text/css", "text/javascript", "application/javascript", "application/json", "application/geo+json",
     "image/svg+xml"}
)  # fmt: skip
SMALLEST_BYTES, LARGEST_BYTES = 500, 8_000_000
# Twice what all files take together; what has not been asked for longest goes first.
KEPT_BYTES = 24_000_000
# One for each page, language and encoding, with room.
KEPT_DOCUMENTS = 64


class FileKey(NamedTuple):
    """A file as it is at one time: its tag changes with it."""

    path: str
    tag: str
    encoding: str


class Compressed:
    """Asks for the head of a static file first: what has not changed since it was compressed is not read again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: LRUCache[FileKey, bytes] = LRUCache(KEPT_BYTES, getsizeof=len)
        self._under_way: dict[FileKey, asyncio.Task[bytes]] = {}
        # One thread: half a second of a first visit must not take every processor from the others.
        self._thread = ThreadPoolExecutor(1, "compression")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        encoding = _encoding_of_file(scope)
        if not encoding:
            await self._app(scope, receive, send)
            return
        start, _ = await _answer(self._app, _without(scope, b"accept-encoding", method="HEAD"))
        headers = MutableHeaders(raw=list(start["headers"]))
        if start["status"] != 200 or not _is_worth_it(headers):
            await self._app(scope, receive, send)
            return
        body = await self._body(FileKey(scope["path"], headers["etag"], encoding), scope)
        headers["content-encoding"] = encoding
        headers["content-length"] = str(len(body))
        headers["etag"] = f"W/{headers['etag'].removeprefix('W/')}"
        # A part of the file is a part of it as it lies on the disk.
        del headers["accept-ranges"]
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body})

    async def _body(self, key: FileKey, scope: Scope) -> bytes:
        """The compressed file. Whoever asks while it is being made waits for the same one, and may leave."""
        if key in self._kept:
            return self._kept[key]
        if key not in self._under_way:
            task = asyncio.create_task(self._make(key, scope))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key))
        return await asyncio.shield(self._under_way[key])

    async def _make(self, key: FileKey, scope: Scope) -> bytes:
        # As for a reader who takes the file as it is, and knows nothing of it yet.
        unconditional = _without(scope, b"accept-encoding", b"if-none-match", b"if-modified-since", method="GET")
        _, body = await _answer(self._app, unconditional)
        loop = asyncio.get_running_loop()
        compressed = await loop.run_in_executor(self._thread, ENCODINGS[key.encoding], body)
        if len(compressed) <= self._kept.maxsize:
            self._kept[key] = compressed
        return compressed


def accepted_encoding(headers: Mapping[str, str]) -> str | None:
    """The best encoding the reader takes; None where it is none of ours, or where a part of an answer is asked for."""
    if "range" in headers:
        return None
    parts = (part.partition(";") for part in headers.get("accept-encoding", "").lower().replace(" ", "").split(","))
    weights = {name: _weight(parameter) for name, _, parameter in parts}
    return next((name for name in ENCODINGS if weights.get(name, 0) > 0), None)


@lru_cache(KEPT_DOCUMENTS)
def compressed_document(body: bytes, encoding: str) -> bytes:
    """A small document, the same for most readers."""
    return ENCODINGS[encoding](body)


def vary_by_encoding(headers: MutableHeaders) -> None:
    """Say to caches between that another reader may get other bytes; once, for Streamlit says it of some answers."""
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.add_vary_header("Accept-Encoding")


def _weight(parameter: str) -> float:
    """Of `q=0.5`: one where it is not said, nothing where it is no number."""
    try:
        return float(parameter.removeprefix("q=")) if parameter else 1
    except ValueError:
        return 0


def _encoding_of_file(scope: Scope) -> str | None:
    """The encoding to answer in; None for what is left to the others."""
    if scope["type"] != "http" or scope["method"] != "GET" or STATIC not in scope["path"]:
        return None
    # The same file under another spelling of its path would be kept twice.
    if posixpath.normpath(scope["path"]) != scope["path"]:
        return None
    return accepted_encoding(Headers(scope=scope))


def _is_worth_it(headers: Headers | MutableHeaders) -> bool:
    return (
        headers.get("content-type", "").partition(";")[0] in COMPRESSIBLE
        and "content-encoding" not in headers
        and "etag" in headers
        and SMALLEST_BYTES <= int(headers.get("content-length", 0)) <= LARGEST_BYTES
    )


def _without(scope: Scope, *names: bytes, method: str) -> MutableMapping[str, Any]:
    """The same request without these headers."""
    headers = [(name, value) for name, value in scope["headers"] if name not in names]
    return {**scope, "method": method, "headers": headers}


async def _answer(app: ASGIApp, scope: Scope) -> tuple[Message, bytes]:
    """What the app answers, whole: its beginning and its body."""
    messages: list[Message] = []
    requested = False

    async def receive() -> Message:
        nonlocal requested
        if requested:
            # It listens for the reader's leaving, which is not its business.
            await asyncio.get_running_loop().create_future()
        requested = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, send)
    return messages[0], b"".join(message.get("body", b"") for message in messages[1:])
