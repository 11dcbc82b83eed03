"""A reader opens a posting's attachments: a PDF stands in the page, another file is saved, a lost one is told."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from playwright.sync_api import Page, expect

from tests.browser.conftest import running_server
from tests.data_loader.alio_server import AlioServer, file_answer
from tests.pages.real_postings import publish_real

NUMBER = 292386
PAGE = f"/postings?posting={NUMBER}"
FILES = {1: ("A", "채용 공고문.pdf"), 2: ("B", "입사지원서.hwp"), 3: ("C", "직무기술서.pdf")}

# Whether anything dark was drawn.
HAS_INK = """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
    .some((value, place) => place % 4 === 0 && value < 50)"""


def pdf_saying(words: str) -> bytes:
    figure, file = Figure(), io.BytesIO()
    figure.text(0.1, 0.5, words)
    figure.savefig(file, format="pdf")
    return file.getvalue()


@pytest.fixture(scope="module")
def server(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the recorded real list, one posting with three attachments, one of which ALIO has lost."""
    answer = json.loads((real / "recruitment" / "list_20251103.json").read_text(encoding="utf-8"))
    files = [
        {"sortNo": number, "recrutAtchFileNo": number, "atchFileNm": name, "atchFileType": kind, "url": ""}
        for number, (kind, name) in FILES.items()
    ]
    row = next(row for row in answer["result"] if row["recrutPblntSn"] == NUMBER)
    folder = tmp_path_factory.mktemp("attachments")
    publish_real(folder, answer["result"], [row | {"files": files, "steps": []}])
    with AlioServer() as alio:
        alio.files[1] = file_answer(pdf_saying("WE ARE HIRING"), FILES[1][1])
        alio.files[2] = file_answer((real / "attachments" / "notice.hwp").read_bytes(), FILES[2][1])
        settings = {"ALIO_BASE_URL": alio.url, "ALIO_ALLOW_PRIVATE": "1", "NO_PROXY": "127.0.0.1"}
        settings |= {"DASHBOARD_TODAY": "2025-11-03", "DATA_GO_KR_SERVICE_KEY": ""}
        with running_server(folder, tmp_path_factory.mktemp("server") / "log.txt", **settings) as address:
            yield address


def press(page: Page, number: int) -> None:
    """Open the attachment of this number."""
    page.get_by_role("button", name=FILES[number][1]).click()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_pdf_is_read_in_the_page(visit: Callable[..., Page], width: int) -> None:
    page = visit(PAGE, width=width)
    press(page, 1)
    canvas = page.get_by_label(FILES[1][1]).locator("canvas").first
    expect(canvas).to_be_visible()
    page.wait_for_function(HAS_INK, arg=canvas.element_handle())
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")


def test_another_file_is_saved_under_its_name(visit: Callable[..., Page], tmp_path: Path, real: Path) -> None:
    page = visit(PAGE)
    press(page, 2)
    with page.expect_download() as started:
        page.get_by_role("button", name="내려받기(HWP").click()
    assert started.value.suggested_filename == FILES[2][1]
    started.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == (real / "attachments" / "notice.hwp").read_bytes()


def test_a_lost_file_is_told_and_the_page_stands(visit: Callable[..., Page]) -> None:
    page = visit(PAGE)
    press(page, 3)
    expect(page.get_by_text("파일 대신 웹 페이지")).to_be_visible()
    expect(page.get_by_role("heading", name="비슷한 공고")).to_be_visible()
