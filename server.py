"""The dashboard as a server: the data are loaded before the first reader comes.

streamlit run server.py
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.document import KoreanDocument


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    # Imported here: Streamlit's caches belong to a started runtime.
    from dashboard.warmup import warm_up

    warm_up()
    yield


app = st.App(
    str(Path(__file__).with_name("streamlit_app.py")), lifespan=lifespan, middleware=[Middleware(KoreanDocument)]
)
