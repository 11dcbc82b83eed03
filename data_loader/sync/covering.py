"""What was read of the postings, from the complete readings of their lists and the details asked for."""

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np

from data_loader.coverage import Covered, DaySpan, Portion, ReadDays
from data_loader.portal.client import OPEN_ONLY, RECRUITMENT
from data_loader.settings import KST
from data_loader.store.coverage import WINDOW_FROM, WINDOW_TO
from data_loader.sync.plan import Details, Knowledge, Plan


def covered_by(known: Knowledge, plan: Plan, now: datetime) -> Covered:
    """What the store holds whole. What is missing is expected when the plan says."""
    opened = known.reading(RECRUITMENT, OPEN_ONLY)
    return Covered(
        ReadDays.of(_spans(known)),
        opened.began_at.astimezone(KST).isoformat(timespec="seconds") if opened else "",
        tuple(sorted({name for name, _filters in known.readings})),
        _asked(known.posting_details),
        _asked_since_closing(known.posting_details, now),
        plan.complete_at.astimezone(KST).isoformat(timespec="seconds") if plan.complete_at else "",
    )


def _spans(known: Knowledge) -> Iterator[DaySpan]:
    """The windows read whole. Postings that start after the day of a reading may have been put up after it."""
    for (name, filters), reading in known.readings.items():
        bounds = dict(filters)
        if name == RECRUITMENT.name and bounds.keys() <= {WINDOW_FROM, WINDOW_TO}:
            first, last = (
                date.fromisoformat(bounds[bound]) if bound in bounds else farthest
                for bound, farthest in ((WINDOW_FROM, date.min), (WINDOW_TO, date.max))
            )
            yield DaySpan(first, min(last, reading.began_at.astimezone(KST).date()))


def _asked(details: Details | None) -> Portion:
    if details is None:
        return Portion()
    return Portion(int(np.count_nonzero(~np.isnat(details.asked_at))), details.numbers.size)


def _asked_since_closing(details: Details | None, now: datetime) -> Portion:
    if details is None:
        return Portion()
    is_closed = details.ends < np.datetime64(now.astimezone(KST).date(), "D")
    asked_day = (details.asked_at + np.timedelta64(9, "h")).astype("datetime64[D]")
    is_asked = ~np.isnat(details.asked_at) & (asked_day > details.ends)
    return Portion(int(np.count_nonzero(is_closed & is_asked)), int(np.count_nonzero(is_closed)))
