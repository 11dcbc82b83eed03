"""Without a mouse: every control is reached and seen, filters are chosen, pages switched, files and postings opened."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import menu_link, title_links

Visit = Callable[..., Page]
Drawn = Callable[[Page], None]

MOST_TABS = 60
# Small or unseen controls are drawn by what stands around them.
PLACE = """() => {
    let shown = document.activeElement;
    while (shown.offsetWidth < 24 || shown.offsetHeight < 24 || getComputedStyle(shown).opacity === "0")
        shown = shown.parentElement;
    const {x, y, width, height} = shown.getBoundingClientRect();
    return {x: Math.max(0, x - 8), y: Math.max(0, y - 8), width: width + 16, height: height + 16};
}"""
NAME = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
# The whole of a page can be focused to be scrolled; it needs no mark.
IS_CONTROL = "() => document.activeElement.matches('a, button, input, summary, canvas, [tabindex]:not(main)')"


def tab_to(page: Page, target: Locator) -> None:
    """Go there with the Tab key alone."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by Tab: {target}")


def test_whatever_has_the_focus_looks_so(visit: Visit) -> None:
    page = visit("/?hire=regular")
    names = set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if not page.evaluate(IS_CONTROL):
            continue
        name, place = page.evaluate(NAME), page.evaluate(PLACE)
        focused = page.screenshot(clip=place, animations="disabled")
        page.evaluate("document.activeElement.blur()")
        assert page.screenshot(clip=place, animations="disabled") != focused, f"focus cannot be seen: {name}"
        names.add(name)
    wanted = ("채용공고", "공고 검색", "상태", "채용분야(NCS)", "CSV", "PNG", "표", "인용")
    assert [word for word in wanted if not any(word in name for name in names)] == []


def test_a_filter_is_chosen_with_the_arrows_and_the_page_switched(visit: Visit, drawn: Drawn) -> None:
    page = visit()
    chooser = page.get_by_role("combobox", name="고용형태")
    tab_to(page, chooser)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    option = page.locator(f"[id='{chooser.get_attribute('aria-activedescendant')}']")
    name = option.inner_text().split(" · ")[0]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?hire="))
    expect(page.get_by_test_id("stMarkdown").filter(has_text=f"고용형태 {name}").first).to_be_visible()
    page.keyboard.press("Escape")
    drawn(page)
    page.get_by_role("link", name="Skip to main content").focus()
    tab_to(page, menu_link(page, "채용 추이"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/trends\?hire="))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("채용은 늘고"))


def test_a_view_is_chosen_and_its_table_taken_away(visit: Visit, drawn: Drawn) -> None:
    page = visit("/pay")
    tab_to(page, page.locator(".st-key-choice_view [role=radio]").first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?view=change$"))
    drawn(page)
    table = page.get_by_role("button", name=re.compile(": 표$")).first
    tab_to(page, table)
    page.keyboard.press("Enter")
    expect(page.locator(".chart-table table")).to_be_visible()
    save = page.get_by_role("link", name=re.compile(": CSV$")).first
    save.focus()
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    assert started.value.suggested_filename.endswith(".csv")
    table.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chart-table")).to_have_count(0)


def test_the_list_is_walked_with_tab_and_a_posting_opened(visit: Visit) -> None:
    page = visit("/postings")
    third = title_links(page).nth(2).inner_text()
    title_links(page).first.focus()
    for place in (1, 2):
        page.keyboard.press("Tab")
        expect(title_links(page).nth(place)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"posting=\d+"))
    expect(page.get_by_role("heading", level=1)).to_have_text(third)
    tab_to(page, page.get_by_role("button", name="목록으로"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/postings$"))
