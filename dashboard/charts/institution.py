"""Charts of one institution beside its peers, and of a few side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, FAINT, Chart, figure, month_axis, value_axis
from dashboard.charts.lines import Line, band, named_lines
from dashboard.index import Found
from dashboard.measures import flow
from dashboard.measures import institution as measures
from dashboard.words import SMALLEST_BASE, number, particle, percent, subject, topic

MOST_OPTIONS = 8
MONTHS = [f"{month}월" for month in range(1, 13)]
# Twelve times 월 does not fit on a phone.
_MONTH_AXIS = {
    "type": "category", "showgrid": False, "tickangle": 0, "tickvals": MONTHS,
    "ticktext": ["1월", *(str(month) for month in range(2, 13))],
}  # fmt: skip
BASIS = {"settled": "결산", "budget": "예산", "part_year": "일부"}
# Below this a difference from the peers is no finding.
SMALLEST_DIFFERENCE = 0.02
PEERS_NOTE = "회색 띠는 같은 유형 다른 기관의 P10–P90, 점선은 중앙값."


@dataclass(frozen=True, slots=True)
class Measured:
    """A value per institution and year as it is told: `scale` turns the table's unit into `unit`."""

    key: str
    title: str
    column: str
    unit: str
    scale: float
    digits: int
    name: str
    note: str = ""


AVERAGE = Measured(
    "average", "정규직 평균보수", "value", "백만 원", 1 / 1000, 1, "정규직 평균보수", "결산과 예산(빈 점)은 잇지 않음."
)
STARTING = Measured(
    "starting", "신입사원 초임", "value", "백만 원", 1 / 1000, 1, "초임", "결산과 예산(빈 점)은 잇지 않음."
)
HIRING = Measured("hiring", "채용률", "hiring_rate", "%", 100, 1, "채용률", "일반정규직 신규채용 ÷ 전년 말 현원. 현원 30명 미만은 내지 않음.")  # fmt: skip
VACANCY = Measured("vacancy", "결원율", "vacancy", "%", 100, 1, "결원율", "1 − 현원 ÷ 정원. 빈 점은 연중 한때의 값.")


def history(measured: Measured, table: pd.DataFrame, names: Mapping[str, str], peers: pd.DataFrame | None) -> Chart:
    """A value of one or a few institutions by year; what is not a settled year stands apart as a hollow mark.

    `table`: institution_code, year, basis and the value's column; `names` by code, in order of drawing; `peers`: the
    background, as `peer_band` makes it.
    """
    rows = table[table["institution_code"].isin(names)].dropna(subset=[measured.column])
    rows = rows.assign(shown=rows[measured.column].astype(float) * measured.scale).sort_values("year")
    settled = rows[rows["basis"] == "settled"]
    lines, hollow = [], []
    for place, (code, name) in enumerate(names.items()):
        own, late = settled[settled["institution_code"] == code], rows[rows["institution_code"] == code]
        if len(own):
            lines.append(Line(name, own["year"].tolist(), own["shown"].tolist(), CATEGORY[place]))
        hollow += _hollow(late[late["basis"] != "settled"], name, CATEGORY[place], measured)
    background = _background(peers, measured)
    return Chart(
        f"institution_{measured.key}",
        measured.title,
        _history_sentence(measured, settled, names, peers),
        " ".join(filter(None, [f"단위: {measured.unit}.", measured.note, PEERS_NOTE if background else ""])),
        named_lines(lines, measured.unit, digits=measured.digits, behind=[*background, *hollow],
                    yaxis={"rangemode": "normal", "ticksuffix": "%" if measured.unit == "%" else ""}),
        lambda: _history_table(measured, rows, names, peers),
    )  # fmt: skip


def staff(table: pd.DataFrame) -> Chart:
    """Authorised and actual staff by year. `table`: the institution's rows of `staffing`."""
    rows = table.sort_values("year")
    years = rows["year"].tolist()
    lines = [
        Line("정원", years, rows["authorised"].tolist(), FAINT, "dash"),
        Line("현원", years, rows["staff"].tolist(), CATEGORY[0]),
    ]
    settled = rows[rows["basis"] == "settled"].dropna(subset=["vacancy"])
    sentence = "정원과 현원을 견줄 만큼 큰 기관이 아니다." if len(rows) else "공시한 인력이 없다."
    if len(settled):
        last = settled.iloc[-1]
        share = last["vacancy"]
        relation = "모자란다" if share > 0 else "많다" if share < 0 else ""
        sentence = f"{int(last['year'])}년 말 현원은 {number(last['staff'])}명으로 " + (
            f"정원 {number(last['authorised'])}명보다 {percent(abs(share))} {relation}." if relation else "정원과 같다."
        )
    return Chart(
        "institution_staff",
        "정원과 현원",
        sentence,
        "단위: 명. 일반정규직과 무기계약직, 임원 제외. 마지막 해는 연중 한때의 값일 수 있음.",
        named_lines(lines, "명", yaxis={"rangemode": "tozero"}),
        lambda: pd.DataFrame(
            {
                "연도": years,
                "정원(명)": rows["authorised"].round(1),
                "현원(명)": rows["staff"].round(1),
                "결원율(%)": (rows["vacancy"] * 100).round(1),
                "구분": rows["basis"].map(BASIS),
            }
        ),
    )


def calendar(found: Found, peers: Found | None) -> Chart:
    """In which months an institution puts up its postings, as columns, beside its peers as a grey line."""
    own, years = measures.calendar_shares(found, "postings")
    others = measures.calendar_shares(peers, "postings")[0] if peers else np.full(12, np.nan)
    known = bool(np.isfinite(own).all())
    traces: list[dict[str, Any]] = []
    if known:
        traces.append(
            {"type": "bar", "x": MONTHS, "y": (own * 100).round(2).tolist(), "marker": {"color": CATEGORY[0]},
             "hovertemplate": "%{x}<br><b>%{y:.1f}%</b><extra></extra>"}
        )  # fmt: skip
    if known and np.isfinite(others).all():
        traces.append(
            {"type": "scatter", "mode": "lines+markers", "x": MONTHS, "y": (others * 100).round(2).tolist(),
             "line": {"color": FAINT, "width": 2}, "hovertemplate": "같은 유형 %{x}<br>%{y:.1f}%<extra></extra>"}
        )  # fmt: skip
    sentence = "온전한 해의 공고가 없다."
    if known and found.count < SMALLEST_BASE:
        sentence = f"공고가 {number(found.count)}건뿐이라 리듬을 말하지 않는다."
    elif known:
        high = int(own.argmax())
        sentence = f"공고의 {percent(own[high])}가 {MONTHS[high]}에 시작해 가장 많다({years}개 해)."
        if np.ptp(own) < 1e-9:
            sentence = f"달마다 같은 수의 공고를 냈다({years}개 해)."
    return Chart(
        "institution_calendar",
        "몇 월에 공고를 내나",
        sentence,
        "단위: %, 공고 수 기준, 온전한 해의 합 = 100." + (" 회색 선은 같은 유형의 기관들." if peers else ""),
        figure(traces, height=280, xaxis=_MONTH_AXIS, yaxis=value_axis(ticksuffix="%")),
        lambda: pd.DataFrame(
            {"월": MONTHS, "이 기관(%)": (own * 100).round(2), "같은 유형(%)": (others * 100).round(2)}
        ),
    )


def mix(found: Found, peers: Found | None, key: str, label: str) -> Chart:
    """Shares of a facet's options as bars, those of the peers as grey marks."""
    mixed = measures.mix(found, peers, key)
    order = [place for place in np.argsort(-np.nan_to_num(mixed.own), kind="stable") if mixed.own[place] > 0]
    shown = order[:MOST_OPTIONS]
    names = [mixed.options[place].label for place in shown]
    traces: list[dict[str, Any]] = [
        {"type": "bar", "orientation": "h", "x": (mixed.own[shown] * 100).round(2).tolist(), "y": names,
         "marker": {"color": CATEGORY[0]}, "hovertemplate": "<b>%{y}</b><br>%{x:.1f}%<extra></extra>"}
    ]  # fmt: skip
    if peers and np.isfinite(mixed.peers).any():
        traces.append(
            {"type": "scatter", "mode": "markers", "x": (mixed.peers[shown] * 100).round(2).tolist(), "y": names,
             "marker": {"symbol": "diamond", "size": 10, "color": FAINT},
             "hovertemplate": "같은 유형<br>%{x:.1f}%<extra></extra>"}
        )  # fmt: skip
    rest = f" 아래 {len(order) - len(shown)}개는 표에 있음." if len(order) > len(shown) else ""
    return Chart(
        f"institution_{key}",
        f"{label}의 구성",
        _mix_sentence(mixed, shown, names, found.count),
        f"단위: %, 공고 수 기준, 나누어 세기.{' 회색 마름모는 같은 유형의 다른 기관들.' if len(traces) > 1 else ''}{rest}",
        figure(traces, height=70 + 28 * max(len(shown), 2), xaxis=value_axis(ticksuffix="%", nticks=5),
               yaxis={"type": "category", "autorange": "reversed", "showgrid": False}),
        lambda: pd.DataFrame(
            {
                label: [mixed.options[place].label for place in order],
                "이 기관(%)": (mixed.own[order] * 100).round(1),
                "같은 유형(%)": (mixed.peers[order] * 100).round(1),
            }
        ),
    )  # fmt: skip


def side_by_side(found: Mapping[str, Found]) -> Chart:
    """Postings in the trailing twelve months, a line for each institution (name → its postings)."""
    lines, columns = [], {}
    for place, (name, own) in enumerate(found.items()):
        series = flow.monthly(own)
        sums = flow.trailing_sum(series.complete("postings"))
        months = series.months[: len(sums)]
        columns[name] = pd.Series(sums, months, dtype=float)
        days = [f"{month}-01" for month in months]
        values = [None if np.isnan(value) else float(value) for value in sums]
        if any(value is not None for value in values):
            lines.append(Line(name, days, values, CATEGORY[place]))
    ends = {line.name: line.y[-1] for line in lines}
    known = {name: value for name, value in ends.items() if value is not None}
    sentence = "열두 달이 찬 기관이 없다."
    if known:
        high = max(known, key=known.__getitem__)
        sentence = f"최근 열두 달에는 {subject(high)} {number(known[high])}건으로 가장 많이 공고했다."
        if len(known) > 1 and len(set(known.values())) == 1:
            sentence = f"최근 열두 달의 공고는 모두 {number(known[high])}건으로 같다."
    return Chart(
        "institution_postings",
        "최근 12개월 공고 수",
        sentence,
        "단위: 건. 각 달까지 열두 달의 합계. 끝나지 않은 달은 뺌.",
        named_lines(lines, "건", markers=False, xaxis=month_axis()),
        lambda: pd.DataFrame(columns).sort_index().dropna(how="all").rename_axis("월").reset_index(),
    )


def _hollow(rows: pd.DataFrame, name: str, colour: str, measured: Measured) -> list[dict[str, Any]]:
    if rows.empty:
        return []
    return [
        {"type": "scatter", "mode": "markers", "name": name, "x": rows["year"].tolist(), "y": rows["shown"].tolist(),
         "marker": {"symbol": "circle-open", "size": 9, "color": colour}, "text": rows["basis"].map(BASIS).tolist(),
         "hovertemplate": f"<b>%{{fullData.name}}</b><br>%{{x}}년 %{{text}} %{{y:,.{measured.digits}f}}{measured.unit}"
                          "<extra></extra>"}
    ]  # fmt: skip


def _background(peers: pd.DataFrame | None, measured: Measured) -> list[dict[str, Any]]:
    if peers is None:
        return []
    rows = peers[peers["basis"] == "settled"]
    low, high, middle = ((rows[name] * measured.scale).tolist() for name in ("p10", "p90", "median"))
    return band(rows["year"].tolist(), low, high, middle)


def _history_sentence(
    measured: Measured, settled: pd.DataFrame, names: Mapping[str, str], peers: pd.DataFrame | None
) -> str:
    if settled.empty:
        return f"공시한 {subject(measured.name)} 없다."
    year = int(settled["year"].max())
    last = settled[settled["year"] == year].set_index("institution_code")["shown"]
    told = {code: f"{last[code]:z,.{measured.digits}f}{measured.unit}" for code in last.index}
    if len(names) == 1:
        code = last.index[0]
        beside = _against_peers(last[code], year, peers, measured)
        return (
            f"{year}년 {topic(measured.name)} {_by(told[code])} {beside}"
            if beside
            else f"{year}년 {topic(measured.name)} {told[code]}이다."
        )
    if len(last) == 1:
        return f"{year}년 {measured.name}{particle(measured.name, '을', '를')} 공시한 곳은 {names[last.index[0]]}({told[last.index[0]]})뿐이다."
    high, low = str(last.idxmax()), str(last.idxmin())
    if told[high] == told[low]:
        return f"{year}년 {topic(measured.name)} 모두 {_by(told[high])} 같다."
    return (
        f"{year}년 {topic(measured.name)} {subject(names[high])} {_by(told[high])} 가장 높고 "
        f"{subject(names[low])} {_by(told[low])} 가장 낮다."
    )


def _against_peers(value: float, year: int, peers: pd.DataFrame | None, measured: Measured) -> str:
    rows = peers[(peers["year"] == year) & (peers["basis"] == "settled")] if peers is not None else pd.DataFrame()
    if rows.empty or not rows["median"].iloc[0] > 0:
        return ""
    middle = rows["median"].iloc[0] * measured.scale
    shown = f"같은 유형의 중앙값({middle:z,.{measured.digits}f}{measured.unit})"
    if abs(value / middle - 1) < SMALLEST_DIFFERENCE:
        return f"{shown}과 비슷하다."
    size = f"{abs(value - middle):.1f}%p" if measured.unit == "%" else percent(abs(value / middle - 1))
    return f"{shown}보다 {size} {'높다' if value > middle else '낮다'}."


def _by(word: str) -> str:
    """원으로, 경기로, and 서울로: after ㄹ as after a vowel."""
    ends_in_l = "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % 28 == ord("갈") - ord("가")
    return word + ("로" if ends_in_l else particle(word, "으로", "로"))


def _history_table(
    measured: Measured, rows: pd.DataFrame, names: Mapping[str, str], peers: pd.DataFrame | None
) -> pd.DataFrame:
    wide = rows.pivot_table(index=["year", "basis"], columns="institution_code", values="shown")
    wide = wide.reindex(columns=[code for code in names if code in wide.columns])
    wide.columns = pd.Index([f"{names[code]}({measured.unit})" for code in wide.columns])
    if peers is not None and len(peers):
        band_of = peers.set_index(["year", "basis"])
        wide[f"같은 유형 중앙값({measured.unit})"] = band_of["median"] * measured.scale
        wide["같은 유형 기관 수"] = band_of["n"]
    table = wide.round(measured.digits + 1).reset_index().rename(columns={"year": "연도", "basis": "구분"})
    table["구분"] = table["구분"].map(BASIS)
    return table


def _mix_sentence(mixed: measures.Mix, shown: Sequence[int], names: list[str], count: int) -> str:
    if not shown:
        return "공고가 없다."
    if count < SMALLEST_BASE:
        return f"공고가 {number(count)}건뿐이라 구성을 말하지 않는다."
    first = shown[0]
    words = f"공고의 {percent(mixed.own[first])}가 "
    gap = mixed.own[first] - mixed.peers[first]
    if np.isnan(gap) or abs(gap) < SMALLEST_DIFFERENCE:
        return f"{words}{names[0]}이다."
    return f"{words}{_by(names[0])} 같은 유형({percent(mixed.peers[first])})보다 {abs(gap) * 100:.1f}%p {'많다' if gap > 0 else '적다'}."
