"""Files of every kind and state, read in the process made for it."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from data_loader.documents import reader as reading
from data_loader.documents.document import count_hangul
from data_loader.documents.reader import DocumentReader, read_document
from data_loader.errors import DocumentError
from data_loader.sample.files.packages import zipped
from data_loader.sample.files.paper import Block, lines_of
from data_loader.sample.files.pdf import as_pdf
from tests.data_loader.documents.conftest import BLOCKS, DESCRIPTION, Read, broken, hwp_header

NAMED = {"read", "scan", "password", "distribution", "drm", "damaged", "too_large", "unsupported"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


# Every kind


@pytest.mark.parametrize("kind", ["hwpx", "docx", "xlsx", "pdf"])
def test_all_hangul_of_a_file_is_read(read: Read, made: dict[str, bytes], kind: str) -> None:
    found = read(made[kind])
    assert (found.kind, found.status) == (kind, "read")
    assert found.hangul == count_hangul("".join(lines_of(BLOCKS)))
    assert "간호사 면허 소지자 & 만 60세 미만인 자 <임용예정일 기준>" in " ".join(found.text.split())
    assert found.reader
    assert found.reader_version


def test_pages_are_counted_where_the_format_has_them(read: Read, made: dict[str, bytes]) -> None:
    assert {kind: read(made[kind]).pages for kind in ("pdf", "xlsx", "scan", "hwpx")} == {
        "pdf": 1, "xlsx": 1, "scan": 1, "hwpx": None,
    }  # fmt: skip


def test_the_table_of_a_job_description_is_read_row_by_row(read: Read, made: dict[str, bytes]) -> None:
    found = read(made["job_description.pdf"])
    assert found.flags == ("tables",)
    assert "필요지식\t○ 의료법 ○ 감염 관리 지침\n필요기술\t○ 활력징후 측정 기술\n끝" in found.text
    assert found.hangul == count_hangul("".join(lines_of(DESCRIPTION)))


def test_a_notice_that_mentions_job_descriptions_is_no_job_description(read: Read) -> None:
    blocks: list[Block] = [
        "채용분야별 직무기술서와 필요지식은 붙임 참고",
        (("직무기술서", "붙임 2"), ("응시자격", "간호사")),
    ]
    assert read(as_pdf(blocks)).flags == ()


def test_a_workbook_is_read_whatever_it_says_of_its_size_and_by_whichever_standard(
    read: Read, made: dict[str, bytes]
) -> None:
    with ZipFile(BytesIO(made["xlsx"])) as archive:
        files: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"]
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    changed = sheet.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>').replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict
    )
    assert read(zipped(files | {"xl/worksheets/sheet1.xml": changed})).text == read(made["xlsx"]).text


def test_cells_that_point_to_shared_texts_are_read(read: Read, made: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(made["xlsx"])) as archive:
        files: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    cells = b'<row><c t="s"><v>1</v></c><c><v>3</v></c><c t="s"><v>0</v></c></row>'
    files["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"
    files["xl/sharedStrings.xml"] = (
        "<sst><si><t>명</t></si><si><r><t>간호</t></r><r><t>사</t></r><rPh><t>kan</t></rPh></si></sst>"
    )
    assert read(zipped(files)).text == "간호사\t3\t명"


def test_the_files_of_a_zip_are_read_each_by_itself(read: Read, made: dict[str, bytes]) -> None:
    found = read(made["zip"])
    assert (found.kind, found.status) == ("zip", "read")
    assert [(member.member, member.kind, member.status) for member in found.parts] == [
        ("공고.hwpx", "hwpx", "read"), ("직무기술서/기술서.pdf", "pdf", "read"),
    ]  # fmt: skip
    assert found.hangul == sum(member.hangul for member in found.members)


def test_a_korean_name_in_an_old_zip_is_readable(read: Read, made: dict[str, bytes]) -> None:
    # The same length as its CP949 form, which is put in its place without saying so.
    name = "공고.hwpx".encode("cp949")
    content = zipped({"AAAA.hwpx": made["hwpx"]}).replace(b"AAAA.hwpx", name)
    assert [member.member for member in read(content).parts] == ["공고.hwpx"]


def test_a_name_that_lies_changes_nothing(reader: DocumentReader, made: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "공고문.hwp"
    path.write_bytes(made["pdf"])
    assert reader.read(path).kind == "pdf"


# What is not read, and never is text


@pytest.mark.parametrize(
    ("content", "kind", "status", "flags"),
    [
        (hwp_header(1 << 1), "hwp", "password", ()),
        (hwp_header(1 << 8), "hwp", "password", ()),
        (hwp_header(1 | 1 << 2), "hwp", "distribution", ()),
        (hwp_header(1 << 4), "hwp", "drm", ()),
        (hwp_header(1 << 10), "hwp", "drm", ()),
        (hwp_header(1), "hwp", "damaged", ()),
        (b"\x9b\x20DRMONE  This Document is encrypted and protected by Fasoo DRM", "unknown", "drm", ()),
        (b"SCDSA002" + b"\0" * 100, "unknown", "drm", ()),
        (OLE.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le"), "unknown", "password", ()),
        (OLE.ljust(512, b"\0"), "unknown", "damaged", ()),
        (b"", "unknown", "damaged", ("empty_file",)),
        (b"<!DOCTYPE html><html><body>login</body></html>", "html", "unsupported", ()),
        (b"MZ\x90\0", "unknown", "unsupported", ("program",)),
        (b"\x89PNG\r\n\x1a\n", "png", "unsupported", ()),
        (b"no format at all", "unknown", "unsupported", ()),
        (b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05" + b"\0" * 300, "hwp", "unsupported", ("hwp3",)),
        (b"%PDF-1.5\nnothing else", "pdf", "damaged", ()),
        (b"PK\x03\x04 mimetypeapplication/hwp+zip", "hwpx", "damaged", ()),
    ],
)
def test_what_cannot_be_read_is_named_and_gives_no_text(
    read: Read, content: bytes, kind: str, status: str, flags: tuple[str, ...]
) -> None:
    found = read(content)
    assert (found.kind, found.status, found.flags, found.text) == (kind, status, flags, "")


def test_a_scan_is_named_and_not_guessed(read: Read, made: dict[str, bytes]) -> None:
    found = read(made["scan"])
    assert (found.kind, found.status, found.text) == ("pdf", "scan", "")


def test_a_locked_pdf_says_so(read: Read) -> None:
    handler = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
    content = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\n"
        b"endobj\n3 0 obj\n" + handler + b"\nendobj\ntrailer\n<< /Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>] >>\n%%EOF"
    )
    assert (read(content).kind, read(content).status) == ("pdf", "password")


def test_a_locked_hwpx_says_so(read: Read, made: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(made["hwpx"])) as archive:
        files: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    files["META-INF/manifest.xml"] = "<odf:manifest><odf:encryption-data/></odf:manifest>"
    assert read(zipped(files, stored=("mimetype",))).status == "password"


def test_a_zip_in_a_zip_stays_closed(read: Read, made: dict[str, bytes]) -> None:
    found = read(zipped({"안.zip": made["zip"], "공고.docx": made["docx"]}))
    assert [(member.kind, member.status) for member in found.parts] == [("zip", "unsupported"), ("docx", "read")]
    assert found.status == "read"


def test_a_zip_of_too_many_files_is_too_large(read: Read) -> None:
    found = read(zipped({f"{number}.txt": "x" for number in range(51)}))
    assert (found.status, found.flags) == ("too_large", ("many_files",))


# Bombs and broken files


def bomb(made: bytes, inside: str, end: bytes, megabytes: int) -> bytes:
    """A package whose file `inside` unpacks to so many megabytes of blanks before `end`."""
    packed = BytesIO()
    with ZipFile(BytesIO(made)) as source, ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == inside:
                with archive.open(name, "w", force_zip64=True) as file:
                    file.write(content.removesuffix(end))
                    for _ in range(megabytes):
                        file.write(b" " * (1 << 20))
                    file.write(end)
            else:
                archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("kind", "inside", "end"),
    [("hwpx", "Contents/section0.xml", b"</hs:sec>"), ("docx", "word/document.xml", b"</w:body></w:document>")],
)
def test_a_bomb_is_too_large(read: Read, made: dict[str, bytes], kind: str, inside: str, end: bytes) -> None:
    found = read(bomb(made[kind], inside, end, 120))
    assert (found.kind, found.status, found.flags, found.text) == (kind, "too_large", ("expands",), "")


def test_entities_are_not_expanded(read: Read, made: dict[str, bytes]) -> None:
    laughs = b"".join(b'<!ENTITY %c "%s">' % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(9))
    with ZipFile(BytesIO(made["docx"])) as archive:
        files: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    body = files["word/document.xml"].replace(b"?>", b'?><!DOCTYPE l [<!ENTITY a "ha">' + laughs + b"]>", 1)
    files["word/document.xml"] = body.replace("간호사".encode(), b"&j;")
    assert read(zipped(files)).status == "damaged"


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read(made: dict[str, bytes], tmp_path: Path) -> None:
    slow, good = tmp_path / "slow.docx", tmp_path / "good.docx"
    slow.write_bytes(bomb(made["docx"], "word/document.xml", b"</w:body></w:document>", 80))
    good.write_bytes(made["docx"])
    with DocumentReader(within=0.001) as reader:
        found = reader.read(slow)
    assert (found.kind, found.status, found.flags) == ("docx", "too_large", ("slow",))
    assert read_document(good).status == "read"


def test_a_process_that_dies_is_replaced(made: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "공고.docx"
    path.write_bytes(made["docx"])
    with DocumentReader() as reader:
        assert reader.read(path).status == "read"
        assert reader._worker
        os.kill(reader._worker._process.pid, 11)
        died = reader.read(path)
        assert (died.kind, died.status, died.flags) == ("docx", "damaged", ("crash",))
        assert reader.read(path).status == "read"


def test_memory_is_bounded_in_the_process() -> None:
    code = (
        "import resource, sys; sys.argv = ['worker']\n"
        "from data_loader.documents import worker\n"
        "worker._answer = lambda *asked: {'lost': len(bytearray(600 << 20))}\n"
        "worker.main()"
    )
    question = b'{"path": "/dev/null", "entry": null, "open": true}\n'
    run = subprocess.run([sys.executable, "-c", code], input=question, capture_output=True, check=False, timeout=60)
    assert b'"too_large"' in run.stdout
    assert b'"memory"' in run.stdout


def test_a_file_that_is_not_there_is_an_error(reader: DocumentReader, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="없는파일"):
        reader.read(tmp_path / "없는파일.hwp")


def test_no_key_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_GO_KR_SERVICE_KEY", "secret")
    assert "secret" not in reading._environment().values()


@pytest.mark.parametrize("kind", ["hwpx", "docx", "xlsx", "pdf", "scan", "job_description.pdf", "zip"])
def test_a_broken_file_always_ends_with_a_named_status(read: Read, made: dict[str, bytes], kind: str) -> None:
    rng = Random(kind)
    for _ in range(30):
        found = read(broken(made[kind], rng))
        assert found.status in NAMED
        assert "crash" not in found.flags
        assert found.status == "read" or not found.text


# Real files


def test_real_notices_give_every_syllable(reader: DocumentReader, real: Path) -> None:
    found = {kind: reader.read(real / "attachments" / f"notice.{kind}") for kind in ("hwp", "hwpx")}
    assert {kind: document.hangul for kind, document in found.items()} == {"hwp": 3_956, "hwpx": 5_058}
    assert all("readers_differ" not in document.flags for document in found.values())


def test_the_real_scan_is_a_scan(reader: DocumentReader, real: Path) -> None:
    found = reader.read(real / "attachments" / "scan.pdf")
    assert (found.kind, found.status, found.pages, found.text) == ("pdf", "scan", 2, "")


@pytest.mark.parametrize(
    ("name", "hangul"), [("pay_strict.xlsx", 6_529), ("../alio/신규채용현황.xlsx", 147_052)], ids=["strict", "alio"]
)
def test_real_workbooks_are_read(reader: DocumentReader, real: Path, name: str, hangul: int) -> None:
    found = reader.read(real / "cases" / name)
    assert (found.kind, found.status, found.hangul, found.flags) == ("xlsx", "read", hangul, ())


@pytest.mark.parametrize(("bit", "status"), [(1, "password"), (2, "distribution"), (4, "drm")])
def test_a_lock_in_a_real_header_is_seen(read: Read, real: Path, bit: int, status: str) -> None:
    content = bytearray((real / "attachments" / "notice.hwp").read_bytes())
    content[content.index(b"HWP Document File") + 36] |= 1 << bit
    assert (read(bytes(content)).status, read(bytes(content)).text) == (status, "")


def test_every_real_sample_of_hwp_is_named(reader: DocumentReader, real: Path) -> None:
    found = {path.name: reader.read(path) for path in sorted((real / "attachments" / "hwp_samples").iterdir())}
    assert len(found) == 42
    assert {name for name, document in found.items() if document.status != "read"} == {"distribution.hwp"}
    assert (found["distribution.hwp"].status, found["distribution.hwp"].text) == ("distribution", "")
    assert found["blank.hwp"].flags == ("no_text",)
    assert found["필드-누름틀.hwp"].hangul == 2_778


@pytest.mark.parametrize("name", ["notice.hwp", "notice.hwpx", "scan.pdf", "hwp_samples/distribution.hwp"])
def test_broken_real_files_always_end_with_a_named_status(read: Read, real: Path, name: str) -> None:
    content, rng = (real / "attachments" / name).read_bytes(), Random(name)
    for _ in range(25):
        found = read(broken(content, rng))
        assert found.status in NAMED
        assert "crash" not in found.flags
        if name.endswith("distribution.hwp") or found.status != "read":
            assert not found.text
