"""With a key the server has a watcher beside it for as long as it lasts; without one, nothing."""

import os
import re
import signal
import sys
import threading
import time
from pathlib import Path
from queue import Queue

import pytest

from dashboard.server.refresh import Supervisor, kept_current, kept_fresh
from data_loader.errors import SnapshotError, StoreError
from data_loader.lock import watcher_lock
from data_loader.settings import Settings, load_settings
from data_loader.snapshot import current_id, open_current
from tests.data_loader.conftest import posting_row, posting_rows
from tests.data_loader.portal_server import INSTITUTIONS, KEY, RECRUITMENT, PortalServer, Request


def settings_with_key(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DATA_DIR", str(folder))
    monkeypatch.setenv("DATA_GO_KR_BASE_URL", url)
    monkeypatch.setenv("DATA_GO_KR_SERVICE_KEY", KEY)
    return load_settings()


def test_with_a_key_new_postings_are_fetched_beside_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PortalServer(posting_rows(3)) as portal:
        reached = threading.Event()
        asked: list[str] = []

        def note(request: Request) -> None:
            asked.append(request.path)
            if request.path == INSTITUTIONS:
                reached.set()

        portal.before = note
        with kept_current(settings_with_key(tmp_path, portal.url, monkeypatch)):
            assert reached.wait(30)
            with pytest.raises(StoreError), watcher_lock(tmp_path):
                pass
        with watcher_lock(tmp_path):
            assert len(asked) >= 2


def test_without_a_key_nothing_is_started(tmp_path: Path) -> None:
    with kept_current(Settings(tmp_path, "http://127.0.0.1:9")), watcher_lock(tmp_path):
        assert current_id(tmp_path) is None


def test_a_watcher_that_is_killed_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PortalServer(posting_rows(3)) as portal:
        asked: Queue[str] = Queue()
        portal.before = lambda request: asked.put(request.path)
        with kept_current(settings_with_key(tmp_path, portal.url, monkeypatch)) as supervisor:
            assert supervisor is not None
            assert asked.get(timeout=30)
            holder = int(re.findall(r"pid (\d+)", (tmp_path / "watch.lock").read_text(encoding="utf-8"))[0])
            os.kill(holder, signal.SIGKILL)
            portal.rows[RECRUITMENT].insert(0, posting_row(300_000))
            while current_id(tmp_path) is None or 300_000 not in numbers(tmp_path):
                asked.get(timeout=30)
            assert supervisor.starts == 2


def numbers(folder: Path) -> list[int]:
    found: list[int] = open_current(folder).read("postings", ["posting_id"])["posting_id"].to_pylist()
    return found


def test_what_ends_again_and_again_is_started_less_and_less_often() -> None:
    supervisor = Supervisor((sys.executable, "-c", ""), pauses=(0.01, 0.02))
    supervisor.start()
    while supervisor.starts < 4:
        supervisor.join(0.01)
    supervisor.stop()
    assert not supervisor.is_alive()


def test_what_does_not_listen_is_ended_all_the_same() -> None:
    deaf = "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    supervisor = Supervisor((sys.executable, "-c", deaf), pauses=(0.01, 0.01))
    supervisor.start()
    while not supervisor.starts:
        supervisor.join(0.01)
    began_at = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began_at < 5
    assert not supervisor.is_alive()


def test_a_newer_snapshot_is_looked_for_without_a_reader() -> None:
    looked: Queue[int] = Queue()

    def look() -> None:
        looked.put(1)
        raise SnapshotError("열 수 없습니다.")

    with kept_fresh(look, 0.01):
        assert looked.get(timeout=10) + looked.get(timeout=10) == 2
