"""What reading a file gives: one status, and the text where there is one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Literal, Self

from data_loader.documents.repair import Offsets

# read: opened, and `text` is all that stands in it, which may be nothing (flag no_text).
# scan: pages are pictures. password, distribution (배포용), drm: locked by its owner, and left so.
# damaged: not whole. too_large: would take more than the limits. unsupported: no kind we read.
Status = Literal["read", "scan", "password", "distribution", "drm", "damaged", "too_large", "unsupported"]
UNKNOWN = "unknown"
_HANGUL = re.compile("[가-힣]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A read file, or one file in a ZIP.

    `kind` is what its bytes are, a key of KINDS, "html" or UNKNOWN. `pages`: pages of a PDF, sheets of a workbook,
    None where the format does not say. `flags` name what was found and repaired. `offsets` lead from positions in
    `text` to those in what the reader gave. `member` is the name inside a ZIP; a ZIP's own files are its `members`,
    and its text is theirs.
    """

    kind: str
    status: Status
    text: str = ""
    pages: int | None = None
    flags: tuple[str, ...] = ()
    reader: str = ""
    reader_version: str = ""
    offsets: Offsets = ()
    member: str = ""
    members: tuple["Document", ...] = ()

    @property
    def chars(self) -> int:
        """Characters of the text, blanks among them."""
        return len(self.text)

    @property
    def hangul(self) -> int:
        """Syllables of Hangul in the text."""
        return count_hangul(self.text)

    @property
    def parts(self) -> tuple["Document", ...]:
        """What is kept of it: the files of a ZIP that could be opened, else itself."""
        return self.members or (self,)

    def as_json(self) -> dict[str, Any]:
        """For a line of JSON; `from_json` reads it back."""
        return {
            "kind": self.kind,
            "status": self.status,
            "text": self.text,
            "pages": self.pages,
            "flags": list(self.flags),
            "reader": self.reader,
            "reader_version": self.reader_version,
            "offsets": [list(pair) for pair in self.offsets],
            "member": self.member,
            "members": [member.as_json() for member in self.members],
        }

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Self:
        offsets = tuple((place, source) for place, source in entry["offsets"])
        members = tuple(cls.from_json(member) for member in entry["members"])
        return cls(**{**entry, "flags": tuple(entry["flags"]), "offsets": offsets, "members": members})


def count_hangul(text: str) -> int:
    """Syllables of Hangul in a text."""
    return sum(map(len, _HANGUL.findall(text)))


@lru_cache(maxsize=16)
def version_of(reader: str) -> str:
    """The version of a library that reads files."""
    return version(reader)
