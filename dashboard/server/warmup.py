"""What a server does before its first reader: load the data and draw every page once, for nobody."""

import logging
import runpy
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from threading import Timer, get_ident

from dashboard import ui
from dashboard.ask.reading import read
from dashboard.data import current_data
from data_loader.errors import LoaderError

ROOT = Path(__file__).parent.parent.parent
FIRST_PAGE = ROOT / "pages" / "overview.py"
QUIET_LOGGERS = (
    "streamlit",
    "streamlit.runtime.scriptrunner_utils.script_run_context",
    "streamlit.runtime.state.session_state_proxy",
)

GIVE_WAY_SECONDS = 0.01
REST_AFTER_SECONDS = 1.0


def warm_up() -> None:
    """Load the snapshot and import all that pages need, side by side, then draw the first page outside a session.

    That works out the figures of its unfiltered view. Running the navigation also keeps Streamlit from taking the
    folder `pages` for its older kind of multi-page app.
    """
    with without_session(), ThreadPoolExecutor(1) as beside:
        loading = beside.submit(_load)
        for module in iter_modules(ui.__path__, f"{ui.__name__}."):
            import_module(module.name)
        try:
            loading.result()
            runpy.run_path(str(ROOT / "streamlit_app.py"))
            # The navigation draws a page in a session only.
            runpy.run_path(str(FIRST_PAGE))
        except LoaderError as error:
            # The first page says it on screen, and a later visit tries again.
            sys.stderr.write(f"{error}\n")
            return
    # The other pages, and the first search, are ready a moment later: no reader of the first page waits for them,
    # nor does the server on its way to its first answer.
    later = Timer(REST_AFTER_SECONDS, _warm_up_the_rest)
    later.daemon = True
    later.start()


def _load() -> None:
    with without_session():
        current_data()


def _warm_up_the_rest() -> None:
    # Here, where it has been imported beside the loading.
    from dashboard.ui.trends import load_followings

    with without_session():
        data = current_data()
    data.postings.text.prepare()
    read("간호사를 뽑는 공고", data.today)
    with without_session():
        for page in sorted((ROOT / "pages").glob("*.py")):
            runpy.run_path(str(page))
    # A second or more of reading titles: readers come first.
    load_followings(data, lambda: time.sleep(GIVE_WAY_SECONDS))


@contextmanager
def without_session() -> Iterator[None]:
    """Outside a session every element would warn that it has none: the warnings of this thread are left out."""
    ours = get_ident()

    def is_worth_saying(record: logging.LogRecord) -> bool:
        return record.thread != ours or record.levelno > logging.WARNING

    loggers = [logging.getLogger(name) for name in QUIET_LOGGERS]
    for logger in loggers:
        logger.addFilter(is_worth_saying)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(is_worth_saying)
