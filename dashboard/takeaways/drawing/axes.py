"""The axes of a house figure: where a value stands, which ticks are written, and how far it reaches."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator, MultipleLocator

from dashboard.takeaways.drawing.lettering import label
from dashboard.takeaways.drawing.values import formatted

Kind = Literal["category", "date", "linear", "log"]
EPOCH = date(1970, 1, 1)
SECONDS_A_DAY = 86_400
# Up to so many days an axis of dates names months, beyond it years.
LONGEST_IN_MONTHS = 900


@dataclass
class Axis:
    """One axis: its settings in the figure, its kind, and the categories in their order of appearance."""

    settings: dict[str, Any]
    kind: Kind
    categories: list[str] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, settings: dict[str, Any], values: Iterable[Any]) -> "Axis":
        """The axis for all values that will stand on it."""
        given = [value for value in values if value is not None]
        kind: Kind = "category" if any(isinstance(value, str) for value in given) else "linear"
        if settings.get("type") in ("category", "date", "log", "linear"):
            kind = settings["type"]
        names = list(dict.fromkeys(str(value) for value in given)) if kind == "category" else []
        return cls(settings, kind, names)

    @property
    def is_reversed(self) -> bool:
        return bool(self.settings.get("autorange") == "reversed")

    @property
    def has_grid(self) -> bool:
        return bool(self.settings.get("showgrid", self.kind != "category"))

    def at(self, values: Iterable[Any]) -> np.ndarray:
        """Where the values stand; NaN for a gap."""
        return np.array([self._place(value) for value in values], float)

    def reaches(self, values: Iterable[float]) -> None:
        """Marks drawn here need so much room."""
        finite = [float(value) for value in values if np.isfinite(value)]
        self.lows += [min(finite)] if finite else []
        self.highs += [max(finite)] if finite else []

    def limits(self, room: float = 0.04) -> tuple[float, float]:
        """From where to where it reaches, with a share of room beyond the marks."""
        if self.kind == "category":
            return -0.5, max(len(self.categories), 1) - 0.5
        if "range" in self.settings:
            low, high = self.at(self.settings["range"])
            return float(low), float(high)
        low, high = min(self.lows, default=0.0), max(self.highs, default=1.0)
        if self.settings.get("rangemode") == "tozero" and self.kind == "linear":
            low, high = min(low, 0.0), max(high, 0.0)
        span = (high - low) or abs(high) or 1.0
        return low - (0 if low == 0 else room * span), high + (0 if high == 0 and low < 0 else room * span)

    def ticks(self, low: float, high: float) -> list[tuple[float, str]]:
        """Places and labels between the ends."""
        if "tickvals" in self.settings:
            texts = self.settings.get("ticktext", self.settings["tickvals"])
            return [
                (float(place), label(text))
                for place, text in zip(self.at(self.settings["tickvals"]), texts, strict=True)
            ]
        if self.kind == "category":
            return [(float(place), label(name)) for place, name in enumerate(self.categories)]
        if self.kind == "date":
            return [tick for tick in _date_ticks(low, high) if low <= tick[0] <= high]
        places = [place for place in self._locator().tick_values(low, high) if low <= place <= high]
        return [(float(place), self._written(float(place))) for place in places]

    def _locator(self) -> Any:
        if self.kind == "log":
            return LogLocator(base=10)
        step = self.settings.get("dtick")
        if isinstance(step, int | float) and step:
            return MultipleLocator(step)
        return MaxNLocator(nbins=int(self.settings.get("nticks", 7)), steps=[1, 2, 2.5, 5, 10])

    def _written(self, place: float) -> str:
        text = formatted(place, self.settings.get("tickformat", ","))
        return f"{self.settings.get('tickprefix', '')}{text}{self.settings.get('ticksuffix', '')}"

    def _place(self, value: Any) -> float:
        if value is None:
            return math.nan
        if self.kind == "category":
            name = str(value)
            if name in self.categories:
                return float(self.categories.index(name))
            # Between two names a number counts their places.
            return value if isinstance(value, float) else math.nan
        if self.kind == "date":
            return _days(value)
        return float(value)


def _days(value: Any) -> float:
    """Days since 1970 of an ISO date or time."""
    if isinstance(value, int | float):
        return float(value)
    moment = value if isinstance(value, date) else datetime.fromisoformat(str(value))
    if isinstance(moment, datetime):
        return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds() / SECONDS_A_DAY  # noqa: DTZ001
    return float((moment - EPOCH).days)


def _date_ticks(low: float, high: float) -> list[tuple[float, str]]:
    first = date.fromordinal(EPOCH.toordinal() + math.floor(low))
    last = date.fromordinal(EPOCH.toordinal() + math.ceil(high))
    if high - low > LONGEST_IN_MONTHS:
        step = max(1, (last.year - first.year) // 14)
        years = range(first.year, last.year + 1, step)
        return [(float((date(year, 1, 1) - EPOCH).days), str(year)) for year in years]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    step = max(1, len(months) // 10)
    starts = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    return [(float((day - EPOCH).days), f"{day:%Y-%m}") for day in starts]
