"""Branch offices per region, recounted from the list itself."""

import csv
from collections import Counter

import pandas as pd

from dashboard.measures.offices import by_region
from data_loader.reference import FOLDER, load_reference


def test_offices_per_region_are_as_recounted() -> None:
    with (FOLDER / "branches.csv").open(encoding="utf-8", newline="") as file:
        own = [row["region"] for row in csv.DictReader(file) if row["is_head_office"] == "false"]
    expected = Counter({"R3015": "R3027", "R3023": "R3027"}.get(code, code) for code in own)
    found = by_region(load_reference()["branches"].data.to_pandas())
    assert dict(zip(found["code"], found["offices"], strict=True)) == expected
    assert found["offices"].is_monotonic_decreasing
    assert found["offices"].sum() == 3_673


def test_an_office_of_the_portal_is_no_head_office_and_one_without_a_region_is_left_out() -> None:
    branches = pd.DataFrame(
        {"region": ["R3010", "R3010", None, "R9999"], "is_head_office": [None, True, None, None]}
    )  # fmt: skip
    found = by_region(branches)
    assert found[["code", "region", "offices"]].to_numpy().tolist() == [["R3010", "서울", 1], ["R9999", "R9999", 1]]
