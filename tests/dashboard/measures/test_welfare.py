"""Welfare cost a head: the right employees under the right cost."""

import numpy as np
import pandas as pd
import pytest

from dashboard.measures.welfare import a_head_by_year, totals_by_year, welfare_a_head
from data_loader.reference import load_reference


@pytest.fixture(scope="module")
def published() -> dict[str, pd.DataFrame]:
    return {name: load_reference()[name].data.to_pandas() for name in ("welfare", "pay")}


def one(employment: str, welfare: float, *employees: tuple[str, float]) -> float:
    """Cost a head of an institution with one row of cost and these employees by kind."""
    who = {"institution_code": "C0001", "institution": "가", "year": 2025, "basis": "settled", "as_of": None}
    cost = pd.DataFrame(
        [who | {"employment": employment, "welfare_in_pay": 0, "welfare_beside_pay": welfare, "welfare": welfare}]
    )
    staff = pd.DataFrame([who | {"employment": kind, "employees": count} for kind, count in employees])
    rows = welfare_a_head(cost, staff)
    return float(rows["value"].iloc[0]) if len(rows) else float("nan")


def test_cost_is_divided_by_the_employees_of_its_own_contract() -> None:
    assert one("regular", 1000, ("regular", 10.0), ("indefinite", 500.0)) == 100
    assert one("indefinite", 1000, ("regular", 10.0), ("indefinite", 8.0), ("indefinite_part_time", 2.0)) == 100


@pytest.mark.parametrize("employees", [4.9, 0.0, np.nan])
def test_too_few_employees_give_no_value(employees: float) -> None:
    assert np.isnan(one("regular", 1000, ("regular", employees)))


@pytest.mark.parametrize("kind", ["executive", "non_regular"])
def test_kinds_whose_people_are_counted_otherwise_have_none_a_head(kind: str) -> None:
    assert np.isnan(one(kind, 1000, ("regular", 10.0)))


def test_of_all_together_it_is_sum_by_sum_and_as_the_slow_way(published: dict[str, pd.DataFrame]) -> None:
    years = a_head_by_year(welfare_a_head(published["welfare"], published["pay"])).set_index(["year", "employment"])
    pay = published["pay"]
    regular = pay[(pay["employment"] == "regular") & (pay["year"] == 2025)].set_index("institution_code")["employees"]
    cost = published["welfare"]
    cost = cost[(cost["employment"] == "regular") & (cost["year"] == 2025)].set_index("institution_code")["welfare"]
    both = [(cost[code], regular[code]) for code in cost.index if code in regular.index and regular[code] >= 5]
    assert years.loc[(2025, "regular"), "n"] == len(both)
    assert years.loc[(2025, "regular"), "whole"] == pytest.approx(sum(c for c, _ in both) / sum(e for _, e in both))


def test_totals_are_those_of_the_workbook(published: dict[str, pd.DataFrame]) -> None:
    years = totals_by_year(published["welfare"]).set_index("year")
    assert years["regular"][2025] == 562_252_179
    assert years["total"][2021] == 540_732_066 + 69_546_036 + 20_661_942 + 530_921
