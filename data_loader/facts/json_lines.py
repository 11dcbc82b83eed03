"""Files of JSON lines that anybody may have written: an object a line, or why it is none."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_loader.errors import FactsError

_BLANK = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its number from 1, and the object it holds, or why it cannot be read."""

    number: int
    given: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def read_objects(path: Path, longest: int) -> Iterator[Line]:
    """The lines of a file that are not blank, none longer than `longest` bytes. Raises FactsError where it cannot be read."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(iter(lambda: file.readline(longest + 1), b""), 1):
                if raw.strip(_BLANK):
                    yield _line(number, raw, longest)
    except OSError as error:
        raise FactsError(
            "{path}을(를) 읽을 수 없습니다({reason}). 파일과 권한을 확인해 주세요.",
            path=path.name, reason=error.strerror,
        ) from None  # fmt: skip


def _line(number: int, raw: bytes, longest: int) -> Line:
    if len(raw) > longest:
        return Line(number, error="줄이 너무 깁니다")
    try:
        given = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Line(number, error="UTF-8 글이 아닙니다")
    except (ValueError, RecursionError):
        return Line(number, error="JSON이 아닙니다")
    return Line(number, given) if isinstance(given, dict) else Line(number, error="JSON 객체가 아닙니다")
