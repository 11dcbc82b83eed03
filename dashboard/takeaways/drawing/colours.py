"""Streamlit's placeholder colours as the browser shows them in the light theme."""

import tomllib
from functools import lru_cache
from typing import Any

from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgb, to_rgba

from dashboard.charts.chart import BACKGROUND, CATEGORY, DIVERGING, FAINT, SEQUENCE
from data_loader.settings import ROOT

THEME_FILE = ROOT / ".streamlit" / "config.toml"
# Streamlit's own greys for these placeholders.
FIXED = {FAINT: "#808495", "#000037": "#31333f", "#000039": "#a3a8b8", "#000040": "#c5c8d3"}
GRID = "#e6e9ee"
ZERO = "#b8bfc8"
QUIET = "#5b6470"
WARNING = "#b3261e"
CLEAR = (0.0, 0.0, 0.0, 0.0)


@lru_cache(1)
def theme() -> dict[str, str]:
    """Placeholder → colour, and `text`, from the theme file the browser gets as well."""
    settings = tomllib.loads(THEME_FILE.read_text(encoding="utf-8"))["theme"]
    colours = dict(zip(CATEGORY, settings["chartCategoricalColors"], strict=True))
    colours |= dict(zip(SEQUENCE, settings["chartSequentialColors"], strict=True))
    colours |= dict(zip(DIVERGING, settings["chartDivergingColors"], strict=True))
    light = settings["light"]
    return {**colours, **FIXED, BACKGROUND: light["backgroundColor"], "text": light["textColor"],
            "accent": settings["primaryColor"]}  # fmt: skip


def colour(value: Any, default: str = CATEGORY[0]) -> Any:
    """A colour of a figure as Matplotlib takes it: placeholders resolved, rgb(…) and rgba(…) read."""
    text = str(value or default)
    if text.startswith("rgb"):
        numbers = [float(part) for part in text[text.index("(") + 1 : text.index(")")].split(",")]
        return (*(part / 255 for part in numbers[:3]), *numbers[3:])
    return theme().get(text, text)


def scale(steps: Any) -> Colormap:
    """A figure's colour scale, pairs of a place 0–1 and a colour."""
    return LinearSegmentedColormap.from_list("scale", [(place, to_rgba(colour(shade))) for place, shade in steps])


def readable_on(shade: Any) -> str:
    """Dark or white letters, whichever stands out more (WCAG relative luminance)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(shade)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if luminance < 0.25 else theme()["text"]
