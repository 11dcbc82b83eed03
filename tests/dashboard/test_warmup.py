"""What the server does before its first reader."""

import pytest
from streamlit.runtime import runtime

from dashboard import warmup


def test_streamlit_still_waits_by_the_name_we_set(monkeypatch: pytest.MonkeyPatch) -> None:
    before = runtime.MESSAGE_FLUSH_INTERVAL_SECS
    assert before > warmup.SEND_EVERY_SECONDS
    monkeypatch.setattr(runtime, "MESSAGE_FLUSH_INTERVAL_SECS", before)
    warmup.send_sooner()
    assert before > runtime.MESSAGE_FLUSH_INTERVAL_SECS
