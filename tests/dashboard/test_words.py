"""How numbers, particles and foreign text are written."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.languages import speaking
from dashboard.words import (
    ago,
    breakable,
    by,
    change,
    escape,
    holds_years,
    in_won,
    million_won,
    number,
    pay_on_card,
    percent,
    subject,
    told,
    topic,
)
from data_loader.coverage import Covered, DaySpan, ReadDays
from data_loader.errors import LoaderError
from data_loader.portal.gateway import read_rows
from data_loader.sentence import Sentence
from data_loader.settings import KST, load_settings

NAN = float("nan")


@pytest.mark.parametrize(
    ("word", "topic_form", "subject_form"),
    [
        ("경기", "경기는", "경기가"),
        ("서울", "서울은", "서울이"),
        ("보건.의료", "보건.의료는", "보건.의료가"),
        ("정규직", "정규직은", "정규직이"),
        ("2024", "2024는", "2024가"),  # 사
        ("2020", "2020은", "2020이"),  # 영
        ("1", "1은", "1이"),  # 일
        ("2", "2는", "2가"),
        ("3", "3은", "3이"),  # 삼
        ("5", "5는", "5가"),
        ("6", "6은", "6이"),  # 육
        ("7", "7은", "7이"),  # 칠
        ("8", "8은", "8이"),  # 팔
        ("9", "9는", "9가"),
        ("SOC", "SOC는", "SOC가"),  # 씨
        ("KPS", "KPS는", "KPS가"),  # 에스
        ("HRM", "HRM은", "HRM이"),  # 엠
        ("KDN", "KDN은", "KDN이"),  # 엔
        ("SRL", "SRL은", "SRL이"),  # 엘
        ("청년인턴(체험형)", "청년인턴(체험형)은", "청년인턴(체험형)이"),
        ("채용분야(NCS)", "채용분야(NCS)는", "채용분야(NCS)가"),
        ("대졸(2~3년)", "대졸(2~3년)은", "대졸(2~3년)이"),
        ("[예시]", "[예시]는", "[예시]가"),
        ("[긴급]", "[긴급]은", "[긴급]이"),
        ("「통계법」", "「통계법」은", "「통계법」이"),
        ("“간호”", "“간호”는", "“간호”가"),
        ("‘간병’", "‘간병’은", "‘간병’이"),
        ("30%", "30%는", "30%가"),  # 퍼센트
        ("", "는", "가"),
        (")", ")는", ")가"),
    ],
)
def test_a_particle_fits_the_last_sound(word: str, topic_form: str, subject_form: str) -> None:
    assert topic(word) == topic_form
    assert subject(word) == subject_form


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [(0, 0, "0"), (1234.6, 0, "1,235"), (1234.56, 1, "1,234.6"), (-3, 0, "-3"), (-0.2, 0, "0"), (NAN, 0, "–")],
)
def test_a_number_is_grouped_and_a_missing_one_is_a_dash(value: float, digits: int, written: str) -> None:
    assert number(value, digits) == written


def test_a_share_is_written_in_percent() -> None:
    assert [percent(0.25), percent(1, 0), percent(-0.0001), percent(NAN)] == ["25.0%", "100%", "0.0%", "–"]


@pytest.mark.parametrize(
    ("thousand", "korean", "english"),
    [
        (874_123_641_000, "874.1조 원", "874.1 trillion won"),
        (1_234_567_000, "1.2조 원", "1.2 trillion won"),
        (88_092_128, "881억 원", "88.1 billion won"),
        (196_818, "1억 9,682만 원", "196.8 million won"),
        (200_000, "2억 원", "200.0 million won"),
        (99_999, "1억 원", "100.0 million won"),
        (1_634.4, "163만 원", "1.6 million won"),
        (57.2, "6만 원", "57,200 won"),
        (3, "3,000원", "3,000 won"),
        (0, "0원", "0 won"),
        (-50_000, "-5,000만 원", "-50.0 million won"),
        (NAN, "–", "–"),
    ],
)
def test_money_is_written_as_the_press_does(thousand: float, korean: str, english: str) -> None:
    assert in_won(thousand) == korean
    with speaking("en"):
        assert in_won(thousand) == english


@pytest.mark.parametrize(
    ("word", "said"), [("163만 원", "163만 원으로"), ("서울", "서울로"), ("31.6%", "31.6%로"), ("2위", "2위로")]
)
def test_the_particle_of_means_fits_the_last_sound(word: str, said: str) -> None:
    assert by(word) == said


def test_pay_on_a_card_is_short_in_english_and_may_have_a_sign() -> None:
    assert [pay_on_card(value, signed=True) for value in (1_240, -1_240, NAN)] == ["+120만 원", "-120만 원", "–"]
    with speaking("en"):
        assert [pay_on_card(69_234), pay_on_card(1_240, signed=True), pay_on_card(-1_240)] == [
            "₩69.2m",
            "+₩1.2m",
            "-₩1.2m",
        ]
        assert million_won(69_234) == "69.2 million won"


def test_pay_is_written_in_million_won() -> None:
    assert [million_won(value) for value in (69_234, 196_818, 1_200_000, 0, -5_040, NAN)] == [
        "6,920만 원", "1억 9,680만 원", "12억 원", "0만 원", "-500만 원", "–",
    ]  # fmt: skip


def test_a_rise_and_a_fall_are_said_with_their_size() -> None:
    assert change(1300, 1000, "건", "작년 같은 기간") == "작년 같은 기간보다 30.0% 늘었다"
    assert change(600, 1000, "건", "작년 같은 기간") == "작년 같은 기간보다 40.0% 줄었다"


def test_within_the_noise_of_counting_no_direction_is_said() -> None:
    # Twice the standard error of 1,000 against 1,000 is about 89.
    assert change(1080, 1000, "건", "작년") == "작년(1,000건)과 큰 차이가 없다"
    assert change(1000, 1000, "건", "작년") == "작년(1,000건)과 큰 차이가 없다"
    assert "늘었다" in change(1100, 1000, "건", "작년")


def test_the_noise_can_be_given_for_what_is_not_counted() -> None:
    assert "늘었다" in change(1080, 1000, "만 원", "작년", noise=10)
    assert "차이가 없다" in change(1009, 1000, "만 원", "작년", noise=10)
    assert change(1000, 1000, "만 원", "작년", noise=0) == "작년(1,000만 원)과 큰 차이가 없다"


@pytest.mark.parametrize(("now", "before"), [(100, 29), (5, 0), (0, 0), (NAN, 100), (100, NAN), (NAN, NAN)])
def test_over_a_small_or_missing_base_nothing_is_said(now: float, before: float) -> None:
    assert change(now, before, "건", "작년") == ""


@given(now=st.floats(0, 1e9), before=st.floats(0, 1e9))
def test_a_change_never_says_the_wrong_direction(now: float, before: float) -> None:
    said = change(now, before, "건", "작년")
    assert now > before or "늘었다" not in said
    assert now < before or "줄었다" not in said


# CommonMark: a backslash before ASCII punctuation makes it that character and nothing else.
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# What Markdown, its tables and strikethrough, and Streamlit's formulas, colours and icons are written with.
SPECIAL = "\\`*_{}[]()<>#+-.!|~:/$&="


@given(text=st.text() | st.text(alphabet=SPECIAL + "a 1"))
def test_escaped_text_is_shown_letter_by_letter(text: str) -> None:
    escaped = escape(text)
    assert ESCAPED.sub(r"\1", escaped) == text
    bare = ESCAPED.sub("", escaped)
    assert not set(bare) & set(SPECIAL)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("보건.의료", "보건\\.의료"),
        ("[긴급] 채용", "\\[긴급\\] 채용"),
        ("**굵게**", "\\*\\*굵게\\*\\*"),
        ("연봉 $3,000~$4,000", "연봉 \\$3,000\\~\\$4,000"),
        (":red[빨강]", "\\:red\\[빨강\\]"),
        (":material/home:", "\\:material\\/home\\:"),
        ("<script>", "\\<script\\>"),
        ("&amp;", "\\&amp;"),
        ("1. 첫째", "1\\. 첫째"),
    ],
)
def test_signs_that_mean_something_in_markdown_are_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(text=st.text() | st.text(alphabet="W-가 ·"))
def test_a_long_word_gets_unseen_places_to_break_and_loses_nothing(text: str) -> None:
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text.replace("\u200b", "")
    assert not re.search("[!-~]{16}|[!-~]·[!-~]", broken)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-5, "방금"),
        (0, "방금"),
        (1, "1분 전"),
        (59, "59분 전"),
        (60, "1시간 전"),
        (60 * 24 - 1, "23시간 전"),
        (60 * 24 * 40, "40일 전"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(minutes: int, words: str) -> None:
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert ago(moment, moment + timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("language", "heading", "is_year"),
    [
        ("ko", "시작 연도", True),
        ("ko", "연도별 공고", False),
        ("en", "Start year", True),
        ("en", "Year", True),
        ("en", "Openings", False),
    ],
)
def test_a_column_of_years_is_told_by_its_heading(language: str, heading: str, is_year: bool) -> None:
    with speaking(language):
        assert holds_years(heading) is is_year


COVERED = ReadDays((DaySpan(date(2024, 1, 1), date(2024, 12, 31)), DaySpan(date(2026, 1, 1), date(2026, 7, 30))))
SAID = [
    (
        Sentence("{table} 표를 읽을 수 없습니다. 자료를 다시 만들어 주세요.", table="pay"),
        "The table pay cannot be read. ",
    ),
    (
        Covered(COVERED, complete_at="2026-07-31T00:00:00+09:00").sentence(datetime(2026, 7, 30, 17, tzinfo=KST)),
        "Postings that started 2024-01 to 2024-12, since 2026-01 are here. The rest: in about 7 hours.",
    ),
]


@pytest.mark.parametrize(("sentence", "english"), SAID)
def test_what_the_loader_says_is_said_in_the_language_spoken(sentence: Sentence, english: str) -> None:
    assert told(sentence) == sentence
    with speaking("en"):
        assert told(sentence).startswith(english)


@pytest.mark.parametrize(
    ("error", "english"),
    [
        (lambda: read_rows(200, {}, b'{"resultCode": 30}'), "The service key is not registered (code 30 "),
        (lambda: read_rows(503, {}, b""), "The portal had an error (HTTP 503). The fault is the portal's"),
        (
            lambda: load_settings({"DATA_DIR": "data", "DASHBOARD_TODAY": "today"}, Path("none")),
            "DASHBOARD_TODAY must be a date",
        ),
    ],
)
def test_errors_are_said_whole_in_the_language_spoken(error: Callable[[], object], english: str) -> None:
    with pytest.raises(LoaderError) as raised:
        error()
    assert told(raised.value.sentence) == str(raised.value)
    with speaking("en"):
        assert told(raised.value.sentence).startswith(english)
        assert not re.search("[가-힣]", told(raised.value.sentence))


def test_a_text_that_remembers_nothing_stays_as_it_is() -> None:
    with speaking("en"):
        assert told("2025년까지의 공고는 {아직} 받는 중입니다.") == "2025년까지의 공고는 {아직} 받는 중입니다."
