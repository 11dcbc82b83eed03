"""What institutions offer the public, and where: branches, facilities and programmes → typed tables.

Contact persons are left out before anything is read. Where a number comes twice, the later record stands.
"""

from collections.abc import Iterable

import pyarrow as pa

from data_loader.codes import PROVINCES
from data_loader.schema import BRANCHES, FACILITIES, FACILITY_FILES, PROGRAMMES
from data_loader.tables.columns import (
    Columns,
    Findings,
    Record,
    TidyTables,
    in_chunks,
    latest,
    read_chunk,
    read_table,
    to_arrow,
)
from data_loader.tables.details import parts_of
from data_loader.tables.offer_codes import FACILITY_GROUP_LENGTH, PROGRAMME_FIELD_LENGTH


def tidy_branches(records: Iterable[Record]) -> TidyTables:
    """Table `branches`. A number counts within its institution."""
    findings = Findings()
    parts = []
    for rows in read_table(records, BRANCHES, findings):
        _derive_region(rows)
        rows["is_head_office"] = [None] * len(rows["branch_id"])
        parts.append(to_arrow(rows, BRANCHES))
    return findings.tidied({"branches": latest(parts, BRANCHES, "branch_id", "institution_code")})


def tidy_facilities(records: Iterable[Record]) -> TidyTables:
    """Tables `facilities` and `facility_files`, from the rows of the list, from details, or first these, then those."""
    findings = Findings()
    facilities: list[pa.Table] = []
    files: list[pa.Table] = []
    for chunk in in_chunks(records):
        rows, _ = read_chunk(chunk, (FACILITIES,), findings)
        _derive_region(rows)
        _derive_facility_columns(rows)
        facilities.append(to_arrow(rows, FACILITIES))
        rows, _ = read_chunk(list(parts_of(chunk, FACILITY_FILES, findings)), (FACILITY_FILES,), findings)
        files.append(to_arrow(rows, FACILITY_FILES))
    tables = {
        "facilities": latest(facilities, FACILITIES, "facility_id"),
        "facility_files": latest(files, FACILITY_FILES, "facility_id", "file_id"),
    }
    return findings.tidied(tables)


def tidy_programmes(records: Iterable[Record]) -> TidyTables:
    """Table `programmes`."""
    findings = Findings()
    parts = []
    for rows in read_table(records, PROGRAMMES, findings):
        rows["programme_field"] = [_beginning(code, PROGRAMME_FIELD_LENGTH) for code in rows["programme_class"]]
        parts.append(to_arrow(rows, PROGRAMMES))
    return findings.tidied({"programmes": latest(parts, PROGRAMMES, "programme_id")})


def _derive_region(rows: Columns) -> None:
    rows["region"] = [PROVINCES.get(name, name) for name in rows["region"]]


def _derive_facility_columns(rows: Columns) -> None:
    rows["facility_group"] = [_beginning(code, FACILITY_GROUP_LENGTH) for code in rows["facility_type"]]
    places = zip(rows["latitude"], rows["longitude"], strict=True)
    # Nowhere near Korea: how the source writes that it does not know.
    is_nowhere = [latitude == 0 and longitude == 0 for latitude, longitude in places]
    for name in ("latitude", "longitude"):
        rows[name] = [None if nowhere else value for nowhere, value in zip(is_nowhere, rows[name], strict=True)]


def _beginning(code: str | None, length: int) -> str | None:
    return code[:length] if code and len(code) >= length else None
