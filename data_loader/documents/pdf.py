"""PDF: read page by page by pypdfium2; tables of job descriptions by pdfplumber, which is slower but sees cells."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from types import FrameType
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from data_loader.documents.document import Document, Status, count_hangul, version_of

# A page with fewer characters and pictures over so much of it is a scan. Text laid over a picture came from OCR.
SCAN_CHARS, SCAN_AREA = 20, 0.6
# Seconds for all pages, and for the tables of them; what is not read by then is said to be missing.
PAGES_WITHIN, TABLES_WITHIN = 6.0, 2.5
MOST_TABLE_PAGES = 10
_OUTLINED = 200
# A notice mentions job descriptions on every page; a page of one has several of its labels.
_LABELS = re.compile("직무수행내용|필요지식|필요기술|직무수행태도|능력단위|분류체계|필요자격|직업기초능력")
_FEWEST_LABELS, _FEWEST_FRAMES = 2, 4
_ERRORS: dict[int, Status] = {pdfium.FPDF_ERR_PASSWORD: "password", pdfium.FPDF_ERR_SECURITY: "drm"}


def read_pdf(content: bytes) -> Document:
    """A PDF file. Raises nothing a PDF can cause."""
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return Document("pdf", _ERRORS.get(error.err_code, "damaged"))
    with file:
        return _read(file, content)


def _read(file: Any, content: bytes) -> Document:
    until = time.monotonic() + PAGES_WITHIN
    pages, kinds, flags = [], [], []
    total = len(file)
    for number in range(total):
        if time.monotonic() > until:
            flags.append("partly_read")
            break
        text, kind = _read_page(file, number)
        pages.append(text)
        kinds.append(kind)
    scans = sum(kind in ("scan", "outlines") for kind in kinds)
    if scans and scans >= sum(kind in ("text", "job_description") for kind in kinds):
        return Document("pdf", "scan", pages=total, flags=("outlines",) if "outlines" in kinds else ())
    flags += [flag for flag, kind in (("scanned_pages", "scan"), ("broken_pages", "broken")) if kind in kinds]
    if b"%%EOF" not in content[-2048:]:
        flags.append("no_end")
    if total and all(kind == "broken" for kind in kinds):
        return Document("pdf", "damaged", pages=total)
    flags += _put_tables(pages, [number for number, kind in enumerate(kinds) if kind == "job_description"], content)
    return Document("pdf", "read", "\n".join(pages), total, tuple(flags), "pypdfium2", version_of("pypdfium2"))


def _read_page(file: Any, number: int) -> tuple[str, str]:
    """Its text, and what it is: text, job_description, scan, outlines (letters drawn as lines), blank or broken."""
    try:
        page = file[number]
    except pypdfium2.PdfiumError:
        return "", "broken"
    with closing(page), closing(page.get_textpage()) as letters:
        text = str(letters.get_text_range()).replace("\r\n", "\n")
        if len(text.strip()) < SCAN_CHARS:
            return text, _without_text(page, text)
        return text, "job_description" if _is_of_a_job_description(text) and _has_frames(page) else "text"


def _without_text(page: Any, text: str) -> str:
    width, height = page.get_size()
    covered, lines = 0.0, 0
    for part in page.get_objects(max_depth=4):
        if part.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = part.get_bounds()
            across, up = min(right, width) - max(left, 0), min(top, height) - max(bottom, 0)
            covered += max(across, 0) * max(up, 0)
        elif part.type == pdfium.FPDF_PAGEOBJ_PATH:
            lines += 1
    if width * height > 0 and covered >= SCAN_AREA * width * height:
        return "scan"
    if lines >= _OUTLINED:
        return "outlines"
    return "text" if text.strip() else "blank"


def _has_frames(page: Any) -> bool:
    """Whether lines are drawn on it, as around the cells of a table."""
    frames = [part for part in page.get_objects(max_depth=4) if part.type == pdfium.FPDF_PAGEOBJ_PATH]
    return len(frames) >= _FEWEST_FRAMES


def _put_tables(pages: list[str], wanted: list[int], content: bytes) -> Iterator[str]:
    """Put the cells of a job description's tables in order, row by row with tabs; a flag for what became of them."""
    if not wanted:
        return
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    if len(wanted) > MOST_TABLE_PAGES:
        yield "tables_left"
    try:
        with _at_most(TABLES_WITHIN), pdfplumber.open(BytesIO(content)) as file:
            for number in wanted[:MOST_TABLE_PAGES]:
                laid_out = _laid_out(file.pages[number])
                if laid_out is None:
                    continue
                found, expected = count_hangul(laid_out), count_hangul(pages[number])
                if abs(found - expected) > 0.02 * max(found, expected):
                    yield "tables_differ"
                else:
                    pages[number] = laid_out
                    yield "tables"
    except _TooLong:
        yield "tables_left"
    except (PDFException, PdfminerException, *_BROKEN):
        yield "tables_left"


def _is_of_a_job_description(text: str) -> bool:
    return len(set(_LABELS.findall("".join(text.split())))) >= _FEWEST_LABELS


# What pdfminer raises on files pdfium repairs.
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, ArithmeticError)


def _laid_out(page: Any) -> str | None:
    """The lines outside tables and the rows of the tables, from top to bottom; None without a table."""
    tables = page.find_tables()
    if not tables:
        return None
    boxes = [table.bbox for table in tables]

    def is_outside(part: dict[str, Any]) -> bool:
        across, down = (part["x0"] + part["x1"]) / 2, (part["top"] + part["bottom"]) / 2
        return not any(left <= across <= right and top <= down <= bottom for left, top, right, bottom in boxes)

    parts = [(line["top"], line["text"]) for line in page.filter(is_outside).extract_text_lines()]
    for table in tables:
        rows = [[" ".join((cell or "").split()) for cell in row] for row in table.extract()]
        parts.append((table.bbox[1], "\n".join("\t".join(filter(None, row)) for row in rows if any(row))))
    return "\n".join(text for _, text in sorted(parts, key=lambda part: part[0]))


class _TooLong(Exception):
    pass


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stops Python code that takes longer. Only in a process of our own: it takes the alarm signal."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
