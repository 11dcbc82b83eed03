"""Facilities and programmes in words: as rows of a list, as the facts of one, and with names beside their codes."""

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from dashboard.measures.facilities import DAYS, Names, facility_path, programme_path
from data_loader.codes import WORK_REGIONS
from data_loader.offer_codes import HOST_TYPES, IN_OUT, LIFE_STAGES, OPENING, PROGRAMME_PERIODS, SERVICE_CLASSES


def facility_rows(table: pa.Table, names: Names) -> pa.Table:
    """The columns of facilities a reader sees."""
    return pa.table(
        {
            "종류": [facility_path(code, path, names) for code, path in _pairs(table, "facility_type", "facility_type_path")],
            "시설": table["facility"],
            "기관": table["institution"],
            "시도": [_region(code) for code in table["region"].to_pylist()],
            "시군구": table["municipality"],
            "요금": [_fee(*pair) for pair in _pairs(table, "is_paid", "fee")],
            **{name: [_hours(*pair) for pair in _pairs(table, f"{day}_hours_kind", f"{day}_hours")] for day, name in DAYS.items()},
            "휴무일": _plain(table, "closed_days"),
            "예약": [_yes_no(value, "가능", "안 받음") for value in table["is_reservable"].to_pylist()],
            "수용 인원": _plain(table, "capacity"),
            "주소": table["road_address"],
        }
    )  # fmt: skip


def programme_rows(table: pa.Table, names: Names) -> pa.Table:
    """The columns of programmes a reader sees."""
    return pa.table(
        {
            "분야": [programme_path(code, names) for code in table["programme_class"].to_pylist()],
            "사업": table["programme"],
            "생애주기": ["·".join(_name(LIFE_STAGES, code) for code in codes or ()) for codes in table["life_stages"].to_pylist()],
            "기관": table["institution"],
            "편의서비스": [_name(SERVICE_CLASSES, code) for code in table["service_class"].to_pylist()],
            "기간": _plain(table, "period_text"),
            "이용 대상": _plain(table, "audience"),
            "설명": _plain(table, "description"),
        }
    )  # fmt: skip


def with_code_names(table: pa.Table, names: Names) -> pa.Table:
    """Every column of the source and, beside each code, its name."""
    named: Mapping[str, Callable[[Any], str]] = {
        "facility_type": lambda code: facility_path(code, None, names),
        "region": _region,
        "in_out": lambda code: _name(IN_OUT, code),
        "weekday_hours_kind": lambda code: _name(OPENING, code),
        "saturday_hours_kind": lambda code: _name(OPENING, code),
        "holiday_hours_kind": lambda code: _name(OPENING, code),
        "host_type": lambda code: _name(HOST_TYPES, code),
        "programme_class": lambda code: programme_path(code, names),
        "programme_period": lambda code: _name(PROGRAMME_PERIODS, code),
        "life_stages": lambda codes: "·".join(_name(LIFE_STAGES, code) for code in codes or ()),
        "service_class": lambda code: _name(SERVICE_CLASSES, code),
    }
    for column, name_of in named.items():
        if column in table.column_names:
            labels = pa.array([name_of(value) for value in table[column].to_pylist()], pa.string())
            table = table.add_column(table.column_names.index(column) + 1, f"{column}_name", labels)
    return table


def facility_facts(offer: Mapping[str, Any], names: Names) -> dict[str, str]:
    places = (offer["road_address"] or offer["lot_address"], offer["address_detail"])
    online = {"is_reserved_online": "누리집", "is_reserved_by_phone": "전화", "is_reserved_by_email": "전자우편",
              "is_reserved_by_document": "문서", "is_reserved_otherwise": "그 밖"}  # fmt: skip
    ways = [label for column, label in online.items() if offer[column]]
    return {
        "종류": facility_path(offer["facility_type"], offer["facility_type_path"], names),
        "기관": offer["institution"],
        "주소": " ".join(place for place in places if place),
        "실내외": _name(IN_OUT, offer["in_out"]),
        **{name: _hours(offer[f"{day}_hours_kind"], offer[f"{day}_hours"]) for day, name in DAYS.items()},
        "휴무일": offer["closed_days"],
        "요금": _fee(offer["is_paid"], offer["fee"]),
        "수용 인원": offer["capacity"],
        "예약": " · ".join(part for part in (_yes_no(offer["is_reservable"], "가능", "안 받음"), ", ".join(ways)) if part),
        "예약 방법": offer["reservation"] or offer["other_reservation"],
        "이용 대상": offer["audience"],
        "이용 방법": offer["usage"],
        "주최": offer["host"],
    }  # fmt: skip


def programme_facts(offer: Mapping[str, Any], names: Names) -> dict[str, str]:
    days = [str(offer[name]) for name in ("start_date", "end_date") if offer[name]]
    return {
        "분야": programme_path(offer["programme_class"], names),
        "생애주기": "·".join(_name(LIFE_STAGES, code) for code in offer["life_stages"] or ()),
        "편의서비스": _name(SERVICE_CLASSES, offer["service_class"]),
        "기관": offer["institution"],
        "기간": " · ".join(
            part
            for part in (_name(PROGRAMME_PERIODS, offer["programme_period"]), offer["period_text"], " ~ ".join(days))
            if part
        ),
        "설명": offer["description"],
        "이용 대상": offer["audience"],
        "이용 방법": offer["usage"],
    }


def _pairs(table: pa.Table, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name].to_pylist() for name in columns), strict=True))


def _plain(table: pa.Table, column: str) -> list[str]:
    """Texts on one line, for cells."""
    return [" ".join((text or "").split()) for text in table[column].to_pylist()]


def _region(code: str | None) -> str:
    return WORK_REGIONS[code].name if code and code in WORK_REGIONS else code or ""


def _name(table: Mapping[str, Any], code: str | None) -> str:
    return str(table[code].name) if code and code in table else code or ""


def _fee(is_paid: bool | None, fee: str | None) -> str:
    text = " ".join((fee or "").split())
    return " · ".join(part for part in (_yes_no(is_paid, "유료", "무료"), text) if part)


def _hours(kind: str | None, hours: str | None) -> str:
    text = " ".join((hours or "").split())
    return text or ("24시간" if kind == "01" else "열림(시간 미기재)" if kind else "")


def _yes_no(value: bool | None, yes: str, no: str) -> str:
    return "" if value is None else yes if value else no
