"""What loading takes, each in a process of its own: records into a snapshot, and a history out of a simulated portal."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any

from benchmarks.servers import ROOT
from dashboard.data import load_data
from data_loader.portal.client import PAGE_SIZE
from data_loader.reference import load_reference
from data_loader.sample import DEFAULT_SEED, sample_postings
from data_loader.settings import KST, Settings
from data_loader.snapshot import NewTable, Origin, publish
from data_loader.sync.publishing import Publisher
from data_loader.sync.run import sync
from data_loader.tables.tidy import tidy_postings
from tests.data_loader.portal_server import KEY
from tests.data_loader.simulation import LIST, SimulatedPortal
from tests.data_loader.world import World


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds for tidying and for writing (not for inventing the records), MB at most, bytes on disk."""

    records: int
    tidy_seconds: float
    publish_seconds: float
    peak_mb: float
    stored_bytes: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """Calls for the lists of a first history and the fewest there can be; seconds of processor time for a round of
    the watcher in which nothing or a few postings changed; bytes of the record store for a posting; seconds from a
    posting's appearance at the portal to the index that finds it, once the watcher asks.
    """

    calls: int
    fewest_calls: int
    quiet_seconds: float
    changed_seconds: float
    stored_bytes: float
    visible_seconds: float


def measure_load(data_dir: Path, count: int) -> Load:
    """Load `count` sample records into `data_dir`."""
    return Load(**_measured("load", data_dir, count))


def measure_keeping(data_dir: Path, count: int) -> Keeping:
    """Fetch a history of `count` simulated postings into `data_dir` and keep it current."""
    return Keeping(**_measured("keep", data_dir, count))


def _measured(what: str, data_dir: Path, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.loading", what, str(data_dir), str(count)]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


class _Timed:
    """Passes records on and adds up how long they took to come."""

    def __init__(self, records: Iterator[dict[str, Any]]) -> None:
        self._records = records
        self.seconds = 0.0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while True:
            started = time.perf_counter()
            record = next(self._records, None)
            self.seconds += time.perf_counter() - started
            if record is None:
                return
            yield record


def _load(data_dir: Path, count: int, now: datetime) -> Load:
    base = load_reference()
    institutions = base["institutions"].data
    records = _Timed(sample_postings(count, DEFAULT_SEED, now.date(), institutions))
    started = time.perf_counter()
    tidy = tidy_postings(records, institutions)
    tidied = time.perf_counter()
    origin = Origin("벤치마크", now.isoformat(timespec="seconds"), is_sample=True)
    tables = {name: NewTable(data, origin) for name, data in tidy.with_findings.items()}
    snapshot = publish(data_dir, tables, now, base)
    published = time.perf_counter()
    stored = sum(snapshot.path(name).stat().st_size for name in ("postings", "posting_texts"))
    # ru_maxrss counts kB on Linux and bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Load(count, tidied - started - records.seconds, published - tidied, peak, stored)


def _keep(data_dir: Path, count: int) -> Keeping:
    world = World(datetime(2026, 9, 1, 9, 0, tzinfo=KST), historic=count)
    with SimulatedPortal(world) as portal:
        settings = Settings(data_dir, portal.url, KEY, timeout=(60, 60))
        publisher = Publisher(data_dir, timedelta(hours=1))

        def look() -> float:
            """A round of the watcher; its processor seconds, those of the portal left out."""
            world.turn(world.now + timedelta(minutes=10))
            started = time.thread_time()
            sync(settings, lambda: world.now, sleep=lambda seconds: None, publisher=publisher)
            return time.thread_time() - started

        look()
        calls = sum(made for (path, _), made in portal.calls.items() if path == LIST) - 1
        # At night nothing happens. The first such round only notices that the day's calls for details are spent.
        world.freeze()
        look()
        quiet = look()
        _appear(world, 5)
        changed = look()
        _appear(world, 1)
        started = time.perf_counter()
        look()
        numbers = load_data(settings, world.now).snapshot.read("postings", ["posting_id"])["posting_id"]
        seconds = time.perf_counter() - started
        if max(world.postings) not in numbers.to_pylist():
            raise AssertionError("the new posting is not in the index")
    stored = sum(path.stat().st_size for path in data_dir.glob("store.sqlite*")) / count
    return Keeping(calls, ceil(count / PAGE_SIZE), quiet, changed, stored, seconds)


def _appear(world: World, postings: int) -> None:
    for _ in range(postings):
        world.appear()


if __name__ == "__main__":
    what, folder, records = sys.argv[1:]
    measured = (
        _keep(Path(folder), int(records)) if what == "keep" else _load(Path(folder), int(records), datetime.now(UTC))
    )
    sys.stdout.write(json.dumps(asdict(measured)))
