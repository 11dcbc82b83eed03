"""What pay is made of, and how it goes with tenure."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, INK, Chart, Figure, figure, listed, row_bars, value_axis
from dashboard.charts.dots import scatter
from dashboard.charts.pay.words import translated
from dashboard.charts.won import pay_unit
from dashboard.languages import _
from dashboard.measures import pay as measures
from dashboard.measures.pay import MEASURES, PARTS, Pay
from dashboard.words import number, percent


def composition(pay: Pay, year: int) -> Chart:
    """Mean parts of pay by institution type."""
    table, unit = measures.composition(pay, year), pay_unit()
    return Chart(
        "pay_composition",
        _("{year}년 보수는 무엇으로 이루어지나", year=year),
        _composition_sentence(table),
        _(
            "단위: {unit}/년, 기관 단순평균. 막대 끝은 합계. 경영평가 성과급은 성과상여금에 들어 있음.",
            unit=unit.name.strip(),
        ),
        _composition_bars(table),
        lambda: pd.DataFrame(
            {
                _("기관유형"): table["type"].map(_),
                _("기관 수"): table["n"],
                **{unit.heading(_(label)): unit.column(table[part]) for part, label in PARTS.items()},
            }
        ),
    )


def _composition_bars(table: pd.DataFrame) -> Figure:
    unit, names = pay_unit(), table["type"].map(_).tolist()
    hover = f"%{{y}} %{{fullData.name}}<br><b>%{{x:{unit.format}}}{unit.name}</b>"
    traces = [
        row_bars(names, unit.drawn(table[column]), hover, CATEGORY[place], name=_(label))
        for place, (column, label) in enumerate(PARTS.items())
    ]
    rows = {"autorange": "reversed", "showgrid": False, "tickvals": names}
    rows["ticktext"] = [name.replace(" (", " <br>(") for name in names]
    return figure(
        [*traces, _wholes(unit.drawn(table[list(PARTS)].sum(axis=1)), names)],
        barmode="stack",
        showlegend=True,
        height=140 + 44 * len(table),
        margin={"l": 8, "r": 56, "t": 8, "b": 8},
        xaxis=value_axis(nticks=5),
        yaxis=rows,
    )


def _wholes(totals: list[float | None], names: list[str]) -> dict[str, Any]:
    """What stands behind the last part of each."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": totals,
        "y": names,
        "text": [f" {total:{pay_unit().format}}" for total in totals],
        "textposition": "middle right",
        "textfont": {"color": INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _composition_sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return _("공시한 기관이 없다.")
    share = table["base_pay"] / table[list(PARTS)].sum(axis=1)
    low, high = int(share.to_numpy().argmin()), int(share.to_numpy().argmax())
    lowest, name = percent(share[low]), str(table["type"][low])
    if share[low] == share[high]:
        return _("기본급 비중은 {types} 모두 {share}이다.", types=listed(map(_, table["type"])), share=lowest)
    return _("기본급 비중은 {type}에서 {share}로 가장 낮다.", type=_(name), share=lowest)


def against_tenure(pay: Pay, year: int) -> Chart:
    """Average pay against average tenure."""
    unit, rows = pay_unit(), pay.in_year(year)
    rows = rows[rows["tenure_months"] > 0]
    hover = _("<b>%{{text}}</b><br>근속 %{{x:.1f}}년<br>%{{y:{format}}}{unit}", format=unit.format, unit=unit.name)
    dots = scatter(rows["tenure_months"] / 12, unit.column(rows["value"]), rows["institution"], hover)
    return Chart(
        "pay_tenure",
        _("{year}년 근속과 보수", year=year),
        _tenure_sentence(pay, rows),
        _("단위: {unit}/년. 가로: 평균 근속(년). 상관은 원인을 뜻하지 않음.", unit=unit.name.strip()),
        figure(dots, height=420, xaxis={"ticksuffix": _("년")}, yaxis=value_axis(rangemode="normal")),
        lambda: pd.DataFrame(
            {
                _("기관"): rows["institution"],
                _("기관유형"): translated(rows)["type"],
                _("근속(개월)"): rows["tenure_months"],
                unit.heading(_(MEASURES[pay.measure])): unit.column(rows["value"]),
            }
        ),
    )


def _tenure_sentence(pay: Pay, rows: pd.DataFrame) -> str:
    varies = len(rows) > 2 and rows["value"].nunique() > 1 and rows["tenure_months"].nunique() > 1
    relation = rows["value"].corr(rows["tenure_months"]) if varies else np.nan
    if np.isnan(relation):
        return _("비교할 만한 기관이 없다.")
    return _(
        "근속과 {measure}의 상관계수는 {relation}이다({count}곳).",
        measure=_(MEASURES[pay.measure]),
        relation=f"{relation:.2f}",
        count=number(len(rows)),
    )
