"""The table of columns itself."""

import pyarrow as pa
import pytest

from data_loader.codes import HIRE_TYPES
from data_loader.schema import (
    ATTACHMENTS,
    BRANCHES,
    FACILITIES,
    FACILITY_FILES,
    INSTITUTIONS,
    POSTING_TEXTS,
    POSTINGS,
    PROGRAMMES,
    STAGES,
    TABLES,
    Column,
    Table,
    is_personal,
)
from data_loader.tables.columns import CODE_TABLES
from data_loader.tables.parse import PARSERS
from tests.data_loader import service_rows

ALL = list(TABLES.values())
COLUMNS = [pytest.param(table, column, id=f"{table.name}.{column.name}") for table in ALL for column in table.columns]
# Read from the portal; the others come from workbooks or are made here.
RECEIVED = (
    POSTINGS, POSTING_TEXTS, STAGES, ATTACHMENTS, INSTITUTIONS, BRANCHES, FACILITIES, FACILITY_FILES, PROGRAMMES,
)  # fmt: skip


def test_tables_are_called_by_their_names() -> None:
    assert all(TABLES[name].name == name for name in TABLES)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_column_has_its_own_name_and_label(table: Table) -> None:
    for attribute in ("name", "label"):
        values = [getattr(column, attribute) for column in table.columns]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_is_called_in_english_and_labelled_in_korean(table: Table, column: Column) -> None:
    assert column.name.isidentifier()
    assert column.name == column.name.lower()
    assert column.name.isascii()
    assert any("가" <= letter <= "힣" for letter in column.label)


@pytest.mark.parametrize(
    ("name", "arrow_type"),
    [
        ("posting_id", pa.int64()),
        ("institution_code", pa.string()),
        ("start_date", pa.date32()),
        ("headcount", pa.int32()),
        ("hire_types", pa.list_(pa.string())),
        ("is_replacement", pa.bool_()),
        ("quality_flags", pa.list_(pa.string())),
    ],
)
def test_a_kind_decides_how_a_column_is_stored(name: str, arrow_type: pa.DataType) -> None:
    assert POSTINGS.column(name).arrow_type == arrow_type
    assert POSTINGS.arrow.field(name).type == arrow_type


def test_repeated_texts_are_stored_once() -> None:
    assert pa.types.is_dictionary(POSTING_TEXTS.column("eligibility").arrow_type)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_the_stored_form_has_the_columns_in_order(table: Table) -> None:
    assert table.arrow.names == [column.name for column in table.columns]


@pytest.mark.parametrize("table", RECEIVED, ids=lambda table: table.name)
def test_every_field_of_the_source_is_decided_about_once(table: Table) -> None:
    sources = [column.source for column in table.received]
    names = [column.source_names for column in table.received if column.source_names]
    decided = [*sources, *names, *table.ignored, *table.personal]
    assert len(set(decided)) == len(decided)
    assert all(reason for reason in table.ignored.values())


def test_the_real_list_holds_no_field_nobody_decided_about(real_list: dict[str, object]) -> None:
    rows = real_list["result"]
    assert isinstance(rows, list)
    decided = {name for table in (POSTINGS, POSTING_TEXTS) for column in table.received
               for name in (column.source, column.source_names)} | POSTINGS.ignored.keys()  # fmt: skip
    assert {name for row in rows for name in row} == decided - {""}


@pytest.mark.parametrize("table", RECEIVED, ids=lambda table: table.name)
def test_what_is_received_can_be_parsed_and_identified(table: Table) -> None:
    assert all(column.kind in PARSERS for column in table.received)
    first = table.columns[0]
    assert first.required
    assert first.kind in ("id", "code")


def test_every_column_of_codes_with_names_has_its_code_table() -> None:
    columns = [column for table in RECEIVED for column in table.columns]
    assert {column.name for column in columns if column.source_names} <= CODE_TABLES.keys()
    assert CODE_TABLES.keys() <= {column.name for column in columns if column.kind in ("code", "codes")}
    assert CODE_TABLES["hire_types"] is HIRE_TYPES


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (STAGES, service_rows.stage_row(1)),
        (ATTACHMENTS, service_rows.file_row()),
        (BRANCHES, service_rows.branch_row()),
        (FACILITIES, service_rows.facility_row()),
        (FACILITY_FILES, service_rows.facility_file_row()),
        (PROGRAMMES, service_rows.programme_row()),
    ],
    ids=lambda value: value.name if isinstance(value, Table) else "",
)
def test_every_field_the_services_document_is_decided_about(table: Table, row: dict[str, object]) -> None:
    decided = {name for column in table.received for name in (column.source, column.source_names)}
    assert row.keys() <= decided | table.ignored.keys() | set(table.personal)


def test_a_row_inside_another_record_names_its_owner_second() -> None:
    owners = [(STAGES, POSTINGS), (ATTACHMENTS, POSTINGS), (FACILITY_FILES, FACILITIES)]
    assert [table for table in RECEIVED if table.inside] == [table for table, _ in owners]
    for table, owner in owners:
        assert table.columns[1].source == owner.columns[0].source
        assert table.columns[1].required


def test_no_column_is_about_a_person() -> None:
    assert not [column for table in RECEIVED for column in table.received if is_personal(column.source)]
    assert all(is_personal(name) for name in (*FACILITIES.personal, *PROGRAMMES.personal, "picNew"))


def test_postings_and_their_texts_share_the_posting_number() -> None:
    assert POSTINGS.columns[0].source == POSTING_TEXTS.columns[0].source
    assert POSTINGS.columns[0].name == POSTING_TEXTS.columns[0].name == "posting_id"
