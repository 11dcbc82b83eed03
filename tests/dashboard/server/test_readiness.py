"""What a server knows of itself: whether it shows something, how old that is, whether newer data come."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from dashboard.data import load_data
from dashboard.server.readiness import readiness
from data_loader.lock import watcher_lock
from data_loader.settings import KST, Settings
from data_loader.snapshot import SameTable, publish
from data_loader.sync.attempts import OPEN_PART, note_failure
from data_loader.sync.run import sync
from tests.data_loader.conftest import posting_rows
from tests.data_loader.portal_server import KEY, PortalServer

NOW = datetime(2025, 11, 3, 10, 0, tzinfo=KST)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder of which the open postings were read at `NOW`."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with PortalServer(posting_rows(3)) as portal:
        settings = Settings(tmp_path, portal.url, KEY, timeout=(5.0, 5.0))
        sync(settings, lambda: NOW, open_only=True, sleep=lambda seconds: None)
        return settings


def test_a_folder_that_is_watched_and_was_read_lately_is_fetching(settings: Settings) -> None:
    data = load_data(settings, NOW)
    with watcher_lock(settings.data_dir):
        found = readiness(settings, data, NOW + timedelta(minutes=30))
        late = readiness(settings, data, NOW + timedelta(minutes=61))
    assert (found.is_ready, found.is_fetching, found.snapshot_id) == (True, True, data.snapshot.id)
    assert (found.age, found.last_success, found.problem) == (timedelta(minutes=30), NOW, "")
    assert (late.is_ready, late.is_fetching) == (True, False)


def test_without_a_watcher_nothing_is_fetched(settings: Settings) -> None:
    assert readiness(settings, load_data(settings, NOW), NOW).is_fetching is False


def test_why_fetching_fails_is_told(settings: Settings) -> None:
    note_failure(settings.data_dir, OPEN_PART, NOW + timedelta(minutes=10), "포털에 오류가 났습니다.")
    found = readiness(settings, load_data(settings, NOW), NOW + timedelta(minutes=20))
    assert (found.is_ready, found.problem) == (True, "포털에 오류가 났습니다.")


def test_without_a_key_there_is_nothing_to_fetch_and_without_data_nothing_to_show(tmp_path: Path) -> None:
    found = readiness(Settings(tmp_path, "http://127.0.0.1:9"), None, NOW)
    assert (found.is_ready, found.is_fetching, found.age) == (False, None, None)


def test_what_is_shown_stays_readable_however_often_is_published(settings: Settings) -> None:
    data = load_data(settings, NOW)
    tables = {name: SameTable(table.origin) for name, table in data.snapshot.tables.items()}
    for count in range(1, 8):
        publish(settings.data_dir, tables, NOW + timedelta(minutes=10 * count))
    assert data.snapshot.read("pay").num_rows > 0
    assert data.postings.table.num_rows == 3
    # Where only times moved on, the index reads from the snapshot it was made of: that one stays as well.
    again = load_data(settings, NOW, data)
    for count in range(8, 16):
        publish(settings.data_dir, tables, NOW + timedelta(minutes=10 * count))
    assert again.postings is data.postings
    assert again.postings.shown(np.array([0]), ["title"]).num_rows == 1
    assert again.snapshot.read("pay").num_rows > 0
