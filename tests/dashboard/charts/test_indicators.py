"""Charts of any figure of institutions: sound in every situation, true in what they say."""

from functools import lru_cache
from itertools import product

import pandas as pd
import pytest

from dashboard.charts import indicators as charts
from dashboard.languages import speaking
from dashboard.measures import indicators as measures
from dashboard.measures.indicators import INDICATORS, Indicator
from tests.dashboard.charts.conftest import EVIL, assert_english, assert_sound, traces
from tests.dashboard.charts.disclosed import SITUATIONS, tables_in

UNITS = ("men_share", "short_hours", "welfare_regular", "income", "head_pay", "tenure")
each_unit = pytest.mark.parametrize("key", UNITS)
each_situation = pytest.mark.parametrize("situation", SITUATIONS)


@lru_cache
def rows(key: str, situation: str = "all") -> pd.DataFrame:
    tables = tables_in(situation)
    return measures.with_type(
        measures.indicator_rows(INDICATORS[key], lambda make: make(tables)), tables["institutions"]
    )


def names() -> list[str]:
    return tables_in("all")["institutions"]["institution"].tolist()


@pytest.mark.parametrize(
    ("key", "situation"), [*product(["income"], SITUATIONS), *product([*UNITS], ["all", "nothing disclosed"])]
)
def test_both_charts_of_a_figure_are_sound_in_every_situation(key: str, situation: str) -> None:
    own, indicator = rows(key, situation), INDICATORS[key]
    year = measures.last_settled_year(own) or 0
    for make in (lambda: charts.over_years(indicator, own), lambda: charts.by_type(indicator, own, year)):
        assert_sound(make())
        assert_english(make, *names())


@each_situation
def test_two_figures_against_each_other_are_sound_in_every_situation(situation: str) -> None:
    across, up = INDICATORS["income"], INDICATORS["men_share"]
    pairs = measures.paired(rows("income", situation), rows("men_share", situation), 2025)
    assert_sound(charts.against(across, up, pairs, 2025))
    assert_english(lambda: charts.against(across, up, pairs, 2025), *names())


@each_unit
@pytest.mark.parametrize("situation", ["nothing", "budget only", "nothing disclosed"])
def test_where_nothing_is_settled_the_sentences_say_so(key: str, situation: str) -> None:
    own, indicator = rows(key, situation), INDICATORS[key]
    assert "없다." in charts.over_years(indicator, own).sentence
    assert charts.by_type(indicator, own, 0).sentence == "공시한 기관이 없다."


@pytest.mark.parametrize("situation", ["one large", "one small", "all equal"])
@each_unit
def test_nothing_is_highest_where_there_is_nothing_to_compare(key: str, situation: str) -> None:
    own, indicator = rows(key, situation), INDICATORS[key]
    assert "가장" not in charts.by_type(indicator, own, measures.last_settled_year(own) or 0).sentence


def test_the_findings_of_the_published_figures() -> None:
    head = INDICATORS["head_pay"]
    assert charts.over_years(head, rows("head_pay")).sentence == (
        "2025년 기관장 연봉은 기관 중앙값 1억 9,682만 원으로 2021년(1억 7,473만 원)보다 12.6% 높다."
    )
    assert charts.by_type(head, rows("head_pay"), 2025).sentence == (
        "중앙값은 준정부기관(기금관리형)이 3억 613만 원으로 가장 높고 기타공공기관이 1억 8,327만 원으로 가장 낮다."
    )
    share = INDICATORS["men_share"]
    assert charts.over_years(share, rows("men_share")).sentence.endswith("%p 높다.")


def test_a_relation_is_told_by_its_strength_and_sign_and_never_as_a_cause() -> None:
    income, head = INDICATORS["income"], INDICATORS["head_pay"]
    chart = charts.against(income, head, measures.paired(rows("income"), rows("head_pay"), 2025), 2025)
    assert chart.sentence == "수입과 기관장 연봉은 뚜렷이 함께 높다(순위상관 0.53, 319곳)."
    assert chart.unit.endswith("상관은 원인을 뜻하지 않음.")
    few = measures.paired(rows("income"), rows("head_pay"), 2025).head(3)
    assert charts.against(income, head, few, 2025).sentence == "둘 다 공시한 기관이 3곳이라 상관을 내지 않는다."


def test_sizes_stand_at_their_power_of_ten_and_zero_nowhere() -> None:
    own = rows("short_hours")
    now = own[(own["year"] == 2025)]
    assert (now["value"] == 0).any()
    drawn = sum(len(trace["x"]) for trace in traces(charts.by_type(INDICATORS["short_hours"], own, 2025), "box"))
    assert drawn == (now["value"] > 0).sum()
    assert len(charts.by_type(INDICATORS["short_hours"], own, 2025).table()) == len(now)


def test_the_budget_is_a_hollow_mark_on_no_line() -> None:
    chart = charts.over_years(INDICATORS["head_pay"], rows("head_pay"))
    assert all(2026 not in trace["x"] for trace in traces(chart, mode="lines"))
    (hollow,) = [trace for trace in traces(chart, mode="markers") if trace["x"] == [2026]]
    assert hollow["marker"]["symbol"] == "circle-open"


def test_markup_in_a_name_stays_text() -> None:
    own = rows("head_pay").assign(institution=EVIL)
    shown = charts.by_type(INDICATORS["head_pay"], own, 2025).figure["data"][0]["text"][0]
    assert "<a" not in shown
    assert "&lt;a" in shown


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda indicator: indicator.key)
def test_the_ranking_and_the_standing_can_be_read_in_both_languages(indicator: Indicator, language: str) -> None:
    with speaking(language):
        ranked = measures.ranked(rows(indicator.key), 2025)
        table = charts.rank_table(ranked, indicator)
        assert table.columns.is_unique
        assert table.iloc[:, 0].is_monotonic_increasing
        own = ranked[ranked["institution_code"] == "C0001"]
        standing = charts.standing_table([(indicator, 2025, own)])
        assert len(standing) == len(own)
        if len(own):
            assert "nan" not in " ".join(map(str, standing.iloc[0, :6]))
