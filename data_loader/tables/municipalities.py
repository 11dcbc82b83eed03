"""The municipalities (시·군·구) in which work can be: their names, and the region each belongs to.

Cities with general districts and the two cities of 제주 are one each. The list follows July 2026 as far as it can
be compared over time: 군위군 in 대구, 광주 and 전남 as one region, and in Incheon 제물포구 with 영종구 and 서해구 with
검단구 as one each, because their borders cross the old ones.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache

from data_loader.codes import WORK_REGIONS
from data_loader.reference import FOLDER

MUNICIPALITIES_FILE = FOLDER / "municipalities.csv"
SEJONG = "29010"


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code`: five digits of Statistics Korea, as of 2018; `region`: the comparable work region's code;
    `aliases`: other names of the whole or of a part of it."""

    code: str
    region: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name that nothing else has: `서울 중구`, `부산 중구`."""
        return self.name if self.code == SEJONG else f"{WORK_REGIONS[self.region].name} {self.name}"


@lru_cache(maxsize=1)
def load_municipalities() -> tuple[Municipality, ...]:
    """All of them, region by region in the portal's order."""
    with MUNICIPALITIES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Municipality(row["code"], row["region"], row["name"], tuple(row["aliases"].split()))
            for row in csv.DictReader(file)
        )
