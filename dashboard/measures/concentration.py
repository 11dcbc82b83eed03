"""How evenly a quantity is spread: Herfindahl–Hirschman index, Gini coefficient, top share."""

import numpy as np

from dashboard.index import Numbers


def herfindahl(values: Numbers) -> float:
    """HHI = Σ sᵢ² over shares: 1/n when even, 1 when all is in one place. NaN without anything to share."""
    total = values.sum()
    return float(np.square(values / total).sum()) if total > 0 else float("nan")


def normalised_herfindahl(values: Numbers) -> float:
    """(HHI − 1/n) ÷ (1 − 1/n): 0 when even, 1 when all is in one place."""
    n = len(values)
    return (herfindahl(values) - 1 / n) / (1 - 1 / n) if n > 1 else float("nan")


def gini(values: Numbers) -> float:
    """Gini coefficient over the n values given, zeros included: 0 when even, (n − 1)/n when one has all."""
    total, n = values.sum(), len(values)
    if total <= 0:
        return float("nan")
    ranks = np.arange(1, n + 1)
    return float((2 * ranks - n - 1) @ np.sort(values) / (n * total))


def top_share(values: Numbers, top: int) -> float:
    """Share (0–1) of the largest `top` values."""
    total = values.sum()
    return float(np.sort(values)[::-1][:top].sum() / total) if total > 0 else float("nan")


def location_quotients(table: Numbers) -> Numbers:
    """(Region's share of field j) ÷ (national share of field j) for a regions × fields table; NaN where empty."""
    with np.errstate(invalid="ignore", divide="ignore"):
        of_region = table / table.sum(axis=1, keepdims=True)
        national = table.sum(axis=0) / table.sum()
        quotients: Numbers = of_region / national
    return quotients
