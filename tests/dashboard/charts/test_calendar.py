"""The calendar of deadlines counts what is open, by its last day."""

from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.calendar import deadlines
from dashboard.languages import speaking
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from tests.dashboard.charts.conftest import assert_english
from tests.dashboard.conftest import index_of

# A Wednesday.
TODAY = date(2025, 11, 5)


def ending(day: date) -> dict[str, Any]:
    return {"start_date": date(2025, 11, 1), "end_date": day, "headcount": 2}


def test_each_day_shows_the_postings_that_close_on_it() -> None:
    rows = [ending(date(2025, 11, 5)), ending(date(2025, 11, 10)), ending(date(2025, 11, 10))]
    chart = deadlines(index_of(*rows, today=TODAY).find(Selection()))
    counted = chart.table().set_index("마감일")
    assert counted.loc[date(2025, 11, 5), "공고(건)"] == 1
    assert counted.loc[date(2025, 11, 10), ["공고(건)", "모집인원(명)"]].tolist() == [2, 4]
    assert chart.sentence == "2025-11-10(월)에 2건이 마감해 가장 많다(접수 중인 공고의 66.7%)."


def test_days_that_are_over_stay_empty_and_closed_postings_do_not_count() -> None:
    rows = [ending(date(2025, 11, 4)), ending(date(2025, 11, 6))]
    grid = deadlines(index_of(*rows, today=TODAY).find(Selection())).figure["data"][0]["z"]
    assert grid[0] == [None, None, 0, 1, 0, 0, 0]


def test_what_closes_after_five_weeks_is_said_to_be_left_out() -> None:
    chart = deadlines(index_of(ending(date(2026, 12, 31)), today=TODAY).find(Selection()))
    assert chart.sentence == "다섯 주 안에 마감하는 공고가 없다."
    assert "1건은 뺌" in chart.unit


def test_without_an_open_posting_it_says_so() -> None:
    chart = deadlines(index_of(ending(date(2025, 11, 2)), today=TODAY).find(Selection()))
    assert chart.sentence == "접수 중인 공고가 없다."
    go.Figure(chart.figure)


def test_days_that_share_the_most_are_not_told_as_one() -> None:
    rows = [ending(date(2025, 11, 6)), ending(date(2025, 11, 7))]
    assert deadlines(index_of(*rows, today=TODAY).find(Selection())).sentence.startswith(
        "2025-11-06(목)를 비롯한 2일에"
    )


def test_it_speaks_english(found: Found) -> None:
    assert_english(lambda: deadlines(found))
    with speaking("en"):
        (heat,) = deadlines(found).figure["data"]
    assert heat["x"] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
