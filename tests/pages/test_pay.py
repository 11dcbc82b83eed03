"""임금: every measure, view and year, and the ranking with its search."""

from statistics import median

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.published import published
from tests.pages.reader import address, charts, checked, open_page, said, table, tables

MEASURES = ("average", "starting", "indefinite")
YEARS = ("2021", "2025")


@pytest.mark.parametrize("view", ["level", "change", "who", "groups", "gap", "parts", "ranking"])
@pytest.mark.parametrize("measure", MEASURES)
def test_every_view_draws_every_measure_each_chart_with_its_table(app: AppTest, measure: str, view: str) -> None:
    for year in YEARS:
        open_page(app, "pay", measure=measure, view=view, year=year)
        assert charts(app) or view == "ranking"
        assert "nan" not in said(app)
    assert all(len(made) for made in tables(app))


def test_the_figures_are_real_and_say_their_vintage(app: AppTest) -> None:
    open_page(app, "pay")
    assert "예시" not in said(app)
    assert "실제 자료" in said(app)
    assert "2026-08-20" in said(app)
    assert "기관 중앙값 7,140만 원" in said(app)


def test_the_newest_settled_year_is_shown_and_the_budget_cannot_be_chosen(app: AppTest) -> None:
    open_page(app, "pay", year="2026")
    assert app.selectbox(key="choice_year").value == "2025"
    assert "2026년" not in app.selectbox(key="choice_year").options


@pytest.mark.parametrize(
    "junk", [{"year": "9999"}, {"year": "abc"}, {"view": "zzz"}, {"measure": "<b>"}, {"find": "없는말"}]
)
def test_a_mistyped_address_shows_the_default(app: AppTest, junk: dict[str, str]) -> None:
    open_page(app, "pay", **junk)
    assert "pay_over_years" in charts(app)


def test_the_ranking_begins_with_the_highest_and_holds_kepco(app: AppTest) -> None:
    open_page(app, "pay", view="ranking")
    shown = table(app, "순위", "기관")
    assert shown["순위"].is_monotonic_increasing
    kepco = shown.set_index("기관").loc["한국전력공사"]
    assert kepco["정규직 평균보수(만 원)"] == 9_638.1
    assert kepco["전년 대비(%)"] == 8.5


def test_the_search_of_the_ranking_is_in_the_address(app: AppTest) -> None:
    open_page(app, "pay", view="ranking", find="전력")
    found = table(app, "순위", "기관")["기관"].tolist()
    assert "한국전력공사" in found
    assert len(found) < 30
    checked(app.text_input(key="choice_find").set_value("한전kps").run())
    assert table(app, "순위", "기관")["기관"].str.contains("한전KPS").all()
    assert address(app) == {"view": "ranking", "find": "한전kps"}
    checked(app.text_input(key="choice_find").set_value("없는말").run())
    assert "찾는 기관이 없습니다." in said(app)
    checked(app.text_input(key="choice_find").set_value("").run())
    assert address(app) == {"view": "ranking"}


def test_the_ranking_leads_to_profiles_and_to_a_comparison(app: AppTest) -> None:
    def links() -> str:
        return next(element.value for element in app.markdown if element.value.startswith("기관 화면: "))

    open_page(app, "pay", view="ranking")
    assert "[나란히 비교](institutions?compare=" in links()
    open_page(app, "pay", view="ranking", find="한국전력공사")
    assert links() == "기관 화면: [한국전력공사](institutions?code=C0247)"


def test_changes_are_drawn_for_pay_and_told_with_hires(app: AppTest) -> None:
    open_page(app, "pay", view="change")
    assert charts(app) == {"pay_growth", "pay_spread", "pay_rank_changes", "pay_starting_ratio", "pay_hires"}
    assert "물가를 빼면 0.9% 올랐다." in said(app)


def test_starting_pay_stands_beside_the_average(app: AppTest) -> None:
    open_page(app, "pay", view="ranking", measure="starting")
    shown = table(app, "순위", "기관")
    assert 0.4 < shown["초임 ÷ 평균보수"].median() < 0.7


def test_year_and_measure_are_chosen_on_the_page(app: AppTest) -> None:
    open_page(app, "pay")
    checked(app.selectbox(key="choice_year").set_value("2023").run())
    checked(app.button_group(key="choice_measure").set_value("starting").run())
    assert address(app) == {"year": "2023", "measure": "starting"}
    assert "2023년 기관유형별 신입사원 초임" in said(app)


@pytest.mark.parametrize("view", ["level", "change", "who", "groups", "gap", "parts", "ranking"])
@pytest.mark.parametrize(
    "params", [{"institution": "C0001", "measure": "starting"}, {"institution": "C0247", "type": "other"}]
)
def test_a_choice_of_institutions_breaks_no_view(app: AppTest, view: str, params: dict[str, str]) -> None:
    open_page(app, "pay", view=view, **params)
    assert "nan" not in said(app)
    assert "inf" not in said(app)


def test_pay_of_a_choice_equals_a_median_over_the_published_file(app: AppTest) -> None:
    open_page(app, "pay", type="market")
    chosen = {row["institution_code"] for row in published("institutions") if row["institution_type"] == "A2001"}
    pay = [
        float(row["average_pay"])
        for row in published("pay")
        if row["institution_code"] in chosen and row["year"] == "2025" and row["employment"] == "regular"
    ]
    shown = table(app, "연도", "중앙값(만 원)").set_index("연도")["중앙값(만 원)"]
    assert shown[2025] == pytest.approx(median(pay) / 10, abs=0.1)


def test_the_ranking_keeps_the_places_among_all(app: AppTest) -> None:
    open_page(app, "pay", view="ranking", type="market")
    shown = table(app, "순위", "기관")
    assert len(shown) == 14
    assert shown["순위"].iloc[0] > 1


def test_a_condition_of_postings_is_named(app: AppTest) -> None:
    open_page(app, "pay", hire="regular")
    assert "공고의 조건은 따르지 않습니다: 고용형태." in said(app)
