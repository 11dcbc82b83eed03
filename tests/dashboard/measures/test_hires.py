"""Actual hires: sums and shares by year, and posted headcount beside them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.measures import hires
from dashboard.selection.selection import Selection
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


@settings(max_examples=15)
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


# Interns and the relocated region


@pytest.fixture(scope="module")
def published_interns() -> pd.DataFrame:
    frame: pd.DataFrame = load_reference()["interns"].data.to_pandas()
    return frame


def test_interns_are_set_against_regular_hires(published: pd.DataFrame, published_interns: pd.DataFrame) -> None:
    years = hires.intern_ratio(published_interns, published).set_index("label")
    year = years.loc["2024"]
    # 21,239 and 22.4 % were published; vintages differ.
    assert year["experience_interns"] + year["hiring_interns"] == pytest.approx(21_239, rel=0.03)
    assert year["linked_share"] == pytest.approx(0.224, abs=0.01)
    assert year["ratio"] == pytest.approx((year["experience_interns"] + year["hiring_interns"]) / 20_143, rel=0.001)


def test_without_interns_or_hires_there_is_no_ratio() -> None:
    interns = pd.DataFrame(
        {"institution_code": "C0001", "year": [2024, 2025], "basis": "settled", "experience_interns": [5.0, 0.0],
         "hiring_interns": 0.0}
    )  # fmt: skip
    years = hires.intern_ratio(interns, table(("C0001", 2024, "settled", 0), ("C0001", 2025, "settled", 9)))
    assert np.isnan(years["ratio"][0])
    assert years["linked_share"][0] == 0
    assert years["ratio"][1] == 0
    assert np.isnan(years["linked_share"][1])


def test_the_relocated_rate_is_of_all_and_of_those_that_report_any() -> None:
    rows = table(("C0001", 2024, "settled", 100), ("C0002", 2024, "settled", 300), ("C0002", 2025, "settled", 40))
    rows["relocated_region_new_hires"] = [25.0, 0.0, 0.0]
    (first, second) = hires.relocated_rate(rows).to_dict("records")
    assert (first["rate"], first["reporting_rate"], first["institutions"]) == (25 / 400, 0.25, 1)
    assert second["rate"] == 0
    assert np.isnan(second["reporting_rate"])


def test_the_law_asks_for_three_points_more_a_year_until_30_percent() -> None:
    targets = {year: hires.relocation_target(year) for year in range(2018, 2026)}
    assert list(targets.values()) == [0.18, 0.21, 0.24, 0.27, 0.30, 0.30, 0.30, 0.30]
    assert np.isnan(hires.relocation_target(2017))


def test_the_published_relocated_rate(published: pd.DataFrame) -> None:
    years = hires.relocated_rate(published).set_index("label")
    assert years.loc["2024", "rate"] == pytest.approx(0.108, abs=0.001)
    assert (years["reporting_rate"] > years["rate"]).all()


# Posted and hired, by institution


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_fill_is_that_of_the_slow_way(rows: list[Row]) -> None:
    index = index_of(*rows)
    hired = table(("C0001", 2024, "settled", 30), ("C0002", 2024, "settled", 0), ("C0003", 2023, "settled", 7))
    hired["institution"] = "이름"
    result = hires.fill_by_institution(index.find(Selection()), hired, 2024).set_index("institution_code")
    own = [row for row in index.table.to_pylist() if row["start_date"].year == 2024]
    posted = {"C0001": 0.0}
    for row in own:
        if "R1010" in row["hire_types"]:
            share = (row["headcount"] or 0) / len(row["hire_types"])
            posted[row["institution_code"]] = posted.get(row["institution_code"], 0.0) + share
    posted = {code: persons for code, persons in posted.items() if persons or code == "C0001"}
    assert set(result.index) == set(posted)
    for code, persons in posted.items():
        actual = 30 if code == "C0001" else 0
        assert result.loc[code, ["posted", "hired"]].tolist() == pytest.approx([persons, actual])
        enough = persons >= hires.FEWEST_POSTED
        assert result["fill"][code] == pytest.approx(actual / persons) if enough else np.isnan(result["fill"][code])


def test_fill_follows_the_choice_of_institutions_alone() -> None:
    index = index_of(regular("C0001", 2024, 40), regular("C0003", 2024, 24, work_regions=["R3014"]))
    hired = HIRED.assign(institution="이름")
    found = index.find(choose(type="A2005", region="R3010"))
    table_of = hires.fill_by_institution(found, hired, 2024)
    assert table_of[["institution_code", "posted", "hired", "fill"]].to_numpy().tolist() == [["C0003", 24, 12, 0.5]]
