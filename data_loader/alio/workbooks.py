"""The ALIO workbooks → tables, and their import beside the earlier figures.

A sheet of theirs has a row per institution × item and a column per year; a table of ours has a row per
institution × year and a column per item, from one sheet or several. Nothing is dropped silently: what cannot be
joined or is incomplete is kept aside and named; what could be misread is an error.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from data_loader import schema
from data_loader.alio.figures import ImportResult, known_tables, publish_vintages
from data_loader.alio.sheets import FORMAT_CHANGED, Sheet, created_date, read_sheets
from data_loader.alio.sizes import check_sizes
from data_loader.alio.vintages import Vintage, key_columns
from data_loader.errors import WorkbookError
from data_loader.lock import writer_lock
from data_loader.reference import load_reference
from data_loader.schema import FIGURE_KINDS, REJECTED, Column, Table
from data_loader.settings import KST
from data_loader.snapshot import NewTable

# Of the current year, what is announced is the budget, and what is counted is counted from January on.
CURRENT_YEAR_BASIS = MappingProxyType(
    dict.fromkeys(("pay", "starting_pay", "welfare", "finances", "fund_finances", "head_pay"), "budget")
    | dict.fromkeys(("new_hires", "interns", "staff", "work_family"), "part_year")
)
# These are published of whole years alone: the newest year of their workbook is no current one.
WHOLE_YEARS = frozenset({"work_family", "welfare"})
# Institutions have disclosed the year before by the end of April.
SETTLED_SINCE_MONTH = 5
NAMES_SHOWN = 5

_YEAR = re.compile(r"(20\d\d)년")
_AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]+)?")
_MISSING = ("", "-")
_PAY_PARTS = tuple(column.name for column in schema.STARTING_PAY.columns if column.kind == "won_thousand")[:-1]

Row = dict[str, object]
Rejection = tuple[str, str, str, str]
# By institution and kind: the row number of each item.
Groups = dict[tuple[str, str], dict[str, int]]
# By year: the amount of each column.
Amounts = dict[int, dict[str, float | int | None]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What sheets gave of a table (the columns of sheets not read are missing), what was kept aside (columns of
    REJECTED), and what to look at."""

    data: pa.Table
    rejected: pa.Table
    warnings: tuple[str, ...]


def import_workbooks(
    paths: Sequence[Path], data_dir: Path, as_of: str | None, now: datetime, current_year: int | None = None
) -> ImportResult:
    """Publish a snapshot in which the figures of these workbooks stand beside the earlier ones.

    The newer vintage's values stand, the earlier ones are kept in `revisions`; what a workbook does not hold stays
    as it was. `as_of` is an ISO date; without it, each workbook's own creation date. Raises WorkbookError for a
    layout, unit or size that cannot be trusted (nothing is published then) and StoreError when another writer is at
    work.
    """
    with writer_lock(data_dir, "import"):
        known = known_tables(data_dir)
        roster = _roster(known)
        vintages: list[Vintage] = []
        notes: list[str] = []
        rejected = [_rejected([])]
        for path in paths:
            sheets, skipped = read_sheets(path)
            notes += skipped
            day = _as_of_date(path, as_of, now)
            for table, reading in tabulate_all(sheets, roster, current_year, day).items():
                if any(vintage.table.name == table for vintage in vintages):
                    raise _given_twice(path.name, schema.TABLES[table])
                vintage = Vintage(schema.TABLES[table], tuple(reading.data.to_pylist()), day, path.name)
                notes += [*reading.warnings, *check_sizes(vintage, known[table].data)]
                vintages.append(vintage)
                rejected.append(reading.rejected)
        aside = pa.concat_tables(rejected)
        snapshot, changes = publish_vintages(data_dir, known, vintages, aside, now)
    return ImportResult(snapshot, (*notes, *changes), aside)


def tabulate_all(
    sheets: Iterable[Sheet], roster: Mapping[str, str], current_year: int | None = None, as_of: date | None = None
) -> dict[str, Reading]:
    """The tables these sheets hold, by name; sheets of one table are joined. Raises WorkbookError for one given twice."""
    by_table: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        others = by_table.setdefault(sheet.table.name, [])
        if any(other.form == sheet.form for other in others):
            raise _given_twice(sheet.workbook, sheet.table)
        others.append(sheet)
    return {
        name: _joined([tabulate(sheet, roster, current_year, as_of) for sheet in found], schema.TABLES[name])
        for name, found in by_table.items()
    }


def tabulate(
    sheet: Sheet, roster: Mapping[str, str], current_year: int | None = None, as_of: date | None = None
) -> Reading:
    """One row per institution (× kind) × year, sorted by code, kind and year, with the columns of the sheet's form.

    `roster` gives institution codes by exact name, as of the workbook's time. `as_of`: the workbook's day. The
    current year, whose figures are a budget or a part of the year, is the newest of the header unless given, or
    unless the day is so much later that it has been settled.
    """
    groups = _groups(sheet)
    if not sheet.form.by_line:
        _check_items(sheet, groups)
    kind_column = _kind_column(sheet.table)
    rows: list[Row] = []
    rejected: list[Rejection] = []
    for (name, kind), found in groups.items():
        if reason := _reason_to_keep_aside(sheet, name, kind, found, roster):
            rejected.append(_rejection(sheet, name, kind, found, reason))
            continue
        for year, amounts in _amounts(sheet, name, found).items():
            row: Row = {"institution_code": roster[name], "institution": name, "year": year, "as_of": as_of}
            if kind_column:
                row[kind_column] = sheet.form.kinds.get(kind, kind)
            row["basis"] = _basis(sheet, year, current_year, as_of)
            rows.append(without_unreported(row | amounts, sheet.table))
    _check_one_name_per_code(sheet, rows)
    names = {column.name for column in sheet.form.columns}
    wanted = [column for column in sheet.table.columns if column.kind not in FIGURE_KINDS or column.name in names]
    data = pa.Table.from_pylist(rows, schema=pa.schema([(column.name, column.arrow_type) for column in wanted]))
    notes = [*_unknown_items(sheet, groups), *_kept_aside(sheet, rejected), *_empty_cells(sheet, groups)]
    return Reading(_sorted(data, sheet.table), _rejected(rejected), tuple(notes))


def _joined(readings: Sequence[Reading], table: Table) -> Reading:
    """Readings of one table as one: what an institution lacks in a sheet that was read is missing."""
    names = [name for name in table.arrow.names if any(name in reading.data.column_names for reading in readings)]
    rows: dict[tuple[object, ...], Row] = {}
    for reading in readings:
        for row in reading.data.to_pylist():
            key = tuple(row[name] for name in key_columns(table))
            rows[key] = {**dict.fromkeys(names), **rows.get(key, {}), **row}
    data = pa.Table.from_pylist(list(rows.values()), schema=pa.schema([table.arrow.field(name) for name in names]))
    rejected = pa.concat_tables([reading.rejected for reading in readings])
    return Reading(_sorted(data, table), rejected, tuple(note for reading in readings for note in reading.warnings))


def _sorted(data: pa.Table, table: Table) -> pa.Table:
    return data.sort_by([(name, "ascending") for name in key_columns(table)])


def _given_twice(workbook: str, table: Table) -> WorkbookError:
    return WorkbookError(f"{workbook}: '{table.label}' 자료가 두 번 들어 있습니다. 하나만 주세요.")


def _kind_column(table: Table) -> str:
    return next((column.name for column in table.columns if column.name in ("employment", "fund")), "")


def _groups(sheet: Sheet) -> Groups:
    """The rows of each institution and kind, by their items; of lines, by a running number."""
    form, groups = sheet.form, Groups()
    before = None
    for number in sheet.rows:
        kind = sheet.text(number, form.kind) if form.kind else ""
        if kind in form.other_kinds:
            continue
        name = sheet.text(number, schema.ALIO_INSTITUTION)
        item = f"{number}" if form.by_line else sheet.text(number, form.item)
        found = groups.setdefault((name, kind), {})
        # The lines of an institution stand together: where they begin anew, they are there twice.
        if item in found or (form.by_line and found and before != name):
            what, at = (item, found[item]) if item in found else (form.item, next(iter(found.values())))
            raise WorkbookError(
                f"{sheet.place(number, form.item)}: {name}의 '{what}'이(가) {at}행에 이미 있습니다. "
                "이름이 같은 기관이 둘인지 확인해 주세요."
            )
        found[item] = number
        before = name
    return groups


def _check_items(sheet: Sheet, groups: Groups) -> None:
    found = set().union(*groups.values())
    if missing := [item for item in sheet.form.items if item not in found]:
        raise WorkbookError(
            f"{sheet.name}의 '{sheet.form.item}' 열에 필요한 항목이 없습니다: {', '.join(missing)}. {FORMAT_CHANGED}"
        )


def _reason_to_keep_aside(
    sheet: Sheet, name: str, kind: str, found: Mapping[str, int], roster: Mapping[str, str]
) -> str:
    form = sheet.form
    if name not in roster:
        return "명단에 없는 기관 이름"
    if form.kinds and kind not in form.kinds:
        return f"알 수 없는 {form.kind}"
    missing = [] if form.by_line else [item for item in form.items if item not in found]
    return f"빠진 항목: {', '.join(missing)}" if missing else ""


def _amounts(sheet: Sheet, name: str, found: Mapping[str, int]) -> Amounts:
    """What an institution's rows say of each year."""
    if sheet.form.by_line:
        return _added_up(sheet, found.values())
    return {
        year: {
            column.name: amount_in(sheet, found[item], f"{year}년", sheet.years[year][sex], column)
            for item, columns in sheet.form.items.items()
            for column, sex in columns
        }
        for year in sheet.years
    }


def _added_up(sheet: Sheet, numbers: Iterable[int]) -> Amounts:
    """The lines of each year added up; missing where no line says anything."""
    years: Amounts = {}
    for number in numbers:
        text = sheet.text(number, sheet.form.item)
        match = _YEAR.fullmatch(text)
        if not match:
            raise WorkbookError(
                f"{sheet.place(number, sheet.form.item)}에 연도가 있어야 하는데 {text!r}이(가) 있습니다."
            )
        sums = years.setdefault(int(match[1]), {column.name: None for column in sheet.form.columns})
        for column in sheet.form.columns:
            amount = amount_in(sheet, number, column.source, sheet.columns[column.source], column)
            if amount is not None:
                sums[column.name] = (sums[column.name] or 0) + amount
    return dict(sorted(years.items()))


def amount_in(sheet: Sheet, number: int, header: str, position: int, column: Column) -> float | int | None:
    """The figure in a cell: a number, or a text that is plainly one; None where the cell is empty or holds a dash."""
    value = sheet.rows[number][position]
    if _is_missing(value):
        return None
    place = sheet.place(number, header)
    if isinstance(value, str) and _AMOUNT.fullmatch(value.strip()):
        value = float(value.replace(",", ""))
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WorkbookError(f"{place}에 숫자가 있어야 하는데 {value!r}이(가) 있습니다. 통합 문서를 확인해 주세요.")
    if column.kind != "number":
        return round(value)
    if value < 0:
        raise WorkbookError(f"{place}의 '{column.source}'이(가) 음수({value})입니다. 통합 문서를 확인해 주세요.")
    return float(value)


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip() in _MISSING)


def _basis(sheet: Sheet, year: int, current_year: int | None, as_of: date | None) -> str:
    name = sheet.table.name
    if current_year is None and name not in WHOLE_YEARS:
        newest = max(sheet.years)
        has_passed = as_of is not None and (as_of.year, as_of.month) >= (newest + 1, SETTLED_SINCE_MONTH)
        current_year = newest + 1 if has_passed else newest
    elif current_year is None:
        current_year = as_of.year if as_of else year + 1
    return "settled" if year < current_year else CURRENT_YEAR_BASIS[name]


def without_unreported(row: Row, table: Table) -> Row:
    """ALIO writes 0 for pay that was not reported; nobody works for nothing.

    Without the total, its parts and a headcount or tenure of 0 say nothing either. A sex with no one of
    it keeps its headcount of 0, which is a count, but has no average tenure.
    """
    if table in (schema.STARTING_PAY, schema.HEAD_PAY):
        name = table.columns[-1].name
        total = row[name] = row[name] or None
    elif table is schema.PAY:
        total = row["average_pay"] = row["average_pay"] or None
        for group in ("", "_men", "_women"):
            pay = row[f"average_pay{group}"] = row[f"average_pay{group}"] or None
            if pay is None:
                row[f"tenure_months{group}"] = row[f"tenure_months{group}"] or None
            if total is None:
                row[f"employees{group}"] = row[f"employees{group}"] or None
    else:
        return row
    return row if total is not None else row | dict.fromkeys(_PAY_PARTS)


def _check_one_name_per_code(sheet: Sheet, rows: list[Row]) -> None:
    names: dict[object, object] = {}
    for row in rows:
        known = names.setdefault(row["institution_code"], row["institution"])
        if known != row["institution"]:
            raise WorkbookError(
                f"{sheet.name}의 {known}와(과) {row['institution']}이(가) "
                f"같은 기관코드({row['institution_code']})입니다. 기관 명단을 확인해 주세요."
            )


def _rejection(sheet: Sheet, name: str, kind: str, found: Mapping[str, int], reason: str) -> Rejection:
    record = {
        item: {header: sheet.rows[number][position] for header, position in _figure_cells(sheet)}
        for item, number in found.items()
    }
    key = f"{name} {kind}".strip()
    return sheet.table.name, key, reason, json.dumps(record, ensure_ascii=False, default=str)


def _rejected(rejections: list[Rejection]) -> pa.Table:
    return pa.Table.from_pylist(
        [dict(zip(REJECTED.arrow.names, rejection, strict=True)) for rejection in rejections], schema=REJECTED.arrow
    )


def _figure_cells(sheet: Sheet) -> Iterator[tuple[str, int]]:
    """The columns of a row that hold figures, by what they are called: a year, a year and sex, or a header."""
    if sheet.form.by_line:
        yield from ((header, sheet.columns[header]) for header in sheet.form.items)
    for year, positions in sheet.years.items():
        yield from ((f"{year}년 {sex}".strip(), position) for sex, position in positions.items())


def _unknown_items(sheet: Sheet, groups: Groups) -> list[str]:
    if sheet.form.by_line:
        return []
    first: dict[str, int] = {}
    for found in groups.values():
        for item, number in found.items():
            if item not in sheet.form.items and item not in sheet.table.ignored:
                first.setdefault(item, number)
    return [
        f"{sheet.place(number, sheet.form.item)}: 정하지 않은 항목 '{item}'은(는) 읽지 않았습니다."
        for item, number in first.items()
    ]


def _kept_aside(sheet: Sheet, rejections: list[Rejection]) -> list[str]:
    notes = []
    for reason, count in Counter(reason for _, _, reason, _ in rejections).items():
        keys = [key for _, key, why, _ in rejections if why == reason]
        shown = ", ".join(keys[:NAMES_SHOWN]) + (" 등" if count > NAMES_SHOWN else "")
        notes.append(f"{sheet.name}에서 {count}건을 따로 두었습니다({reason}): {shown}.")
    return notes


def _empty_cells(sheet: Sheet, groups: Groups) -> list[str]:
    cells = list(_figure_cells(sheet))
    empty = [
        sheet.place(number, header)
        for found in groups.values()
        for item, number in found.items()
        if sheet.form.by_line or item in sheet.form.items
        for header, position in cells
        if _is_missing(sheet.rows[number][position])
    ]
    return [f"{empty[0]} 등 빈칸 {len(empty)}개를 미공시로 두었습니다."] if empty else []


def _roster(tables: Mapping[str, NewTable]) -> dict[str, str]:
    """Institution codes by name. The bundled roster fills in names the portal has changed since."""
    roster = names_to_codes(load_reference()["institutions"].data)
    return roster | names_to_codes(tables["institutions"].data)


def names_to_codes(institutions: pa.Table) -> dict[str, str]:
    """Institution codes by name; a former institution gives way to a current one of its name.

    Raises WorkbookError for a name that two current or two former institutions share.
    """
    entries = institutions.select(["is_former", "institution", "institution_code"]).to_pylist()
    names = Counter((entry["is_former"], entry["institution"]) for entry in entries)
    if shared := [name for (_, name), count in names.items() if count > 1]:
        raise WorkbookError(f"기관 명단에 같은 이름이 두 번 있어 이름으로 찾을 수 없습니다: {', '.join(shared)}.")
    entries.sort(key=lambda entry: not entry["is_former"])
    return {entry["institution"]: entry["institution_code"] for entry in entries}


def _as_of_date(path: Path, as_of: str | None, now: datetime) -> date:
    today = now.astimezone(KST).date()
    if as_of is None:
        day = created_date(path)
        if day is None:
            raise WorkbookError(f"{path.name}에 작성일이 없습니다. 기준일을 함께 지정해 주세요(예: 2026-08-20).")
    else:
        try:
            day = date.fromisoformat(as_of)
        except ValueError:
            raise WorkbookError(f"기준일 {as_of!r}은(는) 날짜가 아닙니다. 2026-08-20과 같이 써 주세요.") from None
    if day > today:
        raise WorkbookError(f"{path.name}의 기준일 {day}이(가) 오늘보다 뒤입니다. 기준일을 확인해 주세요.")
    return day
