"""The files behind the search: whole or not there, made once, made again where they are damaged."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.search import building
from dashboard.search.__main__ import main
from dashboard.search.building import build, build_beside, open_segments, search_folder
from dashboard.search.segment import write_segment
from data_loader.errors import SnapshotError, StoreError
from data_loader.lock import writer_lock
from data_loader.snapshot import Snapshot
from tests.dashboard.conftest import Row
from tests.dashboard.search.conftest import index_of, publish_rows

ROWS: list[Row] = [{"title": f"직원 {number}", "eligibility": f"면허 {number}"} for number in range(3)]
# Three postings in three segments.
STEP = building.IDS_PER_SEGMENT


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return publish_rows(tmp_path, *ROWS, step=STEP)


def segments(snapshot: Snapshot) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in search_folder(snapshot).iterdir() if path.is_dir()}


def test_it_reports_how_far_it_is(snapshot: Snapshot) -> None:
    steps: list[tuple[int, int]] = []
    build(snapshot, lambda done, of: steps.append((done, of)))
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_building_again_writes_nothing_again(snapshot: Snapshot) -> None:
    build(snapshot)
    before = segments(snapshot)
    build(snapshot)
    assert segments(snapshot) == before


def test_a_new_posting_makes_only_its_own_segment_anew(snapshot: Snapshot, tmp_path: Path) -> None:
    build(snapshot)
    before = segments(snapshot)
    newer = publish_rows(
        tmp_path, {"title": "새 직원", "eligibility": "자격"}, *ROWS, first_id=900_000 + STEP, step=STEP
    )
    build(newer)
    after = segments(newer)
    assert before.items() < after.items()
    assert len(after) == len(before) + 1
    assert index_of(newer).search("자격").rows.tolist() == [True, False, False, False]


def test_stopped_half_way_it_goes_on_where_it_stopped(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def write_two(*args: object) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(args)
        write_segment(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(building, "write_segment", write_two)
        with pytest.raises(KeyboardInterrupt):
            build(snapshot)
    assert open_segments(snapshot) is None
    half = segments(snapshot)
    build(snapshot)
    assert half.items() < segments(snapshot).items()
    assert index_of(snapshot).search("면허").rows.all()


def test_what_was_left_while_being_written_is_cleared_away(snapshot: Snapshot) -> None:
    leftover = search_folder(snapshot) / ".building-abc"
    leftover.mkdir(parents=True)
    build(snapshot)
    assert not leftover.exists()


@pytest.mark.parametrize("name", ["places.npy", "texts.arrow"])
@pytest.mark.parametrize("left", [None, 0, 8, 150])
def test_a_damaged_segment_is_not_searched_and_made_again(snapshot: Snapshot, name: str, left: int | None) -> None:
    build(snapshot)
    path = search_folder(snapshot) / sorted(segments(snapshot))[0] / name
    whole = path.read_bytes()
    path.unlink()
    if left is not None:
        path.write_bytes(whole[: min(left, len(whole) - 1)])
    assert not index_of(snapshot).has_texts
    build(snapshot)
    assert index_of(snapshot).search("면허").rows.all()


def test_a_damaged_list_is_as_good_as_none(snapshot: Snapshot) -> None:
    build(snapshot)
    (path,) = search_folder(snapshot).glob("*.json")
    path.write_bytes(b"")
    (path.parent / "1-older.json").write_bytes(b"\xff{")
    assert not index_of(snapshot).has_texts
    build(snapshot)
    assert index_of(snapshot).search("면허").rows.all()


def test_only_the_newest_lists_and_what_they_need_are_kept(tmp_path: Path) -> None:
    for number in range(5):
        snapshot = publish_rows(tmp_path, {"title": "직원", "eligibility": f"면허 {number}"})
        build(snapshot)
    assert len(segments(snapshot)) == 3
    assert len(list(search_folder(snapshot).glob("*.json"))) == 3


def test_a_reader_keeps_what_it_has_open(tmp_path: Path) -> None:
    snapshot = publish_rows(tmp_path, {"title": "직원", "eligibility": "면허"})
    build(snapshot)
    index = index_of(snapshot)
    assert index.has_texts
    shutil.rmtree(search_folder(snapshot))
    found = index.search("면허")
    assert found.rows.tolist() == [True]
    assert [passage.text for passage in index.passages(0, found.query)] == ["면허"]


def test_one_process_builds_at_a_time(snapshot: Snapshot) -> None:
    with writer_lock(search_folder(snapshot), "검색 색인"), pytest.raises(StoreError, match="검색 색인"):
        build(snapshot)


def test_texts_that_cannot_be_read_are_an_error(snapshot: Snapshot) -> None:
    snapshot.path("posting_texts").write_bytes(b"not a table")
    with pytest.raises(SnapshotError, match="검색 색인"):
        build(snapshot)


def test_postings_without_any_text_can_be_searched(tmp_path: Path) -> None:
    snapshot = publish_rows(tmp_path, {"title": "직원 채용"})
    build(snapshot)
    assert index_of(snapshot).search("직원").rows.tolist() == [True]
    assert index_of(snapshot).search("면허").rows.tolist() == [False]


def test_the_command_builds_for_the_current_snapshot(snapshot: Snapshot, tmp_path: Path) -> None:
    with build_beside(tmp_path) as process:
        assert process.wait() == 0
    assert open_segments(snapshot) is not None


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [str(tmp_path)])
    assert result.exit_code == 1
    assert "아직 자료가 없습니다" in result.output
