"""Invented facilities and programmes, given by our names and read as the source sends them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from dashboard.measures.facilities import facility_index, programme_index
from dashboard.selection.offers import Choice, OfferIndex
from data_loader.schema import FACILITIES, PROGRAMMES, Table
from data_loader.tables.offers import tidy_facilities, tidy_programmes

Row = Mapping[str, Any]
NAMES = {("institution_code", "C0001"): "한국가공사", ("facility_type", "F011001"): "새 종류"}
FACILITY: Row = {"facility": "대강당", "facility_type": "F002005", "institution_code": "C0001", "region": "서울특별시",
                 "latitude": 37.5, "longitude": 127.0, "weekday_hours_kind": "02", "weekday_hours": "09:00~18:00"}  # fmt: skip
PROGRAMME: Row = {
    "programme": "장학 사업",
    "institution_code": "C0001",
    "programme_class": "B030204",
    "life_stages": "02,03",
}
EVERYTHING = Choice()


def _received(rows: Sequence[Row], table: Table, common: Row, number: str) -> list[dict[str, Any]]:
    """The first row given has the highest number, and so comes first."""
    merged = [{number: len(rows) - place, **common, **row} for place, row in enumerate(rows)]
    return [{table.column(name).source: value for name, value in row.items()} for row in merged]


def facilities_of(*rows: Row) -> pa.Table:
    tidied = tidy_facilities(_received(rows, FACILITIES, FACILITY, "facility_id"))
    assert tidied.rejected.num_rows == 0, tidied.rejected.to_pylist()
    return tidied.tables["facilities"]


def programmes_of(*rows: Row) -> pa.Table:
    tidied = tidy_programmes(_received(rows, PROGRAMMES, PROGRAMME, "programme_id"))
    assert tidied.rejected.num_rows == 0, tidied.rejected.to_pylist()
    return tidied.tables["programmes"]


def facilities(*rows: Row) -> OfferIndex:
    return facility_index(facilities_of(*rows), NAMES)


def programmes(*rows: Row) -> OfferIndex:
    return programme_index(programmes_of(*rows), NAMES)


def choose(text: str = "", **codes: str) -> Choice:
    """choose(region="R3010,R3014", text="강당")."""
    return Choice(tuple((key, tuple(sorted(values.split(",")))) for key, values in codes.items()), text)


_FLAG = st.sampled_from(["Y", "N", None])
_HOURS = st.sampled_from(["09:00~18:00", "휴 무", None])
_KIND = st.sampled_from(["01", "02", None])
ANY_FACILITY = st.fixed_dictionaries(
    {
        "facility": st.sampled_from(["대강당", "실내 체육관", "Cafe A"]),
        "facility_type": st.sampled_from(["F002005", "F005017", "F003001", "F011001", None]),
        "institution_code": st.sampled_from(["C0001", "C0002", None]),
        "region": st.sampled_from(["서울특별시", "광주광역시", "전라남도", "전남광주통합특별시", "달나라", None]),
        "latitude": st.sampled_from([37.5, 33.2, 127.0, 0, 91.0, None]),
        "longitude": st.sampled_from([127.0, 126.5, 37.5, 0, 10.0, None]),
        "in_out": st.sampled_from(["IN", "OUT", "ALL", None]),
        "is_paid": _FLAG,
        "is_reservable": _FLAG,
        **{f"{day}_hours_kind": _KIND for day in ("weekday", "saturday", "holiday")},
        **{f"{day}_hours": _HOURS for day in ("weekday", "saturday", "holiday")},
    }
)
ANY_FACILITIES = st.lists(ANY_FACILITY, max_size=12)
ANY_PROGRAMME = st.fixed_dictionaries(
    {
        "programme": st.sampled_from(["장학 사업", "건강 상담"]),
        "programme_class": st.sampled_from(["B030204", "B01", "B0102", "B99", None]),
        "life_stages": st.sampled_from(["01", "02,03", "99", "77", None]),
        "service_class": st.sampled_from(["03", "06", None]),
        "institution_code": st.sampled_from(["C0001", "C0002"]),
    }
)
ANY_PROGRAMMES = st.lists(ANY_PROGRAMME, max_size=12)
