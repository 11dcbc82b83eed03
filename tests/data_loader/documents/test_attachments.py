"""Attachments: fetched from a real local HTTP server, every fault included, and kept on a real disk."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data_loader.documents.attachments import (
    FAILURES_IN_A_ROW,
    Attachment,
    check_attachments,
    fetch_attachment,
    fetch_attachments,
    find_attachment,
    refusals,
)
from data_loader.errors import AttachmentError
from data_loader.settings import Settings
from tests.data_loader.alio_server import DOWNLOAD, HOME_PAGE, AlioServer, Answer, file_answer

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NUMBER = 3069638
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 1000

Fetch = Callable[..., Attachment]


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def fetch(alio_settings: Settings, pauses: list[float]) -> Fetch:
    def run(number: int = NUMBER, **options: object) -> Attachment:
        options = {"settings": alio_settings, "now": NOW, "sleep": pauses.append} | options
        return fetch_attachment(attachment_id=number, **options)  # type: ignore[arg-type]

    return run


def files_in(settings: Settings) -> list[Path]:
    return sorted(path for path in (settings.data_dir / "attachments").rglob("*") if path.is_file())


def kept_files(settings: Settings) -> list[str]:
    return [path.name for path in files_in(settings) if not path.name.startswith("index.sqlite")]


def test_an_attachment_is_fetched_by_its_number_and_described(alio: AlioServer, fetch: Fetch) -> None:
    alio.files[NUMBER] = file_answer(PDF, "붙임. 채용공고문.pdf")
    found = fetch()
    assert (found.attachment_id, found.kind, found.media_type) == (NUMBER, "pdf", "application/pdf")
    assert (found.file_name, found.size, found.fetched_at) == ("붙임. 채용공고문.pdf", len(PDF), NOW)
    assert found.sha256 == hashlib.sha256(PDF).hexdigest() == found.path.name
    assert found.read() == PDF
    assert [(asked.path, asked.params) for asked in alio.asked] == [(DOWNLOAD, {"fileNo": str(NUMBER)})]


def test_the_second_time_it_comes_from_the_shelf(alio: AlioServer, fetch: Fetch) -> None:
    alio.files[NUMBER] = file_answer(PDF)
    first = fetch()
    assert fetch() == first
    assert len(alio.asked) == 1


def test_asked_again_it_is_fetched_again(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    alio.files[NUMBER] = file_answer(PDF)
    first = fetch()
    alio.files[NUMBER] = file_answer(PDF + b"corrected")
    assert fetch(again=True).read() == PDF + b"corrected"
    assert find_attachment(alio_settings.data_dir, NUMBER) != first
    assert first.read() == PDF


def test_the_same_content_is_kept_once(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    alio.files |= {1: file_answer(PDF, "하나.pdf"), 2: file_answer(PDF, "둘.pdf")}
    assert (fetch(1).file_name, fetch(2).file_name) == ("하나.pdf", "둘.pdf")
    assert kept_files(alio_settings) == [hashlib.sha256(PDF).hexdigest()]


def test_without_a_name_in_the_answer_the_stated_one_stands(alio: AlioServer, fetch: Fetch) -> None:
    alio.files |= {1: Answer(body=PDF), 2: Answer(body=PDF)}
    assert fetch(1, stated_name="직무/기술서.hwp").file_name == "직무_기술서.hwp.pdf"
    assert fetch(2).file_name == "첨부파일 2.pdf"


def test_a_kept_file_cannot_be_run(alio: AlioServer, fetch: Fetch) -> None:
    alio.files[NUMBER] = file_answer(PDF)
    path = fetch().path
    assert path.suffix == ""
    assert not os.access(path, os.X_OK)


REFUSED = {
    "the home page for a dead link": (Answer(body=HOME_PAGE), "웹 페이지"),
    "a page under the name of a file": (file_answer(HOME_PAGE, "공고문.pdf"), "웹 페이지"),
    "a program under the name of a file": (file_answer(b"MZ\x90\x00" + bytes(99), "공고문.pdf"), "프로그램"),
    "nothing": (Answer(), "빈 파일"),
    "not there": (Answer(404), "HTTP 404"),
    "forbidden": (Answer(403, b"Forbidden"), "HTTP 403"),
    "a redirect": (Answer(302, headers={"Location": "http://169.254.169.254/latest/meta-data"}), "따라가지 않았습니다"),
}


@pytest.mark.parametrize(("answer", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_attachment_is_refused_at_once_and_not_kept(
    alio: AlioServer, fetch: Fetch, alio_settings: Settings, pauses: list[float], answer: Answer, said: str
) -> None:
    alio.script(answer)
    with pytest.raises(AttachmentError, match=said):
        fetch()
    assert (len(alio.asked), pauses, kept_files(alio_settings)) == (1, [], [])
    assert find_attachment(alio_settings.data_dir, NUMBER) is None


PASSING = {
    "HTTP 500": Answer(500),
    "HTTP 429": Answer(429),
    "cut in the middle": replace(file_answer(PDF), cut=True),
}


@pytest.mark.parametrize("answer", PASSING.values(), ids=PASSING.keys())
def test_what_may_pass_is_tried_again(
    alio: AlioServer, fetch: Fetch, alio_settings: Settings, pauses: list[float], answer: Answer
) -> None:
    alio.files[NUMBER] = file_answer(PDF)
    alio.script(answer, answer)
    assert fetch().read() == PDF
    assert pauses == [1, 2]
    assert len(kept_files(alio_settings)) == 1


def test_a_file_always_cut_short_is_never_seen(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    alio.files[NUMBER] = replace(file_answer(PDF), cut=True)
    with pytest.raises(AttachmentError, match="중간에 끊겼습니다"):
        fetch()
    assert kept_files(alio_settings) == []


def test_a_silent_host_is_given_up(alio: AlioServer, alio_settings: Settings, fetch: Fetch) -> None:
    alio.files[NUMBER] = Answer(hang=True)
    with pytest.raises(AttachmentError, match="제때 답하지 않았습니다"):
        fetch(settings=replace(alio_settings, timeout=(5.0, 0.05)))


def test_a_file_over_the_limit_is_not_received(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    alio.files[NUMBER] = file_answer(PDF + bytes(2 << 20))
    with pytest.raises(AttachmentError, match="1MB를 넘는"):
        fetch(largest=1 << 20)
    assert kept_files(alio_settings) == []


def test_an_answer_that_unpacks_to_more_than_the_limit_is_not_received(alio: AlioServer, fetch: Fetch) -> None:
    import gzip

    alio.files[NUMBER] = Answer(body=gzip.compress(bytes(4 << 20)), headers={"Content-Encoding": "gzip"})
    with pytest.raises(AttachmentError, match="1MB를 넘는"):
        fetch(largest=1 << 20)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_private_address_is_refused_before_anything_is_asked(
    alio: AlioServer, alio_settings: Settings, fetch: Fetch, host: str
) -> None:
    alio.files[NUMBER] = file_answer(PDF)
    address = alio.url.replace("127.0.0.1", host)
    with pytest.raises(AttachmentError, match="사설망"):
        fetch(settings=replace(alio_settings, alio_base_url=address, alio_may_be_private=False))
    assert alio.asked == []


def test_a_certificate_that_cannot_be_checked_is_said_so(
    alio: AlioServer, alio_settings: Settings, fetch: Fetch
) -> None:
    # The server speaks no TLS at all.
    with pytest.raises(AttachmentError, match="REQUESTS_CA_BUNDLE"):
        fetch(settings=replace(alio_settings, alio_base_url=alio.url.replace("http:", "https:")))


def test_a_host_that_is_not_there_is_named_by_its_setting(alio_settings: Settings, fetch: Fetch) -> None:
    with pytest.raises(AttachmentError, match="ALIO_BASE_URL"):
        fetch(settings=replace(alio_settings, alio_base_url="http://127.0.0.1:9"))


def test_a_read_only_folder_is_said_so(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    alio_settings.data_dir.parent.mkdir(exist_ok=True)
    alio_settings.data_dir.write_text("a file where the folder should be")
    with pytest.raises(AttachmentError, match="둘 수 없습니다"):
        fetch()


def test_a_file_that_has_gone_from_the_shelf_is_fetched_again(alio: AlioServer, fetch: Fetch) -> None:
    alio.files[NUMBER] = file_answer(PDF)
    fetch().path.unlink()
    assert fetch().read() == PDF
    assert len(alio.asked) == 2


def test_damaged_bytes_are_noticed_when_they_are_read(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    alio.files[NUMBER] = file_answer(PDF)
    found = fetch()
    assert check_attachments(alio_settings.data_dir) == []
    found.path.write_bytes(PDF[::-1])
    with pytest.raises(AttachmentError, match="손상"):
        found.read()
    (problem,) = check_attachments(alio_settings.data_dir)
    assert str(NUMBER) in problem


def test_a_damaged_index_is_an_error_with_the_way_out(alio_settings: Settings) -> None:
    folder = alio_settings.data_dir / "attachments"
    folder.mkdir(parents=True)
    (folder / "index.sqlite").write_bytes(b"SQLite format 3\x00" + bytes(5000))
    with pytest.raises(AttachmentError, match="attachments"):
        find_attachment(alio_settings.data_dir, NUMBER)


def test_what_was_never_fetched_is_not_there_and_nothing_is_made(alio_settings: Settings) -> None:
    assert find_attachment(alio_settings.data_dir, NUMBER) is None
    assert check_attachments(alio_settings.data_dir) == []
    assert not alio_settings.data_dir.exists()


def test_writers_at_the_same_time_keep_every_file(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    alio.files |= {number: file_answer(PDF + bytes([number // 2])) for number in range(16)}
    with ThreadPoolExecutor(8) as pool:
        fetched = list(pool.map(fetch, [*range(16), *range(16)]))
    assert all(found.read() == PDF + bytes([found.attachment_id // 2]) for found in fetched)
    assert len(kept_files(alio_settings)) == 8
    assert check_attachments(alio_settings.data_dir) == []


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import data_loader.documents.attachments as attachments
from data_loader.settings import Settings

folder, url, at = sys.argv[1:]
original = Path.replace if at == "replace" else os.fsync

def die(*args):
    if at == "after":
        original(*args)
    os.kill(os.getpid(), signal.SIGKILL)

if at == "replace":
    Path.replace = die
else:
    os.fsync = die
settings = Settings(Path(folder), url, alio_base_url=url, alio_may_be_private=True)
attachments.fetch_attachment(settings, 3069638, datetime(2026, 11, 22, tzinfo=UTC))
"""


@pytest.mark.parametrize("at", ["fsync", "after", "replace"])
def test_a_kill_while_keeping_leaves_nothing_half_and_the_next_call_heals(
    alio: AlioServer, fetch: Fetch, alio_settings: Settings, at: str
) -> None:
    alio.files[NUMBER] = file_answer(PDF)
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(alio_settings.data_dir), alio.url, at],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "NO_PROXY": "127.0.0.1"},
        timeout=60,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    assert find_attachment(alio_settings.data_dir, NUMBER) is None
    assert fetch().read() == PDF
    assert kept_files(alio_settings) == [hashlib.sha256(PDF).hexdigest()]


def test_many_are_fetched_one_after_the_other_each_with_its_outcome(alio: AlioServer, alio_settings: Settings) -> None:
    alio.files |= {1: file_answer(PDF), 3: file_answer(PDF + b"3")}
    outcomes = dict(fetch_attachments(alio_settings, [(1, ""), (2, ""), (3, "")], lambda: NOW))
    assert isinstance(outcomes[2], AttachmentError)
    assert [type(outcomes[number]) for number in (1, 3)] == [Attachment, Attachment]
    assert alio.most_at_once == 1


def test_many_are_given_up_where_the_host_is_down(alio: AlioServer, alio_settings: Settings) -> None:
    alio.files |= {number: Answer(503) for number in range(10)}
    outcomes = []
    with pytest.raises(AttachmentError, match="잇달아"):
        outcomes.extend(
            fetch_attachments(alio_settings, [(n, "") for n in range(10)], lambda: NOW, sleep=lambda seconds: None)
        )
    assert {asked.params["fileNo"] for asked in alio.asked} == {str(n) for n in range(FAILURES_IN_A_ROW)}


def test_what_is_refused_is_left_for_a_day_then_a_week_then_a_month(
    alio: AlioServer, fetch: Fetch, alio_settings: Settings
) -> None:
    alio.files[NUMBER] = Answer(404)
    now = NOW
    for days in (1, 7, 30, 30):
        with pytest.raises(AttachmentError):
            fetch(now=now)
        refusal = refusals(alio_settings.data_dir, now)[NUMBER]
        assert (refusal.refused_at, refusal.due_at) == (now, now + timedelta(days=days))
        assert "HTTP 404" in refusal.reason
        assert refusals(alio_settings.data_dir, refusal.due_at) == {}
        now = refusal.due_at


def test_a_reader_who_tries_again_at_once_does_not_put_it_off(
    alio: AlioServer, fetch: Fetch, alio_settings: Settings
) -> None:
    for _ in range(4):
        with pytest.raises(AttachmentError):
            fetch()
    assert refusals(alio_settings.data_dir, NOW)[NUMBER].times == 1
    assert len(alio.asked) == 4


def test_what_is_kept_after_all_is_refused_no_longer(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    with pytest.raises(AttachmentError):
        fetch()
    alio.files[NUMBER] = file_answer(PDF)
    fetch()
    assert refusals(alio_settings.data_dir, NOW) == {}


FAULTS = {
    "not there": (Answer(404), True),
    "gone": (Answer(410), True),
    "elsewhere": (Answer(302, headers={"Location": "https://example.org/"}), True),
    "a page": (Answer(body=HOME_PAGE), True),
    "too large": (file_answer(PDF + bytes(2 << 20)), True),
    "busy": (Answer(503), False),
    "cut": (Answer(body=PDF, cut=True), False),
}


@pytest.mark.parametrize(("answer", "is_refusal"), FAULTS.values(), ids=FAULTS.keys())
def test_only_what_will_not_pass_by_itself_is_a_refusal(
    alio: AlioServer, fetch: Fetch, alio_settings: Settings, answer: Answer, is_refusal: bool
) -> None:
    alio.files[NUMBER] = answer
    with pytest.raises(AttachmentError):
        fetch(largest=1 << 20)
    assert (NUMBER in refusals(alio_settings.data_dir, NOW)) == is_refusal


def test_attachments_that_are_gone_do_not_keep_the_others_back(alio: AlioServer, alio_settings: Settings) -> None:
    alio.files |= {number: Answer(404) for number in range(5)} | {5: file_answer(PDF)}
    outcomes = dict(fetch_attachments(alio_settings, [(n, "") for n in range(6)], lambda: NOW))
    assert isinstance(outcomes[5], Attachment)


def test_a_locked_index_is_waited_for(alio: AlioServer, fetch: Fetch, alio_settings: Settings) -> None:
    alio.files |= {1: file_answer(PDF), 2: file_answer(PDF)}
    fetch(1)
    other = sqlite3.connect(
        alio_settings.data_dir / "attachments" / "index.sqlite", isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(fetch, 2)
        assert not waiting.done()
        other.execute("COMMIT")
        assert waiting.result(timeout=10).read() == PDF
    other.close()
