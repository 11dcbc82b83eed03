"""ALIO's figures published: a vintage, read from a workbook or looked up, beside what was known before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data_loader import schema
from data_loader.alio.vintages import Merged, Vintage, merge
from data_loader.errors import SnapshotError
from data_loader.reference import load_reference
from data_loader.schema import REJECTED, TABLES
from data_loader.snapshot import NewTable, Origin, Snapshot, open_current, publish

SOURCE = "공공기관 경영정보 공개시스템 ALIO"
LOOKUP_SEPARATOR = "; "
# The tables that workbooks fill, by name.
FIGURES = tuple(dict.fromkeys(form.table.name for form in schema.FORMS))


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The published snapshot, one sentence for each thing to look at, and what was kept aside."""

    snapshot: Snapshot
    warnings: tuple[str, ...]
    rejected: pa.Table


def known_tables(data_dir: Path) -> dict[str, NewTable]:
    """The tables a new vintage is merged into: what is published now, and what comes with the program."""
    try:
        snapshot = open_current(data_dir)
    except SnapshotError:
        return load_reference()
    bundled = load_reference()
    published = {
        name: NewTable(snapshot.read(name), snapshot.tables[name].origin)
        for name in (*bundled, "rejected")
        if name in snapshot.tables
    }
    return bundled | published | renewed(published, bundled)


def renewed(published: Mapping[str, NewTable], bundled: Mapping[str, NewTable]) -> dict[str, NewTable]:
    """The published figures that a newer program brings a newer vintage of, merged with it, and all revisions then.

    Empty where the bundled figures are no newer.
    """
    found: dict[str, NewTable] = {}
    revisions = published.get("revisions", bundled["revisions"])
    for name in FIGURES:
        known, new = published.get(name), bundled[name]
        if known and known.origin.as_of < new.origin.as_of:
            day, document = date.fromisoformat(new.origin.as_of), new.origin.source.removeprefix(f"{SOURCE}, ")
            merged = merge(
                known.data, Vintage(TABLES[name], tuple(new.data.to_pylist()), day, document), revisions.data
            )
            found[name] = NewTable(merged.data, new.origin)
            as_of = max(revisions.origin.as_of, new.origin.as_of)
            revisions = NewTable(merged.revisions, replace(revisions.origin, as_of=as_of))
    return found | {"revisions": revisions} if found else {}


def publish_vintages(
    data_dir: Path, known: Mapping[str, NewTable], vintages: Sequence[Vintage], rejected: pa.Table, now: datetime
) -> tuple[Snapshot, list[str]]:
    """Publish the known tables merged with these vintages; a sentence for each thing to know about them.

    `rejected` is what was kept aside of the same tables; what was kept aside of others stays.
    """
    fresh = {name: known[name] for name in FIGURES}
    notes: list[str] = []
    revisions = known["revisions"]
    aside = known.get("rejected", NewTable(REJECTED.arrow.empty_table(), revisions.origin))
    for vintage in vintages:
        name, before = vintage.table.name, known[vintage.table.name]
        merged = merge(before.data, vintage, revisions.data)
        notes += _changes(vintage, before, merged, merged.revisions.num_rows - revisions.data.num_rows)
        found = rejected.filter(pc.equal(rejected["table"], name))
        # What an earlier document could not tell stays unusable until a later one tells it.
        aside = replace(aside, data=_beside(aside.data, found, name if _leads(vintage, before) else ""))
        count = aside.data["table"].to_pylist().count(name)
        fresh[name] = NewTable(merged.data, replace(_merged_origin(vintage, before), rejected=count))
        as_of = max(revisions.origin.as_of, vintage.as_of.isoformat())
        revisions = NewTable(merged.revisions, replace(revisions.origin, as_of=as_of))
    fresh |= {"revisions": revisions, "rejected": aside}
    return publish(data_dir, fresh, now, base=load_reference()), notes


def _changes(vintage: Vintage, before: NewTable, merged: Merged, revised: int) -> list[str]:
    label, known = vintage.table.label, before.origin.as_of
    notes = []
    if vintage.as_of.isoformat() < known and revised:
        notes.append(
            f"{label}: {vintage.source}의 기준일 {vintage.as_of}이(가) 지금 자료의 기준일 {known}보다 앞서 지금 값을 그대로 "
            f"두었습니다. 서로 다른 값 {revised:,}개는 revisions 표에 있습니다. 더 새로운 문서라면 --as-of로 기준일을 적어 다시 "
            "들여 주세요."
        )
    elif revised:
        notes.append(f"{label}: 앞선 공시와 다른 값 {revised:,}개가 있습니다. `revisions` 명령으로 볼 수 있습니다.")
    if not vintage.is_whole:
        return notes
    if merged.years_kept:
        years = ", ".join(map(str, merged.years_kept))
        notes.append(f"{label}: {vintage.source}에 없는 {years}년은 앞선 공시의 값을 그대로 둡니다.")
    if merged.institutions_kept:
        notes.append(
            f"{label}: {vintage.source}에 없는 기관 {len(merged.institutions_kept)}곳은 앞선 공시의 값을 그대로 둡니다."
        )
    return notes


def _leads(vintage: Vintage, before: NewTable) -> bool:
    """Whether the table is this document from now on, with earlier ones filling its gaps."""
    return vintage.is_whole and vintage.as_of.isoformat() >= before.origin.as_of


def _merged_origin(vintage: Vintage, before: NewTable) -> Origin:
    if _leads(vintage, before):
        return Origin(f"{SOURCE}, {vintage.source}", vintage.as_of.isoformat())
    if vintage.is_whole:
        return before.origin
    document = before.origin.source.split(LOOKUP_SEPARATOR)[0]
    return replace(before.origin, source=f"{document}{LOOKUP_SEPARATOR}{vintage.source}")


def _beside(known: pa.Table, found: pa.Table, replaced: str) -> pa.Table:
    """The records kept aside with those `found`, each once; the known ones of the table `replaced` are dropped."""
    rows = [row for row in known.to_pylist() if row["table"] != replaced] + found.to_pylist()
    once = {tuple(row.values()): row for row in rows}
    return pa.Table.from_pylist(list(once.values()), schema=REJECTED.arrow)
