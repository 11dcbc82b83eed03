"""Where the work is: shares of regions, regular posts, headquarters against workplaces."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.languages import N_, _
from dashboard.measures import flow
from dashboard.measures.breakdown import Mode, Weight, break_down, break_down_by_month
from dashboard.selection.index import Found, History, Numbers, PostingIndex, unpack
from data_loader.codes import CAPITAL_AREA, COMPARABLE_REGIONS, PROVINCES, WORK_REGIONS, comparable_regions
from data_loader.tables.municipalities import load_municipalities

REGULAR = "R1010"
LONGEST_YEAR = 366
UNKNOWN_HEADQUARTERS = N_("본사 모름")


def regular_share(found: Found, key: str = "region") -> Numbers:
    """Share (0–1) of the postings of each region that name 정규직 among their hire types; NaN without postings.

    **정규직 공고 비율** = 고용형태에 정규직을 적은 공고 ÷ 전체 공고, 시도마다. 근무지가 k곳인 공고는 분자와 분모에서 1/k씩 센다.
    공고가 30건 미만인 시도는 비교하지 않는다.
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


@dataclass(frozen=True, slots=True, eq=False)
class Residents:
    """Registered residents at the end of a year by region: of the 17 old regions and of those they were folded into."""

    year: int
    by_region: Mapping[str, int]

    @property
    def at_home(self) -> int:
        """All of them."""
        return sum(self.by_region.get(code, 0) for code in DOMESTIC)

    @property
    def capital_share(self) -> float:
        """What part of them (0–1) lives in 서울, 인천 and 경기; NaN where nobody is known to live."""
        capital = sum(self.by_region.get(code, 0) for code in CAPITAL_AREA)
        return capital / self.at_home if self.at_home else np.nan


def residents_of(table: pd.DataFrame) -> Residents | None:
    """The latest year of the table `population`; none where it is empty."""
    if table.empty:
        return None
    year = int(table["year"].max())
    by_region: dict[str, int] = {}
    for code, people in table.loc[table["year"] == year, ["region", "population"]].itertuples(index=False):
        for unit in {code, *comparable_regions((code,))}:
            by_region[unit] = by_region.get(unit, 0) + people
    return Residents(year, by_region)


def headcount_per_100_000(found: Found, residents: Residents, mode: Mode, key: str = "region") -> Numbers:
    """Planned persons a year per 100,000 residents of each region; NaN where nobody is known to live: abroad, unstated.

    **인구 10만 명당 모집인원** = 시도의 모집인원 ÷ 그 시도의 주민등록인구 × 100,000. 인구는 모든 나이, 한 해의 연말 값 하나다. 한 해가 넘는
    기간은 다 받은 날의 수로 나누어 한 해의 값으로 낸다. 접수 중인 공고만 고르면 그때의 합이다. 모집인원이 30명 미만인 시도는 문장에서
    비교하지 않는다. 인구의 출처: 행정안전부 주민등록인구통계.
    """
    counted = break_down(found, key, "headcount")
    people = np.array([residents.by_region.get(option.code, np.nan) for option in counted.options], np.float64)
    rates: Numbers = counted.values(mode) / years_counted(found) / people * 100_000
    return rates


def years_counted(found: Found) -> float:
    """How many years the start days read whole make; 1 where that is less than a year, and for what is open now."""
    if found.selection.codes("status") == ("open",):
        return 1.0
    days = sum((span.last - span.first).days + 1 for span in found.days_read.spans)
    return 1.0 if days <= LONGEST_YEAR else days / 365.25


def capital_share_by_month(found: History, weight: Weight, first: int, last: int, mode: Mode = "fractional") -> Numbers:
    """Share (0–1) of 서울, 인천 and 경기 in the sum of the twelve months up to each month; NaN before there are twelve,
    and where one of them was not read.

    **수도권 비중** = (서울 + 인천 + 경기) ÷ 국내, 다 받은 12개월마다. 해외와 적지 않은 공고는 전체에 넣지 않고, 고른 근무지와
    상관없이 모든 지역을 놓고 잰다.
    """
    options = found.index.options["region"]
    table = break_down_by_month(found, "region", weight, first, last, mode)
    at_home = [position for position, option in enumerate(options) if option.code in DOMESTIC]
    capital = [position for position, option in enumerate(options) if option.code in CAPITAL_AREA]
    whole, part = table[:, at_home].sum(axis=1), table[:, capital].sum(axis=1)
    wholes, parts = flow.trailing_sum(whole), flow.trailing_sum(part)
    shares: Numbers = np.divide(parts, wholes, out=np.full_like(parts, np.nan), where=wholes > 1e-9)
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
    # Without sorting them, which would take most of the time.
    position, unique = pd.factorize(cells)
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
    """Headquarters region (rows) → workplace (columns), fractional. Former institutions' headquarters are unknown.

    **본사와 근무지**: 기관의 본사가 있는 시도(지금 명단)에서 공고의 근무지로. 균등 배분하고, 본사마다 합이 100%다. 옛 공고도 지금
    본사로 보므로 그 사이 옮긴 기관은 어긋난다. 예전 기관은 본사를 모른다.
    """
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
    return [_(name) for name in rows_of], [option.label for option in region.options], table


@dataclass(frozen=True, slots=True)
class Workplaces:
    """Which postings name which municipalities: a pair of row and place (in `load_municipalities`) for each.

    `sizes`: how many places the pair's posting names.
    """

    rows: NDArray[np.intp]
    places: NDArray[np.intp]
    sizes: Numbers


@dataclass(frozen=True, slots=True)
class Named:
    """Values per municipality, in the order of `load_municipalities`, and how much of the whole they rest on.

    `fractional` sums to `covered`; `total` counts postings that name none as well.
    """

    full: Numbers
    fractional: Numbers
    single: Numbers
    covered: float
    total: float
    covered_postings: int

    def values(self, mode: Mode) -> Numbers:
        return {"full": self.full, "fractional": self.fractional, "single": self.single}[mode]


def workplaces_of(index: PostingIndex, table: pa.Table) -> Workplaces:
    """The table of workplaces by row of the index; worked out once per snapshot."""
    number = {place.code: position for position, place in enumerate(load_municipalities())}
    order = np.argsort(index.posting_ids)
    ids = table["posting_id"].to_numpy()
    at = np.searchsorted(index.posting_ids, ids, sorter=order)
    rows = order[np.minimum(at, max(index.rows - 1, 0))] if index.rows else np.zeros(len(ids), np.intp)
    places = np.array([number.get(code, -1) for code in table["municipality_code"].to_pylist()], np.intp)
    is_known = (index.posting_ids[rows] == ids) & (places >= 0) if index.rows else np.zeros(len(ids), bool)
    rows, places = rows[is_known], places[is_known]
    sizes = np.bincount(rows, minlength=index.rows)[rows].astype(np.float64)
    return Workplaces(rows, places, sizes)


def by_municipality(found: Found, workplaces: Workplaces, weight: Weight) -> Named:
    """What the postings found count for in each municipality they name.

    **시·군·구** = 공고가 제목이나 본문에서 근무지로 밝힌 시·군·구. k곳을 밝힌 공고는 각 곳에 1/k씩 균등 배분한다(중복 집계,
    하나만 밝힌 공고로도 볼 수 있다). 밝히지 않은 공고는 어느 곳에도 넣지 않고, 밝힌 공고가 전체의 몇 %인지 먼저 적는다.
    사무소 이름에 지명이 든 공고가 많으므로 시·군·구끼리의 많고 적음은 그런 기관이 많고 적음이기도 하다.
    """
    is_found = unpack(found.mask, found.index.rows)
    chosen = is_found[workplaces.rows]
    rows, places, sizes = workplaces.rows[chosen], workplaces.places[chosen], workplaces.sizes[chosen]
    weights = found.index.headcount[rows] if weight == "headcount" else np.ones(len(rows))
    count = len(load_municipalities())
    alone = sizes == 1
    fractional = np.bincount(places, weights / sizes, count).astype(np.float64)
    return Named(
        full=np.bincount(places, weights, count).astype(np.float64),
        fractional=fractional,
        single=np.bincount(places[alone], weights[alone], count).astype(np.float64),
        covered=float(fractional.sum()),
        total=float(found.headcount if weight == "headcount" else found.count),
        covered_postings=round(float((1 / sizes).sum())),
    )


DOMESTIC = frozenset(code for code in PROVINCES.values() if code in COMPARABLE_REGIONS)
