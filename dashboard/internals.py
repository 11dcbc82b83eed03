"""Everything that stands on the insides of Streamlit and XlsxWriter, which may change without notice.

Each reliance has a check and a way to go on without it: with any of these names gone the program starts, works,
and logs one line. Nothing else in the project imports a private name.
"""

import asyncio
import logging
import re
import runpy
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import RLock, current_thread
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

log = logging.getLogger(__name__)

# Longer than a page takes that has been seen before, shorter than a reader notices.
HOLD_SECONDS = 0.05
# Files of download buttons: made at once, waiting of one session and of all.
DOWNLOADS_AT_ONCE, MOST_DOWNLOADS, MOST_DOWNLOADS_OF_ALL = 2, 4, 32
DEFERRED = "deferred_file"
TOO_MANY_DOWNLOADS = "앞서 청한 파일을 아직 만들고 있습니다. (Files asked for earlier are still being made.)"
# As Streamlit's own index page has it; there is no setting for it.
ENGLISH_DOCUMENT = b'<html lang="en"'
UNTITLED_DOCUMENT = b"<title>Streamlit</title>"


def adapt_streamlit() -> None:
    """Once, before the first session: what Streamlit has no setting for."""
    for adaptation in (send_pages_whole, read_theme_once, let_media_lock_be_taken_twice, take_downloads_in_turn):
        try:
            adaptation()
        except (AttributeError, ImportError, TypeError) as error:
            log.warning("Streamlit has changed inside, going on without %s: %s", adaptation.__name__, error)


# What is told of each run of a page: the seconds it took; and of each download that was refused.
on_rerun: list[Callable[[float], None]] = []
on_refusal: list[Callable[[], None]] = []


class Outbox:
    """What a session has drawn and not yet handed to the thread that sends it.

    Streamlit wakes that thread for each element, and the two then take turns at the interpreter until the page is
    drawn. Here it is woken when the page is drawn, or after a moment if the page is slow.
    """

    def __init__(self, session: Any, drawing: frozenset[Any], start: Any) -> None:
        """`drawing` are the events after which more of the page may follow, `start` the first of them."""
        self._session = session
        self._start = start
        self._started_at = 0.0
        self._drawing = drawing
        self._events: deque[tuple[Any, Any, dict[str, Any]]] = deque()
        self._is_due = False

    def add(self, sender: object, event: Any, **details: Any) -> None:
        """Called by the thread that draws."""
        if event == self._start:
            self._started_at = perf_counter()
        elif event not in self._drawing and self._started_at:
            seconds, self._started_at = perf_counter() - self._started_at, 0.0
            for tell in on_rerun:
                tell(seconds)
        self._events.append((sender, event, details))
        if event not in self._drawing:
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


def send_pages_whole() -> None:
    """Give each session an outbox."""
    from streamlit.runtime.app_session import AppSession
    from streamlit.runtime.scriptrunner import ScriptRunnerEvent

    drawing = frozenset({ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG})
    _require(
        AppSession, "_on_scriptrunner_event", "_handle_scriptrunner_event_on_event_loop", "_call_soon_on_event_loop"
    )

    def add(session: AppSession, *event: Any, **details: Any) -> None:
        vars(session).setdefault("outbox", Outbox(session, drawing, ScriptRunnerEvent.SCRIPT_STARTED)).add(
            *event, **details
        )

    AppSession._on_scriptrunner_event = add  # type: ignore[method-assign, assignment]


def read_theme_once() -> None:
    """Streamlit searches all its settings for the theme at each rerun, six times."""
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig
    from streamlit.runtime import app_session

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


def let_media_lock_be_taken_twice() -> None:
    """Streamlit holds a plain lock while it allocates; a session collected meanwhile takes it in the same thread.

    With a plain lock that thread waits for itself for ever, and with it the server.
    """
    from streamlit.runtime import Runtime
    from streamlit.runtime.media_file_manager import MediaFileManager

    begin = MediaFileManager.__init__

    def begin_reentrant(manager: MediaFileManager, *arguments: Any, **named: Any) -> None:
        begin(manager, *arguments, **named)
        _require(manager, "_lock")
        manager._lock = RLock()  # type: ignore[assignment]

    MediaFileManager.__init__ = begin_reentrant  # type: ignore[method-assign, assignment]
    if Runtime.exists():
        manager = Runtime.instance()._media_file_mgr
        _require(manager, "_lock")
        manager._lock = RLock()  # type: ignore[assignment]


class InTurn:
    """Files for download buttons: a few are made at once, and few wait for one session; for who has left, none."""

    def __init__(self, handler: Any, turns: asyncio.Semaphore, waiting: Counter[str]) -> None:
        self._handler = handler
        self._turns = turns
        self._waiting = waiting

    async def handle(self, request: Any, session_id: str) -> Any:
        """What Streamlit's own handler answers, or that there is too much."""
        from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
        from streamlit.runtime import Runtime

        if self._waiting[session_id] >= MOST_DOWNLOADS or self._waiting.total() >= MOST_DOWNLOADS_OF_ALL:
            for tell in on_refusal:
                tell()
            return BackendOperationResponse(request_id=request.request_id, error_msg=TOO_MANY_DOWNLOADS)
        self._waiting[session_id] += 1
        try:
            async with self._turns:
                if not Runtime.instance().is_active_session(session_id):
                    return BackendOperationResponse(request_id=request.request_id, error_msg=TOO_MANY_DOWNLOADS)
                return await self._handler.handle(request, session_id)
        finally:
            self._waiting[session_id] -= 1
            if not self._waiting[session_id]:
                del self._waiting[session_id]


def take_downloads_in_turn() -> None:
    """Streamlit makes six at once in threads of the readers' process, any number for one session, and goes on when it left."""
    from streamlit.runtime.app_session import AppSession

    _require(AppSession, "_create_backend_operation_dispatcher")
    create = AppSession._create_backend_operation_dispatcher
    turns, waiting = asyncio.Semaphore(DOWNLOADS_AT_ONCE), Counter[str]()

    def create_in_turn(session: AppSession) -> Any:
        dispatcher = create(session)
        _require(dispatcher, "_handlers")
        dispatcher.register(DEFERRED, InTurn(dispatcher._handlers[DEFERRED], turns, waiting))
        return dispatcher

    AppSession._create_backend_operation_dispatcher = create_in_turn  # type: ignore[method-assign, assignment]


def run_for_nobody(script: Path, query: Mapping[str, list[str]], state: Mapping[str, object]) -> None:
    """Run a page as Streamlit does for a reader who comes with this query and this session state, and send it nowhere.

    Beside the event loop, in any thread that runs no other script.
    """
    from streamlit.runtime.scriptrunner import add_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException
    from streamlit.runtime.scriptrunner_utils.script_run_context import (  # type: ignore[attr-defined]
        SCRIPT_RUN_CONTEXT_ATTR_NAME,
    )

    thread = current_thread()
    context = _context(script, urlencode(query, doseq=True))
    add_script_run_ctx(thread, context)
    try:
        for name, value in state.items():
            context.session_state[name] = value
        runpy.run_path(str(script))
    except ScriptControlException:
        # It ended early, as `st.stop` asks for.
        return
    finally:
        delattr(thread, SCRIPT_RUN_CONTEXT_ATTR_NAME)


def _context(script: Path, query: str) -> Any:
    from streamlit.runtime.fragment import MemoryFragmentStorage
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.runtime.scriptrunner_utils.exceptions import StopException
    from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
    from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
    from streamlit.runtime.state import SafeSessionState, SessionState

    nothing: Callable[..., None] = lambda *_ignored: None  # noqa: E731
    requests = ScriptRequests()

    def end_if_stopped(_message: object) -> None:
        # `st.stop` only asks; the next element ends the run.
        request = requests.on_scriptrunner_yield()
        if request and request.type is ScriptRequestType.STOP:
            raise StopException

    context = ScriptRunContext(
        session_id=uuid4().hex,
        _enqueue=end_if_stopped,
        script_requests=requests,
        query_string=query,
        session_state=SafeSessionState(SessionState(), nothing),
        uploaded_file_mgr=MemoryUploadedFileManager(""),
        main_script_path=str(script),
        user_info={},
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=PagesManager(str(script)),
    )
    context.reset(query_string=query)
    return context


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """A worksheet as XlsxWriter laid it out, cut open at its second row. `looks`: the format numbers of that row."""

    before: str
    looks: tuple[int, ...]
    after: str


def cut_sheet(xml: str, last_cell: str) -> SheetFrame | None:
    """Cut a worksheet's XML around its pattern row and tell readers its true extent; None where it looks different."""
    parts = re.split(r'(<row r="2".*?</row>)', xml, maxsplit=1, flags=re.DOTALL)
    if len(parts) != 3:
        log.warning("XlsxWriter lays out its sheets differently, writing them cell by cell")
        return None
    before, pattern, after = parts
    looks = tuple(int(number) for number in re.findall(r' s="(\d+)"', pattern))
    # Readers that trust the dimension see nothing beyond it.
    return SheetFrame(re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{last_cell}"', before), looks, after)


def _require(owner: object, *names: str) -> None:
    """Raise AttributeError where one of the names is gone: assigning to it would make it without a word."""
    missing = [name for name in names if not hasattr(owner, name)]
    if missing:
        raise AttributeError(f"no {', '.join(missing)} in {owner!r}")
