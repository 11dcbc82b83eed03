"""What stands below each page: keep this view, what is kept, one page about the choice, feed, calendar, print.

What is kept stays in the reader's browser; the server learns an address when it is opened or counted.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard.data import Data, current_data
from dashboard.languages import _, spoken
from dashboard.selection.selection import PARAMS, Selection
from dashboard.takeaways.titles import name_of, navigation
from dashboard.ui import address
from dashboard.ui.browser_code import loading

MINE = "mine"
# Pages whose brief is about one theme.
THEMES = {"pay": "pay", "family": "family"}
# How a list is shown is no part of what is kept.
PASSING = ("page", "tables", "lang")
OPEN = "open"


def show_row(page: str) -> None:
    """Below the page at a path; what it offers follows the choice."""
    # What is kept is its own way back.
    if page == MINE:
        return
    data = current_data()
    found = _element()(
        key="kept", data={**_common(data), "is_list": False, **_view(data, page), "links": _links(data, page)}, on_open_change=_nothing
    )  # fmt: skip
    _go(found.get(OPEN))


def show_kept() -> None:
    """All that is kept in this browser, with what is new in each; and a list somebody shared by its address."""
    query = urlencode([("item", item) for item in st.query_params.get_all("item")])
    found = _element()(
        key="kept_list", data={**_common(current_data()), "is_list": True, "query": query}, on_open_change=_nothing
    )
    _go(found.get(OPEN))


def print_style() -> None:
    """Paper gets the page without what only a screen needs; one line of style, which takes no room."""
    st.html(f"<style>{PRINTED}</style>")


PRINTED = (
    "@page{size:A4;margin:12mm}"
    "@media print{"
    "[data-testid=stSidebar],[data-testid=stHeader],[data-testid=stToolbar],[data-testid=stBottom],"
    "[data-testid=stButton],[data-testid=stDownloadButton],[data-testid=stPopover],[data-testid=stButtonGroup],"
    "[data-testid=stCheckbox],[data-testid=stSelectbox],[data-testid=stTextInput]{display:none!important}"
    "[data-testid=stMainBlockContainer]{padding:0!important;max-width:none!important}"
    ".chart-figure,[data-testid=stMetric]{break-inside:avoid}h2,h3{break-after:avoid}"
    "}"
)


def _view(data: Data, page: str) -> dict[str, Any]:
    shown = {key: value for key, value in _parameters().items() if key not in PASSING}
    query = urlencode(shown, safe=",")
    return {"address": f"{page}?{query}" if query else page, "title": _title(data, page)}


def _links(data: Data, page: str) -> list[dict[str, str]]:
    """One page about the choice; and of a choice of postings their feed, their deadlines and the whole list."""
    chosen = {key: value for key, value in _parameters().items() if key in PARAMS or key in ("code", "data", "lang")}
    code = chosen.pop("code", "")
    if code and "," not in code:
        chosen["institution"] = code
    query = urlencode(chosen, safe=",")
    theme = THEMES.get(page, "hires" if page == "trends" and st.query_params.get("view", "hired") == "hired" else "")
    brief = urlencode({**({"theme": theme} if theme else {}), **chosen}, safe=",")
    offered = [
        (_("한 쪽 요약"), "brief", brief),
        (_("새 공고 피드"), "data/feed.xml", query),
        (_("마감 달력 구독"), "data/calendar.ics", query),
        (_("목록 인쇄"), "print", query),
    ]
    return [{"text": text, "href": f"{where}?{asked}" if asked else where} for text, where, asked in offered]


def _parameters() -> dict[str, str]:
    return {key: ",".join(values) for key, values in address.parameters().items()}


def _title(data: Data, page: str) -> str:
    """The posting or institution that is open, else the page with its choice."""
    number, code = st.query_params.get("posting", ""), st.query_params.get("code", "")
    row = data.postings.row_of(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if row is not None:
        return str(data.postings.table.column("title")[row].as_py())
    if code in data.institutions:
        return str(data.institutions[code]["institution"])
    selection: Selection = st.session_state.get("selection", Selection())
    if selection.is_empty:
        return name_of(page)
    return f"{name_of(page)}: {selection.in_words(data.postings.options)}"


def _common(data: Data) -> dict[str, Any]:
    return {
        "labels": data.cached(_labels),
        "latest": data.cached_in_any_language(_latest),
        "day": str(data.today),
        "language": spoken(),
        "mine": address.link(MINE),
        "newest": address.link("postings"),
        "counts": "follow/counts.json",
    }


def _latest(data: Data) -> int:
    return int(data.postings.posting_ids.max(initial=0))


def _labels(data: Data) -> Mapping[str, str]:
    return {
        "keep": _("☆ 이 화면 담기"),
        "keeping": _("★ 담은 화면"),
        "mine": _("관심"),
        "print": _("이 화면 인쇄"),
        "new_since": _("지난 방문({day}) 뒤 새 공고 {count}건", day="{day}", count="{count}"),
        "nothing": _("담은 것이 없습니다. 어느 화면에서든 아래의 “이 화면 담기”를 누르면 여기에 모입니다."),
        "shared": _("받은 목록"),
        "take": _("내 관심에 더하기"),
        "share": _("이 목록의 주소 복사"),
        "copied": _("복사했습니다."),
        "clear": _("모두 지우기"),
        "forget": _("빼기"),
        "count": _("공고 {count}건", count="{count}"),
        "fresh": _("새 공고 {count}건", count="{count}"),
    }


def _go(wanted: Any) -> None:
    """To a page of ours with its parameters; anything else stays where it is."""
    if not isinstance(wanted, str):
        return
    path, _mark, query = wanted.partition("?")
    pages = {page.url_path: page for entries in st.session_state[f"pages_{spoken()}"].values() for page in entries}
    if path in navigation() and path in pages:
        st.switch_page(pages[path], query_params=dict(parse_qsl(query)))


def _nothing() -> None:
    """What was clicked is answered after the page is drawn."""


@cache
def _element() -> Callable[..., Any]:
    element: Callable[..., Any] = st.components.v2.component("kept", js=loading("kept"))
    return element
