"""Attachments of postings: fetched from ALIO when somebody asks, kept once by what they contain.

    data/attachments/index.sqlite            attachment number → content hash, size, kind, name, when fetched;
                                             and of those refused the reason, when, and how often in a row
    data/attachments/files/ab/ab12…          the bytes, under their SHA-256 and without an ending

A file has its name only when it is whole, and its line in the index only when it has its name: a kill in
between leaves at most a file nobody refers to. Nothing kept here is ever run, unpacked or shown as HTML.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from data_loader.alio.host import AlioHost, NotThere
from data_loader.documents.file_names import name_in, safe_name
from data_loader.documents.file_types import KINDS, kind_of
from data_loader.errors import AttachmentError, PortalAnswerInvalid, PortalError, PortalRefused, SnapshotError
from data_loader.schema import FIRST_SAMPLE_ATTACHMENT
from data_loader.settings import KST, Settings
from data_loader.snapshot import Snapshot, open_current

# The address the portal gives answers with a home page; this one, with the same number, gives the file.
PATH = "/download/download.json"
LARGEST = 50 * 1024 * 1024
FAILURES_IN_A_ROW = 3
# After the first, the second and every further refusal in a row. What is gone mostly stays gone; but a day on which
# ALIO is being repaired answers every file with a web page.
REFUSED_FOR = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
# Seconds to wait for another writer: it may have 50 MB to write.
_PATIENCE = 30.0
_TABLES = """
CREATE TABLE IF NOT EXISTS kept (
    attachment_id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    fetched_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS refused (
    attachment_id INTEGER PRIMARY KEY,
    reason TEXT NOT NULL,
    refused_at TEXT NOT NULL,
    times INTEGER NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kept file: `kind` is what its bytes are (a key of KINDS), `file_name` safe to save under, `size` in bytes."""

    attachment_id: int
    sha256: str
    size: int
    kind: str
    file_name: str
    fetched_at: datetime
    path: Path

    @property
    def media_type(self) -> str:
        return KINDS[self.kind]

    def read(self) -> bytes:
        """The bytes, checked against their hash. Raises AttachmentError where they are damaged or gone."""
        try:
            content = self.path.read_bytes()
        except OSError:
            content = b""
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise AttachmentError(
                "두었던 첨부파일 {number}이(가) 손상되었습니다. 다시 받아 주세요.", number=self.attachment_id
            )
        return content


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an attachment could not be had when last asked for: not there, or nothing to keep.

    `times` counts such answers in a row, a day or more apart.
    """

    reason: str
    refused_at: datetime
    times: int

    @property
    def due_at(self) -> datetime:
        """When it is worth asking for again."""
        return self.refused_at + REFUSED_FOR[min(self.times, len(REFUSED_FOR)) - 1]


def fetch_attachment(
    settings: Settings,
    attachment_id: int,
    now: datetime,
    *,
    stated_name: str = "",
    again: bool = False,
    largest: int = LARGEST,
    sleep: Callable[[float], None] = time.sleep,
) -> Attachment:
    """The attachment, from the shelf or else from ALIO; `again` asks ALIO in any case. Raises AttachmentError.

    `stated_name` is the portal's name for it, used where the answer gives none.
    """
    found = None if again else _current(settings.data_dir, attachment_id)
    if found is not None:
        return found
    try:
        with AlioHost(settings, sleep=sleep) as alio:
            return _fetch(settings, attachment_id, now, stated_name, largest, alio)
    except PortalError as error:
        raise AttachmentError(error.sentence) from None


def fetch_attachments(
    settings: Settings,
    wanted: Iterable[tuple[int, str]],
    now: Callable[[], datetime],
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[tuple[int, Attachment | AttachmentError]]:
    """One after the other, the attachments of (number, stated name), each with its outcome.

    Ends with AttachmentError where ALIO fails so often in a row that it must be down.
    """
    failures = 0
    with AlioHost(settings, sleep=sleep) as alio:
        for attachment_id, stated_name in wanted:
            outcome: Attachment | AttachmentError | None = _current(settings.data_dir, attachment_id)
            try:
                outcome = outcome or _fetch(settings, attachment_id, now(), stated_name, LARGEST, alio)
                failures = 0
            except AttachmentError as error:
                outcome, failures = error, 0
            except NotThere as error:
                outcome, failures = AttachmentError(error.sentence), 0
            except PortalError as error:
                outcome, failures = AttachmentError(error.sentence), failures + 1
            yield attachment_id, outcome
            if failures == FAILURES_IN_A_ROW:
                raise AttachmentError(
                    "알리오에서 잇달아 받지 못해 멈춥니다. 받은 것은 그대로입니다. 까닭: {outcome}", outcome=outcome
                )


def find_attachment(data_dir: Path, attachment_id: int) -> Attachment | None:
    """What is kept of an attachment, or None. Raises AttachmentError where the index cannot be read."""
    folder = data_dir / "attachments"
    if not (folder / "index.sqlite").exists():
        return None
    with _index(folder) as index:
        row = index.execute("SELECT * FROM kept WHERE attachment_id = ?", (attachment_id,)).fetchone()
    found = _attachment(folder, row) if row else None
    return found if found and _is_whole(found) else None


def _current(data_dir: Path, attachment_id: int) -> Attachment | None:
    """What is kept of an attachment, unless it is of a sample that has been made anew since."""
    found = find_attachment(data_dir, attachment_id)
    if found is None or attachment_id < FIRST_SAMPLE_ATTACHMENT:
        return found
    return None if is_of_another_sample(found, open_current(data_dir)) else found


def is_of_another_sample(attachment: Attachment, snapshot: Snapshot) -> bool:
    """Whether a kept attachment was made from a sample other than the one that is current."""
    if attachment.attachment_id < FIRST_SAMPLE_ATTACHMENT or "attachments" not in snapshot.tables:
        return False
    origin = snapshot.tables["attachments"].origin
    return not origin.is_sample or attachment.fetched_at < datetime.fromisoformat(origin.as_of)


def kept_attachments(data_dir: Path) -> list[Attachment]:
    """All that is kept, by number. Raises AttachmentError where the index cannot be read."""
    folder = data_dir / "attachments"
    if not (folder / "index.sqlite").exists():
        return []
    with _index(folder) as index:
        rows = index.execute("SELECT * FROM kept ORDER BY attachment_id").fetchall()
    return [_attachment(folder, row) for row in rows]


def named_attachments(data_dir: Path, numbers: Collection[int]) -> list[tuple[int, str]]:
    """The numbers with the names the portal gives them, in the order given; a number is enough without a name."""
    try:
        rows = open_current(data_dir).read("attachments", ["attachment_id", "file_name"]).to_pylist()
    except SnapshotError:
        rows = []
    names = {row["attachment_id"]: row["file_name"] for row in rows}
    return [(number, names.get(number) or "") for number in numbers]


def refusals(data_dir: Path, now: datetime) -> dict[int, Refusal]:
    """By number, the attachments that were refused and are not yet worth asking for again."""
    folder = data_dir / "attachments"
    if not (folder / "index.sqlite").exists():
        return {}
    with _index(folder) as index:
        rows = index.execute("SELECT attachment_id, reason, refused_at, times FROM refused").fetchall()
    found = {number: Refusal(reason, datetime.fromisoformat(at), times) for number, reason, at, times in rows}
    return {number: refusal for number, refusal in found.items() if refusal.refused_at <= now < refusal.due_at}


def open_attachments(data_dir: Path, now: datetime) -> list[tuple[int, str]]:
    """Number and stated name of every attachment of a posting open now, the soonest to close first."""
    snapshot, today = open_current(data_dir), now.astimezone(KST).date()
    postings = snapshot.read("postings", ["posting_id", "start_date", "end_date", "withdrawn_date"]).to_pylist()
    ends = {
        row["posting_id"]: row["end_date"]
        for row in postings
        if row["start_date"] <= today <= row["end_date"] and row["withdrawn_date"] is None
    }
    rows = [row for row in snapshot.read("attachments").to_pylist() if row["posting_id"] in ends]
    rows.sort(key=lambda row: (ends[row["posting_id"]], row["attachment_id"]))
    return [(row["attachment_id"], row["file_name"] or "") for row in rows]


def check_attachments(data_dir: Path) -> list[str]:
    """One sentence for each kept attachment whose bytes are gone or are not what they were."""
    problems: list[str] = []
    for attachment in kept_attachments(data_dir):
        try:
            attachment.read()
        except AttachmentError as error:
            problems.append(error.sentence)
    return problems


def _fetch(
    settings: Settings, attachment_id: int, now: datetime, stated_name: str, largest: int, alio: AlioHost
) -> Attachment:
    folder = settings.data_dir / "attachments"
    with _translated_errors():
        folder.mkdir(parents=True, exist_ok=True)
        # A file without a name: it is gone with the process, however that ends.
        with tempfile.TemporaryFile(dir=folder) as file:
            try:
                if attachment_id < FIRST_SAMPLE_ATTACHMENT:
                    given, kind = _receive(alio, attachment_id, largest, file)
                else:
                    given, kind = _make(settings.data_dir, attachment_id, file)
            except (AttachmentError, PortalRefused) as error:
                _note_refusal(folder, attachment_id, str(error), now)
                raise
            name = safe_name(given or stated_name or f"첨부파일 {attachment_id}", kind)
            return _keep(folder, file, attachment_id, kind, name, now)


def _receive(alio: AlioHost, attachment_id: int, largest: int, file: BinaryIO) -> tuple[str, str]:
    """The attachment into `file`; its name as the answer gives it, empty for none, and its kind.

    Raises AttachmentError for what is not to be kept.
    """
    try:
        headers = alio.get(PATH, {"fileNo": str(attachment_id)}, largest, file)
    except PortalAnswerInvalid:
        raise AttachmentError(
            "{most}MB를 넘는 첨부파일이어서 받지 않았습니다. 원문 공고에서 받아 주세요.", most=largest >> 20
        ) from None
    file.flush()
    return name_in(headers.get("Content-Disposition", "")) or "", kind_of(file)


def _make(data_dir: Path, attachment_id: int, file: BinaryIO) -> tuple[str, str]:
    """A sample attachment into `file`, as `_receive` does: nobody is asked for it."""
    from data_loader.sample.files.making import make_file

    name, content = make_file(data_dir, attachment_id)
    file.write(content)
    file.flush()
    return name, kind_of(file)


def _note_refusal(folder: Path, attachment_id: int, reason: str, now: datetime) -> None:
    with _index(folder) as index:
        index.execute(
            # A reader who tries again at once has learnt nothing new.
            "INSERT INTO refused VALUES (?, ?, ?, 1) ON CONFLICT (attachment_id) DO UPDATE SET"
            " reason = excluded.reason, refused_at = excluded.refused_at, times = times + (refused_at <= ?)",
            (attachment_id, reason, _utc(now), _utc(now - REFUSED_FOR[0])),
        )


def _keep(folder: Path, file: BinaryIO, attachment_id: int, kind: str, name: str, now: datetime) -> Attachment:
    digest = _sha256(file)
    row = (attachment_id, digest, file.tell(), kind, name, _utc(now))
    kept = _attachment(folder, row)
    with _index(folder) as index:
        # One writer at a time from here on, so whatever is being written was left by one that was killed.
        index.execute("BEGIN IMMEDIATE")
        for leftover in folder.glob(".keeping-*"):
            leftover.unlink()
        if not _is_whole(kept):
            _save(file, kept.path, folder / f".keeping-{os.getpid()}")
        index.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)", row)
        index.execute("DELETE FROM refused WHERE attachment_id = ?", (attachment_id,))
        index.execute("COMMIT")
    return kept


def _utc(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def _sha256(file: BinaryIO) -> str:
    """Of the whole file, which is left at its end."""
    digest = hashlib.sha256()
    file.seek(0)
    while part := file.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()


def _save(file: BinaryIO, target: Path, building: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    file.seek(0)
    with building.open("wb") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        os.fsync(copy.fileno())
    building.replace(target)


def _attachment(folder: Path, row: tuple[int, str, int, str, str, str]) -> Attachment:
    attachment_id, digest, size, kind, name, fetched_at = row
    path = folder / "files" / digest[:2] / digest
    return Attachment(attachment_id, digest, size, kind, name, datetime.fromisoformat(fetched_at), path)


def _is_whole(attachment: Attachment) -> bool:
    try:
        return attachment.path.stat().st_size == attachment.size
    except OSError:
        return False


@contextmanager
def _index(folder: Path) -> Iterator[sqlite3.Connection]:
    with (
        _translated_errors(),
        closing(sqlite3.connect(folder / "index.sqlite", timeout=_PATIENCE, isolation_level=None)) as index,
    ):
        index.executescript(_TABLES)
        yield index


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AttachmentError(
            "첨부파일을 둘 수 없습니다({reason}). 자료 폴더의 빈 공간과 권한을 확인해 주세요.", reason=error.strerror
        ) from None
    except sqlite3.OperationalError:
        raise AttachmentError(
            "첨부파일 색인을 읽거나 쓸 수 없습니다. 자료 폴더의 빈 공간과 권한을 확인하고 잠시 뒤 다시 해 주세요."
        ) from None
    except sqlite3.Error:
        raise AttachmentError(
            "첨부파일 색인이 손상되었습니다. 자료 폴더의 attachments를 다른 곳으로 옮기면 다시 받습니다."
        ) from None
