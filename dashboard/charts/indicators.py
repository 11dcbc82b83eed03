"""Charts of any one figure of institutions, or of two: over the years, by type, and against each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    AS_WRITTEN,
    CATEGORY,
    INK,
    NO_COLOUR,
    Chart,
    figure,
    heading,
    sentences,
    value_axis,
    within,
)
from dashboard.charts.hires import persons
from dashboard.charts.labels import broken
from dashboard.charts.lines import Line, band, named_lines
from dashboard.charts.won import pay_unit
from dashboard.languages import N_, _, _n
from dashboard.measures import indicators as measures
from dashboard.measures.indicators import Indicator, Unit
from dashboard.measures.pay import TYPE_ORDER, UNSTATED
from dashboard.words import by, in_won, number, particle, percent, subject, topic

# Medians of a few hundred institutions move by less from one disclosure to the next.
SMALLEST_MOVE = 0.01
SMALLEST_POINT = 0.005
WEAK, STRONG = 0.25, 0.5
MOST_NAMED = 5
NOT_JOINED = N_("결산과 예산(빈 점)은 잇지 않음.")


@dataclass(frozen=True, slots=True)
class Shown:
    """How values of a unit are drawn: the name of what is drawn, how much of it one of the unit is, and decimals."""

    name: str
    scale: float
    digits: int


SHOWN: dict[Unit, Shown] = {
    "money": Shown(N_("억 원"), 1 / 100, 0),
    "share": Shown("%", 100, 1),
    "persons": Shown(N_("명"), 1, 0),
    "years": Shown(N_("년"), 1, 1),
}


def told(unit: Unit, value: float) -> str:
    """A value as a sentence says it."""
    speak: dict[Unit, Callable[[float], str]] = {
        "pay": in_won,
        "cost": in_won,
        "money": lambda amount: in_won(amount * 1000),
        "share": percent,
        "persons": lambda people: f"{number(people)}{persons()}",
        "years": lambda years: _("{count}년", count=f"{years:.1f}"),
    }
    return speak[unit](value)


def shown_as(unit: Unit) -> Shown:
    """How values of a unit are drawn in the language spoken: pay and costs a head in the unit of pay."""
    if unit not in ("pay", "cost"):
        return SHOWN[unit]
    pay = pay_unit()
    # A head's cost is about a fortieth of its pay.
    return Shown(pay.name, pay.scale, pay.digits and pay.digits + (unit == "cost"))


def unit_name(unit: Unit) -> str:
    """The unit that is drawn, as it stands after a number."""
    name = shown_as(unit).name
    return persons() if unit == "persons" else name if unit in ("share", "pay", "cost") else _(name)


def over_years(indicator: Indicator, rows: pd.DataFrame) -> Chart:
    """The median institution by year over P10–P90; what is not settled stands apart as a hollow mark."""
    years = measures.spread_by_year(rows)
    settled, late = years[years["basis"] == "settled"], years[years["basis"] != "settled"]
    shown = shown_as(indicator.unit)
    x = settled["year"].tolist()
    low, middle, high = ((settled[name] * shown.scale).tolist() for name in ("p10", "median", "p90"))
    lines = [Line(_("기관 중앙값"), x, middle, CATEGORY[0])] if x else []
    return Chart(
        f"indicator_{indicator.key}",
        _("연도별 {what}", what=within(_(indicator.name))),
        _sentence_over_years(indicator, settled),
        sentences(
            _unit_line(indicator), _("회색 띠는 가운데 80%(P10–P90)."), _(NOT_JOINED) if len(late) else "",
        ),
        named_lines(lines, unit_name(indicator.unit), digits=shown.digits,
                    behind=[*band(x, low, high, middle), *_hollow(late, indicator)],
                    yaxis={"rangemode": "normal", "ticksuffix": "%" if indicator.unit == "share" else ""}),
        lambda: _spread_table(indicator, years),
    )  # fmt: skip


def by_type(indicator: Indicator, rows: pd.DataFrame, year: int) -> Chart:
    """One dot an institution, with the quartiles of its type. `rows`: as `with_type`."""
    shown, medians = shown_as(indicator.unit), measures.medians_by_type(rows, year)
    now = rows[(rows["year"] == year) & (rows["basis"] == "settled")]
    names = medians["type"].tolist()
    traces = [_box(name, now[now["type"] == name], indicator) for name in names]
    labels = [broken(_(name)).translate(AS_WRITTEN) for name in reversed(names)]
    axis: dict[str, Any] = {"ticksuffix": "%" if indicator.unit == "share" else ""}
    return Chart(
        f"indicator_{indicator.key}_types",
        _("{year}년 기관유형별 {what}", year=year, what=within(_(indicator.name))),
        _sentence_by_type(indicator, medians),
        sentences(
            _unit_line(indicator),
            _n("점 하나가 한 기관({count}곳), 상자는 가운데 절반.", len(now), count=number(len(now))),
            _("로그 눈금. 0은 표에만 있음.") if indicator.is_size else "",
        ),
        figure(traces, height=110 + 68 * len(names), xaxis=_size_axis(now["value"] * shown.scale, indicator) | axis,
               yaxis={"type": "category", "categoryorder": "array", "categoryarray": labels, "showgrid": False}),
        lambda: _rows_table(indicator, now),
    )  # fmt: skip


def against(across: Indicator, up: Indicator, pairs: pd.DataFrame, year: int) -> Chart:
    """Two figures of the same institutions, one dot each; the farthest are named."""
    x, y = (_drawn(pairs[name], each) for name, each in (("x", across), ("y", up)))
    known = np.isfinite(x) & np.isfinite(y)
    pairs, x, y = pairs[known], x[known], y[known]
    farthest = _farthest(x, y)
    types = [name for name in (*TYPE_ORDER, UNSTATED) if (pairs["type"] == name).any()]
    traces = [_dots(name, CATEGORY[place], pairs, x, y, (across.unit, up.unit)) for place, name in enumerate(types)]
    return Chart(
        "indicators_against",
        _("{year}년 {across}, 그리고 {up}", year=year, across=_(across.name), up=within(_(up.name))),
        _sentence_against(across, up, pairs),
        _against_unit(across, up),
        figure(
            [*traces, *_names(pairs, x, y, farthest)],
            height=520,
            showlegend=True,
            xaxis=_against_axis(x, across),
            yaxis=_against_axis(y, up),
        ),
        lambda: _pairs_table(across, up, pairs),
    )


def _against_unit(across: Indicator, up: Indicator) -> str:
    return sentences(
        _("가로: {across}({unit}).", across=_(across.name), unit=unit_name(across.unit).strip()),
        _("세로: {up}({unit}).", up=_(up.name), unit=unit_name(up.unit).strip()),
        _("사람 수와 금액은 로그 눈금.") if across.is_size or up.is_size else "",
        _("상관은 원인을 뜻하지 않음."),
    )


def rank_table(ranked: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The ranking as a reader sees it, with each institution's settled years as the last column (lists)."""
    shown = shown_as(indicator.unit)
    return pd.DataFrame(
        {
            _("순위"): ranked["rank"],
            _("기관"): ranked["institution"],
            _("기관유형"): ranked["type"].map(_),
            heading(_(indicator.name), unit_name(indicator.unit)): (ranked["value"] * shown.scale).round(
                shown.digits + 1
            ),
            _("전년 대비({unit})", unit="%p" if indicator.unit == "share" else "%"): _changes(indicator, ranked),
            _("유형 안 순위"): ranked["rank_in_type"],
            _("유형 기관 수"): ranked["of_type"],
            _("결산한 해들"): ranked["history"],
        }
    )


def standing_table(standings: Iterable[tuple[Indicator, int, pd.DataFrame]]) -> pd.DataFrame:
    """One institution by every figure it discloses: `standings` are the figure, its year, and its row of the ranking."""
    rows = [
        {
            _("지표"): _(indicator.name),
            _("값"): told(indicator.unit, float(own["value"].iloc[0])),
            _("연도"): year,
            _("순위"): _("{rank}위({count}곳)", rank=own["rank"].iloc[0], count=own["of"].iloc[0]),
            _("유형 안 순위"): _("{rank}위({count}곳)", rank=own["rank_in_type"].iloc[0], count=own["of_type"].iloc[0]),
            _("전년 대비"): _change_in_words(indicator, own),
            _("결산한 해들"): own["history"].iloc[0],
        }
        for indicator, year, own in standings
        if len(own)
    ]
    return pd.DataFrame(rows)


def _changes(indicator: Indicator, ranked: pd.DataFrame) -> pd.Series:
    """The change on the year before: of shares in percentage points, of all else in percent."""
    now, before = ranked["value"], ranked["before"]
    if indicator.unit == "share":
        return ((now - before) * 100).round(1)
    return ((now / before.where(before > 0) - 1) * 100).round(1)


def _change_in_words(indicator: Indicator, own: pd.DataFrame) -> str:
    change = float(_changes(indicator, own).iloc[0])
    return "–" if np.isnan(change) else f"{change:+,.1f}{'%p' if indicator.unit == 'share' else '%'}"


def _unit_line(indicator: Indicator) -> str:
    return _("단위: {unit}.", unit=unit_name(indicator.unit).strip())


def _sentence_over_years(indicator: Indicator, settled: pd.DataFrame) -> str:
    name = _(indicator.name)
    if settled.empty:
        return _("공시한 {measure} 없다.", measure=subject(within(name)))
    first, last = settled.iloc[0], settled.iloc[-1]
    said = {"year": int(last["year"]), "measure": topic(name), "value": told(indicator.unit, last["median"])}
    if last["n"] == 1:
        return _("{year}년 {measure} 공시한 한 곳에서 {value}이다.", **said)
    move = last["median"] - first["median"]
    if len(settled) == 1 or not first["median"] > 0:
        return _("{year}년 {measure} 기관 중앙값 {value}이다.", **said)
    by_value = said | {
        "value": by(str(said["value"])),
        "first": int(first["year"]),
        "before": told(indicator.unit, first["median"]),
    }
    is_share = indicator.unit == "share"
    if abs(move) < (SMALLEST_POINT if is_share else SMALLEST_MOVE * first["median"]):
        return _("{year}년 {measure} 기관 중앙값 {value} {first}년({before})과 비슷하다.", **by_value)
    size = _("{points}%p", points=f"{abs(move) * 100:.1f}") if is_share else percent(abs(move) / first["median"])
    if move > 0:
        return _("{year}년 {measure} 기관 중앙값 {value} {first}년({before})보다 {size} 높다.", **by_value, size=size)
    return _("{year}년 {measure} 기관 중앙값 {value} {first}년({before})보다 {size} 낮다.", **by_value, size=size)


def _sentence_by_type(indicator: Indicator, medians: pd.DataFrame) -> str:
    if medians.empty:
        return _("공시한 기관이 없다.")
    ordered = medians.sort_values("median", kind="stable")
    lowest, highest = str(ordered["type"].iloc[0]), str(ordered["type"].iloc[-1])
    least, most = (told(indicator.unit, float(ordered["median"].iloc[place])) for place in (0, -1))
    if len(medians) == 1:
        return _("{type}의 중앙값은 {value}이다.", type=_(highest), value=most)
    if most == least:
        return _("유형마다의 중앙값은 모두 {value}이다.", value=most)
    return _(
        "중앙값은 {high} {most} 가장 높고 {low} {least} 가장 낮다.",
        high=subject(_(highest)),
        most=by(most),
        low=subject(_(lowest)),
        least=by(least),
    )


def _sentence_against(across: Indicator, up: Indicator, pairs: pd.DataFrame) -> str:
    relation = measures.correlation(pairs)
    if np.isnan(relation):
        return _n("둘 다 공시한 기관이 {count}곳이라 상관을 내지 않는다.", len(pairs), count=number(len(pairs)))
    name = _(across.name)
    names = {"across": name + particle(name, "과", "와"), "up": topic(within(_(up.name)))}
    said = {**names, "relation": f"{relation:.2f}", "count": number(len(pairs))}
    if abs(relation) < WEAK:
        return _("{across} {up} 거의 따로 움직인다(순위상관 {relation}, {count}곳).", **said)
    if relation > 0:
        strength = _("뚜렷이") if relation >= STRONG else _("어느 정도")
        return _("{across} {up} {strength} 함께 높다(순위상관 {relation}, {count}곳).", **said, strength=strength)
    strength = _("뚜렷이") if relation <= -STRONG else _("어느 정도")
    return _("{across} {up} {strength} 반대로 움직인다(순위상관 {relation}, {count}곳).", **said, strength=strength)


def _hollow(late: pd.DataFrame, indicator: Indicator) -> list[dict[str, Any]]:
    if late.empty:
        return []
    shown = shown_as(indicator.unit)
    return [
        {"type": "scatter", "mode": "markers", "x": late["year"].tolist(), "y": (late["median"] * shown.scale).tolist(),
         "name": _("예산이나 연중 일부"), "marker": {"symbol": "circle-open", "size": 9, "color": CATEGORY[0]},
         "hovertemplate": f"%{{x}} %{{fullData.name}}<br><b>%{{y:,.{shown.digits}f}}{unit_name(indicator.unit)}</b><extra></extra>"}
    ]  # fmt: skip


def _box(name: str, rows: pd.DataFrame, indicator: Indicator) -> dict[str, Any]:
    shown = shown_as(indicator.unit)
    values = rows["value"] * shown.scale
    drawn = _drawn(rows["value"], indicator)
    known = np.isfinite(drawn)
    return {
        "type": "box", "orientation": "h", "x": drawn[known].round(4).tolist(), "y": [broken(_(name))] * int(known.sum()),
        "boxpoints": "all", "jitter": 0.5, "pointpos": 0, "fillcolor": NO_COLOUR, "name": "", "line": {"color": INK, "width": 1},
        "text": rows["institution"][known].tolist(), "customdata": [[float(value)] for value in values[known].round(3)],
        "marker": {"color": CATEGORY[0], "size": 5, "opacity": 0.45}, "hoveron": "points",
        "hovertemplate": f"<b>%{{text}}</b><br>%{{customdata[0]:,.{shown.digits}f}}{unit_name(indicator.unit)}<extra></extra>",
    }  # fmt: skip


def _drawn(values: pd.Series, indicator: Indicator) -> pd.Series:
    """Where a value stands on its axis: sizes by their power of ten, 0 nowhere."""
    scaled = values.astype(float) * shown_as(indicator.unit).scale
    return pd.Series(np.log10(scaled.where(scaled > 0)), values.index) if indicator.is_size else scaled


def _size_axis(values: pd.Series, indicator: Indicator) -> dict[str, Any]:
    if not indicator.is_size:
        return value_axis(rangemode="normal", nticks=5)
    return _powers(np.log10(values[values > 0]))


def _powers(logs: pd.Series) -> dict[str, Any]:
    """Powers of ten over logarithms: images know no axis of their own for them."""
    low, high = (int(np.floor(logs.min())), int(np.ceil(logs.max()))) if len(logs) else (0, 1)
    ticks = list(range(low, high + 1))
    return {"tickvals": ticks, "ticktext": [f"{10.0**tick:,.10g}" for tick in ticks], "tickangle": 0}


def _against_axis(drawn: pd.Series, indicator: Indicator) -> dict[str, Any]:
    title = {"title": {"text": _(indicator.name)}}
    if indicator.is_size:
        return _powers(drawn) | title
    return value_axis(rangemode="normal", ticksuffix="%" if indicator.unit == "share" else "") | title


def _farthest(x: pd.Series, y: pd.Series) -> list[int]:
    """The places of the few dots farthest from the middle of all, in standard deviations of each axis."""
    if len(x) < measures.FEWEST_PAIRS:
        return list(range(len(x)))
    away = sum(((each - each.median()) / (each.std() or 1.0)) ** 2 for each in (x, y))
    return [int(place) for place in np.argsort(-np.asarray(away), kind="stable")[:MOST_NAMED]]


def _dots(
    name: str, colour: str, pairs: pd.DataFrame, x: pd.Series, y: pd.Series, units: tuple[Unit, Unit]
) -> dict[str, Any]:
    """The institutions of one type."""
    own = pairs["type"] == name
    values = zip(pairs["x"][own], pairs["y"][own], strict=True)
    return {
        "type": "scatter", "mode": "markers", "name": _(name), "x": x[own].round(4).tolist(), "y": y[own].round(4).tolist(),
        "text": pairs["institution"][own].tolist(),
        "customdata": [[f"{told(units[0], first)} · {told(units[1], second)}"] for first, second in values],
        "marker": {"color": colour, "size": 7, "opacity": 0.6},
        "hovertemplate": "<b>%{text}</b><br>%{customdata[0]}<extra></extra>",
    }  # fmt: skip


def _names(pairs: pd.DataFrame, x: pd.Series, y: pd.Series, places: list[int]) -> list[dict[str, Any]]:
    """Names towards the middle of the figure, above and below in turn: a trace for each side."""
    middle = x.median() if len(x) else 0.0
    sides: dict[str, list[int]] = {}
    for turn, place in enumerate(places):
        side = f"{('top', 'bottom')[turn % 2]} {'left' if x.iloc[place] > middle else 'right'}"
        sides.setdefault(side, []).append(place)
    return [
        {"type": "scatter", "mode": "text", "x": x.iloc[own].tolist(), "y": y.iloc[own].tolist(), "hoverinfo": "skip",
         "showlegend": False, "text": pairs["institution"].iloc[own].tolist(), "textfont": {"color": INK}, "textposition": side}
        for side, own in sides.items()
    ]  # fmt: skip


def _spread_table(indicator: Indicator, years: pd.DataFrame) -> pd.DataFrame:
    shown, unit = shown_as(indicator.unit), unit_name(indicator.unit)
    table = pd.DataFrame(
        {_("연도"): years["year"], _("구분"): years["basis"].map(basis_names()), _("기관 수"): years["n"]}
    )
    for column, label in (("median", _("중앙값")), ("p10", "P10"), ("p90", "P90")):
        table[heading(label, unit)] = (years[column] * shown.scale).round(shown.digits + 1)
    return table


def _rows_table(indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    shown = shown_as(indicator.unit)
    ordered = rows.sort_values("value", ascending=False)
    return pd.DataFrame(
        {
            _("기관"): ordered["institution"],
            _("기관유형"): ordered["type"].map(_),
            heading(_(indicator.name), unit_name(indicator.unit)): (ordered["value"] * shown.scale).round(
                shown.digits + 1
            ),
        }
    )


def _pairs_table(across: Indicator, up: Indicator, pairs: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame({_("기관"): pairs["institution"], _("기관유형"): pairs["type"].map(_)})
    for column, each in (("x", across), ("y", up)):
        shown = shown_as(each.unit)
        table[heading(_(each.name), unit_name(each.unit))] = (pairs[column] * shown.scale).round(shown.digits + 1)
    return table


def basis_names() -> dict[str, str]:
    """Settled, budget or part of a year, in words."""
    return {"settled": _("결산"), "budget": _("예산"), "part_year": _("일부")}
