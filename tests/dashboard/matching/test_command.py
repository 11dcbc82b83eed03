"""python -m dashboard.matching"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.matching.__main__ import NEEDS_A_LOOK, main
from tests.dashboard.matching.made import snapshot_of

NURSE = {"title": "간호사 채용", "eligibility": "○ 간호사 면허증 소지자\n○ 임용 예정일부터 근무할 수 있는 사람"}
DOCTOR = {"title": "전임의 채용", "eligibility": "○ 의사 면허증 소지자\n○ 임용 예정일부터 근무할 수 있는 사람"}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    snapshot_of(tmp_path / "data", NURSE, DOCTOR)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DASHBOARD_TODAY", "2025-11-03")
    file = tmp_path / "profiles.jsonl"
    file.write_text(json.dumps({"id": "n", "lic": ["간호사"], "words": ["간호사"]}) + "\nnonsense\n", encoding="utf-8")
    return CliRunner().invoke(main, [str(file)])


def test_each_profile_has_a_line_with_quoted_words(run: Result) -> None:
    (line,) = run.stdout.splitlines()
    found = json.loads(line)
    assert (found["id"], [shown["posting_id"] for shown in found["shown"]]) == ("n", [1])
    for reason in found["shown"][0]["reasons"]:
        assert (NURSE | {"ncs_fields": "보건.의료"})[reason["source"]][reason["start"] : reason["end"]] == reason[
            "quote"
        ]
    ((hidden),) = found["hidden"]
    assert hidden["posting_id"] == 2
    assert hidden["because"]["quote"] == "○ 의사 면허증 소지자"
    assert (found["look"], found["near"]) == ([], [])


def test_a_line_that_cannot_be_read_is_told_and_the_status_says_so(run: Result) -> None:
    assert "2번째 줄을 건너뜁니다: JSON이 아닙니다" in run.stderr
    assert run.exit_code == NEEDS_A_LOOK
