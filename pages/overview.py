"""한눈에: what is happening now?"""

import streamlit as st

from dashboard.charts import flow
from dashboard.data import current_data
from dashboard.findings import overview_findings
from dashboard.languages import _
from dashboard.ui.blocks import announce_sample, fine_print, show_chart, source_line
from dashboard.ui.cards import show_headline
from dashboard.ui.clicks import show_clickable
from dashboard.ui.filters import choose_postings, say_selection
from dashboard.ui.front import show_lead, show_questions
from dashboard.ui.listing import closing_table
from dashboard.ui.news import latest_news

data = current_data()
origin = data.origin("postings")
st.title(_("공공기관은 지금 누구를 뽑고 있나"))
show_lead(data)
announce_sample(data)
found = choose_postings(data)
say_selection(found, origin, [] if data.is_record else found.cached(overview_findings))
show_headline(found)
show_questions(data)
if fresh := latest_news(data):
    st.markdown(f"## {_('새 소식')}\n{fresh}")

open_now = found.with_codes("status", "open")


def show_open_by(facet: str) -> None:
    show_clickable(found, open_now.cached(flow.by_facet, facet), facet, origin)


left, right = st.columns(2)
with left:
    # A day says nothing about months.
    if not data.is_record:
        show_chart(found.cached(flow.monthly), origin)
    show_open_by("region")
    show_open_by("hire")
with right:
    show_open_by("ncs")
    show_open_by("institution")
    show_open_by("type")

closing = found.cached(closing_table, 10)
closing = closing or _("조건에 맞는 접수 중인 공고가 없습니다. 조건을 넓혀 보세요.")
title = _("곧 마감하는 공고")
st.markdown(f"## {title}\n{closing}\n\n{fine_print(source_line(origin))}")
