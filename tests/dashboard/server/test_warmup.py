"""What the server does before its first reader."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st

from dashboard.caching import Results
from dashboard.charts.flow import monthly
from dashboard.data import current_data
from dashboard.findings import overview_findings
from dashboard.selection.selection import Selection
from dashboard.server import warmup
from data_loader.sample import make_sample


def test_the_first_page_is_worked_out_before_the_first_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_sample(tmp_path, datetime(2026, 11, 20, 3, 0, tzinfo=UTC), 300)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_DATA", "sample")
    monkeypatch.setattr(warmup, "_warm_up_the_rest", lambda: None)
    st.cache_resource.clear()
    warmup.warm_up()
    found = current_data().postings.find(Selection())
    monkeypatch.setattr(Results, "get", lambda results, key, work_out: key in results)
    assert all(found.cached(make) for make in (overview_findings, monthly))
    st.cache_resource.clear()
