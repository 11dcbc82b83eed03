"""Welfare cost out of the budget, as institutions disclose it on ALIO (복리후생비). Unit: thousand won a year."""

import pandas as pd

from dashboard.languages import N_
from dashboard.measures.pay import FEWEST_EMPLOYEES

KINDS = {
    "regular": N_("일반정규직"),
    "indefinite": N_("무기계약직"),
    "non_regular": N_("비정규직"),
    "executive": N_("임원"),
}
# Of these the employees are told on the same basis as the cost.
A_HEAD = ("regular", "indefinite")
OWNER = ["institution_code", "year", "employment"]


def welfare_a_head(welfare: pd.DataFrame, pay: pd.DataFrame) -> pd.DataFrame:
    """One row an institution, kind of contract and year: cost (thousand won), employees, and cost ÷ employees.

    Columns: institution_code, institution, year, basis, employment (regular, indefinite), welfare, employees, value
    (NaN below five employees).

    **1인당 복리후생비** = 예산으로 쓴 복리후생비(급여성 + 비급여성) ÷ 상시 종업원 수(전일제 환산, 직원평균보수현황). 사내복지기금은 들지 않는다. 종업원이 5명 미만이면
    내지 않는다. 무기계약직의 종업원에는 단시간 무기계약직이 든다. 비정규직과 임원은 인원이 같은 기준으로 공시되지 않아 1인당을 내지 않는다. 출처: 알리오
    복리후생비, 직원평균보수현황.
    """
    kinds = pay["employment"].replace({"indefinite_part_time": "indefinite"})
    staff = pay.assign(employment=kinds).groupby(OWNER)["employees"].sum(min_count=1).reset_index()
    rows = welfare[welfare["employment"].isin(A_HEAD)].drop(columns=["welfare_in_pay", "welfare_beside_pay", "as_of"])
    table = rows.merge(staff, on=OWNER, how="left").astype({"welfare": float})
    return table.assign(value=table["welfare"] / table["employees"].where(table["employees"] >= FEWEST_EMPLOYEES))


def a_head_by_year(a_head: pd.DataFrame) -> pd.DataFrame:
    """Per year and contract: institutions, cost ÷ employees of all together, and of the median institution.

    Columns: year, employment, n, whole, median (thousand won a head). `a_head`: as `welfare_a_head`.

    **전체의 1인당 복리후생비**는 기관 값의 평균이 아니라 복리후생비의 합 ÷ 종업원의 합이다. 중앙값은 기관을 하나로 센다.
    """
    known = a_head.dropna(subset=["value"])
    grouped = known.groupby(["year", "employment"])
    sums = grouped[["welfare", "employees"]].sum()
    table = pd.DataFrame(
        {"n": grouped.size(), "whole": sums["welfare"] / sums["employees"], "median": grouped["value"].median()}
    )
    return table.reset_index()


def totals_by_year(welfare: pd.DataFrame) -> pd.DataFrame:
    """Per year: welfare cost of each kind of staff over all institutions (thousand won), a column each, and `total`.

    **복리후생비 총액** = 예산으로 쓴 복리후생비의 합. 급여로 주는 것(급여성)과 그 밖의 것(비급여성)을 더한다.
    """
    table = welfare.pivot_table(index="year", columns="employment", values="welfare", aggfunc="sum")
    table = table.reindex(columns=list(KINDS)).fillna(0.0).astype(float)
    return table.assign(total=table.sum(axis=1)).reset_index().rename_axis(columns=None)
