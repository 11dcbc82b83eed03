"""근무지 지도: where is the work?"""

import streamlit as st

from dashboard.charts import place
from dashboard.charts.chart import Chart
from dashboard.data import current_data
from dashboard.measures.breakdown import MODE_NAMES
from dashboard.measures.place import headquarters_to_workplace
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import announce_sample, choose_tables, kept, show_chart, source_line
from dashboard.ui.filters import choose_postings, say_selection
from dashboard.ui.places import (
    LOOKS,
    MUNICIPALITIES,
    UNITS,
    VIEWS,
    show_concentration,
    show_municipality_bars,
    show_municipality_map,
    show_place_notes,
    show_province_bars,
    show_provinces,
)

data = current_data()
origin = data.origin("postings")
st.title("일할 곳은 어디에 있나")
announce_sample(data)
found = choose_postings(data)
say_selection(found, origin)

with st.container(horizontal=True):
    measure = choose_one("무엇을", "measure", place.MEASURES, "headcount")
    mode = choose_one("세는 법", "count", MODE_NAMES, "fractional")
    look = choose_one("보기", "map", LOOKS, "map")
    units = choose_one("시도", "units", UNITS, "16") if look != MUNICIPALITIES else "16"
choose_tables()
weight = place.weight_of(measure)

left, right = st.columns([3, 2])
with left:
    if look == MUNICIPALITIES:
        show_municipality_map(found, data, weight, mode, origin)
    else:
        show_provinces(found, look, measure, mode, units, origin)
with right:
    if look == MUNICIPALITIES:
        show_municipality_bars(found, data, weight, mode, origin)
    else:
        show_province_bars(found, units, weight, mode, origin)
    show_concentration(found, weight, mode)

view = choose_one("더 보기", "view", VIEWS, "capital")


def chosen_chart() -> Chart:
    if view == "capital":
        return place.capital_share(found, weight, mode)
    if view == "fields":
        return place.specialisation(found, weight)
    return place.seat_and_work(*headquarters_to_workplace(found, data.institutions, weight), weight)


show_chart(kept(found.kept, (view, weight, mode), chosen_chart), origin)
show_place_notes(measure, look, view)
st.caption(source_line(origin))
