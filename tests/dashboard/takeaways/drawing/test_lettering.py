"""Letters and lines of an image."""

import pytest

from dashboard.takeaways.drawing.lettering import label, lines_of, shorten, shown, width, wrap


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("$x_1$ 원", r"\$x_1\$ 원"), ("😀", "□"), ("가\u202e나\x00", "가나"), ("−1.5 ÷ 2 → ‘끝’", "−1.5 ÷ 2 → ‘끝’")],
)
def test_text_is_drawn_as_written(text: str, drawn: str) -> None:
    assert shown(text) == drawn


def test_every_korean_syllable_is_in_the_font() -> None:
    assert "□" not in shown("".join(map(chr, range(ord("가"), ord("힣") + 1))))


def test_a_label_of_a_figure_loses_its_markup_and_keeps_its_words() -> None:
    assert label("<b>3</b> &lt;b&gt;가&lt;/b&gt; &amp; 나") == "3 <b>가</b> & 나"
    assert lines_of("3<br><b>12</b>") == ["3", "12"]


def test_hangul_is_wider_than_digits() -> None:
    assert width("가나다", 20) > width("123", 20) > 0
    assert width("", 20) == 0


def test_a_text_too_wide_is_cut_with_an_ellipsis() -> None:
    cut = shorten("가" * 50, 20, 200)
    assert cut.endswith("…")
    assert width(cut, 20) <= 200
    assert shorten("가나", 20, 200) == "가나"


def test_lines_break_between_words() -> None:
    assert wrap("한국 공공 기관 채용", 20, width("한국 공공 기", 20), 5) == ["한국 공공", "기관 채용"]


def test_a_word_without_end_is_broken_and_the_last_line_cut() -> None:
    lines = wrap("a" * 500, 20, 200, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(width(line, 20) <= 200 for line in lines)


def test_nothing_has_no_line() -> None:
    assert wrap("", 20, 100, 3) == []
