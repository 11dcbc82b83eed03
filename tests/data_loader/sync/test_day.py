"""A whole day of the watcher, a round every ten minutes: nothing is later than that, and nothing is fetched twice."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_loader.settings import KST, Settings
from data_loader.snapshot import open_current
from data_loader.sync.plan import OPEN_EVERY
from data_loader.sync.watch import watch
from tests.data_loader.portal_server import KEY
from tests.data_loader.simulation import DETAIL, LIST, SimulatedPortal
from tests.data_loader.world import World

MIDNIGHT = datetime(2026, 9, 1, tzinfo=KST)
ROUNDS = timedelta(days=1) // OPEN_EVERY
QUOTA = 1000
# The parameters of a request that say what is asked for.
_WANTED = ("pageNo", "ongoingYn", "pbancBgngYmd", "pbancEndYmd", "instCd", "sn")


class Day:
    """Turns the world ten minutes on between two rounds, and looks at what is published after each."""

    def __init__(self, portal: SimulatedPortal, settings: Settings) -> None:
        self.world, self.settings = portal.world, settings
        self.rounds = 0
        self.asked: Counter[tuple[Any, ...]] = Counter()
        # By number, the row of the list and how many different ones there were.
        self.rows: dict[int, Mapping[str, object]] = {}
        self.shown: Counter[int] = Counter()
        portal.before = self.note

    def note(self, path: str, params: Mapping[str, str]) -> None:
        wanted = {name: value for name, value in params.items() if name in _WANTED}
        self.asked[path, *sorted(wanted.items())] += 1

    def live(self) -> None:
        watch(self.settings, lambda: self.world.now, self.wait, lambda line: None, lambda seconds: None)

    def wait(self, seconds: float) -> bool:
        assert seconds == OPEN_EVERY.total_seconds()
        self.look()
        self.rounds += 1
        self.world.turn(self.world.now + OPEN_EVERY)
        return self.rounds == ROUNDS

    def look(self) -> None:
        """What is open at the portal is published as it is there now."""
        snapshot, today = open_current(self.settings.data_dir), self.world.today
        assert snapshot.tables["postings"].origin.as_of == self.world.now.isoformat(timespec="seconds")
        rows = snapshot.read("postings", ["posting_id", "title", "start_date", "end_date"]).to_pylist()
        published = {row["posting_id"]: row["title"] for row in rows if row["start_date"] <= today <= row["end_date"]}
        listed = {
            number: posting.row for number, posting in self.world.postings.items() if posting.is_open(f"{today:%Y%m%d}")
        }
        gone = self.world.withdrawn.keys() & published.keys()
        assert {number: title for number, title in published.items() if number not in gone} == {
            number: row["recrutPbancTtl"] for number, row in listed.items()
        }
        self.shown.update(number for number, row in listed.items() if self.rows.get(number) != row)
        self.rows |= listed


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_for_a_whole_day_what_is_open_is_never_older_than_ten_minutes_and_nothing_is_fetched_twice(
    memory_dir: Path,
) -> None:
    world = World(MIDNIGHT, historic=200, new_per_day=30, seed=3)
    with SimulatedPortal(world, quota=QUOTA) as portal:
        day = Day(portal, Settings(memory_dir, portal.url, KEY, timeout=(5, 5)))
        day.live()
    assert not portal.refused
    assert max(portal.calls.values()) <= QUOTA
    open_list = (LIST, ("ongoingYn", "Y"), ("pageNo", "1"))
    assert day.asked.pop(open_list) == ROUNDS
    details = {int(dict(key[1:])["sn"]): day.asked.pop(key) for key in [*day.asked] if key[0] == DETAIL}
    assert day.rows.keys() <= details.keys()
    # The detail of a posting that was edited is another.
    assert not {number: made for number, made in details.items() if made > max(1, day.shown[number])}
    assert sum(details.values()) > len(details)
    assert set(day.asked.values()) == {1}
