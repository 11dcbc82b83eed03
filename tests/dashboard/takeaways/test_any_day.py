"""Any day from the year 1 to 9999 in a posting: every file is made, no other entry suffers, no cell shows another day."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import icalendar
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.charts.calendar import deadlines
from dashboard.charts.flow import monthly
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.takeaways.brief import TABLES, brief
from dashboard.takeaways.brief_page import brief_page
from dashboard.takeaways.calendar import calendar
from dashboard.takeaways.feed import ATOM, atom_feed
from dashboard.takeaways.image import svg
from dashboard.takeaways.records import csv_parts, json_parts, parquet
from dashboard.takeaways.workbook import write_postings
from data_loader.reference import load_reference
from tests.dashboard.conftest import TODAY
from tests.dashboard.takeaways.conftest import REAL, found_of, view_of

FEED_URL = "https://jobs.example.kr/data/feed.xml"
DAYS = st.dates() | st.sampled_from(
    [date.min, date(1, 12, 31), date(999, 12, 31), date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1), date(1970, 1, 1),
     date(2038, 1, 20), date(2262, 4, 12), date(9999, 1, 1), date(9999, 12, 31)]
)  # fmt: skip
EXAMPLES = [
    (date(2025, 11, 1), date.max), (date.min, date.max), (date.max, date.max), (date.min, date.min), (date.max, date.min),
    (date(1900, 2, 28), date(1900, 3, 1)),
]  # fmt: skip


def both(start: date, end: date) -> Found:
    """A posting with these days and an ordinary one."""
    return found_of({"title": "상시채용 인력풀", "start_date": start, "end_date": end}, {"title": "직원 채용"})


def days_of(rows: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(row["title"], row["start_date"], row["end_date"]) for row in rows}


def wanted(start: date, end: date) -> set[tuple[str, str, str]]:
    return {
        ("상시채용 인력풀", start.isoformat(), end.isoformat()),
        ("직원 채용", "2025-10-27", "2025-11-10"),
    }


@settings(max_examples=15)
@given(start=DAYS, end=DAYS)
@example(*EXAMPLES[0])
@example(*EXAMPLES[1])
@example(*EXAMPLES[2])
def test_csv_json_and_parquet_say_the_day_that_was_given(start: date, end: date) -> None:
    found = both(start, end)
    text = b"".join(csv_parts(found, view_of())).decode("utf-8-sig")
    assert days_of(list(csv.DictReader(io.StringIO(text)))) == wanted(start, end)
    assert days_of(json.loads(b"".join(json_parts(found, view_of())))["records"]) == wanted(start, end)
    rows = pq.read_table(io.BytesIO(parquet(found, view_of()))).to_pylist()
    assert days_of([{name: str(value) for name, value in row.items()} for row in rows]) == wanted(start, end)


@settings(max_examples=15)
@given(start=DAYS, end=DAYS)
@example(*EXAMPLES[0])
@example(*EXAMPLES[3])
@example(*EXAMPLES[5])
def test_no_cell_of_a_workbook_shows_another_day(start: date, end: date) -> None:
    file = io.BytesIO()
    write_postings(both(start, end), view_of(), file)
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    row = next(row for row in re.findall(r"<row r=.*?</row>", sheet, re.DOTALL) if "상시채용 인력풀" in row)
    for day in (start, end):
        serial = (day - date(1899, 12, 30)).days
        # Excel's own calendar is right from 1 March 1900 to the end of 9999; other days stand there as texts.
        cell = f"<v>{serial}</v>" if day >= date(1900, 3, 1) else f">{day.isoformat()}</t>"
        assert cell in row


@settings(max_examples=15)
@given(start=DAYS, end=DAYS)
@example(*EXAMPLES[0])
@example(*EXAMPLES[1])
@example(*EXAMPLES[2])
def test_the_calendar_holds_every_deadline_to_come_on_its_day(start: date, end: date) -> None:
    events = icalendar.Calendar.from_ical(calendar(both(start, end), view_of())).walk("VEVENT")
    ends = {str(event["summary"]).rsplit(" ", 2)[-2]: event["dtstart"].dt for event in events}
    assert [event["dtstart"].dt for event in events if "직원 채용" in str(event["summary"])] == [date(2025, 11, 10)]
    assert (end in ends.values()) == (end >= TODAY)
    for event in events:
        # Without an end an all-day event takes its day (RFC 5545, 3.6.1).
        assert "dtend" not in event or (event["dtend"].dt - event["dtstart"].dt).days == 1


@settings(max_examples=15)
@given(start=DAYS, end=DAYS)
@example(*EXAMPLES[1])
@example(*EXAMPLES[2])
@example(*EXAMPLES[3])
def test_the_feed_holds_every_posting_with_times_that_readers_understand(start: date, end: date) -> None:
    root = ElementTree.fromstring(atom_feed(both(start, end), view_of(), FEED_URL))
    entries = root.findall(f"{{{ATOM}}}entry")
    assert len(entries) == 2
    for entry in entries:
        for name in ("published", "updated"):
            moment = datetime.strptime(str(entry.findtext(f"{{{ATOM}}}{name}")), "%Y-%m-%dT%H:%M:%S%z")
            assert datetime(1, 1, 1, tzinfo=UTC) <= moment
    (summary,) = (
        str(entry.findtext(f"{{{ATOM}}}summary"))
        for entry in entries
        if "인력풀" in str(entry.findtext(f"{{{ATOM}}}title"))
    )
    assert f"{start} ~ {end}" in summary


@pytest.mark.parametrize(("start", "end"), EXAMPLES)
def test_the_brief_and_the_pictures_are_made(start: date, end: date) -> None:
    found = both(start, end)
    tables: dict[str, pd.DataFrame] = {name: load_reference()[name].data.to_pandas() for name in TABLES}
    page = brief_page(brief(found.index.find(Selection().with_codes("region", ["R3010"])), tables), view_of(), REAL)
    assert page.startswith(b"<!doctype html>") or b"<html" in page[:200]
    for chart in (monthly(found), deadlines(found)):
        assert b"<svg" in svg(chart, view_of())
