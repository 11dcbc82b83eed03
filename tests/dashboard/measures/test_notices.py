"""Windows, lead times and re-postings, against counting posting by posting."""

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures import notices
from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import Selection
from data_loader.coverage import FIRST_DAY
from data_loader.tables.titles import normalise_title, rounds_of, says_again
from tests.dashboard.conftest import ANY_ROWS, TODAY, Row, choose, index_of, options_of


def window_of(row: dict[str, object]) -> int | None:
    days = (row["end_date"] - row["start_date"]).days + 1  # type: ignore[operator]
    return days if 1 <= days <= 366 else None


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_windows_are_those_of_pandas(rows: list[Row]) -> None:
    index = index_of(*rows)
    result = notices.windows(index.find(Selection())).set_index("hire_type")
    own: dict[str, list[int | None]] = defaultdict(list)
    for row in index.table.to_pylist():
        assert window_of(row) == row["duration_days"]
        for code in options_of(row, "hire", TODAY):
            own[index.label("hire", code)].append(row["duration_days"])
    known = {name: pd.Series([d for d in days if d], dtype=float) for name, days in own.items() if any(days)}
    assert set(result.index) == set(known)
    for name, days in known.items():
        told = result.loc[name]
        assert told["n"] == len(days)
        assert told["left_out"] == len(own[name]) - len(days)
        assert told["median"] == pytest.approx(days.median())
        assert told["p10"] == pytest.approx(days.quantile(0.1))
        assert told["p90"] == pytest.approx(days.quantile(0.9))
        assert told["short_share"] == pytest.approx((days <= 7).mean())


@settings(max_examples=15)
@given(rows=ANY_ROWS)
def test_windows_by_year_count_each_posting_once(rows: list[Row]) -> None:
    index = index_of(*rows)
    result = notices.windows_by_year(index.find(Selection())).set_index("year")
    for year in range(FIRST_DAY.year, TODAY.year + 1):
        own = [window_of(row) for row in index.table.to_pylist() if row["start_date"].year == year]
        days = pd.Series([d for d in own if d], dtype=float)
        assert (year in result.index) == bool(len(days))
        if len(days):
            assert result["n"][year] == len(days)
            assert result["left_out"][year] == len(own) - len(days)
            assert result["median"][year] == pytest.approx(days.median())
            assert result["short_share"][year] == pytest.approx((days <= 7).mean())


def kind_of(row: Row, rows: list[Row]) -> str:
    """What a posting is to those before it, one after another."""
    title = normalise_title(row["title"])
    if says_again(row["title"]):
        return "reposted"
    kin = [
        other
        for other in rows
        if title and other["institution_code"] == row["institution_code"] and normalise_title(other["title"]) == title
    ]
    earlier = [other for other in kin if other["start_date"] < row["start_date"]]
    last = max(earlier, key=lambda other: (other["start_date"], other["posting_id"]), default=None)
    if last and (row["start_date"] - last["start_date"]).days <= 365:
        return "next_round" if rounds_of(row["title"]) != rounds_of(last["title"]) else "same_title"
    twins = (other for other in kin if other["start_date"] == row["start_date"])
    return "twin" if any(other["posting_id"] < row["posting_id"] for other in twins) else "first"


ANY_TITLE = st.sampled_from(
    [
        "제1차 간호사 채용",
        "제2차 간호사 채용",
        "간호사 채용",
        "[재공고] 간호사 채용",
        "재공고",
        "[2차]",
        "연장근로 상담원",
        "간호사 추가채용",
    ]
)
TITLED = st.lists(
    st.fixed_dictionaries(
        {
            "title": ANY_TITLE,
            "institution_code": st.sampled_from(["C0001", "C0002"]),
            "start_date": st.dates(date(2023, 11, 1), date(2023, 11, 4))
            | st.dates(date(2023, 9, 1), date(2025, 11, 3)),
        }
    ),
    max_size=14,
)


@settings(max_examples=40)
@given(rows=TITLED)
def test_each_posting_is_what_it_is_the_slow_way(rows: list[Row]) -> None:
    index = index_of(*({"end_date": date(2026, 1, 1), **row} for row in rows))
    table = index.table.to_pylist()
    told = [notices.KINDS[kind] for kind in notices.followings(index)]
    assert told == [kind_of(row, table) for row in table]
    by_year = notices.repostings(index.find(Selection()), notices.followings(index)).set_index("year")
    counts = Counter((row["start_date"].year, kind) for row, kind in zip(table, told, strict=True))
    for year, own in by_year.iterrows():
        assert {kind: own[kind] for kind in notices.KINDS} == {kind: counts[year, kind] for kind in notices.KINDS}
        assert own["total"] == sum(counts[year, kind] for kind in notices.KINDS)
        assert own["reposted_share"] == pytest.approx(counts[year, "reposted"] / own["total"])
    assert by_year["total"].sum() == len(table)


def titled(title: str, start: date, **more: object) -> Row:
    return {"title": title, "start_date": start, "end_date": start, **more}


def test_second_tries_next_rounds_and_places_side_by_side_are_kept_apart() -> None:
    index = index_of(
        titled("[재공고] 2025년 간호사 채용 공고", date(2025, 5, 1)),
        titled("2025년 간호사 채용 공고(2차)", date(2025, 4, 1)),
        titled("2025년 간호사 채용", date(2025, 3, 1)),
        titled("2025년 간호사 채용 공고", date(2025, 3, 1)),
        titled("2025년 간호사 채용", date(2025, 3, 1), institution_code="C0002"),
        titled("제49차 촉탁의 채용", date(2025, 2, 8), hire_types=["R1010"]),
        titled("제48차 촉탁의 채용", date(2025, 2, 1), hire_types=["R1010"]),
        titled("약무직 채용 공고", date(2025, 1, 20)),
        titled("약무직 채용 공고", date(2025, 1, 1)),
    )
    told = [notices.KINDS[kind] for kind in notices.followings(index)]
    assert told == ["reposted", "next_round", "twin", "first", "first", "next_round", "first", "same_title", "first"]
    found = index.find(Selection())
    by_hire = notices.repostings_by(found, notices.followings(index), "hire", date(2025, 1, 1)).set_index("option")
    assert by_hire.loc["비정규직", [*notices.KINDS]].tolist() == [3, 1, 1, 1, 1]
    assert by_hire.loc["정규직", [*notices.KINDS]].tolist() == [1, 0, 0, 1, 0]


def test_titles_that_say_nothing_but_again_follow_nothing_that_is_known() -> None:
    index = index_of(titled("[2차]", date(2025, 5, 1)), titled("2차", date(2025, 4, 1)))
    assert not notices.followings(index).any()


def test_the_real_list_has_thirteen_that_say_so_and_one_pair_side_by_side(real_index: PostingIndex) -> None:
    kinds = Counter(notices.KINDS[kind] for kind in notices.followings(real_index))
    # Read title by title: 12 × 재공고 and one 변경 공고.
    assert (kinds["reposted"], kinds["twin"], kinds["next_round"], kinds["same_title"]) == (13, 1, 0, 2)


def test_of_443_postings_of_another_day_25_say_so_and_five_are_next_rounds(real: Path) -> None:
    with (real / "recruitment" / "open_20261011.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [
            titled(row["title"], date.fromisoformat(row["start_date"]), institution_code=row["institution_code"])
            for row in csv.DictReader(lines)
        ]
    kinds = Counter(notices.KINDS[kind] for kind in notices.followings(index_of(*rows, today=date(2026, 10, 11))))
    assert (len(rows), kinds["reposted"], kinds["next_round"]) == (443, 25, 5)


def observed(*rows: tuple[int, str, bool]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["posting_id", "first_seen_at", "is_new"])
    return table.assign(first_seen_at=pd.to_datetime(table["first_seen_at"], utc=True))


def test_the_lead_is_counted_in_korean_days_from_the_start_to_the_first_sight() -> None:
    index = index_of(
        {"start_date": date(2025, 10, 27)}, {"start_date": date(2025, 10, 25)}, {"start_date": date(2025, 10, 20)},
        {"start_date": date(2025, 10, 1), "hire_types": ["R1010"]},
    )  # fmt: skip
    seen = observed(
        # 15:30 UTC is half past midnight of the next day in Korea.
        (900_000, "2025-10-26T15:30Z", True), (899_999, "2025-10-28T03:00Z", True), (899_998, "2025-11-01T00:00Z", False),
        (899_997, "2025-09-29T00:00Z", True), (1, "2025-10-28T03:00Z", True),
    )  # fmt: skip
    assert notices.lead_times(index.find(Selection()), seen).to_dict() == {900_000: 0, 899_999: 3, 899_997: -2}
    assert notices.lead_times(index.find(choose(hire="R1010")), seen).to_dict() == {899_997: -2}


def test_without_new_postings_there_is_no_lead() -> None:
    index = index_of({"start_date": date(2025, 10, 27)})
    assert notices.lead_times(index.find(Selection()), observed()).empty


def test_real_windows_have_the_known_middle(real_index: PostingIndex) -> None:
    table = notices.windows(real_index.find(Selection()))
    assert table["n"].sum() > 379
    assert (table["p10"] <= table["median"]).all()
    assert (table["median"] <= table["p90"]).all()
