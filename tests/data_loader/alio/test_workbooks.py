"""The ALIO workbooks: the recorded ones, and made ones with each surprise their layout may hold."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader import schema
from data_loader.alio.sheets import Sheet, created_date, headers_of, parents, read_sheets
from data_loader.alio.workbooks import Reading, import_workbooks, names_to_codes, tabulate, tabulate_all
from data_loader.errors import StoreError, WorkbookError
from data_loader.lock import writer_lock
from data_loader.reference import load_reference
from data_loader.schema import TABLES
from data_loader.snapshot import NewTable, Origin, Snapshot, open_current, publish

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ROSTER = {"한국전력공사": "C0247", "한국철도공사": "C0268", "인천국제공항공사": "C0105"}
REGULAR, INDEFINITE = "정규직(일반정규직)", "정규직(무기계약직)"
YEARS = ("2024년", "2025년", "2026년")
UNIT_ROW = (None, None, None, "(단위: 명)")

Amounts = Mapping[str, Sequence[object]]


NEW_TABLES = ("work_family", "welfare", "finances", "fund_finances", "head_pay")
OLD_TABLES = ("pay", "starting_pay", "new_hires", "interns", "staff")


def items(table: str) -> list[str]:
    return [column.source for column in TABLES[table].received if column.source not in ("기관명", "구분", "기금명")]


def block(table: str, name: str, amounts: Amounts | None = None, employment: str | None = None) -> list[list[object]]:
    """The rows of one institution: every item of the table, 5 in each year unless `amounts` says otherwise."""
    head = [name, "기타공공기관", "교육부", *([employment] if employment else [])]
    known = dict.fromkeys(items(table), (5.0, 5.0, 5.0)) | dict(amounts or {})
    return [[*head, item, *values, None] for item, values in known.items()]


def header(table: str, years: Sequence[str] = YEARS) -> list[object]:
    return ["기관명", "기관유형", "주무부처", *(["구분"] if table == "pay" else []), "항목", *years, "상위기관"]


@dataclass
class Workbooks:
    """Writes workbooks laid out as ALIO's: the unit in the first row, the header in the second."""

    folder: Path

    def write(self, *sheets: Sequence[Sequence[object]], name: str = "현황.xlsx") -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        book.properties.created = datetime.fromisoformat("2026-10-05T20:00")
        for number, rows in enumerate(sheets, start=1):
            sheet = book.create_sheet(f"{number}. 시트")
            sheet.append(UNIT_ROW)
            for row in rows:
                sheet.append(list(row))
        path = self.folder / name
        book.save(path)
        return path

    def read(self, *rows: Sequence[object], roster: Mapping[str, str] = ROSTER) -> Reading:
        (sheet,), _ = read_sheets(self.write(rows))
        return tabulate(sheet, roster)


@pytest.fixture
def workbooks(tmp_path: Path) -> Workbooks:
    return Workbooks(tmp_path)


@pytest.fixture(scope="module")
def recorded_sheets(real: Path) -> list[Sheet]:
    return [sheet for path in sorted((real / "alio").glob("*.xlsx")) for sheet in read_sheets(path)[0]]


@pytest.fixture(scope="module")
def readings(recorded_sheets: list[Sheet]) -> dict[str, Reading]:
    """What the recorded workbooks hold, with the bundled roster."""
    roster = names_to_codes(load_reference()["institutions"].data)
    return tabulate_all(recorded_sheets, roster, as_of=date(2026, 8, 20))


def test_the_recorded_workbooks_hold_all_ten_tables_and_no_surprise(readings: dict[str, Reading]) -> None:
    assert readings.keys() == {*OLD_TABLES, *NEW_TABLES}
    assert all(not reading.warnings and reading.rejected.num_rows == 0 for reading in readings.values())


@pytest.mark.parametrize("table", [*OLD_TABLES, *NEW_TABLES])
def test_the_bundled_tables_are_what_the_recorded_workbooks_give(readings: dict[str, Reading], table: str) -> None:
    assert load_reference()[table].data.equals(readings[table].data)


def test_every_item_of_the_recorded_workbooks_is_taken_or_left_out_with_a_reason(
    recorded_sheets: list[Sheet],
) -> None:
    for sheet in recorded_sheets:
        if sheet.form.by_line:
            left_out = sheet.columns.keys() - {*headers_of(sheet.form), "상위기관", "기관유형", "주무부처"}
            assert left_out < sheet.table.ignored.keys()
            continue
        kept = [
            n for n in sheet.rows if not sheet.form.kind or sheet.text(n, sheet.form.kind) not in sheet.form.other_kinds
        ]
        found = {sheet.text(number, sheet.form.item) for number in kept}
        assert sheet.form.items.keys() <= found <= {*sheet.form.items, *sheet.table.ignored}


def test_thirteen_institutions_of_the_recorded_workbooks_have_a_parent(recorded_sheets: list[Sheet]) -> None:
    for sheet in recorded_sheets:
        if sheet.table.name in NEW_TABLES:
            continue
        assert len(parents(sheet)) == 13
        assert parents(sheet)["분당서울대학교병원"] == "서울대학교병원"


def test_the_day_of_a_workbook_is_the_one_in_korea(workbooks: Workbooks, real: Path) -> None:
    assert str(created_date(real / "alio" / "직원평균보수현황.xlsx")) == "2026-07-13"
    # 20:00 of 5 October in Greenwich.
    assert str(created_date(workbooks.write([header("interns"), *block("interns", "한국전력공사")]))) == "2026-10-06"


def test_a_sheet_is_known_by_its_items_not_by_its_place_or_name(workbooks: Workbooks) -> None:
    path = workbooks.write(
        [header("staff"), *block("staff", "한국전력공사")],
        [header("starting_pay"), *block("starting_pay", "한국전력공사")],
        [header("pay"), *block("pay", "한국전력공사", employment=REGULAR)],
        name="아무 이름.xlsx",
    )
    assert [sheet.table.name for sheet in read_sheets(path)[0]] == ["staff", "starting_pay", "pay"]


def test_rows_are_one_per_institution_employment_and_year(workbooks: Workbooks) -> None:
    reading = workbooks.read(
        header("pay"),
        *block("pay", "한국철도공사", employment=INDEFINITE),
        *block("pay", "한국전력공사", employment=REGULAR),
        *block("pay", "한국전력공사", employment=INDEFINITE),
    )
    keys = zip(*(reading.data[name].to_pylist() for name in ("institution_code", "employment", "year")), strict=True)
    assert list(keys) == [
        (code, employment, year)
        for code, employment in (("C0247", "indefinite"), ("C0247", "regular"), ("C0268", "indefinite"))
        for year in (2024, 2025, 2026)
    ]


@pytest.mark.parametrize(("table", "current"), [("starting_pay", "budget"), ("new_hires", "part_year")])
def test_in_a_next_vintage_2026_is_settled_and_2027_is_not(workbooks: Workbooks, table: str, current: str) -> None:
    rows = [header(table, ("2025년", "2026년", "2027년")), *block(table, "한국전력공사")]
    reading = workbooks.read(*rows)
    assert reading.data["year"].to_pylist() == [2025, 2026, 2027]
    assert reading.data["basis"].to_pylist() == ["settled", "settled", current]


def test_the_caller_may_say_which_year_is_current(workbooks: Workbooks) -> None:
    (sheet,), _ = read_sheets(workbooks.write([header("new_hires"), *block("new_hires", "한국전력공사")]))
    assert tabulate(sheet, ROSTER, current_year=2027).data["basis"].to_pylist() == ["settled"] * 3


@pytest.mark.parametrize(
    ("day", "newest"),
    [("2026-10-06", "settled"), ("2026-05-01", "settled"), ("2026-04-30", "budget"), ("2025-08-20", "budget")],
)
def test_a_workbook_without_its_current_year_ends_with_a_settled_one(
    workbooks: Workbooks, day: str, newest: str
) -> None:
    rows = [header("starting_pay", ("2023년", "2024년", "2025년")), *block("starting_pay", "한국전력공사")]
    (sheet,), _ = read_sheets(workbooks.write(rows))
    reading = tabulate(sheet, ROSTER, as_of=date.fromisoformat(day))
    assert reading.data["basis"].to_pylist() == ["settled", "settled", newest]


def test_a_year_missing_between_others_keeps_its_earlier_figures_and_is_said(workbooks: Workbooks) -> None:
    path = interns_workbook(workbooks, "한국전력공사", years=("2023년", "2025년", "2026년"))
    result = import_workbooks([path], workbooks.folder / "data", None, NOW)
    bundled = [row for row in load_reference()["interns"].data.to_pylist() if row["year"] == 2024]
    assert of(result.snapshot, "interns", year=2024) == bundled
    assert any("2021, 2022, 2024년은 앞선 공시의 값을 그대로" in note for note in result.warnings)


def test_starting_pay_of_zero_is_not_reported_and_neither_are_its_parts(workbooks: Workbooks) -> None:
    amounts = {"기본급": (0, 30_000, 31_000), "고정수당": (0, 0, 1_000), "합계": (0, 30_000, 32_000)}
    data = workbooks.read(header("starting_pay"), *block("starting_pay", "한국전력공사", amounts)).data
    assert data["starting_pay"].to_pylist() == [None, 30_000, 32_000]
    assert data["base_pay"].to_pylist() == [None, 30_000, 31_000]
    assert data["fixed_allowance"].to_pylist() == [None, 0, 1_000]


def test_average_pay_of_zero_takes_parts_headcount_and_tenure_with_it(workbooks: Workbooks) -> None:
    zeros = dict.fromkeys(items("pay"), (0.0, 5.0, 5.0))
    data = workbooks.read(header("pay"), *block("pay", "한국전력공사", zeros, REGULAR)).data.to_pylist()
    measured = [column.name for column in schema.PAY.columns if column.kind in ("number", "won_thousand")]
    assert {data[0][name] for name in measured} == {None}
    assert {data[1][name] for name in measured} == {5}


def test_a_workplace_without_women_has_none_employed_and_no_tenure_of_theirs(workbooks: Workbooks) -> None:
    none = (0.0, 0.0, 0.0)
    amounts = {"1인당 평균보수액 - 여성": none, "상시 종업원수 - 여성": none, "평균근속연수(개월) - 여성": none}
    row = workbooks.read(header("pay"), *block("pay", "한국전력공사", amounts, REGULAR)).data.to_pylist()[0]
    assert (row["average_pay_women"], row["employees_women"], row["tenure_months_women"]) == (None, 0, None)
    assert (row["average_pay"], row["employees_men"]) == (5, 5)


def test_nobody_hired_is_a_real_zero(workbooks: Workbooks) -> None:
    amounts = {"일반정규직총신규채용": (0.0, 2.5, 0.0)}
    data = workbooks.read(header("new_hires"), *block("new_hires", "한국전력공사", amounts)).data
    assert data["regular_new_hires"].to_pylist() == [0, 2.5, 0]


def test_performance_pay_taken_back_is_negative(workbooks: Workbooks) -> None:
    data = workbooks.read(header("pay"), *block("pay", "한국전력공사", {"실적수당": (-228.0, 1, 1)}, REGULAR)).data
    assert data["performance_allowance"].to_pylist()[0] == -228


@given(amount=st.floats(0, 1e6, allow_nan=False))
def test_a_measured_quantity_comes_through_as_it_is(amount: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [header("interns"), *block("interns", "한국전력공사", {"총인턴채용-체험형": (amount, 0, 0)})]
    data = Workbooks(tmp_path_factory.mktemp("book")).read(*rows).data
    assert data["experience_interns"].to_pylist()[0] == pytest.approx(amount, rel=1e-12)


def test_an_unknown_institution_is_kept_aside_with_its_figures_and_named(workbooks: Workbooks) -> None:
    reading = workbooks.read(
        header("interns"),
        *block("interns", "한국전력공사"),
        *block("interns", "새로 생긴 기관", {"여성-체험형": (7, 8, 9)}),
    )
    assert set(reading.data["institution"].to_pylist()) == {"한국전력공사"}
    (aside,) = reading.rejected.to_pylist()
    assert (aside["table"], aside["key"], aside["reason"]) == ("interns", "새로 생긴 기관", "명단에 없는 기관 이름")
    assert json.loads(aside["record"])["여성-체험형"] == {"2024년": 7, "2025년": 8, "2026년": 9}
    (warning,) = reading.warnings
    assert "명단에 없는 기관 이름" in warning
    assert "새로 생긴 기관" in warning


def test_an_institution_that_lacks_an_item_is_kept_aside_with_the_item_named(workbooks: Workbooks) -> None:
    reading = workbooks.read(
        header("interns"), *block("interns", "한국전력공사"), *block("interns", "한국철도공사")[:-1]
    )
    assert set(reading.data["institution"].to_pylist()) == {"한국전력공사"}
    assert reading.rejected["reason"].to_pylist() == ["빠진 항목: 장애인-채용형"]
    assert "한국철도공사" in reading.warnings[0]


def test_an_unknown_kind_of_employment_is_kept_aside_and_named(workbooks: Workbooks) -> None:
    reading = workbooks.read(
        header("pay"),
        *block("pay", "한국전력공사", employment=REGULAR),
        *block("pay", "한국전력공사", employment="공무직"),
    )
    assert set(reading.data["employment"].to_pylist()) == {"regular"}
    assert reading.rejected["key"].to_pylist() == ["한국전력공사 공무직"]
    assert "알 수 없는 구분" in reading.warnings[0]


def test_an_unknown_item_is_one_warning_with_its_place(workbooks: Workbooks) -> None:
    extra = {"보훈": (1.0, 1.0, 1.0)}
    reading = workbooks.read(
        header("interns"), *block("interns", "한국전력공사", extra), *block("interns", "한국철도공사", extra)
    )
    assert reading.data.num_rows == 6
    (warning,) = reading.warnings
    assert "'1. 시트' 시트 9행 '항목' 열" in warning
    assert "'보훈'" in warning


def test_an_unknown_column_is_one_warning(workbooks: Workbooks) -> None:
    rows = [[*header("interns"), "비고"], *block("interns", "한국전력공사")]
    _, notes = read_sheets(workbooks.write(rows))
    assert len(notes) == 1
    assert "'비고'" in notes[0]


def test_a_sheet_of_notes_is_passed_over_with_a_warning(workbooks: Workbooks) -> None:
    path = workbooks.write(
        [["유의사항"], ["예산은 결산과 다릅니다."]], [header("interns"), *block("interns", "한국전력공사")]
    )
    sheets, notes = read_sheets(path)
    assert len(sheets) == 1
    assert "'1. 시트'" in notes[0]


def test_empty_cells_are_null_and_counted(workbooks: Workbooks) -> None:
    reading = workbooks.read(header("interns"), *block("interns", "한국전력공사", {"여성-체험형": (None, 1, None)}))
    assert reading.data["women_experience_interns"].to_pylist() == [None, 1, None]
    (warning,) = reading.warnings
    assert "빈칸 2개" in warning


def drop_column(name: str) -> Callable[[list[list[object]]], None]:
    def change(rows: list[list[object]]) -> None:
        position = rows[0].index(name)
        for row in rows:
            del row[position]

    return change


def set_cell(row: int, column: str, value: object) -> Callable[[list[list[object]]], None]:
    def change(rows: list[list[object]]) -> None:
        rows[row][rows[0].index(column)] = value

    return change


def drop_item(rows: list[list[object]]) -> None:
    del rows[1]


def repeat_institution(rows: list[list[object]]) -> None:
    rows += rows[1:]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drop_column("기관명"), ["읽을 수 있는 시트"]),
        (drop_column("구분"), ["'1. 시트' 시트 2행", "'구분' 열이 없습니다"]),
        (drop_column("항목"), ["'1. 시트' 시트 2행", "'항목' 열이 없습니다"]),
        (set_cell(1, "2025년", "미공시"), ["'1. 시트' 시트 3행 '2025년' 열", "숫자", "'미공시'"]),
        (set_cell(1, "2025년", True), ["3행 '2025년' 열", "숫자"]),
        (set_cell(2, "기관명", None), ["4행 '기관명' 열", "글자"]),
        (set_cell(16, "2025년", -1), ["18행 '2025년' 열", "음수"]),
        (set_cell(0, "2026년", "2026년(예산)"), ["2행", "'2026년(예산)'"]),
        (set_cell(0, "2026년", "2025년"), ["2행", "두 번"]),
        (drop_item, ["'항목' 열", "기본급"]),
        (repeat_institution, ["'항목' 열", "한국전력공사", "3행에 이미"]),
    ],
)
def test_a_layout_that_could_be_misread_is_an_error_that_names_the_place(
    workbooks: Workbooks, change: Callable[[list[list[object]]], None], said: list[str]
) -> None:
    rows = [header("pay"), *block("pay", "한국전력공사", employment=REGULAR)]
    change(rows)
    with pytest.raises(WorkbookError) as caught:
        workbooks.read(*rows)
    assert all(part in str(caught.value) for part in ["현황.xlsx", *said]), str(caught.value)


def test_a_sheet_without_years_or_known_items_is_an_error(workbooks: Workbooks) -> None:
    with pytest.raises(WorkbookError, match="연도 열이 없습니다"):
        workbooks.read(header("interns", ()), *block("interns", "한국전력공사", dict.fromkeys(items("interns"), ())))
    with pytest.raises(WorkbookError, match="아는 항목이 없습니다"):
        workbooks.read(header("interns"), ["한국전력공사", "", "", "휴가일수", 1, 2, 3, None])


def roster_of(*entries: tuple[str, str, bool]) -> pa.Table:
    names, codes, former = zip(*entries, strict=True)
    return pa.table({"institution": names, "institution_code": codes, "is_former": former})


def test_two_institutions_of_one_name_in_the_roster_are_an_error() -> None:
    with pytest.raises(WorkbookError, match="같은 이름이 두 번"):
        names_to_codes(roster_of(("국립병원", "C0001", False), ("국립병원", "C0002", False)))


def test_a_former_institution_gives_way_to_a_current_one_of_its_name() -> None:
    assert names_to_codes(roster_of(("국립병원", "C0002", False), ("국립병원", "C0001", True))) == {"국립병원": "C0002"}


def test_two_names_of_one_code_in_a_workbook_are_an_error(workbooks: Workbooks) -> None:
    roster = {"옛 이름": "C0001", "새 이름": "C0001"}
    with pytest.raises(WorkbookError, match="같은 기관코드"):
        workbooks.read(header("interns"), *block("interns", "옛 이름"), *block("interns", "새 이름"), roster=roster)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_workbook_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "보수.xlsx").write_bytes(content)
    with pytest.raises(WorkbookError, match=r"보수\.xlsx"):
        read_sheets(tmp_path / "보수.xlsx")
    with pytest.raises(WorkbookError, match="파일이 없습니다"):
        read_sheets(tmp_path / "없음.xlsx")


def interns_workbook(workbooks: Workbooks, *names: str, years: Sequence[str] = YEARS) -> Path:
    rows = [row for name in names for row in block("interns", name)]
    return workbooks.write([header("interns", years), *rows])


def of(snapshot: Snapshot, table: str, **wanted: object) -> list[dict[str, Any]]:
    found = snapshot.read(table).to_pylist()
    return [row for row in found if all(row[column] == value for column, value in wanted.items())]


def test_an_import_brings_its_figures_and_leaves_the_published_facts_in_the_other_tables(workbooks: Workbooks) -> None:
    path = interns_workbook(workbooks, "한국전력공사", "없는 기관")
    result = import_workbooks([path], workbooks.folder / "data", None, NOW)
    snapshot = open_current(workbooks.folder / "data")
    assert snapshot == result.snapshot
    rows = of(snapshot, "interns", institution_code="C0247", as_of=date(2026, 10, 6))
    assert [(row["year"], row["experience_interns"]) for row in rows] == [(2024, 5), (2025, 5), (2026, 5)]
    assert snapshot.tables["pay"].rows == load_reference()["pay"].data.num_rows
    origin = snapshot.tables["interns"].origin
    assert origin.source == "공공기관 경영정보 공개시스템 ALIO, 현황.xlsx"
    assert (origin.as_of, origin.rejected, origin.is_sample) == ("2026-10-06", 1, False)
    assert result.rejected["key"].to_pylist() == ["없는 기관"]


def test_years_and_institutions_a_workbook_does_not_hold_keep_their_earlier_vintage(workbooks: Workbooks) -> None:
    path = interns_workbook(workbooks, "한국전력공사", years=("2025년", "2026년", "2027년"))
    result = import_workbooks([path], workbooks.folder / "data", "2026-11-01", NOW)
    bundled = load_reference()["interns"].data
    assert of(result.snapshot, "interns", year=2021) == [row for row in bundled.to_pylist() if row["year"] == 2021]
    assert len(of(result.snapshot, "interns", year=2025, as_of=date(2026, 8, 20))) == 354
    warnings = " ".join(result.warnings)
    assert "2021, 2022, 2023, 2024년은 앞선 공시의 값을 그대로" in warnings
    assert "기관 354곳은 앞선 공시의 값을 그대로" in warnings


def test_the_part_of_a_year_that_has_been_settled_since_does_not_stay(workbooks: Workbooks) -> None:
    path = interns_workbook(workbooks, "한국전력공사", years=("2025년", "2026년", "2027년"))
    result = import_workbooks([path], workbooks.folder / "data", "2026-11-01", NOW)
    (row,) = of(result.snapshot, "interns", year=2026)
    assert (row["institution_code"], row["basis"]) == ("C0247", "settled")


def coal_workbook(workbooks: Workbooks, average: int) -> Path:
    amounts = {"1인당 평균보수액": (0, average, 0)}
    return workbooks.write([header("pay"), *block("pay", "대한석탄공사", amounts, REGULAR)])


def test_what_was_corrected_since_the_bundled_vintage_is_told(workbooks: Workbooks) -> None:
    result = import_workbooks([coal_workbook(workbooks, 41_279)], workbooks.folder / "data", None, NOW)
    (row,) = of(result.snapshot, "revisions", column="average_pay", year=2025)
    assert (row["table"], row["institution"], row["employment"]) == ("pay", "대한석탄공사", "regular")
    assert (row["before"], row["after"]) == (42_339, 41_279)
    assert (row["before_as_of"], row["after_as_of"]) == (date(2026, 8, 20), date(2026, 10, 6))
    code = row["institution_code"]
    (now,) = of(result.snapshot, "pay", institution_code=code, year=2025, employment="regular")
    assert now["average_pay"] == 41_279


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("신규채용현황", ("new_hires", "interns")),
        ("일가정_양립_지원제도_운영현황", ("work_family",)),
        ("수입지출현황", ("finances", "fund_finances")),
        ("임원연봉", ("head_pay",)),
    ],
)
def test_the_recorded_workbook_imported_again_changes_nothing(
    workbooks: Workbooks, real: Path, name: str, tables: tuple[str, ...]
) -> None:
    result = import_workbooks([real / "alio" / f"{name}.xlsx"], workbooks.folder / "data", None, NOW)
    assert result.warnings == ()
    for table in (*tables, "revisions"):
        assert result.snapshot.read(table).equals(load_reference()[table].data)
    # Its day of creation is before the day it was fetched for the program.
    assert result.snapshot.tables[tables[0]].origin.as_of == "2026-08-20"


def test_a_workbook_older_than_the_present_figures_does_not_replace_them(workbooks: Workbooks) -> None:
    path = coal_workbook(workbooks, 40_000)
    result = import_workbooks([path], workbooks.folder / "data", "2026-01-31", NOW)
    (row,) = of(result.snapshot, "revisions", column="average_pay", year=2025)
    assert (row["before"], row["after"], row["before_as_of"]) == (40_000, 42_339, date(2026, 1, 31))
    assert result.snapshot.read("pay").equals(load_reference()["pay"].data)
    assert result.snapshot.tables["pay"].origin == load_reference()["pay"].origin
    (warning,) = (note for note in result.warnings if "앞서" in note)
    assert "기준일 2026-01-31이(가) 지금 자료의 기준일 2026-08-20보다 앞서" in warning
    assert "--as-of" in warning


def test_an_older_workbook_fills_the_years_before(workbooks: Workbooks) -> None:
    path = interns_workbook(workbooks, "한국전력공사", years=("2019년", "2020년", "2021년"))
    result = import_workbooks([path], workbooks.folder / "data", "2021-08-20", NOW)
    rows = of(result.snapshot, "interns", as_of=date(2021, 8, 20))
    assert [(row["year"], row["basis"]) for row in rows] == [(2019, "settled"), (2020, "settled")]


def test_what_an_import_keeps_aside_stands_beside_what_was_kept_aside_before(workbooks: Workbooks) -> None:
    data_dir = workbooks.folder / "data"
    aside = {"table": "postings", "key": "0", "reason": "번호가 양수가 아님", "record": "{}"}
    before = pa.Table.from_pylist([aside], schema=TABLES["rejected"].arrow)
    publish(data_dir, {"rejected": NewTable(before, Origin("포털", "2026-11-21"))}, NOW)
    import_workbooks([interns_workbook(workbooks, "한국전력공사", "없는 기관")], data_dir, None, NOW)
    result = import_workbooks([interns_workbook(workbooks, "옛 기관")], data_dir, "2026-01-31", NOW)
    kept = [(row["table"], row["key"]) for row in of(result.snapshot, "rejected")]
    assert kept == [("postings", "0"), ("interns", "없는 기관"), ("interns", "옛 기관")]
    assert result.snapshot.tables["interns"].origin.rejected == 2


@pytest.mark.parametrize(("as_of", "said"), [("2026.10.05", "날짜가 아닙니다"), ("2026-11-23", "오늘보다 뒤")])
def test_an_impossible_as_of_date_is_an_error(workbooks: Workbooks, as_of: str, said: str) -> None:
    path = interns_workbook(workbooks, "한국전력공사")
    with pytest.raises(WorkbookError, match=said):
        import_workbooks([path], workbooks.folder / "data", as_of, NOW)


def test_a_workbook_that_does_not_say_when_it_was_made_needs_an_as_of_date(workbooks: Workbooks) -> None:
    path, stripped = interns_workbook(workbooks, "한국전력공사"), workbooks.folder / "작성일 없음.xlsx"
    with ZipFile(path) as source, ZipFile(stripped, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<none/>" if name == "docProps/core.xml" else source.read(name))
    with pytest.raises(WorkbookError, match="기준일을 함께 지정"):
        import_workbooks([stripped], workbooks.folder / "data", None, NOW)


def test_the_same_table_twice_is_an_error_and_publishes_nothing(workbooks: Workbooks) -> None:
    path = interns_workbook(workbooks, "한국전력공사")
    with pytest.raises(WorkbookError, match="두 번 들어 있습니다"):
        import_workbooks([path, path], workbooks.folder / "data", None, NOW)
    assert not (workbooks.folder / "data" / "current.json").exists()


def test_an_import_waits_for_no_other_writer(workbooks: Workbooks) -> None:
    path = interns_workbook(workbooks, "한국전력공사")
    with writer_lock(workbooks.folder / "data", "sync"), pytest.raises(StoreError, match="sync"):
        import_workbooks([path], workbooks.folder / "data", None, NOW)
