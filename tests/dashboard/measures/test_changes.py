"""The ledger of changes, counted and in words."""

import re
from datetime import UTC, datetime, timedelta

import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dashboard.languages import speaking
from dashboard.measures.changes import CHANGE_NAMES, changes_by_day, changes_in_words
from data_loader.schema import CHANGES

LATE_EVENING = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
KINDS = sorted(CHANGE_NAMES)
ANY_CHANGE = st.builds(
    lambda number, at, change: {"posting_id": number, "observed_at": at, "change": change},
    st.integers(1, 9),
    st.integers(0, 200).map(lambda hours: LATE_EVENING + timedelta(hours=hours)),
    st.sampled_from(KINDS),
)


def frame_of(*rows: dict[str, object]) -> pd.DataFrame:
    return pa.Table.from_pylist(list(rows), schema=CHANGES.arrow).to_pandas()


def test_every_kind_the_schema_names_has_a_word() -> None:
    assert all(f"{kind}:" in CHANGES.column("change").note for kind in CHANGE_NAMES)


def test_a_day_is_a_day_in_korea() -> None:
    counts = changes_by_day(frame_of({"posting_id": 1, "observed_at": LATE_EVENING, "change": "new"}))
    assert str(counts["날"][0]) == "2026-11-20"
    assert counts["새 공고"].tolist() == [1]


@given(rows=st.lists(ANY_CHANGE, min_size=1, max_size=20))
def test_every_change_is_counted_once(rows: list[dict[str, object]]) -> None:
    counts = changes_by_day(frame_of(*rows))
    assert counts.drop(columns="날").to_numpy().sum() == len(rows)
    assert counts["날"].is_monotonic_decreasing
    assert len(changes_in_words(frame_of(*rows))) == len(rows)


def test_a_change_is_told_in_words() -> None:
    row = {"posting_id": 7, "observed_at": LATE_EVENING, "change": "extended", "column": "end_date",
           "before": "2026-11-20", "after": "2026-11-27", "related_posting_id": None}  # fmt: skip
    (told,) = changes_in_words(frame_of(row)).to_dict("records")
    assert (told["확인한 때"], told["변경"], told["바뀐 열"]) == ("2026-11-20 01:00", "마감 연장", "마감일")
    assert (told["바뀌기 전"], told["바뀐 뒤"], told["공고번호"]) == ("2026-11-20", "2026-11-27", 7)


def test_the_ledger_speaks_english() -> None:
    row = {"posting_id": 7, "observed_at": LATE_EVENING, "change": "extended", "column": "end_date",
           "before": "2026-11-20", "after": "2026-11-27", "related_posting_id": None}  # fmt: skip
    with speaking("en"):
        by_day, in_words = changes_by_day(frame_of(row)), changes_in_words(frame_of(row))
    assert by_day["Deadline extended"].tolist() == [1]
    shown = [*by_day.columns, *in_words.columns, *map(str, in_words.iloc[0])]
    assert not [text for text in shown if re.search("[가-힣]", text)]
