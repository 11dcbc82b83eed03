"""Received records → typed columns; what cannot be read is kept aside with the reason, and counted.

A record without a required value is kept aside whole. Any other value that cannot be read is left empty and
kept aside by itself. Fields nobody decided about and codes that no code table knows are reported.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from data_loader import codes
from data_loader.schema import CODE_NAMES, REJECTED, TABLES, UNREAD_VALUES, Column, Kind, Table, is_personal
from data_loader.tables import offer_codes
from data_loader.tables.parse import PARSERS, PartlyRead, is_no_option, parse_name, parse_names

Record = Mapping[str, object]
Columns = dict[str, list[Any]]

CHUNK = 20_000

CODE_TABLES: Mapping[str, Mapping[str, codes.Code]] = MappingProxyType(
    {
        "hire_types": codes.HIRE_TYPES,
        "ncs_fields": codes.NCS_FIELDS,
        "work_regions": codes.WORK_REGIONS,
        "career_level": codes.CAREER_LEVELS,
        "education_levels": codes.EDUCATION_LEVELS,
        "preference_groups": codes.PREFERENCE_GROUPS,
        "attachment_kind": codes.ATTACHMENT_KINDS,
        "institution_type": codes.INSTITUTION_TYPES,
        "institution_class": codes.INSTITUTION_CLASSES,
        "facility_type": offer_codes.FACILITY_TYPES,
        "in_out": offer_codes.IN_OUT,
        "weekday_hours_kind": offer_codes.OPENING,
        "saturday_hours_kind": offer_codes.OPENING,
        "holiday_hours_kind": offer_codes.OPENING,
        "host_type": offer_codes.HOST_TYPES,
        "file_kind": offer_codes.FILE_KINDS,
        "programme_class": offer_codes.PROGRAMME_CLASSES,
        "programme_period": offer_codes.PROGRAMME_PERIODS,
        "life_stages": offer_codes.LIFE_STAGES,
        "service_class": offer_codes.SERVICE_CLASSES,
    }
)


@dataclass(frozen=True, slots=True)
class TidyTables:
    """Tables by name in the schema's columns, and one Korean sentence for each thing somebody should look at.

    `rejected` holds the records that could not be used, `unread_values` the values left empty in those that
    could, `code_names` every code that occurs, with its name.
    """

    tables: Mapping[str, pa.Table]
    rejected: pa.Table
    unread_values: pa.Table
    code_names: pa.Table
    warnings: list[str]

    @property
    def with_findings(self) -> dict[str, pa.Table]:
        """The tables, and beside them what could not be read and which codes occur."""
        return {
            **self.tables,
            "rejected": self.rejected,
            "unread_values": self.unread_values,
            "code_names": self.code_names,
        }


@dataclass(slots=True)
class Findings:
    """What a reading noticed, gathered over all chunks."""

    rejected: list[tuple[str, str, str, str]] = field(default_factory=list)
    unread: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    unknown_fields: Counter[str] = field(default_factory=Counter)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def reject(self, table: Table, record: object, reason: str) -> None:
        """Keep a record aside with the reason, without what it says about a person."""
        key, shown = None, record
        if isinstance(record, Mapping):
            key = record.get(table.columns[0].source)
            shown = {name: value for name, value in record.items() if not is_personal(str(name))}
        self.rejected.append((table.name, _key_text(key), _storable(reason), _json(shown)))

    def warnings(self) -> list[str]:
        found = [
            f"정하지 않은 필드 {name}이(가) {n:,}건에 있습니다." for name, n in sorted(self.unknown_fields.items())
        ]
        found += [
            f"코드집에 없는 코드 {code}({self.names.get((column, code), '이름 없음')})가 {column}에 {n:,}건 있습니다."
            for (column, code), n in sorted(self.codes.items())
            if code not in CODE_TABLES[column]
        ]
        reasons = Counter(reason.split(":")[0] for _, _, reason, _ in self.rejected)
        found += [f"쓰지 못해 제외한 기록이 {n:,}건 있습니다: {reason}." for reason, n in sorted(reasons.items())]
        reasons = Counter(reason.split(":")[0] for *_, reason, _ in self.unread)
        found += [f"읽지 못해 비워 둔 값이 {n:,}건 있습니다: {reason}." for reason, n in sorted(reasons.items())]
        return found

    def tidied(self, tables: Mapping[str, pa.Table]) -> TidyTables:
        return TidyTables(tables, self.rejected_table(), self.unread_table(), self.code_names_table(), self.warnings())

    def rejected_table(self) -> pa.Table:
        return _table_of(self.rejected, REJECTED)

    def unread_table(self) -> pa.Table:
        return _table_of(self.unread, UNREAD_VALUES)

    def code_names_table(self) -> pa.Table:
        rows = []
        for (column, code), count in sorted(self.codes.items()):
            entry = CODE_TABLES[column].get(code)
            label = entry.name if entry else self.names.get((column, code), code)
            rows.append((column, code, label, entry is not None, count))
        return _table_of(rows, CODE_NAMES)


def in_chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    iterator = iter(records)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def read_table(records: Iterable[Record], table: Table, findings: Findings) -> Iterator[Columns]:
    """The source columns of a table as typed values, chunk by chunk."""
    for chunk in in_chunks(records):
        rows, _ = read_chunk(chunk, (table,), findings)
        yield rows


def read_chunk(
    chunk: list[Record], tables: tuple[Table, ...], findings: Findings
) -> tuple[Columns, dict[int, list[str]]]:
    """The source columns of the tables as typed values, one list each; unusable records left out.

    The second result names, by row, the columns whose value could not be read and was left empty.
    """
    note_unknown_fields(chunk, tables, findings)
    wanted = {column.name: column for table in tables for column in table.received}
    problems: dict[int, str] = {}
    unread: dict[int, list[tuple[Column, str]]] = {}
    rows: Columns = {}
    for name, column in wanted.items():
        rows[name] = _read_column([record.get(column.source) for record in chunk], column, problems, unread)
    for position in sorted(problems):
        findings.reject(tables[0], chunk[position], problems[position])
    if problems:
        kept = [position for position in range(len(chunk)) if position not in problems]
        unread = {place: unread[position] for place, position in enumerate(kept) if position in unread}
        chunk = [chunk[position] for position in kept]
        rows = {name: [values[position] for position in kept] for name, values in rows.items()}
    for position, columns in sorted(unread.items()):
        key = _key_text(chunk[position].get(tables[0].columns[0].source))
        for column, reason in columns:
            value = _json(chunk[position].get(column.source))
            findings.unread.append((tables[0].name, key, column.name, _storable(reason), value))
    for column in wanted.values():
        _note_codes(chunk, rows, column, findings)
    return rows, {position: [column.name for column, _ in columns] for position, columns in unread.items()}


def unusable(record: Record, table: Table) -> str:
    """Why a record cannot be a row of the table, or nothing."""
    for column in _required_of(table.name):
        value = record.get(column.source)
        # Days and codes come again and again; titles and numbers hardly ever.
        look = _problem_again if column.kind in ("code", "date") and isinstance(value, str) else _problem_with
        if problem := look(column.kind, value):
            return f"{column.label} {problem}"
    return ""


@cache
def _required_of(table: str) -> tuple[Column, ...]:
    return tuple(column for column in TABLES[table].received if column.required)


def _problem_with(kind: Kind, value: object) -> str:
    try:
        return "값이 없음" if PARSERS[kind](value) is None else ""
    except ValueError as error:
        return str(error)


_problem_again = lru_cache(maxsize=16_384)(_problem_with)


def note_unknown_fields(chunk: list[Record], tables: tuple[Table, ...], findings: Findings) -> None:
    decided = {column.source for table in tables for column in table.received}
    decided |= {column.source_names for table in tables for column in table.received if column.source_names}
    decided |= {name for table in tables for name in (*table.ignored, *table.personal)}
    for keys, records in Counter(tuple(record) for record in chunk).items():
        for key in set(keys) - decided:
            findings.unknown_fields[_storable(str(key)[:60])] += records


def to_arrow(rows: Columns, table: Table) -> pa.Table:
    return pa.table([pa.array(rows[column.name], column.arrow_type) for column in table.columns], schema=table.arrow)


def latest(parts: list[pa.Table], table: Table, *keys: str) -> pa.Table:
    """One row for each value of the key columns, the last one read.

    The first key is a number, and the highest comes first; within it the other keys rise.
    """
    whole = pa.concat_tables(parts).unify_dictionaries() if parts else table.arrow.empty_table()
    first, *others = (whole.column(key) for key in keys)
    values = zip(first.to_numpy().tolist(), *(column.to_pylist() for column in others), strict=True)
    last = {value: position for position, value in enumerate(values)}
    ordered = sorted(last, key=lambda value: (-value[0], *value[1:]))
    return whole.take(pa.array([last[value] for value in ordered], pa.int64()))


def _read_column(
    values: list[object], column: Column, problems: dict[int, str], unread: dict[int, list[tuple[Column, str]]]
) -> list[Any]:
    """Parse each distinct value once: the portal repeats most of them."""
    parse: Callable[[object], object] = PARSERS[column.kind]
    known: dict[object, object] = {}
    parsed: list[Any] = []
    for position, value in enumerate(values):
        try:
            if isinstance(value, str | int | None):
                # 1 and True are one key of a dict but not one value.
                key = (value, type(value)) if isinstance(value, bool) else value
                if key in known:
                    result = known[key]
                else:
                    result = known[key] = parse(value)
            else:
                result = parse(value)
            if column.required and result is None:
                raise ValueError("값이 없음")
        except ValueError as error:
            reason = f"{column.label} {error}"
            if column.required:
                problems.setdefault(position, reason)
            else:
                unread.setdefault(position, []).append((column, reason))
            result = error.kept if isinstance(error, PartlyRead) else parse(None)
        parsed.append(result)
    return parsed


def _note_codes(chunk: list[Record], rows: Columns, column: Column, findings: Findings) -> None:
    if column.name not in CODE_TABLES:
        return
    is_list = column.kind == "codes"
    for value, count in Counter(rows[column.name]).items():
        for code in value if is_list else (value,):
            if code is not None:
                findings.codes[column.name, code] += count
    table = CODE_TABLES[column.name]
    unknown = {code for name, code in findings.codes if name == column.name and code not in table}
    if unknown and column.source_names:
        for record, value in zip(chunk, rows[column.name], strict=True):
            names = _names_or_none(record.get(column.source_names), is_list)
            found = (value if is_list else (value,)) if value is not None else ()
            if len(names) == len(found):
                for code, name in zip(found, names, strict=True):
                    if code in unknown and not is_no_option(name):
                        findings.names[column.name, code] = name


def _names_or_none(value: object, is_list: bool) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    if is_list:
        return parse_names(value)
    name = parse_name(value)
    return (name,) if name else ()


def _table_of(rows: list[Any], table: Table) -> pa.Table:
    names = table.arrow.names
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=table.arrow)


def _key_text(key: object) -> str:
    return "" if key is None else _storable(str(key)[:60])


def _json(value: object) -> str:
    return _storable(json.dumps(value, ensure_ascii=False, default=str))


def _storable(text: str) -> str:
    """JSON may hold lone surrogates, which cannot be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()
