"""No operation is asked more often than its day allows, whoever else uses the key and however often we are killed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data_loader.errors import QuotaExceeded
from data_loader.settings import KST
from data_loader.store.database import Store
from data_loader.sync.budget import USUAL_LIMIT, Budget
from data_loader.sync.plan import Allowance

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=KST)
LIST, DETAIL = "recruitment", "recruitment_detail"


class Clock:
    def __init__(self, time: datetime) -> None:
        self.time = time

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def budget(tmp_path: Path, clock: Clock) -> Iterator[Budget]:
    with Store(tmp_path) as store:
        yield Budget(store, clock.now)


def test_a_day_begins_with_what_a_development_key_may_ask(budget: Budget) -> None:
    assert budget.allowance(LIST) == Allowance(USUAL_LIMIT, USUAL_LIMIT)


def test_every_call_is_counted_for_its_operation(budget: Budget) -> None:
    budget.before_call(LIST)
    assert (budget.allowance(LIST).left, budget.allowance(DETAIL).left) == (USUAL_LIMIT - 1, USUAL_LIMIT)


def test_a_call_is_counted_before_it_is_made(budget: Budget, tmp_path: Path, clock: Clock) -> None:
    budget.before_call(LIST)
    with Store(tmp_path) as another:
        assert Budget(another, clock.now).allowance(LIST).left == USUAL_LIMIT - 1


def test_without_a_call_left_nothing_is_counted_and_it_says_when(budget: Budget) -> None:
    budget.after_call(LIST, 2, None)
    budget.before_call(LIST)
    budget.before_call(LIST)
    with pytest.raises(QuotaExceeded, match=r"채용공고: .*자정"):
        budget.before_call(LIST)
    assert budget.allowance(LIST) == Allowance(0, 2)


def test_calls_that_are_kept_for_others_are_not_spent(budget: Budget) -> None:
    budget.keep = USUAL_LIMIT - 1
    budget.before_call(LIST)
    with pytest.raises(QuotaExceeded):
        budget.before_call(LIST)
    budget.keep = 0
    budget.before_call(LIST)


def test_the_quota_is_full_again_at_midnight_in_korea(budget: Budget, clock: Clock) -> None:
    clock.time = datetime.fromisoformat("2026-11-22T14:59:59+00:00")
    budget.before_call(LIST)
    assert budget.allowance(LIST).left == USUAL_LIMIT - 1
    clock.time += timedelta(seconds=1)
    assert budget.allowance(LIST).left == USUAL_LIMIT


def test_the_answers_teach_the_limit_and_what_others_spent(budget: Budget) -> None:
    budget.before_call(LIST)
    budget.after_call(LIST, 100_000, 40)
    assert budget.allowance(LIST) == Allowance(40, 100_000)
    budget.after_call(LIST, 100_000, 70)
    assert budget.allowance(LIST).left == 40


def test_a_refusal_spends_the_day(budget: Budget) -> None:
    budget.spend_all(LIST)
    assert budget.allowance(LIST).left == 0


def test_just_after_midnight_an_answer_may_speak_of_the_day_before(budget: Budget, clock: Clock) -> None:
    clock.time = NOON.replace(hour=0, minute=5)
    budget.after_call(LIST, 1000, 0)
    budget.spend_all(LIST)
    assert budget.allowance(LIST).left == USUAL_LIMIT


@pytest.mark.parametrize(("limit", "remaining"), [(None, None), (None, 5), (0, 0)])
def test_an_answer_that_says_nothing_usable_teaches_nothing(
    budget: Budget, limit: int | None, remaining: int | None
) -> None:
    budget.after_call(LIST, limit, remaining)
    assert budget.allowance(LIST) == Allowance(USUAL_LIMIT, USUAL_LIMIT)
