from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.store.record import dates_of, natural_key, receive, receive_one, unpack
from tests.data_loader.conftest import posting_row

KEY_FIELD = "recrutPblntSn"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def digest(row: Any) -> bytes:
    return receive_one(row, 1).digest


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4) | JSON)
def test_a_packed_row_comes_back_as_it_was(row: Any) -> None:
    received = receive_one(row, 1)
    assert unpack(received.body, received.volatile) == received.row


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4))
def test_the_order_of_fields_has_no_meaning(row: dict[str, Any]) -> None:
    assert digest(row) == digest(dict(reversed(row.items())))


def test_what_changes_by_itself_has_no_meaning() -> None:
    assert digest(posting_row(1)) == digest(posting_row(1, decimalDay=-3, ongoingYn="N"))
    assert digest(posting_row(1)) != digest(posting_row(1, prefCn="우대"))


def test_the_volatile_fields_come_back_as_they_were_last() -> None:
    early, late = (receive_one(posting_row(1, decimalDay=days), 1) for days in (8, 7))
    assert unpack(early.body, late.volatile)["decimalDay"] == 7


def test_a_volatile_field_that_is_sent_no_more_does_not_linger() -> None:
    late = receive_one({"recrutPblntSn": 1}, 1)
    assert "decimalDay" not in unpack(receive_one(posting_row(1), 1).body, late.volatile)


def test_nothing_about_a_contact_person_is_kept() -> None:
    row = {"fcltSn": 3, "picNm": "홍길동", "picTelno": "02-000-0000", "utztnInqInfo": "홍길동 02-000-0000"}
    received = receive_one(row, 3)
    assert received.row == {"fcltSn": 3}
    assert "홍길동" not in str(unpack(received.body))


def test_of_rows_with_the_same_number_on_a_page_the_last_stands() -> None:
    (received,) = receive([posting_row(7, prefCn="먼저"), posting_row(7, prefCn="나중")], KEY_FIELD)
    assert received.row["prefCn"] == "나중"


def test_a_row_without_a_number_keeps_its_name_while_its_meaning_stays() -> None:
    names = [receive([{"x": 1, "decimalDay": days}], KEY_FIELD)[0].key for days in (3, 2)]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("value", "key"), [(7, 7), (" 7 ", 7), ("C0021", "C0021"), (0, None), (True, None), ("", None), (2**63, None)]
)
def test_a_key_is_a_number_or_the_text_in_its_place(value: object, key: object) -> None:
    assert natural_key(value) == key


def test_the_days_of_a_posting_are_iso_dates_where_they_can_be_read() -> None:
    assert dates_of(posting_row(1, pbancEndYmd="상시")) == ("2025-11-03", None)
    assert dates_of("글") == (None, None)


@pytest.mark.parametrize("body", [b"", b"\0", b"x" * 40])
def test_a_damaged_body_is_an_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        unpack(body)
