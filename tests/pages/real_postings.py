"""A snapshot of the recorded real list, with whatever details, changes and observations a test gives."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_loader.portal.client import RECRUITMENT
from data_loader.reference import load_reference
from data_loader.schema import CHANGES, OBSERVATIONS
from data_loader.snapshot import NewTable, Origin, publish
from data_loader.tables.details import tidy_details
from data_loader.tables.tidy import tidy_postings

AS_OF = "2025-11-03T09:30:00+09:00"
ORIGIN = Origin(RECRUITMENT.source, AS_OF)


def publish_real(
    folder: Path,
    rows: Iterable[Mapping[str, Any]],
    details: Iterable[Mapping[str, Any]] | None = None,
    changes: list[dict[str, Any]] | None = None,
    observations: list[dict[str, Any]] | None = None,
) -> None:
    """Publish the rows of a list answer; a part not given leaves its tables out."""
    base = load_reference()
    tidy = tidy_postings(list(rows), base["institutions"].data)
    tables = tidy.with_findings
    del tables["workplaces"]
    if details is not None:
        tables |= tidy_details(details).tables
    if changes is not None:
        tables["changes"] = pa.Table.from_pylist(changes, schema=CHANGES.arrow)
    if observations is not None:
        tables["observations"] = pa.Table.from_pylist(observations, schema=OBSERVATIONS.arrow)
    new = {name: NewTable(table, ORIGIN) for name, table in tables.items()}
    publish(folder, new, datetime.fromisoformat(AS_OF), base)
