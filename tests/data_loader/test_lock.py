import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_loader.errors import StoreError
from data_loader.lock import writer_lock
from data_loader.settings import ROOT

HOLD = """
import sys
from pathlib import Path
from data_loader.lock import writer_lock
with writer_lock(Path(sys.argv[1]), "import"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path, "sync"),
        pytest.raises(StoreError, match=rf"sync\(pid {os.getpid()}\)"),
        writer_lock(tmp_path, "sample"),
    ):
        pass


def test_the_lock_is_free_after_use(tmp_path: Path) -> None:
    for _ in range(2):
        with writer_lock(tmp_path, "sync"):
            pass


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), writer_lock(tmp_path, "sync"):
        raise KeyError
    with writer_lock(tmp_path, "sync"):
        pass


def test_the_folder_is_made_when_it_is_not_there(tmp_path: Path) -> None:
    with writer_lock(tmp_path / "a" / "b", "sync"):
        assert (tmp_path / "a" / "b").is_dir()


def test_a_killed_holder_releases_the_lock(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="import"), writer_lock(tmp_path, "sync"):
            pass
        holder.kill()
        holder.wait()
    with writer_lock(tmp_path, "sync"):
        pass


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="DATA_DIR"), writer_lock(tmp_path / "file" / "data", "sync"):
        pass
