"""Who made the change between two years: parts that sum to the whole, of sums and of averages.

Rows: institution_code, institution, year, basis, value, weight. Of a sum the weight is 1 and the whole is the sum of the
values; of an average it is the number of people, and the whole is the average weighted by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.caching import Caching
from dashboard.languages import N_
from dashboard.measures.pay import UNSTATED
from dashboard.selection.disclosed import COLUMN_OF, comparable

GROUPS = ("institution", "ministry", "type", "region")
SIDES = ("before", "after")
HOSPITALS = N_("국립대병원")
EDUCATION = "교육부"


@dataclass(frozen=True, eq=False)
class Counted(Caching):
    """The rows of a figure, each with the codes of its groups; `is_mean` where they are averaged, not summed."""

    rows: pd.DataFrame
    is_mean: bool = False

    @property
    def years(self) -> list[int]:
        return sorted(int(year) for year in self.rows["year"].unique())


def counted(rows: pd.DataFrame, institutions: pd.DataFrame, *, is_mean: bool = False) -> Counted:
    """The settled rows with the code of each group an institution belongs to; regions are the 16 comparable ones."""
    known = institutions.set_index("institution_code")
    settled = rows[rows["basis"] == "settled"].dropna(subset=["value"])
    groups = {key: settled["institution_code"].map(known[COLUMN_OF[key]]) for key in GROUPS[1:]}
    groups["region"] = comparable(groups["region"])
    codes = {key: column.fillna(UNSTATED) for key, column in groups.items()}
    return Counted(settled.assign(weight=settled.get("weight", 1.0), **codes), is_mean)


def whole(of: Counted, year: int) -> float:
    """The sum of a year, or its weighted average; NaN where nobody discloses anything."""
    rows = of.rows[of.rows["year"] == year]
    total = (rows["value"] * rows["weight"]).sum(min_count=1)
    return float(total / rows["weight"].sum()) if of.is_mean and len(rows) else float(total)


def by_institution(of: Counted, first: int, last: int) -> pd.DataFrame:
    """Per institution: the values of both years, their weights, and the part of the change of the whole.

    Columns: institution_code, institution, ministry, type, region, before, after, weight_before, weight_after, change.

    **누가 바꾸었나**: 두 해 사이의 변화를 기관별로 나눈 것이고, 더하면 전체의 변화와 꼭 같다. 사람 수는 뒤의 해 − 앞의 해다. 한 해에만 공시한 기관은
    다른 해를 0으로 본다. 부처, 기관유형, 본사 시도는 기관의 값을 더한 것이고 지금 명단의 것이다.

    **평균보수의 변화**는 종업원 수로 가중한 평균이 움직인 만큼이다. 기관의 몫 = 뒤의 비중 × (뒤의 값 − c) − 앞의 비중 × (앞의 값 − c), c는 두 해
    전체 평균의 가운데. 그래서 그 기관의 보수가 오른 것과, 평균보다 많이 주는 기관의 사람이 는 것이 함께 든다. 초임은 기관을 하나로 센다.
    """
    names = of.rows.drop_duplicates("institution_code", keep="last").set_index("institution_code")
    table = names[["institution", *GROUPS[1:]]].copy()
    centre = (whole(of, first) + whole(of, last)) / 2 if of.is_mean else 0.0
    parts = {}
    for side, year in zip(SIDES, (first, last), strict=True):
        rows = of.rows[of.rows["year"] == year].set_index("institution_code")
        table[side], table[f"weight_{side}"] = rows["value"], rows["weight"]
        share = rows["weight"] / (rows["weight"].sum() or 1.0) if of.is_mean else rows["weight"]
        parts[side] = (share * (rows["value"] - centre)).reindex(table.index).fillna(0.0)
    table["change"] = parts["after"] - parts["before"]
    return table.dropna(subset=list(SIDES), how="all").reset_index()


def contributions(of: Counted, key: str, first: int, last: int) -> pd.DataFrame:
    """The parts of institutions, or of their groups, the largest rise first.

    Columns: code, institutions (how many), before, after (sum, or weighted average of the part), change.
    """
    parts = by_institution(of, first, last)
    column = "institution_code" if key == "institution" else key
    grouped = parts.groupby(column)
    table = pd.DataFrame({"institutions": grouped.size(), "change": grouped["change"].sum()})
    for side in SIDES:
        weighted = (parts[side] * parts[f"weight_{side}"]).groupby(parts[column]).sum(min_count=1)
        weights = grouped[f"weight_{side}"].sum()
        table[side] = weighted / weights.where(weights > 0) if of.is_mean else weighted.fillna(0.0)
    ordered = table.sort_values("change", ascending=False, kind="stable").rename_axis("code").reset_index()
    return ordered[["code", "institutions", *SIDES, "change"]]


def without(of: Counted, codes: frozenset[str]) -> pd.DataFrame:
    """Per year: the whole, and the whole without some institutions. Columns: year, all, others.

    **빼고 보기**: 고른 기관들의 값을 빼고 다시 더하거나 평균한 것이다. 뺀 기관이 변화의 원인이라는 뜻은 아니다.
    """
    others = Counted(of.rows[~of.rows["institution_code"].isin(codes)], of.is_mean)
    years = [(year, whole(of, year), whole(others, year)) for year in of.years]
    return pd.DataFrame(years, columns=["year", "all", "others"])


def groups_to_leave_out(institutions: pd.DataFrame) -> Mapping[str, frozenset[str]]:
    """The institutions of every group that can be left out, by the group's word in the address: `hospitals`, a type's or
    a region's code, a ministry."""
    rows = institutions[~institutions["is_former"].astype(bool)]
    is_hospital = (rows["supervising_ministry"] == EDUCATION) & rows["institution"].str.contains("대학교.*병원")
    groups = {"hospitals": frozenset(rows["institution_code"][is_hospital & ~rows["is_subsidiary"].astype(bool)])}
    for key in GROUPS[1:]:
        column = comparable(rows[COLUMN_OF[key]]) if key == "region" else rows[COLUMN_OF[key]]
        groups |= {str(code): frozenset(own["institution_code"]) for code, own in rows.groupby(column)}
    return groups
