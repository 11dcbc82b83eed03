"""The element every figure is drawn in.

Streamlit's own throws a changed figure away and draws a new one; this one updates it, and only near the view. It takes
Plotly's public format, and its code is what the plotly package brings.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import orjson
import streamlit as st

from dashboard.charts.chart import Figure
from dashboard.ui.browser_code import address_of, loading

CONFIG = {"topojsonURL": "/app/static/topojson/"}
AS_TEXT = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS
CLICKED = "clicked"


def draw(figure: Figure, alternative: str, key: str, on_click: Callable[[], None] | None = None) -> None:
    """Draw a figure, with the text that stands in for it; a click on a mark that has a code calls `on_click`."""
    data = orjson.dumps(
        {"alt": alternative, "is_clickable": on_click is not None, "config": CONFIG, "figure": figure}, option=AS_TEXT
    )
    _element()(key=key, data=data, **({"on_clicked_change": on_click} if on_click else {}))


def clicked(key: str) -> dict[str, Any]:
    """What is known of the mark clicked just now, its `location` or its `customdata`. For the `on_click` of a figure."""
    return st.session_state[key].get(CLICKED) or {}


@cache
def _element() -> Callable[..., Any]:
    """Made once."""
    load = loading("figure", f"?plotly={address_of('plotly')}")
    element: Callable[..., Any] = st.components.v2.component("figure", js=load, isolate_styles=False)
    return element
