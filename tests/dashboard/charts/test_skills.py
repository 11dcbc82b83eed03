"""Charts of what postings ask for: sound whatever is found, in both languages, and each with its finding."""

from collections.abc import Callable

import pytest

from dashboard.charts import skills
from dashboard.charts.chart import Chart
from dashboard.languages import speaking
from dashboard.measures.skills import Demand
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from tests.dashboard.charts.conftest import assert_english, assert_sound, found_in
from tests.dashboard.conftest import Row, index_of
from tests.dashboard.measures.test_skills import FACTS, NUMBERS, ROWS, demand_of, written_of

ASKED: dict[str, Callable[[Found, Demand], Chart]] = {
    "coverage": skills.coverage,
    **{topic: lambda found, demand, topic=topic: skills.asked(found, demand, topic) for topic in skills.TOPICS},  # type: ignore[misc]
    "by field": lambda found, demand: skills.licences_by(found, demand, "ncs"),
    "against the mix": skills.against_mix,
    "against the mix, of one": lambda found, demand: skills.against_mix(found, demand, "전기기사"),
    "written": lambda found, demand: skills.written(found, written_of(found.index), "knowledge"),
    "years": skills.over_years,
    "years of one": lambda found, demand: skills.over_years(found, demand, "전기기사"),
    "where": lambda found, demand: skills.where(found, demand, "전기기사", "region"),
    "together": lambda found, demand: skills.together(found, demand, "전기기사"),
}
NAMES = ("전기기사", "간호사", "약사", "관련 법규")
MANY: list[Row] = ROWS[:2] * 40


def many() -> tuple[Found, Demand]:
    index = index_of(*MANY)
    numbers = index.posting_ids.tolist()
    facts = [
        fact
        for number in numbers[:30]
        for fact in (
            (number, "licence", "전기기사", "required", "licence.named"),
            (number, "age", "15-34", "required", "age.range"),
            (number, "career_months", "36", "required", "career.months"),
            (number, "education", "none", "stated", "education.none"),
            (number, "veteran", "yes", "preferred", "group.veteran"),
        )
    ]
    facts.append((numbers[0], "licence", "간호사", "preferred", "licence.named"))
    made = demand_of(index, facts)
    made.is_read[:] = True
    return index.find(Selection()), made


@pytest.mark.parametrize("make", ASKED.values(), ids=ASKED)
def test_every_chart_is_sound_whatever_is_found(found: Found, make: Callable[[Found, Demand], Chart]) -> None:
    assert_sound(make(found, demand_of(found.index)))


@pytest.mark.parametrize("make", ASKED.values(), ids=ASKED)
def test_every_chart_speaks_english(make: Callable[[Found, Demand], Chart]) -> None:
    for found, demand in (many(), (found_in("nothing found"), demand_of(found_in("nothing found").index))):
        assert_english(lambda found=found, demand=demand: make(found, demand), *NAMES)  # type: ignore[misc]


def test_coverage_says_how_many_were_read() -> None:
    found = index_of(*ROWS).find(Selection())
    assert (
        skills.coverage(found, demand_of(found.index)).sentence
        == "공고 6건 가운데 4건(66.7%)의 응시자격을 읽었다: 본문 4건, 첨부한 공고문 0건."
    )


def test_what_is_asked_is_told_required_and_preferred_apart() -> None:
    chart = skills.asked(*many(), "licence")
    assert chart.sentence == (
        "읽은 공고 80건 가운데 필수로 적은 것은 30건(37.5%), 우대로 적은 것은 1건(1.2%)이다. 가장 많이 적힌 것은 전기기사(30건)이다."
    )
    assert chart.table()["필수(건)"].tolist() == [30, 0]


def test_of_few_postings_no_share_is_told() -> None:
    found = index_of(*ROWS).find(Selection())
    assert "%" not in skills.asked(found, demand_of(found.index), "licence").sentence


def test_a_field_with_few_postings_read_has_no_cell() -> None:
    found = index_of(*ROWS).find(Selection())
    assert skills.licences_by(found, demand_of(found.index), "ncs").is_empty
    assert skills.licences_by(*many(), "ncs").sentence.endswith("읽은 공고의 37.5%가 적었다.")


def test_regions_are_compared_with_what_their_fields_would_give() -> None:
    chart = skills.against_mix(*many(), "전기기사")
    assert chart.sentence.startswith("분야 구성에 비해 가장 높은 곳은")
    assert {"적은 비율(%)", "분야 구성으로 본 기대(%)", "차이(%p)"} <= {*chart.table().columns}


def test_what_job_descriptions_write_is_told_with_how_many_were_read() -> None:
    found = index_of(*ROWS).find(Selection())
    sentence = skills.written(found, written_of(found.index), "knowledge").sentence
    assert sentence == (
        "공고 6건 가운데 2건의 직무기술서를 읽었다. 적힌 항목은 1가지다. 가장 많이 적힌 것은 관련 법규(2건)이다."
    )


def test_years_are_told_with_the_share_that_was_read() -> None:
    sentence = skills.over_years(*many()).sentence
    assert (
        sentence
        == "2025년에 시작한 공고는 읽은 것의 37.5%가 필수로, 1.2%가 우대로 적었다. 그해 공고의 100.0%를 읽었다."
    )


def test_where_one_licence_is_named_the_first_is_told_unless_many_are_level() -> None:
    assert (
        skills.where(*many(), "전기기사", "region").sentence == "전기기사: 근무지별로 서울 공고가 30건으로 가장 많다."
    )


def test_what_is_named_together_is_told() -> None:
    assert skills.together(*many(), "전기기사").sentence == "함께 적힌 자격은 간호사(1건)이 가장 많다."


@pytest.mark.parametrize(
    ("kind", "value", "words", "english"),
    [("career_months", "36", "3년 이상", "3 years or more"), ("career_months", "18", "18개월 이상", "18 months or more"),
     ("age", "15-34", "15~34세", "Aged 15–34"), ("age", "-59", "59세 이하", "Aged 59 or under"),
     ("age", "50-", "50세 이상", "Aged 50 or over"), ("education", "bachelor", "대졸 이상", "Bachelor’s degree or above"),
     ("language_score", "TOEIC 700", "TOEIC 700", "TOEIC 700")],
)  # fmt: skip
def test_values_are_said_as_a_reader_says_them(kind: str, value: str, words: str, english: str) -> None:
    assert skills.value_words(kind, value) == words
    with speaking("en"):
        assert skills.value_words(kind, value) == english


def test_the_facts_of_these_tests_are_of_these_postings() -> None:
    assert {fact[0] for fact in FACTS} - set(NUMBERS) == {1}
