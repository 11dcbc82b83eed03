"""Charts of how notices are put up: windows, late disclosure, re-postings."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    NAMES,
    PALE,
    ROW_HEIGHT,
    ROWS,
    Chart,
    Figure,
    column_bars,
    figure,
    listed,
    row_bars,
    sentences,
    value_axis,
    written,
)
from dashboard.charts.reach import counted_of, limits, nothing, unread
from dashboard.languages import _, _n
from dashboard.measures import notices as measures
from dashboard.selection.index import Found
from dashboard.words import SMALLEST_BASE, change, number, percent, subject

FARTHEST_LEAD = 7
SMALLEST_MOVE = 0.01


def windows(found: Found) -> Chart:
    """Median window by hire type as a dot, P10–P90 as a line."""
    asked, found = found, found.population
    table = measures.windows(found)
    table = table[table["n"] >= SMALLEST_BASE].sort_values("n", ascending=False)
    left_out = int(table["left_out"].sum())
    sentence = _windows_sentence(table)
    if not found.count:
        sentence = nothing(asked)
    return Chart(
        "windows",
        _("공고는 며칠 열려 있나"),
        sentence,
        sentences(
            _("단위: 일. 점은 중앙값, 선은 P10–P90. 고용형태가 여럿이면 각각에 센다(중복 집계)."),
            _("1년이 넘거나 거꾸로 적힌 {count}건은 뺌.", count=number(left_out)) if left_out else "",
            counted_of(asked),
        ),
        _windows_figure(table),
        lambda: _windows_table(table),
    )


def _windows_figure(table: pd.DataFrame) -> Figure:
    names = table["hire_type"].tolist()
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": table["median"].tolist(),
        "y": names,
        "marker": {"size": 11, "color": CATEGORY[0]},
        "customdata": table[["p10", "p90", "n"]].to_numpy().tolist(),
        "hovertemplate": _(
            "<b>%{y}</b><br>중앙값 %{x:.0f}일(%{customdata[0]:.0f}–%{customdata[1]:.0f}일)"
            "<br>%{customdata[2]:,}건<extra></extra>"
        ),
    }
    spans = [_span(name, low, high) for name, low, high in zip(names, table["p10"], table["p90"], strict=True)]
    axis = value_axis(ticksuffix=_("일"), range=[0, 1.06 * max([1.0, *table["p90"]])])
    return figure([*spans, dots], height=70 + 2 * ROW_HEIGHT * max(len(names), 1), xaxis=axis, yaxis=ROWS)


def _windows_sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return _("공고가 {fewest}건이 넘는 고용형태가 없다.", fewest=SMALLEST_BASE)
    high, low = table["median"].max(), table["median"].min()
    if len(table) == 1:
        return _("{name} 공고 기간의 중앙값은 {days}일이다.", name=table["hire_type"].iloc[0], days=number(high))
    if high == low:
        told = {"count": len(table), "days": number(high)}
        return _("공고 기간의 중앙값은 {count}개 고용형태 모두 {days}일이다.", **told)
    return _(
        "공고 기간의 중앙값은 {longest} {most}일로 가장 길고 {shortest} {least}일로 가장 짧다.",
        longest=subject(_those_at(table, high)),
        most=number(high),
        shortest=subject(_those_at(table, low)),
        least=number(low),
    )


def _windows_table(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(short_share=(table["short_share"] * 100).round(1)).rename(
        columns={
            "hire_type": _("고용형태"),
            "n": _("공고(건)"),
            "median": _("중앙값(일)"),
            "p10": _("P10(일)"),
            "p90": _("P90(일)"),
            "short_share": _("7일 이하(%)"),
            "left_out": _("뺀 공고(건)"),
        }
    )


def short_windows(found: Found) -> Chart:
    """The share of postings open for a week or less, by start year."""
    table, today = measures.windows_by_year(found.history), found.index.today.year
    known = table[table["n"] >= SMALLEST_BASE]
    about = _(
        "단위: %, 기간을 아는 공고 = 100. 흐린 막대는 끝나지 않은 올해. 공고가 {fewest}건 미만인 해는 뺌.",
        fewest=SMALLEST_BASE,
    )
    return Chart(
        "short_windows",
        _("7일 안에 닫는 공고"),
        _short_windows_sentence(found, known, today),
        sentences(about, limits(found)),
        _yearly(known["year"].tolist(), (known["short_share"] * 100).tolist(), today, "%", 1),
        lambda: pd.DataFrame(
            {
                _("연도"): table["year"],
                _("7일 이하(%)"): (table["short_share"] * 100).round(1),
                _("기간 중앙값(일)"): table["median"],
                _("공고(건)"): table["n"],
                _("뺀 공고(건)"): table["left_out"],
            }
        ),
    )


def _short_windows_sentence(found: Found, known: pd.DataFrame, today: int) -> str:
    whole = known[known["year"] < today]
    if len(whole) > 1:
        last, before = whole.iloc[-1], whole.iloc[-2]
        move = last["short_share"] - before["short_share"]
        spread = sum(row["short_share"] * (1 - row["short_share"]) / row["n"] for row in (last, before))
        is_noise = abs(move) <= max(SMALLEST_MOVE, 2 * np.sqrt(spread))
        told = {"year": int(last["year"]), "share": percent(last["short_share"]), "before": int(before["year"])}
        return _short_sentence(told, 0 if is_noise else move)
    if len(known):
        told = {"year": int(known["year"].iloc[-1]), "share": percent(known["short_share"].iloc[-1])}
        return _("{year}년에 시작한 공고의 {share}가 7일 이하로 열려 있었다.", **told)
    return (unread(found) or _("비교할 만큼 공고가 많은 해가 없다.")) if found.count else nothing(found)


def repostings(found: Found, followings: NDArray[np.int8]) -> Chart:
    """The shares of postings that are re-postings, next rounds or of the same title, by start year."""
    table, today = measures.repostings(found.history, followings), found.index.today.year
    known = table[table["total"] >= SMALLEST_BASE]
    about = _(
        "단위: %, 시작 연도의 공고 = 100. 다음 차수와 같은 제목은 앞선 1년 안에 같은 기관의 공고가 있는 것. 같은 날 함께 올린 것은 뺌. "
        "흐린 막대는 끝나지 않은 올해."
    )
    return Chart(
        "repostings",
        _("다시 올린 공고"),
        _repostings_sentence(found, known[known["year"] < today]),
        sentences(about, limits(found)),
        _repostings_figure(known, today),
        lambda: _reposting_table(table, "year", _("연도")),
    )


def _repostings_figure(known: pd.DataFrame, today: int) -> Figure:
    years, opacity = known["year"].astype(str).tolist(), [PALE if year == today else 1.0 for year in known["year"]]
    hover = "%{x} %{fullData.name}<br><b>%{y:.1f}%</b>"
    traces = [
        column_bars(
            years,
            _gaps(known[f"{kind}_share"] * 100),
            hover,
            name=name,
            marker={"color": CATEGORY[place], "opacity": opacity},
        )
        for place, (kind, name) in enumerate(_kinds().items())
    ]
    return figure(traces, barmode="stack", showlegend=True, xaxis=NAMES, yaxis=value_axis(ticksuffix="%"))


def _repostings_sentence(found: Found, whole: pd.DataFrame) -> str:
    if whole.empty:
        return (unread(found) or _("비교할 만큼 공고가 많은 해가 없다.")) if found.count else nothing(found)
    last = whole.iloc[-1]
    told = {"year": int(last["year"]), "total": number(last["total"]), "again": percent(last["reposted_share"])}
    sentence = _("{year}년 공고 {total}건 가운데 재공고·연장·추가라고 적은 것은 {again}이다.", **told)
    if np.isfinite(last["next_round_share"]):
        sentence = _(
            "{year}년 공고 {total}건 가운데 재공고·연장·추가라고 적은 것은 {again}, 앞선 공고의 다음 차수는 {next}이다.",
            next=percent(last["next_round_share"]),
            **told,
        )
    if len(whole) == 1:
        return sentence
    before = whole.iloc[-2]
    words = change(last["reposted"], before["reposted"], _("건"), _("{year}년", year=int(before["year"])))
    return sentences(sentence, _("재공고는 {words}.", words=words) if words else "")


def repostings_by_hire(found: Found, followings: NDArray[np.int8]) -> Chart:
    """Re-postings over the last 365 days, by hire type."""
    since = found.index.until - timedelta(days=364)
    is_read = found.history.is_whole(since, found.index.until)
    table = measures.repostings_by(found.history, followings, "hire", since)
    table = table[is_read & (table["total"] >= SMALLEST_BASE)].sort_values("reposted_share", ascending=False)
    about = _(
        "단위: %, {since}부터 시작한 공고 가운데 재공고·연장·추가라고 적은 것. 고용형태가 여럿이면 각각에 센다(중복 집계).",
        since=since,
    )
    return Chart(
        "repostings_by_hire",
        _("어떤 일자리를 다시 올리나"),
        _by_hire_sentence(found, table) if is_read else unread(found),
        about if is_read else "",
        _by_hire_figure(table),
        lambda: _reposting_table(table, "option", _("고용형태")),
    )


def _by_hire_figure(table: pd.DataFrame) -> Figure:
    names, values = table["option"].tolist(), (table["reposted_share"] * 100).round(2).tolist()
    hover = _("<b>%{y}</b> %{x:.1f}%<br>공고 %{customdata[0]:,}건, 재공고 %{customdata[1]:,}건")
    counts = table[["total", "reposted"]].to_numpy().tolist()
    return figure(
        [row_bars(names, values, hover, customdata=counts, **written(f"{value:.1f}" for value in values))],
        height=70 + ROW_HEIGHT * 2 * max(len(names), 1),
        margin={"l": 8, "r": 48, "t": 4, "b": 8},
        xaxis=value_axis(ticksuffix="%"),
        yaxis=ROWS,
    )


def _by_hire_sentence(found: Found, table: pd.DataFrame) -> str:
    if table.empty:
        few = _("최근 1년의 공고가 {fewest}건이 넘는 고용형태가 없다.", fewest=SMALLEST_BASE)
        return few if found.count else nothing(found)
    if table["reposted"].sum() < SMALLEST_BASE:
        return _("최근 1년의 재공고가 적어 고용형태를 비교하지 않는다.")
    names, shares = table["option"].tolist(), table["reposted_share"].tolist()
    share = percent(shares[0])
    if len(names) == 1:
        return _("최근 1년의 재공고 비율은 {name} {share}이다.", name=subject(names[0]), share=share)
    if len({round(value, 3) for value in shares}) == 1:
        return _("최근 1년의 재공고 비율은 {names} 모두 {share}이다.", names=listed(names), share=share)
    return _("최근 1년의 재공고 비율은 {name} {share}로 가장 높다.", name=subject(names[0]), share=share)


def _gaps(values: pd.Series) -> list[float | None]:
    return [None if np.isnan(value) else round(value, 3) for value in values.tolist()]


def lead_times(found: Found, observations: pd.DataFrame) -> Chart:
    """Days from the start date to the day a posting was first seen; the ends are gathered."""
    days = measures.lead_times(found, observations)
    gathered = days.clip(-1, FARTHEST_LEAD)
    counts = gathered.value_counts().reindex(range(-1, FARTHEST_LEAD + 1), fill_value=0)
    between = [_n("{days}일 뒤", day, days=day) for day in range(1, FARTHEST_LEAD)]
    names = [_("시작 전"), _("당일"), *between, _("{days}일 뒤부터", days=FARTHEST_LEAD)]
    sentence = _("우리가 지켜본 뒤 새로 나온 공고가 {count}건뿐이라 말하지 않는다.", count=number(len(days)))
    if len(days) >= SMALLEST_BASE:
        told = {"count": number(len(days)), "share": percent(float((days > 1).mean()))}
        sentence = _("새로 나온 공고 {count}건 가운데 {share}가 시작일보다 이틀 이상 늦게 보였다.", **told)
    return Chart(
        "lead_times",
        _("공고는 시작일에 보이나"),
        sentence,
        _("단위: 건. 처음 본 날 − 공고 시작일. 목록을 읽기 시작한 뒤 새로 나타난 공고만."),
        figure([column_bars(names, counts.tolist(), _("%{x}<br><b>%{y:,}건</b>"))], xaxis=NAMES, yaxis=value_axis()),
        lambda: pd.DataFrame({_("처음 본 때"): names, _("공고(건)"): counts.to_numpy()}),
    )


def _short_sentence(told: dict[str, object], move: float) -> str:
    """The share of a year, and its change in percentage points; 0 within noise."""
    if not move:
        return _("{year}년에 시작한 공고의 {share}가 7일 이하로 열려 있었고, {before}년과 큰 차이가 없다.", **told)
    points = number(abs(move) * 100, 1)
    if move > 0:
        return _(
            "{year}년에 시작한 공고의 {share}가 7일 이하로 열려 있었고, {before}년보다 {points}%p 늘었다.",
            points=points,
            **told,
        )
    return _(
        "{year}년에 시작한 공고의 {share}가 7일 이하로 열려 있었고, {before}년보다 {points}%p 줄었다.",
        points=points,
        **told,
    )


def _kinds() -> dict[str, str]:
    return {"reposted": _("재공고·연장·추가"), "next_round": _("다음 차수"), "same_title": _("같은 제목")}


def _reposting_table(table: pd.DataFrame, key: str, heading: str) -> pd.DataFrame:
    """Counts by kind and the share of re-postings."""
    counts = {kind: _("{kind}(건)", kind=name) for kind, name in _kinds().items()}
    names = {
        key: heading,
        "total": _("공고(건)"),
        **counts,
        "twin": _("같은 날 함께(건)"),
        "reposted_share": _("재공고 비율(%)"),
    }
    return table.assign(reposted_share=(table["reposted_share"] * 100).round(1))[[*names]].rename(columns=names)


def _those_at(table: pd.DataFrame, median: float) -> str:
    return listed(table.loc[table["median"] == median, "hire_type"])


def _span(name: str, low: float, high: float) -> dict[str, Any]:
    """P10–P90 as a line of its own: an image has error bars for bars alone."""
    line = {"color": FAINT, "width": 3}
    return {"type": "scatter", "mode": "lines", "x": [low, high], "y": [name] * 2, "line": line, "hoverinfo": "skip"}


def _yearly(years: list[int], values: list[float], today: int, unit: str, digits: int) -> Figure:
    """Columns by year with their values; the running year pale."""
    bars = column_bars(
        [f"{year}" for year in years],
        [round(value, 3) for value in values],
        _("%{{x}}년<br><b>%{{y:.{digits}f}}{unit}</b>", digits=digits, unit=unit),
        marker={"color": CATEGORY[0], "opacity": [PALE if year == today else 1.0 for year in years]},
        **written(f"{value:.{digits}f}" for value in values),
    )
    return figure([bars], xaxis=NAMES, yaxis=value_axis(ticksuffix=unit))
