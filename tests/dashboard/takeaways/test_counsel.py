"""What comes of a profile, to take along."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.languages import speaking
from dashboard.matching.match import Result, match
from dashboard.matching.profile import Profile
from dashboard.takeaways.counsel import counsel_page, matched_table
from dashboard.takeaways.view import View
from data_loader.snapshot import Origin
from tests.dashboard.matching.made import made

PROFILE = Profile(
    degree=3, licences=frozenset({"간호사"}), words=("간호사",), is_disabled=True, languages=(("TOEIC", 800.0),)
)
VIEW = View("맞춤 공고", "", "http://localhost/match", Origin("포털", "2025-11-03T09:30:00+09:00"), date(2025, 11, 3))


@pytest.fixture
def result(tmp_path: Path) -> Result:
    rows = [
        {
            "title": "간호사 채용 <script>",
            "eligibility": "○ 간호사 면허증 소지자\n○ 임용 예정일부터 근무할 수 있는 사람으로서",
        },
        {"title": "약사 채용", "eligibility": "○ 약사 면허증 소지자\n○ 임용 예정일부터 근무할 수 있는 사람으로서"},
        {"title": "직원 채용", "eligibility": "공고문 참조"},
    ]
    return match(made(tmp_path, *rows), PROFILE)


def test_every_posting_stands_in_the_table_with_the_words_that_decide(result: Result) -> None:
    table = matched_table(result).set_index("공고번호")
    assert table.loc["1", "구분"] == "잘 맞음"
    assert "간호사 면허증" in table.loc["1", "적힌 말"]
    assert table.loc["2", ["구분", "모자란 것"]].tolist() == ["지원할 수 없음", "약사"]
    assert table.loc["3", "구분"] == "공고문 확인"


def test_the_sheet_tells_the_profile_and_what_suits_and_runs_nothing(result: Result) -> None:
    page = counsel_page(PROFILE, result, VIEW).decode()
    assert "<script>" not in page
    assert "default-src 'none'" in page
    for words in ("맞춤 공고 상담 기록지", "TOEIC 800", "장애인 예", "간호사 채용", "상담 내용과 다음에 할 일"):
        assert words in page


def test_the_sheet_speaks_english(result: Result) -> None:
    with speaking("en"):
        assert (
            "Counselling sheet"
            in counsel_page(
                PROFILE, result, View(VIEW.title, "", VIEW.url, VIEW.origin, VIEW.accessed, language="en")
            ).decode()
        )
