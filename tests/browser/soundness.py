"""What is wrong with a page as it stands: errors, sideways scroll, and what keeps people from using it.

axe is the engine most accessibility tools share; its script comes with the package, so nothing is fetched.
"""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

# Streamlit's own, which no page can change: rule → the only elements it may find fault with.
STREAMLITS_OWN = {
    # Letters of the theme's primary colour on a tint of it: at night no colour is light enough for them and dark enough
    # for the white letters of a chosen filter. A frame marks what is chosen as well.
    "color-contrast": "[data-testid=stButtonGroup] [aria-checked=true] *",
}
TALL = 7000
FITS = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
              .every(box => box.scrollWidth <= box.clientWidth)"""
# A figure is read by its alternative text, which axe holds it to; its letters are looked at below.
AXE = """async known => {
    const found = await axe.run({exclude: [".main-svg"]}, {resultTypes: ["violations"]});
    return found.violations.flatMap(rule => rule.nodes
        .filter(node => !(rule.id in known && document.querySelector(node.target.at(-1)).matches(known[rule.id])))
        .map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""
# WCAG 2.2, 1.4.3: relative luminance, 4.5 to 1 for small letters. Those on the plain background only.
FAINT_LETTERS = """() => {
    const luminance = colour => {
        const [red, green, blue] = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = luminance(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor);
    return [...document.querySelectorAll(".main-svg :is(.xtick, .ytick, .legend, .infolayer) text")].filter(text => {
        const [dark, light] = [luminance(getComputedStyle(text).fill), behind].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05) < 4.5;
    }).map(text => `faint letters in a figure: ${text.textContent} ${getComputedStyle(text).fill}`);
}"""
NAMELESS = """() => [...document.querySelectorAll(".chart-figure:not([aria-label])")]
                  .map(figure => `a figure without alternative text: ${figure.parentElement.className}`)"""


def faults(page: Page, language: str = "ko") -> list[str]:
    """Every fault of what is drawn now; none on a sound page."""
    expect(page.locator("[data-testid=stException], [data-testid=stAlertContentError]")).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("lang", language)
    # What is scrolled out of sight, axe does not look at.
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": TALL})
    # Figures take their new width a moment after the page.
    page.wait_for_function(FITS)
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE, STREAMLITS_OWN) + page.evaluate(FAINT_LETTERS) + page.evaluate(NAMELESS)
    return [f"{page.url}: {fault}" for fault in found]
