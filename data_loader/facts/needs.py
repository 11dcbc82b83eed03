"""Whether what a passage names is required or preferred: by the heading above it, then by the words of its own line."""

import re
from bisect import bisect_right

from data_loader.facts.fact import Need
from data_loader.facts.passage import Passage

PREFERENCE_FIELDS = frozenset({"preference", "preference_short", "preference_condition"})
JOB_DESCRIPTION = "job_description"

_PREFERRED = r"우대(?:사항|조건|내용|요건|자격증?|대상자?|기준|가점)?|가점(?:사항|대상|자격증?|기준|부여)?|가산(?:점|사항)(?:사항|기준|대상)?"
_REQUIRED = (
    r"필수(?:자격증?|요건|사항|조건|경력)?|(?:응시|지원|공통|기본|필요|일반|자격|공통응시|공통지원|직무별|분야별|모집분야별)(?:자격|요건|조건|기준|사항|자격요건|자격기준|자격조건|자격사항)"
    r"|자격사항|공통"
)
_HEADING = re.compile(
    rf"(?=[우가필응지공기일자직분모])(?:(?P<preferred>{_PREFERRED})|(?P<required>{_REQUIRED}))"
    r"(?=[\s\]>):(·,\n※･<○ㅇ◦▪●•Ÿ■□▶◇◆❍~-]|및|$|[①-⑳])"
)
_BEFORE_A_HEADING = "\n□○◯◦▪●◾❍※◇◆■▶►*ㅇo·-~.)][(<:0123456789?Ÿ⦁"
_REWARD = re.compile(r"우대|가점|가산|배점|추가점수")
# 우대 that is none: 가점 미부여, 우대하지 않음, 우대사항 없음.
_NO_REWARD = re.compile(
    r"(?:가점|가산점?|우대)[^\n,.]{0,12}(?:미부여|미적용|부여하지않|적용하지않|하지않|제외|없음|불가)"
)
_POINTS = re.compile(r"(?<![\d.])(?:\d|1[05])(?:\.\d)?점(?!이상|\(?만)|만점의\d")
_EXCLUDED = re.compile(
    r"^(?:자격증?|면허증?)?(?:소지자?|보유자?)?[은는도의]?(?:지원|응시|채용|선발)?(?:불가|제외|불인정|미인정)"
)
_BRACKETS = re.compile(r"\([^()\n]{0,80}\)")


def need_at(passage: Passage, start: int, end: int) -> Need:
    """What the passage says of the words from `start` to `end` of its squeezed text."""
    text = passage.squeezed
    if _EXCLUDED.match(text[end : end + 20]):
        return "excluded"
    if passage.field in PREFERENCE_FIELDS:
        return "preferred"
    if _is_rewarded(passage, start, end):
        return "preferred"
    return _heading_need(passage, start)


def is_denied(passage: Passage, start: int, end: int) -> bool:
    """Whether the clause only says that no extra points are given."""
    return bool(_NO_REWARD.search(passage.after(end, 40)))


def _is_rewarded(passage: Passage, start: int, end: int) -> bool:
    """`… 보유자 우대`: what follows in the line rewards it, but not in brackets about something else."""
    clause_end = passage.clause(start)[1]
    rest = passage.squeezed[end:clause_end]
    if passage.field == "notice_text":
        rest = re.sub(r"(?:및)?우대(?:사항|조건|내용)[^\n]*", "", rest[:60])
    rest = rest.split(".", 1)[0] if "우대" not in rest.split(".", 1)[0] else rest
    while True:
        shorter = _BRACKETS.sub("", rest)
        if shorter == rest:
            break
        rest = shorter
    rest = re.split(r"[\[<]\s?우대", rest)[0]
    opened, closed = rest.find("("), rest.find(")")
    if opened >= 0 and (closed < 0 or opened < closed):
        rest = rest[:opened]
    reward = _REWARD.search(rest)
    if reward is None or _NO_REWARD.search(rest):
        return False
    # Another requirement ends before the reward begins: `소지자, 경력자 우대` rewards the last only.
    return not re.search(r"(?:필수|소지자로서|자로서|인자,|인자로)", rest[: reward.start()])


def _headings(passage: Passage) -> tuple[list[int], list[tuple[Need | None, int]]]:
    """Where headings stand; what each asks, and where it ends to hold (-1: at the next)."""
    known: tuple[list[int], list[tuple[Need | None, int]]] | None = getattr(passage, "_headings", None)
    if known is not None:
        return known
    places: list[int] = []
    meanings: list[tuple[Need | None, int]] = []
    for match in _HEADING.finditer(passage.squeezed):
        before = passage.squeezed[match.start() - 1 : match.start()]
        is_begun = not before or before in _BEFORE_A_HEADING
        if not is_begun and not (passage.field == "notice_text" and _is_begun_in_a_notice(passage, match)):
            continue
        need: Need = "preferred" if match["preferred"] else "required"
        places.append(match.start())
        meanings.append((need, _scope_end(passage, match)))
    passage._headings = places, meanings  # type: ignore[attr-defined]
    return places, meanings


def _is_begun_in_a_notice(passage: Passage, match: re.Match[str]) -> bool:
    """Documents lose their line ends: `경력자우대사항• 회계 업무 경험자`."""
    return passage.is_word_start(match.start()) or passage.squeezed[match.end() : match.end() + 1] in (
        "·",
        "○",
        "ㅇ",
        "▪",
        "Ÿ",
    )


def _scope_end(passage: Passage, match: re.Match[str]) -> int:
    """`- (우대) 경력자` holds for its line; a heading alone in its line holds until the next."""
    line_start, line_end = passage.line(match.start())
    rest = passage.squeezed[match.end() : line_end]
    if not re.search("[가-힣]", rest) or passage.field == "notice_text":
        return -1
    before = passage.squeezed[line_start : match.start()]
    is_item = bool(re.match(r"[-·*]|\(", before)) or bool(re.search(r"\($", before))
    if not is_item and not re.match(r"\)", rest):
        return -1
    # Its remarks belong to it.
    while passage.squeezed[line_end : line_end + 1] == "\n" and passage.squeezed[line_end + 1 : line_end + 2] in (
        "※",
        "*",
    ):
        line_end = passage.line(line_end + 2)[1]
    return line_end


def _heading_need(passage: Passage, place: int) -> Need:
    places, meanings = _headings(passage)
    at = bisect_right(places, place) - 1
    while at >= 0:
        need, end = meanings[at]
        if need is not None and (end < 0 or place < end):
            return "preferred" if _is_scored(passage, places[at], place) else need
        at -= 1
    return "preferred" if _is_scored(passage, place - REACH_OF_POINTS, place + REACH_OF_POINTS // 2) else "required"


def _is_scored(passage: Passage, start: int, place: int) -> bool:
    """Whether a notice's table gives points for it."""
    if passage.field != "notice_text":
        return False
    near = passage.squeezed[max(0, start, place - REACH_OF_POINTS) : place + 40]
    return bool(_POINTS.search(near) or "배점" in near)


REACH_OF_POINTS = 120
