"""A journalist goes from a question to a chart that can be printed and cited, and to a page on paper."""

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.reading import choose, go_to, permalink_in, summary, take

Visit = Callable[..., Page]
Drawn = Callable[[Page], None]

# Twice as many pixels for print and dense screens.
WIDTH = 1600
INCHES = 16
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


def value_of(page: Page, label: str) -> str:
    """The number on the card with this label."""
    card = page.get_by_test_id("stMetric").filter(has_text=label).first
    return card.get_by_test_id("stMetricValue").inner_text()


def test_from_a_question_to_a_cited_image(visit: Visit, drawn: Drawn, tmp_path: Path) -> None:
    page = visit()
    choose(page, "고용형태", "정규직")
    expect(page).to_have_url(re.compile(r"\?hire=regular$"))
    go_to(page, "채용 추이")
    expect(page).to_have_url(re.compile(r"/trends\?hire=regular$"))
    drawn(page)
    line = summary(page)
    finding = page.get_by_role("figure").first.get_attribute("aria-label") or ""
    row = page.get_by_role("navigation", name=re.compile("내려받기와 공유")).first
    figure = page.get_by_role("figure").first
    png = take(page, row.get_by_role("link", name="PNG"), tmp_path)
    expect(figure).to_be_in_viewport()
    with Image.open(png) as image:
        assert image.format == "PNG" and image.width == 2 * WIDTH and image.height > WIDTH / 2
        assert image.info["Title"] in finding
        link = permalink_in(image.info["Description"])
    assert re.fullmatch(r"/chart/trends-[a-z-]+\?hire=regular", link)

    svg = take(page, row.get_by_role("link", name="SVG"), tmp_path)
    drawing = ElementTree.parse(svg).getroot()
    assert drawing.tag.endswith("svg")
    assert drawing.get("width") == f"{INCHES * 72}pt"
    said = {name: drawing.find(f".//{DUBLIN_CORE}{name}") for name in ("title", "description")}
    assert said["title"] is not None and str(said["title"].text) in finding
    assert said["description"] is not None and permalink_in(str(said["description"].text)) == link

    with page.expect_popup() as opened:
        row.get_by_role("link", name="크게 보기").click()
    alone = opened.value
    expect(alone.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(alone.get_by_role("img").first).to_be_in_viewport()
    citation = alone.locator("#cite ~ pre").first.inner_text()
    assert permalink_in(citation) == link
    assert "고용형태 정규직" in citation and "2026-11-20" in citation and "예시 자료" in citation
    alone.get_by_role("link", name="채용 추이").click()
    drawn(alone)
    assert summary(alone) == line
    assert alone.get_by_role("figure").first.get_attribute("aria-label") == finding


def test_from_a_region_to_a_page_on_paper(visit: Visit, chromium: Browser, tmp_path: Path) -> None:
    cards = visit("/?region=busan")
    page = visit("/postings?region=busan")
    link = page.get_by_test_id("stMain").get_by_role("link", name="부산 한 쪽 요약")
    with urllib.request.urlopen(link.evaluate("link => link.href")) as answer:
        file = tmp_path / "brief.html"
        file.write_bytes(answer.read())
    # Opened from the disk, as it is mailed around: by itself and without a network.
    paper = chromium.new_context(offline=True, java_script_enabled=False).new_page()
    paper.goto(file.as_uri())
    facts = dict(zip(paper.locator("dt").all_inner_texts(), paper.locator("dd.value").all_inner_texts(), strict=False))
    shown = {label: value_of(cards, label) for label in ("접수 중인 공고", "7일 안에 마감")}
    assert {label: facts[label] for label in shown} == shown
    assert paper.locator(".sample").is_visible()
    assert all(paper.locator("img").evaluate_all("images => images.map(image => image.naturalWidth > 0 && image.alt)"))
    assert permalink_in(paper.locator("footer").inner_text()) == "/brief?region=busan"
    assert paper.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    paper.context.close()
