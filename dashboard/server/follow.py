"""What those who keep views in their browser ask: how many postings each finds, and how many are new to them.

    /follow/counts.json?of=region%3Dbusan%26since%3D290001&of=posting%3D290123
    /news.xml                                                   what is new, as a feed

Each `of` is the query of one address, with `since`, the highest posting number seen before. Nothing of it is kept.
"""

from typing import Any
from urllib.parse import parse_qs, urlencode

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.data import DATA, KINDS, Data, data_of, usual_data
from dashboard.languages import KOREAN, LANGUAGES, _, speaking, spoken
from dashboard.selection.selection import PARAMS, parse_query
from dashboard.takeaways.feed import news_feed
from dashboard.takeaways.view import View, permalink
from dashboard.ui.news import news_of
from dashboard.words import days_left, told
from data_loader.errors import LoaderError

MOST = 100
# Pages on which a choice is one of postings.
OF_POSTINGS = ("", "overview", "postings", "places")


def routes() -> list[Route]:
    return [Route("/follow/counts.json", _counts), Route("/news.xml", _news)]


def _news(request: Request) -> Response:
    """What is new as an Atom feed, in the language asked for; of a sample there is nothing new."""
    asked, kind = request.query_params.get("lang", KOREAN), request.query_params.get(DATA, usual_data())
    with speaking(asked if asked in LANGUAGES else KOREAN):
        try:
            data = data_of(kind if kind in KINDS else usual_data())
        except LoaderError as error:
            return JSONResponse({"error": told(error.sentence)}, 503)
        here = str(request.url).partition("?")[0]
        base, language = here.rpartition("/")[0], {} if spoken() == KOREAN else {"lang": spoken()}
        query = f"?{urlencode(language)}" if language else ""
        view = View(
            _("새 소식"), _("전체"), permalink(base, "data", {"view": "news"}), data.origin("postings"), data.today
        )
        return Response(news_feed(data.cached(news_of), view, f"{here}{query}"), media_type="application/atom+xml")


def _counts(request: Request) -> Response:
    asked = request.query_params.get("lang", KOREAN)
    with speaking(asked if asked in LANGUAGES else KOREAN):
        try:
            found = [_counted(query) for query in request.query_params.getlist("of")[:MOST]]
        except LoaderError as error:
            return JSONResponse({"error": told(error.sentence)}, 503)
    return JSONResponse({"of": found}, headers={"Cache-Control": "no-store"})


def _counted(query: str) -> dict[str, Any] | None:
    """None for what is no choice of postings, or none that the data know."""
    params = parse_qs(query, max_num_fields=MOST)
    kind = params.get(DATA, [usual_data()])[-1]
    if kind not in KINDS:
        return None
    data, since = data_of(kind), _number(params, "since")
    posting = _number(params, "posting")
    if posting is not None:
        return _state(data, posting)
    if "code" in params:
        params = {"institution": params["code"]}
    elif params.get("page", [""])[-1] not in OF_POSTINGS:
        return None
    selection, unknown = parse_query({key: params[key] for key in PARAMS if key in params}, data.postings.options)
    if unknown:
        return None
    found = data.postings.find(selection)
    new = 0 if since is None else int(np.count_nonzero(data.postings.posting_ids[found.rows] > since))
    return {"count": found.count, "new": new}


def _state(data: Data, posting: int) -> dict[str, Any] | None:
    row = data.postings.row_of(posting)
    if row is None:
        return None
    shown = data.postings.shown(np.array([row]), ["end_date", "withdrawn_date"]).to_pylist()[0]
    return {"left": days_left(shown["end_date"], data.today, shown["withdrawn_date"])}


def _number(params: dict[str, list[str]], name: str) -> int | None:
    text = params.get(name, [""])[-1]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
