"""DOCX and XLSX: words and cells, without the rest. What breaks raises one of BROKEN."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from data_loader.documents.document import Document, version_of

MOST_EXPANDED = 100 << 20
MOST_CELLS = 300_000
BROKEN = (
    BadZipFile, zlib.error, EOFError, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError,
    NotImplementedError, RuntimeError, ParseError, DefusedXmlException,
)  # fmt: skip
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_ENDINGS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t"}


def read_office(content: bytes, kind: str) -> Document:
    """A DOCX or XLSX file, with macros or without. A file that is not whole is damaged."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_EXPANDED:
                return Document(kind, "too_large", flags=("expands",))
            if kind.startswith("doc"):
                text = "".join(_words(archive))
                return Document(kind, "read", text, _pages(archive), (), "defusedxml", version_of("defusedxml"))
            return _read_workbook(archive, kind)
    except BROKEN:
        return Document(kind, "damaged")


def _words(archive: ZipFile) -> Iterator[str]:
    """The text of the body, a paragraph a line. A drawing's fallback says what the drawing says."""
    name = next(name for name in ("word/document.xml", "word/document2.xml") if name in archive.NameToInfo)
    inside_fallback = 0
    with archive.open(name) as file:
        for event, element in iterparse(file, events=("start", "end")):
            tag = _local_name(element)
            if tag == "Fallback":
                inside_fallback += 1 if event == "start" else -1
            if event == "end":
                if not inside_fallback:
                    yield element.text or "" if tag == "t" else _ENDINGS.get(tag, "")
                element.clear()


def _pages(archive: ZipFile) -> int | None:
    """As the program that saved it counted them."""
    if "docProps/app.xml" not in archive.NameToInfo:
        return None
    with archive.open("docProps/app.xml") as file:
        stated = [element.text or "" for _, element in iterparse(file) if _local_name(element) == "Pages"]
    return int(stated[0]) if stated and stated[0].isdecimal() else None


def _local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _read_workbook(archive: ZipFile, kind: str) -> Document:
    """Sheets in the order of their files, a row a line with tabs between the cells; empty cells are left out.

    Not by openpyxl, which trusts what a sheet says of its size and knows no strict Open XML.
    """
    shared = list(_shared_texts(archive))
    names = sorted(filter(_SHEET.fullmatch, archive.namelist()), key=lambda name: (len(name), name))
    cells = MOST_CELLS
    lines: list[str] = []
    for name in names:
        with archive.open(name) as file:
            for row in _rows(file, shared):
                cells -= max(len(row), 1)
                if cells < 0:
                    return _workbook(kind, lines, names, ("partly_read",))
                lines.append("\t".join(row))
    return _workbook(kind, lines, names, ())


def _workbook(kind: str, lines: list[str], names: list[str], flags: tuple[str, ...]) -> Document:
    text = "\n".join(filter(None, lines))
    return Document(kind, "read", text, len(names), flags, "defusedxml", version_of("defusedxml"))


def _shared_texts(archive: ZipFile) -> Iterator[str]:
    """The texts cells point to by number. How a text is pronounced is no part of it."""
    if "xl/sharedStrings.xml" not in archive.NameToInfo:
        return
    with archive.open("xl/sharedStrings.xml") as file:
        for _, element in iterparse(file):
            tag = _local_name(element)
            if tag == "rPh":
                element.clear()
            elif tag == "si":
                yield _text_in(element)
                element.clear()


def _rows(sheet: IO[bytes], shared: list[str]) -> Iterator[list[str]]:
    row: list[str] = []
    for _, element in iterparse(sheet):
        tag = _local_name(element)
        if tag == "c":
            value = next((part.text or "" for part in element if _local_name(part) == "v"), "")
            kind = element.get("t")
            text = shared[int(value)] if kind == "s" and value else value if kind != "inlineStr" else _text_in(element)
            row += [text.strip()] if text.strip() else []
            element.clear()
        elif tag == "row":
            yield row
            row = []
            element.clear()


def _text_in(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if _local_name(part) == "t")
