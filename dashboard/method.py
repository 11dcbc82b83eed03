"""The method of every number, written once: the Korean paragraph of its measure's docstring.

A paragraph that begins with a bold term is shown beside the chart and stands in docs/method.md and, in English, in
docs/method.en.md, whose sections `python -m dashboard.method` rewrites. A test keeps code and documents together.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from dashboard.languages import KOREAN, LANGUAGES, N_, _, speaking, spoken
from dashboard.measures import (
    comparison,
    competition,
    concentration,
    contributions,
    facilities,
    family,
    finances,
    flow,
    hires,
    indicators,
    institution,
    notices,
    pay,
    place,
    season,
    skills,
    staffing,
    terms,
    welfare,
)

FOLDER = Path(__file__).parent.parent / "docs"
HEADING = N_("## 분석의 정의")
INTRODUCTION = N_(
    "그림 아래의 “계산 방법”에도 같은 글이 나온다. 정의는 계산하는 함수의 설명에 한 번만 적혀 있고, 이 절은\n"
    "`python -m dashboard.method`가 거기서 다시 쓴다."
)
MODULES: dict[str, ModuleType] = {
    N_("공고의 흐름"): flow,
    N_("계절과 지수"): season,
    N_("근무지"): place,
    N_("집중도"): concentration,
    N_("공고의 조건과 분야"): terms,
    N_("공고하는 방식"): notices,
    N_("경쟁률"): competition,
    N_("요구 역량"): skills,
    N_("실제 채용"): hires,
    N_("채용과 인력"): staffing,
    N_("누가 바꾸었나"): contributions,
    N_("골라 비교"): comparison,
    N_("임금"): pay,
    N_("일과 가정"): family,
    N_("복리후생"): welfare,
    N_("재정과 기관장 연봉"): finances,
    N_("기관의 지표"): indicators,
    N_("기관"): institution,
    N_("시설과 사업"): facilities,
}


def document() -> Path:
    """The document in the language spoken: docs/method.md, or docs/method.en.md."""
    return FOLDER / ("method.md" if spoken() == KOREAN else f"method.{spoken()}.md")


def note_of(measure: Callable[..., Any]) -> str:
    """How a number is made, a line of Markdown for each bold paragraph; empty where the docstring has none."""
    paragraphs = re.split(r"\n\s*\n", inspect.getdoc(measure) or "")
    # A pair of tildes strikes out what stands between them.
    return "\n".join(" ".join(text.split()).replace("~", "–") for text in paragraphs if text.startswith("**"))


def measures_of(module: ModuleType) -> Iterator[Callable[..., Any]]:
    """The public functions a module defines, in the order they are written."""
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_"):
            yield value


def method_section() -> str:
    """The section of the document made of all notes, in the language spoken."""
    parts = [_(HEADING), _(INTRODUCTION)]
    for title, module in MODULES.items():
        notes = [_(line) for measure in measures_of(module) for line in note_of(measure).splitlines()]
        parts += [f"### {_(title)}", "\n".join(f"- {note}" for note in notes)]
    return "\n\n".join(parts) + "\n"


def with_section(text: str) -> str:
    """The document with its section as the code has it; at the end where there was none."""
    before, heading, rest = text.partition(f"{_(HEADING)}\n")
    following = re.search(r"^## ", rest, re.MULTILINE) if heading else None
    after = "\n" + rest[following.start() :] if following else ""
    return f"{before.rstrip()}\n\n{method_section()}{after}"


if __name__ == "__main__":
    for language in LANGUAGES:
        with speaking(language):
            document().write_text(with_section(document().read_text(encoding="utf-8")), encoding="utf-8")
