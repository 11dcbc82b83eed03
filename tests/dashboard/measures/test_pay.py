"""Pay: what is kept, suppressed, averaged and compared."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures import pay as measures
from dashboard.measures.pay import PARTS, Pay, pay_by_institution
from data_loader.reference import load_reference
from tests.dashboard.conftest import ROSTER

ROW = {
    "institution_code": "C0001", "institution": "한국가공사", "year": 2024, "employment": "regular", "basis": "settled",
    "average_pay": 50_000, "average_pay_men": 60_000, "average_pay_women": 45_000,
    "employees": 100.0, "employees_men": 60.0, "employees_women": 40.0,
    "tenure_months": 100.0, "tenure_months_men": 120.0, "tenure_months_women": 90.0, **dict.fromkeys(PARTS, 8_000),
}  # fmt: skip
START = {
    "institution_code": "C0001",
    "institution": "한국가공사",
    "year": 2024,
    "basis": "settled",
    "starting_pay": 30_000,
}
OWNERS = ROSTER.to_pandas().assign(headquarters_region=["R3010", "R3014", "R3015", None, None])


def pay_of(*rows: dict[str, object], measure: str = "average", starts: tuple[dict[str, object], ...] = ({},)) -> Pay:
    table = pd.DataFrame([{**ROW, **row} for row in rows] or [ROW])
    return pay_by_institution(measure, table, pd.DataFrame([{**START, **row} for row in starts]), OWNERS)


@pytest.fixture(scope="module")
def published() -> dict[str, Pay]:
    tables = {name: table.data.to_pandas() for name, table in load_reference().items()}
    return {
        measure: pay_by_institution(measure, tables["pay"], tables["starting_pay"], tables["institutions"])
        for measure in measures.MEASURES
    }


# What is kept


def test_rows_know_what_is_known_of_the_institution() -> None:
    rows = pay_of({}, {"institution_code": "C0005"}, {"institution_code": "C7777"}).rows
    assert rows[["type", "ministry", "region"]].to_numpy().tolist() == [
        ["공기업(시장형)", "기후에너지환경부", "서울"],
        ["미기재"] * 3,
        ["미기재"] * 3,
    ]


def test_each_measure_takes_its_own_staff() -> None:
    rows = (
        {},
        {"employment": "indefinite", "average_pay": 40_000},
        {"employment": "indefinite_part_time", "average_pay": 1},
    )
    assert pay_of(*rows).rows["value"].tolist() == [50_000]
    assert pay_of(*rows, measure="indefinite").rows["value"].tolist() == [40_000]
    assert pay_of(*rows, measure="starting").rows["value"].tolist() == [30_000]


def test_averages_over_fewer_than_five_are_suppressed_and_counted() -> None:
    pay = pay_of({"employees": 4.99}, {"institution_code": "C0002", "employees": 5.0}, {"year": 2023, "employees": 1.0})
    assert pay.rows["institution_code"].tolist() == ["C0002"]
    assert pay.suppressed == {2023: 1, 2024: 1}


def test_starting_pay_is_a_rule_and_not_suppressed() -> None:
    pay = pay_of({"employees": 2.0}, measure="starting")
    assert (len(pay.rows), pay.suppressed) == (1, {})


def test_what_was_not_reported_is_neither_kept_nor_suppressed() -> None:
    pay = pay_of({"average_pay": None, "employees": 2.0}, {"institution_code": "C0002"})
    assert (len(pay.rows), pay.suppressed) == (1, {})


def test_the_budget_is_no_settled_year() -> None:
    pay = pay_of({}, {"year": 2025}, {"year": 2026, "basis": "budget"})
    assert pay.settled_years == [2024, 2025]
    assert pay.in_year(2026).empty


# By year


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(20_000, 150_000), st.integers(5, 9000)), min_size=1, max_size=30))
def test_every_mean_of_a_year_is_what_it_is_called(values: list[tuple[int, int]]) -> None:
    pay = pay_of(
        *({"institution_code": f"C9{n:03}", "average_pay": v, "employees": w} for n, (v, w) in enumerate(values))
    )
    (year,) = measures.by_year(pay).to_dict("records")
    amounts = sorted(value for value, _ in values)
    assert year["n"] == len(values)
    assert year["mean"] == pytest.approx(sum(amounts) / len(amounts))
    assert year["median"] == pytest.approx(np.percentile(amounts, 50))
    assert year["weighted_mean"] == pytest.approx(sum(v * w for v, w in values) / sum(w for _, w in values))
    assert (year["p10"], year["p90"]) == pytest.approx(tuple(np.percentile(amounts, [10, 90])))


def test_budget_and_settled_stand_in_rows_of_their_own(published: dict[str, Pay]) -> None:
    years = measures.by_year(published["average"])
    assert years[["year", "basis"]].to_numpy().tolist() == [
        *([year, "settled"] for year in range(2021, 2026)),
        [2026, "budget"],
    ]


def test_the_published_medians(published: dict[str, Pay]) -> None:
    average = measures.by_year(published["average"]).set_index("year")["median"] / 1000
    assert [round(average[year], 1) for year in range(2021, 2026)] == [65.3, 65.9, 67.7, 69.2, 71.4]
    starting = measures.by_year(published["starting"]).set_index("year")
    assert round(starting.loc[2024, "mean"] / 1000, 1) == pytest.approx(38.7, abs=0.4)


def test_without_employees_there_is_no_weighted_mean() -> None:
    (year,) = measures.by_year(pay_of({"employees": None}, measure="starting")).to_dict("records")
    assert np.isnan(year["weighted_mean"])


# Real won


def test_real_won_are_those_of_the_base_year() -> None:
    cpi = pd.DataFrame({"year": [2021, 2025], "index": [102.5, 116.61]})
    values, years = pd.Series([100.0, 100.0, 100.0]), pd.Series([2021, 2025, 2026])
    real = measures.real(values, years, cpi, 2025)
    assert real[:2].tolist() == pytest.approx([100 * 116.61 / 102.5, 100])
    assert np.isnan(real[2])
    assert measures.real(values, years, cpi, 2030).isna().all()


# Gaps, parts, ranks


def test_the_gap_is_one_minus_women_over_men_with_tenure_beside() -> None:
    (row,) = measures.gender_gap(pay_of({}), 2024).to_dict("records")
    assert (row["pay_gap"], row["tenure_gap"], row["employees"]) == (pytest.approx(0.25), pytest.approx(0.25), 100)


@pytest.mark.parametrize(
    "change",
    [{"employees_women": 4.9}, {"employees_men": 0.0}, {"average_pay_women": None}, {"tenure_months_men": 0.0}],
)
def test_too_few_of_one_sex_have_no_gap(change: dict[str, object]) -> None:
    assert measures.gender_gap(pay_of(change), 2024).empty


def test_parts_are_means_over_the_institutions_of_a_type_in_order() -> None:
    rows = (
        {"base_pay": 10_000},
        {"institution_code": "C0003", "base_pay": 20_000},
        {"institution_code": "C0004", "base_pay": 40_000},
    )
    table = measures.composition(pay_of(*rows), 2024)
    assert table["type"].tolist() == ["공기업(시장형)", "기타공공기관"]
    assert table["base_pay"].tolist() == [10_000, 30_000]
    assert table["n"].tolist() == [1, 2]


def test_parts_add_up_to_the_average_pay(published: dict[str, Pay]) -> None:
    rows = published["average"].in_year(2024)
    off = (rows[list(PARTS)].sum(axis=1) - rows["value"]).abs() / rows["value"]
    assert off.median() < 0.001


def test_ranks_are_shared_by_equals_and_change_is_on_the_year_before() -> None:
    rows = (
        {"year": 2023, "average_pay": 40_000}, {}, {"institution_code": "C0002"},
        {"institution_code": "C0003", "average_pay": 60_000},
    )  # fmt: skip
    table = measures.ranking(pay_of(*rows), 2024)
    assert table["institution_code"].tolist() == ["C0003", "C0001", "C0002"]
    assert table["rank"].tolist() == [1, 2, 2]
    assert table["change"].tolist()[1] == pytest.approx(0.25)
    assert np.isnan(table["change"].tolist()[2])


def test_kepco_is_in_the_ranking_of_2025_with_its_settled_pay(published: dict[str, Pay]) -> None:
    table = measures.ranking(published["average"], 2025).set_index("institution")
    assert table.loc["한국전력공사", "value"] == 96_381
    assert table.loc["한국전력공사", "change"] == pytest.approx(96_381 / 88_840 - 1)
    rows = published["average"].rows.set_index(["institution", "year"])
    assert rows.loc[("한국전력공사", 2026), "value"] == 87_389
    assert measures.ranking(published["average"], 2026).empty


def test_indefinite_pay_is_divided_by_regular_pay_where_both_are_known() -> None:
    rows = ({}, {"employment": "indefinite", "average_pay": 30_000},
            {"employment": "indefinite", "average_pay": 30_000, "institution_code": "C0002"})  # fmt: skip
    table = measures.indefinite_ratio(pay_of(*rows, measure="indefinite"), pay_of(*rows), 2024)
    assert table["ratio"].tolist() == [0.6]


# Pay and hires


def hired(*rows: tuple[str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["institution_code", "year", "regular_new_hires"])


def test_changes_of_pay_and_hires_stand_side_by_side() -> None:
    pay = pay_of({"year": 2023, "average_pay": 40_000}, {}, {"institution_code": "C0002"})
    table = measures.pay_and_hires(pay, hired(("C0001", 2023, 10), ("C0001", 2024, 4), ("C0002", 2024, 4)), 2024)
    (row,) = table.to_dict("records")
    assert (row["change"], row["hires_change"], row["hires"]) == (pytest.approx(0.25), -6, 4)


@pytest.mark.parametrize("year", [2021, 2024])
def test_without_the_year_before_nothing_can_be_compared(year: int) -> None:
    assert measures.pay_and_hires(pay_of({}), hired(("C0001", 2024, 4)), year).empty


# Over the years


ANY_PAY = st.lists(
    st.tuples(st.sampled_from(["C0001", "C0002", "C0003", "C0004"]), st.sampled_from([2023, 2024, 2025]),
              st.integers(20_000, 150_000)),
    min_size=1, max_size=12, unique_by=lambda row: row[:2],
)  # fmt: skip


def pay_in(rows: list[tuple[str, int, int]]) -> Pay:
    return pay_of(*({"institution_code": code, "year": year, "average_pay": value} for code, year, value in rows))


@settings(max_examples=15)
@given(rows=ANY_PAY)
def test_growth_is_the_median_of_each_institutions_own(rows: list[tuple[str, int, int]]) -> None:
    cpi = pd.DataFrame({"year": [2023, 2024], "index": [100.0, 110.0]})
    result = measures.growth(pay_in(rows), cpi).set_index("year")
    values = {(code, year): value for code, year, value in rows}
    for year in (2023, 2024, 2025):
        own = [
            value / values[code, year - 1] - 1 for code, y, value in rows if y == year and (code, year - 1) in values
        ]
        assert (year in result.index) == bool(own)
        if own:
            told = result.loc[year]
            assert (told["n"], told["nominal"]) == (len(own), pytest.approx(float(np.median(own)), abs=1e-9))
            real = (1 + np.median(own)) / 1.1 - 1
            assert told["real"] == pytest.approx(real) if year == 2024 else np.isnan(told["real"])


@settings(max_examples=15)
@given(rows=ANY_PAY)
def test_the_spread_is_that_of_the_slow_way(rows: list[tuple[str, int, int]]) -> None:
    for year in measures.spread_by_year(pay_in(rows)).itertuples():
        own = [float(value) for _, y, value in rows if y == year.year]
        assert year.n == len(own)
        low, high = np.percentile(own, [10, 90])
        assert year.ratio == pytest.approx(high / low)
        apart = sum(abs(a - b) for a in own for b in own) / (2 * len(own) ** 2 * np.mean(own))
        assert year.gini == pytest.approx(apart, abs=1e-12)


@settings(max_examples=15)
@given(rows=ANY_PAY)
def test_ranks_are_counted_among_those_of_both_years(rows: list[tuple[str, int, int]]) -> None:
    values = {(code, year): value for code, year, value in rows}
    both = [code for code in ("C0001", "C0002", "C0003", "C0004") if {(code, 2023), (code, 2024)} <= values.keys()]
    if 2024 not in {year for _, year, _ in rows}:
        return
    table = measures.rank_changes(pay_in(rows), 2024).set_index("institution_code")
    assert set(table.index) == set(both)
    for code in both:
        before, now = (1 + sum(values[other, year] > values[code, year] for other in both) for year in (2023, 2024))
        assert table.loc[code, ["rank_before", "rank", "rise"]].tolist() == [before, now, before - now]


def test_the_published_growth(published: dict[str, Pay]) -> None:
    cpi = load_reference()["cpi"].data.to_pandas()
    years = measures.growth(published["average"], cpi).set_index("year")
    assert [round(years["nominal"][year] * 100, 1) for year in range(2022, 2026)] == [1.3, 1.7, 2.9, 3.0]
    assert years["real"][2022] < -0.03
    assert 2026 not in years.index


def test_the_published_ratio_of_starting_to_average_pay(published: dict[str, Pay]) -> None:
    ratio = measures.starting_ratio(published["starting"], 2024)["ratio"]
    assert [round(ratio.quantile(share), 3) for share in (0.05, 0.5, 0.95)] == pytest.approx([0.431, 0.549, 0.697], abs=0.002)  # fmt: skip


def test_starting_pay_is_not_divided_by_an_average_over_too_few() -> None:
    assert measures.starting_ratio(pay_of({"employees": 4.0}, measure="starting"), 2024).empty
    assert measures.starting_ratio(pay_of({}, measure="starting"), 2024)["ratio"].tolist() == [0.6]


def test_the_published_gap_by_year_is_that_of_each_year(published: dict[str, Pay]) -> None:
    years = measures.gender_gap_by_year(published["average"]).set_index("year")
    assert years["pay_gap"][2024] == pytest.approx(1 - 0.823, abs=0.001)
    assert years["n"][2024] == len(measures.gender_gap(published["average"], 2024))


def test_means_by_type_are_those_published(published: dict[str, Pay]) -> None:
    table = measures.means_by_type(published["average"], 2024).set_index("type")
    medians = [round(table["median"][name] / 1000, 1) for name in measures.TYPE_ORDER]
    assert medians == [94.6, 77.7, 87.2, 71.1, 67.2]
    assert table["n"].sum() == len(published["average"].in_year(2024))
    few = pay_of({"average_pay": 10_000, "employees": 10.0}, {"institution_code": "C0009", "employees": 30.0})
    (row,) = measures.means_by_type(replace(few, rows=few.rows.assign(type="기타공공기관")), 2024).to_dict("records")
    assert (row["mean"], row["weighted_mean"]) == (30_000, 40_000)
