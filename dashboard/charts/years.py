"""Charts of years against each other: the same institutions, and an index without its seasons."""

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    NAMES,
    Chart,
    column_bars,
    figure,
    month_axis,
    sentences,
    value_axis,
    within,
)
from dashboard.charts.flow import BY_STATUS, growth
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.reach import limits, nothing, unread
from dashboard.languages import _
from dashboard.measures import flow, season
from dashboard.measures.breakdown import WEIGHT_NAMES, Weight
from dashboard.selection.index import Found, Numbers
from dashboard.words import SMALLEST_BASE

# A difference of two rates of change below this is no finding.
SMALLEST_POINT = 0.02


def same_institutions(found: Found, weight: Weight) -> Chart:
    """The change on the year before, of all institutions and of those with postings in both years."""
    counted = flow.year_on_year(found.history, weight)
    years, totals = [f"{int(year)}" for year in counted["years"][1:]], counted["all"]
    everything = growth(totals[1:], totals[:-1])
    same = growth(counted["same_now"][1:], counted["same_before"][1:])
    named = ((_("모든 기관"), everything, FAINT), (_("두 해 모두 공고한 기관"), same, CATEGORY[0]))
    hover = "%{x} %{fullData.name}<br><b>%{y:+.1f}%</b>"
    traces = [column_bars(years, _percent(values), hover, colour, name=name) for name, values, colour in named]
    about = _(
        "단위: 전년 대비 %. 공고 시작 연도 기준. 끝나지 않은 올해는 뺌. 새로 지정되거나 풀린 기관은 모든 기관에만 들고, 두 해 모두 공고한 "
        "기관에는 들지 않음."
    )
    shares = {_("모든 기관(%)"): (everything * 100).round(1), _("같은 기관(%)"): (same * 100).round(1)}
    axis = value_axis(ticksuffix="%", zeroline=True)
    return Chart(
        "same_institutions",
        _("같은 기관끼리 비교한 {what}", what=_(WEIGHT_NAMES[weight])),
        _same_sentence(found, counted, everything, same),
        sentences(about, limits(found)),
        figure(traces, barmode="group", showlegend=True, xaxis=NAMES, yaxis=axis),
        lambda: pd.DataFrame({_("연도"): years} | shares),
    )


def _same_sentence(found: Found, counted: dict[str, Numbers], everything: Numbers, same: Numbers) -> str:
    if found.selection.codes("status"):
        return _(BY_STATUS)
    if not found.count or not len(everything):
        return (unread(found) or _("비교할 온전한 해가 없다.")) if found.count else nothing(found)
    is_small = not counted["all"][-2] >= SMALLEST_BASE or counted["same_before"][-1] < SMALLEST_BASE
    if is_small or np.isnan(same[-1]):
        return _("비교할 만큼 수가 많지 않다.")
    gap = everything[-1] - same[-1]
    sentence = _(
        "{year}년 변화는 모든 기관 {all}, 두 해 모두 공고한 기관끼리 {same}이다.",
        year=int(counted["years"][-1]),
        all=f"{everything[-1]:+.1%}",
        same=f"{same[-1]:+.1%}",
    )
    if abs(gap) < SMALLEST_POINT:
        return sentence
    since = _("차이 {points}%p는 한 해에만 공고한 기관에서 온다.", points=f"{abs(gap) * 100:.1f}")
    return sentences(sentence, since)


def adjusted_index(found: Found, weight: Weight) -> Chart:
    """The monthly index, as it is and without its seasons."""
    series = flow.monthly(found.history)
    index, base = season.base_index(series.complete(weight), series.first)
    adjusted = season.seasonally_adjusted(index) if base else np.full(len(index), np.nan)
    months = series.months[: len(index)]
    days = [f"{month}-01" for month in months]
    lines = [Line(_("원계열"), days, _gaps(index), FAINT), Line(_("계절 조정"), days, _gaps(adjusted), CATEGORY[0])]
    shown = [line for line in lines if any(value is not None for value in line.y)]
    about = _("단위: 기준 연도 월평균 = 100. 계절 조정은 STL. 끝나지 않은 달은 뺌.")
    if base:
        about = _("단위: {base}년 월평균 = 100. 계절 조정은 STL. 끝나지 않은 달은 뺌.", base=base)
    return Chart(
        "adjusted_index",
        _("계절을 뺀 {what} 지수", what=within(_(WEIGHT_NAMES[weight]))),
        _index_sentence(found, series, adjusted, base),
        sentences(about, limits(found)),
        named_lines(shown, "", digits=1, markers=False, xaxis=month_axis()),
        lambda: pd.DataFrame(
            {_("월"): months, _("원계열(지수)"): index.round(1), _("계절 조정(지수)"): adjusted.round(1)}
        ),
    )


def _index_sentence(found: Found, series: flow.Monthly, adjusted: Numbers, base: int | None) -> str:
    if found.selection.codes("status"):
        return _(BY_STATUS)
    if not base:
        return (unread(found) or _("지수를 낼 온전한 해가 없다.")) if found.count else nothing(found)
    if np.nanmean(series.postings) < SMALLEST_BASE:
        return _("월별 공고가 적어 지수를 말하지 않는다.")
    if np.isnan(adjusted).all() or np.isnan(adjusted[-12:]).any():
        return _("{base}년을 100으로 한 지수. 세 해가 차지 않아 계절을 빼지 않았다.", base=base)
    return _adjusted_sentence(adjusted, series.months[len(adjusted) - 1], base)


def _adjusted_sentence(adjusted: Numbers, month: str, base: int) -> str:
    """Where it stands, and how it moved within half a year where that exceeds its usual monthly swings."""
    recent, before = adjusted[-6:].mean(), adjusted[-12:-6].mean()
    told = {"month": month, "index": f"{adjusted[-1]:.1f}", "base": base}
    if before <= 0:
        return _("계절을 뺀 {month}의 지수는 {index}({base}년 월평균 = 100)이다.", **told)
    noise = 2 * np.diff(adjusted[np.isfinite(adjusted)]).std() / np.sqrt(6)
    if abs(recent - before) <= noise:
        return _(
            "계절을 뺀 {month}의 지수는 {index}({base}년 월평균 = 100)이고, 최근 여섯 달은 앞선 여섯 달과 큰 차이가 없다.",
            **told,
        )
    told["share"] = f"{abs(recent / before - 1):.1%}"
    if recent > before:
        return _(
            "계절을 뺀 {month}의 지수는 {index}({base}년 월평균 = 100)이고, 최근 여섯 달은 앞선 여섯 달보다 {share} 높다.",
            **told,
        )
    return _(
        "계절을 뺀 {month}의 지수는 {index}({base}년 월평균 = 100)이고, 최근 여섯 달은 앞선 여섯 달보다 {share} 낮다.",
        **told,
    )


def _percent(values: Numbers) -> list[float | None]:
    return _gaps(values * 100)


def _gaps(values: Numbers) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 3) for value in values]
