"""From the portal to a published snapshot: plan, take a step, look again, until the day's calls or the work run out.

What is open now is read first and published at once. Whatever fails costs only its own step: the last good
snapshot stays the current one, what was received stays in the store, and the next call goes on from there.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from data_loader.errors import PortalAnswerInvalid, PortalError, QuotaExceeded
from data_loader.lock import writer_lock
from data_loader.portal.client import BRANCHES, OPERATIONS, PAGE_SIZE, RECRUITMENT, PortalClient
from data_loader.settings import Settings
from data_loader.snapshot import Snapshot
from data_loader.store.backup import back_up
from data_loader.store.database import FILE_NAME as STORE_FILE
from data_loader.store.database import Store
from data_loader.sync.attempts import OPEN_PART, last_attempts, note_failure, note_successes
from data_loader.sync.budget import USUAL_LIMIT, Budget, spent_text
from data_loader.sync.logs import log_event
from data_loader.sync.plan import (
    OPEN_EVERY,
    Allowance,
    Knowledge,
    Plan,
    ReadDetails,
    ReadList,
    Step,
    is_due,
    list_key,
    make_plan,
)
from data_loader.sync.publishing import Published, Publisher
from data_loader.sync.reading import ListReader, Progress

# So many answers in a row that cannot be used, and it is the service, not the record.
HOPELESS = 5
# How often progress on single items is told.
_TOLD_EVERY = 50
log = logging.getLogger(__name__)


def _silent(label: str, done: int, total: int) -> None:
    """No progress."""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """The published snapshot, what is left to do, and one Korean sentence for each thing worth knowing.

    `needs_a_look`: records were kept aside or codes are unknown, so somebody has to decide something. A part
    that could not be fetched or a new field is only worth knowing. `is_new` says that a table changed,
    `is_open_read` that the postings open now were read.
    """

    snapshot: Snapshot
    plan: Plan
    warnings: tuple[str, ...]
    needs_a_look: bool
    is_new: bool
    is_open_read: bool


def sync(
    settings: Settings,
    clock: Callable[[], datetime],
    *,
    open_only: bool = False,
    accept: bool = False,
    page_size: int = PAGE_SIZE,
    sleep: Callable[[float], None] = time.sleep,
    progress: Progress = _silent,
    publisher: Publisher | None = None,
    patience: timedelta = timedelta(0),
) -> SyncResult:
    """Do what the plan of the day says (or only read what is open), and publish what is known then.

    A part that failed within `patience` is left alone. `accept` takes what would be held back: a list from which too
    many known records are gone at once, or that has far more rows than known. Give the same `publisher` again to make anew only what
    changed. Raises the PortalError that kept the open postings from being read; what else could not be
    fetched is a warning, and what was published before stands in.
    """
    settings.require_key()
    with writer_lock(settings.data_dir, "sync"), Store(settings.data_dir) as store:
        budget = Budget(store, clock)
        with PortalClient(settings, sleep=sleep, meter=budget) as client:
            publisher = publisher or Publisher(settings.data_dir)
            sitting = _Sitting(settings.data_dir, client, store, budget, clock, page_size, progress, publisher, accept)
            sitting.leave_alone(patience)
            return sitting.work(open_only=open_only)


def plan_now(settings: Settings, now: datetime) -> tuple[Plan, dict[str, Allowance]]:
    """What the next sync would do, and the calls left today. Asks the portal nothing and writes nothing."""
    if not (settings.data_dir / STORE_FILE).exists():
        allowances = dict.fromkeys(_NAMES, Allowance(USUAL_LIMIT, USUAL_LIMIT))
        return make_plan(Knowledge(), allowances, now, now), allowances
    with Store(settings.data_dir) as store:
        budget = Budget(store, lambda: now)
        allowances = {name: budget.allowance(name) for name in _NAMES}
        publisher = Publisher(settings.data_dir)
        known = publisher.survey.look(store, publisher.snapshot, now)
        return make_plan(known, allowances, now, now), allowances


_NAMES = tuple(operation.name for operation in OPERATIONS)


class _Sitting:
    """One sync: the open client and store, and what went wrong in it."""

    def __init__(
        self,
        data_dir: Path,
        client: PortalClient,
        store: Store,
        budget: Budget,
        clock: Callable[[], datetime],
        page_size: int,
        progress: Progress,
        publisher: Publisher,
        accept: bool,
    ) -> None:
        self._accept = accept
        self._data_dir = data_dir
        self._client = client
        self._store = store
        self._budget = budget
        self._clock = clock
        self._page_size = page_size
        self._progress = progress
        self._publisher = publisher
        self._began_at = self._opened_at = clock()
        # Names of parts, keys of single lists, numbers of single items.
        self._given_up: set[object] = set()
        self._succeeded: dict[str, datetime] = {}
        self._warnings: dict[str, None] = {}
        self._needs_a_look = self._is_new = False

    def leave_alone(self, patience: timedelta) -> None:
        """Give up at once on the parts that failed within `patience`; the open postings are always asked for."""
        for name, attempt in last_attempts(self._data_dir).items():
            if attempt.is_failing and attempt.failed_at and not is_due(attempt.failed_at, patience, self._began_at):
                self._given_up.add(name)
        self._given_up.discard(OPEN_PART)

    def work(self, *, open_only: bool) -> SyncResult:
        self._check_calls(open_only)
        plan, known = self._look()
        published = None
        while steps := self._steps(plan, open_only):
            for step in steps:
                self._take(step)
                if self._is_open_due():
                    break
            plan, known = self._look()
            published = self._publish(plan, known)
            note_successes(self._data_dir, self._succeeded)
            if open_only:
                break
        published = published or self._publish(plan, known)
        if problem := back_up(self._store, self._data_dir, self._clock()):
            self._warnings[problem] = None
        is_open_read = OPEN_PART in self._succeeded
        return SyncResult(
            published.snapshot, plan, tuple(self._warnings), self._needs_a_look, self._is_new, is_open_read
        )

    def _check_calls(self, open_only: bool) -> None:
        """Without a call left for the open postings, go on with the rest, if there is anything to go on with."""
        if self._budget.allowance(RECRUITMENT.name).left:
            return
        error = QuotaExceeded(spent_text(RECRUITMENT.name))
        note_failure(self._data_dir, OPEN_PART, self._clock(), str(error))
        if open_only or not self._store.count(RECRUITMENT.name):
            raise error
        self._warn(error)

    def _look(self) -> tuple[Plan, Knowledge]:
        now = self._clock()
        known = self._publisher.survey.look(self._store, self._publisher.snapshot, now)
        allowances = {name: self._budget.allowance(name) for name in _NAMES}
        return make_plan(known, allowances, now, self._began_at, self._page_size), known

    def _steps(self, plan: Plan, open_only: bool) -> list[Step]:
        """What to do before publishing again: the open postings, then all other lists, then the details."""
        left = [step for step in map(self._without_given_up, plan.steps) if step]
        if left and _is_open(left[0]):
            return left[:1]
        lists: list[Step] = [step for step in left if isinstance(step, ReadList)]
        return [] if open_only else lists or left

    def _without_given_up(self, step: Step) -> Step | None:
        if _part(step) in self._given_up or _key(step) in self._given_up:
            return None
        if isinstance(step, ReadDetails):
            numbers = tuple(number for number in step.numbers if (step.operation.name, number) not in self._given_up)
            return replace(step, numbers=numbers) if numbers else None
        return step

    def _take(self, step: Step) -> None:
        """Take a step. What it raises is noted, and raised again for the open postings only."""
        started_at = self._clock()
        try:
            if isinstance(step, ReadList):
                self._read_list(step)
            else:
                self._read_details(step)
        except PortalError as error:
            self._give_up(step, error)
            if _is_open(step):
                raise
        else:
            self._succeeded[_part(step)] = self._clock()
            log_event(log, "step", part=_part(step), label=step.label, seconds=self._seconds_since(started_at))

    def _read_list(self, step: ReadList) -> None:
        if _is_open(step):
            self._opened_at = self._clock()
        self._budget.keep = step.keep
        progress, now = self._progress_of(step), self._clock()
        reader = ListReader(self._client, self._store, self._page_size, now, progress, self._accept)
        may_be_empty = step.operation in (RECRUITMENT, BRANCHES) and not _is_open(step)
        reader.read(step.operation, step.filters, may_be_empty=may_be_empty, guess=step.rows)

    def _progress_of(self, step: ReadList) -> Progress:
        """Under the step's own label; one line for each of hundreds of institutions would say nothing."""
        if step.operation == BRANCHES:
            return _silent
        return lambda _, done, total: self._progress(step.label, done, total) if total else None

    def _read_details(self, step: ReadDetails) -> None:
        """One call each, until the open postings are due again. An answer that cannot be used is not asked for again."""
        self._budget.keep = 0
        hopeless = 0
        for place, number in enumerate(step.numbers, 1):
            try:
                row = self._client.item(step.operation, number)
            except PortalAnswerInvalid as error:
                self._given_up.add((step.operation.name, number))
                self._warn(error)
                hopeless += 1
                if hopeless == HOPELESS:
                    raise
                continue
            hopeless = 0
            self._store.save_item(step.operation.name, number, row, self._clock())
            if place % _TOLD_EVERY == 0 or place == len(step.numbers):
                self._progress(step.label, place, len(step.numbers))
            if self._is_open_due():
                return

    def _give_up(self, step: Step, error: PortalError) -> None:
        """Not to ask in vain: the whole part, or where only one list makes no sense, that list."""
        is_ours = self._budget.allowance(step.operation.name).left <= self._budget.keep
        self._given_up.add(_key(step) if isinstance(error, PortalAnswerInvalid) else _part(step))
        if isinstance(error, QuotaExceeded) and not _is_open(step):
            # As planned, and no failure: the rest of the day's calls is kept, or spent.
            if not is_ours:
                self._budget.spend_all(step.operation.name)
            return
        note_failure(self._data_dir, _part(step), self._clock(), str(error))
        log_event(log, "failed", logging.WARNING, part=_part(step), label=step.label, error=str(error))
        self._warn(error)

    def _warn(self, error: PortalError) -> None:
        text = str(error)
        self._warnings[text if "이전 자료" in text else f"{text} 이전에 받은 것을 그대로 씁니다."] = None

    def _publish(self, plan: Plan, known: Knowledge) -> Published:
        started_at = self._clock()
        try:
            published = self._publisher.publish(self._store, known, plan, started_at, accept=self._accept)
        except PortalAnswerInvalid as error:
            self._succeeded.pop(OPEN_PART, None)
            note_successes(self._data_dir, self._succeeded)
            note_failure(self._data_dir, OPEN_PART, started_at, str(error))
            raise
        self._warnings |= dict.fromkeys(published.warnings)
        self._needs_a_look |= published.needs_a_look
        self._is_new |= published.is_new
        log_event(
            log,
            "published",
            snapshot=published.snapshot.id,
            new=published.is_new,
            seconds=self._seconds_since(started_at),
        )
        return published

    def _is_open_due(self) -> bool:
        return is_due(self._opened_at, OPEN_EVERY, self._clock())

    def _seconds_since(self, moment: datetime) -> float:
        return round((self._clock() - moment).total_seconds(), 3)


def _is_open(step: Step) -> bool:
    return isinstance(step, ReadList) and step.is_open


def _part(step: Step) -> str:
    return OPEN_PART if _is_open(step) else step.operation.name


def _key(step: Step) -> object:
    return list_key(step.operation.name, step.filters) if isinstance(step, ReadList) else step.operation.name
