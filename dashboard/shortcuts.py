"""What Streamlit does at every rerun that costs our readers time, and that it has no setting for.

Each shortcut stands on a name inside Streamlit; a test notices when that name goes or does something else.
"""

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, runtime

# Streamlit hands what a rerun has drawn to the browser every 5 ms. Ours takes about 8 ms, so that its last
# part would wait a third as long again.
SEND_EVERY_SECONDS = 0.002


def take_shortcuts() -> None:
    """Once, before the first session."""
    send_sooner()
    keep_theme()


def send_sooner() -> None:
    """Shorten the wait between two sendings."""
    runtime.MESSAGE_FLUSH_INTERVAL_SECS = SEND_EVERY_SECONDS  # type: ignore[attr-defined]


def keep_theme() -> None:
    """Read the theme once: for each rerun Streamlit searches all its settings for it, six times."""
    read = app_session._populate_theme_msg
    themes: dict[str, CustomThemeConfig] = {}

    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        if section not in themes:
            themes[section] = CustomThemeConfig()
            read(themes[section], section)
        # Merging nothing would still make an empty part of the theme, which the browser takes for a chosen one.
        if themes[section].ByteSize():
            msg.MergeFrom(themes[section])

    app_session._populate_theme_msg = populate
