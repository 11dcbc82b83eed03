"""임금: what do they pay, and to whom?"""

from collections.abc import Callable

import streamlit as st

from dashboard.data import current_data
from dashboard.languages import N_, _
from dashboard.measures.pay import MEASURES
from dashboard.ui.address import choose_from, choose_one
from dashboard.ui.blocks import source_line
from dashboard.ui.comparison import show_compared_pay
from dashboard.ui.contributions import show_change_of_pay
from dashboard.ui.disclosed import choose_disclosed, is_any_disclosed
from dashboard.ui.events import choose_events, show_event_sources
from dashboard.ui.family import show_against
from dashboard.ui.pay import pay_of, show_change, show_gap, show_groups, show_level, show_parts, show_ranking
from dashboard.ui.takeaway import about_institutions

DRAW: dict[str, Callable[..., object]] = {
    "level": show_level,
    "change": show_change,
    "compare": lambda data, of, pay, _year, _origin: show_compared_pay(data, of, pay),
    "who": lambda data, of, pay, _year, _origin: show_change_of_pay(data, of, pay),
    "groups": show_groups,
    "gap": show_gap,
    "parts": show_parts,
    "ranking": show_ranking,
    "against": lambda data, of, _pay, _year, _origin: show_against(data, of),
}
VIEWS = {
    "level": N_("수준"),
    "change": N_("변화"),
    "compare": N_("골라 비교"),
    "who": N_("누가 바꾸었나"),
    "groups": N_("부처·지역"),
    "gap": N_("남녀 격차"),
    "parts": N_("구성과 근속"),
    "ranking": N_("기관 순위"),
    "against": N_("두 지표"),
}

data = current_data()
st.title(_("공공기관은 얼마를 주나"))
measure = choose_one(_("무엇을"), "measure", {key: _(name) for key, name in MEASURES.items()}, "average")
view = choose_one(_("보기"), "view", {key: _(name) for key, name in VIEWS.items()}, "level")
disclosed, words = choose_disclosed(data)
pay = pay_of(disclosed, measure)
origin = data.origin("starting_pay" if measure == "starting" else "pay")
years = {str(year): _("{year}년", year=year) for year in reversed(pay.settled_years)}
if is_any_disclosed(bool(years)):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = int(choose_from(_("연도(결산)"), "year", years, next(iter(years))))
        choose_events(data, "pay")
    with about_institutions(words):
        DRAW[view](data, disclosed, pay, year, origin)
show_event_sources(data)
st.caption(source_line(origin))
