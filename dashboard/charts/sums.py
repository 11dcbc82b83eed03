"""Yearly sums of what institutions disclose, as stacked columns: one shape for persons and for money."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, Chart, figure, heading, value_axis
from dashboard.languages import _
from dashboard.words import change

PALE = 0.35
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}


def columns(
    key: str, title: str, sentence: str, unit_line: str, years: pd.DataFrame, names: Mapping[str, str], unit: str, *,
    scale: float = 1.0, digits: int = 0, also: Mapping[str, str] | None = None,
) -> Chart:  # fmt: skip
    """Columns of `years` (with label and is_settled), stacked, each year; what is not settled is pale.

    `names`: the columns drawn, by their names in the language spoken; `also`: those that stand in the table only.
    """
    opacity = np.where(years["is_settled"], 1.0, PALE).tolist()
    traces = [
        {"type": "bar", "name": name, "x": years["label"].tolist(), "y": (years[column] * scale).round(3).tolist(),
         "marker": {"color": CATEGORY[place], "opacity": opacity},
         "hovertemplate": f"%{{x}} %{{fullData.name}}<br><b>%{{y:,.{digits}f}}{unit}</b><extra></extra>"}
        for place, (column, name) in enumerate(names.items())
    ]  # fmt: skip
    return Chart(
        key,
        title,
        sentence,
        unit_line,
        figure(traces if len(years) else [], barmode="stack", showlegend=len(names) > 1, legend=LEGEND,
               xaxis={"type": "category", "showgrid": False}, yaxis=value_axis()),
        lambda: pd.DataFrame(
            {_("연도"): years["label"]}
            | {heading(name, unit): (years[column] * scale).round(max(digits, 1)) for column, name in names.items()}
            | {name: years[column].round(1) for column, name in (also or {}).items()}
        ),
    )  # fmt: skip


def since(years: pd.DataFrame, column: str, unit: str) -> str:
    """ "2021년보다 20.5% 늘었다": the last settled year against the first; empty where nothing can be said."""
    settled = years[years["is_settled"]]
    if len(settled) < 2:
        return ""
    first, last = settled.iloc[0], settled.iloc[-1]
    return change(last[column], first[column], unit, _("{year}년", year=int(first["year"])))
