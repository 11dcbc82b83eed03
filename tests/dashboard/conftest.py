"""Hand-made postings, random ones, and the slow and obvious way to answer a selection.

Postings are given by our column names, put into records as the source sends them, and tidied: no test
depends on how a column is kept.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
import streamlit
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dashboard.selection.facets import FACETS, OLD_REGIONS, UNSTATED
from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import FIRST_DAY, LAST_DAY, Selection
from data_loader.reference import load_reference
from data_loader.schema import INSTITUTIONS, POSTING_TEXTS, POSTINGS
from data_loader.tables.tidy import tidy_postings

# A busy machine is no failure.
hypothesis_settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("calm")

Row = dict[str, Any]


@pytest.fixture(autouse=True)
def nobody_has_chosen() -> None:
    """Outside a session all tests of a process share one state: what one chose is not the next one's."""
    streamlit.session_state.clear()


TODAY = date(2025, 11, 3)
SOURCES = {column.name: column.source for table in (POSTINGS, POSTING_TEXTS) for column in table.received}
SOURCES |= {f"{column.name}_names": column.source_names for column in POSTINGS.received if column.source_names}
ROSTER = pa.Table.from_pylist(
    [
        {
            "institution_code": code,
            "institution": name,
            "institution_type": type_code,
            "institution_class": class_code,
            "supervising_ministry": ministry,
            "is_former": ministry is None,
        }
        for code, name, type_code, class_code, ministry in (
            ("C0001", "한국가공사", "A2001", "03", "기후에너지환경부"),
            ("C0002", "한국나공단", "A2004", "01", "국토교통부"),
            ("C0003", "다병원", "A2005", "08", "교육부"),
            ("C0004", "라연구원", "A2005", "08", "과학기술정보통신부"),
            ("C0005", "마진흥원(예전 기관)", None, None, None),
        )
    ],
    schema=INSTITUTIONS.arrow,
)
NAMES = {("institution_code", row["institution_code"]): row["institution"] for row in ROSTER.to_pylist()}
DEFAULTS: Row = {
    "institution_code": "C0001",
    "institution": "한국가공사",
    "title": "직원 채용",
    "start_date": date(2025, 10, 27),
    "end_date": date(2025, 11, 10),
    "headcount": 1,
    "hire_types": ["R1040"],
    "ncs_fields": ["R600002"],
    "work_regions": ["R3010"],
    "career_level": "R2030",
    "education_levels": ["R7010"],
    "is_replacement": False,
    "original_url": "https://www.example.or.kr/",
}


def record(posting_id: int, **values: object) -> Row:
    """A record as the source sends it, from values by our names: lists, dates, truth values, text."""
    merged = {**DEFAULTS, "posting_id": posting_id, **values}
    return {SOURCES[name]: _sent(value) for name, value in merged.items()}


def postings(*rows: Mapping[str, object]) -> pa.Table:
    """The postings table of these rows, in the order given, which is newest number first."""
    records = [record(900_000 - position, **row) for position, row in enumerate(rows)]
    tidy = tidy_postings(records, ROSTER)
    assert tidy.rejected.num_rows == 0, tidy.rejected.to_pylist()
    return tidy.tables["postings"]


def index_of(*rows: Mapping[str, object], today: date = TODAY) -> PostingIndex:
    return PostingIndex(postings(*rows), NAMES, today)


def choose(**codes: str) -> Selection:
    """choose(region="R3010,R3014", hire="R1010")."""
    selection = Selection()
    for key, values in codes.items():
        selection = selection.with_codes(key, values.split(","))
    return selection


def counts_of(index: PostingIndex, selection: Selection, key: str) -> dict[str, int]:
    """The live counts of a facet by code, without the zeros."""
    counts = index.find(selection).counts_of(key).tolist()
    return {option.code: count for option, count in zip(index.options[key], counts, strict=True) if count}


def options_of(row: Row, key: str, today: date) -> set[str]:
    """The options of a facet a posting has, read off its columns."""
    if key == "status":
        if row["withdrawn_date"]:
            return {"withdrawn"}
        return {"closed" if row["end_date"] < today else "upcoming" if row["start_date"] > today else "open"}
    facet = OLD_REGIONS if key == OLD_REGIONS.key else next(facet for facet in FACETS if facet.key == key)
    value = row[facet.column]
    if isinstance(value, bool):
        return {"yes" if value else "no"}
    return (set(value) if isinstance(value, list) else {value} if value is not None else set()) or {UNSTATED}


def is_found(row: Row, selection: Selection, today: date, leave_out: str = "") -> bool:
    """Whether a selection finds a posting, one filter after another; `leave_out`: a facet not asked."""
    for key, codes in selection.chosen:
        if key != leave_out and not options_of(row, key, today) & set(codes):
            return False
    if selection.start_from and row["start_date"] < selection.start_from:
        return False
    if selection.start_to and row["start_date"] > selection.start_to:
        return False
    for bound, is_outside in ((selection.headcount_min, int.__lt__), (selection.headcount_max, int.__gt__)):
        if bound is not None and (row["headcount"] is None or is_outside(row["headcount"], bound)):
            return False
    return selection.text.casefold() in row["title"].casefold()


def _sent(value: object) -> object:
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, date):
        return value.isoformat().replace("-", "")
    return ",".join(value) if isinstance(value, list) else value


def _some(*codes: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=4)


# Codes that no table knows stand among the known ones, as do empty lists and missing values.
ANY_ROW: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "institution_code": st.sampled_from(["C0001", "C0002", "C0003", "C0004", "C0005", "C9999"]),
        "title": st.sampled_from(["간호사 채용", "2025년 IT 직원 공개 채용", "[재공고] A+B (100%) 직원", "it간호"]),
        "start_date": st.dates(date(2025, 9, 1), date(2025, 12, 1)) | st.dates(date(2017, 1, 1), date(2027, 1, 1)),
        "end_date": st.dates(date(2025, 10, 1), date(2025, 12, 31)) | st.dates(date(2019, 1, 1), date(2030, 1, 1)),
        "headcount": st.none() | st.integers(0, 4) | st.integers(0, 2000),
        "hire_types": _some("R1010", "R1040", "R1060", "R1999"),
        "ncs_fields": _some("R600002", "R600006", "R600020"),
        "work_regions": _some("R3010", "R3014", "R3015", "R3023", "R3027", "R3030", "R3999"),
        "career_level": st.sampled_from(["R2010", "R2030", "R2999", None]),
        "education_levels": _some("R7010", "R7050", "R7060"),
        "is_replacement": st.sampled_from([True, False, None]),
    }
)
# A handful of rows repeated fills more than one 64-bit word.
ANY_ROWS = st.builds(lambda rows, times: rows * times, st.lists(ANY_ROW, max_size=9), st.sampled_from([1, 1, 17]))

ANY_CODES = {
    "status": _some("open", "upcoming", "closed"),
    "region": _some("R3010", "R3014", "R3027", "R3999", "R3025", UNSTATED),
    "hire": _some("R1010", "R1040", "R1999", UNSTATED),
    "ncs": _some("R600002", "R600006", UNSTATED),
    "type": _some("A2001", "A2004", "A2005", UNSTATED),
    "institution": _some("C0001", "C0002", "C0005", "C9999", "C4711"),
    "career": _some("R2010", "R2030", UNSTATED),
    "education": _some("R7010", "R7050", UNSTATED),
    "ministry": _some("국토교통부", "교육부", UNSTATED),
    "class": _some("01", "03", "08", UNSTATED),
    "replacement": _some("yes", "no", UNSTATED),
    "preference": _some("local", "veteran", UNSTATED),
}
ANY_DAY = st.dates(FIRST_DAY, LAST_DAY)


@st.composite
def selections(draw: st.DrawFn, days: st.SearchStrategy[date] = ANY_DAY) -> Selection:
    """Few facets at once, as readers do, else nothing is ever found."""
    selection = Selection()
    for key in draw(st.lists(st.sampled_from(sorted(ANY_CODES)), unique=True, max_size=3)):
        selection = selection.with_codes(key, draw(ANY_CODES[key]))
    bounds = draw(st.lists(st.sampled_from(["from", "to", "min", "max", "q"]), unique=True, max_size=2))
    counts = st.integers(0, 5) | st.integers(0, 999_999_999)
    # One word each: tests/dashboard/search is about the rest.
    texts = st.sampled_from(["간호", "100", "채용", "없는말"])
    return Selection(
        selection.chosen,
        start_from=draw(days) if "from" in bounds else None,
        start_to=draw(days) if "to" in bounds else None,
        headcount_min=draw(counts) if "min" in bounds else None,
        headcount_max=draw(counts) if "max" in bounds else None,
        text=draw(texts) if "q" in bounds else "",
    )


@pytest.fixture(scope="session")
def real_index(real_list: dict[str, Any]) -> PostingIndex:
    """Every posting open on 2025-11-03, as of that day."""
    tidy = tidy_postings(real_list["result"], load_reference()["institutions"].data)
    return PostingIndex(tidy.tables["postings"], {}, TODAY)
