"""The ALIO workbooks of pay, new hires and staff → tables.

A sheet of theirs has a row per institution × item and a column per year; a table of ours has a row per
institution × year and a column per item. Sheets are known by their header and items, so it does not
matter what the files and sheets are called. Nothing is dropped silently: what cannot be joined or is
incomplete is kept aside and named; a layout that could be misread is an error.
"""

import json
import math
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from data_loader import schema
from data_loader.errors import WorkbookError
from data_loader.figures import FIGURES, ImportResult, known_tables, publish_vintages
from data_loader.lock import writer_lock
from data_loader.parse import parse_name
from data_loader.reference import load_reference
from data_loader.schema import EMPLOYMENTS, REJECTED, Column, Table
from data_loader.settings import KST
from data_loader.snapshot import NewTable
from data_loader.vintages import Vintage

# Pay is announced as the year's budget; hires and staff are counted from January on.
CURRENT_YEAR_BASIS = MappingProxyType(
    {"pay": "budget", "starting_pay": "budget", "new_hires": "part_year", "interns": "part_year", "staff": "part_year"}
)
HEADER_WITHIN_ROWS = 10
NAMES_SHOWN = 5

_YEAR = re.compile(r"(20\d\d)년")
_CREATED = "{http://purl.org/dc/terms/}created"
_PAY_PARTS = tuple(column.name for column in schema.STARTING_PAY.columns if column.kind == "won_thousand")[:-1]

Row = dict[str, object]
Rejection = tuple[str, str, str, str]
# By institution and employment: the row number of each item.
Groups = dict[tuple[str, str], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with the table it holds, its columns by header, and its rows by their number in Excel."""

    workbook: str
    title: str
    table: Table
    columns: Mapping[str, int]
    years: Mapping[int, int]
    rows: Mapping[int, tuple[object, ...]]

    def text(self, number: int, header: str) -> str:
        """The text in a row's cell. Raises WorkbookError where there is none."""
        value = self.rows[number][self.columns[header]]
        text = parse_name(value) if isinstance(value, str) else None
        if text is None:
            raise WorkbookError(f"{self.place(number, header)}에 글자가 있어야 하는데 {value!r}이(가) 있습니다.")
        return text

    def place(self, number: int, header: str) -> str:
        return f"{self.workbook} '{self.title}' 시트 {number}행 '{header}' 열"


@dataclass(frozen=True, slots=True)
class Reading:
    """A table read from a sheet, what was kept aside (columns of REJECTED), and what to look at."""

    data: pa.Table
    rejected: pa.Table
    warnings: tuple[str, ...]


def import_workbooks(
    paths: Sequence[Path], data_dir: Path, as_of: str | None, now: datetime, current_year: int | None = None
) -> ImportResult:
    """Publish a snapshot in which the figures of these workbooks stand beside the earlier ones.

    The newer vintage's values stand, the earlier ones are kept in `revisions`; what a workbook does not hold stays
    as it was. `as_of` is an ISO date; without it, each workbook's own creation date. Raises WorkbookError for a
    layout that cannot be trusted (nothing is published then) and StoreError when another writer is at work.
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
            for sheet in sheets:
                if any(vintage.table is sheet.table for vintage in vintages):
                    raise WorkbookError(
                        f"{path.name}: '{sheet.table.label}' 자료가 두 번 들어 있습니다. 하나만 주세요."
                    )
                reading = tabulate(sheet, roster, current_year, day)
                vintages.append(Vintage(sheet.table, tuple(reading.data.to_pylist()), day, path.name))
                rejected.append(reading.rejected)
                notes += reading.warnings
        aside = pa.concat_tables(rejected)
        snapshot, changes = publish_vintages(data_dir, known, vintages, aside, now)
    return ImportResult(snapshot, (*notes, *changes), aside)


def read_sheets(path: Path) -> tuple[list[Sheet], list[str]]:
    """The sheets of a workbook that hold one of our tables, and a sentence for each sheet or column passed over."""
    sheets, notes = [], []
    for title, rows in _load(path).items():
        header_row = next((number for number, row in rows.items() if schema.ALIO_INSTITUTION in row), None)
        if header_row is None or header_row > HEADER_WITHIN_ROWS:
            notes.append(f"{path.name} '{title}' 시트에는 '{schema.ALIO_INSTITUTION}' 열이 없어 읽지 않았습니다.")
            continue
        place = f"{path.name} '{title}' 시트 {header_row}행"
        columns = _columns(rows[header_row], place)
        body = {number: row for number, row in rows.items() if number > header_row}
        table = _table_of(body.values(), columns, place)
        years = _years(columns, place)
        known = {*_headers(table), schema.ALIO_PARENT, *schema.ALIO_IGNORED}
        notes += [
            f"{place}: 정하지 않은 열 '{header}'은(는) 읽지 않았습니다."
            for header in columns
            if header not in known and not _YEAR.fullmatch(header)
        ]
        sheets.append(Sheet(path.name, title, table, columns, years, body))
    if not sheets:
        raise WorkbookError(
            f"{path.name}에서 읽을 수 있는 시트를 찾지 못했습니다. ALIO에서 받은 통합 문서인지 확인해 주세요."
        )
    return sheets, notes


def tabulate(
    sheet: Sheet, roster: Mapping[str, str], current_year: int | None = None, as_of: date | None = None
) -> Reading:
    """One row per institution (× employment) × year, sorted by code, employment and year.

    `roster` gives institution codes by exact name, as of the workbook's time. The current year, whose
    figures are a budget or a part of the year, is the newest of the header unless given. `as_of`: the
    workbook's day.
    """
    items = {column.source: column for column in _items(sheet.table)}
    current_year = max(sheet.years) if current_year is None else current_year
    groups = _groups(sheet)
    _check_items(sheet, items, groups)
    rows: list[Row] = []
    rejected: list[Rejection] = []
    for (name, employment), found in groups.items():
        if reason := _reason_to_keep_aside(name, employment, found, items, roster):
            rejected.append(_rejection(sheet, name, employment, found, reason))
            continue
        for year in sheet.years:
            row: Row = {"institution_code": roster[name], "institution": name, "year": year, "as_of": as_of}
            row["employment"] = EMPLOYMENTS.get(employment)
            row["basis"] = "settled" if year < current_year else CURRENT_YEAR_BASIS[sheet.table.name]
            row |= {column.name: _amount(sheet, found[item], year, column) for item, column in items.items()}
            rows.append(without_unreported(row, sheet.table))
    _check_one_name_per_code(sheet, rows)
    data = pa.Table.from_pylist(rows, schema=sheet.table.arrow)
    keys = [name for name in ("institution_code", "employment", "year") if name in data.column_names]
    notes = [*_unknown_items(sheet, items, groups), *_kept_aside(sheet, rejected), *_empty_cells(sheet, groups, items)]
    return Reading(data.sort_by([(key, "ascending") for key in keys]), _rejected(rejected), tuple(notes))


def parents(sheet: Sheet) -> dict[str, str]:
    """The institution each subsidiary (부설기관) belongs to, by name."""
    position = sheet.columns.get(schema.ALIO_PARENT)
    if position is None:
        return {}
    return {
        sheet.text(number, schema.ALIO_INSTITUTION): str(row[position])
        for number, row in sheet.rows.items()
        if row[position]
    }


def _load(path: Path) -> dict[str, dict[int, tuple[object, ...]]]:
    """Rows that are not blank, by their number in Excel, by sheet title."""
    try:
        with warnings.catch_warnings():
            # ALIO's workbooks carry no style sheet, which openpyxl remarks on each time.
            warnings.filterwarnings("ignore", "Workbook contains no default style")
            # Their dimension record is wrong: with read_only=True openpyxl would see a single row.
            book = openpyxl.load_workbook(path, data_only=True)
    except FileNotFoundError:
        raise WorkbookError(f"{path.name} 파일이 없습니다. 경로를 확인해 주세요.") from None
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError, ElementTree.ParseError):
        raise WorkbookError(f"{path.name}을(를) 열 수 없습니다. 손상되지 않은 XLSX 파일인지 확인해 주세요.") from None
    return {
        sheet.title: {
            number: row
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
            if any(cell is not None for cell in row)
        }
        for sheet in book.worksheets
    }


def _columns(header: tuple[object, ...], place: str) -> dict[str, int]:
    names = [parse_name(cell) if isinstance(cell, str) else cell for cell in header]
    columns = {str(name): position for position, name in enumerate(names) if name is not None}
    if len(columns) < sum(name is not None for name in names):
        raise WorkbookError(f"{place}에 같은 이름의 열이 두 번 있습니다. 통합 문서를 다시 받아 주세요.")
    return columns


def _table_of(rows: Iterable[tuple[object, ...]], columns: Mapping[str, int], place: str) -> Table:
    """The table most of whose items occur in the sheet."""
    _require(schema.ALIO_ITEM, columns, place)
    found = {row[columns[schema.ALIO_ITEM]] for row in rows}
    shares = {table.name: _share_found(table, found) for table in FIGURES}
    table = max(FIGURES, key=lambda table: shares[table.name])
    if shares[table.name] == 0:
        raise WorkbookError(
            f"{place} 아래 '{schema.ALIO_ITEM}' 열에 아는 항목이 없습니다. ALIO의 형식이 바뀌었는지 확인해 주세요."
        )
    for header in _headers(table):
        _require(header, columns, place)
    return table


def _share_found(table: Table, found: set[object]) -> float:
    items = [column.source for column in _items(table)]
    return sum(item in found for item in items) / len(items)


def _require(header: str, columns: Mapping[str, int], place: str) -> None:
    if header not in columns:
        raise WorkbookError(f"{place}에 '{header}' 열이 없습니다. ALIO의 형식이 바뀌었는지 확인해 주세요.")


def _years(columns: Mapping[str, int], place: str) -> dict[int, int]:
    # A header such as "2026년(예산)" would otherwise pass for a column nobody decided about,
    # and the year before it for the current one.
    odd = [header for header in columns if re.search(r"20\d\d", header) and not _YEAR.fullmatch(header)]
    years = {int(match[1]): position for header, position in columns.items() if (match := _YEAR.fullmatch(header))}
    if odd or not years:
        shown = f"'{odd[0]}' 열을 알 수 없습니다" if odd else "연도 열이 없습니다"
        raise WorkbookError(f"{place}: {shown}. 연도 열의 이름은 '2026년'과 같아야 합니다.")
    return years


def _items(table: Table) -> list[Column]:
    return [
        column for column in table.received if column.source not in (schema.ALIO_INSTITUTION, schema.ALIO_EMPLOYMENT)
    ]


def _headers(table: Table) -> list[str]:
    employment = [column.source for column in table.received if column.source == schema.ALIO_EMPLOYMENT]
    return [schema.ALIO_INSTITUTION, schema.ALIO_ITEM, *employment]


def _groups(sheet: Sheet) -> Groups:
    groups: Groups = {}
    has_employment = schema.ALIO_EMPLOYMENT in _headers(sheet.table)
    for number in sheet.rows:
        employment = sheet.text(number, schema.ALIO_EMPLOYMENT) if has_employment else ""
        found = groups.setdefault((sheet.text(number, schema.ALIO_INSTITUTION), employment), {})
        item = sheet.text(number, schema.ALIO_ITEM)
        if item in found:
            raise WorkbookError(
                f"{sheet.place(number, schema.ALIO_ITEM)}: {sheet.text(number, schema.ALIO_INSTITUTION)}의 "
                f"'{item}'이(가) {found[item]}행에 이미 있습니다. 이름이 같은 기관이 둘인지 확인해 주세요."
            )
        found[item] = number
    return groups


def _check_items(sheet: Sheet, items: Mapping[str, Column], groups: Groups) -> None:
    found = set().union(*groups.values())
    if missing := [item for item in items if item not in found]:
        raise WorkbookError(
            f"{sheet.workbook} '{sheet.title}' 시트의 '{schema.ALIO_ITEM}' 열에 필요한 항목이 없습니다: "
            f"{', '.join(missing)}. ALIO의 형식이 바뀌었는지 확인해 주세요."
        )


def _reason_to_keep_aside(
    name: str, employment: str, found: Mapping[str, int], items: Mapping[str, Column], roster: Mapping[str, str]
) -> str:
    if name not in roster:
        return "명단에 없는 기관 이름"
    if employment and employment not in EMPLOYMENTS:
        return f"알 수 없는 {schema.ALIO_EMPLOYMENT}"
    missing = [item for item in items if item not in found]
    return f"빠진 항목: {', '.join(missing)}" if missing else ""


def _amount(sheet: Sheet, number: int, year: int, column: Column) -> float | int | None:
    value = sheet.rows[number][sheet.years[year]]
    if value is None:
        return None
    place = sheet.place(number, f"{year}년")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WorkbookError(f"{place}에 숫자가 있어야 하는데 {value!r}이(가) 있습니다. 통합 문서를 확인해 주세요.")
    if column.kind == "won_thousand":
        return round(value)
    if value < 0:
        raise WorkbookError(f"{place}의 '{column.source}'이(가) 음수({value})입니다. 통합 문서를 확인해 주세요.")
    return float(value)


def without_unreported(row: Row, table: Table) -> Row:
    """ALIO writes 0 for pay that was not reported; nobody works for nothing.

    Without the total, its parts and a headcount or tenure of 0 say nothing either. A sex with no one of
    it keeps its headcount of 0, which is a count, but has no average tenure.
    """
    if table is schema.STARTING_PAY:
        total = row["starting_pay"] = row["starting_pay"] or None
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
                f"{sheet.workbook} '{sheet.title}' 시트의 {known}와(과) {row['institution']}이(가) "
                f"같은 기관코드({row['institution_code']})입니다. 기관 명단을 확인해 주세요."
            )


def _rejection(sheet: Sheet, name: str, employment: str, found: Mapping[str, int], reason: str) -> Rejection:
    record = {
        item: {year: sheet.rows[number][position] for year, position in sheet.years.items()}
        for item, number in found.items()
    }
    key = f"{name} {employment}".strip()
    return sheet.table.name, key, reason, json.dumps(record, ensure_ascii=False, default=str)


def _rejected(rejections: list[Rejection]) -> pa.Table:
    return pa.Table.from_pylist(
        [dict(zip(REJECTED.arrow.names, rejection, strict=True)) for rejection in rejections], schema=REJECTED.arrow
    )


def _unknown_items(sheet: Sheet, items: Mapping[str, Column], groups: Groups) -> list[str]:
    first: dict[str, int] = {}
    for found in groups.values():
        for item, number in found.items():
            if item not in items and item not in sheet.table.ignored:
                first.setdefault(item, number)
    return [
        f"{sheet.place(number, schema.ALIO_ITEM)}: 정하지 않은 항목 '{item}'은(는) 읽지 않았습니다."
        for item, number in first.items()
    ]


def _kept_aside(sheet: Sheet, rejections: list[Rejection]) -> list[str]:
    notes = []
    for reason, count in Counter(reason for _, _, reason, _ in rejections).items():
        keys = [key for _, key, why, _ in rejections if why == reason]
        shown = ", ".join(keys[:NAMES_SHOWN]) + (" 등" if count > NAMES_SHOWN else "")
        notes.append(f"{sheet.workbook} '{sheet.title}' 시트에서 {count}건을 따로 두었습니다({reason}): {shown}.")
    return notes


def _empty_cells(sheet: Sheet, groups: Groups, items: Mapping[str, Column]) -> list[str]:
    empty = [
        sheet.place(number, f"{year}년")
        for found in groups.values()
        for item, number in found.items()
        if item in items
        for year, position in sheet.years.items()
        if sheet.rows[number][position] is None
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


def created_date(path: Path) -> date | None:
    """The day in Korea on which the workbook says it was made, if it says so.

    Read from the file itself: openpyxl puts the present time where the property is missing.
    """
    try:
        with ZipFile(path) as archive:
            text = ElementTree.fromstring(archive.read("docProps/core.xml")).findtext(_CREATED)
        return datetime.fromisoformat(text).astimezone(KST).date() if text else None
    except (OSError, BadZipFile, KeyError, ValueError, ElementTree.ParseError):
        return None
