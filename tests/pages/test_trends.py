"""채용 추이: months, years, actual hires."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.languages import speaking
from dashboard.ui.trends import load_followings
from tests.pages.published import published
from tests.pages.reader import address, charts, checked, data_in, open_page, said, table, tables


@pytest.mark.parametrize("measure", ["headcount", "postings"])
@pytest.mark.parametrize(
    ("view", "drawn"),
    [
        ("months", {"monthly", "trailing", "seasonality", "monthly_by_hire"}),
        ("years", {"yearly", "same_institutions", "adjusted_index", "lorenz"}),
        (
            "terms",
            {"share_career", "share_education", "share_ncs", "share_replacement", "any_education", "many_fields"},
        ),
    ],
)
def test_every_view_draws_its_charts(app: AppTest, view: str, drawn: set[str], measure: str) -> None:
    open_page(app, "trends", view=view, measure=measure)
    assert charts(app) == drawn
    assert "무작위로 만든 예시 자료" in said(app)


def test_the_way_postings_are_put_up_has_no_measure_to_choose(app: AppTest) -> None:
    open_page(app, "trends", view="notices")
    assert charts(app) == {"windows", "short_windows", "repostings", "repostings_by_hire"}
    assert "이 자료에는 그 기록이 없습니다." in said(app)


def test_titles_are_read_once_whatever_the_language(sample_dir: Path) -> None:
    data = data_in(sample_dir)
    korean = load_followings(data)
    with speaking("en"):
        assert load_followings(data) is korean


def test_plan_hires_and_staff_stand_together_for_a_year(app: AppTest) -> None:
    open_page(app, "trends", view="staff", year="2024")
    assert charts(app) == {"posted_and_hired", "fill", "hiring_rate", "vacancy"}
    assert "2024년 기관마다 공고한 만큼 뽑았나" in said(app)
    open_page(app, "trends", view="staff", year="1999")
    assert app.selectbox(key="choice_year").value == "2025"


HIRED = {"new_hires", "interns", "hire_shares", "intern_ratio", "relocated"}
LABELS = {"hire": "정규직", "ncs": "보건.의료", "type": "기타공공기관", "region": "전남광주", "old_region": "광주"}


@pytest.mark.parametrize("split", LABELS)
def test_months_are_split_by_what_the_reader_chooses(app: AppTest, split: str) -> None:
    open_page(app, "trends", view="months", by=split)
    assert f"monthly_by_{split}" in charts(app)
    assert len(table(app, "월", LABELS[split])) > 24


@pytest.mark.parametrize("view", ["months", "years", "terms", "notices", "hired", "change", "staff"])
def test_every_chart_can_be_read_as_a_table(app: AppTest, view: str) -> None:
    open_page(app, "trends", view=view)
    assert len(tables(app)) >= max(len(charts(app)), 1 if view == "change" else 3)


def test_actual_hires_are_real(app: AppTest) -> None:
    open_page(app, "trends")
    assert charts(app) == HIRED
    assert "예시" not in said(app)
    assert "27,276명" in said(app)


@pytest.mark.parametrize(
    ("params", "column", "value"),
    [
        ({"ministry": "교육부"}, "supervising_ministry", "교육부"),
        ({"type": "market"}, "institution_type", "A2001"),
        ({"region": "busan"}, "headquarters_region", "R3014"),
        ({"institution": "C0268"}, "institution_code", "C0268"),
    ],
)
def test_actual_hires_of_a_choice_equal_a_sum_over_the_published_file(
    app: AppTest, params: dict[str, str], column: str, value: str
) -> None:
    chosen = {row["institution_code"] for row in published("institutions") if row[column] == value}
    rows = [row for row in published("new_hires") if row["institution_code"] in chosen and row["year"] == "2025"]
    open_page(app, "trends", view="hired", **params)
    years = table(app, "연도", "일반정규직(명)").set_index("연도")["일반정규직(명)"]
    assert years["2025"] == pytest.approx(sum(float(row["regular_new_hires"]) for row in rows))


def test_conditions_that_say_nothing_of_hires_are_named(app: AppTest) -> None:
    open_page(app, "trends", view="hired", ncs="건설", hire="regular", q="간호")
    assert "공고의 조건은 따르지 않습니다: 고용형태" in said(app)
    assert "27,276명" in said(app)


@pytest.mark.parametrize("view", ["hired", "change"])
@pytest.mark.parametrize("params", [{"institution": "C0001"}, {"institution": "C0247", "type": "other"}])
def test_one_institution_or_none_breaks_no_view_of_hires(app: AppTest, view: str, params: dict[str, str]) -> None:
    open_page(app, "trends", view=view, **params)
    assert "nan" not in said(app)
    # Between two days it is no missing value.
    assert "–" not in re.sub(r"\d–(?=\d)", "", said(app))


@pytest.mark.parametrize("by", ["institution", "ministry", "type", "region"])
@pytest.mark.parametrize("measure", ["hires", "staff"])
def test_who_made_the_change_is_drawn_by_every_group(app: AppTest, measure: str, by: str) -> None:
    open_page(app, "trends", view="change", measure=measure, by=by)
    assert charts(app) == {f"contributions_{by}"}
    assert "예시" not in said(app)


def test_years_and_those_left_out_are_in_the_address(app: AppTest) -> None:
    open_page(app, "trends", view="change", years="2023-2025", without="hospitals")
    assert "2025년 정규직 신규채용은 27,276명으로 2023년보다 7,060명 늘었다." in said(app)
    assert "국립대병원(14곳)을 빼면" not in said(app)
    assert "국립대병원 14곳을 빼면 2023년 15,305명, 2024년 17,278명, 2025년 21,632명이다." in said(app)
    checked(app.select_slider(key="choice_years").set_range(2021, 2022).run())
    assert address(app) == {"view": "change", "years": "2021-2022", "without": "hospitals"}
    assert "2022년 정규직 신규채용은 24,590명으로" in said(app)


@pytest.mark.parametrize(
    "junk",
    [{"years": "2025-2021"}, {"years": "<b>-1"}, {"years": "1999-2025"}, {"without": "<script>"}, {"without": "C0268"},
     {"without": "A2001", "type": "market"}, {"by": "zzz"}],
)  # fmt: skip
def test_a_mistyped_change_still_opens(app: AppTest, junk: dict[str, str]) -> None:
    open_page(app, "trends", view="change", **junk)
    assert "contributions_institution" in charts(app)
    assert "nan" not in said(app)


def test_whoever_brings_a_choice_of_postings_begins_with_these(app: AppTest) -> None:
    open_page(app, "trends", hire="regular")
    assert "monthly" in charts(app)
    assert address(app) == {"hire": "regular"}


def test_against_few_postings_no_share_hired_is_told(app: AppTest) -> None:
    open_page(app, "trends", view="staff")
    assert "공고가 그만큼 모여 있지 않아 비율을 말하지 않는다." in said(app)


def test_a_view_is_chosen_side_by_side(app: AppTest) -> None:
    open_page(app, "trends")
    checked(app.button_group(key="choice_view").set_value("years").run())
    assert address(app) == {"view": "years"}
    checked(app.button_group(key="choice_view").set_value("hired").run())
    assert address(app) == {}


def test_every_view_but_the_months_says_how_its_numbers_are_made(app: AppTest) -> None:
    open_page(app, "trends", view="terms")
    (folded,) = [expander for expander in app.expander if expander.label == "계산 방법"]
    assert "조건의 비중" in folded.markdown[0].value


@pytest.mark.parametrize("view", ["months", "years", "terms", "notices", "staff"])
@pytest.mark.parametrize(
    "params", [{"from": "2026-11"}, {"to": "2018-01"}, {"from": "2022-03", "to": "2022-05"}, {"status": "upcoming"}]
)
def test_a_narrow_choice_of_days_breaks_nothing(app: AppTest, view: str, params: dict[str, str]) -> None:
    open_page(app, "trends", view=view, **params)
    assert "nan" not in said(app)
    assert "inf" not in said(app)
