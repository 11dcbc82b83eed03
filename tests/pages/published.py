"""The published files as they lie, for figures counted again without our code."""

import csv

from data_loader.reference import FOLDER


def published(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
