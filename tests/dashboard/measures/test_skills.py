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
# Facts that are of one role only.
ROLE_OF = {FACTS[0]: 1, FACTS[2]: 1, FACTS[3]: 2}


def demand_of(
    index: PostingIndex, facts: Sequence[tuple[object, ...]] = FACTS, last_file: str | None = "job_description"
) -> Demand:
    names = ("posting_id", "kind", "value", "need", "rule_id")
    kinds = (pa.int64(), *[pa.string()] * 4)
    columns = zip(*facts, strict=True) if facts else [()] * len(names)
    table = pa.table({name: pa.chunked_array([pa.array(values, kind)]) for name, values, kind in zip(names, columns, kinds, strict=True)})  # fmt: skip
    table = table.append_column("role_no", pa.array([ROLE_OF.get(fact) for fact in facts], pa.int64()))
    roles = pa.table({"posting_id": pa.array(NUMBERS[:1] * 2, pa.int64()), "role_no": pa.array([1, 2], pa.int64()),
                      "headcount": pa.array([3, 4], pa.int64())})  # fmt: skip
    documents = pa.table(
        {
            "posting_id": pa.array([NUMBERS[4], NUMBERS[4], NUMBERS[5], NUMBERS[5], None], pa.int64()),
            "status": ["damaged", "scan", "password", "read", "read"],
            "document_type": pa.array(["notice", "notice", None, last_file, "notice"], pa.string()),
        }
    )
    eligible, preferring = pa.array(NUMBERS[:4], pa.int64()), pa.array([NUMBERS[0]], pa.int64())
    return skills.demand_of(index, table, roles, eligible, preferring, documents)


@pytest.fixture
def found() -> Found:
    return index_of(*ROWS).find(Selection())


@pytest.fixture
def demand(found: Found) -> Demand:
    return demand_of(found.index)


def test_every_posting_found_is_covered_once_and_by_the_best_of_its_files(found: Found, demand: Demand) -> None:
    table = skills.coverage(found, demand)
    counted = dict(zip(table["reading"], table["postings"], strict=True))
    assert {name: count for name, count in counted.items() if count} == {"eligibility": 4, "scan": 1, "read": 1}
    assert table["share"].sum() == pytest.approx(1)


def test_a_posting_is_read_where_its_notice_is_and_then_its_facts_count(found: Found) -> None:
    by_notice = demand_of(found.index, last_file="notice")
    table = skills.coverage(found, by_notice).set_index("reading")["postings"]
    assert (table["eligibility"], table["notice"]) == (4, 1)
    named = skills.named(found, by_notice, LICENCE).set_index("value")
    assert named.loc["전기기사", "any"] == 3


def test_openings_are_those_of_the_roles_that_name_it_or_else_of_the_whole_posting() -> None:
    found = index_of(*({**row, "headcount": 10} for row in ROWS)).find(Selection())
    table = skills.named(found, demand_of(found.index), LICENCE).set_index("value")
    assert table.loc["간호사", "persons"] == 4
    # Three of a role in the first posting; the second does not tell roles apart.
    assert table.loc["전기기사", "persons"] == 3 + 10


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


def test_the_mix_of_fields_is_taken_into_account_by_region(found: Found, demand: Demand) -> None:
    this_year = found.index.find(Selection(start_from=date(2025, 1, 1)))
    table = skills.against_mix(this_year, demand, "전기기사").set_index("option")
    # Both of R600002 name it and half a posting of R600006's one and a half.
    of_field = {"R600002": 1.0, "R600006": 1 / 3}
    first = (1.0 + 0.5 * (of_field["R600002"] + of_field["R600006"]) / 2) / 1.5
    assert table["read"].tolist() == [1.5, 1.5]
    assert table["share"].tolist() == pytest.approx([1.0, 1 / 3])
    assert table["expected"].iloc[0] == pytest.approx(first)


WRITTEN = [(NUMBERS[0], "knowledge", "관련 법규"), (NUMBERS[0], "knowledge", "관련 법규"), (NUMBERS[1], "knowledge", "관련 법규"),
           (NUMBERS[1], "skills", "문서 작성"), (1, "skills", "문서 작성")]  # fmt: skip


def written_of(index: PostingIndex) -> skills.Written:
    names = ("posting_id", "section", "words")
    return skills.written_of(index, pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in WRITTEN]))


def test_items_of_job_descriptions_are_counted_as_written_once_a_posting(found: Found) -> None:
    written = written_of(found.index)
    assert skills.items_of(found, written, "knowledge").to_dict("records") == [{"words": "관련 법규", "postings": 2}]
    assert skills.items_of(found, written, "attitudes").empty
    assert skills.described(found, written).tolist() == [0, 1]
    assert skills.rows_writing(found, written, "skills", "문서 작성").tolist() == [1]
    assert skills.rows_writing(found, written, "skills", "없는 말").tolist() == []


def test_the_planners_table_names_what_job_descriptions_write(found: Found, demand: Demand) -> None:
    table = skills.planner(found.history, demand, written_of(found.index))
    assert "관련 법규 2" in table["knowledge"].tolist()
    assert table["regular_share"].between(0, 1).all()


def test_the_planners_table_counts_a_posting_in_each_of_its_cells(found: Found, demand: Demand) -> None:
    table = skills.planner(found.history, demand, None)
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
        assert skills.planner(found.history, demand, None)["licences"].tolist() == [""] * len(
            skills.planner(found.history, demand, None)
        )
