"""Facilities and programmes: what a reader can choose them by, and which of their places can be trusted."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.languages import N_, _
from dashboard.selection.offers import Filter, FoundOffers, OfferIndex, make_filter
from dashboard.selection.selection import Option
from data_loader.codes import COMPARABLE_REGIONS, WORK_REGIONS, Code
from data_loader.tables.offer_codes import (
    FACILITY_GROUPS,
    FACILITY_TYPES,
    IN_OUT,
    LIFE_STAGES,
    PROGRAMME_CLASSES,
    PROGRAMME_FIELDS,
    SERVICE_CLASSES,
    class_path,
)

Names = Mapping[tuple[str, str], str]

# The land of the Republic of Korea with its islands (마라도, 백령도, 독도), in degrees.
LATITUDES, LONGITUDES = (33.0, 38.7), (124.5, 132.0)
PLACED, UNPLACED, SWAPPED, OUTSIDE = "placed", "unplaced", "swapped", "outside"
PLACEMENTS = {
    UNPLACED: N_("좌표가 없는 곳"),
    SWAPPED: N_("위도와 경도가 뒤바뀐 곳"),
    OUTSIDE: N_("좌표가 한국 밖인 곳"),
}
DAYS = {"weekday": N_("평일"), "saturday": N_("토요일"), "holiday": N_("공휴일")}
# How "not open" is written into the hours; 없음 and - have become empty on reading.
CLOSED_WORDS = ("휴무", "휴관", "미운영", "미개방", "운영안함", "운영하지")
_BOTH = ("IN", "OUT")


def facility_index(facilities: pa.Table, names: Names) -> OfferIndex:
    """The facilities by region, type group, fee, opening days, institution, in or out, and reservation.

    `facilities` has the columns of FACILITIES; `names` are those of institutions and codes (column, code).
    """
    table = facilities
    values = {name: table[name].to_pylist() for name in ("region", "facility_group", "institution_code", "in_out")}
    filters = (
        make_filter("region", N_("시도"), [[_comparable(code)] for code in values["region"]], _options(COMPARABLE_REGIONS)),
        make_filter("kind", N_("시설 종류"), [[code] for code in values["facility_group"]], _groups(table)),
        make_filter("fee", N_("요금"), _flags(table["is_paid"]), _named(("yes", "paid", N_("유료")), ("no", "free", N_("무료")))),
        make_filter("open", N_("여는 날"), opening_days(table), _named(*((day, day, name) for day, name in DAYS.items())), True),
        _institution_filter(table, names),
        make_filter(
            "place", N_("실내외"), [_BOTH if code == "ALL" else (code,) for code in values["in_out"]], _options(IN_OUT)
        ),
        make_filter(
            "reserve", N_("예약"), _flags(table["is_reservable"]), _named(("yes", "yes", N_("예약 가능")), ("no", "no", N_("예약 안 받음")))
        ),
    )  # fmt: skip
    searched = ("facility", "facility_type_path", "institution", "municipality", "road_address", "lot_address")
    return OfferIndex(table, filters, _joined(table, searched))


def programme_index(programmes: pa.Table, names: Names) -> OfferIndex:
    """The programmes by field, life stage, kind of service and institution; see `facility_index`."""
    table = programmes
    filters = (
        make_filter("field", N_("사업 분야"), [[code] for code in table["programme_field"].to_pylist()], _options(PROGRAMME_FIELDS)),
        make_filter("stage", N_("생애주기"), [codes or () for codes in table["life_stages"].to_pylist()], _options(LIFE_STAGES)),
        make_filter("service", N_("편의서비스"), [[code] for code in table["service_class"].to_pylist()], _options(SERVICE_CLASSES)),
        _institution_filter(table, names),
    )  # fmt: skip
    paths = [programme_path(code, names) for code in table["programme_class"].to_pylist()]
    searched = _joined(table, ("programme", "institution", "description", "audience"))
    return OfferIndex(table, filters, [f"{text}\0{path}" for text, path in zip(searched, paths, strict=True)])


def placement(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.str_]:
    """What each pair of coordinates (degrees, NaN where missing) is worth: PLACED, UNPLACED, SWAPPED or OUTSIDE.

    **시설의 자리**: 위도 33.0~38.7도, 경도 124.5~132.0도에 드는 좌표만 지도에 찍는다. 비어 있는 것(0, 0 포함), 위도와 경도가 뒤바뀐 것, 그 밖은 고쳐 그리지 않고
    몇 곳인지 적으며 목록과 파일에는 그대로 있다. 좌표가 적힌 주소와 맞는지는 확인하지 않는다.
    """
    with np.errstate(invalid="ignore"):
        inside = _within(latitude, LATITUDES) & _within(longitude, LONGITUDES)
        swapped = _within(longitude, LATITUDES) & _within(latitude, LONGITUDES)
    missing = np.isnan(latitude) | np.isnan(longitude)
    return np.select([missing, inside, swapped], [UNPLACED, PLACED, SWAPPED], OUTSIDE)


def opening_days(facilities: pa.Table) -> list[list[str]]:
    """The DAYS each facility is open: whose kind or hours are given, and do not say that it is closed.

    **여는 날**: 평일, 토요일, 공휴일 가운데 개방 구분이나 운영 시간이 적혀 있고 휴무라고 하지 않은 날. 여러 날을 고르면 그 모두에 여는 곳이다. 적지 않은 것은 열지
    않는다는 뜻이 아닐 수 있다.
    """
    found: list[list[str]] = [[] for _ in range(facilities.num_rows)]
    for day in DAYS:
        kinds = facilities[f"{day}_hours_kind"].to_pylist()
        hours = facilities[f"{day}_hours"].to_pylist()
        for row, (kind, text) in enumerate(zip(kinds, hours, strict=True)):
            says_closed = any(word in "".join((text or "").split()) for word in CLOSED_WORDS)
            if (kind or text) and not says_closed:
                found[row].append(day)
    return found


def field_by_life_stage(found: FoundOffers) -> pd.DataFrame:
    """Found programmes by field (rows) and life stage (columns), full counting; options that occur only.

    **사업 분야와 생애주기**: 사업의 수, 중복 집계. 생애주기를 여럿 적은 사업은 각각에 한 번씩 세므로 더하면 사업 수보다 크다.
    """
    field, stage = found.index.filters["field"], found.index.filters["stage"]
    table = field.members[found.rows].T.astype(np.int64) @ stage.members[found.rows].astype(np.int64)
    frame = pd.DataFrame(table, [o.label for o in field.options], [o.label for o in stage.options])
    return frame.loc[frame.sum(axis=1) > 0, frame.sum() > 0]


def facility_path(code: str | None, path: str | None, names: Names) -> str:
    """The type with those above it, as the source writes it or as the code book does."""
    if path:
        return path
    if not code:
        return ""
    return class_path(FACILITY_TYPES, code) if code in FACILITY_TYPES else names.get(("facility_type", code), code)


def programme_path(code: str | None, names: Names) -> str:
    """The class with those above it, as in "건강 > 의료지원 > 기타"."""
    if not code:
        return ""
    known = class_path(PROGRAMME_CLASSES, code)
    return known if code in PROGRAMME_CLASSES else names.get(("programme_class", code), code)


class _Unlisted(Option):
    """A group that no code book names."""

    __slots__ = ()

    @property
    def label(self) -> str:
        return _("그 밖의 시설({code})", code=self.code)


def _groups(facilities: pa.Table) -> list[Option]:
    """The groups of types, named by the code book, else as most paths of the group begin."""
    codes, paths = facilities["facility_group"].to_pylist(), facilities["facility_type_path"].to_pylist()
    found: list[Option] = []
    for group in sorted({code for code in codes if code}):
        begins = Counter(
            path.split(">")[0].strip()
            for code, path in zip(codes, paths, strict=True)
            if code == group and path and ">" in path
        )
        name = (
            FACILITY_GROUPS[group].name if group in FACILITY_GROUPS else begins.most_common(1)[0][0] if begins else ""
        )
        found.append(Option(group, group.lower(), name) if name else _Unlisted(group, group.lower(), group))
    return found


def _institution_filter(table: pa.Table, names: Names) -> Filter:
    codes, own = table["institution_code"].to_pylist(), table["institution"].to_pylist()
    labels = {
        code: names.get(("institution_code", code)) or name or code
        for code, name in zip(codes, own, strict=True)
        if code
    }
    options = [Option(code, code, label) for code, label in sorted(labels.items(), key=lambda pair: pair[1])]
    return make_filter("institution", N_("기관"), [[code] for code in codes], options)


def _comparable(code: str | None) -> str | None:
    return WORK_REGIONS[code].folds_into or code if code and code in WORK_REGIONS else code


def _flags(column: pa.ChunkedArray) -> list[list[str | None]]:
    return [[None if value is None else "yes" if value else "no"] for value in column.to_pylist()]


def _options(table: Mapping[str, Code]) -> list[Option]:
    return [Option(entry.code, entry.slug, entry.name) for entry in table.values()]


def _named(*rows: tuple[str, str, str]) -> list[Option]:
    return [Option(*row) for row in rows]


def _joined(table: pa.Table, columns: Sequence[str]) -> list[str]:
    """The texts of each row, one under the other: no word is found across two of them."""
    lists = [table[name].to_pylist() for name in columns]
    return ["\0".join(value for value in of_row if value) for of_row in zip(*lists, strict=True)]


def _within(values: NDArray[np.float64], bounds: tuple[float, float]) -> NDArray[np.bool_]:
    within: NDArray[np.bool_] = (values >= bounds[0]) & (values <= bounds[1])
    return within
