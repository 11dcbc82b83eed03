"""What may be counted over time: postings that start on days read whole, and no other."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measures import flow
from dashboard.measures.breakdown import break_down, break_down_by_month
from dashboard.selection.index import Found, History, PostingIndex
from dashboard.selection.selection import Selection
from data_loader.coverage import EVERY_DAY, FIRST_DAY, DaySpan, ReadDays
from tests.dashboard.conftest import NAMES, choose, postings

TODAY = date(2026, 7, 30)
YEAR_2024 = DaySpan(date(2024, 1, 1), date(2024, 12, 31))
THIS_YEAR = DaySpan(date(2026, 1, 1), TODAY)
DAYS = st.dates(date(2018, 1, 1), date(2026, 9, 1))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(lambda pair: DaySpan(*sorted(pair))), max_size=3).map(ReadDays.of)


def index_with(read: ReadDays, *starts: date, length: int = 10) -> PostingIndex:
    rows = [{"start_date": day, "end_date": day + timedelta(days=length), "headcount": 2} for day in starts]
    return PostingIndex(postings(*rows), NAMES, TODAY, read_days=read)


def in_months(days: list[date], first: int, months: int) -> list[int]:
    numbers = [flow.month_number(day) for day in days]
    return [numbers.count(month) for month in range(first, first + months)]


def test_where_everything_was_read_what_is_found_is_a_history_itself() -> None:
    found = index_with(EVERY_DAY, TODAY).find(Selection())
    assert found.history is found.population is found


def test_days_read_up_to_yesterday_are_everything_there_was_to_read() -> None:
    yesterday = TODAY - timedelta(days=1)
    index = index_with(ReadDays((DaySpan(date.min, yesterday),)), yesterday)
    assert isinstance(index.find(Selection()), History)
    assert index.until == yesterday


@given(read=SPANS, starts=st.lists(DAYS, max_size=12))
def test_a_history_holds_the_postings_of_days_read_and_no_other(read: ReadDays, starts: list[date]) -> None:
    index = index_with(read, *starts)
    history = index.find(Selection()).history
    if history is index.find(Selection()):
        assert read.is_whole(FIRST_DAY, index.until)
        return
    expected = [day for day in starts if FIRST_DAY <= day <= index.until and read.is_whole(day, day)]
    assert history.count == len(expected)
    assert history.headcount == 2 * len(expected)


@given(read=SPANS, starts=st.lists(DAYS, max_size=12))
def test_a_month_is_a_number_where_it_was_read_whole_and_else_unknown(read: ReadDays, starts: list[date]) -> None:
    index = index_with(read, *starts)
    history = index.find(Selection()).history
    series = flow.monthly(history)
    is_whole = index.is_whole(Selection())
    known = in_months([day for day in starts if is_whole or day <= index.until], series.first, len(series.months))
    for place, value in enumerate(series.postings.tolist()):
        begin = date(1970 + (series.first + place) // 12, (series.first + place) % 12 + 1, 1)
        end = min((begin + timedelta(days=31)).replace(day=1) - timedelta(days=1), index.until)
        if is_whole or read.is_whole(max(begin, FIRST_DAY), end):
            assert value == known[place]
        else:
            assert np.isnan(value)
    sums = flow.trailing_sum(series.complete("postings"))
    for place, value in enumerate(sums.tolist()):
        window = series.postings[max(0, place - 11) : place + 1]
        is_known = len(window) == 12 and np.isfinite(window).all()
        assert value == window.sum() if is_known else np.isnan(value)


def test_a_year_is_compared_with_the_one_before_only_where_both_were_read() -> None:
    read = ReadDays((DaySpan(date(2022, 1, 1), date(2023, 12, 31)), DaySpan(date(2025, 1, 1), TODAY)))
    starts = [date(year, 3, 1) for year in (2018, 2022, 2023, 2023, 2024, 2025)]
    counted = flow.year_on_year(index_with(read, *starts).find(Selection()).history, "postings")
    assert counted["years"].tolist() == [2022, 2023, 2024, 2025]
    assert counted["all"][[0, 1, 3]].tolist() == [1, 2, 1]
    assert np.isnan(counted["all"][2])
    assert counted["same_before"][1] == 1
    assert np.isnan(counted["same_now"][2:]).all()


def test_months_by_facet_are_unknown_where_they_were_not_read() -> None:
    history = index_with(ReadDays((THIS_YEAR,)), date(2025, 12, 5), date(2026, 1, 5)).find(Selection()).history
    first = flow.month_number(date(2025, 12, 1))
    table = break_down_by_month(history, "hire", "postings", first, first + 1)
    assert np.isnan(table[0]).all()
    assert table[1].sum() == 1


def test_a_history_with_other_codes_stays_one() -> None:
    found = index_with(ReadDays((THIS_YEAR,)), date(2020, 5, 5), date(2026, 1, 5)).find(choose(status="closed"))
    assert (found.count, found.history.count) == (2, 1)
    assert found.history.with_codes("status").count == 1


def test_facets_of_a_history_are_counted_over_it() -> None:
    found = index_with(ReadDays((THIS_YEAR,)), date(2020, 5, 5), date(2026, 1, 5)).find(Selection())
    assert found.history.counts_of("status").sum() == 1
    assert break_down(found.history, "hire", "postings").total == 1


@pytest.mark.parametrize(
    ("read", "selection", "counted"),
    [
        (ReadDays(), Selection(), 2),
        (ReadDays(), choose(status="open"), 2),
        (ReadDays(), choose(status="closed"), 0),
        (ReadDays((THIS_YEAR,)), Selection(), 2),
        (ReadDays((THIS_YEAR,)), choose(status="open"), 2),
        (ReadDays((YEAR_2024,)), Selection(), 1),
        (ReadDays((YEAR_2024,)), Selection(start_from=date(2026, 1, 1)), 1),
        (ReadDays((THIS_YEAR,)), Selection(start_from=date(2024, 1, 1), start_to=date(2024, 12, 31)), 0),
        (EVERY_DAY, Selection(), 4),
    ],
)
def test_a_breakdown_counts_days_read_or_what_is_open(read: ReadDays, selection: Selection, counted: int) -> None:
    rows = [
        {"start_date": date(2018, 10, 4), "end_date": date(2026, 12, 31)},
        {"start_date": date(2024, 3, 1), "end_date": date(2024, 3, 9)},
        {"start_date": date(2026, 3, 1), "end_date": date(2026, 3, 9)},
        {"start_date": date(2026, 7, 28), "end_date": date(2026, 8, 10)},
    ]
    found = PostingIndex(postings(*rows), NAMES, TODAY, read_days=read).find(selection)
    assert found.population.count == counted


def test_of_the_last_year_nothing_is_known_where_a_day_of_it_was_not_read() -> None:
    starts = [TODAY - timedelta(days=364), TODAY]
    late = ReadDays((DaySpan(TODAY - timedelta(days=363), TODAY),))
    assert index_with(late, *starts).find(Selection()).history.last_year is None
    whole = ReadDays((DaySpan(TODAY - timedelta(days=364), TODAY),))
    rows = index_with(whole, *starts).find(Selection()).history.last_year
    assert rows is not None
    assert len(rows) == 2


def test_what_found_is_keeps_its_kind() -> None:
    index = index_with(ReadDays((THIS_YEAR,)), TODAY)
    assert type(index.find(Selection())) is Found
    assert type(index.find(Selection(start_from=date(2026, 2, 1)))) is History
