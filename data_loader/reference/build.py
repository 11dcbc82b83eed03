"""Make the tables of this folder anew from downloaded sources.

    python -m data_loader.reference.build <folder>

The folder holds `institutions/` (institutions_355.json, job_alio_codes_405.csv,
institution_classes_355.csv, institution_profiles_2023.csv) and `alio/` (the workbooks).
"""

import csv
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from data_loader.alio.sheets import parents, read_sheets
from data_loader.alio.workbooks import names_to_codes, tabulate_all
from data_loader.codes import INSTITUTION_CLASSES, INSTITUTION_TYPES, PROVINCES, Code
from data_loader.reference import FOLDER
from data_loader.schema import TABLES
from data_loader.tables.parse import parse_date, parse_url


def institutions(folder: Path, subsidiaries: set[str]) -> pa.Table:
    """Today's institutions, then the former ones that old postings still name, each in the order of its code."""
    roster = json.loads((folder / "institutions_355.json").read_text(encoding="utf-8"))
    classes = _by_key(folder / "institution_classes_355.csv", "institution_code", "institution_classification")
    founded = _by_key(folder / "institution_profiles_2023.csv", "apbaId", "founded")
    names = _by_key(folder / "job_alio_codes_405.csv", "institution_code", "institution_name")
    type_codes, class_codes = _codes_by_name(INSTITUTION_TYPES), _codes_by_name(INSTITUTION_CLASSES)
    current: dict[str, dict[str, object]] = {
        entry["apba_id"]: {
            "institution_type": type_codes[entry["type"]],
            "institution_class": class_codes[classes[entry["apba_id"]]],
            "supervising_ministry": entry["ministry"],
            "headquarters_region": PROVINCES[entry["region"]],
            "homepage_url": parse_url(entry["homepage"]),
            "is_designated": entry["name"] not in subsidiaries,
            "is_subsidiary": entry["name"] in subsidiaries,
        }
        for entry in roster
    }
    rows = [
        {
            "institution_code": code,
            "institution": name,
            "founded_date": parse_date(founded.get(code)),
            "is_former": code not in current,
            **current.get(code, {"is_designated": False}),
        }
        for code, name in names.items()
    ]
    rows.sort(key=lambda row: (bool(row["is_former"]), str(row["institution_code"])))
    return pa.Table.from_pylist(rows, schema=TABLES["institutions"].arrow)


def _by_key(path: Path, key: str, value: str) -> dict[str, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


def _codes_by_name(codes: Mapping[str, Code]) -> dict[str, str]:
    return {entry.name: entry.code for entry in codes.values()}


def write(name: str, table: pa.Table) -> None:
    pc.write_csv(table, FOLDER / f"{name}.csv", pc.WriteOptions(quoting_style="needed"))


def main(folder: Path) -> None:
    sheets = [sheet for path in sorted((folder / "alio").glob("*.xlsx")) for sheet in read_sheets(path)[0]]
    subsidiaries = {name for sheet in sheets for name in parents(sheet)}
    roster = institutions(folder / "institutions", subsidiaries)
    write("institutions", roster)
    for name, reading in tabulate_all(sheets, names_to_codes(roster)).items():
        # The day stands in sources.toml, once for all rows.
        write(name, reading.data.drop_columns("as_of"))
        sys.stderr.writelines(f"{warning}\n" for warning in reading.warnings)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
