"""What a reader takes away from a chart, a table or a list: files made on the click, and a citation.

Buttons cost every reader's rerun, so they stand only where a reader has asked for tables and files.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.charts.chart import Chart
from dashboard.data import Data, current_data
from dashboard.languages import LANGUAGES, _, speaking, spoken
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.takeaways.apart import apart
from dashboard.takeaways.citation import in_bibtex, in_english, in_korean
from dashboard.takeaways.view import Subject, View, permalink
from dashboard.ui import address
from dashboard.ui.address import AS_OF
from dashboard.ui.gathering import Card, chart_id, gathering
from dashboard.words import number, told
from data_loader.export import to_csv
from data_loader.settings import load_settings
from data_loader.snapshot import Origin

About = Literal["institution", "region", "ministry"]
ABOUT: tuple[About, ...] = ("institution", "region", "ministry")
OFFERS = "offers_in_words"
INSTITUTIONS = "institutions_in_words"
# What addresses said of a switch there was.
FORMS_OF_TABLES = ("tables", "table")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def about_offers(words: str) -> Iterator[None]:
    """What is taken away within is about facilities or programmes, chosen as the words say."""
    with _about(OFFERS, words):
        yield


@contextmanager
def about_institutions(words: str) -> Iterator[None]:
    """What is taken away within is what institutions disclose, which are chosen as the words say."""
    with _about(INSTITUTIONS, words):
        yield


@contextmanager
def _about(what: str, words: str) -> Iterator[None]:
    st.session_state[what] = words
    try:
        yield
    finally:
        del st.session_state[what]


def card_of(chart: Chart, origin: Origin) -> Card:
    """The chart on screen with what is chosen, and the address that shows it alone."""
    own_id = chart_id(chart.key)
    return Card(own_id, chart, _view(chart.title, origin, current_data(), f"chart/{own_id}"))


def offer_table(table: pd.DataFrame, title: str, unit: str, origin: Origin, key: str) -> None:
    """The table as CSV and evidence pack, and how to cite it."""
    if gathering():
        return
    view = _view(title, origin, current_data())
    with st.container(horizontal=True):
        download("CSV", lambda: table_csv(table, origin), view, "csv", "text/csv", f"csv_{key}")
        download(_("엑셀"), lambda: table_pack(table, unit, view), view, "xlsx", XLSX, f"xlsx_{key}")
        cite(view, key)


def offer_found(found: Found, title: str, data: Data) -> None:
    """The found postings as CSV and evidence pack: exactly those, in their order."""
    view = _view(title, data.origin("postings"), data)
    label = _("CSV({count}건)", count=number(found.count))
    download(label, lambda: _postings_csv(found, view), view, "csv", "text/csv", "csv_found")
    download(_("엑셀"), lambda: _postings_pack(found, view), view, "xlsx", XLSX, "xlsx_found")
    download(_("마감 달력"), lambda: _deadlines(found, view), view, "ics", "text/calendar", "ics_found")
    for about in ABOUT:
        codes = found.selection.codes(about)
        if len(codes) == 1:
            offer_brief(about, codes[0], data)
    cite(view, "found")


def offer_brief(about: About, code: str, data: Data) -> None:
    """One printable page about an institution, a region or a ministry."""
    title = _("{name} 한 쪽 요약", name=data.postings.label(about, code))
    query = Selection().with_codes(about, [code]).to_query(data.postings.options)
    st.link_button(title, address.link("brief", **query), icon=":material/description:")


def download(label: str, make: Callable[[], bytes], view: View, extension: str, mime: str, key: str) -> None:
    # Streamlit would keep the file of a button nobody sees.
    if gathering():
        return
    st.download_button(
        label, data=spoken_now(make), file_name=file_name(view.title, view.origin, extension), mime=mime,
        icon=":material/download:", key=key, on_click="ignore",
    )  # fmt: skip


def spoken_now(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """For files, which are made on the click and outside the page's run: in the language of the page."""
    language = spoken()

    def made() -> bytes:
        with speaking(language):
            return make()

    return made


def cite(view: View, key: str) -> None:
    """The citation in three forms, drawn when opened."""
    popover = st.popover(_("인용하기"), icon=":material/format_quote:", key=f"cite_{key}", on_change="rerun")
    if popover.open:
        with popover:
            for label, citation in (
                (LANGUAGES["ko"], in_korean(view)),
                (LANGUAGES["en"], in_english(view)),
                ("BibTeX", in_bibtex(view)),
            ):
                st.caption(label)
                st.code(citation, language=None, wrap_lines=True)


def file_name(title: str, origin: Origin, extension: str) -> str:
    """A name safe on every system, which says sample and as-of."""
    words = "".join(char if char.isalnum() else "_" for char in title)[:60]
    sample = _("예시_") if origin.is_sample else ""
    return f"{sample}{words}_{origin.as_of[:10]}.{extension}"


def table_csv(table: pd.DataFrame, origin: Origin) -> bytes:
    return to_csv(with_origin(pa.Table.from_pandas(table, preserve_index=False), origin))


def with_origin(table: pa.Table, origin: Origin) -> pa.Table:
    """The table with its source, as-of and kind in every row: rows get copied without their file."""
    texts = {_("출처"): _(origin.source), _("기준"): origin.as_of, _("자료 구분"): _kind_and_coverage(origin)}
    for name, text in texts.items():
        table = table.append_column(name, pa.repeat(text, table.num_rows))
    return table


def _kind_and_coverage(origin: Origin) -> str:
    return f"{kind_of(origin)}. {told(origin.coverage)}" if origin.coverage else kind_of(origin)


def kind_of(origin: Origin) -> str:
    """Invented, recorded once, or real and kept current, in words."""
    return _("예시 자료") if origin.is_sample else _("실제 기록") if origin.is_record else _("실제 자료")


def here() -> tuple[str, str]:
    """The address at which readers open the app, as stated or as this one has it open, and the page in it."""
    parts = urlsplit(st.context.url or "")
    page = parts.path.rsplit("/", 1)[-1]
    if stated := load_settings().public_url:
        return f"{stated}/", page
    return f"{parts.scheme}://{parts.netloc}{parts.path.removesuffix(page)}", page


def _view(title: str, origin: Origin, data: Data, path: str | None = None) -> View:
    """What is on screen now, with the address that shows it again: that of the page, or another `path`."""
    words, subject = _choice(origin, data)
    gathered = gathering()
    base, page = (gathered.base, gathered.page) if gathered else here()
    query = {name: ",".join(values) for name, values in address.parameters().items() if name not in FORMS_OF_TABLES}
    # What is cited can be told from what has changed since.
    if not origin.is_sample:
        query |= {AS_OF: origin.as_of[:10]}
    return View(
        title,
        words,
        permalink(base, page if path is None else path, query),
        origin,
        data.today,
        subject,
    )


def _choice(origin: Origin, data: Data) -> tuple[str, Subject]:
    """What was chosen, in words, and what the caveats are to be about."""
    if OFFERS in st.session_state:
        return st.session_state[OFFERS], "offers"
    if INSTITUTIONS in st.session_state:
        return st.session_state[INSTITUTIONS], "disclosures"
    # Results follow the filters of their postings, and come from another service.
    of_postings = [data.origin(name) for name in ("postings", "competitions") if name in data.snapshot.tables]
    selection = st.session_state.get("selection")
    if origin not in of_postings:
        return _("전체"), "disclosures"
    return selection.in_words(data.postings.options) if selection else _("전체"), "postings"


# What makes the files is imported on the click, in the process apart but for the small ones: no start waits for it.
FEW_ROWS = 1_000


def table_pack(table: pd.DataFrame, unit: str, view: View) -> bytes:
    from dashboard.takeaways.workbook import table_book

    return table_book(table, unit, view) if len(table) <= FEW_ROWS else apart.made(table_book, table, unit, view)


def _postings_pack(found: Found, view: View) -> bytes:
    from dashboard.takeaways.workbook import postings_book

    return _near_or_apart(postings_book, found, view)


def _postings_csv(found: Found, view: View) -> bytes:
    from dashboard.takeaways.records import csv

    return _near_or_apart(csv, found, view)


def _deadlines(found: Found, view: View) -> bytes:
    from dashboard.takeaways.calendar import calendar

    return _near_or_apart(calendar, found, view)


def _near_or_apart(make: Callable[[Found, View], bytes], found: Found, view: View) -> bytes:
    is_small = found.count <= FEW_ROWS or not found.index.can_leave
    return make(found, view) if is_small else apart.made(make, found, view)
