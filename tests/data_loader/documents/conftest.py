"""One process that reads for all tests, and files of every kind made by the sample's writers."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from data_loader.documents.document import Document
from data_loader.documents.reader import DocumentReader
from data_loader.sample.files.packages import as_docx, as_hwpx, as_xlsx, zipped
from data_loader.sample.files.paper import Block
from data_loader.sample.files.pdf import as_pdf, as_scan

Read = Callable[[bytes], Document]
BLOCKS: list[Block] = [
    "2026년 제1차 직원 채용 공고",
    (("모집분야", "인원"), ("간호사", "3명"), ("사무행정", "1명")),
    "응시자격: 간호사 면허 소지자 & 만 60세 미만인 자 <임용예정일 기준>",
]
DESCRIPTION: list[Block] = [
    "NCS 기반 직무기술서",
    (("분류체계", "대분류 보건의료"), ("필요지식", "○ 의료법\n○ 감염 관리 지침"), ("필요기술", "○ 활력징후 측정 기술")),
    "끝",
]


@pytest.fixture(scope="session")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader() as reader:
        yield reader


@pytest.fixture
def read(reader: DocumentReader, memory_dir: Path) -> Read:
    """Reads bytes as a document, under a name that says nothing."""

    def read_content(content: bytes) -> Document:
        path = memory_dir / "file.bin"
        path.write_bytes(content)
        return reader.read(path)

    return read_content


@pytest.fixture(scope="session")
def made() -> dict[str, bytes]:
    """A file of each kind, of BLOCKS; job_description.pdf of DESCRIPTION."""
    files = {
        "hwpx": as_hwpx(BLOCKS), "docx": as_docx(BLOCKS), "xlsx": as_xlsx(BLOCKS), "pdf": as_pdf(BLOCKS),
        "scan": as_scan(BLOCKS), "job_description.pdf": as_pdf(DESCRIPTION),
    }  # fmt: skip
    return files | {"zip": zipped({"공고.hwpx": files["hwpx"], "직무기술서/기술서.pdf": files["job_description.pdf"]})}


def hwp_header(properties: int) -> bytes:
    """The start of a HWP 5 file whose FileHeader has these property bits; the rest of it is not there."""
    header = b"HWP Document File".ljust(32, b"\0") + bytes((0, 1, 0, 5)) + struct.pack("<I", properties)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0") + header.ljust(256, b"\0")


def broken(content: bytes, rng: Random) -> bytes:
    """The content cut off somewhere, or with some bytes changed."""
    if rng.random() < 0.5:
        return content[: rng.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(rng.choice((1, 5, 50))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)
