"""ALIO's figures without a file: the statistics search of its site, one item of all institutions at a time.

The search is nobody's promise: it is not documented, gives no years and knows us by no key. So what it says is
taken only where most of it agrees with what is known already, and a value it leaves out erases nothing. The
items known by number are in `schema.ALIO_SEARCH_ITEMS`; the workbooks hold all of them and stay the dependable way.
"""

import json
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from data_loader import schema
from data_loader.alio.figures import ImportResult, known_tables, publish_vintages
from data_loader.alio.host import AlioHost
from data_loader.alio.vintages import Key, Vintage, value_columns
from data_loader.alio.workbooks import CURRENT_YEAR_BASIS, without_unreported
from data_loader.errors import PortalAnswerInvalid
from data_loader.lock import writer_lock
from data_loader.schema import ALIO_SEARCH_ITEMS, ALIO_SEARCH_YEARS, REJECTED, TABLES, Column, Table
from data_loader.settings import KST, Settings

PATH = "/statisticsSearch/findSingleItemSearchList.json"
# More than this is not given.
PAGE_SIZE = 100
# About one settled value in a hundred is corrected from one vintage to the next.
FEWEST_AGREEING = 0.8
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,15}(?:\.[0-9]+)?")
_MISSING = ("", "-")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the search: the column it fills, of which table and kind of employment."""

    table: str
    column: Column
    employment: str | None
    form: str
    number: str

    @property
    def label(self) -> str:
        kind = "무기계약직 " if self.employment == "indefinite" else ""
        return f"{kind}{self.column.label}"


@dataclass(frozen=True, slots=True)
class Found:
    """An item's figures by institution code, the newest year first, with the names; and what was kept aside."""

    figures: Mapping[str, tuple[float | None, ...]]
    names: Mapping[str, str]
    rejected: tuple[dict[str, str], ...]


def known_items() -> tuple[Item, ...]:
    return tuple(
        Item(table, TABLES[table].column(column), employment, form, number)
        for (table, column, employment), (form, number) in ALIO_SEARCH_ITEMS.items()
    )


def import_online(
    settings: Settings,
    now: datetime,
    *,
    sleep: Callable[[float], None] = time.sleep,
    progress: Callable[[str, int, int], None] = lambda label, done, total: None,
) -> ImportResult:
    """Look up the known items and publish them beside the figures known before.

    An item that does not agree with what is known is left out with a warning. Raises PortalError where ALIO cannot
    be read, or no item at all could be taken, and StoreError when another writer is at work.
    """
    items = known_items()
    taken: dict[Item, tuple[Found, int]] = {}
    warnings: list[str] = []
    known = known_tables(settings.data_dir)
    today = now.astimezone(KST).date()
    with AlioHost(settings, sleep=sleep) as alio:
        for done, item in enumerate(items, start=1):
            try:
                found = fetch_item(alio, item, set(known["institutions"].data["institution_code"].to_pylist()))
                taken[item] = found, current_year(item, found, known[item.table].data, today.year)
            except PortalAnswerInvalid as error:
                warnings.append(f"{item.label}: {error}")
            progress("알리오 통계 조회", done, len(items))
    if not taken:
        raise PortalAnswerInvalid(
            f"알리오의 통계 조회에서 들일 수 있는 항목이 없습니다. 통합 문서를 받아 들여 주세요. {warnings[0]}"
        )
    rejected = [row for found, _ in taken.values() for row in found.rejected]
    aside = pa.Table.from_pylist(rejected, schema=REJECTED.arrow)
    with writer_lock(settings.data_dir, "import --online"):
        known = known_tables(settings.data_dir)
        snapshot, changes = publish_vintages(settings.data_dir, known, vintages(taken, today), aside, now)
    return ImportResult(snapshot, (*warnings, *_kept_aside(rejected), *changes), aside)


def fetch_item(alio: AlioHost, item: Item, roster: set[str]) -> Found:
    """All institutions of an item, page after page. Raises PortalAnswerInvalid for an answer out of shape."""
    figures: dict[str, tuple[float | None, ...]] = {}
    names: dict[str, str] = {}
    rejected = []
    for row in _rows(alio, item):
        code, name = str(row[schema.ALIO_SEARCH_CODE]), str(row[schema.ALIO_SEARCH_NAME])
        if code in names:
            raise PortalAnswerInvalid(
                f"{name}이(가) 두 번 왔습니다. 받는 사이에 목록이 바뀌었을 수 있으니 다시 해 주세요."
            )
        names[code] = name
        try:
            if code not in roster:
                raise ValueError("명단에 없는 기관코드")
            figures[code] = tuple(parse_figure(row[year]) for year in ALIO_SEARCH_YEARS)
        except ValueError as error:
            record = json.dumps(row, ensure_ascii=False)
            rejected.append(
                {"table": item.table, "key": f"{code} {name} {item.label}", "reason": str(error), "record": record}
            )
    return Found(figures, names, tuple(rejected))


def parse_figure(value: object) -> float | None:
    """A figure of the search: a number or its text, with or without commas. ValueError for anything else.

    None of the items known by number can be negative.
    """
    if value is None or (isinstance(value, str) and value.strip() in _MISSING):
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value.replace(",", ""))
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15:
        return float(value)
    raise ValueError(f"수가 아님: {str(value)[:40]!r}")


def current_year(item: Item, found: Found, known: pa.Table, this_year: int) -> int:
    """The year the newest figures are of: this one, or the last where ALIO has not gone on yet.

    The search names no years, so they are told by the settled values known before. Raises PortalAnswerInvalid
    where neither fits: then it is another item, another unit, or not all institutions came.
    """
    wanted = ("institution_code", "year", "basis", "employment", item.column.name)
    settled = {
        (row["institution_code"], row["year"]): row[item.column.name]
        for row in known.select([name for name in wanted if name in known.schema.names]).to_pylist()
        if row["basis"] == "settled" and row.get("employment") == item.employment and row[item.column.name]
    }
    agreeing = {year: _agreement(found, settled, year) for year in (this_year, this_year - 1)}
    best = max(agreeing, key=lambda year: agreeing[year])
    if agreeing[best] < FEWEST_AGREEING:
        raise PortalAnswerInvalid(
            f"조회한 값이 알려진 결산과 {agreeing[best]:.0%}만 맞아 들이지 않았습니다. 항목의 뜻이 바뀌었거나 덜 왔을 수 있으니 "
            "통합 문서를 들여 주세요."
        )
    return best


def vintages(taken: Mapping[Item, tuple[Found, int]], today: date) -> list[Vintage]:
    """The items as rows of their tables, one vintage a table, as of `today`. A value left out is not in its row."""
    found = []
    for name in dict.fromkeys(item.table for item in taken):
        of_table = {item: result for item, result in taken.items() if item.table == name}
        labels = ", ".join(item.label for item in of_table)
        columns = value_columns(TABLES[name])
        rows = [_reported(row, columns, TABLES[name]) for row in _joined(of_table).values()]
        told = tuple(row for row in rows if not row.keys().isdisjoint(columns))
        found.append(Vintage(TABLES[name], told, today, f"알리오 통계 조회({today}): {labels}"))
    return found


def _rows(alio: AlioHost, item: Item) -> Iterator[dict[str, Any]]:
    pages, number = 1, 1
    while number <= pages:
        params = {
            "pageNo": str(number),
            "countPerPage": str(PAGE_SIZE),
            "reportFormNo": item.form,
            "itemNo": item.number,
        }
        rows, pages = _page(alio.json(PATH, params), item)
        yield from rows
        number += 1


def _page(answer: Any, item: Item) -> tuple[list[dict[str, Any]], int]:
    """The rows of one page and how many pages there are."""
    try:
        rows, pages = answer["data"]["result"], int(answer["data"]["page"]["totalPage"])
        needed = {schema.ALIO_SEARCH_CODE, schema.ALIO_SEARCH_NAME, *ALIO_SEARCH_YEARS}
        is_whole = answer["status"] == "success" and rows and all(needed <= row.keys() for row in rows)
    except (KeyError, TypeError, ValueError, AttributeError):
        is_whole = False
    if not is_whole:
        raise PortalAnswerInvalid("알리오의 응답이 알던 모양이 아니거나 비어 있습니다. 통합 문서를 들여 주세요.")
    units = {str(row.get(schema.ALIO_SEARCH_UNIT) or "천원").replace(" ", "") for row in rows}
    if item.column.kind == "won_thousand" and units != {"천원"}:
        raise PortalAnswerInvalid(f"단위가 천원이 아니라 {', '.join(sorted(units))}입니다. 통합 문서를 들여 주세요.")
    return rows, pages


def _agreement(found: Found, settled: Mapping[tuple[str, int], float], newest: int) -> float:
    """The share of the known settled values the search repeats where its newest figures are of the year `newest`."""
    years = range(newest - len(ALIO_SEARCH_YEARS) + 1, newest)
    known = {key: value for key, value in settled.items() if key[1] in years}
    told = {
        (code, newest - back): value
        for code, values in found.figures.items()
        for back, value in enumerate(values)
        if value is not None
    }
    same = sum(key in told and math.isclose(told[key], value, rel_tol=1e-3) for key, value in known.items())
    return same / len(known) if known else 0.0


def _joined(taken: Mapping[Item, tuple[Found, int]]) -> dict[Key, dict[str, Any]]:
    """Rows with every item found of an institution and year; what one leaves out is None."""
    rows: dict[Key, dict[str, Any]] = {}
    for item, (found, newest) in taken.items():
        for code, values in found.figures.items():
            for back, value in enumerate(values):
                year = newest - back
                row = rows.setdefault((code, item.employment or "", year), {"institution_code": code, "year": year})
                row["institution"], row["employment"] = found.names[code], item.employment
                row["basis"] = "settled" if back else CURRENT_YEAR_BASIS[item.table]
                row[item.column.name] = round(value) if value and item.column.kind == "won_thousand" else value
    return rows


def _reported(row: dict[str, Any], columns: Iterable[str], table: Table) -> dict[str, Any]:
    """The row without what was not reported: 0 of pay means that here as in the workbooks."""
    told = without_unreported(dict.fromkeys(columns) | row, table)
    return {name: value for name, value in told.items() if value is not None or name == "employment"}


def _kept_aside(rejected: list[dict[str, str]]) -> list[str]:
    return [f"쓰지 못해 제외한 줄이 {len(rejected):,}개 있습니다: {rejected[0]['reason']} 따위."] if rejected else []
