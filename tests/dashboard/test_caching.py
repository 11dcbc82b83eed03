"""Results are worked out once, for whom, and no more of them than fit."""

import tracemalloc

import pandas as pd
import pytest

from dashboard.caching import Caching, Results
from dashboard.languages import speaking, spoken


class Holder(Caching):
    """Counts how often something was worked out of it."""

    def __init__(self) -> None:
        self.made = 0


def pair(holder: Holder, first: object = None, second: object = None) -> tuple[object, object]:
    holder.made += 1
    return first, second


def language(holder: Holder) -> str:
    return spoken()


def large(holder: Holder, number: int) -> bytes:
    return bytes(65_000)


def test_a_result_is_worked_out_once() -> None:
    holder = Holder()
    assert [holder.cached(pair, 1, 2) for _ in range(3)] == [(1, 2)] * 3
    assert holder.made == 1


def test_other_arguments_are_another_result() -> None:
    holder = Holder()
    assert [holder.cached(pair, 1), holder.cached(pair, 2), holder.cached(pair, second=1)] == [
        (1, None),
        (2, None),
        (None, 1),
    ]


def test_tables_are_told_apart_by_being_the_same() -> None:
    holder, table = Holder(), pd.DataFrame({"a": [1]})
    assert holder.cached(pair, table) is holder.cached(pair, table)
    assert holder.cached(pair, table.copy()) is not holder.cached(pair, table)


def test_a_result_with_words_is_worked_out_once_in_each_language() -> None:
    holder = Holder()
    for asked in ("ko", "en", "ko"):
        with speaking(asked):
            assert holder.cached(language) == asked


def test_a_result_without_words_is_worked_out_once_for_all_languages() -> None:
    holder = Holder()
    for asked in ("en", "ko"):
        with speaking(asked):
            assert holder.cached_in_any_language(language) == "en"


def test_results_belong_to_what_they_were_worked_out_from() -> None:
    one, other = Holder(), Holder()
    one.cached(pair)
    other.cached(pair)
    assert (one.made, other.made) == (1, 1)


def test_the_least_recently_used_are_forgotten() -> None:
    results = Results(2)
    for key in ("a", "b", "a", "c"):
        results.get(key, lambda: 0)
    assert results.get("a", lambda: 1) == 0
    assert results.get("b", lambda: 1) == 1
    assert len(results) == 2


def test_none_is_a_result_too() -> None:
    results = Results(2)
    assert results.get("a", lambda: None) is None
    assert results.get("a", lambda: pytest.fail("worked out twice")) is None


def test_five_thousand_results_take_no_more_than_fifty_megabytes() -> None:
    holder = Holder()
    tracemalloc.start()
    try:
        for number in range(5_000):
            holder.cached(large, number)
        used, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert used < 50e6
