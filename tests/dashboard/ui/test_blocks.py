"""The blocks of a page: charts as figure or table, downloads, source lines."""

import orjson
from streamlit.testing.v1 import AppTest

from dashboard.ui import blocks
from data_loader.snapshot import Origin

SAMPLE = Origin("예시 자료", "2026-11-20T12:00:00+09:00", is_sample=True)
REAL = Origin("알리오, [표](http://evil.example).xlsx", "2026-08-20")


def test_a_source_line_says_source_day_and_kind() -> None:
    assert blocks.source_line(SAMPLE) == "출처: 예시 자료. 기준: 2026-11-20 12:00. 예시 자료."
    assert blocks.source_line(REAL).endswith("기준: 2026-08-20. 실제 자료.")
    assert "](http" not in blocks.source_line(REAL)


def one_chart() -> None:
    import pandas as pd

    from dashboard.charts.chart import Chart, bars
    from dashboard.ui.blocks import show_chart
    from data_loader.snapshot import Origin

    evil = "[기관](http://evil.example) **가** <b> $x$ :red[나] ~다~"
    table = pd.DataFrame({"기관": [evil], "연도": [2025], "명": [1]})
    chart = Chart("key", f"제목 {evil}", f"문장 {evil}.", f"단위: 명, {evil}.", bars([evil], [1], "명"), lambda: table)
    show_chart(chart, Origin("출처", "2026-08-20"))


def test_a_chart_has_title_finding_unit_day_kind_and_text_alternative() -> None:
    app = AppTest.from_function(one_chart).run()
    assert not app.exception
    text = app.markdown[0].value
    assert text.startswith("## 문장")
    assert "제목" in text
    assert "2026\\-08\\-20 기준 실제 자료" in text
    (drawn,) = [orjson.loads(element.proto.bytes) for element in app.get("bidi_component")]
    assert drawn["alt"].startswith("제목 [기관]")
    assert drawn["alt"].endswith("같은 값은 표에 있습니다.")
    assert drawn["figure"]["data"][0]["x"] == [1]


def test_nothing_from_the_data_is_taken_for_markdown() -> None:
    app = AppTest.from_function(one_chart).run()
    for element in app.markdown:
        own = element.value.replace(":small[:gray[", "")
        for mark in ("[기관](", "**가**", "<b>", "$x$", ":red[", "~다~"):
            assert mark not in own, mark
