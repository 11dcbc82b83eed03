"""Of a damaged store a bad record is set aside alone, `check` finds it, and what can be read is salvaged."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from data_loader.errors import StoreError
from data_loader.settings import Settings
from data_loader.snapshot import Snapshot
from data_loader.store.database import FILE_NAME, Store
from data_loader.store.salvage import salvage
from data_loader.sync.audit import audit
from data_loader.sync.run import sync
from tests.data_loader import portal_server
from tests.data_loader.conftest import NOW, posting_row
from tests.data_loader.portal_server import PortalServer
from tests.data_loader.service_rows import branch_row, detail, facility_row, file_row, programme_row, stage_row

# Takes long, for what it makes and reads.
pytestmark = pytest.mark.long

LIST = portal_server.RECRUITMENT
NUMBERS = range(290_001, 290_026)


@pytest.fixture
def folder(portal: PortalServer, settings: Settings) -> Iterator[Path]:
    """A folder with a store in which some postings have said two different things."""
    portal.rows[portal_server.FACILITIES] = [facility_row()]
    portal.rows[portal_server.PROGRAMMES] = [programme_row()]
    portal.rows[portal_server.BRANCHES] = [branch_row()]
    portal.details[portal_server.RECRUITMENT_DETAIL] = {
        number: detail(number, steps=[stage_row(number * 10, number)], files=[file_row(number)]) for number in NUMBERS
    }
    synced(settings, 0)
    portal.rows[LIST][:5] = [posting_row(row["recrutPblntSn"], recrutPbancTtl="고침") for row in portal.rows[LIST][:5]]
    synced(settings, 10)
    with closing(sqlite3.connect(settings.data_dir / FILE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield settings.data_dir


def synced(settings: Settings, minutes: int) -> Snapshot:
    return sync(settings, lambda: NOW + timedelta(minutes=minutes), sleep=lambda seconds: None).snapshot


def found_by_check(folder: Path) -> list[str]:
    return [line for line in audit(folder, NOW + timedelta(minutes=15)) if "저장소" in line]


def change(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute(statement, values)


def break_body(folder: Path, number: int) -> None:
    """Flip a bit in the latest content of a posting."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        query = "SELECT v.id, v.body FROM version v JOIN record r ON r.version = v.id WHERE r.service = ? AND r.key = ?"
        version, body = connection.execute(query, ("recruitment", number)).fetchone()
        broken = body[:20] + bytes([body[20] ^ 4]) + body[21:]
        connection.execute("UPDATE version SET body = ? WHERE id = ?", (broken, version))


def titles(snapshot: Snapshot) -> dict[int, str]:
    rows = snapshot.read("postings", ["posting_id", "title"]).to_pylist()
    return {row["posting_id"]: row["title"] for row in rows}


def test_a_sound_store_has_nothing_to_be_found(folder: Path) -> None:
    assert found_by_check(folder) == []


def test_a_record_with_an_earlier_content_says_that(folder: Path, settings: Settings) -> None:
    break_body(folder, 290_025)
    assert any("손상된 기록이 1건 있습니다(290025)" in line for line in found_by_check(folder))
    snapshot = synced(settings, 20)
    assert titles(snapshot)[290_025] == "기간제 직원 채용 290025"
    assert snapshot.read("rejected")["reason"].to_pylist() == ["저장소에서 손상됨 (앞서 받은 내용을 씀)"]


def test_a_record_with_no_other_content_is_set_aside_alone(folder: Path, settings: Settings) -> None:
    break_body(folder, 290_001)
    result = sync(settings, lambda: NOW + timedelta(minutes=20), sleep=lambda seconds: None)
    assert set(titles(result.snapshot)) == set(NUMBERS) - {290_001}
    assert result.needs_a_look
    assert any("저장소에서 손상되어 제외한 기록이 1건" in warning for warning in result.warnings)


def test_what_was_salvaged_is_received_again_where_it_was_damaged(folder: Path, settings: Settings) -> None:
    break_body(folder, 290_025)
    break_body(folder, 290_001)
    saved = salvage(folder, NOW)
    assert (saved.left_out, saved.damaged.exists()) == (2, True)
    snapshot = synced(settings, 20)
    assert titles(snapshot)[290_025] == "고침"
    assert set(titles(snapshot)) == set(NUMBERS)
    assert snapshot.tables["rejected"].rows == 0
    assert found_by_check(folder) == []


@pytest.mark.parametrize(
    "column", ["start_date", "end_date", "first_seen_at", "last_seen_at", "changed_at", "volatile", "digest"]
)
def test_a_damaged_column_of_a_record_is_found_and_put_right(folder: Path, settings: Settings, column: str) -> None:
    value: object = b"0123456789abcdef" if column == "digest" else "2025-1x-03"
    change(folder, f"UPDATE record SET {column} = ? WHERE service = 'recruitment' AND key = 290003", value)
    assert any("290003" in line for line in found_by_check(folder))
    assert titles(synced(settings, 20))[290_003] == "기간제 직원 채용 290003"
    salvage(folder, NOW)
    assert set(titles(synced(settings, 30))) == set(NUMBERS)
    assert found_by_check(folder) == []


def test_any_bit_that_flips_stops_nothing_for_good(folder: Path, settings: Settings, tmp_path: Path) -> None:
    random, kept = Random(4), tmp_path / "kept"
    shutil.copytree(folder, kept)
    size = (folder / FILE_NAME).stat().st_size
    for _ in range(12):
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        with (folder / FILE_NAME).open("r+b") as file:
            file.seek(random.randrange(100, size))
            (byte,) = file.read(1)
            file.seek(-1, 1)
            file.write(bytes([byte ^ (1 << random.randrange(8))]))
        if not found_by_check(folder):
            assert set(titles(synced(settings, 20))) == set(NUMBERS)
        salvage(folder, NOW)
        assert set(titles(synced(settings, 30))) == set(NUMBERS)
        assert found_by_check(folder) == []


def test_pages_of_nonsense_cost_what_was_in_them(folder: Path, settings: Settings) -> None:
    path = folder / FILE_NAME
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 8192 * 8192)
        file.write(b"\xff" * 8192)
    assert found_by_check(folder)
    salvage(folder, NOW)
    assert set(titles(synced(settings, 30))) == set(NUMBERS)


def test_what_was_known_before_is_kept(folder: Path, settings: Settings, portal: PortalServer) -> None:
    portal.rows[LIST].pop(3)
    synced(settings, 20)
    with Store(folder) as store:
        before = told_by(store)
    salvage(folder, NOW)
    with Store(folder) as store:
        assert told_by(store) == before
        assert store.calls_made("recruitment", NOW.date()) > 0


def told_by(store: Store) -> tuple[Any, ...]:
    return (
        [*store.states("recruitment")],
        [*store.versions("recruitment")],
        [*store.absences("recruitment")],
        store.withdrawals("recruitment"),
        store.first_readings("recruitment"),
        [*store.latest("facilities")],
        store.detail_columns("recruitment", "recruitment_detail"),
    )


def test_a_file_that_is_no_store_is_left_where_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"nothing" * 5000)
    with pytest.raises(StoreError, match="backups"):
        salvage(tmp_path, NOW)
    assert [path.name for path in tmp_path.iterdir() if "sqlite" in path.name] == [FILE_NAME]


def test_without_a_store_there_is_nothing_to_salvage(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="건질 것이 없습니다"):
        salvage(tmp_path, NOW)
