"""The overview's sentences: true of the period they name, silent where there is too little."""

from datetime import date

import pytest

from dashboard.findings import overview_findings
from dashboard.languages import speaking
from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import Selection
from tests.dashboard.conftest import Row, choose, index_of

RECENT = date(2025, 6, 5)
BEFORE = date(2024, 6, 5)


def rows(start: date, *counts: tuple[str, str, int]) -> list[Row]:
    return [
        {"start_date": start, "work_regions": [region], "hire_types": hire.split(","), "headcount": n}
        for region, hire, n in counts
    ]


LAST_YEAR = rows(
    RECENT, ("R3010", "R1010", 60), ("R3014", "R1040", 30), ("R3014", "R1010,R1040", 10), ("R3030", "R1040", 100)
)
YEAR_BEFORE = rows(BEFORE, ("R3014", "R1040", 100))


def test_three_sentences_say_how_much_where_and_on_which_terms() -> None:
    found = index_of(*LAST_YEAR, *YEAR_BEFORE, {"start_date": date(2019, 1, 1)}).find(Selection())
    assert overview_findings(found) == [
        "2024년 11월~2025년 10월 모집인원은 200명으로 앞선 12개월보다 100.0% 늘었다.",
        "최근 1년 국내 모집인원 100명 가운데 수도권은 60.0%이다(균등 배분).",
        "최근 1년 모집인원의 32.5%가 정규직이다(균등 배분).",
    ]


def test_the_sentences_are_kept_for_each_language() -> None:
    found = index_of(*LAST_YEAR, *YEAR_BEFORE).find(Selection())
    korean = overview_findings(found)
    with speaking("en"):
        assert overview_findings(found)[1:] == [
            "In the last year, 60.0% of 100 openings in Korea were in the capital area (fractional count).",
            "In the last year, 32.5% of openings were regular (fractional count).",
        ]
    assert overview_findings(found) == korean


def test_the_last_year_begins_365_days_ago() -> None:
    edge = rows(date(2024, 11, 4), ("R3010", "R1010", 50)) + rows(date(2024, 11, 3), ("R3014", "R1040", 50))
    findings = overview_findings(index_of(*edge).find(Selection()))
    assert findings[1:] == [
        "최근 1년 국내 모집인원 50명 가운데 수도권은 100.0%이다(균등 배분).",
        "최근 1년 모집인원의 100.0%가 정규직이다(균등 배분).",
    ]


@pytest.mark.parametrize("days", [{"start_to": date(2024, 12, 31)}, {"start_from": BEFORE, "start_to": BEFORE}])
def test_days_the_reader_chose_are_the_period_told(days: dict[str, date]) -> None:
    findings = overview_findings(index_of(*LAST_YEAR, *YEAR_BEFORE).find(Selection(**days)))  # type: ignore[arg-type]
    assert findings[1:] == [
        "고른 기간 국내 모집인원 100명 가운데 수도권은 0.0%이다(균등 배분).",
        "고른 기간 모집인원의 0.0%가 정규직이다(균등 배분).",
    ]


def test_too_few_persons_leave_the_shares_unsaid() -> None:
    assert len(overview_findings(index_of(*rows(RECENT, ("R3010", "R1010", 29))).find(Selection()))) == 1


def test_only_abroad_leaves_the_capital_unsaid() -> None:
    findings = overview_findings(index_of(*rows(RECENT, ("R3030", "R1010", 90))).find(Selection()))
    assert len(findings) == 2
    assert "수도권" not in " ".join(findings)


def test_nothing_found_is_one_sentence() -> None:
    assert overview_findings(index_of().find(Selection())) == ["조건에 맞는 공고가 없다."]


def test_the_real_list_is_told_without_a_trend_it_cannot_show(real_index: PostingIndex) -> None:
    for selection in (Selection(), choose(region="R3010"), choose(status="open")):
        for sentence in overview_findings(real_index.find(selection)):
            assert sentence.endswith(".")
            assert "nan" not in sentence
