"""The views of 임금: pay tables loaded once per snapshot, drawn, and ranked with search."""

import pandas as pd
import streamlit as st

from dashboard.charts.pay import changes, gaps, level, parts
from dashboard.charts.won import pay_unit
from dashboard.data import Data
from dashboard.languages import N_, _, _n
from dashboard.measures import pay as measures
from dashboard.measures.pay import MEASURES, Pay
from dashboard.selection.disclosed import Disclosed
from dashboard.ui.address import choose_text, link
from dashboard.ui.blocks import show_chart, show_table
from dashboard.ui.notes import show_notes
from dashboard.words import escape, number
from data_loader.snapshot import Origin

MOST_LINKS = 5
# Of two charts the first leads.
LEADING_LEFT = (3, 2)


def load_pay(data: Data, measure: str) -> Pay:
    return data.cached(_pay, measure)


def pay_of(of: Disclosed, measure: str) -> Pay:
    """The pay of the institutions chosen."""
    return of.cached(_pay, measure)


def _pay(source: Data | Disclosed, measure: str) -> Pay:
    institutions = source.institutions if isinstance(source, Disclosed) else source.table("institutions")
    return measures.pay_by_institution(measure, source.table("pay"), source.table("starting_pay"), institutions)


def show_level(data: Data, of: Disclosed, pay: Pay, year: int, origin: Origin) -> None:
    show_chart(pay.cached(level.over_years, data.table("cpi")), origin)
    # The average has no second chart.
    beside = st.columns(2) if pay.measure in ("starting", "indefinite") else [st.container()]
    with beside[-1]:
        show_chart(pay.cached(level.by_type, year), origin)
    with beside[0]:
        if pay.measure == "starting":
            show_chart(pay.cached(level.bands), origin)
        elif pay.measure == "indefinite":
            show_chart(pay.cached(gaps.indefinite_ratio, pay_of(of, "average"), year), origin)
    show_notes(measures.by_year, measures.means_by_type, measures.real, measures.indefinite_ratio)


def show_change(data: Data, of: Disclosed, pay: Pay, year: int, origin: Origin) -> None:
    """Growth, spread and ranks of the measure chosen; starting pay against the average and against hires."""
    starting = pay_of(of, "starting")
    show_chart(pay.cached(changes.growth, data.table("cpi")), origin)
    left, right = st.columns(2)
    with left:
        show_chart(pay.cached(changes.rank_changes, year), origin)
    with right:
        show_chart(pay.cached(gaps.spread), origin)
        chart = starting.cached(gaps.starting_ratio, year)
        show_chart(chart, data.origin("starting_pay"))
    chart = starting.cached(changes.against_hires, of.table("new_hires"), year)
    show_chart(chart, data.origin("starting_pay"))
    show_notes(
        measures.growth, measures.spread_by_year, measures.rank_changes, measures.starting_ratio, measures.pay_and_hires
    )


def show_groups(data: Data, of: Disclosed, pay: Pay, year: int, origin: Origin) -> None:
    left, right = st.columns(LEADING_LEFT)
    for column, key, label in ((left, "ministry", N_("주무부처")), (right, "region", N_("본사 시도"))):
        with column:
            show_chart(pay.cached(level.by_group, year, key, label), origin)


def show_gap(data: Data, of: Disclosed, pay: Pay, year: int, origin: Origin) -> None:
    """Average pay by sex; starting pay is not told by sex, so the regular average stands in."""
    pay = pay_of(of, "average") if pay.measure == "starting" else pay
    left, right = st.columns(LEADING_LEFT)
    with left:
        show_chart(pay.cached(gaps.gender, year), data.origin("pay"))
    with right:
        show_chart(pay.cached(gaps.gender_over_years), data.origin("pay"))
    show_notes(measures.gender_gap, measures.gender_gap_by_year)


def show_parts(data: Data, of: Disclosed, pay: Pay, year: int, origin: Origin) -> None:
    staff = pay_of(of, "average") if pay.measure == "starting" else pay
    left, right = st.columns(LEADING_LEFT)
    with left:
        show_chart(pay.cached(parts.composition, year), origin)
    with right:
        chart = staff.cached(parts.against_tenure, year)
        show_chart(chart, data.origin("pay"))
    show_notes(measures.composition)


def show_ranking(data: Data, of: Disclosed, pay: Pay, year: int, origin: Origin) -> None:
    """The institutions chosen by value, with their place among all, narrowed by a search over name, ministry and type."""
    ranked, shown, texts = load_pay(data, pay.measure).cached(_ranked, year)
    is_chosen = ranked["institution_code"].isin(of.institutions["institution_code"])
    texts = [text for text, chosen in zip(texts, is_chosen, strict=True) if chosen]
    ranked, shown = ranked[is_chosen], shown[is_chosen]
    words = choose_text(_("기관·부처·유형 찾기"), "find", _("예: 전력, 보건복지부")).casefold().split()
    if words:
        is_meant = [all(word in text for word in words) for text in texts]
        ranked, shown = ranked[is_meant], shown[is_meant]
    title = _("{year}년 {measure} 순위", year=year, measure=_(MEASURES[pay.measure]))
    found = _n("{count}곳", len(ranked), count=number(len(ranked)))
    st.markdown(f"## {title}\n{found}")
    if ranked.empty:
        st.info(_("찾는 기관이 없습니다. 다른 낱말로 찾아 보세요."))
        return
    show_table(shown, title, origin, "ranking")
    st.markdown(_profile_links(ranked.head(MOST_LINKS)))


def _ranked(pay: Pay, year: int) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """The ranking, as a reader sees it, and the words of each row that a search looks into."""
    ranked = measures.ranking(pay, year)
    everything = ranked["institution"]
    for column in ("ministry", "type"):
        everything = everything + " " + ranked[column] + " " + ranked[column].map(_)
    return ranked, _display(ranked, pay), everything.str.casefold().tolist()


def _profile_links(ranked: pd.DataFrame) -> str:
    """The first institutions of the ranking with links to their profiles, and one to all of them side by side."""
    names = zip(ranked["institution_code"], ranked["institution"], strict=True)
    links = " · ".join(f"[{escape(name)}]({link('institutions', code=code)})" for code, name in names)
    if len(ranked) > 1:
        label = _("나란히 비교")
        links += f" · [{label}]({link('institutions', compare=','.join(ranked['institution_code']))})"
    return _("기관 화면: {links}", links=links)


def _display(ranked: pd.DataFrame, pay: Pay) -> pd.DataFrame:
    unit = pay_unit()
    table = pd.DataFrame(
        {
            _("순위"): ranked["rank"],
            _("기관"): ranked["institution"],
            _("기관유형"): ranked["type"].map(_),
            _("주무부처"): ranked["ministry"].map(_),
            _("본사"): ranked["region"].map(_),
            unit.heading(_(MEASURES[pay.measure])): unit.column(ranked["value"]),
            _("전년 대비(%)"): (ranked["change"] * 100).round(1),
            _("상시 종업원 수(명)"): ranked["employees"],
        }
    )
    if pay.measure == "starting":
        table[_("초임 ÷ 평균보수")] = (ranked["value"] / ranked["average_pay"]).astype(float).round(3)
    return table
