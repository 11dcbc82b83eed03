"""Makes the sample in a process of its own, once, whoever asks for it first; readers of real data notice nothing."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Lock, Thread
from typing import IO

from dashboard.languages import N_
from dashboard.search.building import build_beside
from data_loader.errors import SnapshotError
from data_loader.settings import ROOT, Settings

# "예시 공고 10,000/113,000", as the command says where it has no terminal.
_PROGRESS = re.compile(r"([\d,]+)/([\d,]+)$")
# From then on the postings can be seen; their files come a little later, and no reader waits for them.
_FILES = "예시 첨부파일"
# The postings are made first; what hangs on them and the writing take the rest.
_SHARE_OF_POSTINGS = 0.75


class SampleMaker:
    """`share` (0–1) says how far it is."""

    def __init__(self, settings: Settings, postings: int | None = None) -> None:
        """`postings`: how many, if not as many as there are in reality."""
        self._settings = settings
        self._options = [] if postings is None else ["--postings", str(postings)]
        self._lock = Lock()
        self._over: Event | None = None
        self._error = ""
        self.share = 0.0

    def start(self) -> None:
        """Begin, unless it is being made; after a failure once more."""
        with self._lock:
            if self._over is not None and not self._over.is_set():
                return
            self._over, self._error, self.share = Event(), "", 0.0
            Thread(target=self._make, args=(self._over,), daemon=True).start()

    def is_over(self, seconds: float) -> bool:
        """Whether it ends within so many seconds; where nothing was begun, it is over."""
        return self._over is None or self._over.wait(seconds)

    def raise_error(self) -> None:
        """Raises SnapshotError where the last making failed."""
        if self._error:
            raise SnapshotError(N_("예시 자료를 만들지 못했습니다. {reason}"), reason=self._error)

    def _make(self, over: Event) -> None:
        try:
            with subprocess.Popen(
                [sys.executable, "-m", "data_loader", "sample", *self._options], cwd=ROOT, env=self._environment(),
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            ) as process:  # fmt: skip
                assert process.stderr is not None
                last_line = self._listen(process.stderr, over)
            if process.returncode:
                self._error = last_line or f"{process.returncode}"
            else:
                # Its texts can be searched a little later; no reader waits for it.
                over.set()
                build_beside(self._settings.sample_dir).wait()
        except OSError as error:
            self._error = error.strerror or ""
        finally:
            over.set()

    def _listen(self, lines: IO[str], over: Event) -> str:
        last = ""
        for line in map(str.strip, lines):
            if line.startswith(_FILES):
                over.set()
            elif found := _PROGRESS.search(line):
                done, of = (int(number.replace(",", "")) for number in found.groups())
                self.share = _SHARE_OF_POSTINGS * done / max(of, 1)
            last = line or last
        return last

    def _environment(self) -> Mapping[str, str]:
        # The command runs in the project's folder, from which a relative path would be another one.
        return {**os.environ, "DATA_DIR": str(Path(self._settings.data_dir).absolute()), "PYTHONIOENCODING": "utf-8"}
