"""As many postings as the formats allow: a million rows of every column, a part at a time, in little memory.

A sheet of a spreadsheet ends at row 1,048,576 (ECMA-376); the data by URL have no such end.
"""

import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import Selection
from dashboard.takeaways import records, workbook
from data_loader.errors import ExportError
from tests.dashboard.conftest import NAMES, TODAY, postings
from tests.dashboard.takeaways.conftest import view_of

pytestmark = pytest.mark.long

MOST = workbook.MOST_ROWS
MEGABYTE = 1 << 20
# The rows take 300 MB as CSV and 700 MB as XML; held whole, as Python objects, some gigabytes.
ROOM = 96 * MEGABYTE


@pytest.fixture(scope="module")
def index() -> PostingIndex:
    """One posting more than a sheet holds: 999 others again and again, each with a number of its own, and an old one."""
    some = postings(*({"title": f"직원 채용 {n}", "headcount": n % 50} for n in range(999)))
    old = postings({"title": "옛 공고", "start_date": date(2019, 1, 2), "end_date": date(2019, 1, 9)})
    many = pa.concat_tables([pa.concat_tables([some] * (MOST // 999 + 1)).slice(0, MOST), old])
    place = many.column_names.index("posting_id")
    field = many.schema.field(place)
    numbers = pa.array(np.arange(many.num_rows, 0, -1), field.type)
    return PostingIndex(many.set_column(place, field, numbers), NAMES, TODAY)


def test_a_million_rows_of_csv_come_in_small_parts_and_little_memory(index: PostingIndex) -> None:
    found = index.find(Selection())
    memory, lines, last = Memory(), 0, b""
    for part in records.csv_parts(found, view_of()):
        memory.look()
        assert len(part) < 16 * MEGABYTE
        lines += part.count(b"\n")
        last = part
    assert lines == found.count + 1 == MOST + 2
    assert last.splitlines()[-1].startswith(b'1,"C0001"')
    assert memory.highest < ROOM


def test_a_sheet_is_filled_to_its_last_row_in_little_memory(index: PostingIndex, tmp_path: Path) -> None:
    found = index.find(Selection(start_from=date(2025, 1, 1)))
    memory, path = Memory(), tmp_path / "pack.xlsx"
    with path.open("w+b") as file:
        workbook.write_postings(found, view_of(), file, memory.look)
    assert memory.highest < ROOM
    sheet = sheet_of(path)
    assert re.search(rb'<dimension ref="A1:[A-Z]+1048576"', next(sheet))
    rows, last = 0, b""
    for part in sheet_of(path):
        rows += part.count(b"<row ")
        last = (last + part)[-4096:]
    assert rows == MOST + 1 == 1_048_576
    assert re.findall(rb'<row r="(\d+)"', last)[-1] == b"1048576"


def test_one_row_more_is_refused_before_anything_is_written(index: PostingIndex, tmp_path: Path) -> None:
    path = tmp_path / "pack.xlsx"
    with path.open("w+b") as file, pytest.raises(ExportError, match=r"1,048,575행까지.*1,048,576행입니다"):
        workbook.write_postings(index.find(Selection()), view_of(), file)
    assert path.stat().st_size == 0


class Memory:
    """How much more the process and Arrow hold than when it was made, in bytes, at the highest."""

    def __init__(self) -> None:
        self._process, self._arrow, self._more = peak(), pa.total_allocated_bytes(), 0

    def look(self, _share: float = 0.0) -> None:
        self._more = max(self._more, pa.total_allocated_bytes() - self._arrow)

    @property
    def highest(self) -> int:
        return max(self._more, peak() - self._process)


def peak() -> int:
    # ru_maxrss counts kB on Linux and bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def sheet_of(path: Path) -> Iterator[bytes]:
    """The data sheet's XML, a part at a time that ends with a row."""
    with zipfile.ZipFile(path) as book, book.open("xl/worksheets/sheet1.xml") as stream:
        rest = b""
        while part := stream.read(MEGABYTE):
            whole, end, rest = (rest + part).rpartition(b"</row>")
            yield whole + end
        yield rest
