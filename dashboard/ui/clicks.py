"""Figures whose marks are filters: a click chooses an option, another leaves it out again."""

from collections.abc import Callable

from dashboard.charts.chart import Chart
from dashboard.selection.facets import FACET
from dashboard.selection.index import Found
from dashboard.ui import figure
from dashboard.ui.blocks import show_chart
from dashboard.ui.filters import choose_codes
from data_loader.snapshot import Origin


def show_clickable(
    found: Found, chart: Chart, facet: str, origin: Origin, option_of: Callable[[str], str] = lambda code: code
) -> None:
    """The chart, in which options of a facet are chosen; `option_of` tells which one a mark's code stands for.

    Where `facet` is none to filter by, such as a year, it is a chart like any other.
    """
    if facet not in FACET:
        show_chart(chart, origin)
        return
    show_chart(chart, origin, lambda: _toggle(found, facet, f"chart_{chart.key}", option_of))


def _toggle(found: Found, facet: str, key: str, option_of: Callable[[str], str]) -> None:
    clicked = {option_of(_code_of(figure.clicked(key)))} - {""}
    choose_codes(found, facet, sorted(clicked ^ set(found.selection.codes(facet))))


def _code_of(point: dict[str, object]) -> str:
    """A map's point has its location; of other marks the code is the last of their data."""
    data = point.get("customdata")
    return str(point.get("location") or (data[-1] if isinstance(data, list) else ""))
