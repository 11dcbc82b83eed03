"""Facilities and programmes in words: as rows of a list, as the facts of one, and with names beside their codes."""

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from dashboard.languages import N_, _
from dashboard.measures import facilities as measures
from dashboard.measures.facilities import DAYS, Names
from data_loader.codes import WORK_REGIONS
from data_loader.tables.offer_codes import HOST_TYPES, IN_OUT, LIFE_STAGES, OPENING, PROGRAMME_PERIODS, SERVICE_CLASSES

RESERVED = {
    "is_reserved_online": N_("누리집"),
    "is_reserved_by_phone": N_("전화"),
    "is_reserved_by_email": N_("전자우편"),
    "is_reserved_by_document": N_("문서"),
    "is_reserved_otherwise": N_("그 밖"),
}


def facility_rows(table: pa.Table, names: Names) -> pa.Table:
    """The columns of facilities a reader sees."""
    return pa.table(
        {
            _("종류"): [facility_path(code, path, names) for code, path in _pairs(table, "facility_type", "facility_type_path")],
            _("시설"): table["facility"],
            _("기관"): table["institution"],
            _("시도"): [_region(code) for code in table["region"].to_pylist()],
            _("시군구"): [name and _(name) for name in table["municipality"].to_pylist()],
            _("요금"): [_fee(*pair) for pair in _pairs(table, "is_paid", "fee")],
            **{_(name): [_hours(*pair) for pair in _pairs(table, f"{day}_hours_kind", f"{day}_hours")] for day, name in DAYS.items()},
            _("휴무일"): _plain(table, "closed_days"),
            _("예약"): [_yes_no(value, _("가능"), _("안 받음")) for value in table["is_reservable"].to_pylist()],
            _("수용 인원"): _plain(table, "capacity"),
            _("주소"): table["road_address"],
        }
    )  # fmt: skip


def programme_rows(table: pa.Table, names: Names) -> pa.Table:
    """The columns of programmes a reader sees."""
    return pa.table(
        {
            _("분야"): [programme_path(code, names) for code in table["programme_class"].to_pylist()],
            _("사업"): table["programme"],
            _("생애주기"): ["·".join(_name(LIFE_STAGES, code) for code in codes or ()) for codes in table["life_stages"].to_pylist()],
            _("기관"): table["institution"],
            _("편의서비스"): [_name(SERVICE_CLASSES, code) for code in table["service_class"].to_pylist()],
            _("기간"): _plain(table, "period_text"),
            _("이용 대상"): _plain(table, "audience"),
            _("설명"): _plain(table, "description"),
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
    ways = [_(label) for column, label in RESERVED.items() if offer[column]]
    return {
        _("종류"): facility_path(offer["facility_type"], offer["facility_type_path"], names),
        _("기관"): offer["institution"],
        _("주소"): " ".join(place for place in places if place),
        _("실내외"): _name(IN_OUT, offer["in_out"]),
        **{_(name): _hours(offer[f"{day}_hours_kind"], offer[f"{day}_hours"]) for day, name in DAYS.items()},
        _("휴무일"): offer["closed_days"],
        _("요금"): _fee(offer["is_paid"], offer["fee"]),
        _("수용 인원"): offer["capacity"],
        _("예약"): " · ".join(part for part in (_yes_no(offer["is_reservable"], _("가능"), _("안 받음")), ", ".join(ways)) if part),
        _("예약 방법"): offer["reservation"] or offer["other_reservation"],
        _("이용 대상"): offer["audience"],
        _("이용 방법"): offer["usage"],
        _("주최"): offer["host"],
    }  # fmt: skip


def programme_facts(offer: Mapping[str, Any], names: Names) -> dict[str, str]:
    days = [str(offer[name]) for name in ("start_date", "end_date") if offer[name]]
    return {
        _("분야"): programme_path(offer["programme_class"], names),
        _("생애주기"): "·".join(_name(LIFE_STAGES, code) for code in offer["life_stages"] or ()),
        _("편의서비스"): _name(SERVICE_CLASSES, offer["service_class"]),
        _("기관"): offer["institution"],
        _("기간"): " · ".join(
            part
            for part in (_name(PROGRAMME_PERIODS, offer["programme_period"]), offer["period_text"], " ~ ".join(days))
            if part
        ),
        _("설명"): offer["description"],
        _("이용 대상"): offer["audience"],
        _("이용 방법"): offer["usage"],
    }


def facility_path(code: str | None, path: str | None, names: Names) -> str:
    return _each_name(measures.facility_path(code, path, names))


def programme_path(code: str | None, names: Names) -> str:
    return _each_name(measures.programme_path(code, names))


def _each_name(path: str) -> str:
    """A path of classes ("건강 > 의료지원 > 기타") in the language spoken."""
    return " > ".join(map(_, path.split(" > ")))


def _pairs(table: pa.Table, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name].to_pylist() for name in columns), strict=True))


def _plain(table: pa.Table, column: str) -> list[str]:
    """Texts on one line, for cells."""
    return [" ".join((text or "").split()) for text in table[column].to_pylist()]


def _region(code: str | None) -> str:
    return _name(WORK_REGIONS, code)


def _name(table: Mapping[str, Any], code: str | None) -> str:
    return _(table[code].name) if code and code in table else code or ""


def _fee(is_paid: bool | None, fee: str | None) -> str:
    text = " ".join((fee or "").split())
    return " · ".join(part for part in (_yes_no(is_paid, _("유료"), _("무료")), text) if part)


def _hours(kind: str | None, hours: str | None) -> str:
    text = " ".join((hours or "").split())
    return text or (_("24시간") if kind == "01" else _("열림(시간 미기재)") if kind else "")


def _yes_no(value: bool | None, yes: str, no: str) -> str:
    return "" if value is None else yes if value else no
