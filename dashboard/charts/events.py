"""Events on time lines: a number above the plot for each, named beneath, so that no label covers another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.charts.chart import AS_WRITTEN, CATEGORY, FAINT, INK, Chart, Figure, sentences
from dashboard.languages import _

ROW, MARGINS = 16, 70
# Numbers nearer than this share of the axis stand in rows of their own.
NEAR = 0.045
# Of a chart whose key has this word, the events that bear on this.
BY_KEY = {
    "type": "types",
    "region": "regions",
    "ministry": "ministries",
    "relocated": "relocated",
    "hire_shares": "youth",
}


@dataclass(frozen=True, slots=True)
class Event:
    """`number` is its place among all events, on every figure the same; `place` and `end` are on the axis of one, and the
    end of what lasts a day is its place."""

    number: int
    name: str
    first: date
    last: date | None
    is_break: bool
    place: Any
    end: Any
    share: float

    @property
    def told(self) -> str:
        """Its number, name and months."""
        return told(self.number, self.name, self.first, self.last)


@dataclass(frozen=True, slots=True)
class _Span:
    """The days an axis shows, and what stands for a day on it."""

    first: date
    last: date
    low: float = 0.0
    high: float = 0.0
    is_date: bool = False

    def share(self, day: date) -> float:
        return (day - self.first).days / max((self.last - self.first).days, 1)

    def at(self, day: date) -> Any:
        share = min(max(self.share(day), 0.0), 1.0)
        return day.isoformat() if self.is_date else self.low + share * (self.high - self.low)


def told(number: int, name: str, first: date, last: date | None) -> str:
    """ "3 코로나19 2020-01~2023-05"."""
    return f"{number} {name} {first:%Y-%m}" + (f"~{last:%Y-%m}" if last else "")


def with_events(chart: Chart, events: pd.DataFrame, topics: Sequence[str]) -> Chart:
    """The chart with the events that bear on the topics and fall into its time; a chart without time as it was.

    `events`: rows of that table. A period is a grey band, a day a dotted line, a break of the series a dashed one.
    """
    span = _span(chart.figure)
    if span is None or chart.is_empty:
        return chart
    wanted = {*topics, *(topic for word, topic in BY_KEY.items() if word in chart.key)}
    shown = [*_within(events, wanted, span)]
    if not shown:
        return chart
    words = _("사건: {events}.", events=" · ".join(event.told for event in shown))
    return replace(chart, unit=sentences(chart.unit, words), figure=_marked(chart.figure, shown))


def in_order(events: pd.DataFrame) -> list[tuple[int, str, date, date | None, dict[str, Any]]]:
    """Number, name, first and last day of each event, and its row, the earliest first."""
    ordered = []
    for number, row in enumerate(events.sort_values("first_day", kind="stable").to_dict("records"), 1):
        name, first, last = str(row["event"]), row["first_day"], row["last_day"]
        day = last if isinstance(last, date) else None
        ordered.append((number, _(name), first, day, {str(key): value for key, value in row.items()}))
    return ordered


def _within(events: pd.DataFrame, topics: set[str], span: _Span) -> Iterator[Event]:
    for place, name, first, last, row in in_order(events):
        if topics & {*row["bears_on"].split()} and span.first < (last or first) and first <= span.last:
            start = max(first, span.first)
            ends = span.at(start), span.at(last or start)
            yield Event(place, name, first, last, bool(row["is_break"]), *ends, span.share(start))


def _span(figure: Figure) -> _Span | None:
    """What the horizontal axis shows, if it is time: months or years. A year stands for its days, from half a step before."""
    traces, kind = figure["data"], figure["layout"]["xaxis"].get("type")
    shown = [x for trace in traces if trace.get("mode") != "text" for x in trace.get("x") or () if x is not None]
    if kind == "date":
        days = sorted({str(x)[:10] for x in shown})
        whole = [date.fromisoformat(day) for day in days if len(day) == len("2026-01-01")]
        return _Span(whole[0], whole[-1], is_date=True) if len(whole) > 1 else None
    labels = list(dict.fromkeys(shown))
    years = [_year(label) for label in labels]
    if len(years) < 2 or None in years:
        return None
    known = sorted(year for year in years if year is not None)
    first, last = date(known[0], 1, 1), date(known[-1], 12, 31)
    low = -0.5 if kind == "category" else known[0] - 0.5
    return _Span(first, last, low, low + known[-1] - known[0] + 1)


def _year(label: Any) -> int | None:
    """2026, "2026", "2026(일부)"; anything else is no year."""
    text = str(label)
    is_year = text[:4].isascii() and text[:4].isdigit() and not text[4:5].isdigit() and text[4:5] in ("", "(")
    return int(text[:4]) if is_year and 1990 < int(text[:4]) < 2100 else None


def _marked(figure: Figure, events: Sequence[Event]) -> Figure:
    layout = figure["layout"]
    over = layout.get("annotations", ())
    rows = _rows(events)
    # Words that stand above the plot already keep the row next to it.
    below, room = int(bool(over)), ROW * (max(rows) + 1)
    plot = max(layout["height"] - MARGINS, ROW)
    marks = [_number(event, (row + below) * ROW / plot) for event, row in zip(events, rows, strict=True)]
    margin = layout["margin"] | {"t": layout["margin"]["t"] + room + ROW // 2}
    beneath: dict[str, Any] = {}
    if layout.get("showlegend"):
        # The legend gives its place above the plot to the numbers.
        beneath = {"legend": layout["legend"] | {"y": -0.14, "yanchor": "top"}}
        room += 2 * ROW
    return figure | {
        "layout": layout | beneath | {
            "height": layout["height"] + room, "margin": margin,
            "shapes": [*layout.get("shapes", ()), *(_shape(event) for event in events)],
            "annotations": [*over, *marks],
        }
    }  # fmt: skip


def _rows(events: Sequence[Event]) -> list[int]:
    """The row of each number: the lowest in which none stands near."""
    rows: list[int] = []
    for place, event in enumerate(events):
        near = {rows[other] for other in range(place) if abs(events[other].share - event.share) < NEAR}
        rows.append(next(row for row in range(len(events)) if row not in near))
    return rows


def _shape(event: Event) -> dict[str, Any]:
    if event.last and event.end != event.place:
        return {"type": "rect", "x0": event.place, "x1": event.end, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
                "fillcolor": FAINT, "opacity": 0.12, "line": {"width": 0}}  # fmt: skip
    line = (
        {"color": CATEGORY[1], "width": 1.5, "dash": "dash"}
        if event.is_break
        else {"color": FAINT, "width": 1, "dash": "dot"}
    )
    return {"type": "line", "x0": event.place, "x1": event.place, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": line}  # fmt: skip


def _number(event: Event, above: float) -> dict[str, Any]:
    return {"x": event.place, "y": 1 + round(above, 4), "yref": "paper", "text": f"{event.number}", "showarrow": False,
            "xanchor": "center", "yanchor": "bottom", "font": {"size": 12, "color": INK},
            "hovertext": event.told.translate(AS_WRITTEN)}  # fmt: skip
