"""The house style of figures."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    SEQUENCE,
    UNCHOSEN,
    Chart,
    amount,
    bars,
    figure,
    heading,
    month_axis,
    short,
    value_axis,
    within,
)
from dashboard.languages import speaking
from tests.dashboard.charts.conftest import EVIL

ESCAPED = '&lt;b onclick="x"&gt;가&lt;/b&gt; &amp; &lt;a href="http://evil.example"&gt;%{x}&lt;/a&gt; $1$'


def test_plotly_takes_the_figure_with_every_placeholder_colour() -> None:
    traces = [{"type": "bar", "x": ["가"], "y": [1], "marker": {"color": c}} for c in (*CATEGORY, *SEQUENCE, FAINT)]
    made = figure(traces, xaxis=month_axis(), yaxis=value_axis("%"))
    assert len(go.Figure(made).data) == 21


def test_a_layout_adds_to_the_style_without_losing_it() -> None:
    layout = figure([], height=100, barmode="stack", xaxis={"tickformat": ","})["layout"]
    assert layout["height"] == 100
    assert layout["barmode"] == "stack"
    assert layout["xaxis"]["tickformat"] == ","
    assert layout["xaxis"]["fixedrange"] is True


@pytest.mark.parametrize("key", ["x", "y", "text"])
def test_a_label_from_the_data_is_shown_as_written(key: str) -> None:
    trace = {"type": "scatter", "mode": "text", "x": [1], "y": [1], key: [EVIL]}
    assert figure([trace])["data"][0][key] == [ESCAPED]
    assert trace[key] == [EVIL]


def test_the_name_of_a_line_is_shown_as_written() -> None:
    (trace,) = figure([{"type": "scatter", "x": [1], "y": [1], "name": EVIL}])["data"]
    assert trace["name"] == ESCAPED


def test_numbers_and_gaps_are_left_alone() -> None:
    (trace,) = figure([{"type": "scatter", "x": [1, 2], "y": [None, 2.5]}])["data"]
    assert (trace["x"], trace["y"]) == ([1, 2], [None, 2.5])


def test_bars_read_from_the_top_down_with_their_values() -> None:
    made = bars(["가", "나"], [1234.5, 2], "명", digits=1)
    (trace,) = made["data"]
    assert trace["text"] == ["1,234.5", "2.0"]
    assert made["layout"]["yaxis"]["autorange"] == "reversed"
    assert "명" in trace["hovertemplate"]


def test_labels_that_look_like_numbers_stay_labels() -> None:
    made = go.Figure(bars(["10", "2030"], [1, 2], "건"))
    assert made.layout.yaxis.type == "category"


def test_the_value_stands_at_the_end_of_its_bar_and_the_span_below() -> None:
    bar, span = bars(["가"], [5.0], "건", spans=([3.0], [8.0]), codes=["A"])["data"]
    assert (bar["text"], bar["textposition"]) == (["5"], "outside")
    assert (span["base"], span["x"]) == ([3.0], [5.0])
    assert bar["offset"] + bar["width"] < span["offset"]
    assert span["hovertext"] == ["하나만 적은 공고 3건, 중복 집계 8건"]
    assert span["customdata"] == [["A"]]


def test_of_chosen_bars_the_others_are_paler() -> None:
    (bar,) = bars(["가", "나"], [5.0, 4.0], "건", codes=["A", "B"], chosen=("B",))["data"]
    assert bar["marker"]["opacity"] == [UNCHOSEN, 1.0]
    (bar,) = bars(["가", "나"], [5.0, 4.0], "건", codes=["A", "B"])["data"]
    assert bar["marker"]["opacity"] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("value", "label"), [(0, "0"), (99_999, "99,999"), (115_640, "11.6만"), (1_000_000, "100.0만")]
)
def test_a_short_label_fits_on_a_bar(value: float, label: str) -> None:
    assert short(value) == label


def test_the_alternative_says_title_and_finding_and_points_to_the_table() -> None:
    chart = Chart("key", "제목", "발견이다.", "단위: 명.", {}, lambda: None)  # type: ignore[arg-type,return-value]
    assert chart.alternative == "제목. 발견이다. 같은 값은 표에 있습니다."


# English


def test_a_title_and_a_sentence_begin_large_and_a_label_within_them_is_small() -> None:
    with speaking("en"):
        chart = Chart("key", "openings by workplace", "regular leads.", "unit: openings.", {}, lambda: None)  # type: ignore[arg-type,return-value]
    assert (chart.title, chart.sentence, chart.unit) == ("Openings by workplace", "Regular leads.", "Unit: openings.")
    assert (within("Job field (NCS)"), within("NCS field"), within("근무지")) == (
        "job field (NCS)",
        "NCS field",
        "근무지",
    )


def test_one_is_not_told_as_several() -> None:
    assert (amount(1, "headcount"), amount(1234, "postings")) == ("1명", "1,234건")
    with speaking("en"):
        assert [amount(value, "headcount") for value in (0, 0.6, 1, 1234.4)] == [
            "0 openings", "1 opening", "1 opening", "1,234 openings"
        ]  # fmt: skip
        assert heading("Fractional count", " openings") == "Fractional count (openings)"


def test_a_figure_without_a_point_is_empty() -> None:
    def chart(*traces: dict[str, object]) -> Chart:
        return Chart("key", "제목", "문장.", "단위", figure(list(traces)), pd.DataFrame)

    assert chart().is_empty
    assert chart({"type": "bar", "x": [], "y": []}, {"type": "scatter", "mode": "text"}).is_empty
    assert not chart({"type": "bar", "x": ["가"], "y": [0]}).is_empty
