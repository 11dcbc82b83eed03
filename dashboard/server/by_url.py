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

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from zlib import crc32

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard.data import DATA, KINDS, Data, data_of, usual_data
from dashboard.languages import KOREAN, LANGUAGES, N_, _, speaking, spoken
from dashboard.selection.index import Found
from dashboard.selection.selection import DISPLAY_PARAMS, PARAMS, clean_text, parse_query
from dashboard.server.masked import public_file
from dashboard.takeaways import records
from dashboard.takeaways.calendar import calendar
from dashboard.takeaways.datapackage import datapackage
from dashboard.takeaways.feed import atom_feed
from dashboard.takeaways.moments import moments_of
from dashboard.takeaways.view import View, permalink
from dashboard.words import told
from data_loader.errors import LoaderError
from data_loader.snapshot import Origin

# JSON is held whole by whoever reads it; CSV and Parquet are not.
JSON_ROWS, MOST_JSON_ROWS = 1_000, 10_000
SECONDS_FRESH = 60
UTF_8 = "; charset=utf-8"

TITLE = N_("채용공고")
LANGUAGE = "lang"
OWN_PARAMS = ("offset", "limit", LANGUAGE, DATA)
# Until a sample is made, or a folder can be read again.
SECONDS_UNTIL_ANOTHER_TRY = 10

Body = bytes | Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is to be answered with: the postings found, and of them those from `offset` on, at most
    `limit`."""

    data: Data
    found: Found
    view: View
    offset: int
    limit: int | None


Make = Callable[[Asked], Body]


def routes() -> list[Route]:
    """What the server adds to Streamlit's own."""
    forms: dict[str, tuple[str, Make]] = {
        "postings.csv": (
            f"text/csv{UTF_8}",
            lambda asked: records.csv_parts(asked.found, asked.view, asked.offset, asked.limit),
        ),
        "postings.json": ("application/json", _json),
        "postings.parquet": (
            "application/vnd.apache.parquet",
            lambda asked: records.parquet(asked.found, asked.view, asked.offset, asked.limit),
        ),
        "feed.xml": (f"application/atom+xml{UTF_8}", _feed),
        "calendar.ics": (f"text/calendar{UTF_8}", lambda asked: calendar(asked.found, asked.view)),
        "datapackage.json": ("application/json", lambda asked: datapackage(asked.view)),
    }
    found = [Route(f"/data/{name}", _answering(name, media_type, make)) for name, (media_type, make) in forms.items()]
    nothing = _without(sorted(forms))
    # One level, and what lies below `tables`: the page 데이터 has its own files below `/data/`.
    return [
        *found,
        Route("/data/tables/{name}.parquet", _table),
        Route("/data/tables/{name:path}", nothing),
        Route("/data/{name}", nothing),
    ]


def _answering(name: str, media_type: str, make: Make) -> Callable[[Request], Response]:
    # Not `async`: the server then runs it beside the loop, so that a long answer holds up no other reader.
    def answer(request: Request) -> Response:
        with speaking(_language(request)):
            return _answered(request, name, media_type, make)

    return answer


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


def _answered(request: Request, name: str, media_type: str, make: Make) -> Response:
    try:
        data = data_of(_kind(request))
    except LoaderError as error:
        return _refusal(503, told(error.sentence))
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
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    kind = {} if _kind(request) == usual_data() else {DATA: _kind(request)}
    url = permalink(str(request.base_url), "postings", selection.to_query(data.postings.options) | kind)
    view = View(_(TITLE), selection.in_words(data.postings.options), url, origin, data.today)
    body = make(Asked(data, data.postings.find(selection), view, offset or 0, limit))
    if isinstance(body, bytes):
        return Response(body, headers=headers, media_type=media_type)
    return StreamingResponse(body, headers=headers, media_type=media_type)


def _json(asked: Asked) -> Body:
    return records.json_parts(asked.found, asked.view, asked.offset, min(asked.limit or JSON_ROWS, MOST_JSON_ROWS))


def _feed(asked: Asked) -> Body:
    """Its own address is that of the view, with the same parameters."""
    page = asked.view.url
    here = urlsplit(urljoin(page, "data/feed.xml"))._replace(query=urlsplit(page).query).geturl()
    return atom_feed(
        asked.found, asked.view, here, moments=lambda posting_ids: moments_of(asked.data.snapshot, posting_ids)
    )


def _table(request: Request) -> Response:
    """A table of the snapshot, addresses and numbers of persons masked in its free texts."""
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
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
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
        "ETag": f'W/"{data.snapshot.id}-{data.today}-{crc32(asked.encode()):08x}"',
        "Cache-Control": f"public, max-age={SECONDS_FRESH}",
        "Last-Modified": data.snapshot.created_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
    }


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
    headers = {"Retry-After": str(SECONDS_UNTIL_ANOTHER_TRY)} if status == 503 else {}
    return JSONResponse({"error": message}, status, headers)


def _number(params: Mapping[str, Any], name: str) -> int | None:
    """A count of postings, None where there is none, −1 where it is none."""
    if name not in params:
        return None
    text = params[name][-1]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1


def _file_name(name: str, origin: Origin) -> str:
    return f"{'sample-' if origin.is_sample else ''}{name}"
