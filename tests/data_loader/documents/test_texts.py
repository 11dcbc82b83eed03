"""All downloaded attachments into texts, from a folder with a small sample of which some files are kept."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_loader.documents.attachments import fetch_attachments, kept_attachments, named_attachments
from data_loader.documents.publishing import publish_texts
from data_loader.documents.shelf import Shelf
from data_loader.documents.texts import WITH_TEXTS, Share, TextsRead, read_texts
from data_loader.errors import DocumentError
from data_loader.sample import make_sample
from data_loader.schema import DOCUMENT_TEXTS
from data_loader.settings import Settings
from data_loader.snapshot import open_current

# Takes long, for what it makes and reads.
pytestmark = pytest.mark.long

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FILES = 16


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample's folder with some of its attachments."""
    folder = tmp_path_factory.mktemp("kept")
    make_sample(folder, NOW, 300, 3)
    rows = open_current(folder).read("attachments", ["attachment_id", "extension"]).to_pylist()
    # PDFs take longest to make.
    numbers = [row["attachment_id"] for row in rows if row["extension"] != "pdf"][: FILES - 2]
    numbers += [row["attachment_id"] for row in rows if row["extension"] == "pdf"][:2]
    for _ in fetch_attachments(
        Settings(folder, "https://portal.example.com"), named_attachments(folder, numbers), lambda: NOW
    ):
        pass
    return folder


@pytest.fixture
def data_dir(kept: Path, memory_dir: Path) -> Path:
    return Path(shutil.copytree(kept, memory_dir / "data"))


def contents(data_dir: Path) -> int:
    """How many different files are kept: two forms may be the same to the byte."""
    return len({file.sha256 for file in kept_attachments(data_dir)})


def rows_of(result: TextsRead) -> pa.Table:
    return pq.read_table(result.path)


def bytes_of(parts: list[TextsRead], path: Path) -> bytes:
    """All rows of the parts in the table's order, as one file."""
    pq.write_table(pa.concat_tables([rows_of(part) for part in parts]).sort_by("attachment_id"), path)
    return path.read_bytes()


def test_every_kept_file_becomes_its_rows(data_dir: Path) -> None:
    result = read_texts(data_dir, NOW, Share())
    table = rows_of(result)
    assert (result.files, result.new, result.problems) == (FILES, contents(data_dir), ())
    assert table.schema.equals(WITH_TEXTS)
    assert set(table["attachment_id"].to_pylist()) == {file.attachment_id for file in kept_attachments(data_dir)}
    assert table["attachment_id"].to_pylist() == sorted(table["attachment_id"].to_pylist())
    assert sum(result.statuses.values()) == table.num_rows
    owners = dict(open_current(data_dir).read("attachments").select(["attachment_id", "posting_id"]).to_pandas().values)
    zips = {file.attachment_id for file in kept_attachments(data_dir) if file.kind == "zip"}
    for row in table.to_pylist():
        assert row["posting_id"] == owners[row["attachment_id"]]
        assert row["chars"] == len(row["text"])
        assert bool(row["text"]) == (row["status"] == "read")
        assert (row["member"] is None) == (row["attachment_id"] not in zips)


def test_a_second_run_reads_nothing_and_writes_the_same(data_dir: Path) -> None:
    first = read_texts(data_dir, NOW, Share())
    content = first.path.read_bytes()
    second = read_texts(data_dir, NOW.replace(year=2027), Share())
    assert second.new == 0
    assert second.path.read_bytes() == content


def test_seven_shares_are_the_same_as_one_to_the_byte(data_dir: Path, kept: Path, tmp_path: Path) -> None:
    whole = read_texts(data_dir, NOW, Share())
    other = Path(shutil.copytree(kept, tmp_path / "other"))
    shares = [read_texts(other, NOW, Share(number, 7)) for number in (5, 1, 7, 3, 2, 6, 4)]
    assert sum(share.files for share in shares) == FILES
    assert len({share.path for share in shares}) == 7
    assert bytes_of(shares, tmp_path / "union.parquet") == bytes_of([whole], tmp_path / "whole.parquet")


def test_files_of_open_postings_come_first_the_soonest_to_close_before_others(data_dir: Path) -> None:
    ends = {
        row["posting_id"]: (row["start_date"], row["end_date"])
        for row in open_current(data_dir).read("postings").select(["posting_id", "start_date", "end_date"]).to_pylist()
    }
    kept_order: list[str] = []
    shelf_keep = Shelf.keep

    def note(shelf: Shelf, sha256: str, document: object) -> None:
        kept_order.append(sha256)
        shelf_keep(shelf, sha256, document)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shelf, "keep", note)
        table = rows_of(read_texts(data_dir, NOW, Share()))
    owners = dict(zip(table["sha256"].to_pylist(), table["posting_id"].to_pylist(), strict=True))
    days = [ends[owners[sha256]] for sha256 in kept_order]
    is_open = [start <= NOW.date() <= end for start, end in days]
    assert is_open == sorted(is_open, reverse=True)
    closing = [end for (_, end), open_now in zip(days, is_open, strict=True) if open_now]
    assert closing == sorted(closing)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from data_loader.documents.publishing import publish_texts
from data_loader.documents.shelf import Shelf
from data_loader.documents.texts import Share, read_texts

keep, kept = Shelf.keep, []

def keep_and_die(shelf, *what):
    keep(shelf, *what)
    kept.append(what)
    if len(kept) == 5:
        os.kill(os.getpid(), signal.SIGKILL)

Shelf.keep = keep_and_die
read_texts(Path(sys.argv[1]), datetime(2026, 11, 22, 9, tzinfo=UTC), Share())
"""


def test_after_a_kill_the_next_run_goes_on_where_it_was(data_dir: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(data_dir)],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"]},
        timeout=120,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    result = read_texts(data_dir, NOW, Share())
    assert (result.files, result.new) == (FILES, contents(data_dir) - 5)


def test_progress_is_told_after_each_file(data_dir: Path) -> None:
    told: list[tuple[int, int]] = []
    read_texts(data_dir, NOW, Share(), lambda label, done, total: told.append((done, total)))
    assert told == [(done, contents(data_dir)) for done in range(1, contents(data_dir) + 1)]


def test_a_file_that_is_not_itself_any_more_is_told_and_the_others_are_read(data_dir: Path) -> None:
    damaged = kept_attachments(data_dir)[0]
    damaged.path.write_bytes(b"x" * damaged.size)
    result = read_texts(data_dir, NOW, Share())
    assert result.new == contents(data_dir) - 1
    (problem,) = result.problems
    assert str(damaged.attachment_id) in problem
    assert damaged.attachment_id not in rows_of(result)["attachment_id"].to_pylist()


def test_without_any_kept_file_it_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="attachment --open"):
        read_texts(tmp_path, NOW, Share())


def test_the_table_without_texts_becomes_part_of_the_snapshot(data_dir: Path) -> None:
    before = open_current(data_dir)
    result = read_texts(data_dir, NOW, Share())
    snapshot = publish_texts(data_dir, NOW)
    table = snapshot.read("document_texts")
    assert table.schema.equals(DOCUMENT_TEXTS.arrow)
    assert table.equals(rows_of(result).select(DOCUMENT_TEXTS.arrow.names).cast(DOCUMENT_TEXTS.arrow))
    origin = snapshot.tables["document_texts"].origin
    assert origin.is_sample
    assert f"{table.num_rows:,}개 가운데" in origin.coverage
    assert snapshot.tables["postings"] == before.tables["postings"]
