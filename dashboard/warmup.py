"""What a server does before its first reader: load the data and draw every page once, for nobody."""

import logging
import runpy
import sys
from pathlib import Path
from threading import Thread

from streamlit.runtime import runtime

from dashboard.data import current_data
from data_loader.errors import LoaderError

ROOT = Path(__file__).parent.parent


# Streamlit hands what a rerun has drawn to the browser every 5 ms. Ours takes about 8 ms, so that its last
# part would wait a third as long again.
SEND_EVERY_SECONDS = 0.002


def send_sooner() -> None:
    """Shorten the wait between two sendings. Streamlit has no setting for it; a test notices if the name goes."""
    runtime.MESSAGE_FLUSH_INTERVAL_SECS = SEND_EVERY_SECONDS  # type: ignore[attr-defined]


def warm_up() -> None:
    """Load the snapshot, then run the app and its pages outside a session.

    That imports all they need and works out the figures of the unfiltered view. Running the navigation also
    keeps Streamlit from taking the folder `pages` for its older kind of multi-page app.
    """
    # Outside a session every element would warn that it has none.
    logging.disable(logging.WARNING)
    try:
        current_data()
        runpy.run_path(str(ROOT / "streamlit_app.py"))
        for page in sorted((ROOT / "pages").glob("*.py")):
            runpy.run_path(str(page))
        # The first search would wait half a second for it; nobody waits for this.
        Thread(target=current_data().postings.text.prepare, daemon=True).start()
    except LoaderError as error:
        # The first page says it on screen, and a later visit tries again.
        sys.stderr.write(f"{error}\n")
    finally:
        logging.disable(logging.NOTSET)
