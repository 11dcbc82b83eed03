"""Charts of pay, on the published figures and on small invented ones."""

from dataclasses import replace
from functools import partial

import pandas as pd
import pytest

from dashboard.charts import pay as charts
from dashboard.charts.chart import Chart
from dashboard.charts.labels import LABEL_ROOM, LATIN_WIDTH, width
from dashboard.languages import speaking
from dashboard.measures.pay import MEASURES, Pay, pay_by_institution
from data_loader.reference import load_reference
from tests.dashboard.charts.conftest import EVIL, assert_english, assert_sound, strings, traces

YEARS = [2021, 2022, 2023, 2024, 2025]
KEPCO = "한국전력공사"


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    names = ("pay", "starting_pay", "institutions", "cpi", "new_hires")
    reference = load_reference()
    return {name: reference[name].data.to_pandas() for name in names}


@pytest.fixture(scope="module")
def pays(tables: dict[str, pd.DataFrame]) -> dict[str, Pay]:
    return {
        measure: pay_by_institution(measure, tables["pay"], tables["starting_pay"], tables["institutions"])
        for measure in MEASURES
    }


def every_chart(pay: Pay, tables: dict[str, pd.DataFrame], year: int) -> list[Chart]:
    made = [
        charts.over_years(pay, tables["cpi"]), charts.by_type(pay, year), charts.by_group(pay, year, "ministry", "주무부처"),
        charts.by_group(pay, year, "region", "본사 시도"), charts.bands(pay), charts.composition(pay, year),
        charts.against_hires(pay, tables["new_hires"], year), charts.indefinite_ratio(pay, pay, year),
        charts.growth(pay, tables["cpi"]), charts.spread(pay), charts.rank_changes(pay, year),
    ]  # fmt: skip
    if pay.measure == "starting":
        return [*made, charts.starting_ratio(pay, year)]
    return [*made, charts.gender(pay, year), charts.gender_over_years(pay), charts.against_tenure(pay, year)]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("year", [2021, 2025])
def test_every_chart_is_sound_on_the_published_figures(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame], measure: str, year: int
) -> None:
    for chart in every_chart(pays[measure], tables, year):
        assert_sound(chart)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_chart_is_sound_on_one_institution_in_one_year(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame], measure: str
) -> None:
    rows = pays[measure].rows
    one = replace(pays[measure], rows=rows[rows["year"] == 2025].head(1), suppressed={})
    for chart in every_chart(one, tables, 2025):
        assert_sound(chart)
        assert "가장" not in chart.sentence, chart.sentence


@pytest.mark.parametrize("measure", MEASURES)
def test_the_budget_is_never_on_a_line_with_settled_years(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame], measure: str
) -> None:
    chart = charts.over_years(pays[measure], tables["cpi"])
    for line in traces(chart, mode="lines"):
        assert 2026 not in line["x"]
        assert set(line["x"]) == set(YEARS)
    (budget,) = [trace for trace in traces(chart) if 2026 in trace["x"]]
    assert (budget["mode"], budget["x"]) == ("markers", [2026])
    assert budget["name"] == "예산(결산과 비교할 수 없음)"
    assert chart.table().set_index("연도")["결산·예산"].to_dict() == dict.fromkeys(YEARS, "결산") | {2026: "예산"}


def test_the_median_of_regular_staff_is_the_published_one(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame]
) -> None:
    chart = charts.over_years(pays["average"], tables["cpi"])
    median = chart.table().set_index("연도")["중앙값(천 원)"] / 1000
    assert [round(median[year], 1) for year in YEARS] == [65.3, 65.9, 67.7, 69.2, 71.4]
    line = next(trace for trace in traces(chart) if trace["name"] == "중앙값")
    assert line["y"] == pytest.approx([median[year] for year in YEARS], abs=0.001)
    assert chart.sentence == (
        "2025년 정규직 평균보수는 기관 중앙값 7,140만 원으로 2021년과 비교해 9.2% 올랐고, 물가를 빼면 4.0% 내렸다."
    )


def test_real_won_state_their_base_year_and_index(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = charts.over_years(pays["average"], tables["cpi"])
    assert "실질은 소비자물가지수(국가데이터처, 2020=100)로 2025년 가격" in chart.unit
    table = chart.table().set_index("연도")
    assert table.loc[2025, "중앙값(2025년 가격, 천 원)"] == table.loc[2025, "중앙값(천 원)"]
    assert table.loc[2021, "중앙값(2025년 가격, 천 원)"] == pytest.approx(
        table.loc[2021, "중앙값(천 원)"] * 116.61 / 102.5, abs=1
    )


def test_without_a_price_index_nothing_real_is_claimed(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = charts.over_years(pays["average"], tables["cpi"].head(0).astype({"year": int, "index": float}))
    assert_sound(chart)
    assert chart.sentence.endswith("물가지수가 없어 실질은 비교할 수 없다.")


def test_a_fall_and_a_standstill_are_called_so(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    def told(**values: float) -> str:
        pay = pays["average"]
        rows = pay.rows[pay.rows["institution"] == KEPCO]
        rows = rows[rows["basis"] == "settled"].assign(value=[values.get(f"y{year}", 50_000.0) for year in YEARS])
        return charts.over_years(replace(pay, rows=rows), tables["cpi"]).sentence

    assert "2021년과 비교해 10.0% 내렸고" in told(y2025=45_000.0)
    assert "2021년과 비교해 그대로였고" in told()


def test_suppressed_averages_are_counted(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    pay = pays["indefinite"]
    assert pay.suppressed[2024] > 0
    assert f"가린 값 {pay.suppressed[2024]}개" in charts.by_type(pay, 2024).unit
    assert f"가린 값 {sum(pay.suppressed.values())}개" in charts.over_years(pay, tables["cpi"]).unit
    assert "가린" not in charts.by_type(pays["starting"], 2024).unit


def test_every_institution_is_a_dot_in_its_type(pays: dict[str, Pay]) -> None:
    chart = charts.by_type(pays["average"], 2024)
    assert (
        sum(len(trace["x"]) for trace in traces(chart, "box"))
        == len(chart.table())
        == len(pays["average"].in_year(2024))
    )
    assert (
        chart.sentence == "중앙값은 공기업(시장형)이 9,460만 원으로 가장 높고 기타공공기관이 6,720만 원으로 가장 낮다."
    )


def test_groups_of_fewer_than_three_institutions_are_left_out(pays: dict[str, Pay]) -> None:
    chart = charts.by_group(pays["average"], 2024, "ministry", "주무부처")
    table = chart.table()
    assert table["기관 수"].min() >= 3
    (bar,) = chart.figure["data"]
    assert bar["y"] == table["주무부처"].tolist()
    assert bar["x"] == pytest.approx((table["중앙값(천 원)"] / 1000).tolist())


def test_bands_share_out_all_institutions(pays: dict[str, Pay]) -> None:
    chart = charts.bands(pays["starting"])
    assert chart.table().drop(columns="연도").sum(axis=1).tolist() == pytest.approx([100] * 5, abs=0.3)
    assert "4천만 원 이상인 기관은" in chart.sentence


def test_indefinite_pay_is_set_against_regular_pay_of_the_same_institution(pays: dict[str, Pay]) -> None:
    chart = charts.indefinite_ratio(pays["indefinite"], pays["average"], 2024)
    assert_sound(chart)
    table = chart.table()
    assert sum(len(trace["x"]) for trace in traces(chart, "box")) == len(table)
    assert 60 < table["무기계약직 ÷ 정규직(%)"].median() < 70
    nobody = replace(pays["indefinite"], rows=pays["indefinite"].rows.head(0))
    assert charts.indefinite_ratio(nobody, pays["average"], 2024).sentence == "둘 다 공시한 기관이 없다."


def test_the_parts_of_pay_are_stacked(pays: dict[str, Pay]) -> None:
    chart = charts.composition(pays["average"], 2024)
    table = chart.table()
    assert len(chart.figure["data"]) == 6
    assert chart.figure["layout"]["barmode"] == "stack"
    base = chart.figure["data"][0]
    assert base["x"] == pytest.approx((table["기본급(천 원)"] / 1000).tolist(), abs=0.001)


def test_the_pay_gap_stands_beside_the_tenure_gap(pays: dict[str, Pay]) -> None:
    chart = charts.gender(pays["average"], 2024)
    assert "적고, 근속은" in chart.sentence
    (dots,) = chart.figure["data"]
    assert sorted(dots["text"]) == sorted(chart.table()["기관"])


def test_a_gap_the_other_way_is_worded_the_other_way(pays: dict[str, Pay]) -> None:
    rows = pays["average"].rows
    swapped = rows.rename(
        columns={
            "average_pay_men": "average_pay_women", "average_pay_women": "average_pay_men",
            "tenure_months_men": "tenure_months_women", "tenure_months_women": "tenure_months_men",
        }
    )  # fmt: skip
    sentence = charts.gender(replace(pays["average"], rows=swapped), 2024).sentence
    assert " 많고, 근속은 " in sentence
    assert " 길다(" in sentence


def test_in_the_first_year_pay_and_hires_cannot_be_compared(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame]
) -> None:
    chart = charts.against_hires(pays["average"], tables["new_hires"], 2021)
    assert chart.sentence == "전년과 비교할 수 있는 기관이 없다."


def test_no_name_of_an_institution_reaches_plotly_as_html(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame]
) -> None:
    evil = replace(pays["average"], rows=pays["average"].rows.assign(institution=EVIL, type=EVIL, ministry=EVIL))
    for chart in every_chart(evil, tables, 2024):
        assert not any("<a href" in text for text in strings(chart.figure)), chart.key


def test_growth_is_told_nominal_and_real(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = charts.growth(pays["average"], tables["cpi"])
    assert chart.sentence == "2025년 정규직 평균보수는 기관 중앙값으로 3.0% 올랐고, 물가를 빼면 0.9% 올랐다."
    assert [trace["x"] for trace in chart.figure["data"]] == [["2022", "2023", "2024", "2025"]] * 2


def test_a_spread_that_hardly_moved_is_said_not_to_have(pays: dict[str, Pay]) -> None:
    assert charts.spread(pays["average"]).sentence.endswith("2021년(1.75배)과 큰 차이가 없다.")
    rows = pays["average"].rows
    wider = rows["value"].where(rows["year"] != 2025, rows["value"] ** 1.2 / 10)
    assert charts.spread(replace(pays["average"], rows=rows.assign(value=wider))).sentence.endswith("벌어졌다.")


def test_the_largest_moves_in_rank_are_drawn_up_and_down(pays: dict[str, Pay]) -> None:
    chart = charts.rank_changes(pays["starting"], 2025)
    (bar,) = chart.figure["data"]
    assert len(bar["x"]) == 16
    assert bar["x"] == sorted(bar["x"], reverse=True)
    assert chart.table()["변동"].sum() == pytest.approx(0, abs=200)
    assert chart.sentence.startswith("한전MCS(주)의 순위가 291위에서 148위로 가장 많이 올랐다")


def test_means_stand_in_the_boxes_of_their_types(pays: dict[str, Pay]) -> None:
    chart = charts.by_type(pays["average"], 2024)
    marks = {trace["name"]: trace for trace in traces(chart, "scatter", "markers")}
    assert list(marks) == ["단순평균", "가중평균"]
    assert marks["단순평균"]["y"] == [trace["name"] for trace in traces(chart, "box")]


def test_the_gap_over_the_years_names_both_gaps(pays: dict[str, Pay]) -> None:
    chart = charts.gender_over_years(pays["average"])
    assert [trace["name"] for trace in traces(chart, mode="lines")] == ["보수 격차", "근속 격차"]
    assert chart.sentence == "2025년 보수 격차의 중앙값은 16.8%로 2021년보다 1.9%p 줄었다."


def test_institutions_far_off_are_left_to_the_table(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = charts.against_hires(pays["starting"], tables["new_hires"], 2025)
    (dots,) = chart.figure["data"]
    far = len(chart.table()) - len(dots["x"])
    assert 0 < far < 20
    assert f"멀리 떨어진 {far}곳은 표에만 있음." in chart.unit
    assert chart.title == "2025년 신입사원 초임과 채용은 함께 움직였나"


# English


@pytest.mark.parametrize("rows", ["all", "one", "first year"])
@pytest.mark.parametrize("measure", MEASURES)
def test_every_chart_speaks_english(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame], measure: str, rows: str
) -> None:
    pay = pays[measure]
    some = replace(pay, rows=pay.rows.assign(institution="가"))
    year = 2021 if rows == "first year" else 2025
    if rows == "one":
        some = replace(some, rows=some.rows[some.rows["year"] == year].head(1))
    with speaking("en"):
        made = every_chart(some, tables, year)
    for chart in made:
        assert_english(partial(lambda chart: chart, chart))


def test_the_findings_on_pay_read_well_in_english(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    with speaking("en"):
        over_years = charts.over_years(pays["average"], tables["cpi"])
        groups = charts.by_group(pays["average"], 2024, "region", "본사 시도")
    assert over_years.title == "Average pay of regular staff by year"
    assert over_years.sentence == (
        "Average pay of regular staff at the median institution was 71.4 million won in 2025: "
        "since 2021 it rose 9.2%, and after inflation it fell 4.0%."
    )
    assert groups.title == "Average pay of regular staff by province of headquarters, 2024"


def test_long_english_names_leave_room_for_the_figure(pays: dict[str, Pay]) -> None:
    with speaking("en"):
        types = charts.by_type(pays["average"], 2025).figure["layout"]["yaxis"]
        (ministries,) = charts.by_group(pays["average"], 2025, "ministry", "주무부처").figure["data"]
    assert "Quasi-governmental <br>(fund)" in types["ticktext"]
    assert max(width(line) for name in ministries["y"] for line in name.split("<br>")) <= LABEL_ROOM + LATIN_WIDTH
