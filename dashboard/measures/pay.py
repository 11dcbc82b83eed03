"""Pay as institutions disclose it on ALIO. Amounts in thousand won a year, one row an institution and year.

Settled years (결산) and the budget of the current year (예산) are kept apart everywhere. 0 in the source means
"not reported" and is null here. Averages over fewer than five employees are suppressed, and counted.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.caching import Caching
from dashboard.languages import N_
from dashboard.measures.concentration import gini
from data_loader.codes import INSTITUTION_TYPES, WORK_REGIONS

FEWEST_EMPLOYEES = 5
MEASURES = {
    "average": N_("정규직 평균보수"),
    "starting": N_("신입사원 초임"),
    "indefinite": N_("무기계약직 평균보수"),
}
PARTS = {
    "base_pay": N_("기본급"),
    "fixed_allowance": N_("고정수당"),
    "performance_allowance": N_("실적수당"),
    "welfare_pay": N_("급여성 복리후생비"),
    "bonus": N_("성과상여금"),
    "other_pay": N_("기타"),
}
TYPE_ORDER = [entry.name for entry in INSTITUTION_TYPES.values()]
UNSTATED = N_("미기재")


@dataclass(frozen=True, eq=False)
class Pay(Caching):
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
        region=[_region(code) for code in owner["headquarters_region"]],
    )
    table = table[table["value"].notna()].astype({"value": float})
    # Starting pay is a rule of the institution, not an average over people.
    few = table["employees"] < FEWEST_EMPLOYEES if measure != "starting" else np.zeros(len(table), bool)
    suppressed = table[few].groupby("year").size().to_dict()
    return Pay(measure, table[~few], {int(str(year)): int(count) for year, count in suppressed.items()})


def by_year(pay: Pay) -> pd.DataFrame:
    """Per year and basis: n, median, mean over institutions, mean weighted by employees, P10, P90 (thousand won).

    **평균보수와 초임**: 중앙값과 단순평균은 기관을 하나로 세고, 가중평균은 상시 종업원 수만큼 무게를 둔다. 0은 미공시, 종업원 5명 미만인 평균은 가린다.
    재정경제부가 발표하는 "평균보수"는 일반정규직 평균보수의 단순평균이다(2023년 7,000만 원, 2024년 7,170만 원. 이 자료로는 6,980만 원, 7,160만 원). 가중평균(7,620만 원, 7,870만 원)이 아니다. 결산과 예산을 잇지 않는다. 출처: 알리오 직원평균보수현황.
    """
    grouped = pay.rows.groupby(["year", "basis"])[["value", "employees"]].apply(_summary)
    return grouped.reset_index().sort_values("year", ignore_index=True)


def means_by_type(pay: Pay, year: int) -> pd.DataFrame:
    """Per institution type in a settled year: n, median, mean, weighted_mean, p10, p90 (thousand won), as `by_year`.

    **유형별 보수**: 점은 기관, 마름모는 단순평균, 빈 마름모는 상시 종업원 수로 가중한 평균이다. 둘이 다르면 큰 기관과 작은 기관의 보수가 다르다는 뜻이다.
    """
    rows = pay.in_year(year)
    table = rows.groupby("type")[["value", "employees"]].apply(_summary)
    return table.reindex([name for name in TYPE_ORDER if name in table.index]).rename_axis("type").reset_index()


def real(values: pd.Series, years: pd.Series, cpi: pd.DataFrame, base_year: int) -> pd.Series:
    """Amounts in won of `base_year`; missing where the price index of the year is missing.

    **실질** = 명목 × 기준 연도의 소비자물가지수 ÷ 그해의 지수(국가데이터처, 2020 = 100).
    """
    index = cpi.set_index("year")["index"]
    in_base_won: pd.Series = values * index.get(base_year, np.nan) / years.map(index)
    return in_base_won


def gender_gap(pay: Pay, year: int) -> pd.DataFrame:
    """Per institution: pay gap = 1 − women's ÷ men's average pay, tenure gap likewise (shares), employees of both.

    Institutions with fewer than five employees of one sex are left out.

    **남녀 격차** = 1 − 여성 평균보수 ÷ 남성 평균보수. 근속 격차도 같은 식이고 언제나 함께 보인다. 한쪽이 5명 미만인 기관은 뺀다. 직급과 직종은 고르지 않는다.
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


def gender_gap_by_year(pay: Pay) -> pd.DataFrame:
    """Per settled year: n, medians over institutions of the pay gap and of the tenure gap (shares), as `gender_gap`.

    **연도별 남녀 격차**는 기관별 격차의 중앙값이다. 해마다 공시한 기관이 조금씩 다르다.
    """
    years = []
    for year in pay.settled_years:
        gaps = gender_gap(pay, year)
        years.append((year, len(gaps), gaps["pay_gap"].median(), gaps["tenure_gap"].median()))
    return pd.DataFrame(years, columns=["year", "n", "pay_gap", "tenure_gap"])


def growth(pay: Pay, cpi: pd.DataFrame) -> pd.DataFrame:
    """Per settled year with the one before: change of the value in the median institution, nominal and real (shares).

    Columns: year, n (institutions with both years), nominal, real (NaN without a price index), p10, p90 (nominal).

    **상승률**: 두 해를 모두 공시한 기관마다 전년 대비를 구해 그 중앙값을 낸다. 실질 = (1 + 명목) ÷ (1 + 물가상승률) − 1. 예산은 비교하지 않는다.
    """
    index = cpi.set_index("year")["index"]
    years = []
    for year in pay.settled_years:
        changes = ranking(pay, year)["change"].dropna()
        if len(changes):
            prices = index.get(year, np.nan) / index.get(year - 1, np.nan)
            nominal = changes.median()
            years.append((year, len(changes), nominal, (1 + nominal) / prices - 1, *changes.quantile([0.1, 0.9])))
    return pd.DataFrame(years, columns=["year", "n", "nominal", "real", "p10", "p90"])


def spread_by_year(pay: Pay) -> pd.DataFrame:
    """Per settled year: n, P10 and P90 (thousand won), P90 ÷ P10, and the Gini coefficient of the institutions' values.

    **기관 사이의 격차**: P90 ÷ P10은 높은 쪽 10% 경계가 낮은 쪽 10% 경계의 몇 배인지, 지니 계수는 0이면 모두 같다. 기관을 하나로 세며, 기관 안의
    격차는 이 자료에 없다.
    """
    years = []
    for year in pay.settled_years:
        values = pay.in_year(year)["value"]
        low, high = values.quantile([0.1, 0.9])
        years.append((year, len(values), low, high, high / low, gini(values.to_numpy(float))))
    return pd.DataFrame(years, columns=["year", "n", "p10", "p90", "ratio", "gini"])


def starting_ratio(starting: Pay, year: int) -> pd.DataFrame:
    """Per institution: starting pay ÷ average pay of regular staff (share). Columns: institution, type, ratio.

    **초임 ÷ 평균** = 신입사원 초임 ÷ 같은 기관의 일반정규직 평균보수. 낮을수록 근속과 직급에 따라 많이 오르거나, 오래 다닌 사람이 많다.
    """
    rows = starting.in_year(year)
    enough = rows["employees"] >= FEWEST_EMPLOYEES
    rows = rows[enough & (rows["average_pay"] > 0)]
    return rows.assign(ratio=(rows["value"] / rows["average_pay"]).astype(float))[["institution", "type", "ratio"]]


def rank_changes(pay: Pay, year: int) -> pd.DataFrame:
    """Per institution with both years: rank now and the year before among those with both, the rise, and the values.

    Columns: institution_code, institution, type, rank_before, rank, rise (places, up is positive), before, value.

    **순위 변동** = 전년 순위 − 올해 순위. 두 해를 모두 공시한 기관끼리 매기고, 값이 같으면 같은 순위다.
    """
    rows = ranking(pay, year).dropna(subset=["change"])
    # Back to whole thousand won, so that equal pay has equal ranks.
    rows = rows.assign(before=(rows["value"] / (1 + rows["change"])).round(3))
    places = {
        name: rows[column].rank(ascending=False, method="min").astype(int)
        for name, column in (("rank_before", "before"), ("rank", "value"))
    }
    rows = rows.assign(**places, rise=places["rank_before"] - places["rank"])
    columns = ["institution_code", "institution", "type", "rank_before", "rank", "rise", "before", "value"]
    return rows[columns].sort_values("rise", ascending=False, kind="stable", ignore_index=True)


def composition(pay: Pay, year: int) -> pd.DataFrame:
    """Per institution type: mean of each part of pay over institutions (thousand won), and `n`.

    **보수 구성**: 기본급, 고정수당, 실적수당, 급여성 복리후생비, 성과상여금, 기타의 기관 단순평균.
    """
    rows = pay.in_year(year)
    table = rows.groupby("type")[list(PARTS)].mean().assign(n=rows.groupby("type").size())
    return table.reindex([name for name in TYPE_ORDER if name in table.index]).reset_index()


def ranking(pay: Pay, year: int) -> pd.DataFrame:
    """Institutions by value, largest first, with rank and change on the settled year before (share).

    **순위**: 값이 큰 기관부터, 값이 같으면 같은 순위. 전년 대비는 두 해 모두 결산한 기관만.
    """
    now = pay.in_year(year).sort_values("value", ascending=False, kind="stable")
    before = pay.in_year(year - 1).set_index("institution_code")["value"]
    earlier = now["institution_code"].map(before).astype(float)
    return now.assign(
        rank=now["value"].rank(ascending=False, method="min").astype(int), change=now["value"] / earlier - 1
    )


def indefinite_ratio(indefinite: Pay, regular: Pay, year: int) -> pd.DataFrame:
    """Per institution: average pay of indefinite-term staff ÷ that of regular staff (share).

    **무기계약직 ÷ 정규직** = 같은 기관의 무기계약직 평균보수 ÷ 일반정규직 평균보수. 하는 일과 근속은 고르지 않는다.
    """
    whole = regular.in_year(year).set_index("institution_code")["value"]
    rows = indefinite.in_year(year)
    rows = rows.assign(ratio=rows["value"] / rows["institution_code"].map(whole).astype(float))
    return rows.dropna(subset=["ratio"])[["institution", "type", "ratio"]]


def pay_and_hires(pay: Pay, new_hires: pd.DataFrame, year: int) -> pd.DataFrame:
    """Per institution: change of the value on the year before (share) and change of regular new hires (persons).

    **초임과 채용**: 가로는 초임의 전년 대비, 세로는 일반정규직 신규채용의 전년 차이. 두 해 모두 채용이 없던 기관은 뺀다. 함께 움직여도 원인은 아니다.
    """
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


def _summary(rows: pd.DataFrame) -> pd.Series:
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


def _name(table: object, code: object) -> str:
    entry = table.get(code) if isinstance(code, str) else None  # type: ignore[attr-defined]
    return entry.name if entry else UNSTATED


def _region(code: object) -> str:
    """The region as it can be compared over time: 광주 and 전남 are one."""
    entry = WORK_REGIONS.get(code) if isinstance(code, str) else None
    return WORK_REGIONS[entry.folds_into or entry.code].name if entry else UNSTATED
