"""Income and spending: the published sums, and shares that never add what overlaps."""

import numpy as np
import pandas as pd
import pytest

from dashboard.measures.finances import dependence, finances_by_year, head_pay_by_institution
from data_loader.reference import load_reference
from data_loader.schema import FINANCES


@pytest.fixture(scope="module")
def finances() -> pd.DataFrame:
    return load_reference()["finances"].data.to_pandas()


def one(**amounts: float) -> pd.Series:
    figures = dict.fromkeys((c.name for c in FINANCES.columns if c.kind == "won_million"), 0)
    row = {"institution_code": "C0001", "institution": "가", "year": 2025, "basis": "settled", **figures, **amounts}
    return dependence(pd.DataFrame([row])).iloc[0]


def test_the_published_sums_come_out_and_funds_are_not_among_them(finances: pd.DataFrame) -> None:
    years = finances_by_year(finances).set_index("year")
    assert [round(years["income"][year] / 1e6, 1) for year in (2021, 2025)] == [670.3, 874.1]
    assert [round(years["personnel_cost"][year] / 1e6, 1) for year in (2021, 2025)] == [28.8, 33.2]
    assert years["basis"][2026] == "budget"


def test_income_is_support_borrowing_and_the_rest(finances: pd.DataFrame) -> None:
    years = finances_by_year(finances)
    assert (years["government_support"] + years["borrowing"] + years["rest"]).tolist() == years["income"].tolist()


def test_both_shares_are_of_the_same_income_and_stand_apart() -> None:
    row = one(income=200, government_support=150, net_government_support=50)
    assert (row["support_share"], row["net_share"]) == (0.75, 0.25)


def test_no_income_is_not_disclosed_and_has_no_share() -> None:
    row = one(income=0, net_government_support=50)
    assert np.isnan(row["income"])
    assert np.isnan(row["net_share"])


def test_the_share_of_all_is_sum_by_sum(finances: pd.DataFrame) -> None:
    year = finances_by_year(finances).set_index("year").loc[2025]
    rows = finances[finances["year"] == 2025]
    assert year["net_share"] == pytest.approx(rows["net_government_support"].sum() / rows["income"].sum())
    assert year["median_net_share"] == pytest.approx((rows["net_government_support"] / rows["income"]).median())


def test_heads_of_326_institutions_earned_196_818_thousand_won_in_the_middle() -> None:
    rows = head_pay_by_institution(load_reference()["head_pay"].data.to_pandas())
    now = rows.loc[rows["year"] == 2025, "value"]
    assert (len(now), now.median()) == (326, 196_818)
