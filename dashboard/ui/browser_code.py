"""Code of ours that browsers run, and that of the plotly package: each sent from an address that says what it holds."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

import plotly
import streamlit as st

CODE: Mapping[str, Path] = MappingProxyType(
    {
        "figure": Path(__file__).with_name("figure.js"),
        "kept": Path(__file__).with_name("kept.js"),
        "plotly": Path(plotly.__file__).with_name("package_data") / "plotly.min.js",
    }
)
FOLDER = "/code/static"
# As Streamlit marks its own files.
MARK_LETTERS = 8


def address_of(name: str) -> str:
    """Where a file of `CODE` is sent from; changes with what it holds."""
    return f"{FOLDER}/{name}.{_mark(name)}.js"


def loading(name: str, query: str = "") -> str:
    """What travels with an element: it only fetches the code, which the browser keeps."""
    site = f"/{(st.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")
    # On one line Streamlit would take it for the name of a file.
    return (
        f'export default async (it) =>\n(await import(location.origin + "{site}{address_of(name)}{query}")).default(it)'
    )


@cache
def _mark(name: str) -> str:
    # Plotly's is as large as 5 MB, and as its version says.
    holds = version("plotly").encode() if name == "plotly" else CODE[name].read_bytes()
    return hashlib.sha256(holds).hexdigest()[:MARK_LETTERS]
