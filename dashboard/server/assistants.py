"""The data for assistants: the Model Context Protocol at `/mcp`, and what there is to read at `/llms.txt`."""

import asyncio
from contextvars import ContextVar
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.data import data_of, usual_data
from dashboard.server.asked_by_browsers import FOR_A_DAY
from dashboard.server.public_address import public_address

LLMS = """\
# 공공채용 한눈에 (Korea Public Jobs)

> Open data of Korea's public institutions: job postings, persons hired, pay, staff, parental leave, finances, facilities. Read only, no key.
> Figures come with unit, way of counting, coverage, as-of time and source; name them with the number. Sample data are marked and must not be cited.

## For programs
- [MCP server]({site}/mcp): streamable HTTP, no sessions; tools find, postings, posting, count, institution, ranking, hires, offers, about
- [Postings as JSON]({site}/data/postings.json?region=busan&hire=regular&status=open): filters as in the address of a page; also .csv and .parquet
- [What the columns are]({site}/data/datapackage.json): Frictionless Data Package
- [Newest postings]({site}/data/feed.xml?status=open): Atom
- [Deadlines]({site}/data/calendar.ics?status=open): iCalendar

## For people
- [Sources, licence, coverage]({site}/data?view=sources)
- [How each number is made]({site}/data?view=method)
- [Codebook and whole tables]({site}/data?view=dictionary)
- [Which view answers a question]({site}/data?view=guide)
"""
_site: ContextVar[str] = ContextVar("site")


class Assistants:
    """The protocol's server, made when it is first asked: most sites are never asked."""

    def __init__(self) -> None:
        self._ready: asyncio.Future[ASGIApp] | None = None
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        refusal = (
            Response(status_code=405, headers={"Allow": "POST"})
            if request.method != "POST"
            else _refused(request.headers)
        )
        if refusal:
            await refusal(scope, receive, send)
            return
        _site.set(public_address(request))
        app = await self._app()
        # Below its own path, wherever the site begins.
        await app({**scope, "path": "/mcp", "raw_path": b"/mcp", "root_path": ""}, receive, send)

    async def _app(self) -> ASGIApp:
        loop = asyncio.get_running_loop()
        if self._ready is None or self._ready.get_loop() is not loop:
            self._ready = loop.create_future()
            self._running = loop.create_task(self._run(self._ready))
            self._running.add_done_callback(partial(self._ended, self._ready))
        return await asyncio.shield(self._ready)

    async def _run(self, ready: "asyncio.Future[ASGIApp]") -> None:
        """Runs as long as the site does: the protocol's work belongs to the task that began it."""
        server, app = await asyncio.to_thread(_made)
        async with server.session_manager.run():
            ready.set_result(app)
            await asyncio.Event().wait()

    def _ended(self, ready: "asyncio.Future[ASGIApp]", task: "asyncio.Task[None]") -> None:
        """The next call begins anew; who waits now is told why."""
        self._ready = None
        if task.cancelled():
            ready.cancel()
        elif not ready.done() and (error := task.exception()):
            ready.set_exception(error)


def routes() -> list[Route]:
    # Without sessions nothing is sent unasked: there is nothing to GET.
    return [Route("/mcp", Assistants(), methods=["POST", "GET", "DELETE"]), Route("/llms.txt", _llms)]


def _made() -> tuple[Any, ASGIApp]:
    from dashboard.mcp.making import make_server, web_app

    server = make_server(lambda: data_of(usual_data()), _site.get)
    return server, web_app(server)


def _refused(headers: Headers) -> Response | None:
    """A page of another site must not ask in a reader's name."""
    origin = headers.get("origin")
    if origin and urlsplit(origin).netloc != headers.get("host"):
        return JSONResponse({"error": "Origin not allowed"}, 403)
    return None


def _llms(request: Request) -> Response:
    return PlainTextResponse(LLMS.format(site=public_address(request)), headers=FOR_A_DAY)
