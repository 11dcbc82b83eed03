"""The end of the server: soon after it is asked for, whatever is under way.

A server waits for its connections, and a thread that reads from elsewhere waits for the other side. A reader who takes
a file slowly, or an attachment that comes slowly, would keep it from ending until somebody kills it.
"""

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer, current_thread, main_thread
from types import FrameType

log = logging.getLogger(__name__)
# After the end is asked for, this many seconds stay for what is under way.
LAST_SECONDS = 2.5
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def ending_within(seconds: float, before: Callable[[], object]) -> Iterator[None]:
    """While the block lasts, a signal to end is heard as before, and `seconds` later it is carried out at the latest.

    `before` is called first then. What is kept on the disk is written whole or not at all, so nothing is lost.
    """
    if current_thread() is not main_thread():
        yield
        return
    known = {number: signal.getsignal(number) for number in SIGNALS}

    def give_up() -> None:
        log.warning("끝나지 않은 내려받기가 있어 끊고 끝냅니다.")
        before()
        sys.stderr.flush()
        os._exit(0)

    def end(number: int, frame: FrameType | None) -> None:
        timer = Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        heard = known[signal.Signals(number)]
        if callable(heard):
            heard(number, frame)

    for number in SIGNALS:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)
