"""What Streamlit has no setting for: each name still stands, and does what it did."""

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, runtime

from dashboard import shortcuts

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")


def theme() -> CustomThemeConfig:
    """The theme as Streamlit puts it together for the browser."""
    whole = CustomThemeConfig()
    parts = (whole, whole.light, whole.dark, whole.sidebar, whole.light.sidebar, whole.dark.sidebar)
    for section, part in zip(SECTIONS, parts, strict=True):
        if section == "theme":
            app_session._populate_theme_msg(part)
        else:
            app_session._populate_theme_msg(part, section)
    return whole


def test_streamlit_still_waits_by_the_name_we_set(monkeypatch: pytest.MonkeyPatch) -> None:
    before = runtime.MESSAGE_FLUSH_INTERVAL_SECS
    assert before > shortcuts.SEND_EVERY_SECONDS
    monkeypatch.setattr(runtime, "MESSAGE_FLUSH_INTERVAL_SECS", before)
    shortcuts.send_sooner()
    assert before > runtime.MESSAGE_FLUSH_INTERVAL_SECS


def test_the_theme_kept_is_the_theme_streamlit_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    read = theme()
    assert read.light.ByteSize() and read.dark.ByteSize()
    shortcuts.keep_theme()
    assert [theme(), theme()] == [read, read]
    assert not theme().HasField("sidebar")


def test_the_theme_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    asked: list[str] = []
    read = config.get_options_for_section
    monkeypatch.setattr(config, "get_options_for_section", lambda section: asked.append(section) or read(section))
    shortcuts.keep_theme()
    theme()
    theme()
    assert asked == list(SECTIONS)
