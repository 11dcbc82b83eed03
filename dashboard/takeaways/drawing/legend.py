"""The names of what is drawn, in rows above the plot."""

from typing import Any

from dashboard.takeaways.drawing.colours import colour
from dashboard.takeaways.drawing.lettering import POINTS, label, shorten, width
from dashboard.takeaways.drawing.marks import DASHES, MARKERS
from dashboard.takeaways.drawing.sheet import Sheet

SIZE, ROW_HEIGHT = 15, 30
KEY_WIDTH, GAP, WIDEST = 26, 66, 400

Trace = dict[str, Any]


def legend_rows(figure: dict[str, Any], room: float) -> list[list[Trace]]:
    """The traces a reader has to tell apart, in rows that fit."""
    rows: list[list[Trace]] = []
    used = room
    for trace in figure["data"] if figure["layout"].get("showlegend") else ():
        if not trace.get("name") or not trace.get("showlegend", True) or trace["type"] == "box":
            continue
        wide = width(_name(trace), SIZE) + GAP
        if used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append(trace)
        used += wide
    return rows


def draw_legend(sheet: Sheet, rows: list[list[Trace]], top: float) -> None:
    for row in rows:
        left = sheet.edge
        for trace in row:
            _draw_key(sheet, trace, left, top + ROW_HEIGHT / 2)
            sheet.write(_name(trace), left + KEY_WIDTH + 10, top + ROW_HEIGHT / 2, SIZE, colour("text"), va="center")
            left += width(_name(trace), SIZE) + GAP
        top += ROW_HEIGHT


def _name(trace: Trace) -> str:
    return shorten(label(trace["name"]), SIZE, WIDEST)


def _draw_key(sheet: Sheet, trace: Trace, left: float, middle: float) -> None:
    line, marker = trace.get("line", {}), trace.get("marker", {})
    shade = colour(marker.get("color") if isinstance(marker.get("color"), str) else line.get("color"))
    if trace["type"] == "bar" or trace.get("fill"):
        sheet.block(left, middle - 7, KEY_WIDTH, 14, color=shade, alpha=trace.get("opacity", 1))
        return
    mode, symbol = trace.get("mode", "lines"), str(marker.get("symbol", "circle"))
    sheet.stroke(
        (left, left + KEY_WIDTH / 2, left + KEY_WIDTH), middle, color=shade,
        linewidth=2.6 * POINTS if "lines" in mode else 0, linestyle=DASHES.get(line.get("dash", "solid"), "-"),
        marker=MARKERS.get(symbol, "o") if "markers" in mode else "", markevery=[1], markersize=9 * POINTS,
        markerfacecolor="none" if symbol.endswith("-open") else shade,
    )  # fmt: skip
