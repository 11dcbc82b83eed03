import logging
import re
from collections.abc import Iterator

import pytest

from data_loader.errors import SettingsError
from data_loader.portal.client import key_forms
from data_loader.sync.logs import LineFormatter, log_event, set_up_logging
from tests.data_loader.portal_server import KEY

log = logging.getLogger("data_loader.test")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger("data_loader")
    before = (root.handlers, root.level, root.propagate)
    yield
    root.handlers, root.propagate = before[0], before[2]
    root.setLevel(before[1])


def without_key(text: str) -> str:
    return key_forms(KEY).sub("(서비스 키)", text)


def test_an_event_is_one_line_of_facts(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", without_key)
    log_event(log, "step", part="open_postings", label="지금 열린 공고", seconds=0.41)
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(
        r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00 INFO data_loader.test step part=open_postings label="지금 열린 공고" seconds=0.41',
        line,
    )


def test_events_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("WARNING", without_key)
    log_event(log, "step")
    log_event(log, "failed", logging.WARNING)
    assert capsys.readouterr().err.count("\n") == 1


def test_without_a_level_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("", without_key)
    log_event(log, "failed", logging.ERROR)
    assert capsys.readouterr().err == ""


def test_a_level_there_is_not_is_an_error() -> None:
    with pytest.raises(SettingsError, match="LOG_LEVEL"):
        set_up_logging("LOUD", without_key)


@pytest.mark.parametrize("spelling", [KEY, "c2ltdWxhdGVk%2BLXBvcnRhbC%2F1zZXJ2aWNlLWtleQ%3D%3D"])
def test_the_key_is_in_no_line_in_whatever_spelling(capsys: pytest.CaptureFixture[str], spelling: str) -> None:
    set_up_logging("DEBUG", without_key)
    log_event(log, f"asked {spelling}", url=f"https://example.org/?serviceKey={spelling}", error=f'"{spelling}"')
    said = capsys.readouterr().err
    assert "c2ltdWxhdGVk" not in said
    assert said.count("(서비스 키)") == 3


def test_line_ends_and_control_characters_make_no_second_line() -> None:
    record = log.makeRecord("data_loader", logging.INFO, "", 0, "한 줄\n두 줄 \x1b[31m", (), None)
    assert "\n" not in LineFormatter(without_key).format(record)
    assert LineFormatter(without_key).format(record).isprintable()
