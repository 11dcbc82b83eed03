"""From the portal to whoever subscribed: a posting that appears there is in the feed after the next round."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import icalendar
import pytest
import requests

from dashboard.data import shelf
from data_loader.settings import KST, Settings
from data_loader.sync.run import sync
from tests.dashboard.serving import served
from tests.data_loader.portal_server import KEY
from tests.data_loader.simulation import SimulatedPortal
from tests.data_loader.world import World

# Takes long, for what it makes and reads.
pytestmark = pytest.mark.long

ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=KST)


def in_feed(address: str) -> set[int]:
    return {int(entry.findtext(f"{ATOM}id", "").rsplit("=", 1)[-1]) for entry in entries(address)}


def entries(address: str) -> list[Element]:
    answer = requests.get(f"{address}/feed.xml", timeout=20)
    assert answer.status_code == 200
    return list(fromstring(answer.text).iter(f"{ATOM}entry"))


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


def test_a_posting_without_end_and_one_called_off_take_no_file_from_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    world = World(NOW, historic=60, new_per_day=2)
    for _ in range(3):
        world.appear()
    ordinary, endless, off = [number for number, posting in world.postings.items() if posting.is_open("20261120")][-3:]
    world.postings[endless].change(pbancEndYmd="99991231")
    world.postings[off].change(recrutPbancTtl="직원 채용(공고 취소)")
    with SimulatedPortal(world) as portal, served(tmp_path) as address:
        sync(Settings(tmp_path, portal.url, KEY), lambda: world.now, sleep=lambda seconds: None)
        for form in (
            "postings.csv",
            "postings.json",
            "postings.parquet",
            "feed.xml",
            "calendar.ics",
            "datapackage.json",
        ):
            assert requests.get(f"{address}/{form}", timeout=20).status_code == 200, form
        events = {
            int(str(event["uid"]).split("@")[0].rsplit("-", 1)[-1]): event
            for event in icalendar.Calendar.from_ical(requests.get(f"{address}/calendar.ics", timeout=20).text).walk(
                "VEVENT"
            )
        }
    assert events[endless]["dtstart"].dt == date(9999, 12, 31)
    statuses = [str(events[number]["status"]) for number in (ordinary, endless, off)]
    assert statuses == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_a_posting_withdrawn_at_the_portal_is_open_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    world = World(NOW, historic=60, new_per_day=2)
    with SimulatedPortal(world) as portal, served(tmp_path) as address:
        settings = Settings(tmp_path, portal.url, KEY)
        sync(settings, lambda: world.now, sleep=lambda seconds: None)
        gone = max(number for number, posting in world.postings.items() if posting.is_open("20261120"))
        assert {gone} <= with_status(address, "open") & in_feed(address) & in_calendar(address)
        kept = world.postings.pop(gone)
        world.turn(NOW + timedelta(minutes=10))
        sync(settings, lambda: world.now, open_only=True, sleep=lambda seconds: None)
        read_anew(address)
        assert gone not in with_status(address, "open")
        assert with_status(address, "withdrawn") == {gone}
        assert gone not in in_calendar(address)
        titles = [entry.findtext(f"{ATOM}title", "") for entry in entries(address)]
        assert ["[내려감]" in title for title in titles].count(True) == 1
        world.postings[gone] = kept
        world.turn(NOW + timedelta(minutes=20))
        sync(settings, lambda: world.now, open_only=True, sleep=lambda seconds: None)
        read_anew(address)
        assert gone in with_status(address, "open") & in_calendar(address)


def read_anew(address: str) -> None:
    """The first to ask gets what there was, and has the newer data read meanwhile."""
    in_feed(address)
    with shelf()._lock:
        pass


def with_status(address: str, status: str) -> set[int]:
    answer = requests.get(f"{address}/postings.json?status={status}&limit=10000", timeout=20)
    return {row["posting_id"] for row in answer.json()["records"]}


def in_calendar(address: str) -> set[int]:
    text = requests.get(f"{address}/calendar.ics", timeout=20).text
    return {int(number) for number in re.findall(r"UID:posting-(\d+)@", text)}
