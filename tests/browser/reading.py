"""A reader's eyes and hands: read what a page says, choose, take files and citations away."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def summary(page: Page) -> str:
    """The line that says what is chosen and how many are found."""
    line = (
        page.get_by_test_id("stMarkdown").filter(has_text="모집인원").filter(has_text="기준").first.locator("p").first
    )
    return line.inner_text()


def found_count(page: Page) -> int:
    """How many postings the page says it found."""
    return int(re.findall(r"공고 ([\d,]+)건", summary(page))[0].replace(",", ""))


def choose(page: Page, label: str, name: str) -> None:
    """Pick an option of a sidebar list by its name; its text carries a count."""
    chooser = page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect").filter(has_text=label)
    chooser.locator("input").click()
    page.get_by_role("option", name=re.compile(rf"^{re.escape(name)} · ")).click()
    page.keyboard.press("Escape")


def go_to(page: Page, title: str) -> None:
    """Follow the menu's link to a page."""
    menu_link(page, title).click()


def menu_link(page: Page, title: str) -> Locator:
    return menu_links(page).filter(has_text=re.compile(rf"{re.escape(title)}$"))


def menu_links(page: Page) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink")


def posting_list(page: Page) -> Locator:
    return page.get_by_role("table", name=re.compile("^(찾은 공고|Postings found)$"))


def title_links(page: Page) -> Locator:
    """The titles of the list, each of which opens its posting."""
    return posting_list(page).get_by_role("link")


def titles(page: Page) -> list[str]:
    """The titles of the list as it stands."""
    expect(title_links(page).first).to_be_visible()
    return title_links(page).all_inner_texts()


def take(page: Page, button: str | Locator, folder: Path) -> Path:
    """Click a download button and keep the file under the name it comes with."""
    found = page.get_by_test_id("stMain").get_by_role("button", name=button) if isinstance(button, str) else button
    with page.expect_download() as started:
        found.click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def copied_citation(page: Page, cite: Locator) -> str:
    """Open the citations and copy the first, the Korean one, from the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cite.click()
    block = page.get_by_test_id("stCode").first
    block.hover()
    block.get_by_role("button").click()
    text: str = page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    return text


def permalink_in(text: str) -> str:
    """The path and query of the first address of ours in a text."""
    return re.findall(r"http://localhost:\d+(/[^\s<>\"]*)", text)[0].removesuffix(".")
