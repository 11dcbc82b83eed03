"""What institutions write is shown as they wrote it: nothing of it runs, is set as Markdown or breaks the page."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import reading
from tests.browser.conftest import running_server
from tests.browser.soundness import faults
from tests.data_loader.conftest import posting_row
from tests.pages.real_postings import publish_real

Visit = Callable[..., Page]

RUNS = "window.ran=1"
# A request to another host fails the test; so does what is said on the console.
WRITTEN = (
    f"<img src=x onerror='{RUNS}'><script>{RUNS}</script><svg onload={RUNS}>채용 &lt;b&gt; \"'><b onmouseover={RUNS}> {{{{7*7}}}} %s {{0}}",
    f"# **굵게** _기울여_ ~~지워~~ [누르세요](javascript:{RUNS}) ![그림](http://evil.example/x.png) "
    "http://evil.example/ :red[빨강] :material/home: :smile: $x^2$ `코드` | 칸 | --- \\*",
    "거꾸로 \u202e용채 원직\u202c \u2067오른쪽에서\u2069 \u200f왼쪽으로 " + "아주 길게 적은 제목 " * 33,
    "W" * 400,
)
FIRST = 292001
INSTITUTION = f"<b onclick={RUNS}>공단</b> [누르세요](javascript:{RUNS})"
RAN = "window.ran === undefined"
FORBIDDEN = (
    "script, iframe, [onerror], [onload], [onmouseover], [onclick], [src*='evil'], a[href^='javascript'], .katex"
)


def hostile_row(number: int, written: str) -> dict[str, Any]:
    """A posting that says it in every text; its institution, region and attachment are no better."""
    files = [
        {"sortNo": 1, "recrutAtchFileNo": number, "atchFileNm": f"{written[:80]}.pdf", "atchFileType": "A", "url": ""}
    ]
    row = posting_row(number, recrutPbancTtl=written, aplyQlfcCn=written, prefCn=f"{written}\n- {written}", files=files)
    return row | {
        "pblntInstCd": "C9999",
        "instNm": INSTITUTION,
        "workRgnLst": f"R99{number % 100}",
        "workRgnNmLst": written[:40],
    }


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    found = [hostile_row(FIRST + place, written) for place, written in enumerate(WRITTEN)]
    folder = tmp_path_factory.mktemp("hostile")
    publish_real(folder, found, found)
    with running_server(folder, tmp_path_factory.mktemp("server") / "log.txt", DASHBOARD_TODAY="2025-11-03") as address:
        yield address


@pytest.fixture(scope="module")
def titles(server: str) -> dict[int, str]:
    """What the data say, by posting number: all of what was written but direction marks and spare blanks."""
    with urllib.request.urlopen(f"{server}/data/postings.json") as answer:
        return {row["posting_id"]: row["title"] for row in json.load(answer)["records"]}


def letters(text: str) -> str:
    """Without the places where a line may break, and spare blanks."""
    return " ".join(text.replace("\u200b", "").split())


def checked(page: Page) -> Page:
    """Nothing ran, nothing was made of it, and the page is as sound as any, on a phone and on a desk."""
    main = page.get_by_test_id("stMain")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
    assert page.evaluate(RAN)
    expect(main.locator(FORBIDDEN)).to_have_count(0)
    # An address in a text can be followed, and leads nowhere but where it says.
    assert main.locator("a[href*=evil]").evaluate_all("links => links.every(link => link.textContent === link.href)")
    return page


def test_the_data_keep_what_was_written(titles: dict[int, str]) -> None:
    assert len(titles) == len(WRITTEN)
    for place, written in enumerate(WRITTEN):
        kept = "".join(char for char in written if char not in "\u202e\u202c\u2067\u2069\u200f")
        assert titles[FIRST + place].split() == kept.split()


@pytest.mark.parametrize("place", range(len(WRITTEN)))
def test_a_posting_is_headed_by_its_title_letter_by_letter(visit: Visit, titles: dict[int, str], place: int) -> None:
    number = FIRST + place
    heading = checked(visit(f"/postings?posting={number}", 390)).get_by_role("heading", level=1)
    assert heading.inner_text().split() == titles[number].split()
    expect(heading.locator("b, strong, em, code, del, img, svg")).to_have_count(0)


def test_the_first_page_links_to_them_by_their_titles(visit: Visit, titles: dict[int, str]) -> None:
    page = checked(visit("/", 390))
    for number, title in titles.items():
        link = page.locator(f"a[href$='posting={number}']")
        assert letters(link.inner_text()) == letters(title)


@pytest.mark.parametrize("query", ["", "?q=누르세요", "?view=calendar"])
def test_a_page_that_lists_them_holds(visit: Visit, query: str) -> None:
    checked(visit(f"/postings{query}", 390))


def test_the_list_and_the_filters_show_them_as_they_are(visit: Visit, titles: dict[int, str]) -> None:
    page = visit("/postings")
    assert {*map(letters, reading.titles(page))} == {*map(letters, titles.values())}
    regions = (
        page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect").filter(has_text="근무지").locator("input")
    )
    regions.click()
    # A list that opened while the sidebar was still scrolling to it closes again.
    regions.press("ArrowDown")
    expect(page.get_by_role("option").filter(has_text="<img src=x").first).to_be_visible()
    assert page.evaluate(RAN)


def test_a_brief_about_their_institution_is_only_text(visit: Visit, chromium: Browser) -> None:
    page = visit("/postings?institution=C9999")
    link = page.get_by_test_id("stMain").get_by_role("link").filter(has_text="한 쪽 요약").first
    address = link.evaluate("link => link.href")
    paper = chromium.new_context().new_page()
    paper.goto(address)
    assert paper.evaluate(RAN)
    expect(paper.get_by_role("heading", level=1)).to_contain_text("<b onclick=")
    expect(paper.locator(FORBIDDEN)).to_have_count(0)
    paper.context.close()
