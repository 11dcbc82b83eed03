"""The options a reader can choose: their texts, their counts, and what the widgets hand back."""

from dashboard.selection.facets import FACET
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from dashboard.ui.filters import _codes_of, _option_texts
from tests.dashboard.conftest import choose, index_of, postings

EVIL = "[여기](http://evil.example)"


def strange() -> PostingIndex:
    names = {("hire_types", "R1099"): EVIL, ("institution_code", "C9999"): EVIL}
    return PostingIndex(postings({"hire_types": ["R1099"], "institution_code": "C9999"}, {}), names, index_of().today)


def texts(found: Found, key: str) -> dict[str, str]:
    codes, named = _option_texts(found, FACET[key])
    assert codes == list(named)
    return named


def test_an_option_shows_what_choosing_it_would_find() -> None:
    found = index_of({}, {}, {"work_regions": ["R3014"]}).find(choose(region="R3014"))
    assert texts(found, "region") == {"R3010": "서울 · 2", "R3014": "부산 · 1"}
    assert texts(found, "hire") == {"R1040": "비정규직 · 1"}


def test_an_option_no_posting_has_is_left_out_unless_chosen() -> None:
    assert texts(index_of({}).find(Selection()), "region") == {"R3010": "서울 · 1"}
    assert texts(index_of({}).find(choose(region="R3025")), "region") == {"R3010": "서울 · 1", "R3025": "제주 · 0"}


def test_large_counts_are_grouped() -> None:
    assert texts(index_of(*[{}] * 1200).find(Selection()), "hire") == {"R1040": "비정규직 · 1,200"}


def test_lists_show_a_foreign_name_as_it_is() -> None:
    assert texts(strange().find(Selection()), "institution")["C9999"] == f"{EVIL} · 1"


def test_codes_are_read_from_codes_and_from_texts_of_any_count() -> None:
    options = index_of({}).options["region"]
    assert _codes_of(["R3010", "부산 · 1,234", "경기"], options) == ["R3010", "R3014", "R3017"]
    assert _codes_of(["아틀란티스 · 3"], options) == []
    assert _codes_of([], options) == []


def test_a_foreign_name_is_read_back_from_its_text() -> None:
    found = strange().find(Selection())
    assert _codes_of([texts(found, "hire")["R1099"]], found.index.options["hire"]) == ["R1099"]
