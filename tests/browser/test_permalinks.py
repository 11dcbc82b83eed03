"""A view is its address: it can be sent, gone back to and loaded again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.reading import choose, go_to, summary

LINK = "/?region=busan,gyeongnam&hire=regular&from=2024-01"


def numbers(page: Page) -> list[str]:
    """The headline figures."""
    metrics = page.get_by_test_id("stMetricValue")
    expect(metrics).to_have_count(8)
    return metrics.all_inner_texts()


def test_a_link_says_its_filters_in_words(visit: Callable[..., Page]) -> None:
    sentence = summary(visit(LINK))
    assert all(word in sentence for word in ("부산", "경남", "정규직", "2024-01-01"))


def test_a_filter_chosen_by_hand_makes_a_link_that_shows_the_same_numbers_elsewhere(visit: Callable[..., Page]) -> None:
    here = visit()
    everything = summary(here)
    choose(here, "상태", "접수 중")
    expect(here).to_have_url(re.compile(r"[?&]status=open$"))
    expect(here.get_by_test_id("stMarkdown").filter(has_text="상태 접수 중").first).to_be_visible()
    there = visit("/?" + here.url.split("?")[1], fresh=True)
    assert summary(there) == summary(here) != everything
    assert numbers(there) == numbers(here)


def test_back_and_reload_keep_the_address_and_the_page_together(
    visit: Callable[..., Page], drawn: Callable[[Page], None]
) -> None:
    page = visit(LINK)
    linked = summary(page)
    choose(page, "상태", "마감")
    expect(page).to_have_url(re.compile("status=closed"))
    expect(page.get_by_test_id("stMarkdown").filter(has_text="상태 마감").first).to_be_visible()
    narrower = summary(page)
    page.reload()
    drawn(page)
    assert summary(page) == narrower != linked
    page.go_back()
    expect(page).to_have_url(re.compile("hire=regular"))
    expect(page.get_by_text(linked)).to_be_visible()


def test_a_choice_goes_along_to_another_page(visit: Callable[..., Page], drawn: Callable[[Page], None]) -> None:
    page = visit(LINK)
    linked = summary(page)
    go_to(page, "채용공고")
    expect(page).to_have_url(re.compile(r"/postings\?.*hire=regular"))
    drawn(page)
    expect(page.get_by_text(linked)).to_be_visible()


def test_what_an_address_says_wrongly_is_left_out_and_named(visit: Callable[..., Page]) -> None:
    page = visit("/?region=busan,atlantis&from=yesterday")
    expect(page.get_by_test_id("stAlert").filter(has_text="atlantis")).to_be_visible()
    assert "부산" in summary(page)
