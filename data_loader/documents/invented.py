"""The files of the sample's newest postings, made and read as if they had been received: its table `document_texts`."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_loader.documents.attachments import Attachment
from data_loader.documents.publishing import publish_documents
from data_loader.documents.reader import DocumentReader
from data_loader.documents.shelf import Shelf
from data_loader.documents.texts import WITH_TEXTS, text_rows
from data_loader.facts.documents import document_type
from data_loader.sample.files.making import file_of, pace_of
from data_loader.snapshot import Snapshot, open_current

NEWEST = 240
# Of so many postings one file that takes long to make; the others are as if nobody had asked for them yet.
FOR_A_SLOW_ONE = 30


def read_sample(
    data_dir: Path, now: datetime, newest: int = NEWEST, progress: Callable[[int, int], None] = lambda done, of: None
) -> Snapshot:
    """Make and read notices and job descriptions of so many postings of the sample, and publish what stands in them."""
    snapshot = open_current(data_dir)
    numbers, wanted = _wanted(snapshot, newest)
    postings, texts = (_by_posting(snapshot, name, numbers) for name in ("postings", "posting_texts"))
    wanted = _quickly_made(wanted, postings, newest // FOR_A_SLOW_ONE)
    rows = []
    with TemporaryDirectory() as folder, Shelf(data_dir) as shelf, DocumentReader() as reader:
        for done, row in enumerate(wanted, 1):
            number = row["posting_id"]
            name, content = file_of(row, postings[number], texts.get(number, {}))
            path = Path(folder) / "file"
            path.write_bytes(content)
            document = reader.read(path)
            sha256 = hashlib.sha256(content).hexdigest()
            file = Attachment(row["attachment_id"], sha256, len(content), document.kind, name, now, path)
            shelf.keep(sha256, document)
            rows += text_rows(file, document, number, row["attachment_kind"])
            progress(done, len(wanted))
    return publish_documents(data_dir, [pa.Table.from_pylist(rows, schema=WITH_TEXTS)], now)


def _wanted(snapshot: Snapshot, newest: int) -> tuple[pa.Array, list[dict[str, Any]]]:
    """The newest postings, and their notices and job descriptions."""
    table = snapshot.read("attachments")
    numbers = pa.array(sorted(pc.unique(table["posting_id"]).to_pylist(), reverse=True)[:newest], pa.int64())
    rows = table.filter(pc.is_in(table["posting_id"], numbers)).to_pylist()
    return numbers, [row for row in rows if document_type(row["attachment_kind"], row["file_name"])]


def _by_posting(snapshot: Snapshot, name: str, numbers: pa.Array) -> dict[int, dict[str, Any]]:
    table = snapshot.read(name)
    return {row["posting_id"]: row for row in table.filter(pc.is_in(table["posting_id"], numbers)).to_pylist()}


def _quickly_made(
    rows: list[dict[str, Any]], postings: dict[int, dict[str, Any]], slow_ones: int
) -> list[dict[str, Any]]:
    """Those that are quickly made and a few of the others, damaged ones first; of the newest posting first."""
    pace = {row["attachment_id"]: pace_of(postings[row["posting_id"]]["title"], row) for row in rows}
    slow = sorted((row for row in rows if pace[row["attachment_id"]]), key=lambda row: pace[row["attachment_id"]])
    found = [*(row for row in rows if not pace[row["attachment_id"]]), *slow[:slow_ones]]
    return sorted(found, key=lambda row: (-row["posting_id"], row["attachment_id"]))
