"""A local stand-in for www.alio.go.kr: attachments by number and the statistics search, with any fault on request."""

import json
import math
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

DOWNLOAD = "/download/download.json"
SEARCH = "/statisticsSearch/findSingleItemSearchList.json"
HOME_PAGE = b'\r\n\r\n<!DOCTYPE html>\n<html lang="ko"><head><title>ALIO</title></head><body></body></html>'


@dataclass(frozen=True)
class Answer:
    """`cut` sends half of the body under the length of the whole; `hang` sends nothing until the end."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False


@dataclass(frozen=True)
class Asked:
    path: str
    params: Mapping[str, str]
    user_agent: str


def file_answer(content: bytes, name: str = "공고문.pdf") -> Answer:
    """As ALIO sends a file: the name in UTF-8, in doubled quotes."""
    return Answer(body=content, headers={"Content-Disposition": f'attachment; filename=""{name}"";'})


class AlioServer:
    """Use it in a `with` block. `files` by number; `figures` rows by (report form, item).

    `script` sets what the next requests get, None standing for the true answer.
    """

    def __init__(self) -> None:
        self.files: dict[int, Answer] = {}
        self.figures: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.asked: list[Asked] = []
        self.ending = threading.Event()
        self.most_at_once = 0
        self._at_once = 0
        self._counting = threading.Lock()
        self._script: deque[Answer | None] = deque()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._http.daemon_threads = True
        # A client that hangs up is part of the tests, not worth a traceback.
        self._http.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ending.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def script(self, *answers: Answer | None) -> None:
        self._script.extend(answers)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        scripted = self._script.popleft() if self._script else None
        if scripted is not None:
            return scripted
        if "Mozilla/" not in asked.user_agent:
            return Answer(403, b"Forbidden")
        if asked.path == DOWNLOAD:
            # What is not there is answered like everything else the site does not know: with its home page.
            return self.files.get(int(asked.params["fileNo"]), Answer(body=HOME_PAGE))
        if asked.path == SEARCH:
            return self._figures(asked.params)
        return Answer(404)

    def _figures(self, params: Mapping[str, str]) -> Answer:
        rows = self.figures.get((params["reportFormNo"], params["itemNo"]), [])
        size = min(int(params["countPerPage"]), 100)
        first = (int(params["pageNo"]) - 1) * size
        return search_answer(rows[first : first + size], math.ceil(len(rows) / size))

    def begin(self) -> None:
        with self._counting:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def end(self) -> None:
        with self._counting:
            self._at_once -= 1


def search_answer(rows: object, total_pages: object, status: object = "success") -> Answer:
    body = {"status": status, "data": {"result": rows, "page": {"totalPage": total_pages}}}
    return Answer(body=json.dumps(body, ensure_ascii=False).encode(), headers={"Content-Type": "application/json"})


def _handler_for(server: AlioServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            params = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            server.begin()
            try:
                body = self._begin(server.answer(Asked(parts.path, params, self.headers.get("User-Agent", ""))))
            finally:
                # With the last byte the client may ask for the next.
                server.end()
            self.wfile.write(body)

        def _begin(self, answer: Answer) -> bytes:
            """Send all but the body, which is returned."""
            if answer.hang:
                server.ending.wait(timeout=10)
                return b""
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                # The standard library writes headers in latin-1; ALIO's bytes are UTF-8.
                self.send_header(name, value.encode().decode("latin-1"))
            self.end_headers()
            return answer.body[: len(answer.body) // 2] if answer.cut else answer.body

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
