"""What an English view gives away is English: nothing but names and titles of institutions stays Korean."""

import contextvars
import csv
import io
import json
import re
from collections.abc import Iterator

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.charts import flow
from dashboard.charts.chart import Chart
from dashboard.languages import speaking, spoken
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.takeaways import records, rows, workbook
from dashboard.takeaways.brief import TABLES, brief
from dashboard.takeaways.brief_page import brief_page
from dashboard.takeaways.calendar import calendar, event_calendar
from dashboard.takeaways.citation import in_bibtex, in_english, in_korean
from dashboard.takeaways.datapackage import datapackage
from dashboard.takeaways.drawing.frame import draw_page
from dashboard.takeaways.feed import atom_feed
from dashboard.takeaways.image import svg
from dashboard.takeaways.listed import listed
from dashboard.takeaways.view import Subject, View, permalink
from data_loader.errors import ExportError
from data_loader.portal.client import RECRUITMENT
from data_loader.reference import load_reference
from data_loader.sample.making import SOURCE
from data_loader.snapshot import Origin
from tests.dashboard.charts.conftest import found_in
from tests.dashboard.conftest import choose, index_of
from tests.dashboard.takeaways.conftest import found_of, view_of
from tests.dashboard.takeaways.test_image import CHARTS

HANGUL = re.compile("[가-힣]")
REAL = Origin(RECRUITMENT.source, "2025-11-03T09:30:00+09:00")
SAMPLE = Origin(SOURCE, "2025-11-03T09:30:00+09:00", is_sample=True)
KOREAN_CITATION = "Citation (Korean)"
NAMES = {
    *load_reference()["institutions"].data.column("institution").to_pylist(),
    "한국가공사", "한국나공단", "다병원", "라연구원", "마진흥원(예전 기관)",
}  # fmt: skip
INSTITUTIONS = re.compile("|".join(sorted(map(re.escape, NAMES), key=len, reverse=True)))


@pytest.fixture
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def english_view(origin: Origin = REAL, subject: Subject = "postings") -> View:
    with speaking("en"):
        url = permalink("https://jobs.example.kr/", "postings", {"region": "busan"})
        return view_of(origin, title="Job postings", filters="Workplace Busan", url=url, subject=subject)


def english_found(selection: Selection | None = None) -> Found:
    """Postings with everything in words, of an institution and with titles in English."""
    row = {
        "institution": "Alpha Corporation",
        "institution_code": "C0001",
        "title": "Engineer",
        "hire_types": ["R1010"],
    }
    return found_of(row, {**row, "headcount": None, "is_replacement": None}, selection=selection)


def korean_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if HANGUL.search(line)]


def book_of(write: object, *args: object) -> openpyxl.Workbook:
    file = io.BytesIO()
    write(*args, file)  # type: ignore[operator]
    return openpyxl.load_workbook(file)


def korean_cells(book: openpyxl.Workbook) -> list[tuple[str, object]]:
    cells = [(page.title, [cell.value for cell in row]) for page in book for row in page.iter_rows()]
    return [
        (sheet, value)
        for sheet, values in cells
        for value in values
        if HANGUL.search(str(value)) and values[0] != KOREAN_CITATION
    ]


# A view


@pytest.mark.usefixtures("english")
def test_the_permalink_of_an_english_view_opens_it_in_english() -> None:
    assert permalink("http://h", "p", {"q": "a"}) == "http://h/p?q=a&lang=en"
    assert permalink("http://h", "p", {"lang": "en"}) == permalink("http://h", "p", {}) == "http://h/p?lang=en"


@pytest.mark.parametrize("subject", ["postings", "disclosures", "offers"])
@pytest.mark.parametrize("origin", [REAL, SAMPLE], ids=["real", "sample"])
def test_a_view_keeps_the_language_it_was_made_in(origin: Origin, subject: Subject) -> None:
    view = english_view(origin, subject)
    assert (view.language, spoken()) == ("en", "ko")
    assert not korean_in("\n".join((view.kind, view.source_line, *view.caveats)))
    assert view_of(origin).language == "ko"


# Files


@pytest.mark.parametrize("origin", [REAL, SAMPLE], ids=["real", "sample"])
def test_the_pack_of_postings_is_english(origin: Origin) -> None:
    selection = choose(hire="R1010,R1040").with_ranges(headcount_min=0, text="e")
    book = book_of(workbook.write_postings, english_found(), english_view(origin))
    assert book.sheetnames == ["Data", "Codebook", "Filters applied", "Source and citation", "Caveats"]
    assert korean_cells(book) == []
    assert {"Regular", "Seoul", "Ministry of Climate, Energy and Environment"} <= {
        cell.value for cell in book["Data"][2]
    }
    with speaking("en"):
        assert not korean_in(str(workbook.filter_rows(selection, english_found().index.options)))


def test_dates_and_numbers_look_alike_in_both_languages() -> None:
    looks = [
        [cell.number_format for cell in book_of(workbook.write_postings, english_found(), view).worksheets[0][2]]
        for view in (view_of(), english_view())
    ]
    assert looks[0] == looks[1]


def test_the_pack_of_a_chart_is_english() -> None:
    with speaking("en"):
        chart = flow.monthly(found_in("many"))
        table = chart.table()
    book = book_of(workbook.write_table, table, chart.unit, english_view())
    assert korean_cells(book) == []


def test_years_are_no_amounts_in_english_either() -> None:
    table = pd.DataFrame({"Start year": [2024], "Openings": [1234]})
    cells = book_of(workbook.write_table, table, "Unit: openings.", english_view())["Data"][2]
    assert [cell.number_format for cell in cells] == ["General", "#,##0"]


def test_too_many_rows_are_refused_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)
    with pytest.raises(ExportError, match="holds up to 1 rows; you have chosen 2"):
        book_of(workbook.write_postings, english_found(), english_view())


def test_the_csv_has_english_headings_and_names() -> None:
    text = b"".join(records.csv_parts(english_found(), english_view())).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert lines[0]["hire_types_name"] == "Regular"
    assert (lines[0]["Source"], lines[0]["Kind of data"]) == (english_view().source, "Real data")
    # The ministry is a column of data, as the roster has it.
    assert {name for name, value in lines[0].items() if HANGUL.search(name + value)} == {"supervising_ministry"}


def test_the_data_package_describes_the_english_csv() -> None:
    package = datapackage(english_view()).decode()
    assert not korean_in(package)
    described = [field["name"] for field in json.loads(package)["resources"][0]["schema"]["fields"]]
    text = b"".join(records.csv_parts(english_found(), english_view())).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == described


def test_parts_made_later_and_elsewhere_speak_the_language_of_the_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS_AT_ONCE", 1)
    for make in (records.csv_parts, records.json_parts):
        parts = make(english_found(), english_view())
        # Each part in a context of its own, as a server asks for them.
        made = [part for _turn in range(50) if (part := contextvars.Context().run(next, parts, None))]
        text = b"".join(made).decode()
        assert len(made) > 2
        assert text.count("Seoul") == 2 and "서울" not in text


def test_parquet_has_english_names() -> None:
    table = pq.read_table(io.BytesIO(records.parquet(english_found(), english_view())))
    assert table.column("work_regions_name").to_pylist() == ["Seoul"] * 2
    assert not HANGUL.search(str(table.schema.metadata))


@pytest.mark.parametrize("origin", [REAL, SAMPLE], ids=["real", "sample"])
def test_calendar_and_feed_are_english(origin: Origin) -> None:
    found, view = english_found(), english_view(origin)
    events = calendar(found, view, most=1).decode()
    assert "PRODID:-//Korea Public Jobs//deadlines//EN" in events
    assert not korean_in(events)
    assert not korean_in(event_calendar(listed(found.index, found.rows)[0], view).decode().split("DESCRIPTION")[0])
    feed = atom_feed(found, view, "https://jobs.example.kr/data/feed.xml?lang=en").decode()
    assert 'xml:lang="en"' in feed and "lang=en" in feed
    assert not korean_in(feed)


def test_an_english_view_is_cited_in_english() -> None:
    view = english_view(SAMPLE)
    assert "language = {english}" in in_bibtex(view) and "author = {{Korea Public Jobs}}" in in_bibtex(view)
    assert not korean_in(in_bibtex(view) + in_english(view))
    assert in_korean(view).startswith("공공채용 한눈에(2025). 「Job postings」")


def test_a_korean_view_cites_the_source_by_its_english_name_in_english() -> None:
    assert "Ministry of Finance and Economy" in in_english(view_of(REAL))


# Images and briefs


@pytest.mark.parametrize("name", CHARTS)
def test_every_image_is_lettered_in_english_but_for_names(name: str) -> None:
    with speaking("en"):
        chart = CHARTS[name]()
    with speaking("en"):
        page = draw_page(chart, english_view(SAMPLE))
    letters = [text.get_text() for axes in page.axes for text in axes.findobj(lambda part: hasattr(part, "get_text"))]
    letters += [text.get_text() for text in page.texts]
    assert [text for text in letters if HANGUL.search(INSTITUTIONS.sub("", text))] == []


def test_what_an_image_says_to_machines_is_english() -> None:
    with speaking("en"):
        chart = Chart("key", "Title", "Finding.", "Unit: openings.", CHARTS["flow.monthly"]().figure, pd.DataFrame)
    assert not korean_in(svg(chart, english_view()).decode())


@pytest.mark.parametrize(("about", "code"), [("institution", "C0001"), ("region", "R3010"), ("ministry", "교육부")])
def test_the_brief_is_english_but_for_names(about: str, code: str) -> None:
    row = {"institution": "Alpha Corporation", "institution_code": "C0003", "headcount": 40}
    index = index_of(row, {**row, "work_regions": ["R3014"]}, {"institution_code": "C0001"})
    tables = {name: load_reference()[name].data.to_pandas() for name in TABLES}
    with speaking("en"):
        made = brief(index.find(Selection().with_codes(about, [code])), tables)
    page = brief_page(made, english_view(SAMPLE), load_reference()["pay"].origin).decode()
    words = INSTITUTIONS.sub("", re.sub(r"base64,[^\"]*|<style>.*?</style>", "", page, flags=re.DOTALL))
    assert 'lang="en"' in page
    assert not korean_in(words)
    assert "in the table." not in re.sub('alt="[^"]*"', "", words)
