"""What it takes to turn records into a snapshot, in a process of its own: time, memory at most, size on disk."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.servers import ROOT
from data_loader.reference import load_reference
from data_loader.sample import DEFAULT_SEED, sample_postings
from data_loader.snapshot import NewTable, Origin, publish
from data_loader.tidy import tidy_postings


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds for tidying and for writing (not for inventing the records), MB at most, bytes on disk."""

    records: int
    tidy_seconds: float
    publish_seconds: float
    peak_mb: float
    stored_bytes: int


def measure_load(data_dir: Path, count: int) -> Load:
    """Load `count` sample records into `data_dir`."""
    command = [sys.executable, "-m", "benchmarks.loading", str(data_dir), str(count)]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Load(**json.loads(answer.stdout))


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
    tables = {
        "postings": tidy.postings,
        "posting_texts": tidy.posting_texts,
        "rejected": tidy.rejected,
        "code_names": tidy.code_names,
    }
    snapshot = publish(data_dir, {name: NewTable(data, origin) for name, data in tables.items()}, now, base)
    published = time.perf_counter()
    stored = sum(snapshot.path(name).stat().st_size for name in ("postings", "posting_texts"))
    # ru_maxrss counts kB on Linux and bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Load(count, tidied - started - records.seconds, published - tidied, peak, stored)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(_load(Path(sys.argv[1]), int(sys.argv[2]), datetime.now(UTC)))))
