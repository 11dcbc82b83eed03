"""The map that can be clicked, and how concentrated the work is."""

import streamlit as st

from dashboard.charts import place
from dashboard.index import Found
from dashboard.measures.breakdown import Mode, Weight
from dashboard.measures.concentration import gini, normalised_herfindahl
from dashboard.measures.place import domestic
from dashboard.ui.blocks import kept, show_chart
from dashboard.ui.filters import choose_codes
from dashboard.words import number
from data_loader.snapshot import Origin

UNITS = {"16": "비교 가능한 16곳", "17": "옛 17곳"}


def show_map(found: Found, measure: str, mode: Mode, units: str, origin: Origin) -> None:
    """The map of everything but the choice of regions, which it shows; a click chooses or drops a region."""
    everywhere, chosen = found.with_codes("region"), found.selection.codes("region")
    old = units == "17"
    chart = kept(
        everywhere.kept,
        ("map", measure, mode, units, chosen),
        lambda: place.province_map(everywhere, measure, mode, () if old else chosen, old=old),
    )
    show_chart(chart, origin, on_select=None if old else lambda: _toggle_region(found, f"chart_{chart.key}"))


def show_concentration(found: Found, weight: Weight, mode: Mode) -> None:
    """Over all regions: the ones chosen would be concentrated by being chosen."""
    names, values = domestic(found.with_codes("region"), weight, mode)
    with st.container(horizontal=True):
        st.metric(
            "지역 집중도(HHI)",
            number(normalised_herfindahl(values), 3),
            help=f"정규화한 허핀달·허쉬만 지수, {len(names)}개 시도. 근무지 조건은 따르지 않음. 0은 고르게 나뉨, 1은 한 곳에 모임.",
        )
        st.metric("지니 계수", number(gini(values), 3), help=f"{len(names)}개 시도, 0인 곳도 셈. 0은 고르게 나뉨.")


def _toggle_region(found: Found, key: str) -> None:
    picked = {point.get("location") for point in st.session_state[key].selection.points}
    chosen = set(found.selection.codes("region"))
    choose_codes(found, "region", sorted(code for code in chosen ^ picked if code))
