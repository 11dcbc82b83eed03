"""The colours of an image are the light theme's."""

import pytest

from dashboard.charts.chart import BACKGROUND, CATEGORY, FAINT, SEQUENCE
from dashboard.takeaways.drawing.colours import colour, readable_on, theme


def test_every_placeholder_is_a_real_colour() -> None:
    for placeholder in (*CATEGORY, *SEQUENCE, FAINT, BACKGROUND):
        assert colour(placeholder) not in (placeholder, None)
    assert len({theme()[placeholder] for placeholder in CATEGORY}) == 10


def test_other_colours_are_taken_as_they_are() -> None:
    assert colour("#123456") == "#123456"
    assert colour("rgba(0,0,0,0.5)") == (0, 0, 0, 0.5)
    assert colour(None) == theme()[CATEGORY[0]]


@pytest.mark.parametrize(("shade", "letters"), [("#0f3b6b", "#ffffff"), ("#eef4fb", "#10161f"), ("#7cacd8", "#10161f")])
def test_letters_stand_out_from_their_cell(shade: str, letters: str) -> None:
    assert readable_on(shade) == letters
