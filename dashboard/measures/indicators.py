"""Any figure an institution discloses, in one shape: ranked, set against another, and beside its type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.languages import N_
from dashboard.measures.family import users_by_institution
from dashboard.measures.finances import dependence, head_pay_by_institution
from dashboard.measures.pay import FEWEST_EMPLOYEES, TYPE_ORDER, UNSTATED
from dashboard.measures.staffing import staffing
from dashboard.measures.welfare import A_HEAD, welfare_a_head
from data_loader.codes import INSTITUTION_TYPES

# pay and cost: thousand won a year; money: million won a year; share: 0–1.
Unit = Literal["pay", "cost", "money", "share", "persons", "years"]
Tables = Mapping[str, pd.DataFrame]
Make = Callable[[Tables], pd.DataFrame]
MONTHS = 12
COLUMNS = ["institution_code", "institution", "year", "basis", "value"]
FEWEST_PAIRS = 10


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure per institution and year: `name` in Korean, the unit of its values, the table its vintage is that of."""

    key: str
    name: str
    unit: Unit
    table: str

    @property
    def is_size(self) -> bool:
        """Whether it spans several powers of ten between institutions."""
        return self.unit in ("persons", "money")


INDICATORS = {
    indicator.key: indicator
    for indicator in (
        Indicator("leave_rate", N_("직원 대비 육아휴직"), "share", "work_family"),
        Indicator("men_share", N_("육아휴직의 남성 비중"), "share", "work_family"),
        Indicator("parental_leave", N_("육아휴직 사용자"), "persons", "work_family"),
        Indicator("short_hours", N_("단축근무 사용자"), "persons", "work_family"),
        Indicator("flexible_rate", N_("직원 대비 탄력근무"), "share", "work_family"),
        Indicator("welfare_regular", N_("일반정규직 1인당 복리후생비"), "cost", "welfare"),
        Indicator("welfare_indefinite", N_("무기계약직 1인당 복리후생비"), "cost", "welfare"),
        Indicator("income", N_("수입"), "money", "finances"),
        Indicator("spending", N_("지출"), "money", "finances"),
        Indicator("net_share", N_("정부순지원 비중"), "share", "finances"),
        Indicator("support_share", N_("정부지원 비중"), "share", "finances"),
        Indicator("head_pay", N_("기관장 연봉"), "pay", "head_pay"),
        Indicator("average_pay", N_("정규직 평균보수"), "pay", "pay"),
        Indicator("starting_pay", N_("신입사원 초임"), "pay", "starting_pay"),
        Indicator("tenure", N_("평균 근속"), "years", "pay"),
        Indicator("women_share", N_("정규직의 여성 비중"), "share", "pay"),
        Indicator("staff", N_("현원"), "persons", "staff"),
        Indicator("hires", N_("정규직 신규채용"), "persons", "new_hires"),
        Indicator("hiring_rate", N_("채용률"), "share", "new_hires"),
    )
}


def indicator_rows(indicator: Indicator, table_made_by: Callable[[Make], pd.DataFrame]) -> pd.DataFrame:
    """institution_code, institution, year, basis and `value` in the indicator's unit; what is not disclosed is left out.

    `table_made_by` applies a function to the tables disclosed; several indicators share one, so it may remember.
    """
    make, column = _READERS[indicator.key]
    rows = table_made_by(make)
    rows = rows.assign(value=rows[column])
    return rows[COLUMNS].dropna(subset=["value"]).astype({"value": float})


def with_type(rows: pd.DataFrame, institutions: pd.DataFrame) -> pd.DataFrame:
    """The rows with the Korean name of each institution's type."""
    codes = rows["institution_code"].map(institutions.set_index("institution_code")["institution_type"])
    names = {code: entry.name for code, entry in INSTITUTION_TYPES.items()}
    return rows.assign(type=codes.map(names).fillna(UNSTATED))


def last_settled_year(rows: pd.DataFrame) -> int | None:
    """The newest year with settled values, or None without any."""
    settled = rows.loc[rows["basis"] == "settled", "year"]
    return int(settled.max()) if len(settled) else None


def ranked(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """The institutions of a settled year, largest first: rank, rank within the type, sizes of both, the year before and all years.

    `rows`: as `with_type`. Columns: institution_code, institution, type, rank, of, rank_in_type, of_type, value,
    before (the year before; NaN where that is unknown), history (values of all settled years, oldest
    first, as a list).

    **순위**: 값이 큰 기관부터, 값이 같으면 같은 순위다. 유형 안의 순위는 기관유형이 같은 기관끼리 매긴다. 큰 것이 좋은 것이라는 뜻은 아니다.
    """
    settled = rows[rows["basis"] == "settled"].sort_values("year", kind="stable")
    now = settled[settled["year"] == year].sort_values("value", ascending=False, kind="stable")
    by_type = now.groupby("type")["value"]
    before = settled[settled["year"] == year - 1].set_index("institution_code")["value"]
    histories = settled.groupby("institution_code")["value"].agg(list)
    return now.assign(
        rank=now["value"].rank(ascending=False, method="min").astype(int),
        of=len(now),
        rank_in_type=by_type.rank(ascending=False, method="min").astype(int),
        of_type=by_type.transform("size").astype(int),
        before=now["institution_code"].map(before),
        history=now["institution_code"].map(histories),
    ).drop(columns=["year", "basis"])


def medians_by_type(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Per institution type in a settled year: n and median. `rows`: as `with_type`."""
    grouped = rows[(rows["year"] == year) & (rows["basis"] == "settled")].groupby("type")["value"]
    table = pd.DataFrame({"n": grouped.size(), "median": grouped.median()})
    return table.reindex([name for name in TYPE_ORDER if name in table.index]).rename_axis("type").reset_index()


def spread_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Per year and basis: n, P10, median and P90 over institutions."""
    grouped = rows.groupby(["year", "basis"])["value"]
    table = grouped.quantile(np.array([0.1, 0.5, 0.9])).unstack().reindex(columns=[0.1, 0.5, 0.9])
    table.columns = pd.Index(["p10", "median", "p90"])
    table.insert(0, "n", grouped.size())
    return table.reset_index()


def paired(across: pd.DataFrame, up: pd.DataFrame, year: int) -> pd.DataFrame:
    """Institutions with both figures settled in a year. Columns: institution_code, institution, type, x, y."""
    wide = [rows[(rows["year"] == year) & (rows["basis"] == "settled")] for rows in (across, up)]
    pairs = wide[0].merge(wide[1][["institution_code", "value"]], on="institution_code", suffixes=("", "_up"))
    return pairs.rename(columns={"value": "x", "value_up": "y"})[["institution_code", "institution", "type", "x", "y"]]


def correlation(pairs: pd.DataFrame) -> float:
    """Spearman's rank correlation of x and y (−1 to 1); NaN below ten pairs or where one does not vary.

    **두 지표**: 점 하나가 기관 하나다. 상관은 순위로 잰 스피어만 상관계수라 아주 큰 기관 하나에 끌려가지 않는다. 함께 움직여도 원인은 아니다.
    """
    if len(pairs) < FEWEST_PAIRS or pairs["x"].nunique() < 2 or pairs["y"].nunique() < 2:
        return float("nan")
    return float(pairs["x"].rank().corr(pairs["y"].rank()))


def _users(tables: Tables) -> pd.DataFrame:
    return users_by_institution(tables["work_family"], tables["staff"])


def _welfare(tables: Tables) -> pd.DataFrame:
    """Cost a head, a column for each contract."""
    rows = welfare_a_head(tables["welfare"], tables["pay"])
    return rows.assign(**{kind: rows["value"].where(rows["employment"] == kind) for kind in A_HEAD})


def _finances(tables: Tables) -> pd.DataFrame:
    return dependence(tables["finances"])


def _head(tables: Tables) -> pd.DataFrame:
    return head_pay_by_institution(tables["head_pay"])


def _regular(tables: Tables) -> pd.DataFrame:
    """The pay table's rows of regular staff; averages over fewer than five are left out."""
    pay = tables["pay"]
    rows = pay[(pay["employment"] == "regular") & (pay["employees"] >= FEWEST_EMPLOYEES)]
    return rows.assign(tenure=rows["tenure_months"] / MONTHS, women_share=rows["employees_women"] / rows["employees"])


def _starting(tables: Tables) -> pd.DataFrame:
    return tables["starting_pay"]


def _staffing(tables: Tables) -> pd.DataFrame:
    return staffing(tables["new_hires"], tables["staff"])


# What makes the table an indicator is a column of, and the column.
_READERS: Mapping[str, tuple[Make, str]] = {
    **{key: (_users, key) for key in ("leave_rate", "men_share", "parental_leave", "short_hours", "flexible_rate")},
    **{f"welfare_{kind}": (_welfare, kind) for kind in A_HEAD},
    **{key: (_finances, key) for key in ("income", "spending", "net_share", "support_share")},
    "head_pay": (_head, "value"),
    **{key: (_regular, key) for key in ("average_pay", "tenure", "women_share")},
    "starting_pay": (_starting, "starting_pay"),
    **{key: (_staffing, key) for key in ("staff", "hires", "hiring_rate")},
}
