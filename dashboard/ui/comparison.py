"""Pick and compare: regions, types, ministries or institutions on one time line, `?compare=busan,daegu`."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.charts import comparison as charts
from dashboard.charts.chart import Chart
from dashboard.charts.comparison import FORMS, MOST_TOGETHER, Compared
from dashboard.charts.contributions import BY
from dashboard.data import Data
from dashboard.languages import _
from dashboard.measures import comparison as measures
from dashboard.measures.comparison import Form
from dashboard.measures.contributions import Counted, counted
from dashboard.measures.indicators import INDICATORS, Indicator
from dashboard.measures.pay import Pay
from dashboard.selection.disclosed import HEADQUARTERS, Disclosed, disclosing_options
from dashboard.selection.selection import Option
from dashboard.ui import address, figure
from dashboard.ui.address import choose_from, choose_one, choose_years
from dashboard.ui.blocks import show_chart
from dashboard.ui.contributions import OF_PAY
from dashboard.ui.disclosed import is_any_disclosed
from dashboard.ui.family import rows_of
from dashboard.ui.gathering import gathering
from dashboard.ui.notes import show_notes
from dashboard.words import escape

KEY = "choice_compare"
ORDER = ("region", "type", "ministry", "institution")
MOST_CHOSEN, AT_FIRST = 12, 2


def show_compared(data: Data, of: Disclosed) -> None:
    """Any figure of the institutions chosen."""
    names = {key: _(indicator.name) for key, indicator in INDICATORS.items()}
    indicator = INDICATORS[choose_from(_("지표"), "indicator", names, "hires")]
    _show(data, of.cached_in_any_language(_counted, indicator), indicator)


def show_compared_pay(data: Data, of: Disclosed, pay: Pay) -> None:
    """The measure of pay that is chosen."""
    _show(data, pay.cached_in_any_language(_counted_pay, of.institutions), OF_PAY[pay.measure])


def _show(data: Data, figures: Counted, indicator: Indicator) -> None:
    """Which groups, in which form, over which years."""
    if not is_any_disclosed(len(figures.years) > 1):
        return
    options = data.cached(_options)
    labels = {key: _(HEADQUARTERS) if key == "region" else _(BY[key]) for key in ORDER}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = choose_one(_("무엇끼리"), "by", labels, _named_in_address(options))
        form: Form = choose_one(_("어떻게"), "form", _forms(indicator), "absolute")
        years = choose_years(_("기간"), figures.years, (figures.years[0], figures.years[-1]))
    table = figures.cached_in_any_language(measures.by_group, key, is_sum=indicator.is_size)
    codes = _choose(options[key], table.columns.tolist(), tuple(measures.largest(table, AT_FIRST)))
    chosen = figures.cached(_compared, indicator, key, form, years, codes, data.cached(_labels, key))
    _draw(data, chosen, figures.cached(_chart, chosen), indicator)
    show_notes(measures.by_group)


def _draw(data: Data, of: Compared, chart: Chart, indicator: Indicator) -> None:
    """All in one figure, and beyond five a small one for each as well."""
    show_chart(chart, data.origin(indicator.table))
    if len(of.names) <= MOST_TOGETHER or gathering():
        return
    with st.grid(3, min_column_width=240):
        for place, (code, name) in enumerate(of.names.items()):
            with st.container(gap="xsmall"):
                st.markdown(f"**{escape(name)}**")
                figure.draw(charts.small(of, code), f"{name}. {chart.unit}", f"chart_compared_{place}")


def _forms(indicator: Indicator) -> Mapping[Form, str]:
    """Shares only of what adds up."""
    return {form: _(name) for form, name in FORMS.items() if form != "share" or indicator.is_size}


def _named_in_address(options: Mapping[str, tuple[Option, ...]]) -> str:
    """The kind of group that knows the first word of the address."""
    first = st.query_params.get("compare", "").split(",")[0].strip()
    return next((key for key in ORDER if any(first in (o.slug, o.code) for o in options[key])), ORDER[0])


def _choose(options: tuple[Option, ...], known: list[str], usual: tuple[str, ...]) -> tuple[str, ...]:
    """The groups the address names, in its order; the largest two where it names none that disclose anything."""
    slugs = {option.slug: option for option in options if option.code in known}
    asked = dict.fromkeys(word.strip() for word in st.query_params.get("compare", "").split(","))
    chosen = [slug for slug in asked if slug in slugs][:MOST_CHOSEN]
    st.session_state[KEY] = chosen or [slug for slug, option in slugs.items() if option.code in usual]
    picked: list[str] = st.multiselect(
        _("비교할 곳"), list(slugs), key=KEY, format_func=lambda slug: slugs[slug].label, max_selections=MOST_CHOSEN,
        select_all=False, placeholder=_("둘부터 열두 곳까지"), on_change=_write,
    )  # fmt: skip
    return tuple(slugs[slug].code for slug in picked)


def _write() -> None:
    address.write({"compare": ",".join(st.session_state[KEY]) or None})


def _counted(of: Disclosed, indicator: Indicator) -> Counted:
    return counted(rows_of(of, indicator), of.institutions)


def _counted_pay(pay: Pay, institutions: pd.DataFrame) -> Counted:
    return counted(pay.rows.drop(columns=["type", "ministry", "region"]), institutions)


def _compared(
    figures: Counted, indicator: Indicator, key: str, form: Form, years: tuple[int, int], codes: tuple[str, ...],
    labels: Mapping[str, str],
) -> Compared:  # fmt: skip
    table = figures.cached_in_any_language(measures.by_group, key, is_sum=indicator.is_size)
    return Compared(indicator, key, form, measures.in_form(table, form, *years), {code: labels[code] for code in codes})


def _chart(_figures: Counted, of: Compared) -> Chart:
    return charts.compared(of)


def _options(data: Data) -> Mapping[str, tuple[Option, ...]]:
    return disclosing_options(data.table("institutions"))


def _labels(data: Data, key: str) -> Mapping[str, str]:
    return {option.code: option.label for option in data.cached(_options)[key]}
