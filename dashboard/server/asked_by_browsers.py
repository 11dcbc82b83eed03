"""What browsers and search engines ask for on their own, and would otherwise get a page for."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from data_loader.settings import ROOT

# Pages may be found. Data are made anew for each address, and Streamlit's own addresses lead nowhere.
ROBOTS = """\
User-agent: *
Disallow: /data/
Disallow: /media/
Disallow: /component/
Disallow: /_stcore/
"""
FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}


def routes() -> list[Route]:
    return [Route("/robots.txt", _robots), Route("/favicon.ico", _icon)]


def _robots(request: Request) -> Response:
    return PlainTextResponse(ROBOTS, headers=FOR_A_DAY)


def _icon(request: Request) -> Response:
    return FileResponse(ROOT / "static" / "icon.png", headers=FOR_A_DAY, media_type="image/png")
