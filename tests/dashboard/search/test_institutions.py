"""The table of abbreviations against the roster."""

import csv
from urllib.parse import urlsplit

import pytest

from dashboard.search.institutions import ABBREVIATIONS_FILE, load_abbreviations
from dashboard.search.letters import fold_word
from data_loader.reference import load_reference

ROSTER = {row["institution_code"]: row for row in load_reference()["institutions"].data.to_pylist()}
with ABBREVIATIONS_FILE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def test_every_abbreviation_names_an_institution_of_the_roster() -> None:
    assert [row for row in ROWS if ROSTER[row["institution_code"]]["institution"] != row["institution"]] == []


def test_every_abbreviation_has_its_source() -> None:
    assert [row for row in ROWS if not row["source"]] == []


def test_an_abbreviation_said_to_be_in_the_home_page_is_there() -> None:
    rows = [row for row in ROWS if row["source"].startswith("누리집 주소 ")]
    assert len(rows) > 100
    for row in rows:
        host = urlsplit(ROSTER[row["institution_code"]]["homepage_url"]).netloc
        assert row["source"] == f"누리집 주소 {host}"
        assert fold_word(row["abbreviation"]) in fold_word(host)


def test_no_abbreviation_stands_in_the_name_already() -> None:
    assert [row for row in ROWS if fold_word(row["abbreviation"]) in fold_word(row["institution"])] == []


@pytest.mark.parametrize(
    ("abbreviation", "institution"),
    [("한전", "한국전력공사"), ("LH", "한국토지주택공사"), ("코레일", "한국철도공사"), ("수공", "한국수자원공사"),
     ("건보", "국민건강보험공단"), ("심평원", "건강보험심사평가원"), ("충남대병원", "충남대학교병원")],
)  # fmt: skip
def test_the_well_known_ones_are_there(abbreviation: str, institution: str) -> None:
    codes = load_abbreviations()[fold_word(abbreviation)]
    assert [ROSTER[code]["institution"] for code in codes] == [institution]
