"""The audit says what does not fit, and nothing where all is well."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from data_loader.errors import StoreError
from data_loader.lock import writer_lock
from data_loader.schema import TABLES
from data_loader.settings import Settings
from data_loader.snapshot import NewTable, open_current, publish
from data_loader.store.database import FILE_NAME
from data_loader.sync.audit import audit
from data_loader.sync.run import sync
from tests.data_loader import portal_server
from tests.data_loader.conftest import NOW, posting_row
from tests.data_loader.portal_server import PortalServer
from tests.data_loader.service_rows import branch_row, detail, facility_row, programme_row

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def data_dir(portal: PortalServer, settings: Settings) -> Path:
    """A folder after a first sync."""
    portal.rows[portal_server.FACILITIES] = [facility_row()]
    portal.rows[portal_server.PROGRAMMES] = [programme_row()]
    portal.rows[portal_server.BRANCHES] = [branch_row()]
    portal.details[portal_server.RECRUITMENT_DETAIL] = {290_001: detail(290_001)}
    sync(settings, lambda: NOW, sleep=lambda seconds: None)
    return settings.data_dir


def spoil(data_dir: Path, name: str, *rows: dict[str, object], keep: bool = True) -> None:
    """Publish a table with these rows added."""
    snapshot = open_current(data_dir)
    table = snapshot.read(name)
    added = pa.Table.from_pylist([dict.fromkeys(table.schema.names) | row for row in rows], schema=TABLES[name].arrow)
    whole = pa.concat_tables([table, added] if keep else [added]).unify_dictionaries()
    publish(data_dir, {name: NewTable(whole, snapshot.tables[name].origin)}, NOW)


def change_store(data_dir: Path, statement: str) -> None:
    connection = sqlite3.connect(data_dir / FILE_NAME)
    with connection:
        connection.execute(statement)
    connection.close()


def test_after_a_sync_all_is_well(data_dir: Path) -> None:
    assert audit(data_dir, NOW) == []


def test_a_damaged_table_is_found(data_dir: Path) -> None:
    open_current(data_dir).path("postings").write_bytes(b"damaged")
    (finding,) = audit(data_dir, NOW)
    assert "손상" in finding


def test_a_row_that_refers_to_nothing_is_found(data_dir: Path) -> None:
    spoil(data_dir, "stages", {"stage_id": 1, "posting_id": 7}, {"stage_id": 2, "posting_id": 8})
    assert audit(data_dir, NOW) == ["stages: postings에 없는 posting_id이(가) 2개 있습니다(7, 8)."]


def test_a_posting_of_an_unknown_institution_is_found(data_dir: Path, portal: PortalServer, settings: Settings) -> None:
    portal.rows[portal_server.RECRUITMENT].insert(0, posting_row(300_000, pblntInstCd="C9999"))
    sync(settings, lambda: LATER, open_only=True, sleep=lambda seconds: None)
    assert audit(data_dir, NOW) == ["postings: institutions에 없는 institution_code이(가) 1개 있습니다(C9999)."]


def test_a_number_that_stands_twice_is_found(data_dir: Path) -> None:
    spoil(data_dir, "facilities", {"facility_id": 501, "facility": "또", "institution_code": "C0021"})
    assert "facilities: facility_id이(가) 겹치는 행이 1개 있습니다." in audit(data_dir, NOW)


def test_codes_and_records_somebody_must_decide_about_are_named(
    data_dir: Path, portal: PortalServer, settings: Settings
) -> None:
    portal.rows[portal_server.RECRUITMENT] += [posting_row(8, workRgnLst="R3999"), posting_row(9, pbancBgngYmd="작년")]
    sync(settings, lambda: LATER, open_only=True, sleep=lambda seconds: None)
    found = audit(data_dir, NOW)
    assert any("R3999" in line for line in found)
    assert "postings: 쓰지 못해 제외한 기록이 1건 있습니다." in found


def test_a_start_that_cannot_be_is_found(data_dir: Path, portal: PortalServer, settings: Settings) -> None:
    portal.rows[portal_server.RECRUITMENT].append(posting_row(8, pbancBgngYmd="19510101"))
    sync(settings, lambda: LATER, open_only=True, sleep=lambda seconds: None)
    assert audit(data_dir, NOW) == [
        "postings: 시작일이 2000-01-01보다 이르거나 2027-11-03보다 늦은 공고가 1건 있습니다."
    ]


def test_a_snapshot_with_fewer_postings_than_the_store_is_found(data_dir: Path) -> None:
    row = open_current(data_dir).read("postings").to_pylist()[0]
    spoil(data_dir, "postings", row, keep=False)
    assert any("저장소의 공고는 25건인데 공개된 것은 1건" in line for line in audit(data_dir, NOW))


def test_a_window_that_lacks_what_the_portal_counted_is_found(data_dir: Path) -> None:
    change_store(data_dir, "UPDATE run SET total_count = 99 WHERE params LIKE '%2025-01-01%'")
    assert audit(data_dir, NOW) == [
        "채용공고: 포털이 말한 것보다 적게 받고도 끝난 읽기가 1번 있습니다.",
        "2025년부터 시작한 공고: 포털은 99건이라고 했는데 저장소에는 25건이 있습니다.",
    ]


def test_a_damaged_store_is_found(data_dir: Path) -> None:
    (data_dir / FILE_NAME).write_bytes(b"this is no database" * 500)
    assert any("손상" in line for line in audit(data_dir, NOW))


def test_without_data_it_says_how_to_begin(tmp_path: Path) -> None:
    (finding,) = audit(tmp_path, NOW)
    assert "python -m data_loader sync" in finding


def test_while_another_process_writes_nothing_is_judged(data_dir: Path) -> None:
    with writer_lock(data_dir, "sync"), pytest.raises(StoreError, match="자료를 쓰고 있습니다"):
        audit(data_dir, NOW)
