"""What a server does before its first reader: load the data and draw every page once, for nobody."""

import logging
import runpy
from pathlib import Path

from dashboard.data import current_data

ROOT = Path(__file__).parent.parent


def warm_up() -> None:
    """Load the snapshot, then run the app and its pages outside a session.

    That imports all they need and works out the figures of the unfiltered view. Running the navigation also
    keeps Streamlit from taking the folder `pages` for its older kind of multi-page app.
    """
    current_data()
    # Outside a session every element would warn that it has none.
    logging.disable(logging.WARNING)
    try:
        runpy.run_path(str(ROOT / "streamlit_app.py"))
        for page in sorted((ROOT / "pages").glob("*.py")):
            runpy.run_path(str(page))
    finally:
        logging.disable(logging.NOTSET)
