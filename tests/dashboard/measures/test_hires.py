"""Actual hires: sums and shares by year, and posted headcount beside them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.measures import hires
from dashboard.selection import Selection
from data_loader.reference import load_reference
from tests.dashboard.conftest import ANY_ROWS, Row, choose, index_of


def table(*rows: tuple[str, int, str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"institution_code": code, "year": year, "basis": basis, "regular_new_hires": count,
             **dict.fromkeys(hires.SHARES, count / 4)}
            for code, year, basis, count in rows
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    frame: pd.DataFrame = load_reference()["new_hires"].data.to_pandas()
    return frame


def test_years_are_summed_over_institutions_and_a_part_year_says_so() -> None:
    rows = table(("C0001", 2025, "settled", 2.5), ("C0002", 2025, "settled", 1), ("C0001", 2026, "part_year", 9))
    years = hires.by_year(rows, ["regular_new_hires"])
    assert years["regular_new_hires"].tolist() == [3.5, 9]
    assert years["label"].tolist() == ["2025", "2026(일부)"]
    assert years["is_settled"].tolist() == [True, False]


def test_shares_are_of_regular_new_hires() -> None:
    shares = hires.shares_by_year(table(("C0001", 2024, "settled", 100), ("C0001", 2025, "settled", 0)))
    assert shares["youth_new_hires"][0] == 0.25
    assert np.isnan(shares["youth_new_hires"][1])


def test_the_published_totals_and_shares(published: pd.DataFrame) -> None:
    years = hires.by_year(published, ["regular_new_hires"]).set_index("label")["regular_new_hires"].round()
    assert (years["2024"], years["2025"]) == (20143, 27276)
    shares = hires.shares_by_year(published).set_index("label").loc["2024"]
    told = {name: round(float(shares[name]), 3) for name in hires.SHARES}
    assert told == pytest.approx(
        {"youth_new_hires": 0.846, "women_new_hires": 0.466, "non_capital_new_hires": 0.636,
         "relocated_region_new_hires": 0.108, "high_school_new_hires": 0.106, "disabled_new_hires": 0.027},
        abs=0.001,
    )  # fmt: skip


@settings(max_examples=30)
@given(rows=ANY_ROWS)
def test_posted_headcount_is_that_of_regular_posts_by_start_year(rows: list[Row]) -> None:
    years = [2022, 2023, 2024]
    found = index_of(*rows).find(Selection())
    result = hires.posted_and_hired(found, table(*(("C0001", year, "settled", 10.0) for year in years)))
    for year, posted, hired, fill in result.itertuples(index=False):
        expected = sum(
            (row["headcount"] or 0) / len(row["hire_types"])
            for row in rows
            if "R1010" in row["hire_types"] and row["start_date"].year == year
        )
        assert posted == pytest.approx(expected)
        assert hired == 10
        assert fill == pytest.approx(10 / expected) if expected else np.isnan(fill)
    assert result["year"].tolist() == years


def regular(code: str, year: int, headcount: int, **more: object) -> Row:
    return {
        "institution_code": code,
        "start_date": date(year, 5, 1),
        "headcount": headcount,
        "hire_types": ["R1010"],
        **more,
    }


HIRED = table(("C0001", 2024, "settled", 30), ("C0003", 2024, "settled", 12), ("C0003", 2026, "part_year", 5))


def test_a_choice_of_institutions_narrows_both_sides() -> None:
    index = index_of(regular("C0001", 2024, 40), regular("C0003", 2024, 24))
    result = hires.posted_and_hired(index.find(choose(type="A2005")), HIRED)
    assert result.iloc[0].tolist() == [2024, 24, 12, 0.5]
    result = hires.posted_and_hired(index.find(choose(institution="C0001")), HIRED)
    assert result.iloc[0].tolist() == [2024, 40, 30, 0.75]


def test_a_choice_of_anything_else_narrows_neither() -> None:
    index = index_of(regular("C0001", 2024, 40), regular("C0003", 2024, 24, work_regions=["R3014"]))
    whole = hires.posted_and_hired(index.find(Selection()), HIRED)
    assert hires.posted_and_hired(index.find(choose(region="R3014")), HIRED).equals(whole)
    assert hires.posted_and_hired(index.find(Selection(start_from=date(2025, 1, 1))), HIRED).equals(whole)


def test_the_running_year_and_part_years_are_left_out() -> None:
    index = index_of(regular("C0001", 2025, 40))
    both = pd.concat([HIRED, table(("C0001", 2025, "settled", 3))])
    assert hires.posted_and_hired(index.find(Selection()), both)["year"].tolist() == [2024]


def test_institutions_that_never_posted_leave_no_year() -> None:
    found = index_of(regular("C0001", 2024, 40)).find(choose(institution="C0003"))
    result = hires.posted_and_hired(found, HIRED)
    assert result.empty
    assert list(result.columns) == ["year", "posted", "hired", "fill"]
