"""Published facts that come with the program: who the institutions are, what they paid and whom they hired.

One CSV per table in this folder, made by `python -m data_loader.reference.build`; `sources.toml` says
where each comes from and as of when. docs/sources.md has the licences and what was done to the data.
"""

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.csv as pc

from data_loader.schema import TABLES
from data_loader.settings import ROOT
from data_loader.snapshot import NewTable, Origin

FOLDER = Path(__file__).resolve().parent
# Streamlit serves this folder to the browser at /app/static/.
OUTLINES_FOLDER = ROOT / "static"
# The table whose facts are in a form of their own: see data_loader/recorded.py.
RECORDED = "postings"

Units = Literal["comparable", "old"]


@dataclass(frozen=True, slots=True)
class Outline:
    """A region of an outline file: its code (the feature's id), its name, and where the name is written, in degrees."""

    code: str
    name: str
    lon: float
    lat: float


def load_reference() -> dict[str, NewTable]:
    """Every table named in `sources.toml` but the recorded postings, with the columns and types of `TABLES`.

    Read once in a process.
    """
    return dict(_tables())


def origin_of(name: str) -> Origin:
    """Where the facts of a table in this folder come from."""
    return _origins()[name]


def outlines_file(units: Units) -> str:
    """The GeoJSON file with the 16 regions comparable over time, or the 17 before July 2026, in `OUTLINES_FOLDER`."""
    return f"regions_{units}.geojson"


def load_outlines(units: Units) -> tuple[Outline, ...]:
    """The regions of an outline file, in the portal's order."""
    collection = json.loads((OUTLINES_FOLDER / outlines_file(units)).read_text(encoding="utf-8"))
    return tuple(Outline(feature["id"], **feature["properties"]) for feature in collection["features"])


@cache
def _tables() -> dict[str, NewTable]:
    return {
        name: NewTable(_read(name, origin.as_of), origin) for name, origin in _origins().items() if name != RECORDED
    }


@cache
def _origins() -> dict[str, Origin]:
    sources = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
    return {name: Origin(**source) for name, source in sources.items()}


def _read(name: str, as_of: str) -> pa.Table:
    schema = TABLES[name].arrow
    in_file = [column for column in schema.names if column != "as_of"]
    convert = pc.ConvertOptions(column_types=schema, include_columns=in_file, strings_can_be_null=True)
    # The files are small: starting reader threads would take longer than reading.
    table = pc.read_csv(FOLDER / f"{name}.csv", pc.ReadOptions(use_threads=False), convert_options=convert)
    if "as_of" in schema.names:
        days = pa.array([date.fromisoformat(as_of)] * table.num_rows, schema.field("as_of").type)
        table = table.add_column(schema.get_field_index("as_of"), schema.field("as_of"), days)
    return table
