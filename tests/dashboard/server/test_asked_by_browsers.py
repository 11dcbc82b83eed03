"""What is asked for without a reader's doing gets an answer of its own kind."""

import io
from collections.abc import Iterator
from urllib.robotparser import RobotFileParser

import pytest
from PIL import Image
from starlette.applications import Starlette

from dashboard.server.asked_by_browsers import routes
from tests.dashboard.server.wire import ask
from tests.dashboard.serving import serving


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(Starlette(routes=routes())) as found:
        yield found


def test_search_engines_may_read_pages_and_not_make_data(address: str) -> None:
    received = ask(address, "/robots.txt")
    assert received.headers["content-type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(received.body.decode().splitlines())
    assert rules.can_fetch("anyone", "/")
    assert rules.can_fetch("anyone", "/trends?region=busan")
    assert not rules.can_fetch("anyone", "/data/postings.csv")
    assert not rules.can_fetch("anyone", "/_stcore/stream")


def test_the_icon_is_a_picture(address: str) -> None:
    received = ask(address, "/favicon.ico")
    assert received.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(received.body)) as picture:
        assert picture.format == "PNG"
    assert received.headers["cache-control"] == "public, max-age=86400"
