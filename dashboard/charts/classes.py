"""The classes a map is coloured by: few enough to be told apart, each with its bounds in the legend."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Any

import numpy as np

from dashboard.charts.chart import INK, SEQUENCE
from dashboard.languages import _

# Every other shade of the theme: by day and at night neighbours differ by 1.4 to 1 and more.
SHADES = SEQUENCE[1::2]
# On the darker ones names are written in the colour of the background.
PALE_SHADES = 3
MOST = len(SHADES)
# Equal steps have to tell as many regions apart, and may not leave most of them in one class.
FEWEST_FILLED = 4
NOTHING = -1
NOTHING_SHADE = "rgba(128,132,149,0.22)"
STEPS = (1.0, 2.0, 2.5, 5.0)


@dataclass(frozen=True, slots=True)
class Classes:
    """`bounds` ascend and are one more than the classes; the last is part of its class. Where some places have nothing
    to show, these are a class of their own."""

    bounds: tuple[float, ...]
    is_share: bool
    has_nothing: bool

    @property
    def shades(self) -> tuple[str, ...]:
        """From the lowest class to the highest, which is the darkest however few there are."""
        return SHADES[MOST - max(len(self.bounds) - 1, 1) :]

    def place(self, value: float) -> int:
        """The number of a value's class."""
        if not _counts(value, is_share=self.is_share):
            return NOTHING
        return min(bisect_right(self.bounds, value), len(self.bounds) - 1) - 1

    def is_pale(self, place: int) -> bool:
        """Whether the theme's ink can be read on the class."""
        return place == NOTHING or place + MOST - len(self.shades) < PALE_SHADES

    def scale(self) -> dict[str, Any]:
        """How a trace has to be coloured whose `z` are the numbers of the classes."""
        shades = (*((NOTHING_SHADE,) if self.has_nothing else ()), *self.shades)
        ends = [(step / len(shades), (step + 1) / len(shades), shade) for step, shade in enumerate(shades)]
        first = NOTHING if self.has_nothing else 0
        return {
            "zmin": first - 0.5,
            "zmax": first - 0.5 + len(shades),
            "colorscale": [[place, shade] for low, high, shade in ends for place in (low, high)],
        }

    def legend(self, unit: str) -> dict[str, Any]:
        """A bar of boxes as high as one another with the bounds between them."""
        places = [float(place) - 0.5 for place in range(len(self.bounds))]
        texts = [f"{bound:,.10g}" for bound in self.bounds]
        if texts:
            # A whole word would lie over the map; the line above the figure names it.
            texts[-1] += "" if unit.startswith(" ") else unit
        if self.has_nothing:
            places, texts = [float(NOTHING), *places], [_("없음"), *texts]
        return {
            "thickness": 12,
            "len": 0.45,
            "x": 0.02,
            "xanchor": "left",
            "y": 0.98,
            "yanchor": "top",
            "tickvals": places,
            "ticktext": texts,
            "tickfont": {"color": INK},
            "outlinewidth": 0,
        }


def classes_of(values: Sequence[float], *, is_share: bool) -> Classes:
    """Equal steps at round numbers where they tell the places apart, else as many places in each class.

    Of counts 0 is no class: there is nothing to colour. Of shares 0 is a value like any other.
    """
    known = sorted(value for value in values if _counts(value, is_share=is_share))
    has_nothing = len(known) < len(values)
    if not known or known[0] == known[-1]:
        return Classes((known[0], known[-1]) if known else (), is_share, has_nothing)
    even = _equal_steps(known[0], known[-1])
    filled = np.histogram(known, even)[0]
    if np.count_nonzero(filled) >= FEWEST_FILLED and filled.max() <= len(known) / 2:
        return Classes(even, is_share, has_nothing)
    equal = _equal_numbers(known)
    return Classes(equal if len(equal) - 1 >= np.count_nonzero(filled) else even, is_share, has_nothing)


def _counts(value: float, *, is_share: bool) -> bool:
    return isfinite(value) and (is_share or value > 0)


def _equal_steps(low: float, high: float) -> tuple[float, ...]:
    """The finest of round steps that makes few enough classes."""
    for step in _round_steps((high - low) / (MOST + 1)):
        first = floor(low / step)
        count = max(ceil(high / step) - first, 1)
        if count <= MOST:
            return tuple(round((first + place) * step, 10) for place in range(count + 1))
    raise AssertionError("a step as wide as the values makes one class")


def _round_steps(least: float) -> Iterator[float]:
    power = floor(log10(least))
    for exponent in range(power, power + 3):
        yield from (step * 10.0**exponent for step in STEPS)


def _equal_numbers(known: Sequence[float]) -> tuple[float, ...]:
    """Quantiles, rounded to two digits; classes in which nothing lies are joined to the one below."""
    inner = {_rounded(float(bound)) for bound in np.quantile(known, np.linspace(0, 1, MOST + 1)[1:-1])}
    low, high = _rounded(known[0], floor), _rounded(known[-1], ceil)
    bounds = [low, *sorted(bound for bound in inner if low < bound < high), high]
    filled = np.histogram(known, bounds)[0]
    return (low, *(bound for bound, here in zip(bounds[1:-1], filled[1:], strict=True) if here), high)


def _rounded(value: float, towards: Any = round) -> float:
    """To two digits."""
    if value <= 0:
        return 0.0
    size = 10.0 ** (floor(log10(value)) - 1)
    return float(round(towards(value / size) * size, 10))
