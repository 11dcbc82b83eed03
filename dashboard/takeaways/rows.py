"""The postings a selection finds, a part at a time, so that a million of them never stand in memory at once."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from dashboard.languages import _
from dashboard.selection.index import Found, PostingIndex, Rows
from data_loader.schema import POSTINGS, Column
from data_loader.tables.persons import mask_table

ROWS_AT_ONCE = 5_000
# The facet that knows the names of a column's codes.
NAMED_BY = {
    "hire_types": "hire",
    "ncs_fields": "ncs",
    "work_regions": "old_region",
    "career_level": "career",
    "education_levels": "education",
    "is_replacement": "replacement",
    "comparable_regions": "region",
    "institution_type": "type",
    "institution_class": "class",
}
COLUMNS: tuple[Column, ...] = POSTINGS.columns
# As in the table dump: the names stand beside the codes.
WITH_NAMES = tuple(name for name in NAMED_BY if name not in ("is_replacement", "comparable_regions"))


def parts(found: Found, offset: int = 0, limit: int | None = None) -> Iterator[pa.Table]:
    """The found postings with the columns of the schema, in the index's order (latest start first); `offset` and `limit`
    count postings."""
    rows = found.rows[offset:] if limit is None else found.rows[offset : offset + limit]
    table = found.index.table.select([column.name for column in COLUMNS])
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        # `take` from the whole would join the chunks of a million titles for each part.
        near = table.slice(int(some[0]), int(some[-1] - some[0]) + 1)
        yield mask_table("postings", near.take(pa.array(some - some[0])))


def with_code_names(found: Found, offset: int = 0, limit: int | None = None) -> Iterator[pa.Table]:
    """As `parts`; beside each column of codes another with the names, `hire_types_name`, joined by `·`."""
    names = {column: _names(found.index, NAMED_BY[column]) for column in WITH_NAMES}
    for part, rows in _parts_with_rows(found, offset, limit):
        yield _with_names(
            part, {column: _labels(found.index, NAMED_BY[column], names[column], rows) for column in names}
        )


def nothing(found: Found) -> pa.Table:
    """The table of `with_code_names` without a row."""
    table = found.index.table.select([column.name for column in COLUMNS]).slice(0, 0)
    return _with_names(table, dict.fromkeys(WITH_NAMES, pa.array([], pa.string())))


def _with_names(part: pa.Table, labels: dict[str, pa.Array]) -> pa.Table:
    for column, names in labels.items():
        part = part.add_column(part.column_names.index(column) + 1, f"{column}_name", names)
    return part


def in_names(found: Found) -> Iterator[pa.Table]:
    """As `parts`, with names in place of codes and the schema's labels as headings, in the language spoken."""
    names = {column: _names(found.index, key) for column, key in NAMED_BY.items()}
    for part, rows in _parts_with_rows(found, 0, None):
        for column, labels in names.items():
            place = part.column_names.index(column)
            part = part.set_column(place, column, _labels(found.index, NAMED_BY[column], labels, rows))
        place = part.column_names.index("supervising_ministry")
        part = part.set_column(place, "supervising_ministry", _in_words(part.column(place)))
        yield part.rename_columns([_(column.label) for column in COLUMNS])


def _in_words(names: pa.ChunkedArray) -> pa.Array:
    """Names in the language spoken, of which there are few."""
    coded = names.cast(pa.string()).combine_chunks().dictionary_encode()
    return pa.array([_(name) for name in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _parts_with_rows(found: Found, offset: int, limit: int | None) -> Iterator[tuple[pa.Table, Rows]]:
    position = offset
    for part in parts(found, offset, limit):
        yield part, found.rows[position : position + part.num_rows]
        position += part.num_rows


def _names(index: PostingIndex, key: str) -> pa.Array:
    """For each combination of a facet's options their names."""
    entry = index.facets[key]
    names = [option.label for option in entry.options]
    joined = ["·".join(names[place] for place in np.flatnonzero(members)) for members in entry.members]
    return pa.array(joined, pa.string())


def _labels(index: PostingIndex, key: str, names: pa.Array, rows: Rows) -> pa.Array:
    return names.take(pa.array(index.facets[key].combination[rows]))
