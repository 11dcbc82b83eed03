"""How old the data are, and whether newer ones have come meanwhile."""

from datetime import UTC, datetime

import streamlit as st

from dashboard.data import current_data
from dashboard.languages import _, _n
from dashboard.ui.address import speak_as_before
from dashboard.words import ago, number
from data_loader.settings import load_settings
from data_loader.snapshot import Origin
from data_loader.sync.attempts import OPEN_PART, Attempt, last_attempts

LOOK_AGAIN = "60s"


def age(origin: Origin) -> str:
    """ "3분 전 갱신"; nothing for a sample or a record, which do not age, or where only the day is known."""
    if origin.is_sample or origin.is_record or len(origin.as_of) <= len("2026-01-01"):
        return ""
    return _("{ago} 갱신", ago=ago(datetime.fromisoformat(origin.as_of), datetime.now(UTC)))


def keep_watch() -> None:
    """Look every minute whether newer postings came. A sample never changes: there it costs nothing."""
    data = current_data()
    if not data.is_sample:
        st.session_state["shown_postings"] = (data.snapshot.id, int(data.postings.posting_ids.max(initial=0)))
        st.session_state["shown_record"] = data.is_record
        with st.sidebar:
            _tell_news()


@st.fragment(run_every=LOOK_AGAIN)
def _tell_news() -> None:
    speak_as_before()
    data = current_data()
    snapshot_id, last_id = st.session_state["shown_postings"]
    new = int((data.postings.posting_ids > last_id).sum()) if data.snapshot.id != snapshot_id else 0
    if st.session_state.get("shown_record") and not data.is_record:
        st.info(_("지금의 공고를 받았습니다."), icon=":material/fiber_new:")
        if st.button(_("새로 보기"), icon=":material/refresh:"):
            st.rerun()
    elif new:
        st.info(_n("새 공고 {count}건이 들어왔습니다.", new, count=number(new)), icon=":material/fiber_new:")
        if st.button(_("새로 보기"), icon=":material/refresh:"):
            st.rerun()
    attempt = last_attempts(load_settings().data_dir).get(OPEN_PART)
    if attempt and attempt.is_failing:
        st.caption(f":material/cloud_off: {_failing_since(attempt)}")


def _failing_since(attempt: Attempt) -> str:
    if attempt.succeeded_at is None:
        return _("포털에서 새 공고를 받지 못하고 있습니다. 자료는 그대로이며 10분마다 다시 받습니다.")
    since = ago(attempt.succeeded_at, datetime.now(UTC))
    return _(
        "포털에서 {since}부터 새 공고를 받지 못하고 있습니다. 자료는 그대로이며 10분마다 다시 받습니다.", since=since
    )
