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


def rows(page: Page) -> list[list[str]]:
    """The cells of the first table that are drawn, as assistive technology reads them."""
    body = page.get_by_test_id("stDataFrame").first.locator("[role=grid] tbody tr")
    expect(body.first).to_be_attached()
    cells: list[list[str]] = body.evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('[role=gridcell]')].map(cell => cell.textContent))"
    )
    return cells


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
