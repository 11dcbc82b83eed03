"""Two vintages made one, on made figures of one table."""

from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from data_loader.alio.vintages import Merged, Vintage, merge, value_columns
from data_loader.schema import INTERNS, PAY, REVISIONS

FIRST, SECOND, THIRD = date(2026, 8, 20), date(2026, 10, 6), date(2026, 11, 22)
NONE = REVISIONS.arrow.empty_table()
COLUMNS = value_columns(INTERNS)


def row(code: str = "C0001", year: int = 2025, value: float | None = 5.0, basis: str = "settled") -> dict[str, Any]:
    return {"institution_code": code, "institution": f"기관 {code}", "year": year, "basis": basis} | dict.fromkeys(
        COLUMNS, value
    )


def vintage(as_of: date, *rows: dict[str, Any], source: str = "현황.xlsx") -> Vintage:
    return Vintage(INTERNS, rows, as_of, source)


def published(*vintages: Vintage) -> Merged:
    """What stands after these vintages came one after the other."""
    merged = Merged(INTERNS.arrow.empty_table(), NONE, (), ())
    for found in vintages:
        merged = merge(merged.data, found, merged.revisions)
    return merged


def test_the_first_vintage_is_the_table() -> None:
    merged = published(vintage(FIRST, row(year=2025), row(year=2024)))
    assert [(found["year"], found["as_of"]) for found in merged.data.to_pylist()] == [(2024, FIRST), (2025, FIRST)]
    assert merged.revisions.num_rows == 0


def test_a_newer_value_stands_and_the_earlier_one_is_told() -> None:
    merged = published(vintage(FIRST, row(value=5.0)), vintage(SECOND, row(value=5.0) | {COLUMNS[0]: 7.0}))
    (found,) = merged.data.to_pylist()
    assert (found[COLUMNS[0]], found[COLUMNS[1]], found["as_of"]) == (7, 5, SECOND)
    (told,) = merged.revisions.to_pylist()
    assert told == {
        "table": "interns",
        "institution_code": "C0001",
        "institution": "기관 C0001",
        "employment": None,
        "year": 2025,
        "column": COLUMNS[0],
        "before": 5,
        "after": 7,
        "before_as_of": FIRST,
        "after_as_of": SECOND,
        "source": "현황.xlsx",
    }


def test_three_vintages_tell_both_steps_the_latest_first() -> None:
    merged = published(*(vintage(day, row(value=value)) for day, value in ((FIRST, 1), (SECOND, 2), (THIRD, 3))))
    steps = [(told["before"], told["after"]) for told in merged.revisions.to_pylist() if told["column"] == COLUMNS[0]]
    assert steps == [(2, 3), (1, 2)]


def test_what_is_no_longer_reported_is_told_too() -> None:
    merged = published(vintage(FIRST, row(value=5.0)), vintage(SECOND, row(value=None)))
    assert merged.data[COLUMNS[0]].to_pylist() == [None]
    assert merged.revisions["after"].to_pylist() == [None] * len(COLUMNS)


def test_a_budget_that_was_settled_and_a_part_of_a_year_that_grew_are_no_corrections() -> None:
    settled = published(vintage(FIRST, row(basis="budget", value=4)), vintage(SECOND, row(value=5)))
    assert (settled.revisions.num_rows, settled.data["basis"].to_pylist()) == (0, ["settled"])
    grown = published(vintage(FIRST, row(basis="part_year", value=4)), vintage(SECOND, row(basis="part_year", value=5)))
    assert (grown.revisions.num_rows, grown.data[COLUMNS[0]].to_pylist()) == (0, [5])


def test_a_budget_does_not_come_back_over_the_settled_year() -> None:
    merged = published(
        vintage(SECOND, row(value=5)), vintage(FIRST, row(basis="budget", value=4), row("C0002", basis="budget"))
    )
    assert [(found["institution_code"], found["basis"]) for found in merged.data.to_pylist()] == [("C0001", "settled")]


def test_what_only_the_earlier_vintage_has_is_named() -> None:
    merged = published(vintage(FIRST, row(year=2020), row("C0002")), vintage(SECOND, row()))
    assert (merged.years_kept, merged.institutions_kept) == ((2020,), ("C0002",))


def test_a_single_item_looked_up_changes_nothing_else_of_its_row() -> None:
    looked_up = {"institution_code": "C0001", "institution": "새 이름", "year": 2025, "basis": "settled"}
    merged = published(vintage(FIRST, row()), vintage(THIRD, looked_up | {COLUMNS[0]: 9.0}))
    (found,) = merged.data.to_pylist()
    assert (found[COLUMNS[0]], found[COLUMNS[1]], found["as_of"], found["institution"]) == (9, 5, FIRST, "새 이름")
    # A document of the time between knows less than the lookup, of that item only.
    later = merge(merged.data, vintage(SECOND, row(value=6.0)), merged.revisions).data.to_pylist()[0]
    assert (later[COLUMNS[0]], later[COLUMNS[1]], later["as_of"]) == (9, 6, SECOND)


def test_kinds_of_employment_are_rows_of_their_own() -> None:
    def pay(employment: str, average: int) -> dict[str, Any]:
        return row() | {"employment": employment} | dict.fromkeys(value_columns(PAY), average)

    first = merge(PAY.arrow.empty_table(), Vintage(PAY, (pay("regular", 1), pay("indefinite", 2)), FIRST, "a"), NONE)
    second = merge(first.data, Vintage(PAY, (pay("indefinite", 3),), SECOND, "b"), NONE)
    assert second.data["average_pay"].to_pylist() == [3, 1]
    assert set(second.revisions["employment"].to_pylist()) == {"indefinite"}


values = st.none() | st.integers(0, 3).map(float)
rows = st.dictionaries(st.tuples(st.sampled_from(["C0001", "C0002"]), st.integers(2020, 2022)), values)


def vintages_of(figures: dict[tuple[str, int], float | None], as_of: date) -> Vintage:
    return vintage(as_of, *(row(code, year, value) for (code, year), value in figures.items()))


@given(rows, rows)
def test_it_does_not_matter_which_of_two_vintages_comes_first(
    earlier: dict[tuple[str, int], float | None], later: dict[tuple[str, int], float | None]
) -> None:
    a, b = vintages_of(earlier, FIRST), vintages_of(later, SECOND)
    assert published(a, b).data.equals(published(b, a).data)
    assert published(a, b).revisions.equals(published(b, a).revisions)


@given(rows, rows)
def test_a_vintage_that_comes_twice_changes_nothing(
    earlier: dict[tuple[str, int], float | None], later: dict[tuple[str, int], float | None]
) -> None:
    a, b = vintages_of(earlier, FIRST), vintages_of(later, SECOND)
    once, twice = published(a, b), published(a, b, a, b)
    assert once.data.equals(twice.data)
    assert once.revisions.equals(twice.revisions)


@given(rows, rows)
def test_the_revisions_lead_from_the_earlier_figures_to_the_later_ones(
    earlier: dict[tuple[str, int], float | None], later: dict[tuple[str, int], float | None]
) -> None:
    merged = published(vintages_of(earlier, FIRST), vintages_of(later, SECOND))
    told = pa.Table.to_pylist(merged.revisions)
    seen = {(found["institution_code"], found["year"]): (found["before"], found["after"]) for found in told}
    both = earlier.keys() & later.keys()
    assert seen == {key: (earlier[key], later[key]) for key in both if earlier[key] != later[key]}
    assert merged.data.num_rows == len(earlier.keys() | later.keys())
