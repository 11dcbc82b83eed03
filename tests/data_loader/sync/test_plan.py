"""The plan of a day is a pure answer to what is known, what may be asked, and when."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.portal.client import (
    BRANCHES,
    EVERYTHING,
    FACILITY_DETAIL,
    INSTITUTIONS,
    OPEN_ONLY,
    OPERATIONS,
    RECRUITMENT,
    RECRUITMENT_DETAIL,
    branches_of,
)
from data_loader.settings import KST
from data_loader.sync.plan import (
    FIRST_DATE,
    OPEN_EVERY,
    RESULT_DAYS,
    Allowance,
    Details,
    Knowledge,
    Plan,
    ReadDetails,
    Reading,
    ReadList,
    Window,
    calls_to_keep,
    due_details,
    due_facility_details,
    list_key,
    make_plan,
    windows,
)

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=KST)
FULL = {operation.name: Allowance(1000, 1000) for operation in OPERATIONS}


def read(age: timedelta = timedelta(0), rows: int = 100) -> Reading:
    return Reading(NOW - age, rows)


def complete(**changes: timedelta) -> dict[tuple[str, frozenset[tuple[str, str]]], Reading]:
    """Every list read just now."""
    lists = [(RECRUITMENT, OPEN_ONLY), *((RECRUITMENT, window.filters) for window in windows(NOW))]
    lists += [(operation, EVERYTHING) for operation in OPERATIONS if operation not in (RECRUITMENT, BRANCHES)]
    return {list_key(operation.name, filters): read() for operation, filters in lists}


def plan(known: Knowledge, allowances: dict[str, Allowance] | None = None, now: datetime = NOW) -> Plan:
    return make_plan(known, FULL | (allowances or {}), now, open_since=now - OPEN_EVERY)


def labels(found: Plan) -> list[str]:
    return [step.label for step in found.steps]


def details(*rows: tuple[int, int, int, int | None, int | None, bool]) -> Details:
    """Rows of number, start, end, asked and changed in days from today (noon), and whether results are there."""
    today = np.datetime64(NOW.date(), "D")

    def days(column: int) -> np.ndarray:
        return np.array([today + row[column] for row in rows], "datetime64[D]")

    def moments(column: int) -> np.ndarray:
        never = np.datetime64("NaT", "s")
        # Noon in Korea is three o'clock in UTC.
        at = [
            never if row[column] is None else (today + row[column]).astype("datetime64[s]") + 3 * 3600 for row in rows
        ]
        return np.array(at, "datetime64[s]")

    numbers = np.array([row[0] for row in rows], np.int64)
    return Details(numbers, days(1), days(2), moments(3), moments(4), np.array([row[5] for row in rows], bool))


# Windows


def test_the_windows_hold_every_start_date_once() -> None:
    found = windows(NOW)
    assert found[0] == Window(date(2026, 1, 1), None)
    assert found[-1] == Window(None, date(2018, 6, 30))
    for later, earlier in pairwise(found):
        assert earlier.last is not None
        assert later.first == earlier.last + timedelta(days=1)
    assert found[-2].first == FIRST_DATE


def test_a_window_is_asked_for_with_both_bounds_on_the_start_date() -> None:
    assert dict(windows(NOW)[1].filters) == {"pbancBgngYmd": "2025-01-01", "pbancEndYmd": "2025-12-31"}
    assert dict(windows(NOW)[0].filters) == {"pbancBgngYmd": "2026-01-01"}
    assert [window.label for window in windows(NOW)][:2] == ["2026년부터 시작한 공고", "2025년에 시작한 공고"]


def test_the_year_begins_in_korea() -> None:
    assert windows(datetime.fromisoformat("2026-12-31T14:30:00+00:00"))[0].first == date(2026, 1, 1)
    assert windows(datetime.fromisoformat("2026-12-31T15:30:00+00:00"))[0].first == date(2027, 1, 1)


# The order of a day


def test_at_first_the_open_postings_come_first_then_the_roster_then_the_years_newest_first() -> None:
    found = labels(plan(Knowledge()))
    assert found[:4] == ["지금 열린 공고", "공공기관", "2026년부터 시작한 공고", "2025년에 시작한 공고"]
    assert found[10:] == ["2018년에 시작한 공고", "2018년 7월 전에 시작한 공고", "공공시설", "주요사업"]


def test_a_year_that_is_missing_comes_before_one_that_is_old() -> None:
    readings = complete()
    newest, last_year = windows(NOW)[:2]
    readings[list_key(RECRUITMENT.name, newest.filters)] = read(timedelta(days=2))
    del readings[list_key(RECRUITMENT.name, last_year.filters)]
    assert labels(plan(Knowledge(readings))) == [last_year.label, newest.label]


@pytest.mark.parametrize(
    ("operation", "filters", "age"),
    [
        (RECRUITMENT, OPEN_ONLY, OPEN_EVERY),
        (RECRUITMENT, windows(NOW)[0].filters, timedelta(days=1)),
        (RECRUITMENT, windows(NOW)[1].filters, timedelta(days=7)),
        (INSTITUTIONS, EVERYTHING, timedelta(days=1)),
    ],
)
def test_a_list_is_read_again_when_it_is_old_and_not_before(operation, filters, age) -> None:  # type: ignore[no-untyped-def]
    for older, expected in ((age - timedelta(seconds=1), 0), (age, 1)):
        readings = complete() | {list_key(operation.name, filters): read(older)}
        assert len(plan(Knowledge(readings)).steps) == expected


def test_with_everything_fresh_there_is_nothing_to_do() -> None:
    found = plan(Knowledge(complete(), ["C0001"][:0]))
    assert (found.steps, found.backlog, found.days, found.missing) == ((), {}, 0, ())


def test_open_postings_read_before_the_session_are_read_again() -> None:
    found = make_plan(Knowledge(complete()), FULL, NOW, open_since=NOW + timedelta(seconds=1))
    assert labels(found) == ["지금 열린 공고"]


def test_every_institution_is_asked_for_its_branches_the_longest_unasked_first() -> None:
    readings = complete() | {
        list_key(BRANCHES.name, branches_of("C0001")): read(timedelta(days=28)),
        list_key(BRANCHES.name, branches_of("C0002")): read(timedelta(days=27)),
        list_key(BRANCHES.name, branches_of("C0003")): read(timedelta(days=40)),
    }
    codes = ["C0001", "C0002", "C0003", "C0004"]
    assert [
        dict(step.filters)["instCd"] for step in plan(Knowledge(readings, codes)).steps if isinstance(step, ReadList)
    ] == [
        "C0004",
        "C0003",
        "C0001",
    ]


def test_a_new_year_needs_no_history_to_be_called_complete() -> None:
    later = datetime(2027, 1, 1, 0, 1, tzinfo=KST)
    found = plan(Knowledge(complete()), now=later)
    assert found.missing == ()
    assert {"2027년부터 시작한 공고", "2026년에 시작한 공고"} <= set(labels(found))


def test_a_store_that_was_filled_in_one_reading_lacks_no_year() -> None:
    assert plan(Knowledge({list_key(RECRUITMENT.name, EVERYTHING): read()})).missing == ()


# Calls


def test_calls_stay_for_the_open_postings_until_midnight() -> None:
    assert calls_to_keep(datetime(2026, 11, 22, 0, 0, tzinfo=KST), 1000) == 180
    assert calls_to_keep(datetime(2026, 11, 22, 23, 55, tzinfo=KST), 1000) == 1
    assert calls_to_keep(datetime(2026, 11, 22, 0, 0, tzinfo=KST), 100) == 50


def test_a_list_that_would_take_the_calls_of_the_open_postings_waits() -> None:
    keep = calls_to_keep(NOW, 1000)
    assert labels(plan(Knowledge(), {RECRUITMENT.name: Allowance(keep, 1000)}))[:3] == [
        "지금 열린 공고",
        "공공기관",
        "공공시설",
    ]
    assert "2025년에 시작한 공고" in labels(plan(Knowledge(), {RECRUITMENT.name: Allowance(keep + 1, 1000)}))


def test_an_operation_without_calls_has_no_step() -> None:
    spent = {operation.name: Allowance(0, 1000) for operation in OPERATIONS}
    known = Knowledge({}, ["C0001"], details((1, -3, 3, None, -3, False)))
    assert plan(known, spent).steps == ()


def test_no_more_details_are_planned_than_calls_are_left() -> None:
    known = Knowledge(complete(), (), details(*((number, -3, 3, None, -3, False) for number in range(1, 50))))
    (step,) = plan(known, {RECRUITMENT_DETAIL.name: Allowance(7, 1000)}).steps
    assert isinstance(step, ReadDetails)
    assert step.numbers == (49, 48, 47, 46, 45, 44, 43)


def test_the_first_history_takes_hardly_more_calls_than_it_must() -> None:
    days = (NOW.date() - FIRST_DATE).days
    known = {}
    for window in windows(NOW):
        length = ((window.last or NOW.date()) - (window.first or date(2018, 6, 30))).days + 1
        known[list_key(RECRUITMENT.name, window.filters)] = read(timedelta(days=8), round(113_000 * length / days))
    steps = plan(Knowledge(known)).steps
    calls = sum(step.calls for step in steps if step.operation == RECRUITMENT and "시작한" in step.label)
    assert calls <= 1.15 * 113


def test_the_days_follow_from_the_largest_backlog() -> None:
    known = Knowledge(complete(), (), details(*((number, -30, -2, None, -30, False) for number in range(1, 2502))))
    found = plan(known, {RECRUITMENT_DETAIL.name: Allowance(500, 1000)})
    assert (found.backlog, found.days) == ({RECRUITMENT_DETAIL.name: 2501}, 4)


def test_at_first_the_details_of_postings_not_yet_listed_are_estimated() -> None:
    found = plan(Knowledge())
    assert 110_000 < found.backlog[RECRUITMENT_DETAIL.name] < 140_000
    assert 110 < found.days < 140
    assert len(found.missing) == len(windows(NOW))


# Details


def test_details_are_asked_in_the_order_of_what_readers_need() -> None:
    found = due_details(
        details(
            (1, -400, -390, -380, -400, True),  # closed, a year ago: rotates
            (2, -20, -10, None, -20, False),  # closed, never asked
            (3, -60, -40, -50, -60, False),  # closed, results are due
            (4, -3, 3, None, -3, False),  # open, never asked
            (5, -3, 3, -2, -1, False),  # open, changed since
            (6, -3, 3, -2, -3, False),  # open, as it was
            (7, 2, 9, None, -1, False),  # not open yet
            (8, -60, -40, -50, -60, True),  # closed, results are there
            (9, -9, 20, -7, -9, False),  # open, a week ago
        ),
        NOW,
    )
    assert found.tolist() == [9, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("days", RESULT_DAYS)
def test_results_are_asked_for_again_at_growing_intervals(days: int) -> None:
    for closed, expected in ((days - 1, 0), (days, 1)):
        asked = (7, -closed - 14, -closed, -(closed - days) - 1, -closed - 14, False)
        assert due_details(details(asked), NOW).size == expected


def slowly_due(rows: Details) -> list[int]:
    today = np.datetime64(NOW.date(), "D")
    ranked = []
    for number, start, end, asked, changed, has_results in zip(
        rows.numbers, rows.starts, rows.ends, rows.asked_at, rows.changed_at, rows.has_results, strict=True
    ):
        never = np.isnat(asked)
        day = None if never else (asked + np.timedelta64(9, "h")).astype("datetime64[D]")
        age = None if day is None else int((today - day).astype(int))
        if start <= today <= end and (never or changed > asked or age >= 7):
            ranked.append((1, -int(end.astype(int)), -number))
        elif end < today and never:
            ranked.append((3, -int(end.astype(int)), -number))
        elif end < today:
            past = [end + np.timedelta64(days, "D") for days in RESULT_DAYS if end + np.timedelta64(days, "D") <= today]
            if past and day < past[-1] and not has_results:
                ranked.append((2, -int(end.astype(int)), -number))
            elif age >= 365:
                ranked.append((4, int(day.astype(int)), -number))
    return [-number for _, _, number in sorted(ranked)]


DAY = st.integers(-900, 40)
ROW = st.tuples(DAY, st.integers(0, 400), st.none() | st.integers(-900, 0), DAY, st.booleans())


@given(st.lists(ROW, max_size=30))
def test_the_order_of_details_is_that_of_the_obvious_way(rows: list[tuple[int, int, int | None, int, bool]]) -> None:
    known = details(
        *(
            (number, start, start + length, asked, changed, has)
            for number, (start, length, asked, changed, has) in enumerate(rows, 1)
        )
    )
    assert due_details(known, NOW).tolist() == slowly_due(known)


def test_facilities_are_asked_when_new_or_changed_or_after_three_months() -> None:
    found = due_facility_details(
        details(
            (1, 0, 0, -91, -200, False),
            (2, 0, 0, -89, -200, False),
            (3, 0, 0, None, -1, False),
            (4, 0, 0, -5, -1, False),
            (5, 0, 0, -120, -200, False),
        ),
        NOW,
    )
    assert found.tolist() == [3, 4, 5, 1]
    assert [
        step.operation for step in plan(Knowledge(complete(), (), None, details((1, 0, 0, None, 0, False)))).steps
    ] == [FACILITY_DETAIL]
