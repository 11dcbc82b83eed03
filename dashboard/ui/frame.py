"""What surrounds every page: navigation, the language of the document, and the one place errors are caught."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.data import current_data
from dashboard.languages import spoken
from dashboard.takeaways.titles import title_of
from dashboard.ui.address import carry_along, go_back_to_usual, offer_data, offer_language
from dashboard.ui.ask import show_box
from dashboard.ui.follow import print_style, show_row
from dashboard.ui.freshness import keep_watch
from dashboard.words import told
from data_loader.errors import LoaderError

# Two pages drawn at once take turns at the interpreter and are both late; one after the other, only one is.
TURN = Lock()
LONGEST_TURN_SECONDS = 0.05


def run_page(make_pages: Callable[[], Mapping[str, Sequence[StreamlitPage]]]) -> None:
    """Draw the chosen page. A loader's error is a sentence on screen, with the way out."""
    state, made = st.session_state, f"pages_{spoken()}"
    # Made once a session: each looks its file up.
    if made not in state:
        state[made] = make_pages()
    pages: Mapping[str, Sequence[StreamlitPage]] = state[made]
    page = st.navigation({section: list(entries) for section, entries in pages.items()}, expanded=True)
    st.set_page_config(page_title=title_of(page.url_path))
    go_back_to_usual(has_moved=state.get("page", page.url_path) != page.url_path)
    state["page"] = page.url_path
    # Before the page: one that ends early (`st.stop`) draws nothing more.
    top = st.sidebar.container(horizontal=True)
    with top:
        offer_language()
    try:
        with _turn():
            keep_watch()
            with top:
                offer_data(current_data())
            print_style()
            show_box(current_data(), page.url_path)
            try:
                page.run()
            finally:
                # Also below a page that ends early.
                show_row(page.url_path)
    except LoaderError as error:
        st.error(told(error.sentence), icon=":material/error:")
    finally:
        carry_along()


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for the page drawn before, but not for a slow one."""
    is_ours = TURN.acquire(timeout=LONGEST_TURN_SECONDS)
    try:
        yield
    finally:
        if is_ours:
            TURN.release()
