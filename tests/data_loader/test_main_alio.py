"""The commands that ask ALIO, run as a user runs them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

from data_loader.__main__ import Clock, cli
from data_loader.schema import TABLES
from data_loader.settings import Settings
from data_loader.snapshot import NewTable, Origin, publish
from tests.data_loader.alio_server import AlioServer, Answer, file_answer

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 "

Run = Callable[..., Result]


@pytest.fixture
def run(alio_settings: Settings) -> Run:
    def run_command(*arguments: str, **variables: str) -> Result:
        environment = {
            "DATA_DIR": str(alio_settings.data_dir),
            "ALIO_BASE_URL": alio_settings.alio_base_url,
            "ALIO_ALLOW_PRIVATE": "1",
            "NO_PROXY": "127.0.0.1",
        }
        clock = Clock(now=lambda: NOW, sleep=lambda seconds: None)
        result = CliRunner().invoke(cli, arguments, obj=clock, env=environment | variables)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run_command


def table_of(name: str, *rows: dict[str, Any]) -> NewTable:
    return NewTable(pa.Table.from_pylist(list(rows), schema=TABLES[name].arrow), Origin("포털", "2026-11-22"))


@pytest.fixture
def published(alio_settings: Settings) -> None:
    """Two postings, of which one is open, with an attachment each."""
    ends = {1: date(2026, 11, 30), 2: date(2026, 11, 1)}
    postings = [
        {"posting_id": number, "start_date": date(2026, 10, 1), "end_date": end} for number, end in ends.items()
    ]
    attachments = [{"attachment_id": 10 + n, "posting_id": n, "file_name": f"공고 {n}.pdf"} for n in ends]
    tables = {"postings": table_of("postings", *postings), "attachments": table_of("attachments", *attachments)}
    publish(alio_settings.data_dir, tables, NOW)


def test_an_attachment_is_fetched_described_and_copied_under_its_name(
    run: Run, alio: AlioServer, tmp_path: Path
) -> None:
    alio.files[7] = file_answer(PDF, "채용 공고문.pdf")
    result = run("attachment", "7", "-o", str(tmp_path / "받은파일"))
    assert result.exit_code == 0
    path = tmp_path / "받은파일" / "채용 공고문.pdf"
    assert path.read_bytes() == PDF
    assert result.stdout.split("\t") == ["7", "pdf", "9", "채용 공고문.pdf", f"{path}\n"]


def test_a_file_that_is_there_already_is_not_overwritten(run: Run, alio: AlioServer, tmp_path: Path) -> None:
    alio.files |= {7: file_answer(PDF, "공고문.pdf"), 8: file_answer(PDF + b"8", "공고문.pdf")}
    run("attachment", "7", "8", "-o", str(tmp_path))
    assert ((tmp_path / "공고문.pdf").read_bytes(), (tmp_path / "8 공고문.pdf").read_bytes()) == (PDF, PDF + b"8")


@pytest.mark.usefixtures("published")
def test_the_attachments_of_open_postings_are_fetched_with_their_stated_names(run: Run, alio: AlioServer) -> None:
    alio.files[11] = Answer(body=PDF)
    result = run("attachment", "--open")
    assert result.exit_code == 0
    assert result.stdout.split("\t")[:4] == ["11", "pdf", "9", "공고 1.pdf"]
    assert len(alio.asked) == 1


@pytest.mark.usefixtures("published")
def test_one_that_could_not_be_had_is_not_asked_for_again_soon_but_by_its_number(run: Run, alio: AlioServer) -> None:
    assert run("attachment", "--open").exit_code == 1
    again = run("attachment", "--open")
    assert (again.exit_code, again.stdout, len(alio.asked)) == (0, "", 1)
    assert "1개는 아직 다시 청하지 않습니다" in again.stderr
    assert run("attachment", "11").exit_code == 1
    assert len(alio.asked) == 2


def test_one_that_cannot_be_had_does_not_stop_the_others_and_is_told(run: Run, alio: AlioServer) -> None:
    alio.files[7] = file_answer(PDF)
    result = run("attachment", "6", "7")
    assert result.exit_code == 3
    assert "첨부파일 6: 알리오가 파일 대신 웹 페이지(HTML)" in result.stderr
    assert result.stdout.startswith("7\tpdf")
    assert run("attachment", "6").exit_code == 1


@pytest.mark.parametrize("arguments", [[], ["7", "--open"], ["0"], ["abc"]])
def test_a_request_for_nothing_or_for_two_things_is_a_mistake(run: Run, arguments: list[str]) -> None:
    assert run("attachment", *arguments).exit_code == 2


def test_figures_are_looked_up_and_their_corrections_shown(
    run: Run, alio: AlioServer, real_figures: dict[tuple[str, str], list[dict[str, Any]]]
) -> None:
    alio.figures = {key: [dict(row) for row in rows] for key, rows in real_figures.items()}
    next(row for row in alio.figures["20601", "GI0101"] if row["apbaId"] == "C0057")["yy1"] = "41,279"
    result = run("import", "--online")
    assert result.exit_code == 3
    assert "직원 평균보수: 앞선 공시와 다른 값 1개" in result.stderr
    shown = run("revisions", "--institution", "석탄", "--year", "2025")
    assert shown.stdout == (
        "대한석탄공사 2025년 1인당 평균보수, 정규직(일반정규직): 42,339 → 41,279천 원 "
        "(2026-08-20 기준 → 2026-11-22 기준)\n"
    )
    assert "고쳐진 값 1개" in shown.stderr
    for other in (("--year", "2024"), ("--table", "staff"), ("--institution", "C0001")):
        assert run("revisions", *other).stdout == ""


def test_an_alio_that_cannot_be_read_is_one_line_and_status_1(run: Run, alio: AlioServer) -> None:
    alio.script(*[Answer(503)] * 10)
    result = run("import", "--online")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "HTTP 503" in result.stderr


@pytest.mark.parametrize("arguments", [["import"], ["import", "--online", "--as-of", "2026-11-20"]])
def test_an_import_needs_files_or_the_search_but_not_both(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("command", ["attachment", "revisions"])
def test_help_says_what_each_exit_status_means(run: Run, command: str) -> None:
    assert "종료 상태" in run(command, "--help").stdout


def test_the_help_of_attachment_names_the_settings_of_alio(run: Run) -> None:
    text = run("attachment", "--help").stdout
    assert "ALIO_BASE_URL" in text
    assert "ALIO_ALLOW_PRIVATE" in text
