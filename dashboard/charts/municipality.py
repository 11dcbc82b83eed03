"""Municipalities that postings name as workplace: a map and bars, coverage first."""

import json
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from dashboard.charts.chart import Chart, bars
from dashboard.charts.flow import nothing_to_count
from dashboard.charts.regions import map_figure
from dashboard.index import Found
from dashboard.measures.breakdown import MODE_NAMES, WEIGHT_NAMES, WEIGHT_UNITS, Mode, Weight
from dashboard.measures.place import Named, Workplaces, by_municipality
from dashboard.words import SMALLEST_BASE, number, percent, subject
from data_loader.codes import WORK_REGIONS
from data_loader.municipalities import load_municipalities
from data_loader.reference import OUTLINES_FOLDER, Outline, load_outlines

MOST_BARS = 20
FILE = "municipalities"
WHAT: dict[Weight, str] = {"headcount": "모집인원", "postings": "공고"}


def municipality_map(found: Found, workplaces: Workplaces, weight: Weight, mode: Mode) -> Chart:
    """The municipalities coloured by what is counted; of the chosen regions only, where some are chosen."""
    named = by_municipality(found, workplaces, weight)
    drawn = [position for position, place in enumerate(load_municipalities()) if place.region in _regions(found)]
    outlines = [_outlines()[position] for position in drawn]
    # All names of the country would cover it.
    names = load_outlines("comparable") if len(drawn) == len(_outlines()) else [_short(outline) for outline in outlines]
    values = named.values(mode)[drawn].tolist()
    return Chart(
        "municipality_map",
        f"시·군·구별 {WEIGHT_NAMES[weight]}",
        _sentence(found, named, weight, mode),
        f"{_unit(weight, mode)} 제목이나 본문이 근무지로 밝힌 곳만. 경계: 통계청 2018년, 단순하게 그림.",
        map_figure(names, outlines, values, WEIGHT_UNITS[weight], FILE, ()),
        lambda: _table(found, named, weight),
    )


def municipality_bars(found: Found, workplaces: Workplaces, weight: Weight, mode: Mode) -> Chart:
    """The largest municipalities, with the span from single to full counting as a thin line."""
    named = by_municipality(found, workplaces, weight)
    places = _ranked(found, named, mode)
    top = places[:MOST_BARS]
    labels = [load_municipalities()[position].label for position in top]
    rest = f" 아래 {len(places) - MOST_BARS}곳은 표에 있음." if len(places) > MOST_BARS else ""
    return Chart(
        "by_municipality",
        f"{subject(WHAT[weight])} 많은 시·군·구",
        _leaders(found, named, weight, mode),
        f"{_unit(weight, mode)} 시·군·구를 밝힌 공고(전체의 {_share(found, named)})만. 가는 선은 하나만 밝힌 공고~모두 세기.{rest}",
        bars(labels, named.values(mode)[top].tolist(), WEIGHT_UNITS[weight], low=named.single[top].tolist(),
             high=named.full[top].tolist()),
        lambda: _table(found, named, weight),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _outlines() -> tuple[Outline, ...]:
    collection = json.loads((OUTLINES_FOLDER / f"{FILE}.geojson").read_text(encoding="utf-8"))
    return tuple(Outline(feature["id"], **feature["properties"]) for feature in collection["features"])


def _short(outline: Outline) -> Outline:
    """Within its region a name needs no province."""
    name = outline.name.split(" ", 1)[-1].split("(")[0]
    return Outline(outline.code, name, outline.lon, outline.lat)


def _regions(found: Found) -> frozenset[str]:
    """The regions to show: those chosen, and all where none at home is."""
    everywhere = frozenset(place.region for place in load_municipalities())
    return everywhere & frozenset(found.selection.codes("region")) or everywhere


def _ranked(found: Found, named: Named, mode: Mode) -> list[int]:
    """Places with any posting, the largest first."""
    places, values, regions = load_municipalities(), named.values(mode), _regions(found)
    return [
        int(position)
        for position in np.argsort(-values, kind="stable")
        if named.full[position] > 0 and places[position].region in regions
    ]


def _table(found: Found, named: Named, weight: Weight) -> pd.DataFrame:
    order = _ranked(found, named, "fractional")
    places = [load_municipalities()[position] for position in order]
    modes: tuple[Mode, ...] = ("fractional", "full", "single")
    unit = WEIGHT_UNITS[weight]
    return pd.DataFrame(
        {
            "시도": pd.Series([WORK_REGIONS[place.region].name for place in places], dtype="str"),
            "시·군·구": pd.Series([place.name for place in places], dtype="str"),
            **{f"{MODE_NAMES[mode]}({unit})": named.values(mode)[order].round(1) for mode in modes},
        }
    )


def _coverage(found: Found, named: Named, weight: Weight) -> str:
    if not found.count:
        return nothing_to_count(found, weight)
    share = _share(found, named)
    sentence = f"공고 {number(found.count)}건 가운데 {number(named.covered_postings)}건({share})이 시·군·구를 밝혔다"
    if weight == "headcount" and named.total:
        sentence += f"(모집인원으로는 {percent(named.covered / named.total)})"
    return f"{sentence}."


def _sentence(found: Found, named: Named, weight: Weight, mode: Mode) -> str:
    """Coverage, then who comes first among those that name a place."""
    coverage = _coverage(found, named, weight)
    order, values = _ranked(found, named, mode), named.values(mode)
    if named.covered_postings < SMALLEST_BASE or not order or not values[order[0]]:
        return coverage
    first = load_municipalities()[order[0]].label
    return f"{coverage} 그 가운데 {subject(first)} {number(values[order[0]])}{WEIGHT_UNITS[weight]}으로 가장 많다."


def _share(found: Found, named: Named) -> str:
    return percent(named.covered_postings / found.count if found.count else 0.0)


def _leaders(found: Found, named: Named, weight: Weight, mode: Mode) -> str:
    """The first three, and how much of what is named the longest bars hold."""
    order, values = _ranked(found, named, mode), named.values(mode)
    whole = values[order].sum()
    if named.covered_postings < SMALLEST_BASE or not whole:
        return _coverage(found, named, weight)
    names = ", ".join(load_municipalities()[position].label for position in order[:3])
    if len(order) == 1:
        return f"{names} 한 곳뿐이다."
    # Equal ones have no order.
    is_ranked = all(values[one] > values[next_one] for one, next_one in pairwise(order[:4]))
    sentence = f"{names} {'순으로' if is_ranked else '등이'} 많다."
    if len(order) > MOST_BARS:
        sentence += f" 많은 {MOST_BARS}곳에 {percent(values[order[:MOST_BARS]].sum() / whole)}가 모였다."
    return sentence


def _unit(weight: Weight, mode: Mode) -> str:
    notes = {
        "fractional": "k곳을 밝힌 공고는 각 곳에 1/k씩",
        "full": "여러 곳을 밝힌 공고는 곳마다 한 번씩",
        "single": "한 곳만 밝힌 공고만",
    }
    return f"단위: {WEIGHT_UNITS[weight]}, {MODE_NAMES[mode]}({notes[mode]})."
