"""The classes of a map: as many as tell regions apart, at bounds that can be read."""

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.classes import MOST, NOTHING, SHADES, classes_of

# Persons sought in a year by region, as they really lie: two large ones and many small ones.
COUNTS = [
    19_876,
    14_023,
    6_510,
    5_377,
    5_120,
    4_802,
    4_410,
    3_990,
    3_871,
    3_700,
    3_512,
    3_033,
    2_921,
    2_450,
    1_310,
    980,
]
SHARES = [24.1, 25.0, 26.3, 27.7, 28.2, 29.9, 31.0, 31.4, 33.8, 35.5, 36.1, 38.0, 39.2, 41.7, 43.3, 44.0]


def filled(values: list[float], *, is_share: bool) -> set[int]:
    classes = classes_of(values, is_share=is_share)
    return {classes.place(value) for value in values} - {NOTHING}


@pytest.mark.parametrize(("values", "is_share"), [(COUNTS, False), (SHARES, True)])
def test_at_least_four_classes_tell_regions_apart(values: list[float], is_share: bool) -> None:
    assert len(filled(values, is_share=is_share)) >= 4


def test_shares_are_scaled_to_their_data_in_equal_steps() -> None:
    assert classes_of(SHARES, is_share=True).bounds == (20, 25, 30, 35, 40, 45)


def test_where_most_would_fall_into_one_step_each_class_holds_about_as_many() -> None:
    classes = classes_of(COUNTS, is_share=False)
    numbers = [classes.place(value) for value in COUNTS]
    assert max(numbers.count(number) for number in numbers) <= 4
    assert classes.bounds[0] <= min(COUNTS)
    assert classes.bounds[-1] >= max(COUNTS)


def test_the_highest_value_has_the_darkest_shade_however_few_there_are() -> None:
    for values in (COUNTS, [5.0], [1.0, 2.0], [3.0, 3.0, 3.0]):
        classes = classes_of(values, is_share=False)
        assert classes.shades[classes.place(max(values))] == SHADES[-1]


def test_nothing_is_a_class_of_its_own_and_said_in_the_legend() -> None:
    classes = classes_of([0.0, 4.0, 9.0], is_share=False)
    assert (classes.place(0.0), classes.place(nan)) == (NOTHING, NOTHING)
    assert classes.legend("명")["ticktext"][0] == "없음"
    assert len(classes.scale()["colorscale"]) == 2 * (len(classes.shades) + 1)


def test_a_share_of_zero_is_a_value() -> None:
    classes = classes_of([0.0, 50.0, nan], is_share=True)
    assert classes.place(0.0) == 0
    assert classes.has_nothing


def test_where_nothing_was_counted_all_is_one_class() -> None:
    classes = classes_of([0.0, 0.0], is_share=False)
    assert classes.bounds == ()
    assert {classes.place(0.0)} == {NOTHING}


def test_the_legend_names_the_unit_once() -> None:
    assert classes_of(SHARES, is_share=True).legend("%")["ticktext"] == ["20", "25", "30", "35", "40", "45%"]
    assert classes_of(SHARES, is_share=True).legend(" openings")["ticktext"][-1] == "45"


@given(
    st.lists(st.integers(0, 10**8).map(lambda cents: cents / 100) | st.just(nan), min_size=1, max_size=40),
    st.booleans(),
)
def test_every_value_lies_within_the_bounds_of_its_class(values: list[float], is_share: bool) -> None:
    classes = classes_of(values, is_share=is_share)
    assert list(classes.bounds) == sorted(classes.bounds)
    assert len(classes.bounds) - 1 <= MOST
    for value in values:
        number = classes.place(value)
        if number != NOTHING:
            assert classes.bounds[number] <= value <= classes.bounds[number + 1]
