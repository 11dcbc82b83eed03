"""Real servers on free ports, each a process of its own, in the project's folder and so with its configuration."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DASHBOARD = ROOT / "server.py"
EMPTY = ROOT / "benchmarks" / "empty_app.py"
ONE_CHART = ROOT / "benchmarks" / "one_chart_app.py"
NAIVE = ROOT / "benchmarks" / "naive_app.py"
PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Server:
    """`ready_seconds`: from the start of the process to its first healthy answer."""

    url: str
    pid: int
    ready_seconds: float

    def memory(self) -> float:
        """Resident memory in MB; needs Linux."""
        return read_memory(self.pid, "VmRSS")


@contextmanager
def serve(app: Path, data_dir: Path, *options: str) -> Iterator[Server]:
    port = _free_port()
    url = f"http://localhost:{port}"
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        "--server.port",
        str(port),
        "--client.showErrorDetails",
        "full",
        *options,
    ]
    environment = {**os.environ, "DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            while not _is_healthy(url):
                if process.poll() is not None:
                    log.seek(0)
                    raise RuntimeError(log.read().decode(errors="replace"))
                if time.perf_counter() - started > PATIENCE_SECONDS:
                    raise TimeoutError(f"{app.name}: {PATIENCE_SECONDS} s")
                time.sleep(0.01)
            yield Server(url, process.pid, time.perf_counter() - started)
        finally:
            process.kill()


def read_memory(pid: int, field: str) -> float:
    """A field of the process's status (VmRSS now, VmHWM at most), in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
