from datetime import timedelta
from pathlib import Path

import pytest

from data_loader.errors import StoreError
from data_loader.sync.attempts import FILE_NAME, Attempt, described, last_attempts, note_failure, note_successes
from tests.data_loader.conftest import NOW

LATER = NOW + timedelta(hours=1)


def test_before_the_first_attempt_there_is_nothing(tmp_path: Path) -> None:
    assert last_attempts(tmp_path) == {}


def test_the_last_success_and_the_last_failure_are_both_known(tmp_path: Path) -> None:
    note_successes(tmp_path, {"facilities": NOW, "programmes": NOW})
    note_failure(tmp_path, "facilities", LATER, "포털이 답하지 않았습니다.")
    assert last_attempts(tmp_path) == {
        "facilities": Attempt(NOW, LATER, "포털이 답하지 않았습니다."),
        "programmes": Attempt(NOW),
    }


def test_a_part_fails_until_it_succeeds_again(tmp_path: Path) -> None:
    note_failure(tmp_path, "facilities", NOW, "아니 됨")
    assert last_attempts(tmp_path)["facilities"].is_failing
    note_successes(tmp_path, {"facilities": LATER})
    assert not last_attempts(tmp_path)["facilities"].is_failing


def test_as_json_the_times_are_texts(tmp_path: Path) -> None:
    note_successes(tmp_path, {"open_postings": NOW})
    assert described(last_attempts(tmp_path)) == {
        "open_postings": {"succeeded_at": "2025-11-03T10:00:00+09:00", "failed_at": None, "error": ""}
    }


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1}', '{"a": {}}', '{"a": {"succeeded_at": "x"}}'])
def test_a_damaged_file_counts_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    assert last_attempts(tmp_path) == {}


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="권한"):
        note_failure(tmp_path / "nowhere", "facilities", NOW, "")
