"""The overview's three sentences: how much, where, on which terms. Silent where the numbers are too few."""

from datetime import timedelta

from dashboard.charts.flow import monthly
from dashboard.index import Found
from dashboard.measures.breakdown import break_down
from dashboard.measures.place import DOMESTIC, REGULAR
from dashboard.words import SMALLEST_BASE, number, percent
from data_loader.codes import CAPITAL_AREA


def overview_findings(found: Found) -> list[str]:
    """At most three sentences with direction, size and period, over what the selection finds."""
    year = _last_year(found)
    sentences = (monthly(found).sentence, _where(year), _terms(year))
    return [sentence for sentence in sentences if sentence]


def _last_year(found: Found) -> Found:
    """The found postings that started in the last 365 days."""
    today = found.index.today
    bounds = found.selection.with_ranges(start_from=today - timedelta(days=364), start_to=today)
    return found.index.find(bounds)


def _where(year: Found) -> str:
    regions = break_down(year, "region", "headcount")
    home = sum(v for o, v in zip(regions.options, regions.fractional, strict=True) if o.code in DOMESTIC)
    capital = sum(v for o, v in zip(regions.options, regions.fractional, strict=True) if o.code in CAPITAL_AREA)
    if home < SMALLEST_BASE:
        return ""
    return f"최근 1년 국내 모집인원 {number(home)}명 가운데 수도권은 {percent(capital / home)}이다(나누어 세기)."


def _terms(year: Found) -> str:
    hire = break_down(year, "hire", "headcount")
    regular = next((v for o, v in zip(hire.options, hire.fractional, strict=True) if o.code == REGULAR), 0.0)
    if hire.total < SMALLEST_BASE:
        return ""
    return f"최근 1년 모집인원의 {percent(regular / hire.total)}가 정규직이다(나누어 세기)."
