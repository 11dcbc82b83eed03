"""Files opened in this process: what the readers are asked, and what that costs."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest

from data_loader.documents import hwp
from data_loader.documents.opening import open_document
from data_loader.sample.files.packages import as_hwpx, zipped
from data_loader.sample.files.pdf import as_pdf
from tests.data_loader.documents.conftest import BLOCKS
from tests.processor import slowness


def with_picture(share: float, text: str = "") -> bytes:
    """A HWPX file of one page with a picture as wide as the page that covers so much of it."""
    with ZipFile(BytesIO(as_hwpx([text]))) as archive:
        files: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    picture = f'<hp:pic id="1"><hp:sz width="59528" height="{int(84188 * share)}"/></hp:pic></hp:run></hp:p></hs:sec>'
    section = files["Contents/section0.xml"].decode()
    files["Contents/section0.xml"] = section.removesuffix("</hp:run></hp:p></hs:sec>") + picture
    return zipped(files, stored=("mimetype",))


def pages_of(*files: bytes) -> bytes:
    """The pages of several PDFs, one after the other."""
    joined = pypdfium2.PdfDocument.new()
    for content in files:
        with pypdfium2.PdfDocument(content) as file:
            joined.import_pages(file)
    packed = BytesIO()
    joined.save(packed)
    joined.close()
    return packed.getvalue()


def drawn(content: bytes) -> bytes:
    """A PDF of one page with these operators on it."""
    return (
        b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\n"
        b"endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n4 0 obj\n"
        b"<< /Length %d >>\nstream\n%s\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%%%EOF"
        % (len(content), content)
    )


@pytest.mark.parametrize(
    ("content", "status"),
    [(with_picture(0.9), "scan"), (with_picture(0.3), "read"), (with_picture(0.9, "채용 공고문 " * 5), "read")],
    ids=["covers the page", "a stamp", "behind a text"],
)
def test_a_hwpx_that_is_one_large_picture_is_a_scan(content: bytes, status: str) -> None:
    assert open_document(content).status == status


def test_a_scanned_page_among_others_is_told(made: dict[str, bytes]) -> None:
    found = open_document(pages_of(made["pdf"], made["pdf"], made["scan"]))
    assert (found.status, found.pages, found.flags) == ("read", 3, ("scanned_pages",))


def test_mostly_scanned_pages_are_a_scan(made: dict[str, bytes]) -> None:
    found = open_document(pages_of(made["pdf"], made["scan"], made["scan"]))
    assert (found.status, found.text) == ("scan", "")


def test_letters_drawn_as_lines_are_a_scan_too() -> None:
    found = open_document(drawn(b"0 0 m 9 9 l S\n" * 300))
    assert (found.status, found.flags) == ("scan", ("outlines",))


def test_an_empty_page_is_read_and_has_no_text() -> None:
    found = open_document(drawn(b"0 0 m 9 9 l S\n"))
    assert (found.status, found.flags) == ("read", ("no_text",))


def test_a_pdf_without_its_end_is_read_and_says_so(made: dict[str, bytes]) -> None:
    found = open_document(made["pdf"].replace(b"%%EOF", b""))
    assert (found.status, found.flags) == ("read", ("no_end",))


@pytest.mark.parametrize("content", [as_hwpx(BLOCKS)], ids=["hwpx"])
def test_where_the_first_reader_does_not_run_the_second_reads(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_document(content)
    monkeypatch.setattr(hwp, "unhwp", None)
    second = open_document(content)
    assert (second.status, second.hangul, second.reader) == ("read", first.hangul, "extract-hwp")
    assert second.flags == ("second_reader",)


def test_readers_that_do_not_agree_are_told(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hwp, "_count_in_xml", lambda content: 0)
    assert open_document(made["hwpx"]).flags == ()
    monkeypatch.setattr(hwp, "_read_again", lambda content, kind: "")
    assert open_document(made["hwpx"]).flags == ("readers_differ",)


def least_time(content: bytes) -> float:
    """Seconds of processor that opening takes when nothing disturbs it."""
    times = []
    for _ in range(9):
        begun = time.process_time()
        open_document(content)
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("kind", ["hwp", "hwpx"])
def test_a_real_notice_costs_ten_milliseconds_at_most(real: Path, kind: str) -> None:
    assert least_time((real / "attachments" / f"notice.{kind}").read_bytes()) <= 0.010 * slowness()


def test_a_page_of_a_pdf_costs_five_milliseconds_at_most() -> None:
    # A page of a notice has a thousand characters.
    content = as_pdf(["응시자격은 모집 분야마다 다르므로 확인"] * 180)
    pages = open_document(content).pages
    assert pages is not None
    assert pages >= 4
    assert least_time(content) / pages <= 0.005 * slowness()
