"""What has been read of attachments, kept once by what they contain: data/attachments/texts.sqlite.

A line is there whole or not at all. It holds as long as the readers and repairs are those that made it; with others
the file is read again.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from data_loader.documents.document import Document, version_of
from data_loader.errors import DocumentError

FILE_NAME = "texts.sqlite"
# Goes up when the same bytes give another text or other flags.
RULES = 1
_LIBRARIES = ("unhwp", "extract-hwp", "pypdfium2", "pdfplumber")
# Seconds to wait for another writer.
_PATIENCE = 30.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS text (sha256 TEXT PRIMARY KEY, made_by TEXT NOT NULL, document BLOB NOT NULL) STRICT"
)


class Shelf:
    """The open shelf. Several processes may write to it at once. Failures are DocumentErrors."""

    def __init__(self, data_dir: Path) -> None:
        folder = data_dir / "attachments"
        self._made_by = made_by()
        with _translated_errors():
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(folder / FILE_NAME, timeout=_PATIENCE, isolation_level=None)
            # A line lost with the machine's power is read again.
            self._connection.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {_TABLE}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def find(self, sha256: str) -> Document | None:
        """What today's readers made of the file with this hash; None where they have not seen it."""
        with _translated_errors():
            found = self._connection.execute(
                "SELECT document FROM text WHERE sha256 = ? AND made_by = ?", (sha256, self._made_by)
            ).fetchone()
        return Document.from_json(json.loads(zlib.decompress(found[0]))) if found else None

    def known(self) -> set[str]:
        """The hashes of all files today's readers have seen."""
        with _translated_errors():
            rows = self._connection.execute("SELECT sha256 FROM text WHERE made_by = ?", (self._made_by,)).fetchall()
        return {sha256 for (sha256,) in rows}

    def keep(self, sha256: str, document: Document) -> None:
        packed = zlib.compress(json.dumps(document.as_json(), ensure_ascii=False).encode("utf-8", "replace"))
        with _translated_errors():
            self._connection.execute("INSERT OR REPLACE INTO text VALUES (?, ?, ?)", (sha256, self._made_by, packed))


def made_by() -> str:
    """What a kept text depends on: the version of each reader, and of our own rules."""
    return " ".join([f"rules={RULES}", *(f"{name}={version_of(name)}" for name in _LIBRARIES)])


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DocumentError(
            "읽은 글을 둘 수 없습니다({reason}). 자료 폴더의 빈 공간과 권한을 확인해 주세요.", reason=error.strerror
        ) from None
    except sqlite3.OperationalError:
        raise DocumentError(
            "읽은 글을 두는 파일을 읽거나 쓸 수 없습니다. 자료 폴더의 빈 공간과 권한을 확인하고 잠시 뒤 다시 해 주세요."
        ) from None
    except (sqlite3.Error, zlib.error, ValueError, KeyError, TypeError):
        raise DocumentError(
            "읽은 글을 두는 파일이 손상되었습니다. 자료 폴더의 attachments/texts.sqlite를 지우면 다시 읽습니다."
        ) from None
