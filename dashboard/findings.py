"""The overview's three sentences: how much, where, on which terms. Silent where the numbers are too few."""

from datetime import timedelta

from dashboard.charts.chart import Chart
from dashboard.charts.flow import monthly
from dashboard.index import Found
from dashboard.keeping import kept
from dashboard.languages import _
from dashboard.measures.place import DOMESTIC, REGULAR
from dashboard.words import SMALLEST_BASE, number, percent
from data_loader.codes import CAPITAL_AREA


def overview_findings(found: Found) -> list[str]:
    """At most three sentences with direction, size and period, over what the selection finds."""
    period, within = _period(found)
    # The chart is drawn below as well.
    chart: Chart = kept(found.kept, "monthly", lambda: monthly(found))
    sentences = (chart.sentence, _where(within, period), _terms(within, period))
    return [sentence for sentence in sentences if sentence]


def _period(found: Found) -> tuple[str, Found]:
    """The days the reader chose, else the last 365: their name, and the postings that started in them."""
    selection, today = found.selection, found.index.today
    if selection.start_from or selection.start_to:
        return _("고른 기간"), found
    return _("최근 1년"), found.index.find(
        selection.with_ranges(start_from=today - timedelta(days=364), start_to=today)
    )


def _where(within: Found, period: str) -> str:
    _whole, home, capital = within.headcount_among("region", DOMESTIC, CAPITAL_AREA)
    if home < SMALLEST_BASE:
        return ""
    return _(
        "{period} 국내 모집인원 {count}명 가운데 수도권은 {share}이다(나누어 세기).",
        period=period,
        count=number(home),
        share=percent(capital / home),
    )


def _terms(within: Found, period: str) -> str:
    whole, regular = within.headcount_among("hire", frozenset({REGULAR}))
    if whole < SMALLEST_BASE:
        return ""
    share = percent(regular / whole)
    return _("{period} 모집인원의 {share}가 정규직이다(나누어 세기).", period=period, share=share)
