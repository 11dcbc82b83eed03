"""Whoever keeps the server running asks it whether it lives and is ready."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.requests import Request

from dashboard.server import health
from dashboard.server.health import Drawing, routes


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    st.cache_resource.clear()
    return tmp_path


def ask(path: str) -> tuple[int, dict[str, Any]]:
    """Status and JSON of an answer."""
    endpoint = next(route.endpoint for route in routes() if route.path == path)
    # In a thread of its own: a browser that an earlier test opened keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(lambda: asyncio.run(endpoint(Request({"type": "http"})))).result()
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, json.loads(answer.body)


def test_a_server_that_draws_its_first_page_lives(folder: Path) -> None:
    assert ask("/health/live") == (200, {"live": True})


def test_a_page_that_is_never_drawn_is_no_life(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = threading.Event(), threading.Event()
    drawn: list[int] = []

    def draw() -> None:
        drawn.append(1)
        begun.set()
        may_end.wait(20)

    monkeypatch.setattr(health, "draw_first_page", draw)
    monkeypatch.setattr(health, "LONGEST_DRAWING", 0.05)
    drawing = Drawing()
    with ThreadPoolExecutor(1) as thread:
        assert not thread.submit(lambda: asyncio.run(drawing.ends_in_time())).result()
        assert begun.wait(20)
        # Whoever asks again waits for the same page.
        assert not thread.submit(lambda: asyncio.run(drawing.ends_in_time())).result()
    assert drawn == [1]
    may_end.set()


def test_a_server_with_a_record_is_ready_and_fetches_nothing_without_a_key(folder: Path) -> None:
    status, told = ask("/health/ready")
    assert (status, told["ready"], told["fetching"], told["problem"]) == (200, True, None, "")
    assert told["age_seconds"] > 0


def test_where_nothing_can_be_shown_it_is_not_ready_and_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "file").write_text("")
    monkeypatch.setenv("DATA_DIR", str(folder / "file" / "data"))
    st.cache_resource.clear()
    status, told = ask("/health/ready")
    assert (status, told["ready"]) == (503, False)
    assert told["problem"]
