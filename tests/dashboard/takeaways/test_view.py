"""What a view says about itself."""

from dashboard.takeaways.view import ABOUT_SAMPLE, permalink
from data_loader.snapshot import Origin
from tests.dashboard.takeaways.conftest import SAMPLE, view_of


def test_a_permalink_keeps_its_commas_readable() -> None:
    assert (
        permalink("http://h:1/", "places", {"region": "busan,gyeongnam"}) == "http://h:1/places?region=busan,gyeongnam"
    )


def test_a_permalink_of_everything_has_no_question_mark() -> None:
    assert permalink("http://h:1", "postings", {}) == "http://h:1/postings"


def test_a_permalink_holds_any_text() -> None:
    assert permalink("http://h", "p", {"q": "간호 & <b>"}) == "http://h/p?q=%EA%B0%84%ED%98%B8+%26+%3Cb%3E"


def test_the_source_line_says_source_time_and_kind() -> None:
    assert view_of().source_line == "출처: 재정경제부 공공데이터포털. 기준: 2025-11-03 09:30. 실제 자료."


def test_a_sample_says_so_first_of_all() -> None:
    assert view_of(SAMPLE).kind == "예시 자료"
    assert view_of(SAMPLE).caveats[0] == ABOUT_SAMPLE
    assert ABOUT_SAMPLE not in view_of().caveats


def test_disclosures_have_caveats_of_their_own() -> None:
    assert any("결산" in caveat for caveat in view_of(subject="disclosures").caveats)
    assert not any("결산" in caveat for caveat in view_of().caveats)


def test_what_is_taken_from_the_recorded_day_says_that_the_past_is_not_there() -> None:
    origin = Origin("출처", "2026-10-11T03:25:00+09:00", is_record=True)
    assert view_of(origin).coverage == "그날 접수 중이던 공고만 있고 지난 공고는 없습니다."
    assert view_of(origin).source_line.endswith("지난 공고는 없습니다.")
