"""Citations that can be pasted: whole, in both languages, and safe inside BibTeX."""

import pytest

from dashboard.takeaways.citation import in_bibtex, in_english, in_korean
from tests.dashboard.takeaways.conftest import ADDRESS, EVIL, SAMPLE, view_of


def test_the_korean_citation_is_whole() -> None:
    assert in_korean(view_of()) == (
        "공공채용 한눈에(2025). 「채용공고」(근무지 부산·경남). 자료: 재정경제부 공공데이터포털, 2025-11-03 09:30 기준. "
        f"{ADDRESS} (2025-11-04 접속)."
    )


def test_the_english_citation_is_whole() -> None:
    assert in_english(view_of(), "Postings", "Busan, Gyeongnam") == (
        "Korea Public Jobs (2025). “Postings” (Busan, Gyeongnam). Data: 재정경제부 공공데이터포털, as of 2025-11-03 09:30. "
        f"{ADDRESS} (accessed 4 November 2025)."
    )


def test_without_english_words_the_korean_ones_stand() -> None:
    assert "“채용공고” (근무지 부산·경남)" in in_english(view_of())


def test_a_sample_cannot_be_cited_unnoticed() -> None:
    assert "예시 자료, 실제가 아니며 인용할 수 없음" in in_korean(view_of(SAMPLE))
    assert "not real" in in_english(view_of(SAMPLE))
    assert "예시 자료" in in_bibtex(view_of(SAMPLE))


def test_the_bibtex_entry_has_its_fields() -> None:
    lines = in_bibtex(view_of()).splitlines()
    assert lines[0].startswith("@misc{kpj2025-")
    assert lines[1:] == [
        "  author = {{공공채용 한눈에}},",
        "  title = {{채용공고}},",
        "  year = {2025},",
        f"  url = {{{ADDRESS}}},",
        "  urldate = {2025-11-04},",
        "  note = {자료: 재정경제부 공공데이터포털, 2025-11-03 09:30 기준. 조건: 근무지 부산·경남},",
        "  language = {korean}",
        "}",
    ]


@pytest.mark.parametrize("text", EVIL)
def test_any_title_leaves_the_entry_balanced_and_on_its_lines(text: str) -> None:
    entry = in_bibtex(view_of(title=text, filters=text))
    assert entry.count("{") == entry.count("}")
    assert len(entry.splitlines()) == 9
    depth = 0
    for char in entry:
        depth += (char == "{") - (char == "}")
        assert depth >= 0


def test_signs_that_latex_reads_are_written_out() -> None:
    entry = in_bibtex(view_of(title=r"50% & #1 _a_ $x$ {b} \c ~^"))
    assert (
        r"title = {{50\% \& \#1 \_a\_ \$x\$ \textbraceleft{}b\textbraceright{} "
        r"\textbackslash{}c \textasciitilde{}\textasciicircum{}}}"
    ) in entry


def test_an_address_cannot_end_its_field() -> None:
    entry = in_bibtex(view_of(url='https://h/?q=}{\\ "<>'))
    assert "url = {https://h/?q=%7D%7B%5C%20%22%3C%3E}" in entry


def test_the_key_stays_while_address_and_data_do() -> None:
    keys = [
        in_bibtex(view).split(",")[0] for view in (view_of(), view_of(title="다른 제목"), view_of(url="https://h/x"))
    ]
    assert keys[0] == keys[1] != keys[2]
