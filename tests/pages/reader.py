"""A reader of the app: opens an address, reads what is on the page."""

import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import orjson
import pandas as pd
from streamlit.testing.v1 import AppTest

from dashboard.data import Data, load_data
from dashboard.languages import KOREAN, speaking
from dashboard.selection.index import Found
from dashboard.selection.selection import parse_query
from dashboard.ui.gathering import FIRST_PAGE, Card, gather
from data_loader.settings import Settings
from tests.pages.conftest import NOW

OPENED = "opened_by_test"


def open_page(app: AppTest, page: str, /, **params: str) -> AppTest:
    """The page at an address, as a link opens it, without a fault."""
    app.switch_page(f"pages/{page}.py")
    # The harness runs the page alone: nobody says which it is.
    app.session_state[OPENED] = page
    for name, value in params.items():
        app.query_params[name] = value
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, [error.value for error in app.exception]
    assert not app.error, [error.value for error in app.error]
    return app


def address(app: AppTest) -> dict[str, str]:
    return {name: values[0] if isinstance(values, list) else values for name, values in app.query_params.items()}


def plain(markdown: str) -> str:
    """Markdown as it is read: without marks and escapes."""
    unmarked = re.sub(r"(?<!\\)\*\*|(?m:^)#+ ", "", markdown).replace(":small[:gray[", "")
    return re.sub(r"\\(.)", r"\1", unmarked)


def said(app: AppTest) -> str:
    """Every sentence of the page."""
    elements = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.warning, *app.info)
    return "\n".join([*(plain(element.value) for element in elements), *_counting(app)])


def _counting(app: AppTest) -> list[str]:
    """What is folded under figures."""
    drawn = [orjson.loads(element.proto.bytes) for element in app.get("bidi_component") if element.proto.bytes]
    return [figure["actions"]["counting"] for figure in drawn if "actions" in figure]


def selection_line(app: AppTest) -> str:
    """What is chosen, and how many are found."""
    (text,) = [plain(element.value) for element in app.markdown if re.search(r" · (받은 )?공고 \*\*", element.value)]
    return text.splitlines()[0]


def expected_line(found: Found) -> str:
    words = found.selection.in_words(found.index.options)
    return f"{words} · 공고 {found.count:,}건 · 모집인원 {found.headcount:,}명"


@lru_cache
def data_in(folder: Path) -> Data:
    return load_data(Settings(folder, "http://127.0.0.1"), NOW)


def find(folder: Path, **params: str) -> Found:
    """What an address finds in the data of a folder, without the app."""
    index = data_in(folder).postings
    selection, unknown = parse_query({name: (value,) for name, value in params.items()}, index.options)
    assert not unknown
    return index.find(selection)


def charts(app: AppTest) -> set[str]:
    keys = (str(element.key) for element in app.get("bidi_component"))
    return {key.removeprefix("chart_") for key in keys if key.startswith("chart_")}


def listed(app: AppTest) -> pd.DataFrame:
    """The list of postings as it is read, a column each; `찾은 곳` where the words stand."""
    (element,) = (each for each in app.get("bidi_component") if each.key == "list")
    parser = _ListParser()
    parser.feed(orjson.loads(element.proto.json)["html"])
    rows = [dict(zip(parser.heads, cells, strict=True)) | {"찾은 곳": place} for cells, place in parser.rows]
    return pd.DataFrame(rows)


class _ListParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.heads: list[str] = []
        self.rows: list[tuple[list[str], str]] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "th":
            self.heads.append("")
        elif tag == "tbody":
            self.rows = []
        elif tag == "tr":
            self.rows.append(([], ""))
        elif tag == "td":
            self.rows[-1][0].append("")
        self._in = tag

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "th":
            self.heads[-1] += data
        elif self._in == "p":
            self.rows[-1] = (self.rows[-1][0], data)
        elif self._in in ("td", "a"):
            self.rows[-1][0][-1] += data


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    """The first table on the page that has these columns."""
    return next(frame for frame in tables(app) if set(columns) <= set(frame.columns))


def tables(app: AppTest) -> list[pd.DataFrame]:
    """What is on the page as a table, and what its charts give as one."""
    with speaking(address(app).get("lang", KOREAN)):
        return [*(element.value for element in app.dataframe), *(card.chart.table() for card in cards(app))]


def cards(app: AppTest) -> list[Card]:
    """The charts of the page with what they take along."""
    return gather(page_of(app), {name: [value] for name, value in address(app).items()}, "").cards


def page_of(app: AppTest) -> str:
    return str(app.session_state[OPENED]) if OPENED in app.session_state else FIRST_PAGE
