"""Drawing many values at once from tables of shares."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def choose(rng: np.random.Generator, weights: npt.ArrayLike, rows: Ints) -> Ints:
    """For each entry of `rows` an option, by the weights (rows × options) of its row."""
    table = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    cumulated = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    # One search finds every row's option: row r has its steps between r and r + 1.
    steps = (cumulated + np.arange(len(table))[:, None]).ravel()
    options = table.shape[1]
    found = np.searchsorted(steps, rows + rng.random(len(rows)), side="right") - rows * options
    chosen: Ints = np.minimum(found, options - 1)
    return chosen


def choose_one(rng: np.random.Generator, shares: Mapping[int, float], count: int) -> Ints:
    """`count` keys of `shares`, by their shares."""
    keys = np.fromiter(shares, dtype=np.int64)
    return keys[choose(rng, [*shares.values()], np.zeros(count, dtype=np.int64))]


def choose_sets(rng: np.random.Generator, first: Ints, sizes: Ints, weights: Sequence[float]) -> Ints:
    """Sets of options as bit masks: `first` and as many more, by weight, as make up the size."""
    masks = np.left_shift(1, first)
    many = np.flatnonzero(sizes > 1)
    if not len(many):
        return masks
    chances = np.maximum(np.asarray(weights), 1e-12)
    # The smallest of exponential waiting times is a draw without replacement; the first option has no wait.
    waits = rng.standard_exponential((len(many), len(chances))) / chances
    waits[np.arange(len(many)), first[many]] = -1.0
    ranked = np.left_shift(1, np.argsort(waits, axis=1))
    masks[many] = (ranked * (np.arange(len(chances)) < sizes[many, None])).sum(axis=1)
    return masks


def rake(leanings: npt.ArrayLike, row_shares: npt.ArrayLike, column_shares: npt.ArrayLike) -> Floats:
    """Weights near the leanings whose rows and columns add up to the given shares."""
    columns = np.asarray(column_shares, dtype=np.float64)
    rows = np.maximum(np.asarray(row_shares, dtype=np.float64), 1e-9)
    rows, columns = rows / rows.sum(), columns / columns.sum()
    table: Floats = np.asarray(leanings, dtype=np.float64) * columns
    for _ in range(60):
        table = table * (rows / table.sum(axis=1))[:, None]
        table = table * (columns / table.sum(axis=0))
    return table


def shares_of(groups: Ints, count: int) -> Floats:
    """How large a part of all each of `count` groups is."""
    return np.bincount(groups, minlength=count) / max(len(groups), 1)


def is_drawn(rng: np.random.Generator, share: npt.ArrayLike, count: int) -> Flags:
    return rng.random(count) < np.asarray(share)
