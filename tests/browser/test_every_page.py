"""Every page, in every view, on a phone and on a desk, light or dark, is sound."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.soundness import faults

PAGES = sorted(path.stem for path in (Path(__file__).parent.parent.parent / "pages").glob("*.py"))
HOME = "overview"
DESK = {"width": 1440, "height": 900}
PHONE = 390
# What a page shows only of something chosen.
CHOSEN = {
    "an institution": "/institutions?code=C0247",
    "institutions side by side": "/institutions?compare=C0247,C0028",
    "a posting": "/postings?posting={newest}",
    "nothing found": "/postings?q=없는낱말",
}
IN_ENGLISH = (
    "/", "/postings", "/postings?posting={newest}", "/places", "/pay", "/institutions?code=C0247&view=postings",
)  # fmt: skip
PLACES = {page: "/" if page == HOME else f"/{page}" for page in PAGES} | CHOSEN


@pytest.fixture(scope="session")
def newest(server: str) -> int:
    """The number of the newest posting."""
    with urllib.request.urlopen(f"{server}/data/postings.json?limit=1") as answer:
        number: int = json.load(answer)["records"][0]["posting_id"]
    return number


def each_view(page: Page, drawn: Callable[[Page], None]) -> Iterator[None]:
    """Go through the views a page offers; one without a choice of views has one."""
    options = page.locator(".st-key-choice_view [role=radio]")
    for place in range(max(1, options.count())):
        if options.count() and options.nth(place).get_attribute("aria-checked") != "true":
            options.nth(place).click()
            expect(page).to_have_url(re.compile("[?&]view=" if place else r"^((?!view=).)*$"))
            drawn(page)
        yield


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_sound_in_every_view_on_a_phone_and_on_a_desk(
    visit: Callable[..., Page], drawn: Callable[[Page], None], newest: int, place: str, scheme: str
) -> None:
    page = visit(PLACES[place].format(newest=newest), PHONE, scheme)
    found = faults(page)
    for _ in each_view(page, drawn):
        found += faults(page)
    page.set_viewport_size(DESK)
    expect(page.get_by_test_id("stSidebar")).to_be_in_viewport()
    found += faults(page)
    assert found == []


@pytest.mark.parametrize("place", IN_ENGLISH)
def test_a_page_is_sound_on_a_phone_in_english_too(visit: Callable[..., Page], newest: int, place: str) -> None:
    """Its words are longer, and break nowhere but between them."""
    page = visit(f"{place.format(newest=newest)}{'&' if '?' in place else '?'}lang=en", PHONE)
    assert faults(page, "en") == []
    cut = "found => found.filter(box => box.scrollWidth > box.clientWidth).map(box => box.textContent)"
    assert page.locator("[data-testid=stMetricValue] > div").evaluate_all(cut) == []


def test_every_page_is_in_the_menu(visit: Callable[..., Page]) -> None:
    links = visit("/data").get_by_test_id("stSidebarNavLink")
    expect(links).to_have_count(len(PAGES))
