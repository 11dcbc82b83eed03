"""The headline numbers."""

from datetime import date, timedelta

from dashboard.languages import speaking
from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import Selection
from dashboard.ui.cards import _headline
from data_loader.coverage import DaySpan, ReadDays
from tests.dashboard.conftest import NAMES, TODAY, Row, choose, index_of, postings


def open_for(days: int, end: date, count: int = 1, **more: object) -> list[Row]:
    return [{"start_date": end - timedelta(days=days), "end_date": end, "headcount": 3, **more}] * count


def values(index: PostingIndex, selection: Selection) -> list[tuple[str, str | None]]:
    return [(card.value, card.change) for card in _headline(index.find(selection))]


def test_the_four_numbers_are_those_of_today_and_of_seven_days() -> None:
    rows = [*open_for(20, TODAY), *open_for(10, TODAY + timedelta(days=7)), *open_for(6, TODAY - timedelta(days=1))]
    assert values(index_of(*rows), Selection()) == [("2건", None), ("6명", None), ("1건", None), ("1건", None)]


def test_the_change_is_on_the_same_days_52_weeks_ago() -> None:
    rows = open_for(3, TODAY, 33) + open_for(3, TODAY - timedelta(days=364), 40)
    assert values(index_of(*rows), Selection()) == [
        ("33건", "-7건"),
        ("99명", None),
        ("33건", "-7건"),
        ("33건", "-7건"),
    ]


def test_a_small_year_before_is_not_compared() -> None:
    rows = open_for(3, TODAY, 33) + open_for(3, TODAY - timedelta(days=364), 29)
    assert {delta for _, delta in values(index_of(*rows), Selection())} == {None}


def test_a_span_the_reader_cut_is_not_compared() -> None:
    index = index_of(*open_for(3, TODAY, 33), *open_for(3, TODAY - timedelta(days=364), 40))
    for selection in (Selection(start_from=date(2019, 1, 1)), Selection(start_to=TODAY)):
        assert {delta for _, delta in values(index, selection)} == {None}


def test_a_choice_of_status_changes_nothing() -> None:
    index = index_of(*open_for(3, TODAY, 33), *open_for(3, TODAY - timedelta(days=364), 40))
    for status in ("open", "closed", "upcoming"):
        assert values(index, choose(status=status)) == values(index, Selection())


def test_every_card_has_half_a_year_of_weeks() -> None:
    assert [len(card.trend) for card in _headline(index_of({}).find(Selection()))] == [26] * 4


def test_where_the_week_was_not_read_only_what_is_open_of_it_is_counted() -> None:
    rows = [*open_for(3, TODAY, 2), *open_for(20, TODAY), *open_for(3, TODAY - timedelta(days=1), 5)]
    cards = _headline(PostingIndex(postings(*rows), NAMES, TODAY, read_days=ReadDays()).find(Selection()))
    assert [(card.value, card.change, card.trend) for card in cards] == [
        ("3건", None, []), ("9명", None, []), ("2건", None, []), ("3건", None, []),
    ]  # fmt: skip
    assert cards[2].label == "최근 7일 새로 시작"


def test_where_a_week_was_read_it_is_counted_with_the_weeks_read_before_it() -> None:
    rows = [*open_for(3, TODAY, 2), *open_for(3, TODAY - timedelta(days=1), 5)]
    read = ReadDays((DaySpan(TODAY - timedelta(days=20), TODAY),))
    new = _headline(PostingIndex(postings(*rows), NAMES, TODAY, read_days=read).find(Selection()))[2]
    assert (new.label, new.value, new.change, new.trend) == ("최근 7일 새 공고", "7건", None, [0, 0, 7])


def test_the_cards_speak_english() -> None:
    index = index_of(*open_for(20, TODAY), {"start_date": TODAY + timedelta(days=1), "end_date": TODAY})
    with speaking("en"):
        cards = _headline(index.find(Selection()))
    assert [(card.label, card.value) for card in cards][:2] == [
        ("Open postings", "1"),
        ("Openings now", "3"),
    ]
    assert cards[2].note == f"Postings that started from {TODAY - timedelta(days=6)} to {TODAY}."
