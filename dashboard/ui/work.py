"""One institution by what it discloses on work and family, welfare and money; a few of them side by side."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.charts import family as family_charts
from dashboard.charts import institution as charts
from dashboard.charts.chart import Chart
from dashboard.charts.indicators import SHOWN, Shown, shown_as, standing_table, told
from dashboard.charts.institution import NOT_JOINED, PAY, Measured
from dashboard.data import Data
from dashboard.languages import _
from dashboard.measures import family, finances, indicators, welfare
from dashboard.measures.indicators import INDICATORS, Indicator
from dashboard.measures.institution import peer_band
from dashboard.ui.blocks import show_chart, source_line
from dashboard.ui.disclosed import disclosed_by_all
from dashboard.ui.family import ranked_of_all, rows_of, show_with_lines
from dashboard.ui.notes import show_notes
from data_loader.snapshot import Origin

# What a profile ranks and a comparison tells; pay and hires have views of their own.
TOLD = (
    "leave_rate", "men_share", "parental_leave", "short_hours", "flexible_rate", "welfare_regular", "welfare_indefinite",
    "income", "spending", "net_share", "head_pay",
)  # fmt: skip
TABLES = tuple(dict.fromkeys(INDICATORS[key].table for key in TOLD))
DRAWN_LEFT = ("leave_rate", "welfare_regular", "head_pay")
DRAWN_RIGHT = ("income", "net_share")


def _said(indicator: Indicator, shown: float) -> str:
    return told(indicator.unit, shown / shown_as(indicator.unit).scale)


def _measured(indicator: Indicator) -> Measured:
    note = NOT_JOINED if indicator.table in ("finances", "head_pay") else ""
    shown = Shown(PAY, 1, 0) if indicator.unit in ("pay", "cost") else SHOWN[indicator.unit]
    unit = (shown.name, shown.scale, shown.digits)
    return Measured(indicator.key, indicator.name, "value", *unit, indicator.name, note, partial(_said, indicator))


MEASURED = {key: _measured(INDICATORS[key]) for key in TOLD}


def show_work(data: Data, code: str) -> None:
    """Its rank by each figure, its own leave and hours, and the figures before the background of its type."""
    standings = _standings(data, code)
    if not standings:
        st.info(_("알리오에 공시한 일·가정 양립과 재정이 없습니다."), icon=":material/search_off:")
        return
    title, origin = _("순위와 다섯 해"), data.origin("work_family")
    st.markdown(f"## {title}")
    show_with_lines(standing_table(standings), title, _of_all(data), "standing")
    left, right = st.columns(2)
    with left:
        show_chart(data.cached(_own_leave, code), origin)
        _show_histories(data, DRAWN_LEFT, code)
    with right:
        show_chart(data.cached(_own_hours, code), origin)
        _show_histories(data, DRAWN_RIGHT, code)
    show_notes(
        family.leave_by_year, family.users_by_institution, welfare.welfare_a_head, finances.dependence,
        finances.head_pay_by_institution, indicators.ranked,
    )  # fmt: skip
    _show_sources(data)


def show_figures_side_by_side(data: Data, codes: Sequence[str]) -> None:
    left, right = st.columns(2)
    with left:
        _show_histories(data, ("leave_rate",), *codes)
    with right:
        _show_histories(data, ("welfare_regular",), *codes)
    _show_sources(data)


def figures_of(data: Data, code: str) -> dict[str, str]:
    """The newest settled value of each figure, by its Korean name; an en dash where it is not disclosed."""
    known = {indicator.key: own for indicator, _year, own in _standings(data, code)}
    return {
        INDICATORS[key].name: told(INDICATORS[key].unit, float(known[key]["value"].iloc[0])) if key in known else "–"
        for key in TOLD
    }


def _standings(data: Data, code: str) -> list[tuple[Indicator, int, pd.DataFrame]]:
    """The figures it discloses, each with its year and the institution's row of the ranking."""
    found = []
    for key in TOLD:
        ranked, year = ranked_of_all(data, INDICATORS[key])
        own = ranked[ranked["institution_code"] == code]
        if len(own):
            found.append((INDICATORS[key], year, own))
    return found


def _show_histories(data: Data, keys: Sequence[str], *codes: str) -> None:
    for key in keys:
        show_chart(data.cached(_history, key, codes), data.origin(INDICATORS[key].table))


def _history(data: Data, key: str, codes: tuple[str, ...]) -> Chart:
    rows = rows_of(disclosed_by_all(data), INDICATORS[key])
    names = {code: data.institutions[code]["institution"] for code in codes}
    peers = None
    if len(codes) == 1:
        types = rows.loc[rows["institution_code"] == codes[0], "type"]
        same = set(rows.loc[rows["type"].isin(types), "institution_code"]) - {codes[0]}
        peers = peer_band(rows, "value", same)
    return charts.history(MEASURED[key], rows, names, peers)


def _own_leave(data: Data, code: str) -> Chart:
    return family_charts.leave(_own(data, code))


def _own_hours(data: Data, code: str) -> Chart:
    return family_charts.short_hours(_own(data, code))


def _own(data: Data, code: str) -> pd.DataFrame:
    table = data.table("work_family")
    return table[table["institution_code"] == code]


def _of_all(data: Data) -> Origin:
    """Where the figures of several tables come from, all named; as of the oldest of them."""
    origins = [data.origin(table) for table in TABLES]
    sources = "; ".join(_(origin.source) for origin in origins)
    return replace(origins[0], source=sources, as_of=min(origin.as_of for origin in origins))


def _show_sources(data: Data) -> None:
    st.caption("  \n".join(source_line(data.origin(table)) for table in TABLES))
