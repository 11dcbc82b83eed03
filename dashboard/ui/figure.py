"""The element every figure is drawn in.

Streamlit's own throws a changed figure away and draws a new one; this one updates it, and only near the view. It takes
Plotly's public format, and its code is what the plotly package brings.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
import plotly
import streamlit as st

from dashboard.charts.chart import Figure

CODE: Mapping[str, Path] = MappingProxyType(
    {
        "figure": Path(__file__).with_name("figure.js"),
        "plotly": Path(plotly.__file__).with_name("package_data") / "plotly.min.js",
    }
)
FOLDER = "/code/static"
CONFIG = {"topojsonURL": "/app/static/topojson/"}
AS_TEXT = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS
CLICKED = "clicked"
# As Streamlit marks its own files.
MARK_LETTERS = 8


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
    """Made once. What travels with each figure only fetches the code, which the browser keeps."""
    site = f"/{(st.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")
    code = f"{site}{address_of('figure')}?plotly={site}{address_of('plotly')}"
    # On one line Streamlit would take it for the name of a file.
    load = f'export default async (it) =>\n(await import(location.origin + "{code}")).default(it)'
    element: Callable[..., Any] = st.components.v2.component("figure", js=load, isolate_styles=False)
    return element


def address_of(name: str) -> str:
    """Where a file of `CODE` is sent from; changes with what it holds."""
    return f"{FOLDER}/{name}.{_mark(name)}.js"


@cache
def _mark(name: str) -> str:
    # Plotly's is as large as 5 MB, and as its version says.
    holds = version("plotly").encode() if name == "plotly" else CODE[name].read_bytes()
    return hashlib.sha256(holds).hexdigest()[:MARK_LETTERS]
