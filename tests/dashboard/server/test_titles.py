"""Every document says what its page is before anything runs."""

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.internals import UNTITLED_DOCUMENT
from dashboard.server.document import SpeakingDocument
from dashboard.takeaways.titles import navigation
from data_loader.settings import ROOT
from tests.dashboard.server.wire import ask
from tests.dashboard.serving import serving

pytestmark = pytest.mark.usefixtures("recorded")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    def page(request: Request) -> Response:
        return Response(b'<!doctype html><html lang="en">' + UNTITLED_DOCUMENT, media_type="text/html")

    routes = [Route(path, page) for path in ("/", "/trends", "/institutions")]
    with serving(Starlette(routes=routes, middleware=[Middleware(SpeakingDocument)])) as found:
        yield found


def head(address: str, path: str) -> str:
    return ask(address, path, accept_encoding="identity").body.decode()


def test_a_document_has_the_title_of_its_page_for_tabs_and_previews(address: str) -> None:
    said = head(address, "/trends?region=busan")
    assert "<title>채용 추이: 실제 채용(알리오) – 공공채용 한눈에</title>" in said
    assert '<meta property="og:title" content="채용 추이: 실제 채용(알리오) – 공공채용 한눈에">' in said
    assert re.search(
        r'<meta property="og:image" content="http://[^"]+/chart/trends-new-hires\.png\?[^"]*region=busan[^"]*">', said
    )


def test_a_title_is_in_the_language_of_its_address(address: str) -> None:
    assert "<title>Trends: Actual hires (ALIO) – Korea Public Jobs</title>" in head(address, "/trends?lang=en")
    assert "<title>Institutions: Directory – Korea Public Jobs</title>" in head(address, "/institutions?lang=en")


def test_every_page_of_the_navigation_has_its_title() -> None:
    source = (ROOT / "streamlit_app.py").read_text(encoding="utf-8")
    assert len(navigation()) == source.count("st.Page(") + 1
    assert navigation()[""] == navigation()["overview"] == ("_", "한눈에")
