"""A month in the life of the loader, against a portal that lives: in the end the store knows all the portal ever showed."""

import multiprocessing
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from data_loader import watch as watching
from data_loader.plan import OPEN_EVERY
from data_loader.portal import without_persons
from data_loader.publishing import Publisher
from data_loader.settings import KST, Settings
from data_loader.snapshot import open_current
from data_loader.store import Store
from data_loader.sync import sync
from tests.data_loader.portal_server import KEY
from tests.data_loader.simulation import DETAIL, USUAL, Faults, SimulatedPortal
from tests.data_loader.world import NEW_REGION, World

FIRST = datetime(2026, 9, 1, 8, 0, tzinfo=KST)
DAYS = 30
QUOTA = 1000
# Fewer than a key has in truth, and learnt from the answers: a call takes the test longer than it tells.
DETAIL_QUOTA = 300
HOURS = (9,)
_VOLATILE = ("ongoingYn", "decimalDay")


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what the disk would be waited for is not what is tested here."""
    memory = Path("/dev/shm")
    folder = memory / f"month-{os.getpid()}" if os.access(memory, os.W_OK) else tmp_path / "data"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def no_sleep(seconds: float) -> None:
    """The client need not wait for a portal that does not tire."""


class Calendar:
    """Stands for the watcher's waiting: turns the world to each moment of the month in turn."""

    def __init__(self, portal: SimulatedPortal, moments: list[datetime]) -> None:
        self.portal, self.left = portal, moments
        self.said: list[str] = []

    def now(self) -> datetime:
        return self.portal.world.now

    def wait(self, seconds: float) -> bool:
        # A long sync may have passed some of them.
        while self.left and self.left[0] <= self.now():
            self.left.pop(0)
        if not self.left:
            return True
        moment = self.left.pop(0)
        self.portal.is_down = moment.date() == (FIRST + timedelta(days=11)).date()
        if moment >= FIRST + timedelta(days=14) and NEW_REGION not in self.portal.world.regions:
            self.portal.world.regions.append(NEW_REGION)
        self.portal.world.turn(moment)
        return False

    def watch(self, settings: Settings) -> None:
        watching.watch(settings, self.now, self.wait, self.said.append, no_sleep)


def moments_of(first: datetime, days: int) -> list[datetime]:
    """A round a day, and one hour in which there is one every ten minutes, as in truth."""
    midnight = first.replace(hour=0)
    found = [midnight + timedelta(days=day, hours=hour) for day in range(days) for hour in HOURS]
    busy = [midnight + timedelta(days=4, hours=9) + place * OPEN_EVERY for place in range(6)]
    return sorted({*found, *busy})


def settle(portal: SimulatedPortal, settings: Settings) -> None:
    """Nothing happens any more, and the loader looks at everything once again."""
    portal.world.freeze()
    for _ in range(2):
        portal.world.turn(portal.world.now + timedelta(days=8))
        sync(settings, lambda: portal.world.now, sleep=no_sleep)


def steady(row: Any) -> Any:
    return {name: value for name, value in row.items() if name not in _VOLATILE} if isinstance(row, dict) else row


def assert_store_equals(world: World, settings: Settings) -> None:
    """Record by record: every posting that is or was there, with the content it had last; every row of the other lists."""
    with Store(settings.data_dir) as store:
        known = {row["recrutPblntSn"]: steady(row) for row in store.latest("recruitment")}
        present = {row["recrutPblntSn"] for row in store.latest("recruitment", present_only=True)}
        others = {
            name: sorted((steady(row) for row in store.latest(name, present_only=True)), key=str)
            for name in ("institutions", "branches", "facilities", "programmes")
        }
    listed = {number: posting.row for number, posting in world.postings.items()}
    assert present == set(listed)
    assert {number: known[number] for number in listed} == {number: steady(row) for number, row in listed.items()}
    # What came and went between two looks was never seen; what changed before it went, maybe not as it was last.
    for number in set(known) - set(listed):
        posting = world.withdrawn[number]
        assert known[number] in [steady(row) for row in (posting.row, *posting.earlier)], number
    branches = [row for rows in world.branches.values() for row in rows]
    rows = {"institutions": world.institutions, "branches": branches, "facilities": world.facilities}
    for name, expected in (rows | {"programmes": world.programmes}).items():
        assert others[name] == sorted((without_persons(row) for row in expected), key=str), name


def assert_details_are_there(world: World, settings: Settings, *, all_asked: bool) -> None:
    """Each detail is the answer the portal gave when it was last asked for, and that of an open posting is fresh."""
    with Store(settings.data_dir) as store:
        numbers, *_, asked = store.detail_columns("recruitment", "recruitment_detail")
        details = {row["recrutPblntSn"]: row for row in store.latest("recruitment_detail")}
    asked_at_of = {
        number: at and datetime.fromisoformat(f"{at}+00:00") for number, at in zip(numbers, asked, strict=True)
    }
    for number, posting in world.postings.items():
        asked_at = asked_at_of[number]
        if asked_at is None:
            assert not all_asked
            assert not posting.is_open(f"{world.today:%Y%m%d}")
            continue
        shown = posting.detailed(asked_at)
        assert details[number]["steps"] == shown["steps"], (number, asked_at, posting.results_at)
        if posting.is_open(f"{world.today:%Y%m%d}"):
            assert world.now - asked_at <= timedelta(days=8)
            assert details[number]["files"] == posting.files


def assert_budgets_were_kept(portal: SimulatedPortal) -> None:
    assert not portal.refused
    over = {key: made for key, made in portal.calls.items() if made > portal.quotas.get(key[0], QUOTA)}
    assert not over


def test_after_a_month_the_store_equals_the_portal_record_by_record(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The ledger has tests of its own.
    monkeypatch.setattr(watching, "LEDGER_EVERY", timedelta(days=10))
    world = World(FIRST)
    with SimulatedPortal(world, USUAL, QUOTA) as portal:
        portal.quotas[DETAIL] = DETAIL_QUOTA
        settings = Settings(data_dir, portal.url, KEY, timeout=(5, 5))
        calendar = Calendar(portal, moments_of(FIRST, DAYS))
        calendar.watch(settings)
        settle(portal, settings)
        assert_store_equals(world, settings)
        assert_details_are_there(world, settings, all_asked=False)
        assert_budgets_were_kept(portal)
        # What was left of the day's calls went to the years before, newest first.
        spent = [made for (path, _), made in portal.calls.items() if path == DETAIL]
        assert spent.count(DETAIL_QUOTA) > 20
    assert len(world.withdrawn) > 10
    assert any("새로 받지 못했습니다" in line for line in calendar.said)
    published = open_current(data_dir)
    assert published.tables["postings"].rows >= len(world.postings)
    assert published.tables["postings"].origin.coverage == ""
    codes = {row["code"]: row for row in published.read("code_names").to_pylist()}
    assert codes[NEW_REGION.code]["label"] == NEW_REGION.name
    assert not codes[NEW_REGION.code]["is_known"]


class Interrupted(BaseException):
    """Somebody pulled the plug."""


class Plug:
    """A clock that now and then is pulled out of the wall: reading it raises."""

    def __init__(self, world: World, times: int, about_every: int) -> None:
        self._world, self._random, self._every = world, Random(7), about_every
        self.left = times
        self._countdown = self._draw()

    def now(self) -> datetime:
        self._countdown -= 1
        if self._countdown <= 0 < self.left:
            self.left -= 1
            self._countdown = self._draw()
            raise Interrupted
        return self._world.now

    def _draw(self) -> int:
        return self._random.randrange(1, 2 * self._every)


def kill_at_a_call(portal: SimulatedPortal, settings: Settings, number: int) -> None:
    """Sync in a process of its own, which is killed while its so many-th call is being answered."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data_loader.sync"])
    # What the child is told has to travel: a clock that stands still, and a sleep that does not.
    clock = partial(datetime.fromtimestamp, portal.world.now.timestamp(), KST)
    process = context.Process(target=sync, args=(settings, clock), kwargs={"sleep": abs})
    made = 0

    def kill(path: str, params: Mapping[str, str]) -> None:
        nonlocal made
        made += 1
        if made == number and process.pid:
            os.kill(process.pid, signal.SIGKILL)

    portal.before = kill
    # A page tested before leaves its script as the main module, and the child would run that first.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        process.start()
    process.join(60)
    portal.before = lambda path, params: None
    assert process.exitcode == -signal.SIGKILL


def test_interrupted_at_two_hundred_places_ten_of_them_kills_the_month_ends_the_same(data_dir: Path) -> None:
    """A smaller world, so that there is an interruption every few calls."""
    world = World(FIRST, historic=600, new_per_day=4, seed=2)
    random = Random(5)
    with SimulatedPortal(world, Faults(moves=0.2), QUOTA) as portal:
        settings = Settings(data_dir, portal.url, KEY, timeout=(5, 5))
        plug = Plug(world, times=190, about_every=14)
        publisher = Publisher(data_dir, timedelta(days=10))
        kills = 0
        for place, moment in enumerate(FIRST + timedelta(days=day) for day in range(DAYS)):
            world.turn(moment)
            if place % 3 == 0:
                kill_at_a_call(portal, settings, random.randrange(1, 4 if place else 60))
                kills += 1
            asked: Counter[str] = Counter()
            portal.before = partial(note_detail, asked)
            cut_short = 0
            while not has_finished(settings, plug, publisher):
                cut_short += 1
            # No more than the call in flight is ever repeated.
            assert sum(asked.values()) - len(asked) <= cut_short
            portal.before = lambda path, params: None
        assert (plug.left, kills) == (0, 10)
        settle(portal, settings)
        assert_store_equals(world, settings)
        assert_details_are_there(world, settings, all_asked=True)
        assert_budgets_were_kept(portal)


def has_finished(settings: Settings, plug: Plug, publisher: Publisher) -> bool:
    try:
        sync(settings, plug.now, sleep=no_sleep, publisher=publisher)
    except Interrupted:
        return False
    return True


def note_detail(asked: Counter[str], path: str, params: Mapping[str, str]) -> None:
    if path == DETAIL:
        asked[params["sn"]] += 1
