"""Figures in a real browser: drawn where they are seen, updated and not made again, in the colours of the theme."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]

DRAWN = ".main-svg"
# The bars of the first figure, marked so that a new plot would not have the mark.
MARK = """() => document.querySelectorAll(".chart-figure .js-plotly-plot").forEach(plot => { plot.marked = true })"""
MARKED = """() => [...document.querySelectorAll(".chart-figure .js-plotly-plot")].filter(plot => plot.marked).length"""
COUNT_DRAWINGS = """() => {
    window.drawings = 0;
    const react = Plotly.react;
    Plotly.react = (...figure) => { window.drawings += 1; return react(...figure); };
}"""


def figures(page: Page) -> Locator:
    return page.get_by_role("figure")


def test_a_figure_is_drawn_when_it_comes_near_the_view(visit: Visit) -> None:
    page = visit("/trends?view=months")
    expect(figures(page).first.locator(DRAWN).first).to_be_visible()
    last = figures(page).last
    expect(last).to_be_attached()
    assert last.locator(DRAWN).count() == 0
    assert (last.bounding_box() or {})["height"] > 100, "its place is kept"
    last.scroll_into_view_if_needed()
    expect(last.locator(DRAWN).first).to_be_visible()


def test_a_figure_says_what_it_shows_before_it_is_drawn(visit: Visit) -> None:
    page = visit("/trends?view=months")
    for label in (figure.get_attribute("aria-label") for figure in figures(page).all()):
        assert label and label.endswith("같은 값은 표에 있습니다.")


def test_another_choice_updates_the_plot_and_draws_no_new_one(visit: Visit) -> None:
    page = visit("/trends?view=months")
    expect(figures(page).first.locator(DRAWN).first).to_be_visible()
    before = figures(page).first.get_attribute("aria-label")
    page.evaluate(MARK)
    marked = page.evaluate(MARKED)
    page.get_by_role("radio", name="공고 수").click()
    expect(figures(page).first).not_to_have_attribute("aria-label", before or "")
    assert page.evaluate(MARKED) == marked >= 1


def test_what_did_not_change_is_not_drawn_again(visit: Visit, drawn: Callable[[Page], None]) -> None:
    page = visit("/trends?view=months")
    page.evaluate(COUNT_DRAWINGS)
    # Opening the other filters asks the server for the page again.
    page.get_by_text("기관·학력·기간·인원 조건").click()
    expect(page.get_by_test_id("stSidebar").get_by_text("학력", exact=True)).to_be_visible()
    drawn(page)
    assert page.evaluate("drawings") == 0


def test_figures_take_the_colours_of_the_theme_and_change_with_it(visit: Visit) -> None:
    page = visit("/trends?view=months")
    bar = figures(page).first.locator(".barlayer .point path").first
    expect(bar).to_have_css("fill", "rgb(31, 95, 168)")
    page.emulate_media(color_scheme="dark")
    expect(bar).to_have_css("fill", "rgb(111, 168, 220)")


def test_a_figure_is_as_wide_as_its_place(visit: Visit) -> None:
    page = visit("/trends?view=months")
    svg = figures(page).first.locator(DRAWN).first
    expect(svg).to_be_visible()
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_function(
        """() => { const figure = document.querySelector(".chart-figure");
        return +figure.querySelector(".main-svg").getAttribute("width") === Math.floor(figure.getBoundingClientRect().width) }"""
    )


def test_on_paper_every_figure_is_there_and_fits(visit: Visit) -> None:
    page = visit("/trends?view=months")
    assert figures(page).last.locator(DRAWN).count() == 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for figure in figures(page).all():
        svg = figure.locator(DRAWN).first
        size = " ".join(svg.get_attribute(side) or "" for side in ("width", "height"))
        expect(svg).to_have_attribute("viewBox", f"0 0 {size}")
