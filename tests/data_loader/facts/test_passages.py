"""The command that reads the facts of passages."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from data_loader.__main__ import NEEDS_A_LOOK, cli
from data_loader.facts.passages import LONGEST_LINE


def run(path: Path) -> Result:
    return CliRunner().invoke(cli, ["facts", str(path)])


def written(folder: Path, *lines: object) -> Path:
    path = folder / "passages.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_each_passage_gives_one_line(tmp_path: Path) -> None:
    text = "[미화]\n- 경력: 제한 없음\n[경비]\n- 경력: 제한 없음"
    result = run(written(tmp_path, {"id": "a", "text": text, "field": "eligibility"}, {"text": "의사 면허"}))
    assert result.exit_code == 0
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    (fact,) = first["facts"]
    assert {name: fact[name] for name in ("kind", "value", "need", "role")} == {
        "kind": "career_months", "value": "none", "need": "stated", "role": "미화",
    }  # fmt: skip
    assert text[fact["start"] : fact["end"]] == "경력: 제한 없음"
    assert [other["role"] for other in fact["also"]] == ["경비"]
    assert second["id"] == 2


def test_a_line_that_cannot_be_read_is_named_and_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "{", "[1]", {"id": 1}, {"text": "가", "field": 3}, {"id": 5, "text": "의사 면허"})
    result = run(path)
    assert result.exit_code == NEEDS_A_LOOK
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [5]
    assert result.stderr.count("건너뜁니다") == 4


def test_a_file_without_a_passage_fails_and_an_empty_one_does_not(tmp_path: Path) -> None:
    assert run(written(tmp_path, "{")).exit_code == 1
    assert run(written(tmp_path, "")).exit_code == 0
    assert run(tmp_path / "missing.jsonl").exit_code == 2


def test_bytes_that_are_no_text_and_endless_lines_are_named(tmp_path: Path) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_bytes(
        b"\xff\xfe{}\n" + b" " * (LONGEST_LINE + 5) + b"{}\n" + json.dumps({"text": "\ud800 의사 면허"}).encode()
    )
    result = run(path)
    assert result.exit_code == NEEDS_A_LOOK
    assert "UTF-8" in result.stderr
    assert json.loads(result.stdout.splitlines()[-1])["facts"][0]["value"] == "의사"
