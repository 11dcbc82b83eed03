"""The postings as they were known at a moment: "the open postings of 3 November"."""

from datetime import datetime

import pyarrow as pa

from data_loader.errors import StoreError
from data_loader.portal.client import RECRUITMENT
from data_loader.settings import KST
from data_loader.snapshot import NewTable, Origin
from data_loader.store.database import Store
from data_loader.sync.ledger import postings_as_of
from data_loader.tables.tidy import tidy_postings


def table_as_of(store: Store, when: datetime, institutions: pa.Table, *, open_only: bool = False) -> NewTable:
    """The table `postings` as of `when`, or of those open on that day in Korea.

    What changed between the last reading and `when` is not in it; its origin says when that reading was. Raises
    StoreError for a moment before the first reading.
    """
    known = postings_as_of(store, when, open_only=open_only)
    if known.observed_since is None:
        raise StoreError("아직 받은 공고가 없습니다. `python -m data_loader sync`로 먼저 받아 주세요.")
    if when < known.observed_since or known.last_reading is None:
        raise StoreError(
            "그때는 아직 자료를 받지 않았습니다. {moment} 뒤의 상태만 알 수 있습니다.",
            moment=_minute(known.observed_since),
        )
    tidy = tidy_postings(known.postings, institutions)
    coverage = f"{_minute(known.last_reading)}까지 확인한 것으로 {_minute(when)}의 상태를 되살림"
    as_of = when.astimezone(KST).isoformat(timespec="seconds")
    rejected = tidy.rejected.num_rows
    return NewTable(tidy.tables["postings"], Origin(RECRUITMENT.source, as_of, rejected=rejected, coverage=coverage))


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(KST):%Y-%m-%d %H:%M}"
