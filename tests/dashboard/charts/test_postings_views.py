"""Charts of terms, notices and years: sound whatever is found, and silent where there is nothing to say."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import notices, terms, years
from dashboard.charts.flow import BY_STATUS
from dashboard.charts.reach import NOTHING
from dashboard.measures.notices import followings
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from tests.dashboard.charts.conftest import Make, assert_english, assert_sound, found_in, traces
from tests.dashboard.conftest import Row, choose, index_of

SEEN = pd.DataFrame(
    {
        "posting_id": np.arange(899_000, 900_001),
        "first_seen_at": pd.Timestamp("2025-10-28T03:00Z"),
        "is_new": True,
    }
)
CHARTS: dict[str, Make] = {
    "career": lambda found: terms.over_time(found, "career", "headcount"),
    "education": lambda found: terms.over_time(found, "education", "postings"),
    "ncs": lambda found: terms.over_time(found, "ncs", "headcount"),
    "replacement": lambda found: terms.over_time(found, "replacement", "postings"),
    "any education": terms.any_education_by_field,
    "many fields": terms.many_fields,
    "same institutions": lambda found: years.same_institutions(found, "headcount"),
    "same institutions, postings": lambda found: years.same_institutions(found, "postings"),
    "adjusted index": lambda found: years.adjusted_index(found, "headcount"),
    "windows": notices.windows,
    "short windows": notices.short_windows,
    "repostings": lambda found: notices.repostings(found, followings(found.index)),
    "repostings by hire": lambda found: notices.repostings_by_hire(found, followings(found.index)),
    "lead times": lambda found: notices.lead_times(found, SEEN),
}


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_sound_whatever_is_found(found: Found, chart: str) -> None:
    assert_sound(CHARTS[chart](found))


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_speaks_english(found: Found, chart: str) -> None:
    assert_english(lambda: CHARTS[chart](found))


@pytest.mark.parametrize("chart", [name for name in CHARTS if name != "lead times"])
def test_where_nothing_is_found_the_chart_says_so(chart: str) -> None:
    assert CHARTS[chart](found_in("nothing found")).sentence == NOTHING


@pytest.mark.parametrize("chart", ["career", "same institutions", "adjusted index"])
def test_what_is_open_now_is_not_compared_with_what_was(chart: str) -> None:
    assert CHARTS[chart](found_in("only open")).sentence == BY_STATUS


def each_month(career_of_last: str, headcount: int = 10) -> list[Row]:
    """Forty postings a month from 2023-01 to 2025-10, of which a half changes its career level in the last twelve."""
    return [
        {
            "start_date": date(year, month, 5), "end_date": date(year, month, 20), "headcount": headcount,
            "career_level": career_of_last if (year, month) > (2024, 10) and number % 2 else "R2010",
        }
        for year in (2023, 2024, 2025) for month in range(1, 13) for number in range(40)
        if (year, month) <= (2025, 10)
    ]  # fmt: skip


def test_a_share_that_moved_says_so_with_its_size() -> None:
    chart = terms.over_time(index_of(*each_month("R2020")).find(Selection()), "career", "postings")
    assert chart.sentence == "최근 12개월에 신입이 50.0%로 한 해 전보다 50.0%p 줄었다."


def test_a_share_that_stayed_says_so() -> None:
    chart = terms.over_time(index_of(*each_month("R2010")).find(Selection()), "career", "postings")
    assert chart.sentence == "최근 12개월에 신입이 100.0%이고, 한 해 전과 큰 차이가 없다."


def test_one_large_posting_is_no_trend_of_headcount() -> None:
    rows = each_month("R2010", headcount=1)
    rows.append({**rows[-1], "career_level": "R2020", "headcount": 90})
    found = index_of(*rows).find(Selection())
    assert "큰 차이가 없다" in terms.over_time(found, "career", "headcount").sentence


def test_the_same_institutions_are_told_apart_from_newcomers() -> None:
    rows = [
        {"institution_code": code, "start_date": date(year, 3, 1 + number % 28), "headcount": 1}
        for code, year, count in (("C0001", 2023, 100), ("C0001", 2024, 110), ("C0002", 2024, 100))
        for number in range(count)
    ]
    chart = years.same_institutions(index_of(*rows).find(Selection()), "postings")
    assert chart.sentence == (
        "2024년 변화는 모든 기관 +110.0%, 두 해 모두 공고한 기관끼리 +10.0%이다. "
        "차이 100.0%p는 한 해에만 공고한 기관에서 온다."
    )
    assert chart.table().iloc[-1].tolist() == ["2024", 110.0, 10.0]


def test_the_index_is_a_hundred_in_its_base_year_and_draws_both_lines() -> None:
    chart = years.adjusted_index(index_of(*each_month("R2010")).find(Selection()), "postings")
    assert chart.sentence.startswith("2023년을 100으로 한 지수.")
    chart = years.adjusted_index(found_in("all equal"), "headcount")
    assert [trace["name"] for trace in traces(chart, mode="lines")] == ["원계열", "계절 조정"]
    assert set(chart.table()["원계열(지수)"]) == {100.0}


def test_windows_tell_the_longest_and_the_shortest() -> None:
    rows = [
        {"hire_types": [code], "start_date": date(2025, 3, 1), "end_date": date(2025, 3, days)}
        for code, days in (("R1010", 15), ("R1040", 7))
        for _ in range(40)
    ]
    chart = notices.windows(index_of(*rows).find(Selection()))
    assert chart.sentence == "공고 기간의 중앙값은 정규직이 15일로 가장 길고 비정규직이 7일로 가장 짧다."
    short = notices.short_windows(index_of(*rows).find(Selection()))
    assert short.sentence == "2025년에 시작한 공고의 50.0%가 7일 이하로 열려 있었다."
    assert short.figure["data"][0]["marker"]["opacity"] == [0.35]


def test_postings_put_up_again_are_told_apart_from_next_rounds() -> None:
    rows = [
        {
            "title": f"{'[재공고] ' * (number % 2)}직원 {number // 2}호기 채용",
            "start_date": date(2024, 3, 1 + number % 2),
        }
        for number in range(60)
    ]
    rows += [{"title": f"제{turn}차 촉탁의 채용", "start_date": date(2024, 4, turn)} for turn in range(1, 11)]
    index = index_of(*rows)
    chart = notices.repostings(index.find(Selection()), followings(index))
    assert (
        chart.sentence
        == "2024년 공고 70건 가운데 재공고·연장·추가라고 적은 것은 42.9%, 앞선 공고의 다음 차수는 12.9%이다."
    )
    assert [trace["name"] for trace in chart.figure["data"]] == ["재공고·연장·추가", "다음 차수", "같은 제목"]
    assert chart.table().iloc[0].tolist() == [2024, 70, 30, 9, 0, 0, 42.9]


def test_late_disclosure_is_told_only_over_enough_new_postings() -> None:
    rows = [{"start_date": date(2025, 10, 28 - number % 4)} for number in range(40)]
    found = index_of(*rows).find(Selection())
    chart = notices.lead_times(found, SEEN)
    assert chart.sentence == "새로 나온 공고 40건 가운데 50.0%가 시작일보다 이틀 이상 늦게 보였다."
    assert chart.table()["공고(건)"].sum() == 40
    few = index_of(*rows[:5]).find(Selection())
    assert "5건뿐이라" in notices.lead_times(few, SEEN).sentence


def test_fields_open_to_any_education_are_ranked() -> None:
    rows = [
        {"ncs_fields": [field], "education_levels": [education]}
        for field, education in (("R600002", "R7010"), ("R600025", "R7060"))
        for _ in range(40)
    ]
    chart = terms.any_education_by_field(index_of(*rows).find(Selection()))
    assert (
        chart.sentence
        == "학력을 가리지 않는 공고의 비율은 경영.회계.사무가 100.0%로 가장 높고 연구가 0.0%로 가장 낮다."
    )
    one = terms.any_education_by_field(index_of(*rows).find(choose(ncs="R600025")))
    assert one.sentence == "연구 공고의 0.0%가 학력을 가리지 않는다."


def test_fields_within_chance_of_each_other_are_not_ranked() -> None:
    rows = [
        {"ncs_fields": [field], "education_levels": ["R7010" if number < open_ones else "R7060"]}
        for field, open_ones in (("R600002", 22), ("R600025", 20))
        for number in range(40)
    ]
    chart = terms.any_education_by_field(index_of(*rows).find(Selection()))
    assert chart.sentence == "학력을 가리지 않는 공고의 비율은 분야 사이에 큰 차이가 없다."


def test_hire_types_with_the_same_window_are_named_together() -> None:
    rows = [
        {"hire_types": [code], "start_date": date(2025, 3, 1), "end_date": date(2025, 3, days)}
        for code, days in (("R1010", 15), ("R1030", 7), ("R1040", 7))
        for _ in range(40)
    ]
    sentence = notices.windows(index_of(*rows).find(Selection())).sentence
    assert sentence == "공고 기간의 중앙값은 정규직이 15일로 가장 길고 무기계약직·비정규직이 7일로 가장 짧다."


def test_a_few_postings_put_up_again_are_not_ranked_by_hire_type() -> None:
    rows = [{"title": f"직원 {number // 2}번 채용", "start_date": date(2025, 6, 1)} for number in range(40)]
    index = index_of(*rows)
    sentence = notices.repostings_by_hire(index.find(Selection()), followings(index)).sentence
    assert sentence == "최근 1년의 재공고가 적어 고용형태를 비교하지 않는다."
