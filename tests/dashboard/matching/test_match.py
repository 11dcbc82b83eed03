"""Which open postings suit a profile, and the words quoted for and against them."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from dashboard.matching.match import MOST_OF_ONE_INSTITUTION, MOST_SHOWN, Matched, Result, match
from dashboard.matching.openings import Opening, openings
from dashboard.matching.profile import Profile, profile_of
from tests.dashboard.matching.made import TODAY, made, real_snapshot
from tests.processor import slowness

NURSE = Profile(
    age=29,
    degree=3,
    career=3,
    licences=frozenset({"간호사"}),
    regions=frozenset({"부산"}),
    ncs=frozenset({"보건.의료"}),
    hires=frozenset({"정규직"}),
    words=("간호사", "간호"),
)
SUITS = {
    "title": "간호사 채용",
    "eligibility": "○ 간호사 면허증 소지자\n○ 임용 예정일부터 근무할 수 있는 사람으로서 결격사유가 없는 사람",
}


def of(tmp_path: Path, *rows: dict[str, Any], profile: Profile = NURSE) -> Result:
    return match(made(tmp_path, *rows), profile)


def quotes(matched: Matched) -> list[str]:
    return [reason.span.quote for reason in matched.reasons]


def because(result: Result) -> tuple[str, str]:
    (hidden,) = result.hidden
    return hidden.missing[0].matter, hidden.missing[0].because.quote


def test_what_suits_is_shown_with_the_words_that_say_so(tmp_path: Path) -> None:
    (shown,) = of(tmp_path, SUITS).shown
    assert {"간호사 면허증", "간호사", "보건.의료"} <= {*quotes(shown)}


def test_a_quote_is_what_stands_at_its_place(tmp_path: Path) -> None:
    (shown,) = of(tmp_path, SUITS).shown
    for reason in shown.reasons:
        text = {"title": SUITS["title"], "eligibility": SUITS["eligibility"], "ncs_fields": "보건.의료"}[
            reason.span.source
        ]
        assert text[reason.span.start : reason.span.end] == reason.span.quote


@pytest.mark.parametrize(("gone", "row"), [("title", {"title": "직원 채용"}), ("eligibility", {"eligibility": None})])
def test_without_its_words_a_point_is_gone(tmp_path: Path, gone: str, row: dict[str, Any]) -> None:
    before = of(tmp_path / "before", SUITS).shown[0]
    found = of(tmp_path / "after", SUITS | row)
    (after,) = (*found.shown, *found.look)
    assert after.points < before.points
    assert gone not in {reason.span.source for reason in after.reasons}


@pytest.mark.parametrize(
    ("row", "matter", "quote"),
    [
        ({"work_regions": ["R3010"]}, "region", "서울"),
        ({"hire_types": ["R1040"], "title": "사무원 채용", "eligibility": None}, "hire", "비정규직"),
        ({"education_levels": ["R7070"], "title": "채용", "eligibility": None}, "education", "박사"),
        ({"eligibility": "○ 약사 면허증 소지자", "title": "채용"}, "licence", "○ 약사 면허증 소지자"),
        ({"eligibility": "○ 임상경력 10년 이상인 자", "title": "채용"}, "career", "○ 임상경력 10년 이상인 자"),
        ({"eligibility": "○ 만 18세 이상 24세 이하인 자", "title": "채용"}, "age", "○ 만 18세 이상 24세 이하인 자"),
        ({"title": "장애인 제한경쟁 채용", "eligibility": None}, "group", "장애인 제한경쟁 채용"),
        ({"title": "전임의 모집", "eligibility": None}, "licence", "전임의 모집"),
    ],
)
def test_what_is_out_of_reach_quotes_the_words_that_decide(
    tmp_path: Path, row: dict[str, Any], matter: str, quote: str
) -> None:
    assert because(of(tmp_path, SUITS | row)) == (matter, quote)


def test_one_role_may_suit_beside_another_that_does_not(tmp_path: Path) -> None:
    text = "1. 의료기술(방사선사)\n- 방사선사 면허증 소지자\n2. 원무(간호사)\n- 간호사 면허증 소지자"
    (shown,) = of(tmp_path, {"title": "채용", "eligibility": text}).shown
    assert shown.role.name
    assert shown.role.name.quote == "원무(간호사)"


def test_a_list_in_the_title_names_roles(tmp_path: Path) -> None:
    (shown,) = of(tmp_path, {"title": "직원(간호사, 사무원, 작업치료사) 공개채용", "eligibility": None}).shown
    assert shown.role.name
    assert shown.role.name.quote == "간호사"


def test_the_name_of_another_licence_is_no_word_of_the_profile(tmp_path: Path) -> None:
    found = of(tmp_path, {"title": "간호조무사 채용", "eligibility": None, "ncs_fields": ["R600002"]})
    assert not found.shown
    assert found.hidden[0].missing[0].what == "간호조무사"


def test_the_name_of_the_institution_is_no_word_of_the_profile(tmp_path: Path) -> None:
    row = {"title": "부산요양병원 직원 채용", "institution": "부산요양병원"}
    assert not of(tmp_path, row, profile=Profile(words=("요양",))).shown


def test_one_of_several_licences_is_enough_where_the_text_says_or(tmp_path: Path) -> None:
    row = {"title": "안전관리자 채용", "eligibility": "○ 산업안전기사 또는 건설안전기사 자격증 소지자"}
    assert of(tmp_path, row, profile=Profile(licences=frozenset({"건설안전기사"}), words=("안전관리",))).shown


def test_a_higher_level_stands_for_a_lower(tmp_path: Path) -> None:
    row = {"title": "사무원 채용", "eligibility": "○ 컴퓨터활용능력 2급 자격증 소지자"}
    assert of(tmp_path, row, profile=Profile(licences=frozenset({"컴퓨터활용능력1급"}))).hidden == ()


@pytest.mark.parametrize(
    ("line", "profile", "missing"),
    [
        ("○ TOEIC 700점 이상인 자", Profile(languages=(("TOEIC", 650.0),)), ["TOEIC 700"]),
        ("○ TOEIC 700점 이상인 자", Profile(languages=(("TOEIC", 700.0),)), []),
        ("○ TOEIC 700점 이상인 자", Profile(age=30), []),
        ("○ 남자는 병역을 필하였거나 면제된 자", Profile(military="not"), ["병역"]),
        ("○ 남자는 병역을 필하였거나 면제된 자", Profile(military="done"), []),
    ],
)
def test_scores_and_service_decide_where_they_are_told(
    tmp_path: Path, line: str, profile: Profile, missing: list[str]
) -> None:
    hidden = of(tmp_path, {"title": "사무원 채용", "eligibility": line}, profile=profile).hidden
    assert [each.what for matched in hidden for each in matched.missing] == missing


def test_near_lacks_exactly_one_thing(tmp_path: Path) -> None:
    result = of(tmp_path, {"eligibility": "○ 간호사 면허증 소지자\n○ 임상경력 5년 이상인 자", "title": "간호사 채용"})
    (near,) = result.near
    assert [missing.what for missing in near.missing] == ["경력 5년"]
    assert [matched.missing[0].what for matched in result.near] == ["경력 5년"]


def test_what_only_its_field_speaks_for_needs_a_look(tmp_path: Path) -> None:
    result = of(tmp_path, {"title": "직원 채용", "eligibility": "공고문 참조"})
    assert [quotes(matched) for matched in result.look] == [["보건.의료"]]


def test_few_of_one_institution_and_few_in_all_are_shown(tmp_path: Path) -> None:
    rows = [SUITS | {"institution_code": f"C{number // 5}"} for number in range(25)]
    result = of(tmp_path, *rows)
    assert len(result.shown) == MOST_SHOWN
    assert len(result.more) == 25 - MOST_SHOWN
    own = [matched.opening.institution_code for matched in result.shown]
    assert max(map(own.count, own)) == MOST_OF_ONE_INSTITUTION


def test_every_open_posting_is_in_one_part_and_closed_ones_in_none(tmp_path: Path) -> None:
    closed = {"end_date": TODAY.replace(day=2)}
    result = of(tmp_path, SUITS, {"work_regions": ["R3010"]}, closed)
    assert result.total == 2


def test_a_region_that_was_merged_is_found_under_either_name(tmp_path: Path) -> None:
    profile = Profile(regions=frozenset({"광주"}), words=("간호",), licences=frozenset({"간호사"}))
    for number, code in enumerate(("R3015", "R3027")):
        assert of(tmp_path / str(number), SUITS | {"work_regions": [code]}, profile=profile).shown


# Against what people judged


@pytest.fixture(scope="module")
def real_openings(real_list: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> tuple[Opening, ...]:
    return openings(real_snapshot(tmp_path_factory.mktemp("matching"), real_list["result"]), TODAY)


@pytest.fixture(scope="module")
def judged(real: Path, real_openings: tuple[Opening, ...]) -> list[tuple[Result, dict[int, int]]]:
    """Each profile's result, and the grades of its postings, 0 to 3."""
    lines = (real / "facts" / "match_judgements.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for line in map(json.loads, lines):
        grades = {judgement["posting_id"]: judgement["grade"] for judgement in line["judgements"]}
        found.append((match(real_openings, profile_of(line["profile"])), grades))
    return found


def test_what_is_shown_is_what_people_judged_to_fit(judged: list[tuple[Result, dict[int, int]]]) -> None:
    shown = fitting = found = wrong = hidden = 0
    for result, grades in judged:
        own = [matched.opening.posting_id for matched in result.shown]
        fits = {number for number, grade in grades.items() if grade >= 2}
        shown += len(own)
        fitting += len(fits)
        found += len(fits & {*own})
        # What nobody judged counts as wrong.
        wrong += sum(grades.get(number, 0) == 0 for number in own)
        hidden += len(fits & {matched.opening.posting_id for matched in result.hidden})
    assert found / shown >= 0.85
    assert found / fitting >= 0.75
    assert wrong / shown <= 0.10
    assert hidden / fitting <= 0.06


def test_a_changed_profile_takes_little_time(real_openings: tuple[Opening, ...]) -> None:
    many = (real_openings * 2)[:500]
    profile = profile_of(
        {"words": ["안전", "안전관리", "감독", "행정", "IT"], "lic": ["산업안전기사"], "edu": 3, "age": 30}
    )
    times = []
    for _ in range(5):
        started = time.process_time()
        match(many, profile)
        times.append(time.process_time() - started)
    assert min(times) <= 0.04 * slowness()
