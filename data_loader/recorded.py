"""What is shown without a key: the postings that were open on one recorded day, as a snapshot of their own.

    data/record/        a snapshot like any other, made in a moment from what comes with the program

It lies apart from the data received, so that no reading is ever compared with it. The recording has no texts, no
addresses, no details; one hire type a posting, the main one.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_loader.codes import PREFERENCE_GROUPS
from data_loader.errors import SnapshotError, StoreError
from data_loader.facts.tables import fact_tables
from data_loader.lock import writer_lock
from data_loader.reference import FOLDER, RECORDED, load_reference, origin_of
from data_loader.schema import POSTINGS
from data_loader.snapshot import NewTable, Snapshot, current_id, holds_sample, open_current, publish
from data_loader.tables.tidy import tidy_postings

RECORD_FILE = FOLDER / "recorded_postings.csv"
# Those of POSTINGS the recording tells; several codes are joined by blanks.
COLUMNS = (
    "posting_id", "institution_code", "title", "start_date", "end_date", "headcount", "hire_types", "career_level",
    "work_regions", "ncs_fields", "education_levels", "is_replacement", "preference_groups",
)  # fmt: skip
# Flagged because the recording lacks them, which says nothing about the postings.
_NOT_RECORDED = "url_missing"


def open_newest(data_dir: Path) -> Snapshot:
    """The newest sound snapshot of a data folder; where it holds no postings, the record."""
    if current_id(data_dir) is not None:
        # For as long as it is shown its files stay.
        opened = open_current(data_dir, hold=True)
        if RECORDED in opened.tables:
            return opened
    return open_record(data_dir)


def open_real(data_dir: Path) -> Snapshot:
    """As `open_newest`, but for a sample that an earlier version left in the folder."""
    return open_record(data_dir) if holds_sample(data_dir) else open_newest(data_dir)


def open_record(data_dir: Path) -> Snapshot:
    """The recorded postings beside the published facts, made anew, in `data_dir`/record.

    Facts that were imported into `data_dir` and are newer than those of the program are taken from there. Raises
    StoreError or SnapshotError where the folder cannot be written.
    """
    folder = data_dir / "record"
    try:
        with writer_lock(folder, "기록한 공고 준비"):
            # As of the recording: made again of the same facts it is the same snapshot.
            publish(folder, _tables(data_dir), datetime.fromisoformat(origin_of(RECORDED).as_of))
    except StoreError:
        # Another server is making it this moment; where it is not there yet, or cannot be written, it is told.
        if current_id(folder) is None:
            raise
    return open_current(folder, hold=True)


def _tables(data_dir: Path) -> dict[str, NewTable]:
    facts = _newest_facts(data_dir)
    tidy = tidy_postings(_as_received(facts["institutions"].data), facts["institutions"].data)
    # Of titles alone: the recording has no texts.
    read = fact_tables(tidy.tables["postings"], tidy.tables["posting_texts"])
    made = tidy.with_findings | {"postings": _with_what_is_derived(read.postings)} | dict(read.tables)
    # The recording has none.
    del made["posting_texts"]
    return facts | {name: NewTable(table, origin_of(RECORDED)) for name, table in made.items()}


def _newest_facts(data_dir: Path) -> dict[str, NewTable]:
    """The published facts: those of the program, or where newer those imported."""
    facts = load_reference()
    try:
        imported = open_current(data_dir)
    except SnapshotError:
        return facts
    for name, table in imported.tables.items():
        if name in facts and not table.origin.is_sample and facts[name].origin.as_of < table.origin.as_of:
            facts[name] = NewTable(imported.read(name), table.origin)
    return facts


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with RECORD_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _as_received(institutions: pa.Table) -> Iterator[dict[str, Any]]:
    """The recorded rows in the form in which the portal answers."""
    names = dict(
        zip(institutions["institution_code"].to_pylist(), institutions["institution"].to_pylist(), strict=True)
    )
    columns = {column.name: column for column in POSTINGS.received}
    for row in _rows():
        known = {**row, "institution": names.get(row["institution_code"], row["institution_code"])}
        yield {
            column.source: known[name].replace(" ", ",") if column.kind == "codes" else known[name]
            for name, column in columns.items()
            if name in known
        }


def _with_what_is_derived(postings: pa.Table) -> pa.Table:
    """The preference groups recorded, beside those the titles tell; no flag for what the recording cannot know."""
    recorded = {int(row["posting_id"]): row["preference_groups"].split() for row in _rows()}
    told = zip(postings["posting_id"].to_pylist(), postings["preference_groups"].to_pylist(), strict=True)
    groups = [{*recorded[number], *own} for number, own in told]
    flags = [[flag for flag in own if flag != _NOT_RECORDED] for own in postings["quality_flags"].to_pylist()]
    derived = {
        "quality_flags": flags,
        "preference_groups": [[code for code in PREFERENCE_GROUPS if code in own] for own in groups],
    }
    for name, values in derived.items():
        place = postings.schema.get_field_index(name)
        field = postings.schema.field(place)
        postings = postings.set_column(place, field, pa.array(values, field.type))
    return postings
