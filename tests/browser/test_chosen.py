"""What is chosen: it stays in sight, and a click drops it."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit, wait_until_drawn
from tests.browser.reading import found_count


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_chosen_stays_in_sight(visit: Visit, width: int) -> None:
    page = visit("/trends?view=months&region=busan", width)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 900)")
    chip = page.get_by_role("button", name=re.compile("^부산"))
    expect(chip).to_be_in_viewport()
    ground = page.locator("div:has(> .st-key-chosen)").evaluate("bar => getComputedStyle(bar).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_a_chip_drops_its_choice(visit: Visit) -> None:
    page = visit("/postings?region=busan&hire=regular")
    before = found_count(page)
    page.get_by_role("button", name=re.compile("^부산")).click()
    expect(page).to_have_url(re.compile(r"/postings\?hire=regular$"))
    wait_until_drawn(page)
    assert found_count(page) > before


def test_where_nothing_is_found_one_click_leads_to_most(visit: Visit) -> None:
    page = visit("/postings?region=busan&q=없는말없는말")
    page.get_by_role("button", name=re.compile("빼기")).click()
    expect(page).to_have_url(re.compile(r"/postings\?region=busan$"))


def test_filters_open_as_a_sheet_on_a_phone(chromium: Browser, server: str) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, user_agent="Mozilla/5.0 (iPhone) Mobile Mobi"
    )
    page = context.new_page()
    page.goto(f"{server}/postings?region=busan")
    wait_until_drawn(page)
    page.get_by_role("button", name=re.compile("조건 1")).click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_test_id("stMultiSelect").first).to_be_visible()
    sheet.get_by_role("button", name=re.compile("공고 .*건 보기")).click()
    expect(sheet).to_have_count(0)
    context.close()
