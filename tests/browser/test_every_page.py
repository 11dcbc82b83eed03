"""Every page, in every view, on a phone and on a desk, light or dark, is sound."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import menu_links
from tests.browser.soundness import faults

PAGES = sorted(path.stem for path in (Path(__file__).parent.parent.parent / "pages").glob("*.py"))
HOME = "overview"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 900}
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


def other_views(page: Page, drawn: Callable[[Page], None]) -> Iterator[None]:
    """Go through the views a page offers beside its first."""
    options = page.locator(".st-key-choice_view [role=radio]")
    for place in range(1, options.count()):
        options.nth(place).click()
        expect(page).to_have_url(re.compile("[?&]view="))
        drawn(page)
        yield


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_sound_on_a_desk_by_night_and_in_every_view_on_a_phone(
    visit: Callable[..., Page], drawn: Callable[[Page], None], newest: int, place: str
) -> None:
    page = visit(PLACES[place].format(newest=newest), DESK["width"], "dark")
    found = faults(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    drawn(page)
    found += faults(page)
    for _ in other_views(page, drawn):
        found += faults(page)
    assert found == []


@pytest.mark.parametrize("place", IN_ENGLISH)
def test_a_page_is_sound_on_a_phone_in_english_too(visit: Callable[..., Page], newest: int, place: str) -> None:
    """Its words are longer, and break nowhere but between them."""
    page = visit(f"{place.format(newest=newest)}{'&' if '?' in place else '?'}lang=en", PHONE["width"])
    assert faults(page, "en") == []
    cut = "found => found.filter(box => box.scrollWidth > box.clientWidth).map(box => box.textContent)"
    assert page.locator("[data-testid=stMetricValue] > div").evaluate_all(cut) == []


def test_every_page_is_in_the_menu(visit: Callable[..., Page]) -> None:
    expect(menu_links(visit("/data"))).to_have_count(len(PAGES))
