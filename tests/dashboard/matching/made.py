"""Openings made of a few words, through the same tables and facts as those of a snapshot."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from dashboard.matching.openings import Opening, openings
from data_loader.facts.tables import fact_tables
from data_loader.reference import load_reference
from data_loader.schema import CODE_NAMES, POSTING_TEXTS, POSTINGS
from data_loader.settings import KST
from data_loader.snapshot import NewTable, Origin, Snapshot, publish
from data_loader.tables.tidy import tidy_postings

TODAY = date(2025, 11, 3)
_USUAL = {
    "title": "직원 채용",
    "institution": "한국시험원",
    "institution_code": "C1",
    "start_date": date(2025, 11, 1),
    "end_date": date(2025, 11, 9),
    "hire_types": ["R1010"],
    "ncs_fields": ["R600006"],
    "work_regions": ["R3014"],
    "career_level": "R2030",
    "education_levels": ["R7010"],
}
_TEXTS = ("eligibility", "preference", "preference_condition")


def snapshot_of(folder: Path, *rows: dict[str, Any]) -> Snapshot:
    """A published snapshot of these postings; what a row does not tell is as usual."""
    full = [{"posting_id": number, **_USUAL, **row} for number, row in enumerate(rows, 1)]
    postings = pa.Table.from_pylist(full, schema=POSTINGS.arrow)
    texts = pa.table({column.name: [row.get(column.name) for row in full] for column in POSTING_TEXTS.columns})
    found = fact_tables(postings, texts.cast(POSTING_TEXTS.arrow))
    tables = {"postings": found.postings, "posting_texts": texts.cast(POSTING_TEXTS.arrow), **found.tables}
    return _published(folder, {**tables, "code_names": CODE_NAMES.arrow.empty_table()})


def real_snapshot(folder: Path, rows: list[dict[str, Any]]) -> Snapshot:
    """The rows of a list answer, with the facts found in them."""
    tidy = tidy_postings(rows, load_reference()["institutions"].data)
    found = fact_tables(tidy.tables["postings"], tidy.tables["posting_texts"])
    tables = tidy.with_findings | {"postings": found.postings} | dict(found.tables)
    return _published(folder, tables)


def _published(folder: Path, tables: dict[str, pa.Table]) -> Snapshot:
    origin = Origin("포털", "2025-11-03T09:30:00+09:00")
    new = {name: NewTable(table, origin) for name, table in tables.items()}
    return publish(folder, new, datetime(2025, 11, 3, 10, tzinfo=KST), load_reference())


def made(folder: Path, *rows: dict[str, Any]) -> tuple[Opening, ...]:
    return openings(snapshot_of(folder, *rows), TODAY)
