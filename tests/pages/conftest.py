"""The app in Streamlit's test harness, over a small sample."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_loader.documents.invented import read_sample
from data_loader.sample import make_sample

APP = Path(__file__).resolve().parent.parent.parent / "streamlit_app.py"
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
POSTINGS = 3000
WITH_FILES = 60
SECONDS = 120


@pytest.fixture(scope="session")
def sample_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds a sample; the files of its newest postings have been read."""
    folder = tmp_path_factory.mktemp("data")
    make_sample(folder, NOW, POSTINGS)
    read_sample(folder, NOW, WITH_FILES)
    return folder


@pytest.fixture
def app(sample_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The app, not yet run: app.run(), or app.switch_page("pages/postings.py").run().

    Streamlit's caches belong to the process. They are emptied where a test had other settings than these: what
    is open stays open for the next.
    """
    monkeypatch.setenv("DATA_DIR", str(sample_dir))
    monkeypatch.setenv("DASHBOARD_DATA", "sample")
    usual = _settings()
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    # A page that is opened by itself has no frame to end its session's first run.
    app.session_state["has_run"] = True
    yield app
    if _settings() != usual:
        st.cache_resource.clear()
        st.cache_data.clear()


def _settings() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if name.startswith(("DATA", "DASHBOARD", "ALIO", "PUBLIC"))
    }
