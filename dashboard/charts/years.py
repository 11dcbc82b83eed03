"""Charts of years against each other: the same institutions, and an index without its seasons."""

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, FAINT, Chart, figure, month_axis, value_axis
from dashboard.charts.flow import BY_STATUS, NOTHING
from dashboard.charts.lines import FAINT_OPACITY, Line, named_lines
from dashboard.index import Found, Numbers
from dashboard.measures import flow, season
from dashboard.measures.breakdown import WEIGHT_NAMES, Weight
from dashboard.words import SMALLEST_BASE

# A difference of two rates of change below this is no finding.
SMALLEST_POINT = 0.02


def same_institutions(found: Found, weight: Weight) -> Chart:
    """The change on the year before, of all institutions and of those with postings in both years."""
    counted = flow.year_on_year(found, weight)
    years = [f"{int(year)}" for year in counted["years"][1:]]
    totals = counted["all"]
    everything = _growth(totals[1:], totals[:-1])
    same = _growth(counted["same_now"][1:], counted["same_before"][1:])
    traces = [
        {"type": "bar", "name": name, "x": years, "y": _percent(values),
         "marker": {"color": colour}, "opacity": FAINT_OPACITY if colour == FAINT else 1,
         "hovertemplate": f"%{{x}}년 {name}<br><b>%{{y:+.1f}}%</b><extra></extra>"}
        for name, values, colour in (("모든 기관", everything, FAINT), ("두 해 모두 공고한 기관", same, CATEGORY[0]))
    ]  # fmt: skip
    sentence = "비교할 온전한 해가 없다." if found.count else NOTHING
    if found.selection.codes("status"):
        sentence = BY_STATUS
    elif found.count and len(years) and (totals[-2] < SMALLEST_BASE or np.isnan(same[-1]) or counted["same_before"][-1] < SMALLEST_BASE):  # fmt: skip
        sentence = "견줄 만큼 수가 많지 않다."
    elif found.count and len(years):
        gap = everything[-1] - same[-1]
        sentence = (
            f"{years[-1]}년 변화는 모든 기관 {everything[-1]:+.1%}, 두 해 모두 공고한 기관끼리 {same[-1]:+.1%}이다."
        )
        if abs(gap) >= SMALLEST_POINT:
            sentence += f" 차이 {abs(gap) * 100:.1f}%p는 한 해에만 공고한 기관에서 온다."
    return Chart(
        "same_institutions",
        f"같은 기관끼리 견준 {WEIGHT_NAMES[weight]}",
        sentence,
        "단위: 전년 대비 %. 공고 시작 연도 기준. 끝나지 않은 올해는 뺌.",
        figure(traces, barmode="group", showlegend=True, xaxis={"type": "category", "showgrid": False},
               yaxis=value_axis(ticksuffix="%", zeroline=True)),
        lambda: pd.DataFrame({"연도": years, "모든 기관(%)": (everything * 100).round(1),
                              "같은 기관(%)": (same * 100).round(1)}),
    )  # fmt: skip


def adjusted_index(found: Found, weight: Weight) -> Chart:
    """The monthly index, as it is and without its seasons."""
    series = flow.monthly(found)
    values = series.complete(weight)
    index, base = season.base_index(values, series.first)
    adjusted = season.seasonally_adjusted(index) if base else np.full(len(values), np.nan)
    months = series.months[: len(values)]
    days = [f"{month}-01" for month in months]
    lines = [Line("원계열", days, _gaps(index), FAINT), Line("계절 조정", days, _gaps(adjusted), CATEGORY[0])]
    sentence = "지수를 낼 온전한 해가 없다." if found.count else NOTHING
    if found.selection.codes("status"):
        sentence = BY_STATUS
    elif base and series.postings.mean() < SMALLEST_BASE:
        sentence = "달마다의 공고가 적어 지수를 말하지 않는다."
    elif base and np.isnan(adjusted).all():
        sentence = f"{base}년을 100으로 한 지수. 세 해가 차지 않아 계절을 빼지 않았다."
    elif base:
        sentence = f"계절을 뺀 {months[-1]}의 지수는 {adjusted[-1]:.1f}({base}년 월평균 = 100)" + _since(adjusted)
    shown = [line for line in lines if any(value is not None for value in line.y)]
    return Chart(
        "adjusted_index",
        f"계절을 뺀 {WEIGHT_NAMES[weight]} 지수",
        sentence,
        f"단위: {base or '기준 연도'}년 월평균 = 100. 계절 조정은 STL. 끝나지 않은 달은 뺌.".replace("연도년", "연도"),
        named_lines(shown, "", digits=1, markers=False, xaxis=month_axis()),
        lambda: pd.DataFrame({"월": months, "원계열(지수)": index.round(1), "계절 조정(지수)": adjusted.round(1)}),
    )


def _since(adjusted: Numbers) -> str:
    """How it moved within half a year, where that exceeds its usual monthly swings."""
    recent, before = adjusted[-6:].mean(), adjusted[-12:-6].mean()
    if before <= 0:
        return "이다."
    noise = 2 * np.diff(adjusted).std() / np.sqrt(6)
    if abs(recent - before) <= noise:
        return "이고, 최근 여섯 달은 앞선 여섯 달과 큰 차이가 없다."
    return (
        f"이고, 최근 여섯 달은 앞선 여섯 달보다 {abs(recent / before - 1):.1%} {'높다' if recent > before else '낮다'}."
    )


def _growth(now: Numbers, before: Numbers) -> Numbers:
    ratio = np.full(len(now), np.nan)
    np.divide(now, before, out=ratio, where=before > 0)
    return ratio - 1


def _percent(values: Numbers) -> list[float | None]:
    return _gaps(values * 100)


def _gaps(values: Numbers) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 3) for value in values]
