"""Small snapshots to search, and the slow and obvious way to find a term in a text."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dashboard.search.building import build
from dashboard.search.index import TextIndex
from dashboard.search.query import Query, Term, initials_of
from dashboard.search.texts import Phrase
from data_loader.settings import KST
from data_loader.snapshot import NewTable, Origin, Snapshot, publish
from data_loader.tables.tidy import tidy_postings
from tests.dashboard.conftest import NAMES, ROSTER, Row, record

NOW = datetime(2025, 11, 3, 10, 0, tzinfo=KST)
INSTITUTION_NAMES = {code: name for (_, code), name in NAMES.items()}
SEARCHED = ("eligibility", "preference_condition", "preference", "selection_process")


class Letter(NamedTuple):
    code: str
    has_gap: bool
    follows_roman: bool


def publish_rows(data_dir: Path, *rows: Row, first_id: int = 900_000, step: int = 1) -> Snapshot:
    """Postings and texts of these rows; numbers go down by `step`."""
    tidy = tidy_postings([record(first_id - step * place, **row) for place, row in enumerate(rows)], ROSTER)
    assert tidy.rejected.num_rows == 0, tidy.rejected.to_pylist()
    origin = Origin("공공기관 채용정보", NOW.isoformat(timespec="seconds"))
    tables = {
        "postings": NewTable(tidy.tables["postings"], origin),
        "posting_texts": NewTable(tidy.tables["posting_texts"], origin),
    }
    return publish(data_dir, tables, NOW)


def index_of(snapshot: Snapshot) -> TextIndex:
    return TextIndex(lambda: snapshot.read("postings"), INSTITUTION_NAMES, snapshot)


class Searcher:
    """Finds among rows given as texts, after building: `titles_of(searcher(rows), "…")` reads as a sentence."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    def index(self, *rows: Row) -> TextIndex:
        snapshot = publish_rows(self.data_dir, *rows)
        build(snapshot)
        return index_of(snapshot)

    def finds(self, query: str, *texts: str) -> list[str]:
        """Which of the texts, each the eligibility of a posting of its own, the query finds."""
        index = self.index(*({"title": "채용", "eligibility": text} for text in texts))
        return [text for text, is_found in zip(texts, index.search(query).rows.tolist(), strict=True) if is_found]


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    return Searcher(tmp_path / "data")


@lru_cache(maxsize=4096)
def letters_of(text: str) -> tuple[Letter, ...]:
    """Letter by letter, as docs/method.md has it."""
    letters: list[Letter] = []
    has_gap = True
    for character in unicodedata.normalize("NFC", text):
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
        codes = [code for code in plain if code.isalnum() and ord(code) < 0x10000 and "HANGUL" not in _jamo_name(code)]
        if not codes:
            has_gap = True
        for code in codes:
            follows_roman = bool(letters) and not has_gap and "a" <= letters[-1].code <= "z"
            letters.append(Letter(code, has_gap, follows_roman))
            has_gap = False
    return tuple(letters)


def stands_in(phrase: Phrase, text: str) -> bool:
    letters, size = letters_of(text), len(phrase.letters)
    for start in range(len(letters) - size + 1):
        piece = letters[start : start + size]
        if "".join(letter.code for letter in piece) != phrase.letters:
            continue
        if "a" <= piece[0].code <= "z" and piece[0].follows_roman:
            continue
        gaps = tuple(letter.has_gap for letter in piece[1:])
        if phrase.gaps is not None:
            if gaps == phrase.gaps:
                return True
        elif _runs_well(piece, start + size == len(letters) or letters[start + size].has_gap):
            return True
    return False


def _runs_well(piece: Sequence[Letter], ends_word: bool) -> bool:
    """Whether the first and the last of the words of the text it runs over are there whole or with two letters."""
    words = [1]
    for letter in piece[1:]:
        if letter.has_gap:
            words.append(0)
        words[-1] += 1
    return len(words) == 1 or ((piece[0].has_gap or words[0] > 1) and (ends_word or words[-1] > 1))


def is_found(query: Query, posting: dict[str, Any], texts: dict[str, Any], now_called: str) -> bool:
    """Whether a query finds a posting, term after term and text after text."""
    named = (posting["institution"], now_called)
    places = [posting["title"], *named, *(texts[name] for name in SEARCHED if texts[name])]

    def meets(term: Term) -> bool:
        if term.phrase and any(stands_in(term.phrase, place) for place in places):
            return True
        if posting["institution_code"] in term.institution_codes:
            return True
        return bool(term.initials) and any(
            term.initials in initials_of("".join(letter.code for letter in letters_of(name))) for name in named
        )

    return all(meets(term) != term.is_excluded for term in query.terms)


def _jamo_name(code: str) -> str:
    name = unicodedata.name(code, "")
    return "" if "SYLLABLE" in name else name
