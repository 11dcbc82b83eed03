"""The bar of what is chosen: it stays in sight, each choice can be dropped, the days can be chosen by presets."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard.languages import N_, _, _n
from dashboard.selection.index import Found
from dashboard.selection.selection import ATTRIBUTES, PARAMS, WITHOUT, Option, Selection
from dashboard.ui import address
from dashboard.ui.address import holding, write_what_was_held
from dashboard.words import escape, number

# With more options of one filter they share a chip.
MOST_CHIPS = 4
DAYS = {"from": N_("시작일부터"), "to": N_("시작일까지"), "endfrom": N_("마감일부터"), "endto": N_("마감일까지")}
PERIODS = {"1y": N_("1년"), "3y": N_("3년"), "year": N_("올해"), "all": N_("전체 기간")}
# Also what a page that shows less by itself calls all of it in its address.
EVER = "all"
Chip = tuple[str, str, Selection]


def show_chosen(found: Found, open_sheet: Callable[[], None] | None = None, *, is_narrowed: bool = False) -> None:
    """How many, the choices as chips, and the period. With `open_sheet` the filters are behind a button.

    `is_narrowed`: the page shows less than all days where none are chosen, so that no period is.
    """
    chips = list(_chips(found))
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall", key="chosen"):
        if open_sheet and st.button(_("조건 {count}", count=len(chips)), icon=":material/tune:", key="open_sheet"):
            open_sheet()
        st.markdown(_n("**{count}**건", found.count, count=number(found.count)), width="content")
        for name, label, without in chips:
            _drop_button(f"drop_{name}", label, without, found)
        if len(chips) > 1:
            _drop_button("drop_all", _("모두 지우기"), Selection(), found)
        _choose_period(found, is_narrowed)
        days = st.popover(_("날짜"), icon=":material/calendar_month:", key="more_days", on_change="rerun")
        if days.open:
            with days:
                _draw_days(found)
    if not found.count and chips:
        _offer_way_out(found, chips)


def write_selection(selection: Selection, options: Mapping[str, tuple[Option, ...]], **shown: str) -> None:
    """Into the address, with how the page is shown. Another choice starts at the first page of its list."""
    address.write({**dict.fromkeys((*PARAMS, "page", "posting")), **selection.to_query(options), **shown})


def _chips(found: Found) -> Iterator[Chip]:
    """Name, words and the selection without it, for each choice."""
    selection, options = found.selection, found.index.options
    for key, codes in selection.chosen:
        if len(codes) > MOST_CHIPS:
            words = Selection().with_codes(key, codes).in_words(options)
            yield key, words, selection.with_codes(key, ())
            continue
        for code in codes:
            label, others = found.index.label(key, code), [other for other in codes if other != code]
            yield f"{key}_{code}", label, selection.with_codes(key, others)
    for key, codes in selection.excluded:
        words = Selection().excluding(key, codes).in_words(options)
        yield f"{WITHOUT}{key}", words, selection.excluding(key, ())
    for pair in (("from", "to"), ("endfrom", "endto"), ("min", "max"), ("q",)):
        held = {ATTRIBUTES[name]: getattr(selection, ATTRIBUTES[name]) for name in pair}
        if any(value not in (None, "") for value in held.values()):
            none: dict[str, Any] = {name: "" if name == "text" else None for name in held}
            yield pair[0], Selection().with_ranges(**held).in_words(options), selection.with_ranges(**none)


def _drop_button(key: str, label: str, without: Selection, found: Found) -> None:
    arguments = (without, found.index.options)
    icon = ":material/filter_alt_off:" if key == "drop_all" else ":material/close:"
    is_pressed = st.button(
        escape(label), icon=icon, icon_position="right", key=key, on_click=write_selection, args=arguments, wrap=False
    )
    write_what_was_held(is_pressed, write_selection, *arguments)


def _choose_period(found: Found, is_narrowed: bool) -> None:
    held = None if is_narrowed else _period(found.selection, found.index.today)
    chosen = st.segmented_control(
        _("시작일"),
        list(PERIODS),
        format_func=lambda period: _(PERIODS[period]),
        label_visibility="collapsed",
        on_change=_period_changed,
        args=(found, is_narrowed),
        **holding("period", "default", held, None),
    )
    write_what_was_held(chosen != held, _period_changed, found, is_narrowed)


def _period_changed(found: Found, is_narrowed: bool) -> None:
    # To press the one that is chosen is to leave it.
    period = st.session_state["period"] or EVER
    selection = found.selection.with_ranges(start_from=_first_day(period, found.index.today), start_to=None)
    write_selection(selection, found.index.options, **({"period": EVER} if is_narrowed and period == EVER else {}))


def _period(selection: Selection, today: date) -> str | None:
    """The preset that the start days chosen are, or none of them."""
    if selection.start_to:
        return None
    return next((period for period in PERIODS if _first_day(period, today) == selection.start_from), None)


def _first_day(period: str, today: date) -> date | None:
    if period == EVER:
        return None
    if period == "year":
        return date(today.year, 1, 1)
    years = int(period[0])
    # A 29 February has no counterpart in other years.
    return today.replace(
        year=today.year - years, day=min(today.day, 28) if today.month == 2 else today.day
    ) + timedelta(1)


def _draw_days(found: Found) -> None:
    for key, label in DAYS.items():
        held = getattr(found.selection, ATTRIBUTES[key])
        value = st.date_input(
            _(label),
            min_value=date(2000, 1, 1),
            max_value=date(2050, 12, 31),
            format="YYYY-MM-DD",
            on_change=_day_changed,
            args=(found, key),
            **holding(f"filter_{key}", "value", held, None),
        )
        write_what_was_held(value != held, _day_changed, found, key)


def _day_changed(found: Found, key: str) -> None:
    day = {ATTRIBUTES[key]: st.session_state[f"filter_{key}"]}
    write_selection(found.selection.with_ranges(**day), found.index.options)


def _offer_way_out(found: Found, chips: list[Chip]) -> None:
    """The one choice without which there is most to see."""
    index = found.index
    count, label, without = max(
        ((index.find(without).count, label, without) for _name, label, without in chips), key=lambda each: each[0]
    )
    if not count:
        return
    words = _(
        "조건에 맞는 공고가 없습니다. ‘{label}’을(를) 빼면 {count}건이 있습니다.",
        label=escape(label),
        count=number(count),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(words, icon=":material/filter_alt_off:", width="stretch")
        _drop_button("drop_best", _("{label} 빼기", label=label), without, found)
