"""Charts of how notices are put up: windows, late disclosure, re-postings."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.charts.chart import CATEGORY, FAINT, ROW_HEIGHT, Chart, figure, value_axis
from dashboard.charts.flow import NOTHING
from dashboard.index import Found
from dashboard.measures import notices as measures
from dashboard.words import SMALLEST_BASE, change, number, percent, subject

FARTHEST_LEAD = 7
SMALLEST_MOVE = 0.01


def windows(found: Found) -> Chart:
    """Median window by hire type as a dot, P10–P90 as a line."""
    table = measures.windows(found)
    table = table[table["n"] >= SMALLEST_BASE].sort_values("n", ascending=False)
    names = table["hire_type"].tolist()
    trace = {
        "type": "scatter", "mode": "markers", "x": table["median"].tolist(), "y": names,
        "marker": {"size": 11, "color": CATEGORY[0]},
        "customdata": table[["p10", "p90", "n"]].to_numpy().tolist(),
        "hovertemplate": "<b>%{y}</b><br>중앙값 %{x:.0f}일(%{customdata[0]:.0f}–%{customdata[1]:.0f}일)"
                         "<br>%{customdata[2]:,}건<extra></extra>",
    }  # fmt: skip
    spans = [_span(name, low, high) for name, low, high in zip(names, table["p10"], table["p90"], strict=True)]
    sentence = f"공고가 {SMALLEST_BASE}건이 넘는 고용형태가 없다." if found.count else NOTHING
    if len(table) > 1:
        high, low = table["median"].max(), table["median"].min()
        sentence = (
            f"공고 기간의 중앙값은 {subject(_those_at(table, high))} {high:.0f}일로 가장 길고 "
            f"{subject(_those_at(table, low))} {low:.0f}일로 가장 짧다."
        )
        if high == low:
            sentence = f"공고 기간의 중앙값은 {len(table)}개 고용형태 모두 {high:.0f}일이다."
    elif len(table):
        sentence = f"{names[0]} 공고 기간의 중앙값은 {table['median'].iloc[0]:.0f}일이다."
    left_out = int(table["left_out"].sum())
    return Chart(
        "windows",
        "공고는 며칠 열려 있나",
        sentence,
        "단위: 일. 점은 중앙값, 선은 P10–P90. 고용형태가 여럿이면 각각에 센다(모두 세기)."
        + (f" 1년이 넘거나 거꾸로 적힌 {left_out:,}건은 뺌." if left_out else ""),
        figure([*spans, trace], height=70 + 2 * ROW_HEIGHT * max(len(names), 1), xaxis=value_axis(ticksuffix="일", range=[0, 1.06 * max([1.0, *table["p90"]])]),
               yaxis={"type": "category", "autorange": "reversed", "showgrid": False}),
        lambda: table.assign(short_share=(table["short_share"] * 100).round(1)).rename(
            columns={"hire_type": "고용형태", "n": "공고(건)", "median": "중앙값(일)", "p10": "P10(일)", "p90": "P90(일)",
                     "short_share": "이레 이하(%)", "left_out": "뺀 공고(건)"}),
    )  # fmt: skip


def short_windows(found: Found) -> Chart:
    """The share of postings open for a week or less, by start year."""
    table = measures.windows_by_year(found)
    today = found.index.today.year
    known = table[table["n"] >= SMALLEST_BASE]
    whole = known[known["year"] < today]
    sentence = "견줄 만큼 공고가 많은 해가 없다." if found.count else NOTHING
    if len(whole) > 1:
        last, before = whole.iloc[-1], whole.iloc[-2]
        move = last["short_share"] - before["short_share"]
        sentence = f"{int(last['year'])}년에 시작한 공고의 {percent(last['short_share'])}가 이레 이하로 열려 있었"
        spread = sum(row["short_share"] * (1 - row["short_share"]) / row["n"] for row in (last, before))
        if abs(move) > max(SMALLEST_MOVE, 2 * np.sqrt(spread)):
            sentence += f"고, {int(before['year'])}년보다 {abs(move) * 100:.1f}%p {'늘었다' if move > 0 else '줄었다'}."
        else:
            sentence += f"고, {int(before['year'])}년과 큰 차이가 없다."
    elif len(known):
        last = known.iloc[-1]
        sentence = f"{int(last['year'])}년에 시작한 공고의 {percent(last['short_share'])}가 이레 이하로 열려 있었다."
    return Chart(
        "short_windows",
        "이레 안에 닫는 공고",
        sentence,
        f"단위: %, 기간을 아는 공고 = 100. 흐린 막대는 끝나지 않은 올해. 공고가 {SMALLEST_BASE}건 미만인 해는 뺌.",
        _yearly(known["year"].tolist(), (known["short_share"] * 100).tolist(), today, "%", 1),
        lambda: pd.DataFrame(
            {
                "연도": table["year"],
                "이레 이하(%)": (table["short_share"] * 100).round(1),
                "기간 중앙값(일)": table["median"],
                "공고(건)": table["n"],
                "뺀 공고(건)": table["left_out"],
            }
        ),
    )


def repostings(found: Found, vacancies: NDArray[np.intp]) -> Chart:
    """The share of postings that repeat another of the same year, by start year."""
    table = measures.repostings(found, vacancies)
    today = found.index.today.year
    known = table[table["total"] >= SMALLEST_BASE]
    whole = known[known["year"] < today]
    sentence = "견줄 만큼 공고가 많은 해가 없다." if found.count else NOTHING
    if len(whole):
        last = whole.iloc[-1]
        sentence = (
            f"{int(last['year'])}년 공고 {number(last['total'])}건은 서로 다른 공고로 {number(last['unique'])}건이고, "
            f"하나가 평균 {last['intensity']:.2f}번 올랐다."
        )
        if len(whole) > 1:
            before = whole.iloc[-2]
            words = change(last["total"] - last["unique"], before["total"] - before["unique"], "건", f"{int(before['year'])}년")  # fmt: skip
            sentence += f" 다시 올린 공고는 {words}." if words else ""
    return Chart(
        "repostings",
        "다시 올린 공고",
        sentence,
        "단위: %, 같은 해 같은 기관의 같은 공고를 다시 올린 비율(1 − 서로 다른 공고 ÷ 공고). 제목의 재공고·연장·N차를 지우고 견줌. "
        "흐린 막대는 끝나지 않은 올해.",
        _yearly(known["year"].tolist(), (known["again_share"] * 100).tolist(), today, "%", 1),
        lambda: table.assign(intensity=table["intensity"].round(3), again_share=(table["again_share"] * 100).round(1))
        .rename(columns={"year": "연도", "total": "공고(건)", "unique": "서로 다른 공고(건)", "intensity": "재공고 강도",
                         "again_share": "다시 올린 비율(%)"}),
    )  # fmt: skip


def repostings_by_hire(found: Found, vacancies: NDArray[np.intp]) -> Chart:
    """The same over the last 365 days, by hire type."""
    since = found.index.today - timedelta(days=364)
    table = measures.repostings_by(found, vacancies, "hire", since)
    table = table[table["total"] >= SMALLEST_BASE].sort_values("again_share", ascending=False)
    names, values = table["option"].tolist(), (table["again_share"] * 100).tolist()
    sentence = f"최근 1년의 공고가 {SMALLEST_BASE}건이 넘는 고용형태가 없다." if found.count else NOTHING
    if len(table):
        sentence = f"최근 1년에 다시 올린 비율은 {subject(names[0])} {values[0]:.1f}%로 가장 높다."
        if (table["total"] - table["unique"]).sum() < SMALLEST_BASE:
            sentence = "최근 1년에 다시 올린 공고가 적어 고용형태를 견주지 않는다."
        elif len({round(value, 1) for value in values}) == 1:
            sentence = f"최근 1년에 다시 올린 비율은 {'·'.join(names)} {'모두 ' if len(names) > 1 else ''}{values[0]:.1f}%이다."
    trace = {
        "type": "bar", "orientation": "h", "x": [round(value, 2) for value in values], "y": names,
        "marker": {"color": CATEGORY[0]}, "text": [f"{value:.1f}" for value in values], "textposition": "outside",
        "cliponaxis": False, "customdata": table[["total", "unique"]].to_numpy().tolist(),
        "hovertemplate": "<b>%{y}</b> %{x:.1f}%<br>공고 %{customdata[0]:,}건, 서로 다른 공고 %{customdata[1]:,}건<extra></extra>",
    }  # fmt: skip
    return Chart(
        "repostings_by_hire",
        "어떤 일자리를 다시 올리나",
        sentence,
        f"단위: %, {since}부터 시작한 공고. 고용형태가 여럿이면 각각에 센다(모두 세기).",
        figure([trace], height=70 + ROW_HEIGHT * 2 * max(len(names), 1), margin={"l": 8, "r": 48, "t": 4, "b": 8},
               xaxis=value_axis(ticksuffix="%"), yaxis={"type": "category", "autorange": "reversed", "showgrid": False}),
        lambda: table.assign(intensity=table["intensity"].round(3), again_share=(table["again_share"] * 100).round(1))
        .rename(columns={"option": "고용형태", "total": "공고(건)", "unique": "서로 다른 공고(건)", "intensity": "재공고 강도",
                         "again_share": "다시 올린 비율(%)"}),
    )  # fmt: skip


def lead_times(found: Found, observations: pd.DataFrame) -> Chart:
    """Days from the start date to the day a posting was first seen; the ends are gathered."""
    days = measures.lead_times(found, observations)
    gathered = days.clip(-1, FARTHEST_LEAD)
    counts = gathered.value_counts().reindex(range(-1, FARTHEST_LEAD + 1), fill_value=0)
    names = ["시작 전", "당일", *(f"{day}일 뒤" for day in range(1, FARTHEST_LEAD)), f"{FARTHEST_LEAD}일 뒤부터"]
    sentence = f"우리가 지켜본 뒤 새로 나온 공고가 {number(len(days))}건뿐이라 말하지 않는다."
    if len(days) >= SMALLEST_BASE:
        late = float((days > 1).mean())
        sentence = f"새로 나온 공고 {number(len(days))}건 가운데 {percent(late)}가 시작일보다 이틀 이상 늦게 보였다."
    trace = {
        "type": "bar", "x": names, "y": counts.tolist(), "marker": {"color": CATEGORY[0]},
        "hovertemplate": "%{x}<br><b>%{y:,}건</b><extra></extra>",
    }  # fmt: skip
    return Chart(
        "lead_times",
        "공고는 시작일에 보이나",
        sentence,
        "단위: 건. 처음 본 날 − 공고 시작일. 목록을 읽기 시작한 뒤 새로 나타난 공고만.",
        figure([trace], xaxis={"type": "category", "showgrid": False}, yaxis=value_axis()),
        lambda: pd.DataFrame({"처음 본 때": names, "공고(건)": counts.to_numpy()}),
    )


def _those_at(table: pd.DataFrame, median: float) -> str:
    return "·".join(table.loc[table["median"] == median, "hire_type"])


def _span(name: str, low: float, high: float) -> dict[str, Any]:
    """P10–P90 as a line of its own: an image has error bars for bars alone."""
    return {
        "type": "scatter", "mode": "lines", "x": [low, high], "y": [name] * 2,
        "line": {"color": FAINT, "width": 3}, "hoverinfo": "skip",
    }  # fmt: skip


def _yearly(years: list[int], values: list[float], today: int, unit: str, digits: int) -> dict[str, Any]:
    """Columns by year with their values; the running year pale."""
    trace = {
        "type": "bar", "x": [f"{year}" for year in years], "y": [round(value, 3) for value in values],
        "marker": {"color": CATEGORY[0], "opacity": [0.35 if year == today else 1.0 for year in years]},
        "text": [f"{value:.{digits}f}" for value in values], "textposition": "outside", "cliponaxis": False,
        "hovertemplate": f"%{{x}}년<br><b>%{{y:.{digits}f}}{unit}</b><extra></extra>",
    }  # fmt: skip
    return figure([trace], xaxis={"type": "category", "showgrid": False}, yaxis=value_axis(ticksuffix=unit))
