from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from data_loader.portal.client import (
    BRANCHES,
    EVERYTHING,
    INSTITUTIONS,
    OPEN_ONLY,
    RECRUITMENT,
    RECRUITMENT_DETAIL,
    Operation,
    branches_of,
)
from data_loader.schema import TABLES
from data_loader.snapshot import NewTable, Origin, Snapshot, publish
from data_loader.store.database import Store
from data_loader.sync.knowledge import Survey
from data_loader.sync.plan import Reading, windows
from tests.data_loader.conftest import NOW, institution_row, posting_row
from tests.data_loader.service_rows import branch_row, detail

OPEN, CLOSED, LONG_AGO = posting_row(3), posting_row(2, pbancEndYmd="20251102"), posting_row(1, pbancBgngYmd="20180101")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as opened:
        yield opened


def put(store: Store, operation: Operation, rows: list[object], filters: dict[str, str] | None = None) -> None:
    run = store.start_run(operation.name, filters or EVERYTHING, 1000, NOW)
    run = store.save_page(run, rows, operation.key_field, len(rows), 1000, NOW)
    store.finish_run(run, complete=True, now=NOW)


def with_stages(data_dir: Path, *rows: dict[str, object], is_sample: bool = False) -> Snapshot:
    full = [dict.fromkeys(TABLES["stages"].arrow.names) | row for row in rows]
    table = pa.Table.from_pylist(full, schema=TABLES["stages"].arrow)
    return publish(data_dir, {"stages": NewTable(table, Origin("", "2025-11-03", is_sample))}, NOW)


def test_of_an_empty_store_nothing_is_known(store: Store) -> None:
    known = Survey().look(store, None, NOW)
    assert (known.readings, known.institution_codes) == ({}, ())
    assert known.posting_details is not None
    assert known.posting_details.numbers.size == 0


def test_a_reading_is_known_by_its_filters_with_the_rows_that_are_in_it_now(store: Store) -> None:
    put(store, RECRUITMENT, [OPEN, CLOSED, LONG_AGO], dict(OPEN_ONLY))
    newest = windows(NOW)[0]
    put(store, RECRUITMENT, [OPEN, CLOSED], dict(newest.filters))
    known = Survey().look(store, None, NOW)
    # The one of 2018 is open as well, by its days.
    assert known.reading(RECRUITMENT, OPEN_ONLY) == Reading(NOW, 2)
    assert known.reading(RECRUITMENT, newest.filters) == Reading(NOW, 2)
    assert known.reading(RECRUITMENT, windows(NOW)[1].filters) is None


def test_the_institutions_to_ask_for_branches_are_those_of_the_service(store: Store) -> None:
    put(store, INSTITUTIONS, [institution_row("C0021"), institution_row("C0022"), None, {"instCd": 7}])
    put(store, BRANCHES, [branch_row()], dict(branches_of("C0021")))
    known = Survey().look(store, None, NOW)
    assert sorted(known.institution_codes) == ["C0021", "C0022"]
    assert known.reading(BRANCHES, branches_of("C0021")) is not None
    assert known.reading(BRANCHES, branches_of("C0022")) is None


def test_a_detail_has_the_days_of_its_posting_and_the_time_it_was_asked_for(store: Store) -> None:
    put(store, RECRUITMENT, [OPEN, CLOSED])
    store.save_item(RECRUITMENT_DETAIL.name, 2, detail(2), NOW + timedelta(hours=1))
    details = Survey().look(store, None, NOW + timedelta(hours=1)).posting_details
    assert details is not None
    asked = dict(zip(details.numbers.tolist(), details.asked_at, strict=True))
    assert np.isnat(asked[3])
    assert str(asked[2]) == "2025-11-03T02:00:00"
    ends = dict(zip(details.numbers.tolist(), details.ends.astype(str), strict=True))
    assert ends == {3: "2025-11-11", 2: "2025-11-02"}


@pytest.mark.parametrize(
    ("stage", "is_sample", "expected"),
    [
        ({"stage_id": 1, "posting_id": 2, "applicants": 0}, False, True),
        ({"stage_id": 1, "posting_id": 2, "decided_date": NOW.date()}, False, False),
        ({"stage_id": 1, "posting_id": 2, "applicants": 5}, True, False),
    ],
)
def test_results_are_there_when_a_real_stage_has_a_number(
    store: Store, tmp_path: Path, stage: dict[str, object], is_sample: bool, expected: bool
) -> None:
    put(store, RECRUITMENT, [CLOSED])
    details = Survey().look(store, with_stages(tmp_path, stage, is_sample=is_sample), NOW).posting_details
    assert details is not None
    assert details.has_results.tolist() == [expected]


def test_details_are_looked_at_again_only_after_a_call_or_a_change(store: Store) -> None:
    put(store, RECRUITMENT, [OPEN])
    survey = Survey()
    first = survey.look(store, None, NOW).posting_details
    assert survey.look(store, None, NOW + timedelta(minutes=10)).posting_details is first
    store.count_call(RECRUITMENT_DETAIL.name, NOW.date())
    store.save_item(RECRUITMENT_DETAIL.name, 3, detail(3), NOW)
    second = survey.look(store, None, NOW).posting_details
    assert second is not first
    put(store, RECRUITMENT, [OPEN, CLOSED])
    assert survey.look(store, None, NOW).posting_details is not second
