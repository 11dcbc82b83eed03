from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from data_loader.schema import CHANGES, OBSERVATIONS, POSTINGS
from data_loader.settings import KST
from data_loader.store.database import Store
from data_loader.sync.ledger import LONGEST_SHOWN, Titled, differences, earlier_of, postings_as_of, read_ledger
from tests.data_loader.conftest import NOW, posting_row

OPEN = {"ongoingYn": "Y"}
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as opened:
        yield opened


def read(store: Store, rows: list[Any], day: float = 0, filters: dict[str, str] | None = None) -> None:
    """A complete reading that saw these rows, so many days after NOW."""
    at = NOW + timedelta(days=day)
    run = store.start_run("recruitment", filters or {}, 10, at)
    run = store.save_page(run, rows, "recrutPblntSn", len(rows), 10, at)
    store.finish_run(run, complete=True, now=at)


def postings_of(store: Store) -> pa.Table:
    """As much of the tidy table as the ledger needs."""
    names = ("posting_id", "institution_code", "title", "start_date")
    rows = [
        {
            "posting_id": row["recrutPblntSn"],
            "institution_code": row["pblntInstCd"],
            "title": row["recrutPbancTtl"],
            "start_date": datetime.strptime(row["pbancBgngYmd"], "%Y%m%d").replace(tzinfo=KST).date(),
        }
        for row in store.latest("recruitment")
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema([POSTINGS.arrow.field(name) for name in names]))


def changes(store: Store) -> list[tuple[Any, ...]]:
    """Posting number, days after NOW, kind, and whatever else is said."""
    table = read_ledger(store, postings_of(store)).changes
    assert table.schema.equals(CHANGES.arrow)
    return [
        (row.pop("posting_id"), (row.pop("observed_at") - NOW) / DAY, *(said for said in row.values() if said))
        for row in table.to_pylist()
    ]


def observation(store: Store, number: int) -> dict[str, Any]:
    table = read_ledger(store, postings_of(store)).observations
    assert table.schema.equals(OBSERVATIONS.arrow)
    found: dict[str, Any] = next(row for row in table.to_pylist() if row["posting_id"] == number)
    return found


def test_a_ledger_of_nothing_is_empty(store: Store) -> None:
    ledger = read_ledger(store, POSTINGS.arrow.empty_table())
    assert (ledger.changes.num_rows, ledger.observations.num_rows) == (0, 0)


# New


def test_what_was_there_when_the_list_was_first_read_is_not_new(store: Store) -> None:
    read(store, [posting_row(1), posting_row(2)])
    assert changes(store) == []
    assert observation(store, 1) == {
        "posting_id": 1,
        "first_seen_at": NOW,
        "last_seen_at": NOW,
        "missing_since": None,
        "is_new": False,
        "edits": 0,
    }


def test_what_appears_after_the_list_was_read_is_new(store: Store) -> None:
    read(store, [posting_row(1)])
    read(store, [posting_row(1), posting_row(2)], 1)
    assert changes(store) == [(2, 1.0, "new")]
    assert observation(store, 2)["is_new"]


def test_what_starts_after_the_open_postings_were_read_is_new(store: Store) -> None:
    read(store, [posting_row(1)], 0, OPEN)
    read(store, [posting_row(1), posting_row(2, pbancBgngYmd="20251104")], 1, OPEN)
    assert changes(store) == [(2, 1.0, "new")]


def test_what_was_over_when_the_open_postings_were_read_is_not_new(store: Store) -> None:
    read(store, [posting_row(2)], 0, OPEN)
    read(store, [posting_row(2), posting_row(1, pbancBgngYmd="20251001", pbancEndYmd="20251015")], 1)
    assert changes(store) == []


def test_what_has_not_started_when_everything_is_first_read_is_not_new(store: Store) -> None:
    read(store, [posting_row(1)], 0, OPEN)
    read(store, [posting_row(1), posting_row(2, pbancBgngYmd="20251110", pbancEndYmd="20251120")], 0.1)
    assert changes(store) == []


def test_a_part_of_the_list_that_is_read_later_is_not_new(store: Store) -> None:
    october = {"pbancBgngYmd": "2025-10-01", "pbancEndYmd": "2025-10-31"}
    september = {"pbancBgngYmd": "2025-09-01", "pbancEndYmd": "2025-09-30"}
    old = {"pbancEndYmd": "20251031"}
    read(store, [posting_row(2, pbancBgngYmd="20251002", **old)], 0, october)
    read(store, [posting_row(1, pbancBgngYmd="20250902", **old)], 1, september)
    read(
        store,
        [posting_row(2, pbancBgngYmd="20251002", **old), posting_row(3, pbancBgngYmd="20251003", **old)],
        2,
        october,
    )
    assert changes(store) == [(3, 2.0, "new")]


# Edited


def test_an_edit_is_told_with_the_column_and_both_values(store: Store) -> None:
    read(store, [posting_row(1)])
    read(store, [posting_row(1, recrutNope=3, hireTypeLst="R1010,R1040", hireTypeNmLst="정규직,비정규직")], 1)
    assert changes(store) == [
        (1, 1.0, "edited", "headcount", "1", "3"),
        (1, 1.0, "edited", "hire_types", "비정규직", "정규직, 비정규직"),
    ]
    assert observation(store, 1)["edits"] == 1


def test_a_later_end_is_an_extension_and_an_earlier_one_a_shortening(store: Store) -> None:
    for day, end in enumerate(["20251111", "20251120", "20251115"]):
        read(store, [posting_row(1, pbancEndYmd=end)], day)
    assert changes(store) == [
        (1, 1.0, "extended", "end_date", "2025-11-11", "2025-11-20"),
        (1, 2.0, "shortened", "end_date", "2025-11-20", "2025-11-15"),
    ]


def test_a_title_that_says_so_is_a_cancellation(store: Store) -> None:
    titles = ["직원 채용", "직원 채용(공고취소)", "직원 채용 (공고취소)", "직원 채용"]
    for day, title in enumerate(titles):
        read(store, [posting_row(1, recrutPbancTtl=title)], day)
    kinds = [kind for _, _, kind, *_ in changes(store)]
    assert kinds == ["cancelled", "edited", "edited"]


def test_a_new_posting_may_be_cancelled_already(store: Store) -> None:
    read(store, [])
    read(store, [posting_row(1, recrutPbancTtl="[채용취소] 직원 채용")], 1)
    read(store, [posting_row(1, recrutPbancTtl="직원 채용")], 2)
    assert [row[2:] for row in changes(store)] == [
        ("new",),
        ("cancelled", "title", "[채용취소] 직원 채용"),
        ("edited", "title", "[채용취소] 직원 채용", "직원 채용"),
    ]


@pytest.mark.parametrize(
    "same",
    [
        {"aplyQlfcCn": "제한 없음 \r\n"},
        {"recrutNope": "1"},
        {"prefCn": "-"},
        {"hireTypeNmLst": "다른 이름"},
        {"pbadmsStdInstCd": "B000001"},
        {"pbancEndYmd": "2025-11-11"},
        {"unheardOf": 1},
    ],
)
def test_what_means_the_same_is_no_edit(same: dict[str, Any]) -> None:
    assert list(differences(posting_row(1), posting_row(1) | same)) == []


def test_the_order_of_codes_means_nothing() -> None:
    one, other = (posting_row(1, workRgnLst=codes) for codes in ("R3010,R3014", "R3014,R3010"))
    assert list(differences(one, other)) == []


def test_a_value_that_cannot_be_read_is_shown_as_it_is() -> None:
    ((column, before, after),) = differences(posting_row(1), posting_row(1, pbancEndYmd="상시"))
    assert (column.name, before, after) == ("end_date", "2025-11-11", "'상시'")


def test_of_a_long_text_the_place_that_differs_is_shown() -> None:
    paragraph = "자격 요건은 다음과 같다. " * 100
    ((_, before, after),) = differences(
        posting_row(1, aplyQlfcCn=f"{paragraph}\n경력 3년 {paragraph}"),
        posting_row(1, aplyQlfcCn=f"{paragraph}\n경력 5년 {paragraph}"),
    )
    assert before is not None and "경력 3년" in before
    assert after is not None and "경력 5년" in after
    assert max(len(before), len(after)) <= LONGEST_SHOWN + 2


# Withdrawn and back


def test_a_posting_gone_before_its_end_date_is_withdrawn(store: Store) -> None:
    read(store, [posting_row(1), posting_row(2)])
    read(store, [posting_row(2)], 8)
    assert changes(store) == [(1, 8.0, "withdrawn")]
    assert observation(store, 1)["missing_since"] == NOW + 8 * DAY


def test_a_posting_gone_after_its_end_date_is_not(store: Store) -> None:
    read(store, [posting_row(1)])
    read(store, [], 9)
    assert changes(store) == []


def test_a_posting_that_closes_is_not_withdrawn(store: Store) -> None:
    read(store, [posting_row(1)], 0, OPEN)
    read(store, [], 9, OPEN)
    assert changes(store) == []
    assert observation(store, 1)["missing_since"] is None


def test_a_withdrawn_posting_may_return(store: Store) -> None:
    read(store, [posting_row(1)])
    read(store, [], 1)
    read(store, [posting_row(1, pbancEndYmd="20251130")], 2)
    assert [row[1:3] for row in changes(store)] == [(1.0, "withdrawn"), (2.0, "extended"), (2.0, "returned")]
    assert observation(store, 1)["missing_since"] is None


# Re-posted


def titled(number: int, title: str = "기간제 채용", code: str = "C1", start: date = date(2025, 11, 3)) -> Titled:
    return Titled(number, code, title, start)


def test_a_new_posting_with_the_title_of_an_earlier_one_is_a_re_posting(store: Store) -> None:
    first = posting_row(1, recrutPbancTtl="2025년 제1차 직원 채용 공고")
    again = posting_row(2, recrutPbancTtl="[재공고] 2025년 제1차 직원 채용", pbancBgngYmd="20251112")
    read(store, [first])
    read(store, [first, again], 9)
    assert changes(store) == [(2, 9.0, "new"), (2, 9.0, "reposted", 1)]


def test_the_latest_of_the_earlier_postings_is_named() -> None:
    earlier = [titled(number, start=date(2025, number, 1)) for number in (1, 2, 3)]
    new = titled(9)
    assert earlier_of([new], [*earlier, new]) == {9: 3}


@pytest.mark.parametrize(
    "other",
    [
        titled(1, code="C2", start=date(2025, 10, 1)),
        titled(1, title="정규직 채용", start=date(2025, 10, 1)),
        titled(1, start=date(2025, 11, 3)),
        titled(1, start=date(2024, 11, 2)),
        titled(11, start=date(2025, 10, 1)),
    ],
    ids=["another institution", "another title", "the same day", "over a year ago", "a later number"],
)
def test_what_is_no_earlier_posting_of_the_same_vacancy(other: Titled) -> None:
    assert earlier_of([titled(9)], [other, titled(9)]) == {}


def test_a_title_of_nothing_but_notices_links_nothing() -> None:
    assert earlier_of([titled(9, "재공고")], [titled(1, "공고", start=date(2025, 10, 1))]) == {}


# As of


def test_the_open_postings_of_a_day_are_those_we_knew_then(store: Store) -> None:
    rows = [posting_row(1), posting_row(2, pbancBgngYmd="20251101", pbancEndYmd="20251104"), posting_row(3)]
    read(store, rows)
    read(store, [posting_row(1, prefCn="우대"), rows[1], posting_row(4, pbancBgngYmd="20251105")], 2)
    now, later = (postings_as_of(store, NOW + day * DAY, open_only=True) for day in (1, 3))
    assert [row["recrutPblntSn"] for row in now.postings] == [1, 2, 3]
    assert [(row["recrutPblntSn"], row["prefCn"]) for row in later.postings] == [(1, "우대"), (4, "없음")]


def test_a_posting_is_open_by_what_it_said_then(store: Store) -> None:
    for day, end in ((0, "20251104"), (1, "20251130")):
        read(store, [posting_row(1, pbancEndYmd=end)], day)
    before, after = (postings_as_of(store, NOW + day * DAY, open_only=True) for day in (0.5, 5))
    assert [row["pbancEndYmd"] for row in before.postings] == ["20251104"]
    assert [row["pbancEndYmd"] for row in after.postings] == ["20251130"]


def test_a_view_says_since_when_and_until_when_it_was_observed(store: Store) -> None:
    for day in (0, 1, 2):
        read(store, [posting_row(1)], day)
    view = postings_as_of(store, NOW + 1.5 * DAY)
    assert (view.observed_since, view.last_reading) == (NOW, NOW + DAY)
    before = postings_as_of(store, NOW - DAY)
    assert (list(before.postings), before.observed_since, before.last_reading) == ([], NOW, None)
