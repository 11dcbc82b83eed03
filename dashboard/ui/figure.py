"""The element every figure is drawn in.

Streamlit's own throws a changed figure away and draws a new one; this one updates it, and only near the view. It takes
Plotly's public format, and its code is what the plotly package brings.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import orjson
import streamlit as st

from dashboard.charts.chart import Figure
from dashboard.languages import N_, _
from dashboard.ui.browser_code import address_of, loading

CONFIG = {"topojsonURL": "/app/static/topojson/"}
AS_TEXT = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS
CLICKED = "clicked"
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "row": N_("내려받기와 공유"),
        "xlsx": N_("엑셀"),
        "table": N_("표"),
        "link": N_("주소 복사"),
        "cite": N_("인용"),
        "embed": N_("퍼가기"),
        "full": N_("전체 화면"),
        "alone": N_("크게 보기"),
        "counting": N_("세는 법"),
        "copied": N_("복사했습니다"),
        "failed": N_("불러오지 못했습니다. 다시 눌러 주세요."),
    }
)


@dataclass(frozen=True, slots=True)
class Actions:
    """The row under a figure: what of the chart with this `id` can be taken along, and how it was counted."""

    id: str
    title: str
    counting: str = ""


def draw(
    figure: Figure,
    alternative: str,
    key: str,
    on_click: Callable[[], None] | None = None,
    actions: Actions | None = None,
) -> None:
    """Draw a figure, with the text that stands in for it; a click on a mark that has a code calls `on_click`."""
    data: dict[str, Any] = {
        "alt": alternative,
        "is_clickable": on_click is not None,
        "config": CONFIG,
        "figure": figure,
    }
    if actions:
        # What the browser adds is its own address: what stands here stays the same when filters change.
        data["actions"] = asdict(actions) | {"words": {name: _(word) for name, word in WORDS.items()}}
    _element()(
        key=key, data=orjson.dumps(data, option=AS_TEXT), **({"on_clicked_change": on_click} if on_click else {})
    )


def clicked(key: str) -> dict[str, Any]:
    """What is known of the mark clicked just now, its `location` or its `customdata`. For the `on_click` of a figure."""
    return st.session_state[key].get(CLICKED) or {}


@cache
def _element() -> Callable[..., Any]:
    """Made once."""
    load = loading("figure", f"?plotly={address_of('plotly')}")
    element: Callable[..., Any] = st.components.v2.component("figure", js=load, isolate_styles=False)
    return element
