"""Single values, as the portal's users really write them."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data_loader.schema import INSTITUTIONS, POSTING_TEXTS, POSTINGS
from data_loader.tables.fillers import LONGEST_FILLER
from data_loader.tables.parse import (
    PARSERS,
    PartlyRead,
    parse_code,
    parse_codes,
    parse_count,
    parse_date,
    parse_flag,
    parse_id,
    parse_label,
    parse_name,
    parse_names,
    parse_number,
    parse_text,
    parse_url,
)

# What may stand in a field of a JSON answer.
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
DIRT = st.text(
    alphabet="없음해당. -,~/무첨부파일공고문참조\r\n\t\x0b\u00a0\u3000\u200b\ufeff\ud800R3010,YN0129w:htps", max_size=80
)
VALUES = SCALARS | DIRT | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(max_size=3), SCALARS, max_size=2)


@pytest.mark.parametrize("kind", PARSERS)
@given(value=VALUES)
def test_whatever_is_sent_becomes_a_value_nothing_or_an_error_with_its_reason(kind: Any, value: object) -> None:
    try:
        PARSERS[kind](value)
    except ValueError as error:
        assert str(error)
        assert len(str(error)) < 80


@pytest.mark.parametrize("kind", [kind for kind in PARSERS if kind not in ("text", "names")])
@pytest.mark.parametrize("value", [None, "", " ", "\r\n", "\u3000"])
def test_empty_is_nothing_in_every_kind(kind: Any, value: object) -> None:
    assert not PARSERS[kind](value)


# Numbers


@pytest.mark.parametrize(
    ("value", "number"), [(5, 5), ("5", 5), (" 7 ", 7), (3.0, 3), (0, 0), ("0", 0), (2**31 - 1, 2**31 - 1)]
)
def test_a_count_comes_as_a_number_or_as_text(value: object, number: int) -> None:
    assert parse_count(value) == number


@pytest.mark.parametrize(
    "value",
    [
        -1,
        "-1",
        2.5,
        "2.5",
        "5명",
        "약간명",
        "1,000",
        "０",
        "٣",
        2**31,
        10**30,
        "9" * 19,
        True,
        [],
        {},
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_count_is_an_error(value: object) -> None:
    with pytest.raises(ValueError, match=r"정수가 아님|셀 수 없는 값|너무 큰 수"):
        parse_count(value)


@pytest.mark.parametrize("value", [0, -3, "0", "abc", 1.5, False, 2**63])
def test_a_posting_number_is_a_positive_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match=r"번호가 양수가 아님|정수가 아님|너무 큰 수"):
        parse_id(value)


def test_a_posting_number_may_come_as_text() -> None:
    assert parse_id("292228") == parse_id(292228) == 292228


# Codes and names


def test_codes_keep_their_order_and_come_once() -> None:
    assert parse_codes("R3017,R3010,R3017, R3014 ,") == ("R3017", "R3010", "R3014")


@pytest.mark.parametrize("value", ["R3010;R3014", "서울", "R3010,서울 경기", "<b>", "R" * 21])
def test_what_is_no_code_is_an_error(value: str) -> None:
    with pytest.raises(ValueError, match="코드가 아님"):
        parse_codes(value)


FILLERS = [
    "-",
    "--",
    " - ",
    ".",
    "null",
    "NULL",
    "None",
    "N/A",
    "없음",
    "해당 없음",
    "해당사항없음",
    "미정",
    "－",
    "_",
    "nan",
]


@pytest.mark.parametrize("value", FILLERS)
def test_what_stands_for_nothing_is_no_code_and_no_name_of_an_option(value: str) -> None:
    for parse in (parse_code, parse_codes, parse_label):
        with pytest.raises(ValueError, match="채움말"):
            parse(value)


@pytest.mark.parametrize("value", FILLERS)
def test_beside_what_stands_for_nothing_the_codes_are_kept(value: str) -> None:
    with pytest.raises(PartlyRead, match="채움말") as raised:
        parse_codes(f"R3010,{value},R3014")
    assert raised.value.kept == ("R3010", "R3014")


@pytest.mark.parametrize("value", ["r3010", "R3010", " r3010", "Ｒ３０１０"])
def test_a_code_is_the_same_however_its_letters_are_written(value: str) -> None:
    assert parse_code(value) == "R3010"
    assert parse_codes(f"{value},R3010") == ("R3010",)


def test_a_code_is_one_code() -> None:
    assert parse_code(" A2004 ") == "A2004"
    with pytest.raises(ValueError, match="코드가 아님"):
        parse_code("A2004,A2005")


def test_names_hold_full_stops_and_are_parted_at_commas_only() -> None:
    assert parse_names("보건.의료,이용.숙박.여행.오락.스포츠") == ("보건.의료", "이용.숙박.여행.오락.스포츠")
    assert parse_names(None) == ()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (" [한려해상생태탐방원] 직원 채용", "[한려해상생태탐방원] 직원 채용"),
        ("직원 채용\r\n공고", "직원 채용 공고"),
        ("직원\t채용\u3000공고\u00a0", "직원 채용 공고"),
        ("직원\x0b채용", "직원 채용"),
        ("제목\ud800", "제목"),
        ("뒤집\u202e기", "뒤집 기"),
        ("\u200b\ufeff", None),
        ("없음", "없음"),
        (12, "12"),
    ],
)
def test_a_name_is_one_clean_line(value: object, name: str | None) -> None:
    assert parse_name(value) == name


@pytest.mark.parametrize("value", [True, 1.5, [], ["직원"], {}])
def test_what_is_no_text_is_an_error(value: object) -> None:
    for parse in (parse_name, parse_text):
        with pytest.raises(ValueError, match="글자가 아님"):
            parse(value)


@given(value=st.text() | DIRT)
def test_a_clean_name_stays_as_it_is_and_can_be_stored(value: str) -> None:
    name = parse_name(value)
    assert name is None or (parse_name(name) == name and name.encode() and "\n" not in name)


# Texts


@pytest.mark.parametrize(
    "filler",
    [
        "없음", "없음.", " 없음 ", "해당없음", "해당 없음", "해당사항 없음", "해당사항없음.", ".", "-", "/", ",", "...", "- ", "·",
        "무", "공고문 참조", "공고문참조", "첨부파일 참조", "첨부 공고문 참고", "붙임 참조", "채용공고문 참고", "상세내용은 공고문 참고",
        "세부사항은 첨부파일을 참고하시기 바랍니다.", "자세한 사항은 첨부파일의 채용공고문 참조", "공고문 참조 요망", "\r\n없음\r\n", "없음" + " " * 80,
    ],
)  # fmt: skip
def test_a_filler_is_nothing(filler: str) -> None:
    assert parse_text(filler) is None


@pytest.mark.parametrize(
    "text",
    [
        "제한 없음", "학력: 무관", "무기계약직", "참고인", "결격사유 없음을 확인", "1", "- 장애인", "우대사항 없음(단, 국가유공자는 법령에 따름)",
        "공고문 4쪽 참조", "국가공무원법 제33조 참조", "없음 또는 해당자",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_filler_is_kept(text: str) -> None:
    assert parse_text(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("가\r\n나\r다\n라", "가\n나\n다\n라"),
        ("가 \r\n 나\u3000\r\n", "가\n 나"),
        ("\r\n\r\n가\r\n\r\n나\r\n\r\n", "가\n\n나"),
        ("자\x0b· 남성", "자 · 남성"),
        ("가\t나", "가 나"),
        ("가\x00나\ud83d", "가 나"),
    ],
)
def test_a_text_has_unified_line_ends_and_no_control_characters(value: str, text: str) -> None:
    assert parse_text(value) == text


@given(value=st.text() | DIRT)
@example(value="없음" + " " * 80)
@example(value=" \n \n가 \n")
def test_a_clean_text_stays_as_it_is_and_can_be_stored(value: str) -> None:
    text = parse_text(value)
    assert text is None or (parse_text(text) == text and text.encode())


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())


def test_the_texts_of_the_real_list_lose_nothing_but_blanks_and_fillers(real_list: dict[str, Any]) -> None:
    for row in real_list["result"]:
        for column in POSTING_TEXTS.received:
            if column.kind == "text" and row[column.source]:
                sent, kept = row[column.source], parse_text(row[column.source])
                assert len(sent.strip()) <= LONGEST_FILLER if kept is None else letters(kept) == letters(sent)


def test_every_filler_of_the_real_list_is_one(real_list: dict[str, Any]) -> None:
    emptied = {
        row[column.source].strip()
        for row in real_list["result"]
        for column in POSTING_TEXTS.received
        if column.kind == "text" and row[column.source] and parse_text(row[column.source]) is None
    }
    assert {"없음", "-", ".", "해당없음"} <= emptied
    assert not [text for text in emptied if any(word in text for word in ("장애인", "자격증", "면접", "학력"))]


# Dates and flags


@pytest.mark.parametrize("value", ["20251103", "2025-11-03", "2025.11.03", "2025/11/03", " 20251103 ", 20251103])
def test_a_date_is_read_in_the_forms_the_portal_uses(value: object) -> None:
    assert parse_date(value) == date(2025, 11, 3)


@pytest.mark.parametrize(
    "value", ["20251301", "20250230", "251103", "2025-11", "2025-1-3", "미정", "00000000", 2.5, True]
)
def test_what_is_no_day_is_an_error(value: object) -> None:
    with pytest.raises(ValueError, match=r"날짜가 아님|글자가 아님"):
        parse_date(value)


@given(day=st.dates())
def test_every_day_of_the_calendar_is_read(day: date) -> None:
    assert parse_date(day.isoformat()) == parse_date(day.isoformat().replace("-", "")) == day


@pytest.mark.parametrize(
    ("value", "flag"), [("Y", True), ("N", False), ("y", True), (" n ", False), ("", None), (None, None)]
)
def test_a_flag_is_yes_or_no_or_not_given(value: object, flag: bool | None) -> None:
    assert parse_flag(value) is flag


@pytest.mark.parametrize("value", ["예", "1", 1, True, "YES"])
def test_what_is_no_flag_is_an_error(value: object) -> None:
    with pytest.raises(ValueError, match="아님"):
        parse_flag(value)


# Addresses


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://www.knps.or.kr/front?no=1&id=2", "https://www.knps.or.kr/front?no=1&id=2"),
        ("www.kohom.or.kr", "http://www.kohom.or.kr"),
        ("\thttps://x.go.kr/ ", "https://x.go.kr/"),
        ("https:/www.x.or.kr/a", "https://www.x.or.kr/a"),
        ("ttp://www.x.or.kr", "http://www.x.or.kr"),
        ("ttps://www.x.or.kr", "https://www.x.or.kr"),
        ("http//www.x.or.kr", "http://www.x.or.kr"),
        ("https:///www.x.or.kr", "https://www.x.or.kr"),
        ("URL: https://x.recruiter.co.kr/", "https://x.recruiter.co.kr/"),
        ("HTTP://WWW.X.CO.KR", "http://WWW.X.CO.KR"),
        ("x.recruiter.co.kr:8443/app?q=가#top", "http://x.recruiter.co.kr:8443/app?q=가#top"),
        ("http://한국.한국/", "http://한국.한국/"),
    ],
)
def test_an_address_is_repaired_where_its_meaning_is_clear(value: str, url: str) -> None:
    assert parse_url(value) == url


@pytest.mark.parametrize(
    "value",
    [
        ".", "-", "/", ",", "없음", "없음.", "해당없음", "http:///", "http://", "https://", "", "  ", None, 5, [], True,
        "취업지원대상자, 장애인은 우대함", "https://a.kr https://b.kr", "javascript:alert(1)", "mailto:a@b.kr", "a@b.kr",
        "ftp://x.go.kr/a", "https://https://x.kr", "http://user:pw@x.kr/", "http://x.kr\\@evil.example/", "http://localhost/",
        "file:///etc/passwd", "//x", "http://[::1", "홈페이지", "x.kr:99999",
    ],
)  # fmt: skip
def test_what_a_browser_cannot_open_is_nothing(value: object) -> None:
    assert parse_url(value) is None


ADDRESSES = st.builds("".join, st.lists(st.sampled_from(
    ["http", "https", "ttp", ":", "/", "//", "www.", "x.kr", "한국", ".", " ", "\t", "@", "#", "?", "[", "]", ":80", "\u200b", "\\", "%"]
), max_size=8))  # fmt: skip


@given(value=st.text() | ADDRESSES)
def test_an_address_has_a_host_and_no_blanks_and_stays_as_it_is(value: str) -> None:
    url = parse_url(value)
    if url is not None:
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.port is None or 0 <= parts.port < 65536
        assert not any(letter.isspace() or not letter.isprintable() for letter in url)
        assert parse_url(url) == url


def test_of_the_real_addresses_only_those_without_a_host_are_lost(real_list: dict[str, Any]) -> None:
    sent = [row[POSTINGS.column("original_url").source] for row in real_list["result"]]
    lost = [url.strip() for url in sent if parse_url(url) is None]
    assert len(lost) == 9
    assert not [url for url in lost if "." in url.strip(".")]


def test_every_real_homepage_can_be_opened_with_or_without_a_scheme(real: Path) -> None:
    rows = json.loads((real / "institutions" / "institutions_355.json").read_text(encoding="utf-8"))
    assert len(rows) == 355
    assert not [row["homepage"] for row in rows if parse_url(row["homepage"]) is None]


@pytest.mark.parametrize(
    "text", ["첨부 " * 18 + "끝", "첨부" + " " * 55 + "끝", "상세 내용은 " + "첨부 된 " * 9, "가" * 100_000]
)
def test_a_text_of_filler_words_that_point_nowhere_is_kept(text: str) -> None:
    # Were the pattern to try every way of dividing the blanks, this would not come to an end.
    assert parse_text(text) == text.rstrip()


def test_every_kind_that_is_received_has_its_parser() -> None:
    kinds = {column.kind for table in (POSTINGS, POSTING_TEXTS, INSTITUTIONS) for column in table.received}
    assert kinds <= PARSERS.keys()


# Numbers


@pytest.mark.parametrize(
    ("value", "number"),
    [(23, 23.0), (0, 0.0), (12.5, 12.5), ("12.50", 12.5), (" -3 ", -3.0), ("+7", 7.0), ("127.978600", 127.9786)],
)
def test_a_number_comes_as_such_or_as_decimal_text(value: object, number: float) -> None:
    assert parse_number(value) == number


@pytest.mark.parametrize(
    "value",
    ["23:1", "1,234", "1e3", "약 3", "nan", "inf", "٣", True, [1], {"a": 1}, float("nan"), float("inf"), 10**400, "1."],
)
def test_what_is_not_plainly_a_number_is_an_error(value: object) -> None:
    with pytest.raises(ValueError, match="수"):
        parse_number(value)
