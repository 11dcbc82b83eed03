"""From texts that were read to tables of the snapshot: which files were read, and the facts and sections they state.

A file that was read before for the same posting, by the same rules, keeps what was read then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_loader.documents.texts import Share, path_of
from data_loader.errors import DocumentError
from data_loader.facts.documents import DESCRIPTION, ReadDocument, document_tables, source_of
from data_loader.facts.fact import RULES_VERSION
from data_loader.facts.tables import is_of_document, newest_first, unknown_licences
from data_loader.lock import writer_lock
from data_loader.schema import DOCUMENT_TEXTS, FACTS, JD_SECTIONS
from data_loader.sentence import Sentence
from data_loader.settings import KST
from data_loader.snapshot import NewTable, Origin, Snapshot, open_current, publish
from data_loader.tables.unread import SOURCE

# Of a ZIP's files, as in the text of the whole.
_BETWEEN_MEMBERS = "\n\n"
_TABLES = {"facts": FACTS, "jd_sections": JD_SECTIONS}

Rows = list[dict[str, Any]]
# A file and the posting it hangs on; what its parts are read as.
Key = tuple[str, int]
Types = tuple[str | None, ...]


@dataclass(slots=True)
class _Known:
    """What the snapshot says of files already."""

    types: dict[Key, Types] = field(default_factory=dict)
    tables: dict[str, pa.Table] = field(
        default_factory=lambda: {name: t.arrow.empty_table() for name, t in _TABLES.items()}
    )


def publish_texts(data_dir: Path, now: datetime) -> Snapshot:
    """Make what a whole run (Share()) read part of the current snapshot. Raises DocumentError, StoreError, SnapshotError."""
    try:
        with pq.ParquetFile(path_of(data_dir, Share())) as file:
            parts = (file.read_row_group(number) for number in range(file.num_row_groups))
            return publish_documents(data_dir, parts, now)
    except (OSError, pa.ArrowException):
        raise DocumentError(
            "읽은 글을 다시 읽을 수 없습니다. `python -m data_loader texts`를 다시 해 주세요."
        ) from None


def publish_documents(data_dir: Path, parts: Iterable[pa.Table], now: datetime) -> Snapshot:
    """The same of tables with the columns of WITH_TEXTS, in each of which the parts of a file stand together."""
    before = open_current(data_dir)
    known = _known(before)
    texts, read = [DOCUMENT_TEXTS.arrow.empty_table()], {name: [table] for name, table in known.tables.items()}
    seen: dict[Key, Types] = {}
    for part in parts:
        texts.append(part.select(DOCUMENT_TEXTS.arrow.names).cast(DOCUMENT_TEXTS.arrow))
        documents = list(_unread(part.select(_NEEDED).to_pylist(), seen, known.types))
        for name, table in zip(_TABLES, document_tables(documents), strict=True):
            read[name].append(table)
    kept = {key for key, types in seen.items() if known.types.get(key) == types}
    found = {name: pa.concat_tables([_of(tables[0], kept), *tables[1:]]) for name, tables in read.items()}
    whole = pa.concat_tables(texts)
    with writer_lock(data_dir, "첨부파일의 글 공개"):
        current = open_current(data_dir)
        origin = _origin(current, whole, now)
        tables = {DOCUMENT_TEXTS.name: NewTable(whole, origin)} | _joined(current, found, origin)
        return publish(data_dir, tables, now)


_NEEDED = ["attachment_id", "posting_id", "sha256", "document_type", "status", "text"]


def _unread(rows: Rows, seen: dict[Key, Types], known: dict[Key, Types]) -> Iterator[ReadDocument]:
    """The documents among the files that have not been read for their posting; each file once."""
    for _, members in groupby(rows, lambda row: row["attachment_id"]):
        own = list(members)
        key = own[0]["sha256"], own[0]["posting_id"]
        if key[1] is None or key in seen:
            continue
        seen[key] = tuple(row["document_type"] for row in own)
        if known.get(key) == seen[key]:
            continue
        begins = 0
        for row in own:
            if row["document_type"] and row["status"] == "read":
                yield ReadDocument(*key, row["text"], row["document_type"] == DESCRIPTION, begins)
            begins += len(row["text"]) + len(_BETWEEN_MEMBERS) if row["text"] else 0


def _known(before: Snapshot) -> _Known:
    if not {*_TABLES, DOCUMENT_TEXTS.name} <= before.tables.keys():
        return _Known()
    tables = {name: before.read(name) for name in _TABLES}
    tables = {name: table.filter(is_of_document(table)) for name, table in tables.items()}
    if pc.unique(tables["facts"]["rules_version"]).to_pylist() != [RULES_VERSION]:
        return _Known()
    rows = before.read(DOCUMENT_TEXTS.name, ["attachment_id", "posting_id", "sha256", "document_type"]).to_pylist()
    files = [list(own) for _, own in groupby(rows, lambda row: row["attachment_id"])]
    types = {
        (own[0]["sha256"], own[0]["posting_id"]): tuple(row["document_type"] for row in own) for own in reversed(files)
    }
    return _Known(types, tables)


def _of(table: pa.Table, kept: set[Key]) -> pa.Table:
    """The rows of these files and postings."""
    names = "source" if "source" in table.column_names else "sha256"
    wanted = {(source_of(sha256) if names == "source" else sha256, posting) for sha256, posting in kept}
    pairs = zip(table[names].to_pylist(), table["posting_id"].to_pylist(), strict=True)
    return table.filter(pa.array([pair in wanted for pair in pairs], pa.bool_()))


def _joined(current: Snapshot, found: dict[str, pa.Table], origin: Origin) -> dict[str, NewTable]:
    """The facts of the postings' own texts as they are, those of the documents behind them."""
    if not {"facts", "unknown_licences"} <= current.tables.keys():
        return {}
    facts = current.read("facts")
    facts = newest_first(pa.concat_tables([facts.filter(pc.invert(is_of_document(facts))), found["facts"]]))
    own = {name: current.tables[name].origin for name in ("facts", "unknown_licences")}
    return {
        "facts": NewTable(facts, own["facts"]),
        "unknown_licences": NewTable(unknown_licences(facts), own["unknown_licences"]),
        "jd_sections": NewTable(newest_first(found["jd_sections"]), origin),
    }


def _origin(current: Snapshot, texts: pa.Table, now: datetime) -> Origin:
    postings = current.tables.get("postings")
    read = pc.sum(pc.equal(texts["status"], "read")).as_py() or 0
    coverage = Sentence(
        "받아 둔 첨부파일의 문서 {total}개 가운데 {read}개에서 글을 읽었습니다.",
        total=f"{texts.num_rows:,}",
        read=f"{read:,}",
    )
    as_of = now.astimezone(KST).isoformat(timespec="seconds")
    return Origin(SOURCE, as_of, postings is not None and postings.origin.is_sample, coverage=coverage)
