"""Yearly sums of what institutions disclose, as stacked columns: one shape for persons and for money."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, INK, NAMES, PALE, Chart, Figure, column_bars, figure, heading, value_axis
from dashboard.languages import _
from dashboard.words import change


def columns(
    key: str,
    title: str,
    sentence: str,
    unit_line: str,
    years: pd.DataFrame,
    names: Mapping[str, str],
    unit: str,
    *,
    scale: float = 1.0,
    digits: int = 0,
    also: Mapping[str, str] | None = None,
) -> Chart:
    """Columns of `years` (with label and is_settled), stacked, each year; what is not settled is pale.

    `names`: the columns drawn, by their names in the language spoken; `also`: those that stand in the table only.
    """
    drawn = {heading(name, unit): (years[column] * scale).round(max(digits, 1)) for column, name in names.items()}
    more = {name: years[column].round(1) for column, name in (also or {}).items()}
    columns_of_years = stacked(years, names, unit, scale=scale, digits=digits)
    table = {_("연도"): years["label"]} | drawn | more
    return Chart(key, title, sentence, unit_line, columns_of_years, lambda: pd.DataFrame(table))


def stacked(years: pd.DataFrame, names: Mapping[str, str], unit: str, *, scale: float = 1.0, digits: int = 0) -> Figure:
    """The columns one on another with their total above; `names` by column."""
    labels, opacity = years["label"].tolist(), np.where(years["is_settled"], 1.0, PALE).tolist()
    hover = f"%{{x}} %{{fullData.name}}<br><b>%{{y:,.{digits}f}}{unit}</b>"
    traces = [
        column_bars(
            labels,
            (years[column] * scale).round(3).tolist(),
            hover,
            name=name,
            marker={"color": CATEGORY[place], "opacity": opacity},
        )
        for place, (column, name) in enumerate(names.items())
    ]
    totals = (years[list(names)].sum(axis=1, min_count=1) * scale).round(3)
    return figure(
        [*traces, _totals(labels, totals.tolist(), digits)] if len(years) else [],
        barmode="stack",
        showlegend=len(names) > 1,
        xaxis=NAMES,
        yaxis=value_axis(),
    )


def _totals(labels: list[str], totals: list[float], digits: int) -> dict[str, Any]:
    known = [None if np.isnan(total) else total for total in totals]
    return {
        "type": "scatter",
        "mode": "text",
        "x": labels,
        "y": known,
        "text": ["" if total is None else f"{total:,.{digits}f}" for total in known],
        "textposition": "top center",
        "textfont": {"color": INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def since(years: pd.DataFrame, column: str, unit: str) -> str:
    """ "2021년보다 20.5% 늘었다": the last settled year against the first; empty where nothing can be said."""
    settled = years[years["is_settled"]]
    if len(settled) < 2:
        return ""
    first, last = settled.iloc[0], settled.iloc[-1]
    return change(last[column], first[column], unit, _("{year}년", year=int(first["year"])))
