"""Data by URL, beside the pages: the same parameters as a permalink, the same postings as on screen.

    /data/postings.csv .json .parquet   what the parameters find; `offset` and `limit` page through it
    /data/feed.xml                      Atom, the newest postings
    /data/calendar.ics                  deadlines not over yet
    /data/datapackage.json              what the columns are (Frictionless Data Package)
    /data/tables/{name}.parquet         a whole table of the snapshot

A page leaves out what it does not understand and says so; here it is an error, since nobody may be looking.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard.data import Data, current_data
from dashboard.index import Found
from dashboard.selection import PARAMS, parse_query
from dashboard.takeaways import records
from dashboard.takeaways.calendar import calendar
from dashboard.takeaways.datapackage import datapackage
from dashboard.takeaways.feed import atom_feed
from dashboard.takeaways.view import View, permalink
from data_loader.errors import LoaderError
from data_loader.snapshot import Origin

# JSON is held whole by whoever reads it; CSV and Parquet are not.
JSON_ROWS, MOST_JSON_ROWS = 1_000, 10_000
SECONDS_FRESH = 60
UTF_8 = "; charset=utf-8"

Body = bytes | Iterator[bytes]
Make = Callable[[Found, View, int, int | None], Body]


def routes() -> list[Route]:
    """What the server adds to Streamlit's own."""
    forms: dict[str, tuple[str, Make]] = {
        "postings.csv": (f"text/csv{UTF_8}", records.csv_parts),
        "postings.json": ("application/json", _json),
        "postings.parquet": ("application/vnd.apache.parquet", records.parquet),
        "feed.xml": (
            f"application/atom+xml{UTF_8}",
            lambda found, view, offset, limit: atom_feed(found, view, view.url),
        ),
        "calendar.ics": (f"text/calendar{UTF_8}", lambda found, view, offset, limit: calendar(found, view)),
        "datapackage.json": ("application/json", lambda found, view, offset, limit: datapackage(view)),
    }
    found = [Route(f"/data/{name}", _answering(name, media_type, make)) for name, (media_type, make) in forms.items()]
    return [*found, Route("/data/tables/{name}.parquet", _table)]


def _answering(name: str, media_type: str, make: Make) -> Callable[[Request], Response]:
    # Not `async`: the server then runs it beside the loop, so that a long answer holds up no other reader.
    def answer(request: Request) -> Response:
        try:
            data = current_data()
        except LoaderError as error:
            return _refusal(503, str(error))
        params = {key: request.query_params.getlist(key) for key in request.query_params}
        selection, unknown = parse_query({key: params[key] for key in PARAMS if key in params}, data.postings.options)
        unknown += [key[:30] for key in params if key not in (*PARAMS, "offset", "limit")]
        offset, limit = _number(params, "offset"), _number(params, "limit")
        unknown += [key for key, number in (("offset", offset), ("limit", limit)) if number == -1]
        if unknown:
            return _refusal(400, f"알 수 없는 조건이 있습니다: {', '.join(unknown)}")
        origin = data.origin("postings")
        headers = _headers(data, request) | {"Content-Disposition": f'inline; filename="{_file_name(name, origin)}"'}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        found = data.postings.find(selection)
        url = permalink(str(request.base_url), "postings", selection.to_query(data.postings.options))
        view = View("채용공고", selection.in_words(data.postings.options), url, origin, data.today)
        body = make(found, view, offset or 0, limit)
        if isinstance(body, bytes):
            return Response(body, headers=headers, media_type=media_type)
        return StreamingResponse(body, headers=headers, media_type=media_type)

    return answer


def _json(found: Found, view: View, offset: int, limit: int | None) -> Body:
    return records.json_parts(found, view, offset, min(limit or JSON_ROWS, MOST_JSON_ROWS))


def _table(request: Request) -> Response:
    """A table as it lies in the snapshot, source and as-of in its metadata or beside it in the manifest."""
    try:
        data = current_data()
    except LoaderError as error:
        return _refusal(503, str(error))
    name = request.path_params["name"]
    if name not in data.snapshot.tables:
        return _refusal(404, f"그런 표가 없습니다. 있는 표: {', '.join(sorted(data.snapshot.tables))}")
    headers = _headers(data, request)
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    file_name = _file_name(f"{name}.parquet", data.origin(name))
    return FileResponse(data.snapshot.path(name), headers=headers, filename=file_name)


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


def _refusal(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)


def _number(params: Mapping[str, Any], name: str) -> int | None:
    """A count of postings, None where there is none, −1 where it is none."""
    if name not in params:
        return None
    text = params[name][-1]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1


def _file_name(name: str, origin: Origin) -> str:
    return f"{'sample-' if origin.is_sample else ''}{name}"
