"""The answers: the findings of the very charts the questions lead to, or what the list they lead to counts."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from dashboard.charts import indicators as indicator_charts
from dashboard.charts.chart import Chart
from dashboard.charts.pay import gaps
from dashboard.charts.welfare import a_head
from dashboard.data import Data
from dashboard.languages import _
from dashboard.measures import indicators, staffing, welfare
from dashboard.measures.pay import Pay, pay_by_institution
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection, parse_query
from dashboard.words import number

Answer = Callable[[Data], str]


def finding(make: Callable[..., Chart], *tables: str) -> Answer:
    """The sentence of a chart made of these tables."""
    return lambda data: _said(make(*(data.table(table) for table in tables)))


def of_staff(make: Callable[[pd.DataFrame], Chart]) -> Answer:
    """The sentence of a chart of hires and staff together; the view has it only beside postings over time."""

    def answer(data: Data) -> str:
        if data.is_record:
            return ""
        return _said(make(staffing.staffing(data.table("new_hires"), data.table("staff"))))

    return answer


def of_pay(measure: str, make: Callable[[Data, Pay, int], Chart]) -> Answer:
    """The sentence of a chart of one measure of pay in its last settled year."""

    def answer(data: Data) -> str:
        pay = data.cached(pay_of, measure)
        return _said(make(data, pay, pay.settled_years[-1])) if pay.settled_years else ""

    return answer


def pay_of(data: Data, measure: str) -> Pay:
    return pay_by_institution(measure, data.table("pay"), data.table("starting_pay"), data.table("institutions"))


def indefinite_ratio(data: Data, pay: Pay, year: int) -> Chart:
    return gaps.indefinite_ratio(pay, data.cached(pay_of, "average"), year)


def welfare_a_head(data: Data) -> str:
    return _said(a_head(welfare.welfare_a_head(data.table("welfare"), data.table("pay"))))


def of_indicator(key: str) -> Answer:
    """How a figure of the institutions moved over the years."""

    def answer(data: Data) -> str:
        indicator = indicators.INDICATORS[key]
        rows = indicators.indicator_rows(indicator, lambda make: make(_Tables(data)))
        rows = indicators.with_type(rows, data.table("institutions"))
        return _said(indicator_charts.over_years(indicator, rows))

    return answer


def of_open(make: Callable[..., Chart], *arguments: object) -> Answer:
    """The sentence of a chart of the postings open now."""
    return lambda data: _said(_open(data).cached(make, *arguments))


def over_time(make: Callable[..., Chart], *arguments: object) -> Answer:
    """The sentence of a chart over time; a recorded day says nothing of it."""
    return lambda data: "" if data.is_record else _said(data.postings.find(Selection()).cached(make, *arguments))


def open_with(**params: str) -> Answer:
    """How many open postings a filter finds; empty where the data do not know an option of it."""

    def answer(data: Data) -> str:
        query = {key: (value,) for key, value in params.items()}
        selection, unknown = parse_query(query, data.postings.options)
        if unknown:
            return ""
        found = data.postings.find(selection.with_codes("status", ["open"]))
        if not found.count:
            return _("지금은 접수 중인 공고가 없다.")
        return _(
            "접수 중인 공고 {postings}건, 모집인원 {headcount}명이다.",
            postings=number(found.count),
            headcount=number(found.headcount),
        )

    return answer


def largest_posting(data: Data) -> str:
    found = _open(data)
    if not found.headcount:
        return ""
    row = int(found.rows[np.argmax(found.index.headcount[found.rows])])
    institution = found.index.labels("institution", np.array([row]))[0]
    return _(
        "{institution}의 공고 하나가 {count}명을 뽑는다.",
        institution=institution,
        count=number(found.index.headcount[row]),
    )


def _open(data: Data) -> Found:
    return data.postings.find(Selection().with_codes("status", ["open"]))


def _said(chart: Chart) -> str:
    return "" if chart.is_empty else chart.sentence


class _Tables(dict[str, pd.DataFrame]):
    """The tables of a snapshot, each read when it is asked for."""

    def __init__(self, data: Data) -> None:
        super().__init__()
        self._data = data

    def __missing__(self, name: str) -> pd.DataFrame:
        return self._data.table(name)
