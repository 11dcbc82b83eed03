"""The sheets of an ALIO workbook: opened, known by their header and items, and checked for their units.

It does not matter what files and sheets are called, but where a sheet's items alone do not tell what it is about.
A layout or a unit that could be misread is an error.
"""

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from data_loader import schema
from data_loader.errors import WorkbookError
from data_loader.schema import FORMS, Form, Table
from data_loader.settings import KST
from data_loader.tables.parse import parse_name

HEADER_WITHIN_ROWS = 10
FORMAT_CHANGED = "ALIO의 형식이 바뀌었는지 확인해 주세요."

_YEAR = re.compile(r"(20\d\d)년()")
_YEAR_AND_SEX = re.compile(rf"(20\d\d)년 ?({schema.MEN}|{schema.WOMEN})")
_UNITS = re.compile(r"단위\s*[:：]\s*([^()（）]+)")
_CREATED = "{http://purl.org/dc/terms/}created"
# The namespace of "Strict Open XML": Excel writes it on request, openpyxl finds no sheet in it.
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its form, its columns by header, and its rows by their number in Excel.

    `years`: the place of each year's column, or of its two by sex; empty where the form is one of lines.
    """

    workbook: str
    title: str
    form: Form
    columns: Mapping[str, int]
    years: Mapping[int, Mapping[str, int]]
    rows: Mapping[int, tuple[object, ...]]

    @property
    def table(self) -> Table:
        return self.form.table

    @property
    def name(self) -> str:
        """Where it stands, for sentences."""
        return f"{self.workbook} '{self.title}' 시트"

    def text(self, number: int, header: str) -> str:
        """The text in a row's cell. Raises WorkbookError where there is none."""
        value = self.rows[number][self.columns[header]]
        text = parse_name(value) if isinstance(value, str) else None
        if text is None:
            raise WorkbookError(f"{self.place(number, header)}에 글자가 있어야 하는데 {value!r}이(가) 있습니다.")
        return text

    def place(self, number: int, header: str) -> str:
        return f"{self.name} {number}행 '{header}' 열"


def read_sheets(path: Path) -> tuple[list[Sheet], list[str]]:
    """The sheets of a workbook that hold a table of ours, and a sentence for each sheet or column passed over."""
    sheets, notes, is_left_out = [], [], False
    for title, rows in _load(path).items():
        header_row = next((number for number, row in rows.items() if schema.ALIO_INSTITUTION in _names(row)), None)
        if header_row is None or header_row > HEADER_WITHIN_ROWS:
            notes.append(
                f"{path.name} '{title}' 시트에는 {HEADER_WITHIN_ROWS}행 안에 '{schema.ALIO_INSTITUTION}' 열이 없어 읽지 않았습니다."
            )
            continue
        place = f"{path.name} '{title}' 시트 {header_row}행"
        columns = _columns(rows[header_row], place)
        body = {number: row for number, row in rows.items() if number > header_row}
        if _is_left_out(body.values(), columns):
            is_left_out = True
            continue
        form = _form_of(title, body.values(), columns, place)
        _check_units((row for number, row in rows.items() if number < header_row), form, place)
        sheets.append(Sheet(path.name, title, form, columns, _years(columns, form, place), body))
        notes += _unknown_columns(columns, form, place)
    if not sheets:
        reason = "쓰는 시트가 없습니다" if is_left_out else "읽을 수 있는 시트를 찾지 못했습니다"
        raise WorkbookError(f"{path.name}에서 {reason}. ALIO에서 받은 통합 문서인지 확인해 주세요.")
    return sheets, notes


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


def headers_of(form: Form) -> list[str]:
    """The headers a sheet of this form has to have."""
    items = list(form.items) if form.by_line else []
    return [schema.ALIO_INSTITUTION, form.item, *([form.kind] if form.kind else []), *items]


def _load(path: Path) -> dict[str, dict[int, tuple[object, ...]]]:
    """Rows that are not blank, by their number in Excel, by sheet title."""
    try:
        with ZipFile(path) as archive:
            is_strict = _STRICT in archive.read("xl/workbook.xml")
        if is_strict:
            raise WorkbookError(
                f"{path.name}은(는) 엑셀의 'Strict Open XML' 형식이라 읽을 수 없습니다. 엑셀에서 'Excel 통합 문서(*.xlsx)'로 다시 "
                "저장해 들여 주세요."
            )
        with warnings.catch_warnings():
            # ALIO's workbooks carry no style sheet; whatever openpyxl remarks on, it says to programmers.
            warnings.simplefilter("ignore", UserWarning)
            # Their dimension record is wrong: with read_only=True openpyxl would see a single row.
            book = openpyxl.load_workbook(path, data_only=True)
    except FileNotFoundError:
        raise WorkbookError(f"{path.name} 파일이 없습니다. 경로를 확인해 주세요.") from None
    except (OSError, BadZipFile, InvalidFileException, ElementTree.ParseError, ValueError, TypeError, LookupError,
            AttributeError):  # fmt: skip
        raise WorkbookError(f"{path.name}을(를) 열 수 없습니다. 손상되지 않은 XLSX 파일인지 확인해 주세요.") from None
    return {
        sheet.title: {
            number: row
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
            if any(cell is not None for cell in row)
        }
        for sheet in book.worksheets
    }


def _names(row: Iterable[object]) -> list[object]:
    return [parse_name(cell) if isinstance(cell, str) else cell for cell in row]


def _columns(header: tuple[object, ...], place: str) -> dict[str, int]:
    names = _names(header)
    columns = {str(name): position for position, name in enumerate(names) if name is not None}
    if len(columns) < sum(name is not None for name in names):
        raise WorkbookError(f"{place}에 같은 이름의 열이 두 번 있습니다. 통합 문서를 다시 받아 주세요.")
    return columns


def _is_left_out(rows: Iterable[tuple[object, ...]], columns: Mapping[str, int]) -> bool:
    """Whether it is one of the sheets we decided not to read."""
    position = columns.get(schema.ALIO_EMPLOYMENT)
    if position is None:
        return False
    kinds = set(_names(row[position] for row in rows))
    return bool(kinds) and kinds <= schema.ALIO_SHEETS_LEFT_OUT.keys()


def _form_of(title: str, rows: Iterable[tuple[object, ...]], columns: Mapping[str, int], place: str) -> Form:
    """The form most of whose items occur in the sheet; where several do alike, the one its other headers fit."""
    rows = list(rows)
    found = {
        header: set(_names(row[position] for row in rows))
        for header, position in columns.items()
        if header in (schema.ALIO_ITEM, schema.ALIO_EMPLOYMENT)
    }
    telling = {schema.ALIO_EMPLOYMENT, *(form.kind for form in FORMS)} & columns.keys()

    def likeness(form: Form) -> tuple[float, bool, bool]:
        known = columns.keys() if form.by_line else found.get(form.item, set())
        share = sum(item in known for item in form.items) / len(form.items)
        return share, telling - {form.item} == {form.kind} - {""}, form.word in title.replace(" ", "")

    best = max(FORMS, key=likeness)
    share, _fits, is_titled = likeness(best)
    if share == 0:
        _require(schema.ALIO_ITEM, columns, place)
        raise WorkbookError(f"{place} 아래 '{schema.ALIO_ITEM}' 열에 아는 항목이 없습니다. {FORMAT_CHANGED}")
    for header in headers_of(best):
        _require(header, columns, place)
    if not is_titled:
        words = "이나 ".join(f"'{form.word}'" for form in FORMS if form.word)
        raise WorkbookError(
            f"{place}: 시트 이름에 {words}이 없어 어느 쪽인지 알 수 없습니다. 시트 이름을 ALIO에서 받은 대로 두어 주세요."
        )
    return best


def _require(header: str, columns: Mapping[str, int], place: str) -> None:
    if header not in columns:
        raise WorkbookError(f"{place}에 '{header}' 열이 없습니다. {FORMAT_CHANGED}")


def _check_units(above: Iterable[tuple[object, ...]], form: Form, place: str) -> None:
    """The unit stands in a line above the header; a sheet without that line is judged by its sizes alone."""
    texts = [match[1] for row in above for cell in row if isinstance(cell, str) and (match := _UNITS.search(cell))]
    units = [unit for text in texts for unit in re.sub(r"\s", "", text).split(",") if unit]
    if strange := [unit for unit in units if unit not in form.units]:
        wanted = "·".join(sorted(form.units))
        raise WorkbookError(
            f"{place} 위에 적힌 단위 '{strange[0]}'이(가) '{form.table.label}' 표의 단위({wanted})와 달라 들이지 않았습니다. "
            "ALIO에서 받은 원본을 들여 주세요."
        )


def _years(columns: Mapping[str, int], form: Form, place: str) -> dict[int, dict[str, int]]:
    if form.by_line:
        return {}
    pattern, shown = (_YEAR_AND_SEX, "'2026년 남'") if form.has_sexes else (_YEAR, "'2026년'")
    # A header such as "2026년(예산)" would otherwise pass for a column nobody decided about,
    # and the year before it for the current one.
    odd = [header for header in columns if re.search(r"20\d\d", header) and not pattern.fullmatch(header)]
    years: dict[int, dict[str, int]] = {}
    for header, position in columns.items():
        if match := pattern.fullmatch(header):
            years.setdefault(int(match[1]), {})[match[2]] = position
    if odd or not years:
        what = f"'{odd[0]}' 열을 알 수 없습니다" if odd else "연도 열이 없습니다"
        raise WorkbookError(f"{place}: {what}. 연도 열의 이름은 {shown}과 같아야 합니다.")
    if form.has_sexes and (halved := [year for year, found in years.items() if len(found) < len(schema.SEXES)]):
        raise WorkbookError(f"{place}: {halved[0]}년의 남녀 가운데 한쪽 열이 없습니다. 통합 문서를 다시 받아 주세요.")
    return years


def _unknown_columns(columns: Mapping[str, int], form: Form, place: str) -> list[str]:
    known = {*headers_of(form), schema.ALIO_PARENT, *schema.ALIO_IGNORED, *(form.table.ignored if form.by_line else ())}
    return [
        f"{place}: 정하지 않은 열 '{header}'은(는) 읽지 않았습니다."
        for header in columns
        if header not in known and not re.match(r"20\d\d년", header)
    ]
