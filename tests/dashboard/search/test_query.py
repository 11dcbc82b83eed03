"""What a reader's words are taken to mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.search.query import LONGEST_QUERY, Term, initials_of, parse, stem_of
from dashboard.search.texts import Phrase

ABBREVIATIONS = {"한전": ("C0247",), "lh": ("C0396",)}


def terms(text: str) -> tuple[Term, ...]:
    return parse(text, ABBREVIATIONS).terms


def words(text: str) -> list[str]:
    return [term.phrase.letters if term.phrase else term.initials for term in terms(text)]


def test_blanks_and_commas_part_words() -> None:
    assert words("간호사, 부산/경남; 정규직") == ["간호사", "부산", "경남", "정규직"]


def test_signs_within_a_word_do_not_part_it() -> None:
    assert words("보건.의료 K-water R&D") == ["보건의료", "kwater", "rd"]


def test_words_without_letters_are_left_out() -> None:
    assert words("- . 간호사 ★ () ") == ["간호사"]


def test_the_same_word_twice_is_one_term() -> None:
    assert words("간호사 간호사를 간호사") == ["간호사"]


def test_a_phrase_in_quotation_marks_keeps_its_gaps_and_its_particle() -> None:
    assert terms('"간호 조무사를"') == (Term(Phrase("간호조무사를", (False, True, False, False, False))),)


@pytest.mark.parametrize("text", ['"간호 조무사"', "“간호 조무사”", '"간호 조무사', '"간호-조무사"'])
def test_quotation_marks_may_be_curved_or_left_open(text: str) -> None:
    assert terms(text) == (Term(Phrase("간호조무사", (False, True, False, False))),)


@pytest.mark.parametrize("minus", "-−–－")
def test_a_minus_before_a_word_excludes_it(minus: str) -> None:
    wanted, unwanted = terms(f'간호사 {minus}"체험형 인턴"')
    assert not wanted.is_excluded
    assert unwanted.is_excluded


def test_a_minus_within_a_word_is_a_hyphen() -> None:
    assert terms("K-water") == (Term(Phrase("kwater")),)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("간호사는", "간호사"), ("병원은", "병원"), ("직원이", "직원"), ("간호사가", "간호사"), ("경력을", "경력"), ("간호사를", "간호사"),
        ("공단의", "공단"), ("부산에", "부산"), ("부산에서", "부산"), ("기관에게", "기관"), ("정규직으로", "정규직"), ("의사와", "의사"),
    ],
)  # fmt: skip
def test_particles_fall_off(word: str, stem: str) -> None:
    assert stem_of(word) == stem


@pytest.mark.parametrize(
    "word",
    [
        "전문의",
        "전공의",
        "이사회의",
        "육아휴가",
        "전문가",
        "국가",
        "나이",
        "어린이",
        "회의",
        "의",
        "가",
        "IT가",
        "서울",
        "간호사",
        "2025년",
    ],
)
def test_what_only_looks_like_a_particle_stays(word: str) -> None:
    assert stem_of(word) == word


def test_an_abbreviation_means_the_institution_too() -> None:
    assert terms("한전의") == (Term(Phrase("한전"), institution_codes=("C0247",)),)
    assert terms("ＬＨ") == (Term(Phrase("lh"), institution_codes=("C0396",)),)


@pytest.mark.parametrize(("text", "initials"), [("ㅎㄱㅈㄹ", "ㅎㄱㅈㄹ"), ("ㄳㅂ", "ㄱㅅㅂ"), ("ㄲㅌ", "ㄲㅌ")])
def test_consonants_alone_are_initials_of_an_institution(text: str, initials: str) -> None:
    assert terms(text) == (Term(initials=initials),)


@pytest.mark.parametrize("text", ["간호ㅅ", "간호ㅏ"])
def test_half_a_syllable_still_being_typed_is_left_out(text: str) -> None:
    assert words(text) == ["간호"]


def test_initials_of_a_name_keep_what_is_not_korean() -> None:
    assert initials_of("한전kps") == "ㅎㅈkps"


@pytest.mark.parametrize("text", ["", "   ", "-", '""', "ㅎ", "...", "☎"])
def test_a_text_without_letters_asks_for_nothing(text: str) -> None:
    assert parse(text, ABBREVIATIONS).is_empty


@given(st.text(max_size=3 * LONGEST_QUERY) | st.text('간호사 "-,ㄱㅏaⅣ', max_size=50))
def test_any_text_can_be_read_and_no_term_is_empty(text: str) -> None:
    for term in terms(text):
        assert term.initials or (term.phrase and term.phrase.letters)
    assert parse(text, ABBREVIATIONS) == parse(text[:LONGEST_QUERY], ABBREVIATIONS)
