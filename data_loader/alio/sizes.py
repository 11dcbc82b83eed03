"""Whether figures are of the size they were: a workbook in another unit would pass for thousands of corrections. Pure."""

import math
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

import pyarrow as pa

from data_loader.alio.vintages import Row, Vintage, kind_of, value_columns
from data_loader.errors import WorkbookError
from data_loader.schema import Column

# An institution grows or shrinks by less, and the next larger unit of money is a thousand.
MOST_TIMES = 30.0
# Of fewer cells, or an institution, a median may be chance: it is said, not refused.
FEWEST_CELLS = 10
ODD_TIMES = 300.0
FEWEST_OF_ONE = 5
NAMES_SHOWN = 5
UNITS = {"won_thousand": "천 원", "won_million": "백만 원"}


def check_sizes(vintage: Vintage, known: pa.Table) -> list[str]:
    """A sentence where single institutions are hundreds of times off their earlier figures.

    Raises WorkbookError where a whole column is off: the median ratio of new to earlier figures, the same year's or
    else the newest, over all institutions that have both.
    """
    table = vintage.table
    by_column: dict[str, list[float]] = {}
    by_institution: dict[str, list[float]] = {}
    for name, institution, ratio in _ratios(vintage, known):
        by_column.setdefault(name, []).append(ratio)
        by_institution.setdefault(institution, []).append(ratio)
    for name, ratios in by_column.items():
        if len(ratios) >= FEWEST_CELLS and _is_off(ratios, MOST_TIMES):
            raise WorkbookError(_refusal(vintage, table.column(name), median(ratios)))
    odd = [name for name, found in by_institution.items() if len(found) >= FEWEST_OF_ONE and _is_off(found, ODD_TIMES)]
    if not odd:
        return []
    names = ", ".join(odd[:NAMES_SHOWN]) + (" 등" if len(odd) > NAMES_SHOWN else "")
    return [
        f"{vintage.source}: '{table.label}'의 값이 앞선 공시와 자릿수가 다른 기관이 {len(odd)}곳 있습니다: {names}."
    ]


def _ratios(vintage: Vintage, known: pa.Table) -> Iterator[tuple[str, str, float]]:
    """Column, institution and new ÷ earlier figure, wherever both are there and not 0."""
    earlier: dict[tuple[str, str | None], dict[int, Mapping[str, Any]]] = {}
    for row in known.to_pylist():
        earlier.setdefault(_owner(row), {})[row["year"]] = row
    names = value_columns(vintage.table)
    for row in vintage.rows:
        years = earlier.get(_owner(row))
        if years:
            before = years.get(row["year"]) or years[max(years)]
            for name in names:
                now, then = row.get(name), before[name]
                if now and then and math.copysign(1, now) == math.copysign(1, then):
                    yield name, row["institution"], now / then


def _owner(row: Row) -> tuple[str, str | None]:
    return row["institution_code"], kind_of(row)


def _is_off(ratios: list[float], times: float) -> bool:
    return not 1 / times < median(ratios) < times


def _refusal(vintage: Vintage, column: Column, ratio: float) -> str:
    size = f"{ratio:,.0f}배" if ratio > 1 else f"{1 / ratio:,.0f}분의 1"
    unit = f"({UNITS[column.kind]})" if column.kind in UNITS else ""
    return (
        f"{vintage.source}: '{vintage.table.label}'의 '{column.label}' 값이 앞선 공시의 약 {size}이어서 들이지 않았습니다. "
        f"단위{unit}를 바꾸지 않은 ALIO의 원본인지 확인해 주세요."
    )
