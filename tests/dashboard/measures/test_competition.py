"""How hard it is to get in, against the slow and obvious way with pandas."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures import competition as measures
from dashboard.measures.breakdown import Mode
from dashboard.selection.positions import FoundPositions, PositionIndex, StageIndex
from dashboard.selection.selection import Selection
from tests.dashboard.conftest import TODAY, choose, is_found, options_of, selections
from tests.dashboard.results import JOINED, joined

Joined = tuple[PositionIndex, StageIndex]
# Each example tidies postings and stages anew.
fewer = settings(max_examples=15)
MODES: tuple[Mode, ...] = ("fractional", "full", "single")


def obvious(positions: PositionIndex, selection: Selection) -> pd.DataFrame:
    """Every position of the postings a selection finds, beside its posting's columns."""
    postings = [row for row in positions.index.table.to_pylist() if is_found(row, selection, TODAY)]
    found = pd.DataFrame({"posting_id": [row["posting_id"] for row in postings], "posting": postings})
    table: pd.DataFrame = positions.table.to_pandas()[
        ["posting_id", "position", "stage_count", "applicants", "selected"]
    ]
    return table.merge(found, on="posting_id")


def rated(table: pd.DataFrame) -> pd.DataFrame:
    known = table.dropna(subset=["applicants", "selected"])
    known = known[(known["selected"] > 0) & (known["applicants"] > 0)]
    return known.assign(ratio=known["applicants"] / known["selected"]).sort_values("ratio")


def weighted_quantile(pairs: list[tuple[float, float]], share: float) -> float:
    """Value and weight: the first value at which the weights add up to the share of all."""
    whole, total = sum(weight for _, weight in pairs), 0.0
    for value, weight in sorted(pairs):
        total += weight
        if total >= share * whole * (1 - 1e-9):
            return value
    return math.nan


def of(found: Joined, selection: Selection) -> FoundPositions:
    positions, _ = found
    return positions.of(positions.index.find(selection))


# Coverage


@fewer
@given(JOINED, selections())
def test_coverage_counts_closed_postings_by_start_year(found: Joined, selection: Selection) -> None:
    positions, _ = found
    table = measures.coverage_by_year(positions.index.find(selection), positions)
    known = positions.table.to_pandas()
    discloses = set(known.dropna(subset=["applicants", "selected"])["posting_id"])
    expected: dict[int, list[int]] = {}
    for row in positions.index.table.to_pylist():
        if is_found(row, selection, TODAY) and row["end_date"] < TODAY:
            counts = expected.setdefault(row["start_date"].year, [0, 0, 0])
            counts[0] += 1
            counts[1] += row["posting_id"] in set(known["posting_id"])
            counts[2] += row["posting_id"] in discloses
    assert table.set_index("year")[["closed", "received", "disclosing"]].T.to_dict("list") == expected
    assert table["share"].dropna().between(0, 1).all()


def test_a_posting_without_details_is_no_part_of_the_share() -> None:
    closed: dict[str, Any] = {"end_date": TODAY.replace(month=10, day=30)}
    positions, _ = joined([closed] * 3, [[((10,), 2)], [((None,), None)]])
    (row,) = measures.coverage_by_year(positions.index.find(Selection()), positions).to_dict("records")
    assert (row["closed"], row["received"], row["disclosing"], row["share"]) == (3, 2, 1, 0.5)


def test_a_posting_with_attachments_only_has_been_received() -> None:
    positions, _ = joined([{"end_date": TODAY.replace(month=10, day=30)}], [])
    again = PositionIndex(positions.index, positions.table, np.array([900_000, 5]))
    assert measures.coverage_by_year(again.index.find(Selection()), again)["received"].tolist() == [1]


# Positions and their ratios


@fewer
@given(JOINED, selections())
def test_every_position_is_of_one_kind_and_the_rated_ones_have_their_ratio(found: Joined, selection: Selection) -> None:
    chosen, table = of(found, selection), obvious(found[0], selection)
    counted = measures.tally(chosen)
    known = table.dropna(subset=["applicants", "selected"])
    assert counted.nobody_selected == (known["selected"] == 0).sum()
    assert counted.no_applicants == ((known["applicants"] == 0) & (known["selected"] > 0)).sum()
    assert counted.undisclosed == len(table) - len(known)
    assert counted.rated == len(rated(table))
    np.testing.assert_allclose(chosen.ratios, rated(table)["ratio"])


@fewer
@given(JOINED, selections())
def test_quartiles_are_those_of_the_sorted_ratios(found: Joined, selection: Selection) -> None:
    pairs = [(ratio, 1.0) for ratio in rated(obvious(found[0], selection))["ratio"]]
    expected = [weighted_quantile(pairs, share) for share in measures.QUARTILES]
    np.testing.assert_allclose(measures.quartiles(of(found, selection)), expected)


@fewer
@given(JOINED, selections(), st.sampled_from(["ncs", "region", "hire", "institution", "type"]), st.sampled_from(MODES))
def test_groups_weigh_positions_as_their_counting_mode_says(
    found: Joined, selection: Selection, key: str, mode: Mode
) -> None:
    table = measures.quartiles_by(of(found, selection), key, mode)
    groups: dict[str, list[tuple[float, float]]] = {}
    for row in rated(obvious(found[0], selection)).to_dict("records"):
        options = options_of(row["posting"], key, TODAY)
        weight = {"fractional": 1 / len(options), "full": 1.0, "single": float(len(options) == 1)}[mode]
        for option in options if weight else ():
            groups.setdefault(option, []).append((row["ratio"], weight))
    shown = table[table["n"] > 0].set_index("code")
    assert shown["n"].to_dict() == {code: len(pairs) for code, pairs in groups.items()}
    for code, pairs in groups.items():
        expected = [sum(weight for _, weight in pairs)]
        expected += [weighted_quantile(pairs, share) for share in measures.QUARTILES]
        np.testing.assert_allclose(shown.loc[code, ["weight", "q1", "median", "q3"]].to_numpy(float), expected)


@fewer
@given(JOINED, st.sampled_from(["ncs", "region", "hire"]))
def test_fractional_weights_add_up_and_lie_between_the_other_modes(found: Joined, key: str) -> None:
    chosen = of(found, Selection())
    single, fractional, full = (
        measures.quartiles_by(chosen, key, mode)["weight"] for mode in ("single", "fractional", "full")
    )
    assert fractional.sum() == pytest.approx(len(chosen.rated))
    assert (single <= fractional + 1e-9).all()
    assert (fractional <= full + 1e-9).all()


@fewer
@given(JOINED, selections())
def test_years_are_those_in_which_the_postings_start(found: Joined, selection: Selection) -> None:
    table = measures.quartiles_by(of(found, selection), measures.BY_YEAR, "full")
    expected = rated(obvious(found[0], selection))
    years = [posting["start_date"].year for posting in expected["posting"]]
    counts = pd.Series(years, dtype=int).value_counts().to_dict()
    assert {int(code): n for code, n in zip(table["code"], table["n"], strict=True) if n} == counts


def test_the_ratio_is_the_first_stage_over_the_last() -> None:
    positions, _ = joined([{}], [[((120, 40, 12), 4)]])
    assert positions.of(positions.index.find(Selection())).ratios.tolist() == [30.0]


# Stages


@fewer
@given(JOINED, selections())
def test_funnels_add_up_positions_with_equally_many_stages(found: Joined, selection: Selection) -> None:
    positions, stages = found
    table = measures.funnels(of(found, selection), stages)
    expected: dict[int, list[list[float]]] = {}
    places = of(found, selection).places
    for place in places.tolist():
        count, begin = int(stages.count[place]), int(stages.begin[place])
        persons = [*stages.applicants[begin : begin + count].tolist(), float(positions.selected[place])]
        if all(map(math.isfinite, persons)) and persons[0] > 0:
            expected.setdefault(count, []).append(persons)
    enough = {count: rows for count, rows in expected.items() if len(rows) >= measures.FEWEST_POSITIONS}
    for count, rows in table.groupby("stage_count"):
        assert rows["persons"].tolist() == np.sum(enough[int(str(count))], axis=0).tolist()
        assert rows["n"].unique().tolist() == [len(enough[int(str(count))])]
    assert table["stage_count"].nunique() == min(len(enough), measures.MOST_FUNNELS)


@fewer
@given(JOINED)
def test_every_position_finds_its_own_stages(found: Joined) -> None:
    positions, stages = found
    assert stages.count.tolist() == positions.table["stage_count"].to_pylist()
    first = stages.applicants[stages.begin] if len(stages.begin) else np.zeros(0)
    np.testing.assert_array_equal(first, positions.applicants)


# Starting pay


def pay_rows(*rows: tuple[str, int, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["institution_code", "year", "basis", "starting_pay"])


def test_institutions_stand_beside_the_starting_pay_of_the_last_settled_year() -> None:
    rows = [{"institution_code": "C0001"}] * 5 + [{"institution_code": "C0002"}] * 4
    positions, _ = joined(rows, [[((10 * n,), 1)] for n in range(1, 10)])
    pay = pay_rows(
        ("C0001", 2024, "settled", 40_000), ("C0001", 2023, "settled", 39_000), ("C0001", 2026, "budget", 50_000),
        ("C0001", 2025, "settled", None), ("C0002", 2024, "settled", 30_000),
    )  # fmt: skip
    table = measures.against_starting_pay(positions.of(positions.index.find(Selection())), pay)
    (row,) = table.to_dict("records")
    assert (row["code"], row["n"], row["median"], row["starting_pay"], row["year"]) == ("C0001", 5, 30.0, 40_000, 2024)
    assert table.attrs["left_out"] == 1


@fewer
@given(JOINED, selections())
def test_every_institution_is_shown_or_counted(found: Joined, selection: Selection) -> None:
    chosen = of(found, selection)
    table = measures.against_starting_pay(chosen, pay_rows(("C0001", 2024, "settled", 40_000)))
    groups = measures.quartiles_by(chosen, "institution", "full")
    assert len(table) + table.attrs["left_out"] == (groups["n"] > 0).sum()
    assert (table["n"] >= measures.FEWEST_POSITIONS).all()


# Finding positions


def test_positions_of_postings_that_are_not_there_are_left_out_and_counted() -> None:
    positions, _ = joined([{}], [[((3,), 1)], [((4,), 1), ((5,), 1)]])
    assert positions.table.num_rows == 1
    assert positions.orphans == 2


def test_a_selection_narrows_positions_by_their_postings() -> None:
    positions, _ = joined(
        [{"work_regions": ["R3010"]}, {"work_regions": ["R3014"]}], [[((30,), 1)], [((4,), 1), ((8,), 1)]]
    )
    assert positions.of(positions.index.find(choose(region="R3014"))).ratios.tolist() == [4.0, 8.0]


def test_positions_are_found_by_parts_of_their_name_and_institution() -> None:
    positions, _ = joined([{"institution_code": "C0001"}, {"institution_code": "C0003"}], [[((2,), 1)], [((4,), 1)]])

    def found(*words: str) -> list[float]:
        return [float(ratio) for ratio in positions.ratio[positions.containing(words)]]

    assert found() == [2.0, 4.0]
    assert found("사무1") == [2.0, 4.0]
    assert found("다병원", "사무") == [4.0]
    assert found("다병원", "간호") == []
