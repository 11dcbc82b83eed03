"""Reads files as documents, each in a process of its own that may take so much and no more.

The process stays for the next file, which takes a few milliseconds then; one that fails is ended and replaced. So
that a file can do harm nowhere, nothing but its answer comes back: one status, whatever happened.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from data_loader.documents.document import UNKNOWN, Document, Status
from data_loader.errors import DocumentError
from data_loader.settings import ROOT

# Seconds for a file, a ZIP with all it holds among them; for the process to begin; to tell the kind of one that failed.
WITHIN = 9.0
_BEGIN_WITHIN = 60.0
_KIND_WITHIN = 1.0
# What Rust and Python say when there is no memory left for them.
_OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory")
# PDFium aborts without a word there.
_STOPPED_BY: dict[int, str] = {signal.SIGKILL: "memory", signal.SIGXCPU: "slow", signal.SIGABRT: "memory"}
# A ZIP is as readable as the best of what it holds.
_BEST_FIRST: tuple[Status, ...] = (
    "read", "scan", "distribution", "password", "drm", "too_large", "damaged", "unsupported",
)  # fmt: skip


def read_document(path: Path, within: float = WITHIN) -> Document:
    """One file as a document. Raises DocumentError where it cannot be opened at all. For many, a DocumentReader."""
    with DocumentReader(within) as reader:
        return reader.read(path)


class DocumentReader:
    """Reads files one after the other; not for several threads at once. `within`: seconds a file."""

    def __init__(self, within: float = WITHIN) -> None:
        self._within = within
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, path: Path) -> Document:
        """The file as a document. Raises DocumentError where there is no file, or it may not be read."""
        until = time.monotonic() + self._within
        answer = self._ask(path, None, until)
        if "unreadable" in answer:
            raise DocumentError("{file}을(를) 열 수 없습니다({reason}).", file=path.name, reason=answer["unreadable"])
        if "entries" not in answer:
            return Document.from_json(answer)
        return _as_zip([self._read_entry(path, number, name, until) for number, name in answer["entries"]])

    def _read_entry(self, path: Path, number: int, name: str, until: float) -> Document:
        if time.monotonic() >= until:
            return Document(UNKNOWN, "too_large", flags=("slow",), member=name)
        answer = self._ask(path, number, until)
        found = Document(UNKNOWN, "damaged") if "unreadable" in answer else Document.from_json(answer)
        return replace(found, member=name)

    def _ask(self, path: Path, entry: int | None, until: float) -> dict[str, Any]:
        question = {"path": str(path.absolute()), "entry": entry, "open": True}
        begun = time.monotonic()
        worker = self._started()
        until += time.monotonic() - begun
        answer = worker.ask(question, until)
        if answer is None:
            answer = worker.last_words(is_late=time.monotonic() >= until).as_json()
            answer["last"] = True
        if answer.pop("last", False):
            self._end()
            kind = self._started().ask(question | {"open": False}, time.monotonic() + _KIND_WITHIN)
            if kind is None:
                self._end()
            answer |= kind or {}
        return answer

    def _started(self) -> "_Worker":
        self._worker = self._worker or _Worker()
        return self._worker

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


class _Worker:
    """The other process, and the two pipes to it."""

    def __init__(self) -> None:
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `end`)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "data_loader.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=ROOT,
            env=_environment(),
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        self._questions, self._answers = self._process.stdin, self._process.stdout
        os.set_blocking(self._answers.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._answers, selectors.EVENT_READ)
        if self._next_answer(time.monotonic() + _BEGIN_WITHIN) is None:
            told = self._tail().decode("utf-8", "replace").strip().splitlines()
            self.end()
            raise DocumentError(
                "첨부파일을 읽는 프로세스를 띄우지 못했습니다({reason}). 패키지가 모두 설치되었는지 확인해 주세요.",
                reason=told[-1] if told else "",
            )

    def ask(self, question: dict[str, Any], until: float) -> dict[str, Any] | None:
        """The answer; None where there is none in time, or never will be."""
        try:
            self._questions.write(json.dumps(question).encode() + b"\n")
            self._questions.flush()
        except OSError:
            return None
        return self._next_answer(until)

    def last_words(self, *, is_late: bool) -> Document:
        """What became of a file that was not answered for."""
        if is_late:
            return Document(UNKNOWN, "too_large", flags=("slow",))
        code = self._process.wait()
        limit = "memory" if any(words in self._tail() for words in _OUT_OF_MEMORY) else _STOPPED_BY.get(-code)
        return (
            Document(UNKNOWN, "too_large", flags=(limit,)) if limit else Document(UNKNOWN, "damaged", flags=("crash",))
        )

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._selector.close()
        for pipe in (self._questions, self._answers, self._said):
            try:
                pipe.close()
            except BrokenPipeError:
                # The last question was not read any more.
                continue

    def _next_answer(self, until: float) -> dict[str, Any] | None:
        parts: list[bytes] = []
        while (left := until - time.monotonic()) > 0 and self._selector.select(left):
            part = self._answers.read(1 << 16)
            if not part:
                return None
            parts.append(part)
            if part.endswith(b"\n"):
                answer: dict[str, Any] = json.loads(b"".join(parts))
                return answer
        return None

    def _tail(self) -> bytes:
        self._said.seek(0, os.SEEK_END)
        self._said.seek(max(self._said.tell() - 4096, 0))
        return self._said.read()


def _environment() -> dict[str, str]:
    """What the process may know: how to find Python's packages, and no key."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "HOME") if name in os.environ}
    # Threads and their heaps take addresses out of the few there are.
    return kept | {"MALLOC_ARENA_MAX": "1", "RAYON_NUM_THREADS": "1"}


def _as_zip(members: list[Document]) -> Document:
    status = min((member.status for member in members), key=_BEST_FIRST.index)
    pages = [member.pages for member in members if member.pages is not None]
    text = "\n\n".join(member.text for member in members if member.text)
    flags = tuple(dict.fromkeys(flag for member in members for flag in member.flags))
    return Document("zip", status, text, sum(pages) if pages else None, flags, members=tuple(members))
