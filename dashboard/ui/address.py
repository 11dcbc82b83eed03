"""The URL holds every choice: widgets write to it when they change, pages read from it.

Streamlit's own `bind="query-params"` would write an option's text, with its count and in Korean; links are
to be short, lasting and readable.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st

from dashboard.data import DATA, REAL, SAMPLE, UNUSUAL_DATA, Data, current_data, usual_data
from dashboard.languages import KOREAN, LANGUAGES, _, speak, spoken
from dashboard.selection.selection import LONGEST_QUERY, PARAMS, clean_text
from dashboard.takeaways.titles import title_of
from dashboard.ui.gathering import current_page, gathering

Value = TypeVar("Value", bound=str)
HAS_RUN = "has_run"
LEFT = "left_pages"
# The day an address was cited on.
AS_OF = "asof"
# How a page is shown; not which one of many is open, nor what is passing.
STAYING = ("view", "measure", "by", "count", "units", "map", "sort", "indicator", "year", "period", "x", "y", "code")
COUNTING = ("places", "competition")
OF_POSTINGS = ("postings", "places", "trends", "competition", "skills")


def is_first_run() -> bool:
    """Whether this session has drawn nothing yet.

    A browser that lost its session (sleep, a restart) comes with what its widgets held and with the click that woke it;
    no callback is called for that. So nothing is assigned to a widget then: it takes its choice from the address as its
    default, and what it returns instead is what was clicked.
    """
    return not st.session_state.get(HAS_RUN, False)


def end_first_run() -> None:
    st.session_state[HAS_RUN] = True


def holding(key: str, parameter: str, value: Any, empty: Any = "") -> dict[str, Any]:
    """What to give a widget so that it shows `value`: see `is_first_run`. `parameter`: what the widget calls it."""
    if is_first_run():
        return {"key": key, parameter: value}
    if key in st.session_state or value not in (empty, []):
        st.session_state[key] = value
    # A number or a day is today's or nought unless told otherwise.
    return {"key": key} | ({parameter: None} if empty is None else {})


def write_what_was_held(is_other: bool, write_it: Callable[..., None], *arguments: Any) -> None:
    """What a browser that lost its session still held counts as chosen just now."""
    if is_other and is_first_run():
        write_it(*arguments)
        st.rerun()


def parameters() -> dict[str, tuple[str, ...]]:
    """All parameters with their values, repeated ones together."""
    return {key: tuple(st.query_params.get_all(key)) for key in st.query_params}


def link(page: str, /, **params: str) -> str:
    """Where a link on a page leads, in the language spoken and over the same data: link("institutions", code="C0247")."""
    return f"{page}?{urlencode(params | carried(), safe=',')}"


def write(changes: Mapping[str, str | None]) -> None:
    """Set some parameters and remove those given as None, as one step in the browser's history."""
    shown = {key: list(values) for key, values in parameters().items()}
    changes = {**carried(), **changes}
    wanted = {key: values for key, values in shown.items() if key not in changes}
    wanted |= {key: [value] for key, value in changes.items() if value is not None}
    if wanted != shown:
        st.query_params.from_dict(wanted)


def speak_as_asked() -> None:
    """The language the URL names, else the one this reader has been reading."""
    speak(st.query_params.get("lang", st.session_state.get("language", KOREAN)))
    st.session_state["language"] = spoken()


def speak_as_before() -> None:
    """For fragments, which run without the page around them."""
    speak(st.session_state.get("language", KOREAN))


def go_back_to_usual(has_moved: bool) -> None:
    """Going back on a page to an address without a language is going back to Korean; so with the data."""
    if has_moved:
        return
    state = st.session_state
    is_korean = spoken() == KOREAN or "lang" in st.query_params
    has_usual_data = not state.get(UNUSUAL_DATA) or DATA in st.query_params
    if not is_korean:
        state["language"] = KOREAN
    if not has_usual_data:
        state[DATA] = usual_data()
    if not (is_korean and has_usual_data):
        st.rerun()


def carry_along() -> None:
    """Going to another page empties the URL: language and data go along, unless they went with the filters."""
    if carried():
        write({})


def carried() -> dict[str, str]:
    """The parameters that go along from page to page."""
    unusual = st.session_state.get(UNUSUAL_DATA)
    return ({} if spoken() == KOREAN else {"lang": spoken()}) | ({DATA: unusual} if unusual else {})


def going_along(to: str = "") -> dict[str, str]:
    """What a link to another page of ours carries: the choice of postings, the language and the data; how that page was
    left, and what this one counts."""
    state = st.session_state
    own = {key: ",".join(values) for key, values in parameters().items() if key in PARAMS}
    # Where this page has read an address without a choice, the choice was given up.
    if own or state.get("filtered_page") == state.get("page"):
        state["brought"] = own
    brought: dict[str, str] = state.get("brought", {})
    shown = {} if to == state.get("page") else _shown_there(to)
    return shown | brought | carried()


def remember(page: str) -> None:
    """How a page is shown, for when its reader comes back to it."""
    own = {key: ",".join(values) for key, values in parameters().items() if key in STAYING}
    st.session_state.setdefault(LEFT, {})[page] = own


def _shown_there(page: str) -> dict[str, str]:
    """As it was left; where it has not been seen yet, counted as here, and of the one institution this page is about."""
    left: dict[str, dict[str, str]] = st.session_state.get(LEFT, {})
    here = {key: values[-1] for key, values in parameters().items()}
    shown = left.get(page)
    if shown is None:
        shown = {"count": here["count"]} if "count" in here and page in COUNTING else {}
    if page in OF_POSTINGS and _has_postings(here.get("code", "")):
        return shown | {"institution": here["code"]}
    if page == "institutions" and "," not in here.get("institution", ","):
        return {**shown, "code": here["institution"]}
    return shown


def _has_postings(institution: str) -> bool:
    """Without an institution nothing is read: links stand on the page before the data are there."""
    return bool(institution) and any(
        institution == option.code for option in current_data().postings.options["institution"]
    )


def offer_language() -> None:
    """The same view in the other language, under its own name: who looks for it cannot read this one."""
    language = next(language for language in LANGUAGES if language != spoken())
    wanted = None if language == KOREAN else language
    st.button(
        LANGUAGES[language], icon=":material/language:", type="tertiary", key="other_language",
        on_click=_change_language, args=(wanted,),
    )  # fmt: skip


def offer_data(data: Data, key: str = "other_data") -> None:
    """The same view of the invented postings to those who read a record, of the real ones to those who read these."""
    if not (data.is_sample or data.is_record):
        return
    label, icon, other = _("예시 자료로 보기"), "science", SAMPLE
    if data.is_sample:
        label, icon, other = _("실제 자료로 보기"), "verified", REAL
    st.button(label, icon=f":material/{icon}:", type="tertiary", key=key, on_click=change_data, args=(other,))


def change_data(wanted: str) -> None:
    """The same view of other data; for callbacks."""
    st.session_state[DATA] = wanted
    st.session_state[UNUSUAL_DATA] = None if wanted == usual_data() else wanted
    write({DATA: st.session_state[UNUSUAL_DATA]})


def _change_language(wanted: str | None) -> None:
    st.session_state["language"] = wanted or KOREAN
    write({"lang": wanted})


def choose_one(label: str, name: str, options: Mapping[Value, str], default: Value) -> Value:
    """One of few options (value in the URL → text), side by side. What the URL does not know is the default."""
    key = f"choice_{name}"
    value = st.query_params.get(name)
    held = next((option for option in options if option == value), default)
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        on_change=_write_choice,
        args=(name, default),
        **holding(key, "default", held),
    )
    write_what_was_held(chosen not in (held, None), _write_choice, name, default)
    if name == "view":
        _name_view(options, chosen or default, value)
    return chosen or default


def _name_view(options: Mapping[Value, str], chosen: Value, asked: str | None) -> None:
    """In the tab of the browser, and to who gathers the charts of the view."""
    if gathered := gathering():
        gathered.views, gathered.title = {str(key): text for key, text in options.items()}, options[chosen]
        gathered.unknown += [f"view={asked}"] if asked not in (None, *options) else []
    st.set_page_config(page_title=title_of(current_page(), options[chosen]))


def choose_from(label: str, name: str, options: Mapping[str, str], default: str) -> str:
    """One of many options, in a list that can be typed into."""
    key = f"choice_{name}"
    value = st.query_params.get(name, default)
    held = value if value in options else default
    if not is_first_run():
        st.session_state[key] = held
    chosen = st.selectbox(
        label,
        list(options),
        list(options).index(held) if is_first_run() and held in options else 0,
        key=key,
        format_func=options.__getitem__,
        width=240,
        on_change=_write_choice,
        args=(name, default),
    )
    write_what_was_held(chosen not in (held, None), _write_choice, name, default)
    return str(chosen or default)


def choose_text(label: str, name: str, placeholder: str) -> str:
    """A few words to search for."""
    key = f"choice_{name}"
    st.session_state[key] = clean_text(st.query_params.get(name, ""))
    return str(
        st.text_input(
            label, key=key, placeholder=placeholder, icon=":material/search:", max_chars=LONGEST_QUERY,
            on_change=_write_choice, args=(name, ""),
        )
    )  # fmt: skip


def choose_page(name: str, pages: int) -> int:
    """A page number from 1 to `pages`."""
    key = f"choice_{name}"
    text = st.query_params.get(name, "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    number = min(max(number, 1), pages)
    # Streamlit warns of a value set beside the widget's own default, which is 1.
    if st.session_state.get(key, 1) != number:
        st.session_state[key] = number
    return st.pagination(pages, key=key, on_change=_write_choice, args=(name, "1"))


def choose_years(label: str, years: Sequence[int], default: tuple[int, int]) -> tuple[int, int]:
    """The first and the last of some years, one apart at least: `?years=2023-2025`."""
    key = "choice_years"
    first, _dash, last = st.query_params.get("years", "").partition("-")
    known = {str(year): year for year in years}
    asked = (known.get(first, 0), known.get(last, 0))
    asked = asked if 0 < asked[0] < asked[1] else default
    # A slider has two handles only where its own value says so; what it stands on is else left to the browser.
    if st.session_state.get(key, asked) != asked:
        st.session_state[key] = asked
    return st.select_slider(label, list(years), asked, key=key, on_change=_write_years, args=(default,), width=320)


def _write_years(default: tuple[int, int]) -> None:
    """Both handles on one year mean no change: the address stays as it was."""
    first, last = st.session_state["choice_years"]
    if first < last:
        write({"years": None if (first, last) == default else f"{first}-{last}"})


def choose_switch(label: str, name: str, *, default: bool = False, about: str | None = None) -> bool:
    key = f"choice_{name}"
    st.session_state[key] = st.query_params.get(name, "01"[default]) == "1"
    return st.toggle(label, key=key, help=about, on_change=_write_switch, args=(name, default))


def _write_choice(name: str, default: str) -> None:
    value = str(st.session_state[f"choice_{name}"])
    write({name: None if value == default else value})


def _write_switch(name: str, default: bool) -> None:
    chosen = bool(st.session_state[f"choice_{name}"])
    write({name: None if chosen == default else "01"[chosen]})
