"""One line for each event: time, level, what happened, and its facts as key=value; never the service key.

2026-11-22T10:00:03+09:00 INFO data_loader.sync.run step part=open_postings label="지금 열린 공고" seconds=0.41
"""

import json
import logging
import sys
from collections.abc import Callable
from datetime import datetime

from data_loader.errors import SettingsError
from data_loader.settings import KST

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:+-/")


def log_event(log: logging.Logger, event: str, level: int = logging.INFO, **facts: object) -> None:
    """Log an event with its facts."""
    if log.isEnabledFor(level):
        log.log(level, "%s", event, extra={"facts": facts})


def set_up_logging(level: str, redact: Callable[[str], str]) -> None:
    """Send the loader's events of this level and above to stderr, each through `redact`; with "" none.

    Raises SettingsError for a level there is not.
    """
    root = logging.getLogger("data_loader")
    root.propagate = False
    root.handlers = [logging.NullHandler()]
    if not level:
        return
    if level not in LEVELS:
        raise SettingsError(f"LOG_LEVEL은 {', '.join(LEVELS)} 가운데 하나여야 합니다.")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter(redact))
    root.handlers = [handler]
    root.setLevel(level)


class LineFormatter(logging.Formatter):
    """Writes a record as one line of key=value facts."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, KST).isoformat(timespec="seconds")
        facts: dict[str, object] = getattr(record, "facts", {})
        said = [at, record.levelname, record.name, *record.getMessage().split("\n")]
        text = " ".join([*said, *(f"{name}={_quoted(value)}" for name, value in facts.items())])
        return self._redact("".join(character if character.isprintable() else " " for character in text))


def _quoted(value: object) -> str:
    text = str(value)
    return text if text and set(text) <= _PLAIN else json.dumps(text, ensure_ascii=False)
