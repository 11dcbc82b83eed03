"""임금: what do they pay, and to whom?"""

import streamlit as st

from dashboard.charts import pay as charts
from dashboard.data import current_data
from dashboard.measures.pay import MEASURES
from dashboard.ui.address import choose_from, choose_one
from dashboard.ui.blocks import choose_tables, kept, show_chart, source_line
from dashboard.ui.pay import load_pay, show_ranking

VIEWS = {"level": "수준", "groups": "부처·지역", "gap": "남녀 격차", "parts": "구성과 근속", "ranking": "기관 순위"}

data = current_data()
st.title("공공기관은 얼마를 주나")
with st.container(horizontal=True):
    measure = choose_one("무엇을", "measure", MEASURES, "average")
    view = choose_one("보기", "view", VIEWS, "level")
pay = load_pay(data, measure)
origin = data.origin("starting_pay" if measure == "starting" else "pay")
years = {str(year): f"{year}년" for year in reversed(pay.settled_years)}
with st.container(horizontal=True, vertical_alignment="bottom"):
    year = int(choose_from("연도(결산)", "year", years, next(iter(years))))
    choose_tables()

regular = load_pay(data, "average" if measure == "starting" else measure)
if view == "level":
    left, right = st.columns(2)
    with left:
        show_chart(kept(data.kept, ("pay", measure), lambda: charts.over_years(pay, data.table("cpi"))), origin)
        if measure == "starting":
            show_chart(kept(data.kept, "bands", lambda: charts.bands(pay)), origin)
        elif measure == "indefinite":
            show_chart(charts.indefinite_ratio(pay, load_pay(data, "average"), year), origin)
    with right:
        show_chart(kept(data.kept, ("type", measure, year), lambda: charts.by_type(pay, year)), origin)
elif view == "groups":
    left, right = st.columns(2)
    with left:
        show_chart(charts.by_group(pay, year, "ministry", "주무부처"), origin)
    with right:
        show_chart(charts.by_group(pay, year, "region", "본사 시도"), origin)
elif view == "gap":
    show_chart(charts.gender(regular, year), data.origin("pay"))
elif view == "parts":
    left, right = st.columns(2)
    with left:
        show_chart(charts.composition(pay, year), origin)
        show_chart(charts.against_hires(pay, data.table("new_hires"), year), origin)
    with right:
        show_chart(charts.against_tenure(regular, year), data.origin("pay"))
else:
    show_ranking(pay, year, origin)
st.caption(source_line(origin))
