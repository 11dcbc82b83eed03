"""Long names are broken into lines, none of them cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.chart import ROW_HEIGHT, bars, row_height
from dashboard.charts.labels import LABEL_ROOM, LETTER_WIDTH, broken, width


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("서울", ["서울"]),
        ("Health and medicine", ["Health and medicine"]),
        ("Education, natural and social sciences", ["Education, natural and ", "social sciences"]),
        ("한국보건의료인국가시험원부설연구소", ["한국보건의료인국가시험원부설", "연구소"]),
        ("", [""]),
    ],
)
def test_a_name_is_broken_between_words_and_within_one_that_is_too_long(name: str, lines: list[str]) -> None:
    assert broken(name).split("\n") == lines


@given(name=st.text("가나다 abc,.()", max_size=60), room=st.integers(LETTER_WIDTH, LABEL_ROOM))
def test_no_letter_is_lost_and_no_line_is_too_wide(name: str, room: int) -> None:
    name = " ".join(name.split())
    lines = broken(name, room)
    assert lines.replace("\n", "") == name
    assert max(width(line.rstrip()) for line in lines.split("\n")) <= room


def test_rows_are_higher_where_a_name_takes_several_lines() -> None:
    short, long = ["서울", "부산"], ["서울", broken("Education, natural and social sciences")]
    assert row_height(short) == ROW_HEIGHT < row_height(long)


def test_a_broken_name_is_written_in_lines_and_still_escaped() -> None:
    figure = bars(["Machinery & <b>tools</b>, electricity, electronics"], [1.0], "건")
    assert figure["data"][0]["y"] == ["Machinery &amp; <br>&lt;b&gt;tools&lt;/b&gt;, <br>electricity, electronics"]
