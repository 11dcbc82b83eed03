import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data_loader.tables.titles import normalise_title, says_cancelled

WORDS = [
    "재",
    "공고",
    "재공고",
    "공고문",
    "채용",
    "모집",
    "취소",
    "연장",
    "기간",
    "제",
    "1",
    "12",
    "2026",
    "차",
    "호",
    "회",
    "정정",
    "긴급",
    "(",
    ")",
    "[",
    "]",
    "-",
    "년",
    "인",
    "공",
    "A",
    "ﬁ",
    "²",
    "산업",
]
PLAIN = "2025년 기간제 직원 채용 공고"


@pytest.mark.parametrize(
    "title",
    [
        "[재공고] 2025년 기간제 직원 채용",
        "2025년 기간제 직원 채용 재공고",
        "2025년 기간제 직원 채용 재재공고(3차)",
        "2025년 제2차 기간제 직원 채용공고",
        "2025년 제 11 차 기간제 직원 채용 공고문",
        "(연장) 2025년 기간제 직원 채용공고",
        "2025년 기간제 직원 채용공고 접수기간 연장",
        "[정정공고] 2025년 기간제 직원 채용",
        "2025년 기간제 직원 채용 공고 (변경)",
        "2025년 기간제 직원 채용공고(공고취소)",
        "２０２５년  기간제·직원_채용",
        "2025년 기간제 직원 재채용 공고",
        "제3회 2025년 기간제 직원 채용",
    ],
)
def test_notices_of_one_vacancy_have_one_title(title: str) -> None:
    assert normalise_title(title) == normalise_title(PLAIN) == "2025년기간제직원채용"


@pytest.mark.parametrize(
    ("title", "normalised"),
    [
        ("지역인재 공고", "지역인재"),
        ("공연장 안내원 모집", "공연장안내원모집"),
        ("2차전지 연구원", "2차전지연구원"),
        ("4차 산업혁명 연구원 2차", "4차산업혁명연구원"),
        ("1호선 역무원", "1호선역무원"),
        ("연장근로 가능자", "연장근로가능자"),
        ("Postdoc (AI)", "postdocai"),
    ],
)
def test_words_of_their_own_stay(title: str, normalised: str) -> None:
    assert normalise_title(title) == normalised


def test_years_are_kept_apart() -> None:
    assert normalise_title("2024년 1차 인턴") != normalise_title("2025년 1차 인턴")
    assert normalise_title("2025-1차 인턴") == normalise_title("2025-2차 인턴") == "2025인턴"


@given(st.text() | st.lists(st.sampled_from([*WORDS, " "]), max_size=12).map("".join))
@example("재-공-고")
def test_normalising_again_changes_nothing(title: str) -> None:
    assert normalise_title(normalise_title(title)) == normalise_title(title)


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_blanks_and_signs_at_the_ends_do_not_matter(words: list[str]) -> None:
    title = " ".join(words)
    assert normalise_title(f" «{title}» ") == normalise_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "[공고취소] 직원 채용", "직원 채용(채용취소)", "(채용 취소) 간호사", "[취소] 연구원 채용", "취소공고 - 행정원 채용", "직원 채용 공고(모집취소)",
        "직원 채용공고 취소 안내", "(취소공고) 제3차 채용",
    ],
)  # fmt: skip
def test_a_title_says_that_the_posting_was_called_off(title: str) -> None:
    assert says_cancelled(title)


@pytest.mark.parametrize(
    "title", ["취소 전화 상담원 채용 공고", "예약취소 담당 직원 채용", "임용취소자 결원 보충 채용", "직원 채용"]
)
def test_a_title_with_the_word_for_another_thing_calls_nothing_off(title: str) -> None:
    assert not says_cancelled(title)
