"""The marks of a figure stand where its values are."""

from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from dashboard.charts.chart import CATEGORY
from dashboard.takeaways.drawing.axes import Axis
from dashboard.takeaways.drawing.colours import theme
from dashboard.takeaways.drawing.marks import Plot, beyond, draw, is_empty
from dashboard.takeaways.drawing.values import listed


def drawn(*traces: dict[str, Any], **layout: Any) -> Plot:
    x, y = (
        Axis.of(layout.get(f"{way}axis", {}), (value for trace in traces for value in listed(trace.get(way))))
        for way in ("x", "y")
    )
    plot = Plot(Figure().add_subplot(), x, y, layout)
    draw(plot, list(traces))
    return plot


def blocks(plot: Plot) -> list[tuple[float, float, float, float]]:
    return [
        (*patch.get_xy(), patch.get_width(), patch.get_height())
        for patch in plot.axes.patches
        if isinstance(patch, Rectangle)
    ]


def texts(plot: Plot) -> list[str]:
    return [text.get_text() for text in plot.axes.texts]


def bar(*values: float | None, **more: Any) -> dict[str, Any]:
    return {"type": "bar", "x": ["가", "나"][: len(values)], "y": list(values), **more}


def test_stacked_bars_stand_on_each_other() -> None:
    first, second = blocks(drawn(bar(3), bar(4), barmode="stack"))
    assert (first[1], first[3]) == (0, 3)
    assert (second[1], second[3]) == (3, 4)


def test_negative_bars_stack_downwards() -> None:
    stacked = blocks(drawn(bar(3), bar(-2), bar(-1), barmode="stack"))
    assert [block[1] for block in stacked] == [0, 0, -2]


def test_grouped_bars_stand_side_by_side_within_their_category() -> None:
    first, second = blocks(drawn(bar(3), bar(4), barmode="group", bargap=0.2))
    assert first[0] + first[2] == pytest.approx(second[0])
    assert (first[0], second[0] + second[2]) == (pytest.approx(-0.4), pytest.approx(0.4))


def test_overlaid_bars_share_their_place() -> None:
    first, second = blocks(drawn(bar(3), bar(4), barmode="overlay"))
    assert first[0] == second[0]


def test_bars_of_months_are_a_month_wide() -> None:
    months = {"type": "bar", "x": ["2025-01-01", "2025-02-01", "2025-03-01"], "y": [1, 2, 3]}
    assert blocks(drawn(months, xaxis={"type": "date"}, bargap=0))[0][2] == 28


def test_lying_bars_have_their_values_at_their_ends() -> None:
    trace = {"type": "bar", "orientation": "h", "y": ["가"], "x": [5], "text": ["5"], "textposition": "outside"}
    plot = drawn(trace)
    assert texts(plot) == ["5"]
    assert plot.x.highs == [5]
    assert beyond([trace], lies=True) > beyond([trace], lies=False) == 0


def test_a_bar_without_a_value_has_no_height() -> None:
    assert [block[3] for block in blocks(drawn(bar(3, None)))] == [3, 0]


def test_lines_break_at_gaps() -> None:
    plot = drawn(
        {
            "type": "scatter",
            "mode": "lines",
            "x": [1, 2, 3],
            "y": [1, None, 3],
            "line": {"color": CATEGORY[1], "dash": "dot"},
        }
    )
    (line,) = plot.axes.lines
    assert np.isnan(line.get_ydata()[1])
    assert line.get_color() == theme()[CATEGORY[1]]
    assert line.get_linestyle() != "-"


def test_a_band_is_filled_and_a_line_of_no_width_is_not_drawn() -> None:
    plot = drawn(
        {
            "type": "scatter",
            "mode": "lines",
            "x": [1, 2, 2, 1],
            "y": [3, 3, 1, 1],
            "fill": "toself",
            "line": {"width": 0},
        }
    )
    assert isinstance(plot.axes.patches[0], Polygon)
    assert plot.axes.lines == [] or not list(plot.axes.lines)


def test_a_hollow_mark_is_hollow() -> None:
    plot = drawn({"type": "scatter", "mode": "markers", "x": [1], "y": [1], "marker": {"symbol": "circle-open"}})
    assert len(plot.axes.collections[0].get_facecolors()) == 0


def test_texts_stand_at_their_points_as_written() -> None:
    plot = drawn({"type": "scatter", "mode": "text", "x": [1, 2], "y": [1, None], "text": ["&lt;b&gt;$1$", "없음"]})
    assert texts(plot) == [r"<b>\$1\$"]


def test_a_cell_has_its_value_and_an_empty_one_none() -> None:
    plot = drawn(
        {
            "type": "heatmap",
            "x": ["가", "나"],
            "y": ["다"],
            "z": [[1234.0, None]],
            "colorscale": [[0, "#ffffff"], [1, "#000000"]],
        }
    )
    assert texts(plot) == ["1,234"]
    assert len(blocks(plot)) == 2


def test_a_cell_says_what_its_template_says_line_by_line() -> None:
    trace = {"type": "heatmap", "x": ["가"], "y": ["다"], "z": [[2]], "text": [["3<br><b>12</b>"]], "texttemplate": "%{text}",
             "colorscale": [[0, "#fff"], [1, "#000"]]}  # fmt: skip
    assert texts(drawn(trace)) == ["3", "12"]


def test_a_box_spans_the_middle_half_and_every_value_is_a_dot() -> None:
    values = [1, 2, 3, 4, 5, 100]
    plot = drawn({"type": "box", "orientation": "h", "x": values, "y": ["가"] * 6, "name": "가", "boxpoints": "all"})
    box, middle, low, high = (line.get_xdata() for line in plot.axes.lines)
    assert (min(box), max(box)) == (2.25, 4.75)
    assert list(middle) == [3.5, 3.5]
    assert (low[0], high[1]) == (1, 5)
    assert sorted(plot.axes.collections[0].get_offsets()[:, 0].tolist()) == values


def test_an_empty_box_is_no_box() -> None:
    assert not list(drawn({"type": "box", "orientation": "h", "x": [], "y": [], "name": "가"}).axes.lines)


def test_figures_without_a_value_are_empty() -> None:
    assert is_empty([])
    assert is_empty([bar(None)])
    assert is_empty([{"type": "heatmap", "z": [[None, float("nan")]], "y": ["가"]}])
    assert not is_empty([bar(0)])
    assert not is_empty([{"type": "sankey"}])
