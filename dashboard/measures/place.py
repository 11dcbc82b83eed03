"""Where the work is: shares of regions, regular posts, headquarters against workplaces."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.index import Found, Numbers
from dashboard.measures.breakdown import Mode, Weight, break_down, break_down_by_month
from data_loader.codes import CAPITAL_AREA, COMPARABLE_REGIONS, PROVINCES, WORK_REGIONS

REGULAR = "R1010"
UNKNOWN_HEADQUARTERS = "본사 모름"


def regular_share(found: Found, key: str = "region") -> Numbers:
    """Share (0–1) of the postings of each region that name 정규직 among their hire types; NaN without postings.

    Postings in k regions count 1/k in each, in numerator and denominator.
    """
    hire, region = found.index.facets["hire"], found.index.facets[key]
    is_regular = hire.members[:, [option.code for option in hire.options].index(REGULAR)] > 0
    rows = found.rows[is_regular[hire.combination[found.rows]]]
    regular = np.bincount(region.combination[rows], minlength=len(region.members))
    sizes = region.members.sum(axis=1)
    everything = break_down(found, key, "postings").fractional
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Numbers = (regular / sizes) @ region.members / everything
    return share


def capital_share_by_month(found: Found, weight: Weight, first: int, last: int, mode: Mode = "fractional") -> Numbers:
    """Share (0–1) of 서울, 인천 and 경기 in the sum of the twelve months up to each month; NaN before there are twelve.

    Work abroad and unstated places are no part of the whole.
    """
    options = found.index.options["region"]
    table = break_down_by_month(found, "region", weight, first, last, mode)
    at_home = [position for position, option in enumerate(options) if option.code in DOMESTIC]
    capital = [position for position, option in enumerate(options) if option.code in CAPITAL_AREA]
    whole, part = table[:, at_home].sum(axis=1), table[:, capital].sum(axis=1)
    window = np.ones(12)
    shares = np.full(len(table), np.nan)
    if len(table) >= 12:
        wholes = np.convolve(whole, window, "valid")
        parts = np.convolve(part, window, "valid")
        shares[11:] = np.divide(parts, wholes, out=np.full_like(parts, np.nan), where=wholes > 0)
    return shares


def domestic(found: Found, weight: Weight, mode: Mode = "fractional") -> tuple[list[str], Numbers]:
    """Names and values of the 16 comparable regions at home, zeros included."""
    counted = break_down(found, "region", weight)
    places = [position for position, option in enumerate(counted.options) if option.code in DOMESTIC]
    return [counted.options[position].label for position in places], counted.values(mode)[places]


def region_by_field(found: Found, weight: Weight) -> tuple[list[str], list[str], Numbers]:
    """Comparable regions × NCS fields, both counted fractionally: names, names, values."""
    region, field = found.index.facets["region"], found.index.facets["ncs"]
    weights = found.index.headcount[found.rows] if weight == "headcount" else np.ones(len(found.rows))
    cells = region.combination[found.rows] * len(field.members) + field.combination[found.rows]
    unique, position = np.unique(cells, return_inverse=True)
    sums = np.bincount(position, weights, len(unique))
    of_region = region.members / region.members.sum(axis=1, keepdims=True)
    of_field = field.members / field.members.sum(axis=1, keepdims=True)
    table = np.einsum(
        "c,cr,cf->rf",
        sums,
        of_region[unique // len(field.members)],
        of_field[unique % len(field.members)],
        optimize=True,
    )
    home = [place for place, option in enumerate(region.options) if option.code in DOMESTIC]
    return (
        [region.options[place].label for place in home],
        [option.label for option in field.options],
        table[home],
    )


def headquarters_to_workplace(
    found: Found, institutions: Mapping[str, Mapping[str, Any]], weight: Weight
) -> tuple[list[str], list[str], Numbers]:
    """Headquarters region (rows) → workplace (columns), fractional. Former institutions' headquarters are unknown."""
    region, owner = found.index.facets["region"], found.index.facets["institution"]
    names = {code: WORK_REGIONS[entry.folds_into or code].name for code, entry in WORK_REGIONS.items()}
    seats = [
        names.get(str(institutions.get(option.code, {}).get("headquarters_region")), UNKNOWN_HEADQUARTERS)
        for option in owner.options
    ]
    rows_of = [*(entry.name for entry in COMPARABLE_REGIONS.values() if entry.name in seats)]
    rows_of += [UNKNOWN_HEADQUARTERS] if UNKNOWN_HEADQUARTERS in seats else []
    row = np.array([rows_of.index(seat) for seat in seats], np.intp)
    seat_of_institution = np.array([row[int(np.argmax(members))] for members in owner.members], np.intp)
    weights = found.index.headcount[found.rows] if weight == "headcount" else None
    cells = seat_of_institution[owner.combination[found.rows]] * len(region.members) + region.combination[found.rows]
    counted = np.bincount(cells, weights, len(rows_of) * len(region.members)).reshape(len(rows_of), len(region.members))
    table = counted @ (region.members / region.members.sum(axis=1, keepdims=True))
    return rows_of, [option.label for option in region.options], table


DOMESTIC = frozenset(code for code in PROVINCES.values() if code in COMPARABLE_REGIONS)
