"""The evidence pack as two spreadsheet readers that share no code see it: openpyxl and calamine (Rust)."""

import io

import pandas as pd
import pytest

from dashboard.languages import LANGUAGES, speaking
from dashboard.selection.index import Found
from dashboard.takeaways import workbook
from tests.dashboard.charts.conftest import found_in
from tests.dashboard.takeaways.conftest import EVIL, FORMULAS, titled, view_of

READERS = ("openpyxl", "calamine")
FOUND = {
    "many": lambda: found_in("many"),
    "nothing found": lambda: found_in("nothing found"),
    "formulas": lambda: titled(*FORMULAS),
    "evil": lambda: titled(*EVIL),
}


def read(file: io.BytesIO, reader: str) -> dict[str, pd.DataFrame]:
    return pd.read_excel(file, sheet_name=None, header=None, keep_default_na=False, engine=reader)


def agree(file: io.BytesIO) -> dict[str, pd.DataFrame]:
    """What both readers see."""
    one, other = (read(file, reader) for reader in READERS)
    assert list(one) == list(other)
    # Unlike spreadsheets, openpyxl leaves the escape of an underscore as it is.
    one = {sheet: table.replace("_x005F_", "_", regex=True) for sheet, table in one.items()}
    for sheet in one:
        pd.testing.assert_frame_equal(one[sheet], other[sheet], obj=sheet)
    return one


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FOUND)
def test_two_readers_see_the_same_pack_of_postings(name: str, language: str) -> None:
    found: Found = FOUND[name]()
    file = io.BytesIO()
    with speaking(language):
        workbook.write_postings(found, view_of(), file)
    data = next(iter(agree(file).values()))
    assert data[0].tolist()[1:] == found.index.posting_ids[found.rows].tolist()


def test_two_readers_see_the_same_pack_of_a_chart() -> None:
    table = pd.DataFrame({"연도": [2024, 2025], "몫(%)": [12.5, None], "이름": ["=1+1", "나"], "참": [True, False]})
    file = io.BytesIO()
    workbook.write_table(table, "단위: 명.", view_of(), file)
    data = agree(file)["데이터"]
    assert data.iloc[1].tolist() == [2024, 12.5, "=1+1", True]
    assert data.iloc[2].tolist() == [2025, "", "나", False]
