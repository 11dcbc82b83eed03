"""The views of 일과 가정·재정: figures that institutions disclose, of those chosen, with their rank. Each returns the tables it is from."""

from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.charts import family as family_charts
from dashboard.charts import finances as finances_charts
from dashboard.charts import indicators as charts
from dashboard.charts import welfare as welfare_charts
from dashboard.charts.chart import Chart
from dashboard.data import Data
from dashboard.languages import _, _n
from dashboard.measures import family, finances, indicators, welfare
from dashboard.measures.indicators import INDICATORS, Indicator
from dashboard.selection.disclosed import Disclosed
from dashboard.ui.address import choose_from, link
from dashboard.ui.blocks import number_columns, show_chart
from dashboard.ui.disclosed import disclosed_by_all
from dashboard.ui.notes import show_notes
from dashboard.ui.takeaway import offer_table
from dashboard.words import escape, number
from data_loader.snapshot import Origin

MOST_LINKS = 5
MOST_ROWS = 15


def show_family(data: Data, of: Disclosed) -> tuple[str, ...]:
    """Work and family: leave leads, the rest in pairs."""
    origin = data.origin("work_family")
    show_chart(of.cached(_sums, family_charts.leave, "work_family"), origin)
    left, right = st.columns(2)
    with left:
        show_chart(of.cached(_sums, family_charts.men_share, "work_family"), origin)
        show_chart(of.cached(_sums, family_charts.flexible, "work_family"), origin)
        show_chart(of.cached(_sums, family_charts.day_care, "work_family"), origin)
    with right:
        show_chart(of.cached(_sums, family_charts.short_hours, "work_family"), origin)
        show_chart(of.cached(_sums, family_charts.care, "work_family"), origin)
        _show_types(data, of, INDICATORS["leave_rate"])
    show_notes(
        family.leave_by_year, family.short_hours_by_year, family.flexible_by_year, family.care_by_year,
        family.day_care_by_year, family.users_by_institution,
    )  # fmt: skip
    return "work_family", "staff"


def show_welfare(data: Data, of: Disclosed) -> tuple[str, ...]:
    origin = data.origin("welfare")
    show_chart(of.cached(_a_head), origin)
    left, right = st.columns(2)
    with left:
        show_chart(of.cached(_sums, welfare_charts.totals, "welfare"), origin)
    with right:
        _show_types(data, of, INDICATORS["welfare_regular"])
    show_notes(welfare.welfare_a_head, welfare.a_head_by_year, welfare.totals_by_year)
    return "welfare", "pay"


def show_finances(data: Data, of: Disclosed) -> tuple[str, ...]:
    origin = data.origin("finances")
    show_chart(of.cached(_sums, finances_charts.income, "finances"), origin)
    left, right = st.columns(2)
    with left:
        show_chart(of.cached(_sums, finances_charts.spending, "finances"), origin)
        show_chart(of.cached(_sums, finances_charts.dependence, "finances"), origin)
    with right:
        _show_types(data, of, INDICATORS["net_share"])
    show_notes(finances.dependence, finances.finances_by_year)
    return ("finances",)


def show_head_pay(data: Data, of: Disclosed) -> tuple[str, ...]:
    left, right = st.columns(2)
    with left:
        show_chart(of.cached(_over_years, INDICATORS["head_pay"]), data.origin("head_pay"))
    with right:
        _show_types(data, of, INDICATORS["head_pay"])
    show_notes(finances.head_pay_by_institution)
    return ("head_pay",)


def show_ranking(data: Data, of: Disclosed) -> tuple[str, ...]:
    """The institutions chosen by any of the figures, largest first, each with its place in its type and five years."""
    names = {key: _(indicator.name) for key, indicator in INDICATORS.items()}
    indicator = INDICATORS[choose_from(_("지표"), "indicator", names, "leave_rate")]
    ranked, year = ranked_of_all(data, indicator)
    ranked = ranked[ranked["institution_code"].isin(of.institutions["institution_code"])]
    title = _("{year}년 {what} 순위", year=year, what=_(indicator.name))
    st.markdown(f"## {title}\n{_n('{count}곳', len(ranked), count=number(len(ranked)))}")
    if ranked.empty:
        st.info(_("고른 기관은 이 값을 공시하지 않았습니다."), icon=":material/search_off:")
        return (indicator.table,)
    show_with_lines(charts.rank_table(ranked, indicator), title, data.origin(indicator.table), "ranked")
    st.markdown(_links(ranked.head(MOST_LINKS)))
    show_notes(indicators.ranked)
    return (indicator.table,)


def show_against(data: Data, of: Disclosed) -> tuple[str, ...]:
    """Any two figures of the institutions chosen against each other."""
    names = {key: _(indicator.name) for key, indicator in INDICATORS.items()}
    with st.container(horizontal=True):
        across = INDICATORS[choose_from(_("가로"), "x", names, "average_pay")]
        up = INDICATORS[choose_from(_("세로"), "y", names, "men_share")]
    show_chart(of.cached(_against, across, up), data.origin(up.table))
    show_notes(indicators.correlation)
    return tuple(dict.fromkeys((across.table, up.table)))


def ranked_of_all(data: Data, indicator: Indicator) -> tuple[pd.DataFrame, int]:
    """The ranking of all institutions in the last settled year, which is given too (0 without any)."""
    return data.cached_in_any_language(_ranked, indicator)


def show_with_lines(table: pd.DataFrame, title: str, origin: Origin, key: str) -> None:
    """A table whose last column holds five years as a small line; in files it is left out."""
    columns: dict[str, Any] = number_columns(table)
    columns[table.columns[-1]] = st.column_config.LineChartColumn(table.columns[-1], y_min=None, y_max=None)
    height: int | Literal["content"] = 560 if len(table) > MOST_ROWS else "content"
    st.dataframe(table, hide_index=True, key=key, height=height, placeholder="–", column_config=columns)
    offer_table(table.iloc[:, :-1], title, "", origin, key)


def rows_of(of: Disclosed, indicator: Indicator) -> pd.DataFrame:
    """The indicator's rows of the institutions chosen, with their types."""
    return of.cached_in_any_language(_rows, indicator)


def _sums(of: Disclosed, draw: Callable[[pd.DataFrame], Chart], table: str) -> Chart:
    return draw(of.table(table))


def _a_head(of: Disclosed) -> Chart:
    return welfare_charts.a_head(welfare.welfare_a_head(of.table("welfare"), of.table("pay")))


def _rows(of: Disclosed, indicator: Indicator) -> pd.DataFrame:
    rows = indicators.indicator_rows(indicator, lambda make: of.cached_in_any_language(_made, make))
    return indicators.with_type(rows, of.institutions)


def _made(of: Disclosed, make: indicators.Make) -> pd.DataFrame:
    return make(of.tables)


def _over_years(of: Disclosed, indicator: Indicator) -> Chart:
    return charts.over_years(indicator, rows_of(of, indicator))


def _by_type(of: Disclosed, indicator: Indicator) -> Chart:
    rows = rows_of(of, indicator)
    return charts.by_type(indicator, rows, indicators.last_settled_year(rows) or 0)


def _against(of: Disclosed, across: Indicator, up: Indicator) -> Chart:
    first, second = rows_of(of, across), rows_of(of, up)
    years = [year for rows in (first, second) if (year := indicators.last_settled_year(rows))]
    year = min(years, default=0)
    return charts.against(across, up, indicators.paired(first, second, year), year)


def _ranked(data: Data, indicator: Indicator) -> tuple[pd.DataFrame, int]:
    rows = rows_of(disclosed_by_all(data), indicator)
    year = indicators.last_settled_year(rows) or 0
    return indicators.ranked(rows, year), year


def _show_types(data: Data, of: Disclosed, indicator: Indicator) -> None:
    show_chart(of.cached(_by_type, indicator), data.origin(indicator.table))


def _links(ranked: pd.DataFrame) -> str:
    """The first institutions of the ranking with links to their own view of these figures."""
    pairs = zip(ranked["institution_code"], ranked["institution"], strict=True)
    links = " · ".join(f"[{escape(name)}]({link('institutions', code=code, view='work')})" for code, name in pairs)
    return _("기관 화면: {links}", links=links)
