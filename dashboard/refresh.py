"""With a service key the server keeps its data current: a process beside it fetches, readers never wait."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.search.building import build_beside
from data_loader.settings import ROOT, Settings


@contextmanager
def kept_current(settings: Settings) -> Iterator[None]:
    """Run the watcher while the block lasts; without a key, nothing.

    A process of its own, because reading a hundred thousand records would hold up the readers' one. It ends
    with its standard input, so with this process, however that ends. Where another server on the machine
    watches the folder already, it says so and leaves it at that.
    """
    if not settings.service_key:
        yield
        return
    command = [sys.executable, "-m", "data_loader", "watch", "--until-stdin-closes"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as process:
        try:
            yield
        finally:
            # A sync under way publishes whole or not at all, and goes on where it stopped.
            process.terminate()


@contextmanager
def searchable(settings: Settings) -> Iterator[None]:
    """Make what a search of the texts needs, beside the readers; where it is there already, that ends at once."""
    with build_beside(settings.data_dir) as process:
        try:
            yield
        finally:
            # Half of it is no loss: the next start goes on.
            process.terminate()
