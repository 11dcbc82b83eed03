"""Charts of postings and headcount over time and over the options of a facet."""

from math import isclose
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    SEQUENCE,
    Chart,
    amount,
    bars,
    figure,
    heading,
    month_axis,
    month_names,
    sentences,
    short,
    value_axis,
    within,
)
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.reach import counted_of, limits, nothing, unread, unread_bands
from dashboard.languages import N_, _
from dashboard.measures import flow
from dashboard.measures.breakdown import (
    MODE_NAMES,
    WEIGHT_NAMES,
    WEIGHT_UNITS,
    Mode,
    Weight,
    break_down,
    break_down_by_month,
)
from dashboard.selection.facets import FACET, OLD_REGIONS
from dashboard.selection.index import Found
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
    """Bars of a facet's options, largest first, with the span from single to full counting as a thin line.

    A click can choose an option, unless there is no such filter: the old regions are none.
    """
    facet = FACET.get(key, OLD_REGIONS)
    asked, found = found, found.population
    counted = break_down(found, key, weight)
    values, unit = counted.values(mode), _(WEIGHT_UNITS[weight])
    whole = max(counted.total if mode == "full" else values.sum(), 1e-9)
    order = np.argsort(-values, kind="stable")
    order = order[counted.full[order] > 0]
    shown = order[:most].tolist()
    labels = [counted.options[position].label for position in shown]
    codes = [counted.options[position].code for position in shown] if key in FACET else None
    several = bool((counted.full - counted.single).sum() > 0)
    spans = {"low": counted.single[shown].tolist(), "high": counted.full[shown].tolist()} if several else {}

    def table() -> pd.DataFrame:
        columns: dict[str, Any] = {facet.label: [counted.options[position].label for position in order]}
        modes: tuple[Mode, ...] = ("fractional", "full", "single") if several else ("full",)
        for each in modes:
            name = heading(_(MODE_NAMES[each]), unit) if several else _(WEIGHT_HEADINGS[weight])
            columns[name] = counted.values(each)[order].round(1)
        columns[_("비율(%)")] = (values[order] / whole * 100).round(1)
        return pd.DataFrame(columns)

    title = _("{facet}별 {what}", facet=within(facet.label), what=_(WEIGHT_NAMES[weight]))
    if found.selection.codes("status") == ("open",):
        title = _("접수 중인 공고의 {facet}별 {what}", facet=within(facet.label), what=_(WEIGHT_NAMES[weight]))
    counting = _("단위: {unit}.", unit=unit.strip())
    if several:
        counting = _(
            "단위: {unit}, {mode}. 가는 선은 하나만 적은 공고~중복 집계.",
            unit=unit.strip(),
            mode=within(_(MODE_NAMES[mode])),
        )
    rest = _("아래 {count}개는 표에 있음.", count=len(order) - most) if len(order) > most else ""
    return Chart(
        f"by_{key}",
        title,
        _most_sentence(labels, values[shown].tolist(), whole, weight) or nothing_to_count(found, weight, asked),
        sentences(counting, counted_of(asked), rest),
        bars(labels, values[shown].tolist(), unit, codes=codes, **spans),
        table,
    )


def monthly(found: Found, weight: Weight = "headcount") -> Chart:
    """Monthly columns with the mean of the last twelve months as a line; an incomplete month is drawn pale."""
    series = flow.monthly(found.history)
    values, unit = series.values(weight), _(WEIGHT_UNITS[weight])
    complete = len(series.complete(weight))
    sums = np.full(len(values), np.nan)
    sums[:complete] = flow.trailing_sum(values[:complete])
    days = [f"{month}-01" for month in series.months]
    hover = f"%{{x|%Y-%m}}<br><b>%{{y:,.0f}}{unit}</b><extra></extra>"
    traces = [
        {"type": "bar", "x": days[:complete], "y": _gaps(values[:complete]), "marker": {"color": CATEGORY[0]},
         "hovertemplate": hover},
        {"type": "bar", "x": days[complete:], "y": values[complete:].tolist(), "marker": {"color": FAINT},
         "hovertemplate": hover},
        {"type": "scatter", "mode": "lines", "x": days[:complete], "y": _gaps(sums[:complete] / 12),
         "line": {"color": CATEGORY[1], "width": 2},
         "hovertemplate": _("최근 12개월 평균<br><b>%{{y:,.0f}}{unit}</b><extra></extra>", unit=unit)},
    ]  # fmt: skip
    return Chart(
        "monthly",
        _("월별 {what}", what=_(WEIGHT_NAMES[weight])),
        _last_year_sentence(found, series, weight),
        sentences(
            _("단위: {unit}, 공고 시작 월 기준. 선은 최근 12개월 평균.", unit=unit.strip()),
            "" if series.is_last_complete else _("흐린 막대는 아직 끝나지 않은 달."),
            limits(found),
            _("범위 밖에서 시작한 {count}건은 뺌.", count=number(series.left_out)) if series.left_out else "",
        ),
        figure(
            traces,
            xaxis=month_axis(),
            yaxis=value_axis(),
            bargap=0.15,
            barmode="overlay",
            **unread_bands(found, series),
        ),
        lambda: pd.DataFrame(
            {
                _("월"): series.months,
                _("공고 수(건)"): _whole_numbers(series.postings),
                _("모집인원(명)"): _whole_numbers(series.headcount),
                heading(_("최근 12개월 합계"), unit): sums,
            }
        ),
    )


def trailing(found: Found, weight: Weight) -> Chart:
    """The sum of the last twelve months, month by month: free of the seasons."""
    series = flow.monthly(found.history)
    values = series.complete(weight)
    unit, sums = _(WEIGHT_UNITS[weight]), flow.trailing_sum(values)
    days = [f"{month}-01" for month in series.months[: len(values)]]
    trace = {
        "type": "scatter", "mode": "lines", "x": days, "y": _gaps(sums), "line": {"color": CATEGORY[0], "width": 2.5},
        "hovertemplate": _("%{{x|%Y-%m}}까지 12개월<br><b>%{{y:,.0f}}{unit}</b><extra></extra>", unit=unit),
    }  # fmt: skip
    sentence = (unread(found) or _("아직 12개월이 차지 않았다.")) if found.count else nothing(found)
    if found.selection.codes("status"):
        sentence = _(BY_STATUS)
    elif np.nansum(sums) > 0 and np.isfinite(sums[-1]):
        peak, last = int(np.nanargmax(sums)), series.first + len(values) - 1
        sentence = _("{period} 합계는 {amount}이다.", period=twelve_months(last), amount=amount(sums[-1], weight))
        # Of months not read nobody knows whether they were higher.
        if sums[peak] > sums[-1] and found.history is found:
            most, when = amount(sums[peak], weight), twelve_months(series.first + peak)
            sentence = sentences(sentence, _("가장 많았던 때는 {period}의 {amount}이다.", period=when, amount=most))
    return Chart(
        "trailing",
        _("최근 12개월 {what} 합계", what=_(WEIGHT_NAMES[weight])),
        sentence,
        sentences(
            _(
                "단위: {unit}. 각 달까지 12개월의 합계. 끝나지 않은 달은 뺌. 기관이 새로 지정되거나 풀려 생긴 변화는 ‘연도별’의 같은 기관끼리 "
                "비교로 가려 봄.",
                unit=unit.strip(),
            ),
            limits(found),
        ),
        figure([trace], xaxis=month_axis(), yaxis=value_axis(), **unread_bands(found, series)),
        lambda: pd.DataFrame({_("월"): series.months[: len(values)], heading(_("12개월 합계"), unit): sums}),
    )


def monthly_by(found: Found, key: str, weight: Weight, mode: Mode = "fractional") -> Chart:
    """Trailing-12-month sums by the options of a facet, the largest as lines labelled at their ends."""
    facet = FACET.get(key, OLD_REGIONS)
    series, unit = flow.monthly(found.history), _(WEIGHT_UNITS[weight])
    months = len(series.complete(weight))
    options = found.index.options[key]
    # The old regions end with the merger: their lines stop there, not at zero.
    last_month = series.first + months - 1
    table = (
        break_down_by_month(found.history, key, weight, series.first, last_month, mode)
        if months
        else np.zeros((0, len(options)))
    )
    sums = np.apply_along_axis(flow.trailing_sum, 0, table) if months else table
    if key == OLD_REGIONS.key:
        _cut_to_lifetime(sums, found, series.first)
    whole = np.nansum(table, axis=0)
    order = np.argsort(-whole, kind="stable")
    shown = [int(position) for position in order[:MOST_LINES] if whole[position] > 0]
    days = [f"{month}-01" for month in series.months[:months]]
    lines = [
        Line(
            options[position].label, days, _gaps(sums[:, position]), CATEGORY[place],
            code=options[position].code if key in FACET else "",
        )
        for place, position in enumerate(shown)
    ]  # fmt: skip
    sentence = _change_sentence([options[position].label for position in shown], sums[:, shown], weight)
    if not len(sums) or np.isnan(sums).all():
        sentence = unread(found) or sentence
    if not found.count or found.selection.codes("status"):
        sentence = _(BY_STATUS) if found.count else nothing(found)
    rest = ""
    if (table.sum(axis=0) > 0).sum() > len(shown):
        rest = _("많은 {count}개만 그림, 나머지는 표에 있음.", count=len(shown))
    counting = _("단위: {unit}, {mode}. 각 달까지 12개월의 합계.", unit=unit.strip(), mode=within(_(MODE_NAMES[mode])))
    return Chart(
        f"monthly_by_{key}",
        _("{facet}별 최근 12개월 {what}", facet=within(facet.label), what=_(WEIGHT_NAMES[weight])),
        sentence,
        sentences(counting, limits(found), rest),
        named_lines(lines, unit, markers=False, xaxis=month_axis()),
        lambda: pd.DataFrame(sums.round(1), columns=[option.label for option in options], index=series.months[:months])
        .dropna(how="all").rename_axis(_("월")).reset_index(),
    )  # fmt: skip


def seasonality(found: Found, weight: Weight) -> Chart:
    """Years × months, coloured by the value, with the seasonal index below."""
    series = flow.monthly(found.history)
    values, unit = series.complete(weight), _(WEIGHT_UNITS[weight])
    index, years = flow.seasonal_index(values, series.first)
    first_year = 1970 + series.first // 12
    grid = np.full(-(-(series.first % 12 + len(values)) // 12) * 12, np.nan)
    grid[series.first % 12 : series.first % 12 + len(values)] = values
    table_of_years = grid.reshape(-1, 12)
    months = month_names()
    names = [f"{first_year + row}" for row in range(len(table_of_years))]
    trace = {
        "type": "heatmap", "x": months, "y": names, "z": [_gaps(row) for row in table_of_years], "xgap": 2, "ygap": 2,
        "colorscale": [[place / 9, colour] for place, colour in enumerate(SEQUENCE)], "showscale": False, "zmin": 0,
        "hovertemplate": _("%{{y}}년 %{{x}}<br><b>%{{z:,.0f}}{unit}</b><extra></extra>", unit=unit),
    }  # fmt: skip
    sentence = unread(found) or _("온전한 해가 {years}개뿐이라 계절 지수를 내지 않는다.", years=years)
    if found.selection.codes("status"):
        sentence = _(BY_STATUS)
    elif np.isfinite(index).all() and np.nanmean(series.postings) < SMALLEST_BASE:
        sentence = _("월별 공고가 적어 계절을 말하지 않는다.")
    elif np.isfinite(index).all() and np.ptp(index) < SMALLEST_CHANGE:
        sentence = _("매달 거의 같다({years}개 해 평균).", years=years)
    elif np.isfinite(index).all():
        high, low = int(index.argmax()), int(index.argmin())
        sentence = _(
            "{high}이 가장 많아 평균 달의 {more}배이고, {low}이 {less}배로 가장 적다({years}개 해 평균).",
            high=months[high],
            more=number(index[high], 2),
            low=months[low],
            less=number(index[low], 2),
            years=years,
        )

    def table() -> pd.DataFrame:
        rows = pd.DataFrame(table_of_years, columns=months, index=names).rename_axis(_("해")).reset_index()
        rows.loc[len(rows)] = [_("계절 지수"), *index.round(3)]
        return rows

    return Chart(
        "seasonality",
        _("월별로 다른 {what}", what=_(WEIGHT_NAMES[weight])),
        sentence,
        sentences(_("단위: {unit}. 계절 지수 = 그 달 ÷ 그해 월평균, 온전한 해의 평균.", unit=unit.strip()), limits(found)),
        figure([trace], height=60 + 30 * len(names), xaxis={"side": "top", "showgrid": False, "type": "category"},
               yaxis={"autorange": "reversed", "showgrid": False, "type": "category"}),
        table,
    )  # fmt: skip


def yearly(found: Found, weight: Weight) -> Chart:
    """Whole years, and the change on the year before among institutions that posted in both."""
    counted, unit = flow.year_on_year(found.history, weight), _(WEIGHT_UNITS[weight])
    years = [f"{int(year)}" for year in counted["years"]]
    totals = counted["all"]
    all_change = _growth(totals, np.concatenate([[np.nan], totals])[: len(years)])
    same_change = _growth(counted["same_now"], counted["same_before"])
    trace = {
        "type": "bar", "x": years, "y": _gaps(totals), "marker": {"color": CATEGORY[0]},
        "text": ["" if np.isnan(value) else short(value) for value in totals], "textposition": "outside", "cliponaxis": False,
        "customdata": [[_signed(a), _signed(b)] for a, b in zip(all_change, same_change, strict=True)],
        "hovertemplate": _("<b>%{{x}}년 %{{y:,.0f}}{unit}</b><br>전년보다 %{{customdata[0]}}"
                           "<br>같은 기관끼리 %{{customdata[1]}}<extra></extra>", unit=unit),
    }  # fmt: skip
    sentence = unread(found) or _("비교할 온전한 해가 없다.")
    if found.selection.codes("status"):
        sentence = _(BY_STATUS)
    elif len(years) == 1 and found.history is not found:
        sentence = _year_sentence(years[-1], totals[-1], weight, "")
    elif len(years) > 1:
        words = change(totals[-1], totals[-2], unit, _("{year}년", year=years[-2]), _noise(weight, totals[-2]))
        same = ""
        if counted["same_before"][-1] >= SMALLEST_BASE:
            same = _("두 해 모두 공고를 낸 기관끼리는 {change}이다.", change=_signed(same_change[-1]))
        sentence = sentences(_year_sentence(years[-1], totals[-1], weight, words), same)
    return Chart(
        "yearly",
        _("연도별 {what}", what=_(WEIGHT_NAMES[weight])),
        sentence,
        sentences(_("단위: {unit}, 공고 시작 연도 기준. 끝나지 않은 올해는 뺌.", unit=unit.strip()), limits(found)),
        figure([trace], xaxis={"type": "category", "showgrid": False}, yaxis=value_axis()),
        lambda: pd.DataFrame(
            {
                _("연도"): years,
                _(WEIGHT_HEADINGS[weight]): totals,
                _("전년 대비(%)"): (all_change * 100).round(1),
                _("같은 기관 전년 대비(%)"): (same_change * 100).round(1),
            }
        ),
    )


def month_in_words(month: int) -> str:
    """A month (since 1970-01): "2026년 11월"."""
    return _("{year}년 {month}월", year=1970 + month // 12, month=month % 12 + 1)


def twelve_months(last: int) -> str:
    """The twelve months up to one: "2025년 12월~2026년 11월"."""
    return _("{first}~{last}", first=month_in_words(last - 11), last=month_in_words(last))


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
        told = {"month": month_in_words(last), "amount": amount(values[-1], weight)}
        if weight == "headcount":
            return _("{month}에 시작한 공고의 모집인원은 {amount}이다.", **told)
        return _("{month}에 시작한 공고는 {amount}이다.", **told)
    before = sums[-13] if len(sums) > 12 else np.nan
    words = change(sums[-1], before, _(WEIGHT_UNITS[weight]), _("앞선 12개월"), _noise(weight, before))
    told = {"period": twelve_months(last), "amount": amount(sums[-1], weight)}
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


def _growth(now: np.ndarray, before: np.ndarray) -> np.ndarray:
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
