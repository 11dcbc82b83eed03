"""Profiles as people write them down, and what is said of those that make no sense."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.matching.profile import Profile, profile_of, read_profiles


def test_a_profile_is_read_whole() -> None:
    given = {"age": 29, "edu": 3, "career": 3, "lic": ["간호사"], "regions": ["부산"], "ncs": ["보건.의료"], "hire": ["정규직"], "words": ["간호"]}  # fmt: skip
    assert profile_of(given) == Profile(
        29, 3, 3, frozenset({"간호사"}), frozenset({"부산"}), frozenset({"보건.의료"}), frozenset({"정규직"}), ("간호",)
    )


def test_what_is_not_told_is_left_open() -> None:
    assert profile_of({}) == Profile()


def test_scores_are_spelled_as_facts_spell_them() -> None:
    assert profile_of({"lang": ["토익 800점", "G-TELP 65"]}).languages == (("TOEIC", 800.0), ("G-TELP", 65.0))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"age": "스물"}, "age"),
        ({"age": 400}, "age"),
        ({"career": -1}, "career"),
        ({"career": float("nan")}, "career"),
        ({"edu": True}, "edu"),
        ({"regions": ["화성"]}, "화성"),
        ({"lic": "간호사"}, "lic"),
        ({"words": ["가" * 1000]}, "words"),
        ({"disabled": "yes"}, "disabled"),
        ({"lang": ["영어 잘함"]}, "lang"),
        ({"military": "soon"}, "military"),
    ],
)
def test_nonsense_is_told_by_name(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        profile_of(given)


@pytest.mark.parametrize(
    ("licence", "lower"),
    [
        ("컴퓨터활용능력1급", "컴퓨터활용능력2급"),
        ("운전면허1종대형", "운전면허2종보통"),
        ("산업안전기사", "산업안전산업기사"),
        ("정보처리기사", "산업기사(분야)"),
    ],
)
def test_a_licence_stands_for_those_below_it_and_not_above(licence: str, lower: str) -> None:
    assert lower in Profile(licences=frozenset({licence})).held
    assert licence not in Profile(licences=frozenset({lower})).held


def test_lines_that_cannot_be_read_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "profiles.jsonl"
    lines = [
        json.dumps({"id": "a"}),
        "nonsense",
        "",
        "[1]",
        json.dumps({"profile": {"id": "b", "age": 30}, "judgements": []}),
    ]
    file.write_bytes("\n".join(lines).encode() + b"\n\xff\xfe")
    read = [*read_profiles(file)]
    assert [(line.line, line.id) for line in read if line.profile] == [(1, "a"), (5, "b")]
    assert [line.error for line in read if not line.profile] == [
        "JSON이 아닙니다",
        "JSON 객체가 아닙니다",
        "UTF-8 글이 아닙니다",
    ]
