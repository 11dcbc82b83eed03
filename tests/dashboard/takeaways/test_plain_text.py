"""Text of unknown origin among our own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.takeaways.plain_text import one_line
from tests.dashboard.takeaways.conftest import CONTROL, LONG, TURNED


def test_several_lines_become_one() -> None:
    assert one_line("  가\r\n나\t다  ") == "가 나 다"


def test_control_characters_are_taken_out() -> None:
    assert one_line(CONTROL) == "앞 뒤끝".replace(" ", "")


def test_marks_that_turn_the_direction_are_taken_out() -> None:
    assert one_line(TURNED) == "채용 공고 끝"


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert one_line(LONG, 10) == "가나다라 가나다라…"
    assert one_line("가나다", 3) == "가나다"


@given(st.text(max_size=200), st.integers(1, 50))
def test_whatever_comes_is_one_printable_line_of_bounded_length(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    assert "\n" not in line
    line.encode()


@pytest.mark.parametrize("char", ["\x00", "\x1f", "\x7f", "\x9f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_forbids_is_taken_out(char: str) -> None:
    assert one_line(f"가{char}나") == "가나"
