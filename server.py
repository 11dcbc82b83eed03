"""The dashboard as a server: the data are loaded before the first reader comes, and kept current with a key.

streamlit run server.py
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.by_url import routes
from dashboard.document import SpeakingDocument


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    # Imported here: Streamlit's caches belong to a started runtime.
    from dashboard.refresh import kept_current, searchable
    from dashboard.shortcuts import take_shortcuts
    from dashboard.warmup import warm_up
    from data_loader.errors import LoaderError
    from data_loader.settings import load_settings

    take_shortcuts()
    warm_up()
    try:
        settings = load_settings()
    except LoaderError:
        # The first page says it on screen.
        yield
        return
    with kept_current(settings), searchable(settings):
        yield


app = st.App(
    str(Path(__file__).with_name("streamlit_app.py")),
    lifespan=lifespan,
    routes=routes(),
    middleware=[Middleware(SpeakingDocument)],
)
