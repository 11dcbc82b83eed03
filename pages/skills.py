"""직무기술서·요구 역량: what do they ask for?"""

import streamlit as st

from dashboard.charts import skills as charts
from dashboard.data import current_data
from dashboard.languages import N_, _
from dashboard.measures import skills as measures
from dashboard.measures.skills import Demand
from dashboard.selection.facets import FACET
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import announce_sample, show_chart, source_line
from dashboard.ui.filters import choose_postings, say_selection
from dashboard.ui.notes import show_notes
from dashboard.ui.skills import (
    READ_WELL,
    choose_licence,
    load_demand,
    load_written,
    say_no_demand,
    show_licence,
    show_planner,
)
from dashboard.ui.written import show_written

NOTES = (measures.coverage, measures.named, measures.licences_by, measures.by_year, measures.naming_by,
         measures.against_mix, measures.items_of, measures.planner)  # fmt: skip
VIEWS = {
    "licences": N_("자격·면허"),
    "terms": N_("학력·경력·나이·어학"),
    "groups": N_("우대 대상"),
    "split": N_("분야·지역·기관유형"),
    "years": N_("연도별"),
    "written": N_("지식·기술·태도"),
    "licence": N_("한 자격"),
    "planner": N_("과정 개발용 표"),
}
SPLITS = {key: FACET[key].name for key in ("ncs", "region", "type")}

data = current_data()
st.title(_("무엇을 요구하나"))
announce_sample(data)
found = choose_postings(data)
origin = data.origin("postings")


def show_demand(demand: Demand) -> None:
    """Coverage before any demand."""
    show_chart(found.cached(charts.coverage, demand), origin)
    view = choose_one(_("보기"), "view", {key: _(name) for key, name in VIEWS.items()}, "licences")
    if view == "licence":
        show_licence(data, found, demand, choose_licence(found, demand), origin)
    elif view == "planner":
        show_planner(found, demand, load_written(data), origin)
    elif view == "written":
        show_written(data, found, load_written(data), origin)
    elif view == "years":
        show_chart(found.cached(charts.over_years, demand), origin)
    elif view == "split":
        split = choose_one(_("무엇으로"), "by", {key: _(name) for key, name in SPLITS.items()}, "ncs")
        show_chart(found.cached(charts.licences_by, demand, split), origin)
        if split == "region":
            show_chart(found.cached(charts.against_mix, demand), origin)
    elif view == "terms":
        for topic in ("education", "career", "age", "language"):
            show_chart(found.cached(charts.asked, demand, topic), origin)
    else:
        show_chart(found.cached(charts.asked, demand, "groups" if view == "groups" else "licence"), origin)
    st.markdown(_(READ_WELL))
    show_notes(*NOTES)
    st.caption(source_line(origin))


say_selection(found, origin)
demand = load_demand(data)
if demand is None:
    say_no_demand(data, found)
else:
    show_demand(demand)
