"""What surrounds every page: navigation, the language of the document, and the one place errors are caught."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.ui.freshness import keep_watch
from data_loader.errors import LoaderError


def run_page(make_pages: Callable[[], Mapping[str, Sequence[StreamlitPage]]]) -> None:
    """Draw the chosen page. A loader's error is a sentence on screen, with the way out."""
    # Made once a session: each looks its file up.
    if "pages" not in st.session_state:
        st.session_state["pages"] = make_pages()
    pages: Mapping[str, Sequence[StreamlitPage]] = st.session_state["pages"]
    page = st.navigation({section: list(entries) for section, entries in pages.items()}, expanded=True)
    st.session_state["page"] = page.url_path
    try:
        keep_watch()
        page.run()
    except LoaderError as error:
        st.error(str(error), icon=":material/error:")
