"""Passages marked in a text."""

from dashboard.posting.passages import marked, numbered

TEXT = "○ 간호사 면허 소지자\n<b>1년</b> 이상 [근무]"


def test_passages_are_numbered_in_the_order_of_the_text_and_those_that_overlap_are_one() -> None:
    marks, numbers = numbered([(10, 12), (2, 5), (4, 8)])
    assert marks == [(2, 8), (10, 12)]
    assert numbers == [2, 1, 1]


def test_a_passage_is_marked_with_its_number_and_all_else_stays_letter_by_letter() -> None:
    place = TEXT.index("간호사"), TEXT.index(" 소지자")
    told = marked(TEXT, [place])
    assert ":orange-background[간호사 면허] **1** " in told
    assert "\\<b\\>" in told or "&lt;b" in told
    assert "  \n" in told


def test_a_mark_does_not_run_over_the_end_of_a_line() -> None:
    told = marked("가나\n다라", [(0, 5)])
    assert told == ":orange-background[가나]  \n:orange-background[다라] **1** "


def test_a_text_without_passages_is_itself() -> None:
    assert numbered([]) == ([], [])
    assert marked("가나다", []) == "가나다"
