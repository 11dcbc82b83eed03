"""With a service key the server keeps its data current: a process beside it fetches, readers never wait."""

import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock, Thread

from dashboard.search.building import build_beside
from data_loader.errors import LoaderError
from data_loader.settings import ROOT, Settings
from data_loader.snapshot import current_id

log = logging.getLogger(__name__)
WATCH = (sys.executable, "-m", "data_loader", "watch", "--until-stdin-closes")
# Seconds before a process that ended is started again: doubled each time, from the first to the last of these.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
# One that lasted so long had begun well: the pauses start anew.
SOUND_SECONDS = 600.0
# Between asking a process to end and ending it.
GRACE_SECONDS = 2.0
# A newer snapshot is loaded so many seconds after it was published at the latest, whether a reader comes or not.
LOOK_SECONDS = 15.0


class Supervisor(Thread):
    """Keeps a process running until it is told to stop: whatever ends it, it is started again after a pause."""

    def __init__(
        self, command: Sequence[str] = WATCH, pauses: tuple[float, float] = (FIRST_PAUSE, LONGEST_PAUSE)
    ) -> None:
        super().__init__(name="supervisor", daemon=True)
        self.starts = 0
        self._command = command
        self._shortest, self._longest = pauses
        self._ending = Event()
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        pause = self._shortest
        while not self._ending.is_set():
            began_at = time.monotonic()
            code = self._once()
            pause = self._shortest if time.monotonic() - began_at > SOUND_SECONDS else pause
            if self._ending.wait(pause):
                return
            log.warning("자료를 받는 프로세스가 끝나(종료 상태 %s) 다시 띄웁니다.", code)
            pause = min(pause * 2, self._longest)

    def stop(self, grace: float = GRACE_SECONDS) -> None:
        """End the process, after `grace` seconds by force, and do not start it again.

        A sync under way publishes whole or not at all.
        """
        self._ending.set()
        with self._lock:
            process = self._process
        if process is not None:
            process.terminate()
            try:
                process.wait(grace)
            except subprocess.TimeoutExpired:
                process.kill()
        self.join(grace)

    def _once(self) -> int | None:
        """Start the process and wait for its end; its exit status, None where it could not be started."""
        with self._lock:
            if self._ending.is_set():
                return None
            try:
                # It ends with its standard input, so with this process, however that ends.
                self._process = subprocess.Popen(self._command, cwd=ROOT, stdin=subprocess.PIPE)
            except OSError as error:
                log.warning("자료를 받는 프로세스를 띄우지 못했습니다: %s", error.strerror)
                return None
            self.starts += 1
        with self._process as process:
            return process.wait()


@contextmanager
def kept_current(settings: Settings) -> Iterator[Supervisor | None]:
    """Run the watcher while the block lasts; without a key, nothing.

    A process of its own, because reading a hundred thousand records would hold up the readers' one. Where it is
    killed it is started again. Where another server on the machine watches the folder already, it says so and comes
    back every few minutes, to take over when the other ends.
    """
    if not settings.service_key:
        yield None
        return
    supervisor = Supervisor()
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()


@contextmanager
def kept_fresh(look: Callable[[], object], every: float = LOOK_SECONDS) -> Iterator[None]:
    """Call `look` every so many seconds while the block lasts: it has a newer snapshot loaded beside the readers."""
    ending = Event()

    def keep_looking() -> None:
        while not ending.wait(every):
            try:
                look()
            except LoaderError as error:
                log.warning("새 스냅숏을 살피지 못했습니다: %s", error)

    thread = Thread(target=keep_looking, name="fresh", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(GRACE_SECONDS)


@contextmanager
def searchable(settings: Settings) -> Iterator[subprocess.Popen[bytes] | None]:
    """Make what a search of the texts needs, beside the readers; where it is there already, that ends at once."""
    # A record has no texts.
    if current_id(settings.data_dir) is None:
        yield None
        return
    with build_beside(settings.data_dir) as process:
        try:
            yield process
        finally:
            # Half of it is no loss: the next start goes on.
            process.terminate()
