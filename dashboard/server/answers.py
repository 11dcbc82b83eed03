"""Large answers are files: each made once for a snapshot, a day and a choice, by the process apart, and sent from the disk.

    data/answers/{name}-{digest}[.gz]

Whoever asks while one is being made waits for the same one. Of more than MOST_BYTES those not asked for longest go.
"""

import asyncio
import gzip
import hashlib
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from dashboard.languages import N_
from dashboard.selection.index import Found
from dashboard.takeaways import records
from dashboard.takeaways.apart import Apart, apart
from dashboard.takeaways.calendar import calendar
from dashboard.takeaways.view import View
from data_loader.errors import SnapshotError

MOST_BYTES = 400_000_000
# A tenth of the best would take three times as long.
GZIP_LEVEL = 3
# Between two looks whether the reader is still there.
LOOK_SECONDS = 0.5

Body = bytes | Iterator[bytes]
Make = Callable[[Found, View, int, int | None], Body]

MAKE: Mapping[str, Make] = MappingProxyType(
    {
        "postings.csv": records.csv_parts,
        "postings.json": records.json_parts,
        "postings.parquet": records.parquet,
        "calendar.ics": lambda found, view, offset, limit: calendar(found, view),
    }
)
# Packed already.
PACKED = frozenset({"postings.parquet"})


class Answers:
    """The files of this server; several servers may share the folder."""

    def __init__(self, process: Apart = apart, most_bytes: int = MOST_BYTES) -> None:
        self._process = process
        self._most_bytes = most_bytes
        self._under_way: dict[Path, tuple[Future[None], set[object]]] = {}

    async def file(
        self, folder: Path, name: str, mark: str, reader: str, is_there: Callable[[], Awaitable[bool]], found: Found,
        view: View, offset: int, limit: int | None,
    ) -> Path | None:  # fmt: skip
        """The file of an answer; `mark` is what it depends on. None where the reader left before it was made.

        Raises BusyError, and SnapshotError where it cannot be written.
        """
        file = folder / f"{name}-{hashlib.sha256(mark.encode()).hexdigest()[:20]}"
        with suppress(OSError):
            os.utime(file)
            return file
        if file not in self._under_way:
            future = self._process.start(reader, write_answer, file, name, found, view, offset, limit, self._most_bytes)
            self._under_way[file] = future, set()
            future.add_done_callback(lambda _: self._under_way.pop(file, None))
        return file if await self._wait(file, is_there) else None

    async def _wait(self, file: Path, is_there: Callable[[], Awaitable[bool]]) -> bool:
        """Whether the file was made while the reader was there; the last of them who leaves takes it off the list."""
        future, waiting = self._under_way[file]
        one = object()
        waiting.add(one)
        made = asyncio.wrap_future(future)
        try:
            while not made.done():
                await asyncio.wait({made}, timeout=LOOK_SECONDS)
                if not made.done() and not await is_there():
                    return False
            await made
        finally:
            waiting.discard(one)
            if not waiting and not made.done():
                future.cancel()
        return True


def write_answer(
    file: Path, name: str, found: Found, view: View, offset: int, limit: int | None, most_bytes: int
) -> None:
    """In the process apart: the file, packed beside it where that saves something, whole or not at all."""
    try:
        file.parent.mkdir(exist_ok=True)
        if name not in PACKED:
            _write_packed(file, MAKE[name](found, view, offset, limit))
        else:
            _write(file, MAKE[name](found, view, offset, limit))
        _remove_old(file.parent, most_bytes)
    except OSError:
        raise SnapshotError(
            N_("내려받을 파일을 만들지 못했습니다. 자료 폴더의 빈 공간과 권한을 확인해 주세요.")
        ) from None


def packed(file: Path) -> Path:
    return file.with_name(f"{file.name}.gz")


def _write(file: Path, body: Body) -> None:
    temporary = file.with_name(f".{file.name}-{os.getpid()}")
    with temporary.open("wb") as out:
        out.writelines([body] if isinstance(body, bytes) else body)
    temporary.replace(file)


def _write_packed(file: Path, body: Body) -> None:
    temporary = file.with_name(f".{file.name}-{os.getpid()}")
    with temporary.open("wb") as plain:
        plain.writelines([body] if isinstance(body, bytes) else body)
    small = packed(temporary)
    with temporary.open("rb") as plain, gzip.GzipFile(small, "wb", GZIP_LEVEL, mtime=0) as out:
        shutil.copyfileobj(plain, out)
    # The one that is looked for comes last.
    small.replace(packed(file))
    temporary.replace(file)


def _remove_old(folder: Path, most_bytes: int) -> None:
    """Those not asked for longest first, and whatever somebody was killed while writing."""
    files = sorted((path for path in folder.iterdir() if path.suffix != ".gz"), key=_asked_at, reverse=True)
    total = 0
    for place, path in enumerate(files):
        total += _size(path) + _size(packed(path))
        # The newest is wanted now, however large it is.
        if place and total > most_bytes:
            path.unlink(missing_ok=True)
            packed(path).unlink(missing_ok=True)


def _asked_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
