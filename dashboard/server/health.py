"""Whether this server lives and is ready, for whoever keeps it running: `/health/live` and `/health/ready`.

Live: a page was drawn just now, within LONGEST_DRAWING seconds. Ready: there is something to show; how old it is and
whether newer data come stand beside it. Both answer 200 or 503, and say why in JSON.
"""

import asyncio
import runpy
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.data import data_of, usual_data
from dashboard.server.readiness import readiness
from dashboard.server.warmup import FIRST_PAGE, without_session
from data_loader.errors import LoaderError
from data_loader.settings import load_settings

LONGEST_DRAWING = 5.0
NEVER_KEPT = {"Cache-Control": "no-store"}


class Drawing:
    """The page being drawn for those who ask: one at a time, so that asking often is no load."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "health")
        self._under_way: Future[None] | None = None

    async def ends_in_time(self) -> bool:
        if self._under_way is None or self._under_way.done():
            self._under_way = self._thread.submit(draw_first_page)
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._under_way)), LONGEST_DRAWING)
        except TimeoutError:
            return False
        return True


def draw_first_page() -> None:
    """Outside a session, as when the server warms up."""
    with without_session():
        runpy.run_path(str(FIRST_PAGE))


def routes() -> list[Route]:
    drawing = Drawing()

    async def live(request: Request) -> Response:
        is_live = await drawing.ends_in_time()
        return JSONResponse({"live": is_live}, 200 if is_live else 503, NEVER_KEPT)

    return [Route("/health/live", live), Route("/health/ready", ready)]


async def ready(request: Request) -> Response:
    try:
        # In a thread: the first to ask may have the data loaded.
        told = await asyncio.to_thread(_readiness)
    except LoaderError as error:
        told = {"ready": False, "problem": f"{error}"}
    return JSONResponse(told, 200 if told["ready"] else 503, NEVER_KEPT)


def _readiness() -> dict[str, Any]:
    found = readiness(load_settings(), data_of(usual_data()), datetime.now(UTC))
    return {
        "ready": found.is_ready,
        "snapshot": found.snapshot_id,
        "age_seconds": found.age and round(found.age.total_seconds()),
        "fetching": found.is_fetching,
        "last_success": found.last_success and found.last_success.isoformat(),
        "problem": found.problem,
    }
