"""A click on a mark chooses its option, another click leaves it out again."""

from types import SimpleNamespace
from typing import Any

import orjson
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.ui import clicks


def page() -> None:
    import streamlit as st

    from dashboard.charts import flow
    from dashboard.ui.clicks import show_clickable
    from data_loader.snapshot import Origin
    from tests.dashboard.conftest import index_of
    from tests.dashboard.ui.test_clicks import chosen

    index = index_of({"hire_types": ["R1010"]}, {"hire_types": ["R1040"]})
    found = index.find(chosen(st.session_state.get("codes", "")))
    show_clickable(found, flow.by_facet(found, "hire"), "hire", Origin("출처", "2025-11-03"))


def chosen(codes: str) -> Any:
    from tests.dashboard.conftest import choose

    return choose(hire=codes) if codes else choose()


@pytest.mark.parametrize(
    ("before", "point", "after"),
    [
        ("", {"customdata": ["R1010"]}, ["R1010"]),
        ("R1040", {"customdata": ["R1010"]}, ["R1010", "R1040"]),
        ("R1010,R1040", {"customdata": ["R1010"]}, ["R1040"]),
        ("R1010", {"location": "R1010"}, []),
        ("R1010", {"x": 3}, ["R1010"]),
    ],
)
def test_a_click_adds_an_option_or_takes_it_out(
    monkeypatch: pytest.MonkeyPatch, before: str, point: dict[str, Any], after: list[str]
) -> None:
    written: list[list[str]] = []
    monkeypatch.setattr(clicks, "choose_codes", lambda found, facet, codes: written.append(list(codes)))
    monkeypatch.setattr(st, "session_state", {"chart_x": {"clicked": point}})
    found: Any = SimpleNamespace(selection=chosen(before))
    clicks._toggle(found, "hire", "chart_x", lambda code: code)
    assert written == [after]


def test_a_chart_stays_the_same_element_under_another_choice() -> None:
    app = AppTest.from_function(page)
    (before,) = app.run().get("bidi_component")
    app.session_state["codes"] = "R1010"
    (after,) = app.run().get("bidi_component")
    assert not app.exception
    assert before.proto.id == after.proto.id
    assert orjson.loads(after.proto.bytes)["is_clickable"]
