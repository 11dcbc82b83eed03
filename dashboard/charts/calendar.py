"""The deadlines of open postings, week by week."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.charts.chart import SEQUENCE, Chart, figure
from dashboard.index import EPOCH, Found
from dashboard.words import number, percent

WEEKS = 5
WEEKDAYS = ("월", "화", "수", "목", "금", "토", "일")


def deadlines(found: Found) -> Chart:
    """Open postings by their last day, from this Monday on, one row a week; days that are over stay empty."""
    today = found.index.today
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=place) for place in range(7 * WEEKS)]
    rows = found.with_codes("status", "open").rows
    back = found.index.end[rows].astype(np.int64) - (monday - EPOCH).days
    inside = back < len(days)
    postings = np.bincount(back[inside], minlength=len(days))
    headcount = np.bincount(back[inside], found.index.headcount[rows][inside], len(days))
    weeks = range(WEEKS)
    trace = {
        "type": "heatmap", "x": list(WEEKDAYS), "y": [_short(days[7 * week]) for week in weeks], "xgap": 3, "ygap": 3,
        "z": [[_value(day, today, count) for day, count in _week(days, postings, week)] for week in weeks],
        "text": [[_label(day, today, count) for day, count in _week(days, postings, week)] for week in weeks],
        "texttemplate": "%{text}", "showscale": False, "zmin": 0, "hoverongaps": False,
        "colorscale": [[0, SEQUENCE[0]], [1, SEQUENCE[6]]],
        "customdata": [[day.isoformat() for day, _ in _week(days, postings, week)] for week in weeks],
        "hovertemplate": "%{customdata} 마감<br><b>%{z:,}건</b><extra></extra>",
    }  # fmt: skip
    later = len(rows) - int(inside.sum())
    return Chart(
        "deadlines",
        "마감 달력",
        _sentence(postings, days, len(rows)),
        f"단위: 건, 접수 중인 공고의 마감일. 왼쪽 날짜는 그 주의 월요일. 다섯 주보다 뒤에 마감하는 {number(later)}건은 뺌.",
        figure([trace], height=90 + 56 * WEEKS, xaxis={"side": "top", "showgrid": False, "type": "category"},
               yaxis={"autorange": "reversed", "showgrid": False, "type": "category"}),
        lambda: pd.DataFrame(
            {"마감일": days, "요일": list(WEEKDAYS) * WEEKS, "공고(건)": postings, "모집인원(명)": headcount.astype(int)}
        ),
    )  # fmt: skip


def _week(days: list[date], values: np.ndarray, week: int) -> list[tuple[date, int]]:
    span = slice(7 * week, 7 * week + 7)
    return list(zip(days[span], values[span].tolist(), strict=True))


def _value(day: date, today: date, count: int) -> int | None:
    return None if day < today else count


def _label(day: date, today: date, count: int) -> str:
    return "" if day < today else f"{day.day}<br><b>{count:,}</b>"


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"


def _sentence(postings: np.ndarray, days: list[date], everything: int) -> str:
    if not everything:
        return "접수 중인 공고가 없다."
    if not postings.sum():
        return "다섯 주 안에 마감하는 공고가 없다."
    busiest = int(postings.argmax())
    same = int((postings == postings[busiest]).sum())
    if same > 1:
        return f"{days[busiest]}({WEEKDAYS[busiest % 7]})를 비롯한 {same}일에 {number(postings[busiest])}건씩 마감해 가장 많다."
    return (
        f"{days[busiest]}({WEEKDAYS[busiest % 7]})에 {number(postings[busiest])}건이 마감해 가장 많다"
        f"(접수 중인 공고의 {percent(postings[busiest] / everything)})."
    )
