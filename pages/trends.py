"""채용 추이: how does hiring move?"""

import streamlit as st

from dashboard.data import current_data
from dashboard.languages import _
from dashboard.measures.breakdown import WEIGHT_NAMES
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import announce_sample, source_line
from dashboard.ui.comparison import show_compared
from dashboard.ui.contributions import show_change_of_sums
from dashboard.ui.disclosed import choose_disclosed
from dashboard.ui.events import choose_events, show_event_sources
from dashboard.ui.filters import brings_choice, choose_postings, say_selection
from dashboard.ui.instead import OVER_TIME, show_hires_instead
from dashboard.ui.takeaway import about_institutions
from dashboard.ui.trends import show_hired, show_months, show_notices, show_staff, show_terms, show_years

DISCLOSED = {"hired": show_hired, "change": show_change_of_sums, "compare": show_compared}
WEIGHTED = {"months": show_months, "years": show_years, "terms": show_terms}
VIEWS = {
    "hired": _("실제 채용(알리오)"),
    "change": _("누가 바꾸었나"),
    "compare": _("골라 비교"),
    "months": _("월별"),
    "years": _("연도별"),
    "terms": _("조건과 분야"),
    "notices": _("공고 방식"),
    "staff": _("계획·채용·인력"),
}
WEIGHTS = {key: _(name) for key, name in WEIGHT_NAMES.items()}

data = current_data()
origin = data.origin("postings")
st.title(_("채용은 늘고 있나, 줄고 있나"))
# Actual hires answer the title; who brings a choice of postings, which hires cannot follow, begins with these.
view = choose_one(_("보기"), "view", VIEWS, "months" if brings_choice() and not data.is_record else "hired")
if view in DISCLOSED:
    origin = data.origin("new_hires")
    disclosed, words = choose_disclosed(data)
    choose_events(data, "hires")
    with about_institutions(words):
        DISCLOSED[view](data, disclosed)
elif data.is_record:
    announce_sample(data)
    disclosed, words = choose_disclosed(data)
    with about_institutions(words):
        show_hires_instead(data, OVER_TIME, disclosed)
    origin = data.origin("new_hires")
else:
    announce_sample(data)
    found = choose_postings(data)
    say_selection(found, origin)
    if view in WEIGHTED:
        weight = choose_one(_("무엇을"), "measure", WEIGHTS, "headcount")
        choose_events(data, "postings")
        WEIGHTED[view](data, found, weight)
    elif view == "notices":
        choose_events(data, "postings")
        show_notices(data, found)
    else:
        choose_events(data, "hires", "staff")
        show_staff(data, found)
show_event_sources(data)
st.caption(source_line(origin))
