from datetime import timedelta

import pytest

from data_loader.store.coverage import WHOLE_LIST, coverage_of, scope_of
from tests.data_loader.conftest import NOW

OPEN = {"ongoingYn": "Y"}


def covers(filters: dict[str, str], start: str | None, end: str | None, hours: int = 0) -> bool:
    return coverage_of(filters, NOW, NOW + timedelta(hours=hours)).contains(start, end)


def test_a_reading_without_filters_contains_everything() -> None:
    assert covers({}, "2018-07-02", "2018-07-09")
    assert covers({}, None, None)


@pytest.mark.parametrize(
    ("start", "end", "is_covered"),
    [
        ("2025-11-03", "2025-11-03", True),
        ("2025-10-01", "2025-11-02", False),
        ("2025-11-04", "2025-11-20", False),
        (None, "2025-11-20", False),
        ("2025-11-01", None, False),
    ],
)
def test_a_reading_of_what_is_open_contains_what_is_open_on_its_day(
    start: str | None, end: str | None, is_covered: bool
) -> None:
    assert covers(OPEN, start, end) is is_covered


def test_over_midnight_only_what_is_open_on_both_days() -> None:
    assert not covers(OPEN, "2025-11-01", "2025-11-03", hours=20)
    assert not covers(OPEN, "2025-11-04", "2025-11-09", hours=20)
    assert covers(OPEN, "2025-11-03", "2025-11-04", hours=20)


def test_both_bounds_of_a_window_are_on_the_start_date() -> None:
    window = {"pbancBgngYmd": "2025-10-01", "pbancEndYmd": "2025-10-31"}
    assert covers(window, "2025-10-01", "2026-01-01")
    assert covers(window, "2025-10-31", "2025-10-31")
    assert not covers(window, "2025-09-30", "2025-10-15")
    assert not covers(window, "2025-11-01", "2025-11-02")
    assert not covers(window, None, "2025-10-15")


def test_a_window_may_be_open_to_one_side() -> None:
    assert covers({"pbancEndYmd": "2018-12-31"}, "2011-01-01", "2030-01-01")
    assert covers({"pbancBgngYmd": "2025-01-01"}, "2027-01-01", "2027-02-01")


def test_any_other_filter_names_a_part_of_the_list() -> None:
    assert scope_of({"instCd": "C0021"}) == '{"instCd": "C0021"}'
    assert scope_of(OPEN | {"pbancBgngYmd": "2025-10-01"}) == WHOLE_LIST
