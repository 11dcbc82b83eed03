"""When each part of the data was last fetched, and last could not be: one small file that any reader may open.

data/attempts.json   {"part": {"succeeded_at": time, "failed_at": time, "error": sentence}}
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from data_loader.errors import StoreError

FILE_NAME = "attempts.json"
OPEN_PART = "open_postings"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The last success and the last failure, None where there was none; `error` is the failure in a Korean sentence."""

    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    error: str = ""

    @property
    def is_failing(self) -> bool:
        """Whether the latest attempt failed."""
        return self.failed_at is not None and (self.succeeded_at is None or self.succeeded_at < self.failed_at)


def last_attempts(data_dir: Path) -> dict[str, Attempt]:
    """By part: OPEN_PART for the postings open now, else the operation's name. Empty where nothing was tried yet."""
    try:
        parts = json.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))
        return {name: _attempt(entry) for name, entry in parts.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        # Worth no error: the next attempt writes it anew.
        return {}


def note_successes(data_dir: Path, succeeded: Mapping[str, datetime]) -> None:
    """Note when each of these parts was last fetched."""
    known = last_attempts(data_dir)
    _save(data_dir, known | {part: replace(_up_to(known, part, at), succeeded_at=at) for part, at in succeeded.items()})


def note_failure(data_dir: Path, part: str, at: datetime, error: str) -> None:
    known = last_attempts(data_dir)
    _save(data_dir, known | {part: replace(_up_to(known, part, at), failed_at=at, error=error)})


def described(attempts: Mapping[str, Attempt]) -> dict[str, dict[str, str | None]]:
    """As JSON: times in ISO form."""
    return {
        name: {key: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value for key, value in asdict(attempt).items()}
        for name, attempt in sorted(attempts.items())
    }  # fmt: skip


def _up_to(known: Mapping[str, Attempt], part: str, now: datetime) -> Attempt:
    """What is known of a part, without times still to come: a clock that ran ahead once noted them."""
    attempt = known.get(part, Attempt())
    succeeded, failed = (at if at and at <= now else None for at in (attempt.succeeded_at, attempt.failed_at))
    return Attempt(succeeded, failed, attempt.error if failed else "")


def _save(data_dir: Path, attempts: Mapping[str, Attempt]) -> None:
    text = json.dumps(described(attempts), ensure_ascii=False, indent=1)
    building = data_dir / f".{FILE_NAME}"
    try:
        building.write_text(text, encoding="utf-8")
        building.replace(data_dir / FILE_NAME)
    except OSError as error:
        raise StoreError(
            "자료 폴더를 쓸 수 없습니다({reason}). 빈 공간과 권한을 확인해 주세요.", reason=error.strerror
        ) from None


def _attempt(entry: Mapping[str, str | None]) -> Attempt:
    succeeded, failed = entry["succeeded_at"], entry["failed_at"]
    return Attempt(
        datetime.fromisoformat(succeeded) if succeeded else None,
        datetime.fromisoformat(failed) if failed else None,
        entry["error"] or "",
    )
