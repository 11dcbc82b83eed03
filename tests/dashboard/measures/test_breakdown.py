"""The three counting modes against pandas' explode, and against each other."""

from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures.breakdown import (
    MODE_NAMES,
    MODE_NOTES,
    WEIGHT_NAMES,
    WEIGHT_UNITS,
    Mode,
    Weight,
    break_down,
    break_down_by_month,
)
from dashboard.measures.flow import month_number
from dashboard.selection.facets import FACETS, OLD_REGIONS
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from tests.dashboard.conftest import ANY_ROWS, TODAY, Row, choose, index_of, options_of, selections

KEYS = (*(facet.key for facet in FACETS), OLD_REGIONS.key)
MODES: tuple[Mode, ...] = get_args(Mode)
WEIGHTS: tuple[Weight, ...] = get_args(Weight)


def exploded(found: Found, key: str) -> pd.DataFrame:
    """One row per posting and option: columns `month`, `option`, `k` (options of the posting), postings, headcount."""
    table = found.index.table.to_pylist()
    rows: list[dict[str, Any]] = []
    for number in found.rows:
        options = options_of(table[number], key, TODAY)
        month = month_number(table[number]["start_date"])
        headcount = table[number]["headcount"] or 0
        rows += [{"month": month, "option": option, "k": len(options), "postings": 1, "headcount": headcount}
                 for option in options]  # fmt: skip
    return pd.DataFrame(rows, columns=["month", "option", "k", "postings", "headcount"])


def slow_values(frame: pd.DataFrame, weight: Weight, mode: Mode, codes: list[str]) -> list[float]:
    if mode == "single":
        frame = frame[frame.k == 1]
    shares = frame[weight] / (frame.k if mode == "fractional" else 1)
    summed: list[float] = shares.astype(float).groupby(frame.option).sum().reindex(codes, fill_value=0).tolist()
    return summed


@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections(), key=st.sampled_from(KEYS))
def test_every_mode_equals_the_exploded_table(rows: list[Row], selection: Selection, key: str) -> None:
    found = index_of(*rows).find(selection)
    frame = exploded(found, key)
    for weight in WEIGHTS:
        result = break_down(found, key, weight)
        codes = [option.code for option in result.options]
        for mode in MODES:
            assert result.values(mode) == pytest.approx(slow_values(frame, weight, mode, codes))


@settings(max_examples=12)
@given(rows=ANY_ROWS, key=st.sampled_from(KEYS), first=st.integers(560, 672), months=st.integers(1, 130))
def test_every_mode_by_month_equals_the_exploded_table(rows: list[Row], key: str, first: int, months: int) -> None:
    found = index_of(*rows).find(Selection())
    frame = exploded(found, key)
    codes = [option.code for option in found.index.options[key]]
    for weight in WEIGHTS:
        for mode in MODES:
            result = break_down_by_month(found, key, weight, first, first + months - 1, mode)
            assert result.shape == (months, len(codes))
            for month in sorted({first, first + months - 1} | set(frame.month)):
                if first <= month < first + months:
                    slow = slow_values(frame[frame.month == month], weight, mode, codes)
                    assert result[month - first] == pytest.approx(slow)


@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections(), key=st.sampled_from(KEYS), weight=st.sampled_from(WEIGHTS))
def test_single_is_at_most_fractional_is_at_most_full_and_fractional_adds_up(
    rows: list[Row], selection: Selection, key: str, weight: Weight
) -> None:
    found = index_of(*rows).find(selection)
    result = break_down(found, key, weight)
    rounding = 1e-9 * (1 + result.total)
    assert (result.single <= result.fractional + rounding).all()
    assert (result.fractional <= result.full + rounding).all()
    assert result.fractional.sum() == pytest.approx(result.total)
    assert result.total == (found.count if weight == "postings" else found.headcount)


@settings(max_examples=12)
@given(rows=ANY_ROWS, key=st.sampled_from(["status", "type", "institution", "career", "replacement"]))
def test_where_a_posting_has_one_value_all_modes_agree(rows: list[Row], key: str) -> None:
    result = break_down(index_of(*rows).find(Selection()), key)
    assert result.full.tolist() == result.fractional.tolist() == result.single.tolist()


def test_a_posting_for_two_regions_is_shared_out_counted_twice_or_left_out() -> None:
    index = index_of({"work_regions": ["R3010", "R3014"], "headcount": 10}, {"work_regions": ["R3010"], "headcount": 3})
    result = break_down(index.find(Selection()), "region")
    seoul, busan = 0, 1
    assert [result.options[seoul].label, result.options[busan].label] == ["서울", "부산"]
    assert (result.full[seoul], result.fractional[seoul], result.single[seoul]) == (13, 8, 3)
    assert (result.full[busan], result.fractional[busan], result.single[busan]) == (10, 5, 0)
    assert result.total == 13


def test_gwangju_and_jeonnam_together_are_one_comparable_region() -> None:
    found = index_of({"work_regions": ["R3015", "R3023"], "headcount": 4}).find(Selection())
    assert break_down(found, "region").single.sum() == 4
    assert break_down(found, "old_region").single.sum() == 0


def test_a_posting_without_a_headcount_is_a_posting_of_nobody() -> None:
    found = index_of({"headcount": None}).find(Selection())
    assert break_down(found, "region", "postings").total == 1
    assert break_down(found, "region", "headcount").total == 0


@pytest.mark.parametrize("found", [index_of().find(Selection()), index_of({}).find(choose(region="R3025"))])
def test_nothing_found_breaks_down_into_zeros(found: Found) -> None:
    for key in KEYS:
        result = break_down(found, key)
        assert result.total == 0
        assert not np.concatenate([result.full, result.fractional, result.single]).any()
        assert not break_down_by_month(found, key, "headcount", 600, 610).any()


def test_every_mode_and_weight_has_its_words() -> None:
    assert set(MODE_NAMES) == set(MODE_NOTES) == set(MODES)
    assert set(WEIGHT_NAMES) == set(WEIGHT_UNITS) == set(WEIGHTS)


@pytest.mark.parametrize("key", KEYS)
def test_the_real_list_breaks_down_like_the_exploded_table(real_index: PostingIndex, key: str) -> None:
    found = real_index.find(Selection())
    result = break_down(found, key)
    codes = [option.code for option in result.options]
    for mode in MODES:
        assert result.values(mode) == pytest.approx(slow_values(exploded(found, key), "headcount", mode, codes))
