"""The index against the slow and obvious way, on random postings and on the recorded real ones."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures.breakdown import break_down
from dashboard.selection.facets import FACETS, OLD_REGIONS, UNSTATED
from dashboard.selection.index import COUNTED, REPEATED, PostingIndex
from dashboard.selection.selection import Selection
from data_loader.sample import make_sample
from data_loader.snapshot import ROWS_PER_GROUP, open_current
from tests.dashboard.conftest import (
    ANY_ROWS,
    TODAY,
    Row,
    choose,
    counts_of,
    index_of,
    is_found,
    options_of,
    postings,
    selections,
)

NEAR_DAYS = st.dates(date(2025, 9, 1), date(2025, 12, 1))


@settings(max_examples=40)
@given(rows=ANY_ROWS, chosen=st.lists(selections(NEAR_DAYS), min_size=1, max_size=4))
def test_every_answer_equals_the_slow_and_obvious_one(rows: list[Row], chosen: list[Selection]) -> None:
    index = index_of(*rows)
    table = index.table.to_pylist()
    for selection in (*chosen, Selection()):
        found = index.find(selection)
        kept = [number for number, row in enumerate(table) if is_found(row, selection, TODAY)]
        assert found.rows.tolist() == kept
        assert found.count == len(kept)
        assert found.headcount == sum(table[number]["headcount"] or 0 for number in kept)
        for facet in FACETS:
            others = [row for row in table if is_found(row, selection, TODAY, leave_out=facet.key)]
            slow: dict[str, int] = {}
            for row in others:
                for code in options_of(row, facet.key, TODAY):
                    slow[code] = slow.get(code, 0) + 1
            assert counts_of(index, selection, facet.key) == slow


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_a_combination_is_the_list_of_options_of_its_rows(rows: list[Row]) -> None:
    index = index_of(*rows)
    for key, entry in index.facets.items():
        codes = [option.code for option in entry.options]
        for row, combination in zip(index.table.to_pylist(), entry.combination, strict=True):
            members = {codes[option] for option in np.flatnonzero(entry.members[combination])}
            assert members == options_of(row, key, TODAY)


def test_choosing_in_a_facet_does_not_change_its_own_counts() -> None:
    index = index_of({"work_regions": ["R3010"]}, {"work_regions": ["R3014"]}, {"work_regions": ["R3010", "R3014"]})
    everything = counts_of(index, Selection(), "region")
    assert everything == {"R3010": 2, "R3014": 2}
    assert counts_of(index, choose(region="R3014"), "region") == everything


def test_choosing_in_a_facet_changes_the_counts_of_the_others() -> None:
    index = index_of({"work_regions": ["R3010"], "hire_types": ["R1010"]}, {"work_regions": ["R3014"]})
    assert counts_of(index, choose(region="R3010"), "hire") == {"R1010": 1}


def test_choices_in_several_facets_of_the_institution_keep_their_counts_apart() -> None:
    # Each of these facets leaves out its own choice: four different sets of postings to count.
    index = index_of(*({"institution_code": f"C000{number}"} for number in (1, 2, 2, 3, 3, 3, 4, 4, 4, 4)))
    chosen = choose(
        **{"type": "A2005", "institution": "C0003,C0002", "class": "08,01", "ministry": "교육부,국토교통부"}
    )
    assert index.find(chosen).count == 3
    assert counts_of(index, chosen, "type") == {"A2004": 2, "A2005": 3}
    assert counts_of(index, chosen, "institution") == {"C0003": 3}
    assert counts_of(index, chosen, "class") == {"08": 3}
    assert counts_of(index, chosen, "ministry") == {"교육부": 3}


def test_codes_of_a_facet_are_joined_by_or_and_facets_by_and() -> None:
    index = index_of(
        {"work_regions": ["R3010"], "hire_types": ["R1010"]},
        {"work_regions": ["R3014"], "hire_types": ["R1010"]},
        {"work_regions": ["R3014"], "hire_types": ["R1040"]},
    )
    assert index.find(choose(region="R3010,R3014")).count == 3
    assert index.find(choose(region="R3010,R3014", hire="R1010")).rows.tolist() == [0, 1]


def test_regular_posts_are_not_found_in_non_regular_ones() -> None:
    index = index_of({"hire_types": ["R1040"]}, {"hire_types": ["R1010", "R1040"]})
    assert index.find(choose(hire="R1010")).rows.tolist() == [1]


def test_an_empty_list_is_counted_as_unstated_and_can_be_chosen() -> None:
    index = index_of({"work_regions": []}, {})
    assert counts_of(index, Selection(), "region") == {UNSTATED: 1, "R3010": 1}
    assert index.find(choose(region=UNSTATED)).rows.tolist() == [0]


def test_unstated_is_no_option_where_every_posting_states_a_value() -> None:
    assert UNSTATED not in [option.code for option in index_of({}).options["region"]]


def test_options_stand_in_the_order_of_the_code_table_then_unknown_codes_then_unstated() -> None:
    index = index_of({"work_regions": ["R3999"]}, {"work_regions": []})
    codes = [option.code for option in index.options["region"]]
    assert codes[:2] == ["R3010", "R3014"]
    assert codes[-3:] == ["R3030", "R3999", UNSTATED]


def test_an_unknown_code_carries_the_name_the_data_give_it() -> None:
    table = index_of({"work_regions": ["R3999"]}).table
    named = PostingIndex(table, {("comparable_regions", "R3999"): "새 도시"}, TODAY)
    assert named.label("region", "R3999") == "새 도시"
    assert PostingIndex(table, {}, TODAY).label("region", "R3999") == "R3999"


def test_institutions_stand_in_the_order_of_their_names() -> None:
    index = index_of({"institution_code": "C0001"}, {"institution_code": "C0003"}, {"institution_code": "C0004"})
    assert [option.label for option in index.options["institution"]] == ["다병원", "라연구원", "한국가공사"]


def test_a_code_nobody_has_finds_nothing() -> None:
    assert index_of({}, {}).find(choose(institution="C4711")).count == 0


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [(0, 0, "open"), (-5, 0, "open"), (0, 5, "open"), (1, 5, "upcoming"), (-5, -1, "closed"), (-9999, 9999, "open")],
)
def test_a_posting_is_open_from_its_first_to_its_last_day(start: int, end: int, status: str) -> None:
    days = {"start_date": TODAY + timedelta(days=start), "end_date": TODAY + timedelta(days=end)}
    assert counts_of(index_of(days), Selection(), "status") == {status: 1}


def test_the_ends_of_a_range_are_included() -> None:
    index = index_of(*({"start_date": date(2025, 10, day), "headcount": day} for day in (1, 2, 3, 4)))
    assert index.find(Selection(start_from=date(2025, 10, 2), start_to=date(2025, 10, 3))).rows.tolist() == [1, 2]
    assert index.find(Selection(headcount_min=2, headcount_max=3)).rows.tolist() == [1, 2]


def test_a_range_that_ends_before_it_begins_finds_nothing() -> None:
    assert index_of({}).find(Selection(headcount_min=3, headcount_max=2)).count == 0


def test_a_posting_without_a_headcount_lies_in_no_range_of_headcounts() -> None:
    index = index_of({"headcount": None}, {"headcount": 0}, {"headcount": 5})
    assert index.find(Selection(headcount_max=5)).rows.tolist() == [1, 2]
    assert index.find(Selection(headcount_min=0)).rows.tolist() == [1, 2]
    assert index.find(Selection()).headcount == 5


@pytest.mark.parametrize("text", ["간호사", "간 호 사", "it직원", "IT 직원", "(100%)", "a+b"])
def test_the_text_search_minds_neither_case_nor_blanks_and_takes_signs_literally(text: str) -> None:
    index = index_of({"title": "간호사 · IT 직원 A+B (100%)"}, {"title": "연구원"})
    assert index.find(Selection(text=text)).rows.tolist() == [0]


def test_rows_come_latest_start_first_whatever_the_order_of_the_table() -> None:
    index = index_of(
        {"start_date": date(2024, 3, 1)}, {"start_date": date(2026, 3, 1)}, {"start_date": date(2024, 3, 1)}
    )
    assert index.posting_ids[index.find(Selection()).rows].tolist() == [899_999, 900_000, 899_998]


def test_a_posting_is_found_by_its_number() -> None:
    index = index_of({}, {}, {})
    assert [index.row_of(number) for number in (900_000, 899_999, 899_998)] == [0, 1, 2]
    assert [index.row_of(number) for number in (900_001, 899_997, 1, -1, 2**62)] == [None] * 5


def test_the_labels_of_rows_join_their_options() -> None:
    index = index_of({"work_regions": ["R3014", "R3010"]}, {"work_regions": []}, {"work_regions": ["R3015", "R3023"]})
    assert index.labels("region", np.arange(3)) == ["서울·부산", "미기재", "전남광주"]
    assert index.labels("old_region", np.array([2])) == ["광주·전남"]


def test_an_empty_table_answers_with_nothing() -> None:
    index = index_of()
    chosen = choose(region="R3010", type="A2001")
    for selection in (Selection(), chosen, Selection(headcount_min=1, text="간호")):
        found = index.find(selection)
        assert (found.count, found.headcount, found.rows.tolist()) == (0, 0, [])
        assert not any(found.counts_of(facet.key).any() for facet in FACETS)
    assert index.row_of(1) is None


def test_equal_selections_share_one_answer() -> None:
    index = index_of({}, {})
    assert index.find(choose(region="R3010,R3014")) is index.find(choose(region="R3014,R3010"))


def test_a_found_set_can_be_narrowed_to_other_codes() -> None:
    index = index_of({"work_regions": ["R3010"]}, {"work_regions": ["R3014"]})
    found = index.find(choose(region="R3010"))
    assert found.with_codes("region", "R3014").rows.tolist() == [1]
    assert found.rows.tolist() == [0]


# The recorded list, against figures counted on it by hand.


def labelled(index: PostingIndex, key: str) -> dict[str, int]:
    counts = counts_of(index, Selection(), key)
    return {option.label: counts[option.code] for option in index.options[key] if option.code in counts}


def test_the_real_list_has_379_postings_of_121_institutions_all_open(real_index: PostingIndex) -> None:
    assert real_index.find(Selection()).count == 379
    assert len(real_index.options["institution"]) == 121
    assert labelled(real_index, "status") == {"접수 중": 379}


def test_hire_types_of_the_real_list(real_index: PostingIndex) -> None:
    assert labelled(real_index, "hire") == {
        "정규직": 75,
        "무기계약직": 36,
        "비정규직": 256,
        "청년인턴(체험형)": 35,
        "청년인턴(채용형)": 4,
    }


def test_health_and_replacement_posts_of_the_real_list(real_index: PostingIndex) -> None:
    assert labelled(real_index, "ncs")["보건.의료"] == 161
    assert labelled(real_index, "replacement") == {"대체인력": 87, "대체인력 아님": 292}


def test_every_institution_of_the_real_list_has_its_type_class_and_ministry(real_index: PostingIndex) -> None:
    for key in ("type", "class", "ministry"):
        assert "미기재" not in labelled(real_index, key)


def test_49_real_postings_name_several_regions_and_3_name_17(real_index: PostingIndex) -> None:
    entry = real_index.facets["old_region"]
    regions = entry.members.sum(axis=1)[entry.combination]
    assert int((regions > 1).sum()) == 49
    assert int((regions == 17).sum()) == 3


def test_gwangju_and_jeonnam_of_the_real_list_fold_into_one_region(real_index: PostingIndex) -> None:
    old = real_index.facets["old_region"]
    codes = [option.code for option in old.options]
    either = old.members[:, codes.index("R3015")] + old.members[:, codes.index("R3023")] > 0
    assert labelled(real_index, "region")["전남광주"] == int(either[old.combination].sum())
    assert not {"광주", "전남"} & labelled(real_index, "region").keys()


@pytest.mark.parametrize("key", [*(facet.key for facet in FACETS), OLD_REGIONS.key])
def test_shared_out_headcount_of_the_real_list_adds_up_to_the_whole(real_index: PostingIndex, key: str) -> None:
    found = real_index.find(Selection())
    assert break_down(found, key).fractional.sum() == pytest.approx(found.headcount)


@settings(max_examples=25)
@given(selection=selections(NEAR_DAYS))
def test_answers_on_the_real_list_equal_the_slow_ones(real_index: PostingIndex, selection: Selection) -> None:
    table = real_index.table.to_pylist()
    kept = [number for number, row in enumerate(table) if is_found(row, selection, TODAY)]
    assert real_index.find(selection).rows.tolist() == kept


# What is only shown


@pytest.fixture
def kept_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PostingIndex:
    """An index over a snapshot in several row groups that has read no more than it counts by."""
    monkeypatch.setitem(ROWS_PER_GROUP, "postings", 150)
    make_sample(tmp_path, datetime(2026, 11, 20, 3, 0, tzinfo=UTC), 500)
    opened = open_current(tmp_path)
    return PostingIndex(opened.read("postings", COUNTED, REPEATED), {}, TODAY, opened)


def test_what_is_only_shown_is_read_when_it_is_shown(kept_index: PostingIndex) -> None:
    rows = np.array([499, 0, 7, 7])
    read = kept_index.shown(rows, ["title", "end_date", "institution"])
    assert "table" not in vars(kept_index)
    assert read.to_pylist() == kept_index.table.select(read.column_names).take(rows).to_pylist()
    assert kept_index.shown(rows, read.column_names).to_pylist() == read.to_pylist()
    assert kept_index.shown(rows[:0], ["title"]).num_rows == 0


def test_the_whole_table_is_that_of_the_snapshot(kept_index: PostingIndex) -> None:
    assert kept_index._snapshot is not None
    assert kept_index.table.equals(kept_index._snapshot.read("postings"))


def test_columns_read_as_numbers_are_counted_as_the_others(kept_index: PostingIndex) -> None:
    plain = PostingIndex(kept_index.table, {}, TODAY)
    for key, entry in kept_index.facets.items():
        assert entry.options == plain.facets[key].options
        assert (entry.members[entry.combination] == plain.facets[key].members[plain.facets[key].combination]).all()


@pytest.mark.parametrize("codes", [3, 64, 65, 90])
def test_lists_of_however_many_codes_are_counted(codes: int) -> None:
    lists = [[f"N{code:02}" for code in range(first, codes, first + 1)] for first in range(codes)]
    index = PostingIndex(postings(*[{"ncs_fields": own} for own in (*lists, [], None)]), {}, TODAY)
    entry = index.facets["ncs"]
    for number, row in enumerate(index.table.to_pylist()):
        held = {entry.options[at].code for at in np.flatnonzero(entry.members[entry.combination[number]])}
        assert held == set(row["ncs_fields"] or [UNSTATED])
