"""The map that can be clicked, and how concentrated the work is."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from dashboard.charts import municipality, place, provinces
from dashboard.charts.chart import Chart
from dashboard.charts.flow import twelve_months
from dashboard.charts.reach import counted_of
from dashboard.data import Data
from dashboard.languages import _
from dashboard.measures.breakdown import Mode, Weight
from dashboard.measures.concentration import gini, location_quotients, normalised_herfindahl
from dashboard.measures.flow import month_number
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
from dashboard.ui.address import choose_one, link, parameters
from dashboard.ui.blocks import show_chart
from dashboard.ui.chosen import EVER
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
    provinces.REGULAR_SHARE: regular_share,
    provinces.PER_PERSON: headcount_per_100_000,
}


def choose_measure(data: Data) -> str:
    """Per 100,000 people only where the data say how many live where."""
    known = residents(data)
    offered = {key: _(name) for key, name in provinces.MEASURES.items() if known or key != provinces.PER_PERSON}
    return choose_one(_("무엇을"), "measure", offered, "headcount")


def of_last_year(found: Found) -> Found:
    """What starts in the twelve months before this one, where the reader chose no days; what is open is now anyway."""
    selection, until = found.selection, found.index.until
    has_days = selection.start_from or selection.start_to
    if has_days or selection.codes("status") or st.query_params.get("period") == EVER:
        return found
    end = (until + timedelta(days=1)).replace(day=1)
    days = {"start_from": end.replace(year=end.year - 1), "start_to": end - timedelta(days=1)}
    shown = found.index.find(selection.with_ranges(**days))
    # Of months that were not read whole nothing could be counted.
    return shown if shown.history is shown else found


def say_period(found: Found, shown: Found) -> None:
    """Which twelve months are shown where the reader chose none, with the way to all of them; and the way back."""
    if shown is not found:
        period = twelve_months(month_number(shown.index.until + timedelta(days=1)) - 1)
        st.caption(
            _("최근 12개월({period})입니다. [받은 기간 모두 보기]({link})", period=period, link=_here(period=EVER))
        )
    elif st.query_params.get("period") == EVER:
        st.caption(_("받은 기간 모두입니다. [최근 12개월만 보기]({link})", link=_here(period=None)))


def _here(period: str | None) -> str:
    """This page as it is, of another period."""
    shown = {key: ",".join(values) for key, values in parameters().items() if key != "period"}
    return link("places", **shown, **({"period": period} if period else {}))


def show_provinces(found: Found, shown: Found, kind: str, look: provinces.Look, origin: Origin) -> None:
    """Map or tiles of everything but the choice of regions, which they show; a click chooses or drops a region."""
    make = provinces.province_tiles if kind == "tiles" else provinces.province_map
    _show_regions(found, shown.with_codes("region").cached(make, look), look, origin)
    if not look.old:
        st.caption(_("시도를 누르면 그곳으로 좁힙니다."))


def show_province_bars(found: Found, shown: Found, look: provinces.Look, origin: Origin) -> None:
    """The same regions in the same order as the shades of the map."""
    _show_regions(found, shown.with_codes("region").cached(provinces.province_bars, look), look, origin)


def look_at(found: Found, data: Data, measure: str, mode: Mode, units: str) -> provinces.Look:
    old = units == "17"
    return provinces.Look(measure, mode, () if old else found.selection.codes("region"), old, residents(data))


def _show_regions(found: Found, chart: Chart, look: provinces.Look, origin: Origin) -> None:
    if look.old:
        show_chart(chart, origin)
    else:
        show_clickable(found, chart, "region", origin)


def show_municipality_map(found: Found, shown: Found, data: Data, weight: Weight, mode: Mode, origin: Origin) -> None:
    """The municipalities named; a click chooses the region of one, which is then drawn larger."""
    if TABLE not in data.snapshot.tables:
        st.info(_("지금 자료에는 시·군·구가 아직 없습니다. 자료를 다음에 새로 받거나 만들면 보입니다."))
        return
    chart = _of_municipalities(shown, data, weight, mode, "map")
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
    """Of all regions: with one chosen, the others would seem to hire nobody."""
    found = found.with_codes("region")
    seats = headquarters_to_workplace(found.population, data.institutions, weight)
    return place.seat_and_work(*seats, weight, counted_of(found))


def show_place_notes(measure: str, look: str, view: str) -> None:
    """How what is on the page now is worked out."""
    shown = by_municipality if look == MUNICIPALITIES else DEFINED_BY.get(measure)
    show_notes(*([shown] if shown else []), normalised_herfindahl, gini, DEFINED[view])


def residents(data: Data) -> Residents | None:
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
