"""Ways to stop a sync anywhere: somebody pulls the plug of a run that goes on afterwards, or kills its process."""

import multiprocessing
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from random import Random
from types import ModuleType

import pytest

from data_loader.settings import KST, Settings
from data_loader.sync.run import sync
from tests.data_loader.simulation import SimulatedPortal

# What a process does to a file, as Python's audit hooks tell it.
_FILE_EVENTS = ("open", "os.link", "os.mkdir", "os.remove", "os.rename", "sqlite3.connect")

# How often it comes by such a place, on average, between two interruptions there.
_PLACES = {"clock": 400, "file": 12, "page": 8, "pause": 10}


class Interrupted(BaseException):
    """Somebody pulled the plug."""


class Plug:
    """Pulled out of the wall now and then: where a sync reads the clock, flushes a file, tells of a page, waits.

    `places` says where it was how often, `allowed` how often it may be in all by now.
    """

    def __init__(self, clock: Callable[[], datetime], seed: int) -> None:
        self.places: Counter[str] = Counter()
        self.allowed = 0
        self._clock, self._random = clock, Random(seed)
        self._left = {place: self._draw(place) for place in _PLACES}

    @property
    def times(self) -> int:
        return self.places.total()

    def now(self) -> datetime:
        self._use("clock")
        return self._clock()

    def fsync(self, descriptor: int) -> None:
        """Stands for `os.fsync`: what is in memory need not be flushed."""
        self._use("file")

    def progress(self, label: str, done: int, total: int) -> None:
        self._use("page")

    def sleep(self, seconds: float) -> None:
        """The client need not wait for a portal that does not tire."""
        self._use("pause")

    def _use(self, place: str) -> None:
        if self.times == self.allowed:
            return
        self._left[place] -= 1
        if self._left[place] == 0:
            self._left[place] = self._draw(place)
            self.places[place] += 1
            raise Interrupted

    def _draw(self, place: str) -> int:
        return self._random.randrange(1, 2 * _PLACES[place])


def kill_at_call(portal: SimulatedPortal, settings: Settings, number: int) -> None:
    """Sync in a process of its own, which is killed while its so many-th call is being answered."""
    process = _process(sync, settings, portal, {"sleep": abs})
    made = 0

    def kill(path: str, params: Mapping[str, str]) -> None:
        nonlocal made
        made += 1
        if made == number and process.pid:
            os.kill(process.pid, signal.SIGKILL)

    portal.before, before = kill, portal.before
    _run(process)
    portal.before = before


def kill_at_file(portal: SimulatedPortal, settings: Settings, number: int) -> None:
    """Sync in a process of its own, which is killed when it touches a file of its folder for the so many-th time."""
    _run(_process(_sync_until_killed, settings, portal, {"number": number}))


def _sync_until_killed(settings: Settings, clock: Callable[[], datetime], number: int) -> None:
    touched = 0

    def count(event: str, args: tuple[object, ...]) -> None:
        nonlocal touched
        if event in _FILE_EVENTS and str(args[0]).startswith(str(settings.data_dir)):
            touched += 1
            if touched == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    sync(settings, clock, sleep=abs)


def _process(
    target: Callable[..., object], settings: Settings, portal: SimulatedPortal, named: Mapping[str, object]
) -> multiprocessing.process.BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    # What the child is told has to travel: a clock that stands still, and a sleep that does not.
    clock = partial(datetime.fromtimestamp, portal.world.now.timestamp(), KST)
    return context.Process(target=target, args=(settings, clock), kwargs=dict(named))


def _run(process: multiprocessing.process.BaseProcess) -> None:
    # A page tested before leaves its script as the main module, and the child would run that first.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
