import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from data_loader.errors import SnapshotError
from data_loader.schema import TABLES
from data_loader.snapshot import (
    KEPT_SNAPSHOTS,
    NewTable,
    Origin,
    SameTable,
    Snapshot,
    current_id,
    open_current,
    publish,
)

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
REAL = Origin("공공데이터포털", "2026-11-22")


def cpi(*indexes: float, origin: Origin = REAL) -> NewTable:
    rows = [{"year": 2020 + n, "index": index} for n, index in enumerate(indexes)]
    return NewTable(pa.Table.from_pylist(rows, schema=TABLES["cpi"].arrow), origin)


def population(number: int, origin: Origin = REAL) -> NewTable:
    rows = [{"region": "R3010", "year": 2025, "population": number}]
    return NewTable(pa.Table.from_pylist(rows, schema=TABLES["population"].arrow), origin)


def index_of(snapshot: Snapshot) -> list[float]:
    found: list[float] = snapshot.read("cpi").column("index").to_pylist()
    return found


def days_later(days: int) -> datetime:
    return AT + timedelta(days=days)


def test_what_is_published_is_what_is_opened(tmp_path: Path) -> None:
    published = publish(tmp_path, {"cpi": cpi(100.0, 102.5)}, AT)
    opened = open_current(tmp_path)
    assert opened == published
    assert opened.warning == ""
    assert index_of(opened) == [100.0, 102.5]
    assert (opened.tables["cpi"].rows, opened.tables["cpi"].origin, opened.created_at) == (2, REAL, AT)


def test_lists_and_dates_survive(tmp_path: Path) -> None:
    row = {field.name: None for field in TABLES["postings"].arrow} | {
        "posting_id": 7,
        "start_date": date(2018, 10, 4),
        "hire_types": ["R1010", "R1040"],
        "ncs_fields": [],
    }
    table = pa.Table.from_pylist([row], schema=TABLES["postings"].arrow)
    publish(tmp_path, {"postings": NewTable(table, REAL)}, AT)
    assert open_current(tmp_path).read("postings").equals(table)


def test_rows_are_found_by_a_value(tmp_path: Path) -> None:
    publish(tmp_path, {"cpi": cpi(100.0, 102.5)}, AT)
    assert open_current(tmp_path).read_rows("cpi", "year", 2021) == [{"year": 2021, "index": 102.5}]


def test_a_table_not_given_is_carried_over(tmp_path: Path) -> None:
    publish(tmp_path, {"cpi": cpi(100.0), "population": population(1)}, AT)
    publish(tmp_path, {"population": population(2)}, days_later(1))
    opened = open_current(tmp_path)
    assert index_of(opened) == [100.0]
    assert opened.read_rows("population", "region", "R3010")[0]["population"] == 2


def test_a_base_table_fills_in_what_is_missing(tmp_path: Path) -> None:
    publish(tmp_path, {"cpi": cpi(100.0)}, AT, base={"population": population(5)})
    assert "population" in open_current(tmp_path).tables


@pytest.mark.parametrize(("as_of", "expected"), [("2025-01-01", [100.0]), ("2027-01-01", [99.0])])
def test_a_base_table_replaces_only_an_older_one(tmp_path: Path, as_of: str, expected: list[float]) -> None:
    publish(tmp_path, {"cpi": cpi(100.0)}, AT)
    publish(tmp_path, {}, days_later(1), base={"cpi": cpi(99.0, origin=Origin("새 판", as_of))})
    assert index_of(open_current(tmp_path)) == expected


def test_a_given_table_comes_before_the_base(tmp_path: Path) -> None:
    publish(tmp_path, {"cpi": cpi(1.0)}, AT, base={"cpi": cpi(99.0, origin=Origin("새 판", "2099-01-01"))})
    assert index_of(open_current(tmp_path)) == [1.0]


def test_a_table_of_another_shape_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    publish(tmp_path, {"cpi": cpi(100.0)}, AT)
    wrong = NewTable(pa.table({"year": [2020]}), REAL)
    with pytest.raises(SnapshotError, match="정의와 다릅니다"):
        publish(tmp_path, {"cpi": wrong}, days_later(1))
    assert index_of(open_current(tmp_path)) == [100.0]
    assert len(list((tmp_path / "snapshots").iterdir())) == 1


def damage_table(snapshot: Snapshot) -> None:
    content = bytearray(snapshot.path("cpi").read_bytes())
    content[len(content) // 2] ^= 1
    # A new file: unchanged tables are shared between snapshots.
    snapshot.path("cpi").unlink()
    snapshot.path("cpi").write_bytes(content)


def lose_table(snapshot: Snapshot) -> None:
    snapshot.path("cpi").unlink()


def cut_manifest(snapshot: Snapshot) -> None:
    path = snapshot.folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8")[:50], encoding="utf-8")


def change_manifest(snapshot: Snapshot) -> None:
    path = snapshot.folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"rows": 1', '"rows": 9'), encoding="utf-8")


def lose_all(snapshot: Snapshot) -> None:
    shutil.rmtree(snapshot.folder)


@pytest.mark.parametrize("damage", [damage_table, lose_table, cut_manifest, change_manifest, lose_all])
def test_a_damaged_snapshot_is_passed_over_for_the_one_before(
    tmp_path: Path, damage: Callable[[Snapshot], None]
) -> None:
    publish(tmp_path, {"cpi": cpi(1.0)}, AT)
    damage(publish(tmp_path, {"cpi": cpi(2.0)}, days_later(1)))
    opened = open_current(tmp_path)
    assert index_of(opened) == [1.0]
    assert opened.warning


def test_a_damaged_snapshot_without_another_is_an_error(tmp_path: Path) -> None:
    damage_table(publish(tmp_path, {"cpi": cpi(1.0)}, AT))
    with pytest.raises(SnapshotError, match="다시 만들어야"):
        open_current(tmp_path)


def test_a_snapshot_of_another_schema_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, {"cpi": cpi(1.0)}, AT)
    monkeypatch.setattr("data_loader.snapshot.SCHEMA_VERSION", 99)
    with pytest.raises(SnapshotError, match="다른 판"):
        open_current(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"current": 3}', '{"current": null}', '{"current": ""}'])
def test_with_a_damaged_pointer_the_newest_snapshot_is_opened(tmp_path: Path, content: str) -> None:
    publish(tmp_path, {"cpi": cpi(1.0)}, AT)
    newest = publish(tmp_path, {"cpi": cpi(2.0)}, days_later(1))
    (tmp_path / "current.json").write_text(content, encoding="utf-8")
    assert open_current(tmp_path) == newest


def test_without_any_snapshot_the_way_to_make_one_is_told(tmp_path: Path) -> None:
    assert current_id(tmp_path) is None
    with pytest.raises(SnapshotError, match="python -m data_loader sync"):
        open_current(tmp_path)


def test_the_current_id_follows_each_publication(tmp_path: Path) -> None:
    first = publish(tmp_path, {"cpi": cpi(1.0)}, AT)
    assert current_id(tmp_path) == first.id
    second = publish(tmp_path, {"cpi": cpi(2.0)}, days_later(1))
    assert current_id(tmp_path) == second.id


def test_publishing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    assert publish(tmp_path, {"cpi": cpi(1.0)}, AT) == publish(tmp_path, {"cpi": cpi(1.0)}, AT)
    assert len(list((tmp_path / "snapshots").iterdir())) == 1


def test_old_snapshots_are_removed(tmp_path: Path) -> None:
    for day in range(KEPT_SNAPSHOTS + 3):
        publish(tmp_path, {"cpi": cpi(float(day))}, days_later(day))
    assert len(list((tmp_path / "snapshots").iterdir())) == KEPT_SNAPSHOTS
    assert index_of(open_current(tmp_path)) == [5.0]


def test_what_a_killed_process_left_behind_is_cleared(tmp_path: Path) -> None:
    leftover = tmp_path / "snapshots" / ".building-1"
    leftover.mkdir(parents=True)
    (leftover / "cpi.parquet").write_bytes(b"half")
    publish(tmp_path, {"cpi": cpi(1.0)}, AT)
    assert not leftover.exists()


def test_a_snapshot_can_be_read_by_whoever_may_read_its_folder(tmp_path: Path) -> None:
    folder = publish(tmp_path, {"cpi": cpi(1.0)}, AT).folder
    assert folder.stat().st_mode == folder.parent.stat().st_mode


def test_a_missing_table_is_an_error(tmp_path: Path) -> None:
    publish(tmp_path, {"cpi": cpi(1.0)}, AT)
    with pytest.raises(SnapshotError, match="postings"):
        open_current(tmp_path).read("postings")


def test_a_folder_that_cannot_be_written_is_an_error_and_keeps_the_data(tmp_path: Path) -> None:
    (tmp_path / "snapshots").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(SnapshotError, match="쓸 수 없습니다"):
        publish(tmp_path, {"cpi": cpi(1.0)}, AT)


def test_the_manifest_names_source_time_and_kind_of_every_table(tmp_path: Path) -> None:
    snapshot = publish(tmp_path, {"cpi": cpi(1.0, origin=Origin("예시", "2026-11-22", True, 3))}, AT)
    manifest: dict[str, Any] = json.loads((snapshot.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["cpi"]["origin"] == {
        "source": "예시",
        "as_of": "2026-11-22",
        "is_sample": True,
        "is_record": False,
        "rejected": 3,
        "coverage": "",
    }


def test_a_table_seen_again_gets_a_new_origin_and_keeps_its_file(tmp_path: Path) -> None:
    first = publish(tmp_path, {"cpi": cpi(1.0), "population": population(5)}, AT)
    again = publish(tmp_path, {"cpi": SameTable(Origin("공공데이터포털", "2026-11-23"))}, days_later(1))
    assert again.tables["cpi"].origin.as_of == "2026-11-23"
    assert again.path("cpi").samefile(first.path("cpi"))
    assert again.holds_the_same_as(first)
    assert not publish(tmp_path, {"cpi": cpi(2.0)}, days_later(2)).holds_the_same_as(first)


def test_a_table_that_is_not_there_cannot_be_seen_again(tmp_path: Path) -> None:
    publish(tmp_path, {"population": population(5)}, AT)
    with pytest.raises(SnapshotError, match="cpi"):
        publish(tmp_path, {"cpi": SameTable(REAL)}, days_later(1))


def test_snapshots_that_share_their_files_do_not_push_out_the_one_before(tmp_path: Path) -> None:
    publish(tmp_path, {"cpi": cpi(1.0)}, AT)
    damaged = publish(tmp_path, {"cpi": cpi(2.0)}, days_later(1))
    for day in range(2, 9):
        publish(tmp_path, {"cpi": SameTable(REAL)}, days_later(day))
    damaged.path("cpi").unlink(missing_ok=True)
    open_current(tmp_path).path("cpi").write_bytes(b"damaged")
    assert index_of(open_current(tmp_path)) == [1.0]


def test_a_snapshot_somebody_holds_is_not_removed(tmp_path: Path) -> None:
    publish(tmp_path, {"population": population(0)}, AT)
    held: Snapshot | None = open_current(tmp_path, hold=True)
    assert held is not None
    first = held.folder
    for count in range(1, KEPT_SNAPSHOTS + 4):
        publish(tmp_path, {"population": population(count)}, AT + timedelta(minutes=count))
    assert held.read("population")["population"].to_pylist() == [0]
    assert len(list((tmp_path / "snapshots").iterdir())) == KEPT_SNAPSHOTS + 1
    held = None
    publish(tmp_path, {"population": population(99)}, AT + timedelta(hours=1))
    assert not first.exists()
    assert len(list((tmp_path / "snapshots").iterdir())) == KEPT_SNAPSHOTS


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "a/b", "..", "", "population.parquet"])
def test_a_manifest_that_names_files_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    published = publish(tmp_path, {"population": population(1)}, AT)
    evil = tmp_path / "evil.parquet"
    evil.write_bytes((published.folder / "population.parquet").read_bytes())
    body = json.loads((published.folder / "manifest.json").read_text(encoding="utf-8"))
    body["tables"][name] = body["tables"]["population"]
    text = json.dumps(body, ensure_ascii=False, indent=1)
    folder = published.folder.with_name(f"20990101T000000Z-{hashlib.sha256(text.encode()).hexdigest()[:8]}")
    published.folder.rename(folder)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    (tmp_path / "current.json").write_text(json.dumps({"current": folder.name}), encoding="utf-8")
    with pytest.raises(SnapshotError, match="표의 이름이 아닌 것"):
        open_current(tmp_path)


@pytest.mark.parametrize("name", ["../evil", "/tmp", ".building-1", "a/b", ""])
def test_a_pointer_that_leads_elsewhere_is_damaged(tmp_path: Path, name: str) -> None:
    published = publish(tmp_path, {"population": population(1)}, AT)
    (tmp_path / "current.json").write_text(json.dumps({"current": name}), encoding="utf-8")
    assert open_current(tmp_path) == published


def test_snapshots_of_a_clock_that_ran_ahead_go_first(tmp_path: Path) -> None:
    for count in range(KEPT_SNAPSHOTS + 1):
        publish(tmp_path, {"population": population(count)}, AT + timedelta(days=400 + count))
    made = [publish(tmp_path, {"population": population(100 + n)}, AT + timedelta(minutes=n)) for n in range(4)]
    kept = {path.name for path in (tmp_path / "snapshots").iterdir()}
    assert kept == {snapshot.id for snapshot in made[-KEPT_SNAPSHOTS:]}
