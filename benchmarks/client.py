"""A reader without a browser: speaks Streamlit's websocket protocol as its front end does."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

# Between an option's name and its live count, which changes from run to run.
COUNT_MARK = " · "


class PageFailed(Exception):
    """The page showed an exception, or its script ended in one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One run of the page as the reader saw it: seconds from the click to the last message."""

    seconds: float
    messages: int
    size: int


class Reader:
    """One browser tab. Holds what a tab holds: the widgets in view, their state, the URL, known messages."""

    def __init__(self, base_url: str, query: str = "", page: str = "") -> None:
        self.query = query
        self._page_name = page
        self._address = base_url.replace("http", "ws", 1) + "/_stcore/stream"
        self._url = f"{base_url}/{page}"
        self._page = ""
        self._widgets: dict[str, Any] = {}
        self._states: dict[str, WidgetState] = {}
        # Large messages the server need not send again, with the widget in them.
        self._known: dict[str, Any] = {}
        self._socket: ClientConnection | None = None
        self.first: Answer | None = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            self._address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None, ping_interval=None
        )
        self.first = await self.rerun()
        return self

    async def __aexit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._socket is not None
        await self._socket.close()

    def options(self, key: str) -> list[str]:
        """The options a widget offers now, by name, without their counts."""
        return [_name(text) for text in _texts(self._widget(key))]

    async def choose(self, key: str, names: Sequence[str]) -> Answer:
        """Pick options of a multi-choice widget by name, and wait for the whole page."""
        widget = self._widget(key)
        texts = {_name(text): text for text in _texts(widget)}
        self._states[widget.id] = _state(widget.id, [texts[name] for name in names])
        return await self.rerun()

    async def rerun(self) -> Answer:
        """Ask for the page with the present choices."""
        assert self._socket is not None
        request = BackMsg()
        client = request.rerun_script
        client.query_string = self.query
        client.page_script_hash = self._page
        if not self._page:
            client.page_name = self._page_name
        client.widget_states.widgets.extend(self._states.values())
        client.cached_message_hashes.extend(self._known)
        client.context_info.url = self._url
        client.context_info.timezone = "Asia/Seoul"
        client.context_info.locale = "ko-KR"
        started = time.perf_counter()
        await self._socket.send(request.SerializeToString())
        seen: dict[str, Any] = {}
        messages = size = 0
        while True:
            raw = await self._socket.recv(decode=False)
            messages, size = messages + 1, size + len(raw)
            message = ForwardMsg.FromString(raw)
            if message.WhichOneof("type") != "script_finished":
                self._take(message, seen)
            elif message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                answer = Answer(time.perf_counter() - started, messages, size)
                # A widget no longer drawn loses its state, as in the browser.
                self._widgets = seen
                self._states = {name: state for name, state in self._states.items() if name in seen}
                return answer
            elif message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                raise PageFailed(str(message.script_finished))

    def _take(self, message: ForwardMsg, seen: dict[str, Any]) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            widget = _widget_of(message.delta.new_element)
            if message.metadata.cacheable:
                self._known[message.hash] = widget
            self._show(widget, seen)
        elif kind == "ref_hash":
            self._show(self._known[message.ref_hash], seen)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash

    def _show(self, widget: Any, seen: dict[str, Any]) -> None:
        if widget is None:
            return
        seen[widget.id] = widget
        # The page chose: the widget takes its value without asking for another run.
        if getattr(widget, "set_value", False) and hasattr(widget, "raw_values"):
            self._states[widget.id] = _state(widget.id, widget.raw_values)

    def _widget(self, key: str) -> Any:
        return next(widget for name, widget in self._widgets.items() if name.endswith(f"-{key}"))


def _widget_of(element: Any) -> Any:
    kind = element.WhichOneof("type")
    if kind == "exception":
        raise PageFailed(f"{element.exception.type}: {element.exception.message}")
    drawn = getattr(element, kind)
    return drawn if getattr(drawn, "id", "") else None


def _texts(widget: Any) -> list[str]:
    return [getattr(option, "content", option) for option in widget.options]


def _name(text: str) -> str:
    return text.rsplit(COUNT_MARK, 1)[0]


def _state(name: str, texts: Sequence[str]) -> WidgetState:
    state = WidgetState(id=name)
    state.string_array_value.data.extend(texts)
    return state
