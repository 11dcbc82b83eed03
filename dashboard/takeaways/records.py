"""The postings a selection finds as CSV, JSON, NDJSON or Parquet, a part at a time, with the schema's column names.

Names of codes, source and kind are in the language of the view.
"""

import io
from collections.abc import Iterator
from typing import IO, Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.languages import _, speaking
from dashboard.selection.index import Found
from dashboard.takeaways.rows import nothing, with_code_names
from dashboard.takeaways.view import View
from data_loader.export import csv_chunks

# So many rows become Python objects at once; other readers get their turn in between.
ROWS_AT_ONCE = 100


def csv_parts(found: Found, view: View, offset: int = 0, limit: int | None = None) -> Iterator[bytes]:
    """As CSV: lists joined by commas, no text that runs as a formula, source, as-of and kind in every row."""
    return _throughout(view.language, _csv_parts(found, view, offset, limit))


def csv(found: Found, view: View) -> bytes:
    """As `csv_parts`, whole."""
    return b"".join(csv_parts(found, view))


def _csv_parts(found: Found, view: View, offset: int, limit: int | None) -> Iterator[bytes]:
    first = True
    for part in with_code_names(found, offset, limit) if _page(found, offset, limit) else [nothing(found)]:
        chunks = csv_chunks(_with_origin(part, view))
        if not first:
            next(chunks)  # the headings
        yield from chunks
        first = False


def json_parts(found: Found, view: View, offset: int = 0, limit: int | None = None) -> Iterator[bytes]:
    """One JSON object: what was asked and where the data come from, then `records`; lists stay lists."""
    return _throughout(view.language, _json_parts(found, view, offset, limit))


def _json_parts(found: Found, view: View, offset: int, limit: int | None) -> Iterator[bytes]:
    page = _page(found, offset, limit)
    end = offset + page
    about = {
        "title": view.title, "filters": view.filters, "url": view.url, "source": view.source,
        "as_of": view.origin.as_of, "is_sample": view.origin.is_sample, "coverage": view.coverage, "total": found.count, "offset": offset,
        "count": page, "next_offset": end if end < found.count else None,
    }  # fmt: skip
    yield orjson.dumps(about)[:-1] + b',"records":['
    between = b""
    for batch in _batches(found, offset, limit):
        yield between + b",".join(orjson.dumps(row) for row in batch)
        between = b","
    yield b"]}\n"


def write_parquet(found: Found, view: View, file: IO[bytes], offset: int = 0, limit: int | None = None) -> None:
    """As Parquet, row group by row group; the origin stands in the metadata of the schema."""
    origin = {"source": view.source, "as_of": view.origin.as_of, "is_sample": str(view.origin.is_sample).lower(),
              "coverage": view.coverage, "filters": view.filters, "url": view.url}  # fmt: skip
    schema = nothing(found).schema.with_metadata(origin)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer, speaking(view.language):
        for part in with_code_names(found, offset, limit):
            writer.write_table(part.cast(schema))


def parquet(found: Found, view: View, offset: int = 0, limit: int | None = None) -> bytes:
    file = io.BytesIO()
    write_parquet(found, view, file, offset, limit)
    return file.getvalue()


def _throughout(language: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts, each made in this language: a server asks for them later, and each in a context of its own."""
    while True:
        with speaking(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _page(found: Found, offset: int, limit: int | None) -> int:
    """How many postings the page has."""
    left = max(found.count - offset, 0)
    return left if limit is None else min(left, limit)


def _batches(found: Found, offset: int, limit: int | None) -> Iterator[list[dict[str, Any]]]:
    for part in with_code_names(found, offset, limit):
        for batch in part.to_batches(max_chunksize=ROWS_AT_ONCE):
            yield batch.to_pylist()


def _with_origin(table: pa.Table, view: View) -> pa.Table:
    kind = f"{view.kind}. {view.coverage}" if view.coverage else view.kind
    for name, text in ((_("출처"), view.source), (_("기준"), view.origin.as_of), (_("자료 구분"), kind)):
        table = table.append_column(name, pa.repeat(text, table.num_rows))
    return table
