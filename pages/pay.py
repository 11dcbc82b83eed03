"""임금: what do they pay, and to whom?"""

import streamlit as st

from dashboard.data import current_data
from dashboard.measures.pay import MEASURES
from dashboard.ui.address import choose_from, choose_one
from dashboard.ui.blocks import choose_tables, source_line
from dashboard.ui.pay import load_pay, show_change, show_gap, show_groups, show_level, show_parts, show_ranking

DRAW = {
    "level": show_level,
    "change": show_change,
    "groups": show_groups,
    "gap": show_gap,
    "parts": show_parts,
    "ranking": show_ranking,
}
VIEWS = {
    "level": "수준",
    "change": "변화",
    "groups": "부처·지역",
    "gap": "남녀 격차",
    "parts": "구성과 근속",
    "ranking": "기관 순위",
}

data = current_data()
st.title("공공기관은 얼마를 주나")
measure = choose_one("무엇을", "measure", MEASURES, "average")
view = choose_one("보기", "view", VIEWS, "level")
pay = load_pay(data, measure)
origin = data.origin("starting_pay" if measure == "starting" else "pay")
years = {str(year): f"{year}년" for year in reversed(pay.settled_years)}
with st.container(horizontal=True, vertical_alignment="bottom"):
    year = int(choose_from("연도(결산)", "year", years, next(iter(years))))
    choose_tables()
DRAW[view](data, pay, year, origin)
st.caption(source_line(origin))
