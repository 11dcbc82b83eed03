"""Whether this server has something to show, how old that is, and whether newer data come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.data import Data
from data_loader.lock import is_watched
from data_loader.settings import KST, Settings
from data_loader.sync.attempts import OPEN_PART, last_attempts

# The open postings are asked for every ten minutes: so long without an answer is no passing trouble.
LATEST_SUCCESS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Readiness:
    """`age` is the time since the postings were last seen at the portal, None without a snapshot.

    `is_fetching` says that a process keeps the data current, and that the open postings came within the hour; None
    without a key, where nothing is fetched. `problem`: why they last did not come, in a Korean sentence.
    """

    snapshot_id: str | None
    age: timedelta | None
    is_fetching: bool | None
    last_success: datetime | None
    problem: str

    @property
    def is_ready(self) -> bool:
        """Whether readers can be sent here: old data are better than none."""
        return self.snapshot_id is not None


def readiness(settings: Settings, data: Data | None, now: datetime) -> Readiness:
    """What is known now, from the loaded data and two small files; asks nobody and changes nothing."""
    attempt = last_attempts(settings.data_dir).get(OPEN_PART)
    succeeded = attempt.succeeded_at if attempt and attempt.succeeded_at and attempt.succeeded_at <= now else None
    is_recent = succeeded is not None and now - succeeded <= LATEST_SUCCESS
    return Readiness(
        data.snapshot.id if data else None,
        max(now - _moment(data.origin("postings").as_of), timedelta(0)) if data else None,
        is_recent and is_watched(settings.data_dir) if settings.service_key else None,
        succeeded,
        attempt.error if attempt and attempt.is_failing else "",
    )


def _moment(as_of: str) -> datetime:
    """A day alone, or a time without a zone, is Korean time."""
    moment = datetime.fromisoformat(as_of)
    return moment if moment.tzinfo else moment.replace(tzinfo=KST)
