"""Every chart at an address of its own, with the query of the view it stands in. No script, no session.

    /chart/{id}                      the chart alone: finding, picture, table, method, citation, neighbours
    /chart/{id}/embed                the same to stand in somebody else's page
    /chart/{id}.png .svg .csv .xlsx  files, as they were taken from the page
    /chart/{id}/table                the table alone
    /chart/{id}/wide.svg narrow.svg  the picture without its frame, for a page that says the rest

An id is the page and the chart: `trends-new-hires`. What it shows is found by running that page.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from types import MappingProxyType
from urllib.parse import quote, urlencode
from zlib import crc32

import pandas as pd
from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.charts.chart import Chart
from dashboard.data import DATA, KINDS, Data, data_of, usual_data
from dashboard.languages import KOREAN, LANGUAGES, _, speaking, spoken
from dashboard.selection.selection import DISPLAY_PARAMS, PARAMS, clean_text, parse_query
from dashboard.server.nowhere import not_found, pages_below
from dashboard.server.public_address import SITE, public_address
from dashboard.takeaways import chart_page
from dashboard.takeaways.apart import BusyError, apart
from dashboard.takeaways.html import POLICY, document, text
from dashboard.takeaways.titles import name_of, navigation
from dashboard.ui.gathering import Card, Gathered, gather
from dashboard.words import told
from data_loader.errors import ExportError, LoaderError

LANGUAGE = "lang"
# What others hang on addresses that are passed on.
FROM_ELSEWHERE = ("fbclid", "gclid", "embed", "embed_options")
CAMPAIGN = "utm_"
LONGEST_QUERY = 2_000
SECONDS_FRESH = 60
SECONDS_UNTIL_ANOTHER_TRY = 10
# About a hundred pictures; what was asked for longest ago goes first.
KEPT_BYTES = 24_000_000
HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml"

Query = Mapping[str, list[str]]
Make = Callable[[Card, Gathered, str], bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a chart that is given: what it is, how it is made, and as which kind of file, if it is one."""

    media_type: str
    make: Make
    extension: str = ""
    framed_by: str = "'self'"


class Refused(Exception):
    """The answer in place of the one asked for."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


_kept: LRUCache[tuple[str, ...], bytes] = LRUCache(KEPT_BYTES, getsizeof=len)
_lock = Lock()


def routes() -> list[Route]:
    """The longer paths first: an id holds no point and no slash."""
    return [
        *(Route(f"/chart/{{id}}{path}", _answering(form)) for path, form in FORMS.items()),
        Route("/chart/{rest:path}", _nothing_there),
    ]


def _answering(form: Form) -> Callable[[Request], Response]:
    # Not `async`: the server then runs it beside the loop, so that a picture holds up no other reader.
    def answer(request: Request) -> Response:
        with speaking(_language(request)):
            try:
                return _answered(request, form)
            except Refused as refused:
                return refused.response
            except BusyError as error:
                return _page(_("아직 보일 수 없습니다"), told(error.sentence), 429 if error.is_readers_own else 503)
            except ExportError as error:
                return _page(_("그림을 만들지 못했습니다"), told(error.sentence), 500)
            except LoaderError as error:
                wait = {"Retry-After": str(SECONDS_UNTIL_ANOTHER_TRY)}
                return _page(_("아직 보일 수 없습니다"), told(error.sentence), 503, wait)

    return answer


def _answered(request: Request, form: Form) -> Response:
    data = data_of(_kind(request))
    query = _query(request, data)
    chart_id, base = request.path_params["id"], public_address(request)
    headers = _headers(request, data, form)
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    key = (data.snapshot.id, data.today.isoformat(), spoken(), base, request.url.path, urlencode(query, doseq=True))
    with _lock:
        body = _kept.get(key)
    if body is None or form.extension:
        gathered = _gathered(request, chart_id, query, base)
        card = gathered.card(chart_id)
        if card is None:
            raise Refused(_nothing(gathered, query))
        if form.extension:
            name = quote(_file_name(card, form.extension))
            headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
        body = body or form.make(card, gathered, request.client.host if request.client else "")
        with _lock:
            if len(body) <= _kept.maxsize:
                _kept[key] = body
    return Response(body, headers=headers, media_type=form.media_type)


def _gathered(request: Request, chart_id: str, query: Query, base: str) -> Gathered:
    """The view that the query names; if the chart stands in another view of the page, the way there."""
    page = chart_id.partition("-")[0]
    if page not in navigation() or not page:
        raise Refused(_nothing(None, query))
    gathered = gather(page, query, base)
    if gathered.unknown:
        raise Refused(_unknown(", ".join(clean_text(each)[:30] for each in gathered.unknown)))
    if gathered.card(chart_id) is None:
        for view in gathered.views:
            there = {**query, "view": [view]}
            if gather(page, there, base).card(chart_id):
                path = request.url.path.removeprefix(request.scope.get(SITE, ""))
                address = f"{base}{path}?{urlencode(there, doseq=True)}"
                raise Refused(RedirectResponse(address, 307))
    return gathered


def _query(request: Request, data: Data) -> Query:
    """The view's query. Who cites a chart is to see what was cited: what is not understood is refused."""
    if len(request.url.query) > LONGEST_QUERY:
        raise Refused(_unknown(_("주소가 너무 깁니다")))
    query = {
        name: request.query_params.getlist(name)
        for name in dict.fromkeys(request.query_params)
        if name not in FROM_ELSEWHERE and not name.startswith(CAMPAIGN)
    }
    _selection, unknown = parse_query({name: query[name] for name in PARAMS if name in query}, data.postings.options)
    unknown += [clean_text(name)[:30] for name in query if name not in (*PARAMS, *DISPLAY_PARAMS, LANGUAGE, DATA)]
    choices = ((LANGUAGE, LANGUAGES), (DATA, KINDS))
    for name, values in choices:
        unknown += [f"{name}={clean_text(value)[:30]}" for value in query.get(name, []) if value not in values]
    if unknown:
        raise Refused(_unknown(", ".join(unknown)))
    return query


def _unknown(what: str) -> Response:
    return _page(_("주소를 읽을 수 없습니다"), _("알 수 없는 조건이 있습니다: {unknown}", unknown=what), 400)


def _nothing_there(request: Request) -> Response:
    with speaking(_language(request)):
        return _nothing(None, {})


def _nothing(gathered: Gathered | None, query: Query) -> Response:
    """No such chart: those of the view, or the pages that have some."""
    if gathered:
        return not_found(_("이 화면의 그림"), _beside(gathered.cards, urlencode(query, doseq=True, safe=",")))
    return not_found(_("그림이 있는 화면"), pages_below(".."))


def _beside(cards: Iterable[Card], query: str) -> list[tuple[str, str]]:
    """Charts of a view as links relative to one of them."""
    return [(f"{card.id}?{query}" if query else card.id, card.chart.title) for card in cards]


def _page(title: str, sentence: str, status: int, headers: Mapping[str, str] = MappingProxyType({})) -> Response:
    body = document(title, [f"<h1>{text(title)}</h1>", f"<p>{text(sentence)}</p>"])
    return Response(body, status, {"Content-Security-Policy": POLICY, **headers}, HTML)


def _alone(card: Card, gathered: Gathered, _reader: str) -> bytes:
    query = card.view.url.partition("?")[2]
    name = name_of(gathered.page)
    shown = _("{page}: {view}", page=name, view=gathered.title) if gathered.title else name
    others = _beside((other for other in gathered.cards if other is not card), query)
    page = f"{gathered.page}?{query}" if query else gathered.page
    beside = chart_page.Beside((page, shown), others, list(dict.fromkeys(gathered.notes)))
    return chart_page.chart_page(card.id, card.chart, card.view, beside)


def _embedded(card: Card, _around: Gathered, _reader: str) -> bytes:
    return chart_page.embedded(card.id, card.chart, card.view)


def _table(card: Card, _around: Gathered, _reader: str) -> bytes:
    return document(card.chart.title, [chart_page.table(card.chart)])


def _png(card: Card, _around: Gathered, reader: str) -> bytes:
    from dashboard.takeaways.image import png

    return apart.start(reader, png, _drawn_only(card.chart), card.view).result()


def _svg(card: Card, _around: Gathered, reader: str) -> bytes:
    from dashboard.takeaways.image import svg

    return apart.start(reader, svg, _drawn_only(card.chart), card.view).result()


def _panel(width: int) -> Make:
    """Small and on the page itself: it does not wait behind files."""

    def make(card: Card, _around: Gathered, _reader: str) -> bytes:
        from dashboard.takeaways.image import panel

        return panel(card.chart, chart_page.height_of(card.chart), width)

    return make


def _drawn_only(chart: Chart) -> Chart:
    """Without what makes its table, which cannot go to another process."""
    return replace(chart, table=pd.DataFrame)


def _csv(card: Card, _around: Gathered, _reader: str) -> bytes:
    from dashboard.ui.takeaway import table_csv

    return table_csv(card.chart.table(), card.view.origin)


def _xlsx(card: Card, _around: Gathered, _reader: str) -> bytes:
    from dashboard.takeaways.workbook import write_table

    file = io.BytesIO()
    write_table(card.chart.table(), card.chart.unit, card.view, file)
    return file.getvalue()


def _file_name(card: Card, extension: str) -> str:
    from dashboard.ui.takeaway import file_name

    return file_name(card.view.title, card.view.origin, extension)


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        ".png": Form("image/png", _png, "png"),
        ".svg": Form(SVG, _svg, "svg"),
        ".csv": Form("text/csv; charset=utf-8", _csv, "csv"),
        ".xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx, "xlsx"),
        "/wide.svg": Form(SVG, _panel(chart_page.WIDE)),
        "/narrow.svg": Form(SVG, _panel(chart_page.NARROW)),
        "/table": Form(HTML, _table),
        "/embed": Form(HTML, _embedded, framed_by="*"),
        "": Form(HTML, _alone),
    }
)


def _headers(request: Request, data: Data, form: Form) -> dict[str, str]:
    """The answer changes with the snapshot and the day."""
    asked = f"{public_address(request)}{request.url.path}?{request.url.query}"
    return {
        "ETag": f'W/"{data.snapshot.id}-{data.today}-{crc32(asked.encode()):08x}"',
        "Cache-Control": f"public, max-age={SECONDS_FRESH}",
        "Content-Language": spoken(),
        "Content-Security-Policy": f"{POLICY}; frame-ancestors {form.framed_by}",
        "Access-Control-Allow-Origin": "*",
    }


def _language(request: Request) -> str:
    asked = request.query_params.get(LANGUAGE, KOREAN)
    return asked if asked in LANGUAGES else KOREAN


def _kind(request: Request) -> str:
    asked = request.query_params.get(DATA)
    return asked if asked in KINDS else usual_data()
