"""Sentences that remember what they are made of, and errors that are made of them."""

import copy
import json
import pickle
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data_loader.errors import AttachmentError, SnapshotError
from data_loader.schema import INSTITUTIONS
from data_loader.sentence import Sentence, joined, read_sentence
from data_loader.snapshot import NewTable, Origin, open_current, publish

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
MISSING = Sentence("기관 {total:,}곳 가운데 {unread:,}곳", total=1200, unread=3)


def test_a_sentence_is_its_text_and_remembers_its_template_and_values() -> None:
    assert MISSING == "기관 1,200곳 가운데 3곳"
    assert (MISSING.template, MISSING.values) == ("기관 {total:,}곳 가운데 {unread:,}곳", {"total": 1200, "unread": 3})


def test_braces_in_a_text_without_values_are_letters() -> None:
    assert Sentence('{"code": 1}') == '{"code": 1}'


def test_a_sentence_of_a_sentence_is_the_same_one() -> None:
    assert Sentence(MISSING) is MISSING


def test_joined_sentences_keep_their_own_values() -> None:
    both = joined([MISSING, "끝."])
    assert both == "기관 1,200곳 가운데 3곳 끝."
    assert both.values["part0"] is MISSING
    assert joined([]) == ""


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda told: pickle.loads(pickle.dumps(told))])
def test_a_copy_of_a_sentence_remembers_as_much(copied: object) -> None:
    assert callable(copied)
    again = copied(joined([MISSING]))
    assert again == MISSING
    assert again.values["part0"].values == MISSING.values


def test_what_a_sentence_is_made_of_survives_json() -> None:
    told = Sentence("{missing}: {reason}", missing=MISSING, reason="{x}")
    again = read_sentence(json.loads(json.dumps(told.described())))
    assert again == told
    assert again.described() == told.described()


@pytest.mark.parametrize(
    "told",
    [
        Sentence("{label}: {words}", label="공고", words="키 SECRET이 틀림"),
        Sentence("{label}: {words}", label="공고", words=Sentence("{what}.", what="키 SECRET이 틀림")),
        Sentence("키 SECRET이 틀림"),
        Sentence("키 SEC{rest}이 틀림", rest="RET"),
    ],
)
def test_a_censored_sentence_holds_nowhere_what_was_censored(told: Sentence) -> None:
    censored = told.censored(lambda text: re.sub("SECRET", "(서비스 키)", text))
    assert "키 (서비스 키)이 틀림" in censored
    assert "SECRET" not in censored + repr(censored.described())


def test_an_error_says_its_sentence_and_keeps_what_it_is_made_of() -> None:
    error = SnapshotError("{table} 표를 읽을 수 없습니다.", table="pay")
    assert str(error) == error.sentence == "pay 표를 읽을 수 없습니다."
    assert AttachmentError(error.sentence).sentence.values == {"table": "pay"}


def test_a_snapshot_remembers_what_the_sentence_on_what_is_missing_is_made_of(tmp_path: Path) -> None:
    publish(tmp_path, {"institutions": a_table(MISSING)}, NOW)
    coverage = open_current(tmp_path).tables["institutions"].origin.coverage
    assert isinstance(coverage, Sentence)
    assert (coverage, coverage.values) == (MISSING, MISSING.values)


def test_the_text_stands_in_the_manifest_for_whoever_knows_no_sentences(tmp_path: Path) -> None:
    snapshot = publish(tmp_path, {"institutions": a_table(MISSING)}, NOW)
    manifest = json.loads((snapshot.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["institutions"]["origin"]["coverage"] == "기관 1,200곳 가운데 3곳"


def test_a_manifest_with_a_text_alone_is_read_as_it_is(tmp_path: Path) -> None:
    snapshot = publish(tmp_path, {"institutions": a_table("아직 다 받지 못한 공고: {2024년}.")}, NOW)
    assert "values" not in (snapshot.folder / "manifest.json").read_text(encoding="utf-8")
    assert open_current(tmp_path).tables["institutions"].origin.coverage == "아직 다 받지 못한 공고: {2024년}."


def a_table(coverage: str) -> NewTable:
    return NewTable(INSTITUTIONS.arrow.empty_table(), Origin("출처", "2026-11-20", coverage=coverage))
