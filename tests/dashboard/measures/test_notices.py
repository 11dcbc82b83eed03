"""Windows, lead times and re-postings, against counting posting by posting."""

from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.index import PostingIndex
from dashboard.measures import notices
from dashboard.measures.flow import FIRST_DAY
from dashboard.selection import Selection
from data_loader.titles import normalise_title
from tests.dashboard.conftest import ANY_ROWS, TODAY, Row, choose, index_of, options_of


def window_of(row: dict[str, object]) -> int | None:
    days = (row["end_date"] - row["start_date"]).days + 1  # type: ignore[operator]
    return days if 1 <= days <= 366 else None


@settings(max_examples=40)
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


@settings(max_examples=40)
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


@settings(max_examples=40)
@given(rows=ANY_ROWS)
def test_repostings_are_those_of_the_slow_way(rows: list[Row]) -> None:
    index = index_of(*rows)
    result = notices.repostings(index.find(Selection()), notices.vacancy_numbers(index)).set_index("year")
    by_year: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in index.table.to_pylist():
        if FIRST_DAY.year <= row["start_date"].year <= TODAY.year:
            title = normalise_title(row["title"])
            by_year[row["start_date"].year].append((row["institution_code"], title))
    assert set(result.index) == set(by_year)
    for year, own in by_year.items():
        assert (result["total"][year], result["unique"][year]) == (len(own), len(set(own)))
        assert result["intensity"][year] == pytest.approx(len(own) / len(set(own)))
        assert result["again_share"][year] == pytest.approx(1 - len(set(own)) / len(own))


def titled(title: str, start: date, **more: object) -> Row:
    return {"title": title, "start_date": start, "end_date": start, **more}


def test_a_second_try_of_the_same_year_is_no_other_vacancy() -> None:
    index = index_of(
        titled("[재공고] 2025년 간호사 채용 공고", date(2025, 5, 1)),
        titled("2025년 간호사 채용 공고(2차)", date(2025, 4, 1)),
        titled("2025년 간호사 채용", date(2025, 3, 1)),
        titled("2025년 간호사 채용", date(2025, 3, 1), institution_code="C0002"),
        titled("2025년 간호사 채용", date(2024, 3, 1)),
    )
    table = notices.repostings(index.find(Selection()), notices.vacancy_numbers(index)).set_index("year")
    assert table.loc[2025, ["total", "unique"]].tolist() == [4, 2]
    assert table.loc[2024, ["total", "unique"]].tolist() == [1, 1]
    by_hire = notices.repostings_by(index.find(Selection()), notices.vacancy_numbers(index), "hire", date(2025, 1, 1))
    assert by_hire[["option", "total", "unique"]].to_numpy().tolist() == [["비정규직", 4, 2]]


def test_titles_that_say_nothing_but_again_are_each_their_own() -> None:
    index = index_of(titled("[재공고]", date(2025, 5, 1)), titled("재공고", date(2025, 4, 1)))
    assert len(np.unique(notices.vacancy_numbers(index))) == 2


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
