"""HWP 5 and HWPX: read by unhwp, counted again by extract-hwp, which is also the way back where unhwp fails."""

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import olefile
from extract_hwp import HwpReadLimitError, extract_text_from_hwp5, extract_text_from_hwpx

from data_loader.documents.document import Document, Status, count_hangul, version_of
from data_loader.documents.locks import HWP_SIGNATURE, lock_of_hwp

try:
    import unhwp
except OSError:
    # There is no build of it for Linux on arm64: the second reader reads alone there.
    unhwp = None

# Of the Hangul one reader finds: a larger share that the other does not find is worth telling.
DIFFERENCE = 0.02
SCAN_CHARS, SCAN_AREA = 20, 0.6
_MOST_EXPANDED, _MOST_XML = 64 << 20, 100 << 20
# Hancom, "한글 문서 파일 형식 5.0": tags of records.
_CTRL_HEADER, _PAGE_DEF = 71, 73
_SHAPE = b" osg"
_PACKED = 1
_BROKEN_ZIP = (KeyError, BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_BROKEN_OLE = (OSError, IndexError, TypeError, ValueError, AttributeError, struct.error, zlib.error)
_ENCRYPTION = re.compile(rb"<[^>]*encryption-data", re.IGNORECASE)
_SIZE = re.compile(rb'\b(width|height)="(\d{1,9})"')
_PICTURE = re.compile(rb"<hp:pic\b.*?(<hp:sz\b[^>]*>)", re.DOTALL)
_SECTION = re.compile(r"Contents/section\d+\.xml")
_TEXT = re.compile("<hp:t(?: [^>]*[^>/])?>(.*?)</hp:t>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_PAGE = re.compile(rb"<hp:pagePr\b[^>]*>")
_IS_A_BOMB = re.compile("bomb|expanded past|too large|limit", re.IGNORECASE)


def read_hwp(content: bytes, kind: str) -> Document:
    """A HWP 5 ("hwp") or HWPX ("hwpx") file. May raise what broken containers make their libraries raise."""
    lock = lock_of_hwp(_header(content)) if kind == "hwp" else _lock_of_hwpx(content)
    if lock:
        return Document(kind, lock, flags=("expands",) if lock == "too_large" else ())
    if unhwp is None:
        return _read_by_the_second(content, kind)
    try:
        with unhwp.parse_bytes(content) as parsed:
            text = parsed.plain_text
    except unhwp.UnhwpError as error:
        return _after(error, content, kind)
    return _checked(text, content, kind)


def _header(content: bytes) -> bytes:
    """The FileHeader stream; the whole file where its container is too damaged to find it."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as ole:
            header = bytes(ole.openstream("FileHeader").read())
    except _BROKEN_OLE:
        return content
    return header if header.startswith(HWP_SIGNATURE) else content


def _checked(text: str, content: bytes, kind: str) -> Document:
    if len(text.strip()) < SCAN_CHARS and _picture_share(content, kind) >= SCAN_AREA:
        return Document(kind, "scan")
    found = count_hangul(text)
    # Five milliseconds for a HWPX: only where its letters, counted in passing, leave a doubt.
    is_confirmed = kind == "hwpx" and _are_alike(found, _count_in_xml(content))
    is_alike = is_confirmed or _are_alike(found, count_hangul(_read_again(content, kind)))
    flags = () if is_alike else ("readers_differ",)
    return Document(kind, "read", text, flags=flags, reader="unhwp", reader_version=version_of("unhwp"))


def _are_alike(one: int, other: int) -> bool:
    return abs(one - other) <= DIFFERENCE * max(one, other)


def _count_in_xml(content: bytes) -> int:
    """Syllables of Hangul in the text elements of all sections, without parsing them."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if _SECTION.fullmatch(name)]
            sections = [archive.open(name).read(_MOST_EXPANDED).decode("utf-8", "replace") for name in names]
    except _BROKEN_ZIP:
        return 0
    return sum(count_hangul(_TAG.sub("", text)) for section in sections for text in _TEXT.findall(section))


def _after(error: Any, content: bytes, kind: str) -> Document:
    """What unhwp would not read."""
    if error.kind == unhwp.ErrorKind.ENCRYPTED:
        return Document(kind, "password")
    if error.kind == unhwp.ErrorKind.DISTRIBUTION_RESTRICTED:
        return Document(kind, "distribution")
    if _IS_A_BOMB.search(str(error)):
        return Document(kind, "too_large", flags=("expands",))
    if content.startswith(b"HWP Document File V3"):
        return Document(kind, "unsupported", flags=("hwp3",))
    return _read_by_the_second(content, kind)


def _read_by_the_second(content: bytes, kind: str) -> Document:
    text = _read_again(content, kind)
    if not text.strip():
        return Document(kind, "damaged")
    return Document(kind, "read", text, None, ("second_reader",), "extract-hwp", version_of("extract-hwp"))


def _read_again(content: bytes, kind: str) -> str:
    """By the second reader; empty where it cannot."""
    extract = extract_text_from_hwp5 if kind == "hwp" else extract_text_from_hwpx
    try:
        return str(extract(BytesIO(content)))
    except HwpReadLimitError:
        return ""


def _lock_of_hwpx(content: bytes) -> Status | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith(".xml")) > _MOST_XML:
                return "too_large"
            manifest = archive.open("META-INF/manifest.xml").read(1 << 20)
    except _BROKEN_ZIP:
        return None
    return "password" if _ENCRYPTION.search(manifest) else None


def _picture_share(content: bytes, kind: str) -> float:
    """Of a page, the share its pictures cover; a document without a stated page size has none."""
    try:
        parts = list(_hwp_areas(content) if kind == "hwp" else _hwpx_areas(content))
    except (*_BROKEN_ZIP, *_BROKEN_OLE):
        return 0.0
    page = next((area for is_page, area in parts if is_page), 0)
    return sum(area for is_page, area in parts if not is_page) / page if page else 0.0


def _hwp_areas(content: bytes) -> Iterator[tuple[bool, int]]:
    """(is it a page, area in square HWP units) of the first section's page and shapes, where files are embedded."""
    with olefile.OleFileIO(BytesIO(content)) as ole:
        if not any(entry[0] == "BinData" for entry in ole.listdir()):
            return
        is_packed = ole.openstream("FileHeader").read()[36] & _PACKED
        data = ole.openstream("BodyText/Section0").read()
    if is_packed:
        data = zlib.decompressobj(-15).decompress(data, _MOST_EXPANDED)
    at = 0
    while at + 4 <= len(data):
        (head,) = struct.unpack_from("<I", data, at)
        tag, size, at = head & 0x3FF, head >> 20, at + 4
        if size == 0xFFF and at + 4 <= len(data):
            (size,) = struct.unpack_from("<I", data, at)
            at += 4
        record, at = data[at : at + size], at + size
        if tag == _CTRL_HEADER and record.startswith(_SHAPE) and len(record) >= 24:
            width, height = struct.unpack_from("<II", record, 16)
            yield False, width * height
        elif tag == _PAGE_DEF and len(record) >= 8:
            width, height = struct.unpack_from("<II", record)
            yield True, width * height


def _hwpx_areas(content: bytes) -> Iterator[tuple[bool, int]]:
    with ZipFile(BytesIO(content)) as archive:
        section = archive.open("Contents/section0.xml").read(_MOST_EXPANDED)
    for is_page, found in ((True, _PAGE.findall(section)), (False, _PICTURE.findall(section))):
        for tag in found:
            sides = {name: int(value) for name, value in _SIZE.findall(tag)}
            yield is_page, sides.get(b"width", 0) * sides.get(b"height", 0)
