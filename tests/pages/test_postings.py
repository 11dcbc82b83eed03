"""채용공고: the list, its order and pages, the way to one posting, the calendar."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.search.building import build
from dashboard.ui.listing import ROWS_PER_PAGE
from data_loader.snapshot import open_current
from tests.pages.reader import address, charts, checked, data_in, find, listed, open_page, said, selection_line, table


def counts(column: pd.Series) -> pd.Series:
    return column.str.replace(",", "").astype(float)


def test_the_list_shows_fifty_postings_newest_first(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "postings")
    shown = listed(app)
    assert len(shown) == ROWS_PER_PAGE
    newest = data_in(sample_dir).postings.table.slice(0, ROWS_PER_PAGE).column("title").to_pylist()
    assert shown["공고 제목"].tolist() == newest


def test_the_next_page_goes_on_where_the_first_ends(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "postings", page="2")
    titles = data_in(sample_dir).postings.table.slice(ROWS_PER_PAGE, ROWS_PER_PAGE).column("title").to_pylist()
    assert listed(app)["공고 제목"].tolist() == titles


def test_turning_the_page_goes_into_the_address_and_a_filter_back_to_the_first(app: AppTest) -> None:
    open_page(app, "postings")
    checked(app.get("pagination")[0].set_value(3).run())
    assert address(app) == {"page": "3"}
    checked(app.multiselect(key="filter_region").set_value(["R3010"]).run())
    assert address(app) == {"region": "seoul"}


@pytest.mark.parametrize(
    ("page", "first_row"), [("-1", 0), ("0", 0), ("abc", 0), ("٣", 0), ("1" * 30, 0), ("9999", -1)]
)
def test_a_page_that_does_not_exist_is_the_nearest_one(
    app: AppTest, sample_dir: Path, page: str, first_row: int
) -> None:
    open_page(app, "postings", page=page)
    titles = data_in(sample_dir).postings.table.column("title").to_pylist()
    first_row = first_row if first_row >= 0 else (len(titles) - 1) // ROWS_PER_PAGE * ROWS_PER_PAGE
    assert listed(app)["공고 제목"].tolist()[0] == titles[first_row]


def test_the_closing_order_begins_with_the_nearest_deadline(app: AppTest) -> None:
    open_page(app, "postings", sort="closing", status="open")
    assert listed(app)["마감일"].is_monotonic_increasing


def test_the_headcount_order_begins_with_the_largest(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "postings", sort="headcount")
    shown = counts(listed(app)["인원(명)"])
    assert shown.is_monotonic_decreasing
    assert shown.iloc[0] == data_in(sample_dir).postings.headcount.max()


def test_the_order_by_competition_shows_the_ratios_and_what_they_rest_on(app: AppTest) -> None:
    open_page(app, "postings", sort="competition")
    shown = counts(listed(app)["경쟁률"])
    assert shown.is_monotonic_decreasing
    assert shown.notna().all()
    assert "건이 경쟁률 높은 것부터 먼저 나오고" in said(app)
    open_page(app, "postings", sort="newest")
    assert "경쟁률" not in listed(app)


def test_a_search_shows_where_the_words_stand(app: AppTest, sample_dir: Path) -> None:
    build(open_current(sample_dir))
    open_page(app, "postings", q="결격사유")
    places = listed(app)["찾은 곳"].replace("", None).dropna()
    assert len(places)
    assert all("【" in place for place in places)


def test_the_order_is_chosen_from_a_list(app: AppTest) -> None:
    open_page(app, "postings")
    checked(app.selectbox(key="choice_sort").set_value("closing").run())
    assert address(app) == {"sort": "closing"}


def test_the_download_says_how_many_it_holds(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "postings", region="busan")
    count = find(sample_dir, region="busan").count
    labels = [button.label for button in app.get("download_button")]
    assert labels == [f"CSV({count:,}건)", "엑셀", "마감 달력"]


def test_the_calendar_shows_deadlines(app: AppTest) -> None:
    open_page(app, "postings", view="calendar")
    assert charts(app) == {"deadlines"}
    assert table(app, "마감일", "요일")["마감일"].is_monotonic_increasing


# One posting: the way to it and back


def posting_id(folder: Path, row: int = 0) -> int:
    return int(data_in(folder).postings.posting_ids[row])


def test_one_button_leads_back_to_the_list(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "postings", posting=str(posting_id(sample_dir)), region="busan")
    (back,) = [button for button in app.button if button.label == "목록으로"]
    checked(back.click().run())
    assert address(app) == {"region": "busan"}
    assert "부산" in selection_line(app)


def test_another_filter_leads_back_to_the_list(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "postings", posting=str(posting_id(sample_dir)))
    checked(app.multiselect(key="filter_region").set_value(["R3010"]).run())
    assert address(app) == {"region": "seoul"}
    assert len(listed(app)) == ROWS_PER_PAGE


@pytest.mark.parametrize("number", ["abc", "1", "-5", "9" * 15, "9" * 40, "<b>", "0"])
def test_a_posting_that_is_not_there_is_told_above_the_list(app: AppTest, number: str) -> None:
    open_page(app, "postings", posting=number)
    assert f"공고번호 {number[:20]}인 공고가 이 자료에 없습니다." in said(app)
    assert len(listed(app)) == ROWS_PER_PAGE


def test_the_days_left_are_counted_from_the_day_of_the_sample(app: AppTest, sample_dir: Path) -> None:
    assert data_in(sample_dir).today == date(2026, 11, 20)
    open_page(app, "postings", status="open", sort="closing")
    first = listed(app).iloc[0]
    days = (date.fromisoformat(first["마감일"]) - date(2026, 11, 20)).days
    assert first["마감"] == ("D-day" if days == 0 else f"D-{days}")


def test_choices_that_are_seldom_made_are_drawn_when_opened(app: AppTest) -> None:
    open_page(app, "postings")
    assert not [box for box in app.multiselect if box.label == "학력"]
    app.session_state["more_filters"] = True
    checked(app.run())
    assert [box for box in app.multiselect if box.label == "학력"]
    checked(app.number_input(key="filter_min").set_value(10).run())
    assert address(app) == {"min": "10"}
    assert (counts(listed(app)["인원(명)"]) >= 10).all()
    app.session_state["more_days"] = True
    checked(app.run())
    checked(app.date_input(key="filter_from").set_value(date(2024, 1, 1)).run())
    assert address(app) == {"from": "2024-01", "min": "10"}
