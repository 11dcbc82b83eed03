"""A real server over a small sample, and a real Chromium that reaches nothing else.

A request to another host finds none and fails the test, as does an error on the browser's console. To add a
journey: take `visit`, wait with `expect`, never sleep. SCREENSHOTS=folder keeps a picture of each page opened.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from data_loader.sample import make_sample

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
POSTINGS = 3000
START_SECONDS = 60
# Long enough for a machine that has other work to do.
WAIT_MS = 45_000
expect.set_options(timeout=WAIT_MS)
# The application's own mark that the page is drawn whole.
DRAWN = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
# On the address of a page the application first looks for its server beneath it, then at the root.
PROBE = re.compile(r"/\w+/_stcore/(health|host-config)")

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium fonts-noto-cjk"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a small sample of its own."""
    data_dir = tmp_path_factory.mktemp("data")
    make_sample(data_dir, NOW, POSTINGS)
    with running_server(data_dir, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@contextmanager
def running_server(data_dir: Path, log_path: Path, **environment: str) -> Iterator[str]:
    """A server over a data folder, with these settings in its environment; its log must be free of tracebacks."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", str(port)]
    environment = {**os.environ, "DATA_DIR": str(data_dir), "DASHBOARD_DATA": "sample", **environment}
    with (
        log_path.open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            _wait_until_healthy(f"http://localhost:{port}/_stcore/health", process, log_path)
            yield f"http://localhost:{port}"
        finally:
            process.kill()
    said = log_path.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in said, said


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def known_browser(chromium: Browser) -> BrowserContext:
    """A browser that keeps the application's scripts from page to page."""
    return _new_context(chromium)


@pytest.fixture
def visit(chromium: Browser, known_browser: BrowserContext, server: str) -> Iterator[Visit]:
    """visit(path, width=, scheme=, fresh=): a page drawn whole; `fresh` in a browser that has never been here."""
    opened: list[Page | BrowserContext] = []
    own_host = urlsplit(server).netloc
    foreign: list[str] = []
    errors: list[str] = []

    def note_address(address: str) -> None:
        parts = urlsplit(address)
        if parts.netloc != own_host and parts.scheme not in ("data", "blob"):
            foreign.append(address)

    def note_message(message: ConsoleMessage) -> None:
        address = str(message.location.get("url", ""))
        if message.type == "error" and not PROBE.fullmatch(urlsplit(address).path):
            errors.append(f"{message.text} {address}")

    def open_page(path: str = "/", width: int = 1440, scheme: Any = "light", fresh: bool = False) -> Page:
        context = _new_context(chromium) if fresh else known_browser
        page = context.new_page()
        opened.append(context if fresh else page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.on("request", lambda request: note_address(request.url))
        page.on("websocket", lambda socket: note_address(socket.url))
        page.on("console", note_message)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(server + path)
        wait_until_drawn(page)
        if folder := os.environ.get("SCREENSHOTS"):
            name = "".join(char if char.isalnum() else "_" for char in f"{path}_{width}_{scheme}").strip("_")
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
        return page

    yield open_page
    for each in opened:
        each.close()
    assert not foreign, f"asked another host: {foreign}"
    assert not errors, f"errors on the console: {errors}"


def _new_context(chromium: Browser) -> BrowserContext:
    context = chromium.new_context(locale="ko-KR", timezone_id="Asia/Seoul", accept_downloads=True)
    context.set_default_timeout(WAIT_MS)
    return context


def wait_until_drawn(page: Page) -> None:
    page.locator(DRAWN).wait_for()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton], [data-testid=stSpinner]")).to_have_count(0)
    # Figures come with their code, and those in sight say when they are drawn.
    expect(page.locator("[class*=st-key-chart_]:not(:has(.chart-figure))")).to_have_count(0)
    expect(page.locator(".chart-figure[aria-busy=true]")).to_have_count(0)


@pytest.fixture
def drawn() -> Callable[[Page], None]:
    """Wait until a page is drawn whole."""
    return wait_until_drawn


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            continue
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8', errors='replace')}")
