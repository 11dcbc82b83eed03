"""A local stand-in for the open-data portal: real HTTP, real paging, and any fault on any request."""

import json
import math
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

# Has the characters that tell raw, encoded and doubly encoded forms apart.
KEY = "c2ltdWxhdGVk+LXBvcnRhbC/1zZXJ2aWNlLWtleQ=="
RECRUITMENT = "/1051000/recruitment/list"
RECRUITMENT_DETAIL = "/1051000/recruitment/detail"
INSTITUTIONS = "/1051000/public_inst/list"
BRANCHES = "/1051000/public_inst/brnch"
FACILITIES = "/1051000/fclt/list"
FACILITY_DETAIL = "/1051000/fclt/detail"
PROGRAMMES = "/1051000/biz/list"


@dataclass(frozen=True)
class Reply:
    """What to send instead of the true answer. `cut` sends half of it; `hang` sends nothing until the end."""

    status: int = 200
    body: str | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False


@dataclass(frozen=True)
class Request:
    path: str
    params: Mapping[str, str]

    @property
    def page(self) -> int:
        return int(self.params.get("pageNo", "1"))


class PortalServer:
    """Serves `postings`, `institutions` and what `rows` holds of the other lists, as given; use it in a `with` block.

    `details` holds the single answers of an operation by number; change `rows` and `details` at will.

    `script(path, ...)` sets what the next requests to a path get: a Reply, or None for the true answer.
    `before` is called with each request before it is answered, `cap` is the silent limit on numOfRows and
    `quota` the calls left today for each operation; where there is one, answers tell what is left of it.
    """

    def __init__(self, postings: list[Any], institutions: list[Any] | None = None, cap: int = 1000) -> None:
        self.rows: dict[str, list[Any]] = {
            RECRUITMENT: postings,
            INSTITUTIONS: institutions or [],
            BRANCHES: [],
            FACILITIES: [],
            PROGRAMMES: [],
        }
        self.details: dict[str, dict[int, Any]] = {RECRUITMENT_DETAIL: {}, FACILITY_DETAIL: {}}
        self.cap = cap
        self.quota = math.inf
        self.requests: list[Request] = []
        self.before: Callable[[Request], None] = lambda request: None
        self.ending = threading.Event()
        self._script: defaultdict[str, deque[Reply | None]] = defaultdict(deque)
        self._always: dict[str, Reply] = {}
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

    def script(self, path: str, *replies: Reply | None) -> None:
        self._script[path].extend(replies)

    def always(self, path: str, reply: Reply) -> None:
        self._always[path] = reply

    def pages_asked(self, path: str = RECRUITMENT) -> list[int]:
        return [request.page for request in self.requests if request.path == path]

    def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        self.before(request)
        if request.path not in self.rows and request.path not in self.details:
            return Reply(404, "API not found")
        script = self._script[request.path]
        scripted = script.popleft() if script else self._always.get(request.path)
        if scripted is not None:
            return scripted
        if request.params.get("serviceKey") != KEY:
            return gateway_error("30", "SERVICE_KEY_IS_NOT_REGISTERED_ERROR", 403)
        left = self.quota - len([known for known in self.requests if known.path == request.path])
        if left < 0:
            return Reply(429, "API rate limit exceeded", quota_headers(0))
        reply = self.true_answer(request)
        return reply if math.isinf(left) else replace(reply, headers=quota_headers(int(left)))

    def true_answer(self, request: Request) -> Reply:
        if request.path in self.details:
            return self._detail(request)
        if request.path == BRANCHES and not request.params.get("instCd"):
            return failure("11", "필수 요청 변수 없음")
        rows = [row for row in self.rows[request.path] if _is_wanted(row, request.params)]
        size = min(int(request.params.get("numOfRows", "10")), self.cap)
        # The offset follows the size asked for, not the size given.
        offset = (request.page - 1) * int(request.params.get("numOfRows", "10"))
        return envelope(rows[offset : offset + size] if offset >= 0 else [], len(rows))

    def _detail(self, request: Request) -> Reply:
        number = request.params.get("sn", "")
        found = self.details[request.path].get(int(number)) if number.isdigit() else None
        return item(found) if found is not None else failure("3", "NODATA_ERROR")


def quota_headers(remaining: int, limit: int = 1000) -> Mapping[str, str]:
    return {"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(remaining)}


def item(result: object) -> Reply:
    """The answer of a detail operation: one object, and no count."""
    body = {"result": result, "resultCode": 200, "resultMsg": "성공했습니다."}
    return Reply(body=json.dumps(body, ensure_ascii=False))


def failure(code: str, words: str) -> Reply:
    """A failure as the services themselves tell it: HTTP 200 and a text for a code."""
    return Reply(body=json.dumps({"resultCode": code, "resultMsg": words}, ensure_ascii=False))


def envelope(rows: object, total: object, code: object = 200) -> Reply:
    body = {"resultCode": code, "resultMsg": "성공했습니다.", "totalCount": total, "result": rows}
    return Reply(body=json.dumps(body, ensure_ascii=False))


def gateway_error(code: str, name: str, status: int = 200) -> Reply:
    header = {"errMsg": name, "returnAuthMsg": name, "returnReasonCode": code}
    return Reply(status, json.dumps({"OpenAPI_ServiceResponse": {"cmmMsgHeader": header}}))


def gateway_error_xml(code: str, name: str, status: int = 200) -> Reply:
    return Reply(
        status,
        f'<?xml version="1.0" encoding="UTF-8"?><OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>{name}</errMsg>'
        f"<returnReasonCode>{code}</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>",
    )


def _is_wanted(row: Any, params: Mapping[str, str]) -> bool:
    if not isinstance(row, dict):
        return True
    if params.get("ongoingYn") not in (None, row.get("ongoingYn")):
        return False
    if "instCd" in row and params.get("instCd") not in (None, row["instCd"]):
        return False
    # Both bounds are on the start date; requests write it with hyphens, rows without.
    start = str(row.get("pbancBgngYmd"))
    first, last = (params.get(name, "").replace("-", "") for name in ("pbancBgngYmd", "pbancEndYmd"))
    return (not first or start >= first) and (not last or start <= last)


def _handler_for(server: PortalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            params = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            reply = server.answer(Request(parts.path, params))
            if reply.hang:
                server.ending.wait(timeout=10)
                return
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if reply.cut else body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
