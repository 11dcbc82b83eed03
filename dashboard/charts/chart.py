"""What a chart is: a title, a finding, a unit, a figure, and the same data as a table."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.labels import LINE_HEIGHT, broken, most_lines
from dashboard.languages import KOREAN, N_, _, _n, spoken
from dashboard.measures.breakdown import Weight
from dashboard.words import number

Figure = dict[str, Any]

# Streamlit's own placeholders: the browser puts in the theme's colours, light or dark.
CATEGORY = (
    "#000001",
    "#000002",
    "#000003",
    "#000004",
    "#000005",
    "#000006",
    "#000007",
    "#000008",
    "#000009",
    "#000010",
)
SEQUENCE = tuple(f"#0000{number}" for number in range(11, 21))
# From far below the middle to far above it.
DIVERGING = tuple(f"#0000{number}" for number in range(21, 31))
FAINT = "#000036"
# Streamlit's own labels of axes are too faint to read easily on white.
INK = "#000037"
BACKGROUND = "#000038"
NO_COLOUR = "rgba(0,0,0,0)"
# At night the theme's faint colour is nearly white.
FAINT_OPACITY = 0.55
# Of what is not settled yet, and of bars beside chosen ones.
PALE, UNCHOSEN = 0.35, 0.45
ROW_HEIGHT = 26
# Plotly takes a part of HTML in every label for markup, links included.
AS_WRITTEN = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>"})
MARKUP = re.compile("[&<>\n]")
LABELS = ("x", "y", "text", "name")
# A number has its point inside.
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
CLICK = N_("누르면 고르기")
LEGEND: dict[str, Any] = {
    "orientation": "h",
    "x": 0,
    "y": 1.02,
    "yanchor": "bottom",
    "title": {"text": ""},
    "font": {"color": INK},
    "traceorder": "normal",
}
STYLE: dict[str, Any] = {
    "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
    "separators": ".,",
    "showlegend": False,
    "legend": LEGEND,
    "hovermode": "closest",
    "dragmode": False,
    "bargap": 0.28,
    "font": {"color": INK},
    "hoverlabel": {"font": {"color": INK}},
    "template": {"data": {}, "layout": {}},
    "paper_bgcolor": NO_COLOUR,
    "plot_bgcolor": NO_COLOUR,
}
AXIS: dict[str, Any] = {
    "automargin": True,
    "fixedrange": True,
    "title": {"text": ""},
    "zeroline": False,
    "tickfont": {"color": INK},
}
# Columns by name, and rows of names from the top down.
NAMES: dict[str, Any] = {"type": "category", "showgrid": False}
ROWS: dict[str, Any] = {"type": "category", "autorange": "reversed", "showgrid": False}
# Room for what stands at the ends of rows.
ROW_MARGIN = {"l": 8, "r": 56, "t": 4, "b": 8}
# A bar and, below it, the line from the least to the most it may be, as parts of a row.
BAR = {"offset": -0.4, "width": 0.62}
SPAN = {"offset": 0.28, "width": 0.08}
# The twelve names of an axis, one after another.
MONTHS = N_("1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월")


@dataclass(frozen=True, slots=True)
class Chart:
    """`key` names the chart among all; `unit` says unit and counting mode; `table` makes the table of exactly
    what is drawn, when somebody asks for it."""

    key: str
    title: str
    sentence: str
    unit: str
    figure: Figure
    table: Callable[[], pd.DataFrame]

    def __post_init__(self) -> None:
        if spoken() != KOREAN:
            for name in ("title", "sentence", "unit"):
                object.__setattr__(self, name, begun(getattr(self, name)))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: then the sentence says so, and bare axes would say less."""
        return not any(_draws(trace) for trace in self.figure["data"])

    @property
    def headline(self) -> str:
        """The first sentence of the finding; where there is none, the title."""
        return _first(self.sentence) or self.title

    @property
    def beyond_headline(self) -> str:
        """What more was found."""
        return self.sentence[len(_first(self.sentence)) :].strip()

    @property
    def subject(self) -> str:
        """The title beside a headline that is another."""
        return f"{self.title} · " if self.sentence else ""

    @property
    def unit_alone(self) -> str:
        """What is counted, in what."""
        return _first(self.unit)

    @property
    def counting(self) -> str:
        """How it was counted, beyond the unit."""
        return self.unit[len(self.unit_alone) :].strip()

    @property
    def alternative(self) -> str:
        """The text that stands in for the figure."""
        return _("{title}. {sentence} 같은 값은 표에 있습니다.", title=self.title, sentence=self.sentence)


def _first(text: str) -> str:
    """The first of several sentences."""
    return SENTENCE_END.split(text, maxsplit=1)[0]


def _draws(trace: dict[str, Any]) -> bool:
    """Whether there is a value in it: months of which none is known are none."""
    if trace["type"] == "heatmap":
        return any(value is not None for row in trace["z"] for value in row)
    if "x" in trace and "y" in trace:
        return all(any(value is not None for value in trace[key]) for key in ("x", "y"))
    return any(len(trace.get(key, ())) for key in ("x", "y", "z", "locations"))


def figure(traces: list[dict[str, Any]], height: int = 320, **layout: Any) -> Figure:
    """A figure in the house style; `layout` adds to it. Labels, which come from the data, are shown as written:
    put none into a hover template, where `%{fullData.name}` and the like stand for them."""
    style: dict[str, Any] = {**STYLE, "height": height}
    for name in ("xaxis", "yaxis"):
        style[name] = {**AXIS, **layout.pop(name, {})}
        style[name]["title"] = {"font": {"color": INK}, **style[name]["title"]}
    return {"data": [_as_written(trace) for trace in traces], "layout": {**style, **layout}}


def _as_written(trace: dict[str, Any]) -> dict[str, Any]:
    return trace | {key: _escaped(trace[key]) for key in LABELS if key in trace}


def _escaped(labels: Any) -> Any:
    if isinstance(labels, str):
        return labels.translate(AS_WRITTEN)
    # Most are months, regions and numbers: a look at all of them at once costs less than at each.
    if not MARKUP.search("".join(label for label in labels if isinstance(label, str))):
        return labels
    return [label.translate(AS_WRITTEN) if isinstance(label, str) else label for label in labels]


def bars(
    labels: list[str],
    values: list[float],
    unit: str,
    *,
    digits: int = 0,
    codes: list[str] | None = None,
    spans: tuple[list[float], list[float]] | None = None,
    chosen: Collection[str] = (),
) -> Figure:
    """Horizontal bars from the top down, each with its value at its end; a thin line below spans from the least to the
    most it may be. With `codes`, a click on a bar can tell which it was, and those not `chosen` are paler."""
    labels = [broken(label) for label in labels]
    bar = row_bars(labels, values, f"<b>%{{y}}</b><br>%{{x:,.{digits}f}}{unit}{_clicked(codes)}")
    bar |= written(f"{value:,.{digits}f}" for value in values) | _codes(codes, chosen)
    traces = [bar] if spans is None else [bar | BAR, _span(labels, *spans, unit, bar.get("customdata"))]
    return figure(
        traces,
        height=max(120, 40 + row_height(labels) * len(labels)),
        barmode="overlay",
        margin=ROW_MARGIN,
        xaxis=value_axis(nticks=4, tickangle=0),
        yaxis=ROWS,
    )


def row_bars(
    labels: list[str], values: list[Any], hover: str, colour: str = CATEGORY[0], **more: Any
) -> dict[str, Any]:
    """Horizontal bars; `hover` with what stands beside its box behind `<extra>`, if anything."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": labels,
        "marker": {"color": colour},
        "hovertemplate": hover if "<extra>" in hover else f"{hover}<extra></extra>",
        **more,
    }


def column_bars(x: list[Any], y: list[Any], hover: str, colour: str = CATEGORY[0], **more: Any) -> dict[str, Any]:
    """Upright bars; one drawn faintly lets the theme's faint colour recede at night too."""
    faint = {"opacity": FAINT_OPACITY} if colour == FAINT else {}
    return {
        "type": "bar",
        "x": x,
        "y": y,
        "marker": {"color": colour},
        "hovertemplate": f"{hover}<extra></extra>",
        **faint,
        **more,
    }


def written(texts: Iterable[str]) -> dict[str, Any]:
    """What stands beyond the ends of bars."""
    return {"text": list(texts), "textposition": "outside", "cliponaxis": False}


def heat(x: Sequence[Any], y: Sequence[Any], z: Sequence[Sequence[Any]], hover: str, **more: Any) -> dict[str, Any]:
    """Cells coloured by their values, from nothing upwards."""
    return {
        "type": "heatmap",
        "x": list(x),
        "y": list(y),
        "z": z,
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
        "zmin": 0,
        "colorscale": [[place / 9, colour] for place, colour in enumerate(SEQUENCE)],
        "hovertemplate": f"{hover}<extra></extra>",
        **more,
    }


def _clicked(codes: list[str] | None) -> str:
    return f"<extra>{_(CLICK)}</extra>" if codes else ""


def _codes(codes: list[str] | None, chosen: Collection[str]) -> dict[str, Any]:
    """By which a click tells the bar, and how pale each is."""
    if not codes:
        return {}
    opacity = [1.0 if not chosen or code in chosen else UNCHOSEN for code in codes]
    return {"customdata": [[code] for code in codes], "marker": {"color": CATEGORY[0], "opacity": opacity}}


def _span(
    labels: list[str], low: list[float], high: list[float], unit: str, customdata: list[list[str]] | None
) -> dict[str, Any]:
    told = [
        _("하나만 적은 공고 {low}, 중복 집계 {high}", low=f"{a:,.0f}{unit}", high=f"{b:,.0f}{unit}")
        for a, b in zip(low, high, strict=True)
    ]
    return row_bars(
        labels,
        [b - a for a, b in zip(low, high, strict=True)],
        "<b>%{y}</b><br>%{hovertext}",
        INK,
        base=low,
        hovertext=told,
        **SPAN,
        **({"customdata": customdata} if customdata else {}),
    )


def row_height(labels: list[str]) -> int:
    """A row of horizontal bars, in pixels: higher where a name takes several lines."""
    return max(ROW_HEIGHT, 6 + LINE_HEIGHT * most_lines(labels))


def short(value: float) -> str:
    """A label that fits on a bar: 115,640 → "11.6만", in English "116k"."""
    if abs(value) < 100_000:
        return f"{value:,.0f}"
    return f"{value / 10_000:.1f}만" if spoken() == KOREAN else f"{value / 1000:,.0f}k"


def begun(text: str) -> str:
    """The text with a large first letter, as a title or a sentence begins in English."""
    return text[:1].upper() + text[1:]


def within(label: str) -> str:
    """A label within a sentence: in English small, but an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def sentences(*parts: str) -> str:
    """Whole sentences one after another; those that do not apply are empty."""
    return " ".join(part for part in parts if part)


def listed(names: Iterable[str]) -> str:
    """Names one after another: "가·나", in English "A, B"."""
    return ("·" if spoken() == KOREAN else ", ").join(names)


def amount(value: float, weight: Weight) -> str:
    """ "1,234명" of headcount, "12건" of postings: in English "1 opening", "12 postings"."""
    if weight == "headcount":
        return _n("{count}명", round(value), count=number(value))
    return _n("{count}건", round(value), count=number(value))


def heading(name: str, unit: str) -> str:
    """A column of a table and its unit: "균등 배분(명)"."""
    return _("{name}({unit})", name=name, unit=unit.strip())


def month_names() -> list[str]:
    return _(MONTHS).split()


def month_axis(**more: Any) -> dict[str, Any]:
    """Months as numbers: Plotly's month names are English."""
    return {"type": "date", "tickformat": "%Y", "hoverformat": "%Y-%m", "dtick": "M12", "showgrid": False, **more}


def value_axis(unit: str = "", **more: Any) -> dict[str, Any]:
    return {"rangemode": "tozero", "tickformat": ",", "nticks": 6, "ticksuffix": unit, **more}
