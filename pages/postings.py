"""채용공고: which postings fit my filter?"""

import streamlit as st

from dashboard.charts.calendar import deadlines
from dashboard.charts.reach import unread
from dashboard.data import current_data
from dashboard.languages import _
from dashboard.ui.address import choose_from, choose_one, choose_page
from dashboard.ui.blocks import announce_sample, show_chart, source_line
from dashboard.ui.competition import load_positions
from dashboard.ui.filters import choose_postings, say_selection
from dashboard.ui.listing import COMPETITION, ORDERS, order_in_words, ordered_rows, page_count, page_of, show_list
from dashboard.ui.posting import chosen_posting, show_posting
from dashboard.ui.reuse import offer_reuse
from dashboard.ui.screen import is_phone
from dashboard.ui.takeaway import offer_found

data = current_data()
origin = data.origin("postings")
row = chosen_posting(data)
if row is not None:
    announce_sample(data)
    choose_postings(data)
    show_posting(data, row)
    st.stop()

st.title(_("어떤 공고가 내 조건에 맞나"))
announce_sample(data)
found = choose_postings(data)
say_selection(found, origin)
if not found.count:
    why = unread(found) or _("조건에 맞는 공고가 없습니다.")
    what_to_do = _("조건을 하나 빼거나 근무지를 넓혀 보세요.")
    st.info(f"{why} {what_to_do}", icon=":material/search_off:")
    st.stop()

view = choose_one(_("보기"), "view", {"list": _("목록"), "calendar": _("마감 달력")}, "list")
if view == "calendar":
    show_chart(found.cached(deadlines), origin)
    st.caption(source_line(origin))
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    order = choose_from(_("정렬"), "sort", {key: _(label) for key, (label, _make) in ORDERS.items()}, "newest")
    beside = st.container(horizontal=True)
positions = load_positions(data) if order == COMPETITION else None
page = choose_page("page", page_count(found))
if order == COMPETITION:
    st.caption(order_in_words(found, positions))
show_list(found, page_of(ordered_rows(found, order, positions), page), positions)
# On a phone what is found comes before what can be taken along.
with st.container(horizontal=True) if is_phone() else beside:
    offer_found(found, _("채용공고"), data)
offer_reuse()
st.caption(source_line(origin))
