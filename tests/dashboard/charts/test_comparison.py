"""Chosen groups against each other: sound in every form and situation, and equal to sums over the published file."""

from functools import lru_cache

import plotly.graph_objects as go
import pytest

from dashboard.charts import comparison as charts
from dashboard.charts.chart import Chart
from dashboard.charts.comparison import Compared
from dashboard.measures import comparison as measures
from dashboard.measures import contributions, indicators
from dashboard.measures.comparison import Form
from dashboard.measures.contributions import Counted
from dashboard.measures.indicators import INDICATORS
from dashboard.selection.disclosed import disclosing_options
from tests.dashboard.charts.conftest import assert_english, assert_sound, traces
from tests.dashboard.charts.disclosed import SITUATIONS, tables_in
from tests.pages.published import published

CHOSEN = {
    "region": ("R3014", "R3013"), "type": ("A2001", "A2005"), "ministry": ("교육부", "국토교통부"), "institution": ("C0247", "C0268"),
}  # fmt: skip


@lru_cache
def figures(key: str, situation: str = "all") -> Counted:
    tables = tables_in(situation)
    rows = indicators.indicator_rows(INDICATORS[key], lambda make: make(tables))
    return contributions.counted(rows, tables["institutions"])


def compared(
    figure: str = "hires", key: str = "region", form: Form = "absolute", situation: str = "all",
    codes: tuple[str, ...] = (), years: tuple[int, int] = (2021, 2025),
) -> Compared:  # fmt: skip
    labels = {option.code: option.label for option in disclosing_options(tables_in("all")["institutions"])[key]}
    table = measures.by_group(figures(figure, situation), key, is_sum=INDICATORS[figure].is_size)
    names = {code: labels[code] for code in codes or CHOSEN[key]}
    return Compared(INDICATORS[figure], key, form, measures.in_form(table, form, *years), names)


def institutions() -> list[str]:
    return tables_in("all")["institutions"]["institution"].tolist()


@pytest.mark.parametrize("key", CHOSEN)
@pytest.mark.parametrize("form", ["absolute", "index", "share"])
def test_every_form_of_every_group_is_sound(form: Form, key: str) -> None:
    for figure in ("hires", "average_pay"):
        assert_sound(charts.compared(compared(figure, key, form)))
        assert_english(lambda figure=figure: charts.compared(compared(figure, key, form)), *institutions())  # type: ignore[misc]


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("form", ["absolute", "index", "share"])
def test_a_comparison_is_sound_in_every_situation(form: Form, situation: str) -> None:
    for key in ("region", "institution"):
        assert_sound(charts.compared(compared("hires", key, form, situation)))


def test_hires_of_two_provinces_equal_sums_over_the_published_file() -> None:
    region = {row["institution_code"]: row["headquarters_region"] for row in published("institutions")}
    of = compared()
    for code in CHOSEN["region"]:
        for year in (2021, 2025):
            rows = [row for row in published("new_hires") if row["year"] == str(year)]
            total = sum(float(row["regular_new_hires"]) for row in rows if region[row["institution_code"]] == code)
            assert of.years.loc[year, code] == pytest.approx(total)


def test_gwangju_and_jeonnam_are_one() -> None:
    assert "R3027" in compared().years.columns
    assert not {"R3015", "R3023"} & {*compared().years.columns}


def test_the_sentence_tells_the_difference_and_the_change() -> None:
    sentence = charts.compared(compared("hires", "institution", years=(2024, 2025))).sentence
    assert sentence == (
        "2025년 정규직 신규채용은 한국전력공사 988명, 한국철도공사 3,201명이다. 한국철도공사가 한국전력공사보다 2,213명 많다. "
        "2024년보다 한국전력공사 +64.7%, 한국철도공사 +100.6% 바뀌었다."
    )


def test_an_index_begins_at_100_and_shares_are_of_all() -> None:
    index, share = compared(form="index"), compared(form="share")
    assert (index.years.iloc[0].dropna() == 100).all()
    assert share.years.sum(axis=1).tolist() == pytest.approx([1.0] * 5)


def test_lines_are_named_at_their_ends_and_others_stand_behind() -> None:
    chart: Chart = charts.compared(compared())
    assert {trace["text"][0].strip() for trace in traces(chart, mode="text")} == {"부산", "대구"}
    assert len([trace for trace in traces(chart) if trace.get("opacity") == charts.PEER_OPACITY]) == 14


def test_many_are_drawn_apart_on_one_axis() -> None:
    codes = ("R3010", "R3011", "R3012", "R3013", "R3014", "R3017")
    drawn = [charts.small(compared(codes=codes), code) for code in codes]
    for figure in drawn:
        go.Figure(figure)
    assert len({tuple(figure["layout"]["yaxis"]["range"]) for figure in drawn}) == 1
