"""Files that would hold up the readers are made in a process beside theirs.

There is one, started with the first of them, and ended when nothing was wanted for a while: what it took is given back.
Files wait their turn; a reader who has several waiting, or too many together, is told so.
"""

import logging
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock, Thread, Timer
from typing import ParamSpec, TypeVar

from dashboard.languages import N_
from data_loader.errors import ExportError

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

# Waiting or being made, of one reader and of all.
MOST_OF_A_READER, MOST_OF_ALL = 4, 32
IDLE_SECONDS = 30.0
# Readers come first where processors are few.
NICENESS = 5


class BusyError(ExportError):
    """Too much is waiting already; `is_readers_own` says whether it is all of the one who asks."""

    def __init__(self, *, is_readers_own: bool) -> None:
        self.is_readers_own = is_readers_own
        super().__init__(
            N_("앞서 청한 파일을 아직 만들고 있습니다. 다 받은 뒤에 다시 청해 주세요.")
            if is_readers_own
            else N_("지금 파일을 청한 사람이 많습니다. 잠시 뒤에 다시 청해 주세요.")
        )


class Apart:
    """Makes files one after the other, in another process."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._turns = ThreadPoolExecutor(1, "apart")
        self._lock = Lock()
        self._of_readers: Counter[str] = Counter()
        # How many were not let in.
        self.refused = 0
        self._process: ProcessPoolExecutor | None = None
        self._ending: Timer | None = None
        self._is_making = False

    @property
    def waiting(self) -> int:
        """How many files wait or are being made."""
        return self._of_readers.total()

    def start(self, reader: str, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """What `make` returns, a function of a module, in a while; cancelled before its turn it is not made.

        Raises BusyError where this reader, or all together, have too much waiting.
        """
        with self._lock:
            is_readers_own = self._of_readers[reader] >= MOST_OF_A_READER
            if is_readers_own or self.waiting >= MOST_OF_ALL:
                self.refused += 1
                raise BusyError(is_readers_own=is_readers_own)
            self._of_readers[reader] += 1
        future = self._turns.submit(lambda: self._make(make, *args, **kwargs))
        future.add_done_callback(lambda _: self._leave(reader))
        return future

    def made(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `make` returns, waited for by whoever has been let in already."""
        return self._turns.submit(lambda: self._make(make, *args, **kwargs)).result()

    def end(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            process, self._process = self._process, None
        if process:
            process.shutdown(wait=False, cancel_futures=True)

    def _make(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return self._running().submit(make, *args, **kwargs).result()
        except BrokenProcessPool:
            log.warning("파일을 만들던 프로세스가 끝나 버렸습니다.")
            self.end()
            raise ExportError(N_("파일을 만들지 못했습니다. 잠시 뒤에 다시 청해 주세요.")) from None
        finally:
            self._end_when_idle()

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            self._is_making = True
            if self._ending:
                self._ending.cancel()
            if self._process is None:
                # Another start than anew would copy threads at work.
                anew = multiprocessing.get_context("spawn")
                self._process = ProcessPoolExecutor(1, anew, initializer=_stand_back)
            return self._process

    def _end_when_idle(self) -> None:
        with self._lock:
            self._is_making = False
            self._ending = Timer(self._idle_seconds, self._end_unless_making)
            self._ending.daemon = True
            self._ending.start()

    def _end_unless_making(self) -> None:
        if not self._is_making:
            self.end()

    def _leave(self, reader: str) -> None:
        with self._lock:
            self._of_readers[reader] -= 1
            if not self._of_readers[reader]:
                del self._of_readers[reader]


def _stand_back() -> None:
    """In the process: let readers go first, and end with theirs, however that ends."""
    os.nice(NICENESS)
    parent = multiprocessing.parent_process()

    def end_with_it() -> None:
        if parent:
            parent.join()
        os._exit(0)

    Thread(target=end_with_it, daemon=True).start()


apart = Apart()
