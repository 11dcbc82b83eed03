from datetime import date

import pyarrow as pa
import pytest

from data_loader.alio.revisions import find_revisions, revision_line
from data_loader.schema import REVISIONS

HIRES = {
    "table": "new_hires",
    "institution_code": "C0247",
    "institution": "한국전력공사",
    "employment": None,
    "year": 2024,
    "column": "regular_new_hires",
    "before": 12.5,
    "after": None,
    "before_as_of": date(2026, 8, 20),
    "after_as_of": date(2026, 10, 6),
    "source": "신규채용현황.xlsx",
}
PAY = HIRES | {"table": "pay", "column": "average_pay", "year": 2025, "employment": "regular", "after": 96_381.0}


def test_a_revision_is_a_line_with_both_values_and_both_days() -> None:
    assert revision_line(HIRES) == (
        "한국전력공사 2024년 일반정규직 신규채용: 12.5 → 미공시 (2026-08-20 기준 → 2026-10-06 기준)"
    )
    assert "1인당 평균보수, 정규직(일반정규직): 12.5 → 96,381천 원" in revision_line(PAY)


@pytest.mark.parametrize(
    ("wanted", "years"),
    [
        ({}, [2024, 2025]),
        ({"table": "pay"}, [2025]),
        ({"institution": "전력"}, [2024, 2025]),
        ({"institution": "C0247"}, [2024, 2025]),
        ({"institution": "C02"}, []),
        ({"year": 2024}, [2024]),
    ],
)
def test_revisions_are_found_by_table_institution_and_year(wanted: dict[str, object], years: list[int]) -> None:
    revisions = pa.Table.from_pylist([HIRES, PAY], schema=REVISIONS.arrow)
    assert [row["year"] for row in find_revisions(revisions, **wanted)] == years  # type: ignore[arg-type]
