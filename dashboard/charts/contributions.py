"""Charts of who made a change between two years, and of the whole without some of its parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    FAINT_OPACITY,
    Chart,
    Figure,
    figure,
    heading,
    row_height,
    sentences,
    within,
)
from dashboard.charts.indicators import shown_as, told, unit_name
from dashboard.charts.labels import broken
from dashboard.charts.lines import Line, named_lines
from dashboard.languages import N_, _, _n
from dashboard.measures import contributions as measures
from dashboard.measures.contributions import Counted
from dashboard.measures.indicators import Indicator, Unit
from dashboard.words import by, number, topic

MOST_EACH_WAY = 10
LAST_YEARS = 3
ROOM = 1.3
BY = {
    "institution": N_("기관"),
    "ministry": N_("주무부처"),
    "type": N_("기관유형"),
    "region": N_("본사 시도"),
}
WEIGHTED, PLAIN = N_("종업원 수로 가중한 {what}"), N_("기관을 하나로 센 평균 {what}")

SAID = {
    "persons": (
        N_("{last}년 {what} {after} {first}년과 같다."),
        N_("{last}년 {what} {after} {first}년보다 {change} 늘었다."),
        N_("{last}년 {what} {after} {first}년보다 {change} 줄었다."),
    ),
    "pay": (
        N_("{last}년 {what} {after} {first}년과 같다."),
        N_("{last}년 {what} {after} {first}년보다 {change} 올랐다."),
        N_("{last}년 {what} {after} {first}년보다 {change} 내렸다."),
    ),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of two years, its parts by `key` as `contributions` gives them, and the names of their codes."""

    indicator: Indicator
    is_mean: bool
    key: str
    first: int
    last: int
    parts: pd.DataFrame
    before: float
    after: float
    names: Mapping[str, str]

    @property
    def unit(self) -> Unit:
        """Parts of an average are small: they are told in ten thousand won."""
        return "cost" if self.indicator.unit == "pay" else self.indicator.unit

    @property
    def what(self) -> str:
        return _what(self.indicator, self.is_mean)

    def name(self, code: str) -> str:
        return self.names.get(code, _(code))


def change(of: Counted, indicator: Indicator, key: str, years: tuple[int, int], names: Mapping[str, str]) -> Change:
    """The change of a figure between two years, by institution or by one of their groups."""
    parts = measures.contributions(of, key, *years)
    first, last = (measures.whole(of, year) for year in years)
    return Change(indicator, of.is_mean, key, *years, parts, first, last, names)


def contributions(of: Change) -> Chart:
    """The parts that rose and fell most, and all others together, so that what is drawn sums to the whole."""
    shown, rest = _shown(of.parts)
    return Chart(
        f"contributions_{of.key}",
        _("{first}년부터 {last}년까지 {what}의 변화, {by}별", first=of.first, last=of.last, what=within(_(of.indicator.name)),
          by=within(_(BY[of.key]))),
        sentences(_whole_sentence(of), _most_sentence(of)) if len(of.parts) else _("두 해를 비교할 값이 없다."),
        sentences(
            _("단위: {unit}. 막대를 더하면 전체의 변화와 같음.", unit=unit_name(of.unit).strip()),
            _("평균의 변화를 나눈 값이라 기관의 보수와 종업원 수가 함께 듦.") if of.is_mean else "",
            _("부처와 유형은 지금 명단의 것.") if of.key in ("ministry", "type") else "",
        ),
        _bars(of, shown, rest),
        lambda: _table(of),
    )  # fmt: skip


def without(indicator: Indicator, group: str, count: int, years: pd.DataFrame, *, is_mean: bool) -> Chart:
    """The whole by year, and the whole without a group. `years`: as the measure of this name."""
    shown, scale = shown_as(indicator.unit), shown_as(indicator.unit).scale
    x = years["year"].tolist()
    lines = [
        Line(_("모든 기관"), x, _scaled(years["all"], scale), CATEGORY[0]),
        Line(_("{group} 제외", group=group), x, _scaled(years["others"], scale), CATEGORY[1]),
    ]
    what = _what(indicator, is_mean)
    return Chart(
        "without",
        _("{group} 빼고 본 {what}", group=group, what=within(_(indicator.name))),
        _without_sentence(indicator, group, count, years),
        _("단위: {unit}, {what}. 결산한 해만. 뺀 기관이 변화의 원인이라는 뜻은 아님.", unit=unit_name(indicator.unit).strip(), what=what),
        named_lines(lines if len(x) else [], unit_name(indicator.unit), digits=shown.digits),
        lambda: _without_table(indicator, group, years),
    )  # fmt: skip


def _shown(parts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The largest rises and falls in their order, and the rest."""
    rose, fell = parts[parts["change"] > 0], parts[parts["change"] < 0]
    shown = pd.concat([rose.head(MOST_EACH_WAY), fell.tail(MOST_EACH_WAY)])
    return shown, parts.drop(shown.index)


def _bars(of: Change, shown: pd.DataFrame, rest: pd.DataFrame) -> Figure:
    scale, digits = shown_as(of.unit).scale, _digits(of.unit)
    names = [broken(of.name(code)) for code in shown["code"]]
    values = [*(shown["change"] * scale)]
    colours = [CATEGORY[0] if value > 0 else CATEGORY[1] for value in values]
    others = int(rest["institutions"].sum())
    if others:
        names.append(_n("그 밖의 기관 {count}곳", others, count=number(others)))
        values, colours = [*values, rest["change"].sum() * scale], [*colours, FAINT]
    trace: dict[str, Any] = {
        "type": "bar", "orientation": "h", "x": [round(value, 4) for value in values], "y": names,
        "marker": {"color": colours, "opacity": [FAINT_OPACITY if colour == FAINT else 1.0 for colour in colours]},
        "text": [f"{value:+,.{digits}f}" for value in values], "textposition": "outside", "cliponaxis": False,
        "hovertemplate": f"<b>%{{y}}</b><br>%{{x:+,.{digits}f}}{unit_name(of.unit)}<extra></extra>",
    }  # fmt: skip
    reach = [ROOM * min([-0.1 * max([1, *values]), *values]), ROOM * max([1, *values])]
    return figure(
        [trace] if values else [], height=80 + row_height(names) * max(len(names), 2),
        margin={"l": 8, "r": 48, "t": 4, "b": 8},
        xaxis={"tickformat": ",", "zeroline": True, "nticks": 5, "range": reach, "tickangle": 0},
        yaxis={"type": "category", "autorange": "reversed", "showgrid": False},
    )  # fmt: skip


def _digits(unit: Unit) -> int:
    return 1 if unit == "cost" else 0


def _what(indicator: Indicator, is_mean: bool) -> str:
    """The figure and how it is averaged; starting pay is a rule of each institution, which count alike."""
    name, way = _(indicator.name), PLAIN if indicator.key == "starting_pay" else WEIGHTED
    return _(way, what=within(name)) if is_mean else name


def _whole_sentence(of: Change) -> str:
    """How the whole moved."""
    if pd.isna(of.before) or pd.isna(of.after):
        return _("두 해 가운데 하나는 공시한 값이 없다.")
    move = of.after - of.before
    same, more, less = SAID["pay" if of.is_mean else "persons"]
    sentence = same if move == 0 else more if move > 0 else less
    return _(sentence, last=of.last, first=of.first, what=topic(of.what), after=by(told(of.indicator.unit, of.after)),
             change=told(of.indicator.unit, abs(move)))  # fmt: skip


def _most_sentence(of: Change) -> str:
    """Who raised it most, what the largest rises make together, and who lowered it most."""
    rose, fell = of.parts[of.parts["change"] > 0], of.parts[of.parts["change"] < 0]
    if len(of.parts) < 2:
        return ""
    up = down = together = ""
    if len(rose):
        up = _("가장 크게 늘린 쪽은 {name}({amount})이다.", **_named(of, rose.iloc[0]))
        if of.key == "institution" and len(rose) > MOST_EACH_WAY:
            amount = told(of.unit, rose["change"].head(MOST_EACH_WAY).sum())
            together = _("크게 늘린 {count}곳을 더하면 {amount}이다.", count=MOST_EACH_WAY, amount=amount)
    if len(fell):
        down = _("가장 크게 줄인 쪽은 {name}({amount})이다.", **_named(of, fell.iloc[-1]))
    return sentences(up, together, down)


def _named(of: Change, part: pd.Series) -> dict[str, str]:
    sign = "+" if part["change"] > 0 else "−"
    return {"name": of.name(part["code"]), "amount": f"{sign}{told(of.unit, abs(part['change']))}"}


def _table(of: Change) -> pd.DataFrame:
    """All parts, drawn or not."""
    scale, level = shown_as(of.unit).scale, shown_as(of.indicator.unit)
    unit, total = unit_name(of.indicator.unit), of.parts["change"].sum()
    table = pd.DataFrame({_(BY[of.key]): [of.name(code) for code in of.parts["code"]]})
    if of.key != "institution":
        table[_("기관(곳)")] = of.parts["institutions"]
    for column, year in (("before", of.first), ("after", of.last)):
        table[heading(_("{year}년", year=year), unit)] = (of.parts[column] * level.scale).round(level.digits + 1)
    table[heading(_("몫"), unit_name(of.unit))] = (of.parts["change"] * scale).round(2)
    table[_("전체 변화의 몫(%)")] = (of.parts["change"] / total * 100).round(1) if total else float("nan")
    return table


def _without_sentence(indicator: Indicator, group: str, count: int, years: pd.DataFrame) -> str:
    """The last years of both, one after another."""
    known = years.dropna().tail(LAST_YEARS)
    if known.empty:
        return _("빼고 남는 기관이 없다.")

    def series(column: str) -> str:
        pairs = zip(known["year"], known[column], strict=True)
        return ", ".join(_("{year}년 {amount}", year=year, amount=told(indicator.unit, value)) for year, value in pairs)

    return sentences(
        _n("{group} {count}곳을 빼면 {series}이다.", count, group=group, count=number(count), series=series("others")),
        _("모든 기관은 {series}이다.", series=series("all")),
    )


def _without_table(indicator: Indicator, group: str, years: pd.DataFrame) -> pd.DataFrame:
    shown, unit = shown_as(indicator.unit), unit_name(indicator.unit)
    columns = {"all": _("모든 기관"), "others": _("{group} 제외", group=group)}
    values = {heading(name, unit): (years[key] * shown.scale).round(shown.digits + 1) for key, name in columns.items()}
    return pd.DataFrame({_("연도"): years["year"]} | values)


def _scaled(values: pd.Series, scale: float) -> list[float | None]:
    return [None if pd.isna(value) else round(float(value) * scale, 3) for value in values]
