"""The portal in front of a living world: real HTTP, a quota for each operation and day, and faults at given rates.

The clock is the world's: tests turn it. Nothing sleeps; with the same seed and the same requests the same happens.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from random import Random
from socketserver import StreamRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.data_loader.portal_server import KEY, Reply, envelope, gateway_error, gateway_error_xml
from tests.data_loader.world import World

LIST = "/1051000/recruitment/list"
DETAIL = "/1051000/recruitment/detail"
INSTITUTIONS = "/1051000/public_inst/list"
BRANCHES = "/1051000/public_inst/brnch"
FACILITIES = "/1051000/fclt/list"
FACILITY_DETAIL = "/1051000/fclt/detail"
PROGRAMMES = "/1051000/biz/list"

PER_SECOND = "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR"
# A connection closed without a word.
HANG_UP = Reply(status=0)
Answer = Callable[[Mapping[str, str]], Reply]


@dataclass(frozen=True)
class Faults:
    """The share of requests that meet each fault; `moves` is how often the list changes between two of its pages."""

    server_error: float = 0.0
    hang_up: float = 0.0
    half_a_body: float = 0.0
    xml_error: float = 0.0
    per_second: float = 0.0
    moves: float = 0.0

    def draw(self, random: Random, true_answer: Callable[[], Reply]) -> Reply | None:
        place = random.random()
        for share, fault in (
            (self.server_error, lambda: Reply(random.choice([500, 502, 503]), "<html>Bad Gateway</html>")),
            (self.hang_up, lambda: HANG_UP),
            (self.half_a_body, lambda: Reply(body=true_answer().body, cut=True)),
            (self.xml_error, lambda: gateway_error_xml("1", "APPLICATION_ERROR")),
            (self.per_second, lambda: gateway_error_xml("23", PER_SECOND)),
        ):
            if place < share:
                return fault()
            place -= share
        return None


USUAL = Faults(0.01, 0.01, 0.01, 0.01, 0.01, 0.2)


class SimulatedPortal:
    """Serves a world; use it in a `with` block.

    `calls` counts requests by path and Korean day, `refused` those over `quota` (or over that of `quotas`, by
    path). `is_down` cuts every connection.
    `before` is called with path and parameters of each request, `answered` with those that got the true answer;
    each request moves the world's clock by `pace`.
    """

    def __init__(self, world: World, faults: Faults | None = None, quota: int = 1000, seed: int = 1) -> None:
        self.world = world
        self.faults = faults or Faults()
        self.quota = quota
        self.quotas: dict[str, int] = {}
        self.is_down = False
        self.calls: Counter[tuple[str, date]] = Counter()
        self.refused: Counter[str] = Counter()
        self.pace = timedelta(0)
        self.before: Callable[[str, Mapping[str, str]], None] = lambda path, params: None
        self.answered: Callable[[str, Mapping[str, str]], None] = lambda path, params: None
        self._random = Random(seed)
        self._lock = threading.Lock()
        self._answers: dict[str, Answer] = {
            LIST: self._list,
            DETAIL: self._detail,
            INSTITUTIONS: lambda params: _paged(world.institutions, params),
            BRANCHES: lambda params: _paged(world.branches.get(params.get("instCd", ""), []), params),
            FACILITIES: lambda params: _paged(world.facilities, params),
            FACILITY_DETAIL: self._facility,
            PROGRAMMES: lambda params: _paged(world.programmes, params),
        }
        self._http = ThreadingTCPServer(("127.0.0.1", 0), _handler_for(self))
        self._http.daemon_threads = True
        # A client that is killed is part of the tests, not worth a traceback.
        self._http.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, path: str, params: Mapping[str, str]) -> Reply:
        with self._lock:
            self.before(path, params)
            if self.is_down:
                return HANG_UP
            if path not in self._answers:
                return Reply(404, "API not found")
            if params.get("serviceKey") != KEY:
                return gateway_error("30", "SERVICE_KEY_IS_NOT_REGISTERED_ERROR", 403)
            return self._metered(path, params)

    def _metered(self, path: str, params: Mapping[str, str]) -> Reply:
        if self.pace:
            self.world.turn(self.world.now + self.pace)
        today = self.world.today
        self.calls[path, today] += 1
        quota = self.quotas.get(path, self.quota)
        remaining = max(0, quota - self.calls[path, today])
        headers = {"x-ratelimit-limit": str(quota), "x-ratelimit-remaining": str(remaining)}
        if self.calls[path, today] > quota:
            self.refused[path] += 1
            return Reply(429, "API rate limit exceeded", headers)
        if params.get("pageNo", "1") != "1" and self._random.random() < self.faults.moves:
            self.world.hurry()
        fault = self.faults.draw(self._random, lambda: self._answers[path](params))
        if fault is not None:
            return fault
        self.answered(path, params)
        reply = self._answers[path](params)
        return Reply(reply.status, reply.body, headers)

    def _list(self, params: Mapping[str, str]) -> Reply:
        today = self.world.today
        first, last = (params.get(name, "").replace("-", "") for name in ("pbancBgngYmd", "pbancEndYmd"))
        found = [
            posting
            for posting in reversed(self.world.postings.values())
            if first <= posting.row["pbancBgngYmd"] <= (last or "9")
        ]
        if params.get("ongoingYn") == "Y":
            found = [posting for posting in found if posting.is_open(f"{today:%Y%m%d}")]
        rows = ", ".join(posting.listed(today) for posting in _page_of(found, params))
        text = f'{{"resultCode": 200, "resultMsg": "성공했습니다.", "totalCount": {len(found)}, "result": [{rows}]}}'
        return Reply(body=text)

    def _detail(self, params: Mapping[str, str]) -> Reply:
        posting = self.world.postings.get(int(params.get("sn", "0")))
        return _one(posting.detailed(self.world.now) if posting else None)

    def _facility(self, params: Mapping[str, str]) -> Reply:
        found = [row for row in self.world.facilities if str(row["fcltSn"]) == params.get("sn")]
        return _one(found[0] | {"files": []} if found else None)


def _one(item: dict[str, Any] | None) -> Reply:
    body = {"resultCode": "3", "resultMsg": "NODATA_ERROR"} if item is None else {"resultCode": 200, "result": item}
    return Reply(body=json.dumps(body, ensure_ascii=False))


def _page_of(rows: list[Any], params: Mapping[str, str]) -> list[Any]:
    size = int(params.get("numOfRows", "10"))
    offset = (int(params.get("pageNo", "1")) - 1) * size
    return rows[offset : offset + min(size, 1000)]


def _paged(rows: list[Any], params: Mapping[str, str]) -> Reply:
    return envelope(_page_of(rows, params), len(rows))


def _handler_for(portal: SimulatedPortal) -> type[StreamRequestHandler]:
    """No more of HTTP than the loader's client speaks: tens of thousands of calls are to take little time."""

    class Handler(StreamRequestHandler):
        timeout = 30
        disable_nagle_algorithm = True

        def handle(self) -> None:
            while request := self.rfile.readline():
                while self.rfile.readline().strip():
                    pass
                reply = self._answer(request.split()[1].decode("ascii"))
                if reply.status == 0:
                    return
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                headers = {"Content-Length": str(len(body)), **reply.headers}
                head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
                start = f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n{head}\r\n".encode("ascii")
                self.wfile.write(start + (body[: len(body) // 2] if reply.cut else body))
                if reply.cut:
                    return

        def _answer(self, target: str) -> Reply:
            parts = urlsplit(target)
            return portal.answer(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)))

    return Handler
