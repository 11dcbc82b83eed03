"""How concentrated hiring is among institutions."""

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, FAINT, Chart, Figure, figure, sentences, value_axis, within
from dashboard.charts.flow import WEIGHT_HEADINGS, nothing_to_count
from dashboard.charts.reach import counted_of
from dashboard.languages import _, _n
from dashboard.measures.breakdown import WEIGHT_NAMES, Breakdown, Weight, break_down
from dashboard.measures.concentration import gini, herfindahl, top_share
from dashboard.selection.index import Found, Numbers
from dashboard.words import number, percent

TOP = 10


def lorenz(found: Found, weight: Weight) -> Chart:
    """Cumulative share of institutions, smallest first, against their cumulative share of postings or headcount."""
    asked, found = found, found.population
    counted, what = break_down(found, "institution", weight), within(_(WEIGHT_NAMES[weight]))
    posted = np.sort(counted.full[counted.full > 0])
    about = _(
        "단위: %, {what} 기준. 가로: 적은 기관부터 쌓은 기관 비율, 세로: 그 기관들의 몫. 점선은 모든 기관이 같을 때.",
        what=what,
    )
    return Chart(
        "lorenz",
        _("채용은 몇 기관에 몰려 있나"),
        _lorenz_sentence(posted, what) or nothing_to_count(found, weight, asked),
        sentences(about, counted_of(asked)),
        _lorenz_curve(posted),
        lambda: _shares_table(counted, weight),
    )


def _lorenz_curve(posted: Numbers) -> Figure:
    people = np.concatenate([[0.0], np.arange(1, len(posted) + 1) / max(len(posted), 1)]) * 100
    share = np.concatenate([[0.0], posted.cumsum() / max(posted.sum(), 1e-9)]) * 100
    line = {"type": "scatter", "mode": "lines"}
    equal = {"x": [0, 100], "y": [0, 100], "hoverinfo": "skip", "line": {"color": FAINT, "width": 1, "dash": "dot"}}
    curve = {
        "x": people.tolist(),
        "y": share.tolist(),
        "line": {"color": CATEGORY[0], "width": 2.5},
        "hovertemplate": _("작은 쪽 %{x:.0f}% 기관이<br><b>%{y:.1f}%</b><extra></extra>"),
    }
    axes = (value_axis(ticksuffix="%", showgrid=False), value_axis(ticksuffix="%"))
    return figure([line | equal, line | curve], xaxis=axes[0], yaxis=axes[1])


def _lorenz_sentence(posted: Numbers, what: str) -> str:
    if not len(posted):
        return ""
    if len(posted) <= TOP:
        return _n("공고를 낸 기관이 {count}곳뿐이라 쏠림을 말하지 않는다.", len(posted), count=len(posted))
    return _(
        "공고를 낸 {count}개 기관 가운데 상위 {top}곳이 {what}의 {share}를 차지한다(지니 {gini}, HHI {hhi}).",
        count=number(len(posted)),
        top=TOP,
        what=what,
        share=percent(top_share(posted, TOP)),
        gini=f"{gini(posted):.2f}",
        hhi=f"{herfindahl(posted):.3f}",
    )


def _shares_table(counted: Breakdown, weight: Weight) -> pd.DataFrame:
    order = np.argsort(-counted.full, kind="stable")
    order = order[counted.full[order] > 0]
    return pd.DataFrame(
        {
            _("기관"): [counted.options[position].label for position in order],
            _(WEIGHT_HEADINGS[weight]): counted.full[order],
            _("비율(%)"): (counted.full[order] / max(counted.full.sum(), 1e-9) * 100).round(2),
        }
    )
