"""Figures published beside what a newer program brings, and beside what the portal kept aside."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data_loader.alio.figures import renewed
from data_loader.reference import load_reference
from data_loader.snapshot import NewTable


@pytest.fixture(scope="module")
def bundled() -> dict[str, NewTable]:
    return load_reference()


def test_figures_no_older_than_the_bundled_ones_stay_as_they_are(bundled: dict[str, NewTable]) -> None:
    assert renewed(bundled, bundled) == {}
    assert renewed({}, bundled) == {}


def test_a_newer_program_keeps_the_years_it_does_not_bring_and_tells_what_was_corrected(
    bundled: dict[str, NewTable],
) -> None:
    interns = bundled["interns"]
    newer = interns.data.filter(pc.greater(interns.data["year"], 2021)).to_pylist()
    first = next(row for row in newer if row["year"] == 2024)
    first["experience_interns"] += 1
    rows = [row | {"as_of": date(2027, 3, 1)} for row in newer]
    origin = replace(interns.origin, as_of="2027-03-01")
    program = bundled | {"interns": NewTable(pa.Table.from_pylist(rows, schema=interns.data.schema), origin)}
    found = renewed(bundled, program)
    assert found.keys() == {"interns", "revisions"}
    assert found["interns"].origin == origin
    assert found["interns"].data.num_rows == interns.data.num_rows
    years = {(row["year"], row["as_of"]) for row in found["interns"].data.to_pylist()}
    assert {year for year, day in years if day == date(2026, 8, 20)} == {2021}
    (told,) = found["revisions"].data.to_pylist()
    assert (told["column"], told["after"] - told["before"]) == ("experience_interns", 1)
    assert (told["source"], found["revisions"].origin.as_of) == ("신규채용현황.xlsx", "2027-03-01")
