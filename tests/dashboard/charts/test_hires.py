"""Charts of actual hires: the published totals, the part year apart, posted against hired."""

from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.charts import hires
from dashboard.charts.chart import Chart
from dashboard.languages import speaking
from dashboard.measures import hires as measures
from dashboard.selection.selection import Selection
from data_loader.reference import load_reference
from tests.dashboard.charts.conftest import assert_english, assert_sound
from tests.dashboard.conftest import index_of


@pytest.fixture(scope="module")
def new_hires() -> pd.DataFrame:
    return load_reference()["new_hires"].data.to_pandas()


@pytest.fixture(scope="module")
def interns() -> pd.DataFrame:
    return load_reference()["interns"].data.to_pandas()


def invented(*years: tuple[int, str, float]) -> pd.DataFrame:
    rows = [{"institution_code": "C0001", "year": year, "basis": basis, "regular_new_hires": count,
             "indefinite_new_hires": 1.0, **dict.fromkeys(measures.SHARES, count / 2)} for year, basis, count in years]  # fmt: skip
    return pd.DataFrame(rows)


def test_new_hires_are_the_published_ones(new_hires: pd.DataFrame) -> None:
    chart = hires.new_hires(new_hires)
    assert_sound(chart)
    table = chart.table().set_index("연도")["일반정규직(명)"].round()
    assert [table[year] for year in ("2021", "2022", "2023", "2024", "2025")] == [25962, 24590, 20216, 20143, 27276]
    assert chart.sentence == "2025년 일반정규직 신규채용은 27,276명으로 전년보다 35.4% 늘었다."


def test_a_part_year_is_drawn_pale_and_never_compared(new_hires: pd.DataFrame) -> None:
    bar = hires.new_hires(new_hires).figure["data"][0]
    assert bar["x"][-1] == "2026(일부)"
    assert bar["marker"]["opacity"] == [1, 1, 1, 1, 1, 0.35]
    assert "흐린 막대" in hires.new_hires(new_hires).unit


def test_of_all_the_years_before_stand_apart_with_their_set_of_institutions(new_hires: pd.DataFrame) -> None:
    chart = hires.new_hires_of_all(new_hires)
    assert_sound(chart)
    before, regular, *_others = chart.figure["data"]
    assert (before["x"], before["y"]) == (["2019", "2020"], [40_116, 29_480])
    assert regular["x"][0] == "2021"
    (line,) = chart.figure["layout"]["shapes"]
    assert (line["x0"], line["x1"]) == (1.5, 1.5)
    assert "2019·2020년은 기관 339곳의 발표된 합계" in chart.unit
    assert chart.table().set_index("연도")["일반정규직(명)"][["2019", "2021"]].tolist() == [
        40_116,
        pytest.approx(25_962, abs=1),
    ]
    assert chart.sentence == hires.new_hires(new_hires).sentence


def test_the_whole_stands_on_the_stack(new_hires: pd.DataFrame) -> None:
    chart = hires.new_hires(new_hires)
    totals = chart.figure["data"][-1]
    assert totals["mode"] == "text"
    assert totals["y"] == pytest.approx(
        chart.table()[["일반정규직(명)", "무기계약직(명)"]].sum(axis=1).tolist(), abs=0.01
    )


def test_groups_are_named_at_the_ends_of_their_lines(new_hires: pd.DataFrame) -> None:
    chart = hires.hire_shares(new_hires)
    assert not chart.figure["layout"]["showlegend"]
    assert len([trace for trace in chart.figure["data"] if trace["mode"] == "text"]) == len(measures.SHARES)


def test_one_settled_year_is_told_without_comparison() -> None:
    chart = hires.new_hires(invented((2025, "settled", 100)))
    assert_sound(chart)
    assert chart.sentence == "2025년 일반정규직 신규채용은 100명이다."


def test_equal_years_have_no_direction() -> None:
    sentence = hires.new_hires(invented((2024, "settled", 100), (2025, "settled", 100))).sentence
    assert sentence == "2025년 일반정규직 신규채용은 100명으로 전년(100명)과 큰 차이가 없다."


def test_shares_are_drawn_for_settled_years_alone(new_hires: pd.DataFrame) -> None:
    chart = hires.hire_shares(new_hires)
    assert_sound(chart)
    youth = chart.figure["data"][0]
    assert youth["x"] == [2021, 2022, 2023, 2024, 2025]
    assert youth["y"][3] == pytest.approx(84.6, abs=0.1)
    assert chart.table()["청년(%)"].tolist()[:5] == pytest.approx(youth["y"], abs=0.01)
    assert chart.sentence.startswith("2025년 일반정규직 신규채용 가운데 청년은 ")


def test_interns_are_told_with_the_share_that_leads_to_a_job(interns: pd.DataFrame) -> None:
    chart = hires.interns(interns)
    assert_sound(chart)
    table = chart.table().set_index("연도")
    assert round(table.loc["2024"].sum()) == pytest.approx(21239, rel=0.03)
    assert "채용형은 " in chart.sentence


def fill(posted: float, hired: float) -> pd.DataFrame:
    share = hired / posted if posted else float("nan")
    return pd.DataFrame({"year": [2025], "posted": [posted], "hired": [hired], "fill": [share]})


def test_posted_and_hired_stand_beside_each_other() -> None:
    chart = hires.posted_and_hired(fill(200, 150), is_sample=False)
    assert_sound(chart)
    assert chart.sentence == "2025년 신규채용은 공고한 정규직 모집인원의 75.0%였다."
    assert chart.table().to_dict("list") == {
        "연도": [2025], "정규직 모집인원(명)": [200], "신규채용(명)": [150], "채용 ÷ 모집(%)": [75.0]
    }  # fmt: skip
    assert [trace["y"] for trace in chart.figure["data"]] == [[200], [150]]


def test_against_sample_postings_the_share_is_called_meaningless() -> None:
    chart = hires.posted_and_hired(fill(200, 150), is_sample=True)
    assert chart.sentence.endswith("공고가 예시 자료라 뜻이 없는 값이다.")


@pytest.mark.parametrize("posted", [0, 1, 29, 49])
def test_without_enough_posted_headcount_no_share_is_told(posted: float) -> None:
    chart = hires.posted_and_hired(fill(posted, 150), is_sample=False)
    assert_sound(chart)
    assert chart.sentence == "공고가 그만큼 모여 있지 않아 비율을 말하지 않는다."


def test_without_a_common_year_the_chart_is_empty_and_says_so(new_hires: pd.DataFrame) -> None:
    table = measures.posted_and_hired(index_of().find(Selection(text="없는말")), new_hires.head(0))
    chart = hires.posted_and_hired(table, is_sample=False)
    assert_sound(chart)
    assert chart.sentence == "두 자료가 함께 있는 해가 없다."


def test_interns_and_relocated_hires_are_sound_and_told(new_hires: pd.DataFrame, interns: pd.DataFrame) -> None:
    ratio, relocated = hires.intern_ratio(interns, new_hires), hires.relocated(new_hires)
    for chart in (ratio, relocated):
        assert_sound(chart)
    assert ratio.sentence == "2025년에는 정규직 신규채용 100명에 청년인턴이 86명이었다."
    assert relocated.sentence.startswith("2025년 이전지역 지역인재는 정규직 신규채용의 10.0%")
    assert "분모가 다름" in relocated.unit
    target = relocated.figure["data"][2]
    assert (target["name"], target["x"][0], target["y"]) == ("법정 목표", 2021, [27.0, 30.0, 30.0, 30.0, 30.0])


def test_one_institution_without_interns_or_relocated_hires_says_so(
    new_hires: pd.DataFrame, interns: pd.DataFrame
) -> None:
    nobody = invented((2025, "settled", 0.0))
    few = interns[interns["institution_code"] == "C0001"]
    for chart in (hires.intern_ratio(few, nobody), hires.relocated(nobody), hires.interns(few)):
        assert_sound(chart)
    assert hires.relocated(nobody).sentence == "이전지역 채용을 공시한 기관이 없다."
    assert hires.interns(few).sentence == "2025년 청년인턴은 0명이다."


# English

EVERY: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Chart]] = {
    "new hires": lambda new_hires, _interns: hires.new_hires(new_hires),
    "one year": lambda _new_hires, _interns: hires.new_hires(invented((2025, "settled", 100))),
    "shares": lambda new_hires, _interns: hires.hire_shares(new_hires),
    "interns": lambda _new_hires, interns: hires.interns(interns),
    "few interns": lambda _new_hires, interns: hires.interns(interns[interns["institution_code"] == "C0001"]),
    "ratio": lambda new_hires, interns: hires.intern_ratio(interns, new_hires),
    "relocated": lambda new_hires, _interns: hires.relocated(new_hires),
    "nobody relocated": lambda _new_hires, _interns: hires.relocated(invented((2025, "settled", 0.0))),
    "posted and hired": lambda _new_hires, _interns: hires.posted_and_hired(fill(200, 150), is_sample=True),
    "hardly any posted": lambda _new_hires, _interns: hires.posted_and_hired(fill(1, 150), is_sample=False),
}


@pytest.mark.parametrize("chart", EVERY)
def test_every_chart_speaks_english(new_hires: pd.DataFrame, interns: pd.DataFrame, chart: str) -> None:
    assert_english(lambda: EVERY[chart](new_hires, interns))


def test_people_are_told_apart_from_openings_in_english(new_hires: pd.DataFrame) -> None:
    with speaking("en"):
        chart = hires.new_hires(new_hires)
        table = chart.table()
    assert chart.sentence == "Regular new hires in 2025: 27,276, 35.4% more than the year before."
    assert list(table.columns) == ["Year", "Regular (people)", "Indefinite-term (people)"]
    assert chart.figure["data"][0]["hovertemplate"].endswith("<b>%{y:,.0f} people</b><extra></extra>")
    assert chart.figure["data"][0]["x"][-1] == "2026 (part)"
