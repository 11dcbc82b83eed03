"""A reader changes the language: it goes along from page to page, with the address, and into what is taken away."""

import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.reading import go_to, permalink_in, take

Visit = Callable[..., Page]
Drawn = Callable[[Page], None]
HANGUL = re.compile("[가-힣]")


def change_language(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("button", name=name).click()


def language_of(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_chosen_language_goes_along_and_back(visit: Visit, drawn: Drawn) -> None:
    page = visit("/?hire=regular")
    korean = heading(page)
    assert language_of(page) == "ko"
    change_language(page, "English")
    expect(page).to_have_url(re.compile(r"/\?hire=regular&lang=en$"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text(korean)
    english = heading(page)
    assert not HANGUL.search(english)

    go_to(page, "Trends")
    expect(page).to_have_url(re.compile(r"/trends\?(?=.*hire=regular).*lang=en"))
    drawn(page)
    expect(page.get_by_text("Employment type Regular").first).to_be_visible()
    page.reload()
    drawn(page)
    assert language_of(page) == "en"
    assert not HANGUL.search(heading(page))

    # Between the two views the browser keeps either the bare address of the second, which is Korean, or that of
    # the first again: which one depends on what reached it first.
    page.go_back()
    if page.evaluate("location.pathname") == "/trends":
        expect(page.get_by_role("heading", level=1)).to_have_text(HANGUL)
        drawn(page)
        page.go_back()
    expect(page).to_have_url(re.compile(r"/\?(?=.*hire=regular).*lang=en"))
    expect(page.get_by_role("heading", level=1)).to_have_text(english)
    change_language(page, "한국어")
    expect(page).to_have_url(re.compile(r"/\?hire=regular$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(korean)


def test_an_address_is_in_english_for_whoever_opens_it(visit: Visit) -> None:
    here = visit("/places?region=busan&lang=en")
    there = visit("/places?" + here.url.split("?")[1], fresh=True)
    assert language_of(there) == "en"
    assert heading(there) == heading(here)
    expect(there.get_by_text("Workplace Busan").first).to_be_visible()


def test_the_other_language_is_offered_also_where_a_page_ends_early(visit: Visit) -> None:
    page = visit("/postings?view=calendar&lang=en")
    change_language(page, "한국어")
    expect(page).to_have_url(re.compile(r"/postings\?view=calendar$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(HANGUL)


def test_files_taken_from_an_english_view_are_english(visit: Visit, tmp_path: Path) -> None:
    page = visit("/trends?hire=regular&lang=en")
    main = page.get_by_test_id("stMain")
    table = take(page, main.get_by_role("link", name="CSV").first, tmp_path)
    text = table.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith('"Month","Postings"')
    assert not HANGUL.search(table.name + text)

    png = take(page, main.get_by_role("link", name="PNG").first, tmp_path)
    with Image.open(png) as image:
        assert image.info["Title"].startswith("Openings by month")
        assert not HANGUL.search(png.name + image.info["Title"] + image.info["Description"])
        link = permalink_in(image.info["Description"])
    assert link.startswith("/chart/trends-") and link.endswith("lang=en")
