"""The page around a figure: title, finding, filters, unit above; source, as-of, kind and address below.

All measures are pixels of a layout 1,600 wide; the image has `scale` times as many.
"""

from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from dashboard.charts.chart import Chart
from dashboard.takeaways.drawing.axes import Axis
from dashboard.takeaways.drawing.colours import GRID, QUIET, WARNING, ZERO, colour
from dashboard.takeaways.drawing.lettering import POINTS, label, letters, lines_of, shorten, shown, width, wrap
from dashboard.takeaways.drawing.marks import DASHES, Plot, beyond, draw, is_empty
from dashboard.takeaways.drawing.places import MAP_SHARE, draw_map
from dashboard.takeaways.drawing.values import listed
from dashboard.takeaways.view import PROJECT, View

WIDTH, LEAST_HEIGHT = 1600, 900
EDGE = 56
TICK_SIZE, LEGEND_SIZE = 15, 15
WIDEST_LABEL = 300
LEAST_PLOT = 500
# Figures are made for half a screen; letters here are larger by about this much.
STRETCH = 1.35
PIXELS_PER_INCH = 100
NOTHING = "그릴 값이 없습니다"


@dataclass
class Line:
    """A line of text: its size, colour, the room it takes, and whether it is bold."""

    text: str
    size: float
    shade: str
    height: float
    is_bold: bool = False


def draw_page(chart: Chart, view: View) -> Figure:
    """The whole image of a chart."""
    head, foot = _head(chart, view), _foot(view)
    legend = _legend_rows(_named(chart.figure))
    top = 40 + sum(line.height for line in head) + 12 + 30 * len(legend)
    bottom = 24 + sum(line.height for line in foot) + 20
    plot_height = _plot_height(chart.figure, LEAST_HEIGHT - top - bottom)
    height = top + plot_height + bottom
    page = Figure(figsize=(WIDTH / PIXELS_PER_INCH, height / PIXELS_PER_INCH), dpi=PIXELS_PER_INCH, facecolor="white")
    _write_lines(page, head, height, 40)
    _draw_legend(page, legend, height, 40 + sum(line.height for line in head) + 6)
    _draw_plot(page, chart.figure, top, plot_height, height)
    _rule(page, height, height - bottom + 14)
    _write_lines(page, foot, height, height - bottom + 24)
    if view.origin.is_sample:
        _mark_as_sample(page, height)
    return page


def _head(chart: Chart, view: View) -> list[Line]:
    text = colour("text")
    lines = [Line(PROJECT, 15, colour("accent"), 30)]
    lines += [Line(line, 33, text, 46, True) for line in wrap(chart.title, 33, WIDTH - 2 * EDGE - 260, 2)]
    lines += [Line(line, 20, text, 31) for line in wrap(chart.sentence, 20, WIDTH - 2 * EDGE, 3)]
    lines += [Line(line, 16, QUIET, 25) for line in wrap(f"조건: {view.filters}", 16, WIDTH - 2 * EDGE, 3)]
    return lines + [Line(line, 16, QUIET, 25) for line in wrap(chart.unit, 16, WIDTH - 2 * EDGE, 4)]


def _foot(view: View) -> list[Line]:
    lines = [Line(line, 15, QUIET, 24) for line in wrap(view.source_line, 15, WIDTH - 2 * EDGE, 2)]
    address = f"{PROJECT} · {view.url} ({view.accessed.isoformat()} 받음)"
    return lines + [Line(line, 14, QUIET, 22) for line in wrap(address, 14, WIDTH - 2 * EDGE, 4)]


def _write_lines(page: Figure, lines: list[Line], height: float, top: float) -> None:
    for line in lines:
        effects = [withStroke(linewidth=0.9, foreground=line.shade)] if line.is_bold else []
        page.text(EDGE / WIDTH, 1 - top / height, shown(line.text), ha="left", va="top", color=line.shade,
                  fontproperties=letters(line.size), path_effects=effects)  # fmt: skip
        top += line.height


def _mark_as_sample(page: Figure, height: float) -> None:
    """Nobody may take an invented posting for a real one, wherever the image travels."""
    page.text(1 - EDGE / WIDTH, 1 - 44 / height, shown("예시 자료 · 실제 채용이 아님"), ha="right", va="top",
              fontproperties=letters(18), color=WARNING,
              bbox={"facecolor": "white", "edgecolor": WARNING, "boxstyle": "round,pad=0.4"})  # fmt: skip
    page.text(0.5, 0.45, shown("예시 자료"), ha="center", va="center", rotation=24, fontproperties=letters(190),
              color=WARNING, alpha=0.07, zorder=10)  # fmt: skip


def _rule(page: Figure, height: float, top: float) -> None:
    at = 1 - top / height
    page.add_artist(Line2D([EDGE / WIDTH, 1 - EDGE / WIDTH], [at, at], color=GRID, linewidth=1.2))


def _plot_height(figure: dict[str, Any], left: float) -> float:
    wanted = max(LEAST_PLOT, float(figure["layout"].get("height", 320)) * STRETCH)
    return max(wanted, left)


def _draw_plot(page: Figure, figure: dict[str, Any], top: float, plot_height: float, height: float) -> None:
    traces, layout = figure["data"], figure["layout"]
    if any(trace["type"] == "choropleth" for trace in traces):
        inner = WIDTH - 2 * EDGE
        at = (height - top - plot_height) / height
        left = page.add_axes((EDGE / WIDTH, at, inner * MAP_SHARE / WIDTH, plot_height / height))
        left.set_axis_off()
        start = EDGE + inner * (MAP_SHARE + 0.03)
        side = page.add_axes(
            (start / WIDTH, at + 0.03, inner * (0.97 - MAP_SHARE) / WIDTH, plot_height / height - 0.06)
        )
        draw_map(left, side, traces)
        return
    if is_empty(traces):
        page.text(0.5, (height - top - plot_height / 2) / height, shown(NOTHING), ha="center", color=QUIET,
                  fontproperties=letters(22))  # fmt: skip
        return
    x = Axis.of(layout.get("xaxis", {}), (value for trace in traces for value in listed(trace.get("x"))))
    y = Axis.of(layout.get("yaxis", {}), (value for trace in traces for value in listed(trace.get("y"))))
    axes = page.add_axes((0.1, 0.1, 0.8, 0.8))
    plot = Plot(axes, x, y, layout)
    draw(plot, traces)
    _finish_axes(page, plot, traces, top, plot_height, height)


def _finish_axes(
    page: Figure, plot: Plot, traces: list[dict[str, Any]], top: float, plot_height: float, height: float
) -> None:
    """Limits, ticks and grid; then the axes move to where the labels leave them room."""
    axes, x, y = plot.axes, plot.x, plot.y
    (x_low, x_high), (y_low, y_high) = x.limits(), y.limits()
    x_ticks, y_ticks = x.ticks(x_low, x_high), y.ticks(y_low, y_high)
    y_texts = [shorten(text, TICK_SIZE, WIDEST_LABEL) for _, text in y_ticks]
    left = EDGE + max((width(text, TICK_SIZE) for text in y_texts), default=0) + 14 + (28 if _title(y) else 0)
    right = WIDTH - EDGE - beyond(traces, lies=True)
    angle, x_texts, x_room = _fit_x(x, x_ticks, right - left)
    over = x_room if x.settings.get("side") == "top" else beyond(traces, lies=False)
    under = (0 if x.settings.get("side") == "top" else x_room) + (28 if _title(x) else 0)
    at = (height - top - plot_height + under) / height
    axes.set_position((left / WIDTH, at, (right - left) / WIDTH, (plot_height - under - over) / height))
    axes.set_xlim(x_low, x_high)
    axes.set_ylim(*((y_high, y_low) if y.is_reversed else (y_low, y_high)))
    if x.kind == "log":
        axes.set_xscale("log")
    if y.kind == "log":
        axes.set_yscale("log")
    style: dict[str, Any] = {"fontproperties": letters(TICK_SIZE), "color": colour("text")}
    lean: dict[str, Any] = (
        {"rotation": -angle, "ha": "left" if angle < 0 else "right", "rotation_mode": "anchor"} if angle else {}
    )
    axes.set_xticks([place for place, _ in x_ticks], [shown(text) for text in x_texts], **style, **lean)
    axes.set_yticks([place for place, _ in y_ticks], [shown(text) for text in y_texts], **style)
    axes.tick_params(
        length=0, pad=7, labeltop=x.settings.get("side") == "top", labelbottom=x.settings.get("side") != "top"
    )
    _rule_axes(plot)
    _write_titles(page, plot, left, at - under / height, height)
    _draw_notes(plot)


def _fit_x(x: Axis, ticks: list[tuple[float, str]], room: float) -> tuple[float, list[str], float]:
    """How far the labels below lean, the labels, and how high they stand."""
    texts = [text for _, text in ticks]
    longest = max((width(text, TICK_SIZE) for text in texts), default=0)
    if longest + 8 <= room / max(len(texts), 1) or x.kind != "category":
        return 0.0, texts, TICK_SIZE + 16
    texts = [shorten(text, TICK_SIZE, 190) for text in texts]
    longest = max(width(text, TICK_SIZE) for text in texts)
    return -40.0 if x.settings.get("side") == "top" else 40.0, texts, longest * 0.66 + 28


def _rule_axes(plot: Plot) -> None:
    axes = plot.axes
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_axisbelow(True)
    for axis, ruler, zero in ((plot.x, axes.xaxis, axes.axvline), (plot.y, axes.yaxis, axes.axhline)):
        if axis.has_grid:
            ruler.grid(color=GRID, linewidth=1)
        if axis.kind == "linear" and axis.settings.get("zeroline", not axis.has_grid):
            zero(0, color=ZERO, linewidth=1, zorder=1.5)


def _write_titles(page: Figure, plot: Plot, left: float, bottom: float, height: float) -> None:
    style: dict[str, Any] = {"fontproperties": letters(TICK_SIZE), "color": QUIET}
    if _title(plot.x):
        page.text(0.5 + left / WIDTH / 2, bottom + 2 / height, shown(_title(plot.x)), ha="center", va="bottom", **style)
    if _title(plot.y):
        middle = plot.axes.get_position().y0 + plot.axes.get_position().height / 2
        page.text((EDGE + 4) / WIDTH, middle, shown(_title(plot.y)), ha="center", va="center", rotation=90, **style)


def _title(axis: Axis) -> str:
    title = axis.settings.get("title", {})
    return label(title.get("text", "") if isinstance(title, dict) else title)


def _draw_notes(plot: Plot) -> None:
    """The layout's annotations and straight lines; `paper` counts from 0 to 1 over the axes."""
    axes = plot.axes
    for note in plot.layout.get("annotations", ()):
        on_paper = note.get("xref") == "paper", note.get("yref") == "paper"
        at = (
            note["x"] if on_paper[0] else plot.x.at([note["x"]])[0],
            note["y"] if on_paper[1] else plot.y.at([note["y"]])[0],
        )
        frame = ("axes fraction" if on_paper[0] else "data", "axes fraction" if on_paper[1] else "data")
        axes.annotate(
            "\n".join(shown(line) for line in lines_of(note.get("text", ""))), at, xycoords=frame, annotation_clip=False,
            ha={"left": "left", "right": "right"}.get(note.get("xanchor", ""), "center"),
            va={"top": "top", "bottom": "bottom"}.get(note.get("yanchor", ""), "center"),
            fontproperties=letters(TICK_SIZE), color=colour(note.get("font", {}).get("color"), "text"), zorder=6,
        )  # fmt: skip
    for shape in plot.layout.get("shapes", ()):
        ends = [[shape["x0"], shape["x1"]], [shape["y0"], shape["y1"]]]
        style = {"color": colour(shape.get("line", {}).get("color"), "text"), "linewidth": 1.2,
                 "linestyle": DASHES.get(shape.get("line", {}).get("dash", "solid"), "-")}  # fmt: skip
        if shape.get("yref") == "paper":
            axes.axvline(plot.x.at(ends[0])[0], **style)
        elif shape.get("xref") == "paper":
            axes.axhline(plot.y.at(ends[1])[0], **style)
        else:
            axes.plot(plot.x.at(ends[0]), plot.y.at(ends[1]), **style)


def _named(figure: dict[str, Any]) -> list[dict[str, Any]]:
    """The traces a reader has to tell apart."""
    if not figure["layout"].get("showlegend"):
        return []
    return [
        trace
        for trace in figure["data"]
        if trace.get("name") and trace.get("showlegend", True) and trace["type"] != "box"
    ]


def _legend_rows(traces: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = []
    used = WIDTH
    for trace in traces:
        wide = width(_legend_name(trace), LEGEND_SIZE) + 66
        if used + wide > WIDTH - 2 * EDGE:
            rows.append([])
            used = 0
        rows[-1].append(trace)
        used += int(wide)
    return rows


def _legend_name(trace: dict[str, Any]) -> str:
    return shorten(label(trace["name"]), LEGEND_SIZE, 400)


def _draw_legend(page: Figure, rows: list[list[dict[str, Any]]], height: float, top: float) -> None:
    for row in rows:
        left, middle = float(EDGE), 1 - (top + 11) / height
        for trace in row:
            _draw_key(page, trace, left, middle, height)
            page.text((left + 36) / WIDTH, middle, shown(_legend_name(trace)), va="center", color=colour("text"),
                      fontproperties=letters(LEGEND_SIZE))  # fmt: skip
            left += width(_legend_name(trace), LEGEND_SIZE) + 66
        top += 30


def _draw_key(page: Figure, trace: dict[str, Any], left: float, middle: float, height: float) -> None:
    line, marker = trace.get("line", {}), trace.get("marker", {})
    shade = colour(marker.get("color") if isinstance(marker.get("color"), str) else line.get("color"))
    if trace["type"] == "bar" or trace.get("fill"):
        opacity = trace.get("opacity", 1)
        page.add_artist(Rectangle((left / WIDTH, middle - 7 / height), 26 / WIDTH, 14 / height, color=shade, alpha=opacity,
                                  linewidth=0))  # fmt: skip
        return
    mode, symbol = trace.get("mode", "lines"), str(marker.get("symbol", "circle"))
    page.add_artist(
        Line2D([left / WIDTH, (left + 13) / WIDTH, (left + 26) / WIDTH], [middle] * 3, color=shade,
               linewidth=2.6 * POINTS if "lines" in mode else 0, linestyle=DASHES.get(line.get("dash", "solid"), "-"),
               marker="o" if "markers" in mode else "", markevery=[1], markersize=9 * POINTS,
               markerfacecolor="none" if symbol.endswith("-open") else shade)
    )  # fmt: skip
