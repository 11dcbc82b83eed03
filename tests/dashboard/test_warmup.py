"""What the server does before its first reader."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st

from dashboard import warmup
from dashboard.data import current_data
from dashboard.selection import Selection
from data_loader.sample import make_sample


def test_the_first_page_is_worked_out_before_the_first_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_sample(tmp_path, datetime(2026, 11, 20, 3, 0, tzinfo=UTC), 300)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(warmup, "_warm_up_the_rest", lambda: None)
    st.cache_resource.clear()
    warmup.warm_up()
    kept = current_data().postings.find(Selection()).kept
    assert {"findings", "headline", "monthly"} <= {key[0] for key in kept if isinstance(key, tuple)}
    st.cache_resource.clear()
