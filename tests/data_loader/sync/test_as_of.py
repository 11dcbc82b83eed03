"""A past state of the postings, as far as it was observed."""

from datetime import timedelta
from pathlib import Path

import pytest

from data_loader.errors import StoreError
from data_loader.store.database import Store
from data_loader.sync.as_of import table_as_of
from tests.data_loader.conftest import NOW, posting_row
from tests.data_loader.sync.test_ledger import DAY, read
from tests.data_loader.tables.test_tidy import ROSTER


def test_a_past_state_has_what_was_known_then_and_says_when_it_was_read(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        read(store, [posting_row(1, recrutNope=3), posting_row(2)])
        read(store, [posting_row(1, recrutNope=9), posting_row(3)], day=2)
        then = table_as_of(store, NOW + DAY, ROSTER)
        now = table_as_of(store, NOW + 3 * DAY, ROSTER)
    assert dict(zip(*then.data.select(["posting_id", "headcount"]).to_pydict().values(), strict=True))[1] == 3
    assert set(then.data.column("posting_id").to_pylist()) == {1, 2}
    assert set(now.data.column("posting_id").to_pylist()) == {1, 3}
    assert "까지 확인한 것으로" in then.origin.coverage
    assert then.origin.as_of.startswith((NOW + DAY).date().isoformat())


def test_only_what_was_open_on_that_day(tmp_path: Path) -> None:
    over = posting_row(
        1, pbancEndYmd=f"{NOW - timedelta(days=3):%Y%m%d}", pbancBgngYmd=f"{NOW - timedelta(days=9):%Y%m%d}"
    )
    with Store(tmp_path) as store:
        read(store, [over, posting_row(2)])
        found = table_as_of(store, NOW, ROSTER, open_only=True)
    assert found.data.column("posting_id").to_pylist() == [2]


def test_before_the_first_reading_nothing_is_known_and_it_says_since_when_something_is(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        with pytest.raises(StoreError, match="sync"):
            table_as_of(store, NOW, ROSTER)
        read(store, [posting_row(1)])
        with pytest.raises(StoreError, match="뒤의 상태만 알 수 있습니다"):
            table_as_of(store, NOW - DAY, ROSTER)
