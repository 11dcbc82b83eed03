"""Pages for paper, beside the app: one A4 about any choice, and whole lists. HTML without scripts, printed as they are.

    /brief                         the nation; with the parameters of a permalink, what they choose
    /brief?theme=pay               one theme: hires, pay, family, finances; of what the parameters choose
    /print                         every posting found, at most `MOST_ROWS`

`code`, the institution of an address of 기관, chooses it here too. What the address of a page says of how things are shown is
left aside, so that a link can carry it whole.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import cast
from zlib import crc32

import pandas as pd
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.data import DATA, KINDS, Data, data_of, usual_data
from dashboard.languages import KOREAN, LANGUAGES, _, speaking, spoken
from dashboard.selection.disclosed import disclosing_options
from dashboard.selection.index import Found
from dashboard.selection.selection import PARAMS, Options, clean_text, parse_query
from dashboard.takeaways.brief import TABLES, Brief, brief
from dashboard.takeaways.brief_disclosed import THEMES, Theme
from dashboard.takeaways.brief_page import brief_page
from dashboard.takeaways.list_page import list_page
from dashboard.takeaways.view import Subject, View, permalink
from dashboard.words import told
from data_loader.errors import LoaderError

THEME, CODE, LANGUAGE = "theme", "code", "lang"
# Of the figures each theme begins with.
ORIGINS = {"hires": "new_hires", "pay": "pay", "family": "work_family", "finances": "finances"}
SECONDS_FRESH = 60
SECONDS_UNTIL_ANOTHER_TRY = 10

Make = Callable[[Data, Found, View, str], bytes]


def routes() -> list[Route]:
    return [Route("/brief", _answering("brief", _brief)), Route("/print", _answering("print", _list))]


def _answering(name: str, make: Make) -> Callable[[Request], Response]:
    # Not `async`: the server then runs it beside the loop.
    def answer(request: Request) -> Response:
        asked = request.query_params.get(LANGUAGE, KOREAN)
        with speaking(asked if asked in LANGUAGES else KOREAN):
            return _answered(request, name, make)

    return answer


def _answered(request: Request, name: str, make: Make) -> Response:
    kind = request.query_params.get(DATA, usual_data())
    theme = request.query_params.get(THEME, "")
    if kind not in KINDS or (theme and theme not in THEMES):
        wrong = f"{THEME}={theme}" if kind in KINDS else f"{DATA}={kind}"
        return _refused(400, _("알 수 없는 조건이 있습니다: {unknown}", unknown=clean_text(wrong)))
    try:
        data = data_of(kind)
    except LoaderError as error:
        return _refused(503, told(error.sentence))
    params = {key: request.query_params.getlist(key) for key in request.query_params}
    if len(institution := ",".join(params.get(CODE, ())).split(",")) == 1 and institution[0]:
        params.setdefault("institution", institution)
    options = data.cached(_options)
    selection, unknown = parse_query({key: params[key] for key in PARAMS if key in params}, options)
    if unknown:
        return _refused(400, _("알 수 없는 조건이 있습니다: {unknown}", unknown=", ".join(unknown)))
    headers = _headers(data, request)
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    found, origin = data.postings.find(selection), data.origin(ORIGINS.get(theme, "postings"))
    query = selection.to_query(options) | ({THEME: theme} if theme else {})
    query |= {} if kind == usual_data() else {DATA: kind}
    base = str(request.url).partition("?")[0].rpartition("/")[0]
    title = made_title(found, theme)
    subject: Subject = "disclosures" if theme else "postings"
    view = View(title, selection.in_words(options), permalink(base, name, query), origin, data.today, subject)
    return HTMLResponse(make(data, found, view, theme), headers=headers)


def made_title(found: Found, theme: str) -> str:
    """What the paper is called when it is cited."""
    return _(THEMES[cast(Theme, theme)].name) if theme else _("한 쪽 요약")


def _options(data: Data) -> Options:
    """Those of the postings, and of each institution that discloses: not all have posted anything."""
    known = data.postings.options
    named = {option.code for option in known["institution"]}
    silent = [o for o in disclosing_options(data.table("institutions"))["institution"] if o.code not in named]
    return {**known, "institution": (*known["institution"], *silent)}


def _brief(data: Data, found: Found, view: View, theme: str) -> bytes:
    made: Brief = found.cached(brief, _tables(data, TABLES), cast(Theme, theme) if theme else None)
    return brief_page(made, view, data.origin(ORIGINS.get(theme, "pay")))


def _list(data: Data, found: Found, view: View, theme: str) -> bytes:
    return list_page(found, view)


def _tables(data: Data, names: Iterable[str]) -> Mapping[str, pd.DataFrame]:
    return data.cached_in_any_language(_read, tuple(names))


def _read(data: Data, names: tuple[str, ...]) -> Mapping[str, pd.DataFrame]:
    return {name: data.table(name) for name in names}


def _headers(data: Data, request: Request) -> dict[str, str]:
    asked = f"{request.url.path}?{request.url.query}"
    return {
        "ETag": f'W/"{data.snapshot.id}-{data.today}-{crc32(asked.encode()):08x}"',
        "Cache-Control": f"public, max-age={SECONDS_FRESH}",
        "Content-Language": spoken(),
    }


def _refused(status: int, message: str) -> Response:
    headers = {"Retry-After": str(SECONDS_UNTIL_ANOTHER_TRY)} if status == 503 else {}
    return PlainTextResponse(message, status, headers)
