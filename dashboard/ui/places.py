"""The map that can be clicked, and how concentrated the work is."""

from collections.abc import Callable

import streamlit as st

from dashboard.charts import flow, municipality, place
from dashboard.charts.chart import Chart
from dashboard.charts.reach import counted_of
from dashboard.data import Data
from dashboard.languages import _
from dashboard.measures.breakdown import Mode, Weight
from dashboard.measures.concentration import gini, location_quotients, normalised_herfindahl
from dashboard.measures.place import (
    Residents,
    Workplaces,
    by_municipality,
    capital_share_by_month,
    domestic,
    headcount_per_100_000,
    headquarters_to_workplace,
    regular_share,
    residents_of,
    workplaces_of,
)
from dashboard.selection.index import Found
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import show_chart
from dashboard.ui.clicks import show_clickable
from dashboard.ui.notes import show_notes
from dashboard.words import number
from data_loader.snapshot import Origin
from data_loader.tables.municipalities import load_municipalities

MUNICIPALITIES = "municipalities"
TABLE = "workplaces"
RESIDENTS = "population"
DEFINED: dict[str, Callable[..., object]] = {
    "capital": capital_share_by_month,
    "fields": location_quotients,
    "seats": headquarters_to_workplace,
}
DEFINED_BY: dict[str, Callable[..., object]] = {
    place.REGULAR_SHARE: regular_share,
    place.PER_PERSON: headcount_per_100_000,
}


def choose_measure(data: Data) -> str:
    """Per 100,000 people only where the data say how many live where."""
    known = _residents(data)
    offered = {key: _(name) for key, name in place.MEASURES.items() if known or key != place.PER_PERSON}
    return choose_one(_("무엇을"), "measure", offered, "headcount")


def show_provinces(found: Found, data: Data, kind: str, measure: str, mode: Mode, units: str, origin: Origin) -> None:
    """Map or tiles of everything but the choice of regions, which they show; a click chooses or drops a region."""
    everywhere, chosen = found.with_codes("region"), found.selection.codes("region")
    old = units == "17"
    make = place.province_tiles if kind == "tiles" else place.province_map
    look = place.Look(measure, mode, () if old else chosen, old, _residents(data))
    chart = everywhere.cached(make, look)
    if old:
        show_chart(chart, origin)
        return
    show_clickable(found, chart, "region", origin)
    st.caption(_("시도를 누르면 그곳으로 좁힙니다."))


def show_province_bars(found: Found, units: str, weight: Weight, mode: Mode, origin: Origin) -> None:
    key = "region" if units == "16" else "old_region"
    bars = found.cached(flow.by_facet, key, weight, mode, most=20)
    show_clickable(found, bars, key, origin)


def show_municipality_map(found: Found, data: Data, weight: Weight, mode: Mode, origin: Origin) -> None:
    """The municipalities named; a click chooses the region of one, which is then drawn larger."""
    if TABLE not in data.snapshot.tables:
        st.info(_("지금 자료에는 시·군·구가 아직 없습니다. 자료를 다음에 새로 받거나 만들면 보입니다."))
        return
    chart = _of_municipalities(found, data, weight, mode, "map")
    show_clickable(found, chart, "region", origin, _region_of)
    st.caption(
        _("시·군·구를 누르면 그 시도로 좁혀 크게 봅니다. 근거가 된 대목은 데이터 화면의 workplaces 표에 있습니다.")
    )


def show_municipality_bars(found: Found, data: Data, weight: Weight, mode: Mode, origin: Origin) -> None:
    if TABLE in data.snapshot.tables:
        show_chart(_of_municipalities(found, data, weight, mode, "bars"), origin)


def show_concentration(found: Found, weight: Weight, mode: Mode) -> None:
    """Over all regions: the ones chosen would be concentrated by being chosen."""
    names, values = domestic(found.with_codes("region").population, weight, mode)
    count = len(names)
    about_herfindahl = _(
        "정규화한 허핀달·허쉬만 지수, {count}개 시도. 근무지 조건은 따르지 않음. 0은 고르게 나뉨, 1은 한 곳에 모임.",
        count=count,
    )
    about_gini = _("{count}개 시도, 0인 곳도 셈. 0은 고르게 나뉨.", count=count)
    with st.container(horizontal=True):
        herfindahl = number(normalised_herfindahl(values), 3)
        st.metric(_("지역 집중도(HHI, {count}곳)", count=count), herfindahl, help=about_herfindahl)
        st.metric(_("지니 계수({count}곳)", count=count), number(gini(values), 3), help=about_gini)


def seat_and_work(found: Found, data: Data, weight: Weight) -> Chart:
    seats = headquarters_to_workplace(found.population, data.institutions, weight)
    return place.seat_and_work(*seats, weight, counted_of(found))


def show_place_notes(measure: str, look: str, view: str) -> None:
    """How what is on the page now is worked out."""
    shown = by_municipality if look == MUNICIPALITIES else DEFINED_BY.get(measure)
    show_notes(*([shown] if shown else []), normalised_herfindahl, gini, DEFINED[view])


def _residents(data: Data) -> Residents | None:
    """Read once per snapshot; an old one may not have the table."""
    if RESIDENTS not in data.snapshot.tables:
        return None
    return data.cached_in_any_language(_read_residents)


def _read_residents(data: Data) -> Residents | None:
    return residents_of(data.table(RESIDENTS))


def _of_municipalities(found: Found, data: Data, weight: Weight, mode: Mode, kind: str) -> Chart:
    make = municipality.municipality_map if kind == "map" else municipality.municipality_bars
    return found.cached(make, data.cached_in_any_language(_workplaces), weight, mode)


def _workplaces(data: Data) -> Workplaces:
    return workplaces_of(data.postings, data.snapshot.read(TABLE, ["posting_id", "municipality_code"]))


def _region_of(code: str) -> str:
    """A municipality is picked by its region."""
    return next((entry.region for entry in load_municipalities() if entry.code == code), code)
