"""Search against the slow and obvious way, and what it is for, by example."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.search.building import build
from dashboard.search.index import TextIndex
from dashboard.search.institutions import load_abbreviations
from dashboard.search.query import parse
from dashboard.search.texts import Phrase, ScannedTexts, fold_texts
from data_loader.reference import load_reference
from data_loader.snapshot import NewTable, Origin, Snapshot, publish
from data_loader.tables.tidy import tidy_postings
from tests.dashboard.conftest import Row
from tests.dashboard.search.conftest import (
    INSTITUTION_NAMES,
    NOW,
    SEARCHED,
    Searcher,
    index_of,
    is_found,
    publish_rows,
    stands_in,
)

# Few letters, so that words meet: Korean, roman, digits, blanks, signs, a bullet, a wide letter, one that gives two.
ALPHABET = "간호사가 \n.-itＩ1㎡ㅇ"
TEXT = st.text(ALPHABET, max_size=14)
WORDS = st.text(ALPHABET + '"-ㄱㅎ', max_size=8) | st.sampled_from(
    ["한전", "ㅎㄱ", "ㄷㅂㅇ", "-ㅎㄱ", '"간호 사"', "-간호", "it", "i", "1", "한국가공사", "다병원의", "LH -it"]
)
ROW: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "title": TEXT.map(lambda text: f"직{text}"),
        "institution_code": st.sampled_from(["C0001", "C0003", "C0247", "C9999"]),
        "institution": st.sampled_from(["한국가공사", "다병원", "한국전력공사", "옛 이름"]),
        **dict.fromkeys(SEARCHED, TEXT),
    }
)


def name_now(row: Row) -> str:
    name: str = INSTITUTION_NAMES.get(row["institution_code"], row["institution"])
    return name


@settings(max_examples=15)
@given(rows=st.lists(ROW, max_size=6), texts=st.lists(WORDS, min_size=1, max_size=6), step=st.sampled_from([1, 9_000]))
def test_every_answer_equals_the_slow_and_obvious_one(rows: list[Row], texts: list[str], step: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # A step of 9,000 puts neighbours into different segments.
        snapshot = publish_rows(Path(folder), *rows, step=step)
        build(snapshot)
        index = index_of(snapshot)
        postings = snapshot.read("postings").to_pylist()
        texts_of = {own["posting_id"]: own for own in snapshot.read("posting_texts").to_pylist()}
        for text in texts:
            query = parse(text, load_abbreviations())
            expected = [is_found(query, row, texts_of[row["posting_id"]], name_now(row)) for row in postings]
            found = index.search(text)
            assert found.has_texts
            assert found.rows.tolist() == expected, text


@settings(max_examples=300)
@given(
    texts=st.lists(TEXT, min_size=1, max_size=5), word=st.text("간호사가it1", min_size=1, max_size=5), gaps=st.data()
)
def test_a_phrase_is_found_where_it_stands(texts: list[str], word: str, gaps: st.DataObject) -> None:
    phrase = Phrase(word, gaps.draw(st.none() | st.tuples(*[st.booleans()] * (len(word) - 1))))
    assert ScannedTexts(fold_texts(texts)).holding([phrase]).tolist() == [stands_in(phrase, text) for text in texts]


@settings(max_examples=200)
@given(text=st.text(max_size=2_000))
def test_any_text_gets_an_answer(index: TextIndex, text: str) -> None:
    assert len(index.search(text).rows) == 3


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TextIndex:
    """Three postings with texts."""
    return Searcher(tmp_path_factory.mktemp("search")).index(
        {"title": "간호사 채용", "eligibility": "면허 소지자", "preference": "경력 3년 이상"},
        {
            "title": "행정직 채용",
            "institution_code": "C0247",
            "institution": "한국전력공사",
            "selection_process": "면접",
        },
        {
            "title": "인턴 채용",
            "institution_code": "C0003",
            "institution": "나병원",
            "preference_condition": "간호사 면허",
        },
    )


def found(index: TextIndex, text: str) -> list[int]:
    return index.search(text).rows.nonzero()[0].tolist()


# What it is for


@pytest.mark.parametrize("query", ["간호조무사", "간호 조무사", "간호조무사를", "간호 조무사는"])
def test_spacing_and_particles_make_no_difference(searcher: Searcher, query: str) -> None:
    texts = ("간호조무사 자격증", "간호 조무사가", "간호\r\n조무사", "간호사")
    assert searcher.finds(query, *texts) == list(texts[:3])


def test_words_that_only_meet_at_their_edges_are_not_the_word(searcher: Searcher) -> None:
    assert searcher.finds("전기", "운전 기사", "전기 기사", "운전기사", "전 기") == ["전기 기사", "운전기사", "전 기"]
    assert searcher.finds("회계사", "회계 사무원", "회계 사", "공인회계사") == ["회계 사", "공인회계사"]


def test_a_word_may_run_over_a_blank_with_two_letters_on_each_side(searcher: Searcher) -> None:
    assert searcher.finds("채용공고", "직원채용 공고 안내", "신규채용 공고문", "채 용공고", "신채 용공고") == [
        "직원채용 공고 안내", "신규채용 공고문", "채 용공고",
    ]  # fmt: skip


def test_roman_letters_begin_a_word(searcher: Searcher) -> None:
    assert searcher.finds("it", "IT 개발", "정보통신(IT)", "정보IT부", "university", "ITQ") == [
        "IT 개발", "정보통신(IT)", "정보IT부", "ITQ",
    ]  # fmt: skip


def test_a_phrase_in_quotation_marks_is_taken_as_it_is(searcher: Searcher) -> None:
    assert searcher.finds('"경력 3년"', "경력 3년 이상", "경력3년", "경력(3년)") == ["경력 3년 이상", "경력(3년)"]


def test_no_phrase_runs_from_one_text_into_another(searcher: Searcher) -> None:
    index = searcher.index({"title": "직원", "preference_condition": "간호", "preference": "조무사"})
    assert found(index, "간호조무사") == []
    assert found(index, "간호 조무사") == [0]


def test_every_word_must_be_found_somewhere_in_the_posting(index: TextIndex) -> None:
    assert found(index, "간호사") == [0, 2]
    assert found(index, "간호사 경력") == [0]
    assert found(index, "간호사 없는말") == []


def test_a_minus_leaves_out(index: TextIndex) -> None:
    assert found(index, "간호사 -인턴") == [0]
    assert found(index, "-간호사") == [1]


def test_institutions_are_found_by_name_abbreviation_and_initials(index: TextIndex) -> None:
    for text in ("한국전력", "한전", "한전의", "ㅎㄱㅈㄹ", "ㅎㄱㅈㄹㄱㅅ", "KEPCO", "ｋｅｐｃｏ"):
        assert found(index, text) == [1], text


def test_an_institution_is_found_by_its_old_and_its_new_name(index: TextIndex) -> None:
    assert found(index, "나병원") == [2]
    assert found(index, INSTITUTION_NAMES["C0003"]) == [2]


def test_a_text_without_letters_finds_everything(index: TextIndex) -> None:
    assert found(index, " .- ") == [0, 1, 2]


def test_it_says_which_have_every_word_in_title_or_institution(index: TextIndex) -> None:
    assert index.search("간호사 채용").in_title.tolist() == [True, False, False]
    assert index.search("한전 채용").in_title.tolist() == [False, True, False]


def test_disqualifications_are_not_searched(searcher: Searcher) -> None:
    assert found(searcher.index({"title": "직원", "disqualification": "파산선고"}), "파산선고") == []


# On real postings


@pytest.fixture(scope="module")
def real_snapshot(real_list: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Every posting open on 2025-11-03."""
    tidy = tidy_postings(real_list["result"], load_reference()["institutions"].data)
    origin = Origin("공공기관 채용정보", "2025-11-03")
    tables = {
        "postings": NewTable(tidy.tables["postings"], origin),
        "posting_texts": NewTable(tidy.tables["posting_texts"], origin),
    }
    snapshot = publish(tmp_path_factory.mktemp("real"), tables, NOW)
    build(snapshot)
    return snapshot


@pytest.mark.parametrize(
    ("text", "count"), [("간호조무사", 5), ("전문의", 53), ("IT", 6), ('"경력 3년"', 9), ("LH", 4), ("ㅎㄱㅈㄹ", 9)]
)
def test_real_postings_are_found_as_the_slow_and_obvious_way_finds_them(
    real_snapshot: Snapshot, text: str, count: int
) -> None:
    postings, texts = (real_snapshot.read(table).to_pylist() for table in ("postings", "posting_texts"))
    texts_of = {own["posting_id"]: own for own in texts}
    query = parse(text, load_abbreviations())
    expected = [is_found(query, row, texts_of[row["posting_id"]], name_now(row)) for row in postings]
    found = index_of(real_snapshot).search(text)
    assert found.rows.tolist() == expected
    assert sum(expected) == count


# Before the texts are ready


def test_titles_and_institutions_are_searched_until_the_texts_are_ready(tmp_path: Path) -> None:
    snapshot = publish_rows(tmp_path, {"title": "간호사 채용"}, {"title": "행정", "eligibility": "간호사 면허"})
    index = index_of(snapshot)
    before = index.search("간호사")
    assert (before.rows.tolist(), before.has_texts) == ([True, False], False)
    build(snapshot)
    after = index.search("간호사")
    assert (after.rows.tolist(), after.has_texts) == ([True, True], True)


def test_without_a_snapshot_titles_are_searched(tmp_path: Path) -> None:
    postings = publish_rows(tmp_path, {"title": "간호사 채용"}).read("postings")
    result = TextIndex(lambda: postings, {}, None).search("간호사")
    assert (result.rows.tolist(), result.has_texts) == ([True], False)


def test_texts_of_postings_that_are_not_in_the_table_are_passed_over(tmp_path: Path) -> None:
    snapshot = publish_rows(tmp_path, {"eligibility": "면허"}, {"eligibility": "면허"}, {"eligibility": "면허"})
    build(snapshot)
    one = TextIndex(lambda: snapshot.read("postings").slice(1, 1), {}, snapshot)
    assert one.search("면허").rows.tolist() == [True]
    assert TextIndex(lambda: snapshot.read("postings").slice(0, 0), {}, snapshot).search("면허").rows.tolist() == []


# Passages


def test_passages_show_what_matched_title_first(index: TextIndex) -> None:
    query = index.search("간호사를 경력").query
    shown = [(passage.column, [passage.text[a:b] for a, b in passage.marks]) for passage in index.passages(0, query)]
    assert shown == [("title", ["간호사"]), ("preference", ["경력"])]


def test_what_is_found_has_a_passage_or_the_institution_meets_it(index: TextIndex) -> None:
    for text in ("간호사", "면접", "면허"):
        result = index.search(text)
        assert all(index.passages(row, result.query) for row in result.rows.nonzero()[0].tolist())
    assert index.passages(1, index.search("한전").query) == []
