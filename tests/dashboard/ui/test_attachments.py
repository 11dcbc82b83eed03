"""Attachments on screen."""

from streamlit.testing.v1 import AppTest

from dashboard.languages import speaking
from dashboard.ui.attachments import named

ALONE = """
import streamlit as st
from dashboard.ui.attachments import show_attachments

st.session_state["language"] = "en"
show_attachments([{"attachment_id": 1, "attachment_kind": "A", "file_name": "모집 공고.pdf"}])
"""


def test_an_attachment_is_named_by_its_kind_and_file() -> None:
    row = {"attachment_kind": "A", "file_name": "모집 [1].pdf"}
    assert named(row) == ":gray-badge[공고문] 모집 \\[1\\]\\.pdf"
    with speaking("en"):
        assert named(row) == ":gray-badge[Notice] 모집 \\[1\\]\\.pdf"
        assert named({"attachment_kind": None, "file_name": None}) == ":gray-badge[Kind not stated] Unnamed file"


def test_drawn_again_without_the_page_they_keep_its_language() -> None:
    """A fragment runs again without what stands around it, where the language was chosen."""
    alone = AppTest.from_string(ALONE).run()
    assert [caption.value for caption in alone.caption] == ["A click fetches the file from ALIO."]
    assert alone.button[0].label.startswith(":gray-badge[Notice]")
