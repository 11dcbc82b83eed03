"""Questions as readers type them lead to the view that answers them, and what cannot be answered is named."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ask.__main__ import answer
from dashboard.ask.reading import Reading, read

TODAY = date(2026, 11, 30)
OURS = [json.loads(line) for line in Path(__file__).with_name("questions.jsonl").read_text("utf-8").splitlines()]


def asked(text: str) -> Reading:
    return read(text, TODAY)


def in_order(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {key: sorted(value) if isinstance(value, list) else value for key, value in filters.items()}


def is_right(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return (
        given["page"] == wanted["page"]
        and in_order(given["filters"]) == in_order(wanted["filters"])
        and sorted(given["institutions"]) == sorted(wanted.get("institutions", ()))
        and wanted.get("view") in (None, given["view"])
        and sorted(given["unknown"]) == sorted(wanted["unknown"])
    )


def test_the_questions_collected_from_readers_are_understood(real: Path) -> None:
    missed = []
    for line in (real / "facts" / "questions.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)
        first = question["expects"] | {"unknown": question["unknown"]}
        given = answer(read(question["text"], date.fromisoformat(question["today"])))
        if not any(is_right(given, first | other) for other in ({}, *question.get("accept", ()))):
            missed.append((question["text"], given))
    assert missed == []


@pytest.mark.parametrize("question", OURS, ids=lambda question: question["text"])
def test_a_question_is_read_as_one_of_us_would(question: dict[str, Any]) -> None:
    given = answer(read(question["text"], date.fromisoformat(question["today"])))
    assert given == {key: question[key] for key in given}


@pytest.mark.parametrize(
    "text", ["부산간호사정규직", "부산 간호사 정규직", "부산의 간호사, 정규직", "정규직 간호사(부산)"]
)
def test_blanks_particles_signs_and_order_do_not_matter(text: str) -> None:
    assert asked(text).filters == {"region": ("busan",), "q": "간호사", "hire": ("regular",)}


def test_words_that_were_negated_are_not_chosen() -> None:
    assert asked("인턴 말고 정규직").filters == {"hire": ("regular",)}
    assert "seoul" not in asked("서울 빼고 전기직").filters["region"]


def test_a_negation_reaches_back_over_joined_words_only() -> None:
    assert asked("부산 정규직 인턴 빼고").filters == {"region": ("busan",), "hire": ("regular",)}
    assert {*asked("대구와 부산 빼고 영남 채용").filters["region"]} == {"ulsan", "gyeongbuk", "gyeongnam"}


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2024년부터", "2024-01", None),
        ("2024년 3월부터", "2024-03", None),
        ("2024년까지", None, "2024-12"),
        ("2024년 이전", None, "2023-12"),
        ("2022~2024년", "2022-01", "2024-12"),
        ("올해", "2026-01", "2026-12"),
        ("작년 하반기", "2025-07", "2025-12"),
        ("최근 1년", "2025-12", "2026-11"),
        ("지난달", "2026-10", "2026-10"),
        ("3분기", "2026-07", "2026-09"),
        ("12월", "2025-12", "2025-12"),
        ("지난주", "2026-11-23", "2026-11-29"),
    ],
)
def test_words_for_a_time_are_months_or_days(words: str, first: str | None, last: str | None) -> None:
    filters = asked(f"{words} 부산 공고").filters
    assert (filters.get("from"), filters.get("to")) == (first, last)


def test_a_deadline_is_not_taken_for_a_start() -> None:
    reading = asked("내일 마감하는 공고")
    assert reading.view == {"sort": "closing"}
    assert "from" not in reading.filters
    assert reading.unknown == ("내일",)


def test_of_a_name_that_several_share_the_others_are_offered() -> None:
    reading = asked("환경공단")
    assert reading.institutions == ("C0400",)
    assert {*reading.others} >= {"C0371", "C0533"}


def test_other_employers_are_not_taken_for_places() -> None:
    for text, employer in (
        ("서울시청 공무직", "서울시청"),
        ("부산시설공단 채용", "부산시설공단"),
        ("경기도청 정규직", "경기도청"),
    ):
        assert employer in asked(text).unknown
        assert "region" not in asked(text).filters


def test_a_slip_of_the_keys_is_mended() -> None:
    assert asked("겅쟁률").page == "competition"
    assert asked("정규지 공고").filters == {"hire": ("regular",)}


def test_a_region_that_was_merged_is_named() -> None:
    assert asked("전남 정규직").merged == ("전남",)


@pytest.mark.parametrize(
    "text", ["", "   ", "???", "<script>alert(1)</script>", "=1+1", "ㅋㅋ", "a" * 5000, "２０２４"]
)
def test_what_says_nothing_leads_to_the_guide(text: str) -> None:
    reading = asked(text)
    assert isinstance(reading.params(), dict)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert asked(text).page
