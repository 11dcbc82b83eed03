"""채용 추이: months, years, actual hires."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reader import address, charts, checked, open_page, said, table


@pytest.mark.parametrize("measure", ["headcount", "postings"])
@pytest.mark.parametrize(
    ("view", "drawn"),
    [
        ("months", {"monthly", "trailing", "seasonality", "monthly_by_hire"}),
        ("years", {"yearly", "lorenz", "posted_and_hired"}),
    ],
)
def test_every_view_draws_its_charts(app: AppTest, view: str, drawn: set[str], measure: str) -> None:
    open_page(app, "trends", view=view, measure=measure)
    assert charts(app) == drawn
    assert "무작위로 만든 예시 자료" in said(app)


LABELS = {"hire": "정규직", "ncs": "보건.의료", "type": "기타공공기관", "region": "전남광주", "old_region": "광주"}


@pytest.mark.parametrize("split", LABELS)
def test_months_are_split_by_what_the_reader_chooses(app: AppTest, split: str) -> None:
    open_page(app, "trends", by=split)
    assert f"monthly_by_{split}" in charts(app)
    open_page(app, "trends", by=split, tables="1")
    assert len(table(app, "월", LABELS[split])) > 24


@pytest.mark.parametrize("view", ["months", "years", "hired"])
def test_every_view_can_be_read_as_tables(app: AppTest, view: str) -> None:
    open_page(app, "trends", view=view, tables="1")
    assert charts(app) == set()
    assert len(app.dataframe) >= 3


def test_actual_hires_are_real_and_take_no_filter(app: AppTest) -> None:
    open_page(app, "trends", view="hired")
    assert charts(app) == {"new_hires", "interns", "hire_shares"}
    assert "예시" not in said(app)
    assert "27,276명" in said(app)
    assert not app.multiselect


def test_against_few_postings_no_share_hired_is_told(app: AppTest) -> None:
    open_page(app, "trends", view="years")
    assert "공고가 그만큼 모여 있지 않아 비율을 말하지 않는다." in said(app)


def test_a_view_is_chosen_side_by_side(app: AppTest) -> None:
    open_page(app, "trends")
    checked(app.button_group(key="choice_view").set_value("years").run())
    assert address(app) == {"view": "years"}
    checked(app.button_group(key="choice_view").set_value("months").run())
    assert address(app) == {}


@pytest.mark.parametrize("view", ["months", "years"])
@pytest.mark.parametrize(
    "params", [{"from": "2026-11"}, {"to": "2018-01"}, {"from": "2022-03", "to": "2022-05"}, {"status": "upcoming"}]
)
def test_a_narrow_choice_of_days_breaks_nothing(app: AppTest, view: str, params: dict[str, str]) -> None:
    open_page(app, "trends", view=view, **params)
    assert "nan" not in said(app)
    assert "inf" not in said(app)
