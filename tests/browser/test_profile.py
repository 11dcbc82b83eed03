"""Two readers at once: neither sees a trace of the other's profile, nor do the server's log and its folder keep any."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from data_loader.sample import make_sample
from tests.browser.conftest import DRAWN, NOW, running_server

WORD = "희귀낱말관리원"


def tell(page: Page, word: str) -> None:
    field = page.get_by_label("하고 싶은 일(쉼표로 나누어)")
    field.fill(word)
    field.press("Enter")
    expect(
        page.get_by_test_id("stMarkdown").filter(has_text=re.compile("열린 공고 .*가운데 지원할 수 없는 것"))
    ).to_be_visible()


def files_that_hold(folder: Path, word: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_of_another_readers_profile_there_is_no_trace(chromium: Browser, tmp_path: Path) -> None:
    data_dir, log = tmp_path / "data", tmp_path / "log.txt"
    make_sample(data_dir, NOW, 300)
    with running_server(data_dir, log) as server:
        first, second = (chromium.new_context(locale="ko-KR").new_page() for _ in range(2))
        for page in (first, second):
            page.goto(f"{server}/match?data=sample")
            page.wait_for_selector(DRAWN)
        tell(first, WORD)
        tell(second, "경비")
        assert WORD not in second.content()
        assert WORD not in first.url and "my_" not in first.url
        second.reload()
        second.wait_for_selector(DRAWN)
        # A new session has told nothing yet, and is told nothing of others.
        expect(second.get_by_text("위에 하나라도 적으면")).to_be_visible()
        assert WORD not in second.content()
        for page in (first, second):
            page.context.close()
    assert WORD not in log.read_text(encoding="utf-8", errors="replace")
    assert files_that_hold(data_dir, WORD) == []
