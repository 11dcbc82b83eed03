"""Municipalities that postings name as workplace: a map and bars, coverage first."""

import json
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from dashboard.charts.chart import Chart, Figure, amount, bars, heading, sentences, within
from dashboard.charts.flow import nothing_to_count
from dashboard.charts.reach import counted_of
from dashboard.charts.regions import map_figure
from dashboard.languages import KOREAN, N_, _, spoken
from dashboard.measures.breakdown import MODE_NAMES, WEIGHT_NAMES, WEIGHT_UNITS, Mode, Weight
from dashboard.measures.place import Named, Workplaces, by_municipality
from dashboard.selection.index import Found
from dashboard.words import SMALLEST_BASE, number, percent, subject
from data_loader.codes import WORK_REGIONS
from data_loader.reference import OUTLINES_FOLDER, Outline, load_outlines
from data_loader.tables.municipalities import Municipality, load_municipalities

MOST_BARS = 20
FILE = "municipalities"
TITLES: dict[Weight, str] = {"headcount": N_("모집인원이 많은 시·군·구"), "postings": N_("공고가 많은 시·군·구")}
NOTES: dict[Mode, str] = {
    "fractional": N_("k곳을 밝힌 공고는 각 곳에 1/k씩"),
    "full": N_("여러 곳을 밝힌 공고는 곳마다 한 번씩"),
    "single": N_("한 곳만 밝힌 공고만"),
}


def municipality_map(found: Found, workplaces: Workplaces, weight: Weight, mode: Mode) -> Chart:
    """The municipalities coloured by what is counted; of the chosen regions only, where some are chosen."""
    asked, found = found, found.population
    named = by_municipality(found, workplaces, weight)
    return Chart(
        "municipality_map",
        _("시·군·구별 {what}", what=_(WEIGHT_NAMES[weight])),
        _sentence(found, named, weight, mode),
        sentences(
            _unit(weight, mode),
            _("제목이나 본문이 근무지로 밝힌 곳만."),
            counted_of(asked),
            _("경계: 통계청 2018년, 단순하게 그림."),
        ),
        _map(found, named.values(mode).tolist(), _(WEIGHT_UNITS[weight])),
        lambda: _table(found, named, weight),
    )


def _map(found: Found, values: list[float], unit: str) -> Figure:
    places, outlines = load_municipalities(), _outlines()
    drawn = [position for position, place in enumerate(places) if place.region in _regions(found)]
    # All names of the country would cover it.
    names = (
        load_outlines("comparable")
        if len(drawn) == len(outlines)
        else [_short(outlines[position], places[position]) for position in drawn]
    )
    shown = [outlines[position] for position in drawn]
    return map_figure(names, shown, [values[position] for position in drawn], unit, FILE, ())


def municipality_bars(found: Found, workplaces: Workplaces, weight: Weight, mode: Mode) -> Chart:
    """The largest municipalities, with the span from single to full counting as a thin line."""
    asked, found = found, found.population
    named = by_municipality(found, workplaces, weight)
    places = _ranked(found, named, mode)
    top = places[:MOST_BARS]
    labels = [_(load_municipalities()[position].label) for position in top]
    spans = named.single[top].tolist(), named.full[top].tolist()
    return Chart(
        "by_municipality",
        _(TITLES[weight]),
        _leaders(found, named, weight, mode),
        sentences(
            _unit(weight, mode),
            _("시·군·구를 밝힌 공고(전체의 {share})만.", share=_share(found, named)),
            _("막대 아래 가는 선은 하나만 밝힌 공고에서 중복 집계까지."),
            counted_of(asked),
            _("아래 {count}곳은 표에 있음.", count=len(places) - MOST_BARS) if len(places) > MOST_BARS else "",
        ),
        bars(labels, named.values(mode)[top].tolist(), _(WEIGHT_UNITS[weight]), spans=spans),
        lambda: _table(found, named, weight),
    )


@lru_cache(maxsize=1)
def _outlines() -> tuple[Outline, ...]:
    collection = json.loads((OUTLINES_FOLDER / f"{FILE}.geojson").read_text(encoding="utf-8"))
    return tuple(Outline(feature["id"], **feature["properties"]) for feature in collection["features"])


def _short(outline: Outline, place: Municipality) -> Outline:
    """Within its region a name needs no province."""
    return Outline(outline.code, _(place.name).split("(")[0].strip(), outline.lon, outline.lat)


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
    unit = _(WEIGHT_UNITS[weight])
    return pd.DataFrame(
        {
            _("시도"): pd.Series([_(WORK_REGIONS[place.region].name) for place in places], dtype="str"),
            _("시·군·구"): pd.Series([_(place.name) for place in places], dtype="str"),
            **{heading(_(MODE_NAMES[mode]), unit): named.values(mode)[order].round(1) for mode in modes},
        }
    )


def _coverage(found: Found, named: Named, weight: Weight) -> str:
    if not found.count:
        return nothing_to_count(found, weight)
    told = {
        "whole": number(found.count),
        "count": number(named.covered_postings),
        "share": _share(found, named),
    }
    if weight == "headcount" and named.total:
        of_headcount = percent(named.covered / named.total)
        return _(
            "공고 {whole}건 가운데 {count}건({share})이 시·군·구를 밝혔다(모집인원으로는 {of_headcount}).",
            of_headcount=of_headcount,
            **told,
        )
    return _("공고 {whole}건 가운데 {count}건({share})이 시·군·구를 밝혔다.", **told)


def _sentence(found: Found, named: Named, weight: Weight, mode: Mode) -> str:
    """Coverage, then who comes first among those that name a place."""
    coverage = _coverage(found, named, weight)
    order, values = _ranked(found, named, mode), named.values(mode)
    if named.covered_postings < SMALLEST_BASE or not order or not values[order[0]]:
        return coverage
    first = subject(_(load_municipalities()[order[0]].label))
    most = amount(values[order[0]], weight)
    return sentences(coverage, _("그 가운데 {first} {amount}으로 가장 많다.", first=first, amount=most))


def _share(found: Found, named: Named) -> str:
    return percent(named.covered_postings / found.count if found.count else 0.0)


def _leaders(found: Found, named: Named, weight: Weight, mode: Mode) -> str:
    """The first three, and how much of what is named the longest bars hold."""
    order, values = _ranked(found, named, mode), named.values(mode)
    whole = values[order].sum()
    if named.covered_postings < SMALLEST_BASE or not whole:
        return _coverage(found, named, weight)
    # English names hold a comma.
    names = (", " if spoken() == KOREAN else "; ").join(
        _(load_municipalities()[position].label) for position in order[:3]
    )
    if len(order) == 1:
        return _("{name} 한 곳뿐이다.", name=names)
    # Equal ones have no order.
    is_ranked = all(values[one] > values[next_one] for one, next_one in pairwise(order[:4]))
    sentence = _("{names} 순으로 많다.", names=names) if is_ranked else _("{names} 등이 많다.", names=names)
    if len(order) <= MOST_BARS:
        return sentence
    share = percent(values[order[:MOST_BARS]].sum() / whole)
    return sentences(sentence, _("많은 {count}곳에 {share}가 모였다.", count=MOST_BARS, share=share))


def _unit(weight: Weight, mode: Mode) -> str:
    counting = {"mode": within(_(MODE_NAMES[mode])), "note": _(NOTES[mode])}
    return _("단위: {unit}, {mode}({note}).", unit=_(WEIGHT_UNITS[weight]).strip(), **counting)
