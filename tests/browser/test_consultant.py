"""A consultant filters to a set and takes it away: as CSV, as an evidence pack, as a calendar and by its address."""

import csv
import io
import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.reading import choose, found_count, permalink_in, summary, take

Visit = Callable[..., Page]


def by_address(page: Page, form: str) -> bytes:
    """What the server answers for the same parameters."""
    with urllib.request.urlopen(page.url.replace("/postings?", f"/data/{form}?")) as answer:
        body: bytes = answer.read()
    return body


def csv_rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))


def sheet_texts(sheet: Any) -> str:
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def test_from_a_filter_to_files_that_agree_with_the_screen(visit: Visit, tmp_path: Path) -> None:
    page = visit("/postings")
    choose(page, "고용형태", "정규직")
    expect(page).to_have_url(re.compile(r"\?hire=regular$"))
    choose(page, "근무지", "부산")
    expect(page).to_have_url(re.compile(r"\?hire=regular&region=busan$|\?region=busan&hire=regular$"))
    expect(page.get_by_role("button", name=re.compile(r"^CSV"))).to_be_visible()
    expect(
        page.get_by_test_id("stMarkdown").filter(has_text="고용형태 정규직").filter(has_text="부산").first
    ).to_be_visible()
    count = found_count(page)
    assert count > 0

    table = csv_rows(take(page, page.get_by_role("button", name=f"CSV({count:,}건)"), tmp_path))
    numbers = [row["posting_id"] for row in table]
    assert len(set(numbers)) == len(numbers) == count
    assert all("R1010" in row["hire_types"] and "R3014" in row["work_regions"] for row in table)
    assert {row["자료 구분"] for row in table} == {"예시 자료"}

    book = openpyxl.load_workbook(take(page, "엑셀", tmp_path))
    assert book.sheetnames == ["데이터", "코드북", "적용한 필터", "출처와 인용", "주의사항"]
    values = list(book["데이터"].values)
    place = next(row for row in range(len(values)) if "공고번호" in values[row])
    column = values[place].index("공고번호")
    assert [str(row[column]) for row in values[place + 1 :]] == numbers
    filters = sheet_texts(book["적용한 필터"])
    assert "정규직" in filters and "부산" in filters
    link = permalink_in(sheet_texts(book["출처와 인용"]))
    assert summary(visit(link, fresh=True)) == summary(page)

    answer = json.loads(by_address(page, "postings.json"))
    assert answer["total"] == count and answer["is_sample"] is True
    assert [str(row["posting_id"]) for row in answer["records"]] == numbers


def test_from_what_is_open_to_deadlines_in_a_calendar(visit: Visit, tmp_path: Path) -> None:
    page = visit("/postings?status=open")
    events = icalendar.Calendar.from_ical(take(page, "마감 달력", tmp_path).read_bytes()).walk("VEVENT")
    records = {row["posting_id"]: row for row in json.loads(by_address(page, "postings.json"))["records"]}
    assert len(events) == len(records) == found_count(page)
    deadlines = {int(re.findall(r"\d+", str(event["uid"]))[0]): str(event["dtstart"].dt) for event in events}
    assert deadlines == {number: row["end_date"] for number, row in records.items()}
    subscribed = icalendar.Calendar.from_ical(by_address(page, "calendar.ics")).walk("VEVENT")
    assert {str(event["uid"]) for event in subscribed} == {str(event["uid"]) for event in events}
