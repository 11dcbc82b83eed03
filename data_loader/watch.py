"""Keeps the data current without anybody looking: everything once a day, what is open every ten minutes.

That is about 300 calls a day for each operation, of the 1,000 the portal allows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from data_loader.errors import LoaderError
from data_loader.lock import watcher_lock
from data_loader.portal import EVERYTHING, RECRUITMENT
from data_loader.settings import Settings
from data_loader.store import Store
from data_loader.sync import sync

PAUSE = timedelta(minutes=10)
EVERYTHING_AGAIN = timedelta(hours=24)


def watch(
    settings: Settings, now: Callable[[], datetime], wait: Callable[[float], bool], report: Callable[[str], object]
) -> None:
    """Sync, wait, and sync again until `wait(seconds)` says to stop. What fails is reported and tried again.

    Raises StoreError where another process watches the folder already, SettingsError without a key.
    """
    settings.require_key()
    with watcher_lock(settings.data_dir):
        while True:
            report(_bring_up_to_date(settings, now()))
            if wait(PAUSE.total_seconds()):
                return


def _bring_up_to_date(settings: Settings, now: datetime) -> str:
    try:
        result = sync(settings, now, open_only=not _is_everything_due(settings, now))
    except LoaderError as error:
        return f"새로 받지 못했습니다. {error}"
    postings = result.snapshot.tables["postings"]
    return " ".join([f"채용공고 {postings.rows:,}건({postings.origin.as_of} 기준)을 공개했습니다.", *result.warnings])


def _is_everything_due(settings: Settings, now: datetime) -> bool:
    with Store(settings.data_dir) as store:
        last = store.last_complete(RECRUITMENT.name, EVERYTHING)
    return last is None or now - last >= EVERYTHING_AGAIN
