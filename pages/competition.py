"""경쟁률: how hard is it to get in?"""

import streamlit as st

from dashboard.charts import competition as charts
from dashboard.data import current_data
from dashboard.languages import _
from dashboard.measures import competition as measures
from dashboard.measures.breakdown import MODE_NAMES
from dashboard.selection.positions import PositionIndex
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import announce_sample, show_chart
from dashboard.ui.clicks import show_clickable
from dashboard.ui.competition import (
    load_positions,
    load_stages,
    say_how_to_get_results,
    say_nothing_rated,
    say_what_is_missing,
    show_positions,
)
from dashboard.ui.filters import choose_postings, say_selection
from dashboard.ui.notes import show_notes

NOTES = (measures.tally, measures.coverage_by_year, measures.quartiles, measures.quartiles_by, measures.funnels,
         measures.against_starting_pay)  # fmt: skip
VIEWS = {"groups": _("나누어 보기"), "stages": _("전형 단계"), "pay": _("초임과 비교"), "list": _("모집 분야 찾기")}
SPLITS = {key: _(name) for key, name in charts.SPLITS.items()}
MODES = {key: _(name) for key, name in MODE_NAMES.items()}

data = current_data()
st.title(_("들어가기는 얼마나 어려운가"))
announce_sample(data)
found = choose_postings(data)


def show_results(positions: PositionIndex) -> None:
    """Coverage before any ratio."""
    origin = data.origin("competitions")
    say_selection(found, origin)
    chosen = found.cached(positions.of)
    coverage = found.cached(charts.coverage, positions)
    if not len(chosen.rated):
        say_nothing_rated(coverage, origin)
        return
    left, right = st.columns(2)
    with left:
        show_chart(coverage, origin)
    with right:
        show_chart(chosen.cached(charts.distribution), origin)
    view = choose_one(_("더 보기"), "view", VIEWS, "groups")
    if view == "groups":
        split = choose_one(_("무엇으로"), "by", SPLITS, "ncs")
        mode = "full" if split == measures.BY_YEAR else choose_one(_("세는 법"), "count", MODES, "fractional")
        groups = chosen.cached(charts.by_group, split, mode)
        show_clickable(found, groups, split, origin)
    elif view == "stages":
        stages = load_stages(data, positions)
        show_chart(chosen.cached(charts.funnel, stages), origin)
    elif view == "pay":
        show_chart(chosen.cached(charts.against_pay, data.table("starting_pay")), origin)
    else:
        show_positions(chosen, origin)
    show_notes(*NOTES)
    say_what_is_missing(positions, origin)


results = load_positions(data)
if results is None:
    say_how_to_get_results(data)
else:
    show_results(results)
