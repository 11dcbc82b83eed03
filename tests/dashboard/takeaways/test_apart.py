"""Files made in a process beside the readers'."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from dashboard.takeaways.apart import MOST_OF_A_READER, MOST_OF_ALL, Apart, BusyError
from data_loader.errors import ExportError


@pytest.fixture
def apart() -> Iterator[Apart]:
    process = Apart(idle_seconds=60)
    yield process
    process.end()


def test_what_is_made_is_made_elsewhere_by_one_process(apart: Apart) -> None:
    first, second = apart.made(os.getpid), apart.made(os.getpid)
    assert first == second != os.getpid()


def test_a_process_that_dies_costs_one_file_and_a_sentence(apart: Apart) -> None:
    before = apart.made(os.getpid)
    with pytest.raises(ExportError):
        apart.made(os.kill, before, signal.SIGKILL)
    assert apart.made(os.getpid) != before


def test_what_nobody_waits_for_any_more_is_not_made(apart: Apart) -> None:
    apart.made(os.getpid)
    first = apart.start("a", time.sleep, 0.3)
    second = apart.start("a", os.getpid)
    assert second.cancel()
    first.result()
    assert apart.waiting == 0


def test_one_reader_has_few_waiting_and_others_still_get_theirs(apart: Apart) -> None:
    waiting = [apart.start("greedy", time.sleep, 0.05) for _ in range(MOST_OF_A_READER)]
    with pytest.raises(BusyError) as refused:
        apart.start("greedy", os.getpid)
    assert refused.value.is_readers_own
    assert apart.start("other", os.getpid).result() != os.getpid()
    assert [future.result() for future in waiting] == [None] * MOST_OF_A_READER


def test_all_readers_together_have_no_more_waiting_than_a_list_is_long(apart: Apart) -> None:
    waiting = [apart.start(f"{reader}", time.sleep, 0.02) for reader in range(MOST_OF_ALL)]
    with pytest.raises(BusyError) as refused:
        apart.start("one more", os.getpid)
    assert not refused.value.is_readers_own
    for future in waiting:
        future.cancel()


def test_the_process_ends_when_nothing_was_wanted_for_a_while() -> None:
    process = Apart(idle_seconds=0.0)
    number = process.made(os.getpid)
    assert process._ending is not None
    process._ending.join()
    assert process.made(os.getpid) != number
