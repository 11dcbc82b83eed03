"""Rows of the recruitment and institutions lists → typed tables.

Nothing is dropped silently: every record ends in a table or in `rejected`, every value that cannot be read
in `unread_values`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from data_loader import codes
from data_loader.schema import INSTITUTIONS, POSTING_TEXTS, POSTINGS
from data_loader.tables.columns import (
    Columns,
    Findings,
    Record,
    TidyTables,
    in_chunks,
    latest,
    read_chunk,
    read_table,
    to_arrow,
)
from data_loader.tables.parse import is_no_option
from data_loader.tables.places_in_text import workplaces
from data_loader.tables.titles import says_cancelled

# A notice open for longer is a standing or re-registered one: its window says nothing about hiring.
LONGEST_WINDOW_DAYS = 366
POSTING_ORDER = [("start_date", "descending"), ("posting_id", "descending")]


def tidy_postings(records: Iterable[Record], institutions: pa.Table) -> TidyTables:
    """Postings, their texts and the municipalities those name, from rows of the recruitment list.

    `institutions` gives type, class and ministry by institution code. Where a posting number comes
    twice, the later record stands. A value that cannot be read is left empty and flagged. The latest start
    comes first: what is asked of the postings is mostly asked of spans of days.
    """
    roster = {row["institution_code"]: row for row in institutions.to_pylist()}
    findings = Findings()
    postings: list[pa.Table] = []
    texts: list[pa.Table] = []
    for chunk in in_chunks(records):
        rows, unread = read_chunk(chunk, (POSTINGS, POSTING_TEXTS), findings)
        _derive_posting_columns(rows, roster)
        for position, names in unread.items():
            rows["quality_flags"][position] += [f"{name}_unreadable" for name in names]
        postings.append(to_arrow(rows, POSTINGS))
        texts.append(to_arrow(rows, POSTING_TEXTS))
    all_postings = latest(postings, POSTINGS, "posting_id")
    all_texts = latest(texts, POSTING_TEXTS, "posting_id")
    return findings.tidied(
        {
            "postings": all_postings.sort_by(POSTING_ORDER),
            "posting_texts": all_texts,
            "workplaces": workplaces(all_postings, all_texts),
        }
    )


def tidy_institutions(records: Iterable[Record], roster: pa.Table) -> TidyTables:
    """The institutions of today from the service, and those `roster` knows beside them as former ones."""
    findings = Findings()
    known = {row["institution_code"]: row for row in roster.to_pylist()}
    found: dict[str, dict[str, Any]] = {}
    for rows in read_table(records, INSTITUTIONS, findings):
        for values in zip(*rows.values(), strict=True):
            row = dict(zip(rows, values, strict=True))
            row["headquarters_region"] = codes.PROVINCES.get(row["headquarters_region"], row["headquarters_region"])
            row["is_former"] = False
            found[row["institution_code"]] = row
    former = {code: {**row, "is_former": True} for code, row in known.items() if code not in found}
    merged = sorted({**found, **former}.items())
    table = pa.Table.from_pylist([row for _, row in merged], schema=INSTITUTIONS.arrow)
    return findings.tidied({"institutions": table})


def _derive_posting_columns(rows: Columns, roster: Mapping[str, Mapping[str, Any]]) -> None:
    nobody: Mapping[str, Any] = {}
    owners = [roster.get(code, nobody) for code in rows["institution_code"]]
    is_nameless = {name: is_no_option(name) for name in set(rows["institution"])}
    rows["institution"] = [
        owner.get("institution") or code if is_nameless[name] else name
        for owner, code, name in zip(owners, rows["institution_code"], rows["institution"], strict=True)
    ]
    for name in ("institution_type", "institution_class", "supervising_ministry"):
        rows[name] = [owner.get(name) for owner in owners]
    folded = {regions: codes.comparable_regions(regions) for regions in set(rows["work_regions"])}
    rows["comparable_regions"] = [folded[regions] for regions in rows["work_regions"]]
    # What a list no longer shows is known from readings, not from records.
    rows["withdrawn_date"] = [None] * len(owners)
    # Filled in when the texts are read.
    rows["preference_groups"] = [[] for _ in owners]
    windows = [_window(*days) for days in zip(rows["start_date"], rows["end_date"], strict=True)]
    rows["duration_days"] = [days for days, _ in windows]
    rows["quality_flags"] = [
        [*window, *_headcount_flags(headcount), *(["url_missing"] if url is None else []), *_title_flags(title)]
        for (_, window), headcount, url, title in zip(
            windows, rows["headcount"], rows["original_url"], rows["title"], strict=True
        )
    ]


def _window(start: date, end: date) -> tuple[int | None, list[str]]:
    days = (end - start).days + 1
    if days < 1:
        return None, ["end_before_start"]
    if days > LONGEST_WINDOW_DAYS:
        return None, ["long_window"]
    return days, []


def _headcount_flags(headcount: int | None) -> list[str]:
    if headcount is None:
        return ["headcount_missing"]
    return {0: ["headcount_zero"], 99: ["headcount_99"]}.get(headcount, [])


def _title_flags(title: str) -> list[str]:
    return ["cancelled"] if says_cancelled(title) else []
