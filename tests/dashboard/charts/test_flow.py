"""Charts over time and over options: what they draw, what they say, and what they do not say."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import flow
from dashboard.charts.flow import BY_STATUS
from dashboard.charts.reach import NOTHING
from dashboard.languages import speaking
from dashboard.measures.breakdown import Mode, Weight
from dashboard.selection.index import Found, PostingIndex
from dashboard.selection.selection import Selection
from tests.dashboard.charts.conftest import EVIL, Make, assert_english, assert_sound, found_in, strings, traces
from tests.dashboard.conftest import Row, choose, index_of, postings

MONTHLY: dict[str, Make] = {
    "monthly": lambda found: flow.monthly(found, "headcount"),
    "monthly postings": lambda found: flow.monthly(found, "postings"),
    "trailing": lambda found: flow.trailing(found, "headcount"),
    "by hire": lambda found: flow.monthly_by(found, "hire", "headcount"),
    "by old region": lambda found: flow.monthly_by(found, "old_region", "postings", "full"),
    "seasonality": lambda found: flow.seasonality(found, "postings"),
    "yearly": lambda found: flow.yearly(found, "headcount"),
    "yearly postings": lambda found: flow.yearly(found, "postings"),
}
BY_FACET: dict[str, Make] = {
    "region": lambda found: flow.by_facet(found, "region"),
    "region, full": lambda found: flow.by_facet(found, "region", "postings", "full"),
    "region, single": lambda found: flow.by_facet(found, "region", "headcount", "single"),
    "old region": lambda found: flow.by_facet(found, "old_region"),
    "institution": lambda found: flow.by_facet(found, "institution", most=2),
}


@pytest.mark.parametrize("chart", [*MONTHLY, *BY_FACET])
def test_every_chart_is_sound_whatever_is_found(found: Found, chart: str) -> None:
    assert_sound((MONTHLY | BY_FACET)[chart](found))


@pytest.mark.parametrize("chart", [*MONTHLY, *BY_FACET])
def test_every_chart_speaks_english(found: Found, chart: str) -> None:
    assert_english(lambda: (MONTHLY | BY_FACET)[chart](found))


@pytest.mark.parametrize("make", (MONTHLY | BY_FACET).values(), ids=MONTHLY | BY_FACET)
def test_a_chart_names_its_unit(make: Make) -> None:
    chart = make(found_in("many"))
    assert chart.unit.startswith(("단위: 명", "단위: 건"))


# Options


def regions(*counts: tuple[str, int]) -> Found:
    return index_of(*({"work_regions": code.split(","), "headcount": n} for code, n in counts)).find(Selection())


def test_the_largest_option_comes_first_with_its_share() -> None:
    chart = flow.by_facet(regions(("R3017", 30), ("R3010", 10)), "region")
    assert chart.sentence == "경기가 30명으로 가장 많다(75.0%)."
    assert traces(chart, "bar")[0]["y"] == ["경기", "서울"]
    assert chart.title == "근무지별 모집인원"


def test_postings_are_counted_in_postings() -> None:
    chart = flow.by_facet(regions(("R3010", 1), ("R3010", 1), ("R3014", 1)), "region", "postings")
    assert chart.sentence == "서울이 2건으로 가장 많다(66.7%)."
    assert chart.title == "근무지별 공고 수"


def test_a_lone_option_is_not_called_the_most() -> None:
    assert flow.by_facet(regions(("R3010", 12)), "region").sentence == "12명이 모두 서울에 있다."


def test_equal_options_are_called_equal() -> None:
    assert flow.by_facet(regions(("R3010", 2), ("R3014", 2)), "region").sentence == "2개 항목이 모두 2명으로 같다."
    tied = flow.by_facet(regions(("R3010", 2), ("R3014", 2), ("R3017", 1)), "region")
    assert tied.sentence == "서울 등 2개 항목이 각각 2명으로 가장 많다."


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("fractional", "서울이 7명으로 가장 많다(70.0%)."),
        ("full", "서울이 10명으로 가장 많다(100.0%)."),
        ("single", "4명이 모두 서울에 있다."),
    ],
)
def test_shares_are_of_what_the_counting_mode_counts(mode: Mode, sentence: str) -> None:
    chart = flow.by_facet(regions(("R3010", 4), ("R3010,R3014", 6)), "region", "headcount", mode)
    assert chart.sentence == sentence
    assert chart.table()["비율(%)"].tolist()[0] == float(sentence.split("(")[1][:-3]) if "(" in sentence else 100.0


def test_the_table_holds_every_option_in_the_three_modes_and_the_bars_the_largest() -> None:
    chart = flow.by_facet(regions(("R3010", 4), ("R3010,R3014", 6), ("R3017", 1)), "region", most=2)
    assert chart.table().to_dict("list") == {
        "근무지": ["서울", "부산", "경기"],
        "균등 배분(명)": [7.0, 3.0, 1.0],
        "중복 집계(명)": [10.0, 6.0, 1.0],
        "하나만 적은 공고(명)": [4.0, 0.0, 1.0],
        "비율(%)": [63.6, 27.3, 9.1],
    }
    bar, span = traces(chart, "bar")
    assert (bar["y"], bar["x"]) == (["서울", "부산"], [7.0, 3.0])
    assert (span["base"], span["x"]) == ([4.0, 0.0], [6.0, 6.0])
    assert "균등 배분" in chart.unit
    assert "아래 1개는 표에" in chart.unit


def test_with_one_value_each_no_counting_mode_is_needed() -> None:
    chart = flow.by_facet(regions(("R3010", 4), ("R3014", 6)), "region")
    assert "세기" not in chart.unit
    assert list(chart.table().columns) == ["근무지", "모집인원(명)", "비율(%)"]


def test_of_chosen_options_it_is_told_what_part_of_all_they_are() -> None:
    index = regions(("R3010", 40), ("R3014", 50), ("R3017", 10)).index
    assert flow.by_facet(index.find(choose(region="R3010")), "region").sentence == (
        "근무지 조건 없는 100명 가운데 고른 것은 40명(40.0%)이다."
    )
    both = flow.by_facet(index.find(choose(region="R3010,R3017")), "region")
    assert both.sentence == "근무지 조건 없는 100명 가운데 고른 것은 50명(50.0%)이다."
    few = regions(("R3010", 4), ("R3014", 5)).index
    assert (
        flow.by_facet(few.find(choose(region="R3010")), "region").sentence
        == "근무지 조건 없이는 9명, 고른 것은 4명이다."
    )
    assert flow.by_facet(few.find(choose(region="R3025")), "region").sentence == NOTHING


def test_bars_of_open_postings_say_so() -> None:
    found = index_of({}).find(choose(status="open"))
    assert flow.by_facet(found, "region").title == "접수 중인 공고의 근무지별 모집인원"


def test_nothing_found_and_nothing_to_count_are_told_apart() -> None:
    assert flow.by_facet(found_in("nothing found"), "region").sentence == NOTHING
    assert flow.by_facet(found_in("no headcount"), "region").sentence == "조건에 맞는 공고에 여기서 셀 인원이 없다."
    single = flow.by_facet(found_in("only several"), "region", "postings", "single")
    assert single.sentence == "조건에 맞는 공고에 여기서 셀 공고가 없다."


def test_no_name_from_the_data_reaches_the_figure_as_html() -> None:
    index = found_in("strange names").index
    index = PostingIndex(
        index.table, {("hire_types", "R1099"): EVIL, ("comparable_regions", "R3099"): EVIL}, index.today
    )
    found = index.find(Selection())
    for chart in (
        flow.by_facet(found, "hire"),
        flow.monthly_by(found, "hire", "postings"),
        flow.by_facet(found, "region"),
    ):
        assert_sound(chart)
        for text in strings(chart.figure):
            assert "<a" not in text
            # A long name is broken into lines by us.
            assert "evil" not in text or "<" not in text.replace("<br>", ""), text
            assert "hovertemplate" not in text
    assert flow.by_facet(found, "hire").table()["고용형태"].tolist() == [EVIL]


def test_options_of_one_name_are_told_apart_in_figure_and_table() -> None:
    rows = [{"hire_types": ["R1099"]}, {"hire_types": ["R1010"]}, {"hire_types": ["R1040"]}]
    index = PostingIndex(postings(*rows), {("hire_types", "R1099"): "정규직"}, date(2025, 12, 1))
    found = index.find(Selection())
    chart = flow.by_facet(found, "hire", "postings")
    assert sorted(chart.table()["고용형태"]) == ["비정규직", "정규직(R1010)", "정규직(R1099)"]
    assert_sound(flow.monthly_by(found, "hire", "postings"))


# Months


def test_the_running_month_is_drawn_apart_and_in_no_sum() -> None:
    rows = [{"start_date": date(2024, 11, 5)}, {"start_date": date(2025, 10, 5)}, {"start_date": date(2025, 11, 2)}]
    chart = flow.monthly(index_of(*rows).find(Selection()), "postings")
    whole, pale = traces(chart, "bar")
    assert whole["x"][-1] == "2025-10-01"
    assert (pale["x"], pale["y"]) == (["2025-11-01"], [1.0])
    assert pale["marker"]["color"] != whole["marker"]["color"]
    (line,) = traces(chart, "scatter")
    assert line["x"][-1] == "2025-10-01"
    assert line["y"][-1] == pytest.approx(2 / 12)
    assert "흐린 막대는 아직 끝나지 않은 달" in chart.unit
    assert np.isnan(chart.table().iloc[-1]["최근 12개월 합계(건)"])
    assert flow.trailing(index_of(*rows).find(Selection()), "postings").table()["월"].tolist()[-1] == "2025-10"


def test_on_the_last_day_of_a_month_it_is_complete() -> None:
    found = index_of({"start_date": date(2025, 10, 5)}, today=date(2025, 10, 31)).find(Selection())
    chart = flow.monthly(found)
    assert traces(chart, "bar")[1]["x"] == []
    assert "흐린" not in chart.unit


def test_the_table_of_months_holds_what_is_drawn() -> None:
    chart = flow.monthly(found_in("many"), "headcount")
    table = chart.table()
    drawn = [value for trace in traces(chart, "bar") for value in trace["y"]]
    assert table["모집인원(명)"].tolist() == drawn
    sums = table["최근 12개월 합계(명)"]
    (line,) = traces(chart, "scatter")
    assert sums[:-1].dropna().div(12).tolist() == pytest.approx([value for value in line["y"] if value is not None])


def twelve_months(now: int, before: int, weight: Weight) -> str:
    rows: list[Row] = [
        {"start_date": date(2024, 5, 5), "headcount": before},
        {"start_date": date(2025, 5, 5), "headcount": now},
    ]
    if weight == "postings":
        rows = [{"start_date": date(year, 5, 5)} for year, n in ((2024, before), (2025, now)) for _ in range(n)]
    return flow.monthly(index_of({"start_date": date(2019, 1, 1)}, *rows).find(Selection()), weight).sentence


def test_the_finding_compares_the_last_twelve_months_with_the_twelve_before() -> None:
    grew = "2024년 11월~2025년 10월 모집인원은 150명으로 앞선 12개월보다 50.0% 늘었다."
    assert twelve_months(150, 100, "headcount") == grew
    fell = "2024년 11월~2025년 10월 공고 수는 40건으로 앞선 12개월보다 60.0% 줄었다."
    assert twelve_months(40, 100, "postings") == fell


def test_a_difference_within_chance_is_no_direction() -> None:
    assert twelve_months(101, 100, "headcount").endswith("앞선 12개월(100명)과 큰 차이가 없다.")
    assert twelve_months(110, 100, "postings").endswith("앞선 12개월(100건)과 큰 차이가 없다.")
    assert twelve_months(100, 100, "headcount").endswith("큰 차이가 없다.")


def test_a_small_base_is_not_compared() -> None:
    assert twelve_months(150, 10, "headcount") == "2024년 11월~2025년 10월 모집인원은 150명이다."
    assert twelve_months(0, 0, "postings") == "2024년 11월~2025년 10월 공고 수는 0건이다."


def test_postings_of_the_running_month_alone_make_no_trend_and_are_not_called_missing() -> None:
    assert flow.monthly(found_in("this month only")).sentence == "끝난 달에는 셀 것이 없어 추이를 말할 수 없다."
    assert flow.monthly(found_in("nothing found")).sentence == NOTHING


def test_one_month_is_told_as_it_is() -> None:
    found = found_in("one posting")
    assert flow.monthly(found, "headcount").sentence == "2025년 10월에 시작한 공고의 모집인원은 0명이다."
    assert flow.monthly(found, "postings").sentence == "2025년 10월에 시작한 공고는 0건이다."


def test_starts_outside_the_months_are_left_out_and_counted() -> None:
    assert "범위 밖에서 시작한 1건은 뺌" in flow.monthly(found_in("old starts only")).unit


def test_postings_chosen_by_status_are_not_compared_over_time() -> None:
    found = index_of(
        *(
            {"start_date": date(year, 5, 5), "end_date": date(2026, 1, 1), "headcount": 500}
            for year in range(2019, 2026)
        )
    ).find(choose(status="open"))
    for chart in (flow.trailing(found, "headcount"), flow.yearly(found, "headcount"),
                  flow.seasonality(found, "headcount"), flow.monthly_by(found, "hire", "headcount")):  # fmt: skip
        assert chart.sentence == BY_STATUS
    assert "~" not in flow.monthly(found).sentence


def test_nothing_is_drawn_after_the_last_day_chosen() -> None:
    found = found_in("some years")
    days = [day for trace in traces(flow.monthly(found), "bar") for day in trace["x"]]
    assert (days[0], days[-1]) == ("2021-03-01", "2023-06-01")
    assert traces(flow.yearly(found, "postings"))[0]["x"] == ["2022"]


# Lines by option


def test_the_largest_options_are_lines_and_all_are_in_the_table() -> None:
    chart = flow.monthly_by(found_in("many"), "region", "headcount")
    lines = traces(chart, "scatter", "lines")
    assert len(lines) <= flow.MOST_LINES
    table = chart.table()
    for trace in lines:
        drawn = pd.Series(trace["y"], dtype=float).round(1).dropna().tolist()
        assert drawn == pytest.approx(table[trace["name"]].dropna().tolist())
    assert len(table.columns) == 1 + len(found_in("many").index.options["region"])


def test_a_line_tells_which_option_it_stands_for() -> None:
    found = found_in("many")
    codes = {option.label: option.code for option in found.index.options["region"]}
    for line in traces(flow.monthly_by(found, "region", "headcount"), "scatter", "lines"):
        assert line["customdata"] == [[codes[line["name"]]]] * len(line["x"])
    assert traces(flow.monthly_by(found, "old_region", "headcount"), "scatter", "markers") == []


def test_the_old_regions_end_with_the_merger_and_never_fall_to_zero() -> None:
    rows = [
        {"start_date": date(2023 + month // 12, month % 12 + 1, 1), "work_regions": [code], "headcount": 20}
        for month in range(42)
        for code in ("R3015", "R3023", "R3014")
    ] + [{"start_date": date(2026, month, 1), "work_regions": ["R3027"], "headcount": 90} for month in (8, 9)]
    found = index_of(*rows, today=date(2026, 10, 15)).find(Selection())
    lines = {
        trace["name"]: trace for trace in traces(flow.monthly_by(found, "old_region", "headcount"), "scatter", "lines")
    }
    for name in ("광주", "전남"):
        months = [day for day, value in zip(lines[name]["x"], lines[name]["y"], strict=True) if value is not None]
        assert months[-1] == "2026-06-01"
        assert min(value for value in lines[name]["y"] if value is not None) == 240
    assert [value for value in lines["전남광주"]["y"] if value is not None] == []
    assert lines["부산"]["y"][-1] is not None
    together = {
        trace["name"]: trace for trace in traces(flow.monthly_by(found, "region", "headcount"), "scatter", "lines")
    }
    assert "광주" not in together
    assert together["전남광주"]["y"][-1] is not None


def test_the_merged_region_has_its_line_a_year_later() -> None:
    rows = [
        {"start_date": date(2026, 8, 1), "work_regions": ["R3027"], "headcount": 90},
        {"start_date": date(2020, 1, 1)},
    ]
    found = index_of(*rows, today=date(2027, 9, 15)).find(Selection())
    lines = {
        trace["name"]: trace for trace in traces(flow.monthly_by(found, "old_region", "headcount"), "scatter", "lines")
    }
    months = [
        day for day, value in zip(lines["전남광주"]["x"], lines["전남광주"]["y"], strict=True) if value is not None
    ]
    assert months == ["2027-07-01", "2027-08-01"]


def test_the_option_that_changed_most_is_named_with_its_direction() -> None:
    def yearly(code: str, before: int, now: int) -> list[Row]:
        return [{"start_date": date(2024, 5, 5), "headcount": before, "hire_types": [code]},
                {"start_date": date(2025, 5, 5), "headcount": now, "hire_types": [code]}]  # fmt: skip

    base: Row = {"start_date": date(2019, 1, 1)}
    fell = index_of(base, *yearly("R1010", 200, 100), *yearly("R1040", 200, 220)).find(Selection())
    sentence = flow.monthly_by(fell, "hire", "headcount").sentence
    assert sentence == "한 해 사이 정규직이 50.0% 줄어 변화가 가장 크다(현재 100명)."
    still = index_of(base, *yearly("R1010", 200, 200), *yearly("R1040", 300, 300)).find(Selection())
    assert flow.monthly_by(still, "hire", "headcount").sentence == "한 해 사이 크게 달라진 것이 없다."


# Seasons


def test_the_season_is_told_from_three_whole_years_with_enough_postings() -> None:
    rows = [
        {"start_date": date(year, month, 5)}
        for year in (2022, 2023, 2024)
        for month in range(1, 13)
        for _ in range(60 if month == 3 else 30)
    ]
    chart = flow.seasonality(index_of(*rows, today=date(2025, 1, 10)).find(Selection()), "postings")
    assert chart.sentence.startswith("3월이 가장 많아 평균 달의 1.85배이고, ")
    assert "(3개 해 평균)" in chart.sentence
    table = chart.table()
    assert table.iloc[-1]["해"] == "계절 지수"
    assert table.loc[0, "3월"] == 60
    (heat,) = chart.figure["data"]
    assert heat["z"][0] == table.iloc[0, 1:].tolist()


def test_equal_months_have_no_season() -> None:
    rows = [
        {"start_date": date(year, month, 5)} for year in (2022, 2023, 2024) for month in range(1, 13) for _ in range(40)
    ]
    found = index_of(*rows, today=date(2025, 1, 10)).find(Selection())
    assert flow.seasonality(found, "postings").sentence == "매달 거의 같다(3개 해 평균)."


def test_too_few_years_have_no_season() -> None:
    assert (
        flow.seasonality(found_in("one posting"), "postings").sentence
        == "온전한 해가 0개뿐이라 계절 지수를 내지 않는다."
    )


# Years


def test_years_are_compared_in_all_and_among_the_same_institutions() -> None:
    rows = [
        {"start_date": date(2023, 5, 5), "headcount": 100, "institution_code": "C0001"},
        {"start_date": date(2024, 5, 5), "headcount": 150, "institution_code": "C0001"},
        {"start_date": date(2024, 5, 5), "headcount": 50, "institution_code": "C0002"},
    ]
    chart = flow.yearly(index_of(*rows).find(Selection()), "headcount")
    assert chart.sentence == (
        "2024년 모집인원은 200명으로 2023년보다 100.0% 늘었다. 두 해 모두 공고를 낸 기관끼리는 +50.0%이다."
    )
    last = chart.table().iloc[-1]
    assert (last["연도"], last["모집인원(명)"], last["전년 대비(%)"], last["같은 기관 전년 대비(%)"]) == (
        "2024",
        200,
        100.0,
        50.0,
    )


def test_a_handful_of_the_same_institutions_is_not_compared() -> None:
    rows = [{"start_date": date(2023, 5, 5)}, {"start_date": date(2024, 5, 5)}, {"start_date": date(2024, 6, 5)}]
    assert flow.yearly(index_of(*rows).find(Selection()), "postings").sentence == "2024년 공고 수는 2건이다."


def test_the_highest_sum_is_told_where_it_is_over() -> None:
    rows = [{"start_date": date(2023, 5, 5), "headcount": 90}, {"start_date": date(2025, 5, 5), "headcount": 50}]
    found = index_of(*rows).find(Selection())
    assert flow.trailing(found, "headcount").sentence == (
        "2024년 11월~2025년 10월 합계는 50명이다. 가장 많았던 때는 2023년 5월~2024년 4월의 90명이다."
    )
    assert flow.trailing(found, "postings").sentence == "2024년 11월~2025년 10월 합계는 1건이다."


def test_a_year_after_nothing_has_no_rate() -> None:
    chart = flow.yearly(found_in("zero before"), "headcount")
    assert chart.sentence == "2024년 모집인원은 50명이다."
    assert chart.table()["전년 대비(%)"].isna().all()
    assert {text for pair in traces(chart)[0]["customdata"] for text in pair} == {"–"}


# English


def test_the_findings_read_well_in_english() -> None:
    found = regions(("R3017", 30), ("R3010", 10))
    with speaking("en"):
        chart = flow.by_facet(found, "region")
        assert (chart.title, chart.unit) == ("Openings by workplace", "Unit: openings.")
        assert chart.sentence.endswith(" leads with 30 openings (75.0%).")
        assert list(chart.table().columns) == ["Workplace", "Openings", "Share (%)"]
        assert twelve_months(150, 100, "headcount") == (
            "The year to October 2025 brought 150 openings, 50.0% more than the twelve months before."
        )
        assert twelve_months(1, 1, "postings") == "The year to October 2025 brought 1 posting."
