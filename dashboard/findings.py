"""The overview's three sentences: how much, where, on which terms. Silent where the numbers are too few."""

from dashboard.charts.chart import Chart
from dashboard.charts.flow import monthly
from dashboard.languages import _
from dashboard.measures.place import DOMESTIC, REGULAR
from dashboard.selection.index import Found, Rows
from dashboard.words import SMALLEST_BASE, number, percent
from data_loader.codes import CAPITAL_AREA


def overview_findings(found: Found) -> list[str]:
    """At most three sentences with direction, size and period, over what the selection finds."""
    period, counted, rows = _counted(found)
    # The chart is drawn below as well.
    chart: Chart = found.cached(monthly)
    # What is not read is said above, and below the chart itself.
    flow = chart.sentence if not chart.is_empty or found.history is found else ""
    sentences = (flow, _where(counted, rows, period), _terms(counted, rows, period))
    return [sentence for sentence in sentences if sentence]


def _counted(found: Found) -> tuple[str, Found, Rows]:
    """What the sentences are about, in words: the days chosen or the last year where all of it was read, else what is
    open now."""
    selection, history = found.selection, found.history
    if (selection.start_from or selection.start_to) and history is found:
        return _("고른 기간"), found, found.rows
    last_year = None if selection.start_from or selection.start_to else history.last_year
    if last_year is not None:
        return _("최근 1년"), history, last_year
    open_now = found.with_codes("status", "open")
    return _("접수 중인 공고의"), open_now, open_now.rows


def _where(found: Found, rows: Rows, period: str) -> str:
    _whole, home, capital = found.headcount_among(rows, "region", DOMESTIC, CAPITAL_AREA)
    if home < SMALLEST_BASE:
        return ""
    return _(
        "{period} 국내 모집인원 {count}명 가운데 수도권은 {share}이다(균등 배분).",
        period=period,
        count=number(home),
        share=percent(capital / home),
    )


def _terms(found: Found, rows: Rows, period: str) -> str:
    whole, regular = found.headcount_among(rows, "hire", frozenset({REGULAR}))
    if whole < SMALLEST_BASE:
        return ""
    share = percent(regular / whole)
    return _("{period} 모집인원의 {share}가 정규직이다(균등 배분).", period=period, share=share)
