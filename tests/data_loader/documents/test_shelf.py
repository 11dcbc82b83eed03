from pathlib import Path

import pytest

from data_loader.documents import shelf as keeping
from data_loader.documents.document import Document
from data_loader.documents.shelf import FILE_NAME, Shelf
from data_loader.errors import DocumentError

FOUND = Document(
    "zip", "read", "가나", 2, ("tables",), members=(Document("pdf", "read", "가나", 2, ("tables",), "pypdfium2", "5", ((0, 0), (1, 2)), "가.pdf"),)
)  # fmt: skip


def test_a_document_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.keep("ab", FOUND)
    with Shelf(tmp_path) as shelf:
        assert shelf.find("ab") == FOUND
        assert shelf.find("cd") is None
        assert shelf.known() == {"ab"}


def test_what_other_rules_made_is_not_known_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.keep("ab", FOUND)
    monkeypatch.setattr(keeping, "RULES", keeping.RULES + 1)
    with Shelf(tmp_path) as shelf:
        assert shelf.find("ab") is None
        assert shelf.known() == set()
        shelf.keep("ab", FOUND)
        assert shelf.find("ab") == FOUND


def test_two_may_write_at_once(tmp_path: Path) -> None:
    with Shelf(tmp_path) as one, Shelf(tmp_path) as other:
        one.keep("ab", FOUND)
        other.keep("cd", FOUND)
        assert one.known() == other.known() == {"ab", "cd"}


def test_a_damaged_shelf_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / FILE_NAME).write_bytes(b"no database" * 1000)
    with pytest.raises(DocumentError, match=r"texts\.sqlite를 지우면"):
        Shelf(tmp_path)


def test_a_letter_no_text_can_hold_is_kept_as_a_question_mark(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.keep("ab", Document("docx", "read", "가\ud800"))
        found = shelf.find("ab")
    assert found is not None
    assert found.text == "가?"
