"""Make the table of recorded postings anew from a recording of the postings open on one day.

    python -m data_loader.reference.build_record <open_20261011.csv>

The recording has names where the portal has codes, several of them joined by `|`. Days, headcounts and titles are
taken as they are; a name that no code table has stops the making.
"""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

from data_loader.codes import CAREER_LEVELS, EDUCATION_LEVELS, HIRE_TYPES, NCS_FIELDS, WORK_REGIONS, Code
from data_loader.recorded import COLUMNS, RECORD_FILE

# Our column → the recording's, and the codes of the names in it.
CODED: Mapping[str, tuple[str, Mapping[str, Code]]] = {
    "hire_types": ("main_hire_type", HIRE_TYPES),
    "career_level": ("career", CAREER_LEVELS),
    "work_regions": ("regions", WORK_REGIONS),
    "ncs_fields": ("ncs_fields", NCS_FIELDS),
    "education_levels": ("education", EDUCATION_LEVELS),
}


def converted(row: Mapping[str, str]) -> dict[str, str]:
    """A row of the recording in our columns. Raises KeyError for a name without a code."""
    found = {name: row.get(name, "") for name in COLUMNS}
    for name, (theirs, table) in CODED.items():
        codes = {entry.name: code for code, entry in table.items()}
        found[name] = " ".join(codes[value] for value in row[theirs].split("|") if value)
    found["preference_groups"] = " ".join(row["preferences"].split("|"))
    return found


def main(source: Path) -> None:
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [converted(row) for row in csv.DictReader(file)]
    rows.sort(key=lambda row: -int(row["posting_id"]))
    with RECORD_FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
