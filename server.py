"""The dashboard as a server: the data are loaded before the first reader comes, and kept current with a key.

streamlit run server.py
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from dashboard.server.compression import Compressed
from dashboard.server.crowd import Crowd, raise_limit
from dashboard.server.document import SpeakingDocument
from dashboard.server.guarding import Guarded
from dashboard.server.public_address import allowed_hosts
from dashboard.server.routes import routes

# The path the site begins at, as `/jobs`; nothing for the root.
SITE = f"/{(st.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    # Imported here: Streamlit's caches belong to a started runtime.
    from dashboard.data import data_of, usual_data
    from dashboard.internals import adapt_streamlit
    from dashboard.server.ending import LAST_SECONDS, ending_within
    from dashboard.server.metrics import observe
    from dashboard.server.refresh import kept_current, kept_fresh, searchable
    from dashboard.server.warmup import warm_up
    from data_loader.errors import LoaderError
    from data_loader.settings import load_settings

    raise_limit()
    adapt_streamlit()
    observe()
    warm_up()
    try:
        settings = load_settings()
    except LoaderError:
        # The first page says it on screen.
        yield
        return
    fresh = kept_fresh(lambda: data_of(usual_data()))
    with kept_current(settings) as supervisor, searchable(settings) as indexing, fresh:

        def end_the_others() -> None:
            if indexing:
                indexing.terminate()
            if supervisor:
                supervisor.stop(grace=0.2)

        with ending_within(LAST_SECONDS, end_the_others):
            yield


app = st.App(
    str(Path(__file__).with_name("streamlit_app.py")),
    lifespan=lifespan,
    routes=routes(SITE),
    middleware=[
        Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(st.get_option("server.allowedHosts"))),
        Middleware(Crowd),
        Middleware(Guarded, SITE),
        Middleware(Compressed),
        Middleware(SpeakingDocument),
    ],
)
