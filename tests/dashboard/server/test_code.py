"""The browser's code for figures comes from the packages that are installed, for a year and compressed."""

from collections.abc import Iterator

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.server import code
from dashboard.server.compression import Compressed
from dashboard.server.guarding import Guarded
from dashboard.ui.browser_code import CODE, address_of
from tests.dashboard.server.wire import ask
from tests.dashboard.serving import serving


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(Starlette(routes=code.routes(), middleware=[Middleware(Guarded), Middleware(Compressed)])) as found:
        yield found


@pytest.mark.parametrize("name", CODE)
def test_each_file_is_sent_compressed_and_keeps_for_a_year(address: str, name: str) -> None:
    received = ask(address, address_of(name), accept_encoding="br")
    assert received.headers["cache-control"] == "public, immutable, max-age=31536000"
    assert received.headers["content-type"].startswith("text/javascript")
    assert brotli.decompress(received.body) == CODE[name].read_bytes()


def test_an_address_of_another_state_is_asked_for_again(address: str) -> None:
    received = ask(address, "/code/static/figure.00000000.js", accept_encoding="identity")
    assert received.headers["cache-control"] == "no-cache"
    assert received.body == CODE["figure"].read_bytes()


@pytest.mark.parametrize("name", ["other.12345678.js", "figure.py", "..%2Ffigure.12345678.js"])
def test_nothing_else_is_sent(address: str, name: str) -> None:
    assert ask(address, f"/code/static/{name}", accept_encoding="identity").status == 404
