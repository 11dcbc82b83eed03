"""Maps and charts of where the work is."""

from dataclasses import dataclass
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
    heading,
    month_axis,
    sentences,
    value_axis,
    within,
)
from dashboard.charts.flow import WEIGHT_HEADINGS, nothing_to_count, twelve_months
from dashboard.charts.reach import counted_of, limits, nothing, unread, unread_bands
from dashboard.charts.regions import Draw, amount_of, province_outlines, province_tiles_figure
from dashboard.languages import KOREAN, N_, _, spoken
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
from dashboard.selection.facets import OLD_REGIONS
from dashboard.selection.index import Found, Numbers
from dashboard.words import number, percent, subject, topic
from data_loader.reference import Outline, load_outlines

REGULAR_SHARE = "regular_share"
PER_PERSON = "per_100000"
MEASURES: dict[str, str] = dict(
    [*WEIGHT_NAMES.items(), (PER_PERSON, N_("인구 10만 명당")), (REGULAR_SHARE, N_("정규직 공고 비율"))]
)
MOST_FIELDS = 10
# Below this many persons or postings a location quotient says more about chance than about place.
SMALLEST_CELL = 30
SMALLEST_QUOTIENT = 1.1


def weight_of(measure: str) -> Weight:
    """What the charts beside the map count: persons, or postings for a share of postings."""
    return "headcount" if measure in ("headcount", PER_PERSON) else "postings"


@dataclass(frozen=True, slots=True)
class Look:
    """How the regions are shown: counted by which measure and mode, which of them chosen, in the old units or not.

    `residents` are needed for the measure per 100,000 people only.
    """

    measure: str
    mode: Mode
    chosen: tuple[str, ...] = ()
    old: bool = False
    residents: place.Residents | None = None


def province_map(found: Found, look: Look) -> Chart:
    """The regions coloured by a measure: headcount, also per 100,000 people, postings or the share of regular posts."""
    note = _("경계: 통계청 2013년, 단순하게 그림.")
    return _by_province("province_map", province_outlines, note, found, look)


def province_tiles(found: Found, look: Look) -> Chart:
    """As `province_map`, each region a tile of the same size at about its place: 서울 can be read on a phone."""
    note = _("시도를 같은 크기의 칸으로, 대략의 자리에 놓음.")
    return _by_province("province_tiles", province_tiles_figure, note, found, look)


def _by_province(chart_key: str, draw: Draw, note: str, found: Found, look: Look) -> Chart:
    asked, found = found, found.population
    key = OLD_REGIONS.key if look.old else "region"
    units: Literal["old", "comparable"] = "old" if look.old else "comparable"
    counted = break_down(found, key, weight_of(look.measure))
    shown = _measured(found, key, look, counted)
    by_code = {option.code: value for option, value in zip(counted.options, shown.values.tolist(), strict=True)}
    outlines = load_outlines(units)
    values = [by_code.get(outline.code, 0.0) for outline in outlines]
    counting = {"mode": within(_(MODE_NAMES[shown.mode])), "note": _(MODE_NOTES[shown.mode])}
    return Chart(
        chart_key,
        _("시도별 {what}", what=shown.name),
        _map_sentence(found, outlines, values, counted, look.measure, shown.mode) if found.count else nothing(asked),
        sentences(
            _("단위: {unit}, {mode}({note}).", unit=shown.unit.strip(), **counting), shown.note, counted_of(asked), note
        ),
        draw(outlines, values, shown.unit, units, look.chosen),
        lambda: _map_table(counted, shown, _(WEIGHT_UNITS[weight_of(look.measure)])),
    )


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is shown of each region: its values, what they are called, and how they were counted."""

    values: Numbers
    name: str
    column: str
    unit: str
    mode: Mode
    note: str = ""
    digits: int = 1


def _measured(found: Found, key: str, look: Look, counted: Breakdown) -> _Measured:
    weight = weight_of(look.measure)
    unit = _(WEIGHT_UNITS[weight])
    if look.measure == REGULAR_SHARE:
        name = _("정규직을 뽑는 공고의 비율")
        return _Measured(place.regular_share(found, key) * 100, name, heading(name, "%"), "%", "fractional")
    if look.measure == PER_PERSON and look.residents:
        name = _("인구 10만 명당 모집인원")
        note = _whose(found, look.residents.year) if found.count else ""
        values = place.headcount_per_100_000(found, look.residents, look.mode, key)
        return _Measured(values, name, heading(name, unit), unit, look.mode, note, digits=0)
    return _Measured(counted.values(look.mode), _(WEIGHT_NAMES[weight]), _(WEIGHT_HEADINGS[weight]), unit, look.mode)


def capital_share(found: Found, weight: Weight, mode: Mode) -> Chart:
    """The share of the capital area over time, in sums of twelve months; the choice of regions is left aside."""
    found = found.with_codes("region")
    series = flow.monthly(found.history)
    months = len(series.complete(weight))
    shares = place.capital_share_by_month(found.history, weight, series.first, series.first + months - 1, mode) * 100
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
        sentences(
            _(
                "단위: %, {mode}. 서울·인천·경기 ÷ 국내 전체, 각 달까지 12개월. 해외와 미기재는 빼고, 근무지 조건은 따르지 않음.",
                mode=within(_(MODE_NAMES[mode])),
            ),
            limits(found),
        ),
        figure([trace], xaxis=month_axis(), yaxis=value_axis(ticksuffix="%"), **unread_bands(found, series)),
        lambda: pd.DataFrame({_("월"): series.months[:months], _("수도권 비중(%)"): shares.round(2)}),
    )


def specialisation(found: Found, weight: Weight) -> Chart:
    """Location quotients of the regions in the largest NCS fields.

    The choices of regions and fields are left aside: against themselves, none of them would stand out.
    """
    asked = found.with_codes("region").with_codes("ncs")
    found = asked.population
    regions, fields, table = place.region_by_field(found, weight)
    quotients = location_quotients(table)
    quotients[table < SMALLEST_CELL] = np.nan
    order = np.argsort(-table.sum(axis=0), kind="stable")[:MOST_FIELDS]
    order = order[table.sum(axis=0)[order] > 0]
    shown = quotients[:, order]
    # English names are long: upright, they leave a phone the width for the cells.
    angle, names_height = (-35, 80) if spoken() == KOREAN else (-90, 190)
    trace = {
        "type": "heatmap", "x": [fields[position] for position in order], "y": regions,
        "z": [[None if np.isnan(value) else round(float(value), 2) for value in row] for row in shown],
        "zmin": 0, "zmax": 3, "xgap": 2, "ygap": 2, "texttemplate": "%{z:.1f}", "showscale": False,
        "colorscale": [[step / 9, colour] for step, colour in enumerate(SEQUENCE)],
        "hovertemplate": _("<b>%{y} · %{x}</b><br>전국의 %{z:.2f}배<extra></extra>"),
    }  # fmt: skip
    sentence = _("비교할 만큼 수가 많지 않다.")
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
        sentences(
            _("입지 계수 = 그 지역의 분야 비중 ÷ 전국의 분야 비중, {what} 기준, 균등 배분. "
              "{fewest} 미만인 칸은 비우고, 근무지와 분야 조건은 따르지 않음.",
              what=within(_(WEIGHT_NAMES[weight])), fewest=amount(SMALLEST_CELL, weight)),
            counted_of(asked),
        ),
        figure([trace], height=names_height + 26 * len(regions), xaxis={"side": "top", "showgrid": False, "tickangle": angle},
               yaxis={"autorange": "reversed", "showgrid": False}),
        lambda: pd.DataFrame(quotients.round(2), columns=fields, index=regions).rename_axis(_("근무지")).reset_index(),
    )  # fmt: skip


def seat_and_work(
    rows: list[str], columns: list[str], table: np.ndarray, weight: Weight, counted_of: str = ""
) -> Chart:
    """Headquarters → workplace: how much of a headquarters' hiring happens elsewhere; `counted_of` says of whom."""
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
        sentences(
            _("단위: %, 본사 시도별 합계 = 100, {what} 기준, 균등 배분. 행은 본사, 열은 근무지.",
              what=within(_(WEIGHT_NAMES[weight]))),
            counted_of,
        ),
        figure([trace], height=80 + 26 * len(rows), xaxis={"side": "top", "showgrid": False},
               yaxis={"autorange": "reversed", "showgrid": False}),
        lambda: pd.DataFrame(table.round(1), columns=columns, index=rows).rename_axis(heading(_("본사"), unit)).reset_index(),
    )  # fmt: skip


def _whose(found: Found, year: int) -> str:
    """Which postings are added up, and how many residents they are compared with."""
    if found.selection.codes("status") == ("open",):
        return _("접수 중인 공고의 합 ÷ {year}년 말 주민등록인구(행정안전부), 모든 나이.", year=year)
    return _(
        "{first}~{last}에 시작한 공고의 합 ÷ {year}년 말 주민등록인구(행정안전부), 모든 나이.",
        year=year, **_months_of(found),
    )  # fmt: skip


def _months_of(found: Found) -> dict[str, str]:
    """The first and the last month in which a posting found starts: rows lie in the order of their start."""
    first, last = found.index.start[found.rows[[-1, 0]]].astype("datetime64[D]").astype("datetime64[M]").astype(str)
    return {"first": str(first), "last": str(last)}


def _map_table(counted: Breakdown, shown: _Measured, unit: str) -> pd.DataFrame:
    modes = {heading(_(MODE_NAMES[mode]), unit): counted.values(mode).round(1) for mode in MODE_NAMES}
    regions = [option.label for option in counted.options]
    return pd.DataFrame({_("근무지"): regions, shown.column: shown.values.round(shown.digits), **modes})


def _map_sentence(
    found: Found, outlines: tuple[Outline, ...], values: list[float], counted: Breakdown, measure: str, mode: Mode
) -> str:
    named = [(value, _(outline.name)) for value, outline in zip(values, outlines, strict=True)]
    if measure == REGULAR_SHARE:
        enough = _with_base(named, outlines, counted, counted.fractional)
        if enough and max(enough)[0] == 0:
            return _("정규직을 뽑는 공고가 없다.")
        few = _("공고가 {fewest}건 이상인 시도가 없어 비율을 비교하지 않는다.", fewest=SMALLEST_CELL)
        return _highest(enough) or (few if found.count else nothing(found))
    weight = weight_of(measure)
    counts = counted.values(mode)
    if measure == PER_PERSON:
        sentence = _most_per_person(_with_base(named, outlines, counted, counts)) if found.count else ""
    else:
        sentence = _most([(value, name) for value, name in named if value > 0], weight)
    at_home = {outline.code for outline in outlines}
    off = {o.label: v for o, v in zip(counted.options, counts, strict=True) if o.code not in at_home and v}
    if off:
        sentence = sentence or _("국내 근무지를 적은 공고가 없다.")
        listed = ", ".join(f"{label} {amount(value, weight)}" for label, value in off.items())
        sentence = sentences(sentence, _("지도 밖: {places}.", places=listed))
    return sentence or nothing_to_count(found, weight)


def _with_base(
    named: list[tuple[float, str]], outlines: tuple[Outline, ...], counted: Breakdown, base: Numbers
) -> list[tuple[float, str]]:
    """Those of them that rest on enough postings or persons to be compared."""
    bases = dict(zip((option.code for option in counted.options), base.tolist(), strict=True))
    return [pair for pair, outline in zip(named, outlines, strict=True) if bases.get(outline.code, 0) >= SMALLEST_CELL]


def _most_per_person(rates: list[tuple[float, str]]) -> str:
    if not rates:
        return _("모집인원이 {fewest}명 이상인 시도가 없어 인구와 비교하지 않는다.", fewest=SMALLEST_CELL)
    if max(rates)[0] < 1:
        return _("인구 10만 명당 1명이 되는 시도가 없다.")
    return _most(rates, "headcount")


def _highest(values: list[tuple[float, str]]) -> str:
    """Which region has the highest share (%), and which comes second; empty without any."""
    if not values:
        return ""
    ranked, ties = _ranked(values)
    high, first = amount_of(ranked[0][0], "%"), ranked[0][1]
    if len(ranked) == 1:
        return _("{first} {amount}이다. 비교할 다른 시도가 없다.", first=topic(first), amount=high)
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
        return _("{first} {amount}이다. 비교할 다른 시도가 없다.", first=topic(first), amount=high)
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
        return nothing(found)
    wholes = np.nan_to_num(flow.trailing_sum(series.complete(weight)))
    if not len(shares) or np.isnan(shares[-1]) or wholes[-1] < SMALLEST_CELL:
        return unread(found) or _("최근 12개월에 셀 것이 모자라 비중을 말하지 않는다.")
    told = {"period": twelve_months(series.first + len(shares) - 1), "share": amount_of(shares[-1], "%")}
    is_known_before = len(shares) > 12 and not np.isnan(shares[-13]) and wholes[-13] >= SMALLEST_CELL
    if not is_known_before or found.selection.codes("status"):
        return _("수도권 비중은 {period}에 {share}이다.", **told)
    change = shares[-1] - shares[-13]
    if abs(change) < 0.05:
        return _("수도권 비중은 {period}에 {share}로 한 해 전과 같다.", **told)
    told["points"] = number(abs(change), 1)
    if change > 0:
        return _("수도권 비중은 {period}에 {share}로 한 해 전보다 {points}%포인트 높아졌다.", **told)
    return _("수도권 비중은 {period}에 {share}로 한 해 전보다 {points}%포인트 낮아졌다.", **told)
