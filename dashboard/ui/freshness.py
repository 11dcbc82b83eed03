"""How old the data are, and whether newer ones have come meanwhile."""

from datetime import UTC, datetime

import streamlit as st

from dashboard.data import current_data
from dashboard.words import ago
from data_loader.attempts import OPEN_PART, last_attempts
from data_loader.snapshot import Origin

LOOK_AGAIN = "60s"


def age(origin: Origin) -> str:
    """ "3분 전 갱신"; nothing for a sample, which does not age, or where only the day is known."""
    if origin.is_sample or len(origin.as_of) <= len("2026-01-01"):
        return ""
    return f"{ago(datetime.fromisoformat(origin.as_of), datetime.now(UTC))} 갱신"


def keep_watch() -> None:
    """Look every minute whether newer postings came. A sample never changes: there it costs nothing."""
    data = current_data()
    if not data.is_sample:
        st.session_state["shown_postings"] = (data.snapshot.id, int(data.postings.posting_ids.max(initial=0)))
        with st.sidebar:
            _tell_news()


@st.fragment(run_every=LOOK_AGAIN)
def _tell_news() -> None:
    data = current_data()
    snapshot_id, last_id = st.session_state["shown_postings"]
    new = int((data.postings.posting_ids > last_id).sum()) if data.snapshot.id != snapshot_id else 0
    if new:
        st.info(f"새 공고 {new:,}건이 들어왔습니다.", icon=":material/fiber_new:")
        if st.button("새로 보기", icon=":material/refresh:"):
            st.rerun()
    attempt = last_attempts(data.snapshot.folder.parent.parent).get(OPEN_PART)
    if attempt and attempt.is_failing:
        since = f"{ago(attempt.succeeded_at, datetime.now(UTC))}부터 " if attempt.succeeded_at else ""
        st.caption(
            f":material/cloud_off: 포털에서 {since}새 공고를 받지 못하고 있습니다. 자료는 그대로이며 10분마다 다시 받습니다."
        )
