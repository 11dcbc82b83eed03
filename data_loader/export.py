"""Tables as files for others: CSV that opens in Excel, Parquet that says where it comes from."""

from collections.abc import Iterator
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from data_loader.snapshot import Origin

ROWS_AT_ONCE = 50_000
# Excel takes a file without it for the local code page.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# All control characters but tab and line ends.
_CONTROL_CHARACTERS = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}]"
# A text that begins like this is run as a formula; Korean and Japanese Excel take the full-width signs too.
_FORMULA_START = r"^([=+\-@\t\r\n＝＋－＠])"


def to_csv(table: pa.Table) -> bytes:
    """The whole table as UTF-8 CSV with a byte order mark; see `csv_chunks`."""
    return b"".join(csv_chunks(table))


def csv_chunks(table: pa.Table) -> Iterator[bytes]:
    """The table as CSV, piece by piece.

    Lists are joined by commas; control characters are taken out of texts, and a text that a spreadsheet
    would run as a formula gets an apostrophe in front. A null is an empty cell without quotes.
    """
    schema = pa.schema([(field.name, _written_type(field.type)) for field in table.schema])
    yield BYTE_ORDER_MARK + _csv(schema.empty_table(), header=True)
    for batch in table.to_batches(max_chunksize=ROWS_AT_ONCE):
        columns = [_written(column) for column in batch.columns]
        yield _csv(pa.Table.from_arrays(columns, schema=schema), header=False)


def write_parquet(table: pa.Table, origin: Origin, file: IO[bytes]) -> None:
    """The table as Parquet; its origin stands in the schema's metadata."""
    metadata = {
        "source": origin.source,
        "as_of": origin.as_of,
        "is_sample": "true" if origin.is_sample else "false",
        "coverage": str(origin.coverage),
    }
    pq.write_table(table.replace_schema_metadata(metadata), file, compression="zstd")


def _csv(table: pa.Table, *, header: bool) -> bytes:
    sink = pa.BufferOutputStream()
    pa.csv.write_csv(table, sink, pa.csv.WriteOptions(include_header=header))
    return bytes(sink.getvalue())


def _written_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _written_type(kind.value_type)
    return pa.string() if pa.types.is_list(kind) or pa.types.is_large_string(kind) else kind


def _written(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_list(column.type):
        column = pc.binary_join(column.cast(pa.list_(pa.string())), ",")
    if pa.types.is_large_string(column.type):
        column = column.cast(pa.string())
    return _as_plain_text(column) if pa.types.is_string(column.type) else column


def _as_plain_text(column: pa.Array) -> pa.Array:
    printable = pc.replace_substring_regex(column, _CONTROL_CHARACTERS, "")
    return pc.replace_substring_regex(printable, _FORMULA_START, r"'\1")
