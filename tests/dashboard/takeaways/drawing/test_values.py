"""What a figure dictionary holds."""

import base64

import numpy as np
import pytest

from dashboard.takeaways.drawing.values import each, filled, formatted, grid, listed


def test_lists_arrays_and_plotlys_own_arrays_are_read() -> None:
    array = np.array([[1.0, 2.0], [3.0, 4.0]])
    packed = {"dtype": "f8", "bdata": base64.b64encode(array.tobytes()).decode(), "shape": "2, 2"}
    assert listed(packed) == listed(array) == [[1, 2], [3, 4]]
    assert listed(("가",)) == ["가"]
    assert listed(None) == []


def test_gaps_of_a_grid_are_nan() -> None:
    assert np.isnan(grid([[None, 1]])[0, 0])


def test_one_value_serves_all_marks() -> None:
    assert each("red", 2) == ["red", "red"]
    assert each([1, 2], 2) == [1, 2]


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [(1234567.0, ",", "1,234,567"), (1234.5, ",", "1,234.5"), (2025.0, "d", "2025"), (0.256, ".1%", "25.6%"), (2.25, ".1f", "2.2"),
     (1234.6, ",.0f", "1,235"), (None, ",", ""), (float("nan"), ".1f", ""), ("가", "", "가"), (0.1 + 0.2, ",", "0.3")],
)  # fmt: skip
def test_numbers_are_written_in_the_figures_format(value: object, spec: str, text: str) -> None:
    assert formatted(value, spec) == text


def test_a_template_is_filled() -> None:
    assert filled("%{text}: %{z:.1f}(%{customdata[1]})", z=2.04, text="가", customdata=[1, "나"]) == "가: 2.0(나)"
    assert filled("%{z:,.0f}%", z=None) == "%"
