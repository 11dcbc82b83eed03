import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from data_loader.__main__ import Clock, cli
from data_loader.settings import ROOT, Settings
from data_loader.snapshot import current_id, open_current
from data_loader.store.database import FILE_NAME, Store
from data_loader.sync.logs import set_up_logging
from tests.data_loader import portal_server
from tests.data_loader.conftest import NOW, assert_free_of_key, posting_row
from tests.data_loader.portal_server import KEY, PortalServer, Reply, Request, gateway_error, gateway_error_xml
from tests.data_loader.service_rows import facility_row, programme_row

LIST = portal_server.RECRUITMENT
Run = Callable[..., Result]


def environment(settings: Settings) -> dict[str, str]:
    return {
        "DATA_GO_KR_SERVICE_KEY": KEY,
        "DATA_GO_KR_BASE_URL": settings.base_url,
        "DATA_GO_KR_TIMEOUT": "5",
        "DATA_DIR": str(settings.data_dir),
        "NO_PROXY": "127.0.0.1",
    }


@pytest.fixture(autouse=True)
def other_services(portal: PortalServer) -> None:
    portal.rows[portal_server.FACILITIES] = [facility_row()]
    portal.rows[portal_server.PROGRAMMES] = [programme_row()]


@pytest.fixture
def run(settings: Settings) -> Run:
    """Runs a command; the clock stands still and does not wait."""

    def run_command(*arguments: str, now: Any = NOW, **variables: str) -> Result:
        clock = Clock(now=lambda: now, sleep=lambda seconds: None)
        result = CliRunner().invoke(cli, arguments, obj=clock, env=environment(settings) | variables)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "c2ltdWxhdGVk" not in result.output
        return result

    return run_command


@pytest.fixture
def start(settings: Settings) -> Callable[..., subprocess.Popen[str]]:
    """Starts a command as a process of its own."""

    def start_process(*arguments: str, **variables: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "data_loader", *arguments],
            cwd=ROOT,
            env=os.environ | environment(settings) | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    return start_process


def test_sync_says_what_it_published_and_ends_well(run: Run, settings: Settings) -> None:
    result = run("sync")
    assert result.exit_code == 0
    assert "채용공고 25건" in result.stdout
    assert str(current_id(settings.data_dir)) in result.stdout
    assert "빠진 것이 없습니다" in result.stdout
    assert result.stderr.splitlines()[:3] == ["지금 열린 공고 25/25", "공공기관 1/1", "2025년부터 시작한 공고 25/25"]


@pytest.mark.parametrize("failure", [Reply(500), Reply(502), Reply(body="{}", cut=True), None])
def test_sync_ends_with_one_whenever_the_open_list_was_not_read(
    run: Run, portal: PortalServer, settings: Settings, failure: Reply | None
) -> None:
    assert run("sync").exit_code == 0
    # The day's calls are spent on top of it, or alone.
    if failure:
        portal.always(LIST, failure)
    with Store(settings.data_dir) as store:
        store.learn_calls("recruitment", NOW.date(), 999 if failure else 1000)
    for arguments in (("sync",), ("sync", "--open")):
        result = run(*arguments, now=NOW + timedelta(minutes=10))
        assert result.exit_code == 1
        assert "오류: " in result.stderr
        assert "빠진 것이 없습니다" not in result.output


def test_sync_reports_each_thing_to_look_at_on_a_line_and_ends_with_three(run: Run, portal: PortalServer) -> None:
    portal.rows[LIST] += [posting_row(7, workRgnLst="R39\x1b[31m", workRgnNmLst="a\nb"), None]
    result = run("sync")
    assert result.exit_code == 3
    noted = [line for line in result.stderr.splitlines() if line.startswith("확인: ")]
    assert len(noted) == 3
    assert result.stderr.replace("\n", "").isprintable()


FAULTS: dict[str, tuple[Reply, str]] = {
    "wrong key, 403 JSON": (gateway_error("30", "SERVICE_KEY_IS_NOT_REGISTERED_ERROR", 403), "등록되지 않은 서비스 키"),
    "wrong key, 200 XML": (gateway_error_xml("30", "SERVICE_KEY_IS_NOT_REGISTERED_ERROR"), "등록되지 않은 서비스 키"),
    "quota, 429": (Reply(429, "", {"x-ratelimit-remaining": "0"}), "자정"),
    "quota, 22": (gateway_error_xml("22", "LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR"), "자정"),
    "500": (Reply(500, f"key was {KEY}"), "HTTP 500"),
    "502": (Reply(502, "<html>bad gateway</html>"), "HTTP 502"),
    "cut": (Reply(200, '{"resultCode":200,"totalCount":1,"result":[{}]}', cut=True), "끊겼"),
    "truncated": (Reply(200, '{"resultCode":200,"totalCo'), "잘렸거나"),
    "no result": (Reply(200, '{"resultCode":200,"totalCount":1}'), "목록(result)이 없"),
}


@pytest.mark.parametrize(("reply", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_failed_sync_says_why_in_one_line_and_keeps_the_snapshot(
    run: Run, settings: Settings, portal: PortalServer, reply: Reply, words: str
) -> None:
    run("sync")
    good = open_current(settings.data_dir)
    portal.always(LIST, reply)
    result = run("sync", now=NOW + timedelta(days=1))
    (line,) = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert line.startswith("오류: 채용공고: ")
    assert words in line
    assert open_current(settings.data_dir) == good
    assert_free_of_key(settings.data_dir)


def test_a_portal_that_hangs_is_told(run: Run, portal: PortalServer) -> None:
    portal.always(LIST, Reply(hang=True))
    result = run("sync", DATA_GO_KR_TIMEOUT="0.1")
    assert result.exit_code == 1
    assert "제때 답하지 않았습니다" in result.stderr


def test_a_limit_per_second_is_waited_out(run: Run, portal: PortalServer) -> None:
    limit = gateway_error_xml("23", "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR")
    portal.script(LIST, limit, limit)
    assert run("sync").exit_code == 0


def test_an_encoded_key_works_as_well(run: Run) -> None:
    encoded = "c2ltdWxhdGVk%2BLXBvcnRhbC%2F1zZXJ2aWNlLWtleQ%3D%3D"
    assert run("sync", DATA_GO_KR_SERVICE_KEY=encoded).exit_code == 0


def test_sync_open_asks_for_open_postings(run: Run, portal: PortalServer) -> None:
    portal.rows[LIST][0]["ongoingYn"] = "N"
    assert "채용공고 24건" in run("sync", "--open").stdout


def test_a_process_with_a_wrong_key_fails_without_showing_it(
    start: Callable[..., subprocess.Popen[str]], settings: Settings
) -> None:
    secret = "d3Jvbmc+a2V5/d3Jvbmc="
    out, err = start("sync", DATA_GO_KR_SERVICE_KEY=secret).communicate(timeout=30)
    assert out == ""
    assert "등록되지 않은 서비스 키" in err
    assert len(err.splitlines()) == 1
    assert "d3Jvbmc" not in err
    assert not (settings.data_dir / "current.json").exists()


def test_the_recorded_list_goes_all_the_way_through_the_command_line(
    start: Callable[..., subprocess.Popen[str]], run: Run, portal: PortalServer, real_list: dict[str, Any]
) -> None:
    portal.rows[LIST] = real_list["result"]
    process = start("sync")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, "채용공고 379건" in out) == (0, True), err
    tables = json.loads(run("status", "--json").stdout)["tables"]
    assert (tables["postings"]["rows"], tables["postings"]["is_sample"]) == (379, False)
    exported = run("export", "postings").stdout_bytes.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(exported, newline="")))
    assert len(rows) == 379
    assert len({row["institution_code"] for row in rows}) == 121
    assert sum("R1040" in row["hire_types"].split(",") for row in rows) == 256
    assert sum("," in row["work_regions"] for row in rows) == 49


def test_a_killed_sync_goes_on_and_ends_in_the_same_state(
    start: Callable[..., subprocess.Popen[str]],
    run: Run,
    settings: Settings,
    portal: PortalServer,
    tmp_path: Path,
    real_list: dict[str, Any],
) -> None:
    portal.rows[LIST] = real_list["result"]
    portal.cap = 100
    assert run("sync", DATA_DIR=str(tmp_path / "undisturbed")).exit_code == 0
    portal.requests.clear()

    processes: list[subprocess.Popen[str]] = []

    def kill_at_page_three(request: Request) -> None:
        if request.page == 3 and processes:
            processes.pop().kill()

    portal.before = kill_at_page_three
    process = start("sync")
    processes.append(process)
    process.communicate(timeout=60)
    assert process.returncode == -9
    assert not (settings.data_dir / "current.json").exists()

    again = start("sync")
    _, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    # The open postings go on at page 3; begun before this start, they are then read again, and the years after them.
    assert portal.pages_asked()[:9] == [1, 2, 3, 3, 4, 1, 2, 3, 4]
    resumed, undisturbed = open_current(settings.data_dir), open_current(tmp_path / "undisturbed")
    for table in ("postings", "posting_texts", "institutions", "rejected", "code_names"):
        assert resumed.read(table).equals(undisturbed.read(table)), table


def test_status_in_json_describes_every_table(run: Run, settings: Settings) -> None:
    run("sync")
    described = json.loads(run("status", "--json").stdout)
    assert described["snapshot"] == current_id(settings.data_dir)
    assert described["data_dir"] == str(settings.data_dir)
    assert described["warning"] == ""
    assert described["tables"]["postings"] == {
        "rows": 25,
        "as_of": "2025-11-03T10:00:00+09:00",
        "source": "공공기관 채용정보 조회서비스 (재정경제부, data.go.kr 15125273)",
        "is_sample": False,
        "is_record": False,
        "rejected": 0,
        "coverage": "",
    }


def test_status_for_people_has_a_line_for_every_table(run: Run) -> None:
    run("sync")
    lines = run("status").stdout.splitlines()
    (postings,) = (line for line in lines if line.startswith("postings"))
    assert "25" in postings
    assert "채용공고" in postings
    assert "실제" in postings


def test_status_without_data_tells_of_the_record(run: Run) -> None:
    lines = run("status").stdout.splitlines()
    (postings,) = (line for line in lines if line.startswith("postings"))
    assert "443" in postings and "기록" in postings


def test_status_warns_of_a_damaged_snapshot_that_was_passed_over(
    run: Run, settings: Settings, portal: PortalServer
) -> None:
    run("sync")
    portal.rows[LIST].pop()
    run("sync", now=NOW + timedelta(days=1))
    open_current(settings.data_dir).path("postings").write_bytes(b"damaged")
    result = run("status")
    assert result.exit_code == 0
    assert "손상" in result.stderr


def test_export_writes_a_whole_file(run: Run, tmp_path: Path) -> None:
    run("sync")
    assert run("export", "postings", "-o", str(tmp_path / "out.csv")).exit_code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").count("\n") == 26
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.csv"]


def test_export_to_parquet_carries_the_origin(run: Run, tmp_path: Path) -> None:
    run("sync")
    run("export", "institutions", "--format", "parquet", "-o", str(tmp_path))
    metadata = pq.read_schema(tmp_path / "institutions.parquet").metadata
    assert metadata[b"is_sample"] == b"false"
    assert "15125287" in metadata[b"source"].decode()


def test_export_to_a_place_that_is_not_there_is_an_error(run: Run, tmp_path: Path) -> None:
    run("sync")
    result = run("export", "postings", "-o", str(tmp_path / "nowhere" / "out.csv"))
    assert result.exit_code == 1
    assert "쓸 수 없습니다" in result.stderr


def test_a_past_day_is_written_as_it_was_known_then(run: Run, portal: PortalServer, tmp_path: Path) -> None:
    run("sync")
    portal.rows[LIST].pop()
    run("sync", now=NOW + timedelta(days=2))
    result = run("as-of", f"{NOW:%Y-%m-%d}", "-o", str(tmp_path / "then.csv"))
    assert result.exit_code == 0
    assert (tmp_path / "then.csv").read_text(encoding="utf-8-sig").count("\n") == 26
    assert "까지 확인한 것으로" in result.stderr
    too_early = run("as-of", "2019-01-01")
    assert too_early.exit_code == 1
    assert "받지 않았습니다" in too_early.stderr


def test_sample_postings_announce_themselves(run: Run, settings: Settings, tmp_path: Path) -> None:
    assert run("sample", "--postings", "50", "--seed", "1").exit_code == 0
    sample_dir = str(settings.sample_dir)
    tables = json.loads(run("status", "--json", DATA_DIR=sample_dir).stdout)["tables"]
    assert (tables["postings"]["rows"], tables["postings"]["is_sample"], tables["pay"]["is_sample"]) == (
        50,
        True,
        False,
    )
    result = run("export", "postings", "-o", str(tmp_path), DATA_DIR=sample_dir)
    assert "예시 자료" in result.stderr
    assert (tmp_path / "postings-sample.csv").exists()


def test_sample_leaves_real_postings_alone(run: Run) -> None:
    run("sync")
    before = run("status").stdout
    assert run("sample", "--postings", "50").exit_code == 0
    assert run("status").stdout == before


def test_import_publishes_a_workbook(run: Run, real: Path) -> None:
    result = run(
        "import", str(real / "alio" / "신규채용현황.xlsx"), "--as-of", "2026-08-20", now=NOW.replace(year=2026)
    )
    assert result.exit_code in (0, 3), result.stderr
    tables = json.loads(run("status", "--json").stdout)["tables"]
    assert tables["new_hires"]["as_of"] == "2026-08-20"


@pytest.mark.parametrize("command", ["sync", "watch", "sample", "import", "status", "check", "export"])
def test_help_says_what_each_exit_status_means(run: Run, command: str) -> None:
    assert "종료 상태" in run(command, "--help").stdout


def test_the_help_of_sync_names_every_setting(run: Run) -> None:
    text = run("sync", "--help").stdout
    for name in ("DATA_GO_KR_SERVICE_KEY", "DATA_GO_KR_BASE_URL", "DATA_GO_KR_TIMEOUT", "DATA_DIR"):
        assert name in text


def test_a_roster_that_cannot_be_renewed_is_told_but_is_no_failure(run: Run, portal: PortalServer) -> None:
    portal.rows["/1051000/public_inst/list"].clear()
    result = run("sync")
    assert result.exit_code == 0
    assert "확인: 공공기관: 포털이 자료가 한 건도 없다고 합니다." in result.stderr


def test_the_plan_is_told_without_asking_the_portal_or_writing(
    run: Run, settings: Settings, portal: PortalServer
) -> None:
    result = run("sync", "--plan")
    assert "1. 지금 열린 공고" in result.stdout
    assert "2018년 7월 전에 시작한 공고" in result.stdout
    assert portal.requests == []
    assert not settings.data_dir.exists()


def test_the_plan_in_json_has_steps_and_days(run: Run) -> None:
    first = json.loads(run("sync", "--plan", "--json").stdout)
    assert first["steps"][0] == {"operation": "recruitment", "label": "지금 열린 공고", "calls": 1}
    assert first["days"] > 100
    run("sync")
    after = json.loads(run("sync", "--plan", "--json").stdout)
    assert (after["backlog"], after["missing"]) == ({}, [])
    assert after["calls"]["recruitment"]["left"] == after["calls"]["recruitment"]["limit"] - 10


def test_status_tells_what_could_not_be_fetched(run: Run, portal: PortalServer) -> None:
    portal.always(portal_server.FACILITIES, Reply(403, "Forbidden"))
    run("sync")
    assert "facilities을(를) 받지 못했습니다" in run("status").stderr
    attempts = json.loads(run("status", "--json").stdout)["attempts"]
    assert attempts["facilities"]["failed_at"] == NOW.isoformat()
    assert attempts["open_postings"] == {"succeeded_at": NOW.isoformat(), "failed_at": None, "error": ""}


def test_check_is_quiet_about_sound_data_and_ends_with_one_about_others(run: Run, settings: Settings) -> None:
    run("sync")
    assert (run("check").exit_code, run("check").stdout) == (0, "어긋난 것이 없습니다.\n")
    open_current(settings.data_dir).path("postings").write_bytes(b"damaged")
    result = run("check")
    assert result.exit_code == 1
    assert "손상" in result.stdout


def test_with_a_log_level_each_step_is_a_line_without_the_key(run: Run, portal: PortalServer) -> None:
    portal.always(portal_server.FACILITIES, Reply(500, f"key was {KEY}"))
    lines = run("sync", LOG_LEVEL="INFO").stderr.splitlines()
    assert any("data_loader.sync.run step part=open_postings" in line for line in lines)
    assert any("WARNING data_loader.sync.run failed part=facilities" in line for line in lines)
    assert any("data_loader.sync.run published snapshot=" in line for line in lines)
    set_up_logging("", str)


def test_a_log_level_there_is_not_is_an_error(run: Run) -> None:
    result = run("sync", LOG_LEVEL="LOUD")
    assert (result.exit_code, "LOG_LEVEL" in result.stderr) == (1, True)


def test_salvage_says_what_it_saved_and_where_the_damaged_file_is(run: Run, settings: Settings) -> None:
    run("sync")
    with sqlite3.connect(settings.data_dir / FILE_NAME) as connection:
        connection.execute("UPDATE version SET body = x'00' WHERE service = 'recruitment' AND key = 290001")
    connection.close()
    assert "손상된 기록이 1건 있습니다(290001)" in run("check").stdout
    saved = run("salvage")
    assert saved.exit_code == 0
    assert "읽지 못한 내용 1개를 뺐습니다" in saved.stdout
    assert len(list(settings.data_dir.glob("store.damaged-*.sqlite"))) == 1
    assert run("sync", now=NOW + timedelta(minutes=10)).exit_code == 0
    assert run("check", now=NOW + timedelta(minutes=10)).stdout == "어긋난 것이 없습니다.\n"


def test_what_was_held_back_is_taken_with_accept(run: Run, portal: PortalServer) -> None:
    run("sync")
    portal.rows[LIST] = portal.rows[LIST][:5]
    held = run("sync", "--open", now=NOW + timedelta(minutes=10))
    assert (held.exit_code, "sync --accept" in held.stderr) == (1, True)
    assert run("sync", "--open", "--accept", now=NOW + timedelta(minutes=20)).exit_code == 0
    assert run("sync", "--open", now=NOW + timedelta(minutes=30)).exit_code == 0
