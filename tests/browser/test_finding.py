"""A reader finds: by words in the texts, page by page, and on the map."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import found_count, posting_list, summary, title_links, titles

Visit = Callable[..., Page]
Drawn = Callable[[Page], None]
TRIES = 30


def test_korean_words_are_found_in_the_texts_and_shown_where_they_stand(visit: Visit, drawn: Drawn) -> None:
    page = visit("/postings")
    everything = found_count(page)
    box = page.get_by_label("공고 검색")
    box.fill("운전 면허")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]q="))
    expect(page.get_by_text("“운전 면허” 검색").first).to_be_visible()
    # A server just started is still reading the texts, and says so.
    for _ in range(TRIES):
        if not page.get_by_text("본문 색인을 만드는 중").count():
            break
        page.reload()
        drawn(page)
    assert 0 < found_count(page) < everything
    passages = posting_list(page).locator("p").all_inner_texts()
    assert any("【" in passage and "면허" in passage for passage in passages)
    assert box.input_value() == "운전 면허"


def test_the_list_is_read_page_by_page(visit: Visit, drawn: Drawn) -> None:
    page = visit("/postings")
    first = titles(page)
    page.get_by_role("button", name="Page 2", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]page=2$"))
    expect(title_links(page).first).not_to_have_text(first[0])
    drawn(page)
    assert not set(titles(page)) & set(first)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/postings$"))
    expect(title_links(page).first).to_have_text(first[0])


def test_a_region_clicked_on_the_map_becomes_the_filter_and_is_dropped_by_another_click(
    visit: Visit, drawn: Drawn
) -> None:
    page = visit("/places")
    everything = summary(page)

    def click_the_region() -> None:
        name = page.get_by_role("figure").first.locator(".main-svg text").get_by_text("경남", exact=True).first
        name.scroll_into_view_if_needed()
        box = name.bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    click_the_region()
    expect(page).to_have_url(re.compile(r"[?&]region=gyeongnam$"))
    expect(page.get_by_test_id("stMarkdown").filter(has_text="근무지 경남").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text(re.compile("^경남 · "))).to_be_visible()
    drawn(page)
    click_the_region()
    expect(page).to_have_url(re.compile(r"/places$"))
    expect(page.get_by_text(everything)).to_be_visible()


@pytest.mark.parametrize(
    ("path", "marks", "wanted"),
    [
        ("/competition?by=ncs", ".scatterlayer .trace:nth-child(2) .points path", r"[?&]ncs=[a-z-]+"),
        ("/trends?view=terms", ".barlayer .points path", r"[?&]ncs=[a-z-]+"),
        ("/trends?view=months", ".scatterlayer .trace:first-child .points path:last-child", r"[?&]hire=[a-z-]+"),
        ("/places", ".barlayer .points path", r"[?&]region=[a-z]+"),
        ("/", "[data-testid=stColumn]:nth-child(2) .barlayer .points path", r"[?&]ncs=[a-z-]+"),
    ],
)
def test_a_mark_that_stands_for_an_option_filters_by_it(
    visit: Visit, drawn: Drawn, path: str, marks: str, wanted: str
) -> None:
    page = visit(path)
    drawn(page)
    # What is far from the view is not drawn yet.
    for figure in page.get_by_role("figure").all():
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".main-svg").first).to_be_attached()
    mark = page.locator(marks).first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(wanted))
