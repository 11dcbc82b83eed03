"""Shares of terms and fields, against counting posting by posting."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from dashboard.measures import terms
from dashboard.measures.breakdown import Weight
from dashboard.selection.facets import UNSTATED
from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import Selection
from data_loader.coverage import FIRST_DAY
from tests.dashboard.conftest import ANY_ROWS, TODAY, Row, index_of, options_of

MONTHS_BACK = 12
LAST_MONTH = (2025 - 1970) * 12 + 9


def month_of(day: date) -> int:
    return (day.year - 1970) * 12 + day.month - 1


def trailing_rows(rows: list[dict[str, object]], last: int) -> list[dict[str, object]]:
    return [row for row in rows if row["start_date"] >= FIRST_DAY and last - 12 < month_of(row["start_date"]) <= last]  # type: ignore[operator, arg-type]


def weight_of(row: dict[str, object], weight: Weight) -> float:
    return 1.0 if weight == "postings" else float(row["headcount"] or 0)  # type: ignore[arg-type]


def kept_rows(index: PostingIndex) -> list[dict[str, object]]:
    return index.table.to_pylist()


@settings(max_examples=15)
@given(rows=ANY_ROWS)
@pytest.mark.parametrize("weight", ["postings", "headcount"])
@pytest.mark.parametrize("key", ["career", "ncs", "replacement"])
def test_trailing_shares_are_those_of_the_slow_way(key: str, weight: Weight, rows: list[Row]) -> None:
    index = index_of(*rows)
    counted = terms.trailing_shares(index.find(Selection()), key, weight)
    everything = kept_rows(index)
    for position, name in enumerate(counted.months):
        last = month_of(date.fromisoformat(f"{name}-01"))
        own = trailing_rows(everything, last)
        whole = sum(weight_of(row, weight) for row in own)
        assert counted.postings[position] == len(own)
        if not whole:
            assert np.isnan(counted.shares[position]).all()
            continue
        for place, option in enumerate(counted.options):
            part = sum(
                weight_of(row, weight) / len(options)
                for row in own
                if option.code in (options := options_of(row, key, TODAY))
            )
            assert counted.shares[position, place] == pytest.approx(part / whole)
        squares = sum(weight_of(row, weight) ** 2 for row in own)
        assert counted.effective[position] == pytest.approx(whole**2 / squares)


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_shares_lie_between_zero_and_one_and_add_up(rows: list[Row]) -> None:
    counted = terms.trailing_shares(index_of(*rows).find(Selection()), "education", "postings")
    known = counted.shares[np.isfinite(counted.shares).all(axis=1)]
    assert ((known >= 0) & (known <= 1)).all()
    assert known.sum(axis=1) == pytest.approx(np.ones(len(known)))


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_postings_with_three_fields_are_counted_one_by_one(rows: list[Row]) -> None:
    index = index_of(*rows)
    counted = terms.many_field_shares(index.find(Selection()))
    for position, name in enumerate(counted.months):
        own = trailing_rows(kept_rows(index), month_of(date.fromisoformat(f"{name}-01")))
        many = sum(len(row["ncs_fields"]) >= 3 for row in own)  # type: ignore[arg-type]
        if own:
            assert counted.shares[position, 0] == pytest.approx(many / len(own))


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_the_share_open_to_any_education_is_counted_one_by_one(rows: list[Row]) -> None:
    index = index_of(*rows)
    shares, postings = terms.share_naming(index.find(Selection()), "education", "R7010", "ncs")
    for place, option in enumerate(index.options["ncs"]):
        own = [row for row in kept_rows(index) if option.code in (set(row["ncs_fields"]) or {UNSTATED})]  # type: ignore[call-overload]
        part = [1 / max(len(row["ncs_fields"]), 1) for row in own]  # type: ignore[arg-type]
        naming = sum(size for row, size in zip(own, part, strict=True) if "R7010" in row["education_levels"])  # type: ignore[operator]
        assert postings[place] == pytest.approx(sum(part))
        assert shares[place] == pytest.approx(naming / sum(part)) if own else np.isnan(shares[place])


def test_real_postings_name_the_education_they_are_known_to(real_index: PostingIndex) -> None:
    found = real_index.find(Selection())
    shares, postings = terms.share_naming(found, "education", "R7010", "replacement")
    assert float(np.nansum(shares * postings) / postings.sum()) == pytest.approx(0.760, abs=0.001)
