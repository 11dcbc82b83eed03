"""The overview's three sentences: how much, where, on which terms. Silent where the numbers are too few."""

from dashboard.charts.chart import Chart
from dashboard.charts.flow import monthly
from dashboard.index import Found, Rows
from dashboard.keeping import kept
from dashboard.languages import _
from dashboard.measures.place import DOMESTIC, REGULAR
from dashboard.words import SMALLEST_BASE, number, percent
from data_loader.codes import CAPITAL_AREA


def overview_findings(found: Found) -> list[str]:
    """At most three sentences with direction, size and period, over what the selection finds."""
    selection = found.selection
    if selection.start_from or selection.start_to:
        period, rows = _("고른 기간"), found.rows
    else:
        period, rows = _("최근 1년"), found.last_year
    # The chart is drawn below as well.
    chart: Chart = kept(found.kept, "monthly", lambda: monthly(found))
    sentences = (chart.sentence, _where(found, rows, period), _terms(found, rows, period))
    return [sentence for sentence in sentences if sentence]


def _where(found: Found, rows: Rows, period: str) -> str:
    _whole, home, capital = found.headcount_among(rows, "region", DOMESTIC, CAPITAL_AREA)
    if home < SMALLEST_BASE:
        return ""
    return _(
        "{period} 국내 모집인원 {count}명 가운데 수도권은 {share}이다(나누어 세기).",
        period=period,
        count=number(home),
        share=percent(capital / home),
    )


def _terms(found: Found, rows: Rows, period: str) -> str:
    whole, regular = found.headcount_among(rows, "hire", frozenset({REGULAR}))
    if whole < SMALLEST_BASE:
        return ""
    share = percent(regular / whole)
    return _("{period} 모집인원의 {share}가 정규직이다(나누어 세기).", period=period, share=share)
