"""Hiring rate and vacancy: against the slow way, and against the published figures."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures.staffing import FEWEST_STAFF, members_by_year, staffing, staffing_by_year
from data_loader.reference import load_reference

ANY_STAFF = st.lists(
    st.fixed_dictionaries(
        {
            "institution_code": st.sampled_from(["C0001", "C0002", "C0003"]),
            "year": st.sampled_from([2023, 2024, 2025, 2026]),
            "regular_staff": st.integers(0, 90).map(float),
            "indefinite_staff": st.sampled_from([0.0, 12.5]),
            "regular_authorised": st.integers(0, 90).map(float),
            "indefinite_authorised": st.sampled_from([0.0, 15.0]),
            "regular_new_hires": st.integers(0, 40).map(float),
        }
    ),
    max_size=9,
    unique_by=lambda row: (row["institution_code"], row["year"]),
)


def tables(rows: list[dict[str, object]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = ["institution_code", "year", "regular_staff", "indefinite_staff", "regular_authorised",
               "indefinite_authorised", "regular_new_hires"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns).assign(institution="가")
    frame["basis"] = np.where(frame["year"] == 2026, "part_year", "settled")
    return frame, frame.drop(columns=["regular_new_hires"])


@settings(max_examples=15)
@given(rows=ANY_STAFF)
def test_rates_are_those_of_the_slow_way(rows: list[dict[str, float]]) -> None:
    new_hires, staff = tables(rows)
    result = staffing(new_hires, staff).set_index(["institution_code", "year"])
    by_key = {(row["institution_code"], row["year"]): row for row in rows}
    assert set(result.index) == set(by_key)
    for (code, year), row in by_key.items():
        before = by_key.get((code, year - 1), {}).get("regular_staff", 0)
        rate, vacancy = result.loc[(code, year), ["hiring_rate", "vacancy"]]
        if year == 2026 or before < FEWEST_STAFF:
            assert np.isnan(rate)
        else:
            assert rate == pytest.approx(row["regular_new_hires"] / before)
        authorised = row["regular_authorised"] + row["indefinite_authorised"]
        there = row["regular_staff"] + row["indefinite_staff"]
        if authorised < FEWEST_STAFF or not there:
            assert np.isnan(vacancy)
        else:
            assert vacancy == pytest.approx(1 - there / authorised)


@settings(max_examples=15)
@given(rows=ANY_STAFF)
def test_all_together_are_sums_divided_and_not_means(rows: list[dict[str, float]]) -> None:
    new_hires, staff = tables(rows)
    years = staffing_by_year(staffing(new_hires, staff)) if rows else pd.DataFrame({"year": []})
    for year in years.itertuples():
        own = [row for row in rows if row["year"] == year.year]
        before = {row["institution_code"]: row["regular_staff"] for row in rows if row["year"] == year.year - 1}
        rated = [row for row in own if row["institution_code"] in before]
        base = sum(before[row["institution_code"]] for row in rated)
        if year.year == 2026 or not base:
            assert np.isnan(year.hiring_rate)
        else:
            assert year.hiring_rate == pytest.approx(sum(row["regular_new_hires"] for row in rated) / base)
        there = sum(row["regular_staff"] + row["indefinite_staff"] for row in own)
        authorised = sum(row["regular_authorised"] + row["indefinite_authorised"] for row in own)
        assert np.isnan(year.vacancy) if not authorised else year.vacancy == pytest.approx(1 - there / authorised)


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    reference = load_reference()
    table = staffing(reference["new_hires"].data.to_pandas(), reference["staff"].data.to_pandas())
    return staffing_by_year(table).set_index("year")


def test_the_published_hires_are_all_rated(published: pd.DataFrame) -> None:
    assert published["hires"][2025].round() == 27_276
    assert np.isnan(published["hiring_rate"][2021])
    assert published["hiring_rate"][2025] == pytest.approx(0.0797, abs=0.0001)


def test_staff_and_authorised_are_near_those_published_for_the_end_of_2023(published: pd.DataFrame) -> None:
    # 436,062 and 414,945 were published before 22 institutes were released from designation in 2024.
    assert published["authorised"][2023] == pytest.approx(436_062, rel=0.05)
    assert published["vacancy"][2023] == pytest.approx(1 - 414_945 / 436_062, abs=0.005)


def test_institutions_behind_a_year_are_those_with_anybody_there() -> None:
    rows = [("C1", 2021, 5, 0), ("C1", 2022, 0, 0), ("C2", 2021, 0, 0), ("C2", 2022, 0, 3), ("C3", 2021, 1, 1), ("C3", 2022, 1, 1)]  # fmt: skip
    staff = pd.DataFrame(rows, columns=["institution_code", "year", "regular_staff", "regular_authorised"])
    table = members_by_year(staff)
    assert table.to_dict("list") == {"year": [2021, 2022], "institutions": [2, 2], "joined": [0, 1], "left": [0, 1]}


def test_of_those_that_disclose_nine_were_founded_since_2021() -> None:
    table = members_by_year(load_reference()["staff"].data.to_pandas()).set_index("year")
    assert table["institutions"].to_dict() == {2021: 346, 2022: 349, 2023: 350, 2024: 354, 2025: 355, 2026: 355}
    assert (table["joined"].sum(), table["left"].sum()) == (9, 0)
