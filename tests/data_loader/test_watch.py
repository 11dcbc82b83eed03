"""The watcher fetches everything first and once a day, what is open in between, and gives up on nothing."""

import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from data_loader.errors import SettingsError, StoreError
from data_loader.lock import watcher_lock
from data_loader.settings import ROOT, Settings, load_settings
from data_loader.snapshot import open_current
from data_loader.watch import PAUSE, watch
from tests.data_loader.conftest import NOW, assert_free_of_key
from tests.data_loader.portal_server import KEY, PortalServer, Reply

LIST = "/1051000/recruitment/list"


class Days:
    """A clock that moves on by what the watcher waits, and stops it after so many rounds."""

    def __init__(self, rounds: int, step: timedelta = PAUSE) -> None:
        self.time, self.left, self.step = NOW, rounds, step
        self.said: list[str] = []

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> bool:
        assert seconds == PAUSE.total_seconds()
        self.time += self.step
        self.left -= 1
        return self.left == 0

    def run(self, settings: Settings) -> list[str]:
        watch(settings, self.now, self.wait, self.said.append)
        return self.said


def asked_for_open_only(portal: PortalServer) -> list[bool]:
    return [request.params.get("ongoingYn") == "Y" for request in portal.requests if request.path == LIST]


def test_the_first_round_reads_everything_and_the_next_ones_what_is_open(
    portal: PortalServer, settings: Settings
) -> None:
    said = Days(3).run(settings)
    assert asked_for_open_only(portal) == [False, True, True]
    assert all("공개했습니다" in line for line in said)


def test_after_a_day_everything_is_read_again(portal: PortalServer, settings: Settings) -> None:
    Days(3, step=timedelta(hours=12)).run(settings)
    assert asked_for_open_only(portal) == [False, True, False]


def test_a_portal_that_is_down_is_reported_and_asked_again(portal: PortalServer, settings: Settings) -> None:
    portal.script(LIST, Reply(403, "Forbidden"))
    said = Days(2).run(settings)
    assert said[0].startswith("새로 받지 못했습니다.")
    assert "공개했습니다" in said[1]
    assert open_current(settings.data_dir).tables["postings"].rows == len(portal.rows[LIST])


def test_a_second_watcher_of_the_folder_is_told_of_the_first(portal: PortalServer, settings: Settings) -> None:
    with watcher_lock(settings.data_dir), pytest.raises(StoreError, match="이미 이 자료를 새로 받고 있습니다"):
        Days(1).run(settings)


def test_without_a_key_it_says_how_to_get_going(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="DATA_GO_KR_SERVICE_KEY"):
        Days(1).run(load_settings({"DATA_DIR": str(settings.data_dir)}, ROOT / "no such file"))


def test_as_a_process_it_ends_with_its_standard_input(portal: PortalServer, settings: Settings) -> None:
    process = watching(portal, settings)
    assert process.stderr is not None
    said = iter(process.stderr.readline, "")
    assert any("공개했습니다" in line for line in said)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert_free_of_key(settings.data_dir)


def watching(portal: PortalServer, settings: Settings) -> "subprocess.Popen[str]":
    environ = {
        "DATA_DIR": str(settings.data_dir),
        "DATA_GO_KR_BASE_URL": portal.url,
        "DATA_GO_KR_SERVICE_KEY": KEY,
        "PATH": "",
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", "data_loader", "watch", "--until-stdin-closes"]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
