"""What Streamlit does at every rerun that costs our readers time, and that it has no setting for.

Each shortcut stands on names inside Streamlit; a test notices when one of them goes or does something else.
"""

from collections import deque
from typing import Any

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

# Longer than a page takes that has been seen before, shorter than a reader notices.
HOLD_SECONDS = 0.05
DRAWING = (ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG)


def take_shortcuts() -> None:
    """Once, before the first session."""
    send_together()
    keep_theme()


class Outbox:
    """What a session has drawn and not yet handed to the thread that sends it.

    Streamlit wakes that thread for each element, and the two then take turns at the interpreter until the page is
    drawn. Here it is woken when the page is drawn, or after a moment if the page is slow.
    """

    def __init__(self, session: AppSession) -> None:
        self._session = session
        self._events: deque[tuple[Any, ScriptRunnerEvent, dict[str, Any]]] = deque()
        self._is_due = False

    def add(self, sender: object, event: ScriptRunnerEvent, **details: Any) -> None:
        """Called by the thread that draws."""
        self._events.append((sender, event, details))
        if event not in DRAWING:
            self._session._call_soon_on_event_loop(self.empty)
        elif not self._is_due:
            self._is_due = True
            self._session._call_soon_on_event_loop(self._empty_in_a_moment)

    def empty(self) -> None:
        """Called by the thread that sends."""
        # First: what is added while emptying is either still met below, or asks for another emptying.
        self._is_due = False
        while self._events:
            sender, event, details = self._events.popleft()
            self._session._handle_scriptrunner_event_on_event_loop(sender, event, **details)

    def _empty_in_a_moment(self) -> None:
        self._session._event_loop.call_later(HOLD_SECONDS, self.empty)


def send_together() -> None:
    """Give each session an outbox."""

    def add(session: AppSession, *event: Any, **details: Any) -> None:
        vars(session).setdefault("outbox", Outbox(session)).add(*event, **details)

    AppSession._on_scriptrunner_event = add  # type: ignore[method-assign, assignment]


def keep_theme() -> None:
    """Read the theme once: for each rerun Streamlit searches all its settings for it, six times."""
    read = app_session._populate_theme_msg
    themes: dict[str, CustomThemeConfig] = {}

    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        if section not in themes:
            themes[section] = CustomThemeConfig()
            read(themes[section], section)
        # Merging nothing would still make an empty part of the theme, which the browser takes for a chosen one.
        if themes[section].ByteSize():
            msg.MergeFrom(themes[section])

    app_session._populate_theme_msg = populate
