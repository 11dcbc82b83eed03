"""Two vintages of ALIO's figures made one: the newer value stands, the earlier one stays for comparison. Pure.

ALIO corrects figures after publishing them and drops a year with each new one. What is no longer in the newer
vintage stays with the day it was published on (`as_of`), and what was corrected is told by `revisions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from data_loader.schema import FIGURE_KINDS, REVISIONS, Table

Row = Mapping[str, Any]
# Institution code, kind of employment or fund where the table has one, year.
Key = tuple[str, str, int]

SETTLED = "settled"
# A part of a year grows as the year goes on: that is no correction.
REVISABLE = (SETTLED, "budget")


@dataclass(frozen=True, slots=True)
class Vintage:
    """Figures of one table published together: rows hold the key columns, `basis`, and the items that were read."""

    table: Table
    rows: tuple[Row, ...]
    as_of: date
    source: str

    @property
    def is_whole(self) -> bool:
        """Whether every item of the table was read."""
        return {name for row in self.rows for name in row}.issuperset(value_columns(self.table))


@dataclass(frozen=True, slots=True)
class Merged:
    """The whole table, every revision known of it, and what only the table before had: years, institution codes."""

    data: pa.Table
    revisions: pa.Table
    years_kept: tuple[int, ...]
    institutions_kept: tuple[str, ...]


def merge(before: pa.Table, vintage: Vintage, revisions: pa.Table) -> Merged:
    """`before` with the values of `vintage` where those are newer; `revisions` are those known of all tables.

    A value of an earlier vintage only fills a gap. A budget or part of a year gives way to the settled year. The
    result is sorted by institution, employment and year.
    """
    table = vintage.table
    days = _days_of_cells(table.name, revisions)
    merging = _Merging(vintage, value_columns(table), dict.fromkeys(table.arrow.names), days, [])
    old = {_key(row): row for row in before.to_pylist()}
    new = {_key(row): row for row in vintage.rows}
    rows = {key: merging.row(old.get(key), new.get(key)) for key in old | new}
    settled = {key[1:] for key, row in rows.items() if row["basis"] == SETTLED}
    kept = sorted(key for key, row in rows.items() if row["basis"] == SETTLED or key[1:] not in settled)
    return Merged(
        pa.Table.from_pylist([rows[key] for key in kept], schema=table.arrow),
        _with(revisions, merging.found),
        tuple(sorted({key[2] for key in kept} - {key[2] for key in new})),
        tuple(sorted({key[0] for key in kept} - {key[0] for key in new})),
    )


def value_columns(table: Table) -> tuple[str, ...]:
    """The columns that hold figures."""
    return tuple(column.name for column in table.columns if column.kind in FIGURE_KINDS)


def key_columns(table: Table) -> tuple[str, ...]:
    """The columns that tell a row of a table from its others, in the order of sorting."""
    return tuple(name for name in ("institution_code", "employment", "fund", "year") if name in table.arrow.names)


def kind_of(row: Row) -> str | None:
    """The kind of employment, or the fund, where the row has one."""
    kind: str | None = row.get("employment") or row.get("fund")
    return kind


@dataclass(frozen=True, slots=True)
class _Merging:
    """What one merge knows; `found` gathers the revisions it meets."""

    vintage: Vintage
    columns: tuple[str, ...]
    blank: Mapping[str, None]
    days: Mapping[tuple[Key, str], date]
    found: list[dict[str, Any]]

    def row(self, old: Row | None, new: Row | None) -> dict[str, Any]:
        """Rows of two vintages as one; one that is in one of them alone is taken as it is."""
        if new is None:
            return dict(old or self.blank)
        dated = {**self.blank, **new, "as_of": self.vintage.as_of}
        if old is None:
            return dated
        is_newer = self.vintage.as_of >= old["as_of"]
        if old["basis"] != new["basis"]:
            return dated if is_newer else dict(old)
        row = dict(old)
        row |= {name: self._value(old, new, name) for name in self.columns if name in new}
        if is_newer:
            row["institution"] = new["institution"]
        if is_newer and new.keys() >= set(self.columns):
            row["as_of"] = self.vintage.as_of
        return row

    def _value(self, old: Row, new: Row, column: str) -> Any:
        """The newer of two values, which is noted where they differ."""
        if old[column] == new[column]:
            return old[column]
        known = (old[column], self.days.get((_key(old), column), old["as_of"]))
        read = (new[column], self.vintage.as_of)
        earlier, later = (known, read) if read[1] >= known[1] else (read, known)
        if old["basis"] in REVISABLE:
            self.found.append(
                {
                    "table": self.vintage.table.name,
                    **{name: new.get(name) for name in ("institution_code", "institution", "year")},
                    "employment": kind_of(new),
                    "column": column,
                    "before": earlier[0],
                    "after": later[0],
                    "before_as_of": earlier[1],
                    "after_as_of": later[1],
                    "source": self.vintage.source,
                }
            )
        return later[0]


def _key(row: Row) -> Key:
    return row["institution_code"], kind_of(row) or "", row["year"]


def _days_of_cells(table: str, revisions: pa.Table) -> dict[tuple[Key, str], date]:
    """The day of every value that was corrected after its row was published."""
    days: dict[tuple[Key, str], date] = {}
    for row in revisions.to_pylist():
        if row["table"] == table:
            cell = (_key(row), row["column"])
            days[cell] = max(days.get(cell, row["after_as_of"]), row["after_as_of"])
    return days


def _with(revisions: pa.Table, found: list[dict[str, Any]]) -> pa.Table:
    """All revisions, each once whatever told of it first, the latest first."""
    told = [row | {"before": _number(row["before"]), "after": _number(row["after"])} for row in found]
    named = [name for name in REVISIONS.arrow.names if name not in ("institution", "source")]
    rows = {tuple(row[name] for name in named): row for row in [*told, *revisions.to_pylist()]}
    ordered = sorted(rows.values(), key=lambda row: (row["table"], _key(row), row["column"], row["before_as_of"]))
    ordered.sort(key=lambda row: row["after_as_of"], reverse=True)
    return pa.Table.from_pylist(ordered, schema=REVISIONS.arrow)


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
