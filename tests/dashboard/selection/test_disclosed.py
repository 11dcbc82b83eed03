"""Which institutions a choice means where institutions disclose, and which conditions say nothing about them."""

from datetime import date

import pandas as pd
import pytest

from dashboard.selection.disclosed import (
    chosen_codes,
    disclosing_options,
    in_words,
    not_applied,
    of_institutions,
)
from dashboard.selection.selection import Selection
from data_loader.reference import load_reference
from tests.dashboard.conftest import choose


@pytest.fixture(scope="module")
def institutions() -> pd.DataFrame:
    return load_reference()["institutions"].data.to_pandas()


def test_no_choice_means_every_current_institution(institutions: pd.DataFrame) -> None:
    assert len(chosen_codes(Selection(), institutions)) == 355


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (choose(type="A2001"), 14),
        (choose(type="A2001,A2002"), 30),
        (choose(institution="C0247"), 1),
        (choose(institution="C0247", type="A2005"), 0),
        # 광주 3, 전남 16 in the roster's old regions.
        (choose(region="R3027"), 19),
        (choose(hire="R1010", status="open"), 355),
    ],
)
def test_conditions_are_an_or_within_and_an_and_between(
    institutions: pd.DataFrame, selection: Selection, count: int
) -> None:
    assert len(chosen_codes(selection, institutions)) == count


def test_conditions_of_postings_are_named() -> None:
    selection = choose(hire="R1010", type="A2001").with_ranges(
        start_from=date(2024, 1, 1), headcount_min=0, text="간호"
    )
    assert not_applied(selection) == ["고용형태", "시작일", "모집인원", "검색어"]
    assert not_applied(choose(type="A2001", region="R3014", institution="C0247")) == []


def test_the_words_call_a_region_that_of_the_headquarters(institutions: pd.DataFrame) -> None:
    options = disclosing_options(institutions)
    assert in_words(choose(region="R3014", hire="R1010"), options) == "본사 시도 부산"
    assert in_words(choose(hire="R1010"), options) == "전체"


def test_options_are_those_current_institutions_have(institutions: pd.DataFrame) -> None:
    options = disclosing_options(institutions)
    assert len(options["institution"]) == 355
    assert [option.slug for option in options["type"]][:2] == ["market", "quasi-market"]
    assert {option.code for option in options["region"]} >= {"R3027", "R3014"}
    assert not {option.code for option in options["region"]} & {"R3015", "R3023", "R3030"}


def test_tables_hold_the_rows_of_the_institutions_chosen(institutions: pd.DataFrame) -> None:
    tables = {"staff": load_reference()["staff"].data.to_pandas()}
    everything = of_institutions(tables, institutions, chosen_codes(Selection(), institutions))
    assert everything.table("staff") is tables["staff"]
    one = of_institutions(tables, institutions, frozenset({"C0247"}))
    assert (one.count, set(one.table("staff")["institution_code"])) == (1, {"C0247"})
    assert of_institutions(tables, institutions, frozenset()).table("staff").empty
