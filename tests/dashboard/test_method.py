"""The method of every number: one text in code, on screen and in the document."""

import re
from types import ModuleType

import pytest

from dashboard.languages import LANGUAGES, speaking
from dashboard.method import HEADING, MODULES, document, measures_of, method_section, note_of, with_section


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_what_the_code_says(language: str) -> None:
    with speaking(language):
        assert method_section() in document().read_text(encoding="utf-8"), "run: python -m dashboard.method"


def test_the_english_document_has_the_same_sections_lists_and_tables() -> None:
    def outline(language: str) -> list[str]:
        with speaking(language):
            lines = document().read_text(encoding="utf-8").splitlines()
        marks = [line.split(" ", 1)[0] for line in lines]
        return [mark for mark in marks if mark in ("#", "##", "###", "-", "|")]

    assert outline("en") == outline("ko")


def test_the_english_document_is_english() -> None:
    """But for words of the postings, which it quotes."""
    with speaking("en"):
        text = document().read_text(encoding="utf-8")
    unquoted = re.sub(r"`[^`]*`", "", text)
    assert re.findall("[가-힣]+", unquoted) == []


@pytest.mark.parametrize("module", MODULES.values(), ids=lambda module: module.__name__)
def test_every_module_of_measures_says_how_its_numbers_are_made(module: ModuleType) -> None:
    assert any(note_of(measure) for measure in measures_of(module))


def test_notes_are_one_line_each_begin_with_their_term_and_end_as_sentences() -> None:
    for module in MODULES.values():
        for measure in measures_of(module):
            for line in note_of(measure).splitlines():
                assert line.startswith("**"), line
                assert line.endswith("."), line
                # A tilde strikes out in Markdown.
                assert "~" not in line, line


def test_only_the_section_is_rewritten() -> None:
    text = f"# 제목\n\n앞\n\n{HEADING}\n\n낡은 글\n\n## 다음\n\n뒤\n"
    new = with_section(text)
    assert new.startswith("# 제목\n\n앞\n\n## ")
    assert new.endswith("\n\n## 다음\n\n뒤\n")
    assert "낡은 글" not in new
    assert with_section(new) == new
    assert with_section("# 제목\n").count(HEADING) == 1


def test_a_docstring_without_a_bold_paragraph_has_no_note() -> None:
    def measure() -> None:
        """Something."""

    assert note_of(measure) == ""
    assert note_of(lambda: None) == ""
