"""The element of figures: what it is given and what a click on it tells."""

import numpy as np
import orjson
import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from dashboard.ui.browser_code import CODE, address_of


def page() -> None:
    import streamlit as st

    from dashboard.charts.chart import figure
    from dashboard.ui.figure import draw

    made = figure([{"type": "bar", "x": ["가"], "y": [st.session_state.get("value", 1)]}])
    draw(made, "막대 하나.", "one", (lambda: None) if st.session_state.get("can_click") else None)


def given(app: AppTest) -> dict[str, object]:
    (element,) = app.get("bidi_component")
    told: dict[str, object] = orjson.loads(element.proto.bytes)
    return told


def test_it_is_given_the_public_figure_and_the_text_that_stands_in_for_it() -> None:
    app = AppTest.from_function(page).run()
    told = given(app)
    assert told["alt"] == "막대 하나."
    assert go.Figure(told["figure"]).data[0].y == (1,)


def test_numbers_of_numpy_and_values_that_are_none_reach_the_browser() -> None:
    app = AppTest.from_function(page)
    for value, sent in ((np.int64(3), 3), (float("nan"), None), (np.float64(0.5), 0.5)):
        app.session_state["value"] = value
        assert given(app.run())["figure"]["data"][0]["y"] == [sent]  # type: ignore[index]


def test_another_figure_is_the_same_element_so_that_it_is_updated() -> None:
    app = AppTest.from_function(page)
    (before,) = app.run().get("bidi_component")
    app.session_state["value"] = 2
    (after,) = app.run().get("bidi_component")
    assert before.proto.id == after.proto.id
    assert before.proto.bytes != after.proto.bytes


def test_it_says_whether_it_can_be_clicked() -> None:
    app = AppTest.from_function(page)
    assert given(app.run())["is_clickable"] is False
    app.session_state["can_click"] = True
    assert given(app.run())["is_clickable"] is True


def test_what_travels_with_each_figure_only_fetches_the_code() -> None:
    (element,) = AppTest.from_function(page).run().get("bidi_component")
    code = element.proto.js_content
    assert len(code) < 200
    assert address_of("figure") in code
    assert address_of("plotly") in code


def test_the_code_is_there_and_plotly_comes_with_its_package() -> None:
    assert all(path.is_file() for path in CODE.values())
    assert "site-packages" in CODE["plotly"].parts
