"""The index and its seasonal adjustment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measures.season import base_index, seasonally_adjusted

JANUARY_2019 = 49 * 12


@given(
    values=st.lists(st.floats(0, 1e6), max_size=50).map(np.array), first=st.integers(JANUARY_2019, JANUARY_2019 + 23)
)
def test_the_mean_month_of_the_base_year_is_a_hundred(values: np.ndarray, first: int) -> None:
    index, base = base_index(values, first)
    assert len(index) == len(values)
    if base is None:
        assert np.isnan(index).all()
    else:
        begin = (base - 1970) * 12 - first
        assert begin >= 0
        assert index[begin : begin + 12].mean() == pytest.approx(100)


def test_the_base_is_the_first_whole_year_with_any_value() -> None:
    values = np.concatenate([np.ones(3), np.zeros(12), np.full(12, 7.0)])
    index, base = base_index(values, JANUARY_2019 - 3)
    assert base == 2020
    assert index[-1] == 100


def test_without_a_whole_year_there_is_no_index() -> None:
    assert base_index(np.ones(12), JANUARY_2019 + 1)[1] is None


def test_adjustment_takes_the_season_out_and_leaves_the_trend() -> None:
    months = np.arange(72)
    season = 10 * np.sin(2 * np.pi * months / 12)
    trend = 100 + 0.5 * months
    adjusted = seasonally_adjusted(trend + season)
    assert np.abs(adjusted - trend).max() < 1
    assert np.abs(season).max() > 9


def test_adjustment_says_nothing_below_three_years() -> None:
    assert np.isnan(seasonally_adjusted(np.ones(35))).all()
    assert np.isfinite(seasonally_adjusted(np.ones(36))).all()
