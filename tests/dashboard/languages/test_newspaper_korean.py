"""No sentence of the program, its documents or its files is written in a form newspapers do not use."""

import ast
import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from dashboard.languages.catalogue import ROOT, template
from dashboard.selection.selection import Selection
from dashboard.takeaways.brief import TABLES, brief
from dashboard.takeaways.brief_page import brief_page
from dashboard.takeaways.calendar import calendar
from dashboard.takeaways.citation import in_bibtex, in_korean
from dashboard.takeaways.datapackage import datapackage
from dashboard.takeaways.feed import atom_feed
from dashboard.takeaways.workbook import write_postings
from data_loader.reference import load_reference
from tests.dashboard.takeaways.conftest import REAL, found_of, view_of
from tests.forms import NOT_USED, forms_not_used

DOCUMENTS = [
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("method", "fields", "operations", "sources")),
]
SAYING = [path for folder in ("dashboard", "pages", "data_loader") for path in sorted((ROOT / folder).rglob("*.py"))]
# What these hold is found in what others write, and is no sentence of ours.
OTHERS_WORDS = {"sample", "titles.py", "places_in_text.py", "query.py", "fillers.py", "ask"}


def test_no_sentence_on_screen_uses_one() -> None:
    sentences = [
        text
        for message in template()
        if message.id
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    ]
    assert len(sentences) > 1000
    assert [found for text in sentences for found in forms_not_used(str(text))] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_uses_one(path: Path) -> None:
    assert forms_not_used(path.read_text(encoding="utf-8")) == []


def test_no_text_of_the_source_uses_one() -> None:
    wrong = []
    for path in SAYING:
        if not OTHERS_WORDS & set(path.parts):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts = (
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )
            wrong += [f"{path.name}: {found}" for text in texts for found in forms_not_used(text)]
    assert wrong == []


def test_no_file_taken_away_uses_one() -> None:
    found, view = found_of({}, {"title": "간호사 채용"}), view_of()
    tables: dict[str, pd.DataFrame] = {name: load_reference()[name].data.to_pandas() for name in TABLES}
    book = io.BytesIO()
    write_postings(found, view, book)
    with zipfile.ZipFile(book) as entries:
        sheets = [entries.read(name).decode() for name in entries.namelist() if name.endswith(".xml")]
    page = brief_page(brief(found.index.find(Selection().with_codes("region", ["R3010"])), tables), view, REAL).decode()
    texts = [
        *sheets, page, calendar(found, view).decode(), atom_feed(found, view, "https://h/data/feed.xml").decode(),
        datapackage(view).decode(), in_korean(view), in_bibtex(view),
    ]  # fmt: skip
    assert [wrong for text in texts for wrong in forms_not_used(text)] == []


def test_each_form_is_found_where_it_stands() -> None:
    examples = (
        "평균 71.4백만 원", "이레 동안", "열흘 뒤", "달마다 다른 공고", "해마다의 공고", "차례", "글쇠로", "작년과 견주면", "따로 둔 기록", "나누어 세기", "모두 세기",
        "2026-11까지 열두 달", "어디서 답을 찾나",
    )  # fmt: skip
    assert len(examples) == len(NOT_USED)
    for example, pattern in zip(examples, NOT_USED, strict=True):
        assert re.search(pattern, example)
        assert forms_not_used(example)
    assert not forms_not_used("나이레스 차례로 %{x:.1f}백만 원, 단위: 백만 원/년")
