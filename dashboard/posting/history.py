"""What happened to a posting, in sentences, from the ledger of changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.languages import N_, _
from dashboard.posting.dossier import Dossier
from dashboard.words import particle
from data_loader.schema import POSTING_TEXTS, POSTINGS
from data_loader.settings import KST

Row = Mapping[str, Any]

ABOUT = N_("우리가 확인한 때이며 실제로 바뀐 때는 그보다 앞섭니다. 긴 글은 달라진 곳의 둘레만 보입니다.")
EMPTY = N_("(비어 있음)")
_SENTENCES = {
    "new": N_("새로 올라왔습니다."),
    "reposted": N_("앞선 공고를 다시 낸 것입니다(제목에 재공고·연장·추가)."),
    "next_round": N_("앞선 공고의 다음 차수입니다."),
    "same_title": N_("앞선 공고와 제목이 같습니다. 다시 낸 것이라고 적지는 않았습니다."),
    "cancelled": N_("취소되었다고 적혔습니다."),
    "withdrawn": N_("마감일 전에 목록에서 사라졌습니다."),
    "returned": N_("목록에 다시 나타났습니다."),
    "extended": N_("{column}을 늦추었습니다."),
    "shortened": N_("{column}을 앞당겼습니다."),
    "edited": N_("{column} 고쳤습니다."),
}
_FOLLOWED = {
    "reposted": N_("이 공고를 다시 낸 공고가 있습니다."),
    "next_round": N_("이 공고의 다음 차수 공고가 있습니다."),
    "same_title": N_("제목이 같은 나중 공고가 있습니다."),
}
_WITH_VALUES = ("extended", "shortened", "edited")
_LABELS = {column.name: column.label for table in (POSTINGS, POSTING_TEXTS) for column in table.columns}


@dataclass(frozen=True, slots=True)
class Event:
    """`at` is empty where the ledger does not say when; `related` is the number of another posting."""

    at: datetime | None
    sentence: str
    before: str | None = None
    after: str | None = None
    related: int | None = None


def history(dossier: Dossier) -> list[Event]:
    """The events of a posting in the order in which they were seen."""
    events = [_event(change) for change in sorted(dossier.changes, key=lambda change: change["observed_at"])]
    events += [Event(None, _(_FOLLOWED[kind]), related=number) for number, kind in dossier.followed_by]
    return events


def seen(observation: Row | None) -> str:
    """When the posting was first and last seen, in a sentence; empty where nobody knows."""
    if observation is None:
        return ""
    first, last = shown(observation["first_seen_at"]), shown(observation["last_seen_at"])
    gone = observation["missing_since"]
    if gone:
        end = _("{moment}부터 목록에 없습니다.", moment=shown(gone))
    else:
        end = _("{moment}에 마지막으로 확인했습니다.", moment=last)
    if observation["is_new"]:
        return _("{moment}에 새로 나타났고 {end}", moment=first, end=end)
    return _("{moment}에 처음 읽었으며(그 전부터 있던 공고) {end}", moment=first, end=end)


def shown(moment: datetime) -> str:
    """A moment in Korean time, to the minute."""
    return f"{moment.astimezone(KST):%Y-%m-%d %H:%M}"


def _event(change: Row) -> Event:
    kind, label = change["change"], _(_LABELS.get(change["column"] or "", change["column"] or ""))
    column = label + particle(label, "을", "를") if kind == "edited" else label
    sentence = _(_SENTENCES[kind], column=column) if kind in _SENTENCES else f"{kind}."
    has_values = kind in _WITH_VALUES
    before, after = ((change[name] or _(EMPTY)) if has_values else None for name in ("before", "after"))
    return Event(change["observed_at"].astimezone(KST), sentence, before, after, change["related_posting_id"])
