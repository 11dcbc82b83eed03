"""The sidebar's filters: every option with its live count, every choice in the URL."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.data import Data
from dashboard.languages import _
from dashboard.selection.facets import FACET, Facet
from dashboard.selection.index import Found
from dashboard.selection.selection import PARAMS, Option, Selection, clean_text, parse_query
from dashboard.ui import address
from dashboard.ui.freshness import age
from dashboard.words import escape, number
from data_loader.snapshot import Origin

COUNT_MARK = " · "
# Lists and not pills: pills cost each rerun three times as much, and read foreign names as Markdown.
IN_VIEW = ("status", "hire", "region", "ncs")
# Drawn only while opened: every widget costs each reader time at each rerun.
MORE = ("type", "class", "ministry", "institution", "career", "education", "replacement", "preference")
RANGES = {"from": "start_from", "to": "start_to", "min": "headcount_min", "max": "headcount_max", "q": "text"}


def choose_postings(data: Data) -> Found:
    """Draw the filters and return what they find."""
    selection, unknown = _selection(data)
    found = data.postings.find(selection)
    with st.sidebar:
        _draw(found)
    if unknown:
        st.warning(
            _("주소에 있는 조건 가운데 알 수 없는 것은 뺐습니다: {unknown}", unknown=escape(", ".join(unknown))),
            icon=":material/link_off:",
        )
    if selection.text and not found.has_texts:
        st.info(
            _("본문 색인을 만드는 중이라 제목과 기관 이름에서만 찾았습니다. 잠시 뒤 다시 찾아 보세요."),
            icon=":material/hourglass:",
        )
    return found


def brings_choice() -> bool:
    """Whether the reader comes with a choice of postings, in the address or from the page before."""
    state = st.session_state
    has_moved = state.get("page") != state.get("filtered_page")
    is_brought = has_moved and not state.get("selection", Selection()).is_empty
    return is_brought or any(name in PARAMS for name in address.parameters())


def say_selection(found: Found, origin: Origin, findings: Sequence[str] = ()) -> None:
    """What is shown, in words: the filters, how many, as of when; then what there is to say about it."""
    words = escape(found.selection.in_words(found.index.options))
    as_of = " · ".join(
        part for part in (_("기준 {as_of}", as_of=origin.as_of[:16].replace("T", " ")), age(origin)) if part
    )
    postings, headcount = number(found.count), number(found.headcount)
    said = {"words": words, "postings": postings, "headcount": headcount, "as_of": as_of}
    line = _("**{words}** · 공고 **{postings}**건 · 모집인원 **{headcount}**명 · {as_of}", **said)
    # Of a record all there is was open, as is said above.
    is_part = found.history is not found and not origin.is_record
    if is_part and found.selection.codes("status") != ("open",):
        line = _("**{words}** · 받은 공고 **{postings}**건 · 모집인원 **{headcount}**명 · {as_of}", **said)
    st.markdown("\n".join([line, "", *(f"- {escape(sentence)}" for sentence in findings)]))


def choose_codes(found: Found, key: str, codes: Sequence[str]) -> None:
    """Write other codes of a facet into the URL; for callbacks."""
    _write(found.selection.with_codes(key, codes), found.index.options)


def _selection(data: Data) -> tuple[Selection, list[str]]:
    """What the URL says. Going to another page empties it: the choice goes along."""
    state, options = st.session_state, data.postings.options
    params = {key: values for key, values in address.parameters().items() if key in PARAMS}
    moved = state.get("page") != state.get("filtered_page")
    state["filtered_page"] = state.get("page")
    if moved and not params and "selection" in state:
        address.write(state["selection"].to_query(options))
        return state["selection"], []
    # Other data have other options.
    asked = params, data.is_sample
    if asked != state.get("read_params"):
        state["selection"], state["unknown_params"] = parse_query(params, options)
        state["read_params"] = asked
    return state["selection"], state["unknown_params"]


def _write(selection: Selection, options: Mapping[str, tuple[Option, ...]]) -> None:
    # Another choice starts at the first page of its list.
    address.write({**dict.fromkeys((*PARAMS, "page", "posting")), **selection.to_query(options)})


def _draw(found: Found) -> None:
    state, selection = st.session_state, found.selection
    # What a widget holds is set where a choice is or was: chosen options carry counts, which change.
    before: Selection = state.get("drawn_selection", Selection())
    state["drawn_selection"] = selection
    if selection.text or before.text:
        state[_key("q")] = selection.text
    st.text_input(
        _("공고 검색"), key=_key("q"), placeholder=_("간호, 한전, ㅎㄱㅈㄹ"), icon=":material/search:", max_chars=100,
        on_change=_range_changed, args=(found, "q"),
    )  # fmt: skip
    for key in IN_VIEW:
        _draw_facet(FACET[key], found, before)
    more = st.expander(_("기관·학력·기간·인원 조건"), icon=":material/tune:", key="more_filters", on_change="rerun")
    if more.open:
        with more:
            for key in MORE:
                _draw_facet(FACET[key], found, before)
            _draw_ranges(found)
    if not selection.is_empty:
        st.button(
            _("조건 모두 지우기"),
            icon=":material/filter_alt_off:",
            on_click=_write,
            args=(Selection(), found.index.options),
        )


def _draw_facet(facet: Facet, found: Found, before: Selection) -> None:
    codes, texts = found.cached(_option_texts, facet)
    chosen = list(found.selection.codes(facet.key))
    if chosen or before.codes(facet.key):
        st.session_state[_key(facet.key)] = chosen
    st.multiselect(
        facet.label, codes, key=_key(facet.key), format_func=texts.__getitem__, placeholder=_("전체"), select_all=False,
        on_change=_facet_changed, args=(found, facet.key),
    )  # fmt: skip


def _draw_ranges(found: Found) -> None:
    for key, attribute in RANGES.items():
        if key != "q":
            st.session_state[_key(key)] = getattr(found.selection, attribute)
    left, right = st.columns(2)
    days: dict[str, Any] = {"min_value": date(2000, 1, 1), "max_value": date(2050, 12, 31), "format": "YYYY-MM-DD"}
    persons: dict[str, Any] = {"min_value": 0, "step": 1, "placeholder": _("명").strip()}
    for column, key, label in ((left, "from", _("시작일부터")), (right, "to", _("시작일까지"))):
        column.date_input(label, key=_key(key), value=None, on_change=_range_changed, args=(found, key), **days)
    for column, key, label in ((left, "min", _("인원 이상")), (right, "max", _("인원 이하"))):
        column.number_input(label, key=_key(key), value=None, on_change=_range_changed, args=(found, key), **persons)


def _facet_changed(found: Found, key: str) -> None:
    choose_codes(found, key, _codes_of(st.session_state[_key(key)], found.index.options[key]))


def _range_changed(found: Found, key: str) -> None:
    value = st.session_state[_key(key)]
    changed = {RANGES[key]: clean_text(value or "") if key == "q" else value}
    _write(found.selection.with_ranges(**changed), found.index.options)


def _codes_of(values: Sequence[str], options: Sequence[Option]) -> list[str]:
    """Codes from what the widget holds: codes, or an option's text from before its count changed."""
    known = {text: option.code for option in options for text in (option.label, option.code)}
    found = (known.get(str(value).rsplit(COUNT_MARK, 1)[0]) for value in values or ())
    return [code for code in found if code is not None]


def _option_texts(found: Found, facet: Facet) -> tuple[list[str], dict[str, str]]:
    """The codes to offer and their texts with counts; options no posting ever has are left out."""
    entry = found.index.facets[facet.key]
    chosen = found.selection.codes(facet.key)
    counts = found.counts_of(facet.key).tolist()
    texts = {
        option.code: f"{option.label}{COUNT_MARK}{count:,}"
        for option, count, total in zip(entry.options, counts, entry.totals.tolist(), strict=True)
        if total or option.code in chosen
    }
    return list(texts), texts


def _key(key: str) -> str:
    return f"filter_{key}"
