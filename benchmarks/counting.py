"""The live counts of all filters: how long they take, and whether they are right."""

import statistics
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.data import load_data
from dashboard.selection.facets import FACETS, UNSTATED, Facet
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from data_loader.settings import load_settings

ROUNDS = 7


def selections(index: PostingIndex) -> dict[str, Selection]:
    """From no filter to many: the more narrow, the fewer rows, the more ANDs."""

    def codes(key: str, *positions: int) -> list[str]:
        return [index.options[key][position].code for position in positions]

    one = Selection().with_codes("region", codes("region", 0, 1))
    three = one.with_codes("hire", codes("hire", 0)).with_codes("ncs", codes("ncs", 1, 2, 3))
    institution = Selection().with_codes("institution", codes("institution", *range(20)))
    six = (
        three.with_codes("type", codes("type", 0, 1))
        .with_codes("status", ["closed"])
        .with_codes("education", codes("education", 0))
    )
    return {
        "조건 없음": Selection(),
        "근무지": one,
        "기관 20곳": institution,
        "근무지·고용형태·채용분야": three,
        "여섯 조건": six,
        "여섯 조건과 시작일": Selection(six.chosen, start_from=date(2021, 1, 1)),
    }


def time_counts(data_dir: Path) -> dict[str, float]:
    """Milliseconds for the counts of every option, worked out anew, by selection. Raises where a count is wrong."""
    index = load_index(data_dir)
    times = {}
    for name, selection in selections(index).items():
        taken = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            found = Found(index, selection, has_texts=False)
            counts = {facet.key: found.counts_of(facet.key) for facet in FACETS}
            taken.append((time.perf_counter() - started) * 1000)
        for facet in FACETS:
            expected = count_slowly(index, selection, facet)
            if counts[facet.key].tolist() != expected:
                raise AssertionError(f"{name}, {facet.label}: {counts[facet.key].tolist()} ≠ {expected}")
        times[name] = statistics.median(taken)
    return times


def load_index(data_dir: Path) -> PostingIndex:
    settings = load_settings({"DATA_DIR": str(data_dir)})
    return load_data(settings, datetime.now(UTC)).postings


def count_slowly(index: PostingIndex, selection: Selection, counted: Facet) -> list[int]:
    """The same counts from the table itself, row by row: every filter but the counted facet's own."""
    table = index.table
    keep = pa.array(np.ones(table.num_rows, bool))
    for key, codes in selection.chosen:
        if key != counted.key:
            facet = next(facet for facet in FACETS if facet.key == key)
            rows, values = _listed(index, facet)
            hit = np.zeros(table.num_rows, bool)
            hit[rows.filter(pc.is_in(values, pa.array(codes))).to_numpy()] = True
            keep = pc.and_(keep, pa.array(hit))
    if selection.start_from:
        keep = pc.and_(keep, pc.greater_equal(table["start_date"], pa.scalar(selection.start_from)).combine_chunks())
    rows, values = _listed(index, counted)
    chosen = keep.take(rows)
    tally = {entry["values"]: entry["counts"] for entry in pc.value_counts(values.filter(chosen)).to_pylist()}
    return [tally.get(option.code, 0) for option in index.options[counted.key]]


def _listed(index: PostingIndex, facet: Facet) -> tuple[pa.Array, pa.Array]:
    """(row, value) pairs of a facet, one for each value a posting lists."""
    table = index.table
    all_rows = pa.array(np.arange(table.num_rows))
    if facet.key == "status":
        today = pa.scalar(index.today)
        status = pc.if_else(
            pc.less(table["end_date"], today), "closed", pc.if_else(pc.greater(table["start_date"], today), "upcoming", "open")
        )  # fmt: skip
        return all_rows, status.combine_chunks()
    column = table[facet.column].combine_chunks()
    if pa.types.is_list(column.type):
        lengths = pc.fill_null(pc.list_value_length(column), 0)
        empty = all_rows.filter(pc.equal(lengths, 0))
        rows = pa.concat_arrays([pc.list_parent_indices(column).cast(pa.int64()), empty])
        return rows, pa.concat_arrays([pc.list_flatten(column), pa.array([UNSTATED] * len(empty), pa.string())])
    if pa.types.is_boolean(column.type):
        column = pc.if_else(column, "yes", "no")
    return all_rows, pc.fill_null(column, UNSTATED)
