"""기관: one institution, a few side by side, former ones, and addresses nobody wrote on purpose."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.published import published
from tests.pages.reader import address, charts, checked, open_page, said, table

KEPCO, GOLF, FORMER = "C0247", "C0001", "C0018"


def test_without_a_choice_every_institution_of_today_is_listed(app: AppTest) -> None:
    open_page(app, "institutions")
    shown = table(app, "기관", "접수 중(건)")
    assert len(shown) == 355
    kepco = shown.set_index("기관").loc["한국전력공사"]
    assert kepco["정규직 평균보수(만 원)"] == 9_638.1
    assert kepco["정규직 신규채용(명)"] == 988


def test_a_profile_says_who_it_is_and_what_it_pays(app: AppTest) -> None:
    open_page(app, "institutions", code=KEPCO)
    text = said(app)
    assert "기관유형 공기업(시장형) · 기관분류 에너지 · 주무부처 기후에너지환경부 · 본사 전남 · 설립 1961-07-01" in text
    assert "2025년 정규직 평균보수는 9,640만 원으로" in text
    assert charts(app) == {"institution_average", "institution_starting"}
    assert [metric.value for metric in app.metric][:4] == ["9,640만 원", "4,720만 원", "988명", "22,806명"]
    assert "무작위로 만든 예시 자료" in text


@pytest.mark.parametrize(
    ("view", "drawn"),
    [
        ("people", {"new_hires", "interns", "institution_staff", "institution_hiring"}),
        (
            "work",
            {
                "family_leave",
                "family_short_hours",
                "institution_leave_rate",
                "institution_welfare_regular",
                "institution_head_pay",
                "institution_income",
                "institution_net_share",
            },
        ),
        ("competition", {"competition_coverage", "competition_distribution"}),
        ("postings", {"monthly", "institution_calendar", "institution_region", "institution_ncs", "institution_hire"}),
    ],
)
def test_every_view_of_a_profile_draws_its_charts(app: AppTest, view: str, drawn: set[str]) -> None:
    open_page(app, "institutions", code=KEPCO, view=view)
    assert charts(app) == drawn
    assert "nan" not in said(app)
    open_page(app, "institutions", code=KEPCO, view=view, tables="1")
    assert charts(app) == set()


def test_work_and_money_are_ranked_among_all_and_within_the_type(app: AppTest) -> None:
    open_page(app, "institutions", code=KEPCO, view="work", tables="1")
    standing = table(app, "지표", "유형 안 순위").set_index("지표")
    assert standing.loc["수입"].tolist() == ["118.4조 원", 2025, "2위(348곳)", "1위(14곳)", "-0.1%"]
    assert standing.loc["육아휴직의 남성 비중", "전년 대비"].endswith("%p")
    assert "남성은 775명으로" in said(app)
    assert "같은 유형의 중앙값(7.3조 원)의 16.2배다" in said(app)


def test_indefinite_pay_is_drawn_where_there_is_any(app: AppTest) -> None:
    open_page(app, "institutions", code="C0150")
    assert "institution_indefinite" in charts(app)


@pytest.mark.parametrize("view", ["pay", "people", "work", "postings", "competition"])
def test_a_former_institution_says_so_and_breaks_nothing(app: AppTest, view: str) -> None:
    open_page(app, "institutions", code=FORMER, view=view)
    text = said(app)
    assert "지금의 공공기관 명단에 없는 예전 기관입니다." in text
    assert "nan" not in text
    assert not charts(app) & {"institution_average", "new_hires"}


def test_a_few_stand_side_by_side_in_one_table_and_six_charts(app: AppTest) -> None:
    open_page(app, "institutions", compare=f"{KEPCO},{GOLF},{FORMER}")
    assert charts(app) == {
        "institution_average", "institution_starting", "institution_hiring", "institution_postings",
        "institution_leave_rate", "institution_welfare_regular",
    }  # fmt: skip
    shown = table(app, "항목", "한국전력공사").set_index("항목")
    assert shown.loc["정규직 신규채용"].tolist() == ["988명", "3명", "–"]
    assert shown.loc["육아휴직 사용자"].tolist() == ["1,382명", "2명", "–"]
    assert shown.loc["기관장 연봉"].tolist()[0] == "3억 977만 원"
    assert shown.loc["수입"].tolist()[0] == "118.4조 원"
    assert "한국전력공사가 9,640만 원으로 가장 높고 88관광개발(주)가" in said(app)
    open_page(app, "institutions", compare=f"{KEPCO},{GOLF}", tables="1")
    assert charts(app) == set()
    assert len(app.dataframe) == 7


def test_choosing_is_written_to_the_address(app: AppTest) -> None:
    open_page(app, "institutions")
    checked(app.multiselect(key="choice_institutions").set_value([KEPCO]).run())
    assert address(app) == {"code": KEPCO}
    checked(app.multiselect(key="choice_institutions").set_value([KEPCO, GOLF]).run())
    assert address(app) == {"compare": f"{KEPCO},{GOLF}"}
    checked(app.multiselect(key="choice_institutions").set_value([]).run())
    assert address(app) == {}


def test_an_institution_is_found_by_its_abbreviation(app: AppTest) -> None:
    open_page(app, "institutions")
    assert any("한국전력공사 (" in option and "한전" in option for option in app.multiselect[0].options)


@pytest.mark.parametrize(
    "junk",
    [
        {"code": "C9999"}, {"code": "<b>x</b>"}, {"compare": ",,,"}, {"code": "c0247", "view": "zzz"},
        {"compare": "C0001,C0002,C0003,C0004,C0005,C0006,C0007"}, {"code": KEPCO, "compare": KEPCO},
        {"code": "x" * 5000},
    ],
)  # fmt: skip
def test_a_mistyped_address_still_opens(app: AppTest, junk: dict[str, str]) -> None:
    open_page(app, "institutions", **junk)
    assert len(app.title) == 1
    if junk.get("code", "").startswith(("C9", "<", "x")):
        assert "명단에 없는 기관코드는 뺐습니다" in said(app)
        assert len(table(app, "기관")) == 355
    if junk.get("code") == "c0247":
        assert "institution_average" in charts(app)
    if len(junk.get("compare", "")) > 30:
        assert "처음 5곳만 비교합니다." in said(app)


def test_the_name_leads_and_each_figure_has_its_places_and_leads_on(app: AppTest) -> None:
    open_page(app, "institutions", code=KEPCO)
    assert app.title[0].value == "한국전력공사"
    staff = {
        row["institution_code"]: float(row["regular_new_hires"] or 0)
        for row in published("new_hires")
        if row["year"] == "2025"
    }
    place = 1 + sum(value > staff[KEPCO] for value in staff.values())
    hired = next(metric for metric in app.metric if "정규직 신규채용" in metric.label)
    assert hired.delta.startswith(f"전체 {place}위 · 유형 ")
    assert f"{len(staff)}곳 중 {place}위, 같은 유형 14곳 중 " in hired.help
    open_now = app.metric[-1].label
    assert open_now == f"[접수 중인 공고](postings?institution={KEPCO}&status=open)"


def test_a_name_of_signs_is_shown_as_it_is_written(app: AppTest) -> None:
    open_page(app, "institutions", code=GOLF)
    assert app.title[0].value.replace("\\", "") == "88관광개발(주)"


def test_the_directory_begins_with_the_largest_and_follows_the_conditions(app: AppTest) -> None:
    open_page(app, "institutions")
    shown = table(app, "기관", "현원(명)")
    assert shown["현원(명)"].dropna().is_monotonic_decreasing
    assert shown.iloc[0]["기관"] == "한국철도공사"
    open_page(app, "institutions", type="market")
    assert len(table(app, "기관", "현원(명)")) == 14


@pytest.mark.parametrize("page", ["institutions", "pay"])
def test_two_figures_can_be_set_against_each_other_from_here(app: AppTest, page: str) -> None:
    open_page(app, page, view="against", x="average_pay", y="hires")
    assert "indicators_against" in charts(app)
    assert "순위상관 0.29" in said(app)
