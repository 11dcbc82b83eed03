"""Pay as institutions disclose it on ALIO. Amounts in thousand won a year, one row an institution and year.

Settled years (결산) and the budget of the current year (예산) are kept apart everywhere. 0 in the source means
"not reported" and is null here. Averages over fewer than five employees are suppressed, and counted.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loader.codes import INSTITUTION_TYPES, WORK_REGIONS

FEWEST_EMPLOYEES = 5
MEASURES = {"average": "정규직 평균보수", "starting": "신입사원 초임", "indefinite": "무기계약직 평균보수"}
PARTS = {
    "base_pay": "기본급",
    "fixed_allowance": "고정수당",
    "performance_allowance": "실적수당",
    "welfare_pay": "급여성 복리후생비",
    "bonus": "성과상여금",
    "other_pay": "기타",
}
TYPE_ORDER = [entry.name for entry in INSTITUTION_TYPES.values()]
UNSTATED = "미기재"


@dataclass(frozen=True)
class Pay:
    """`rows`: institution_code, institution, type, ministry, region, year, basis, value (thousand won), employees, and
    the source's columns. `suppressed`: rows left out for too few employees, by year.
    """

    measure: str
    rows: pd.DataFrame
    suppressed: dict[int, int]

    @property
    def settled_years(self) -> list[int]:
        return sorted(int(year) for year in self.rows.loc[self.rows["basis"] == "settled", "year"].unique())

    def in_year(self, year: int) -> pd.DataFrame:
        return self.rows[(self.rows["year"] == year) & (self.rows["basis"] == "settled")]


def pay_by_institution(measure: str, pay: pd.DataFrame, starting_pay: pd.DataFrame, institutions: pd.DataFrame) -> Pay:
    """The values of a measure with what is known of each institution."""
    regular = pay[pay["employment"] == "regular"]
    if measure == "starting":
        counts = regular[["institution_code", "year", "employees", "average_pay"]]
        table = starting_pay.merge(counts, on=["institution_code", "year"], how="left")
        table["value"] = table["starting_pay"]
    else:
        table = regular if measure == "average" else pay[pay["employment"] == "indefinite"]
        table = table.assign(value=table["average_pay"])
    known = institutions.set_index("institution_code")
    owner = known.reindex(table["institution_code"])
    table = table.assign(
        type=[_name(INSTITUTION_TYPES, code) for code in owner["institution_type"]],
        ministry=owner["supervising_ministry"].fillna(UNSTATED).to_numpy(),
        region=[_name(WORK_REGIONS, code) for code in owner["headquarters_region"]],
    )
    table = table[table["value"].notna()].astype({"value": float})
    # Starting pay is a rule of the institution, not an average over people.
    few = table["employees"] < FEWEST_EMPLOYEES if measure != "starting" else np.zeros(len(table), bool)
    suppressed = table[few].groupby("year").size().to_dict()
    return Pay(measure, table[~few], {int(str(year)): int(count) for year, count in suppressed.items()})


def by_year(pay: Pay) -> pd.DataFrame:
    """Per year and basis: n, median, mean over institutions, mean weighted by employees, P10, P90 (thousand won)."""

    def summary(rows: pd.DataFrame) -> pd.Series:
        value, weight = rows["value"], rows["employees"].fillna(0)
        return pd.Series(
            {
                "n": len(rows),
                "median": value.median(),
                "mean": value.mean(),
                "weighted_mean": np.average(value, weights=weight) if weight.sum() else np.nan,
                "p10": value.quantile(0.1),
                "p90": value.quantile(0.9),
            }
        )

    grouped = pay.rows.groupby(["year", "basis"])[["value", "employees"]].apply(summary)
    return grouped.reset_index().sort_values("year", ignore_index=True)


def real(values: pd.Series, years: pd.Series, cpi: pd.DataFrame, base_year: int) -> pd.Series:
    """Amounts in won of `base_year`; missing where the price index of the year is missing."""
    index = cpi.set_index("year")["index"]
    in_base_won: pd.Series = values * index.get(base_year, np.nan) / years.map(index)
    return in_base_won


def gender_gap(pay: Pay, year: int) -> pd.DataFrame:
    """Per institution: pay gap = 1 − women's ÷ men's average pay, tenure gap likewise (shares), employees of both.

    Institutions with fewer than five employees of one sex are left out.
    """
    rows = pay.in_year(year)
    enough = (rows["employees_men"] >= FEWEST_EMPLOYEES) & (rows["employees_women"] >= FEWEST_EMPLOYEES)
    known = rows["average_pay_men"].notna() & rows["average_pay_women"].notna()
    rows = rows[enough & known & (rows["tenure_months_men"] > 0) & (rows["tenure_months_women"] > 0)]
    return pd.DataFrame(
        {
            "institution": rows["institution"],
            "type": rows["type"],
            "pay_gap": (1 - rows["average_pay_women"] / rows["average_pay_men"]).astype(float),
            "tenure_gap": 1 - rows["tenure_months_women"] / rows["tenure_months_men"],
            "employees": rows["employees"],
        }
    )


def composition(pay: Pay, year: int) -> pd.DataFrame:
    """Per institution type: mean of each part of pay over institutions (thousand won), and `n`."""
    rows = pay.in_year(year)
    table = rows.groupby("type")[list(PARTS)].mean().assign(n=rows.groupby("type").size())
    return table.reindex([name for name in TYPE_ORDER if name in table.index]).reset_index()


def ranking(pay: Pay, year: int) -> pd.DataFrame:
    """Institutions by value, largest first, with rank and change on the settled year before (share)."""
    now = pay.in_year(year).sort_values("value", ascending=False, kind="stable")
    before = pay.in_year(year - 1).set_index("institution_code")["value"]
    earlier = now["institution_code"].map(before).astype(float)
    return now.assign(
        rank=now["value"].rank(ascending=False, method="min").astype(int), change=now["value"] / earlier - 1
    )


def indefinite_ratio(indefinite: Pay, regular: Pay, year: int) -> pd.DataFrame:
    """Per institution: average pay of indefinite-term staff ÷ that of regular staff (share)."""
    whole = regular.in_year(year).set_index("institution_code")["value"]
    rows = indefinite.in_year(year)
    rows = rows.assign(ratio=rows["value"] / rows["institution_code"].map(whole).astype(float))
    return rows.dropna(subset=["ratio"])[["institution", "type", "ratio"]]


def pay_and_hires(pay: Pay, new_hires: pd.DataFrame, year: int) -> pd.DataFrame:
    """Per institution: change of the value on the year before (share) and change of regular new hires (persons)."""
    hires = new_hires.pivot_table(index="institution_code", columns="year", values="regular_new_hires", aggfunc="sum")
    hires = hires.reindex(columns=[year - 1, year]).astype(float)
    rows = ranking(pay, year).dropna(subset=["change"])
    change = hires[year] - hires[year - 1]
    return pd.DataFrame(
        {
            "institution": rows["institution"],
            "type": rows["type"],
            "change": rows["change"],
            "hires_change": rows["institution_code"].map(change).astype(float),
            "hires": rows["institution_code"].map(hires[year]).astype(float),
        }
    ).dropna()


def _name(table: object, code: object) -> str:
    entry = table.get(code) if isinstance(code, str) else None  # type: ignore[attr-defined]
    return entry.name if entry else UNSTATED
