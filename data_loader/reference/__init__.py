"""Published facts that come with the program: who the institutions are, what they paid and whom they hired.

One CSV per table in this folder, made by `python -m data_loader.reference.build`; `sources.toml` says
where each comes from and as of when. docs/sources.md has the licences and what was done to the data.
"""

import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from data_loader.schema import TABLES
from data_loader.snapshot import NewTable, Origin

FOLDER = Path(__file__).resolve().parent


def load_reference() -> dict[str, NewTable]:
    """Every table named in `sources.toml`, with the columns and types of `TABLES`."""
    sources = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
    return {name: NewTable(_read(name), Origin(source["source"], source["as_of"])) for name, source in sources.items()}


def _read(name: str) -> pa.Table:
    schema = TABLES[name].arrow
    convert = pc.ConvertOptions(column_types=schema, include_columns=schema.names, strings_can_be_null=True)
    # The files are small: starting reader threads would take longer than reading.
    return pc.read_csv(FOLDER / f"{name}.csv", pc.ReadOptions(use_threads=False), convert_options=convert)
