"""All downloaded attachments into texts: those of open postings first, in as many shares as there are machines.

    data/attachments/texts.sqlite                   what has been read, by content (`shelf`)
    data/attachments/texts/document_texts-I-of-N.parquet   one share: the table `document_texts`, and the texts

A share goes on where it was cut off. Together the shares hold the same rows however many they are, without a trace of
the time and the order in which they were read.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data_loader.documents.attachments import Attachment, is_of_another_sample, kept_attachments
from data_loader.documents.document import Document, Status
from data_loader.documents.reader import DocumentReader
from data_loader.documents.shelf import Shelf
from data_loader.errors import AttachmentError, DocumentError, SnapshotError
from data_loader.facts.documents import document_type
from data_loader.schema import DOCUMENT_TEXTS
from data_loader.settings import KST
from data_loader.snapshot import Snapshot, open_current

_FILES_AT_ONCE = 512
_NOBODYS: tuple[int | None, str | None] = (None, None)
_OFFSETS = pa.list_(pa.struct([("place", pa.int32()), ("source", pa.int32())]))
# The table as published, and beside it what stands in each file and where it stood before it was repaired.
WITH_TEXTS: pa.Schema = pa.schema([*DOCUMENT_TEXTS.arrow, ("text", pa.string()), ("offsets", _OFFSETS)])


@dataclass(frozen=True, slots=True)
class Share:
    """The `number`th (from 1) of `count` equal parts of all files, which contents they get."""

    number: int = 1
    count: int = 1

    def holds(self, sha256: str) -> bool:
        return int(sha256[:15], 16) % self.count == self.number - 1


@dataclass(frozen=True, slots=True)
class TextsRead:
    """What a run did: files by status (a ZIP's own files each), how many of them were new, what was amiss."""

    path: Path
    statuses: Mapping[Status, int]
    files: int
    new: int
    problems: tuple[str, ...]


def read_texts(
    data_dir: Path, now: datetime, share: Share, progress: Callable[[str, int, int], None] = lambda *shown: None
) -> TextsRead:
    """Read what is kept and not yet read, and write the share. Raises DocumentError where nothing is kept."""
    snapshot = _snapshot(data_dir)
    postings = _postings(snapshot)
    kept = [
        attachment
        for attachment in kept_attachments(data_dir)
        if share.holds(attachment.sha256) and not (snapshot and is_of_another_sample(attachment, snapshot))
    ]
    if not kept and share.count == 1:
        raise DocumentError(
            "받아 둔 첨부파일이 없습니다. `python -m data_loader attachment --open`으로 먼저 받아 주세요."
        )
    with Shelf(data_dir) as shelf:
        new, problems = _read_new(shelf, _open_first(kept, postings, now.astimezone(KST).date()), progress)
        path, statuses = _write(data_dir, share, _found(shelf, kept), postings)
    return TextsRead(path, statuses, len(kept), new, tuple(problems))


def text_rows(
    attachment: Attachment, document: Document, posting_id: int | None, attachment_kind: str | None
) -> list[dict[str, Any]]:
    """Rows of WITH_TEXTS, one for each file of a ZIP."""
    return [
        {
            "attachment_id": attachment.attachment_id,
            "posting_id": posting_id,
            "sha256": attachment.sha256,
            "member": part.member or None,
            "document_type": document_type(attachment_kind, attachment.file_name, part.member),
            "kind": part.kind,
            "status": part.status,
            "pages": part.pages,
            "chars": part.chars,
            "hangul": part.hangul,
            "flags": list(part.flags),
            "reader": part.reader or None,
            "reader_version": part.reader_version or None,
            "text": part.text,
            "offsets": [{"place": place, "source": source} for place, source in part.offsets],
        }
        for part in document.parts
    ]


@dataclass(frozen=True, slots=True)
class _Postings:
    """Posting and kind of each attachment, and the days between which postings are open."""

    owners: Mapping[int, tuple[int, str | None]]
    days: Mapping[int, tuple[date, date]]


def _snapshot(data_dir: Path) -> Snapshot | None:
    try:
        return open_current(data_dir)
    except SnapshotError:
        return None


def _postings(snapshot: Snapshot | None) -> _Postings:
    if snapshot is None or not {"attachments", "postings"} <= snapshot.tables.keys():
        return _Postings({}, {})
    files = snapshot.read("attachments", ["attachment_id", "posting_id", "attachment_kind"]).to_pylist()
    rows = snapshot.read("postings", ["posting_id", "start_date", "end_date"]).to_pylist()
    return _Postings(
        {row["attachment_id"]: (row["posting_id"], row["attachment_kind"]) for row in files},
        {row["posting_id"]: (row["start_date"], row["end_date"]) for row in rows},
    )


def _open_first(kept: Iterable[Attachment], postings: _Postings, today: date) -> list[Attachment]:
    """Of open postings the soonest to close first, of the others the newest."""

    def place(attachment: Attachment) -> tuple[int, int, int]:
        number, _ = postings.owners.get(attachment.attachment_id, _NOBODYS)
        number = number or 0
        start, end = postings.days.get(number, (date.max, date.min))
        if start <= today <= end:
            return 0, end.toordinal(), attachment.attachment_id
        return 1, -number, attachment.attachment_id

    return sorted(kept, key=place)


def _read_new(
    shelf: Shelf, wanted: list[Attachment], progress: Callable[[str, int, int], None]
) -> tuple[int, list[str]]:
    """Read what is not on the shelf; how many that were, and a sentence for each file that is gone or not itself."""
    known = shelf.known()
    contents = {attachment.sha256: attachment for attachment in reversed(wanted)}
    missing = [contents[sha256] for sha256 in dict.fromkeys(file.sha256 for file in wanted) if sha256 not in known]
    done = len(contents) - len(missing)
    problems: list[str] = []
    with DocumentReader() as reader:
        for attachment in missing:
            try:
                attachment.read()
                shelf.keep(attachment.sha256, reader.read(attachment.path))
            except (AttachmentError, DocumentError) as error:
                problems.append(str(error))
            done += 1
            progress("첨부파일의 글", done, len(contents))
    return len(missing) - len(problems), problems


def _found(shelf: Shelf, kept: Iterable[Attachment]) -> Iterator[tuple[Attachment, Document]]:
    for attachment in kept:
        document = shelf.find(attachment.sha256)
        if document is not None:
            yield attachment, document


def _write(
    data_dir: Path, share: Share, found: Iterator[tuple[Attachment, Document]], postings: _Postings
) -> tuple[Path, Counter[Status]]:
    path = path_of(data_dir, share)
    building = path.with_name(f".{path.name}.{os.getpid()}")
    statuses: Counter[Status] = Counter()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with pq.ParquetWriter(building, WITH_TEXTS, compression="zstd") as writer:
            while some := list(islice(found, _FILES_AT_ONCE)):
                rows = [
                    row
                    for attachment, document in some
                    for row in text_rows(attachment, document, *postings.owners.get(attachment.attachment_id, _NOBODYS))
                ]
                statuses.update(row["status"] for row in rows)
                writer.write_table(pa.Table.from_pylist(rows, schema=WITH_TEXTS))
        building.replace(path)
    except OSError as error:
        raise DocumentError(
            "읽은 글을 쓸 수 없습니다({reason}). 자료 폴더의 빈 공간과 권한을 확인해 주세요.", reason=error.strerror
        ) from None
    finally:
        building.unlink(missing_ok=True)
    return path, statuses


def path_of(data_dir: Path, share: Share) -> Path:
    """Where a share is written."""
    return data_dir / "attachments" / "texts" / f"document_texts-{share.number}-of-{share.count}.parquet"
