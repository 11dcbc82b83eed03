"""채용 추이: how does hiring move?"""

import streamlit as st

from dashboard.charts import concentration, flow, hires
from dashboard.data import current_data
from dashboard.facets import FACET, OLD_REGIONS
from dashboard.measures.breakdown import WEIGHT_NAMES
from dashboard.measures.hires import posted_and_hired
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import announce_sample, choose_tables, kept, show_chart, source_line
from dashboard.ui.filters import choose_postings, say_selection

VIEWS = {"months": "달마다", "years": "해마다", "hired": "실제 채용(알리오)"}
SPLITS = {key: FACET[key].label for key in ("hire", "ncs", "type", "region")} | {OLD_REGIONS.key: "옛 17개 시도"}

data = current_data()
origin = data.origin("postings")
st.title("채용은 늘고 있나, 줄고 있나")
view = choose_one("보기", "view", VIEWS, "months")
if view != "hired":
    announce_sample(data)
    found = choose_postings(data)
    say_selection(found, origin)
    weight = choose_one("무엇을", "measure", WEIGHT_NAMES, "headcount")
choose_tables()

if view == "months":
    show_chart(kept(found.kept, ("monthly", weight), lambda: flow.monthly(found, weight)), origin)
    left, right = st.columns(2)
    with left:
        show_chart(kept(found.kept, ("trailing", weight), lambda: flow.trailing(found, weight)), origin)
    with right:
        show_chart(kept(found.kept, ("seasons", weight), lambda: flow.seasonality(found, weight)), origin)
    split = choose_one("나누어 보기", "by", SPLITS, "hire")
    show_chart(kept(found.kept, ("split", split, weight), lambda: flow.monthly_by(found, split, weight)), origin)
elif view == "years":
    left, right = st.columns(2)
    with left:
        show_chart(kept(found.kept, ("yearly", weight), lambda: flow.yearly(found, weight)), origin)
    with right:
        show_chart(kept(found.kept, ("lorenz", weight), lambda: concentration.lorenz(found, weight)), origin)
    table = kept(found.kept, "hired", lambda: posted_and_hired(found, data.table("new_hires")))
    show_chart(hires.posted_and_hired(table, is_sample=data.is_sample), origin)
else:
    origin = data.origin("new_hires")
    left, right = st.columns(2)
    with left:
        show_chart(kept(data.kept, "hires", lambda: hires.new_hires(data.table("new_hires"))), origin)
        show_chart(kept(data.kept, "interns", lambda: hires.interns(data.table("interns"))), data.origin("interns"))
    with right:
        show_chart(kept(data.kept, "shares", lambda: hires.hire_shares(data.table("new_hires"))), origin)
st.caption(source_line(origin))
