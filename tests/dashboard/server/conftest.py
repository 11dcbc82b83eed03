"""Data for what the server answers of its own accord."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st


@pytest.fixture(scope="session")
def recorded_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own: the recorded day is made in it when somebody asks first."""
    return tmp_path_factory.mktemp("recorded")


@pytest.fixture
def recorded(recorded_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server has the recorded day, whatever the tests before had open."""
    monkeypatch.setenv("DATA_DIR", str(recorded_dir))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
