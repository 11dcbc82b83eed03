"""From the portal to a published snapshot: read the lists whole, store, tidy, publish.

Nothing is published unless the list of postings came whole. On any error the last good snapshot stays
the current one, and what was received stays in the store: the next call goes on from there.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_loader.errors import PortalAnswerInvalid, PortalError, SnapshotError
from data_loader.lock import writer_lock
from data_loader.portal import EVERYTHING, INSTITUTIONS, OPEN_ONLY, PAGE_SIZE, RECRUITMENT, Operation, PortalClient
from data_loader.reading import ListReader, Progress
from data_loader.reference import load_reference
from data_loader.schema import REJECTED
from data_loader.settings import KST, Settings
from data_loader.snapshot import NewTable, Origin, Snapshot, open_current, publish
from data_loader.store import Run, Store
from data_loader.tidy import tidy_institutions, tidy_postings


@dataclass(frozen=True, slots=True)
class SyncResult:
    """The published snapshot and one Korean sentence for each thing worth knowing.

    `needs_a_look`: records were kept aside or codes are unknown, so somebody has to decide something. A roster
    that could not be renewed or a new field is only worth knowing.
    """

    snapshot: Snapshot
    warnings: tuple[str, ...]
    needs_a_look: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """Tables by name made from one list, what was kept aside, and what to look at."""

    tables: dict[str, NewTable]
    rejected: pa.Table
    warnings: tuple[str, ...]


def sync(
    settings: Settings,
    now: datetime,
    *,
    open_only: bool = False,
    page_size: int = PAGE_SIZE,
    sleep: Callable[[float], None] = time.sleep,
    progress: Progress = lambda label, done, total: None,
) -> SyncResult:
    """Read postings (all since mid-2018, or the open ones) and institutions, and publish what is known then.

    The published postings are all the store holds, those of earlier readings included. Where the
    institutions cannot be read, the roster known before stands in, and a warning says so.
    """
    with (
        PortalClient(settings, sleep=sleep) as client,
        writer_lock(settings.data_dir, "sync"),
        Store(settings.data_dir) as store,
    ):
        reader = ListReader(client, store, page_size, now, progress)
        run = reader.read(RECRUITMENT, OPEN_ONLY if open_only else EVERYTHING)
        base = load_reference()
        known = _known_institutions(settings.data_dir, base["institutions"])
        try:
            institutions = _institutions(store, reader.read(INSTITUTIONS, EVERYTHING), known)
        except PortalError as error:
            institutions = _stand_in(known, error)
        postings = _postings(store, run, institutions.tables["institutions"].data)
        rejected = pa.concat_tables([postings.rejected, institutions.rejected])
        tables = {
            **institutions.tables,
            **postings.tables,
            "rejected": NewTable(rejected, replace(postings.tables["postings"].origin, rejected=0)),
        }
        snapshot = publish(settings.data_dir, tables, now, base=base)
        is_known = postings.tables["code_names"].data.column("is_known")
    needs_a_look = rejected.num_rows > 0 or pc.all(is_known).as_py() is False
    return SyncResult(snapshot, (*postings.warnings, *institutions.warnings), needs_a_look)


def _postings(store: Store, run: Run, institutions: pa.Table) -> _Part:
    aside: list[dict[str, str]] = []
    tidy = tidy_postings(_objects(store.records(run), "postings", aside), institutions)
    if tidy.postings.num_rows == 0:
        raise _unusable(RECRUITMENT)
    rejected = pa.concat_tables([tidy.rejected, pa.Table.from_pylist(aside, schema=REJECTED.arrow)])
    origin = _origin(RECRUITMENT, run, rejected)
    tables = {
        "postings": NewTable(tidy.postings, origin),
        "posting_texts": NewTable(tidy.posting_texts, origin),
        "code_names": NewTable(tidy.code_names, replace(origin, rejected=0)),
    }
    return _Part(tables, rejected, (*tidy.warnings, *_note(aside, RECRUITMENT)))


def _institutions(store: Store, run: Run, known: NewTable) -> _Part:
    aside: list[dict[str, str]] = []
    tidy = tidy_institutions(_objects(store.records_of_run(run), "institutions", aside), known.data)
    if pc.all(tidy.institutions.column("is_former")).as_py():
        raise _unusable(INSTITUTIONS)
    rejected = pa.concat_tables([tidy.rejected, pa.Table.from_pylist(aside, schema=REJECTED.arrow)])
    table = NewTable(tidy.institutions, _origin(INSTITUTIONS, run, rejected))
    return _Part({"institutions": table}, rejected, (*tidy.warnings, *_note(aside, INSTITUTIONS)))


def _unusable(operation: Operation) -> PortalAnswerInvalid:
    return PortalAnswerInvalid(
        f"{operation.label}: 받은 기록 가운데 쓸 수 있는 것이 하나도 없습니다. 포털의 형식이 바뀌었을 수 있으니 "
        "프로그램의 새 판이 있는지 확인해 주세요. 이전 자료는 그대로입니다."
    )


def _stand_in(known: NewTable, error: PortalError) -> _Part:
    warning = f"기관 정보를 새로 받지 못해 {known.origin.as_of} 기준 명단을 그대로 씁니다. {error}"
    return _Part({"institutions": known}, REJECTED.arrow.empty_table(), (warning,))


def _known_institutions(data_dir: Path, bundled: NewTable) -> NewTable:
    """The roster of the current snapshot, or the bundled one where that is newer."""
    try:
        snapshot = open_current(data_dir)
        published = NewTable(snapshot.read("institutions"), snapshot.tables["institutions"].origin)
    except SnapshotError:
        return bundled
    return max(bundled, published, key=lambda table: table.origin.as_of)


def _objects(records: Iterable[Any], table: str, aside: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """The records that are objects; the others go to `aside` as rows of REJECTED."""
    for record in records:
        if isinstance(record, dict):
            yield record
        else:
            text = json.dumps(record, ensure_ascii=False)
            aside.append({"table": table, "key": "", "reason": "필드가 있는 기록이 아님", "record": text})


def _note(aside: list[dict[str, str]], operation: Operation) -> tuple[str, ...]:
    return (f"{operation.label}: 필드가 있는 기록이 아니어서 따로 둔 줄이 {len(aside):,}건 있습니다.",) if aside else ()


def _origin(operation: Operation, run: Run, rejected: pa.Table) -> Origin:
    # A run that was resumed is as old as its first page.
    as_of = run.started_at.astimezone(KST).isoformat(timespec="seconds")
    return Origin(operation.source, as_of, rejected=rejected.num_rows)
