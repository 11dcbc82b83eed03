"""The evidence pack, read back as a spreadsheet program would."""

import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.takeaways import rows, workbook
from dashboard.takeaways.view import View
from data_loader.errors import ExportError
from tests.dashboard.charts.conftest import found_in
from tests.dashboard.conftest import choose
from tests.dashboard.takeaways.conftest import ADDRESS, CONTROL, EVIL, FORMULAS, SAMPLE, found_of, titled, view_of


def packed(found: Found, view: View | None = None) -> Workbook:
    file = io.BytesIO()
    workbook.write_postings(found, view or view_of(), file)
    return openpyxl.load_workbook(file)


def table_of(book: Workbook, sheet: str = "데이터") -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def column(book: Workbook, name: str) -> list[object]:
    headings, *lines = table_of(book)
    return [line[headings.index(name)] for line in lines]


def text_of(book: Workbook, sheet: str) -> str:
    return "\n".join(str(cell) for line in table_of(book, sheet) for cell in line if cell is not None)


def test_the_pack_has_the_five_sheets() -> None:
    assert (
        tuple(packed(titled("가")).sheetnames)
        == workbook.SHEETS
        == ("데이터", "코드북", "적용한 필터", "출처와 인용", "주의사항")
    )


def test_the_data_sheet_holds_exactly_the_rows_found() -> None:
    found = found_in("one region")
    book = packed(found)
    assert column(book, "공고번호") == found.index.posting_ids[found.rows].tolist()
    assert found.count < found.index.rows


def test_dates_and_numbers_are_dates_and_numbers() -> None:
    book = packed(found_of({"start_date": date(2025, 10, 27), "end_date": date(2025, 11, 10), "headcount": 1234}))
    head, line = list(book["데이터"].iter_rows())
    by_name = dict(zip((str(cell.value) for cell in head), line, strict=True))
    assert by_name["시작일"].value == datetime(2025, 10, 27)  # noqa: DTZ001
    assert by_name["시작일"].number_format == "yyyy-mm-dd"
    assert by_name["모집인원"].value == 1234
    assert by_name["모집인원"].number_format == "#,##0"
    assert by_name["공고번호"].number_format == "General"


def test_codes_are_written_as_names() -> None:
    book = packed(found_of({"hire_types": ["R1010", "R1040"], "work_regions": ["R3015"], "is_replacement": True}))
    line = dict(zip(*table_of(book)[:2], strict=True))
    assert (line["고용형태"], line["근무지"], line["근무지(비교 가능 16개 시도)"]) == (
        "정규직·비정규직",
        "광주",
        "전남광주",
    )
    assert (line["대체인력"], line["기관유형"]) == ("대체인력", "공기업(시장형)")


def test_what_is_not_stated_is_an_empty_cell() -> None:
    book = packed(found_of({"headcount": None, "original_url": None}))
    assert column(book, "모집인원") == [None]
    assert column(book, "원문 주소") == [None]


def test_every_row_says_whether_it_is_real_and_as_of_when() -> None:
    assert column(packed(titled("가", "나")), "자료") == ["실제 자료, 2025-11-03 기준"] * 2
    assert column(packed(titled("가"), view_of(SAMPLE)), "자료") == ["예시 자료, 2025-11-03 기준"]


def test_the_headings_are_frozen_filtered_and_repeated_in_print() -> None:
    sheet = packed(titled("가", "나"))["데이터"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}3"
    assert sheet.print_title_rows == "$1:$1"


def test_wide_texts_have_wide_columns() -> None:
    sheet = packed(titled("가"))["데이터"]
    assert sheet.column_dimensions["D"].width > 50 > sheet.column_dimensions["E"].width > 8


@pytest.mark.parametrize("title", FORMULAS)
def test_no_text_is_a_formula_and_none_becomes_one_when_edited(title: str) -> None:
    book = packed(titled(f"{title}"))
    cells = [cell for line in book["데이터"].iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert "f" not in {cell.data_type for cell in cells}
    written = [cell for cell in cells if str(cell.value).strip() == title.strip()]
    assert written
    assert all(cell.quotePrefix for cell in written)


def test_a_text_without_danger_is_not_marked() -> None:
    sheet = packed(titled("직원 채용"))["데이터"]
    assert not any(cell.quotePrefix for cell in sheet[2])


@pytest.mark.parametrize("title", EVIL)
def test_every_title_comes_back_as_it_was_but_for_what_xml_cannot_hold(title: str) -> None:
    found = titled(title)
    (given,) = next(rows.parts(found)).column("title").to_pylist()
    (read,) = column(packed(found), "공고 제목")
    assert isinstance(read, str)
    if title is not CONTROL:
        assert read.replace("_x005F_", "_") == given.replace("\r", "\n")
    assert not set(read) & set("\x00\x0b\x1b\x85\ufffe")


def test_a_title_that_looks_like_an_escape_is_escaped() -> None:
    file = io.BytesIO()
    workbook.write_postings(titled("_x0041_"), view_of(), file)
    assert b"_x005F_x0041_" in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")


def test_the_filters_stand_in_full_with_the_address() -> None:
    selection = choose(region="R3014,R3010", hire="R1040").with_ranges(start_from=date(2025, 1, 1), text="=채용")
    found = found_of({"work_regions": ["R3010"], "hire_types": ["R1040"]}, selection=selection)
    filters = dict(line for line in table_of(packed(found), "적용한 필터")[2:])
    assert filters["근무지"] == "서울·부산"
    assert filters["고용형태"] == "비정규직"
    assert filters["시작일(부터)"] == "2025-01-01"
    assert filters["검색한 말"] == "=채용"
    assert filters["이 화면의 주소"] == ADDRESS
    assert filters["찾은 공고"] == "1건"


def test_more_values_than_the_screen_names_are_all_written() -> None:
    codes = ("R3010", "R3011", "R3012", "R3013", "R3014", "R3016", "R3017")
    found = found_of({}, selection=Selection().with_codes("region", codes))
    assert dict(workbook.filter_rows(found.selection, found.index.options))["근무지"].count("·") == 6


def test_nothing_chosen_is_said() -> None:
    assert workbook.filter_rows(Selection(), {}) == [("조건", "전체(아무 조건도 고르지 않음)")]


def test_source_and_citations_stand_on_their_sheet() -> None:
    text = text_of(packed(titled("가")), "출처와 인용")
    for words in (
        "재정경제부 공공데이터포털",
        "2025-11-03 09:30",
        "실제 자료",
        ADDRESS,
        "Korea Public Jobs (2025)",
        "@misc{",
    ):
        assert words in text


@pytest.mark.parametrize("sheet", workbook.SHEETS[1:])
def test_every_sheet_says_source_and_kind_on_top_and_at_the_foot(sheet: str) -> None:
    page = packed(titled("가"), view_of(SAMPLE))[sheet]
    assert "예시 자료" in str(page["A1"].value)
    assert "2025-11-03" in str(page["A1"].value)
    assert "예시 자료" in str(page.oddFooter.left.text)


def test_the_data_sheet_says_source_and_kind_at_the_foot() -> None:
    assert "예시 자료" in str(packed(titled("가"), view_of(SAMPLE))["데이터"].oddFooter.left.text)


def test_the_codebook_explains_every_column_and_every_code() -> None:
    book = packed(found_of({"hire_types": ["R1099"], "hire_types_names": ["새 유형"]}))
    lines = table_of(book, "코드북")
    explained = {line[0] for line in lines}
    assert set(table_of(book)[0]) <= explained
    assert ("근무지", "R3015", "광주", "2026-07-22") in lines
    assert set(workbook.FLAGS) <= {line[1] for line in lines}


def test_the_caveats_begin_with_the_sample() -> None:
    assert "예시" in str(table_of(packed(titled("가"), view_of(SAMPLE)), "주의사항")[2][1])


def test_nothing_found_is_a_whole_book_without_rows() -> None:
    book = packed(found_in("nothing found"))
    assert len(table_of(book)) == 1
    sheet = book["데이터"]
    assert sheet.dimensions == f"A1:{sheet.cell(1, sheet.max_column).coordinate}"


def test_progress_is_told_up_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS_AT_ONCE", 100)
    heard: list[float] = []
    workbook.write_postings(found_in("many"), view_of(), io.BytesIO(), heard.append)
    assert len(heard) == 9
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_parts_join_without_gap_or_double(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = column(packed(found_in("many")), "공고번호")
    monkeypatch.setattr(rows, "ROWS_AT_ONCE", 7)
    assert column(packed(found_in("many")), "공고번호") == whole


def test_more_rows_than_a_sheet_has_are_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(ExportError, match=r"2행까지.*3행입니다.*CSV"):
        packed(titled("가", "나", "다"))


def test_the_file_is_well_formed_xml_throughout() -> None:
    file = io.BytesIO()
    workbook.write_postings(titled(*EVIL), view_of(title="".join(EVIL), filters="".join(EVIL)), file)
    with zipfile.ZipFile(file) as book:
        assert book.testzip() is None
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))


def chart_book(table: pd.DataFrame) -> Workbook:
    file = io.BytesIO()
    workbook.write_table(table, "단위: 명, 균등 배분.", view_of(), file)
    return openpyxl.load_workbook(file)


def test_the_table_of_a_chart_is_a_pack_of_the_same_five_sheets() -> None:
    book = chart_book(
        pd.DataFrame(
            {"연도": [2024, 2025], "인원(명)": [12345, None], "몫": ["=1+1", "나"], "날": [date(2025, 1, 1)] * 2}
        )
    )
    assert tuple(book.sheetnames) == workbook.SHEETS
    assert table_of(book)[1][:3] == (2024, 12345, "=1+1")
    assert table_of(book)[2][:2] == (2025, None)
    assert book["데이터"]["C2"].data_type != "f"
    assert book["데이터"]["A2"].number_format == "General"


def test_the_codebook_of_a_chart_gives_unit_and_counting_mode() -> None:
    assert "균등 배분" in text_of(chart_book(pd.DataFrame({"가": [1]})), "코드북")


def test_numbers_that_are_none_are_empty_cells() -> None:
    book = chart_book(pd.DataFrame({"가": [float("nan"), float("inf"), -0.5, 1e20]}))
    assert [line[0] for line in table_of(book)[1:]] == [None, None, -0.5, 1e20]


@pytest.mark.parametrize("title", ["가", *FORMULAS, f"나{CONTROL}다"])
def test_where_a_sheet_cannot_be_cut_open_its_cells_are_the_same(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_of({"title": title, "headcount": 1234}, {"title": "둘", "headcount": None, "hire_types": []})
    usual = packed(found)
    monkeypatch.setattr(workbook, "cut_sheet", lambda xml, last: None)
    slow = packed(found)
    assert table_of(slow) == table_of(usual)
    looks = [
        [[(cell.number_format, cell.quotePrefix) for cell in line] for line in book["데이터"].iter_rows(min_row=2)]
        for book in (usual, slow)
    ]
    assert looks[0] == looks[1]
