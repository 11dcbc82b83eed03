"""Postings like one of them: who is compared, in what order, for which reasons."""

from datetime import date

import pytest

from dashboard.languages import speaking
from dashboard.posting.similar import POINTS, Likeness, title_words
from tests.dashboard.conftest import TODAY, Row, index_of

FILLING: list[Row] = [
    {"title": f"직원 {number}", "institution_code": "C0004", "ncs_fields": ["R600025"], "work_regions": ["R3025"],
     "hire_types": ["R1010"]}
    for number in range(40)
]  # fmt: skip
NURSE: Row = {
    "title": "간호사 채용 공고",
    "ncs_fields": ["R600006"],
    "hire_types": ["R1040"],
    "work_regions": ["R3014"],
}
OVER = {"start_date": date(2025, 9, 1), "end_date": date(2025, 9, 10)}


def similar(first: Row, *others: Row) -> list[tuple[str, float, tuple[str, ...]]]:
    """Titles, points and reasons of what is like the first row."""
    index = index_of(first, *others, *FILLING)
    titles = index.table.column("title").to_pylist()
    row = titles.index(first["title"])
    return [(titles[found.row], found.points, found.reasons) for found in Likeness(index).of(row)]


def test_the_same_in_everything_has_all_points_and_every_reason() -> None:
    reasons = ("같은 기관", "채용분야 보건.의료", "근무지 부산", "고용형태 비정규직", "제목의 낱말 간호사")
    ours, other = {**NURSE, "title": "간호사 직원"}, {**NURSE, "title": "직원(간호사)"}
    assert similar(ours, other) == [(other["title"], sum(POINTS.values()), reasons)]


def test_only_part_in_common_counts_for_that_part() -> None:
    wide = {**NURSE, "title": "여러 곳", "institution_code": "C0003", "ncs_fields": ["R600006", "R600002"],
            "work_regions": ["R3014", "R3010", "R3013", "R3011"], "hire_types": ["R1010"]}  # fmt: skip
    ((_, points, reasons),) = similar(NURSE, wide)
    assert points == pytest.approx(POINTS["ncs"] / 2 + POINTS["region"] / 4)
    assert reasons == ("채용분야 보건.의료", "근무지 부산")


def test_neither_field_nor_institution_in_common_is_not_alike() -> None:
    assert not similar(NURSE, {**NURSE, "title": "경영직", "institution_code": "C0002", "ncs_fields": ["R600002"]})


def test_what_is_over_is_not_offered_but_may_be_asked_about() -> None:
    other = {**NURSE, "title": "다른 병동 간호사"}
    assert not similar(other, {**NURSE, **OVER})
    assert [title for title, *_ in similar({**NURSE, **OVER}, other)] == ["다른 병동 간호사"]


def test_the_most_points_come_first_and_then_the_nearest_deadline() -> None:
    later = {**NURSE, "title": "둘째", "end_date": date(2025, 11, 20)}
    sooner = {**NURSE, "title": "첫째", "end_date": date(2025, 11, 5)}
    least = {**NURSE, "title": "셋째", "work_regions": ["R3010"], "end_date": TODAY}
    assert [title for title, *_ in similar(NURSE, later, least, sooner)] == ["첫째", "둘째", "셋째"]


def test_five_at_most_and_never_itself() -> None:
    found = similar(NURSE, *({**NURSE, "title": f"병동 {number}"} for number in range(9)))
    assert len(found) == 5
    assert NURSE["title"] not in {title for title, *_ in found}


def test_words_of_every_title_and_of_the_institution_say_nothing() -> None:
    ((_, _, reasons),) = similar(
        {**NURSE, "title": "한국가공사 직원 기록물"}, {**NURSE, "title": "한국가공사 직원 간호"}
    )
    assert not [reason for reason in reasons if reason.startswith("제목")]


def test_what_is_not_stated_is_in_common_with_nothing() -> None:
    ((_, points, reasons),) = similar(
        {**NURSE, "title": "미기재", "work_regions": []}, {**NURSE, "title": "역시", "work_regions": []}
    )
    assert not [reason for reason in reasons if reason.startswith("근무지")]
    assert points == POINTS["ncs"] + POINTS["institution"] + POINTS["hire"]


def test_an_index_without_open_postings_has_nothing_to_offer() -> None:
    index = index_of({**NURSE, **OVER})
    assert Likeness(index).of(0) == ()


def test_title_words_have_two_letters_and_no_numbers() -> None:
    assert title_words("2025년 IT·간호사(A) 직원 ＩＴ") == {"it", "간호사", "직원"}


def test_reasons_are_given_in_english_around_the_words_of_the_titles() -> None:
    with speaking("en"):
        ((_, _, reasons),) = similar({**NURSE, "title": "간호사 직원"}, {**NURSE, "title": "직원(간호사)"})
    assert reasons == (
        "Same institution", "Job field Health and medicine", "Workplace Busan", "Employment type Non-regular",
        "Words of the title 간호사",
    )  # fmt: skip
