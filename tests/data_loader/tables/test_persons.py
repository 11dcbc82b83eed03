"""Addresses and numbers of persons are masked where texts leave in bulk; what rings at an institution stays."""

import json
import time
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.schema import TABLES
from data_loader.tables.persons import FREE_TEXTS, mask_persons, mask_table


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("이메일(hong.gildong@kps.co.kr) 접수", "이메일(***@kps.co.kr) 접수"),
        ("이메일abc@x.kr로 제출", "이메일***@x.kr로 제출"),
        ("E-mail : LKY39@KPS.CO.KR", "E-mail : ***@KPS.CO.KR"),
        ("담당자 abc＠naver.com", "담당자 ***@naver.com"),
        ("문의처: 054-780-8041", "문의처: 054-***-****"),
        ("(02)970-2908", "(02)***-****"),
        ("☎ 010 1234 5678", "☎ 010 *** ****"),
        ("휴대전화 01012345678", "휴대전화 010*******"),
        ("+82-10-1234-5678", "+82-10-***-****"),
        ("02.2011.4114", "02.***.****"),
        ("T 041-670-1188 / F 041-670-1111", "T 041-***-**** / F 041-***-****"),
        ("０１０-１２３４-５６７８", "010-***-****"),
    ],
)
def test_what_leads_to_a_person_is_masked(text: str, masked: str) -> None:
    assert mask_persons(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "대표전화 1588-1234", "080-123-4567", "국번없이 110", "recruit@krihs.re.kr", "job@kirams.re.kr", "HR@kdi.re.kr", "insa2@lx.or.kr", "2025-11-03 ~ 2025-11-20",
        "사업자번호 123-45-67890", "공고번호 2025-0102-1234", "제2026-117호", "연봉 45,506,000원", "09:00~18:00", "@", "a@b", "계좌", "",
    ],
)  # fmt: skip
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert mask_persons(text) == text


@given(st.text() | st.text(alphabet="0123456789-.() @a.kr０１", max_size=60))
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask_persons(text)
    assert mask_persons(once) == once


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "0" * 200_000, "010-" * 50_000, "a@" * 100_000, "a.b@c." * 30_000, "02 123 " * 30_000]
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    mask_persons(text)
    assert time.process_time() - start < 2


def test_each_free_text_of_a_table_is_masked_and_its_schema_stays() -> None:
    for name, columns in FREE_TEXTS.items():
        schema = TABLES[name].arrow
        rows = {field.name: pa.nulls(2, field.type) for field in schema}
        for column in columns:
            texts = pa.array(["문의 홍길동 010-1234-5678", None]).cast(pa.string())
            kind = schema.field(column).type
            rows[column] = texts.dictionary_encode() if pa.types.is_dictionary(kind) else texts
        found = mask_table(name, pa.table(rows, schema))
        assert found.schema.equals(schema)
        for column in columns:
            assert found.column(column).to_pylist() == ["문의 홍길동 010-***-****", None]


def test_a_table_of_figures_is_left_alone() -> None:
    table = pa.table({"title": ["010-1234-5678"]})
    assert mask_table("pay", table) is table


def test_in_the_real_list_no_number_and_no_address_of_a_person_is_left(real_list: dict[str, Any]) -> None:
    texts = [value for row in real_list["result"] for value in row.values() if isinstance(value, str)]
    masked = [mask_persons(text) for text in texts]
    # As many texts hold one, read by eye; the other addresses are of roles.
    assert sum(before != after for before, after in zip(texts, masked, strict=True)) == 32
    left = json.dumps(masked, ensure_ascii=False)
    for number in ("780-8041", "970-2908", "6363-0413", "LKY39@", "jpseo@", "sunny405@", "lx0202@"):
        assert number not in left
    assert "recruit@krihs.re.kr" in left
