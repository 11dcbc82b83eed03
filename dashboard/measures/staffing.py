"""Hires against those who are there: hiring rate and vacancy, per institution and year, from ALIO.

Unit: shares; staff and new hires in persons, decimals allowed.
"""

import numpy as np
import pandas as pd

KEY = ["institution_code", "year"]
# A hire more or less moves the rate of a smaller institution by several points.
FEWEST_STAFF = 30


def staffing(new_hires: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """One row an institution and year: hires, staff, and the two shares made of them.

    Columns: institution_code, institution, year, basis, hires, regular_before (regular staff at the end of the year
    before), hiring_rate, staff and authorised (regular and indefinite-term), vacancy. A share is NaN where the base
    is below `FEWEST_STAFF` or nobody is reported to be there; the hiring rate is NaN for a part year. Executives and
    non-regular staff count nowhere.

    **채용률** = 그해 일반정규직 신규채용 ÷ 전년 말 일반정규직 현원. 기관마다 한 해에 하나. 현원이 30명 미만인 기관과 연중 일부만 집계된
    해는 뺀다. 출처: 알리오 신규채용현황, 임직원수현황.

    **결원율** = 1 − 현원 ÷ 정원(일반정규직과 무기계약직, 임원 제외). 현원이 정원보다 많으면(별도정원, 휴직 대체) 0보다 작다. 정원이 30명 미만인
    기관은 뺀다. 출처: 알리오 임직원수현황.
    """
    table = staff[["institution_code", "institution", "year", "basis", "regular_staff"]].assign(
        staff=staff["regular_staff"].fillna(0) + staff["indefinite_staff"].fillna(0),
        authorised=staff["regular_authorised"].fillna(0) + staff["indefinite_authorised"].fillna(0),
    )
    before = table.assign(year=table["year"] + 1).rename(columns={"regular_staff": "regular_before"})
    table = table.merge(before[[*KEY, "regular_before"]], on=KEY, how="left")
    hired = new_hires[[*KEY, "regular_new_hires"]].rename(columns={"regular_new_hires": "hires"})
    table = table.drop(columns="regular_staff").merge(hired, on=KEY, how="left").astype({"hires": float})
    whole_year = table["basis"] == "settled"
    base = table["regular_before"].astype(float)
    table["hiring_rate"] = table["hires"] / base.where(whole_year & (base >= FEWEST_STAFF))
    there = table["staff"].where(table["staff"] > 0)
    table["vacancy"] = 1 - there / table["authorised"].where(table["authorised"] >= FEWEST_STAFF)
    return table


def members_by_year(staff: pd.DataFrame) -> pd.DataFrame:
    """Per year how many institutions have any staff, and how many have them unlike in the year before.

    Columns: year, institutions, joined, left (0 in the first year). `staff`: rows of that table; several institutions.

    **더한 기관** = 그해 현원이나 정원이 한 명이라도 있는 기관. 새로 든 기관은 전년에 없던 곳, 나간 기관은 전년에만 있던 곳이다. 알리오의 자료는 지금 공시하는
    기관의 지난 해들이라, 그 전에 지정이 풀렸거나 없어진 기관은 어느 해에도 들지 않는다. 연도별 지정 명단이 아니므로 공표된 그해의 합계와 조금 다르다.
    """
    columns = [name for name in staff.columns if name.endswith(("_staff", "_authorised"))]
    has_any = (staff[columns].fillna(0) > 0).any(axis=1)
    there = staff.assign(there=has_any).groupby(["institution_code", "year"])["there"].any().unstack(fill_value=False)
    before = there.shift(axis=1, fill_value=False)
    joined, left = (there & ~before).sum(), (~there & before).sum()
    table = pd.DataFrame({"institutions": there.sum(), "joined": joined, "left": left}).rename_axis("year")
    table.iloc[:1, 1:] = 0
    return table.reset_index()


def staffing_by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Per year: sums over the institutions that have both parts, the shares of the sums, and the medians.

    Columns: year, basis, hires, regular_before, hiring_rate, median_hiring_rate, staff, authorised, vacancy,
    median_vacancy.

    **전체 채용률과 결원율**은 기관의 값을 평균한 것이 아니라 분자의 합 ÷ 분모의 합이다. 중앙값은 기관을 하나로 센다.
    """

    def summary(rows: pd.DataFrame) -> pd.Series:
        rated = rows.dropna(subset=["hires", "regular_before"])
        hires, base = rated["hires"].sum(), rated["regular_before"].sum()
        whole_year = (rows["basis"] == "settled").all()
        return pd.Series(
            {
                "hires": hires,
                "regular_before": base,
                "hiring_rate": hires / base if whole_year and base > 0 else np.nan,
                "median_hiring_rate": rows["hiring_rate"].median(),
                "staff": rows["staff"].sum(),
                "authorised": rows["authorised"].sum(),
                "vacancy": 1 - rows["staff"].sum() / rows["authorised"].sum() if rows["authorised"].sum() else np.nan,
                "median_vacancy": rows["vacancy"].median(),
            }
        )

    columns = ["hires", "regular_before", "hiring_rate", "staff", "authorised", "vacancy", "basis"]
    years = table.groupby(["year", "basis"])[columns].apply(summary)
    return years.reset_index().sort_values("year", ignore_index=True)
