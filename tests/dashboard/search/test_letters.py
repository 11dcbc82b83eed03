"""What of a text counts when it is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.search.letters import composed, fold, fold_word
from tests.dashboard.search.conftest import letters_of


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("간호 조무사", "간호조무사"),
        ("ＬＨ 한국토지주택공사", "lh한국토지주택공사"),
        ("보건.의료 / R&D(100%)", "보건의료rd100"),
        ("㈜한국 ① ㎡ Ⅳ", "주한국1m2iv"),
        ("ㅇ 응시자격ㅁ", "응시자격"),
        ("\u1100\u1161\u11a8종", "각종"),
        ("\n\t . ★ 😀 \U00020000", ""),
        ("", ""),
    ],
)
def test_letters_and_digits_count_whatever_their_width_case_and_spacing(text: str, letters: str) -> None:
    assert fold_word(text) == letters


@given(st.text())
def test_letters_and_gaps_are_those_of_one_character_after_another(text: str) -> None:
    letters = fold(composed(text))
    expected = letters_of(text.replace("\0", " "))
    assert letters.text == "".join(letter.code for letter in expected)
    assert letters.gaps.tolist() == [letter.has_gap for letter in expected]


@given(st.text())
def test_every_letter_knows_the_character_it_came_from(text: str) -> None:
    line = composed(text)
    letters = fold(line)
    for letter, source in zip(letters.text, letters.sources.tolist(), strict=True):
        assert letter in fold(line[source]).text


@given(st.text(st.characters(min_codepoint=0xD700, max_codepoint=0xE000)))
def test_halves_of_broken_characters_do_no_harm(text: str) -> None:
    fold(composed(text))
