"""Invented stage results beside invented postings, and the joined index of both."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from dashboard.selection.index import PostingIndex
from dashboard.selection.positions import PositionIndex, StageIndex
from data_loader.schema import STAGES
from data_loader.tables.details import competitions
from tests.dashboard.conftest import ANY_ROWS, TODAY, Row, index_of

# The applicants of each stage, and the finally selected; None for what is not disclosed.
Result = tuple[Sequence[int | None], int | None]

COUNT = st.none() | st.integers(0, 30) | st.integers(0, 20_000)
ANY_RESULT = st.tuples(st.lists(COUNT, min_size=1, max_size=4), st.none() | st.integers(0, 12))
# For each posting the results of its positions.
ANY_RESULTS = st.lists(st.lists(ANY_RESULT, max_size=3), max_size=12)


def stage_rows(posting_id: int, results: Sequence[Result], start: int, name: str = "사무") -> list[Row]:
    """One row for each position and stage, numbered from `start` on."""
    rows: list[Row] = []
    for number, (applicants, selected) in enumerate(results):
        first = start + len(rows)
        last = first + len(applicants) - 1
        for place, count in enumerate(applicants):
            rows.append(
                {
                    "stage_id": first + place,
                    "posting_id": posting_id,
                    "position": f"{name} {number + 1}",
                    "group_number": number,
                    "first_stage_id": first,
                    "last_stage_id": last,
                    "applicants": count,
                    "selected": selected if first + place == last else None,
                }
            )
    return rows


def stages_of(index: PostingIndex, results: Mapping[int, Sequence[Result]]) -> pa.Table:
    """`results`: by the number of a posting."""
    rows: list[Row] = []
    for posting_id, of_posting in results.items():
        rows += stage_rows(posting_id, of_posting, 1000 + len(rows))
    return pa.Table.from_pylist(rows, schema=STAGES.arrow)


def joined(
    rows: Sequence[Mapping[str, Any]], results: Sequence[Sequence[Result]], today: date = TODAY
) -> tuple[PositionIndex, StageIndex]:
    """Postings and, in their order, the results of each; those beyond the postings belong to none of them."""
    index = index_of(*rows, today=today)
    stages = stages_of(index, {900_000 - place: of_posting for place, of_posting in enumerate(results)})
    positions = PositionIndex(index, competitions(stages), np.zeros(0, np.int64))
    return positions, StageIndex(positions, stages)


JOINED = st.builds(joined, ANY_ROWS, ANY_RESULTS)
