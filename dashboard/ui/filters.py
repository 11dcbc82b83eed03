"""The sidebar's filters: every option with its live count, every choice in the URL.

The URL is the truth when it changes from outside (a link, back and forward); otherwise the widgets are, and
the URL follows them. Streamlit's own `bind="query-params"` would write the option's text, count included.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.data import Data
from dashboard.facets import FACET, FACETS, Facet
from dashboard.index import Found
from dashboard.selection import PARAMS, Option, Selection, clean_text, parse_query
from dashboard.words import escape
from data_loader.snapshot import Origin

COUNT_MARK = " · "
# Few options stand in view with their counts; lists open on a click and can be typed into.
IN_VIEW = ("status", "hire")
IN_LISTS = ("region", "ncs", "type")
# Drawn only while opened: every widget costs each reader time at each rerun.
MORE = ("institution", "ministry", "class", "career", "education", "replacement")
RANGE_KEYS = {"from": "start_from", "to": "start_to", "min": "headcount_min", "max": "headcount_max", "q": "text"}


def choose_postings(data: Data) -> Found:
    """Draw the filters and return what they find."""
    selection = _current_selection(data)
    found = data.postings.find(selection)
    _write_url(selection, data)
    with st.sidebar:
        _draw(found)
    if ignored := st.session_state.pop("ignored_params", []):
        st.warning("주소에 있는 조건 가운데 알 수 없는 것은 뺐습니다: " + ", ".join(ignored), icon=":material/link_off:")
    return found


def say_selection(found: Found, origin: Origin) -> None:
    """What is shown, in words: the filters, how many, as of when."""
    words = found.selection.in_words(found.index.options)
    st.markdown(
        f"**{escape(words)}** · 공고 **{found.count:,}**건 · 모집인원 **{found.headcount:,}**명 · "
        f"기준 {origin.as_of[:16].replace('T', ' ')}"
    )


def set_codes(key: str, codes: Sequence[str]) -> None:
    """Choose other codes in a facet; for callbacks, before the next run draws the widgets."""
    st.session_state[_key(key)] = list(codes)


def _current_selection(data: Data) -> Selection:
    state = st.session_state
    moved = state.get("page") != state.get("filtered_page")
    state["filtered_page"] = state.get("page")
    params = {key: st.query_params.get_all(key) for key in PARAMS if key in st.query_params}
    in_url = {key: ",".join(values) for key, values in params.items()}
    # Going to another page empties the URL; the choice goes along.
    is_news = in_url != state.get("written_query") and (in_url or not moved)
    if is_news or "selection" not in state:
        selection, state["ignored_params"] = parse_query(params, data.postings.options)
    elif moved:
        selection = state["selection"]
    else:
        selection = _read_widgets(state["selection"], data)
    _fill_widgets(selection, whole=moved or is_news)
    state["selection"] = selection
    return selection


def _fill_widgets(selection: Selection, *, whole: bool = True) -> None:
    """Set the widgets to a selection; if not `whole`, only those whose options' texts carry new counts."""
    for facet in FACETS:
        if whole or selection.codes(facet.key):
            st.session_state[_key(facet.key)] = list(selection.codes(facet.key))
    if whole:
        for key, attribute in RANGE_KEYS.items():
            st.session_state[_key(key)] = getattr(selection, attribute)


def _read_widgets(last: Selection, data: Data) -> Selection:
    """The widgets' values; `last` stands in for those in the closed part of the sidebar."""
    state = st.session_state
    ranges: dict[str, Any] = {
        attribute: state.get(_key(key), getattr(last, attribute)) for key, attribute in RANGE_KEYS.items()
    }
    selection = Selection(**{**ranges, "text": clean_text(ranges["text"] or "")})
    for facet in FACETS:
        values = state.get(_key(facet.key), last.codes(facet.key))
        selection = selection.with_codes(facet.key, _codes_of(values, data.postings.options[facet.key]))
    return selection


def _codes_of(values: Sequence[str], options: Sequence[Option]) -> list[str]:
    """Codes from what the widget holds: codes, or an option's text from before its count changed."""
    known = {option.code: option.code for option in options} | {option.label: option.code for option in options}
    found = (known.get(str(value).rsplit(COUNT_MARK, 1)[0]) for value in values or ())
    return [code for code in found if code is not None]


def _write_url(selection: Selection, data: Data) -> None:
    """One message, so that the browser's history has one entry a choice."""
    query = selection.to_query(data.postings.options)
    shown = {key: st.query_params.get_all(key) for key in st.query_params}
    wanted = {key: values for key, values in shown.items() if key not in PARAMS}
    wanted |= {key: [value] for key, value in query.items()}
    if wanted != shown:
        st.query_params.from_dict(wanted)
    st.session_state["written_query"] = query


def _draw(found: Found) -> None:
    st.text_input("제목 검색", key=_key("q"), placeholder="예: 간호, 전산", icon=":material/search:", max_chars=100)
    for key in IN_VIEW:
        _pills(FACET[key], found)
    for key in IN_LISTS:
        _multiselect(FACET[key], found)
    more = st.expander("기관·학력·기간·인원 조건", icon=":material/tune:", key="more_filters", on_change="rerun")
    if more.open:
        with more:
            for key in MORE:
                _multiselect(FACET[key], found)
            _ranges(found)
    if not found.selection.is_empty:
        st.button("조건 모두 지우기", on_click=clear, icon=":material/filter_alt_off:")


def clear() -> None:
    """Choose everything again."""
    st.session_state["selection"] = Selection()
    _fill_widgets(Selection())


def _pills(facet: Facet, found: Found) -> None:
    codes, texts = _option_texts(facet, found)
    st.pills(facet.label, codes, selection_mode="multi", key=_key(facet.key), format_func=texts.__getitem__)


def _multiselect(facet: Facet, found: Found) -> None:
    codes, texts = _option_texts(facet, found)
    st.multiselect(
        facet.label, codes, key=_key(facet.key), format_func=texts.__getitem__, placeholder="전체", select_all=False
    )


def _ranges(found: Found) -> None:
    left, right = st.columns(2)
    bounds = {"min_value": date(2000, 1, 1), "max_value": date(2050, 12, 31), "format": "YYYY-MM-DD"}
    left.date_input("시작일부터", key=_key("from"), value=None, **bounds)
    right.date_input("시작일까지", key=_key("to"), value=None, **bounds)
    left.number_input("모집인원 이상", key=_key("min"), value=None, min_value=0, step=1, placeholder="명")
    right.number_input("모집인원 이하", key=_key("max"), value=None, min_value=0, step=1, placeholder="명")


def _option_texts(facet: Facet, found: Found) -> tuple[list[str], dict[str, str]]:
    """The codes to offer and their texts with counts; options no posting ever has are left out."""
    key = ("options", facet.key)
    if key not in found.kept:
        entry = found.index.facets[facet.key]
        chosen = found.selection.codes(facet.key)
        counts = found.facet_counts[facet.key].tolist()
        texts = {
            option.code: f"{option.label}{COUNT_MARK}{count:,}"
            for option, count, total in zip(entry.options, counts, entry.totals.tolist(), strict=True)
            if total or option.code in chosen
        }
        found.kept[key] = list(texts), texts
    result: tuple[list[str], dict[str, str]] = found.kept[key]
    return result


def _key(key: str) -> str:
    return f"filter_{key}"
