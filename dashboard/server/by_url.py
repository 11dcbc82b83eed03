"""Data by URL, beside the pages: the same parameters as a permalink, the same postings as on screen.

    /data/postings.csv .json .parquet   what the parameters find; `offset` and `limit` page through it
    /data/feed.xml                      Atom, the newest postings
    /data/calendar.ics                  deadlines not over yet
    /data/datapackage.json              what the columns are (Frictionless Data Package)
    /data/tables/{name}.parquet         a whole table of the snapshot

`lang` is one more parameter: ko, en; and `data`: real, sample. What the address of a page says of how things are shown (`view`,
`sort`, `page`) is left aside, so that it can be pasted here. Any other name below `/data/` is a 404 that says what there is.
A page leaves out what it does not understand and says so; here it is an error, since nobody may be looking.
"""

from asyncio import CancelledError
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from zlib import crc32

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from dashboard.data import DATA, KINDS, Data, data_of, usual_data
from dashboard.languages import KOREAN, LANGUAGES, N_, _, speaking, spoken
from dashboard.selection.index import Found
from dashboard.selection.selection import DISPLAY_PARAMS, PARAMS, clean_text, parse_query
from dashboard.server.answers import MAKE, Answers, Body, packed
from dashboard.server.compression import accepted_encoding
from dashboard.server.masked import public_file
from dashboard.server.public_address import public_address
from dashboard.takeaways.apart import BusyError
from dashboard.takeaways.datapackage import datapackage
from dashboard.takeaways.feed import atom_feed
from dashboard.takeaways.moments import moments_of
from dashboard.takeaways.view import View, permalink
from dashboard.words import told
from data_loader.errors import LoaderError
from data_loader.snapshot import Origin

# JSON is held whole by whoever reads it; CSV and Parquet are not.
JSON_ROWS, MOST_JSON_ROWS = 1_000, 10_000
# More than these are made apart: they would hold up the readers.
FEW_POSTINGS = 1_000
# So many answers are made beside the readers at once.
AT_ONCE = 2
SECONDS_FRESH = 60
UTF_8 = "; charset=utf-8"

TITLE = N_("채용공고")
LANGUAGE = "lang"
OWN_PARAMS = ("offset", "limit", LANGUAGE, DATA)
# Until a sample is made, or a folder can be read again, or others have their files.
SECONDS_UNTIL_ANOTHER_TRY = 10
METHODS = ("GET", "HEAD", "OPTIONS")
INTERRUPTED = N_("파일을 만들지 못했습니다. 잠시 뒤에 다시 청해 주세요.")
# Knows the rules by which an answer is known already; it sends nothing.
FILES = StaticFiles(check_dir=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is to be answered with: the postings found, and of them those from `offset` on, at most
    `limit`; `mark` is all it depends on."""

    name: str
    data: Data
    found: Found
    view: View
    offset: int
    limit: int | None
    headers: Mapping[str, str]
    mark: str

    @property
    def count(self) -> int:
        left = max(self.found.count - self.offset, 0)
        return left if self.limit is None else min(left, self.limit)

    @property
    def goes_apart(self) -> bool:
        return self.name in MAKE and self.count > FEW_POSTINGS and self.found.index.can_leave


FORMS: Mapping[str, str] = MappingProxyType(
    {
        "postings.csv": f"text/csv{UTF_8}",
        "postings.json": "application/json",
        "postings.parquet": "application/vnd.apache.parquet",
        "feed.xml": f"application/atom+xml{UTF_8}",
        "calendar.ics": f"text/calendar{UTF_8}",
        "datapackage.json": "application/json",
    }
)


def routes() -> list[Route]:
    """What the server adds to Streamlit's own."""
    nothing = _without(sorted(FORMS))
    answers, beside = Answers(), CapacityLimiter(AT_ONCE)
    # One level, and what lies below `tables`: the page 데이터 has its own files below `/data/`.
    return [
        *(_route(f"/data/{name}", _answering(name, answers, beside)) for name in FORMS),
        _route("/data/tables/{name}.parquet", _table),
        _route("/data/tables/{name:path}", nothing),
        _route("/data/{name}", nothing),
    ]


def _route(path: str, answer: Callable[[Request], Any]) -> Route:
    """Open to programs of any origin, refusals too."""
    anybody = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=METHODS, expose_headers=["*"])
    return Route(path, answer, methods=METHODS, middleware=[anybody])


def _answering(name: str, answers: Answers, beside: CapacityLimiter) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        # In a thread, so that a long answer holds up no other reader.
        asked = await to_thread.run_sync(_asked, request, name, limiter=beside)
        if isinstance(asked, Response):
            return asked
        if asked.goes_apart:
            return await _as_file(request, asked, answers)
        return await to_thread.run_sync(_in_place, asked, limiter=beside)

    return answer


async def _as_file(request: Request, asked: Asked, answers: Answers) -> Response:
    async def is_there() -> bool:
        return not await request.is_disconnected()

    folder = asked.data.snapshot.folder.parent.parent / "answers"
    reader = request.client.host if request.client else ""
    try:
        file = await answers.file(
            folder, asked.name, asked.mark, reader, is_there, asked.found, asked.view, asked.offset, asked.limit
        )
    except (LoaderError, CancelledError) as error:
        return _not_made(request, error)
    if file is None:
        return Response(status_code=499)
    headers = {**asked.headers, "Vary": "Accept-Encoding"}
    small = packed(file)
    if accepted_encoding(request.headers) and "gzip" in request.headers["accept-encoding"] and small.exists():
        file = small
        headers |= {"Content-Encoding": "gzip", "ETag": f'{headers["ETag"][:-1]}-gzip"'}
    return FileResponse(file, headers=headers, media_type=FORMS[asked.name])


def _not_made(request: Request, error: BaseException) -> Response:
    with speaking(_language(request)):
        if isinstance(error, BusyError):
            return _refusal(429 if error.is_readers_own else 503, told(error.sentence))
        return _refusal(503, told(error.sentence) if isinstance(error, LoaderError) else _(INTERRUPTED))


def _without(names: list[str]) -> Callable[[Request], Response]:
    """Answers to names that are none."""

    def answer(request: Request) -> Response:
        with speaking(_language(request)):
            try:
                tables = sorted(data_of(_kind(request)).snapshot.tables)
            except LoaderError:
                tables = []
            there_is = [*names, *(f"tables/{table}.parquet" for table in tables)]
            name = clean_text(request.path_params["name"])[:60]
            return JSONResponse(
                {
                    "error": _("{name}: 그런 자료가 없습니다. 있는 것은 available에 있습니다.", name=name),
                    "available": there_is,
                },
                404,
            )

    return answer


def _asked(request: Request, name: str) -> Asked | Response:
    with speaking(_language(request)):
        try:
            data = data_of(_kind(request))
        except LoaderError as error:
            return _refusal(503, told(error.sentence))
        return _understood(request, name, data)


def _understood(request: Request, name: str, data: Data) -> Asked | Response:
    params = {key: request.query_params.getlist(key) for key in request.query_params}
    selection, unknown = parse_query({key: params[key] for key in PARAMS if key in params}, data.postings.options)
    unknown += [clean_text(key)[:30] for key in params if key not in (*PARAMS, *OWN_PARAMS, *DISPLAY_PARAMS)]
    offset, limit = _number(params, "offset"), _number(params, "limit")
    unknown += [key for key, number in (("offset", offset), ("limit", limit)) if number == -1]
    unknown += _unknown_choices(request)
    if unknown:
        return _refusal(400, _("알 수 없는 조건이 있습니다: {unknown}", unknown=", ".join(unknown)))
    origin = data.origin("postings")
    headers = _headers(data, request) | {
        "Content-Disposition": f'inline; filename="{_file_name(name, origin)}"',
        "Content-Language": spoken(),
    }
    if is_known(headers, request):
        return NotModifiedResponse(Headers(headers))
    kind = {} if _kind(request) == usual_data() else {DATA: _kind(request)}
    url = permalink(public_address(request), "postings", selection.to_query(data.postings.options) | kind)
    view = View(_(TITLE), selection.in_words(data.postings.options), url, origin, data.today)
    if name == "postings.json":
        limit = min(limit or JSON_ROWS, MOST_JSON_ROWS)
    mark = f"{data.snapshot.id} {data.today} {offset} {limit} {url}"
    return Asked(name, data, data.postings.find(selection), view, offset or 0, limit, headers, mark)


def _in_place(asked: Asked) -> Response:
    with speaking(asked.view.language):
        if asked.name == "feed.xml":
            body: Body = _feed(asked)
        elif asked.name == "datapackage.json":
            body = datapackage(asked.view)
        else:
            body = MAKE[asked.name](asked.found, asked.view, asked.offset, asked.limit)
        # Few they are, and a stream would be drawn from the threads all files share.
        whole = body if isinstance(body, bytes) else b"".join(body)
    return Response(whole, headers=asked.headers, media_type=FORMS[asked.name])


def _feed(asked: Asked) -> bytes:
    """Its own address is that of the view, with the same parameters."""
    page = asked.view.url
    here = urlsplit(urljoin(page, "data/feed.xml"))._replace(query=urlsplit(page).query).geturl()
    return atom_feed(
        asked.found, asked.view, here, moments=lambda posting_ids: moments_of(asked.data.snapshot, posting_ids)
    )


def _table(request: Request) -> Response:
    """A table of the snapshot, addresses and numbers of persons masked in its free texts."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
    with speaking(_language(request)):
        return _whole_table(request)


def _whole_table(request: Request) -> Response:
    try:
        data = data_of(_kind(request))
    except LoaderError as error:
        return _refusal(503, told(error.sentence))
    if unknown := _unknown_choices(request):
        return _refusal(400, _("알 수 없는 조건이 있습니다: {unknown}", unknown=", ".join(unknown)))
    name = request.path_params["name"]
    if name not in data.snapshot.tables:
        return _refusal(404, _("그런 표가 없습니다. 있는 표: {tables}", tables=", ".join(sorted(data.snapshot.tables))))
    headers = _headers(data, request)
    if is_known(headers, request):
        return NotModifiedResponse(Headers(headers))
    file_name = _file_name(f"{name}.parquet", data.origin(name))
    try:
        file = public_file(data.snapshot, name)
    except LoaderError as error:
        return _refusal(503, told(error.sentence))
    return FileResponse(file, headers=headers, filename=file_name)


def _headers(data: Data, request: Request) -> dict[str, str]:
    """The answer changes with the snapshot and the day; anybody may keep it for a minute, and use it anywhere."""
    asked = f"{request.url.path}?{urlencode(sorted(request.query_params.multi_items()))}"
    return {
        "ETag": f'"{data.snapshot.id}-{data.today}-{crc32(asked.encode()):08x}"',
        "Cache-Control": f"public, max-age={SECONDS_FRESH}",
        "Last-Modified": data.snapshot.created_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }


def is_known(headers: Mapping[str, str], request: Request) -> bool:
    """Whether the reader has this answer already, as it says by tags or by a time."""
    given = request.headers.get("if-none-match", "").replace('-gzip"', '"')
    asked = Headers({**request.headers, "if-none-match": given} if given else dict(request.headers))
    return FILES.is_not_modified(Headers(headers), asked)


def _language(request: Request) -> str:
    """The language asked for; Korean where there is none, and to say that it is unknown."""
    asked = request.query_params.get(LANGUAGE, KOREAN)
    return asked if asked in LANGUAGES else KOREAN


def _kind(request: Request) -> str:
    """The data asked for; the usual ones where there are none, and to say that they are unknown."""
    asked = request.query_params.get(DATA)
    return asked if asked in KINDS else usual_data()


def _unknown_choices(request: Request) -> list[str]:
    known = ((LANGUAGE, LANGUAGES), (DATA, KINDS))
    asked = ((name, value, values) for name, values in known for value in request.query_params.getlist(name))
    return [f"{name}={clean_text(value)[:30]}" for name, value, values in asked if value not in values]


def _refusal(status: int, message: str) -> Response:
    headers = {"Retry-After": str(SECONDS_UNTIL_ANOTHER_TRY)} if status in (429, 503) else {}
    return JSONResponse({"error": message}, status, headers)


def _number(params: Mapping[str, Any], name: str) -> int | None:
    """A count of postings, None where there is none, −1 where it is none."""
    if name not in params:
        return None
    text = params[name][-1]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1


def _file_name(name: str, origin: Origin) -> str:
    return f"{'sample-' if origin.is_sample else ''}{name}"
