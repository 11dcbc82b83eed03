"""Hiring over time, against slow versions and at the edges."""

import math
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures import flow
from dashboard.measures.breakdown import Weight
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from tests.dashboard.conftest import ANY_ROWS, TODAY, Row, choose, index_of, selections

COUNTS = st.lists(st.integers(0, 500), max_size=80).map(lambda values: np.array(values, float))
WEIGHTS: list[Weight] = ["postings", "headcount"]


def everything(*rows: Row, today: date = TODAY) -> Found:
    return index_of(*rows, today=today).find(Selection())


def starting(*days: str, headcount: int = 1) -> Found:
    dates = [date.fromisoformat(day) for day in days]
    return everything(*({"start_date": day, "end_date": day, "headcount": headcount} for day in dates))


def rows_of(found: Found) -> list[Row]:
    table = found.index.table.to_pylist()
    return [table[number] for number in found.rows]


def size(rows: list[Row], weight: Weight) -> int:
    return len(rows) if weight == "postings" else sum(row["headcount"] or 0 for row in rows)


# Months


@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections())
def test_months_equal_counting_posting_by_posting(rows: list[Row], selection: Selection) -> None:
    found = index_of(*rows).find(selection)
    series = flow.monthly(found)
    inside = [row for row in rows_of(found) if date(2018, 7, 1) <= row["start_date"] < date(2025, 12, 1)]
    for name, postings, headcount in zip(series.months, series.postings, series.headcount, strict=True):
        of_month = [row for row in inside if f"{row['start_date']:%Y-%m}" == name]
        assert (postings, headcount) == (len(of_month), size(of_month, "headcount"))
    assert series.postings.sum() == len(inside)
    assert series.left_out == found.count - len(inside)


def test_months_go_from_the_first_posting_to_today_without_a_gap() -> None:
    series = flow.monthly(starting("2025-08-31", "2025-10-01"))
    assert series.months == ["2025-08", "2025-09", "2025-10", "2025-11"]
    assert series.postings.tolist() == [1, 0, 1, 0]


def test_nothing_found_is_one_empty_month() -> None:
    series = flow.monthly(everything())
    assert (series.months, series.postings.tolist(), series.headcount.tolist()) == (["2025-11"], [0], [0])


def test_all_in_one_month_is_one_month() -> None:
    series = flow.monthly(starting("2025-11-01", "2025-11-03", headcount=5))
    assert (series.months, series.postings.tolist(), series.headcount.tolist()) == (["2025-11"], [2], [10])


def test_starts_before_the_service_and_after_this_month_are_left_out_and_counted() -> None:
    series = flow.monthly(starting("2018-06-30", "2018-07-01", "2025-11-30", "2025-12-01"))
    assert series.left_out == 2
    assert series.months[0] == "2018-07"
    assert series.postings.sum() == 2


@pytest.mark.parametrize(
    ("today", "is_complete"), [("2025-11-29", False), ("2025-11-30", True), ("2025-12-31", True), ("2024-02-28", False)]
)
def test_the_last_month_is_complete_on_its_last_day(today: str, is_complete: bool) -> None:
    series = flow.monthly(everything({}, today=date.fromisoformat(today)))
    assert series.is_last_complete == is_complete
    assert len(series.complete("postings")) == len(series.postings) - (not is_complete)
    assert len(series.complete("headcount")) == len(series.headcount) - (not is_complete)


@given(day=st.dates(date(1000, 1, 1), date(9998, 12, 31)))
def test_a_month_has_its_number_and_its_name(day: date) -> None:
    number = flow.month_number(day)
    assert flow.month_name(number) == day.isoformat()[:7]
    assert flow.month_number(day.replace(day=1) + timedelta(days=31)) == number + 1


def test_months_are_counted_from_1970() -> None:
    assert flow.month_number(date(1970, 1, 1)) == 0
    assert flow.month_name(flow.FIRST_MONTH) == "2018-07"


# Trailing sums and seasons


@given(values=COUNTS, months=st.integers(1, 14))
def test_a_trailing_sum_equals_adding_up(values: np.ndarray, months: int) -> None:
    sums = flow.trailing_sum(values, months)
    assert len(sums) == len(values)
    for position, found in enumerate(sums):
        if position < months - 1:
            assert math.isnan(found)
        else:
            assert found == values[position - months + 1 : position + 1].sum()


@pytest.mark.parametrize("length", [0, 1, 11])
def test_fewer_than_twelve_months_have_no_trailing_sum(length: int) -> None:
    sums = flow.trailing_sum(np.ones(length))
    assert len(sums) == length
    assert np.isnan(sums).all()


@given(values=COUNTS, first=st.integers(580, 600))
def test_a_seasonal_index_equals_averaging_year_by_year(values: np.ndarray, first: int) -> None:
    years: dict[int, list[float]] = {}
    for position, value in enumerate(values):
        years.setdefault((first + position) // 12, []).append(value)
    ratios = [[v / np.mean(year) for v in year] for year in years.values() if len(year) == 12 and sum(year) > 0]
    index, used = flow.seasonal_index(values, first)
    assert used == len(ratios)
    if used < 3:
        assert np.isnan(index).all()
    else:
        assert index == pytest.approx(np.mean(ratios, axis=0))
        assert index.mean() == pytest.approx(1)


def test_the_same_every_month_has_no_season() -> None:
    index, years = flow.seasonal_index(np.full(36, 7.0), 600)
    assert (index.tolist(), years) == ([1.0] * 12, 3)


def test_a_season_begins_in_january_whatever_month_the_series_begins_in() -> None:
    january = np.tile([23.0, *[1.0] * 11], 4)
    index, years = flow.seasonal_index(january[5:], 600 + 5)
    assert years == 3
    assert index[0] == pytest.approx(23 / (34 / 12))


def test_a_year_without_a_posting_is_no_year_of_the_season() -> None:
    index, years = flow.seasonal_index(np.concatenate([np.ones(36), np.zeros(12)]), 600)
    assert (index.tolist(), years) == ([1.0] * 12, 3)
    index, years = flow.seasonal_index(np.concatenate([np.ones(24), np.zeros(12)]), 600)
    assert np.isnan(index).all()
    assert years == 2


@pytest.mark.parametrize("length", [0, 1, 12, 24, 35])
def test_fewer_than_three_whole_years_have_no_season(length: int) -> None:
    index, years = flow.seasonal_index(np.ones(length), 600)
    assert np.isnan(index).all()
    assert years == length // 12


# Windows of days

DAYS = st.dates(date(2025, 6, 1), date(2025, 12, 31))
YEAR = timedelta(days=364)


@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections(DAYS), first=DAYS, length=st.integers(0, 40))
def test_windows_equal_asking_each_posting(rows: list[Row], selection: Selection, first: date, length: int) -> None:
    found = index_of(*rows).find(selection)
    last = first + timedelta(days=length)
    for window, column in ((flow.started_between, "start_date"), (flow.ending_between, "end_date")):
        now = [row for row in rows_of(found) if first <= row[column] <= last]
        before = [row for row in rows_of(found) if first - YEAR <= row[column] <= last - YEAR]
        assert window(found, first, last) == flow.Window(len(now), size(now, "headcount"), len(before))
    now = [row for row in rows_of(found) if row["start_date"] <= first <= row["end_date"]]
    before = [row for row in rows_of(found) if row["start_date"] <= first - YEAR <= row["end_date"]]
    assert flow.open_on(found, first) == flow.Window(len(now), size(now, "headcount"), len(before))


@settings(max_examples=15)
@given(rows=ANY_ROWS, day=DAYS, weeks=st.integers(1, 30))
def test_open_by_week_equals_asking_each_week(rows: list[Row], day: date, weeks: int) -> None:
    found = everything(*rows)
    days = [day - timedelta(days=7 * back) for back in range(weeks - 1, -1, -1)]
    for weight in WEIGHTS:
        slow = [
            size([row for row in rows_of(found) if row["start_date"] <= d <= row["end_date"]], weight) for d in days
        ]
        assert flow.open_by_week(found, day, weeks, weight) == slow


@settings(max_examples=15)
@given(rows=ANY_ROWS, last=DAYS, weeks=st.integers(1, 30))
def test_starts_and_ends_by_week_equal_asking_each_week(rows: list[Row], last: date, weeks: int) -> None:
    found = everything(*rows)
    edges = [last - timedelta(days=7 * back) for back in range(weeks, -1, -1)]
    for by_week, column in ((flow.started_by_week, "start_date"), (flow.ended_by_week, "end_date")):
        slow = [sum(after < row[column] <= upto for row in rows_of(found)) for after, upto in pairwise(edges)]
        assert by_week(found, last, weeks) == slow


def test_the_ends_of_a_window_are_included() -> None:
    found = starting("2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", headcount=2)
    assert flow.started_between(found, date(2025, 10, 2), date(2025, 10, 3)) == flow.Window(2, 4, 0)
    assert flow.ending_between(found, date(2025, 10, 4), date(2025, 10, 4)) == flow.Window(1, 2, 0)


def test_a_year_before_is_the_same_weekday_52_weeks_before() -> None:
    day = date(2025, 11, 3)
    assert (day - YEAR).weekday() == day.weekday()
    assert flow.started_between(starting("2024-11-04"), day, day) == flow.Window(0, 0, 1)


def test_a_posting_of_one_day_is_open_on_that_day_only() -> None:
    found = starting("2025-10-27")
    assert [flow.open_on(found, date(2025, 10, day)).postings for day in (26, 27, 28)] == [0, 1, 0]
    assert flow.open_by_week(found, date(2025, 11, 3), 3) == [0, 1, 0]


def test_nothing_found_is_open_never() -> None:
    found = everything()
    assert flow.open_on(found, TODAY) == flow.Window(0, 0, 0)
    assert flow.open_by_week(found, TODAY, 4) == [0] * 4
    assert flow.started_by_week(found, TODAY, 4) == [0] * 4


@pytest.mark.parametrize(
    ("last", "month", "is_complete"),
    [(date(2024, 6, 30), "2024-06", True), (date(2024, 6, 20), "2024-06", False), (date(2030, 1, 1), "2025-11", False)],
)
def test_the_months_end_with_the_last_day_chosen(last: date, month: str, is_complete: bool) -> None:
    found = index_of({"start_date": date(2024, 5, 2)}).find(Selection(start_to=last))
    series = flow.monthly(found)
    assert (series.months[-1], series.is_last_complete) == (month, is_complete)


# Years


@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections(), today=st.sampled_from([TODAY, date(2021, 1, 1), date(2026, 12, 31)]))
def test_years_equal_adding_up_institution_by_institution(rows: list[Row], selection: Selection, today: date) -> None:
    found = index_of(*rows, today=today).find(selection)
    first, last = selection.start_from or date.min, selection.start_to or date.max
    whole = [year for year in range(2019, today.year) if first <= date(year, 1, 1) and date(year, 12, 31) <= last]
    by_year: dict[int, dict[str, list[Row]]] = {year: {} for year in whole}
    for row in rows_of(found):
        if row["start_date"].year in by_year:
            by_year[row["start_date"].year].setdefault(row["institution_code"], []).append(row)
    for weight in WEIGHTS:
        totals = flow.year_on_year(found, weight)
        assert totals["years"].tolist() == list(by_year)
        assert totals["all"].tolist() == [sum(size(rows, weight) for rows in of.values()) for of in by_year.values()]
        for position, (before, now) in enumerate(pairwise(by_year.values()), 1):
            both = before.keys() & now.keys()
            assert totals["same_before"][position] == sum(size(before[code], weight) for code in both)
            assert totals["same_now"][position] == sum(size(now[code], weight) for code in both)
        assert np.isnan(totals["same_before"][:1]).all()
        assert np.isnan(totals["same_now"][:1]).all()


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2022, 1, 1), None, [2022, 2023, 2024]),
        (date(2022, 1, 2), None, [2023, 2024]),
        (None, date(2020, 12, 31), [2019, 2020]),
        (None, date(2020, 12, 30), [2019]),
        (date(2022, 3, 1), date(2022, 9, 30), []),
    ],
)
def test_a_year_cut_by_the_days_chosen_is_left_out(first: date | None, last: date | None, years: list[int]) -> None:
    days = Selection(start_from=first, start_to=last)
    found = index_of({"start_date": date(2022, 5, 2)}).find(days)
    assert flow.year_on_year(found, "postings")["years"].tolist() == years


def test_an_institution_new_this_year_is_in_all_but_not_in_the_same() -> None:
    old = {"institution_code": "C0001", "end_date": date(2026, 1, 1), "headcount": 10}
    new = {**old, "institution_code": "C0002", "headcount": 90, "start_date": date(2024, 5, 1)}
    found = everything({**old, "start_date": date(2023, 5, 1)}, {**old, "start_date": date(2024, 5, 1)}, new)
    totals = flow.year_on_year(found, "headcount")
    assert totals["years"].tolist()[-2:] == [2023, 2024]
    assert totals["all"].tolist()[-2:] == [10, 100]
    assert (totals["same_before"][-1], totals["same_now"][-1]) == (10, 10)


def test_an_institution_that_posts_without_a_headcount_posted_all_the_same() -> None:
    days = ({"start_date": date(year, 3, 2), "headcount": count} for year, count in ((2023, None), (2024, 5)))
    totals = flow.year_on_year(everything(*days), "headcount")
    assert (totals["same_before"][-1], totals["same_now"][-1]) == (0, 5)


@pytest.mark.parametrize("year", [2018, 2019])
def test_before_the_first_whole_year_is_over_there_are_no_years(year: int) -> None:
    found = everything({"start_date": date(2018, 9, 1)}, today=date(year, 12, 31))
    assert all(len(values) == 0 for values in flow.year_on_year(found, "postings").values())


def test_the_running_year_is_left_out() -> None:
    assert flow.year_on_year(starting("2025-01-02"), "postings")["all"].sum() == 0


def test_the_real_list_has_its_months(real_index: PostingIndex) -> None:
    found = real_index.find(Selection())
    series = flow.monthly(found)
    assert series.months[-1] == "2025-11"
    assert series.postings.sum() + series.left_out == 379
    assert flow.open_on(found, TODAY).postings == 379
    regular = real_index.find(choose(hire="R1010"))
    assert flow.open_by_week(regular, TODAY)[-1] == 75
    assert flow.open_by_week(regular, TODAY, weight="headcount")[-1] == regular.headcount
