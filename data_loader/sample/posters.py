"""Which institutions post how often, and what kind of employer each is."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from data_loader.codes import WORK_REGIONS
from data_loader.sample import shape
from data_loader.sample.draw import Flags, Floats, Ints

FIELD_KINDS = tuple(shape.FIELD_LEANINGS)
HIRE_GROUPS = tuple(shape.HIRE_LEANINGS)
REGIONS = tuple(WORK_REGIONS)


@dataclass(frozen=True, slots=True)
class Posters:
    """Institutions as columns. `weights`: row 0 while the former ones still post, row 1 after.

    `field_kind`, `hire_group` and `home` count FIELD_KINDS, HIRE_GROUPS and REGIONS × (local, nationwide);
    the last home is for institutions whose headquarters are not known.
    """

    codes: list[str]
    standard_codes: list[str]
    names: list[str]
    weights: Floats
    field_kind: Ints
    hire_group: Ints
    home: Ints
    is_hospital: Flags


def read_posters(institutions: pa.Table, words: dict[str, Any], rng: np.random.Generator) -> Posters:
    rows = sorted(institutions.to_pylist(), key=lambda row: str(row["institution_code"]))
    kinds = [_field_kind(row, words) for row in rows]
    return Posters(
        [row["institution_code"] for row in rows],
        [row["standard_institution_code"] or "" for row in rows],
        [row["institution"] for row in rows],
        _weights(rows, words["heavy_posters"], rng),
        np.array([FIELD_KINDS.index(kind) for kind in kinds]),
        np.array([HIRE_GROUPS.index(_hire_group(row, kind)) for row, kind in zip(rows, kinds, strict=True)]),
        np.array([_home(row, kind) for row, kind in zip(rows, kinds, strict=True)]),
        np.array([kind == "hospital" for kind in kinds], dtype=bool),
    )


def _field_kind(row: dict[str, Any], words: dict[str, Any]) -> str:
    if re.search(words["hospital_words"], row["institution"]):
        return "hospital"
    if re.search(words["research_words"], row["institution"]):
        return "research"
    return row["institution_class"] if row["institution_class"] in FIELD_KINDS else "99"


def _hire_group(row: dict[str, Any], kind: str) -> str:
    type_code = row["institution_type"] or "A2005"
    return kind if type_code == "A2005" and kind in HIRE_GROUPS else type_code


def _home(row: dict[str, Any], kind: str) -> int:
    region = row["headquarters_region"]
    place = REGIONS.index(region) if region in REGIONS else len(REGIONS)
    return 2 * place + (kind not in ("hospital", "research"))


def home_leanings() -> Floats:
    """Homes × first regions: how much likelier than on average work is there."""
    regions = tuple(shape.FIRST_REGIONS)
    table = np.ones((2 * (len(REGIONS) + 1), len(regions)))
    for column, region in enumerate(regions):
        home = 2 * REGIONS.index(region)
        table[home, column] = shape.HOME_LEANING["local"]
        table[home + 1, column] = shape.HOME_LEANING["nationwide"]
    return table


def _weights(rows: list[dict[str, Any]], heavy: list[str], rng: np.random.Generator) -> Floats:
    """Zipf's law within each type, the known heavy posters first, the others in an order of chance."""
    chance = rng.random(len(rows))
    place = {name: position - len(heavy) for position, name in enumerate(heavy)}
    weights = np.zeros((2, len(rows)))
    for type_code, share in (*shape.TYPE_SHARES.items(), (None, shape.FORMER_SHARE)):
        members = [i for i, row in enumerate(rows) if _group(row) == type_code]
        members.sort(key=lambda i: place.get(rows[i]["institution"], chance[i]))
        zipf = (np.arange(1, len(members) + 1) + shape.HEAD_START) ** -shape.CONCENTRATION
        weights[0, members] = share * zipf / zipf.sum()
    is_former = np.array([_group(row) is None for row in rows], dtype=bool)
    weights[1] = np.where(is_former, 0.0, weights[0])
    return weights if weights[1].any() else weights[[0, 0]]


def _group(row: dict[str, Any]) -> str | None:
    """The type, or None for a former institution. One of no known type counts as 기타공공기관."""
    if row["is_former"]:
        return None
    return row["institution_type"] if row["institution_type"] in shape.TYPE_SHARES else "A2005"
