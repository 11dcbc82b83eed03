"""An address with the day it was cited on (`asof=2026-11-03`): what it showed then, and what changed since."""

from datetime import date

import streamlit as st

from dashboard.data import Data
from dashboard.languages import _, _n
from dashboard.measures.as_of import Since, since
from dashboard.measures.changes import CHANGE_NAMES
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.ui.address import AS_OF, link
from dashboard.words import number


def cited_day() -> date | None:
    """The day in the address; None where there is none, or none that is a day."""
    try:
        return date.fromisoformat(st.query_params.get(AS_OF, ""))
    except ValueError:
        return None


def show_as_of(data: Data, day: date) -> None:
    """One sentence on the present choice then and since; and on figures that were corrected since."""
    now = date.fromisoformat(data.origin("postings").as_of[:10])
    if day >= now:
        return
    found = data.postings.find(st.session_state.get("selection", Selection()))
    st.info(
        "  \n".join([_about_postings(data, found, day, now), *_about_figures(data, day)]), icon=":material/history:"
    )


def _about_postings(data: Data, found: Found, day: date, now: date) -> str:
    shown = {"day": day, "now": now}
    if not {"observations", "changes"} <= data.snapshot.tables.keys():
        return _("{day} 기준으로 인용된 주소입니다. 이 자료에는 바뀐 이력이 없어 {now} 기준의 값만 보입니다.", **shown)
    known: Since = found.cached_in_any_language(since, data.table("observations"), data.table("changes"), day)
    if known.postings is None or known.headcount is None:
        return _("{day} 기준으로 인용된 주소입니다. 그때는 아직 자료를 받지 않아 {now} 기준의 값만 보입니다.", **shown)
    then = _n(
        "{day} 기준으로 인용된 주소입니다. 그날까지 올라온 이 조건의 공고는 **{count}건**(모집인원 {headcount}명)이고, 아래는 {now} 기준입니다.",
        known.postings, count=number(known.postings), headcount=number(known.headcount), **shown,
    )  # fmt: skip
    parts = [
        _("{change} {count}건", change=_(name), count=number(known.changes[kind]))
        for kind, name in CHANGE_NAMES.items()
        if known.changes.get(kind)
    ]
    after = (
        _("그 뒤: {changes}. 고친 공고는 지금 적힌 대로 셉니다.", changes=", ".join(parts))
        if parts
        else _("그 뒤 바뀐 것이 없습니다.")
    )
    return f"{then} {after}"


def _about_figures(data: Data, day: date) -> list[str]:
    revisions = data.table("revisions")
    count = int((revisions["after_as_of"].astype(str).str[:10] > str(day)).sum())
    if not count:
        return []
    words = _n("그 뒤 공시한 값 {count}개가 고쳐졌습니다.", count, count=number(count))
    more = _("모두 보기")
    return [f"{words} [{more}]({link('data', view='news')})"]
