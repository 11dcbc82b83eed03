"""A file's bytes into a Document, whatever they are. For the process of its own that `reader` starts: files lie.

`open_document` for a file that stands alone; for a ZIP, `zip_entries` and `open_entry`, one file after the other.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from data_loader.documents.document import UNKNOWN, Document
from data_loader.documents.file_types import KINDS, recognise
from data_loader.documents.hwp import read_hwp
from data_loader.documents.locks import lock_of_office, wrapped_by_drm
from data_loader.documents.office import BROKEN, read_office
from data_loader.documents.pdf import read_pdf
from data_loader.documents.repair import repair

LARGEST = 100 << 20
MOST_ENTRIES, MOST_EXPANDED = 50, 100 << 20
MOST_CHARS = 1_000_000
LONGEST_NAME = 200
# Office files, macros or not.
_OFFICE = ("docx", "docm", "xlsx", "xlsm")
# How a ZIP that broke off began.
_BEGINNINGS = (("hwpx", b"application/hwp+zip"), ("docx", b"word/"), ("xlsx", b"xl/"))
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|\._)")


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A file in a ZIP: its number there, and its name in readable Korean."""

    number: int
    name: str


def open_document(content: bytes) -> Document:
    """What a file says. A ZIP of files is told by its kind only. Raises MemoryError, as anything hostile may."""
    return _finished(_opened(content))


def zip_entries(content: bytes) -> tuple[ZipEntry, ...] | Document:
    """The files of a ZIP, or what is wrong with it as a whole."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except BROKEN:
        return Document("zip", "damaged")
    files = [
        (number, entry)
        for number, entry in enumerate(entries)
        if not entry.is_dir() and not _LITTER.search(entry.filename)
    ]
    if len(files) > MOST_ENTRIES:
        return Document("zip", "too_large", flags=("many_files",))
    if sum(entry.file_size for _, entry in files) > MOST_EXPANDED:
        return Document("zip", "too_large", flags=("expands",))
    if not files:
        return Document("zip", "read", flags=("no_text",))
    return tuple(ZipEntry(number, _name(entry)) for number, entry in files)


def open_entry(content: bytes, number: int) -> Document:
    """What one file of a ZIP says. A ZIP in it stays closed."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entry = archive.infolist()[number]
            if entry.flag_bits & 1:
                return Document(UNKNOWN, "password")
            inner = archive.read(entry)
    except BROKEN:
        return Document(UNKNOWN, "damaged")
    found = open_document(inner)
    return Document("zip", "unsupported", flags=("zip_in_zip",)) if found.kind == "zip" else found


def kind_of_content(content: bytes, entry: int | None) -> str:
    """The kind alone, of a file or of one in a ZIP: for those that were too much to open."""
    if entry is not None:
        with ZipFile(BytesIO(content)) as archive:
            content = archive.read(archive.infolist()[entry])
    kind = recognise(BytesIO(content))
    return kind if kind in KINDS else UNKNOWN


def _opened(content: bytes) -> Document:
    if not content:
        return Document(UNKNOWN, "damaged", flags=("empty_file",))
    if wrapped_by_drm(content):
        return Document(UNKNOWN, "drm")
    if lock := lock_of_office(content):
        return Document(UNKNOWN, lock)
    kind = recognise(BytesIO(content))
    if kind in ("hwp", "hwpx"):
        try:
            return read_hwp(content, kind)
        except BROKEN:
            return Document(kind, "damaged")
    if kind == "pdf":
        return read_pdf(content)
    if kind in _OFFICE:
        return read_office(content, kind)
    if kind == "crowded_zip":
        return Document("zip", "too_large", flags=("many_files",))
    if kind == "broken_zip":
        begun = next((kind for kind, mark in _BEGINNINGS if mark in content[:4096]), "zip")
        return Document(begun, "damaged")
    if kind == "unknown" and content.startswith(_CONTAINERS):
        return Document(UNKNOWN, "damaged")
    flags = ("program",) if kind == "program" else ()
    return Document(kind if kind in KINDS or kind == "html" else UNKNOWN, "unsupported", flags=flags)


def _finished(found: Document) -> Document:
    """The text repaired, and cut where no notice is that long."""
    if found.status != "read":
        return replace(found, text="")
    was_too_long = len(found.text) > MOST_CHARS
    repaired = repair(found.text[:MOST_CHARS])
    flags = [*found.flags, *repaired.flags]
    if was_too_long and "partly_read" not in flags:
        flags.append("partly_read")
    if not repaired.text.strip() and found.kind != "zip":
        flags.append("no_text")
    return replace(found, text=repaired.text, offsets=repaired.offsets, flags=tuple(dict.fromkeys(flags)))


def _name(entry: ZipInfo) -> str:
    """Korean Windows writes names in CP949 and does not say so; zipfile reads them as CP437."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("cp949")
    return "".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:]
