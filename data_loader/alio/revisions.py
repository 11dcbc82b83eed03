"""What ALIO corrected after publishing it: found, and said in a line each. Pure."""

from typing import Any

import pyarrow as pa

from data_loader.schema import EMPLOYMENTS, TABLES, WELFARE_EMPLOYMENTS

_EMPLOYMENT_NAMES = {code: name for name, code in (EMPLOYMENTS | WELFARE_EMPLOYMENTS).items()}
_UNITS = {"won_thousand": "천 원", "won_million": "백만 원"}


def find_revisions(
    revisions: pa.Table, table: str | None = None, institution: str = "", year: int | None = None
) -> list[dict[str, Any]]:
    """Rows of REVISIONS, the latest first: of a table, of an institution (its code, or a part of its name), of a year."""
    return [
        row
        for row in revisions.to_pylist()
        if (table is None or row["table"] == table)
        and (not institution or institution == row["institution_code"] or institution in row["institution"])
        and (year is None or row["year"] == year)
    ]


def revision_line(row: dict[str, Any]) -> str:
    """For example 대한석탄공사 2025년 1인당 평균보수(정규직(일반정규직)): 42,339 → 41,279천 원."""
    column = TABLES[row["table"]].column(row["column"])
    unit = _UNITS.get(column.kind, "")
    kind = f", {_EMPLOYMENT_NAMES.get(row['employment'], row['employment'])}" if row["employment"] else ""
    days = f"{row['before_as_of']} 기준 → {row['after_as_of']} 기준"
    return (
        f"{row['institution']} {row['year']}년 {column.label}{kind}: "
        f"{_shown(row['before'])} → {_shown(row['after'])}{unit if row['after'] is not None else ''} ({days})"
    )


def _shown(value: float | None) -> str:
    return "미공시" if value is None else f"{value:,.10g}"
