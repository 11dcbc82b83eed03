"""How right the reading is, on real passages labelled by hand."""

from pathlib import Path

import pytest

from tests.data_loader.facts.labelled import Scores, read_labelled, scored


@pytest.fixture(scope="module")
def scores(real: Path) -> Scores:
    return scored(read_labelled(real / "facts" / "text_facts_labelled.jsonl"))


def test_nearly_all_that_is_read_is_right_and_nearly_nothing_is_missed(scores: Scores) -> None:
    assert scores.precision() >= 0.97, scores.table()
    assert scores.recall() >= 0.97, scores.table()


@pytest.mark.parametrize("kind", ["age", "education", "career_months", "military", "disability", "veteran"])
def test_what_decides_who_may_apply_is_read_rightly(scores: Scores, kind: str) -> None:
    assert scores.precision(kind) >= 0.95, scores.table()
    assert scores.recall(kind) >= 0.92, scores.table()


@pytest.mark.parametrize(("kind", "precision", "recall"), [("licence", 0.93, 0.88), ("language_score", 0.95, 0.7)])
def test_licences_and_languages_are_read_rightly(scores: Scores, kind: str, precision: float, recall: float) -> None:
    assert scores.precision(kind) >= precision, scores.table()
    assert scores.recall(kind) >= recall, scores.table()


def test_required_and_preferred_are_told_apart(scores: Scores) -> None:
    assert scores.needs >= 0.97 * scores.right.total()


def test_a_fact_quotes_the_words_that_state_it(scores: Scores) -> None:
    assert scores.places >= 0.99 * scores.right.total()


def test_passages_without_facts_stay_nearly_empty(scores: Scores) -> None:
    assert scores.wrong_in_empty * 8 <= scores.empty
