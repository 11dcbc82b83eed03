"""How many institutions stand behind each year of a sum: beside the figure, and a mark where many came or went."""

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.charts.chart import CATEGORY, INK, Chart, Figure, sentences
from dashboard.languages import _, _n
from dashboard.words import number

# Of the institutions of the year before; below it a sum hardly tells who is in it.
SMALL_SHARE = 0.02


def with_members(chart: Chart, members: pd.DataFrame) -> Chart:
    """The chart of yearly sums with the number of institutions in hover, table and caption.

    `members`: as `members_by_year`. A year in which more than `SMALL_SHARE` joined or left has a dashed line before
    it, which says so.
    """
    counts = members.set_index("year")
    return replace(
        chart,
        unit=sentences(chart.unit, _in_words(members)),
        figure=_marked(chart.figure, counts),
        table=lambda: _counted(chart.table(), counts),
    )


def breaks(members: pd.DataFrame) -> list[int]:
    """The years in which more than a small share of the institutions joined or left."""
    before = members["institutions"].shift()
    share = (members["joined"] + members["left"]) / before.where(before > 0)
    return [int(year) for year in members["year"][share > SMALL_SHARE]]


def _in_words(members: pd.DataFrame) -> str:
    """How many there were in the first year and in the last, and how many came and went between."""
    if members.empty:
        return ""
    first, last = members.iloc[0], members.iloc[-1]
    told = {"year": int(first["year"]), "count": number(first["institutions"])}
    if len(members) == 1:
        return _n("기관 {count}곳({year}년).", int(first["institutions"]), **told)
    return _(
        "지금 공시하는 기관의 합: {year}년 {count}곳, {last}년 {now}곳(그사이 든 {joined}곳, 나간 {left}곳).",
        **told,
        last=int(last["year"]),
        now=number(last["institutions"]),
        joined=number(members["joined"].sum()),
        left=number(members["left"].sum()),
    )


def _marked(figure: Figure, counts: pd.DataFrame) -> Figure:
    traces = [_with_count(trace, counts) for trace in figure["data"]]
    layout = figure["layout"]
    lines = [at for year in breaks(counts.reset_index()) if (at := _before(year, traces, layout)) is not None]
    if lines:
        layout = layout | {
            "margin": layout["margin"] | {"t": 40},
            "shapes": [*layout.get("shapes", ()), *(_dashed(at) for at in lines)],
            "annotations": [*layout.get("annotations", ()), *(_word(at) for at in lines)],
        }
    return {"data": traces, "layout": layout}


def _with_count(trace: dict[str, Any], counts: pd.DataFrame) -> dict[str, Any]:
    if "hovertemplate" not in trace or "customdata" in trace:
        return trace
    known = [counts["institutions"].get(_year(x)) for x in trace["x"]]
    told = ["" if count is None else "<br>" + _n("기관 {count}곳", int(count), count=number(count)) for count in known]
    return trace | {
        "customdata": told,
        "hovertemplate": trace["hovertemplate"].replace("<extra>", "%{customdata}<extra>"),
    }


def _before(year: int, traces: list[dict[str, Any]], layout: dict[str, Any]) -> float | None:
    """Where the line before a year stands; None where the figure does not show both sides of it."""
    shown = list(dict.fromkeys(x for trace in traces for x in trace["x"]))
    years = [_year(x) for x in shown]
    if year not in years or year - 1 not in years:
        return None
    # A number on an axis of names counts their places.
    return years.index(year) - 0.5 if layout["xaxis"].get("type") == "category" else year - 0.5


def _dashed(at: float) -> dict[str, Any]:
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": CATEGORY[1], "width": 1.5, "dash": "dash"}}  # fmt: skip


def _word(at: float) -> dict[str, Any]:
    return {"x": at, "y": 1.02, "yref": "paper", "text": _("기관이 바뀜"), "showarrow": False, "xanchor": "center",
            "yanchor": "bottom", "font": {"size": 12, "color": INK}}  # fmt: skip


def _counted(table: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    years = [_year(label) for label in table.iloc[:, 0]]
    columns = {
        _("기관(곳)"): "institutions",
        _("새로 든 기관(곳)"): "joined",
        _("나간 기관(곳)"): "left",
    }
    return table.assign(**{name: counts[column].reindex(years).to_numpy() for name, column in columns.items()})


def _year(label: Any) -> int:
    """A year as charts write it: 2026, "2026", "2026(일부)"."""
    return int(str(label)[:4])
