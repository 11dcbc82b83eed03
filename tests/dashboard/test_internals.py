"""What Streamlit has no setting for: each name still stands, and does what it did."""

import subprocess
import sys
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from streamlit import config
from streamlit.proto import NewSession_pb2
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, media_file_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from dashboard import internals
from dashboard.internals import Outbox

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")


def theme() -> CustomThemeConfig:
    """The theme as Streamlit puts it together for the browser."""
    whole = CustomThemeConfig()
    parts = (whole, whole.light, whole.dark, whole.sidebar, whole.light.sidebar, whole.dark.sidebar)
    for section, part in zip(SECTIONS, parts, strict=True):
        if section == "theme":
            app_session._populate_theme_msg(part)
        else:
            app_session._populate_theme_msg(part, section)
    return whole


class Session:
    """A session whose loop does what it is asked when the test says so."""

    def __init__(self) -> None:
        self.soon: list[Callable[[], None]] = []
        self.later: list[tuple[float, Callable[[], None]]] = []
        self.handled: list[tuple[ScriptRunnerEvent, object]] = []
        self._event_loop = SimpleNamespace(call_later=lambda seconds, call: self.later.append((seconds, call)))

    def _call_soon_on_event_loop(self, call: Callable[[], None]) -> None:
        self.soon.append(call)

    def _handle_scriptrunner_event_on_event_loop(
        self, sender: object, event: ScriptRunnerEvent, forward_msg: object = None
    ) -> None:
        self.handled.append((event, forward_msg))

    def turn(self) -> None:
        """Let the loop do what is due now."""
        due, self.soon = self.soon, []
        for call in due:
            call()


STARTED, DRAWN, STOPPED = (
    ScriptRunnerEvent.SCRIPT_STARTED,
    ScriptRunnerEvent.ENQUEUE_FORWARD_MSG,
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS,
)


def drawing(session: Session) -> Outbox:
    outbox = Outbox(cast(AppSession, session), frozenset({STARTED, DRAWN}), STARTED)
    outbox.add(None, STARTED)
    outbox.add(None, DRAWN, forward_msg="title")
    outbox.add(None, DRAWN, forward_msg="chart")
    return outbox


def test_a_page_is_handed_over_when_it_is_drawn() -> None:
    session = Session()
    outbox = drawing(session)
    session.turn()
    assert session.handled == []
    outbox.add(None, STOPPED)
    session.turn()
    assert session.handled == [(STARTED, None), (DRAWN, "title"), (DRAWN, "chart"), (STOPPED, None)]


def test_a_slow_page_is_handed_over_as_far_as_it_is_drawn() -> None:
    session = Session()
    outbox = drawing(session)
    session.turn()
    [(seconds, empty)] = session.later
    assert seconds == internals.HOLD_SECONDS
    empty()
    assert session.handled == [(STARTED, None), (DRAWN, "title"), (DRAWN, "chart")]
    outbox.add(None, DRAWN, forward_msg="table")
    session.turn()
    assert len(session.later) == 2
    session.later[1][1]()
    assert session.handled[-1] == (DRAWN, "table")


def test_the_sending_thread_is_woken_once_for_a_page() -> None:
    session = Session()
    outbox = drawing(session)
    for number in range(100):
        outbox.add(None, DRAWN, forward_msg=number)
    assert len(session.soon) == 1


def test_a_session_of_streamlit_takes_an_outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    events = list(signature(AppSession._on_scriptrunner_event).parameters)
    assert events == list(signature(AppSession._handle_scriptrunner_event_on_event_loop).parameters)
    assert events[:3] == ["self", "sender", "event"]
    monkeypatch.setattr(AppSession, "_on_scriptrunner_event", AppSession._on_scriptrunner_event)
    internals.send_pages_whole()
    session = Session()
    for event in (STARTED, DRAWN, STOPPED):
        AppSession._on_scriptrunner_event(cast(AppSession, session), None, event)
    session.turn()
    assert [event for event, _message in session.handled] == [STARTED, DRAWN, STOPPED]


def test_the_theme_kept_is_the_theme_streamlit_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    read = theme()
    assert read.light.ByteSize() and read.dark.ByteSize()
    internals.read_theme_once()
    assert [theme(), theme()] == [read, read]
    assert not theme().HasField("sidebar")


def test_the_theme_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    asked: list[str] = []
    read = config.get_options_for_section
    monkeypatch.setattr(config, "get_options_for_section", lambda section: asked.append(section) or read(section))
    internals.read_theme_once()
    theme()
    theme()
    assert asked == list(SECTIONS)


def forget_adaptations(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test changes inside Streamlit is as it was afterwards."""
    for owner, name in (
        (AppSession, "_on_scriptrunner_event"),
        (AppSession, "_create_backend_operation_dispatcher"),
        (app_session, "_populate_theme_msg"),
        (MediaFileManager, "__init__"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))


@pytest.mark.parametrize(
    "owner, name",
    [
        (AppSession, "_on_scriptrunner_event"),
        (AppSession, "_handle_scriptrunner_event_on_event_loop"),
        (AppSession, "_call_soon_on_event_loop"),
        (AppSession, "_create_backend_operation_dispatcher"),
        (app_session, "_populate_theme_msg"),
        (app_session, "AppSession"),
        (media_file_manager, "MediaFileManager"),
        (NewSession_pb2, "CustomThemeConfig"),
    ],
)
def test_with_a_name_gone_the_server_goes_on_and_logs_one_line(
    owner: object, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    forget_adaptations(monkeypatch)
    monkeypatch.delattr(owner, name)
    internals.adapt_streamlit()
    told = [record for record in caplog.records if record.name == "dashboard.internals"]
    # Two adaptations stand on sessions.
    assert len(told) == (2 if name == "AppSession" else 1)


def test_with_all_names_there_nothing_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    forget_adaptations(monkeypatch)
    internals.adapt_streamlit()
    assert not caplog.records


HANGS = """
import gc, sys, threading
from dashboard import internals
from streamlit.runtime.media_file_manager import MediaFileManager

if sys.argv[1] == "adapted":
    internals.let_media_lock_be_taken_twice()

class Storage:
    def load_and_get_id(self, *rest):
        # Here the collector finds a session nobody holds any more.
        gc.collect()
        return "file"

    def get_url(self, file_id):
        return file_id

manager = MediaFileManager(Storage())

class Session:
    def __init__(self):
        self.itself = self

    def __del__(self):
        manager.clear_session_refs("gone")

class Context:
    session_id = "reader"

import streamlit.runtime.media_file_manager as module
module._get_session_id = lambda: "reader"
Session()
threading.Timer(2.0, lambda: __import__("os")._exit(9)).start()
manager.add(b"", "image/png", "place")
print("returned", flush=True)
__import__("os")._exit(0)
"""


@pytest.mark.parametrize("adapted, code", [("adapted", 0), ("plain", 9)])
def test_a_session_collected_while_a_file_is_added_does_not_hang_the_server(adapted: str, code: int) -> None:
    """The plain case shows that the situation is the dangerous one."""
    run = subprocess.run(
        [sys.executable, "-c", HANGS, adapted], capture_output=True, text=True, timeout=30, check=False
    )
    assert run.returncode == code, run.stderr


def test_a_page_run_for_nobody_ends_where_it_stops(tmp_path: Path) -> None:
    script, reached = tmp_path / "page.py", tmp_path / "reached"
    script.write_text(f"import streamlit as st\nst.stop()\nopen({str(reached)!r}, 'w')", encoding="utf-8")
    internals.run_for_nobody(script, {}, {"has_run": True})
    assert not reached.exists()
