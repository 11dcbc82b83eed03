"""Figures of another size than before: a unit mistaken is refused, a single institution named."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from data_loader.alio.figures import FIGURES
from data_loader.alio.sizes import check_sizes
from data_loader.alio.vintages import Vintage, value_columns
from data_loader.alio.workbooks import import_workbooks
from data_loader.errors import WorkbookError
from data_loader.reference import load_reference
from data_loader.schema import TABLES
from tests.data_loader.alio.books import form_of, sheet_of, write_book

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def known(table: str) -> pa.Table:
    return load_reference()[table].data


def newer(table: str, times: float, *, only: str | None = None, year: int = 0) -> Vintage:
    """The bundled figures, all of them (or those of one institution, by its code) so many times as large."""
    rows: list[dict[str, Any]] = []
    for row in known(table).to_pylist():
        if row["year"] >= year:
            scaled = {
                name: row[name] * times
                for name in value_columns(TABLES[table])
                if row[name] and only in (None, row["institution_code"])
            }
            rows.append(row | scaled)
    return Vintage(TABLES[table], tuple(rows), date(2026, 11, 20), "새 파일.xlsx")


@pytest.mark.parametrize("table", FIGURES)
def test_the_same_figures_are_of_the_same_size(table: str) -> None:
    assert check_sizes(newer(table, 1), known(table)) == []


@pytest.mark.parametrize("table", FIGURES)
@pytest.mark.parametrize(("times", "said"), [(1000, "약 1,000배"), (0.001, "약 1,000분의 1"), (100, "약 100배")])
def test_figures_in_another_unit_are_refused_in_one_sentence(table: str, times: float, said: str) -> None:
    with pytest.raises(WorkbookError) as caught:
        check_sizes(newer(table, times), known(table))
    assert said in str(caught.value)
    assert "새 파일.xlsx" in str(caught.value)
    assert TABLES[table].label in str(caught.value)


def test_years_not_known_before_are_compared_with_the_newest_one() -> None:
    later = [row | {"year": 2028} for row in newer("pay", 0.001, year=2026).rows]
    with pytest.raises(WorkbookError, match="1,000분의 1"):
        check_sizes(Vintage(TABLES["pay"], tuple(later), date(2028, 8, 1), "다음.xlsx"), known("pay"))


def test_one_column_in_another_unit_is_enough() -> None:
    rows = [row | {"average_pay": row["average_pay"] and row["average_pay"] / 1000} for row in newer("pay", 1).rows]
    with pytest.raises(WorkbookError, match="'1인당 평균보수' 값"):
        check_sizes(Vintage(TABLES["pay"], tuple(rows), date(2026, 11, 20), "새.xlsx"), known("pay"))


def test_one_institution_in_another_unit_is_named_and_not_refused() -> None:
    (note,) = check_sizes(newer("pay", 1000, only="C0247"), known("pay"))
    assert "1곳 있습니다: 한국전력공사" in note


def test_an_institution_that_doubled_is_no_news() -> None:
    assert check_sizes(newer("finances", 2), known("finances")) == []


def test_nothing_known_before_is_nothing_to_compare_with() -> None:
    assert check_sizes(newer("staff", 1000), known("staff").slice(0, 0)) == []


def test_an_import_refuses_pay_in_million_won_though_no_line_tells_its_unit(tmp_path: Path) -> None:
    pay = form_of("pay")
    names = known("institutions").to_pylist()[:12]
    rows = sheet_of(pay, *(row["institution"] for row in names), value=65.2, unit="")
    path = write_book(tmp_path / "보수.xlsx", {"1. 직원평균보수": rows})
    with pytest.raises(WorkbookError, match="분의 1이어서 들이지 않았습니다"):
        import_workbooks([path], tmp_path / "data", None, NOW)
    assert not (tmp_path / "data" / "current.json").exists()
