"""Pages are drawn in turn, as long as none is slow."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from dashboard.ui import frame
from dashboard.ui.frame import _turn


def test_a_page_waits_for_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "LONGEST_TURN_SECONDS", 60)
    drawn: list[str] = []
    begun = Barrier(2)

    def draw(name: str) -> None:
        begun.wait()
        with _turn():
            drawn.extend(f"{name}{part}" for part in range(1000))

    with ThreadPoolExecutor(2) as readers:
        list(readers.map(draw, "ab"))
    first = drawn[0][0]
    assert {name[0] for name in drawn[:1000]} == {first}


def test_a_slow_page_is_waited_for_a_moment_only() -> None:
    has_begun, is_drawn = Event(), Event()

    def draw_slowly() -> None:
        with _turn():
            has_begun.set()
            assert is_drawn.wait(60)

    with ThreadPoolExecutor(1) as reader:
        slow = reader.submit(draw_slowly)
        assert has_begun.wait(60)
        with _turn():
            assert frame.TURN.locked()
        is_drawn.set()
        slow.result()
    assert not frame.TURN.locked()


def test_a_page_that_fails_gives_its_turn_back() -> None:
    with pytest.raises(ZeroDivisionError), _turn():
        raise ZeroDivisionError
    assert not frame.TURN.locked()
