"""Links and tables of links as one element: a click stays in this session, a middle click opens a tab.

Links in Streamlit's Markdown always open a tab, which loads the whole application anew.
"""

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from dashboard.ui.address import is_first_run, link
from dashboard.ui.gathering import gathering

# Short, and the same for every instance; `isolate_styles` keeps the style to what is within.
FOLLOW = """
export default function ({ parentElement, data, setTriggerValue }) {
  let box = parentElement.querySelector(".linked");
  if (!box) {
    box = document.createElement("div");
    box.className = "linked";
    parentElement.append(box);
  }
  if (box.told !== data.html) box.innerHTML = box.told = data.html;
  box.onclick = (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("followed", link.getAttribute("href"));
  };
}"""


def show_linked(html: str, key: str, follow: Callable[[str], None] | None = None) -> None:
    """Draw HTML of ours (what comes from elsewhere in it is escaped), whose links lead to pages of ours.

    `follow`: what a click on a link does instead of going there; told its address.
    """
    if gathering():
        # It keeps charts alone.
        return
    state = st.session_state
    on_click = (lambda: follow(state[key]["followed"])) if follow else (lambda: None)
    result = _element()(key=key, data={"html": html}, on_followed_change=on_click)
    followed = result.get("followed")
    if followed and not follow:
        _go(followed)
    if followed and follow and is_first_run():
        follow(followed)
        st.rerun()


def anchor(text: str, page: str, **params: str) -> str:
    """A link to a page of ours, over the same data in the same language."""
    return f'<a href="{escape(link(page, **params))}">{escape(text)}</a>'


def asked_by(address: str) -> Mapping[str, str]:
    """The parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query))


def _go(address: str) -> None:
    page = urlsplit(address).path
    st.switch_page(f"pages/{page}.py", query_params=dict(asked_by(address)))


@cache
def _element() -> Callable[..., Any]:
    style = Path(__file__).with_name("linked.css").read_text(encoding="utf-8")
    element: Callable[..., Any] = st.components.v2.component("linked", js=FOLLOW, css=style)
    return element
