"""Who made the change between two years: hires, staff or pay, by institution or group, and with a group left out."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.charts import contributions as charts
from dashboard.charts.chart import Chart
from dashboard.charts.contributions import BY
from dashboard.data import Data
from dashboard.languages import _, _n
from dashboard.measures import contributions as measures
from dashboard.measures.contributions import Counted
from dashboard.measures.indicators import INDICATORS, Indicator
from dashboard.measures.pay import Pay
from dashboard.selection.disclosed import HEADQUARTERS, Disclosed, disclosing_options
from dashboard.selection.selection import Option
from dashboard.ui.address import choose_from, choose_one, choose_years
from dashboard.ui.blocks import show_chart
from dashboard.ui.disclosed import is_any_disclosed
from dashboard.ui.family import rows_of
from dashboard.ui.notes import show_notes
from dashboard.words import number

SUMMED = ("hires", "staff")
OF_PAY = {
    "average": INDICATORS["average_pay"],
    "starting": INDICATORS["starting_pay"],
    "indefinite": Indicator("indefinite_pay", "무기계약직 평균보수", "pay", "pay"),
}
NOBODY = "nobody"


def show_change_of_sums(data: Data, of: Disclosed) -> None:
    """Hires or staff of the institutions chosen."""
    names = {key: _(INDICATORS[key].name) for key in SUMMED}
    indicator = INDICATORS[choose_one(_("무엇을"), "measure", names, "hires")]
    _show(data, of, of.cached_in_any_language(_summed, indicator), indicator)


def show_change_of_pay(data: Data, of: Disclosed, pay: Pay) -> None:
    """The average of the measure of pay that is chosen."""
    _show(data, of, pay.cached_in_any_language(_averaged, of.institutions), OF_PAY[pay.measure])


def _show(data: Data, of: Disclosed, figures: Counted, indicator: Indicator) -> None:
    if not is_any_disclosed(len(figures.years) > 1):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = choose_one(_("나누어 보기"), "by", {key: _(name) for key, name in BY.items()}, "institution")
        years = choose_years(_("두 해"), figures.years, (figures.years[-2], figures.years[-1]))
    options = data.cached(_options)
    origin = data.origin(indicator.table)
    show_chart(figures.cached(_contributions, indicator, key, years, data.cached(_names, key)), origin)
    groups = data.cached_in_any_language(_groups)
    left_out = _choose_left_out(figures, options, groups, years)
    if left_out:
        codes, name = left_out
        show_chart(figures.cached(_without, indicator, codes, name), origin)
    show_notes(measures.by_institution, measures.without)


def _choose_left_out(
    figures: Counted,
    options: Mapping[str, tuple[Option, ...]],
    groups: Mapping[str, frozenset[str]],
    years: tuple[int, int],
) -> tuple[frozenset[str], str] | None:
    """The group or the institution to leave out: those that moved most can be chosen, any code can be in the address."""
    names = {NOBODY: _("아무도 빼지 않음")} | _group_names(options, groups)
    parts = figures.cached_in_any_language(measures.contributions, "institution", *years)["code"]
    moved = {*parts.head(charts.MOST_EACH_WAY), *parts.tail(charts.MOST_EACH_WAY), st.query_params.get("without", "")}
    names |= {option.code: option.label for option in options["institution"] if option.code in moved}
    chosen = choose_from(_("빼고 보기"), "without", names, NOBODY)
    if chosen == NOBODY:
        return None
    present = groups.get(chosen, frozenset({chosen})) & {*figures.rows["institution_code"]}
    return present, names[chosen]


def _group_names(options: Mapping[str, tuple[Option, ...]], groups: Mapping[str, frozenset[str]]) -> dict[str, str]:
    names = {"hospitals": _(measures.HOSPITALS)}
    for key in ("type", "ministry", "region"):
        for option in options[key]:
            if option.code in groups:
                where = f"{_(HEADQUARTERS)} {option.label}" if key == "region" else option.label
                count = len(groups[option.code])
                names[option.code] = _n("{name}({count}곳)", count, name=where, count=number(count))
    return names


def _summed(of: Disclosed, indicator: Indicator) -> Counted:
    return measures.counted(rows_of(of, indicator), of.institutions)


def _averaged(pay: Pay, institutions: pd.DataFrame) -> Counted:
    """Starting pay is a rule of each institution, which count alike."""
    rows = pay.rows if pay.measure == "starting" else pay.rows.assign(weight=pay.rows["employees"])
    return measures.counted(rows, institutions, is_mean=True)


def _contributions(
    figures: Counted, indicator: Indicator, key: str, years: tuple[int, int], names: Mapping[str, str]
) -> Chart:
    return charts.contributions(charts.change(figures, indicator, key, years, names))


def _without(figures: Counted, indicator: Indicator, codes: frozenset[str], name: str) -> Chart:
    years = figures.cached_in_any_language(measures.without, codes)
    return charts.without(indicator, name, len(codes), years, is_mean=figures.is_mean)


def _options(data: Data) -> Mapping[str, tuple[Option, ...]]:
    return disclosing_options(data.table("institutions"))


def _groups(data: Data) -> Mapping[str, frozenset[str]]:
    return measures.groups_to_leave_out(data.table("institutions"))


def _names(data: Data, key: str) -> Mapping[str, str]:
    return {option.code: option.label for option in data.cached(_options)[key]}
