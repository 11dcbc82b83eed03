"""The process files are opened in: `python -m data_loader.documents.worker`, started by `reader` alone.

It is asked in lines of JSON, {"path": …, "entry": number in a ZIP or null, "open": false to tell the kind only}, and
answers in one line each. What it may
take is set before the first file is opened; what breaks it breaks nothing else.
"""

import json
import logging
import math
import os
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from data_loader.documents.document import UNKNOWN, Document
from data_loader.documents.opening import LARGEST, ZipEntry, kind_of_content, open_document, open_entry, zip_entries

# Bytes of addresses in all, seconds of processor for one question, open files.
MEMORY = 512 << 20
SECONDS = 9
_OPEN_FILES = 64
# What a library says on its way out is read by `reader`; more than this of it is not.
_MOST_SAID = 1 << 20


def main() -> None:
    answers = _take_over_stdout()
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, _MOST_SAID)
    _limit(resource.RLIMIT_CORE, 0)
    logging.disable()
    _say(answers, {"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        _limit_processor_time()
        try:
            answer = _answer(Path(asked["path"]), asked["entry"], asked["open"])
        except (MemoryError, RecursionError):
            # What is left of the memory is in pieces: another process begins anew.
            _say(answers, Document(UNKNOWN, "too_large", flags=("memory",)).as_json() | {"last": True})
            return
        _say(answers, answer)


def _answer(path: Path, entry: int | None, is_to_open: bool) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            return Document(UNKNOWN, "too_large", flags=("large_file",)).as_json()
        content = path.read_bytes()
    except OSError as error:
        return {"unreadable": error.strerror}
    if not is_to_open:
        return {"kind": kind_of_content(content, entry)}
    if entry is not None:
        return open_entry(content, entry).as_json()
    found = open_document(content)
    if found.kind != "zip" or found.status != "unsupported":
        return found.as_json()
    entries = zip_entries(content)
    if isinstance(entries, Document):
        return entries.as_json()
    return {"entries": [_pair(entry) for entry in entries]}


def _pair(entry: ZipEntry) -> list[object]:
    return [entry.number, entry.name]


def _take_over_stdout() -> TextIO:
    """The way to the asker, for us alone: what libraries print goes to the standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _limit(what: int, most: int) -> None:
    # macOS knows some of the limits and keeps none of them.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def _limit_processor_time() -> None:
    until = math.ceil(time.process_time()) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
