"""What a sheet is, told by its header, items and unit; and what is refused because it could be misread."""

import warnings
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from data_loader.alio.sheets import read_sheets
from data_loader.alio.workbooks import Reading, tabulate, tabulate_all
from data_loader.errors import WorkbookError
from data_loader.schema import FORMS, TABLES, Form
from tests.data_loader.alio.books import Rows, block_of, form_of, header_of, sheet_of, write_book

ROSTER = {"한국전력공사": "C0247", "한국철도공사": "C0268"}
KEPCO = "한국전력공사"
each_form = pytest.mark.parametrize(
    "form", FORMS, ids=lambda form: f"{form.table.name}-{next(iter(form.items))}-{form.word}"
)


def title_of(form: Form) -> str:
    return f"1. {form.word}사용자수" if form.word else "시트"


def book(folder: Path, form: Form, rows: Rows, title: str | None = None) -> Path:
    return write_book(folder / "현황.xlsx", {title_of(form) if title is None else title: rows})


def read(folder: Path, form: Form, rows: Rows) -> Reading:
    (sheet,), _notes = read_sheets(book(folder, form, rows))
    return tabulate(sheet, ROSTER)


def refusal(folder: Path, form: Form, rows: Rows, title: str | None = None) -> str:
    """The sentence with which the workbook is refused."""
    with pytest.raises(WorkbookError) as caught:
        tabulate_all(read_sheets(book(folder, form, rows, title))[0], ROSTER)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@each_form
def test_a_sheet_is_known_whatever_it_is_called_and_fills_its_columns(form: Form, tmp_path: Path) -> None:
    (sheet,), notes = read_sheets(book(tmp_path, form, sheet_of(form, KEPCO)))
    assert (sheet.form, notes) == (form, [])
    reading = tabulate(sheet, ROSTER)
    assert reading.warnings == ()
    names = {column.name for column in form.columns}
    assert {name for name in reading.data.column_names if name in names} == names
    assert all(row[name] == 5 for row in reading.data.to_pylist() for name in names)


@each_form
def test_another_unit_above_the_header_is_refused_in_one_sentence(form: Form, tmp_path: Path) -> None:
    said = refusal(tmp_path, form, sheet_of(form, KEPCO, unit="(단위 : 억 원, 명)"))
    assert "'억원'" in said
    assert form.table.label in said


@pytest.mark.parametrize("unit", ["(단위: 천원)", "(단위:천 원)", "단위 : 천원", "(단위: 천원, 명, 월)"])
def test_a_unit_is_read_however_it_is_spaced(unit: str, tmp_path: Path) -> None:
    pay = form_of("pay")
    assert read(tmp_path, pay, sheet_of(pay, KEPCO, unit=unit)).data.num_rows == 2


def test_a_sheet_without_the_line_of_its_unit_is_read(tmp_path: Path) -> None:
    pay = form_of("pay")
    assert read(tmp_path, pay, sheet_of(pay, KEPCO, unit="")).data.num_rows == 2


def test_pay_in_million_won_is_refused_for_its_unit(real: Path) -> None:
    with pytest.raises(WorkbookError, match="'백만원'"):
        read_sheets(real / "cases" / "pay_million_won.xlsx")


def strict(path: Path) -> Path:
    """The workbook as Excel writes it in the strict form of Open XML."""
    ours, theirs = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    target = path.with_name("엄격.xlsx")
    with ZipFile(path) as source, ZipFile(target, "w") as written:
        for name in source.namelist():
            written.writestr(name, source.read(name).replace(ours, theirs))
    return target


@each_form
def test_strict_open_xml_is_refused_with_the_way_out_and_no_warning(form: Form, tmp_path: Path) -> None:
    path = strict(book(tmp_path, form, sheet_of(form, KEPCO)))
    with warnings.catch_warnings(), pytest.raises(WorkbookError, match=r"Strict Open XML.*다시 저장"):
        warnings.simplefilter("error")
        read_sheets(path)


def test_the_recorded_strict_workbook_is_refused_too(real: Path) -> None:
    with pytest.raises(WorkbookError, match="Strict Open XML"):
        read_sheets(real / "cases" / "pay_strict.xlsx")


@pytest.mark.parametrize("word", ["가족돌봄휴가", "가족돌봄휴직"])
def test_where_items_do_not_tell_leave_from_holidays_the_title_has_to(word: str, tmp_path: Path) -> None:
    form = form_of("work_family", word)
    assert "시트 이름에 '가족돌봄휴가'이나 '가족돌봄휴직'이 없어" in refusal(
        tmp_path, form, sheet_of(form, KEPCO), "5. 시트"
    )
    other = "가족돌봄휴직" if word == "가족돌봄휴가" else "가족돌봄휴가"
    (sheet,), _ = read_sheets(book(tmp_path, form, sheet_of(form, KEPCO), f"6. {other} 사용자"))
    assert sheet.form.word == other


@each_form
def test_a_header_moved_down_a_little_is_found(form: Form, tmp_path: Path) -> None:
    above: Rows = [["작성: 알리오"], [None], ["유의사항"]]
    assert read(tmp_path, form, [*above, *sheet_of(form, KEPCO)]).data.num_rows == 2


def test_a_header_far_below_is_no_header(tmp_path: Path) -> None:
    pay = form_of("pay")
    assert "읽을 수 있는 시트를 찾지 못했습니다" in refusal(tmp_path, pay, [["글"]] * 12 + sheet_of(pay, KEPCO))


def with_cell(value: object) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[2][-2] = value

    return change


@each_form
@pytest.mark.parametrize("value", ["12%", "45.2 %", "약 5", "5명", "1,23", "#REF!", "2025-01-01", True, "∞", "5-6"])
def test_what_is_not_plainly_a_number_is_refused_with_its_place(form: Form, value: object, tmp_path: Path) -> None:
    rows = sheet_of(form, KEPCO)
    with_cell(value)(rows)
    said = refusal(tmp_path, form, rows)
    assert "3행" in said
    assert "숫자가 있어야" in said


@each_form
@pytest.mark.parametrize(("text", "number"), [("5", 5), (" 1,234 ", 1234), ("1234.0", 1234)])
def test_a_number_written_as_text_is_that_number(form: Form, text: str, number: int, tmp_path: Path) -> None:
    rows = sheet_of(form, KEPCO)
    with_cell(text)(rows)
    last = max(
        read(tmp_path, form, rows).data.to_pylist(), key=lambda row: -row["year"] if form.by_line else row["year"]
    )
    assert number in last.values()


@each_form
@pytest.mark.parametrize("value", [None, "", " ", "-"])
def test_an_empty_cell_or_a_dash_is_not_disclosed_and_counted(form: Form, value: object, tmp_path: Path) -> None:
    rows = sheet_of(form, KEPCO)
    with_cell(value)(rows)
    (note,) = read(tmp_path, form, rows).warnings
    assert "빈칸 1개" in note


@each_form
def test_an_institution_there_twice_is_refused(form: Form, tmp_path: Path) -> None:
    rows = [*sheet_of(form, KEPCO, "한국철도공사"), *block_of(form, f"{KEPCO} ")]
    said = refusal(tmp_path, form, rows)
    assert KEPCO in said
    assert "이미 있습니다" in said


@each_form
def test_one_table_in_two_sheets_of_one_form_is_refused(form: Form, tmp_path: Path) -> None:
    title = title_of(form)
    path = write_book(tmp_path / "현황.xlsx", {title: sheet_of(form, KEPCO), f"{title} 2": sheet_of(form, KEPCO)})
    with pytest.raises(WorkbookError, match="두 번 들어 있습니다"):
        tabulate_all(read_sheets(path)[0], ROSTER)


def test_a_year_with_one_sex_alone_is_refused(tmp_path: Path) -> None:
    form = form_of("work_family", "시간선택제")
    rows = sheet_of(form, KEPCO)
    for row in rows:
        del row[4:5]
    assert "2024년의 남녀 가운데 한쪽 열이 없습니다" in refusal(tmp_path, form, rows)


@pytest.mark.parametrize("year", ["2025", "25년", "작년", "2025년(예산)"])
def test_a_line_of_an_account_needs_its_year(year: str, tmp_path: Path) -> None:
    form = form_of("work_family", "금액")
    rows = sheet_of(form, KEPCO)
    rows[2][3] = year
    assert "연도가 있어야" in refusal(tmp_path, form, rows)


def test_the_lines_of_a_year_are_added_up(tmp_path: Path) -> None:
    form = form_of("work_family", "금액")
    lines = [
        [KEPCO, "", "", "2025년", amount, users, None] for amount, users in (("1,500", "7"), ("0", "0"), ("20", "1.5"))
    ]
    (row,) = read(tmp_path, form, [[None, None, None, "(단위: 천원, 명)"], header_of(form), *lines]).data.to_pylist()
    assert (row["year"], row["day_care_cost"], row["day_care_users"]) == (2025, 1520, 8.5)


def test_sheets_of_one_table_are_joined_and_what_is_in_none_is_missing(tmp_path: Path) -> None:
    leave, care = form_of("work_family", "남성 사용자"), form_of("work_family", "가족돌봄휴직")
    path = write_book(
        tmp_path / "일가정.xlsx",
        {"육아휴직": sheet_of(leave, KEPCO, "한국철도공사"), "가족돌봄휴직": sheet_of(care, KEPCO, value=2.0)},
    )
    data = tabulate_all(read_sheets(path)[0], ROSTER)["work_family"].data
    told = {
        (row["institution_code"], row["year"]): (row["parental_leave"], row["family_care_leave"])
        for row in data.to_pylist()
    }
    assert told == {
        ("C0247", 2024): (5, 2),
        ("C0247", 2025): (5, 2),
        ("C0268", 2024): (5, None),
        ("C0268", 2025): (5, None),
    }
    assert "short_hours" not in data.column_names


def test_of_the_executives_only_the_head_is_read(tmp_path: Path) -> None:
    form = form_of("head_pay")
    others = block_of(form, KEPCO, 9.0, kind="상임감사")
    data = read(tmp_path, form, [*sheet_of(form, KEPCO), *others]).data
    assert data["head_pay"].to_pylist() == [5, 5]
    assert "employment" not in data.column_names


def test_a_fund_is_told_by_its_name(tmp_path: Path) -> None:
    form = form_of("fund_finances", "수입")
    rows = [*sheet_of(form, KEPCO), *block_of(form, KEPCO, 7.0, kind="다른 기금")]
    data = read(tmp_path, form, rows).data.to_pylist()
    assert {(row["fund"], row["income"]) for row in data} == {("어느 기금", 5), ("다른 기금", 7)}


@pytest.mark.parametrize("kind", ["무상", "사내복지기금 조성현황"])
def test_a_sheet_we_decided_not_to_read_is_passed_over_in_silence(kind: str, tmp_path: Path) -> None:
    welfare = form_of("welfare")
    left_out: Rows = [["기관명", "구분", "항목", "2024년", "2025년"], [KEPCO, kind, "소계", "1", "2"]]
    path = write_book(tmp_path / "복리후생비.xlsx", {"1. 예산": sheet_of(welfare, KEPCO), "2. 내역": left_out})
    sheets, notes = read_sheets(path)
    assert ([sheet.table for sheet in sheets], notes) == ([TABLES["welfare"]], [])
    with pytest.raises(WorkbookError, match="쓰는 시트가 없습니다"):
        read_sheets(write_book(tmp_path / "내역.xlsx", {"2. 내역": left_out}))
