"""python -m dashboard.ask, as another program calls it."""

import json

from click.testing import CliRunner, Result

from dashboard.ask.__main__ import main


def run(text: str) -> Result:
    return CliRunner().invoke(main, ["-"], input=text)


def test_each_line_is_answered_by_a_line() -> None:
    lines = [json.dumps({"id": number, "text": "부산 간호사", "today": "2026-11-30"}) for number in (1, "b")]
    result = run("\n".join(lines))
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"id": number, "page": "postings", "filters": {"region": ["busan"], "q": "간호사"}, "institutions": [], "view": {}, "unknown": []}
        for number in (1, "b")
    ]  # fmt: skip


def test_a_bad_line_is_named_and_the_others_are_answered() -> None:
    result = run(
        '{"id": 1, "text": "부산"}\nnonsense\n[1]\n{"id": 2, "text": "서울", "today": "soon"}\n{"id": 3, "text": "대구"}\n'
    )
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 3]
    assert result.stderr.splitlines() == [
        "2번째 줄: JSON이 아닙니다.",
        '3번째 줄: "text"에 질문이 있어야 합니다.',
        '4번째 줄: "today"는 2026-11-30 같은 날짜여야 합니다.',
    ]


def test_nothing_asked_is_nothing_answered() -> None:
    result = run("\n\n")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_file_that_is_not_there_is_one_sentence() -> None:
    result = CliRunner().invoke(main, ["no-such-file.jsonl"])
    assert result.exit_code == 2
    assert "no-such-file.jsonl" in result.stderr
