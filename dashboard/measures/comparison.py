"""A few groups of institutions, or a few institutions, against each other over the years, with all others behind."""

from typing import Literal

import pandas as pd

from dashboard.measures.contributions import Counted

Form = Literal["absolute", "index", "share"]


def by_group(of: Counted, key: str, *, is_sum: bool) -> pd.DataFrame:
    """A row a settled year, a column a group (its code): the sum of its institutions, or their median.

    **비교**: 사람 수와 금액은 그 무리에 든 기관의 합, 보수·비율·근속은 기관을 하나로 센 중앙값이다. 지역은 본사, 부처와 유형은 지금 명단의 것이다. 지수는
    고른 첫해를 100으로 놓은 값, 몫은 공시한 모든 무리의 합에서 차지하는 비율이다.
    """
    column = "institution_code" if key == "institution" else key
    grouped = of.rows.groupby(["year", column])["value"]
    values = grouped.sum() if is_sum else grouped.median()
    return values.unstack().sort_index()


def in_form(years: pd.DataFrame, form: Form, first: int, last: int) -> pd.DataFrame:
    """The years asked for: as they are, with the first as 100, or as a share (0–1) of all groups."""
    shown = years.loc[(years.index >= first) & (years.index <= last)]
    if form == "index":
        base = shown.iloc[0] if len(shown) else pd.Series(dtype=float)
        return shown / base.where(base > 0) * 100
    if form == "share":
        return shown.div(shown.sum(axis=1).where(lambda total: total > 0), axis=0)
    return shown


def largest(years: pd.DataFrame, count: int) -> list[str]:
    """The groups with the largest values of the last year."""
    return [] if years.empty else [str(code) for code in years.iloc[-1].dropna().nlargest(count).index]
