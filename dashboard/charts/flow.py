"""Charts of postings and headcount over time and over the options of a facet."""

from collections.abc import Sequence
from datetime import date
from math import isclose
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    NAMES,
    ROWS,
    Chart,
    Figure,
    amount,
    bars,
    column_bars,
    figure,
    heading,
    heat,
    month_axis,
    month_names,
    sentences,
    short,
    value_axis,
    within,
    written,
)
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.reach import counted_of, limits, nothing, unread, unread_bands
from dashboard.languages import KOREAN, N_, _, spoken
from dashboard.measures import flow
from dashboard.measures.breakdown import (
    MODE_NAMES,
    WEIGHT_NAMES,
    WEIGHT_UNITS,
    Breakdown,
    Mode,
    Weight,
    break_down,
    break_down_by_month,
)
from dashboard.selection.facets import FACET, OLD_REGIONS, Facet
from dashboard.selection.index import Found
from dashboard.selection.selection import Option
from dashboard.words import SMALLEST_BASE, change, number, percent, subject

MOST_BARS = 12
MOST_LINES = 5
BY_STATUS = N_("상태로 고른 공고는 오늘 가까이에 몰려 있어 기간끼리 비교하지 않는다.")
# Name and unit in one, for the heading of a column.
WEIGHT_HEADINGS: dict[Weight, str] = {"headcount": N_("모집인원(명)"), "postings": N_("공고 수(건)")}
SMALLEST_CHANGE = 0.02


def by_facet(
    found: Found, key: str, weight: Weight = "headcount", mode: Mode = "fractional", most: int = MOST_BARS
) -> Chart:
    """Bars of a facet's options, largest first, with the span from single to full counting as a thin line."""
    facet = FACET.get(key, OLD_REGIONS)
    asked, found = found, found.population
    counted = break_down(found, key, weight)
    values, several = counted.values(mode), bool((counted.full - counted.single).sum() > 0)
    order = np.argsort(-values, kind="stable")
    order = order[counted.full[order] > 0]
    shown = order[:most].tolist()
    labels = [counted.options[place].label for place in shown]
    rest = _("아래 {count}개는 표에 있음.", count=len(order) - most) if len(order) > most else ""
    return Chart(
        f"by_{key}",
        _facet_title(found, facet, weight),
        _facet_sentence(asked, key, counted, labels, values[shown].tolist(), mode, weight),
        sentences(_counting(weight, mode, several=several), counted_of(asked), rest),
        _facet_bars(counted, shown, mode, _(WEIGHT_UNITS[weight]), is_filter=key in FACET),
        lambda: _facet_table(facet, counted, order, mode, weight),
    )


def _facet_bars(counted: Breakdown, shown: list[int], mode: Mode, unit: str, *, is_filter: bool) -> Figure:
    """A click can choose an option, unless there is no such filter: the old regions are none."""
    options = [counted.options[place] for place in shown]
    several = bool((counted.full - counted.single).sum() > 0)
    return bars(
        [option.label for option in options],
        counted.values(mode)[shown].tolist(),
        unit,
        codes=[option.code for option in options] if is_filter else None,
        spans=(counted.single[shown].tolist(), counted.full[shown].tolist()) if several else None,
    )


def _facet_title(found: Found, facet: Facet, weight: Weight) -> str:
    told = {"facet": within(facet.label), "what": _(WEIGHT_NAMES[weight])}
    if found.selection.codes("status") == ("open",):
        return _("접수 중인 공고의 {facet}별 {what}", **told)
    return _("{facet}별 {what}", **told)


def _facet_sentence(
    asked: Found, key: str, counted: Breakdown, labels: list[str], values: list[float], mode: Mode, weight: Weight
) -> str:
    """Which option has most; where the reader chose among them, what part of all they are."""
    found = asked.population
    whole = max(counted.total if mode == "full" else counted.values(mode).sum(), 1e-9)
    if key in FACET and (codes := asked.selection.codes(key)) and found.count:
        chosen = set(codes)
        everything = break_down(asked.with_codes(key).population, key, weight)
        part = sum(
            value
            for option, value in zip(everything.options, everything.fractional, strict=True)
            if option.code in chosen
        )
        return _chosen_sentence(FACET[key], part, everything.total, weight) or nothing_to_count(found, weight, asked)
    return _most_sentence(labels, values, whole, weight) or nothing_to_count(found, weight, asked)


def _chosen_sentence(facet: Facet, part: float, whole: float, weight: Weight) -> str:
    """What part of all the chosen options are; empty where there is nothing to be a part of."""
    if not part:
        return ""
    told = {"facet": within(facet.label), "part": amount(part, weight), "whole": amount(whole, weight)}
    if whole < SMALLEST_BASE:
        return _("{facet} 조건 없이는 {whole}, 고른 것은 {part}이다.", **told)
    return _("{facet} 조건 없는 {whole} 가운데 고른 것은 {part}({share})이다.", share=percent(part / whole), **told)


def _counting(weight: Weight, mode: Mode, *, several: bool) -> str:
    unit = _(WEIGHT_UNITS[weight]).strip()
    if not several:
        return _("단위: {unit}.", unit=unit)
    return _(
        "단위: {unit}, {mode}. 막대 아래 가는 선은 하나만 적은 공고에서 중복 집계까지.",
        unit=unit,
        mode=within(_(MODE_NAMES[mode])),
    )


def _facet_table(facet: Facet, counted: Breakdown, order: np.ndarray, mode: Mode, weight: Weight) -> pd.DataFrame:
    columns: dict[str, Any] = {facet.label: [counted.options[place].label for place in order]}
    several, unit = bool((counted.full - counted.single).sum() > 0), _(WEIGHT_UNITS[weight])
    modes: tuple[Mode, ...] = ("fractional", "full", "single") if several else ("full",)
    for each in modes:
        name = heading(_(MODE_NAMES[each]), unit) if several else _(WEIGHT_HEADINGS[weight])
        columns[name] = counted.values(each)[order].round(1)
    values = counted.values(mode)
    whole = max(counted.total if mode == "full" else values.sum(), 1e-9)
    columns[_("비율(%)")] = (values[order] / whole * 100).round(1)
    return pd.DataFrame(columns)


def monthly(found: Found, weight: Weight = "headcount") -> Chart:
    """Monthly columns with the mean of the last twelve months as a line; an incomplete month is drawn pale."""
    series = flow.monthly(found.history)
    left_out = _("범위 밖에서 시작한 {count}건은 뺌.", count=number(series.left_out)) if series.left_out else ""
    unit = _(WEIGHT_UNITS[weight]).strip()
    return Chart(
        "monthly",
        _("월별 {what}", what=_(WEIGHT_NAMES[weight])),
        _last_year_sentence(found, series, weight),
        sentences(
            _("단위: {unit}, 공고 시작 월 기준. 선은 최근 12개월 평균.", unit=unit),
            "" if series.is_last_complete else _("흐린 막대는 아직 끝나지 않은 달."),
            limits(found),
            left_out,
        ),
        _monthly_figure(found, series, weight),
        lambda: _monthly_table(series, weight),
    )


def _monthly_figure(found: Found, series: flow.Monthly, weight: Weight) -> Figure:
    values, unit, sums = series.values(weight), _(WEIGHT_UNITS[weight]), _sums_to_each_month(series, weight)
    days, complete = [f"{month}-01" for month in series.months], len(series.complete(weight))
    hover = f"%{{x|%Y-%m}}<br><b>%{{y:,.0f}}{unit}</b>"
    of_mean = _("최근 12개월 평균<br><b>%{{y:,.0f}}{unit}</b>", unit=unit)
    mean = _line(days[:complete], sums[:complete] / 12, of_mean, CATEGORY[1])
    return figure(
        [
            column_bars(days[:complete], _gaps(values[:complete]), hover),
            column_bars(days[complete:], values[complete:].tolist(), hover, FAINT),
            mean,
        ],
        xaxis=month_axis(),
        yaxis=value_axis(),
        bargap=0.15,
        barmode="overlay",
        **unread_bands(found, series),
    )


def _sums_to_each_month(series: flow.Monthly, weight: Weight) -> np.ndarray:
    """Of the twelve months up to each; of one that is not over there is none."""
    sums = np.full(len(series.values(weight)), np.nan)
    complete = series.complete(weight)
    sums[: len(complete)] = flow.trailing_sum(complete)
    return sums


def _monthly_table(series: flow.Monthly, weight: Weight) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("월"): series.months,
            _("공고 수(건)"): _whole_numbers(series.postings),
            _("모집인원(명)"): _whole_numbers(series.headcount),
            heading(_("최근 12개월 합계"), _(WEIGHT_UNITS[weight])): _sums_to_each_month(series, weight),
        }
    )


def trailing(found: Found, weight: Weight) -> Chart:
    """The sum of the last twelve months, month by month: free of the seasons."""
    series = flow.monthly(found.history)
    sums, unit = flow.trailing_sum(series.complete(weight)), _(WEIGHT_UNITS[weight])
    months = series.months[: len(sums)]
    about = _(
        "단위: {unit}. 각 달까지 12개월의 합계. 끝나지 않은 달은 뺌. 기관이 새로 지정되거나 풀려 생긴 변화는 ‘연도별’의 같은 기관끼리 "
        "비교로 가려 봄.",
        unit=unit.strip(),
    )
    hover = _("%{{x|%Y-%m}}까지 12개월<br><b>%{{y:,.0f}}{unit}</b>", unit=unit)
    days = [f"{month}-01" for month in months]
    return Chart(
        "trailing",
        _("최근 12개월 {what} 합계", what=_(WEIGHT_NAMES[weight])),
        _trailing_sentence(found, series, sums, weight),
        sentences(about, limits(found)),
        figure([_line(days, sums, hover)], xaxis=month_axis(), yaxis=value_axis(), **unread_bands(found, series)),
        lambda: pd.DataFrame({_("월"): months, heading(_("12개월 합계"), unit): sums}),
    )


def _line(days: list[str], values: np.ndarray, hover: str, colour: str = CATEGORY[0]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": _gaps(values),
        "line": {"color": colour, "width": 2.5},
        "hovertemplate": f"{hover}<extra></extra>",
    }


def _trailing_sentence(found: Found, series: flow.Monthly, sums: np.ndarray, weight: Weight) -> str:
    if found.selection.codes("status"):
        return _(BY_STATUS)
    if not (np.nansum(sums) > 0 and np.isfinite(sums[-1])):
        return (unread(found) or _("아직 12개월이 차지 않았다.")) if found.count else nothing(found)
    peak, last = int(np.nanargmax(sums)), series.first + len(sums) - 1
    sentence = _("{period} 합계는 {amount}이다.", period=twelve_months(last), amount=amount(sums[-1], weight))
    # Of months not read nobody knows whether they were higher.
    if not (sums[peak] > sums[-1] and found.history is found):
        return sentence
    most, when = amount(sums[peak], weight), twelve_months(series.first + peak)
    return sentences(sentence, _("가장 많았던 때는 {period}의 {amount}이다.", period=when, amount=most))


def monthly_by(found: Found, key: str, weight: Weight, mode: Mode = "fractional") -> Chart:
    """Trailing-12-month sums by the options of a facet, the largest as lines labelled at their ends."""
    facet, options = FACET.get(key, OLD_REGIONS), found.index.options[key]
    series = flow.monthly(found.history)
    months = series.months[: len(series.complete(weight))]
    sums, whole = _sums_by(found, key, weight, mode, series)
    order = np.argsort(-whole, kind="stable")
    shown = [int(position) for position in order[:MOST_LINES] if whole[position] > 0]
    rest = _("많은 {count}개만 그림, 나머지는 표에 있음.", count=len(shown)) if (whole > 0).sum() > len(shown) else ""
    unit = _(WEIGHT_UNITS[weight])
    counting = _("단위: {unit}, {mode}. 각 달까지 12개월의 합계.", unit=unit.strip(), mode=within(_(MODE_NAMES[mode])))
    named = pd.DataFrame(sums.round(1), columns=[option.label for option in options], index=months)
    return Chart(
        f"monthly_by_{key}",
        _("{facet}별 최근 12개월 {what}", facet=within(facet.label), what=_(WEIGHT_NAMES[weight])),
        _sums_sentence(found, [options[place].label for place in shown], sums[:, shown], weight),
        sentences(counting, limits(found), rest),
        named_lines(
            _sum_lines(options, shown, months, sums, is_filter=key in FACET), unit, markers=False, xaxis=month_axis()
        ),
        lambda: named.dropna(how="all").rename_axis(_("월")).reset_index(),
    )


def _sums_by(found: Found, key: str, weight: Weight, mode: Mode, series: flow.Monthly) -> tuple[np.ndarray, np.ndarray]:
    """Months × options, in sums of twelve months; and each option's sum over all months."""
    months = len(series.complete(weight))
    if not months:
        empty = np.zeros((0, len(found.index.options[key])))
        return empty, empty.sum(axis=0)
    last = series.first + months - 1
    table = break_down_by_month(found.history, key, weight, series.first, last, mode)
    sums = np.apply_along_axis(flow.trailing_sum, 0, table)
    # The old regions end with the merger: their lines stop there, not at zero.
    if key == OLD_REGIONS.key:
        _cut_to_lifetime(sums, found, series.first)
    return sums, np.nansum(table, axis=0)


def _sum_lines(
    options: Sequence[Option], shown: list[int], months: list[str], sums: np.ndarray, *, is_filter: bool
) -> list[Line]:
    days = [f"{month}-01" for month in months]
    return [
        Line(
            options[place].label,
            days,
            _gaps(sums[:, place]),
            CATEGORY[turn],
            code=options[place].code if is_filter else "",
        )
        for turn, place in enumerate(shown)
    ]


def _sums_sentence(found: Found, labels: list[str], sums: np.ndarray, weight: Weight) -> str:
    if not found.count or found.selection.codes("status"):
        return _(BY_STATUS) if found.count else nothing(found)
    is_unknown = not len(sums) or np.isnan(sums).all()
    return (unread(found) if is_unknown else "") or _change_sentence(labels, sums, weight)


def seasonality(found: Found, weight: Weight) -> Chart:
    """Years × months, coloured by the value, with the seasonal index below."""
    series = flow.monthly(found.history)
    values, unit = series.complete(weight), _(WEIGHT_UNITS[weight])
    table = _years_by_months(values, series.first)
    names = [f"{1970 + series.first // 12 + row}" for row in range(len(table))]
    hover = _("%{{y}}년 %{{x}}<br><b>%{{z:,.0f}}{unit}</b>", unit=unit)
    cells = heat(month_names(), names, [_gaps(row) for row in table], hover)
    return Chart(
        "seasonality",
        _("월별로 다른 {what}", what=_(WEIGHT_NAMES[weight])),
        _season_sentence(found, series, weight),
        sentences(
            _("단위: {unit}. 계절 지수 = 그 달 ÷ 그해 월평균, 온전한 해의 평균.", unit=unit.strip()), limits(found)
        ),
        figure([cells], height=60 + 30 * len(names), xaxis={"side": "top", **NAMES}, yaxis=ROWS),
        lambda: _season_table(table, names, flow.seasonal_index(values, series.first)[0]),
    )


def _years_by_months(values: np.ndarray, first: int) -> np.ndarray:
    """A row for each year, from January on; months before and after what is known are NaN."""
    before = first % 12
    grid = np.full(-(-(before + len(values)) // 12) * 12, np.nan)
    grid[before : before + len(values)] = values
    return grid.reshape(-1, 12)


def _season_sentence(found: Found, series: flow.Monthly, weight: Weight) -> str:
    index, years = flow.seasonal_index(series.complete(weight), series.first)
    if found.selection.codes("status"):
        return _(BY_STATUS)
    if not np.isfinite(index).all():
        return unread(found) or _("온전한 해가 {years}개뿐이라 계절 지수를 내지 않는다.", years=years)
    if np.nanmean(series.postings) < SMALLEST_BASE:
        return _("월별 공고가 적어 계절을 말하지 않는다.")
    if np.ptp(index) < SMALLEST_CHANGE:
        return _("매달 거의 같다({years}개 해 평균).", years=years)
    high, low = int(index.argmax()), int(index.argmin())
    return _(
        "{high}이 가장 많아 평균 달의 {more}배이고, {low}이 {less}배로 가장 적다({years}개 해 평균).",
        high=month_names()[high],
        more=number(index[high], 2),
        low=month_names()[low],
        less=number(index[low], 2),
        years=years,
    )


def _season_table(table: np.ndarray, names: list[str], index: np.ndarray) -> pd.DataFrame:
    rows = pd.DataFrame(table, columns=month_names(), index=names).rename_axis(_("해")).reset_index()
    rows.loc[len(rows)] = [_("계절 지수"), *index.round(3)]
    return rows


def yearly(found: Found, weight: Weight) -> Chart:
    """Whole years, and the change on the year before among institutions that posted in both."""
    counted, unit = flow.year_on_year(found.history, weight), _(WEIGHT_UNITS[weight])
    years = [f"{int(year)}" for year in counted["years"]]
    totals = counted["all"]
    changes = (
        growth(totals, np.concatenate([[np.nan], totals])[: len(years)]),
        growth(counted["same_now"], counted["same_before"]),
    )
    hover = _(
        "<b>%{{x}}년 %{{y:,.0f}}{unit}</b><br>전년보다 %{{customdata[0]}}<br>같은 기관끼리 %{{customdata[1]}}",
        unit=unit,
    )
    told = {
        "customdata": [[_signed(every), _signed(same)] for every, same in zip(*changes, strict=True)],
        **written("" if np.isnan(value) else short(value) for value in totals),
    }
    return Chart(
        "yearly",
        _("연도별 {what}", what=_(WEIGHT_NAMES[weight])),
        _yearly_sentence(found, counted, changes[1], weight),
        sentences(_("단위: {unit}, 공고 시작 연도 기준. 끝나지 않은 올해는 뺌.", unit=unit.strip()), limits(found)),
        figure([column_bars(years, _gaps(totals), hover, **told)], xaxis=NAMES, yaxis=value_axis()),
        lambda: _yearly_table(years, totals, changes, weight),
    )


def _yearly_sentence(found: Found, counted: dict[str, np.ndarray], same: np.ndarray, weight: Weight) -> str:
    years, totals = [f"{int(year)}" for year in counted["years"]], counted["all"]
    if found.selection.codes("status"):
        return _(BY_STATUS)
    if len(years) == 1 and found.history is not found:
        return _year_sentence(years[-1], totals[-1], weight, "")
    if len(years) < 2:
        return unread(found) or _("비교할 온전한 해가 없다.")
    unit, when = _(WEIGHT_UNITS[weight]), _("{year}년", year=years[-2])
    words = change(totals[-1], totals[-2], unit, when, _noise(weight, totals[-2]))
    among = ""
    if counted["same_before"][-1] >= SMALLEST_BASE:
        among = _("두 해 모두 공고를 낸 기관끼리는 {change}이다.", change=_signed(same[-1]))
    return sentences(_year_sentence(years[-1], totals[-1], weight, words), among)


def _yearly_table(
    years: list[str], totals: np.ndarray, changes: tuple[np.ndarray, np.ndarray], weight: Weight
) -> pd.DataFrame:
    every, same = ((each * 100).round(1) for each in changes)
    return pd.DataFrame(
        {
            _("연도"): years,
            _(WEIGHT_HEADINGS[weight]): totals,
            _("전년 대비(%)"): every,
            _("같은 기관 전년 대비(%)"): same,
        }
    )


def month_in_words(month: int) -> str:
    """A month (since 1970-01): "2026년 11월", "November 2026"."""
    if spoken() != KOREAN:
        return f"{date(1970 + month // 12, month % 12 + 1, 1):%B %Y}"
    return _("{year}년 {month}월", year=1970 + month // 12, month=month % 12 + 1)


def twelve_months(last: int) -> str:
    """The twelve months up to one: "2025년 12월~2026년 11월", as English says it "the year to November 2026"."""
    if spoken() != KOREAN:
        return _("{last}까지 12개월", last=month_in_words(last))
    return f"{month_in_words(last - 11)}~{month_in_words(last)}"


def nothing_to_count(found: Found, weight: Weight, asked: Found | None = None) -> str:
    """Why a chart is empty: nothing was found, or what was found has no headcount or no single value. `asked`: where
    only a part of what was asked for could be counted, all of it."""
    if not found.count:
        return nothing(asked or found)
    if weight == "headcount":
        return _("조건에 맞는 공고에 여기서 셀 인원이 없다.")
    return _("조건에 맞는 공고에 여기서 셀 공고가 없다.")


def _most_sentence(labels: list[str], values: list[float], whole: float, weight: Weight) -> str:
    """Which label has most; empty where nothing was counted."""
    positive = [value for value in values if value > 0]
    if not positive:
        return ""
    most, first = amount(positive[0], weight), labels[0]
    ties = sum(isclose(value, positive[0], rel_tol=1e-5) for value in positive)
    if len(positive) == 1:
        return _("{amount}이 모두 {first}에 있다.", amount=most, first=first)
    if ties == len(positive):
        return _("{ties}개 항목이 모두 {amount}으로 같다.", ties=ties, amount=most)
    if ties > 1:
        return _("{first} 등 {ties}개 항목이 각각 {amount}으로 가장 많다.", first=first, ties=ties, amount=most)
    share = percent(positive[0] / whole)
    return _("{first} {amount}으로 가장 많다({share}).", first=subject(first), amount=most, share=share)


def _last_year_sentence(found: Found, series: flow.Monthly, weight: Weight) -> str:
    values = series.complete(weight)
    if not found.count:
        return nothing(found)
    if not len(values):
        return unread(found) or _("끝난 달에는 셀 것이 없어 추이를 말할 수 없다.")
    if not np.nansum(values):
        return _("끝난 달에는 셀 것이 없어 추이를 말할 수 없다.")
    last = series.first + len(values) - 1
    sums = flow.trailing_sum(values)
    is_cut = len(values) < 24 and found.history is found
    if is_cut or np.isnan(sums[-1]) or found.selection.codes("status"):
        return _month_sentence(month_in_words(last), values[-1], weight)
    before = sums[-13] if len(sums) > 12 else np.nan
    words = change(sums[-1], before, _(WEIGHT_UNITS[weight]), _("앞선 12개월"), _noise(weight, before))
    return _period_sentence(twelve_months(last), sums[-1], weight, words)


def _month_sentence(month: str, value: float, weight: Weight) -> str:
    told = {"month": month, "amount": amount(value, weight)}
    if weight == "headcount":
        return _("{month}에 시작한 공고의 모집인원은 {amount}이다.", **told)
    return _("{month}에 시작한 공고는 {amount}이다.", **told)


def _period_sentence(period: str, value: float, weight: Weight, words: str) -> str:
    told = {"period": period, "amount": amount(value, weight)}
    if weight == "headcount":
        if words:
            return _("{period} 모집인원은 {amount}으로 {words}.", words=words, **told)
        return _("{period} 모집인원은 {amount}이다.", **told)
    if words:
        return _("{period} 공고 수는 {amount}으로 {words}.", words=words, **told)
    return _("{period} 공고 수는 {amount}이다.", **told)


def _year_sentence(year: str, total: float, weight: Weight, words: str) -> str:
    told = {"year": year, "amount": amount(total, weight)}
    if weight == "headcount":
        if words:
            return _("{year}년 모집인원은 {amount}으로 {words}.", words=words, **told)
        return _("{year}년 모집인원은 {amount}이다.", **told)
    if words:
        return _("{year}년 공고 수는 {amount}으로 {words}.", words=words, **told)
    return _("{year}년 공고 수는 {amount}이다.", **told)


def _change_sentence(labels: list[str], sums: np.ndarray, weight: Weight) -> str:
    if len(sums) < 24 or not labels or np.isnan(sums[-1]).all() or np.isnan(sums[-13]).all():
        return _("비교할 만큼 기간이 길지 않다.")
    parts = []
    for label, column in zip(labels, sums.T, strict=True):
        now, before = column[-1], column[-13]
        if np.isfinite(now) and np.isfinite(before) and before >= 100:
            parts.append((now / before - 1, label, now))
    if not parts:
        return _("비교할 만큼 수가 많지 않다.")
    rate, label, now = max(parts, key=lambda part: abs(part[0]))
    if abs(rate) < SMALLEST_CHANGE:
        return _("한 해 사이 크게 달라진 것이 없다.")
    told = {"name": subject(label), "share": percent(abs(rate)), "amount": amount(now, weight)}
    # Of one alone there is no largest change.
    if len(labels) == 1 and rate > 0:
        return _("한 해 사이 {name} {share} 늘었다(현재 {amount}).", **told)
    if len(labels) == 1:
        return _("한 해 사이 {name} {share} 줄었다(현재 {amount}).", **told)
    if rate > 0:
        return _("한 해 사이 {name} {share} 늘어 변화가 가장 크다(현재 {amount}).", **told)
    return _("한 해 사이 {name} {share} 줄어 변화가 가장 크다(현재 {amount}).", **told)


def _cut_to_lifetime(sums: np.ndarray, found: Found, first: int) -> None:
    """Merged regions end in the month of the merger; the merged one has its first twelve months a year later."""
    codes = [option.code for option in found.index.options[OLD_REGIONS.key]]
    for entry in OLD_REGIONS.table.values():
        if entry.until and entry.folds_into:
            merger = max(0, flow.month_number(entry.until) - first)
            sums[merger:, codes.index(entry.code)] = np.nan
            sums[: merger + 12, codes.index(entry.folds_into)] = np.nan


def _noise(weight: Weight, before: float) -> float | None:
    """A posting brings several persons at once, so persons vary more than a Poisson count would."""
    return SMALLEST_CHANGE * before if weight == "headcount" else None


def growth(now: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Change as a share; NaN where there was nothing before."""
    ratio = np.full(len(now), np.nan)
    np.divide(now, before, out=ratio, where=before > 0)
    return ratio - 1


def _whole_numbers(values: np.ndarray) -> pd.Series:
    """Counts; those of months not read stay empty."""
    return pd.Series(values).astype("Int64" if np.isnan(values).any() else "int64")


def _gaps(values: np.ndarray) -> list[float | None]:
    # A number is itself, what is none is not.
    return [value if value == value else None for value in values.tolist()]


def _signed(share: float) -> str:
    return "–" if np.isnan(share) else f"{share * 100:+.1f}%"
