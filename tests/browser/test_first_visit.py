"""A first visit costs the reader what it must: code comes compressed, and no policy of ours keeps a page from drawing."""

from collections.abc import Callable, Iterator

import brotli
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.server.wire import BROWSER, ask

# The target of a first visit; 8.5 MB where nothing is compressed.
MOST_KB = 2_700
LARGE_SCRIPT = """() => performance.getEntriesByType("resource").filter(each => each.name.includes("/static/js/"))
    .sort((a, b) => b.decodedBodySize - a.decodedBodySize)[0].name"""
KILOBYTES = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
    .reduce((sum, each) => sum + each.transferSize, 0) / 1000"""


def test_the_first_page_comes_in_few_kilobytes(visit: Callable[..., Page]) -> None:
    page = visit("/", fresh=True)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    # More is a fault of the server; nothing at all, one of the measure.
    assert 1_000 < page.evaluate(KILOBYTES) < MOST_KB


def test_streamlits_own_code_is_the_same_compressed_and_plain_and_keeps_for_a_year(
    visit: Callable[..., Page], server: str
) -> None:
    page = visit("/", fresh=True)
    path = page.evaluate(LARGE_SCRIPT).removeprefix(server)
    plain, packed = ask(server, path), ask(server, path, accept_encoding=BROWSER)
    assert packed.headers["content-encoding"] == "br"
    assert brotli.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 3
    for received in (plain, packed):
        assert received.headers["cache-control"] == "public, immutable, max-age=31536000"
        assert received.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html"), ("/trends", "text/html"), ("/robots.txt", "text/plain"), ("/favicon.ico", "image/png"),
        ("/favicon.png", "image/png"), ("/app/static/municipalities.geojson", "application/geo+json"),
        ("/data/datapackage.json", "application/json"), ("/health/ready", "application/json"),
    ],
)  # fmt: skip
def test_every_answer_is_guarded_and_of_its_kind(server: str, path: str, media_type: str) -> None:
    received = ask(server, path, accept_encoding=BROWSER)
    assert received.headers["content-type"].partition(";")[0] == media_type
    assert received.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in received.headers["content-security-policy"]
    assert "immutable" not in received.headers["cache-control"]


@pytest.fixture
def blank(chromium: Browser) -> Iterator[Page]:
    """A page of nobody's, where errors on the console are wanted."""
    with chromium.new_context() as context:
        yield context.new_page()


def test_another_site_may_not_frame_a_page(blank: Page, server: str) -> None:
    with blank.expect_console_message(lambda message: "frame-ancestors" in message.text):
        blank.set_content(f'<iframe src="{server}/"></iframe>')


def test_we_may_frame_it_ourselves(blank: Page, server: str) -> None:
    blank.goto(f"{server}/robots.txt")
    blank.evaluate("() => document.body.append(Object.assign(document.createElement('iframe'), {src: '/'}))")
    expect(blank.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
