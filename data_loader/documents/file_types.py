"""What a received file is, judged by its bytes: never by its name or by what the server calls it. Pure.

Only kinds an office attaches to a notice pass. A web page, a program and whatever nobody decided about do not.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from os import SEEK_END
from types import MappingProxyType
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from data_loader.errors import AttachmentError
from data_loader.sentence import Sentence

# Kind, which is the ending a file of it gets → media type.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "hwp": "application/x-hwp",
        "hwpx": "application/hwp+zip",
        "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docm": "application/vnd.ms-word.document.macroEnabled.12",
        "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
        "ppt": "application/vnd.ms-powerpoint",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odp": "application/vnd.oasis.opendocument.presentation",
        "rtf": "application/rtf",
        "zip": "application/zip",
        "7z": "application/x-7z-compressed",
        "rar": "application/vnd.rar",
        "alz": "application/octet-stream",
        "egg": "application/octet-stream",
        "png": "image/png",
        "jpg": "image/jpeg",
        "gif": "image/gif",
        "bmp": "image/bmp",
        "tif": "image/tiff",
        "webp": "image/webp",
    }
)

# An archive of a notice holds a few dozen files, a document a few hundred.
MOST_ENTRIES = 5_000
# What a file may be that is not kept → the sentence about it.
REFUSED: Mapping[str, Sentence] = MappingProxyType(
    {
        "empty": Sentence("알리오가 빈 파일을 보냈습니다. 원문 공고에서 첨부파일을 확인해 주세요."),
        "html": Sentence(
            "알리오가 파일 대신 웹 페이지(HTML)를 보냈습니다. 첨부파일이 지워졌을 수 있으니 원문 공고에서 확인해 주세요."
        ),
        "program": Sentence("받은 것이 실행될 수 있는 프로그램이어서 두지 않았습니다. 원문 공고에서 확인해 주세요."),
        "broken_zip": Sentence("받은 압축 파일이 손상되어 두지 않았습니다. 다시 받거나 원문 공고에서 확인해 주세요."),
        "crowded_zip": Sentence(
            "받은 압축 파일에 파일이 너무 많아({most:,}개까지) 두지 않았습니다. 원문 공고에서 확인해 주세요.",
            most=MOST_ENTRIES,
        ),
        "unknown": Sentence("받은 파일의 형식을 알 수 없어 두지 않았습니다. 원문 공고에서 확인해 주세요."),
    }
)

_HEAD = 1024
_STARTS = (
    ("pdf", rb"[\x00\s]*(?:\xef\xbb\xbf)?\s*%PDF-"),
    ("hwp", rb"HWP Document File V"),
    ("rtf", rb"\{\\rtf1"),
    ("7z", rb"7z\xbc\xaf\x27\x1c"),
    ("rar", rb"Rar!\x1a\x07"),
    ("alz", rb"ALZ\x01"),
    ("egg", rb"EGGA"),
    ("png", rb"\x89PNG\r\n\x1a\n"),
    ("jpg", rb"\xff\xd8\xff"),
    ("gif", rb"GIF8[79]a"),
    ("bmp", rb"BM.{4}\x00\x00\x00\x00"),
    ("tif", rb"II\*\x00|MM\x00\*"),
    ("webp", rb"RIFF.{4}WEBP"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
# Names of streams stand in an OLE file's directory in UTF-16; a HWP's first stream says what it is.
_OLE_MARKS = (
    ("hwp", b"HWP Document File"),
    ("doc", "WordDocument".encode("utf-16-le")),
    ("ppt", "PowerPoint Document".encode("utf-16-le")),
    ("xls", "Workbook".encode("utf-16-le")),
    ("xls", "\0Book\0".encode("utf-16-le")),
)
_MEDIA = {media: kind for kind, media in KINDS.items() if kind in ("hwpx", "odt", "ods", "odp")}
_OFFICE = {"word/": ("docx", "docm"), "xl/": ("xlsx", "xlsm"), "ppt/": ("pptx", "pptm")}
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body|script)\b", re.I | re.S
)
# Windows, Linux, macOS and Java programs, scripts, Windows shortcuts, installers.
_PROGRAM = re.compile(
    rb"MZ|\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|#!|L\x00\x00\x00\x01\x14\x02\x00|MSCF"
)
# The ones that no text begins like.
_BINARY_PROGRAM = re.compile(
    rb"MZ.{0,61}\x00|\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe"
    rb"|L\x00\x00\x00\x01\x14\x02\x00|MSCF\x00",
    re.DOTALL,
)
_PACKED_PROGRAM = re.compile(
    rb"\.(?:exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|lnk|jar|pif|cpl|reg)\x00", re.IGNORECASE
)
LARGEST_DIRECTORY = 1 << 20
# Bytes of an entry that are unpacked to see what it is, and of an embedded object.
_HEAD_OF_ENTRY = 64
LONGEST_LOOK = 1 << 16
_ENCRYPTED = 0x1
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_OF_LARGE_DIRECTORY = b"PK\x06\x07"
_END_BYTES = 22
# The end of an archive, with the longest comment there can be and the field before it.
_LONGEST_END = _END_BYTES + (1 << 16) + 20
_PROGRAM_NAME = re.compile(
    r"\.(?:exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|lnk|jar|apk|app|sh|dmg|pif|cpl|reg)[. ]*$"
    r"|^(?:META-INF/MANIFEST\.MF|AndroidManifest\.xml|classes\.dex)$",
    re.IGNORECASE,
)


def kind_of(file: BinaryIO) -> str:
    """The kind of a whole received file, a key of KINDS. Raises AttachmentError for what is not to be kept."""
    kind = recognise(file)
    if kind in REFUSED:
        raise AttachmentError(REFUSED[kind])
    return kind


def recognise(file: BinaryIO) -> str:
    """What a whole file is by its bytes: a key of KINDS, or of REFUSED."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        return "empty"
    if _WEB_PAGE.match(head):
        return "html"
    if _PROGRAM.match(head):
        return "program"
    if head.startswith(_ZIP):
        return _kind_in_zip(file)
    if head.startswith(_OLE):
        return _kind_in_ole(file)
    return next((kind for kind, start in _STARTS if re.match(start, head, re.DOTALL)), "unknown")


def _kind_in_zip(file: BinaryIO) -> str:
    if _is_crowded(file):
        return "crowded_zip"
    try:
        with ZipFile(file) as archive:
            names, media = archive.namelist(), _stated_media(archive)
            if any(_PROGRAM_NAME.search(name) for name in names) or _holds_program(archive):
                return "program"
    except (BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        return "broken_zip"
    if media in _MEDIA:
        return _MEDIA[media]
    if "[Content_Types].xml" in names:
        has_macros = any(name.endswith("vbaProject.bin") for name in names)
        for folder, kinds in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return kinds[has_macros]
    return "zip"


def _is_crowded(file: BinaryIO) -> bool:
    """Whether an archive's directory is too large to be read beside readers: it is read whole, entry by entry."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _LONGEST_END))
    end = file.read()
    at = end.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(end) - at < _END_BYTES:
        # No directory: opening it says that it is damaged.
        return False
    entries, directory = struct.unpack_from("<HL", end, at + 10)
    # An archive of this size needs none of the larger fields of newer archives, which would overrule these.
    is_large = _END_OF_LARGE_DIRECTORY in end[:at]
    return is_large or entries > MOST_ENTRIES or directory > LARGEST_DIRECTORY


def _holds_program(archive: ZipFile) -> bool:
    """Whether an entry is a program by its first bytes, or an embedded object that packs one, whatever it is called."""
    for entry in archive.infolist():
        if entry.is_dir() or entry.flag_bits & _ENCRYPTED:
            continue
        is_object = "embeddings/" in entry.filename.lower() or entry.filename.lower().endswith((".bin", ".ole"))
        try:
            with archive.open(entry) as content:
                head = content.read(LONGEST_LOOK if is_object else _HEAD_OF_ENTRY)
        except NotImplementedError:
            # Packed in a way that needs another program; what it is called has been looked at.
            continue
        if _BINARY_PROGRAM.match(head) or (is_object and _packs_program(head)):
            return True
    return False


def _packs_program(content: bytes) -> bool:
    """Whether an OLE object is a package with the name of a program in it."""
    return "Ole10Native".encode("utf-16-le") in content and _PACKED_PROGRAM.search(content) is not None


def _stated_media(archive: ZipFile) -> str:
    """What an OpenDocument or HWPX file says it is; so few bytes that unpacking them can do no harm."""
    entry = next((entry for entry in archive.infolist() if entry.filename == "mimetype"), None)
    return archive.read(entry).decode("ascii", "replace").strip() if entry and entry.file_size <= 200 else ""


def _kind_in_ole(file: BinaryIO) -> str:
    """An installer (MSI) is an OLE file too, and is unknown."""
    file.seek(0)
    if isinstance(file, BytesIO):
        return _marked(file.getvalue())
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _marked(content)


def _marked(content: mmap.mmap | bytes) -> str:
    return next((kind for kind, mark in _OLE_MARKS if content.find(mark) >= 0), "unknown")
