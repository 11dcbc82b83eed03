"""A month in the life of the loader, against a portal that lives: in the end the store knows all the portal ever showed.

The loader is stopped two hundred times on the way, ten times by a kill of its process, and each time begun again.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from data_loader.errors import PortalUnreachable
from data_loader.portal.client import without_persons
from data_loader.settings import KST, Settings
from data_loader.snapshot import Snapshot
from data_loader.store.database import Store
from data_loader.sync.plan import OPEN_EVERY
from data_loader.sync.publishing import Publisher
from data_loader.sync.run import SyncResult, sync
from data_loader.sync.watch import PATIENCE
from tests.data_loader.interruptions import Interrupted, Plug, kill_at_call, kill_at_file
from tests.data_loader.portal_server import KEY
from tests.data_loader.simulation import DETAIL, USUAL, SimulatedPortal
from tests.data_loader.world import NEW_REGION, World

pytestmark = pytest.mark.long

FIRST = datetime(2026, 9, 1, 8, 0, tzinfo=KST)
DAYS = 30
QUOTA = 1000
INTERRUPTIONS, KILLS = 190, 10
DOWN = (FIRST + timedelta(days=11)).date()
RENAMED = (FIRST + timedelta(days=14)).date()
# Fewer than a key has in truth, and learnt from the answers: a call takes the test longer than it tells.
DETAIL_QUOTA = 300
HOURS = (9,)
_VOLATILE = ("ongoingYn", "decimalDay")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def moments_of(first: datetime, days: int) -> list[datetime]:
    """A round a day, and one hour in which there is one every ten minutes, as in truth."""
    midnight = first.replace(hour=0)
    found = [midnight + timedelta(days=day, hours=hour) for day in range(days) for hour in HOURS]
    busy = [midnight + timedelta(days=4, hours=9) + place * OPEN_EVERY for place in range(6)]
    return sorted({*found, *busy})


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


class Month:
    """The loader through the month, as a watcher runs it, begun again as often as it is stopped."""

    def __init__(self, portal: SimulatedPortal, settings: Settings) -> None:
        self.portal, self.world, self.settings = portal, portal.world, settings
        self.plug = Plug(lambda: self.world.now, seed=7)
        self.failed = self.killed = 0
        self._random = Random(5)
        self._answered: Counter[str] = Counter()
        portal.answered = self._note
        self._restart()

    def live(self, moments: list[datetime]) -> None:
        days = list(dict.fromkeys(moment.date() for moment in moments))
        for place, moment in enumerate(moments, 1):
            self._turn(moment)
            if moment.hour in HOURS and moment.minute == 0 and days.index(moment.date()) % 6 == 0:
                self._kill()
            self.plug.allowed = INTERRUPTIONS * place // len(moments)
            self.sync()

    def settle(self) -> SyncResult:
        """Nothing happens any more, and the loader looks at everything once again."""
        self.world.freeze()
        for _ in range(2):
            self.world.turn(self.world.now + timedelta(days=8))
            result = self.sync()
        assert result
        return result

    def sync(self) -> SyncResult | None:
        """One round, however often it is stopped; None where the portal is down."""
        self._answered.clear()
        stopped_before = self.plug.times
        while True:
            try:
                result = self._sync()
            except Interrupted:
                continue
            except PortalUnreachable:
                assert self.portal.is_down
                self.failed += 1
                return None
            # No more than the call in flight is ever repeated.
            assert self._answered.total() - len(self._answered) <= self.plug.times - stopped_before
            return result

    def _sync(self) -> SyncResult:
        plug = self.plug
        return sync(
            self.settings,
            plug.now,
            sleep=plug.sleep,
            progress=plug.progress,
            publisher=self._publisher,
            patience=PATIENCE,
        )

    def _turn(self, moment: datetime) -> None:
        self.portal.is_down = moment.date() == DOWN
        if moment.date() >= RENAMED and NEW_REGION not in self.world.regions:
            self.world.regions.append(NEW_REGION)
        self.world.turn(moment)

    def _kill(self) -> None:
        """Twice: what the first left half done, the second process was going on with."""
        for kill, most in ((kill_at_call, 40), (kill_at_file, 150)):
            kill(self.portal, self.settings, self._random.randrange(1, most))
            self.killed += 1
        self._restart()

    def _restart(self) -> None:
        # The ledger has tests of its own.
        self._publisher = Publisher(self.settings.data_dir, timedelta(days=10))

    def _note(self, path: str, params: Mapping[str, str]) -> None:
        if path == DETAIL:
            self._answered[params["sn"]] += 1


def assert_tables_equal(world: World, tables: Snapshot) -> None:
    """What is published of the postings that are listed is what the portal shows of them."""
    columns = {"posting_id": "recrutPblntSn", "title": "recrutPbancTtl", "headcount": "recrutNope"}
    days = {"start_date": "pbancBgngYmd", "end_date": "pbancEndYmd"}
    rows = tables.read("postings", [*columns, *days]).to_pylist()
    published = {
        row["posting_id"]: [*(row[name] for name in columns), *(f"{row[name]:%Y%m%d}" for name in days)] for row in rows
    }
    listed = {
        number: [posting.row[name] for name in (*columns.values(), *days.values())]
        for number, posting in world.postings.items()
    }
    assert {number: published[number] for number in listed} == listed
    assert len(rows) == len(published)


def assert_made_at_once_they_are_the_same(
    incremental: Snapshot, settings: Settings, now: Callable[[], datetime]
) -> None:
    """The tables that grew step by step are those made of the store by a new process."""
    at_once = sync(settings, now, sleep=abs).snapshot
    assert set(at_once.tables) == set(incremental.tables)
    # When a posting was last seen moves on.
    for name in set(at_once.tables) - {"observations"}:
        assert plain(at_once.read(name)).equals(plain(incremental.read(name))), name


def plain(table: pa.Table) -> pa.Table:
    """The same values without dictionaries, whose order says nothing."""
    kinds = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in table.schema.types]
    return table.cast(pa.schema(zip(table.schema.names, kinds, strict=True)))


@pytest.mark.longest
def test_after_a_month_with_two_hundred_interruptions_the_store_equals_the_portal_record_by_record(
    memory_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(FIRST)
    with SimulatedPortal(world, USUAL, QUOTA) as portal:
        portal.quotas[DETAIL] = DETAIL_QUOTA
        settings = Settings(memory_dir, portal.url, KEY, timeout=(5, 5))
        month = Month(portal, settings)
        monkeypatch.setattr(os, "fsync", month.plug.fsync)
        month.live(moments_of(FIRST, DAYS))
        assert (month.plug.times, month.killed, month.failed) == (INTERRUPTIONS, KILLS, 1)
        assert {place for place, times in month.plug.places.items() if times > 10} == {"clock", "file", "page", "pause"}
        published = month.settle().snapshot
        assert_store_equals(world, settings)
        assert_details_are_there(world, settings, all_asked=False)
        assert_budgets_were_kept(portal)
        assert_tables_equal(world, published)
        assert_made_at_once_they_are_the_same(published, settings, lambda: world.now)
        # What was left of the day's calls went to the years before, newest first.
        spent = [made for (path, _), made in portal.calls.items() if path == DETAIL]
        assert spent.count(DETAIL_QUOTA) > 20
    assert len(world.withdrawn) > 10
    assert published.tables["postings"].rows >= len(world.postings)
    assert published.tables["postings"].origin.coverage == ""
    codes = {row["code"]: row for row in published.read("code_names").to_pylist()}
    assert codes[NEW_REGION.code]["label"] == NEW_REGION.name
    assert not codes[NEW_REGION.code]["is_known"]
