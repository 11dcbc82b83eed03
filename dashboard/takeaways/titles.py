"""What a page is called in a browser's tab and in previews of links: as in the navigation."""

import re
from functools import cache

from dashboard.languages import SEVERAL, _, _n
from dashboard.takeaways.view import PROJECT
from data_loader.settings import ROOT

# The navigation is a script: a request for a document cannot run it, so its lines are read.
_PAGE = re.compile(r'st\.Page\("pages/(\w+)\.py", title=(_n?)\("([^"]+)"(?:, SEVERAL)?\)[^\n]*?(default=True)?\)')


def title_of(path: str, view: str = "") -> str:
    """The title of the page at a path and of its view, in the language spoken; the project's where there is none."""
    own = name_of(path)
    own = _("{page}: {view}", page=own, view=view) if own and view else own
    return f"{own} – {_(PROJECT)}" if own else _(PROJECT)


def name_of(path: str) -> str:
    """As the navigation calls the page at a path, in the language spoken; empty where there is none."""
    mark, name = navigation().get(path, ("", ""))
    return _n(name, SEVERAL) if mark == "_n" else _(name) if name else ""


@cache
def navigation() -> dict[str, tuple[str, str]]:
    """Path → how the title is marked, and the title; the first page has the empty path too."""
    found: dict[str, tuple[str, str]] = {}
    for page, mark, name, default in _PAGE.findall((ROOT / "streamlit_app.py").read_text(encoding="utf-8")):
        found |= dict.fromkeys((page, *([""] if default else [])), (mark, name))
    return found
