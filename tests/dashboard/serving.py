"""An app, or the data of a folder by URL, on a server of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.server.by_url import routes


class Server(uvicorn.Server):
    """Tells when it listens."""

    listening: threading.Event

    async def startup(self, sockets: list | None = None) -> None:  # type: ignore[type-arg]
        await super().startup(sockets)
        self.listening.set()


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of an app."""
    server = Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    server.listening = threading.Event()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.listening.wait(20)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@contextmanager
def served(data_dir: Path) -> Iterator[str]:
    """The address under which the data are given."""
    st.cache_resource.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(data_dir))
        patch.setenv("DASHBOARD_DATA", "sample")
        patch.setenv("NO_PROXY", "127.0.0.1")
        with serving(Starlette(routes=routes())) as address:
            yield f"{address}/data"
    st.cache_resource.clear()
