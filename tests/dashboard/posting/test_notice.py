"""Texts of notices as Markdown: lists are lists, and nothing of a text is a mark."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.posting.notice import notice_markdown
from dashboard.words import escape
from data_loader.tables.parse import parse_text


def shown(text: str) -> str:
    """The Markdown without its escapes, to be compared by eye."""
    return re.sub(r"\\(.)", r"\1", notice_markdown(text))


def test_lines_keep_their_breaks_and_paragraphs_their_distance() -> None:
    assert shown("첫 줄\n둘째 줄\n\n새 문단") == "첫 줄  \n둘째 줄\n\n새 문단"


@pytest.mark.parametrize("mark", ["-", "○ ", "ㅇ ", "o ", "□", "·", "ㆍ", "• ", "? "])
def test_the_bullets_offices_use_are_lists(mark: str) -> None:
    assert shown(f"{mark}하나\n{mark}둘") == "- 하나\n- 둘"


def test_a_list_stands_under_the_mark_open_above_it() -> None:
    text = "□ 연구직\n○ 학력 제한 없음\n- 자격증 소지자\n- 경력자\n○ 나이 제한 없음\n□ 운영직"
    assert shown(text) == (
        "- 연구직\n  - 학력 제한 없음\n    - 자격증 소지자\n    - 경력자\n  - 나이 제한 없음\n- 운영직"
    )


def test_a_dash_before_a_circle_is_not_above_it() -> None:
    assert shown("- 하나\n○ 둘\n- 셋") == "- 하나\n- 둘\n  - 셋"


def test_plain_numbers_are_a_numbered_list_with_what_stands_under_each() -> None:
    text = "1. 연구직\n□ 1차 서류\n□ 2차 면접\n2. 운영직\n□ 1차 서류"
    assert shown(text) == "1. 연구직\n   - 1차 서류\n   - 2차 면접\n2. 운영직\n   - 1차 서류"


def test_numbers_that_do_not_go_on_begin_another_list_and_keep_their_value() -> None:
    assert shown("1. 가\n2. 나\n1. 다\n5. 라") == "1. 가\n2. 나\n\n1) 다\n\n5. 라"


def test_numbers_markdown_cannot_count_in_keep_their_mark() -> None:
    assert shown("6. 여섯\n가. 하나\n나. 둘\n6의2. 여섯의 둘\n7. 일곱") == (
        "6. 여섯  \n   가. 하나  \n   나. 둘  \n   6의2. 여섯의 둘\n7. 일곱"
    )


def test_a_line_that_goes_on_and_a_note_stay_with_their_item() -> None:
    assert shown("- 자격증\n  소지자\n※ 마감일 기준\n- 경력자") == "- 자격증  \n  소지자  \n  ※ 마감일 기준\n- 경력자"


def test_a_name_in_brackets_is_a_heading() -> None:
    assert shown("[우대]\n- 하나\n【참고】\n글") == "**[우대]**\n\n- 하나\n\n**【참고】**\n\n글"


@pytest.mark.parametrize("text", ["2025.10.27 마감", "-5% 감점", "->다음", "--- 줄 ---", "1차 서류", "3.5점", "○", "-"])
def test_what_only_looks_like_a_mark_is_left_as_it_is(text: str) -> None:
    assert notice_markdown(text) == escape(text)


@pytest.mark.parametrize(
    "text",
    ["# 제목", "> 인용", "<script>x</script>", "[링크](javascript:alert)", "![그림](http://x)", "`코드`", "| 표 |",
     ":red[붉게]", ":material/home:", "$x$", "~~줄~~", "**굵게**", "<b>굵게</b>", "[x]: http://x"],
)  # fmt: skip
def test_markdown_and_html_in_a_text_are_shown_letter_by_letter(text: str) -> None:
    for line in (text, f"- {text}", f"1. {text}"):
        assert escape(text) in notice_markdown(line)


@given(st.text(max_size=200) | st.lists(st.sampled_from(["- 가", "1. 나", "2. 다", "가. 라", "[마]", "○ 바", "□사", "", "아 <b>"])).map("\n".join))  # fmt: skip
def test_no_word_is_lost_and_every_sign_is_escaped(text: str) -> None:
    text = parse_text(text) or ""
    markdown = notice_markdown(text)
    letters = [letter for letter in text if letter.isalnum()]
    # Letters that stood for a bullet and numbers of a list are marks now.
    left = iter(letter for letter in markdown if letter.isalnum())
    missing = [letter for letter in letters if letter not in "ㅇoO" and not any(letter == other for other in left)]
    assert not missing
    bare = re.sub(r"\\.", "", markdown)
    bare = re.sub(r"(?m)^ *(?:- |\d{1,2}[.)] )", "", bare)
    assert not set(bare.replace("**", "")) & set("\\`*_{}[]()<>#+-.!|~:$&=")
