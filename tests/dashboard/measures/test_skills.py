"""What postings ask for, against counting posting by posting."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from dashboard.measures import skills
from dashboard.measures.skills import Demand
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from tests.dashboard.conftest import Row, choose, index_of

NUMBERS = [900_000 - place for place in range(6)]
ROWS: list[Row] = [
    {"ncs_fields": ["R600002"], "work_regions": ["R3010"], "hire_types": ["R1010"]},
    {"ncs_fields": ["R600002", "R600006"], "work_regions": ["R3010", "R3014"]},
    {"ncs_fields": ["R600006"], "work_regions": ["R3014"]},
    {"start_date": date(2024, 5, 1), "end_date": date(2024, 5, 9)},
    {"start_date": date(2024, 5, 1), "end_date": date(2024, 5, 9)},
    {"start_date": date(2024, 5, 1), "end_date": date(2024, 5, 9)},
]
FACTS = [
    (NUMBERS[0], "licence", "전기기사", "required", "licence.named"),
    (NUMBERS[0], "licence", "전기기사", "required", "licence.named"),
    (NUMBERS[0], "licence", "전기기사", "preferred", "licence.named"),
    (NUMBERS[0], "licence", "간호사", "preferred", "licence.named"),
    (NUMBERS[1], "licence", "전기기사", "preferred", "licence.named"),
    (NUMBERS[1], "language_score", "TOEIC 700", "preferred", "language.score"),
    (NUMBERS[2], "licence", "해양생물분류사", "required", "licence.unknown"),
    (NUMBERS[3], "licence", "약사", "excluded", "licence.named"),
    # Its text was not read, and this posting is not there.
    (NUMBERS[5], "licence", "전기기사", "required", "licence.named"),
    (1, "licence", "전기기사", "required", "licence.named"),
]
LICENCE = ("licence",)


def demand_of(index: PostingIndex, facts: Sequence[tuple[object, ...]] = FACTS) -> Demand:
    names = ("posting_id", "kind", "value", "need", "rule_id")
    kinds = (pa.int64(), *[pa.string()] * 4)
    columns = zip(*facts, strict=True) if facts else [()] * len(names)
    table = pa.table({name: pa.chunked_array([pa.array(values, kind)]) for name, values, kind in zip(names, columns, kinds, strict=True)})  # fmt: skip
    documents = pa.table(
        {
            "posting_id": pa.array([NUMBERS[4], NUMBERS[4], NUMBERS[5], None], pa.int64()),
            "status": ["damaged", "scan", "password", "read"],
        }
    )
    eligible, preferring = pa.array(NUMBERS[:4], pa.int64()), pa.array([NUMBERS[0]], pa.int64())
    return skills.demand_of(index, table, eligible, preferring, documents)


@pytest.fixture
def found() -> Found:
    return index_of(*ROWS).find(Selection())


@pytest.fixture
def demand(found: Found) -> Demand:
    return demand_of(found.index)


def test_every_posting_found_is_covered_once_and_by_the_best_of_its_files(found: Found, demand: Demand) -> None:
    table = skills.coverage(found, demand)
    counted = dict(zip(table["reading"], table["postings"], strict=True))
    assert {name: count for name, count in counted.items() if count} == {"eligibility": 4, "scan": 1, "other": 1}
    assert table["share"].sum() == pytest.approx(1)


def test_a_posting_counts_once_for_what_it_names_however_often(found: Found, demand: Demand) -> None:
    table = skills.named(found, demand, LICENCE).set_index("value")
    assert [table.loc["전기기사", name] for name in ("required", "preferred", "any")] == [1, 2, 2]
    assert [table.loc["간호사", name] for name in ("required", "preferred", "any")] == [0, 1, 1]
    assert table.index.tolist() == ["전기기사", "간호사", "약사"]


def test_names_no_list_knows_and_postings_not_read_are_left_out(found: Found, demand: Demand) -> None:
    assert "해양생물분류사" not in set(skills.named(found, demand, LICENCE)["value"])
    assert skills.postings_naming(found, demand, LICENCE, "required") == 1


def test_a_choice_narrows_what_is_counted(found: Found, demand: Demand) -> None:
    busan = found.index.find(choose(region="R3014"))
    assert skills.named(busan, demand, LICENCE)["any"].sum() == 1


def test_a_licence_that_may_not_be_held_is_not_asked_for(found: Found, demand: Demand) -> None:
    assert len(skills.rows_naming(found, demand, "약사")) == 0
    assert skills.rows_naming(found, demand, "전기기사").tolist() == [0, 1]


def test_shares_by_field_are_of_the_postings_read_there(found: Found, demand: Demand) -> None:
    table = skills.licences_by(found.index.find(Selection(start_from=date(2025, 1, 1))), demand, "region", 1)
    assert table["read"].tolist() == [2, 2]
    assert table["전기기사"].tolist() == [1.0, 0.5]


def test_years_count_what_was_read_in_each(found: Found, demand: Demand) -> None:
    table = skills.by_year(found.history, demand).set_index("year")
    assert [table.loc[2024, name] for name in ("postings", "read", "required", "preferred")] == [3, 1, 0, 0]
    assert [table.loc[2025, name] for name in ("postings", "read", "required", "preferred")] == [3, 3, 1, 2]
    assert table.loc[2025, "preferred_share"] == pytest.approx(2 / 3)


def test_licences_named_together_are_others_of_the_same_postings(found: Found, demand: Demand) -> None:
    assert skills.together(found, demand, "전기기사").to_dict("records") == [{"value": "간호사", "postings": 1}]
    assert skills.together(found, demand, "약사").empty


def test_regular_posts_are_a_share_of_postings(found: Found, demand: Demand) -> None:
    assert skills.regular_share(found, skills.rows_naming(found, demand, "전기기사")) == 0.5
    assert np.isnan(skills.regular_share(found, np.zeros(0, np.intp)))


def test_the_planners_table_counts_a_posting_in_each_of_its_cells(found: Found, demand: Demand) -> None:
    table = skills.planner(found.history, demand)
    assert table[table["year"] == 2025]["postings"].sum() == 1 + 4 + 1
    labels = {option.code: option.label for key in ("ncs", "region") for option in found.index.options[key]}
    cell = table[(table["year"] == 2025) & (table["ncs"] == labels["R600002"]) & (table["region"] == labels["R3010"])]
    (row,) = cell.to_dict("records")
    assert (row["postings"], row["read"], row["required"], row["preferred"], row["language"], row["regular"]) == (2, 2, 1, 2, 1, 1)  # fmt: skip
    assert row["licences"] == "전기기사 2, 간호사 1"


def test_without_facts_or_postings_nothing_is_named() -> None:
    for index in (index_of(), index_of(*ROWS)):
        found, demand = index.find(Selection()), demand_of(index, [])
        assert skills.named(found, demand, LICENCE).empty
        assert skills.planner(found.history, demand)["licences"].tolist() == [""] * len(
            skills.planner(found.history, demand)
        )
