"""Keeps the data current without anybody looking: what is open every ten minutes, the plan of the day in between."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from data_loader.errors import LoaderError
from data_loader.lock import watcher_lock
from data_loader.plan import OPEN_EVERY
from data_loader.publishing import Publisher
from data_loader.settings import Settings
from data_loader.sync import sync

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
    """Sync, wait, and sync again until `wait(seconds)` says to stop. What fails is reported and tried again.

    `sleep` waits between two attempts at one call.

    Raises StoreError where another process watches the folder already, SettingsError without a key.
    """
    settings.require_key()
    with watcher_lock(settings.data_dir):
        publisher = Publisher(settings.data_dir, LEDGER_EVERY)
        while True:
            began_at = now()
            report(_bring_up_to_date(settings, now, publisher, sleep))
            if wait(max(0.0, (began_at + OPEN_EVERY - now()).total_seconds())):
                return


def _bring_up_to_date(
    settings: Settings, now: Callable[[], datetime], publisher: Publisher, sleep: Callable[[float], None]
) -> str:
    try:
        result = sync(settings, now, sleep=sleep, publisher=publisher, patience=PATIENCE)
    except LoaderError as error:
        return f"새로 받지 못했습니다. {error}"
    postings = result.snapshot.tables["postings"]
    said = "공개했습니다" if result.is_new else "확인했습니다. 바뀐 것이 없습니다"
    return " ".join([f"채용공고 {postings.rows:,}건({postings.origin.as_of} 기준)을 {said}.", *result.warnings])
