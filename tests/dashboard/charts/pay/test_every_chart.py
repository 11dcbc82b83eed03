"""Charts of pay, on the published figures and on small invented ones."""

from dataclasses import replace
from functools import partial

import pandas as pd
import pytest

from dashboard.charts.chart import Chart
from dashboard.charts.pay import changes, gaps, level, parts
from dashboard.languages import speaking
from dashboard.measures.pay import MEASURES, Pay
from tests.dashboard.charts.conftest import EVIL, assert_english, assert_sound, strings


def every_chart(pay: Pay, tables: dict[str, pd.DataFrame], year: int) -> list[Chart]:
    made = [
        level.over_years(pay, tables["cpi"]),
        level.by_type(pay, year),
        level.by_group(pay, year, "ministry", "주무부처"),
        level.by_group(pay, year, "region", "본사 시도"),
        level.bands(pay),
        parts.composition(pay, year),
        changes.against_hires(pay, tables["new_hires"], year),
        gaps.indefinite_ratio(pay, pay, year),
        changes.growth(pay, tables["cpi"]),
        gaps.spread(pay),
        changes.rank_changes(pay, year),
    ]
    if pay.measure == "starting":
        return [*made, gaps.starting_ratio(pay, year)]
    return [*made, gaps.gender(pay, year), gaps.gender_over_years(pay), parts.against_tenure(pay, year)]


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


def test_no_name_of_an_institution_reaches_plotly_as_html(
    pays: dict[str, Pay], tables: dict[str, pd.DataFrame]
) -> None:
    evil = replace(pays["average"], rows=pays["average"].rows.assign(institution=EVIL, type=EVIL, ministry=EVIL))
    for chart in every_chart(evil, tables, 2024):
        assert not any("<a href" in text for text in strings(chart.figure)), chart.key


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
