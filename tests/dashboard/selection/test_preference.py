"""The filter by whom a posting favours, read off its condition and texts."""

from pathlib import Path

import pytest

from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import Selection, parse_query
from tests.dashboard.conftest import choose, counts_of
from tests.dashboard.matching.made import TODAY, snapshot_of

VETERANS = {"preference_condition": "취업지원대상자, 장애인"}
DISABLED = {"preference_condition": "장애인"}
NOBODY = {"title": "직원 채용"}


@pytest.fixture
def index(tmp_path: Path) -> PostingIndex:
    snapshot = snapshot_of(tmp_path, VETERANS, DISABLED, NOBODY)
    return PostingIndex(snapshot.read("postings"), {}, TODAY)


def test_each_group_is_counted_and_a_posting_counts_in_all_of_its_own(index: PostingIndex) -> None:
    assert counts_of(index, Selection(), "preference") == {"veteran": 1, "disabled": 2, "unstated": 1}


def test_a_group_finds_the_postings_that_favour_it(index: PostingIndex) -> None:
    assert index.find(choose(preference="veteran")).count == 1
    assert index.find(choose(preference="disabled")).count == 2


def test_the_address_names_the_group(index: PostingIndex) -> None:
    selection, unknown = parse_query({"preference": ["veteran"]}, index.options)
    assert (selection, unknown) == (choose(preference="veteran"), [])
