"""The map of regions with its values beside it, which a map too small for numbers cannot hold."""

import json
import math
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke

from dashboard.languages import _
from dashboard.takeaways.drawing.colours import GRID, QUIET, colour, scale
from dashboard.takeaways.drawing.lettering import POINTS, label, letters, shorten, shown
from dashboard.takeaways.drawing.marks import MARKERS
from dashboard.takeaways.drawing.values import each, listed
from data_loader.reference import OUTLINES_FOLDER

NAME_SIZE, ROW_SIZE = 15, 16
# The part of the width the map gets; the values stand in the rest.
MAP_SHARE = 0.52
# The municipalities of the whole country would not be readable.
MOST_ROWS = 32


def draw_map(axes: Axes, side: Axes, traces: list[dict[str, Any]]) -> None:
    """Regions coloured by their values on `axes`, the values from the largest down on `side`."""
    for trace in traces:
        if trace["type"] == "choropleth":
            _draw_regions(axes, trace)
            _write_values(side, trace)
    for trace in traces:
        if trace["type"] == "scattergeo":
            (_draw_points if trace.get("mode") == "markers" else _write_names)(axes, trace)
    axes.set_aspect("equal")
    axes.autoscale_view()


def _draw_regions(axes: Axes, trace: dict[str, Any]) -> None:
    outlines = _outlines(str(trace["geojson"]).rsplit("/", 1)[-1])
    codes, border = listed(trace["locations"]), trace["marker"]["line"]
    edges, widths = each(border["color"], len(codes)), each(border["width"], len(codes))
    for code, shade, edge, wide in zip(codes, _shades(trace), edges, widths, strict=True):
        axes.add_patch(
            PathPatch(outlines[code], facecolor=shade, edgecolor=colour(edge), linewidth=float(wide) * POINTS)
        )


def _shades(trace: dict[str, Any]) -> list[Any]:
    low, high = float(trace.get("zmin", 0)), float(trace.get("zmax", 1))
    colours = scale(trace["colorscale"])
    return [colours(float(np.clip((value - low) / max(high - low, 1e-9), 0, 1))) for value in listed(trace["z"])]


def _write_names(axes: Axes, trace: dict[str, Any]) -> None:
    for lon, lat, name in zip(listed(trace["lon"]), listed(trace["lat"]), listed(trace["text"]), strict=True):
        axes.text(lon, _mercator(lat), shown(label(name)), ha="center", va="center", fontproperties=letters(NAME_SIZE),
                  color=colour("text"), path_effects=[withStroke(linewidth=2.5, foreground="white")])  # fmt: skip


def _draw_points(axes: Axes, trace: dict[str, Any]) -> None:
    marker = trace["marker"]
    axes.scatter(
        listed(trace["lon"]), [_mercator(lat) for lat in listed(trace["lat"])], color=colour(marker.get("color")),
        s=(float(marker.get("size", 6)) * POINTS) ** 2, marker=MARKERS.get(marker.get("symbol", "circle"), "o"),
        alpha=marker.get("opacity", 1), linewidths=0, zorder=3,
    )  # fmt: skip


def _write_values(side: Axes, trace: dict[str, Any]) -> None:
    """A square of the region's colour, its name, its value."""
    values = trace.get("meta", {}).get("values", listed(trace["z"]))
    told = zip(values, listed(trace["text"]), listed(trace["customdata"]), _shades(trace), strict=True)
    rows = sorted(told, key=lambda row: -math.inf if row[0] is None else row[0], reverse=True)[:MOST_ROWS]
    side.set_xlim(0, 1)
    side.set_ylim(len(rows) - 0.4, -0.6)
    side.set_axis_off()
    for line, (_value, name, value, shade) in enumerate(rows):
        side.add_patch(Rectangle((0.02, line - 0.28), 0.045, 0.56, facecolor=shade, edgecolor=GRID, linewidth=0.8))
        style: dict[str, Any] = {"va": "center", "fontproperties": letters(ROW_SIZE)}
        side.text(0.1, line, shown(shorten(label(name), ROW_SIZE, 200)), color=colour("text"), **style)
        side.text(0.62, line, shown(label(value)), ha="right", color=colour("text"), **style)
        side.plot([0.02, 0.62], [line + 0.5, line + 0.5], color=GRID, linewidth=0.8)
    side.text(0.02, -0.75, shown(_("많은 곳부터")), color=QUIET, fontproperties=letters(13), va="bottom")


@lru_cache(4)
def _outlines(name: str) -> dict[str, Outline]:
    """Region code → its outline on a Mercator map, from the file the browser gets as well."""
    collection = json.loads((OUTLINES_FOLDER / name).read_text(encoding="utf-8"))
    return {feature["id"]: _outline(feature["geometry"]) for feature in collection["features"]}


def _outline(geometry: dict[str, Any]) -> Outline:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [[(lon, _mercator(lat)) for lon, lat in ring] for polygon in polygons for ring in polygon]
    return Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))


def _mercator(lat: float) -> float:
    """In degrees, so that it is to scale with longitude."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))
