"""One institution and its peers."""

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.measures import institution as measures
from dashboard.search.institutions import load_abbreviations
from dashboard.selection.selection import Selection
from data_loader.reference import load_reference
from tests.dashboard.conftest import ANY_ROWS, TODAY, Row, choose, index_of, options_of


def test_names_are_read_off_the_postings_newest_first() -> None:
    index = index_of(
        {"institution": "새 이름", "start_date": date(2025, 5, 1)},
        {"institution": "새 이름", "start_date": date(2024, 5, 1)},
        {"institution": "옛 이름", "start_date": date(2019, 5, 1)},
        {"institution": "남의 이름", "institution_code": "C0002", "start_date": date(2020, 5, 1)},
    )
    assert measures.names_used(index.find(choose(institution="C0001"))) == [
        ("새 이름", date(2024, 5, 1), date(2025, 5, 1)),
        ("옛 이름", date(2019, 5, 1), date(2019, 5, 1)),
    ]
    assert measures.names_used(index.find(choose(institution="C4711"))) == []


def values(*numbers: float, year: int = 2024) -> pd.DataFrame:
    codes = [f"C{place:04}" for place in range(len(numbers))]
    return pd.DataFrame({"institution_code": codes, "year": year, "basis": "settled", "value": numbers})


def test_the_band_is_made_of_the_peers_alone() -> None:
    table = values(1, 2, 3, 4, 5, 1_000)
    peers = {f"C{place:04}" for place in range(5)}
    (row,) = measures.peer_band(table, "value", peers).to_dict("records")
    assert (row["n"], row["p10"], row["median"], row["p90"]) == (5, pytest.approx(1.4), 3, pytest.approx(4.6))


def test_a_year_with_fewer_than_five_peers_has_no_band() -> None:
    table = pd.concat([values(1, 2, 3, 4, np.nan), values(1, 2, 3, 4, 5, year=2025)])
    assert measures.peer_band(table, "value", set(table["institution_code"]))["year"].tolist() == [2025]


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_calendar_shares_are_of_whole_years(rows: list[Row]) -> None:
    index = index_of(*rows)
    shares, years = measures.calendar_shares(index.find(Selection()), "postings")
    starts = [row["start_date"] for row in index.table.to_pylist()]
    first = min((day for day in starts if date(2018, 7, 1) <= day and (day.year, day.month) <= (2025, 11)), default=TODAY)  # fmt: skip
    begin = first.year if first.month == 1 else first.year + 1
    whole = [day for day in starts if begin <= day.year < 2025 and day >= date(2018, 7, 1)]
    assert years == max(0, 2025 - begin)
    if not whole:
        assert np.isnan(shares).all()
    else:
        expected = [sum(day.month == month for day in whole) / len(whole) for month in range(1, 13)]
        assert shares == pytest.approx(expected)


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_the_mix_of_one_and_of_the_others_are_counted_one_by_one(rows: list[Row]) -> None:
    index = index_of(*rows)
    mixed = measures.mix(index.find(choose(institution="C0003")), index.find(choose(type="A2005")), "region")
    everything = [row for row in index.table.to_pylist() if row["institution_type"] == "A2005"]
    for own, shares in ((True, mixed.own), (False, mixed.peers)):
        chosen = [row for row in everything if (row["institution_code"] == "C0003") == own]
        for place, option in enumerate(mixed.options):
            part = sum(1 / len(codes) for row in chosen if option.code in (codes := options_of(row, "region", TODAY)))
            assert shares[place] == pytest.approx(part / len(chosen), abs=1e-9) if chosen else np.isnan(shares[place])


def test_without_a_type_there_are_no_peers() -> None:
    index = index_of({"institution_code": "C0005"})
    mixed = measures.mix(index.find(choose(institution="C0005")), None, "hire")
    assert mixed.own.sum() == 1
    assert np.isnan(mixed.peers).all()


def test_no_former_institution_has_a_name_of_one_of_today() -> None:
    """What the method and the profile say of former codes; were it otherwise, they could be followed."""
    roster = load_reference()["institutions"].data.to_pylist()
    is_former = {row["institution_code"]: row["is_former"] for row in roster}
    named = [(_letters(row["institution"]), row["institution_code"]) for row in roster]
    named += [(_letters(words), code) for words, codes in load_abbreviations().items() for code in codes]
    today = {name for name, code in named if not is_former[code]}
    assert sum(is_former.values()) == 50
    assert not [name for name, code in named if is_former[code] and name in today]


def _letters(name: str) -> str:
    """Without the legal form, what stands in brackets, blanks and signs."""
    bare = re.sub(r"\([^)]*\)|주식회사|(?:사단|재단|의료)법인", "", name)
    return re.sub(r"[\W_]+", "", bare).casefold()
