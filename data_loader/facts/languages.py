"""Scores of language tests: TOEIC 700점 이상, (텝스) 264점. Grades without a score are none."""

import re
from collections.abc import Iterator

from data_loader.facts.fact import Fact
from data_loader.facts.needs import need_at
from data_loader.facts.passage import Passage, mentions

# name, how it is written, lowest and highest score
_TESTS: tuple[tuple[str, str, float, float], ...] = (
    ("TOEICSPEAKING", r"TOEIC-?(?:SPEAKING|S(?![A-Z]))|토익스피킹|토스(?![가-힣])|TOEIC스피킹|토익SPEAKING", 50, 200),
    ("TOEICWRITING", r"TOEIC-?WRITING|토익라이팅", 50, 200),
    ("TOEIC", r"TOEIC|토익", 200, 990),
    ("NEWTEPS", r"NEW-?TEPS|뉴텝스|신텝스|NEW텝스|TEPS\(NEW\)", 50, 600),
    ("TEPS", r"(?:구)?TEPS|텝스", 50, 990),
    ("TOEFL", r"TOEFL|토플", 10, 677),
    ("IELTS", r"IELTS|아이엘츠", 3, 9),
    ("G-TELP", r"G-?TELP|지텔프", 20, 100),
    ("FLEX", r"FLEX|플렉스", 100, 1000),
    ("JPT", r"JPT", 200, 990),
    ("SNULT", r"SNULT", 10, 120),
)
_TEST = re.compile("|".join(f"(?P<T{number}>{pattern})" for number, (_, pattern, _, _) in enumerate(_TESTS)), re.I)
_ANY = (
    "TOEIC",
    "토익",
    "토스",
    "TEPS",
    "텝스",
    "TOEFL",
    "토플",
    "IELTS",
    "아이엘츠",
    "TELP",
    "지텔프",
    "FLEX",
    "플렉스",
    "JPT",
    "SNULT",
)
_SCORE = re.compile(
    r"^(?P<name>(?:\)|-?\(?IBT\)?|\(?CBT\)?|\(?PBT\)?|\(?L&R\)?|\(?LEVEL\d\)?|\(?레벨\d\)?|성적|점수|시험|기준)*)"
    r"(?P<between>[:(\[/,~\-]|IM\d?|IL|IH|AL|NH|또는|등급|의경우|LV\.?\d|[1-8]급|Level\d|레벨\d)*(?P<score>\d{1,3}(?:\.\d)?)"
    r"(?P<unit>점|\)|이상|,|\]|/|\(|\n|$|등)(?P<tail>(?:\(?이상\)?)?)",
    re.I,
)
# TOEIC900점이상5점850점이상4점: more steps of the same table.
_STEP = re.compile(r"(?:[:(]?\d{1,2}점\)?[,/]?)?(?P<score>\d{2,3})점이상")
STEPS = 8


def language_scores(passage: Passage) -> Iterator[Fact]:
    text = passage.squeezed
    upper = text.upper()
    if not any(word in upper for word in _ANY):
        return
    for match in mentions(_TEST, text):
        name, _, low, high = next(test for number, test in enumerate(_TESTS) if match[f"T{number}"])
        found = _SCORE.match(text[match.end() : match.end() + 40])
        if found is None or not low <= float(found["score"]) <= high:
            continue
        start = match.start()
        if found["unit"] not in ("점", ")", "이상", "]") and not _is_asked(passage, start):
            continue
        end = (
            match.end()
            + found.end()
            - (0 if found["unit"] in ("점", ")", "이상", "]") else len(found["unit"]) + len(found["tail"]))
        )
        need = need_at(passage, start, end)
        if need == "excluded":
            continue
        yield Fact("language_score", f"{name} {found['score']}", need, *passage.span(start, end), "language.score")
        if found["unit"] == "점":
            yield from _steps(passage, name, need, match.end() + found.end(), low, high)


def _is_asked(passage: Passage, start: int) -> bool:
    return bool(re.search("이상|성적|기준|점수|어학", passage.before(start, 80) + passage.after(start, 100)))


def _steps(passage: Passage, name: str, need: str, place: int, low: float, high: float) -> Iterator[Fact]:
    for _ in range(STEPS):
        step = _STEP.match(passage.squeezed, place)
        if step is None or not low <= int(step["score"]) <= high:
            return
        place = step.end()
        span = passage.span(step.start("score"), step.end())
        yield Fact("language_score", f"{name} {step['score']}", need, *span, "language.step")  # type: ignore[arg-type]
