"""The day's calls: a budget for each operation, counted on the disk before every call, learnt from the answers.

A day is one of Korea: the portal fills its quotas again at midnight there.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from data_loader.errors import QuotaExceeded
from data_loader.portal.client import OPERATIONS
from data_loader.sentence import Sentence
from data_loader.settings import KST
from data_loader.store.database import Store
from data_loader.sync.plan import Allowance

# What a development key may ask of each operation.
USUAL_LIMIT = 1000
# The portal's clock and ours may differ: just after midnight an answer may still speak of the day before.
UNSURE_AFTER_MIDNIGHT = timedelta(minutes=10)
_LABELS = {operation.name: operation.label for operation in OPERATIONS}


def spent_text(operation_name: str) -> Sentence:
    label = _LABELS.get(operation_name, operation_name)
    return Sentence(
        "{label}: 오늘 쓸 수 있는 호출 수를 다 썼습니다. 한국 시각 자정(KST)이 지나면 이어서 받습니다.", label=label
    )


class Budget:
    """Hears of every call (a `Meter`) and refuses what would go over the day's limit.

    `keep` is how many calls of an operation must stay for others; the loader sets it step by step.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self.keep = 0

    def allowance(self, operation_name: str) -> Allowance:
        limit = self._store.limit(operation_name)
        limit = USUAL_LIMIT if limit is None else limit
        return Allowance(max(0, limit - self._store.calls_made(operation_name, self._today())), limit)

    def before_call(self, operation_name: str) -> None:
        """Count the call, or raise QuotaExceeded where none is left."""
        if self.allowance(operation_name).left <= self.keep:
            raise QuotaExceeded(spent_text(operation_name))
        self._store.count_call(operation_name, self._today())

    def after_call(self, operation_name: str, limit: int | None, remaining: int | None) -> None:
        """Learn the limit, and that others used the key as well."""
        if limit is not None and limit > 0:
            self._store.learn_limit(operation_name, limit)
            if remaining is not None and not self._is_unsure():
                self._learn_calls(operation_name, limit - min(remaining, limit))

    def spend_all(self, operation_name: str) -> None:
        """The portal refuses further calls today, whatever we counted."""
        if not self._is_unsure():
            self._learn_calls(operation_name, self.allowance(operation_name).limit)

    def _learn_calls(self, operation_name: str, made: int) -> None:
        # Where nobody else uses the key the two agree, and there is nothing to write.
        if made > self._store.calls_made(operation_name, self._today()):
            self._store.learn_calls(operation_name, self._today(), made)

    def _today(self) -> date:
        return self._now().astimezone(KST).date()

    def _is_unsure(self) -> bool:
        korean = self._now().astimezone(KST)
        return korean - korean.replace(hour=0, minute=0, second=0, microsecond=0) < UNSURE_AFTER_MIDNIGHT
