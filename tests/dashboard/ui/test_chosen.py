"""The bar of what is chosen: its chips, the periods, the way out where nothing is found."""

from datetime import date

import pytest

from dashboard.selection.selection import Selection
from dashboard.ui.chosen import _chips, _first_day, _period
from tests.dashboard.conftest import choose, index_of

TODAY = date(2026, 11, 20)


def labels(selection: Selection) -> list[str]:
    return [label for _name, label, _without in _chips(index_of({}).find(selection))]


def test_each_choice_is_a_chip_that_says_it() -> None:
    selection = choose(region="R3010", hire="R1040").excluding("career", ["R2020"])
    selection = selection.with_ranges(end_to=date(2026, 12, 31), headcount_min=5, text="간호")
    assert labels(selection) == ["서울", "비정규직", "경력 제외", "마감일 ~2026-12-31", "모집인원 5명~", "“간호” 검색"]


def test_a_chip_drops_its_own_choice_and_no_other() -> None:
    selection = choose(region="R3010", hire="R1040").with_ranges(start_from=date(2025, 1, 1))
    without = [without for _name, _label, without in _chips(index_of({}).find(selection))]
    assert without == [
        selection.with_codes("region", ()),
        selection.with_codes("hire", ()),
        selection.with_ranges(start_from=None),
    ]


def test_many_options_of_one_filter_share_a_chip() -> None:
    selection = Selection().with_codes("region", ["R3010", "R3014", "R3017", "R3018", "R3026"])
    (chip,) = _chips(index_of({}).find(selection))
    assert chip[2].is_empty


@pytest.mark.parametrize(
    ("period", "first"),
    [("1y", date(2025, 11, 21)), ("3y", date(2023, 11, 21)), ("year", date(2026, 1, 1)), ("all", None)],
)
def test_a_period_is_a_first_day_and_is_recognised_by_it(period: str, first: date | None) -> None:
    assert _first_day(period, TODAY) == first
    assert _period(Selection(start_from=first), TODAY) == period


def test_days_of_ones_own_are_no_period() -> None:
    assert _period(Selection(start_from=date(2026, 1, 2)), TODAY) is None
    assert _period(Selection(start_from=date(2026, 1, 1), start_to=TODAY), TODAY) is None


def test_a_year_from_29_february_begins_on_the_first_of_march() -> None:
    assert _first_day("1y", date(2028, 2, 29)) == date(2027, 3, 1)
