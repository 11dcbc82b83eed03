"""The store is copied once a day, the copies are sound, and there are never more than two."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from data_loader.settings import Settings
from data_loader.store.backup import FOLDER, back_up, backups
from data_loader.store.database import FILE_NAME, Store
from data_loader.sync.run import sync
from tests.data_loader.conftest import NOW, posting_row
from tests.data_loader.portal_server import RECRUITMENT, PortalServer


def days(folder: Path) -> list[str]:
    return [f"{day:%m-%d}" for day in backups(folder)]


def test_a_sync_makes_the_copy_of_the_day(portal: PortalServer, settings: Settings) -> None:
    for hours in (0, 1, 5, 24, 25, 48):
        sync(settings, lambda at=NOW + timedelta(hours=hours): at, open_only=True, sleep=lambda seconds: None)
    assert days(settings.data_dir) == ["11-05", "11-04"]
    assert sorted(path.name for path in (settings.data_dir / FOLDER).iterdir()) == [
        "store-20251104.sqlite",
        "store-20251105.sqlite",
    ]


def test_a_copy_put_in_place_is_the_store_of_that_day(portal: PortalServer, settings: Settings) -> None:
    folder = settings.data_dir
    sync(settings, lambda: NOW, open_only=True, sleep=lambda seconds: None)
    portal.rows[RECRUITMENT].insert(0, posting_row(300_000))
    sync(settings, lambda: NOW + timedelta(hours=1), open_only=True, sleep=lambda seconds: None)
    for path in folder.glob(f"{FILE_NAME}*"):
        path.unlink()
    (copy,) = backups(folder).values()
    shutil.copyfile(copy, folder / FILE_NAME)
    with Store(folder) as store:
        assert store.count("recruitment") == 25
    again = sync(settings, lambda: NOW + timedelta(hours=2), open_only=True, sleep=lambda seconds: None)
    assert again.snapshot.tables["postings"].rows == 26


def test_a_damaged_store_takes_no_sound_copys_place(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = store.start_run("recruitment", {}, 1000, NOW)
        store.save_page(run, [posting_row(number) for number in range(1, 400)], "recrutPblntSn", 399, 1000, NOW)
        assert back_up(store, tmp_path, NOW) == ""
    path = tmp_path / FILE_NAME
    with path.open("r+b") as file:
        file.seek(8192 * 5)
        file.write(b"\xff" * 8192 * 3)
    with Store(tmp_path) as store:
        assert "앞선 백업은 그대로입니다" in back_up(store, tmp_path, NOW + timedelta(days=1))
    assert days(tmp_path) == ["11-03"]
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["store-20251103.sqlite"]


def test_a_copy_of_a_day_to_come_goes_first(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for day in (400, 0, 1):
            assert back_up(store, tmp_path, NOW + timedelta(days=day)) == ""
    assert days(tmp_path) == ["11-04", "11-03"]


def test_without_room_no_copy_is_made_and_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1))
    with Store(tmp_path) as store:
        assert "빈 공간이 모자라" in back_up(store, tmp_path, NOW)
    assert days(tmp_path) == []
