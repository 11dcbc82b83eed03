"""How concentrated hiring is: the Lorenz curve and its sentence."""

import pytest

from dashboard.charts.concentration import lorenz
from dashboard.charts.reach import NOTHING
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from tests.dashboard.charts.conftest import assert_english, assert_sound, found_in
from tests.dashboard.conftest import index_of


@pytest.mark.parametrize("weight", ["postings", "headcount"])
def test_the_curve_is_sound_whatever_is_found(found: Found, weight: str) -> None:
    assert_sound(lorenz(found, weight))  # type: ignore[arg-type]


@pytest.mark.parametrize("weight", ["postings", "headcount"])
def test_the_curve_speaks_english(found: Found, weight: str) -> None:
    assert_english(lambda: lorenz(found, weight))  # type: ignore[arg-type]


def spread(*counts: int) -> Found:
    return index_of(*({"institution_code": f"C9{n:03}", "headcount": count} for n, count in enumerate(counts))).find(
        Selection()
    )


def test_the_curve_rises_from_the_smallest_to_all() -> None:
    chart = lorenz(spread(70, 10, 20), "headcount")
    curve = chart.figure["data"][1]
    assert curve["x"] == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert curve["y"] == pytest.approx([0, 10, 30, 100])
    assert chart.table()["모집인원(명)"].tolist() == [70, 20, 10]
    assert chart.table()["비율(%)"].tolist() == [70, 20, 10]


def test_the_top_ten_are_told_where_there_are_more() -> None:
    chart = lorenz(spread(*[10] * 9, 100, 5, 5), "headcount")
    assert chart.sentence == "공고를 낸 12개 기관 가운데 상위 10곳이 모집인원의 95.0%를 차지한다(지니 0.45, HHI 0.274)."


def test_few_institutions_are_not_told_as_concentration() -> None:
    assert lorenz(spread(5, 1), "headcount").sentence == "공고를 낸 기관이 2곳뿐이라 쏠림을 말하지 않는다."


def test_nothing_to_count_is_said() -> None:
    assert lorenz(found_in("nothing found"), "postings").sentence == NOTHING
    assert "셀 인원이 없다" in lorenz(found_in("no headcount"), "headcount").sentence


def test_the_real_list_is_concentrated(real_index: PostingIndex) -> None:
    chart = lorenz(real_index.find(Selection()), "postings")
    assert chart.sentence.startswith("공고를 낸 121개 기관 가운데 상위 10곳이 공고 수의 ")
    assert chart.table()["공고 수(건)"].sum() == 379
