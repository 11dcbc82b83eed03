import io
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.errors import AttachmentError
from data_loader.file_types import KINDS, kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def kind_of_bytes(content: bytes) -> str:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return kind_of(file)


def packed(entries: dict[str, str] | dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


OFFICE = {"[Content_Types].xml": "<Types/>"}
KNOWN = {
    "pdf": b"%PDF-1.7\n...",
    "pdf, with a blank line before": b"\r\n%PDF-1.4",
    "hwp, of 1998": b"HWP Document File V3.00 \x1a\x01",
    "hwp": OLE + b"HWP Document File",
    "doc": OLE + "WordDocument".encode("utf-16-le"),
    "xls": OLE + "Workbook".encode("utf-16-le"),
    "ppt": OLE + "PowerPoint Document".encode("utf-16-le"),
    "hwpx": packed({"mimetype": "application/hwp+zip", "Contents/section0.xml": "<x/>"}),
    "odt": packed({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "docx": packed(OFFICE | {"word/document.xml": "<x/>"}),
    "docm": packed(OFFICE | {"word/document.xml": "<x/>", "word/vbaProject.bin": "x"}),
    "xlsx": packed(OFFICE | {"xl/workbook.xml": "<x/>"}),
    "pptx": packed(OFFICE | {"ppt/presentation.xml": "<x/>"}),
    "zip": packed({"직무기술서.pdf": "%PDF-"}),
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04",
    "rtf": b"{\\rtf1\\ansi",
    "png": b"\x89PNG\r\n\x1a\n\x00",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "gif": b"GIF89a\x01\x00",
    "bmp": b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36",
    "tif": b"II*\x00\x08",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
}


@pytest.mark.parametrize(("named", "content"), KNOWN.items(), ids=KNOWN.keys())
def test_a_kind_is_told_by_its_bytes(named: str, content: bytes) -> None:
    assert kind_of_bytes(content) == named.split(",")[0]


def test_the_recorded_notices_are_known(real: Path) -> None:
    for kind in ("hwp", "hwpx"):
        with (real / "attachments" / f"notice.{kind}").open("rb") as file:
            assert kind_of(file) == kind


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html></html>",
        b"\xef\xbb\xbf\r\n\t<html>",
        b"<!-- menu --><!doctype HTML>",
        b'<?xml version="1.0"?><html xmlns="x">',
        b"<script>location='/'</script>",
    ],
)
def test_a_web_page_is_refused_and_called_one(page: bytes) -> None:
    with pytest.raises(AttachmentError, match="웹 페이지"):
        kind_of_bytes(page)


@pytest.mark.parametrize(
    "program",
    [
        b"MZ\x90\x00",
        b"\x7fELF\x02",
        b"#!/bin/sh\nrm",
        b"\xca\xfe\xba\xbe\x00",
        b"\xcf\xfa\xed\xfe",
        b"MSCF\x00",
        packed({"공고문.pdf": "%PDF-", "설치.exe": "MZ"}),
        packed({"공고문.pdf                .scr ": "MZ"}),
        packed({"META-INF/MANIFEST.MF": "x", "A.class": "x"}),
        packed({"AndroidManifest.xml": "x"}),
    ],
)
def test_a_program_is_refused_and_called_one(program: bytes) -> None:
    with pytest.raises(AttachmentError, match="프로그램"):
        kind_of_bytes(program)


@pytest.mark.parametrize(
    "content",
    [
        b"plain text",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        b'{"status":"error"}',
        b"MThd\x00",
        b"junk before %PDF-1.4",
        OLE,  # An installer (MSI) looks like this.
    ],
)
def test_what_nobody_decided_about_is_refused(content: bytes) -> None:
    with pytest.raises(AttachmentError, match="형식을 알 수 없어"):
        kind_of_bytes(content)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(AttachmentError, match="빈 파일"):
        kind_of_bytes(b"")


def test_half_a_zip_is_damaged() -> None:
    with pytest.raises(AttachmentError, match="손상"):
        kind_of_bytes(KNOWN["docx"][: len(KNOWN["docx"]) // 2])


@given(st.binary(max_size=200) | st.sampled_from(sorted(KNOWN.values())), st.data())
def test_any_bytes_are_of_a_known_kind_or_refused(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content)))
    changed = content[:at] + data.draw(st.binary(max_size=8)) + content[at:]
    try:
        assert kind_of_bytes(changed) in KINDS
    except AttachmentError as error:
        assert str(error)
