"""Passages: short, on one line, with what matched."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.search.letters import composed
from dashboard.search.passages import LONGEST_PASSAGE, Passage, find_passages
from dashboard.search.query import parse


def passages(text: str, **texts: str | None) -> list[Passage]:
    return find_passages(parse(text, {}), texts)


def marked(passage: Passage) -> list[str]:
    return [passage.text[first:last] for first, last in passage.marks]


def test_a_short_text_is_shown_whole() -> None:
    (passage,) = passages("간호사", eligibility="간호사 면허\n소지자")
    assert passage == Passage("eligibility", "간호사 면허 소지자", ((0, 3),), False, False)


def test_a_mark_covers_the_blank_a_word_runs_over() -> None:
    (passage,) = passages("간호조무사", eligibility="ㅇ 간호 조무사 자격")
    assert marked(passage) == ["간호 조무사"]


def test_overlapping_marks_are_one() -> None:
    (passage,) = passages("간호사 간호", eligibility="간호사")
    assert passage.marks == ((0, 3),)


def test_a_long_text_is_cut_around_the_marks() -> None:
    (passage,) = passages("면허", eligibility="가나 " * 100 + "간호사 면허 소지자 " + "다라 " * 100)
    assert len(passage.text) == LONGEST_PASSAGE
    assert marked(passage) == ["면허"]
    assert passage.starts_within
    assert passage.ends_within


def test_the_place_with_most_of_the_words_is_shown() -> None:
    (passage,) = passages("간호사 면허", eligibility="간호사 " + "가나 " * 100 + "간호사 면허")
    assert marked(passage) == ["간호사", "면허"]


def test_texts_without_a_match_and_excluded_words_give_nothing() -> None:
    assert passages("간호사 -면허", eligibility="면허", preference=None, title="직원") == []


def test_marks_stand_right_where_letters_are_composed_or_widened() -> None:
    (passage,) = passages("각종 lh", eligibility="㎡ \u1100\u1161\u11a8종 ＬＨ")
    assert marked(passage) == ["각종", "ＬＨ"]


@given(
    query=st.text('간호사 "-it', max_size=12) | st.text(max_size=50),
    text=st.text("간호사 \n.itＩ㎡", max_size=400) | st.text(max_size=300),
)
def test_any_text_gives_pieces_of_itself_with_marks_inside(query: str, text: str) -> None:
    line = "".join(" " if letter.isspace() else letter for letter in composed(text))
    for passage in passages(query, eligibility=text):
        assert len(passage.text) <= LONGEST_PASSAGE
        assert passage.text in line
        assert passage.marks
        edges = [edge for mark in passage.marks for edge in mark]
        assert edges == sorted(set(edges))
        assert edges[0] >= 0 and edges[-1] <= len(passage.text)
