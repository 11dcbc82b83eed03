"""The filters: every option with its live count, every choice in the URL. Beside the page, or on a phone in a sheet of their own."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.data import Data, current_data
from dashboard.languages import N_, _, _n
from dashboard.selection.facets import FACET, Facet
from dashboard.selection.index import Found
from dashboard.selection.selection import ATTRIBUTES, PARAMS, Option, Selection, clean_text, parse_query
from dashboard.ui import address
from dashboard.ui.address import holding, write_what_was_held
from dashboard.ui.chosen import show_chosen, write_selection
from dashboard.ui.freshness import age
from dashboard.ui.screen import is_phone
from dashboard.words import escape, number
from data_loader.snapshot import Origin

COUNT_MARK = " · "
# Lists and not pills: pills cost each rerun three times as much, and read foreign names as Markdown.
IN_VIEW = ("status", "hire", "region", "ncs")
# Drawn only while opened: every widget costs each reader time at each rerun.
MORE = ("type", "class", "ministry", "institution", "career", "education", "replacement", "preference")
# What can be left out, in one list.
LEFT_OUT = ("hire", "region", "ncs", "type", "career", "status")
PERSONS = {"min": N_("인원 이상"), "max": N_("인원 이하")}


def choose_postings(data: Data, narrowed: Callable[[Found], Found] | None = None) -> Found:
    """Draw the filters and what is chosen of them; return what they find. `narrowed`: what the page shows of it."""
    selection, unknown = _selection(data)
    found = data.postings.find(selection)
    is_narrowed = narrowed is not None and narrowed(found) is not found
    if is_phone():
        show_chosen(found, _sheet, is_narrowed=is_narrowed)
    else:
        with st.sidebar:
            _draw(found)
        show_chosen(found, is_narrowed=is_narrowed)
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
    write_selection(found.selection.with_codes(key, codes), found.index.options)


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


def _sheet() -> None:
    """The same filters over the whole of a small screen; what is behind it is drawn anew when it closes."""

    @st.dialog(_("조건"), position="right", on_dismiss="rerun")
    def sheet() -> None:
        address.speak_as_before()
        data = current_data()
        found = data.postings.find(_selection(data)[0])
        _draw(found)
        label = _n("공고 {count}건 보기", found.count, count=number(found.count))
        if st.button(label, type="primary", width="stretch", key="close_sheet"):
            st.rerun()

    sheet()


def _draw(found: Found) -> None:
    _draw_text(found)
    for key in IN_VIEW:
        _draw_facet(FACET[key], found)
    more = st.expander(_("기관·학력·인원·제외 조건"), icon=":material/tune:", key="more_filters", on_change="rerun")
    if more.open:
        with more:
            for key in MORE:
                _draw_facet(FACET[key], found)
            _draw_left_out(found)
            _draw_persons(found)


def _draw_text(found: Found) -> None:
    text = st.text_input(
        _("공고 검색"),
        placeholder=_("간호, 한전, ㅎㄱㅈㄹ"),
        icon=":material/search:",
        max_chars=100,
        on_change=_range_changed,
        args=(found, "q"),
        **holding(_key("q"), "value", found.selection.text),
    )
    write_what_was_held(text != found.selection.text, _range_changed, found, "q")


def _draw_facet(facet: Facet, found: Found) -> None:
    codes, texts = found.cached(_option_texts, facet)
    chosen = list(found.selection.codes(facet.key))
    picked = st.multiselect(
        facet.label,
        codes,
        format_func=texts.__getitem__,
        placeholder=_("전체"),
        select_all=False,
        on_change=_facet_changed,
        args=(found, facet.key),
        **holding(_key(facet.key), "default", chosen),
    )
    write_what_was_held(sorted(picked) != sorted(chosen), _facet_changed, found, facet.key)


def _draw_left_out(found: Found) -> None:
    """Options of several filters to do without: `hire:R1040`."""
    texts = found.cached(_left_out_texts)
    chosen = [f"{key}:{code}" for key, codes in found.selection.excluded for code in codes]
    picked = st.multiselect(
        _("제외할 것"),
        list(texts | {each: each for each in chosen if each not in texts}),
        format_func=lambda each: texts.get(each, each),
        placeholder=_("없음"),
        select_all=False,
        on_change=_left_out_changed,
        args=(found,),
        **holding(_key("without"), "default", chosen),
    )
    write_what_was_held(sorted(picked) != sorted(chosen), _left_out_changed, found)


def _draw_persons(found: Found) -> None:
    for column, (key, label) in zip(st.columns(2), PERSONS.items(), strict=True):
        held = getattr(found.selection, ATTRIBUTES[key])
        value = column.number_input(
            _(label),
            min_value=0,
            step=1,
            placeholder=_("명").strip(),
            on_change=_range_changed,
            args=(found, key),
            **holding(_key(key), "value", held, None),
        )
        write_what_was_held(value != held, _range_changed, found, key)


def _facet_changed(found: Found, key: str) -> None:
    choose_codes(found, key, _codes_of(st.session_state[_key(key)], found.index.options[key]))


def _left_out_changed(found: Found) -> None:
    selection, picked = found.selection, [each.split(":", 1) for each in st.session_state[_key("without")]]
    for key in FACET:
        selection = selection.excluding(key, [code for own, code in picked if own == key])
    write_selection(selection, found.index.options)


def _range_changed(found: Found, key: str) -> None:
    value = st.session_state[_key(key)]
    changed = {ATTRIBUTES[key]: clean_text(value or "") if key == "q" else value}
    write_selection(found.selection.with_ranges(**changed), found.index.options)


def _left_out_texts(found: Found) -> dict[str, str]:
    return {
        f"{key}:{option.code}": f"{FACET[key].label}: {option.label}"
        for key in LEFT_OUT
        for option, total in zip(found.index.options[key], found.index.facets[key].totals.tolist(), strict=True)
        if total
    }


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
