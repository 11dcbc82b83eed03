"""근무지 지도: where is the work?"""

import streamlit as st

from dashboard.charts import place, provinces
from dashboard.data import current_data
from dashboard.languages import _
from dashboard.measures.breakdown import MODE_NAMES
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import announce_sample, show_chart, source_line
from dashboard.ui.filters import choose_postings, say_selection
from dashboard.ui.places import (
    MUNICIPALITIES,
    choose_measure,
    look_at,
    of_last_year,
    residents,
    say_period,
    seat_and_work,
    show_concentration,
    show_municipality_bars,
    show_municipality_map,
    show_place_notes,
    show_province_bars,
    show_provinces,
)

MODES = {key: _(name) for key, name in MODE_NAMES.items()}
LOOKS = {"map": _("시도 지도"), "tiles": _("시도 타일"), MUNICIPALITIES: _("시·군·구")}
UNITS = {"16": _("비교 가능한 16곳"), "17": _("옛 17곳")}
VIEWS = {"capital": _("수도권 비중"), "fields": _("지역의 채용분야"), "seats": _("본사와 근무지")}

data = current_data()
origin = data.origin("postings")
st.title(_("일할 곳은 어디에 있나"))
announce_sample(data)
found = choose_postings(data, of_last_year)
shown = of_last_year(found)
say_selection(shown, origin)
say_period(found, shown)

measure = choose_measure(data)
with st.container(horizontal=True):
    mode = choose_one(_("세는 법"), "count", MODES, "fractional")
    look = choose_one(_("보기"), "map", LOOKS, "map")
    units = choose_one(_("시도"), "units", UNITS, "16") if look != MUNICIPALITIES else "16"
weight = provinces.weight_of(measure)
province_look = look_at(found, data, measure, mode, units)

left, right = st.columns([3, 2])
with left:
    if look == MUNICIPALITIES:
        show_municipality_map(found, shown, data, weight, mode, origin)
    else:
        show_provinces(found, shown, look, province_look, origin)
with right:
    if look == MUNICIPALITIES:
        show_municipality_bars(shown, data, weight, mode, origin)
    else:
        show_province_bars(found, shown, province_look, origin)
    show_concentration(shown, weight, mode)

view = choose_one(_("더 보기"), "view", VIEWS, "capital")


if view == "capital":
    chart = found.cached(place.capital_share, weight, mode, residents(data))
elif view == "fields":
    chart = shown.cached(place.specialisation, weight)
else:
    chart = shown.cached(seat_and_work, data, weight)
show_chart(chart, origin)
show_place_notes(measure, look, view)
st.caption(source_line(origin))
