"""Received records → typed tables. What cannot be used is kept aside with the reason, and counted.

Nothing is dropped silently: every record ends in a table or in `rejected`; fields nobody decided about
and codes that no code table knows are reported, the codes kept as they are.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from data_loader import codes
from data_loader.parse import PARSERS, parse_name, parse_names
from data_loader.schema import CODE_NAMES, INSTITUTIONS, POSTING_TEXTS, POSTINGS, REJECTED, Column, Table

Record = Mapping[str, object]
Columns = dict[str, list[Any]]

CHUNK = 20_000
# A notice open for longer is a standing or re-registered one: its window says nothing about hiring.
LONGEST_WINDOW_DAYS = 366

CODE_TABLES: Mapping[str, Mapping[str, codes.Code]] = MappingProxyType(
    {
        "hire_types": codes.HIRE_TYPES,
        "ncs_fields": codes.NCS_FIELDS,
        "work_regions": codes.WORK_REGIONS,
        "career_level": codes.CAREER_LEVELS,
        "education_levels": codes.EDUCATION_LEVELS,
        "institution_type": codes.INSTITUTION_TYPES,
        "institution_class": codes.INSTITUTION_CLASSES,
    }
)


@dataclass(frozen=True, slots=True)
class TidyPostings:
    """Tables in the schema's columns, and one Korean sentence for each thing somebody should look at."""

    postings: pa.Table
    posting_texts: pa.Table
    rejected: pa.Table
    code_names: pa.Table
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class TidyInstitutions:
    institutions: pa.Table
    rejected: pa.Table
    warnings: list[str]


@dataclass(slots=True)
class _Findings:
    """What a reading noticed, gathered over all chunks."""

    rejected: list[tuple[str, str, str, str]] = field(default_factory=list)
    unknown_fields: Counter[str] = field(default_factory=Counter)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def warnings(self) -> list[str]:
        found = [
            f"정하지 않은 필드 {name}이(가) {n:,}건에 있습니다." for name, n in sorted(self.unknown_fields.items())
        ]
        found += [
            f"코드집에 없는 코드 {code}({self.names.get((column, code), '이름 없음')})가 {column}에 {n:,}건 있습니다."
            for (column, code), n in sorted(self.codes.items())
            if column in CODE_TABLES and code not in CODE_TABLES[column]
        ]
        reasons = Counter(reason.split(":")[0] for _, _, reason, _ in self.rejected)
        found += [f"쓰지 못해 따로 둔 기록이 {n:,}건 있습니다: {reason}." for reason, n in sorted(reasons.items())]
        return found


def tidy_postings(records: Iterable[Record], institutions: pa.Table) -> TidyPostings:
    """Postings and their texts from rows of the recruitment list.

    `institutions` gives type, class and ministry by institution code. Where a posting number comes
    twice, the later record stands.
    """
    roster = {row["institution_code"]: row for row in institutions.to_pylist()}
    findings = _Findings()
    postings: list[pa.Table] = []
    texts: list[pa.Table] = []
    for chunk in _chunks(records):
        rows = _read_chunk(chunk, (POSTINGS, POSTING_TEXTS), findings)
        _derive_posting_columns(rows, roster)
        postings.append(_arrow(rows, POSTINGS))
        texts.append(_arrow(rows, POSTING_TEXTS))
    return TidyPostings(
        _latest_first(postings, POSTINGS),
        _latest_first(texts, POSTING_TEXTS),
        _rejected_table(findings),
        _code_names_table(findings),
        findings.warnings(),
    )


def tidy_institutions(records: Iterable[Record], roster: pa.Table) -> TidyInstitutions:
    """The institutions of today from the service, and those `roster` knows beside them as former ones."""
    findings = _Findings()
    known = {row["institution_code"]: row for row in roster.to_pylist()}
    found: dict[str, dict[str, Any]] = {}
    for chunk in _chunks(records):
        rows = _read_chunk(chunk, (INSTITUTIONS,), findings)
        for values in zip(*rows.values(), strict=True):
            row = dict(zip(rows, values, strict=True))
            row["headquarters_region"] = codes.PROVINCES.get(row["headquarters_region"], row["headquarters_region"])
            row["is_former"] = False
            found[row["institution_code"]] = row
    former = {code: {**row, "is_former": True} for code, row in known.items() if code not in found}
    merged = sorted({**found, **former}.items())
    table = pa.Table.from_pylist([row for _, row in merged], schema=INSTITUTIONS.arrow)
    return TidyInstitutions(table, _rejected_table(findings), findings.warnings())


def searchable(text: str) -> str:
    """The form in which titles and queries are compared: small letters, no blanks."""
    return "".join(text.casefold().split())


def _chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    iterator = iter(records)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _read_chunk(chunk: list[Record], tables: tuple[Table, ...], findings: _Findings) -> Columns:
    """The source columns of the tables as typed values, one list each; unusable records left out."""
    _note_unknown_fields(chunk, tables, findings)
    wanted = {column.name: column for table in tables for column in table.received}
    problems: dict[int, str] = {}
    rows: Columns = {}
    for name, column in wanted.items():
        rows[name] = _read_column([record.get(column.source) for record in chunk], column, problems)
    for position in sorted(problems):
        findings.rejected.append(_rejection(tables[0], chunk[position], problems[position]))
    if problems:
        chunk = [record for position, record in enumerate(chunk) if position not in problems]
        rows = {
            name: [value for position, value in enumerate(values) if position not in problems]
            for name, values in rows.items()
        }
    for column in wanted.values():
        _note_codes(chunk, rows, column, findings)
    return rows


def _read_column(values: list[object], column: Column, problems: dict[int, str]) -> list[Any]:
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
            problems.setdefault(position, f"{column.label} {error}")
            result = None
        parsed.append(result)
    return parsed


def _note_unknown_fields(chunk: list[Record], tables: tuple[Table, ...], findings: _Findings) -> None:
    decided = {column.source for table in tables for column in table.received}
    decided |= {column.source_names for table in tables for column in table.received if column.source_names}
    decided |= {name for table in tables for name in table.ignored}
    for keys, records in Counter(tuple(record) for record in chunk).items():
        for key in set(keys) - decided:
            findings.unknown_fields[str(key)[:60]] += records


def _note_codes(chunk: list[Record], rows: Columns, column: Column, findings: _Findings) -> None:
    if not column.source_names:
        return
    is_list = column.kind == "codes"
    for value, count in Counter(rows[column.name]).items():
        for code in value if is_list else (value,):
            if code is not None:
                findings.codes[column.name, code] += count
    table = CODE_TABLES[column.name]
    unknown = {code for name, code in findings.codes if name == column.name and code not in table}
    if unknown:
        for record, value in zip(chunk, rows[column.name], strict=True):
            names = _names_or_none(record.get(column.source_names), is_list)
            found = (value if is_list else (value,)) if value is not None else ()
            if len(names) == len(found):
                for code, name in zip(found, names, strict=True):
                    if code in unknown:
                        findings.names[column.name, code] = name


def _names_or_none(value: object, is_list: bool) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    if is_list:
        return parse_names(value)
    name = parse_name(value)
    return (name,) if name else ()


def _rejection(table: Table, record: Record, reason: str) -> tuple[str, str, str, str]:
    key = record.get(table.columns[0].source)
    texts = ("" if key is None else str(key)[:60], reason, json.dumps(record, ensure_ascii=False, default=str))
    # JSON may hold lone surrogates, which cannot be written as UTF-8.
    shown, why, body = (text.encode("utf-8", "replace").decode() for text in texts)
    return table.name, shown, why, body


def _derive_posting_columns(rows: Columns, roster: Mapping[str, Mapping[str, Any]]) -> None:
    nobody: Mapping[str, Any] = {}
    owners = [roster.get(code, nobody) for code in rows["institution_code"]]
    for name in ("institution_type", "institution_class", "supervising_ministry"):
        rows[name] = [owner.get(name) for owner in owners]
    folded = {regions: codes.comparable_regions(regions) for regions in set(rows["work_regions"])}
    rows["comparable_regions"] = [folded[regions] for regions in rows["work_regions"]]
    windows = [_window(*days) for days in zip(rows["start_date"], rows["end_date"], strict=True)]
    rows["duration_days"] = [days for days, _ in windows]
    rows["search_title"] = [searchable(title) for title in rows["title"]]
    rows["quality_flags"] = [
        [*window, *_headcount_flags(headcount), *(["url_missing"] if url is None else []), *_title_flags(title)]
        for (_, window), headcount, url, title in zip(
            windows, rows["headcount"], rows["original_url"], rows["title"], strict=True
        )
    ]


def _window(start: date, end: date) -> tuple[int | None, list[str]]:
    days = (end - start).days + 1
    if days < 1:
        return None, ["end_before_start"]
    if days > LONGEST_WINDOW_DAYS:
        return None, ["long_window"]
    return days, []


def _headcount_flags(headcount: int | None) -> list[str]:
    if headcount is None:
        return ["headcount_missing"]
    return {0: ["headcount_zero"], 99: ["headcount_99"]}.get(headcount, [])


def _title_flags(title: str) -> list[str]:
    return ["cancelled"] if "공고취소" in title or "채용취소" in title else []


def _arrow(rows: Columns, table: Table) -> pa.Table:
    return pa.table([pa.array(rows[column.name], column.arrow_type) for column in table.columns], schema=table.arrow)


def _latest_first(parts: list[pa.Table], table: Table) -> pa.Table:
    """One row per posting number, the last one read, newest number first."""
    whole = pa.concat_tables(parts).unify_dictionaries() if parts else table.arrow.empty_table()
    ids = whole.column("posting_id").to_numpy()
    last = {number: position for position, number in enumerate(ids.tolist())}
    return whole.take(pa.array([last[number] for number in sorted(last, reverse=True)], pa.int64()))


def _rejected_table(findings: _Findings) -> pa.Table:
    return pa.Table.from_pylist(
        [dict(zip(REJECTED.arrow.names, row, strict=True)) for row in findings.rejected], schema=REJECTED.arrow
    )


def _code_names_table(findings: _Findings) -> pa.Table:
    rows = []
    for (column, code), count in sorted(findings.codes.items()):
        entry = CODE_TABLES[column].get(code)
        label = entry.name if entry else findings.names.get((column, code), code)
        rows.append({"column": column, "code": code, "label": label, "is_known": entry is not None, "records": count})
    return pa.Table.from_pylist(rows, schema=CODE_NAMES.arrow)
