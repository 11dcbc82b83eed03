"""Keeps the data current without anybody looking: what is open every ten minutes, the plan of the day in between."""

import logging
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from data_loader.errors import LoaderError
from data_loader.lock import watcher_lock
from data_loader.settings import Settings
from data_loader.sync.logs import log_event
from data_loader.sync.plan import OPEN_EVERY
from data_loader.sync.publishing import Publisher
from data_loader.sync.run import sync

log = logging.getLogger(__name__)
# A part that cannot be fetched is asked for again after so long; the open postings every time.
PATIENCE = timedelta(hours=1)
# Working out the ledger takes longer than all else of a round in which a few postings changed.
LEDGER_EVERY = timedelta(hours=1)


def watch(
    settings: Settings,
    now: Callable[[], datetime],
    wait: Callable[[float], bool],
    report: Callable[[str], object],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Sync, wait, and sync again until `wait(seconds)` says to stop. Whatever fails is reported and tried again.

    `sleep` waits between two attempts at one call.

    Raises StoreError where another process watches the folder already, SettingsError without a key.
    """
    settings.require_key()
    with watcher_lock(settings.data_dir):
        publisher = Publisher(settings.data_dir, LEDGER_EVERY)
        while True:
            began_at = now()
            round_ = _Round()
            with round_:
                report(_bring_up_to_date(settings, now, publisher, sleep))
            if round_.error is not None:
                report(_told(round_.error))
                # What it had kept may be half done.
                publisher = Publisher(settings.data_dir, LEDGER_EVERY)
            # A clock put back in between must not make this a long wait.
            if wait(min(max(began_at + OPEN_EVERY - now(), timedelta(0)), OPEN_EVERY).total_seconds()):
                return


class _Round(AbstractContextManager[None]):
    """One round: whatever goes wrong in it, foreseen or not, costs that round alone."""

    error: BaseException | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return isinstance(error, Exception)


def _told(error: BaseException) -> str:
    """Without the words of the error: nobody knows what they hold."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = type(error).__name__
    where = f"{Path(place.filename).stem}:{place.lineno}"
    log_event(log, "failed", logging.ERROR, error=name, place=where)
    return f"뜻밖의 오류({name}, {where})로 이번 순서를 그만두었습니다. 이전 자료는 그대로이고 10분 뒤 다시 합니다."


def _bring_up_to_date(
    settings: Settings, now: Callable[[], datetime], publisher: Publisher, sleep: Callable[[float], None]
) -> str:
    try:
        result = sync(settings, now, sleep=sleep, publisher=publisher, patience=PATIENCE)
    except LoaderError as error:
        return f"새로 받지 못했습니다. {error}"
    postings = result.snapshot.tables["postings"]
    said = "공개했습니다" if result.is_new else "확인했습니다. 바뀐 것이 없습니다"
    if not result.is_open_read:
        said = "공개해 둔 채, 지금 열린 공고는 새로 받지 못했습니다"
    return " ".join([f"채용공고 {postings.rows:,}건({postings.origin.as_of} 기준)을 {said}.", *result.warnings])
