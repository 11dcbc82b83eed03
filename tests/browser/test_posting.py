"""A reader opens a posting from the list, reads it, and puts its deadline into a calendar."""

import re
from collections.abc import Callable
from pathlib import Path

import icalendar
from playwright.sync_api import Page, expect

from tests.browser.reading import posting_list, title_links

OPEN_SOON = "/postings?status=open&sort=closing"
SECTIONS = ["첨부파일", "전형과 경쟁률", "공고 내용", "비슷한 공고", "이력"]


def open_first(page: Page) -> str:
    """Click the first posting of the list; its number."""
    title_links(page).first.click()
    expect(page).to_have_url(re.compile(r"posting=\d+"))
    # The list's own links are gone before those of the posting are looked for.
    expect(posting_list(page)).to_have_count(0)
    return re.findall(r"posting=(\d+)", page.url)[0]


def test_from_the_list_to_the_deadline_in_a_calendar(
    visit: Callable[..., Page], drawn: Callable[[Page], None], tmp_path: Path
) -> None:
    page = visit(OPEN_SOON)
    number = open_first(page)
    for section in SECTIONS:
        expect(page.get_by_role("heading", name=section, level=2, exact=True)).to_be_visible()
    title = page.get_by_role("heading", level=1).inner_text()
    assert title.startswith("[예시]")
    with page.expect_download() as started:
        page.get_by_role("button", name="마감일을 달력에").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert file.name.startswith("예시_") and file.suffix == ".ics"
    (event,) = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert number in event["uid"]
    assert title in str(event["summary"])
    shown = page.get_by_test_id("stMarkdown").filter(has_text="기간").first.inner_text()
    assert str(event["dtstart"].dt) in shown
    assert f"posting={number}" in str(event["url"])
    page.get_by_role("button", name="목록으로").click()
    expect(posting_list(page)).to_be_visible()
    assert "posting=" not in page.url and "status=open" in page.url


def test_a_similar_posting_is_one_click_away_and_back_again(visit: Callable[..., Page]) -> None:
    page = visit(OPEN_SOON)
    number = open_first(page)
    link = page.locator("a[href*='postings?posting=']").first
    other = re.findall(r"posting=(\d+)", str(link.get_attribute("href")))[0]
    assert other != number
    there = visit(f"/postings?posting={other}")
    expect(there.get_by_test_id("stMarkdown").filter(has_text=f"공고번호 {other}").first).to_be_visible()
