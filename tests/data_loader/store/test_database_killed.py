"""A real kill at any moment: a process writes to a store, says how far it came, and is killed."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from data_loader.store.database import FILE_NAME, Store
from tests.data_loader.conftest import NOW, posting_row

# Takes long, for what it makes and reads.
pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PAGE = 20
# Reads the same list day after day, every row another each day; counts a call before each page, asks for a detail
# after it. Says so after each commit.
WRITER = """
import sys
from datetime import timedelta
from pathlib import Path
from data_loader.store.database import Store
from tests.data_loader.conftest import NOW, posting_row

with Store(Path(sys.argv[1])) as store:
    for day in range(1000):
        now = NOW + timedelta(days=day)
        run = store.start_run("recruitment", {}, 20, now)
        for page in range(5):
            store.count_call("recruitment", NOW.date())
            rows = [posting_row(page * 20 + place + 1, prefCn=str(day)) for place in range(20 - (day % 2 and page == 4))]
            run = store.save_page(run, rows, "recrutPblntSn", 100, 20, now)
            print("page", flush=True)
            store.save_item("recruitment_detail", page + 1, posting_row(page + 1, prefCn=str(day)), now)
        store.finish_run(run, complete=True, now=now)
"""


def killed_after(folder: Path, pages: int) -> int:
    """Kill the writer at some moment after it said so many pages; gives how many it said in all."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert process.stdout is not None
    with process, process.stdout:
        for _ in range(pages):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        said = pages + len(process.stdout.read().splitlines())
    assert process.returncode == -signal.SIGKILL
    return said


@pytest.mark.parametrize("pages", [1, 2, 5, 8, 13, 21])
def test_a_store_whose_writer_was_killed_is_whole(tmp_path: Path, pages: int) -> None:
    said = killed_after(tmp_path, pages)
    with Store(tmp_path) as store:
        run = store.unfinished_run("recruitment", {}, NOW)
        done = store.calls_made("recruitment", NOW.date())
        # A call is counted before its page is saved, and a page is saved before it is told of.
        assert said <= done <= said + 2
        saved = pages_saved(tmp_path)
        assert saved in (done, done - 1)
        assert saved in (said, said + 1)
        if run is not None:
            assert store.seen(run) == rows_of(run.next_page - 1, day=(saved - (run.next_page - 1)) // 5)
        numbers = [state.key for state in store.states("recruitment")]
        assert numbers == list(range(1, min(saved, 5) * PAGE + 1))
        is_gone = {state.key for state in store.states("recruitment") if state.missing_since}
        assert is_gone <= {100}
        assert_versions_follow_each_other(tmp_path)


def test_the_reading_goes_on_after_the_kill(tmp_path: Path) -> None:
    killed_after(tmp_path, 7)
    with Store(tmp_path) as store:
        run = store.start_run("recruitment", {}, 100, NOW)
        rows = [posting_row(number) for number in range(1, 101)]
        store.finish_run(store.save_page(run, rows, "recrutPblntSn", 100, 100, NOW), complete=True, now=NOW)
        assert list(store.latest("recruitment", present_only=True)) == rows


def rows_of(pages: int, day: int) -> int:
    return pages * PAGE - (1 if day % 2 and pages == 5 else 0)


def pages_saved(folder: Path) -> int:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return int(connection.execute("SELECT coalesce(sum(next_page - 1), 0) FROM run").fetchone()[0])


def assert_versions_follow_each_other(folder: Path) -> None:
    """Each record's newest version is its current one and the only one not closed; no page is half there."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        strays = connection.execute(
            "SELECT count(*) FROM version v JOIN record r USING (service, key) WHERE (v.seen_until IS NULL)"
            " != (v.id = r.version) OR (v.id > r.version)"
        ).fetchone()
        assert strays == (0,)
        counted = connection.execute(
            "SELECT count(*) FROM record r WHERE versions != (SELECT count(*) FROM version v"
            " WHERE v.service = r.service AND v.key = r.key)"
        ).fetchone()
        assert counted == (0,)
