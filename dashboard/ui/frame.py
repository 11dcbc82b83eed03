"""What surrounds every page: navigation, the language of the document, and the one place errors are caught."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.data import current_data
from dashboard.languages import N_, _, spoken
from dashboard.takeaways.titles import title_of
from dashboard.ui.address import (
    carry_along,
    end_first_run,
    go_back_to_usual,
    going_along,
    offer_data,
    offer_language,
    remember,
)
from dashboard.ui.as_of import cited_day, show_as_of
from dashboard.ui.ask import show_box
from dashboard.ui.blocks import fine_print
from dashboard.ui.follow import print_style, show_row
from dashboard.ui.freshness import keep_watch
from dashboard.ui.screen import set_style
from dashboard.words import told
from data_loader.errors import LoaderError

# Two pages drawn at once take turns at the interpreter and are both late; one after the other, only one is.
TURN = Lock()
LONGEST_TURN_SECONDS = 0.05
STATIC = Path(__file__).resolve().parent.parent.parent / "static"
LOGOS = {"ko": str(STATIC / "logo.svg"), "en": str(STATIC / "logo-en.svg")}
PURPOSE = N_("공공기관이 누구를, 어디서, 얼마에 뽑는지 공개 자료로 답합니다.")


def run_page(make_pages: Callable[[], Mapping[str, Sequence[StreamlitPage]]]) -> None:
    """Draw the chosen page. A loader's error is a sentence on screen, with the way out."""
    state, made = st.session_state, f"pages_{spoken()}"
    # Made once a session: each looks its file up.
    if made not in state:
        state[made] = make_pages()
    pages: Mapping[str, Sequence[StreamlitPage]] = state[made]
    page = st.navigation({section: list(entries) for section, entries in pages.items()}, position="hidden")
    st.set_page_config(page_title=title_of(page.url_path))
    st.logo(LOGOS[spoken()], size="large")
    set_style()
    go_back_to_usual(has_moved=state.get("page", page.url_path) != page.url_path)
    state["page"] = page.url_path
    with st.sidebar:
        st.caption(_(PURPOSE))
        _show_navigation(pages)
        # Before the page: one that ends early (`st.stop`) draws nothing more.
        top = st.container(horizontal=True)
    with top:
        offer_language()
    try:
        with _turn():
            keep_watch()
            # In the middle of the page: a sample that is not there yet shows here how far it is.
            data = current_data()
            with top:
                offer_data(data)
            print_style()
            show_box(data, page.url_path)
            day, above = cited_day(), st.container()
            try:
                page.run()
            finally:
                # Also of a page that ends early.
                if day:
                    with above:
                        show_as_of(current_data(), day)
                show_row(page.url_path)
    except LoaderError as error:
        st.error(told(error.sentence), icon=":material/error:")
    finally:
        carry_along()
        remember(page.url_path)
        end_first_run()


def _show_navigation(pages: Mapping[str, Sequence[StreamlitPage]]) -> None:
    """Links of our own: what is chosen stands in their addresses, so that it goes along whatever the session remembers."""
    for section, entries in pages.items():
        with st.container(gap="xxsmall"):
            st.markdown(fine_print(section))
            for entry in entries:
                # A page knows its path only within a session, not while a server warms up.
                st.page_link(entry, query_params=going_along(getattr(entry, "url_path", "")))


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for the page drawn before, but not for a slow one."""
    is_ours = TURN.acquire(timeout=LONGEST_TURN_SECONDS)
    try:
        yield
    finally:
        if is_ours:
            TURN.release()
