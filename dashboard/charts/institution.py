"""Charts of one institution beside its peers, and of a few side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    ROWS,
    Chart,
    Figure,
    amount,
    column_bars,
    figure,
    heading,
    month_axis,
    month_names,
    row_bars,
    row_height,
    sentences,
    value_axis,
    within,
)
from dashboard.charts.hires import persons
from dashboard.charts.labels import broken
from dashboard.charts.lines import Line, band, named_lines
from dashboard.charts.reach import counted_of, limits, unread
from dashboard.charts.won import PayUnit, pay_unit
from dashboard.languages import KOREAN, N_, _, _n, spoken
from dashboard.measures import flow
from dashboard.measures import institution as measures
from dashboard.selection.index import Found
from dashboard.words import SMALLEST_BASE, by, million_won, number, particle, percent, subject, topic

MOST_OPTIONS = 8
BASIS = {"settled": N_("결산"), "budget": N_("예산"), "part_year": N_("일부")}
# Below this a difference from the peers is no finding.
SMALLEST_DIFFERENCE = 0.02
# From there on times are easier to take in than percent.
SEVERAL_TIMES = 3
# Shares of months that differ by less are the same.
SAME_SHARE = 1e-9
PEERS_NOTE = N_("회색 띠는 같은 유형 다른 기관의 P10–P90, 점선은 중앙값.")


@dataclass(frozen=True, slots=True)
class Measured:
    """A value per institution and year as it is told: `scale` turns the table's unit into `unit`. Words in Korean."""

    key: str
    title: str
    column: str
    unit: str
    scale: float
    digits: int
    name: str
    note: str = ""
    # How a value that is drawn is said in a sentence, where not with the unit of the axis.
    say: Callable[[float], str] | None = None

    @property
    def drawn(self) -> PayUnit:
        """How values are drawn; pay in the unit of pay."""
        if self.unit == PAY:
            return pay_unit()
        return PayUnit(_(self.unit), self.scale, self.digits, self.digits + 1)

    def told(self, value: float) -> str:
        """A value that is drawn, as a sentence says it: pay as newspapers write it."""
        if self.say:
            return self.say(value)
        if self.unit == PAY:
            return million_won(value / self.drawn.scale)
        return f"{value:z,.{self.digits}f}{_(self.unit)}"


PAY = "pay"
NOT_JOINED = N_("결산과 예산(빈 점)은 잇지 않음.")
AVERAGE = Measured("average", N_("정규직 평균보수"), "value", PAY, 1, 0, N_("정규직 평균보수"), NOT_JOINED)
STARTING = Measured("starting", N_("신입사원 초임"), "value", PAY, 1, 0, N_("초임"), NOT_JOINED)
INDEFINITE = Measured("indefinite", N_("무기계약직 평균보수"), "value", PAY, 1, 0, N_("무기계약직 평균보수"))
HIRING = Measured(
    "hiring", N_("채용률"), "hiring_rate", "%", 100, 1, N_("채용률"),
    N_("일반정규직 신규채용 ÷ 전년 말 현원. 현원 30명 미만은 내지 않음."),
)  # fmt: skip
VACANCY = Measured(
    "vacancy", N_("결원율"), "vacancy", "%", 100, 1, N_("결원율"), N_("1 − 현원 ÷ 정원. 빈 점은 연중 한때의 값.")
)


def history(measured: Measured, table: pd.DataFrame, names: Mapping[str, str], peers: pd.DataFrame | None) -> Chart:
    """A value of one or a few institutions by year; what is not a settled year stands apart as a hollow mark.

    `table`: institution_code, year, basis and the value's column; `names` by code, in order of drawing; `peers`: the
    background, as `peer_band` makes it.
    """
    rows = table[table["institution_code"].isin(names)].dropna(subset=[measured.column])
    rows = rows.assign(shown=rows[measured.column].astype(float) * measured.drawn.scale).sort_values("year")
    settled = rows[rows["basis"] == "settled"]
    lines, hollow = [], []
    for place, (code, name) in enumerate(names.items()):
        own, late = settled[settled["institution_code"] == code], rows[rows["institution_code"] == code]
        if len(own):
            lines.append(Line(name, own["year"].tolist(), own["shown"].tolist(), CATEGORY[place]))
        hollow += _hollow(late[late["basis"] != "settled"], name, CATEGORY[place], measured)
    background, unit = _background(peers, measured), measured.drawn.name
    return Chart(
        f"institution_{measured.key}",
        _(measured.title),
        _history_sentence(measured, settled, names, peers),
        sentences(_("단위: {unit}.", unit=unit.strip()), _(measured.note), _(PEERS_NOTE) if background else ""),
        named_lines(lines, unit, digits=measured.drawn.digits, behind=[*background, *hollow],
                    yaxis={"rangemode": "normal", "ticksuffix": "%" if measured.unit == "%" else ""}),
        lambda: _history_table(measured, rows, names, peers),
    )  # fmt: skip


def staff(table: pd.DataFrame) -> Chart:
    """Authorised and actual staff by year. `table`: the institution's rows of `staffing`."""
    rows = table.sort_values("year")
    years = rows["year"].tolist()
    lines = [
        Line(_("정원"), years, rows["authorised"].tolist(), FAINT, "dash"),
        Line(_("현원"), years, rows["staff"].tolist(), CATEGORY[0]),
    ]
    settled = rows[rows["basis"] == "settled"].dropna(subset=["vacancy"])
    unknown = _("정원과 현원을 비교할 만큼 큰 기관이 아니다.") if len(rows) else _("공시한 인력이 없다.")
    return Chart(
        "institution_staff",
        _("정원과 현원"),
        _staff_sentence(settled.iloc[-1]) if len(settled) else unknown,
        _("단위: 명. 일반정규직과 무기계약직, 임원 제외. 마지막 해는 연중 한때의 값일 수 있음."),
        named_lines(lines, persons(), yaxis={"rangemode": "tozero"}),
        lambda: _staff_table(rows),
    )


def _staff_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("연도"): rows["year"],
            _("정원(명)"): rows["authorised"].round(1),
            _("현원(명)"): rows["staff"].round(1),
            _("결원율(%)"): (rows["vacancy"] * 100).round(1),
            _("구분"): _basis(rows["basis"]),
        }
    )


def calendar(found: Found, peers: Found | None) -> Chart:
    """In which months an institution puts up its postings, as columns, beside its peers as a grey line."""
    asked, found = found, found.history
    own, years = measures.calendar_shares(found, "postings")
    others = measures.calendar_shares(peers.history, "postings")[0] if peers else np.full(12, np.nan)
    return Chart(
        "institution_calendar",
        _("몇 월에 공고를 내나"),
        _calendar_sentence(found, own, years)
        if np.isfinite(own).all()
        else unread(asked) or _("온전한 해의 공고가 없다."),
        sentences(
            _("단위: %, 공고 수 기준, 온전한 해의 합 = 100."),
            _("회색 선은 같은 유형의 기관들.") if peers else "",
            limits(asked),
        ),
        _calendar_figure(own, others),
        lambda: pd.DataFrame(
            {
                _("월"): month_names(),
                _("이 기관(%)"): (own * 100).round(2),
                _("같은 유형(%)"): (others * 100).round(2),
            }
        ),
    )


def _calendar_figure(own: np.ndarray, others: np.ndarray) -> Figure:
    months = month_names()
    traces: list[dict[str, Any]] = []
    if np.isfinite(own).all():
        traces.append(column_bars(months, (own * 100).round(2).tolist(), "%{x}<br><b>%{y:.1f}%</b>"))
    if traces and np.isfinite(others).all():
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": months,
                "y": (others * 100).round(2).tolist(),
                "line": {"color": FAINT, "width": 2},
                "hovertemplate": _("같은 유형 %{x}<br>%{y:.1f}%<extra></extra>"),
            }
        )
    return figure(traces, height=280, xaxis=_month_axis(months), yaxis=value_axis(ticksuffix="%"))


def _calendar_sentence(found: Found, own: np.ndarray, years: int) -> str:
    if found.count < SMALLEST_BASE:
        return _n("공고가 {count}건뿐이라 리듬을 말하지 않는다.", found.count, count=number(found.count))
    if np.ptp(own) < SAME_SHARE:
        return _n("매달 같은 수의 공고를 냈다({years}개 해).", years, years=years)
    high = int(own.argmax())
    return _n(
        "공고의 {share}가 {month}에 시작해 가장 많다({years}개 해).",
        years,
        share=percent(own[high]),
        month=month_names()[high],
        years=years,
    )


def mix(found: Found, peers: Found | None, key: str, label: str) -> Chart:
    """Shares of a facet's options as bars, those of the peers as grey marks."""
    asked, found = found, found.population
    # Both of the same days, or both of what is open.
    mixed = measures.mix(found, peers.population if peers else None, key)
    order = [place for place in np.argsort(-np.nan_to_num(mixed.own), kind="stable") if mixed.own[place] > 0]
    shown = order[:MOST_OPTIONS]
    names = [mixed.options[place].label for place in shown]
    has_peers = peers is not None and bool(np.isfinite(mixed.peers).any())
    rest = _("아래 {count}개는 표에 있음.", count=len(order) - len(shown)) if len(order) > len(shown) else ""
    peers_note = _("회색 마름모는 같은 유형의 다른 기관들.") if has_peers else ""
    return Chart(
        f"institution_{key}",
        _("{label}의 구성", label=_(label)),
        _mix_sentence(mixed, shown, names, found.count),
        sentences(_("단위: %, 공고 수 기준, 균등 배분."), peers_note, counted_of(asked), rest),
        _mix_figure(names, mixed.own[shown], mixed.peers[shown] if has_peers else None),
        lambda: pd.DataFrame(
            {
                _(label): [mixed.options[place].label for place in order],
                _("이 기관(%)"): (mixed.own[order] * 100).round(1),
                _("같은 유형(%)"): (mixed.peers[order] * 100).round(1),
            }
        ),
    )


def _mix_figure(names: list[str], own: np.ndarray, peers: np.ndarray | None) -> Figure:
    labels = [broken(name) for name in names]
    traces = [row_bars(labels, (own * 100).round(2).tolist(), "<b>%{y}</b><br>%{x:.1f}%")]
    if peers is not None:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": (peers * 100).round(2).tolist(),
                "y": labels,
                "marker": {"symbol": "diamond", "size": 10, "color": FAINT},
                "hovertemplate": _("같은 유형<br>%{x:.1f}%<extra></extra>"),
            }
        )
    height = 70 + row_height(labels) * max(len(labels), 2)
    return figure(traces, height=height, xaxis=value_axis(ticksuffix="%", nticks=5), yaxis=ROWS)


def side_by_side(found: Mapping[str, Found]) -> Chart:
    """Postings in the trailing twelve months, a line for each institution (name → its postings)."""
    columns = {name: _trailing_postings(own) for name, own in found.items()}
    lines = [
        Line(name, [f"{month}-01" for month in sums.index], _known(sums), CATEGORY[place])
        for place, (name, sums) in enumerate(columns.items())
        if sums.notna().any()
    ]
    return Chart(
        "institution_postings",
        _("최근 12개월 공고 수"),
        _side_by_side_sentence(lines) or next(map(unread, found.values()), "") or _("12개월이 찬 기관이 없다."),
        sentences(_("단위: 건. 각 달까지 12개월의 합계. 끝나지 않은 달은 뺌."), next(map(limits, found.values()), "")),
        named_lines(lines, _("건"), markers=False, xaxis=month_axis()),
        lambda: pd.DataFrame(columns).sort_index().dropna(how="all").rename_axis(_("월")).reset_index(),
    )


def _trailing_postings(found: Found) -> pd.Series:
    series = flow.monthly(found.history)
    sums = flow.trailing_sum(series.complete("postings"))
    return pd.Series(sums, series.months[: len(sums)], dtype=float)


def _known(values: pd.Series) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _side_by_side_sentence(lines: Sequence[Line]) -> str:
    """Who put up most; empty where nobody's twelve months are full."""
    known = {line.name: line.y[-1] for line in lines if line.y[-1] is not None}
    if not known:
        return ""
    high = max(known, key=lambda name: known[name] or 0)
    most = amount(known[high] or 0, "postings")
    if len(known) > 1 and len(set(known.values())) == 1:
        return _("최근 12개월의 공고는 모두 {postings}으로 같다.", postings=most)
    return _(
        "최근 12개월에는 {institution} {postings}으로 가장 많이 공고했다.", institution=subject(high), postings=most
    )


def _staff_sentence(last: pd.Series) -> str:
    """Actual against authorised staff at the end of a year."""
    told = {
        "year": int(last["year"]),
        "staff": number(last["staff"]),
        "authorised": number(last["authorised"]),
        "share": percent(abs(last["vacancy"])),
    }
    if last["vacancy"] > 0:
        return _("{year}년 말 현원은 {staff}명으로 정원 {authorised}명보다 {share} 모자란다.", **told)
    if last["vacancy"] < 0:
        return _("{year}년 말 현원은 {staff}명으로 정원 {authorised}명보다 {share} 많다.", **told)
    return _("{year}년 말 현원은 {staff}명으로 정원과 같다.", **told)


def _month_axis(months: list[str]) -> dict[str, Any]:
    # Twelve whole names do not fit on a phone: 1월, 2, 3 and so on, in English J, F, M.
    short = [months[0], *map(str, range(2, 13))] if spoken() == KOREAN else [month[:1] for month in months]
    return {"type": "category", "showgrid": False, "tickangle": 0, "tickvals": months, "ticktext": short}


def _hollow(rows: pd.DataFrame, name: str, colour: str, measured: Measured) -> list[dict[str, Any]]:
    if rows.empty:
        return []
    return [
        {"type": "scatter", "mode": "markers", "name": name, "x": rows["year"].tolist(), "y": rows["shown"].tolist(),
         "marker": {"symbol": "circle-open", "size": 9, "color": colour}, "text": _basis(rows["basis"]).tolist(),
         "hovertemplate": _("<b>%{{fullData.name}}</b><br>%{{x}}년 %{{text}} {value}<extra></extra>",
                            value=f"%{{y:{measured.drawn.format}}}{measured.drawn.name}")}
    ]  # fmt: skip


def _background(peers: pd.DataFrame | None, measured: Measured) -> list[dict[str, Any]]:
    if peers is None:
        return []
    rows = peers[peers["basis"] == "settled"]
    low, high, middle = ((rows[name] * measured.drawn.scale).tolist() for name in ("p10", "p90", "median"))
    return band(rows["year"].tolist(), low, high, middle)


def _history_sentence(
    measured: Measured, settled: pd.DataFrame, names: Mapping[str, str], peers: pd.DataFrame | None
) -> str:
    name = _(measured.name)
    if settled.empty:
        return _("공시한 {measure} 없다.", measure=subject(within(name)))
    year = int(settled["year"].max())
    last = settled[settled["year"] == year].set_index("institution_code")["shown"]
    if len(names) > 1:
        return _among_few(measured, last, year, names)
    said, value = {"year": year, "measure": topic(name)}, measured.told(last.iloc[0])
    if beside := _against_peers(last.iloc[0], year, peers, measured):
        return _("{year}년 {measure} {value} {beside}.", **said, value=by(value), beside=beside)
    return _("{year}년 {measure} {value}이다.", **said, value=value)


def _among_few(measured: Measured, last: pd.Series, year: int, names: Mapping[str, str]) -> str:
    """Who of a few has most and who least. `last`: values of a year by institution code."""
    name = _(measured.name)
    told = {code: measured.told(last[code]) for code in last.index}
    high, low = str(last.idxmax()), str(last.idxmin())
    if len(last) == 1:
        objects = within(name) + particle(name, "을", "를")
        only = {"institution": names[high], "value": told[high]}
        return _("{year}년 {measure} 공시한 곳은 {institution}({value})뿐이다.", year=year, measure=objects, **only)
    said = {"year": year, "measure": topic(name)}
    if told[high] == told[low]:
        return _("{year}년 {measure} 모두 {value} 같다.", **said, value=by(told[high]))
    return _(
        "{year}년 {measure} {high} {most} 가장 높고 {low} {least} 가장 낮다.",
        **said,
        high=subject(names[high]),
        most=by(told[high]),
        low=subject(names[low]),
        least=by(told[low]),
    )


def _against_peers(value: float, year: int, peers: pd.DataFrame | None, measured: Measured) -> str:
    """What follows the value: how it stands to the median of its type; empty where that is unknown."""
    rows = peers[(peers["year"] == year) & (peers["basis"] == "settled")] if peers is not None else pd.DataFrame()
    if rows.empty or not rows["median"].iloc[0] > 0:
        return ""
    middle = rows["median"].iloc[0] * measured.drawn.scale
    median = measured.told(middle)
    if abs(value / middle - 1) < SMALLEST_DIFFERENCE:
        return _("같은 유형의 중앙값({median})과 비슷하다", median=median)
    if measured.unit != "%" and value >= SEVERAL_TIMES * middle:
        return _("같은 유형의 중앙값({median})의 {times}배다", median=median, times=number(value / middle, 1))
    size = percent(abs(value / middle - 1))
    if measured.unit == "%":
        size = _("{points}%p", points=f"{abs(value - middle):.1f}")
    if value > middle:
        return _("같은 유형의 중앙값({median})보다 {size} 높다", median=median, size=size)
    return _("같은 유형의 중앙값({median})보다 {size} 낮다", median=median, size=size)


def _history_table(
    measured: Measured, rows: pd.DataFrame, names: Mapping[str, str], peers: pd.DataFrame | None
) -> pd.DataFrame:
    wide = rows.pivot_table(index=["year", "basis"], columns="institution_code", values="shown")
    wide = wide.reindex(columns=[code for code in names if code in wide.columns])
    unit = measured.drawn.name
    wide.columns = pd.Index([heading(names[code], unit) for code in wide.columns])
    if peers is not None and len(peers):
        band_of = peers.set_index(["year", "basis"])
        wide[heading(_("같은 유형 중앙값"), unit)] = band_of["median"] * measured.drawn.scale
        wide[_("같은 유형 기관 수")] = band_of["n"]
    table = wide.round(measured.drawn.exact).reset_index()
    table["basis"] = _basis(table["basis"])
    return table.rename(columns={"year": _("연도"), "basis": _("구분")})


def _basis(basis: pd.Series) -> pd.Series:
    """Settled, budget or part of a year, in words."""
    return basis.map({code: _(name) for code, name in BASIS.items()})


def _mix_sentence(mixed: measures.Mix, shown: Sequence[int], names: list[str], count: int) -> str:
    if not shown:
        return _("공고가 없다.")
    if count < SMALLEST_BASE:
        return _n("공고가 {count}건뿐이라 구성을 말하지 않는다.", count, count=number(count))
    first = shown[0]
    told = {"share": percent(mixed.own[first]), "option": by(names[0]), "peers": percent(mixed.peers[first])}
    gap = mixed.own[first] - mixed.peers[first]
    if np.isnan(gap) or abs(gap) < SMALLEST_DIFFERENCE:
        return _("공고의 {share}가 {option}이다.", share=told["share"], option=names[0])
    points = f"{abs(gap) * 100:.1f}"
    if gap > 0:
        return _("공고의 {share}가 {option} 같은 유형({peers})보다 {points}%p 많다.", **told, points=points)
    return _("공고의 {share}가 {option} 같은 유형({peers})보다 {points}%p 적다.", **told, points=points)
