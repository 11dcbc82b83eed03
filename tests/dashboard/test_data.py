"""The door to the snapshot: what is loaded, as of which day, and how a newer one comes in."""

import gc
import logging
import weakref
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard import data
from dashboard.data import KST, Data, Shelf, load_data
from dashboard.selection.selection import Selection
from data_loader.errors import SnapshotError
from data_loader.sample import make_sample
from data_loader.settings import Settings
from data_loader.snapshot import ROWS_PER_GROUP, NewTable, Origin, SameTable, Snapshot, publish
from data_loader.tables.tidy import tidy_postings
from tests.dashboard.conftest import ROSTER, Row, choose, record

NOW = datetime(2025, 11, 3, 10, 0, tzinfo=KST)
SOURCE = "공공기관 채용정보"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data", "http://127.0.0.1")


def publish_postings(settings: Settings, *rows: Row, minutes: int = 0, is_sample: bool = False) -> Snapshot:
    """A snapshot of these postings, made some minutes after `NOW`."""
    made = NOW + timedelta(minutes=minutes)
    tidy = tidy_postings([record(900_000 - position, **row) for position, row in enumerate(rows)], ROSTER)
    origin = Origin(SOURCE, made.isoformat(timespec="seconds"), is_sample)
    tables = tidy.with_findings | {"institutions": ROSTER}
    return publish(settings.data_dir, {name: NewTable(table, origin) for name, table in tables.items()}, made)


def wait_for_the_loader(shelf: Shelf) -> None:
    with shelf._lock:
        pass


def damage(snapshot: Snapshot) -> None:
    # A new file: unchanged tables are shared between snapshots.
    snapshot.path("postings").unlink()
    snapshot.path("postings").write_bytes(b"not a table")


def count(loaded: Data) -> int:
    return loaded.postings.find(Selection()).count


# What is loaded


def test_postings_are_loaded_with_where_they_come_from(settings: Settings) -> None:
    snapshot = publish_postings(settings, {}, {})
    loaded = load_data(settings, NOW)
    assert loaded.snapshot == snapshot
    assert count(loaded) == 2
    assert loaded.origin("postings").source == SOURCE
    assert not loaded.is_sample


def test_institutions_carry_the_name_of_the_roster(settings: Settings) -> None:
    publish_postings(settings, {"institution_code": "C0003", "institution": "다병원(옛 이름)"})
    loaded = load_data(settings, NOW)
    assert loaded.postings.label("institution", "C0003") == "다병원"
    assert loaded.institutions["C0003"]["institution_type"] == "A2005"


def test_a_code_no_table_knows_carries_the_name_the_portal_gave_it(settings: Settings) -> None:
    publish_postings(settings, {"work_regions": ["R3010", "R3099"], "work_regions_names": ["서울", "새만금"]})
    index = load_data(settings, NOW).postings
    assert index.label("region", "R3099") == index.label("old_region", "R3099") == "새만금"
    assert choose(region="R3099").in_words(index.options) == "근무지 새만금"


def test_the_texts_of_a_posting_are_read_when_asked_for(settings: Settings) -> None:
    publish_postings(settings, {"eligibility": "간호사 면허\r\n소지자"}, {})
    loaded = load_data(settings, NOW)
    assert loaded.texts_of(900_000)["eligibility"] == "간호사 면허\n소지자"
    assert loaded.texts_of(1) == {}


def test_a_small_table_is_read_once(settings: Settings) -> None:
    publish_postings(settings, {})
    loaded = load_data(settings, NOW)
    assert loaded.table("institutions") is loaded.table("institutions")
    assert len(loaded.table("institutions")) == len(ROSTER)


def test_where_there_are_no_postings_the_record_is_shown_as_of_its_day(settings: Settings) -> None:
    publish(settings.data_dir, {"institutions": NewTable(ROSTER, Origin(SOURCE, "2025-11-03"))}, NOW)
    loaded = load_data(settings, NOW + timedelta(days=700))
    assert (loaded.is_record, loaded.is_sample, loaded.today) == (True, False, date(2026, 10, 11))
    assert loaded.postings.find(choose(status="open")).count == count(loaded) == 443
    assert loaded.texts_of(305_869) == {}


def test_the_sample_opens_like_real_data_and_says_it_is_one(settings: Settings) -> None:
    make_sample(settings.data_dir, NOW, count=200)
    loaded = load_data(settings, NOW + timedelta(days=300))
    assert loaded.is_sample
    assert count(loaded) == 200
    assert loaded.postings.find(choose(status="open")).count > 0


def test_an_intern_of_unknown_kind_has_an_option_of_its_own(settings: Settings) -> None:
    index = load_data(settings, NOW).postings
    assert index.find(choose(hire="INTERN-UNKNOWN")).count == 14
    assert index.label("hire", "INTERN-UNKNOWN") == "청년인턴(종류 미상)"


# Today


def test_today_of_real_data_is_the_day_in_korea(settings: Settings) -> None:
    publish_postings(settings, {})
    assert load_data(settings, datetime(2025, 12, 24, 14, 59, tzinfo=UTC)).today == date(2025, 12, 24)
    assert load_data(settings, datetime(2025, 12, 24, 15, 0, tzinfo=UTC)).today == date(2025, 12, 25)


def test_today_of_a_sample_is_the_day_it_was_made(settings: Settings) -> None:
    publish_postings(settings, {}, is_sample=True)
    assert load_data(settings, NOW + timedelta(days=300)).today == NOW.date()


@pytest.mark.parametrize("is_sample", [True, False])
def test_a_day_in_the_settings_comes_before_either(settings: Settings, is_sample: bool) -> None:
    publish_postings(settings, {}, is_sample=is_sample)
    loaded = load_data(replace(settings, today=date(2025, 11, 20)), NOW)
    assert loaded.today == loaded.postings.today == date(2025, 11, 20)
    assert loaded.postings.find(choose(status="closed")).count == 1


# The shelf


def test_every_reader_gets_the_same_data_while_nothing_changes(settings: Settings) -> None:
    publish_postings(settings, {})
    shelf = Shelf(settings)
    assert shelf.data(NOW) is shelf.data(NOW + timedelta(hours=1))


def test_a_newer_snapshot_comes_in_without_a_reader_waiting(settings: Settings) -> None:
    publish_postings(settings, {})
    shelf = Shelf(settings)
    before = shelf.data(NOW)
    publish_postings(settings, {}, {}, minutes=1)
    assert shelf.data(NOW) is before
    wait_for_the_loader(shelf)
    assert count(shelf.data(NOW)) == 2
    assert count(before) == 1


def test_what_was_only_seen_again_is_not_worked_out_again_until_the_day_turns(settings: Settings) -> None:
    first = publish_postings(settings, {}, {})
    before = load_data(settings, NOW)
    later = NOW + timedelta(minutes=10)
    seen_again = {name: SameTable(Origin(SOURCE, later.isoformat())) for name in first.tables}
    publish(settings.data_dir, seen_again, later)
    now = load_data(settings, later, before)
    assert now.postings is before.postings
    assert now.origin("postings").as_of == later.isoformat()
    assert load_data(settings, NOW + timedelta(days=1), now).postings is not before.postings
    publish_postings(settings, {}, {}, {}, minutes=20)
    assert count(load_data(settings, later, now)) == 3


def test_while_a_newer_one_is_loading_readers_get_the_one_before(settings: Settings) -> None:
    publish_postings(settings, {})
    shelf = Shelf(settings)
    before = shelf.data(NOW)
    publish_postings(settings, {}, {}, minutes=1)
    with shelf._lock:
        assert shelf.data(NOW) is before


def test_at_midnight_in_korea_what_is_open_is_worked_out_again(settings: Settings) -> None:
    publish_postings(settings, {"end_date": date(2025, 11, 3)})
    shelf = Shelf(settings)
    assert shelf.data(NOW).postings.find(choose(status="open")).count == 1
    tomorrow = NOW + timedelta(days=1)
    shelf.data(tomorrow)
    wait_for_the_loader(shelf)
    assert shelf.data(tomorrow).today == date(2025, 11, 4)
    assert shelf.data(tomorrow).postings.find(choose(status="open")).count == 0


def test_a_damaged_newer_snapshot_is_passed_over(settings: Settings) -> None:
    first = publish_postings(settings, {})
    shelf = Shelf(settings)
    shelf.data(NOW)
    damage(publish_postings(settings, {}, {}, minutes=1))
    shelf.data(NOW)
    wait_for_the_loader(shelf)
    assert shelf.data(NOW).snapshot == first
    assert "손상" in shelf.data(NOW).snapshot.warning


def test_where_nothing_can_be_opened_any_more_the_data_in_memory_stay(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    first = publish_postings(settings, {})
    shelf = Shelf(settings)
    before = shelf.data(NOW)
    damage(publish_postings(settings, {}, {}, minutes=1))
    damage(first)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert shelf.data(NOW) is before
            wait_for_the_loader(shelf)
    (message,) = [entry.message for entry in caplog.records]
    assert message.startswith("새 스냅숏을 열지 못해 이전 자료를 계속 보여 줍니다")
    publish_postings(settings, {}, {}, {}, minutes=2)
    shelf.data(NOW)
    wait_for_the_loader(shelf)
    assert count(shelf.data(NOW)) == 3


def test_a_first_loading_that_fails_is_tried_again(settings: Settings) -> None:
    damage(publish_postings(settings, {}))
    shelf = Shelf(settings)
    with pytest.raises(SnapshotError):
        shelf.data(NOW)
    publish_postings(settings, {}, minutes=1)
    assert count(shelf.data(NOW)) == 1


def test_snapshots_nobody_reads_any_more_leave_the_memory(settings: Settings) -> None:
    publish_postings(settings, {})
    shelf = Shelf(settings)
    first = weakref.ref(shelf.data(NOW).postings)
    for minutes in (1, 2):
        publish_postings(settings, {"headcount": minutes}, minutes=minutes)
        shelf.data(NOW)
        wait_for_the_loader(shelf)
    assert first() is None


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    for shelf in (data.shelf, data.sample_shelf):
        shelf.clear()
    yield settings
    for shelf in (data.shelf, data.sample_shelf):
        shelf.clear()


def test_all_pages_start_from_one_shelf(environment: Settings) -> None:
    publish_postings(environment, {})
    assert data.current_data() is data.current_data()
    assert count(data.current_data()) == 1


def test_real_postings_take_the_place_of_the_record(environment: Settings) -> None:
    shelf = data.shelf()
    assert data.current_data().is_record
    publish_postings(environment, {}, {})
    data.current_data()
    wait_for_the_loader(shelf)
    assert count(data.current_data()) == 2
    assert not data.current_data().is_record


def test_a_sample_left_in_the_data_folder_is_shown_to_those_who_ask_for_it_alone(environment: Settings) -> None:
    publish_postings(environment, {}, is_sample=True)
    assert data.current_data().is_record
    assert data.data_of(data.SAMPLE).is_sample
    publish_postings(environment, {}, {}, minutes=1)
    data.data_of(data.SAMPLE)
    wait_for_the_loader(data.sample_shelf())
    assert data.data_of(data.SAMPLE).is_sample


@pytest.mark.parametrize(
    ("setting", "received", "usual"), [("", False, "real"), ("sample", False, "sample"), ("sample", True, "real")]
)
def test_the_settings_may_show_the_sample_as_long_as_nothing_was_received(
    environment: Settings, monkeypatch: pytest.MonkeyPatch, setting: str, received: bool, usual: str
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", setting)
    publish_postings(environment, {}, is_sample=not received)
    assert data.usual_data() == usual


@pytest.fixture(autouse=True)
def thaw() -> Iterator[None]:
    """Loading hides what is alive from the collector; other tests shall not inherit that."""
    yield
    gc.unfreeze()


def test_postings_of_several_row_groups_are_loaded_as_of_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"institution_code": code} for code in ("C0021", "C9999", "C0247", "C9999")]
    publish_postings(settings, *rows)
    whole = load_data(settings, NOW).postings
    monkeypatch.setitem(ROWS_PER_GROUP, "postings", 1)
    publish_postings(settings, *rows, minutes=1)
    parts = load_data(settings, NOW).postings
    assert parts.options == whole.options
    assert (parts.facets["institution"].totals == whole.facets["institution"].totals).all()


def test_a_snapshot_of_an_older_program_is_filled_up_with_what_comes_with_this_one(settings: Settings) -> None:
    publish_postings(settings, {})
    loaded = load_data(settings, NOW)
    assert "work_family" not in loaded.snapshot.tables
    assert len(loaded.table("work_family")) == 1775
    assert loaded.origin("work_family").source.endswith("일가정_양립_지원제도_운영현황.xlsx")
    assert len(loaded.table("postings")) == 1


def test_a_table_nobody_has_is_still_an_error(settings: Settings) -> None:
    publish_postings(settings, {})
    with pytest.raises(SnapshotError):
        load_data(settings, NOW).table("changes")
