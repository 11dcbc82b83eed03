"""The watcher fetches everything first and once a day, what is open in between, and gives up on nothing."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from data_loader.errors import SettingsError, StoreError
from data_loader.lock import watcher_lock
from data_loader.settings import ROOT, Settings, load_settings
from data_loader.snapshot import open_current
from data_loader.sync.attempts import OPEN_PART, last_attempts
from data_loader.sync.plan import OPEN_EVERY as PAUSE
from data_loader.sync.watch import watch
from tests.data_loader import portal_server
from tests.data_loader.conftest import NOW, assert_free_of_key, posting_row
from tests.data_loader.portal_server import KEY, PortalServer, Reply
from tests.data_loader.service_rows import facility_row, programme_row

LIST = portal_server.RECRUITMENT
FACILITIES = portal_server.FACILITIES


@pytest.fixture(autouse=True)
def other_services(portal: PortalServer) -> None:
    portal.rows[FACILITIES] = [facility_row()]
    portal.rows[portal_server.PROGRAMMES] = [programme_row()]


class Days:
    """A clock that moves on by what the watcher waits, and stops it after so many rounds."""

    def __init__(self, rounds: int, step: timedelta = PAUSE) -> None:
        self.time, self.left, self.step = NOW, rounds, step
        self.said: list[str] = []
        self.between: Callable[[], object] = lambda: None

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> bool:
        assert seconds == PAUSE.total_seconds()
        self.between()
        self.time += self.step
        self.left -= 1
        return self.left == 0

    def run(self, settings: Settings) -> list[str]:
        watch(settings, self.now, self.wait, self.said.append, lambda seconds: None)
        return self.said


def lists_asked(portal: PortalServer) -> list[str]:
    """For each reading of postings what it asked for: what is open, or the start date of a window."""
    asked = [request.params for request in portal.requests if request.path == LIST]
    return ["open" if "ongoingYn" in params else params.get("pbancBgngYmd", "past")[:4] for params in asked]


def test_the_first_round_reads_everything_and_the_next_ones_what_is_open(
    portal: PortalServer, settings: Settings
) -> None:
    said = Days(3).run(settings)
    years = [str(year) for year in range(2025, 2017, -1)]
    assert lists_asked(portal) == ["open", *years, "past", "open", "open"]
    assert ["공개했습니다" in line for line in said] == [True, False, False]
    assert "바뀐 것이 없습니다" in said[1]


def test_after_a_day_this_year_is_read_again(portal: PortalServer, settings: Settings) -> None:
    Days(3, step=timedelta(hours=12)).run(settings)
    assert lists_asked(portal)[-4:] == ["past", "open", "open", "2025"]


def test_a_part_that_fails_is_left_alone_for_an_hour(portal: PortalServer, settings: Settings) -> None:
    portal.always(FACILITIES, Reply(403, "Forbidden"))
    Days(8).run(settings)
    assert len(portal.pages_asked(FACILITIES)) == 2
    assert len([name for name in lists_asked(portal) if name == "open"]) == 8


def test_where_nothing_changed_the_files_stay_and_only_their_time_moves(
    portal: PortalServer, settings: Settings
) -> None:
    Days(1).run(settings)
    before = open_current(settings.data_dir)
    Days(3).run(settings)
    after = open_current(settings.data_dir)
    assert after.holds_the_same_as(before)
    assert after.tables["postings"].origin.as_of > before.tables["postings"].origin.as_of


def test_a_posting_that_appears_is_there_after_the_next_round(portal: PortalServer, settings: Settings) -> None:
    days = Days(2)
    days.between = lambda: portal.rows[LIST].insert(0, posting_row(300_000, recrutPbancTtl="새 공고"))
    said = days.run(settings)
    assert "공개했습니다" in said[1]
    titles = open_current(settings.data_dir).read("postings", ["posting_id", "title"]).to_pylist()
    assert titles[0] == {"posting_id": 300_000, "title": "새 공고"}


def test_the_last_attempts_can_be_read_from_outside(portal: PortalServer, settings: Settings) -> None:
    portal.always(FACILITIES, Reply(403, "Forbidden"))
    days = Days(2)
    days.between = lambda: portal.always(LIST, Reply(500))
    days.run(settings)
    attempts = last_attempts(settings.data_dir)
    assert (attempts[OPEN_PART].succeeded_at, attempts[OPEN_PART].failed_at) == (NOW, NOW + PAUSE)
    assert attempts[OPEN_PART].is_failing
    assert "HTTP 500" in attempts[OPEN_PART].error
    assert attempts["facilities"].succeeded_at is None
    assert not attempts["institutions"].is_failing


def test_a_portal_that_is_down_is_reported_and_asked_again(portal: PortalServer, settings: Settings) -> None:
    portal.script(LIST, Reply(403, "Forbidden"))
    said = Days(2).run(settings)
    assert said[0].startswith("새로 받지 못했습니다.")
    assert "공개했습니다" in said[1]
    assert open_current(settings.data_dir).tables["postings"].rows == len(portal.rows[LIST])


@pytest.mark.parametrize("error", [OverflowError, ValueError, RuntimeError, MemoryError, KeyError, AssertionError])
def test_whatever_goes_wrong_in_a_round_costs_that_round_alone(
    portal: PortalServer, settings: Settings, error: type[Exception]
) -> None:
    days = Days(2)
    portal.script(LIST, Reply(500))

    def fail(seconds: float) -> None:
        raise error(KEY)

    watch(settings, days.now, days.wait, days.said.append, fail)
    assert days.said[0].startswith(f"뜻밖의 오류({error.__name__}, ")
    assert KEY not in days.said[0]
    assert "공개했습니다" in days.said[1]


def test_a_clock_that_ran_ahead_once_stops_nothing(portal: PortalServer, settings: Settings) -> None:
    days = Days(1)
    days.time = NOW + timedelta(days=400)
    portal.always(FACILITIES, Reply(403, "Forbidden"))
    days.run(settings)
    assert len(lists_asked(portal)) > 1
    portal.requests.clear()
    portal.always(FACILITIES, Reply(500))
    gone = portal.rows[LIST].pop(3)["recrutPblntSn"]
    days = Days(3)
    days.run(settings)
    years = [str(year) for year in range(2025, 2017, -1)]
    assert lists_asked(portal) == ["open", *years, "past", "open", "open"]
    assert portal.pages_asked(portal_server.INSTITUTIONS) == [1]
    assert portal.pages_asked(FACILITIES) == [1] * 4
    assert len([request for request in portal.requests if request.path == portal_server.RECRUITMENT_DETAIL]) == 24
    postings = open_current(settings.data_dir).tables["postings"]
    assert postings.origin.as_of.startswith("2025-11-03")
    withdrawn = open_current(settings.data_dir).read("postings", ["posting_id", "withdrawn_date"]).to_pylist()
    assert [row["posting_id"] for row in withdrawn if row["withdrawn_date"]] == [gone]
    assert last_attempts(settings.data_dir)["facilities"].is_failing
    assert not last_attempts(settings.data_dir)[OPEN_PART].is_failing


def test_a_clock_put_back_during_a_round_makes_no_long_wait(portal: PortalServer, settings: Settings) -> None:
    days = Days(2)
    days.time = NOW + timedelta(days=400)
    portal.before = lambda request: setattr(days, "time", NOW)
    days.run(settings)
    assert days.left == 0


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
