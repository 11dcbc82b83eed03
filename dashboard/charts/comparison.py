"""Charts of chosen groups against each other over the years: lines named at their ends, all others grey behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.chart import CATEGORY, FAINT, Chart, Figure, heading, sentences, within
from dashboard.charts.contributions import BY
from dashboard.charts.indicators import shown_as, told, unit_name
from dashboard.charts.lines import Line, band, named_lines
from dashboard.languages import N_, _
from dashboard.measures.comparison import Form
from dashboard.measures.indicators import Indicator
from dashboard.words import number, percent, subject, topic

MOST_TOGETHER, MOST_PEERS = 5, 50
SMALL_HEIGHT = 190
PEER_OPACITY = 0.4
FORMS: Mapping[Form, str] = {"absolute": N_("값"), "index": N_("지수"), "share": N_("몫")}


@dataclass(frozen=True, slots=True)
class Compared:
    """`years`: a row a year, a column a group, in the form chosen; `names` of the chosen groups, in their order."""

    indicator: Indicator
    key: str
    form: Form
    years: pd.DataFrame
    names: Mapping[str, str]

    @property
    def scale(self) -> float:
        return {"absolute": shown_as(self.indicator.unit).scale, "index": 1.0, "share": 100.0}[self.form]

    @property
    def unit(self) -> str:
        return {"absolute": unit_name(self.indicator.unit), "index": "", "share": "%"}[self.form]

    @property
    def digits(self) -> int:
        return shown_as(self.indicator.unit).digits if self.form == "absolute" else 1

    def told(self, value: float) -> str:
        if self.form == "absolute":
            return told(self.indicator.unit, value)
        return percent(value) if self.form == "share" else number(value, 1)

    def values(self, code: str) -> list[float | None]:
        own = self.years[code] if code in self.years else pd.Series(float("nan"), self.years.index)
        return [None if pd.isna(value) else round(float(value) * self.scale, 3) for value in own]


def compared(of: Compared) -> Chart:
    """All chosen groups in one figure."""
    return Chart(
        "compared",
        _("{by}별 {what} 비교", by=_(BY[of.key]), what=within(_(of.indicator.name))),
        _sentence(of),
        sentences(_unit_line(of), _("회색은 고르지 않은 곳.") if of.key != "institution" else _("회색 띠는 모든 기관의 가운데 80%.")),
        _figure(of, list(of.names)),
        lambda: _table(of),
    )  # fmt: skip


def small(of: Compared, code: str) -> Figure:
    """One of many: its line alone before the others chosen, on the axis all of them share."""
    most = max((value for each in of.names for value in of.values(each) if value is not None), default=1.0)
    x = of.years.index.tolist()
    others = [_peer(x, of.values(each)) for each in of.names if each != code]
    return named_lines(
        [Line(of.names[code], x, of.values(code), CATEGORY[0])], of.unit, digits=of.digits, height=SMALL_HEIGHT,
        behind=others, yaxis=_axis(of) | {"range": [0, most * 1.08], "nticks": 4},
    )  # fmt: skip


def _figure(of: Compared, codes: Sequence[str]) -> Figure:
    x = of.years.index.tolist()
    lines = [Line(of.names[code], x, of.values(code)) for code in codes]
    lines = [line for line in lines if any(value is not None for value in line.y)]
    if not lines:
        return named_lines([], of.unit)
    return named_lines(lines, of.unit, digits=of.digits, height=420, behind=_behind(of), yaxis=_axis(of))


def _behind(of: Compared) -> list[dict[str, Any]]:
    """Those not chosen: a line each, or of hundreds of institutions their middle."""
    x, others = of.years.index.tolist(), [code for code in of.years.columns if code not in of.names]
    if of.key == "institution":
        low, middle, high = ((of.years[others].quantile(share, axis=1) * of.scale) for share in (0.1, 0.5, 0.9))
        is_known = not (low.isna() | high.isna()).any() and bool(others)
        return band(x, low.tolist(), high.tolist(), middle.tolist()) if is_known else []
    return [_peer(x, of.values(code)) for code in others[:MOST_PEERS]]


def _peer(x: list[int], y: list[float | None]) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "opacity": PEER_OPACITY,
            "line": {"width": 1, "color": FAINT}}  # fmt: skip


def _axis(of: Compared) -> dict[str, Any]:
    starts = "tozero" if of.indicator.is_size and of.form != "index" else "normal"
    return {"rangemode": starts, "ticksuffix": "%" if of.unit == "%" else ""}


def _unit_line(of: Compared) -> str:
    made = _("기관의 합") if of.indicator.is_size else _("기관 중앙값")
    made = "" if of.key == "institution" else f", {made}"
    if of.form == "index":
        first = int(of.years.index[0]) if len(of.years) else ""
        return _("단위: {first}년 = 100인 지수{made}. 결산한 해만.", first=first, made=made)
    return _("단위: {unit}{made}. 결산한 해만.", unit=of.unit.strip(), made=made)


def _sentence(of: Compared) -> str:
    """The values of the last year, who is ahead and by how much, and how each moved."""
    last = of.years.iloc[-1].reindex(list(of.names)).dropna() if len(of.years) else pd.Series(dtype=float)
    if last.empty:
        return _("고른 곳은 이 값을 공시하지 않았다.")
    year = int(of.years.index[-1])
    pairs = ", ".join(f"{of.names[str(code)]} {of.told(value)}" for code, value in last.items())
    what = {"absolute": topic(_(of.indicator.name)), "index": _("{what}의 지수는", what=_(of.indicator.name)),
            "share": _("{what}의 몫은", what=_(of.indicator.name))}[of.form]  # fmt: skip
    return sentences(
        _("{year}년 {what} {pairs}이다.", year=year, what=what, pairs=pairs),
        _difference(of, last),
        _moves(of) if of.form == "absolute" else "",
    )


def _difference(of: Compared, last: pd.Series) -> str:
    """By how much the first is above the last of those chosen."""
    ordered = sorted((float(value), str(code)) for code, value in last.items())
    (low, bottom), (high, top) = ordered[0], ordered[-1]
    if low == high:
        return ""
    gap = _("{points}%p", points=number((high - low) * 100, 1)) if of.form == "share" else of.told(high - low)
    told_of = {"first": subject(of.names[top]), "second": of.names[bottom], "gap": gap}
    if of.indicator.is_size and of.form == "absolute":
        return _("{first} {second}보다 {gap} 많다.", **told_of)
    return _("{first} {second}보다 {gap} 높다.", **told_of)


def _moves(of: Compared) -> str:
    """The change of each since the first year, where both are known."""
    first, last = of.years.iloc[0], of.years.iloc[-1]
    shares = {
        name: last[code] / first[code] - 1
        for code, name in of.names.items()
        if code in of.years and first[code] > 0 and pd.notna(last[code])
    }
    moves = [f"{name} {'−' if share < 0 else '+'}{percent(abs(share))}" for name, share in shares.items()]
    if not moves or len(of.years) < 2:
        return ""
    return _("{year}년보다 {moves} 바뀌었다.", year=int(of.years.index[0]), moves=", ".join(moves))


def _table(of: Compared) -> pd.DataFrame:
    """The chosen ones; names told twice are told apart by their code."""
    names = list(of.names.values())
    columns = {
        heading(name if names.count(name) == 1 else f"{name} {code}", of.unit or _("지수")): of.values(code)
        for code, name in of.names.items()
    }
    return pd.DataFrame({_("연도"): of.years.index.tolist()} | columns)
