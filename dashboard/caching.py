"""Results are worked out once and shared by all readers: beside what they were worked out from, and bounded."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Concatenate, ParamSpec, Self, TypeVar, cast

from cachetools import LRUCache

from dashboard.languages import spoken

P = ParamSpec("P")
T = TypeVar("T")

# A chart with its table takes about 65 kB, an order of a hundred thousand rows ten times as much.
MOST_RESULTS = 400


class Caching:
    """What results are worked out from: a snapshot, what a selection finds. Its results go when it goes.

    A result is known by the function that made it and by its arguments: by their values, or by being the same object
    where they have none, as tables. Of more than MOST_RESULTS the least recently used are forgotten.
    """

    # Made when first needed: most of what a selection finds is only counted.
    _results: "Results | None" = None

    def cached(self, make: Callable[Concatenate[Self, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`make(self, ...)`, which holds words: once in each language."""
        return self._kept((make, spoken(), _key(args, kwargs)), lambda: make(self, *args, **kwargs))

    def cached_in_any_language(self, make: Callable[Concatenate[Self, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`make(self, ...)`, which holds no words: numbers, rows, an index."""
        return self._kept((make, _key(args, kwargs)), lambda: make(self, *args, **kwargs))

    def _kept(self, key: Hashable, work_out: Callable[[], T]) -> T:
        if self._results is None:
            # Past the frozen dataclasses; two threads at once make one too many, which is only work done twice.
            object.__setattr__(self, "_results", Results())
        assert self._results is not None
        return self._results.get(key, work_out)


class Results:
    """The results of one holder, for all threads."""

    def __init__(self, most: int = MOST_RESULTS) -> None:
        self._known: LRUCache[Hashable, object] = LRUCache(most)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._known

    def get(self, key: Hashable, work_out: Callable[[], T]) -> T:
        with self._lock:
            known = self._known.get(key, NOT_KNOWN)
        if known is NOT_KNOWN:
            # Outside the lock: others need not wait for it, and what is worked out may need other results.
            known = work_out()
            with self._lock:
                self._known[key] = known
        return cast(T, known)


class Same:
    """Stands for an object without a hash: equal to what stands for the same object."""

    __slots__ = ("_thing",)

    def __init__(self, thing: object) -> None:
        self._thing = thing

    def __hash__(self) -> int:
        return id(self._thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._thing is other._thing


NOT_KNOWN = object()


def _key(args: tuple[object, ...], kwargs: dict[str, object]) -> Hashable:
    return (*map(_hashable, args), *((name, _hashable(value)) for name, value in kwargs.items()))


def _hashable(value: object) -> Hashable:
    try:
        hash(value)
    except TypeError:
        return Same(value)
    return value
