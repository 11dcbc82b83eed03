"""A cited number: how many were known on its day, and what has changed since."""

from datetime import date

import pandas as pd

from dashboard.measures.as_of import since
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from tests.dashboard.conftest import index_of


def found() -> Found:
    return index_of({"headcount": 3}, {"headcount": 4}, {"headcount": 5}).find(Selection())


def seen(*days: str) -> pd.DataFrame:
    """The three postings, from the first to the last, first seen on these days."""
    ids = sorted(found().index.posting_ids.tolist())
    return pd.DataFrame({"posting_id": ids, "first_seen_at": pd.to_datetime(list(days), utc=True)})


def changed(day: str, kind: str) -> pd.DataFrame:
    first = min(found().index.posting_ids.tolist())
    return pd.DataFrame({"posting_id": [first], "observed_at": pd.to_datetime([day], utc=True), "change": [kind]})


def test_what_was_first_seen_later_was_not_known_then() -> None:
    known = since(
        found(), seen("2025-11-01", "2025-11-02", "2025-11-05"), changed("2025-11-06", "extended"), date(2025, 11, 3)
    )
    assert (known.postings, known.headcount) == (2, 9)
    assert known.changes == {"extended": 1}


def test_what_changed_by_the_end_of_the_day_in_korea_is_no_change_since() -> None:
    late = changed("2025-11-03T14:59Z", "extended")
    assert since(found(), seen(*["2025-11-01"] * 3), late, date(2025, 11, 3)).changes == {}


def test_of_a_day_before_the_first_reading_nothing_is_known() -> None:
    known = since(found(), seen(*["2025-11-01"] * 3), changed("2025-11-06", "edited"), date(2025, 10, 31))
    assert (known.postings, known.headcount, known.changes) == (None, None, {})
