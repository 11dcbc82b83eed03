"""What was worked out is kept beside what it was worked out from, and shared by all readers."""

from collections.abc import Callable, Hashable, MutableMapping
from typing import Any

from dashboard.languages import spoken


def kept(memory: MutableMapping[Hashable, Any], key: Hashable, make: Callable[[], Any]) -> Any:
    """What holds words: made once in each language."""
    return kept_once(memory, (key, spoken()), make)


def kept_once(memory: MutableMapping[Hashable, Any], key: Hashable, make: Callable[[], Any]) -> Any:
    """What is the same in every language: numbers, rows, an index."""
    if key not in memory:
        memory[key] = make()
    return memory[key]
