"""Situations in which figures of institutions are drawn: all of them, one, none, all equal."""

from collections.abc import Callable, Mapping

import pandas as pd

from data_loader.reference import load_reference
from data_loader.schema import FIGURE_KINDS, TABLES

NAMES = ("work_family", "staff", "welfare", "pay", "starting_pay", "finances", "head_pay", "new_hires", "institutions")
Tables = Mapping[str, pd.DataFrame]


def published() -> dict[str, pd.DataFrame]:
    return {name: load_reference()[name].data.to_pandas() for name in NAMES}


def _kepco(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["institution_code"] == "C0247"]


def _small(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["institution_code"] == "C0001"]


def _one_year(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["year"] == 2025]


def _budget(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["year"] == 2026]


def _equal(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**dict.fromkeys(_figures(table), 50.0))


def _zero(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**dict.fromkeys(_figures(table), 0.0))


def _missing(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{name: float("nan") for name in _figures(table)})


def _figures(table: pd.DataFrame) -> list[str]:
    kinds = {column.name: column.kind for each in TABLES.values() for column in each.columns}
    return [name for name in table.columns if kinds.get(name) in FIGURE_KINDS]


SITUATIONS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "all": lambda table: table,
    "one large": _kepco,
    "one small": _small,
    "one year": _one_year,
    "budget only": _budget,
    "nothing": lambda table: table.head(0),
    "all equal": _equal,
    "all zero": _zero,
    "nothing disclosed": _missing,
}


def tables_in(situation: str) -> dict[str, pd.DataFrame]:
    """The published tables in a situation; the roster stays whole."""
    change = SITUATIONS[situation]
    return {name: table if name == "institutions" else change(table) for name, table in published().items()}
