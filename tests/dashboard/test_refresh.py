"""With a key the server has a watcher beside it for as long as it lasts; without one, nothing."""

import threading
from pathlib import Path

import pytest

from dashboard.refresh import kept_current
from data_loader.errors import StoreError
from data_loader.lock import watcher_lock
from data_loader.settings import Settings, load_settings
from data_loader.snapshot import current_id
from tests.data_loader.conftest import posting_rows
from tests.data_loader.portal_server import INSTITUTIONS, KEY, PortalServer, Request


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
