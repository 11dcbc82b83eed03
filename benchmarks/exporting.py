"""What it takes to give all postings away, in a process of its own: rows a second, memory, and how long others wait."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import IO

from benchmarks.servers import ROOT
from dashboard.charts.flow import by_facet
from dashboard.data import load_data
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection
from dashboard.takeaways.feed import atom_feed
from dashboard.takeaways.image import png
from dashboard.takeaways.records import csv_parts, json_parts, write_parquet
from dashboard.takeaways.view import View
from dashboard.takeaways.workbook import write_postings
from data_loader.settings import Settings

TICK_SECONDS = 0.001
TABLES = ("Parquet", "CSV", "JSON", "근거 묶음(XLSX)")
MEGABYTE = 1024**2


@dataclass(frozen=True, slots=True)
class Export:
    """One form: seconds, rows a second, bytes of the file, MB above what the process held before, and the wait in ms
    that 99 of 100 steps of another thread stay under while it is made."""

    name: str
    seconds: float
    rows_per_second: float
    size: int
    more_mb: float
    others_wait_ms: float

    @property
    def rows_are_all(self) -> bool:
        """Whether the file has a row for every posting; images and the feed do not."""
        return self.name in TABLES


def measure_exports(data_dir: Path) -> list[Export]:
    """Every form of all postings in `data_dir`, each made once."""
    command = [sys.executable, "-m", "benchmarks.exporting", str(data_dir)]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return [Export(**export) for export in json.loads(answer.stdout)]


def _exports(data_dir: Path, now: datetime) -> list[Export]:
    data = load_data(Settings(data_dir, ""), now)
    found = data.postings.find(Selection())
    view = View("채용공고", "전체", "http://localhost:8501/postings", data.origin("postings"), now.date())
    chart = by_facet(found, "region")
    forms: dict[str, Callable[[IO[bytes]], object]] = {
        "피드": lambda file: file.write(atom_feed(found, view, view.url)),
        "Parquet": lambda file: write_parquet(found, view, file),
        "CSV": lambda file: file.writelines(csv_parts(found, view)),
        "JSON": lambda file: file.writelines(json_parts(found, view)),
        "근거 묶음(XLSX)": lambda file: write_postings(found, view, file),
        "그림(PNG), 처음": lambda file: file.write(png(chart, view)),
        "그림(PNG)": lambda file: file.write(png(chart, view)),
    }
    return [_measured(name, write, found) for name, write in forms.items()]


def _measured(name: str, write: Callable[[IO[bytes]], object], found: Found) -> Export:
    before, others = _peak_mb(), _Ticker()
    with tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        write(file)
        seconds = time.perf_counter() - started
        size = file.tell()
    return Export(name, seconds, found.count / seconds, size, _peak_mb() - before, others.stop())


class _Ticker:
    """Another reader's thread: wants to run every millisecond and notes how much later it could."""

    def __init__(self) -> None:
        self._waits: list[float] = []
        self._over = Event()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return sorted(self._waits)[int(len(self._waits) * 0.99)] * 1000

    def _run(self) -> None:
        while not self._over.is_set():
            asked = time.perf_counter()
            time.sleep(TICK_SECONDS)
            self._waits.append(time.perf_counter() - asked - TICK_SECONDS)


def _peak_mb() -> float:
    # ru_maxrss counts kB on Linux and bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MEGABYTE if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.stdout.write(json.dumps([asdict(export) for export in _exports(Path(sys.argv[1]), datetime.now(UTC))]))
