"""A reader of the app: opens an address, reads what is on the page."""

import re
from functools import lru_cache
from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

from dashboard.data import Data, load_data
from dashboard.selection.index import Found
from dashboard.selection.selection import parse_query
from data_loader.settings import Settings
from tests.pages.conftest import NOW


def open_page(app: AppTest, page: str, /, **params: str) -> AppTest:
    """The page at an address, as a link opens it, without a fault."""
    app.switch_page(f"pages/{page}.py")
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
    return "\n".join(plain(element.value) for element in elements)


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


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    """The first table on the page that has these columns."""
    frames: list[pd.DataFrame] = [element.value for element in app.dataframe]
    return next(frame for frame in frames if set(columns) <= set(frame.columns))
