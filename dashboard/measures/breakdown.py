"""How postings and headcount spread over the options of a facet, in the three counting modes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.languages import N_
from dashboard.selection.index import Found, History, Numbers
from dashboard.selection.selection import Option

Weight = Literal["postings", "headcount"]
Mode = Literal["fractional", "full", "single"]

WEIGHT_NAMES: dict[Weight, str] = {"headcount": N_("모집인원"), "postings": N_("공고 수")}
WEIGHT_UNITS: dict[Weight, str] = {"headcount": N_("명"), "postings": N_("건")}
MODE_NAMES: dict[Mode, str] = {
    "fractional": N_("균등 배분"),
    "full": N_("중복 집계"),
    "single": N_("하나만 적은 공고"),
}
MODE_NOTES: dict[Mode, str] = {
    "fractional": N_("값이 k개인 공고는 각 값에 1/k씩 균등 배분. 합계가 전체와 같음"),
    "full": N_("값이 여럿인 공고를 값마다 한 번씩 셈. 합계가 전체보다 큼"),
    "single": N_("값이 하나뿐인 공고만 셈. 합계가 전체보다 작음"),
}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Values per option. For every option single ≤ fractional ≤ full; fractional sums to `total`."""

    options: tuple[Option, ...]
    full: Numbers
    fractional: Numbers
    single: Numbers
    total: float

    def values(self, mode: Mode) -> Numbers:
        return {"full": self.full, "fractional": self.fractional, "single": self.single}[mode]


def break_down(found: Found, key: str, weight: Weight = "headcount") -> Breakdown:
    """Postings (unit: postings) or planned headcount (unit: persons) of the found postings by facet `key`."""
    entry = found.index.facets[key]
    values = found.by_combination(key, weight)
    # A million postings have tens of thousands of combinations, what is open now a few hundred.
    occurring = np.flatnonzero(values)
    values, members, sizes = values[occurring], entry.members[occurring], entry.sizes[occurring]
    alone = sizes == 1
    if alone.all():
        totals = values @ members
        return Breakdown(entry.options, totals, totals, totals, float(values.sum()))
    return Breakdown(
        entry.options,
        full=values @ members,
        fractional=(values / sizes) @ members,
        single=values[alone] @ members[alone],
        total=float(values.sum()),
    )


def break_down_by_month(
    found: History, key: str, weight: Weight, first: int, last: int, mode: Mode = "fractional"
) -> Numbers:
    """Months × options, by start month; months are counted from 1970-01, both ends included; NaN where a month
    was not read whole."""
    index, entry = found.index, found.index.facets[key]
    rows = found.rows[(index.month[found.rows] >= first) & (index.month[found.rows] <= last)]
    months, combinations = last - first + 1, len(entry.members)
    cells = (index.month[rows] - first) * combinations + entry.combination[rows]
    weights = index.headcount[rows] if weight == "headcount" else None
    counted = np.bincount(cells, weights, months * combinations).reshape(months, combinations)
    sizes = entry.sizes
    share = {"fractional": 1 / sizes, "full": np.ones_like(sizes), "single": (sizes == 1) * 1.0}[mode]
    result: Numbers = counted @ (entry.members * share[:, None])
    if not index.is_whole(found.selection):
        result[~found.months_read(first, last)] = np.nan
    return result
