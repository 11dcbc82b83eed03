import io
import struct
import tempfile
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.documents.file_types import KINDS, kind_of
from data_loader.errors import AttachmentError

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


EXE = b"MZ\x90\x00" + bytes(200)
DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
HWPX: dict[str, str | bytes] = {"mimetype": "application/hwp+zip", "Contents/section0.xml": "<s/>"}
ODT: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}
PACKAGE = (
    b"\xd0\xcf\x11\xe0" + bytes(60) + "\x01Ole10Native".encode("utf-16-le") + b"\x00C:\\x\\setup.exe\x00" + bytes(50)
)


@pytest.mark.parametrize("container", [DOCX, HWPX, ODT, {"공고문.txt": "공고"}], ids=["docx", "hwpx", "odt", "zip"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/embeddings/setup.exe", b"anything"),
        ("word/media/image1.png", EXE),
        ("BinData/BIN0001.ole", PACKAGE),
        ("word/embeddings/oleObject1.bin", PACKAGE),
        ("Scripts/run", b"\x7fELF" + bytes(60)),
        ("a/b/c.JS", b"alert(1)"),
    ],
)
def test_a_program_inside_any_container_is_refused(
    container: dict[str, str | bytes], name: str, content: bytes
) -> None:
    assert kind_of_bytes(packed(container)) in ("docx", "hwpx", "odt", "zip")
    with pytest.raises(AttachmentError, match="프로그램"):
        kind_of_bytes(packed({**container, name: content}))


def test_an_object_that_is_no_program_is_kept() -> None:
    chart = b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le") + bytes(100)
    text = "MZ세대 채용 공고".encode()
    assert kind_of_bytes(packed({**DOCX, "word/embeddings/oleObject1.bin": chart, "word/note.txt": text})) == "docx"


def test_an_archive_of_hundreds_of_thousands_of_entries_is_refused_unread() -> None:
    one = b"PK\x01\x02" + bytes(42) + b"a"
    directory = one * 450_000
    for entries in (450_000 & 0xFFFF, 1, 0xFFFF):
        end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, entries, entries, len(directory), 4, 0)
        began_at = time.process_time()
        with pytest.raises(AttachmentError, match="너무 많아"):
            kind_of_bytes(b"PK\x03\x04" + directory + end)
        assert time.process_time() - began_at < 1


def test_an_archive_with_the_larger_directory_of_newer_ones_is_refused() -> None:
    content = packed({"공고문.txt": "공고"})
    at = content.rindex(b"PK\x05\x06")
    with pytest.raises(AttachmentError, match="너무 많아"):
        kind_of_bytes(content[:at] + b"PK\x06\x07" + bytes(16) + content[at:])


def test_as_many_files_as_an_office_sends_are_kept() -> None:
    assert kind_of_bytes(packed({f"{number}.txt": "글" for number in range(1000)})) == "zip"
