"""Every page opens on a desk and on a phone, by day and by night, with the network cut."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PAGES = sorted(path.stem for path in (Path(__file__).parent.parent.parent / "pages").glob("*.py"))
HOME = "overview"


def address(page: str) -> str:
    return "/" if page == HOME else f"/{page}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_an_error_and_without_scrolling_sideways(
    visit: Callable[..., Page], name: str, width: int, scheme: str
) -> None:
    page = visit(address(name), width, scheme)
    expect(page.locator("[data-testid=stException], [data-testid=stAlertContentError]")).to_have_count(0)
    wider = page.evaluate(
        """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
                 .map(box => box.scrollWidth - box.clientWidth)"""
    )
    assert wider == [0, 0]


def test_every_page_is_in_the_menu(visit: Callable[..., Page]) -> None:
    links = visit().get_by_test_id("stSidebarNavLink")
    expect(links).to_have_count(len(PAGES))
