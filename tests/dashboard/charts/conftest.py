"""What every chart owes its reader, and postings that tempt a chart to say something untrue."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa
import pytest

from dashboard.charts.chart import Chart
from dashboard.languages import speaking
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.takeaways.image import svg
from dashboard.takeaways.view import View
from data_loader.snapshot import Origin
from tests.dashboard.conftest import NAMES, TODAY, Row, choose, index_of

EVIL = '<b onclick="x">가</b> & <a href="http://evil.example">%{x}</a> $1$'
# Whatever goes into a file gets these columns, so no table may have them already.
ORIGIN_COLUMNS = {"출처", "기준", "자료 구분"}
DRAWN: set[str] = set()
HANGUL = re.compile("[가-힣]")

_EACH_MONTH: list[Row] = [
    {"start_date": date(year, month, 5), "end_date": date(year, month, 20), "headcount": 10}
    for year in range(2019, 2026)
    for month in range(1, 13)
    if (year, month) <= (2025, 10)
]
_MANY: list[Row] = [
    {
        "institution_code": f"C{number % 4 + 1:04}",
        "start_date": date(2019 + number % 7, number % 10 + 1, 1 + number % 28),
        "end_date": date(2026, 1, 1),
        "headcount": number % 50,
        "hire_types": [["R1010"], ["R1040"], ["R1010", "R1040"]][number % 3],
        "work_regions": [["R3010"], ["R3014", "R3017"], ["R3015"], ["R3023"], ["R3030"]][number % 5],
        "ncs_fields": [["R600002"], ["R600006", "R600020"]][number % 2],
    }
    for number in range(900)
]
_STRANGE = {
    "institution_code": "C9999",
    "work_regions": ["R3099"],
    "work_regions_names": [EVIL],
    "hire_types": ["R1099"],
    "hire_types_names": [EVIL],
}
FRAMES: dict[str, tuple[list[Row], Selection]] = {
    "nothing": ([], Selection()),
    "nothing found": (_MANY, Selection(text="없는말없는말")),
    "many": (_MANY, Selection()),
    "one posting": ([{"start_date": date(2025, 9, 1), "headcount": 3}], Selection()),
    "this month only": ([{"start_date": date(2025, 11, 1), "headcount": 3}], Selection()),
    "next month only": ([{"start_date": date(2025, 12, 1), "headcount": 3}], Selection()),
    "old starts only": ([{"start_date": date(2015, 1, 1), "headcount": 3}], Selection()),
    "no headcount": ([{"headcount": None, "start_date": date(2025, 8, 1)}, {"headcount": 0}], Selection()),
    "all equal": (_EACH_MONTH, Selection()),
    "only abroad": ([{"work_regions": ["R3030"], "start_date": date(2025, 9, 1)}], Selection()),
    "nothing stated": ([{"work_regions": [], "hire_types": [], "ncs_fields": []}], Selection()),
    "only several": ([{"work_regions": ["R3010", "R3014"], "hire_types": ["R1010", "R1040"]}], Selection()),
    "zero before": (
        [{"start_date": date(2023, 3, 1), "headcount": 0}, {"start_date": date(2024, 3, 1), "headcount": 50}],
        Selection(),
    ),
    "some years": (_MANY, Selection(start_from=date(2021, 3, 1), start_to=date(2023, 6, 10))),
    "before there were any": (_MANY, Selection(start_to=date(2001, 1, 1))),
    "only open": (_MANY, choose(status="open")),
    "one region": (_MANY, choose(region="R3014")),
    "strange names": ([_STRANGE], Selection()),
}


@lru_cache
def found_in(frame: str, today: date = TODAY) -> Found:
    rows, selection = FRAMES[frame]
    return index_of(*rows, today=today).find(selection)


@pytest.fixture(params=FRAMES)
def found(request: pytest.FixtureRequest) -> Found:
    """Each of the frames in turn."""
    return found_in(request.param)


def assert_sound(chart: Chart) -> None:
    """The figure is one Plotly takes, the words are whole, the table can be shown and written."""
    go.Figure(chart.figure)
    json.dumps(chart.figure, allow_nan=False)
    for text in (chart.title, chart.sentence, chart.unit):
        assert text == " ".join(text.split()), text
        assert text, chart.key
    assert chart.sentence.endswith("."), chart.sentence
    assert chart.unit.endswith("."), chart.unit
    for word in ("nan", "inf", "None", "–", "-0.0"):
        assert word not in chart.sentence, chart.sentence
    assert chart.title in chart.alternative
    assert chart.sentence in chart.alternative
    assert_drawn_once(chart)
    table = chart.table()
    assert table.columns.is_unique
    assert not ORIGIN_COLUMNS & set(table.columns)
    pa.Table.from_pandas(table, preserve_index=False)


def assert_english(make: Callable[[], Chart], *names: str) -> None:
    """In English nothing a reader sees of a chart is Korean but names of institutions, `names` and what is unknown."""
    with speaking("en"):
        chart = make()
        table = chart.table()
        shown = [chart.title, chart.sentence, chart.unit, chart.alternative, *strings(chart.figure)]
    for text in (chart.title, chart.sentence, chart.unit):
        assert text == " ".join(text.split()), text
        assert text[0] == text[0].upper(), text
    assert chart.sentence.endswith("."), chart.sentence
    assert chart.unit.endswith("."), chart.unit
    assert table.columns.is_unique
    shown += [str(value) for value in (*table.columns, *table.select_dtypes(exclude="number").to_numpy().ravel())]
    stays = re.compile("|".join(map(re.escape, sorted([*names, *NAMES.values(), "가"], key=len, reverse=True))))
    korean = [text for text in shown if HANGUL.search(stays.sub("", text))]
    assert not korean, korean


def assert_drawn_once(chart: Chart) -> None:
    """The figure is one an image can be made of; the first of each kind is enough, and takes a tenth of a second."""
    if chart.key not in DRAWN:
        DRAWN.add(chart.key)
        view = View(chart.title, "전체", "http://localhost", Origin("출처", "2025-11-03"), TODAY)
        assert chart.title in svg(chart, view).decode()


def traces(chart: Chart, kind: str = "", mode: str = "") -> list[dict[str, Any]]:
    return [
        trace
        for trace in chart.figure["data"]
        if (not kind or trace["type"] == kind) and (not mode or mode in trace.get("mode", ""))
    ]


def strings(value: object) -> Iterator[str]:
    """Every text anywhere in a figure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


Make = Callable[[Found], Chart]
