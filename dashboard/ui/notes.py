"""How the numbers on screen are made, one click away."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.languages import _
from dashboard.method import note_of
from dashboard.ui.gathering import gathering


def show_notes(*measures: Callable[..., Any]) -> None:
    """The notes of these measures, folded; the same text stands in docs/method.md."""
    said = (f"- {_(line)}" for measure in measures for line in note_of(measure).splitlines())
    lines = list(dict.fromkeys(said))
    if gathered := gathering():
        gathered.notes += lines
        return
    with st.expander(_("계산 방법"), icon=":material/function:"):
        st.markdown("\n".join(lines))
