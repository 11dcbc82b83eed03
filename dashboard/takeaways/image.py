"""One chart as PNG or SVG, with everything that makes it citable drawn into it.

The same figure dictionary serves the screen and the image. No browser and no font of the machine is
needed: Matplotlib draws, with a Korean font that comes as a package; in the SVG letters are outlines.
"""

import io
from threading import Lock

from dashboard.charts.chart import Chart
from dashboard.languages import _, speaking
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.view import PROJECT, View

# 1,600 pixels wide at normal density, doubled for print and dense screens.
SCALE = 2
# Matplotlib's fonts are not for several threads at once.
_ONE_AT_A_TIME = Lock()


def png(chart: Chart, view: View, scale: float = SCALE) -> bytes:
    """The chart as PNG, 1,600 × `scale` pixels wide. Raises ExportError for a kind of figure nobody can draw yet."""
    return _drawn(chart, view, "png", scale)


def svg(chart: Chart, view: View) -> bytes:
    """The chart as SVG, 1,600 pixels wide. Raises ExportError as `png` does."""
    return _drawn(chart, view, "svg", 1)


def _drawn(chart: Chart, view: View, kind: str, scale: float) -> bytes:
    with _ONE_AT_A_TIME, speaking(view.language):
        # Half a second to import: no reader pays for it but the first who wants an image.
        from dashboard.takeaways.drawing.frame import draw_page
        from dashboard.takeaways.drawing.sheet import PIXELS_PER_INCH

        file = io.BytesIO()
        page = draw_page(chart, view)
        page.savefig(file, format=kind, dpi=PIXELS_PER_INCH * scale, metadata=_metadata(chart, view, kind))
        return file.getvalue()


def _metadata(chart: Chart, view: View, kind: str) -> dict[str, str | None]:
    """What a machine and a screen reader can read of the image."""
    about = one_line(
        f"{chart.alternative} {_('조건: {filters}.', filters=view.filters)} {chart.unit} {view.source_line} {view.url}"
    )
    said: dict[str, str | None] = {"Title": one_line(chart.title), "Description": about}
    more: dict[str, str | None] = {"Author": _(PROJECT)} if kind == "png" else {"Creator": _(PROJECT), "Date": None}
    return said | more


def panel(chart: Chart, height: float, width: float = 720) -> bytes:
    """The plot and its legend alone as SVG, for a page that says title, unit and source itself."""
    with _ONE_AT_A_TIME:
        from dashboard.takeaways.drawing.frame import draw_panel

        file = io.BytesIO()
        metadata = {"Title": one_line(chart.title), "Creator": _(PROJECT), "Date": None}
        draw_panel(chart, height, width).savefig(file, format="svg", metadata=metadata)
        return file.getvalue()
