"""What was read of the postings: spans of start days, and the sentence that says so."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.coverage import EVERY_DAY, FIRST_DAY, Covered, DaySpan, Portion, ReadDays, read_covered
from data_loader.schema import POSTINGS
from data_loader.settings import KST
from data_loader.snapshot import NewTable, Origin, open_current, publish

NOW = datetime(2026, 7, 30, 17, tzinfo=KST)
TODAY = NOW.date()
EPOCH = date(2026, 1, 1)


def day(number: int) -> date:
    return EPOCH + timedelta(days=number)


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)).map(lambda pair: (pair[0], pair[0] + pair[1])))


@given(SPANS, st.integers(-2, 52), st.integers(0, 12))
def test_days_are_whole_where_a_span_holds_each_of_them(spans: list[tuple[int, int]], first: int, days: int) -> None:
    held = {number for low, high in spans for number in range(low, high + 1)}
    read = ReadDays.of(DaySpan(day(low), day(high)) for low, high in spans)
    wanted = set(range(first, first + days + 1))
    assert read.is_whole(day(first), day(first + days)) is (wanted <= held)
    within = read.within(day(first), day(first + days))
    assert {number for number in range(-5, 60) if within.is_whole(day(number), day(number))} == held & wanted


@given(SPANS)
def test_spans_stand_apart_and_in_order(spans: list[tuple[int, int]]) -> None:
    read = ReadDays.of(DaySpan(day(low), day(high)) for low, high in spans).spans
    assert all(one.last + timedelta(days=1) < other.first for one, other in pairwise(read))


def test_the_whole_of_time_has_no_end_to_fall_over() -> None:
    assert ReadDays.of([*EVERY_DAY.spans, DaySpan(day(0), day(1))]) == EVERY_DAY
    assert EVERY_DAY.is_whole(date.min, date.max)
    assert ReadDays().is_whole(day(1), day(0))


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([], "접수 중인 공고만 받았습니다. 지난 공고는 약 7시간 뒤."),
        ([DaySpan(date.min, date(2018, 6, 30))], "접수 중인 공고만 받았습니다. 지난 공고는 약 7시간 뒤."),
        ([DaySpan(date(2024, 3, 1), TODAY)], "2024년 3월부터 받았습니다. 그 앞은 약 7시간 뒤."),
        ([DaySpan(date(2024, 3, 5), TODAY - timedelta(days=1))], "2024년 3월 5일부터 받았습니다. 그 앞은 약 7시간 뒤."),
        (
            [DaySpan(date(2024, 1, 1), date(2024, 12, 31)), DaySpan(date(2026, 1, 1), TODAY)],
            "2024년 1월~2024년 12월에, 2026년 1월부터 시작한 공고를 받았습니다. 나머지는 약 7시간 뒤.",
        ),
        (
            [DaySpan(date(2025, 1, 1), date(2025, 12, 31))],
            "2025년 1월~2025년 12월에 시작한 공고를 받았습니다. 나머지는 약 7시간 뒤.",
        ),
        ([DaySpan(FIRST_DAY, TODAY)], ""),
        ([*EVERY_DAY.spans], ""),
    ],
)
def test_the_sentence_says_from_when_on_postings_are_there(spans: list[DaySpan], sentence: str) -> None:
    midnight = datetime(2026, 7, 31, tzinfo=KST).isoformat()
    assert Covered(ReadDays.of(spans), complete_at=midnight).sentence(NOW) == sentence


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(minutes=-1), "아직 받지 못했습니다"),
        (timedelta(seconds=30), "약 1분 뒤"),
        (timedelta(hours=1), "약 60분 뒤"),
        (timedelta(hours=30), "약 30시간 뒤"),
        (timedelta(hours=60), "약 3일 뒤"),
    ],
)
def test_the_wait_is_told_by_its_size_and_never_after_it_is_over(later: timedelta, words: str) -> None:
    told = Covered(complete_at=(NOW + later).isoformat()).sentence(NOW)
    assert told == f"접수 중인 공고만 받았습니다. 지난 공고는 {words}."


def test_without_an_estimate_no_time_is_named() -> None:
    assert Covered().sentence(NOW) == "접수 중인 공고만 받았습니다. 지난 공고는 아직 받지 못했습니다."


def test_what_was_read_comes_back_from_the_manifest(tmp_path: Path) -> None:
    covered = Covered(
        ReadDays.of([DaySpan(date.min, date(2018, 6, 30)), DaySpan(date(2025, 1, 1), TODAY)]),
        NOW.isoformat(), ("institutions", "recruitment"), Portion(3, 10), Portion(1, 7), NOW.isoformat(),
    )  # fmt: skip
    assert read_covered(covered.described()) == covered
    empty = POSTINGS.arrow.empty_table()
    publish(tmp_path, {"postings": NewTable(empty, Origin("출처", NOW.isoformat(), covered=covered))}, NOW)
    assert open_current(tmp_path).tables["postings"].origin.covered == covered


def test_where_nothing_is_known_a_sample_is_whole_and_nothing_else_is() -> None:
    assert Origin("예시", "2026-07-30", is_sample=True).read_days == EVERY_DAY
    assert Origin("포털", "2026-07-30").read_days == ReadDays()
    assert Origin("포털", "2026-07-30", covered=Covered(EVERY_DAY)).read_days == EVERY_DAY
