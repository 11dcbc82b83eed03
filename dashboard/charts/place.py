"""Maps and charts of where the work is."""

from math import isclose
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    SEQUENCE,
    Chart,
    amount,
    figure,
    fitting,
    heading,
    month_axis,
    sentences,
    value_axis,
    within,
)
from dashboard.charts.flow import NOTHING, WEIGHT_HEADINGS, nothing_to_count
from dashboard.charts.regions import Draw, amount_of, province_outlines, province_tiles_figure
from dashboard.facets import OLD_REGIONS
from dashboard.index import Found
from dashboard.languages import N_, _
from dashboard.measures import flow, place
from dashboard.measures.breakdown import (
    MODE_NAMES,
    MODE_NOTES,
    WEIGHT_NAMES,
    WEIGHT_UNITS,
    Breakdown,
    Mode,
    Weight,
    break_down,
)
from dashboard.measures.concentration import location_quotients
from dashboard.words import number, percent, subject, topic
from data_loader.reference import Outline, load_outlines

REGULAR_SHARE = "regular_share"
MEASURES: dict[str, str] = dict([*WEIGHT_NAMES.items(), (REGULAR_SHARE, N_("정규직 공고 비율"))])
MOST_FIELDS = 10
# Below this many persons or postings a location quotient says more about chance than about place.
SMALLEST_CELL = 30
SMALLEST_QUOTIENT = 1.1


def weight_of(measure: str) -> Weight:
    """What the charts beside the map count: persons, or postings for a share of postings."""
    return "headcount" if measure == "headcount" else "postings"


def province_map(found: Found, measure: str, mode: Mode, chosen: tuple[str, ...], *, old: bool = False) -> Chart:
    """The regions coloured by a measure: headcount, postings or the share of regular posts."""
    note = _("경계: 통계청 2013년, 단순하게 그림.")
    return _by_province("province_map", province_outlines, note, found, measure, mode, chosen, old=old)


def province_tiles(found: Found, measure: str, mode: Mode, chosen: tuple[str, ...], *, old: bool = False) -> Chart:
    """As `province_map`, each region a tile of the same size at about its place: 서울 can be read on a phone."""
    note = _("시도를 같은 크기의 칸으로, 대략의 자리에 놓음.")
    return _by_province("province_tiles", province_tiles_figure, note, found, measure, mode, chosen, old=old)


def _by_province(
    chart_key: str, draw: Draw, note: str, found: Found, measure: str, mode: Mode, chosen: tuple[str, ...], *, old: bool
) -> Chart:
    key = OLD_REGIONS.key if old else "region"
    units: Literal["old", "comparable"] = "old" if old else "comparable"
    weight = weight_of(measure)
    counted = break_down(found, key, weight)
    values = place.regular_share(found, key) * 100 if measure == REGULAR_SHARE else counted.values(mode)
    by_code = {option.code: value for option, value in zip(counted.options, values.tolist(), strict=True)}
    outlines = load_outlines(units)
    shown = [by_code.get(outline.code, 0.0) for outline in outlines]
    unit = _(WEIGHT_UNITS[weight])
    name, column = _(WEIGHT_NAMES[weight]), _(WEIGHT_HEADINGS[weight])
    if measure == REGULAR_SHARE:
        unit, mode = "%", "fractional"
        name = _("정규직을 뽑는 공고의 비율")
        column = heading(name, unit)
    counting = {"mode": within(_(MODE_NAMES[mode])), "note": _(MODE_NOTES[mode])}
    return Chart(
        chart_key,
        _("시도별 {what}", what=name),
        _map_sentence(found, outlines, shown, counted, mode, measure),
        sentences(_("단위: {unit}, {mode}({note}).", unit=unit.strip(), **counting), note),
        draw(outlines, shown, unit, units, chosen),
        lambda: _map_table(counted, values, column, _(WEIGHT_UNITS[weight])),
    )


def capital_share(found: Found, weight: Weight, mode: Mode) -> Chart:
    """The share of the capital area over time, in sums of twelve months; the choice of regions is left aside."""
    found = found.with_codes("region")
    series = flow.monthly(found)
    months = len(series.complete(weight))
    shares = place.capital_share_by_month(found, weight, series.first, series.first + months - 1, mode) * 100
    days = [f"{month}-01" for month in series.months[:months]]
    trace = {
        "type": "scatter", "mode": "lines", "x": days, "y": [None if np.isnan(v) else float(v) for v in shares],
        "line": {"color": CATEGORY[0], "width": 2.5},
        "hovertemplate": _("%{x|%Y-%m}까지 12개월<br><b>수도권 %{y:.1f}%</b><extra></extra>"),
    }  # fmt: skip
    return Chart(
        "capital_share",
        _("수도권의 {what} 비중", what=within(_(WEIGHT_NAMES[weight]))),
        _capital_sentence(found, series, weight, shares),
        _(
            "단위: %, {mode}. 서울·인천·경기 ÷ 국내 전체, 각 달까지 열두 달. 해외와 미기재는 빼고, 근무지 조건은 따르지 않음.",
            mode=within(_(MODE_NAMES[mode])),
        ),
        figure([trace], xaxis=month_axis(), yaxis=value_axis(ticksuffix="%")),
        lambda: pd.DataFrame({_("월"): series.months[:months], _("수도권 비중(%)"): shares.round(2)}),
    )


def specialisation(found: Found, weight: Weight) -> Chart:
    """Location quotients of the regions in the largest NCS fields.

    The choices of regions and fields are left aside: against themselves, none of them would stand out.
    """
    found = found.with_codes("region").with_codes("ncs")
    regions, fields, table = place.region_by_field(found, weight)
    quotients = location_quotients(table)
    quotients[table < SMALLEST_CELL] = np.nan
    order = np.argsort(-table.sum(axis=0), kind="stable")[:MOST_FIELDS]
    order = order[table.sum(axis=0)[order] > 0]
    shown = quotients[:, order]
    trace = {
        "type": "heatmap", "x": fitting([fields[position] for position in order]), "y": regions,
        "z": [[None if np.isnan(value) else round(float(value), 2) for value in row] for row in shown],
        "zmin": 0, "zmax": 3, "xgap": 2, "ygap": 2, "texttemplate": "%{z:.1f}", "showscale": False,
        "colorscale": [[step / 9, colour] for step, colour in enumerate(SEQUENCE)],
        "hovertemplate": _("<b>%{y} · %{x}</b><br>전국의 %{z:.2f}배<extra></extra>"),
    }  # fmt: skip
    sentence = _("견줄 만큼 수가 많지 않다.")
    if np.isfinite(shown).any():
        row, column = np.unravel_index(np.nanargmax(shown), shown.shape)
        times = shown[row, column]
        sentence = _(
            "{region} {field} 비중이 전국의 {times}배로 가장 두드러진다.",
            region=topic(regions[row]),
            field=fields[order[column]],
            times=number(times, 1),
        )
        if times < SMALLEST_QUOTIENT:
            sentence = _("분야 비중이 전국보다 두드러지게 높은 지역이 없다.")
    return Chart(
        "specialisation",
        _("지역마다 두드러진 채용분야"),
        sentence,
        _("입지 계수 = 그 지역의 분야 비중 ÷ 전국의 분야 비중, {what} 기준, 나누어 세기. "
          "{fewest} 미만인 칸은 비우고, 근무지와 분야 조건은 따르지 않음.",
          what=within(_(WEIGHT_NAMES[weight])), fewest=amount(SMALLEST_CELL, weight)),
        figure([trace], height=80 + 26 * len(regions), xaxis={"side": "top", "showgrid": False, "tickangle": -35},
               yaxis={"autorange": "reversed", "showgrid": False}),
        lambda: pd.DataFrame(quotients.round(2), columns=fields, index=regions).rename_axis(_("근무지")).reset_index(),
    )  # fmt: skip


def seat_and_work(rows: list[str], columns: list[str], table: np.ndarray, weight: Weight) -> Chart:
    """Headquarters → workplace: how much of a headquarters' hiring happens elsewhere."""
    unit = _(WEIGHT_UNITS[weight])
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = table / table.sum(axis=1, keepdims=True) * 100
    trace = {
        "type": "heatmap", "x": columns, "y": rows, "xgap": 2, "ygap": 2, "showscale": False, "zmin": 0, "zmax": 100,
        "z": [[None if np.isnan(value) else round(float(value), 1) for value in row] for row in shares],
        "customdata": table.round(0).tolist(), "texttemplate": "%{z:.0f}",
        "colorscale": [[step / 9, colour] for step, colour in enumerate(SEQUENCE)],
        "hovertemplate": _("본사 %{{y}} → 근무지 %{{x}}<br><b>%{{z:.1f}}%</b>(%{{customdata:,.0f}}{unit})<extra></extra>", unit=unit),
    }  # fmt: skip
    home = sum(table[row, columns.index(name)] for row, name in enumerate(rows) if name in columns)
    known = sum(table[row].sum() for row, name in enumerate(rows) if name in columns)
    sentence = _("본사를 아는 기관의 공고가 없다.")
    if known > 0 and weight == "headcount":
        sentence = _(
            "모집인원의 {share}는 근무지가 본사와 같은 시도이고 나머지는 다른 곳이다.", share=percent(home / known)
        )
    elif known > 0:
        sentence = _(
            "공고의 {share}는 근무지가 본사와 같은 시도이고 나머지는 다른 곳이다.", share=percent(home / known)
        )
    return Chart(
        "seat_and_work",
        _("본사와 근무지"),
        sentence,
        _("단위: %, 본사 시도별 합계 = 100, {what} 기준, 나누어 세기. 행은 본사, 열은 근무지.",
          what=within(_(WEIGHT_NAMES[weight]))),
        figure([trace], height=80 + 26 * len(rows), xaxis={"side": "top", "showgrid": False},
               yaxis={"autorange": "reversed", "showgrid": False}),
        lambda: pd.DataFrame(table.round(1), columns=columns, index=rows).rename_axis(heading(_("본사"), unit)).reset_index(),
    )  # fmt: skip


def _map_table(counted: Breakdown, values: np.ndarray, name: str, unit: str) -> pd.DataFrame:
    modes = {heading(_(MODE_NAMES[mode]), unit): counted.values(mode).round(1) for mode in MODE_NAMES}
    return pd.DataFrame({_("근무지"): [option.label for option in counted.options], name: values.round(1), **modes})


def _map_sentence(
    found: Found, outlines: tuple[Outline, ...], values: list[float], counted: Breakdown, mode: Mode, measure: str
) -> str:
    names = {outline.code: outline.name for outline in outlines}
    if measure == REGULAR_SHARE:
        postings = dict(zip((o.code for o in counted.options), counted.fractional.tolist(), strict=True))
        enough = [
            (v, _(o.name)) for v, o in zip(values, outlines, strict=True) if postings.get(o.code, 0) >= SMALLEST_CELL
        ]
        if enough and max(enough)[0] == 0:
            return _("정규직을 뽑는 공고가 없다.")
        few = _("공고가 {fewest}건 이상인 시도가 없어 비율을 견주지 않는다.", fewest=SMALLEST_CELL)
        return _highest(enough) or (few if found.count else _(NOTHING))
    weight = weight_of(measure)
    sentence = _most([(v, _(o.name)) for v, o in zip(values, outlines, strict=True) if v > 0], weight)
    off = {o.label: v for o, v in zip(counted.options, counted.values(mode), strict=True) if o.code not in names and v}
    if off:
        sentence = sentence or _("국내 근무지를 적은 공고가 없다.")
        listed = ", ".join(f"{label} {amount(value, weight)}" for label, value in off.items())
        sentence = sentences(sentence, _("지도 밖: {places}.", places=listed))
    return sentence or nothing_to_count(found, weight)


def _highest(values: list[tuple[float, str]]) -> str:
    """Which region has the highest share (%), and which comes second; empty without any."""
    if not values:
        return ""
    ranked, ties = _ranked(values)
    high, first = amount_of(ranked[0][0], "%"), ranked[0][1]
    if len(ranked) == 1:
        return _("{first} {amount}이다. 견줄 다른 시도가 없다.", first=topic(first), amount=high)
    if ties > 1:
        return _("{first} 등 {ties}개 시도가 {amount}로 가장 높다.", first=first, ties=ties, amount=high)
    return _(
        "{first} {amount}로 가장 높고 {second} {other}로 뒤를 잇는다.",
        first=subject(first),
        amount=high,
        second=subject(ranked[1][1]),
        other=amount_of(ranked[1][0], "%"),
    )


def _most(values: list[tuple[float, str]], weight: Weight) -> str:
    """Which region has most persons or postings, and which comes second; empty without any."""
    if not values:
        return ""
    ranked, ties = _ranked(values)
    high, first = amount(ranked[0][0], weight), ranked[0][1]
    if len(ranked) == 1:
        return _("{first} {amount}이다. 견줄 다른 시도가 없다.", first=topic(first), amount=high)
    if ties > 1:
        return _("{first} 등 {ties}개 시도가 {amount}으로 가장 많다.", first=first, ties=ties, amount=high)
    return _(
        "{first} {amount}으로 가장 많고 {second} {other}으로 뒤를 잇는다.",
        first=subject(first),
        amount=high,
        second=subject(ranked[1][1]),
        other=amount(ranked[1][0], weight),
    )


def _ranked(values: list[tuple[float, str]]) -> tuple[list[tuple[float, str]], int]:
    """From the highest down, and how many share the first place."""
    ranked = sorted(values, key=lambda pair: -pair[0])
    return ranked, sum(isclose(value, ranked[0][0], rel_tol=1e-5) for value, _name in ranked)


def _capital_sentence(found: Found, series: flow.Monthly, weight: Weight, shares: np.ndarray) -> str:
    """The last share, and its change within a year where both rest on enough postings or persons."""
    if not found.count:
        return _(NOTHING)
    wholes = np.nan_to_num(flow.trailing_sum(series.complete(weight)))
    if not len(shares) or np.isnan(shares[-1]) or wholes[-1] < SMALLEST_CELL:
        return _("최근 열두 달에 셀 것이 모자라 비중을 말하지 않는다.")
    told = {"month": series.months[len(shares) - 1], "share": amount_of(shares[-1], "%")}
    is_known_before = len(shares) > 12 and not np.isnan(shares[-13]) and wholes[-13] >= SMALLEST_CELL
    if not is_known_before or found.selection.codes("status"):
        return _("수도권 비중은 {month}까지 열두 달에 {share}이다.", **told)
    change = shares[-1] - shares[-13]
    if abs(change) < 0.05:
        return _("수도권 비중은 {month}까지 열두 달에 {share}로 한 해 전과 같다.", **told)
    told["points"] = number(abs(change), 1)
    if change > 0:
        return _("수도권 비중은 {month}까지 열두 달에 {share}로 한 해 전보다 {points}%포인트 높아졌다.", **told)
    return _("수도권 비중은 {month}까지 열두 달에 {share}로 한 해 전보다 {points}%포인트 낮아졌다.", **told)
