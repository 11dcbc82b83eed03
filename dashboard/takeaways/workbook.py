"""The evidence pack: an XLSX file with the data, their codebook, the filters, source and citation, caveats.

XlsxWriter lays out the book; the rows of the data, of which there may be a million, are streamed into it.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO
from unicodedata import east_asian_width

import pandas as pd
import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format

from dashboard.internals import SheetFrame, cut_sheet
from dashboard.languages import N_, _, speaking
from dashboard.selection.facets import FACET
from dashboard.selection.index import Found
from dashboard.selection.selection import Options, Selection
from dashboard.takeaways import rows
from dashboard.takeaways.citation import in_bibtex, in_english, in_korean
from dashboard.takeaways.plain_text import one_line
from dashboard.takeaways.sheet_rows import Looks, cell_text, column_name, is_formula_like, rows_xml
from dashboard.takeaways.view import PROJECT, View
from dashboard.words import holds_years, number
from data_loader.errors import ExportError
from data_loader.schema import POSTINGS
from data_loader.tables.columns import CODE_TABLES
from data_loader.tables.fields import KINDS

SHEETS = (N_("데이터"), N_("코드북"), N_("적용한 필터"), N_("출처와 인용"), N_("주의사항"))
DATA, CODEBOOK, FILTERS, SOURCES, CAVEATS = SHEETS
# Where a workbook keeps its first sheet.
DATA_SHEET = "xl/worksheets/sheet1.xml"
# A worksheet has 1,048,576 rows, one of them for the headings.
MOST_ROWS = 1_048_575
LONGEST_ADDRESS = 2_000
FLAGS = {
    "long_window": N_("공고 기간이 1년을 넘음"),
    "end_before_start": N_("마감일이 시작일보다 앞섬"),
    "headcount_zero": N_("모집인원이 0"),
    "headcount_99": N_("모집인원이 99(미정일 수 있음)"),
    "headcount_missing": N_("모집인원이 적혀 있지 않음"),
    "url_missing": N_("원문 주소를 쓸 수 없음"),
    "cancelled": N_("제목에 취소라고 적힘"),
}
WIDTHS = {"title": 60, "institution": 24, "work_regions": 18, "ncs_fields": 24, "hire_types": 16, "original_url": 40,
          "supervising_ministry": 18}  # fmt: skip
NARROWEST, WIDEST = 10, 60

Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The data sheet: its headings, how many rows it will have, and the rows, a part at a time.

    Whole numbers in `plain` columns are numbers of things, not amounts: no thousands separator. Columns not in
    `widths` are as wide as their headings.
    """

    headings: tuple[str, ...]
    count: int
    parts: Iterable[pa.Table]
    plain: frozenset[str]
    widths: Mapping[str, int]


def write_postings(
    found: Found, view: View, file: IO[bytes], on_progress: Callable[[float], None] = lambda share: None
) -> None:
    """The evidence pack of the postings found, into a seekable file; `on_progress` hears the share done, 0–1.

    Raises ExportError where a worksheet is too short for them.
    """
    with speaking(view.language):
        headings = (*(_(column.label) for column in rows.COLUMNS), _("자료"))
        filters = [
            *filter_rows(found.selection, found.index.options),
            (_("찾은 공고"), f"{number(found.count)}{_('건')}"),
            (_("모집인원"), f"{number(found.headcount)}{_('명')}"),
        ]
        widths = {_(column.label): WIDTHS[column.name] for column in rows.COLUMNS if column.name in WIDTHS}
        plain = frozenset({_(POSTINGS.column("posting_id").label)})
        sheet = Sheet(headings, found.count, _stamped(found, view), plain, widths)
        _write(sheet, _posting_codebook(found), filters, view, file, on_progress)


def write_table(table: pd.DataFrame, unit: str, view: View, file: IO[bytes]) -> None:
    """The evidence pack of one chart: the table of exactly what is drawn, and what its unit and counting mode are."""
    data = pa.Table.from_pandas(table, preserve_index=False)
    with speaking(view.language):
        codebook = [
            (_("열"), _("단위와 세는 법")),
            *((str(name), _explained(str(name), table[name], unit)) for name in table.columns),
        ]
        filters = [(_("조건"), view.filters), (_("행"), _("{count}개", count=number(data.num_rows)))]
        years = frozenset(filter(holds_years, data.column_names))
        sheet = Sheet(tuple(data.column_names), data.num_rows, [data], years, {})
        _write(sheet, codebook, filters, view, file, lambda share: None)


def _explained(name: str, values: pd.Series, unit: str) -> str:
    """What a column of a chart's table is: in the unit it names itself, a name, a year, or a number in the chart's unit."""
    own = re.search(r"\(([^()]+)\)$", name)
    if own:
        return _("단위: {unit}", unit=own[1])
    if holds_years(name):
        return _("연도")
    return one_line(unit) if pd.api.types.is_numeric_dtype(values) else _("이름이나 구분")


def postings_book(found: Found, view: View) -> bytes:
    """As `write_postings`, whole."""
    file = io.BytesIO()
    write_postings(found, view, file)
    return file.getvalue()


def table_book(table: pd.DataFrame, unit: str, view: View) -> bytes:
    """As `write_table`, whole."""
    file = io.BytesIO()
    write_table(table, unit, view, file)
    return file.getvalue()


def filter_rows(selection: Selection, options: Options) -> list[tuple[str, str]]:
    """Each filter with all its values in words; unlike the sentence on screen nothing is left out."""
    named = []
    for key, codes in selection.chosen:
        labels = {option.code: option.label for option in options[key]}
        named.append((FACET[key].label, "·".join(labels.get(code, code) for code in codes)))
    for key, codes in selection.excluded:
        labels = {option.code: option.label for option in options[key]}
        name = _("{filter}에서 제외", filter=FACET[key].label)
        named.append((name, "·".join(labels.get(code, code) for code in codes)))
    ranges = (
        (_("시작일(부터)"), selection.start_from),
        (_("시작일(까지)"), selection.start_to),
        (_("마감일(부터)"), selection.end_from),
        (_("마감일(까지)"), selection.end_to),
        (_("모집인원(이상, 명)"), selection.headcount_min),
        (_("모집인원(이하, 명)"), selection.headcount_max),
        (_("검색한 말"), selection.text or None),
    )
    named += [(label, str(value)) for label, value in ranges if value is not None]
    return named or [(_("조건"), _("전체(아무 조건도 고르지 않음)"))]


def _write(
    sheet: Sheet, codebook: Table, filters: Table, view: View, file: IO[bytes], on_progress: Callable[[float], None]
) -> None:
    if sheet.count > MOST_ROWS:
        counts = {"most": number(MOST_ROWS), "count": number(sheet.count)}
        raise ExportError(
            _(
                "엑셀 시트 하나에는 {most}행까지 들어가는데 고른 것은 {count}행입니다. "
                "조건을 좁히거나 CSV, Parquet으로 받아 주세요.",
                **counts,
            )
        )
    frame = io.BytesIO()
    _lay_out(frame, sheet, codebook, filters, view)
    with zipfile.ZipFile(frame) as book:
        last = f"{column_name(len(sheet.headings) - 1)}{sheet.count + 1}"
        cut = cut_sheet(book.read(DATA_SHEET).decode(), last) if DATA_SHEET in book.namelist() else None
        if cut is None:
            _lay_out(file, sheet, codebook, filters, view, with_rows=True)
            return
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as out:
            for name in book.namelist():
                if name != DATA_SHEET:
                    out.writestr(name, book.read(name))
            _stream(cut, sheet, out, on_progress)


def _stream(cut: SheetFrame, sheet: Sheet, out: zipfile.ZipFile, on_progress: Callable[[float], None]) -> None:
    """The data sheet: its frame as laid out, with the rows in place of the pattern row."""
    with out.open(DATA_SHEET, "w", force_zip64=True) as stream:
        stream.write(cut.before.encode())
        done = 0
        for part in sheet.parts:
            stream.write(rows_xml(part, done + 2, Looks(*cut.looks), sheet.plain))
            done += part.num_rows
            on_progress(done / max(sheet.count, 1))
        stream.write(cut.after.encode())


def _lay_out(
    frame: IO[bytes], sheet: Sheet, codebook: Table, filters: Table, view: View, *, with_rows: bool = False
) -> None:
    with xlsxwriter.Workbook(frame, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": one_line(view.title, 250), "subject": one_line(view.filters, 250),
                             "author": _(PROJECT), "comments": one_line(view.source_line, 250)})  # fmt: skip
        pages = {name: book.add_worksheet(_(name)) for name in SHEETS}
        for page in pages.values():
            page.set_footer(f"&L{_in_footer(view.source_line)}&R&P/&N")
        _lay_out_data(book, pages[DATA], sheet, with_rows=with_rows)
        _lay_out_text(book, pages[CODEBOOK], codebook, view, has_headings=True)
        _lay_out_text(book, pages[FILTERS], [*filters, (_("이 화면의 주소"), view.url)], view)
        _lay_out_text(book, pages[SOURCES], _source_rows(view), view)
        _lay_out_text(book, pages[CAVEATS], [(f"{n}", text) for n, text in enumerate(view.caveats, 1)], view)


def _lay_out_data(
    book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, *, with_rows: bool
) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eef4fb", "valign": "vcenter"})
    looks: list[dict[str, object]] = [{"num_format": "yyyy-mm-dd"}, {"num_format": "#,##0"}, {"quote_prefix": True}]
    last = len(sheet.headings) - 1
    for place, heading in enumerate(sheet.headings):
        page.write_string(0, place, heading, bold)
        page.set_column(place, place, sheet.widths.get(heading, _width(heading)))
    formats = [book.add_format(look) for look in looks]
    if with_rows:
        _write_cells(page, sheet, *formats)
    else:
        # The row that shows which number each format got; the data take its place.
        for place, look in enumerate(formats):
            page.write_blank(1, place, None, look)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(sheet.count, 1), last)
    page.repeat_rows(0)


def _write_cells(
    page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, date: Format, count: Format, quoted: Format
) -> None:
    """The rows cell by cell, for the day on which a sheet cannot be cut open: the same cells, many times slower."""
    row = 1
    for part in sheet.parts:
        for cells in part.to_pylist():
            for place, (name, value) in enumerate(cells.items()):
                if isinstance(value, bool):
                    page.write_boolean(row, place, value)
                elif isinstance(value, int | float):
                    is_amount = isinstance(value, int) and name not in sheet.plain
                    page.write_number(row, place, value, count if is_amount else None)
                elif isinstance(value, datetime.date):
                    page.write_datetime(row, place, value, date)
                elif value:
                    text = "·".join(value) if isinstance(value, list) else str(value)
                    page.write_string(row, place, cell_text(text), quoted if is_formula_like(text) else None)
            row += 1


def _lay_out_text(
    book: xlsxwriter.Workbook,
    page: xlsxwriter.worksheet.Worksheet,
    table: Table,
    view: View,
    *,
    has_headings: bool = False,
) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    grey = book.add_format({"font_color": "#5b6470"})
    page.write_string(0, 0, one_line(f"{view.title}. {view.source_line}"), grey)
    for line, cells in enumerate(table):
        for place, cell in enumerate(cells):
            look = bold if place == 0 or (has_headings and line == 0) else wrapped
            if cell.startswith(("https://", "http://")) and len(cell) <= LONGEST_ADDRESS:
                page.write_url(line + 2, place, cell, string=cell[:255])
            else:
                page.write_string(line + 2, place, cell[:32_000], look)
    page.set_column(0, 0, 24)
    page.set_column(1, 4, 100 if max(map(len, table)) == 2 else 28)
    page.freeze_panes(3 if has_headings else 2, 0)


def _source_rows(view: View) -> Table:
    return [
        (_("자료"), view.title),
        (_("출처"), view.source),
        (_("기준"), view.as_of),
        (_("자료 구분"), view.kind),
        (_("받은 날"), view.accessed.isoformat()),
        (_("주소"), view.url),
        (_("인용(국문)"), in_korean(view)),
        (_("인용(영문)"), in_english(view)),
        ("BibTeX", in_bibtex(view)),
    ]


def _posting_codebook(found: Found) -> Table:
    """What each column means, then every code with its name."""
    lines: list[tuple[str, ...]] = [(_("열"), _("이름(영문)"), _("종류"), _("설명"))]
    lines += [(_(column.label), column.name, _(KINDS[column.kind]), _(column.note)) for column in rows.COLUMNS]
    about_stamp = _("실제인지 예시인지와 기준일. 줄이 파일에서 떨어져 나가도 알 수 있게 모든 줄에 둠")
    lines += [(_("자료"), "", _("한 줄 글"), about_stamp)]
    lines += [(), (_("열"), _("코드"), _("이름"), _("쓰인 마지막 날"))]
    for name, entries in CODE_TABLES.items():
        label = next((_(column.label) for column in rows.COLUMNS if column.name == name), name)
        lines += [
            (label, entry.code, _(entry.name), entry.until.isoformat() if entry.until else "")
            for entry in entries.values()
        ]
        known = found.index.names.items()
        lines += [
            (label, code, other, _("코드집에 없음"))
            for (column, code), other in known
            if column == name and code not in entries
        ]
    return [*lines, *((_("품질 표시"), flag, _(meaning), "") for flag, meaning in FLAGS.items())]


def _stamped(found: Found, view: View) -> Iterator[pa.Table]:
    """The rows with a column that says what they are."""
    name, stamp = _("자료"), _stamp(view)
    return (part.append_column(name, pa.repeat(stamp, part.num_rows)) for part in rows.in_names(found))


def _width(heading: str) -> int:
    """In letters of the Latin alphabet; a Korean one is twice as wide."""
    return min(WIDEST, max(NARROWEST, sum(2 if east_asian_width(letter) == "W" else 1 for letter in heading) + 3))


def _stamp(view: View) -> str:
    return _("{kind}, {day} 기준", kind=view.kind, day=view.as_of[:10])


def _in_footer(text: str) -> str:
    """Footers take & for a command, and no more than 255 characters."""
    return one_line(text, 200).replace("&", "&&")
