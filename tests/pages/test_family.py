"""일과 가정·재정: every view, its filters, the ranking, and two figures against each other."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.takeaways.citation import in_korean
from data_loader.reference import load_reference
from tests.pages.reader import address, cards, charts, checked, open_page, said, table, tables

VIEWS = ("family", "welfare", "finances", "head", "ranking", "against")
DRAWN = {
    "family": {
        "family_leave", "family_men_share", "family_short_hours", "family_flexible", "family_care", "family_day_care",
        "indicator_leave_rate_types",
    },
    "welfare": {"welfare_a_head", "welfare_totals", "indicator_welfare_regular_types"},
    "finances": {"finances_income", "finances_spending", "finances_dependence", "indicator_net_share_types"},
    "head": {"indicator_head_pay", "indicator_head_pay_types"},
    "ranking": set(),
    "against": {"indicators_against"},
}  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_its_charts_each_with_its_table(app: AppTest, view: str) -> None:
    open_page(app, "family", view=view)
    assert charts(app) == DRAWN[view]
    assert "nan" not in said(app)
    assert "예시" not in said(app)
    assert "2026-08-20" in said(app)
    assert all(len(made) for made in tables(app))


def test_the_page_leads_with_what_men_and_women_did(app: AppTest) -> None:
    open_page(app, "family")
    assert "2025년 육아휴직을 쓴 남성은 9,278명으로 2021년보다 156.7% 늘었다." in said(app)
    assert "여성은 20,101명으로 2021년보다 20.5% 늘었다." in said(app)
    assert "단축근무를 한 사람은 19,045명" in said(app)
    assert "사용률은 없음" in said(app)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"type": "market"}, "기관유형 공기업(시장형)"),
        ({"ministry": "교육부"}, "주무부처 교육부"),
        ({"region": "busan"}, "본사 시도 부산"),
        ({"region": "jeonnam-gwangju"}, "본사 시도 전남광주"),
        ({"institution": "C0247"}, "기관 한국전력공사"),
        (
            {"type": "market,quasi-market", "region": "gyeongnam"},
            "본사 시도 경남, 기관유형 공기업(시장형)·공기업(준시장형)",
        ),
    ],
)
def test_figures_follow_the_conditions_that_choose_institutions(
    app: AppTest, params: dict[str, str], words: str
) -> None:
    open_page(app, "family", **params)
    text = said(app)
    assert words in text
    men = table(app, "연도", "남성(명)")
    reference = {name: new.data.to_pandas() for name, new in load_reference().items()}
    chosen = independent_codes(reference["institutions"], params)
    rows = reference["work_family"]
    expected = rows[rows["institution_code"].isin(chosen) & (rows["year"] == 2025)]["parental_leave_men"].sum()
    assert men.set_index("연도")["남성(명)"]["2025"] == expected
    assert f"기관 {len(chosen)}곳" in text


def independent_codes(institutions: "object", params: dict[str, str]) -> set[str]:
    """The institutions of a choice, read off the shipped roster by hand."""
    wanted = {
        "type": {"market": "A2001", "quasi-market": "A2002"},
        "region": {"busan": ("R3014",), "gyeongnam": ("R3022",), "jeonnam-gwangju": ("R3015", "R3023", "R3027")},
    }
    found = set()
    for row in institutions.to_dict("records"):  # type: ignore[attr-defined]
        kinds = [wanted["type"][slug] for slug in params.get("type", "").split(",") if slug]
        regions = wanted["region"][params["region"]] if "region" in params else ()
        if (
            not row["is_former"]
            and (not kinds or row["institution_type"] in kinds)
            and (not regions or row["headquarters_region"] in regions)
            and params.get("ministry", row["supervising_ministry"]) == row["supervising_ministry"]
            and params.get("institution", row["institution_code"]) == row["institution_code"]
        ):
            found.add(row["institution_code"])
    return found


def test_conditions_of_postings_are_named_and_change_nothing(app: AppTest) -> None:
    open_page(app, "family", hire="regular", **{"from": "2024-01"}, q="간호")
    assert "공고의 조건은 따르지 않습니다: 고용형태, 시작일, 검색어." in said(app)
    assert "남성은 9,278명" in said(app)


def test_an_unknown_condition_is_named(app: AppTest) -> None:
    open_page(app, "family", type="nonsense")
    assert "알 수 없는 것은 뺐습니다: 기관유형=nonsense" in said(app)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("params", [{"institution": "C0247"}, {"institution": "C0247", "type": "other"}])
def test_one_institution_or_none_breaks_no_view(app: AppTest, view: str, params: dict[str, str]) -> None:
    open_page(app, "family", view=view, **params)
    assert "nan" not in said(app)
    assert "가장 높" not in said(app)


def test_a_choice_is_written_into_the_address_and_cleared_again(app: AppTest) -> None:
    open_page(app, "family")
    checked(app.multiselect(key="disclosed_type").set_value(["A2001"]).run())
    assert address(app) == {"type": "market"}
    assert "기관 14곳" in said(app)
    checked(next(button for button in app.button if button.label == "조건 모두 지우기").click().run())
    assert address(app) == {}


def test_a_choice_goes_along_to_the_postings_and_back(app: AppTest) -> None:
    open_page(app, "family", type="market")
    checked(app.switch_page("pages/postings.py").run())
    assert address(app) == {"type": "market"}
    checked(app.switch_page("pages/family.py").run())
    assert address(app) == {"type": "market"}


def test_the_ranking_is_over_all_and_shows_those_chosen(app: AppTest) -> None:
    open_page(app, "family", view="ranking", indicator="head_pay")
    everything = table(app, "순위", "유형 안 순위")
    assert len(everything) == 326
    assert everything.iloc[0]["기관"] == "한국투자공사"
    open_page(app, "family", view="ranking", indicator="head_pay", type="market")
    some = table(app, "순위", "유형 안 순위")
    assert some["유형 안 순위"].iloc[0] == 1
    assert set(some["순위"]) <= set(everything["순위"])
    assert some["순위"].iloc[0] > 1


def test_two_figures_are_chosen_in_the_address(app: AppTest) -> None:
    open_page(app, "family", view="against", x="income", y="head_pay")
    assert "2025년 수입, 그리고 기관장 연봉" in said(app)
    assert "함께 높다(순위상관 0.5" in said(app)
    assert "원인을 뜻하지 않음" in said(app)


@pytest.mark.parametrize(
    "junk", [{"view": "zzz"}, {"view": "ranking", "indicator": "<b>"}, {"view": "against", "x": "1"}]
)
def test_a_mistyped_address_shows_the_default(app: AppTest, junk: dict[str, str]) -> None:
    open_page(app, "family", **junk)
    assert "실제 자료" in said(app)


def test_a_citation_names_the_institutions_chosen_and_is_of_real_figures(app: AppTest) -> None:
    open_page(app, "family", type="market", hire="regular")
    korean = in_korean(cards(app)[0].view)
    assert "「육아휴직을 쓴 사람」(기관유형 공기업(시장형))" in korean
    assert "type=market" in korean
    assert "일가정_양립_지원제도_운영현황.xlsx" in korean
    assert "예시" not in korean
