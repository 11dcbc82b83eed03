"""The theme's colours can be read by day and at night: WCAG 2.2, 1.4.3 (letters, 4.5 to 1) and 1.4.11 (marks, 3 to 1)."""

import tomllib
from itertools import pairwise
from typing import Any

import pytest

from dashboard.charts.chart import DIVERGING, SEQUENCE
from dashboard.charts.classes import PALE_SHADES, SHADES
from data_loader.settings import ROOT

THEME: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
LETTERS, MARKS = 4.5, 3.0
NEIGHBOURS = 1.4
# Streamlit draws captions so, and letters in front of a tint of the primary colour.
CAPTION, TINT = 0.6, 0.1

each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def colours_of(scheme: str) -> dict[str, Any]:
    shared = {key: value for key, value in THEME.items() if not isinstance(value, dict)}
    return shared | THEME[scheme]


def parts(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def over(front: str, behind: str, share: float) -> list[float]:
    """The colour seen where `front` covers a share of `behind`."""
    return [share * a + (1 - share) * b for a, b in zip(parts(front), parts(behind), strict=True)]


def contrast(one: list[float], other: list[float]) -> float:
    def luminance(colour: list[float]) -> float:
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_the_standard_does() -> None:
    assert contrast(parts("#000000"), parts("#ffffff")) == pytest.approx(21)
    assert contrast(parts("#777777"), parts("#ffffff")) == pytest.approx(4.48, abs=0.01)


@each_scheme
def test_every_line_can_be_named_in_its_own_colour(scheme: str) -> None:
    theme = colours_of(scheme)
    ground = parts(theme["backgroundColor"])
    faint = [colour for colour in theme["chartCategoricalColors"] if contrast(parts(colour), ground) < LETTERS]
    assert faint == []


@each_scheme
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_and_captions_can_be_read(scheme: str, ground: str) -> None:
    theme = colours_of(scheme)
    for share in (1, CAPTION):
        shown = over(theme["textColor"], theme[ground], share)
        assert contrast(shown, parts(theme[ground])) >= LETTERS


@each_scheme
def test_white_letters_stand_out_from_a_chosen_filter(scheme: str) -> None:
    assert contrast(parts(colours_of(scheme)["primaryColor"]), parts("#ffffff")) >= LETTERS


@each_scheme
def test_what_is_chosen_and_what_leads_elsewhere_stands_out(scheme: str) -> None:
    theme = colours_of(scheme)
    ground, primary = theme["backgroundColor"], theme["primaryColor"]
    assert contrast(parts(primary), over(primary, ground, TINT)) >= MARKS
    assert contrast(parts(theme.get("linkColor", primary)), parts(ground)) >= LETTERS


@each_scheme
def test_names_can_be_read_on_every_tile(scheme: str) -> None:
    theme = colours_of(scheme)
    shades = dict(zip(SEQUENCE, theme["chartSequentialColors"], strict=True))
    for place, placeholder in enumerate(SHADES):
        letters = theme["textColor" if place < PALE_SHADES else "backgroundColor"]
        assert contrast(parts(shades[placeholder]), parts(letters)) >= LETTERS, shades[placeholder]


@each_scheme
def test_neighbouring_classes_of_a_map_can_be_told_apart(scheme: str) -> None:
    theme = colours_of(scheme)
    shades = [dict(zip(SEQUENCE, theme["chartSequentialColors"], strict=True))[shade] for shade in SHADES]
    assert all(contrast(parts(one), parts(other)) >= NEIGHBOURS for one, other in pairwise(shades))


@each_scheme
def test_what_is_as_usual_recedes_and_both_ways_from_it_are_as_far(scheme: str) -> None:
    theme = colours_of(scheme)
    ground = parts(theme["backgroundColor"])
    assert len(theme["chartDivergingColors"]) == len(DIVERGING)
    less, more = theme["chartDivergingColors"][:5], theme["chartDivergingColors"][:4:-1]
    for one, other in zip(less, more, strict=True):
        assert 0.7 <= contrast(parts(one), ground) / contrast(parts(other), ground) <= 1.4
    for side in (less, more):
        contrasts = [contrast(parts(shade), ground) for shade in side]
        assert contrasts == sorted(contrasts, reverse=True)


@each_scheme
def test_what_is_little_recedes_into_the_background(scheme: str) -> None:
    theme = colours_of(scheme)
    ground = parts(theme["backgroundColor"])
    contrasts = [contrast(parts(shade), ground) for shade in theme["chartSequentialColors"]]
    assert contrasts == sorted(contrasts)
