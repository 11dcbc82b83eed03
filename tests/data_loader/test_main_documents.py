"""The commands about documents: read and texts."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from data_loader.__main__ import Clock, cli
from data_loader.sample.files.packages import as_docx, as_hwpx, zipped
from data_loader.snapshot import open_current
from tests.data_loader.conftest import NOW

BLOCKS = ["채용 공고", "간호사 면허 소지자"]


def run(data_dir: Path, *arguments: str) -> Result:
    clock = Clock(now=lambda: NOW, sleep=lambda seconds: None)
    result = CliRunner().invoke(cli, arguments, obj=clock, env={"DATA_DIR": str(data_dir)})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_read_writes_a_line_for_each_file(tmp_path: Path) -> None:
    notice, page = tmp_path / "공고문.hwp", tmp_path / "페이지.pdf"
    notice.write_bytes(as_hwpx(BLOCKS))
    page.write_bytes(b"<!DOCTYPE html><html></html>")
    result = run(tmp_path, "read", str(notice), str(page))
    assert result.exit_code == 0
    first, second = lines(result)
    assert list(first) == ["file", "kind", "status", "pages", "chars", "hangul", "flags"]
    assert (first["file"], first["kind"], first["status"], first["hangul"]) == (str(notice), "hwpx", "read", 12)
    assert (second["kind"], second["status"], second["chars"]) == ("html", "unsupported", 0)


def test_read_adds_the_text_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "공고.docx"
    path.write_bytes(as_docx(BLOCKS))
    (line,) = lines(run(tmp_path, "read", "--text", str(path)))
    assert str(line["text"]).split("\n")[:2] == BLOCKS


def test_read_tells_what_is_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "붙임.zip"
    path.write_bytes(zipped({"가.docx": as_docx(BLOCKS), "나.hwpx": as_hwpx(BLOCKS)}))
    (line,) = lines(run(tmp_path, "read", str(path)))
    assert (line["kind"], line["status"], line["hangul"]) == ("zip", "read", 24)
    members = line["members"]
    assert isinstance(members, list)
    assert [(member["member"], member["hangul"]) for member in members] == [("가.docx", 12), ("나.hwpx", 12)]


def test_a_file_that_is_not_there_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "공고.docx"
    path.write_bytes(as_docx(BLOCKS))
    result = run(tmp_path, "read", str(tmp_path / "없음.pdf"), str(tmp_path), str(path))
    assert result.exit_code == 3
    assert [line["file"] for line in lines(result)] == [str(path)]
    told = result.stderr.splitlines()
    assert len(told) == 2
    assert told[0].startswith("확인: 없음.pdf을(를) 열 수 없습니다")
    assert told[1].startswith(f"확인: {tmp_path.name}을(를) 열 수 없습니다")
    assert run(tmp_path, "read", str(tmp_path / "없음.pdf")).exit_code == 1


def test_read_without_a_file_is_a_wrong_command(tmp_path: Path) -> None:
    assert run(tmp_path, "read").exit_code == 2


def sample_in(folder: Path, *options: str) -> Path:
    """A folder of data that holds a small sample."""
    assert run(folder, "sample", "--postings", "60", *options).exit_code == 0
    return folder / "sample"


def test_sample_attachments_are_made_read_and_published(tmp_path: Path) -> None:
    tmp_path = sample_in(tmp_path)
    rows = open_current(tmp_path).read("attachments").to_pylist()
    before = open_current(tmp_path).read("document_texts").num_rows
    numbers = [str(row["attachment_id"]) for row in rows if row["extension"] != "pdf"][:4]
    assert run(tmp_path, "attachment", *numbers).exit_code == 0
    shared = run(tmp_path, "texts", "--shard", "2/2")
    assert shared.exit_code == 0
    assert open_current(tmp_path).read("document_texts").num_rows == before
    result = run(tmp_path, "texts")
    assert result.exit_code == 0
    assert "첨부파일 4개" in result.stdout
    snapshot = open_current(tmp_path)
    assert snapshot.id in result.stdout
    published = snapshot.read("document_texts")
    parts = sorted((tmp_path / "attachments" / "texts").iterdir())
    assert [part.name for part in parts] == ["document_texts-1-of-1.parquet", "document_texts-2-of-2.parquet"]
    assert pq.read_table(parts[0]).num_rows == published.num_rows
    assert run(tmp_path, "check").stdout == "어긋난 것이 없습니다.\n"
    assert run(tmp_path, "export", "document_texts").exit_code == 0


def test_another_sample_forgets_the_texts_of_the_one_before(tmp_path: Path) -> None:
    folder, tmp_path = tmp_path, sample_in(tmp_path)
    number = open_current(tmp_path).read("attachments")["attachment_id"][0].as_py()
    run(tmp_path, "attachment", str(number))
    run(tmp_path, "texts")
    before = open_current(tmp_path).read("document_texts")["sha256"].to_pylist()
    assert len(before) > 0
    sample_in(folder, "--seed", "9")
    assert not {*before} & {*open_current(tmp_path).read("document_texts")["sha256"].to_pylist()}


def test_texts_without_a_download_says_what_to_do_first(tmp_path: Path) -> None:
    result = run(tmp_path, "texts")
    assert result.exit_code == 1
    assert result.stderr.startswith("오류: 받아 둔 첨부파일이 없습니다.")


@pytest.mark.parametrize("share", ["8/7", "0/7", "1", "a/b", "1/0", "-1/7", "1/7/9"])
def test_a_share_there_is_not_is_a_wrong_command(tmp_path: Path, share: str) -> None:
    result = run(tmp_path, "texts", "--shard", share)
    assert result.exit_code == 2
    assert "I/N이 아닙니다" in result.stderr
