"""Charts of where the work is: the capital area over time, fields that stand out, headquarters against workplaces."""

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    DIVERGING,
    INK,
    ROWS,
    Chart,
    Figure,
    amount,
    figure,
    heading,
    heat,
    month_axis,
    sentences,
    within,
)
from dashboard.charts.flow import twelve_months
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.provinces import SMALLEST_CELL
from dashboard.charts.reach import counted_of, limits, nothing, unread, unread_bands
from dashboard.languages import KOREAN, _, spoken
from dashboard.measures import flow, place
from dashboard.measures.breakdown import MODE_NAMES, WEIGHT_NAMES, WEIGHT_UNITS, Mode, Weight
from dashboard.measures.concentration import location_quotients
from dashboard.measures.place import Residents
from dashboard.selection.index import Found, Numbers
from dashboard.words import number, percent, topic

MOST_FIELDS = 10
SMALLEST_QUOTIENT = 1.1
# A third and three times the nation's share are as far from it, and the ends of the colours.
FARTHEST_QUOTIENT = 3
SMALLEST_POINT = 0.05


def capital_share(found: Found, weight: Weight, mode: Mode, residents: Residents | None = None) -> Chart:
    """The share of the capital area over time, in sums of twelve months, beside its share of the residents; the choice
    of regions is left aside."""
    found = found.with_codes("region")
    series = flow.monthly(found.history)
    months = series.months[: len(series.complete(weight))]
    last = series.first + len(months) - 1
    shares = place.capital_share_by_month(found.history, weight, series.first, last, mode) * 100
    what = within(_(WEIGHT_NAMES[weight]))
    counting = _(
        "단위: %, {mode}. 서울·인천·경기 ÷ 국내 전체, 각 달까지 12개월. 해외와 미기재는 빼고, 근무지 조건은 따르지 않음.",
        mode=within(_(MODE_NAMES[mode])),
    )
    population = _("점선은 {year}년 말 수도권 주민의 비중.", year=residents.year) if residents else ""
    return Chart(
        "capital_share",
        _("수도권의 {what} 비중", what=what),
        _capital_sentence(found, series, weight, shares),
        sentences(counting, population, limits(found)),
        _capital_figure(found, series, shares, what, residents),
        lambda: pd.DataFrame({_("월"): months, _("수도권 비중(%)"): shares.round(2)}),
    )


def _capital_figure(
    found: Found, series: flow.Monthly, shares: Numbers, what: str, residents: Residents | None
) -> Figure:
    days = [f"{month}-01" for month in series.months[: len(shares)]]
    known = [None if np.isnan(value) else float(value) for value in shares]
    lines = [Line(what, days, known, CATEGORY[0])] if any(value is not None for value in known) else []
    if lines and residents:
        lines.append(Line(_("주민"), days, [residents.capital_share * 100] * len(days), INK, "dot"))
    return named_lines(
        lines,
        "%",
        digits=1,
        markers=False,
        xaxis=month_axis(),
        yaxis={"ticksuffix": "%"},
        **unread_bands(found, series),
    )


def _capital_sentence(found: Found, series: flow.Monthly, weight: Weight, shares: Numbers) -> str:
    """The last share, and its change within a year where both rest on enough postings or persons."""
    if not found.count:
        return nothing(found)
    wholes = np.nan_to_num(flow.trailing_sum(series.complete(weight)))
    if not len(shares) or np.isnan(shares[-1]) or wholes[-1] < SMALLEST_CELL:
        return unread(found) or _("최근 12개월에 셀 것이 모자라 비중을 말하지 않는다.")
    told = {"period": twelve_months(series.first + len(shares) - 1), "share": f"{number(shares[-1], 1)}%"}
    is_known_before = len(shares) > 12 and not np.isnan(shares[-13]) and wholes[-13] >= SMALLEST_CELL
    if not is_known_before or found.selection.codes("status"):
        return _("수도권 비중은 {period}에 {share}이다.", **told)
    change = shares[-1] - shares[-13]
    if abs(change) < SMALLEST_POINT:
        return _("수도권 비중은 {period}에 {share}로 한 해 전과 같다.", **told)
    told["points"] = number(abs(change), 1)
    if change > 0:
        return _("수도권 비중은 {period}에 {share}로 한 해 전보다 {points}%포인트 높아졌다.", **told)
    return _("수도권 비중은 {period}에 {share}로 한 해 전보다 {points}%포인트 낮아졌다.", **told)


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
    largest = [fields[position] for position in order]
    return Chart(
        "specialisation",
        _("지역마다 두드러진 채용분야"),
        _specialisation_sentence(regions, largest, quotients[:, order]),
        sentences(_about_quotients(weight), counted_of(asked)),
        _quotients(regions, largest, quotients[:, order]),
        lambda: pd.DataFrame(quotients.round(2), columns=fields, index=regions).rename_axis(_("근무지")).reset_index(),
    )


def _about_quotients(weight: Weight) -> str:
    return _(
        "입지 계수 = 그 지역의 분야 비중 ÷ 전국의 분야 비중, {what} 기준, 균등 배분. 1이면 전국과 같고, 파랄수록 많고 주황일수록 적음. "
        "{fewest} 미만인 칸은 비우고, 근무지와 분야 조건은 따르지 않음.",
        what=within(_(WEIGHT_NAMES[weight])),
        fewest=amount(SMALLEST_CELL, weight),
    )


def _quotients(regions: list[str], fields: list[str], quotients: Numbers) -> Figure:
    """Cells coloured by how often the nation's share goes into the region's, or the other way round."""
    # English names are long: upright, they leave a phone the width for the cells.
    angle, names_height = (-35, 80) if spoken() == KOREAN else (-90, 190)
    end = float(np.log(FARTHEST_QUOTIENT))
    with np.errstate(divide="ignore"):
        logs = np.clip(np.log(quotients), -end, end)
    cells = heat(
        fields,
        regions,
        [[None if np.isnan(value) else round(float(value), 3) for value in row] for row in logs],
        _("<b>%{y} · %{x}</b><br>전국의 %{customdata:.2f}배"),
        zmin=-end,
        zmax=end,
        text=[["" if np.isnan(value) else f"{value:.1f}" for value in row] for row in quotients],
        customdata=np.nan_to_num(quotients).round(2).tolist(),
        texttemplate="%{text}",
        colorscale=[[step / 9, colour] for step, colour in enumerate(DIVERGING)],
    )
    on_top = {"side": "top", "showgrid": False, "tickangle": angle}
    return figure([cells], height=names_height + 26 * len(regions), xaxis=on_top, yaxis=ROWS)


def _specialisation_sentence(regions: list[str], fields: list[str], quotients: Numbers) -> str:
    if not np.isfinite(quotients).any():
        return _("비교할 만큼 수가 많지 않다.")
    row, column = np.unravel_index(np.nanargmax(quotients), quotients.shape)
    times = quotients[row, column]
    if times < SMALLEST_QUOTIENT:
        return _("분야 비중이 전국보다 두드러지게 높은 지역이 없다.")
    return _(
        "{region} {field} 비중이 전국의 {times}배로 가장 두드러진다.",
        region=topic(regions[row]),
        field=fields[column],
        times=number(times, 1),
    )


def seat_and_work(
    rows: list[str], columns: list[str], table: np.ndarray, weight: Weight, counted_of: str = ""
) -> Chart:
    """Headquarters → workplace: how much of a headquarters' hiring happens elsewhere; `counted_of` says of whom."""
    about = _(
        "단위: %, 본사 시도별 합계 = 100, {what} 기준, 균등 배분. 행은 본사, 열은 근무지. 근무지 조건은 따르지 않음.",
        what=within(_(WEIGHT_NAMES[weight])),
    )
    corner = heading(_("본사"), _(WEIGHT_UNITS[weight]))
    return Chart(
        "seat_and_work",
        _("본사와 근무지"),
        _seat_sentence(rows, columns, table, weight),
        sentences(about, counted_of),
        _seats(rows, columns, table, _(WEIGHT_UNITS[weight])),
        lambda: pd.DataFrame(table.round(1), columns=columns, index=rows).rename_axis(corner).reset_index(),
    )


def _seats(rows: list[str], columns: list[str], table: np.ndarray, unit: str) -> Figure:
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = table / table.sum(axis=1, keepdims=True) * 100
    cells = heat(
        columns,
        rows,
        [[None if np.isnan(value) else round(float(value), 1) for value in row] for row in shares],
        _("본사 %{{y}} → 근무지 %{{x}}<br><b>%{{z:.1f}}%</b>(%{{customdata:,.0f}}{unit})", unit=unit),
        zmax=100,
        customdata=table.round(0).tolist(),
        texttemplate="%{z:.0f}",
    )
    return figure([cells], height=80 + 26 * len(rows), xaxis={"side": "top", "showgrid": False}, yaxis=ROWS)


def _seat_sentence(rows: list[str], columns: list[str], table: np.ndarray, weight: Weight) -> str:
    home = sum(table[row, columns.index(name)] for row, name in enumerate(rows) if name in columns)
    known = sum(table[row].sum() for row, name in enumerate(rows) if name in columns)
    if not known > 0:
        return _("본사를 아는 기관의 공고가 없다.")
    share = percent(home / known)
    if weight == "headcount":
        return _("모집인원의 {share}는 근무지가 본사와 같은 시도이고 나머지는 다른 곳이다.", share=share)
    return _("공고의 {share}는 근무지가 본사와 같은 시도이고 나머지는 다른 곳이다.", share=share)
