"""The deadlines of open postings, week by week."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.charts.chart import NAMES, ROWS, SEQUENCE, Chart, Figure, figure, heat
from dashboard.languages import N_, _
from dashboard.selection.index import EPOCH, Found
from dashboard.words import number, percent

WEEKS = 5
# One after another: 월 and 일 alone are also a month and a day.
WEEKDAYS = N_("월 화 수 목 금 토 일")


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
    about = _(
        "단위: 건, 접수 중인 공고의 마감일. 왼쪽 날짜는 그 주의 월요일. 다섯 주보다 뒤에 마감하는 {count}건은 뺌.",
        count=number(len(rows) - int(inside.sum())),
    )
    columns = {
        _("마감일"): days,
        _("요일"): _(WEEKDAYS).split() * WEEKS,
        _("공고(건)"): postings,
        _("모집인원(명)"): headcount.astype(int),
    }
    figure_of_days = _weeks(days, postings, today)
    sentence = _sentence(postings, days, len(rows))
    return Chart("deadlines", _("마감 달력"), sentence, about, figure_of_days, lambda: pd.DataFrame(columns))


def _weeks(days: list[date], postings: np.ndarray, today: date) -> Figure:
    weeks = [_week(days, postings, week) for week in range(WEEKS)]
    cells = heat(
        _(WEEKDAYS).split(),
        [_short(days[7 * week]) for week in range(WEEKS)],
        [[_value(day, today, count) for day, count in week] for week in weeks],
        _("%{customdata} 마감<br><b>%{z:,}건</b>"),
        xgap=3,
        ygap=3,
        text=[[_label(day, today, count) for day, count in week] for week in weeks],
        texttemplate="%{text}",
        hoverongaps=False,
        colorscale=[[0, SEQUENCE[0]], [1, SEQUENCE[6]]],
        customdata=[[day.isoformat() for day, _count in week] for week in weeks],
    )
    return figure([cells], height=90 + 56 * WEEKS, xaxis={"side": "top", **NAMES}, yaxis=ROWS)


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
        return _("접수 중인 공고가 없다.")
    if not postings.sum():
        return _("다섯 주 안에 마감하는 공고가 없다.")
    busiest = int(postings.argmax())
    same = int((postings == postings[busiest]).sum())
    weekday = _(WEEKDAYS).split()[busiest % 7]
    told = {"day": days[busiest], "weekday": weekday, "count": number(postings[busiest])}
    if same > 1:
        return _("{day}({weekday})를 비롯한 {same}일에 {count}건씩 마감해 가장 많다.", same=same, **told)
    share = percent(postings[busiest] / everything)
    return _("{day}({weekday})에 {count}건이 마감해 가장 많다(접수 중인 공고의 {share}).", share=share, **told)
