"""Where values stand and which ticks are written."""

import math

import pytest

from dashboard.takeaways.drawing.axes import Axis


def reached(settings: dict[str, object], *values: float) -> Axis:
    axis = Axis.of(settings, values)
    axis.reaches(values)
    return axis


def test_names_stand_in_the_order_in_which_they_appear() -> None:
    axis = Axis.of({}, ["나", "가", "나"])
    assert axis.kind == "category"
    assert axis.at(["가", "나"]).tolist() == [1, 0]
    assert axis.limits() == (-0.5, 1.5)


def test_numbers_on_an_axis_of_names_are_names() -> None:
    assert Axis.of({"type": "category"}, ["2030", "10"]).at(["10"]).tolist() == [1]


def test_a_gap_is_no_place() -> None:
    assert math.isnan(Axis.of({}, [1, None]).at([None])[0])


def test_dates_stand_on_their_days() -> None:
    axis = Axis.of({"type": "date"}, ["2025-01-01"])
    assert axis.at(["1970-01-02", "1970-01-02T12:00"]).tolist() == [1, 1.5]


def test_long_spans_name_years_and_short_ones_months() -> None:
    axis = Axis.of({"type": "date"}, [])
    years = axis.ticks(*axis.at(["2019-06-01", "2025-06-01"]))
    months = axis.ticks(*axis.at(["2025-01-15", "2025-06-01"]))
    assert [text for _, text in years] == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert [text for _, text in months] == ["2025-02", "2025-03", "2025-04", "2025-05", "2025-06"]


def test_amounts_begin_at_zero_where_the_figure_says_so() -> None:
    assert reached({"rangemode": "tozero"}, 50, 100).limits()[0] == 0
    assert reached({}, 50, 100).limits()[0] == pytest.approx(48)
    assert reached({"range": [0, 100]}, 50).limits() == (0, 100)


def test_an_axis_without_values_has_limits() -> None:
    low, high = reached({"rangemode": "tozero"}).limits()
    assert low < high
    same_low, same_high = reached({}, 0, 0).limits()
    assert same_low < same_high


@pytest.mark.parametrize(
    ("settings", "low", "high", "texts"),
    [
        ({"tickformat": ",", "nticks": 5}, 0, 4000, ["0", "1,000", "2,000", "3,000", "4,000"]),
        ({"ticksuffix": "%"}, 0, 1, ["0%", "0.2%", "0.4%", "0.6%", "0.8%", "1%"]),
        ({"dtick": 1, "tickformat": "d"}, 2021, 2023, ["2021", "2022", "2023"]),
        ({"tickvals": [1, 2], "ticktext": ["가", "나"]}, 0, 3, ["가", "나"]),
        ({"type": "log"}, 1, 100, ["1", "10", "100"]),
    ],
)
def test_ticks_are_round_and_written_as_the_figure_says(
    settings: dict[str, object], low: float, high: float, texts: list[str]
) -> None:
    assert [text for _, text in Axis.of(settings, []).ticks(low, high)] == texts
