"""Details of postings → their stages and attachments, and how hard it was to get in.

A detail is what the portal answers for one posting: the fields of the list, and lists of stages and files.
Any iterable of them will do, one for each posting or several readings of it: the later one stands.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data_loader.schema import ATTACHMENTS, COMPETITIONS, POSTING_TEXTS, POSTINGS, STAGES, Column, Table
from data_loader.tables.columns import (
    Columns,
    Findings,
    Record,
    TidyTables,
    in_chunks,
    latest,
    note_unknown_fields,
    read_chunk,
    to_arrow,
)

# The address the portal gives answers with a web page; ALIO's own takes the same number.
DOWNLOAD_URL = "https://www.alio.go.kr/download/download.json?fileNo={}"
LONGEST_EXTENSION = 5

Places = npt.NDArray[np.int64]


def tidy_details(details: Iterable[Record]) -> TidyTables:
    """Tables `stages`, `attachments` and `competitions`, newest posting first.

    A stage or file whose posting number is not its detail's, or that is no object, is kept aside.
    """
    findings = Findings()
    stages: list[pa.Table] = []
    attachments: list[pa.Table] = []
    for chunk in in_chunks(details):
        note_unknown_fields(chunk, (POSTINGS, POSTING_TEXTS), findings)
        rows, _ = read_chunk(list(parts_of(chunk, STAGES, findings)), (STAGES,), findings)
        stages.append(to_arrow(rows, STAGES))
        rows, _ = read_chunk(list(parts_of(chunk, ATTACHMENTS, findings)), (ATTACHMENTS,), findings)
        _derive_attachment_columns(rows)
        attachments.append(to_arrow(rows, ATTACHMENTS))
    known_stages = latest(stages, STAGES, "posting_id", "stage_id")
    tables = {
        "stages": known_stages,
        "attachments": latest(attachments, ATTACHMENTS, "posting_id", "attachment_id"),
        "competitions": competitions(known_stages),
    }
    return findings.tidied(tables)


def competitions(stages: pa.Table) -> pa.Table:
    """One row for each position: applicants of its first stage, selected of its last, and their ratio.

    `stages` has the columns of STAGES; stages with the same first stage are of one position. A number is
    empty where the stage it comes from is not among them, the ratio also where nobody was selected.
    Definition: 첫 단계 지원자 ÷ 마지막 단계 선발, as ALIO works out its 경쟁률. Newest posting first.
    """
    group = pc.coalesce(stages["first_stage_id"], stages["stage_id"])
    ordered = stages.set_column(stages.schema.get_field_index("first_stage_id"), "first_stage_id", group).sort_by(
        [("posting_id", "descending"), ("first_stage_id", "ascending"), ("stage_id", "ascending")]
    )
    first, last = _ends_of_groups(ordered)
    begins, ends = ordered.take(pa.array(first)), ordered.take(pa.array(last))
    is_begun = pc.equal(begins["stage_id"], begins["first_stage_id"])
    is_ended = pc.equal(ends["stage_id"], pc.coalesce(ends["last_stage_id"], ends["stage_id"]))
    applicants = _where(is_begun, begins["applicants"])
    selected = _where(is_ended, ends["selected"])
    divisor = _where(pc.greater(selected, 0), selected).cast(pa.float64())
    columns = {
        "posting_id": begins["posting_id"],
        "first_stage_id": begins["first_stage_id"],
        "group_number": begins["group_number"],
        "position": begins["position"],
        "stage_count": pa.array(last - first + 1, pa.int32()),
        "applicants": applicants,
        "selected": selected,
        "ratio": pc.divide(applicants.cast(pa.float64()), divisor),
        "disclosed_ratio": _where(is_ended, ends["competition_ratio"]),
        "decided_date": _where(is_ended, ends["decided_date"]),
    }
    return pa.table([columns[name] for name in COMPETITIONS.arrow.names], schema=COMPETITIONS.arrow)


def parts_of(owners: Iterable[Record], table: Table, findings: Findings) -> Iterator[Record]:
    """The rows of a table that stand as a list inside other records, each with its owner's number."""
    key = _owner_column(table).source
    for owner in owners:
        parts = owner.get(table.inside)
        if parts is not None and not isinstance(parts, list):
            findings.reject(table, {key: owner.get(key), table.inside: parts}, f"{table.label} 목록이 아님")
            continue
        for part in parts or ():
            if not isinstance(part, dict):
                findings.reject(table, part, "필드가 있는 기록이 아님")
            elif part.get(key) is not None and str(part[key]) != str(owner.get(key)):
                findings.reject(table, part, f"다른 기록에 딸린 번호: {part[key]!r}")
            else:
                yield {**part, key: owner.get(key)}


def extension_of(file_name: str | None) -> str | None:
    """The file name's extension in small letters, or None where it has none."""
    end = (file_name or "").rpartition(".")[2].strip().lower()
    is_extension = end.isascii() and end.isalnum() and len(end) <= LONGEST_EXTENSION
    return end if is_extension and end != (file_name or "").lower() else None


def _owner_column(table: Table) -> Column:
    """The second column of a table inside another says whose row it is."""
    return table.columns[1]


def _derive_attachment_columns(rows: Columns) -> None:
    rows["extension"] = [extension_of(name) for name in rows["file_name"]]
    rows["download_url"] = [DOWNLOAD_URL.format(number) for number in rows["attachment_id"]]


def _ends_of_groups(ordered: pa.Table) -> tuple[Places, Places]:
    """Where each position's first and last row stand."""
    keys = [ordered[name].to_numpy() for name in ("posting_id", "first_stage_id")]
    begins = np.ones(ordered.num_rows + 1, dtype=bool)
    if ordered.num_rows:
        begins[1:-1] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    edges = np.flatnonzero(begins) if ordered.num_rows else np.zeros(1, dtype=np.int64)
    return edges[:-1], edges[1:] - 1


def _where(condition: Any, values: Any) -> Any:
    """The values where the condition holds, else null."""
    return pc.if_else(condition, values, pa.scalar(None, values.type))
