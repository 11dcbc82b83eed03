"""Invented facilities and programmes of the institutions, in the form in which the services answer."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from data_loader.codes import PROVINCES
from data_loader.sample import shape
from data_loader.sample.titles import MARK
from data_loader.schema import FACILITIES, PROGRAMMES, Table
from data_loader.tables.columns import TidyTables
from data_loader.tables.offer_codes import (
    FACILITY_TYPES,
    LIFE_STAGES,
    PROGRAMME_CLASSES,
    PROGRAMME_FIELD_LENGTH,
    PROGRAMME_PERIODS,
    SERVICE_CLASSES,
    class_path,
)
from data_loader.tables.offers import tidy_facilities, tidy_programmes

Row = dict[str, Any]
# The longest names, as the services write them: 서울특별시, not 서울.
_PROVINCE_OF = {
    code: max((name for name, own in PROVINCES.items() if own == code), key=len) for code in PROVINCES.values()
}
_DEEPEST_CLASS = 7


def sample_offers(institutions: pa.Table, words: dict[str, Any], rng: np.random.Generator) -> list[TidyTables]:
    """Tables `facilities`, `facility_files` and `programmes`; every name in them begins with `[예시]`.

    `institutions` has the columns of INSTITUTIONS. Places are roughly those of the province's towns, streets and
    hours are invented.
    """
    owners = [row for row in institutions.to_pylist() if not row["is_former"]]
    known = [row for row in owners if row["headquarters_region"] in shape.REGION_PLACES]
    if not known:
        return [tidy_facilities([]), tidy_programmes([])]
    return [
        tidy_facilities(_as_received(FACILITIES, _facilities(known, words, rng))),
        tidy_programmes(_as_received(PROGRAMMES, _programmes(owners, words["programmes"], rng))),
    ]


def _as_received(table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    """Rows by our names → by the source's."""
    for row in rows:
        yield {table.column(name).source: value for name, value in row.items()}


def _facilities(owners: list[Row], words: dict[str, Any], rng: np.random.Generator) -> Iterator[Row]:
    stock = words["facilities"]
    types = [code for code in FACILITY_TYPES if code[:4] in stock and len(code) > 4]
    for number in range(1, shape.FACILITY_COUNT + 1):
        owner = _any_of(owners, rng)
        region, code = owner["headquarters_region"], _any_of(types, rng)
        latitude, longitude, spread = shape.REGION_PLACES[region]
        is_paid, is_online = bool(rng.random() < 0.45), bool(rng.random() < 0.6)
        yield {
            "facility_id": number,
            "facility": f"{MARK} {_any_of(stock[code[:4]], rng)}",
            "facility_type": code,
            "facility_type_path": class_path(FACILITY_TYPES, code),
            **_owner(owner),
            **_address(region, _any_of(words["cities"][region], rng), rng),
            "latitude": round(latitude + spread * (2 * rng.random() - 1), 5),
            "longitude": round(longitude + spread * (2 * rng.random() - 1), 5),
            "in_out": "OUT" if code in ("F005014", "F005015", "F005016", "F007004") else "IN",
            "is_paid": _flag(is_paid),
            "fee": _any_of(stock["fees"], rng) if is_paid else None,
            "capacity": _any_of(stock["capacities"], rng),
            **_hours(code, stock["hours"], rng),
            "closed_days": _any_of(stock["closed"], rng),
            "is_reservable": _flag(bool(rng.random() < 0.7)),
            "is_reserved_online": _flag(is_online),
            "is_reserved_by_phone": _flag(not is_online),
            "is_reserved_by_email": "N",
            "is_reserved_by_document": "N",
            "is_reserved_otherwise": "N",
            "reservation": _any_of(stock["reservations"], rng),
            "audience": _any_of(stock["audiences"], rng),
            "usage": _any_of(stock["usages"], rng),
            "host_type": "01" if rng.random() < 0.9 else "02",
            "host": owner["institution"],
            "homepage_url": "https://www.example.com",
        }


def _programmes(owners: list[Row], words: dict[str, Sequence[str]], rng: np.random.Generator) -> Iterator[Row]:
    classes: dict[str, list[str]] = {}
    for code in PROGRAMME_CLASSES:
        if len(code) == _DEEPEST_CLASS and PROGRAMME_CLASSES[code].name != "기타":
            classes.setdefault(code[:PROGRAMME_FIELD_LENGTH], []).append(code)
    for number in range(1, shape.PROGRAMME_COUNT + 1):
        owner = _any_of(owners, rng)
        fields = shape.PROGRAMME_FIELDS.get(owner["institution_class"], shape.PROGRAMME_FIELDS["99"])
        field = _any_of(fields, rng)
        code = _any_of(classes.get(field, [field]), rng)
        name = PROGRAMME_CLASSES[code].name
        stages = sorted({_any_of([*LIFE_STAGES], rng) for _ in range(int(rng.integers(1, 4)))})
        yield {
            "programme_id": number,
            "programme": f"{MARK} {_any_of(words['names'], rng).replace('{name}', name)}",
            "description": _any_of(words["descriptions"], rng).replace("{name}", name),
            "programme_class": code if rng.random() < 0.97 else None,
            **_owner(owner),
            "programme_period": _any_of([*PROGRAMME_PERIODS], rng),
            "period_text": _any_of(words["periods"], rng),
            "life_stages": "99" if "99" in stages else ",".join(stages),
            "service_class": _any_of([*SERVICE_CLASSES], rng),
            "audience": _any_of(words["audiences"], rng),
            "usage": _any_of(words["usages"], rng),
            "homepage_url": "https://www.example.com",
        }


def _owner(row: Row) -> Row:
    return {"institution_code": row["institution_code"], "institution": row["institution"]}


def _address(region: str, city: str, rng: np.random.Generator) -> Row:
    return {
        "region": _PROVINCE_OF[region],
        "municipality": city,
        "road_address": f"{_PROVINCE_OF[region]} {city} 예시로 {rng.integers(1, 300)}",
    }


def _hours(code: str, hours: Sequence[str], rng: np.random.Generator) -> Row:
    """On weekdays nearly always, on Saturdays half of them, on holidays a third; car parks around the clock."""
    found: Row = {}
    for day, share in (("weekday", 0.98), ("saturday", 0.5), ("holiday", 0.33)):
        is_open = rng.random() < share
        is_always = code.startswith("F008")
        found[f"{day}_hours_kind"] = ("01" if is_always else "02") if is_open else None
        found[f"{day}_hours"] = _any_of(hours, rng) if is_open and not is_always else None
    return found


def _flag(value: bool) -> str:
    return "Y" if value else "N"


def _any_of(values: Sequence[Any], rng: np.random.Generator) -> Any:
    return values[int(rng.random() * len(values))]
