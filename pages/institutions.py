"""기관: tell me about this one; compare these five."""

import streamlit as st

from dashboard.data import current_data
from dashboard.languages import N_, _
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import announce_sample, source_line
from dashboard.ui.institution import (
    choose_institutions,
    show_comparison,
    show_competition,
    show_directory,
    show_header,
    show_pay,
    show_people,
    show_postings,
)
from dashboard.ui.work import show_work
from dashboard.words import escape

VIEWS = {
    "pay": (N_("보수"), show_pay),
    "people": (N_("채용과 인력"), show_people),
    "work": (N_("일과 가정·재정"), show_work),
    "postings": (N_("공고"), show_postings),
    "competition": (N_("경쟁률"), show_competition),
}

data = current_data()
heading = st.empty()
announce_sample(data)
codes = choose_institutions(data)
heading.title(escape(data.institutions[codes[0]]["institution"]) if len(codes) == 1 else _("이 기관은 어떤 곳인가"))
if not codes:
    show_directory(data)
elif len(codes) > 1:
    show_comparison(data, codes)
else:
    show_header(data, codes[0])
    view = choose_one(_("보기"), "view", {key: _(label) for key, (label, _show) in VIEWS.items()}, "pay")
    VIEWS[view][1](data, codes[0])
st.caption(
    _("{pay} 공고는 {postings}", pay=source_line(data.origin("pay")), postings=source_line(data.origin("postings")))
)
