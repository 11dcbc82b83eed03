"""A choice, its address and its sentence."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.selection.facets import FACET, UNSTATED
from dashboard.selection.selection import FIRST_DAY, LAST_DAY, PARAMS, Selection, clean_text, parse_query
from tests.dashboard.conftest import ANY_ROWS, Row, choose, index_of, selections

# One posting of each kind that makes an option: unknown codes and unstated values among them.
OPTIONS = index_of(
    {"institution_code": "C0002", "work_regions": ["R3999"]},
    {"institution_code": "C0003", "work_regions": [], "hire_types": [], "ncs_fields": []},
    {"institution_code": "C0005", "career_level": None, "education_levels": [], "is_replacement": None},
).options


def query(address: str) -> dict[str, list[str]]:
    """What a browser makes of `region=busan&from=2024-01`, kept simple."""
    params: dict[str, list[str]] = {}
    for part in address.split("&"):
        name, _, value = part.partition("=")
        params.setdefault(name, []).append(value)
    return params


def read(address: str) -> tuple[Selection, list[str]]:
    return parse_query(query(address), OPTIONS)


@given(rows=ANY_ROWS, data=st.data())
def test_whatever_can_be_chosen_survives_its_way_through_the_address(rows: list[Row], data: st.DataObject) -> None:
    options = index_of(*rows).options
    selection = data.draw(selections())
    for key in FACET:
        known = [option.code for option in options[key]]
        selection = selection.with_codes(key, [code for code in selection.codes(key) if code in known])
    params = {name: [value] for name, value in selection.to_query(options).items()}
    assert parse_query(params, options) == (selection, [])


@pytest.mark.parametrize("key", FACET)
def test_every_option_has_an_address_of_its_own(key: str) -> None:
    for option in OPTIONS[key]:
        assert read(f"{key}={option.slug}") == (choose(**{key: option.code}), [])


def test_an_address_can_be_read() -> None:
    selection = choose(region="R3022,R3014", hire="R1010").with_ranges(start_from=date(2024, 1, 1), text="간호")
    assert selection.to_query(OPTIONS) == {
        "region": "busan,gyeongnam",
        "hire": "regular",
        "from": "2024-01",
        "q": "간호",
    }


def test_nothing_chosen_leaves_the_address_empty() -> None:
    assert Selection().to_query(OPTIONS) == {}
    assert read("") == (Selection(), [])
    assert Selection().is_empty


def test_a_lowest_headcount_of_zero_is_a_choice() -> None:
    assert Selection(headcount_min=0).to_query(OPTIONS) == {"min": "0"}
    assert not Selection(headcount_min=0).is_empty


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("from=2024-02", Selection(start_from=date(2024, 2, 1))),
        ("to=2024-02", Selection(start_to=date(2024, 2, 29))),
        ("to=2023-12", Selection(start_to=date(2023, 12, 31))),
        ("from=2024-02-15&to=2024-02-28", Selection(start_from=date(2024, 2, 15), start_to=date(2024, 2, 28))),
        ("min=3&max=10", Selection(headcount_min=3, headcount_max=10)),
        ("min=0", Selection(headcount_min=0)),
        ("min=007", Selection(headcount_min=7)),
        ("q=  간호   조무사 ", Selection(text="간호 조무사")),
        ("region=busan&region=seoul", choose(region="R3010,R3014")),
        ("region=busan,seoul,busan", choose(region="R3010,R3014")),
        ("region= busan , seoul", choose(region="R3010,R3014")),
        ("region=,,busan,", choose(region="R3014")),
        ("region=unstated", choose(region=UNSTATED)),
        ("region=&from=&to=&min=&max=&q=", Selection()),
        ("from=2024-01&from=2025-01", Selection(start_from=date(2024, 1, 1))),
        ("utm_source=news&embed=true", Selection()),
    ],
)
def test_an_address_written_by_hand_is_understood(address: str, expected: Selection) -> None:
    assert read(address) == (expected, [])


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("region=atlantis", "근무지=atlantis"),
        ("region=R3014", "근무지=R3014"),
        ("hire=정규직", "고용형태=정규직"),
        ("institution=C4711", "기관=C4711"),
        ("from=2024-13", "from=2024-13"),
        ("from=2024-02-30", "from=2024-02-30"),
        ("from=어제", "from=어제"),
        ("from=2024W01", "from=2024W01"),
        ("from=0001-01", "from=0001-01"),
        ("to=9999-12", "to=9999-12"),
        ("to=9999-12-31", "to=9999-12-31"),
        ("min=-1", "min=-1"),
        ("min=1.5", "min=1.5"),
        ("min=１０", "min=１０"),
        ("max=many", "max=many"),
        ("max=" + "9" * 30, "max=" + "9" * 30),
        ("region=\x00sea\x1bt", "근무지=sea t"),
        ("region=" + "x" * 10_000, "근무지=" + "x" * 30),
        ("to=" + "2" * 10_000, "to=" + "2" * 30),
        ("region=nowhere,nowhere&region=nowhere", "근무지=nowhere"),
    ],
)
def test_what_an_address_gets_wrong_is_left_out_and_named_once(address: str, named: str) -> None:
    assert read(address) == (Selection(), [named])


def test_what_is_right_in_a_half_wrong_address_still_holds() -> None:
    selection, unknown = read("region=busan,atlantis&from=2024-13&q=간호")
    assert selection == choose(region="R3014").with_ranges(text="간호")
    assert unknown == ["근무지=atlantis", "from=2024-13"]


JUNK = st.text(max_size=20) | st.sampled_from(
    ["2024-1-", "20240101", "2024-W05", "R3014", ",,,", "\ud800" * 7, "0" * 99]
)


@given(params=st.dictionaries(st.sampled_from(PARAMS), st.lists(JUNK, max_size=3)))
@example(params={"to": ["2050-12"]})
@example(params={"to": ["9999-12"]})
@example(params={"from": ["0001-01"], "to": ["0001-01-01"]})
@example(params={"q": ["가" * 99 + " 나"]})
def test_no_address_raises_and_what_was_read_can_be_written_again(params: dict[str, list[str]]) -> None:
    selection, unknown = parse_query(params, OPTIONS)
    written = {name: [value] for name, value in selection.to_query(OPTIONS).items()}
    assert parse_query(written, OPTIONS) == (selection, [])
    assert all(text.isprintable() and len(text) < 60 for text in unknown)


@given(text=st.text(max_size=200))
def test_a_search_text_is_one_line_of_bounded_length_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.isprintable()
    assert len(cleaned) <= 100
    assert clean_text(cleaned) == cleaned == cleaned.strip()


def test_the_longest_days_of_a_choice_have_addresses() -> None:
    widest = Selection(start_from=FIRST_DAY, start_to=LAST_DAY)
    assert widest.to_query(OPTIONS) == {"from": "2000-01", "to": "2050-12"}


def test_equal_choices_are_equal_whatever_the_order_of_choosing() -> None:
    one = Selection().with_codes("region", ["R3010", "R3014"]).with_codes("hire", ["R1010"])
    other = Selection().with_codes("hire", ["R1010"]).with_codes("region", ["R3014", "R3010", "R3014"])
    assert one == other
    assert hash(one) == hash(other)
    assert one.to_query(OPTIONS) == other.to_query(OPTIONS)


def test_choosing_nothing_in_a_facet_takes_the_facet_back() -> None:
    assert choose(region="R3010").with_codes("region", []) == Selection()


def test_choosing_leaves_the_other_choices_alone() -> None:
    selection = choose(region="R3010").with_ranges(headcount_min=3)
    changed = selection.with_codes("hire", ["R1010"])
    assert (changed.codes("region"), changed.codes("hire"), changed.headcount_min) == (("R3010",), ("R1010",), 3)
    assert selection.codes("hire") == ()


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(), "전체"),
        (choose(region="R3014"), "근무지 부산"),
        (choose(hire="R1010", region="R3014,R3022"), "근무지 부산·경남, 고용형태 정규직"),
        (
            choose(ncs="R600001,R600002,R600003,R600004,R600005,R600006,R600007"),
            "채용분야(NCS) 사업관리·경영.회계.사무·금융.보험·교육.자연.사회과학·법률.경찰.소방.교도.국방 외 2",
        ),
        (choose(institution="C0003"), "기관 다병원"),
        (choose(institution="C4711"), "기관 C4711"),
        (choose(region=UNSTATED), "근무지 미기재"),
        (Selection(start_from=date(2024, 1, 1)), "시작일 2024-01-01~"),
        (Selection(start_to=date(2024, 1, 31)), "시작일 ~2024-01-31"),
        (Selection(headcount_min=1000), "모집인원 1,000명~"),
        (Selection(headcount_min=0, headcount_max=3), "모집인원 0명~3명"),
        (Selection(text="간호"), "“간호” 검색"),
        (choose(status="open").with_ranges(text="간호"), "상태 접수 중, “간호” 검색"),
    ],
)
def test_a_choice_says_itself_in_words(selection: Selection, words: str) -> None:
    assert selection.in_words(OPTIONS) == words
