"""What happened to a posting, told from the ledger's rows."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard.languages import speaking
from dashboard.posting.dossier import Dossier
from dashboard.posting.history import EMPTY, history, seen

AT = datetime(2025, 11, 1, 6, 20, tzinfo=UTC)


def change(kind: str, hours: int = 0, **values: Any) -> dict[str, Any]:
    row = {"posting_id": 7, "observed_at": AT.replace(hour=6 + hours), "change": kind, "column": None, "before": None,
           "after": None, "related_posting_id": None}  # fmt: skip
    return row | values


def told(*changes: dict[str, Any], **values: Any) -> list[tuple[str, str | None, str | None, int | None]]:
    events = history(Dossier({}, has_ledger=True, changes=changes, **values))
    return [(event.sentence, event.before, event.after, event.related) for event in events]


def test_an_edit_names_the_field_and_both_values() -> None:
    assert told(change("edited", column="eligibility", before="석사", after="학사")) == [
        ("응시자격을 고쳤습니다.", "석사", "학사", None)
    ]


def test_the_particle_fits_the_field() -> None:
    assert told(change("edited", column="original_url", before=None, after="https://x"))[0][:2] == (
        "원문 주소를 고쳤습니다.",
        EMPTY,
    )


@pytest.mark.parametrize(("kind", "verb"), [("extended", "늦추었습니다"), ("shortened", "앞당겼습니다")])
def test_a_moved_deadline_says_which_way(kind: str, verb: str) -> None:
    assert told(change(kind, column="end_date", before="2025-11-07", after="2025-11-14")) == [
        (f"마감일을 {verb}.", "2025-11-07", "2025-11-14", None)
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("new", "새로"),
        ("cancelled", "취소"),
        ("withdrawn", "사라졌"),
        ("returned", "다시 나타났"),
        ("someday", "someday"),
    ],
)
def test_every_other_change_is_a_sentence_without_values(kind: str, words: str) -> None:
    ((sentence, before, after, _),) = told(change(kind, column="title", before="앞", after="뒤"))
    assert words in sentence and sentence.endswith(".")
    assert (before, after) == (None, None)


def test_a_reposting_leads_to_the_earlier_and_the_later_one() -> None:
    assert [
        related for *_, related in told(change("reposted", related_posting_id=5), followed_by=((9, "reposted"),))
    ] == [5, 9]


def test_events_stand_in_the_order_in_which_they_were_seen() -> None:
    assert [sentence[:2] for sentence, *_ in told(change("withdrawn", hours=3), change("new"))] == ["새로", "마감"]


def test_times_are_korean() -> None:
    (event,) = history(Dossier({}, changes=(change("new"),)))
    assert event.at is not None and event.at.hour == 15


def observation(**values: Any) -> dict[str, Any]:
    return {"first_seen_at": AT, "last_seen_at": AT.replace(day=3), "missing_since": None, "is_new": True} | values


def test_what_was_seen_is_a_sentence() -> None:
    assert seen(observation()) == "2025-11-01 15:20에 새로 나타났고 2025-11-03 15:20에 마지막으로 확인했습니다."
    assert "그 전부터 있던 공고" in seen(observation(is_new=False))
    assert seen(observation(missing_since=AT.replace(day=4))).endswith("2025-11-04 15:20부터 목록에 없습니다.")
    assert seen(None) == ""


def test_in_english_an_edit_names_the_field_first_and_takes_no_particle() -> None:
    with speaking("en"):
        assert told(change("edited", column="eligibility", before=None, after="학사")) == [
            ("Eligibility edited.", "(empty)", "학사", None)
        ]
        assert told(change("extended", column="end_date"), change("withdrawn", hours=1)) == [
            ("Deadline put off.", "(empty)", "(empty)", None),
            ("Gone from the list before its deadline.", None, None, None),
        ]


def test_when_a_posting_was_seen_is_told_in_english() -> None:
    observation = {"first_seen_at": AT, "last_seen_at": AT, "is_new": True, "missing_since": None}
    with speaking("en"):
        assert seen(observation) == "Newly appeared 2025-11-01 15:20. Last seen 2025-11-01 15:20."
