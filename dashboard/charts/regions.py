"""Regions drawn as they lie or as tiles, coloured by a value."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dashboard.charts.chart import BACKGROUND, CATEGORY, INK, SEQUENCE, Figure, figure
from dashboard.languages import KOREAN, _, spoken
from dashboard.words import number
from data_loader.reference import Outline

MAP_HEIGHT = 560
# The part of the scale on which names in the theme's ink stay readable.
MAP_COLOURS = [[step / 5, colour] for step, colour in enumerate(SEQUENCE[:6])]
HALO = f"0 0 3px {BACKGROUND}, 0 0 3px {BACKGROUND}, 0 0 2px {BACKGROUND}"
# From the top down. 광주 has a tile of its own on the map of the old regions only.
TILES = (
    ("R3011", "R3010", "R3017", "R3018"),
    ("R3019", "R3026", "R3020", "R3021"),
    ("R3024", "R3012", "R3013", "R3016"),
    ("R3015", "R3023", "R3022", "R3014"),
    ("R3025", "", "", ""),
)
TILE_OF = {code: (row, column) for row, codes in enumerate(TILES) for column, code in enumerate(codes) if code}
TILE_OF["R3027"] = TILE_OF["R3023"]
TILE_HEIGHT = 84
UNCHOSEN = 0.7
# The line around what is chosen.
FRAME = 3
# More outlines than that are drawn with finer borders.
MANY = 40
Draw = Callable[[Sequence[Outline], list[float], str, str, tuple[str, ...]], Figure]


def province_outlines(
    outlines: Sequence[Outline], values: list[float], unit: str, units: str, chosen: tuple[str, ...]
) -> Figure:
    """The map of the regions, their names on it."""
    return map_figure(outlines, outlines, values, unit, f"regions_{units}", chosen)


def map_figure(
    labelled: Sequence[Outline],
    outlines: Sequence[Outline],
    values: list[float],
    unit: str,
    file: str,
    chosen: tuple[str, ...],
) -> Figure:
    """A map of `outlines` from a file served as `file`.geojson, with the names of `labelled` on it."""
    names = {
        # Plotly asks a CDN for a world file unless the first trace on the map is one of points.
        "type": "scattergeo", "mode": "text", "lon": [outline.lon for outline in labelled],
        "lat": [outline.lat for outline in labelled], "text": [_(outline.name) for outline in labelled],
        "hoverinfo": "skip", "textfont": {"size": 12, "color": INK, "shadow": HALO},
        "unselected": {"textfont": {"color": INK}},
    }  # fmt: skip
    # Those chosen come last, so that no neighbour lies over the line around them. (Of a map's regions Plotly can pale
    # some only by its own selection, and a click on what is selected tells nobody.)
    drawn = sorted(zip(outlines, values, strict=True), key=lambda pair: pair[0].code in chosen)
    outlines, values = [outline for outline, _value in drawn], [value for _outline, value in drawn]
    is_chosen = [outline.code in chosen for outline in outlines]
    border = 1 if len(outlines) <= MANY else 0.5
    # A whole word would lie over the map; the line above the figure names it.
    scale_unit = "" if unit.startswith(" ") else unit
    places: dict[str, Any] = {
        "type": "choropleth", "geojson": f"/app/static/{file}.geojson", "featureidkey": "id",
        "locations": [outline.code for outline in outlines], "z": [_or_zero(value) for value in values],
        "zmin": 0, "zmax": max([1.0, *map(_or_zero, values)]),
        "text": [_(outline.name) for outline in outlines],
        "customdata": [amount_of(value, unit) for value in values],
        "colorscale": MAP_COLOURS,
        "marker": {"line": {"color": [CATEGORY[0] if framed else BACKGROUND for framed in is_chosen],
                            "width": [FRAME if framed else border for framed in is_chosen]}},
        "colorbar": {"thickness": 8, "len": 0.5, "x": 0.02, "xanchor": "left", "y": 0.98, "yanchor": "top",
                     "tickformat": ",", "ticksuffix": scale_unit, "outlinewidth": 0},
        "hovertemplate": "<b>%{text}</b><br>%{customdata}<extra></extra>",
    }  # fmt: skip
    geo = {"visible": False, "fitbounds": "locations", "projection": {"type": "mercator"}, "bgcolor": "rgba(0,0,0,0)"}
    return figure(
        [names, places], height=MAP_HEIGHT, geo=geo, clickmode="event+select", margin=dict.fromkeys("lrtb", 0)
    )


def province_tiles_figure(
    outlines: Sequence[Outline], values: list[float], unit: str, units: str, chosen: tuple[str, ...]
) -> Figure:
    """Tiles in two layers, so that those not chosen can be paler; clicks go to a point in the middle of each."""
    amounts = [amount_of(value, unit) for value in values]
    top = max([1.0, *map(_or_zero, values)])
    places = [TILE_OF[outline.code] for outline in outlines]
    layers = []
    for is_front in (False, True) if chosen else (True,):
        z: list[list[float | None]] = [[None] * len(TILES[0]) for _ in TILES]
        text = [[""] * len(TILES[0]) for _ in TILES]
        for (row, column), outline, value, amount in zip(places, outlines, values, amounts, strict=True):
            if not chosen or is_front is (outline.code in chosen):
                z[row][column], text[row][column] = _or_zero(value), _on_tile(_(outline.name), amount)
        layers.append({
            "type": "heatmap", "z": z, "x": [*range(len(TILES[0]))], "y": [*range(len(TILES))], "text": text,
            "texttemplate": "%{text}", "textfont": {"size": 13, "color": INK}, "xgap": 4, "ygap": 4,
            "zmin": 0, "zmax": top, "colorscale": MAP_COLOURS, "showscale": False, "hoverinfo": "skip",
            "opacity": 1 if is_front else UNCHOSEN,
        })  # fmt: skip
    unseen = {"marker": {"opacity": 0}}
    points = {
        "type": "scatter", "mode": "markers", "x": [column for _, column in places], "y": [row for row, _ in places],
        "text": [_(outline.name) for outline in outlines],
        "customdata": [[amount, outline.code] for outline, amount in zip(outlines, amounts, strict=True)],
        "marker": {"size": TILE_HEIGHT * 0.8, "opacity": 0, "symbol": "square"}, "selected": unseen,
        "unselected": unseen, "hovertemplate": "<b>%{text}</b><br>%{customdata[0]}<extra></extra>",
    }  # fmt: skip
    still = {"showgrid": False, "showticklabels": False, "tickvals": [], "automargin": False}
    frames = [_frame(TILE_OF[outline.code]) for outline in outlines if outline.code in chosen]
    return figure(
        [*layers, *frames, points], height=TILE_HEIGHT * len(TILES) + 8, clickmode="event+select", hoverdistance=-1,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={**still, "range": [-0.5, len(TILES[0]) - 0.5]}, yaxis={**still, "range": [len(TILES) - 0.5, -0.5]},
    )  # fmt: skip


def _on_tile(name: str, amount: str) -> str:
    """Name and amount; English ones are wider than a tile on a phone, so Jeonnam-Gwangju and the unit are broken off."""
    if spoken() != KOREAN:
        name, amount = name.replace("-", "-<br>"), amount.replace(" ", "<br>", 1)
    return f"<b>{name}</b><br>{amount}"


def _frame(place: tuple[int, int]) -> dict[str, object]:
    """A line around a chosen tile."""
    row, column = place
    far = 0.48
    return {
        "type": "scatter", "mode": "lines", "x": [column + far * x for x in (-1, 1, 1, -1, -1)],
        "y": [row + far * y for y in (-1, -1, 1, 1, -1)], "line": {"color": CATEGORY[0], "width": FRAME}, "hoverinfo": "skip",
    }  # fmt: skip


def amount_of(value: float, unit: str) -> str:
    """A value with its unit; there is none where nothing was counted."""
    return _("공고 없음") if np.isnan(value) else f"{number(value, 1 if unit == '%' else 0)}{unit}"


def _or_zero(value: float) -> float:
    return 0.0 if np.isnan(value) else value
