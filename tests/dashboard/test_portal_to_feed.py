"""From the portal to whoever subscribed: a posting that appears there is in the feed after the next round."""

from datetime import datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import requests

from dashboard.data import shelf
from data_loader.settings import KST, Settings
from data_loader.sync import sync
from tests.dashboard.serving import served
from tests.data_loader.portal_server import KEY
from tests.data_loader.simulation import SimulatedPortal
from tests.data_loader.world import World

ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=KST)


def in_feed(address: str) -> set[int]:
    answer = requests.get(f"{address}/feed.xml", timeout=20)
    assert answer.status_code == 200
    return {
        int(entry.findtext(f"{ATOM}id", "").rsplit("=", 1)[-1])
        for entry in fromstring(answer.text).iter(f"{ATOM}entry")
    }


def test_a_posting_added_at_the_portal_appears_in_the_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    world = World(NOW, historic=60, new_per_day=2)
    with SimulatedPortal(world) as portal, served(tmp_path) as address:
        settings = Settings(tmp_path, portal.url, KEY)
        sync(settings, lambda: world.now, sleep=lambda seconds: None)
        known, before = set(world.postings), in_feed(address)
        assert before <= known
        world.turn(NOW + timedelta(minutes=10))
        for _ in range(3):
            world.appear()
        added = {number for number, new in world.postings.items() if number not in known and new.is_open("20261120")}
        assert added
        assert in_feed(address) == before
        sync(settings, lambda: world.now, open_only=True, sleep=lambda seconds: None)
        # Nobody waits for the newer data: the first to ask gets what there was, and has it read meanwhile.
        assert in_feed(address) == before
        with shelf()._lock:
            pass
        assert added <= in_feed(address)
