"""What is worked out once, and for whom."""

from typing import Any

from dashboard.keeping import kept, kept_once
from dashboard.languages import speaking, spoken


def test_what_is_kept_is_made_once() -> None:
    memory: dict[Any, Any] = {}
    made: list[int] = []
    for _ in range(3):
        assert kept(memory, "key", lambda: made.append(1) or "value") == "value"
    assert made == [1]


def test_what_holds_words_is_made_once_in_each_language() -> None:
    memory: dict[Any, Any] = {}
    for language in ("ko", "en", "ko"):
        with speaking(language):
            assert kept(memory, "key", spoken) == language


def test_what_is_the_same_in_every_language_is_made_once_for_all() -> None:
    memory: dict[Any, Any] = {}
    for language in ("en", "ko"):
        with speaking(language):
            assert kept_once(memory, "key", spoken) == "en"


def test_one_name_may_stand_for_both() -> None:
    memory: dict[Any, Any] = {}
    assert kept_once(memory, "key", lambda: 1) == 1
    assert kept(memory, "key", lambda: "하나") == "하나"
