"""A figure within its place on the sheet: axes with ticks and grid, marks, notes; or a map."""

from dataclasses import dataclass
from typing import Any

from dashboard.languages import N_, _
from dashboard.takeaways.drawing.axes import Axis
from dashboard.takeaways.drawing.colours import GRID, QUIET, ZERO, colour
from dashboard.takeaways.drawing.lettering import label, letters, lines_of, shorten, shown, width
from dashboard.takeaways.drawing.marks import DASHES, Plot, beyond, draw, is_empty
from dashboard.takeaways.drawing.places import MAP_SHARE, draw_map
from dashboard.takeaways.drawing.sheet import Sheet
from dashboard.takeaways.drawing.values import listed

TICK_SIZE, TITLE_ROOM = 15, 28
# Names on the left may take this share of the width.
LABEL_SHARE = 0.22
NOTHING = N_("그릴 값이 없습니다")

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the plot may be, in pixels of the sheet."""

    top: float
    bottom: float


def draw_plot(sheet: Sheet, figure: Figure, place: Place) -> None:
    traces, layout = figure["data"], figure["layout"]
    if any(trace["type"] == "choropleth" for trace in traces):
        _draw_map(sheet, traces, place)
    elif is_empty(traces):
        sheet.write(_(NOTHING), sheet.width / 2, (place.top + place.bottom) / 2, 22, QUIET, ha="center", va="center")
    else:
        x = Axis.of(layout.get("xaxis", {}), (value for trace in traces for value in listed(trace.get("x"))))
        y = Axis.of(layout.get("yaxis", {}), (value for trace in traces for value in listed(trace.get("y"))))
        plot = Plot(sheet.axes(sheet.edge, place.top, sheet.right, place.bottom), x, y, layout)
        draw(plot, traces)
        _finish(sheet, plot, traces, place)


def _draw_map(sheet: Sheet, traces: list[dict[str, Any]], place: Place) -> None:
    room = sheet.right - sheet.edge
    left = sheet.axes(sheet.edge, place.top, sheet.edge + room * MAP_SHARE, place.bottom)
    left.set_axis_off()
    start = sheet.edge + room * (MAP_SHARE + 0.03)
    draw_map(left, sheet.axes(start, place.top + 24, sheet.right, place.bottom - 24), traces)


def _finish(sheet: Sheet, plot: Plot, traces: list[dict[str, Any]], place: Place) -> None:
    """Limits, ticks and grid; then the axes move to where the labels leave them room."""
    axes, x, y = plot.axes, plot.x, plot.y
    (x_low, x_high), (y_low, y_high) = x.limits(), y.limits()
    x_ticks, y_ticks = x.ticks(x_low, x_high), y.ticks(y_low, y_high)
    y_texts = [shorten(text, TICK_SIZE, LABEL_SHARE * sheet.width) for _place, text in y_ticks]
    left = sheet.edge + max((width(text, TICK_SIZE) for text in y_texts), default=0) + 14
    left += TITLE_ROOM if _title(y) else 0
    right = sheet.right - beyond(traces, lies=True)
    is_on_top = x.settings.get("side") == "top"
    angle, x_texts, x_room = _fit_x(x, x_ticks, right - left)
    under = (0 if is_on_top else x_room) + (TITLE_ROOM if _title(x) else 0)
    notes_room = _notes_room(plot, place.bottom - place.top - under)
    over = max(x_room if is_on_top else 0.0, beyond(traces, lies=False), notes_room)
    axes.set_position(sheet.box(left, place.top + over, right, place.bottom - under))
    axes.set_xscale("log" if x.kind == "log" else "linear")
    axes.set_yscale("log" if y.kind == "log" else "linear")
    axes.set_xlim(*((x_high, x_low) if x.is_reversed else (x_low, x_high)))
    axes.set_ylim(*((y_high, y_low) if y.is_reversed else (y_low, y_high)))
    style: dict[str, Any] = {"fontproperties": letters(TICK_SIZE), "color": colour("text")}
    lean: dict[str, Any] = {"rotation": -angle, "ha": "right", "rotation_mode": "anchor"} if angle else {}
    if angle and is_on_top:
        lean = {"rotation": angle, "ha": "left", "rotation_mode": "anchor"}
    axes.set_xticks([at for at, _text in x_ticks], [shown(text) for text in x_texts], **style, **lean)
    axes.set_yticks([at for at, _text in y_ticks], [shown(text) for text in y_texts], **style)
    axes.minorticks_off()
    axes.tick_params(length=0, pad=7, labeltop=is_on_top, labelbottom=not is_on_top)
    _rule_axes(plot)
    middle = (place.top + over + place.bottom - under) / 2
    sheet.write(_title(x), (left + right) / 2, place.bottom, TICK_SIZE, QUIET, ha="center", va="bottom")
    sheet.write(_title(y), sheet.edge + 4, middle, TICK_SIZE, QUIET, ha="center", va="center", rotation=90)
    _draw_shapes(plot)
    _draw_notes(plot)


def _fit_x(x: Axis, ticks: list[tuple[float, str]], room: float) -> tuple[float, list[str], float]:
    """By how many degrees the labels lean, the labels, and how high they stand."""
    texts = [text for _place, text in ticks]
    longest = max((width(text, TICK_SIZE) for text in texts), default=0)
    if x.kind != "category" or longest + 8 <= room / max(len(texts), 1):
        return 0.0, texts, TICK_SIZE + 16
    texts = [shorten(text, TICK_SIZE, 190) for text in texts]
    longest = max(width(text, TICK_SIZE) for text in texts)
    return 40.0, texts, longest * 0.66 + TITLE_ROOM


def _notes_room(plot: Plot, height: float) -> float:
    """What notes above the axes need, of the height the axes could have without them."""
    notes = plot.layout.get("annotations", ())
    beyond_axes = max((float(note.get("y", 0)) - 1 for note in notes if note.get("yref") == "paper"), default=0.0)
    if beyond_axes <= 0:
        return 0.0
    return (beyond_axes * height + TICK_SIZE + 10) / (1 + beyond_axes)


def _rule_axes(plot: Plot) -> None:
    axes = plot.axes
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_axisbelow(True)
    for axis, ruler, zero in ((plot.x, axes.xaxis, axes.axvline), (plot.y, axes.yaxis, axes.axhline)):
        if axis.has_grid:
            ruler.grid(color=GRID, linewidth=1)
        # Bars stand on the zero line; where a figure wants one or rules no grid, it is drawn.
        low, high = axis.limits()
        if axis.kind == "linear" and low <= 0 <= high and axis.settings.get("zeroline", not axis.has_grid):
            zero(0, color=ZERO, linewidth=1, zorder=1.5)


def _title(axis: Axis) -> str:
    title = axis.settings.get("title", {})
    return label(title.get("text", "") if isinstance(title, dict) else title)


def _draw_notes(plot: Plot) -> None:
    """The layout's annotations; `paper` counts from 0 to 1 over the axes."""
    for note in plot.layout.get("annotations", ()):
        on_paper = note.get("xref") == "paper", note.get("yref") == "paper"
        x = note["x"] if on_paper[0] else plot.x.at([note["x"]])[0]
        y = note["y"] if on_paper[1] else plot.y.at([note["y"]])[0]
        plot.axes.annotate(
            "\n".join(shown(line) for line in lines_of(note.get("text", ""))), (x, y),
            xycoords=("axes fraction" if on_paper[0] else "data", "axes fraction" if on_paper[1] else "data"),
            ha={"left": "left", "right": "right"}.get(note.get("xanchor", ""), "center"),
            va={"top": "top", "bottom": "bottom"}.get(note.get("yanchor", ""), "center"), annotation_clip=False, zorder=6,
            fontproperties=letters(TICK_SIZE), color=colour(note.get("font", {}).get("color"), "text"),
        )  # fmt: skip


def _draw_shapes(plot: Plot) -> None:
    """Straight lines, from edge to edge where they are given on paper, and bands."""
    for shape in plot.layout.get("shapes", ()):
        line = shape.get("line", {})
        style = {"color": colour(line.get("color"), "text"), "linewidth": float(line.get("width", 1)),
                 "linestyle": DASHES.get(line.get("dash", "solid"), "-"), "zorder": 0.6 if shape.get("layer") == "below" else 1.5}  # fmt: skip
        xs, ys = plot.x.at([shape["x0"], shape["x1"]]), plot.y.at([shape["y0"], shape["y1"]])
        if shape.get("type") == "rect":
            band = {
                "color": colour(shape.get("fillcolor"), GRID),
                "alpha": shape.get("opacity", 0.3),
                "linewidth": 0,
                "zorder": style["zorder"],
            }
            (plot.axes.axvspan if shape.get("yref") == "paper" else plot.axes.axhspan)(
                *(xs if shape.get("yref") == "paper" else ys), **band
            )
        elif shape.get("yref") == "paper":
            plot.axes.axvline(xs[0], **style)
        elif shape.get("xref") == "paper":
            plot.axes.axhline(ys[0], **style)
        else:
            plot.axes.plot(xs, ys, **style)
