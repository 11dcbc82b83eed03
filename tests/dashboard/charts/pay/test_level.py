"""What institutions pay, and which band they start in."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.charts.labels import LABEL_ROOM, LATIN_WIDTH, width
from dashboard.charts.pay import level
from dashboard.languages import speaking
from dashboard.measures.pay import MEASURES, Pay
from tests.dashboard.charts.conftest import assert_sound, traces

YEARS = [2021, 2022, 2023, 2024, 2025]
KEPCO = "한국전력공사"


@pytest.mark.parametrize("measure", MEASURES)
def test_the_budget_is_never_on_a_line_with_settled_years(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame], measure: str
) -> None:
    chart = level.over_years(pays[measure], tables["cpi"])
    for line in traces(chart, mode="lines"):
        assert set(line["x"]) == set(YEARS)
    (budget,) = traces(chart, mode="markers")[:1]
    assert (budget["mode"], budget["x"], budget["marker"]["symbol"]) == ("markers", [2026], "circle-open")
    assert "예산(빈 점)은 따로" in chart.unit
    assert chart.table().set_index("연도")["결산·예산"].to_dict() == dict.fromkeys(YEARS, "결산") | {2026: "예산"}


def test_the_median_of_regular_staff_is_the_published_one(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame]
) -> None:
    chart = level.over_years(pays["average"], tables["cpi"])
    median = chart.table().set_index("연도")["중앙값(만 원)"]
    assert [round(median[year], -1) for year in YEARS] == [6530, 6590, 6770, 6920, 7140]
    line = next(trace for trace in traces(chart) if trace.get("name") == "중앙값")
    assert line["y"] == pytest.approx([median[year] for year in YEARS], abs=0.001)
    assert chart.sentence == (
        "2025년 정규직 평균보수는 기관 중앙값 7,140만 원으로 2021년과 비교해 9.2% 올랐고, 물가를 빼면 4.0% 내렸다."
    )


def test_real_won_state_their_base_year_and_index(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = level.over_years(pays["average"], tables["cpi"])
    assert "실질은 소비자물가지수(국가데이터처, 2020=100)로 2025년 가격" in chart.unit
    table = chart.table().set_index("연도")
    assert table.loc[2025, "중앙값, 2025년 가격(만 원)"] == table.loc[2025, "중앙값(만 원)"]
    assert table.loc[2021, "중앙값, 2025년 가격(만 원)"] == pytest.approx(
        table.loc[2021, "중앙값(만 원)"] * 116.61 / 102.5, abs=1
    )


def test_without_a_price_index_nothing_real_is_claimed(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = level.over_years(pays["average"], tables["cpi"].head(0).astype({"year": int, "index": float}))
    assert_sound(chart)
    assert chart.sentence.endswith("물가지수가 없어 실질은 비교할 수 없다.")


def test_a_fall_and_a_standstill_are_called_so(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    def told(**values: float) -> str:
        pay = pays["average"]
        rows = pay.rows[pay.rows["institution"] == KEPCO]
        rows = rows[rows["basis"] == "settled"].assign(value=[values.get(f"y{year}", 50_000.0) for year in YEARS])
        return level.over_years(replace(pay, rows=rows), tables["cpi"]).sentence

    assert "2021년과 비교해 10.0% 내렸고" in told(y2025=45_000.0)
    assert "2021년과 비교해 그대로였고" in told()


def test_suppressed_averages_are_counted(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    pay = pays["indefinite"]
    assert pay.suppressed[2024] > 0
    assert f"가린 값 {pay.suppressed[2024]}개" in level.by_type(pay, 2024).unit
    assert f"가린 값 {sum(pay.suppressed.values())}개" in level.over_years(pay, tables["cpi"]).unit
    assert "가린" not in level.by_type(pays["starting"], 2024).unit


def test_every_institution_is_a_dot_in_its_type(pays: dict[str, Pay]) -> None:
    chart = level.by_type(pays["average"], 2024)
    assert (
        sum(len(trace["x"]) for trace in traces(chart, "box"))
        == len(chart.table())
        == len(pays["average"].in_year(2024))
    )
    assert (
        chart.sentence == "중앙값은 공기업(시장형)이 9,460만 원으로 가장 높고 기타공공기관이 6,720만 원으로 가장 낮다."
    )


def test_groups_of_fewer_than_three_institutions_are_left_out(pays: dict[str, Pay]) -> None:
    chart = level.by_group(pays["average"], 2024, "ministry", "주무부처")
    table = chart.table()
    assert table["기관 수"].min() >= 3
    (bar,) = chart.figure["data"]
    assert bar["y"] == table["주무부처"].tolist()
    assert bar["x"] == pytest.approx(table["중앙값(만 원)"].tolist(), abs=0.11)


def test_bands_share_out_all_institutions(pays: dict[str, Pay]) -> None:
    chart = level.bands(pays["starting"])
    assert chart.table().drop(columns="연도").sum(axis=1).tolist() == pytest.approx([100] * 5, abs=0.3)
    assert "4천만 원 이상인 기관은" in chart.sentence


def test_means_stand_in_the_boxes_of_their_types(pays: dict[str, Pay]) -> None:
    chart = level.by_type(pays["average"], 2024)
    mean, weighted = traces(chart, "scatter", "markers")
    assert [mark["marker"]["symbol"] for mark in (mean, weighted)] == ["diamond", "diamond-open"]
    assert mean["y"] == [trace["name"] for trace in traces(chart, "box")]


def test_the_findings_on_pay_read_well_in_english(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    with speaking("en"):
        over_years = level.over_years(pays["average"], tables["cpi"])
        groups = level.by_group(pays["average"], 2024, "region", "본사 시도")
    assert over_years.title == "Average pay of regular staff by year"
    assert over_years.sentence == (
        "Average pay of regular staff at the median institution was 71.4 million won in 2025: "
        "since 2021 it rose 9.2%, and after inflation it fell 4.0%."
    )
    assert groups.title == "Average pay of regular staff by province of headquarters, 2024"


def test_long_english_names_leave_room_for_the_figure(pays: dict[str, Pay]) -> None:
    with speaking("en"):
        types = level.by_type(pays["average"], 2025).figure["layout"]["yaxis"]
        (ministries,) = level.by_group(pays["average"], 2025, "ministry", "주무부처").figure["data"]
    assert "Quasi-governmental <br>(fund)" in types["ticktext"]
    assert max(width(line) for name in ministries["y"] for line in name.split("<br>")) <= LABEL_ROOM + LATIN_WIDTH


def test_lines_are_named_at_their_ends_and_the_real_one_says_its_year(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame]
) -> None:
    chart = level.over_years(pays["average"], tables["cpi"])
    names = [trace["name"] for trace in traces(chart, mode="lines") if "name" in trace]
    assert names == ["중앙값", "중앙값(2025년 가격)", "가중평균"]
    assert len(traces(chart, mode="text")) == 3
    assert not chart.figure["layout"]["showlegend"]


def test_pay_has_one_unit_on_axes_and_in_tables(pays: dict[str, Pay], tables: dict[str, pd.DataFrame]) -> None:
    chart = level.over_years(pays["average"], tables["cpi"])
    assert "단위: 만 원/년" in chart.unit
    with speaking("en"):
        english = level.over_years(pays["average"], tables["cpi"])
        table = english.table()
    assert english.unit.startswith("Unit: million won")
    assert table.iloc[-2, 3] == pytest.approx(chart.table().iloc[-2, 3] / 100)


def test_headquarters_are_told_in_regions_that_can_be_compared(pays: dict[str, Pay]) -> None:
    names = level.by_group(pays["average"], 2025, "region", "본사 시도").table()["본사 시도"].tolist()
    assert "전남광주" in names
    assert not {"광주", "전남"} & {*names}


def test_the_lowest_and_the_highest_are_named(pays: dict[str, Pay]) -> None:
    table = level.by_type(pays["average"], 2025).table()
    named = [trace["text"] for trace in traces(level.by_type(pays["average"], 2025), "scatter", "text")]
    assert named == [[table["기관"].iloc[-1]], [table["기관"].iloc[0]]]
