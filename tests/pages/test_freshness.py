"""A reader sees how old the data are, that newer ones came, and that the portal cannot be reached."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_loader.snapshot import NewTable, Origin, publish
from data_loader.sync.attempts import OPEN_PART, note_failure, note_successes
from tests.data_loader.conftest import posting_rows
from tests.data_loader.tables.test_tidy import ROSTER, tidy_postings
from tests.pages.reader import said

NEWEST = max(row["recrutPblntSn"] for row in posting_rows(3))


@pytest.fixture
def live_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three real-looking postings, read twelve and a half minutes ago: the page looks at the clock itself."""
    now = datetime.now(UTC)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    tidy = tidy_postings(posting_rows(3), ROSTER)
    origin = Origin(
        "공공기관 채용정보",
        (now - timedelta(minutes=12, seconds=30)).isoformat(),
        coverage="2025년까지의 공고는 아직 받는 중입니다.",
    )
    tables = tidy.with_findings | {"institutions": ROSTER}
    publish(tmp_path, {name: NewTable(table, origin) for name, table in tables.items()}, now)
    return tmp_path


def news(last_known: int) -> None:
    import streamlit as st

    from dashboard.ui import freshness

    st.session_state["shown_postings"] = ("an older snapshot", last_known)
    freshness._tell_news()


def test_real_postings_say_how_long_ago_they_were_read_and_what_is_missing(app: AppTest, live_dir: Path) -> None:
    app.run()
    assert not app.exception
    assert "12분 전 갱신" in said(app)
    assert "아직 받는 중" in said(app)


@pytest.mark.parametrize(("new", "sentence"), [(2, "새 공고 2건이 들어왔습니다."), (0, "")])
def test_new_postings_are_told_quietly(app: AppTest, live_dir: Path, new: int, sentence: str) -> None:
    told = AppTest.from_function(news, args=(NEWEST - new,)).run()
    assert not told.exception
    assert [info.value for info in told.info] == ([sentence] if sentence else [])


def test_a_portal_that_cannot_be_reached_is_told_with_since_when(app: AppTest, live_dir: Path) -> None:
    now = datetime.now(UTC)
    note_successes(live_dir, {OPEN_PART: now - timedelta(hours=3, minutes=1)})
    note_failure(live_dir, OPEN_PART, now, "포털이 제때 답하지 않았습니다.")
    told = AppTest.from_function(news, args=(NEWEST,)).run()
    assert "포털에서 3시간 전부터 새 공고를 받지 못하고 있습니다" in told.caption[0].value
