"""The sample is made beside the server, once for all who ask."""

from pathlib import Path

import pytest

from dashboard.sample_making import SampleMaker
from data_loader.errors import SnapshotError
from data_loader.settings import Settings
from data_loader.snapshot import open_current

# Takes long, for what it makes and reads.
pytestmark = pytest.mark.long

SECONDS = 120


def test_it_is_made_in_a_folder_of_its_own(tmp_path: Path) -> None:
    maker = SampleMaker(Settings(tmp_path, "http://127.0.0.1"), postings=10_000)
    maker.start()
    maker.start()
    assert maker.is_over(SECONDS)
    maker.raise_error()
    assert maker.share > 0
    made = open_current(tmp_path / "sample").tables["postings"]
    assert (made.rows, made.origin.is_sample) == (10_000, True)
    assert not (tmp_path / "current.json").exists()


def test_why_it_could_not_be_made_is_told_and_it_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "sample").write_text("a file where the folder should be")
    maker = SampleMaker(Settings(tmp_path, "http://127.0.0.1"), postings=10)
    maker.start()
    assert maker.is_over(SECONDS)
    with pytest.raises(SnapshotError, match="자료 폴더를 쓸 수 없습니다"):
        maker.raise_error()
    (tmp_path / "sample").unlink()
    maker.start()
    assert maker.is_over(SECONDS)
    maker.raise_error()


def test_where_nothing_was_begun_it_is_over(tmp_path: Path) -> None:
    assert SampleMaker(Settings(tmp_path, "http://127.0.0.1")).is_over(0)
