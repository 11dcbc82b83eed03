"""What a reading of a list must contain: the ground for saying that a record is missing from it.

A reading is known by its filters and by the days on which it began and ended. Without filters it contains
everything; asked for what is open, the postings open on those days; asked for a window, those that start in
it. Any other filter (an institution's branches) names a part of the list by itself, its scope.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data_loader.schema import OPEN_FLAG, POSTINGS
from data_loader.settings import KST

# The names of the filters that bound a posting's START date, both of them.
WINDOW_FROM = POSTINGS.column("start_date").source
WINDOW_TO = POSTINGS.column("end_date").source
# The scope of a reading that no filter but time narrows.
WHOLE_LIST = "{}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Bounds as ISO dates, both ends included; None where there is none. `scope` is the other filters as JSON."""

    scope: str
    starts_from: str | None = None
    starts_to: str | None = None
    ends_from: str | None = None

    def contains(self, start_date: str | None, end_date: str | None) -> bool:
        """Whether a posting of these days belongs to the reading; one without the days asked for does not."""
        return (
            _is_within(start_date, self.starts_from, None)
            and _is_within(start_date, None, self.starts_to)
            and _is_within(end_date, self.ends_from, None)
        )


def scope_of(filters: Mapping[str, str]) -> str:
    """The filters that are not about time, as JSON."""
    return json.dumps({name: filters[name] for name in sorted(filters) if not _is_about_time(name, filters[name])})


def coverage_of(filters: Mapping[str, str], began: datetime, ended: datetime) -> Coverage:
    """What a reading with these filters, begun and ended then, must contain."""
    starts_to = [filters[WINDOW_TO]] if WINDOW_TO in filters else []
    is_open_only = filters.get(OPEN_FLAG) == "Y"
    if is_open_only:
        starts_to.append(_day(began))
    return Coverage(
        scope_of(filters),
        filters.get(WINDOW_FROM),
        min(starts_to, default=None),
        _day(ended) if is_open_only else None,
    )


def _is_about_time(name: str, value: str) -> bool:
    return name in (WINDOW_FROM, WINDOW_TO) or (name == OPEN_FLAG and value == "Y")


def _day(moment: datetime) -> str:
    return moment.astimezone(KST).date().isoformat()


def _is_within(day: str | None, first: str | None, last: str | None) -> bool:
    if first is None and last is None:
        return True
    return day is not None and (first is None or first <= day) and (last is None or day <= last)
