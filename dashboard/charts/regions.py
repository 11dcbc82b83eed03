"""Regions drawn as they lie or as tiles, in classes of a value."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np

from dashboard.charts.chart import BACKGROUND, CATEGORY, INK, NO_COLOUR, Figure, figure, heat
from dashboard.charts.classes import Classes, classes_of
from dashboard.languages import KOREAN, _, spoken
from dashboard.words import number
from data_loader.reference import Outline

MAP_HEIGHT = 560
GEO: dict[str, Any] = {
    "visible": False,
    "fitbounds": "locations",
    "projection": {"type": "mercator"},
    "bgcolor": NO_COLOUR,
}
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
TILE_AXIS = {"showgrid": False, "showticklabels": False, "tickvals": [], "automargin": False}
# Half a tile with its gap.
REACH = 0.48
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
    classes = classes_of(values, is_share=unit == "%")
    # Those chosen come last, so that no neighbour lies over the line around them. (Of a map's regions Plotly can pale
    # some only by its own selection, and a click on what is selected tells nobody.)
    drawn = sorted(zip(outlines, values, strict=True), key=lambda pair: pair[0].code in chosen)
    shown, amounts = [outline for outline, _value in drawn], [value for _outline, value in drawn]
    return figure(
        # Plotly asks a CDN for a world file unless the first trace on the map is one of points.
        [names_of(labelled), _regions(shown, amounts, unit, file, chosen, classes)],
        height=MAP_HEIGHT,
        geo=GEO,
        clickmode="event+select",
        margin=dict.fromkeys("lrtb", 0),
    )


def names_of(outlines: Sequence[Outline]) -> dict[str, Any]:
    """The names of regions, each in a halo so that it can be read on any shade."""
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": [outline.lon for outline in outlines],
        "lat": [outline.lat for outline in outlines],
        "text": [_(outline.name) for outline in outlines],
        "hoverinfo": "skip",
        "showlegend": False,
        "textfont": {"size": 12, "color": INK, "shadow": HALO},
        "unselected": {"textfont": {"color": INK}},
    }


def _regions(
    outlines: Sequence[Outline],
    values: Sequence[float],
    unit: str,
    file: str,
    chosen: tuple[str, ...],
    classes: Classes,
) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "geojson": f"/app/static/{file}.geojson",
        "featureidkey": "id",
        "locations": [outline.code for outline in outlines],
        "z": [classes.place(value) for value in values],
        # A picture lists the values themselves, from the largest down.
        "meta": {"values": [None if np.isnan(value) else float(value) for value in values]},
        "text": [_(outline.name) for outline in outlines],
        "customdata": [amount_of(value, unit) for value in values],
        "marker": {"line": _borders(outlines, chosen)},
        "colorbar": classes.legend(unit),
        "hovertemplate": "<b>%{text}</b><br>%{customdata}<extra></extra>",
        **classes.scale(),
    }


def _borders(outlines: Sequence[Outline], chosen: tuple[str, ...]) -> dict[str, Any]:
    border = 1 if len(outlines) <= MANY else 0.5
    return {
        "color": [CATEGORY[0] if outline.code in chosen else BACKGROUND for outline in outlines],
        "width": [FRAME if outline.code in chosen else border for outline in outlines],
    }


def province_tiles_figure(
    outlines: Sequence[Outline], values: list[float], unit: str, units: str, chosen: tuple[str, ...]
) -> Figure:
    """Tiles in layers, so that those not chosen can be paler and names readable; clicks go to a point in each."""
    classes = classes_of(values, is_share=unit == "%")
    tiles = list(zip(outlines, values, strict=True))
    layers = [
        _tiles(own, unit, classes, is_front, is_pale)
        for is_front, is_pale in product((False, True), repeat=2)
        if (own := [tile for tile in tiles if _layer(*tile, chosen, classes) == (is_front, is_pale)])
    ]
    frames = [_frame(*TILE_OF[outline.code]) for outline in outlines if outline.code in chosen]
    return figure(
        [*layers, *frames, _touched(outlines, values, unit)],
        height=TILE_HEIGHT * len(TILES) + 8,
        clickmode="event+select",
        hoverdistance=-1,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={**TILE_AXIS, "range": [-0.5, len(TILES[0]) - 0.5]},
        yaxis={**TILE_AXIS, "range": [len(TILES) - 0.5, -0.5]},
    )


def _layer(outline: Outline, value: float, chosen: tuple[str, ...], classes: Classes) -> tuple[bool, bool]:
    """Whether a tile stands out, and whether its shade is a pale one."""
    return not chosen or outline.code in chosen, classes.is_pale(classes.place(value))


def _tiles(
    shown: Sequence[tuple[Outline, float]], unit: str, classes: Classes, is_front: bool, is_pale: bool
) -> dict[str, Any]:
    z: list[list[int | None]] = [[None] * len(TILES[0]) for _ in TILES]
    text = [[""] * len(TILES[0]) for _ in TILES]
    for outline, value in shown:
        row, column = TILE_OF[outline.code]
        z[row][column] = classes.place(value)
        text[row][column] = _on_tile(_(outline.name), amount_of(value, unit))
    return heat(range(len(TILES[0])), range(len(TILES)), z, "") | {
        "text": text,
        "texttemplate": "%{text}",
        "textfont": {"size": 13, "color": INK if is_pale else BACKGROUND},
        "xgap": 4,
        "ygap": 4,
        "hoverinfo": "skip",
        "opacity": 1 if is_front else UNCHOSEN,
        **classes.scale(),
    }


def _touched(outlines: Sequence[Outline], values: list[float], unit: str) -> dict[str, Any]:
    """Unseen points that answer pointer and finger."""
    unseen = {"marker": {"opacity": 0}}
    places = [TILE_OF[outline.code] for outline in outlines]
    amounts = [amount_of(value, unit) for value in values]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [column for _, column in places],
        "y": [row for row, _ in places],
        "text": [_(outline.name) for outline in outlines],
        "customdata": [[amount, outline.code] for outline, amount in zip(outlines, amounts, strict=True)],
        "marker": {"size": TILE_HEIGHT * 0.8, "opacity": 0, "symbol": "square"},
        "selected": unseen,
        "unselected": unseen,
        "hovertemplate": "<b>%{text}</b><br>%{customdata[0]}<extra></extra>",
    }


def _on_tile(name: str, amount: str) -> str:
    """Name and amount; English ones are wider than a tile on a phone, so Jeonnam-Gwangju and the unit are broken off."""
    if spoken() != KOREAN:
        name, amount = name.replace("-", "-<br>"), amount.replace(" ", "<br>", 1)
    return f"<b>{name}</b><br>{amount}"


def _frame(row: int, column: int) -> dict[str, object]:
    """A line around a chosen tile."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [column + REACH * x for x in (-1, 1, 1, -1, -1)],
        "y": [row + REACH * y for y in (-1, -1, 1, 1, -1)],
        "line": {"color": CATEGORY[0], "width": FRAME},
        "hoverinfo": "skip",
    }


def amount_of(value: float, unit: str) -> str:
    """A value with its unit; there is none where nothing was counted."""
    return _("공고 없음") if np.isnan(value) else f"{number(value, 1 if unit == '%' else 0)}{unit}"
