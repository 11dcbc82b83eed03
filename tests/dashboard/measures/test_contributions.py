"""Who made the change: parts that sum to the whole, recounted from the published files without our code."""

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measures import contributions as measures
from dashboard.measures.contributions import GROUPS, Counted
from data_loader.reference import load_reference
from tests.pages.published import published

HOSPITALS = set(
    "C0003 C0004 C0008 C0009 C0071 C0083 C0084 C0113 C0114 C0122 C0135 C0136 C0853 C1031".split()  # noqa: SIM905
)


def hired(year: int) -> dict[str, float]:
    """Regular new hires of a year by institution, read off the published file."""
    rows = [row for row in published("new_hires") if row["year"] == str(year) and row["basis"] == "settled"]
    return {row["institution_code"]: float(row["regular_new_hires"] or 0) for row in rows}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {name: new.data.to_pandas() for name, new in load_reference().items()}


@pytest.fixture(scope="module")
def hires(tables: dict[str, pd.DataFrame]) -> Counted:
    rows = tables["new_hires"]
    return measures.counted(rows.assign(value=rows["regular_new_hires"]), tables["institutions"])


@pytest.fixture(scope="module")
def pay(tables: dict[str, pd.DataFrame]) -> Counted:
    rows = tables["pay"]
    rows = rows[(rows["employment"] == "regular") & (rows["employees"] >= 5)]
    rows = rows.assign(value=rows["average_pay"].astype(float), weight=rows["employees"])
    return measures.counted(rows, tables["institutions"], is_mean=True)


@pytest.mark.parametrize("key", GROUPS)
@pytest.mark.parametrize("years", [(2024, 2025), (2021, 2025), (2022, 2023)])
def test_the_parts_of_hires_sum_to_the_change_of_all(hires: Counted, key: str, years: tuple[int, int]) -> None:
    before, after = (sum(hired(year).values()) for year in years)
    parts = measures.contributions(hires, key, *years)
    assert parts["change"].sum() == pytest.approx(after - before)
    assert parts["institutions"].sum() == 355


@pytest.mark.parametrize("key", GROUPS)
def test_the_parts_of_average_pay_sum_to_the_change_of_the_average(pay: Counted, key: str) -> None:
    parts = measures.contributions(pay, key, 2024, 2025)
    assert parts["change"].sum() == pytest.approx(measures.whole(pay, 2025) - measures.whole(pay, 2024))


def test_the_change_of_hires_from_2024_to_2025_is_that_of_a_few(hires: Counted) -> None:
    before, after = hired(2024), hired(2025)
    changes = sorted((after[code] - before[code] for code in after), reverse=True)
    parts = measures.contributions(hires, "institution", 2024, 2025).set_index("code")["change"]
    assert round(parts.sum()) == 7133
    assert parts["C0268"] == 1605
    assert parts.head(10).sum() == pytest.approx(sum(changes[:10])) == pytest.approx(5047, abs=1)
    seven = parts.reindex(["C0083", "C0135", "C0113", "C0071", "C0008", "C0444", "C0114"])
    assert round(seven.sum()) == 2704


def test_parts_of_ministries_are_those_of_their_institutions(hires: Counted) -> None:
    ministry_of = {row["institution_code"]: row["supervising_ministry"] for row in published("institutions")}
    expected: dict[str, float] = defaultdict(float)
    for code, value in hired(2025).items():
        expected[ministry_of[code]] += value - hired(2024).get(code, 0)
    parts = measures.contributions(hires, "ministry", 2024, 2025).set_index("code")["change"]
    assert parts.to_dict() == pytest.approx(expected)


def test_without_the_national_university_hospitals_hires_rose_every_year(
    hires: Counted, tables: dict[str, pd.DataFrame]
) -> None:
    groups = measures.groups_to_leave_out(tables["institutions"])
    assert groups["hospitals"] == HOSPITALS
    years = measures.without(hires, groups["hospitals"]).set_index("year").round()
    assert years.loc[2023:, "all"].tolist() == [20216, 20143, 27276]
    assert years.loc[2023:, "others"].tolist() == [15305, 17278, 21632]


def test_a_group_holds_the_institutions_of_today_only(tables: dict[str, pd.DataFrame]) -> None:
    groups = measures.groups_to_leave_out(tables["institutions"])
    assert len(groups["A2001"]) == 14
    former = set(tables["institutions"].query("is_former")["institution_code"])
    assert not any(codes & former for codes in groups.values())


def test_everybody_left_out_leaves_nothing_to_average(pay: Counted) -> None:
    years = measures.without(pay, frozenset(pay.rows["institution_code"]))
    assert years["others"].isna().all()
    assert years["all"].notna().all()


ROW = st.tuples(st.sampled_from("ABCDEF"), st.sampled_from([2024, 2025]), st.integers(1, 90), st.integers(1, 500))


@given(st.lists(ROW, max_size=12, unique_by=lambda row: row[:2]), st.booleans())
def test_parts_sum_to_the_whole_whoever_comes_and_goes(rows: list[tuple[str, int, int, int]], is_mean: bool) -> None:
    frame = pd.DataFrame(rows, columns=["institution_code", "year", "value", "weight"])
    frame = frame.assign(institution=frame["institution_code"], basis="settled", value=frame["value"].astype(float))
    frame["weight"] = frame["weight"] if is_mean else 1.0
    roster = pd.DataFrame({"institution_code": list("ABCDEF"), "supervising_ministry": list("xxyyzz"),
                           "institution_type": "A2005", "headquarters_region": "R3010"})  # fmt: skip
    of = measures.counted(frame, roster, is_mean=is_mean)
    before, after = measures.whole(of, 2024), measures.whole(of, 2025)
    if np.isnan(before) or np.isnan(after):
        return
    for key in ("institution", "ministry"):
        assert measures.contributions(of, key, 2024, 2025)["change"].sum() == pytest.approx(after - before)
