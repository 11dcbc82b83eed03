"""Any figure in one shape: ranks against the slow way, pairs, and the correlation of ranks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measures import indicators
from dashboard.measures.indicators import COLUMNS, INDICATORS, Indicator
from data_loader.reference import load_reference

each_indicator = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda indicator: indicator.key)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {name: new.data.to_pandas() for name, new in load_reference().items()}


def rows_of(*values: tuple[str, str, int, float], basis: str = "settled") -> pd.DataFrame:
    frame = pd.DataFrame(values, columns=["institution_code", "type", "year", "value"])
    return frame.assign(institution=frame["institution_code"], basis=basis)


@each_indicator
def test_every_indicator_is_disclosed_by_most_and_has_no_gaps(
    indicator: Indicator, tables: dict[str, pd.DataFrame]
) -> None:
    rows = indicators.indicator_rows(indicator, lambda make: make(tables))
    assert rows.columns.tolist() == COLUMNS
    assert rows["value"].notna().all()
    assert not rows.duplicated(["institution_code", "year"]).any()
    assert indicators.last_settled_year(rows) == 2025
    assert (rows["year"] == 2025).sum() > 250
    if indicator.unit == "share" and indicator.key not in ("flexible_rate", "hiring_rate"):
        assert rows["value"].between(0, 1.05).all()


def test_known_figures_come_out(tables: dict[str, pd.DataFrame]) -> None:
    def kepco(key: str) -> float:
        rows = indicators.indicator_rows(INDICATORS[key], lambda make: make(tables))
        return float(rows[(rows["institution_code"] == "C0247") & (rows["year"] == 2025)]["value"].iloc[0])

    assert kepco("average_pay") == 96_381
    assert kepco("income") == 118_443_356
    assert kepco("net_share") == pytest.approx(167_510 / 118_443_356)
    assert kepco("hires") == 988


VALUES = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 5)), min_size=1, max_size=20)


@given(values=VALUES)
def test_ranks_are_those_of_the_slow_way(values: list[tuple[str, int]]) -> None:
    rows = rows_of(*((f"C{place:04}", kind, 2025, float(value)) for place, (kind, value) in enumerate(values)))
    ranked = indicators.ranked(rows, 2025)
    assert ranked["value"].is_monotonic_decreasing
    for row in ranked.to_dict("records"):
        assert row["rank"] == 1 + sum(value > row["value"] for _kind, value in values)
        own = [value for kind, value in values if kind == row["type"]]
        assert row["rank_in_type"] == 1 + sum(value > row["value"] for value in own)
        assert (row["of"], row["of_type"]) == (len(values), len(own))


def test_the_history_is_of_settled_years_in_their_order() -> None:
    rows = rows_of(("C1", "A", 2025, 3.0), ("C1", "A", 2023, 1.0), ("C1", "A", 2024, 2.0), ("C2", "A", 2025, 9.0))
    budget = rows_of(("C1", "A", 2026, 99.0), basis="budget")
    ranked = indicators.ranked(pd.concat([rows, budget]), 2025).set_index("institution_code")
    assert ranked["history"]["C1"] == [1, 2, 3]
    assert ranked["before"]["C1"] == 2
    assert np.isnan(ranked["before"]["C2"])
    assert indicators.last_settled_year(pd.concat([rows, budget])) == 2025


def test_nothing_disclosed_ranks_nobody() -> None:
    nothing = rows_of().astype({"value": float, "year": int})
    assert indicators.last_settled_year(nothing) is None
    assert indicators.ranked(nothing, 0).empty
    assert indicators.spread_by_year(nothing).empty


def test_pairs_are_those_with_both_in_the_year() -> None:
    across = rows_of(("C1", "A", 2025, 1.0), ("C2", "A", 2025, 2.0), ("C1", "A", 2024, 5.0))
    pairs = indicators.paired(across, rows_of(("C1", "A", 2025, 7.0), ("C3", "A", 2025, 8.0)), 2025)
    assert pairs[["institution_code", "x", "y"]].to_numpy().tolist() == [["C1", 1.0, 7.0]]


@pytest.mark.parametrize(("turn", "relation"), [(1, 1.0), (-1, -1.0)])
def test_the_correlation_is_of_ranks_so_one_giant_does_not_make_it(turn: int, relation: float) -> None:
    x = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1e9]
    pairs = pd.DataFrame({"x": x, "y": [turn * value**3 for value in range(10)]})
    assert indicators.correlation(pairs) == pytest.approx(relation)


@pytest.mark.parametrize("pairs", [9, 10])
def test_few_pairs_or_equal_ones_have_no_correlation(pairs: int) -> None:
    few = pd.DataFrame({"x": range(pairs), "y": range(pairs)} if pairs < 10 else {"x": range(10), "y": [1] * 10})
    assert np.isnan(indicators.correlation(few))


def test_a_figure_set_against_itself_goes_with_itself(tables: dict[str, pd.DataFrame]) -> None:
    rows = indicators.with_type(
        indicators.indicator_rows(INDICATORS["income"], lambda make: make(tables)), tables["institutions"]
    )
    assert indicators.correlation(indicators.paired(rows, rows, 2025)) == pytest.approx(1)


def test_medians_are_by_type_in_the_order_of_types(tables: dict[str, pd.DataFrame]) -> None:
    rows = indicators.with_type(
        indicators.indicator_rows(INDICATORS["head_pay"], lambda make: make(tables)), tables["institutions"]
    )
    medians = indicators.medians_by_type(rows, 2025)
    assert medians["type"].tolist()[0] == "공기업(시장형)"
    assert medians["n"].sum() == 326
