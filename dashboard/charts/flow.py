"""Charts of postings and headcount over time and over the options of a facet."""

from math import isclose
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, FAINT, SEQUENCE, Chart, bars, figure, month_axis, short, value_axis
from dashboard.facets import FACET, OLD_REGIONS
from dashboard.index import Found
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
from dashboard.words import SMALLEST_BASE, change, number, percent, subject, topic

MOST_BARS = 12
MOST_LINES = 5
NOTHING = "조건에 맞는 공고가 없다."
BY_STATUS = "상태로 고른 공고는 오늘 가까이에 몰려 있어 기간끼리 견주지 않는다."
SMALLEST_CHANGE = 0.02


def by_facet(
    found: Found, key: str, weight: Weight = "headcount", mode: Mode = "fractional", most: int = MOST_BARS
) -> Chart:
    """Bars of a facet's options, largest first, with the span from single to full counting as a thin line."""
    facet = FACET.get(key, OLD_REGIONS)
    counted = break_down(found, key, weight)
    values, unit = counted.values(mode), WEIGHT_UNITS[weight]
    whole = max(counted.total if mode == "full" else values.sum(), 1e-9)
    order = [position for position in np.argsort(-values, kind="stable") if counted.full[position] > 0]
    shown = order[:most]
    labels = [counted.options[position].label for position in shown]
    several = bool((counted.full - counted.single).sum() > 0)
    spans = {"low": counted.single[shown].tolist(), "high": counted.full[shown].tolist()} if several else {}

    def table() -> pd.DataFrame:
        columns: dict[str, Any] = {facet.label: [counted.options[position].label for position in order]}
        modes: tuple[Mode, ...] = ("fractional", "full", "single") if several else ("full",)
        for each in modes:
            name = MODE_NAMES[each] if several else WEIGHT_NAMES[weight]
            columns[f"{name}({unit})"] = counted.values(each)[order].round(1)
        columns["비율(%)"] = (values[order] / whole * 100).round(1)
        return pd.DataFrame(columns)

    of_open = "접수 중인 공고의 " if found.selection.codes("status") == ("open",) else ""
    counting = f", {MODE_NAMES[mode]}. 가는 선은 하나만 적은 공고~모두 세기" if several else ""
    rest = f" 아래 {len(order) - most}개는 표에 있음." if len(order) > most else ""
    return Chart(
        f"by_{key}",
        f"{of_open}{facet.label}별 {WEIGHT_NAMES[weight]}",
        _most_sentence(labels, values[shown].tolist(), whole, unit) or nothing_to_count(found, weight),
        f"단위: {unit}{counting}.{rest}",
        bars(labels, values[shown].tolist(), unit, **spans),
        table,
    )


def monthly(found: Found, weight: Weight = "headcount") -> Chart:
    """Monthly columns with the mean of the last twelve months as a line; an incomplete month is drawn pale."""
    series = flow.monthly(found)
    values, unit = series.values(weight), WEIGHT_UNITS[weight]
    complete = len(series.complete(weight))
    sums = np.full(len(values), np.nan)
    sums[:complete] = flow.trailing_sum(values[:complete])
    days = [f"{month}-01" for month in series.months]
    hover = f"%{{x|%Y-%m}}<br><b>%{{y:,.0f}}{unit}</b><extra></extra>"
    traces = [
        {"type": "bar", "x": days[:complete], "y": values[:complete].tolist(), "marker": {"color": CATEGORY[0]},
         "hovertemplate": hover},
        {"type": "bar", "x": days[complete:], "y": values[complete:].tolist(), "marker": {"color": FAINT},
         "hovertemplate": hover},
        {"type": "scatter", "mode": "lines", "x": days[:complete], "y": _gaps(sums[:complete] / 12),
         "line": {"color": CATEGORY[1], "width": 2},
         "hovertemplate": f"최근 12개월 평균<br><b>%{{y:,.0f}}{unit}</b><extra></extra>"},
    ]  # fmt: skip
    left_out = f" 범위 밖에서 시작한 {series.left_out:,}건은 뺌." if series.left_out else ""
    pale = "" if series.is_last_complete else " 흐린 막대는 아직 끝나지 않은 달."
    return Chart(
        "monthly",
        f"월별 {WEIGHT_NAMES[weight]}",
        _last_year_sentence(found, series, weight),
        f"단위: {unit}, 공고 시작 월 기준. 선은 최근 12개월 평균.{pale}{left_out}",
        figure(traces, xaxis=month_axis(), yaxis=value_axis(), bargap=0.15, barmode="overlay"),
        lambda: pd.DataFrame(
            {
                "월": series.months,
                "공고 수(건)": series.postings.astype(int),
                "모집인원(명)": series.headcount.astype(int),
                f"최근 12개월 합계({unit})": sums,
            }
        ),
    )


def trailing(found: Found, weight: Weight) -> Chart:
    """The sum of the last twelve months, month by month: free of the seasons."""
    series = flow.monthly(found)
    values = series.complete(weight)
    unit, sums = WEIGHT_UNITS[weight], flow.trailing_sum(values)
    days = [f"{month}-01" for month in series.months[: len(values)]]
    trace = {
        "type": "scatter", "mode": "lines", "x": days, "y": _gaps(sums), "line": {"color": CATEGORY[0], "width": 2.5},
        "hovertemplate": f"%{{x|%Y-%m}}까지 12개월<br><b>%{{y:,.0f}}{unit}</b><extra></extra>",
    }  # fmt: skip
    sentence = "아직 열두 달이 차지 않았다." if found.count else NOTHING
    if found.selection.codes("status"):
        sentence = BY_STATUS
    elif np.nansum(sums) > 0:
        peak = int(np.nanargmax(sums))
        sentence = f"{series.months[len(values) - 1]}까지 열두 달 합계는 {number(sums[-1])}{unit}이다."
        if sums[peak] > sums[-1]:
            sentence += f" 가장 많았던 때는 {series.months[peak]}까지의 {number(sums[peak])}{unit}이다."
    return Chart(
        "trailing",
        f"최근 12개월 {WEIGHT_NAMES[weight]} 합계",
        sentence,
        f"단위: {unit}. 각 달까지 열두 달의 합계. 끝나지 않은 달은 뺌.",
        figure([trace], xaxis=month_axis(), yaxis=value_axis()),
        lambda: pd.DataFrame({"월": series.months[: len(values)], f"12개월 합계({unit})": sums}),
    )


def monthly_by(found: Found, key: str, weight: Weight, mode: Mode = "fractional") -> Chart:
    """Trailing-12-month sums by the options of a facet, the largest as lines labelled at their ends."""
    facet = FACET.get(key, OLD_REGIONS)
    series, unit = flow.monthly(found), WEIGHT_UNITS[weight]
    months = len(series.complete(weight))
    options = found.index.options[key]
    # The old regions end with the merger: their lines stop there, not at zero.
    last_month = series.first + months - 1
    table = (
        break_down_by_month(found, key, weight, series.first, last_month, mode)
        if months
        else np.zeros((0, len(options)))
    )
    sums = np.apply_along_axis(flow.trailing_sum, 0, table) if months else table
    if key == OLD_REGIONS.key:
        _cut_to_lifetime(sums, found, series.first)
    order = np.argsort(-table.sum(axis=0), kind="stable")
    shown = [int(position) for position in order[:MOST_LINES] if table[:, position].sum() > 0]
    days = [f"{month}-01" for month in series.months[:months]]
    traces = [
        {"type": "scatter", "mode": "lines", "x": days, "y": _gaps(sums[:, position]), "name": options[position].label,
         "line": {"color": CATEGORY[place], "width": 2},
         "hovertemplate": f"<b>%{{fullData.name}}</b><br>%{{x|%Y-%m}}까지 12개월 %{{y:,.0f}}{unit}<extra></extra>"}
        for place, position in enumerate(shown)
    ]  # fmt: skip
    rest = f" 많은 {len(shown)}개만 그림, 나머지는 표에 있음." if (table.sum(axis=0) > 0).sum() > len(shown) else ""
    sentence = _change_sentence([options[position].label for position in shown], sums[:, shown], unit)
    if not found.count or found.selection.codes("status"):
        sentence = BY_STATUS if found.count else NOTHING
    return Chart(
        f"monthly_by_{key}",
        f"{facet.label}별 최근 12개월 {WEIGHT_NAMES[weight]}",
        sentence,
        f"단위: {unit}, {MODE_NAMES[mode]}. 각 달까지 열두 달의 합계.{rest}",
        figure(traces, xaxis=month_axis(), yaxis=value_axis(), showlegend=True, margin={"l": 8, "r": 16, "t": 8, "b": 8}),
        lambda: pd.DataFrame(sums.round(1), columns=[option.label for option in options], index=series.months[:months])
        .dropna(how="all").rename_axis("월").reset_index(),
    )  # fmt: skip


def seasonality(found: Found, weight: Weight) -> Chart:
    """Years × months, coloured by the value, with the seasonal index below."""
    series = flow.monthly(found)
    values, unit = series.complete(weight), WEIGHT_UNITS[weight]
    index, years = flow.seasonal_index(values, series.first)
    first_year = 1970 + series.first // 12
    grid = np.full(-(-(series.first % 12 + len(values)) // 12) * 12, np.nan)
    grid[series.first % 12 : series.first % 12 + len(values)] = values
    table_of_years = grid.reshape(-1, 12)
    months = [f"{month}월" for month in range(1, 13)]
    names = [f"{first_year + row}" for row in range(len(table_of_years))]
    trace = {
        "type": "heatmap", "x": months, "y": names, "z": [_gaps(row) for row in table_of_years], "xgap": 2, "ygap": 2,
        "colorscale": [[place / 9, colour] for place, colour in enumerate(SEQUENCE)], "showscale": False, "zmin": 0,
        "hovertemplate": f"%{{y}}년 %{{x}}<br><b>%{{z:,.0f}}{unit}</b><extra></extra>",
    }  # fmt: skip
    sentence = f"온전한 해가 {years}개뿐이라 계절 지수를 내지 않는다."
    if found.selection.codes("status"):
        sentence = BY_STATUS
    elif np.isfinite(index).all() and series.postings.mean() < SMALLEST_BASE:
        sentence = "달마다의 공고가 적어 계절을 말하지 않는다."
    elif np.isfinite(index).all() and np.ptp(index) < SMALLEST_CHANGE:
        sentence = f"달마다 거의 같다({years}개 해 평균)."
    elif np.isfinite(index).all():
        high, low = int(index.argmax()), int(index.argmin())
        sentence = (
            f"{months[high]}이 가장 많아 평균 달의 {index[high]:.2f}배이고, "
            f"{months[low]}이 {index[low]:.2f}배로 가장 적다({years}개 해 평균)."
        )

    def table() -> pd.DataFrame:
        rows = pd.DataFrame(table_of_years, columns=months, index=names).rename_axis("해").reset_index()
        rows.loc[len(rows)] = ["계절 지수", *index.round(3)]
        return rows

    return Chart(
        "seasonality",
        f"달마다 다른 {WEIGHT_NAMES[weight]}",
        sentence,
        f"단위: {unit}. 계절 지수 = 그 달 ÷ 그해 월평균, 온전한 해의 평균.",
        figure([trace], height=60 + 30 * len(names), xaxis={"side": "top", "showgrid": False, "type": "category"},
               yaxis={"autorange": "reversed", "showgrid": False, "type": "category"}),
        table,
    )  # fmt: skip


def yearly(found: Found, weight: Weight) -> Chart:
    """Whole years, and the change on the year before among institutions that posted in both."""
    counted, unit = flow.year_on_year(found, weight), WEIGHT_UNITS[weight]
    years = [f"{int(year)}" for year in counted["years"]]
    totals = counted["all"]
    all_change = _growth(totals, np.concatenate([[np.nan], totals])[: len(years)])
    same_change = _growth(counted["same_now"], counted["same_before"])
    trace = {
        "type": "bar", "x": years, "y": totals.tolist(), "marker": {"color": CATEGORY[0]},
        "text": [short(value) for value in totals], "textposition": "outside", "cliponaxis": False,
        "customdata": [[_signed(a), _signed(b)] for a, b in zip(all_change, same_change, strict=True)],
        "hovertemplate": f"<b>%{{x}}년 %{{y:,.0f}}{unit}</b><br>전년보다 %{{customdata[0]}}"
        "<br>같은 기관끼리 %{customdata[1]}<extra></extra>",
    }  # fmt: skip
    sentence = "비교할 온전한 해가 없다."
    if found.selection.codes("status"):
        sentence = BY_STATUS
    elif len(years) > 1:
        words = change(totals[-1], totals[-2], unit, f"{years[-2]}년", _noise(weight, totals[-2]))
        same = (
            f" 두 해 모두 공고를 낸 기관끼리는 {_signed(same_change[-1])}이다."
            if counted["same_before"][-1] >= SMALLEST_BASE
            else ""
        )
        sentence = f"{topic(f'{years[-1]}년 {WEIGHT_NAMES[weight]}')} {number(totals[-1])}{unit}" + (
            f"으로 {words}.{same}" if words else f"이다.{same}"
        )
    return Chart(
        "yearly",
        f"해마다의 {WEIGHT_NAMES[weight]}",
        sentence,
        f"단위: {unit}, 공고 시작 연도 기준. 끝나지 않은 올해는 뺌.",
        figure([trace], xaxis={"type": "category", "showgrid": False}, yaxis=value_axis()),
        lambda: pd.DataFrame(
            {
                "연도": years,
                f"{WEIGHT_NAMES[weight]}({unit})": totals,
                "전년 대비(%)": (all_change * 100).round(1),
                "같은 기관 전년 대비(%)": (same_change * 100).round(1),
            }
        ),
    )


def nothing_to_count(found: Found, weight: Weight) -> str:
    """Why a chart is empty: nothing was found, or what was found has no headcount or no single value."""
    if not found.count:
        return NOTHING
    return f"조건에 맞는 공고에 여기서 셀 {subject('인원' if weight == 'headcount' else '공고')} 없다."


def _most_sentence(labels: list[str], values: list[float], whole: float, unit: str) -> str:
    """Which label has most; empty where nothing was counted."""
    positive = [value for value in values if value > 0]
    if not positive:
        return ""
    amount = f"{number(positive[0])}{unit}"
    ties = sum(isclose(value, positive[0], rel_tol=1e-5) for value in positive)
    if len(positive) == 1:
        return f"{amount}이 모두 {labels[0]}에 있다."
    if ties == len(positive):
        return f"{ties}개 항목이 모두 {amount}으로 같다."
    if ties > 1:
        return f"{labels[0]} 등 {ties}개 항목이 각각 {amount}으로 가장 많다."
    return f"{subject(labels[0])} {amount}으로 가장 많다({percent(positive[0] / whole)})."


def _last_year_sentence(found: Found, series: flow.Monthly, weight: Weight) -> str:
    values = series.complete(weight)
    if not found.count:
        return NOTHING
    if not values.sum():
        return "끝난 달에는 셀 것이 없어 추이를 말할 수 없다."
    unit, name = WEIGHT_UNITS[weight], WEIGHT_NAMES[weight]
    last = series.months[len(values) - 1]
    if len(values) < 24 or found.selection.codes("status"):
        what = "공고의 모집인원은" if weight == "headcount" else "공고는"
        return f"{last}에 시작한 {what} {number(values[-1])}{unit}이다."
    now, before = values[-12:].sum(), values[-24:-12].sum()
    words = change(now, before, unit, "앞선 열두 달", _noise(weight, before))
    return f"{last}까지 열두 달의 {topic(name)} {number(now)}{unit}" + (f"으로 {words}." if words else "이다.")


def _change_sentence(labels: list[str], sums: np.ndarray, unit: str) -> str:
    if len(sums) < 24 or not labels:
        return "비교할 만큼 기간이 길지 않다."
    parts = []
    for label, column in zip(labels, sums.T, strict=True):
        now, before = column[-1], column[-13]
        if np.isfinite(now) and np.isfinite(before) and before >= 100:
            parts.append((now / before - 1, label, now))
    if not parts:
        return "비교할 만큼 수가 많지 않다."
    rate, label, now = max(parts, key=lambda part: abs(part[0]))
    if abs(rate) < SMALLEST_CHANGE:
        return "한 해 사이 크게 달라진 것이 없다."
    direction = "늘어" if rate > 0 else "줄어"
    return f"한 해 사이 {subject(label)} {percent(abs(rate))} {direction} 변화가 가장 크다(현재 {number(now)}{unit})."


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


def _gaps(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _signed(share: float) -> str:
    return "–" if np.isnan(share) else f"{share * 100:+.1f}%"
