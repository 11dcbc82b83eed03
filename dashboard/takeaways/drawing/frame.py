"""The page around a figure: title, finding, filters, unit above; source, as-of, kind and address below."""

from matplotlib.figure import Figure

from dashboard.charts.chart import Chart
from dashboard.languages import _
from dashboard.takeaways.drawing.colours import QUIET, WARNING, colour
from dashboard.takeaways.drawing.legend import ROW_HEIGHT, draw_legend, legend_rows
from dashboard.takeaways.drawing.lettering import wrap
from dashboard.takeaways.drawing.plot import Place, draw_plot
from dashboard.takeaways.drawing.sheet import Line, Sheet
from dashboard.takeaways.view import PROJECT, View

WIDTH, LEAST_HEIGHT, LEAST_PLOT = 1600, 900, 500
# Letters here are larger than on the screen by about this much.
STRETCH = 1.35
EDGE, TOP = 56, 40
# A plot without its page, to stand beside others.
PANEL_WIDTH, PANEL_EDGE = 720, 6


def draw_page(chart: Chart, view: View) -> Figure:
    """The whole image of a chart, as high as its figure and its words need."""
    head, foot = _head(chart, view), _foot(view)
    legend = legend_rows(chart.figure, WIDTH - 2 * EDGE)
    under_head = TOP + sum(line.height for line in head) + 6
    top = under_head + ROW_HEIGHT * len(legend) + 6
    foot_height = sum(line.height for line in foot) + 44
    wanted = max(LEAST_PLOT, float(chart.figure["layout"].get("height", 320)) * STRETCH)
    sheet = Sheet(WIDTH, max(LEAST_HEIGHT, top + wanted + foot_height), EDGE)
    bottom = sheet.height - foot_height
    sheet.write_lines(head, TOP)
    draw_legend(sheet, legend, under_head)
    draw_plot(sheet, chart.figure, Place(top, bottom))
    sheet.rule(bottom + 14)
    sheet.write_lines(foot, bottom + 24)
    if view.origin.is_sample:
        _mark_as_sample(sheet)
    return sheet.figure


def draw_panel(chart: Chart, height: float, width: float = PANEL_WIDTH) -> Figure:
    """The figure and its legend alone, for a page that says the rest."""
    legend = legend_rows(chart.figure, width - 2 * PANEL_EDGE)
    sheet = Sheet(width, height, PANEL_EDGE)
    draw_legend(sheet, legend, 0)
    draw_plot(sheet, chart.figure, Place(ROW_HEIGHT * len(legend) + 6, height - 4))
    return sheet.figure


def _head(chart: Chart, view: View) -> list[Line]:
    text, room = colour("text"), WIDTH - 2 * EDGE
    lines = [Line(_(PROJECT), 15, colour("accent"), 30)]
    # The mark of a sample stands to the right of the title.
    lines += [Line(line, 33, text, 46, True) for line in wrap(chart.title, 33, room - 260, 2)]
    lines += [Line(line, 20, text, 31) for line in wrap(chart.sentence, 20, room, 3)]
    filters = _("조건: {filters}", filters=view.filters)
    lines += [Line(line, 16, QUIET, 25) for line in wrap(filters, 16, room, 3)]
    return lines + [Line(line, 16, QUIET, 25) for line in wrap(chart.unit, 16, room, 4)]


def _foot(view: View) -> list[Line]:
    room = WIDTH - 2 * EDGE
    lines = [Line(line, 15, QUIET, 24) for line in wrap(view.source_line, 15, room, 3)]
    address = _("{project} · {url} ({day} 받음)", project=_(PROJECT), url=view.url, day=view.accessed.isoformat())
    return lines + [Line(line, 14, QUIET, 22) for line in wrap(address, 14, room, 4)]


def _mark_as_sample(sheet: Sheet) -> None:
    """Nobody may take an invented posting for a real one, wherever the image travels."""
    frame = {"facecolor": "white", "edgecolor": WARNING, "boxstyle": "round,pad=0.4"}
    sheet.write(_("예시 자료 · 실제 채용이 아님"), sheet.right - 8, TOP + 6, 18, WARNING, ha="right", bbox=frame)
    across = {"ha": "center", "va": "center", "rotation": 24, "alpha": 0.07, "zorder": 10}
    sheet.write(_("예시 자료"), sheet.width / 2, sheet.height * 0.55, 190, WARNING, **across)
