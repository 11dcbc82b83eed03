"""What was measured, against which limit, as a table for the terminal or as Markdown."""

import os
import platform
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

HEADINGS = ("무엇", "값", "빈 화면의 몇 배", "한도", "판정")
LIBRARIES = ("streamlit", "pandas", "numpy", "pyarrow", "plotly", "uvloop", "orjson")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `measured` is what `limit` bounds, None where there is no limit to keep."""

    what: str
    value: str
    ratio: float | None = None
    limit: str = ""
    measured: float = 0.0
    at_most: float | None = None

    @property
    def is_kept(self) -> bool:
        return self.at_most is None or self.measured <= self.at_most

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = "" if self.at_most is None else "지킴" if self.is_kept else "넘음!"
        return self.what, self.value, "" if self.ratio is None else f"{self.ratio:.1f}", self.limit, verdict


def waiting(what: str, milliseconds: float, floor: float, at_most: float | None = None) -> Row:
    """A waiting time, bounded as a multiple of the empty page's."""
    ratio = milliseconds / floor
    limit = "" if at_most is None else f"{at_most:g}배"
    return Row(what, f"{milliseconds:,.1f} ms", ratio, limit, ratio, at_most)


def bounded(what: str, value: float, unit: str, at_most: float | None = None) -> Row:
    limit = "" if at_most is None else f"{at_most:g} {unit}"
    return Row(what, f"{value:,.{1 if value >= 1 else 2}f} {unit}", None, limit, value, at_most)


def as_text(rows: Sequence[Row]) -> str:
    table = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(_width(line[column]) for line in table) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(_padded(cell, width, right=column in (1, 2)) for column, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in table
    )  # fmt: skip


def as_markdown(rows: Sequence[Row], today: date) -> str:
    lines = [
        "# 속도",
        "",
        f"{today}에 `python -m benchmarks --write`로 잼. {machine()}",
        "",
        "배수는 같은 기계, 같은 실행에서 잰 빈 화면(고르기 하나)이 기준입니다. 읽는 쪽과 서버가 같은 프로세서를 나눠 씁니다.",
        "",
        f"| {' | '.join(HEADINGS)} |",
        "|---|---:|---:|---|---|",
        *(f"| {' | '.join(row.cells)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{_processor()} {os.cpu_count()}코어, Python {platform.python_version()}, {sys.platform}; {libraries}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def _width(text: str) -> int:
    """Columns on a terminal: Korean letters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
