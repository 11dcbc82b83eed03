"""What pay is made of, and how it goes with tenure."""

import pytest

from dashboard.charts.pay import parts
from dashboard.measures.pay import Pay
from tests.dashboard.charts.conftest import traces


def test_the_parts_of_pay_are_stacked(pays: dict[str, Pay]) -> None:
    chart = parts.composition(pays["average"], 2024)
    table = chart.table()
    assert len(traces(chart, "bar")) == 6
    assert chart.figure["layout"]["barmode"] == "stack"
    base = chart.figure["data"][0]
    assert base["x"] == pytest.approx(table["기본급(만 원)"].tolist())


def test_the_whole_stands_at_the_end_of_the_bar(pays: dict[str, Pay]) -> None:
    chart = parts.composition(pays["average"], 2024)
    (ends,) = traces(chart, "scatter", "text")
    assert ends["x"] == pytest.approx(chart.table().filter(like="만 원").sum(axis=1).tolist(), abs=0.5)


def test_pay_against_tenure_tells_the_correlation_and_no_cause(pays: dict[str, Pay]) -> None:
    chart = parts.against_tenure(pays["average"], 2024)
    assert chart.sentence.startswith("근속과 정규직 평균보수의 상관계수는 0.")
    assert "상관은 원인을 뜻하지 않음" in chart.unit
