"""What became of a cited number: what was known on its day, and what changed since."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.selection.index import Found
from data_loader.settings import KST


@dataclass(frozen=True, slots=True)
class Since:
    """Of the postings found: how many had been seen by the end of the day, and their headcount; and how often each kind of
    change was seen after it. All None or empty where nothing is known of that day."""

    postings: int | None
    headcount: int | None
    changes: dict[str, int]


def since(found: Found, observations: pd.DataFrame, changes: pd.DataFrame, day: date) -> Since:
    """What is known of a day that is over, in Korea.

    A posting counts as known then if it had been seen by then; what was edited since counts with what it says now.
    """
    seen = observations[["posting_id", "first_seen_at"]]
    days = seen["first_seen_at"].dt.tz_convert(KST).dt.date
    if seen.empty or day < days.min():
        return Since(None, None, {})
    ids = found.index.posting_ids[found.rows]
    known = np.isin(ids, seen.loc[days <= day, "posting_id"].to_numpy())
    later = changes[changes["observed_at"].dt.tz_convert(KST).dt.date > day]
    counts = later.loc[later["posting_id"].isin(ids), "change"].value_counts()
    headcount = int(found.index.headcount[found.rows[known]].sum())
    return Since(int(known.sum()), headcount, {str(kind): int(count) for kind, count in counts.items()})
