"""Institutions as dots, one each: in a row for each type, or by two figures; those farthest away are named."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, FAINT, INK, NO_COLOUR, Figure, figure, value_axis
from dashboard.languages import _

MOST_NAMED = 5
# Of fewer each can be named.
FEW = 10
ROW_HEIGHT = 68


def strips(
    groups: Sequence[tuple[str, pd.DataFrame]],
    values: str,
    hover: str,
    *,
    marks: Sequence[dict[str, Any]] = (),
    **axis: Any,
) -> Figure:
    """A row of dots for each group with its middle half as a box, `marks` on top; the axis is cut to the values.

    `groups`: a name in Korean and rows with `values` as they are drawn and `institution`; of all of them the lowest and
    the highest are named.
    """
    names = [_(name) for name, _rows in groups]
    boxes = [_box(_(name), rows, values, hover) for name, rows in groups]
    # Their English names are too long for one line.
    broken = [name.replace(" (", " <br>(") for name in names]
    return figure(
        [*boxes, *marks, *_ends(groups, values)],
        height=110 + ROW_HEIGHT * len(groups),
        xaxis={**value_axis(rangemode="normal", nticks=5), **axis},
        yaxis={"autorange": "reversed", "showgrid": False, "tickvals": names, "ticktext": broken},
    )


def by_type(rows: pd.DataFrame, order: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    """The rows of each type that has any, in order."""
    groups = ((name, rows[rows["type"] == name]) for name in order)
    return [(name, own) for name, own in groups if len(own)]


def scatter(x: pd.Series, y: pd.Series, institutions: pd.Series, hover: str) -> list[dict[str, Any]]:
    """A dot for each institution, and the names of those farthest from the middle of all."""
    x, y = (each.astype(float).round(3).reset_index(drop=True) for each in (x, y))
    names = institutions.reset_index(drop=True)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": x.tolist(),
        "y": y.tolist(),
        "text": names.tolist(),
        "marker": {"color": CATEGORY[0], "size": 7, "opacity": 0.5},
        "hovertemplate": f"{hover}<extra></extra>",
    }
    return [dots, *named(x, y, names, farthest(x, y))]


def farthest(x: pd.Series, y: pd.Series) -> list[int]:
    """The places of the few dots farthest from the middle of all, in standard deviations of each axis."""
    if len(x) < FEW:
        return list(range(len(x)))
    away = sum(((each - each.median()) / (each.std() or 1.0)) ** 2 for each in (x, y))
    return [int(place) for place in np.argsort(-np.asarray(away), kind="stable")[:MOST_NAMED]]


def named(x: pd.Series, y: pd.Series, names: pd.Series, places: Sequence[int]) -> list[dict[str, Any]]:
    """Names towards the middle of the figure, above and below in turn: a trace for each side."""
    middle = x.median() if len(x) else 0.0
    sides: dict[str, list[int]] = {}
    for turn, place in enumerate(places):
        side = f"{('top', 'bottom')[turn % 2]} {'left' if x.iloc[place] > middle else 'right'}"
        sides.setdefault(side, []).append(place)
    return [
        _texts(x.iloc[own].tolist(), y.iloc[own].tolist(), names.iloc[own].tolist(), side)
        for side, own in sides.items()
    ]


def _texts(x: list[Any], y: list[Any], names: list[str], side: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": names,
        "textposition": side,
        "textfont": {"color": INK, "size": 11},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _ends(groups: Sequence[tuple[str, pd.DataFrame]], values: str) -> list[dict[str, Any]]:
    """The names of the lowest and the highest of all."""
    known = [
        (float(value), name, _(group))
        for group, rows in groups
        for value, name in zip(rows[values], rows["institution"], strict=True)
        if pd.notna(value)
    ]
    if len(known) < 2:
        return []
    ends = ((min(known), "top right"), (max(known), "top left"))
    return [_texts([round(value, 3)], [group], [name], side) for (value, name, group), side in ends]


def _box(name: str, rows: pd.DataFrame, values: str, hover: str) -> dict[str, Any]:
    return {
        "type": "box",
        "orientation": "h",
        "x": rows[values].astype(float).round(3).tolist(),
        "y": [name] * len(rows),
        "name": name,
        "boxpoints": "all",
        "jitter": 0.6,
        "pointpos": 0,
        "text": rows["institution"].tolist(),
        "hoveron": "points",
        "marker": {"color": CATEGORY[0], "size": 5, "opacity": 0.45},
        "line": {"color": FAINT, "width": 1.2},
        "fillcolor": NO_COLOUR,
        "hovertemplate": f"{hover}<extra></extra>",
    }
