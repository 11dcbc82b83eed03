"""일과 가정·재정: what is it like to work there, and where does the money come from?"""

import streamlit as st

from dashboard.data import current_data
from dashboard.languages import N_, _
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import source_line
from dashboard.ui.disclosed import choose_disclosed
from dashboard.ui.family import show_against, show_family, show_finances, show_head_pay, show_ranking, show_welfare
from dashboard.ui.takeaway import about_institutions

# For each view: its name, the question it answers, and what draws it.
VIEWS = {
    "family": (N_("일과 가정"), N_("육아휴직과 유연근무를 얼마나 쓰나"), show_family),
    "welfare": (N_("복리후생"), N_("복리후생에 얼마를 쓰나"), show_welfare),
    "finances": (N_("재정"), N_("돈은 어디서 와서 어디로 가나"), show_finances),
    "head": (N_("기관장 연봉"), N_("기관장은 얼마를 받나"), show_head_pay),
    "ranking": (N_("기관 순위"), N_("어느 기관이 많고 적은가"), show_ranking),
    "against": (N_("두 지표"), N_("무엇과 무엇이 함께 높은가"), show_against),
}

data = current_data()
heading = st.empty()
view = choose_one(_("보기"), "view", {key: _(entry[0]) for key, entry in VIEWS.items()}, "family")
_name, question, show = VIEWS[view]
heading.title(_(question))
disclosed, words = choose_disclosed(data)
with about_institutions(words):
    tables = show(data, disclosed)
st.caption("  \n".join(dict.fromkeys(source_line(data.origin(table)) for table in tables)))
