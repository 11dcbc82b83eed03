"""시설·사업: what do they offer the public?"""

import streamlit as st

from dashboard.charts import facilities as charts
from dashboard.data import current_data
from dashboard.languages import _
from dashboard.measures import facilities as measures
from dashboard.selection.offers import OfferIndex
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import show_chart
from dashboard.ui.facilities import (
    KINDS,
    Kind,
    announce_sample_offers,
    choose_offers,
    load_offers,
    open_clicked,
    say_choice,
    say_how_to_get_offers,
    say_nothing_found,
    say_what_is_missing,
    show_chosen,
    show_offers,
)
from dashboard.ui.notes import show_notes
from dashboard.ui.takeaway import about_offers

data = current_data()
st.title(_("국민에게 무엇을 열어 두나"))
view = choose_one(_("무엇을"), "view", {"facilities": _("시설"), "programmes": _("사업")}, "facilities")


def show(index: OfferIndex, kind: Kind) -> None:
    """What is chosen on top, then what was found as figures, then as a list."""
    origin = data.origin(kind.table)
    announce_sample_offers(origin)
    found = choose_offers(index, kind)
    say_choice(found, kind, origin)
    show_chosen(index, kind, data)
    if not found.count:
        say_nothing_found(kind, origin)
        return
    with about_offers(found.in_words()):
        if view == "facilities":
            left, right = st.columns([3, 2])
            with left:
                places = found.cached(charts.facility_map)
                show_chart(places, origin, on_click=lambda: open_clicked(found, f"chart_{places.key}"))
            with right:
                show_chart(found.cached(charts.by_kind), origin)
                show_chart(found.cached(charts.opening), origin)
            show_notes(measures.placement, measures.opening_days)
        else:
            show_chart(found.cached(charts.programmes), origin)
            show_notes(measures.field_by_life_stage)
    show_offers(found, kind, origin, data.postings.names)
    say_what_is_missing(origin)


offers = load_offers(data, KINDS[view])
if offers is None:
    say_how_to_get_offers(data, KINDS[view])
else:
    show(offers, KINDS[view])
