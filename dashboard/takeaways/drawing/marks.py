"""Bars, lines, dots, boxes and heat maps of a house figure on Matplotlib axes."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke

from dashboard.languages import _
from dashboard.takeaways.drawing.axes import Axis
from dashboard.takeaways.drawing.colours import CLEAR, colour, readable_on, scale
from dashboard.takeaways.drawing.lettering import POINTS, label, letters, shown, width
from dashboard.takeaways.drawing.values import each, filled, grid, listed
from data_loader.errors import ExportError

TEXT_SIZE = 15
DASHES: dict[str, Any] = {"solid": "-", "dot": (0, (1.5, 2)), "dash": (0, (5, 3)), "dashdot": (0, (5, 2, 1.5, 2)),
                          "longdash": (0, (8, 3))}  # fmt: skip
MARKERS = {"circle": "o", "circle-open": "o", "square": "s", "diamond": "D", "cross": "P", "x": "X", "triangle-up": "^",
           "triangle-down": "v", "square-open": "s", "diamond-open": "D", "line-ew": "_", "line-ns": "|"}  # fmt: skip
# A dot at an end of a whisker and the box are this share of a category wide.
BOX_WIDTH = 0.5


@dataclass
class Plot:
    """The axes to draw on, and the figure's layout."""

    axes: Axes
    x: Axis
    y: Axis
    layout: dict[str, Any]


def is_empty(traces: list[dict[str, Any]]) -> bool:
    """Whether there is nothing to draw."""
    if any(trace["type"] not in ("bar", *PAINTERS) for trace in traces):
        return False
    values = (trace.get("z") if trace["type"] == "heatmap" else trace.get("y") for trace in traces)
    flat = (value for row in values for cell in listed(row) for value in (cell if isinstance(cell, list) else [cell]))
    return all(value is None or value != value for value in flat)


def draw(plot: Plot, traces: list[dict[str, Any]]) -> None:
    """All traces in their order. Raises ExportError for a kind that nobody taught this module."""
    bars = [trace for trace in traces if trace["type"] == "bar"]
    _draw_bars(plot, bars)
    for trace in traces:
        if trace["type"] == "bar":
            continue
        if trace["type"] not in PAINTERS:
            raise ExportError(
                _("{kind} 그림은 아직 그림 파일로 만들 수 없습니다. 표로 받아 주세요.", kind=trace["type"])
            )
        PAINTERS[trace["type"]](plot, trace)


def _draw_bars(plot: Plot, traces: list[dict[str, Any]]) -> None:
    mode = plot.layout.get("barmode", "group")
    ends: dict[tuple[float, bool], float] = defaultdict(float)
    slot = _slot(plot, traces) * (1 - float(plot.layout.get("bargap", 0.28)))
    for number, trace in enumerate(traces):
        lies = trace.get("orientation") == "h"
        along, across = (plot.y, plot.x) if lies else (plot.x, plot.y)
        places = along.at(listed(trace["y" if lies else "x"]))
        sizes = np.nan_to_num(across.at(listed(trace["x" if lies else "y"])))
        thick = slot
        if mode == "group" and len(traces) > 1:
            thick = slot / len(traces)
            places = places + (number - (len(traces) - 1) / 2) * thick
        if "width" in trace:
            thick = float(trace["width"])
            places = places + float(trace["offset"]) + thick / 2
        starts = np.array(each(trace.get("base", 0.0), len(sizes)), float)
        if mode in ("stack", "relative"):
            keys = [(place, size >= 0) for place, size in zip(places.tolist(), sizes.tolist(), strict=True)]
            starts = np.array([ends[key] for key in keys])
            for key, size in zip(keys, sizes.tolist(), strict=True):
                ends[key] += size
        _draw_bar_trace(plot, trace, places, starts, sizes, thick)


def _draw_bar_trace(
    plot: Plot, trace: dict[str, Any], places: np.ndarray, starts: np.ndarray, sizes: np.ndarray, thick: float
) -> None:
    lies = trace.get("orientation") == "h"
    marker = trace.get("marker", {})
    shades = [colour(shade) for shade in each(marker.get("color"), len(sizes))]
    opacities = each(marker.get("opacity", trace.get("opacity", 1)), len(sizes))
    for place, start, size, shade, opacity in zip(places, starts, sizes, shades, opacities, strict=True):
        corner = (start, place - thick / 2) if lies else (place - thick / 2, start)
        sides = (size, thick) if lies else (thick, size)
        plot.axes.add_patch(Rectangle(corner, *sides, color=shade, alpha=opacity, linewidth=0))
    along, across = (plot.y, plot.x) if lies else (plot.x, plot.y)
    along.reaches([*(places - thick / 2), *(places + thick / 2)])
    across.reaches([0.0, *(starts + sizes)])
    if trace.get("textposition") == "outside" and trace.get("text") is not None:
        for place, end, text in zip(places, starts + sizes, each(trace["text"], len(sizes)), strict=True):
            _write_beyond(plot, text, end, place, lies=lies)


def _slot(plot: Plot, traces: list[dict[str, Any]]) -> float:
    """The room of a bar: a category, or the smallest distance between neighbours."""
    places = [plot.x.at(listed(trace["x"])) for trace in traces if trace.get("orientation") != "h"]
    if plot.x.kind == "category" or not places:
        return 1.0
    distinct = np.unique(np.concatenate(places))
    gaps = [b - a for a, b in pairwise(distinct.tolist())]
    return min(gaps, default=28.0 if plot.x.kind == "date" else 1.0)


def _write_beyond(plot: Plot, text: Any, end: float, place: float, *, lies: bool) -> None:
    """A value at the end of its bar."""
    at, offset = ((end, place), (5, 0)) if lies else ((place, end), (0, 3))
    if end < 0:
        offset = (-offset[0], -offset[1])
    sides = ("left" if end >= 0 else "right", "center") if lies else ("center", "bottom" if end >= 0 else "top")
    plot.axes.annotate(
        shown(label(text)), at, offset, textcoords="offset points", ha=sides[0], va=sides[1],
        fontproperties=letters(TEXT_SIZE), color=colour("text"), annotation_clip=False,
    )  # fmt: skip


def _draw_scatter(plot: Plot, trace: dict[str, Any]) -> None:
    x, y = plot.x.at(listed(trace["x"])), plot.y.at(listed(trace["y"]))
    drawn = np.isfinite(x) & np.isfinite(y)
    plot.x.reaches(x[drawn])
    plot.y.reaches(y[drawn])
    line, opacity = trace.get("line", {}), trace.get("opacity", 1)
    if trace.get("fill"):
        if trace["fill"] != "toself":
            x, y = np.concatenate([x, x[::-1]]), np.concatenate([y, np.zeros(len(y))])
        shade = colour(trace.get("fillcolor", line.get("color")))
        plot.axes.add_patch(Polygon(np.column_stack([x, y]), closed=True, color=shade, alpha=opacity, linewidth=0))
    mode = trace.get("mode", "lines")
    if "lines" in mode and line.get("width", 2):
        plot.axes.plot(
            x, y, color=colour(line.get("color")), linewidth=float(line.get("width", 2)) * 1.25 * POINTS, alpha=opacity,
            linestyle=DASHES.get(line.get("dash", "solid"), "-"), solid_capstyle="round", zorder=3,
            drawstyle="steps-post" if line.get("shape") == "hv" else "default",
        )  # fmt: skip
    if "markers" in mode:
        _draw_markers(plot, trace, x, y)
    if "text" in mode:
        _write_at(plot, trace, x, y)


def _draw_markers(plot: Plot, trace: dict[str, Any], x: np.ndarray, y: np.ndarray) -> None:
    marker = trace.get("marker", {})
    symbol = str(marker.get("symbol", "circle"))
    shades = [colour(shade) for shade in each(marker.get("color", trace.get("line", {}).get("color")), len(x))]
    sizes = [float(size) * 1.2 * POINTS for size in each(marker.get("size", 6), len(x))]
    is_open = symbol.endswith("-open")
    plot.axes.scatter(
        x, y, s=[size**2 for size in sizes], marker=MARKERS.get(symbol, "o"), zorder=4,
        facecolors="none" if is_open else shades, edgecolors=shades if is_open else "none",
        linewidths=2 * POINTS if is_open else 0, alpha=marker.get("opacity", trace.get("opacity", 1)),
    )  # fmt: skip


def _write_at(plot: Plot, trace: dict[str, Any], x: np.ndarray, y: np.ndarray) -> None:
    """Texts at points; Plotly's "middle right" is to the right of the point."""
    down, across = str(trace.get("textposition", "middle center")).split()
    font = trace.get("textfont", {})
    shift = (
        6 if across == "right" else -6 if across == "left" else 0,
        5 if down == "top" else -5 if down == "bottom" else 0,
    )
    for a, b, text in zip(x, y, each(trace.get("text"), len(x)), strict=True):
        if np.isfinite(a) and np.isfinite(b) and text:
            plot.axes.annotate(
                shown(label(text)), (a, b), shift, textcoords="offset points", annotation_clip=False,
                ha={"right": "left", "left": "right"}.get(across, "center"),
                va={"top": "bottom", "bottom": "top"}.get(down, "center"), zorder=5,
                fontproperties=letters(float(font.get("size", TEXT_SIZE)) * 1.2 if "size" in font else TEXT_SIZE), color=colour(font.get("color"), "text"),
                path_effects=[withStroke(linewidth=2.5, foreground="white")],
            )  # fmt: skip


def _draw_heatmap(plot: Plot, trace: dict[str, Any]) -> None:
    """Cells with their values: an image has no pointer to ask with."""
    values = grid(trace["z"])
    texts = [listed(row) for row in listed(trace.get("text"))]
    template = trace.get("texttemplate", "%{z:,}")
    shades = _cell_shades(trace, values)
    rows, columns = plot.y.at(_names(trace, "y", values)).tolist(), plot.x.at(_names(trace, "x", values)).tolist()
    gap = 0.03 if trace.get("xgap") else 0.0
    for i, j in np.ndindex(values.shape):
        shade, text = shades[i][j], texts[i][j] if texts else ""
        corner, side = (columns[j] - 0.5 + gap, rows[i] - 0.5 + gap), 1 - 2 * gap
        plot.axes.add_patch(Rectangle(corner, side, side, facecolor=shade, linewidth=0))
        if np.isfinite(values[i, j]):
            _write_in_cell(
                plot, filled(template, z=float(values[i, j]), text=text), columns[j], rows[i], readable_on(shade[:3])
            )


def _cell_shades(trace: dict[str, Any], values: np.ndarray) -> list[list[Any]]:
    finite = values[np.isfinite(values)]
    low, high = trace.get("zmin", finite.min(initial=0)), trace.get("zmax", finite.max(initial=0))
    colours = scale(trace["colorscale"])
    shares = np.clip((np.nan_to_num(values) - low) / max(high - low, 1e-9), 0, 1)
    return [
        [colours(float(share)) if np.isfinite(value) else CLEAR for share, value in zip(*pair, strict=True)]
        for pair in zip(shares, values, strict=True)
    ]


def _names(trace: dict[str, Any], axis: str, values: np.ndarray) -> list[Any]:
    return listed(trace[axis]) if axis in trace else list(range(values.shape[0 if axis == "y" else 1]))


def _write_in_cell(plot: Plot, text: str, x: float, y: float, shade: Any) -> None:
    """Line under line around the middle; bold ones are drawn with a stroke, since the font has one weight."""
    lines = text.split("<br>")
    for number, line in enumerate(lines):
        below = (len(lines) - 1) / 2 - number
        bold = [withStroke(linewidth=0.7, foreground=shade)] if "<b>" in line else []
        plot.axes.annotate(
            shown(label(line)), (x, y), (0, below * 1.35 * TEXT_SIZE * POINTS), textcoords="offset points", ha="center",
            va="center", fontproperties=letters(TEXT_SIZE), color=shade, path_effects=bold, annotation_clip=True,
        )  # fmt: skip


def _draw_box(plot: Plot, trace: dict[str, Any]) -> None:
    """Quartiles, whiskers to the last value within 1.5 of the box's length, and every value as a dot."""
    lies = trace.get("orientation") == "h"
    along, across = (plot.y, plot.x) if lies else (plot.x, plot.y)
    values = np.array([value for value in listed(trace["x" if lies else "y"]) if value is not None], float)
    if not len(values):
        return
    place = float(along.at([next(iter(listed(trace.get("y" if lies else "x"))), trace.get("name", ""))])[0])
    across.reaches(values)
    first, middle, third = np.percentile(values, [25, 50, 75])
    inside = values[(values >= first - 1.5 * (third - first)) & (values <= third + 1.5 * (third - first))]
    marker = trace.get("marker", {})
    # The spread says nothing, so it may be the same in every image.
    spread = np.random.default_rng(0).uniform(-0.5, 0.5, len(values)) * float(trace.get("jitter", 0.3)) * 0.75
    dots = (values, place + spread) if lies else (place + spread, values)
    if trace.get("boxpoints", "outliers"):
        plot.axes.scatter(dots[0], dots[1], s=(float(marker.get("size", 5)) * 1.2 * POINTS) ** 2, linewidths=0, zorder=2,
                          color=colour(marker.get("color")), alpha=marker.get("opacity", 1))  # fmt: skip
    style = {"color": colour(trace.get("line", {}).get("color")), "linewidth": 1.6 * POINTS, "zorder": 3}
    low, high = place - BOX_WIDTH / 2, place + BOX_WIDTH / 2
    strokes = [([first, third, third, first, first], [low, low, high, high, low]), ([middle, middle], [low, high]),
               ([inside.min(), first], [place, place]), ([third, inside.max()], [place, place])]  # fmt: skip
    for ends, sides in strokes:
        plot.axes.plot(*((ends, sides) if lies else (sides, ends)), **style)


def beyond(traces: list[dict[str, Any]], *, lies: bool) -> float:
    """The room, in pixels, that values written beyond their bars or points need."""
    written = [
        text
        for trace in traces
        if trace.get("textposition") in (("outside", "middle right") if lies else ("outside",))
        and (trace["type"] != "bar" or (trace.get("orientation") == "h") is lies)
        for text in listed(trace.get("text"))
    ]
    if not written:
        return 0.0
    return max(width(label(text), TEXT_SIZE) for text in written) + 16 if lies else TEXT_SIZE + 12


PAINTERS = {"scatter": _draw_scatter, "scattergl": _draw_scatter, "heatmap": _draw_heatmap, "box": _draw_box}
