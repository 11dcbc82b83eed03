"""Every answer says what a browser may do with it and how long it keeps."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.server.guarding import Guarded
from tests.dashboard.server.wire import ask
from tests.dashboard.serving import serving

FOR_A_YEAR = "public, immutable, max-age=31536000"


def answer(request: Request) -> Response:
    """As Streamlit does, whatever the name."""
    return Response(b"a", headers={"Cache-Control": FOR_A_YEAR})


def silent(request: Request) -> Response:
    return Response(b"a")


def strict(request: Request) -> Response:
    return Response(b"a", headers={"Content-Security-Policy": "default-src 'none'"})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    routes = [
        Route("/strict", strict), Route("/data/feed.xml", silent), Route("/app/static/a.geojson", silent),
        Route("/{path:path}", answer),
    ]  # fmt: skip
    with serving(Guarded(Starlette(routes=routes))) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/data/feed.xml", "/app/static/a.geojson", "/static/js/a.DormvYxC.js"])
def test_an_answer_is_what_it_says_it_is_and_is_framed_by_us_alone(address: str, path: str) -> None:
    headers = ask(address, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_so_does_a_refusal(address: str) -> None:
    refused = ask(address, "/strict/")
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_an_answer_with_a_policy_of_its_own_keeps_it(address: str) -> None:
    assert ask(address, "/strict").headers.getlist("content-security-policy") == ["default-src 'none'"]


@pytest.mark.parametrize("path", ["/static/js/a.DormvYxC.js", "/prefix/static/media/KaTeX.D9K-_Cm8.woff2"])
def test_a_name_with_a_hash_keeps_for_a_year(address: str, path: str) -> None:
    headers = ask(address, path).headers
    assert headers["cache-control"] == FOR_A_YEAR
    assert headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/favicon.png", "/static/plain.js", "/app/static/a.geojson"])
def test_a_name_without_one_is_asked_for_each_time(address: str, path: str) -> None:
    assert ask(address, path).headers["cache-control"] == "no-cache"


def test_how_long_data_keep_is_not_our_business(address: str) -> None:
    assert "cache-control" not in ask(address, "/data/feed.xml").headers
