"""What happened to a posting, in sentences, from the ledger of changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.dossier import Dossier
from dashboard.words import particle
from data_loader.schema import POSTING_TEXTS, POSTINGS
from data_loader.settings import KST

Row = Mapping[str, Any]

ABOUT = "우리가 확인한 때이며 실제로 바뀐 때는 그보다 앞섭니다. 긴 글은 달라진 곳의 둘레만 보입니다."
EMPTY = "(비어 있음)"
_SENTENCES = {
    "new": "새로 올라왔습니다.",
    "reposted": "앞선 공고를 다시 낸 것입니다.",
    "cancelled": "취소되었다고 적혔습니다.",
    "withdrawn": "마감일 전에 목록에서 사라졌습니다.",
    "returned": "목록에 다시 나타났습니다.",
}
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
    events += [Event(None, "이 공고를 다시 낸 공고가 있습니다.", related=number) for number in dossier.reposted_as]
    return events


def seen(observation: Row | None) -> str:
    """When the posting was first and last seen, in a sentence; empty where nobody knows."""
    if observation is None:
        return ""
    first, last = shown(observation["first_seen_at"]), shown(observation["last_seen_at"])
    how = "에 새로 나타났고" if observation["is_new"] else "에 처음 읽었으며(그 전부터 있던 공고)"
    gone = observation["missing_since"]
    end = f"{shown(gone)}부터 목록에 없습니다." if gone else f"{last}에 마지막으로 확인했습니다."
    return f"{first}{how} {end}"


def shown(moment: datetime) -> str:
    """A moment in Korean time, to the minute."""
    return f"{moment.astimezone(KST):%Y-%m-%d %H:%M}"


def _event(change: Row) -> Event:
    kind, label = change["change"], _LABELS.get(change["column"] or "", change["column"] or "")
    if kind in ("extended", "shortened"):
        sentence = f"{label}을 {'늦추었습니다' if kind == 'extended' else '앞당겼습니다'}."
    elif kind == "edited":
        sentence = f"{label}{particle(label, '을', '를')} 고쳤습니다."
    else:
        sentence = _SENTENCES.get(kind, f"{kind}.")
    has_values = kind in ("extended", "shortened", "edited")
    before, after = ((change[name] or EMPTY) if has_values else None for name in ("before", "after"))
    return Event(change["observed_at"].astimezone(KST), sentence, before, after, change["related_posting_id"])
