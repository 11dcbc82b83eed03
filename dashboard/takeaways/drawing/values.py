"""What a figure dictionary holds, as lists: also NumPy arrays and Plotly's base64 arrays."""

import base64
import re
from typing import Any

import numpy as np

_PLACE = re.compile(r"%\{(\w+)(?:\[(\d+)\])?(?::([^}|]*))?\}")


def listed(values: Any) -> list[Any]:
    """A plain list, whatever the figure holds."""
    if values is None:
        return []
    if isinstance(values, dict):
        array = np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
        shape = [int(part) for part in str(values.get("shape", "")).split(",") if part]
        return list((array.reshape(shape) if shape else array).tolist())
    return list(values.tolist() if isinstance(values, np.ndarray) else values)


def grid(values: Any) -> np.ndarray:
    """Rows of numbers; NaN where there is none."""
    return np.array([[np.nan if value is None else value for value in listed(row)] for row in listed(values)], float)


def each(value: Any, count: int) -> list[Any]:
    """One value for each of `count` marks, given as one or as a list."""
    return listed(value) if isinstance(value, list | tuple | np.ndarray) else [value] * count


def formatted(value: Any, spec: str) -> str:
    """A number in d3's format, of which Python's is the ancestor: "," groups, "d" is whole, ".1f", ".0%"."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if not spec or isinstance(value, str):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if spec in (",", "d", ",d"):
        text = f"{round(float(value), 6):,.6f}".rstrip("0").rstrip(".")
        return text if "," in spec else text.replace(",", "")
    return format(float(value), spec)


def filled(template: str, **values: Any) -> str:
    """A template such as "%{z:.1f}" with its values."""

    def put(match: re.Match[str]) -> str:
        name, place, spec = match.groups()
        value = values.get(name)
        return formatted(value[int(place)] if place and value is not None else value, spec or "")

    return _PLACE.sub(put, template)
