"""Make the table of branch offices anew from a list of them with their parents.

    python -m data_loader.reference.build_branches <branches.csv>

The list has a name, the parent with its type ("한국공항공사 / 공기업(시장형)"; the type alone for a head office), an
address on the web and a province. It has no numbers of offices, so ours have none either.
"""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from data_loader.alio.workbooks import names_to_codes
from data_loader.codes import PROVINCES
from data_loader.reference import load_reference
from data_loader.reference.build import write
from data_loader.schema import BRANCHES
from data_loader.tables.parse import parse_url

# Institutions that the roster has under another name.
SAME = {
    "재단법인 국악방송": "국악방송",
    "아동권리보장원": "국가아동권리보장원",
    "국립해양과학관": "국립울진해양과학관",
}


def converted(row: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, object]:
    """A row of the list in our columns; `codes`: institution codes by name. Without a code where none has the name."""
    parent, _, _institution_type = row["type"].rpartition(" / ")
    institution = parent or row["name"]
    return {
        "institution_code": codes.get(SAME.get(institution, institution)),
        "institution": institution,
        "branch": row["name"],
        "region": PROVINCES[row["region"]],
        "homepage_url": parse_url(row["url"]),
        "is_head_office": not parent,
    }


def main(source: Path) -> None:
    codes = names_to_codes(load_reference()["institutions"].data)
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [converted(row, codes) for row in csv.DictReader(file)]
    write("branches", pa.Table.from_pylist(rows, schema=BRANCHES.arrow))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
