"""Lines that carry their name at their end, so that no legend has to be matched by colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.charts.chart import CATEGORY, CLICK, FAINT, FAINT_OPACITY, Figure, figure, value_axis
from dashboard.charts.labels import LETTER_WIDTH, LINE_HEIGHT, broken, most_lines, width
from dashboard.languages import _

# A name at the end of a line: nine Korean letters fit beside a figure on a phone.
NAME_ROOM = 9 * LETTER_WIDTH
# More years than that do not fit side by side on a phone: every other one is written.
MOST_YEARS = 5
MARK_ROOM = 0.03
END_SIZE = 9
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


@dataclass(frozen=True, slots=True)
class Line:
    """Points of a line; `y` holds None where it breaks. Without a colour it takes its turn. `code` is that of the option
    it stands for, which a click on the line chooses."""

    name: str
    x: Sequence[Any]
    y: Sequence[float | None]
    colour: str | None = None
    dash: str = "solid"
    code: str = ""


def named_lines(
    lines: Sequence[Line],
    unit: str,
    *,
    digits: int = 0,
    height: int = 320,
    markers: bool = True,
    behind: Sequence[dict[str, Any]] = (),
    xaxis: dict[str, Any] | None = None,
    yaxis: dict[str, Any] | None = None,
    **layout: Any,
) -> Figure:
    """Lines over `behind`, each named where it ends; names move apart where ends lie close. One alone needs no name."""
    x_axis = {"dtick": 1, "tickformat": "d", "showgrid": False} | (xaxis or {})
    moment = "%{x|%Y-%m}" if x_axis.get("type") == "date" else _("%{x}년")
    if x_axis.get("type") == "date" and lines:
        x_axis |= _span_of_months(lines, behind, layout.get("shapes", ()))
    axes = {"xaxis": x_axis, "yaxis": value_axis() | (yaxis or {})}
    hover = f"{moment} %{{y:,.{digits}f}}{unit}"
    drawn = [_drawn(line, place, hover, markers=markers) for place, line in enumerate(lines)]
    names = _names_at_ends(lines, behind, axes["yaxis"], height) if len(lines) > 1 else []
    return figure([*behind, *drawn, *names], height=height, margin=_room_for(names), **axes, **layout)


def _room_for(names: Sequence[dict[str, Any]]) -> dict[str, int]:
    texts = [text for name in names for text in name["text"][0].split("\n")]
    return {"l": 8, "r": 14 + max(map(width, texts), default=0), "t": 8, "b": 8}


def _drawn(line: Line, place: int, hover: str, *, markers: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers" if markers else "lines",
        "x": list(line.x),
        "y": list(line.y),
        "name": line.name,
        "line": {"color": _colour(line, place), "width": 2.2, "dash": line.dash},
        "opacity": FAINT_OPACITY if line.colour == FAINT else 1,
        "hovertemplate": f"<b>%{{fullData.name}}</b><br>{hover}<extra>{_(CLICK) if line.code else ''}</extra>",
        **_marks(line),
    }


def _names_at_ends(
    lines: Sequence[Line], behind: Sequence[dict[str, Any]], y_axis: dict[str, Any], height: int
) -> list[dict[str, Any]]:
    known = [(place, end) for place, line in enumerate(lines) if (end := _end(line)) is not None]
    texts = [broken(lines[place].name, NAME_ROOM) for place, _end_of in known]
    ends = [end for _place, end in known]
    levels = _apart(ends, _span(lines, behind, y_axis), height, most_lines(texts))
    # A space apart from the line, wider where a mark stands at the end.
    gap = "\u2003" if any(line.code for line in lines) else "\u2002"
    last = _last_x(lines, behind)
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [last],
            "y": [level],
            "text": [gap + text.replace("\n", f"\n{gap}")],
            "textposition": "middle right",
            "textfont": {"color": _colour(lines[place], place)},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
        for (place, _end_of), text, level in zip(known, texts, levels, strict=True)
    ]


def _span_of_months(
    lines: Sequence[Line], behind: Sequence[dict[str, Any]], bands: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """From the first month to the last: names would push the axis into months to come."""
    first = min([*(line.x[0] for line in lines), *(str(band["x0"]) for band in bands)])
    last = _last_x(lines, behind)
    is_coded, is_long = any(line.code for line in lines), int(last[:4]) - int(first[:4]) > MOST_YEARS
    end = max([_with_room(first, last) if is_coded else last, *(str(band["x1"]) for band in bands)])
    return {"range": [first, end], "dtick": "M24" if is_long else "M12", "tickangle": 0}


def _marks(line: Line) -> dict[str, Any]:
    """Of a line that can be clicked: Plotly tells of clicks on marks only, so each point has one, seen at the end."""
    if not line.code:
        return {}
    end = max((place for place, y in enumerate(line.y) if y is not None), default=0)
    sizes = [END_SIZE if place == end else 0 for place in range(len(line.y))]
    return {"mode": "lines+markers", "marker": {"size": sizes}, "customdata": [[line.code]] * len(line.y)}


def _with_room(first: str, last: str) -> str:
    """A day a little later than the last, so that a mark there lies within the axes, where it can be clicked."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return (end + (end - start) * MARK_ROOM).isoformat()


def band(
    x: Sequence[Any], low: Sequence[float | None], high: Sequence[float | None], middle: Sequence[float] = ()
) -> list[dict[str, Any]]:
    """The grey background others make: their P10–P90 as a band, their median as a thin line."""
    if not len(x):
        return []
    shape = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    outline = {
        **shape,
        "x": [*x, *reversed(x)],
        "y": [*high, *reversed(low)],
        "fill": "toself",
        "line": {"width": 0, "color": FAINT},
        "opacity": 0.25,
    }
    line = {"width": 1.5, "color": FAINT, "dash": "dot"}
    return [outline, *([{**shape, "x": list(x), "y": list(middle), "line": line}] if len(middle) else [])]


def _colour(line: Line, place: int) -> str:
    return line.colour or CATEGORY[place % len(CATEGORY)]


def _end(line: Line) -> float | None:
    return next((y for y in reversed(line.y) if y is not None), None)


def _last_x(lines: Sequence[Line], behind: Sequence[dict[str, Any]]) -> Any:
    """The end of the axis: names stand in one column."""
    ends = [line.x[-1] for line in lines if len(line.x)]
    return max([*ends, *(x for trace in behind for x in trace["x"])], default=None)


def _span(lines: Sequence[Line], behind: Sequence[dict[str, Any]], axis: dict[str, Any]) -> float:
    """About how much the axis shows, from its lowest to its highest value."""
    values = [y for line in lines for y in line.y if y is not None]
    values += [y for trace in behind for y in trace["y"] if y is not None]
    if axis.get("rangemode") == "tozero":
        values.append(0.0)
    return (max(values) - min(values) if values else 0.0) or 1.0


def _apart(levels: Sequence[float], span: float, height: int, lines: int) -> list[float]:
    """The levels, moved apart so that texts of so many lines beside them do not overlap."""
    gap = span * 1.1 * (2 + LINE_HEIGHT * lines) / max(height - 60, 1)
    order = sorted(range(len(levels)), key=levels.__getitem__)
    # Close ones form a group, which is spread around its middle; groups that then touch are joined.
    groups: list[list[int]] = []
    for place in order:
        groups.append([place])
        while len(groups) > 1 and _bottom(groups[-1], levels, gap) - _top(groups[-2], levels, gap) < gap:
            groups[-2:] = [groups[-2] + groups[-1]]
    moved = [0.0] * len(levels)
    for group in groups:
        for step, place in enumerate(group):
            moved[place] = _bottom(group, levels, gap) + step * gap
    return moved


def _middle(group: list[int], levels: Sequence[float]) -> float:
    return sum(levels[place] for place in group) / len(group)


def _bottom(group: list[int], levels: Sequence[float], gap: float) -> float:
    return _middle(group, levels) - gap * (len(group) - 1) / 2


def _top(group: list[int], levels: Sequence[float], gap: float) -> float:
    return _middle(group, levels) + gap * (len(group) - 1) / 2
