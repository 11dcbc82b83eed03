"""Concentration: known extremes, bounds, and what must not matter."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dashboard.measures.concentration import gini, herfindahl, location_quotients, normalised_herfindahl, top_share

MEASURES = (herfindahl, normalised_herfindahl, gini)
values = st.lists(st.integers(0, 10_000), min_size=2, max_size=40).filter(any).map(lambda v: np.array(v, float))
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 50), min_size=width, max_size=width), min_size=1, max_size=6)
)


def numbers(*given: float) -> NDArray[np.float64]:
    return np.array(given, dtype=float)


@pytest.mark.parametrize("n", [2, 5, 17])
def test_evenly_spread_is_the_lower_end(n: int) -> None:
    even = np.full(n, 3.0)
    assert herfindahl(even) == pytest.approx(1 / n)
    assert normalised_herfindahl(even) == pytest.approx(0)
    assert gini(even) == pytest.approx(0)


@pytest.mark.parametrize("n", [2, 5, 17])
def test_all_in_one_place_is_the_upper_end(n: int) -> None:
    alone = np.zeros(n)
    alone[n // 2] = 7
    assert herfindahl(alone) == 1
    assert normalised_herfindahl(alone) == 1
    assert gini(alone) == pytest.approx((n - 1) / n)
    assert top_share(alone, 1) == 1


def test_known_values() -> None:
    assert herfindahl(numbers(1, 1, 2)) == pytest.approx(0.375)
    assert normalised_herfindahl(numbers(1, 1, 2)) == pytest.approx(0.0625)
    assert gini(numbers(1, 2, 3, 4)) == pytest.approx(0.25)
    assert top_share(numbers(1, 2, 3, 4), 2) == pytest.approx(0.7)


@given(values)
def test_gini_equals_half_the_relative_mean_difference(v: NDArray[np.float64]) -> None:
    differences = np.abs(v[:, None] - v[None, :]).mean()
    assert gini(v) == pytest.approx(differences / (2 * v.mean()), abs=1e-12)


@given(values)
def test_every_measure_keeps_its_bounds(v: NDArray[np.float64]) -> None:
    n, rounding = len(v), 1e-12
    assert 1 / n - rounding <= herfindahl(v) <= 1 + rounding
    assert -rounding <= normalised_herfindahl(v) <= 1 + rounding
    assert -rounding <= gini(v) <= (n - 1) / n + rounding


@given(values, st.floats(0.001, 1000))
def test_neither_the_unit_nor_the_order_matters(v: NDArray[np.float64], unit: float) -> None:
    for measure in MEASURES:
        assert measure(v * unit) == pytest.approx(measure(v), abs=1e-9)
        assert measure(v[::-1]) == pytest.approx(measure(v), abs=1e-9)


@given(values)
def test_the_share_of_the_largest_grows_to_the_whole(v: NDArray[np.float64]) -> None:
    shares = [top_share(v, top) for top in range(1, len(v) + 2)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert shares[0] == pytest.approx(v.max() / v.sum())


@given(values)
def test_an_empty_place_more_changes_gini_but_not_herfindahl(v: NDArray[np.float64]) -> None:
    wider = np.append(v, 0)
    assert herfindahl(wider) == pytest.approx(herfindahl(v))
    assert gini(wider) > gini(v)


@pytest.mark.parametrize("nothing", [numbers(), numbers(0), numbers(0, 0, 0)])
def test_nothing_to_share_has_no_concentration(nothing: NDArray[np.float64]) -> None:
    assert all(math.isnan(measure(nothing)) for measure in MEASURES)
    assert math.isnan(top_share(nothing, 10))


def test_one_place_alone_has_no_normalised_concentration() -> None:
    assert herfindahl(numbers(5)) == 1
    assert gini(numbers(5)) == 0
    assert math.isnan(normalised_herfindahl(numbers(5)))


def test_a_region_like_the_nation_has_quotients_of_one() -> None:
    assert location_quotients(np.array([[1.0, 3.0], [2.0, 6.0]])).tolist() == [[1, 1], [1, 1]]


def test_a_region_with_twice_the_national_share_has_a_quotient_of_two() -> None:
    # Nationally a quarter of the posts are in the first field, in the first region half.
    quotients = location_quotients(np.array([[2.0, 2.0], [0.0, 4.0]]))
    assert quotients == pytest.approx(np.array([[2.0, 2 / 3], [0.0, 4 / 3]]))


def test_empty_regions_and_fields_have_no_quotient() -> None:
    quotients = location_quotients(np.array([[1.0, 0.0], [0.0, 0.0]]))
    assert quotients[0, 0] == 1
    assert np.isnan(quotients[1]).all()
    assert np.isnan(quotients[:, 1]).all()
    assert np.isnan(location_quotients(np.zeros((2, 3)))).all()


@given(tables)
def test_quotients_weighted_by_the_regions_average_to_one(rows: list[list[int]]) -> None:
    table = np.array(rows, float)
    weights = table.sum(axis=1) / max(table.sum(), 1)
    quotients = location_quotients(table)
    for field in np.flatnonzero(table.sum(axis=0)):
        assert np.nansum(weights * quotients[:, field]) == pytest.approx(1)
