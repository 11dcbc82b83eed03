"""The filters of figures that institutions disclose: those that choose institutions, in the same words of the address."""

import streamlit as st

from dashboard.data import Data
from dashboard.languages import _, _n
from dashboard.selection.disclosed import (
    COLUMN_OF,
    HEADQUARTERS,
    Disclosed,
    chosen_codes,
    disclosing_options,
    in_words,
    not_applied,
    of_institutions,
)
from dashboard.selection.facets import FACET
from dashboard.selection.selection import PARAMS, Options, Selection, parse_query
from dashboard.ui import address
from dashboard.words import escape, number

TABLES = ("work_family", "welfare", "finances", "head_pay", "pay", "starting_pay", "staff", "new_hires", "interns")


def choose_disclosed(data: Data) -> tuple[Disclosed, str]:
    """Draw the filters and say what cannot apply; return what the institutions chosen disclose, and the choice in words."""
    own = data.cached(_options)
    options = {**data.postings.options, **own}
    selection, unknown = _selection(data, options)
    codes = chosen_codes(selection, data.table("institutions"))
    with st.sidebar:
        _draw(selection, own, options)
    disclosed = data.cached_in_any_language(_disclosed, codes)
    words = in_words(selection, own)
    count = _n("기관 **{count}**곳", disclosed.count, count=number(disclosed.count))
    st.markdown(f"**{escape(words)}** · {count}")
    _say_what_does_not_apply(selection, unknown)
    return disclosed, words


def disclosed_by_all(data: Data) -> Disclosed:
    """What all current institutions disclose."""
    return disclosed_by(data, Selection())


def disclosed_by(data: Data, selection: Selection) -> Disclosed:
    """What the institutions disclose that a selection chooses."""
    return data.cached_in_any_language(_disclosed, chosen_codes(selection, data.table("institutions")))


def discloses_any(of: Disclosed, table: str) -> bool:
    """Whether the institutions chosen disclose anything settled of a table; says so where they do not."""
    return is_any_disclosed(bool((of.table(table)["basis"] == "settled").any()))


def is_any_disclosed(is_any: bool, /) -> bool:
    """As given; says so where nothing is."""
    if not is_any:
        st.info(_("고른 기관은 이 값을 공시하지 않았습니다."), icon=":material/search_off:")
    return is_any


def _options(data: Data) -> Options:
    return disclosing_options(data.table("institutions"))


def _disclosed(data: Data, codes: frozenset[str]) -> Disclosed:
    return of_institutions({name: data.table(name) for name in TABLES}, data.table("institutions"), codes)


def _selection(data: Data, options: Options) -> tuple[Selection, list[str]]:
    """What the address says; a choice made on another page goes along, as far as that page's does."""
    state = st.session_state
    params = {key: values for key, values in address.parameters().items() if key in PARAMS}
    moved = state.get("page") != state.get("filtered_page")
    state["filtered_page"] = state.get("page")
    if moved and not params and "selection" in state:
        address.write(state["selection"].to_query(options))
        return state["selection"], []
    selection, unknown = parse_query(params, options)
    # Pages of postings know only institutions that have any.
    known = {option.code for option in data.postings.options["institution"]}
    state["selection"] = selection.with_codes("institution", known & set(selection.codes("institution")))
    return selection, unknown


def _say_what_does_not_apply(selection: Selection, unknown: list[str]) -> None:
    if left_out := not_applied(selection):
        st.info(
            _(
                "기관이 공시한 값이라 공고의 조건은 따르지 않습니다: {conditions}.",
                conditions=escape(", ".join(left_out)),
            ),
            icon=":material/filter_alt_off:",
        )
    if unknown:
        st.warning(
            _("주소에 있는 조건 가운데 알 수 없는 것은 뺐습니다: {unknown}", unknown=escape(", ".join(unknown))),
            icon=":material/link_off:",
        )


def _draw(selection: Selection, own: Options, options: Options) -> None:
    for key in COLUMN_OF:
        texts = {option.code: option.label for option in own[key]}
        st.session_state[_key(key)] = [code for code in selection.codes(key) if code in texts]
        st.multiselect(
            _(HEADQUARTERS) if key == "region" else FACET[key].label, list(texts), key=_key(key), select_all=False,
            format_func=texts.__getitem__, placeholder=_("전체"), on_change=_write_facet, args=(selection, key, options),
        )  # fmt: skip
    if not selection.is_empty:
        st.button(_("조건 모두 지우기"), icon=":material/filter_alt_off:", on_click=_write, args=(Selection(), options))


def _write_facet(selection: Selection, key: str, options: Options) -> None:
    _write(selection.with_codes(key, st.session_state[_key(key)]), options)


def _write(selection: Selection, options: Options) -> None:
    address.write({**dict.fromkeys(PARAMS), **selection.to_query(options)})


def _key(key: str) -> str:
    return f"disclosed_{key}"
