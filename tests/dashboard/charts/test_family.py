"""Charts of work and family: sound in every situation, true in what they say."""

from functools import lru_cache

import pandas as pd
import pytest

from dashboard.charts import family as charts
from tests.dashboard.charts.conftest import assert_english, assert_sound, traces
from tests.dashboard.charts.disclosed import SITUATIONS, tables_in

MAKERS = (charts.leave, charts.men_share, charts.short_hours, charts.flexible, charts.care, charts.day_care)
each_chart = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


@lru_cache
def table(situation: str) -> pd.DataFrame:
    return tables_in(situation)["work_family"]


@each_chart
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_chart_is_sound_in_every_situation(make: "type", situation: str) -> None:
    chart = make(table(situation))
    assert_sound(chart)
    assert_english(lambda: make(table(situation)))


@each_chart
@pytest.mark.parametrize("situation", ["nothing", "budget only", "nothing disclosed", "all zero"])
def test_where_nothing_is_disclosed_the_sentence_says_so(make: "type", situation: str) -> None:
    assert make(table(situation)).sentence.endswith("공시한 기관이 없다.")


@each_chart
def test_of_one_year_no_change_is_told(make: "type") -> None:
    sentence = make(table("one year")).sentence
    assert "2021" not in sentence
    assert "늘었다" not in sentence


@each_chart
def test_equal_years_have_not_changed(make: "type") -> None:
    sentence = make(table("all equal")).sentence
    assert "늘었다" not in sentence
    assert "줄었다" not in sentence
    assert "%p" not in sentence


def test_the_findings_of_the_published_figures() -> None:
    whole = table("all")
    assert charts.leave(whole).sentence == (
        "2025년 육아휴직을 쓴 남성은 9,278명으로 2021년보다 156.7% 늘었다. 여성은 20,101명으로 2021년보다 20.5% 늘었다."
    )
    assert (
        charts.men_share(whole).sentence
        == "2025년 육아휴직을 쓴 사람의 31.6%가 남성으로 2021년(17.8%)보다 13.8%p 높다."
    )
    assert charts.short_hours(whole).sentence == "2025년 단축근무를 한 사람은 19,045명으로 2021년보다 110.6% 늘었다."
    assert charts.care(whole).sentence == "2025년 가족돌봄휴가를 쓴 사람은 101,219명으로 2021년보다 62.3% 늘었다."
    assert charts.flexible(whole).sentence == (
        "2025년 가장 많이 쓴 것은 근무시간 선택으로 108,702명이다. 재택근무는 29,560명으로 2021년보다 84.1% 줄었다."
    )
    assert charts.day_care(whole).sentence == "2025년 기관 143곳이 직장어린이집에 881억 원을 썼다."


def test_few_users_have_no_share_worth_telling() -> None:
    assert "뿐이라 비중을 말하지 않는다" in charts.men_share(table("one small")).sentence


def test_what_is_drawn_stands_in_the_table() -> None:
    chart = charts.leave(table("all"))
    drawn = {trace["name"]: trace["y"] for trace in traces(chart, "bar")}
    shown = chart.table()
    assert drawn["남성"] == shown["남성(명)"].tolist()
    assert drawn["여성"] == shown["여성(명)"].tolist()


def test_kinds_of_flexible_work_are_lines_since_they_overlap() -> None:
    chart = charts.flexible(table("all"))
    assert not traces(chart, "bar")
    assert len(traces(chart, mode="lines")) == 7
    assert chart.table()["재택근무(명)"].iloc[0] == 185_383
