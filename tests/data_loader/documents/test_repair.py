"""Repairs of dirty texts, and the way back from their places."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.documents.repair import repair, source_span


@pytest.mark.parametrize(
    ("dirty", "clean", "flag"),
    [
        ("   湰灧     직원 채용 공고", "        직원 채용 공고", "control_words"),
        ("捤獥汤捯채용 공고", "채용 공고", "control_words"),
        ("형법\x00 제\x01355조", "형법 제355조", "control_characters"),
        ("가.\x0b나.", "가.\n나.", "control_characters"),
        ("\uf000 지원자격", "• 지원자격", "private_use"),
        ("필필요요지지식식", "필요지식", "doubled_letters"),
        ("수력수력··양수양수지지역역주민을대상", "수력·양수지역주민을대상", "doubled_letters"),
        ("고 등 학 교 이상", "고등학교 이상", "spaced_letters"),
        ("육 아 휴 직 대 체  분 야 를  제 외 한", "육아휴직대체 분야를 제외한", "spaced_letters"),
        ("평 가 항 목", "평가항목", "spaced_letters"),
        ("\u110e\u1162\u110b\u116d\u11bc", "채용", "decomposed"),
    ],
)
def test_each_kind_of_dirt_is_cleaned_and_named(dirty: str, clean: str, flag: str) -> None:
    repaired = repair(dirty)
    assert repaired.text == clean
    assert repaired.flags == (flag,)


@pytest.mark.parametrize(
    "text",
    [
        "간호사 면허 소지자로 만 60세 미만인 자",
        "이 중 한 곳",
        "할 수 없는 자 중 한 명",
        "형법 제 조 및 제 조에 규정한 죄",
        "3,000,000,000원",
        "강원 양양양양군",
        "가\r\n나\n다",
        "",
    ],
)
def test_a_text_without_faults_keeps_its_words_and_gets_no_flag(text: str) -> None:
    repaired = repair(text)
    assert repaired.text == text.replace("\r\n", "\n")
    assert repaired.flags == ()


def test_a_text_without_any_blank_gets_a_line_for_each_bullet() -> None:
    repaired = repair("채용공고" + "○모집분야는다음과같습니다" * 20)
    assert repaired.flags == ("no_blanks",)
    assert repaired.text.count("\n○") == 20


def test_a_text_of_exactly_twenty_thousand_characters_was_cut_off() -> None:
    assert repair("채용 " * 6_666 + "공고").flags == ("cut_20000",)
    assert repair("채용 " * 6_666 + "공고문").flags == ()


def test_a_letter_a_pdf_has_no_code_for_is_named_and_stays() -> None:
    repaired = repair("자격\ufffd증")
    assert (repaired.text, repaired.flags) == ("자격\ufffd증", ("unmapped_letters",))


def test_a_place_leads_back_over_several_repairs() -> None:
    dirty = "湰灧 \uf000 고 등 학 교 졸업, 필필요요지지식식: 의료법"
    repaired = repair(dirty)
    for word, source in (("고등학교", "고 등 학 교"), ("필요지식", "필필요요지지식식"[:-1]), ("의료법", "의료법")):
        start = repaired.text.index(word)
        first, last = source_span(repaired.offsets, start, start + len(word))
        assert dirty[first:last] == source


@given(st.text(alphabet="가고등학교 \x00\uf000\r\n湰灧필요 ○a1", max_size=80))
def test_every_letter_that_stayed_stands_where_it_is_said_to_come_from(text: str) -> None:
    repaired = repair(text)
    for place, letter in enumerate(repaired.text):
        start, end = source_span(repaired.offsets, place, place + 1)
        assert end == start + 1
        assert letter == text[start] or letter in "\n• "


@given(st.text(alphabet="가고등학교 \x00\uf000\r\n湰灧필요 ○a1", max_size=80))
def test_places_lead_back_in_order(text: str) -> None:
    repaired = repair(text)
    sources = [source_span(repaired.offsets, place, place + 1)[0] for place in range(len(repaired.text))]
    assert sources == sorted(sources)


@pytest.mark.parametrize("unit", ["가", "가 ", "가기사", "가가", "가 나  ", "\x00", "○", "湰", "aA"])
def test_hostile_repetition_takes_no_longer_than_its_length(unit: str) -> None:
    text = (unit * 200_000)[:200_000]
    begun = time.process_time()
    repair(text)
    assert time.process_time() - begun < 1.0


def test_real_texts_show_the_dirt_they_are_known_for(real: Path) -> None:
    notices = json.loads((real / "attachments" / "notices_text_35.json").read_text(encoding="utf-8"))
    flags = {number: repair(entry["text"]).flags for number, entry in notices.items()}
    assert {number for number, found in flags.items() if "cut_20000" in found} == {
        "303028", "302968", "303549", "303546", "303653",
    }  # fmt: skip
    assert "doubled_letters" in flags["302968"]
    assert "no_blanks" in flags["302926"]
    assert {number for number, found in flags.items() if "control_words" in found} >= {"303046", "303478", "303643"}
    assert "육아휴직대체 분야를 제외한 기간제계약직" in repair(notices["303024"]["text"]).text
