"""A choice of facilities, against one filter after another."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.languages import speaking
from dashboard.selection.offers import Choice, OfferIndex, parse_choice
from tests.dashboard.offered import ANY_FACILITIES, EVERYTHING, choose, facilities

fewer = settings(max_examples=15)


def options_of(index: OfferIndex, row: int, key: str) -> set[str]:
    each = index.filters[key]
    return {option.code for option, has in zip(each.options, each.members[row], strict=True) if has}


def is_found(index: OfferIndex, row: int, choice: Choice, leave_out: str = "") -> bool:
    for key, codes in choice.chosen:
        own = options_of(index, row, key)
        fits = set(codes) <= own if index.filters[key].needs_all else bool(set(codes) & own)
        if key != leave_out and not fits:
            return False
    return index.containing(choice.text)[row] if choice.text else True


@st.composite
def choices(draw: st.DrawFn, index: OfferIndex) -> Choice:
    chosen = []
    for each in index.filters.values():
        codes = [option.code for option in each.options]
        if codes and draw(st.booleans()):
            chosen.append((each.key, tuple(sorted(draw(st.sets(st.sampled_from(codes), min_size=1, max_size=3))))))
    return Choice(tuple(chosen[:3]), draw(st.sampled_from(["", "강당", "CAFE 한국", "없는말"])))


@fewer
@given(ANY_FACILITIES, st.data())
def test_a_choice_finds_what_passes_every_filter(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    index = facilities(*rows)
    choice = data.draw(choices(index))
    found = index.find(choice)
    assert found.rows.tolist() == [row for row in range(index.rows) if is_found(index, row, choice)]
    assert found.table().num_rows == found.count


@fewer
@given(ANY_FACILITIES, st.data())
def test_a_live_count_is_what_choosing_the_option_would_find(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    index = facilities(*rows)
    choice = data.draw(choices(index))
    found = index.find(choice)
    for key, each in index.filters.items():
        leave_out = "" if each.needs_all else key
        passing = [row for row in range(index.rows) if is_found(index, row, choice, leave_out)]
        expected = [sum(option.code in options_of(index, row, key) for row in passing) for option in each.options]
        assert found.live_counts(key).tolist() == expected


@fewer
@given(ANY_FACILITIES, st.data())
def test_a_choice_survives_the_address(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    index = facilities(*rows)
    choice = data.draw(choices(index))
    slugs = {key: {o.code: o.slug for o in each.options} for key, each in index.filters.items()}
    params = {key: [",".join(slugs[key][code] for code in codes)] for key, codes in choice.chosen}
    assert parse_choice({**params, "find": [choice.text]}, index.filters.values()) == (choice, [])


@given(st.dictionaries(st.sampled_from(["region", "kind", "open", "find", "x"]), st.lists(st.text(), max_size=2)))
def test_no_address_is_an_error(params: dict[str, list[str]]) -> None:
    index = facilities({})
    choice, _ = parse_choice(params, index.filters.values())
    assert index.find(choice).count in (0, 1)


def test_what_the_data_do_not_know_is_left_out_and_named() -> None:
    choice, unknown = parse_choice({"region": ["seoul,atlantis"]}, facilities({}).filters.values())
    assert choice == choose(region="R3010")
    assert unknown == ["시도=atlantis"]


def test_days_are_needed_all_and_regions_any() -> None:
    index = facilities({"saturday_hours_kind": "01"}, {}, {"region": "부산광역시"})
    assert index.find(choose(open="saturday,weekday")).rows.tolist() == [0]
    assert index.find(choose(region="R3010,R3014")).count == 3


def test_the_words_of_a_search_may_stand_in_different_columns_but_not_across_two() -> None:
    index = facilities({"facility": "실내 체육관", "institution": "한국나공단"}, {})
    assert index.find(choose(text="실내체육관 나공단")).rows.tolist() == [0]
    assert index.find(choose(text="체육관한국")).count == 0


def test_a_choice_says_itself_in_words() -> None:
    index = facilities({"saturday_hours_kind": "01"})
    assert index.find(EVERYTHING).in_words() == "전체"
    said = index.find(choose(text="강당", region="R3010", open="saturday,weekday")).in_words()
    assert said == "시도 서울, 여는 날 평일·토요일, “강당”"


@pytest.mark.parametrize(("number", "row"), [(2, 0), (1, 1), (3, None), (10**15, None)])
def test_an_offer_is_found_by_its_number(number: int, row: int | None) -> None:
    assert facilities({}, {}).row_of("facility_id", number) == row


def test_one_index_names_its_filters_and_options_in_every_language() -> None:
    index = facilities({"is_paid": "N"}, {"region": None})
    found = index.find(choose(text="강당", region="R3010", fee="no"))
    with speaking("en"):
        assert found.in_words() == "Province Seoul, Fee Free, “강당”"
        assert [option.label for option in index.filters["region"].options] == ["Seoul", "Not stated"]
        assert index.find(EVERYTHING).in_words() == "All"
    assert found.in_words() == "시도 서울, 요금 무료, “강당”"
