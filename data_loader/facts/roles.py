"""Roles (모집 분야) of a posting: a notice may hire for fifteen, each with its own requirements.

A role begins at a line that names it: `[시설관리(전기)]`, `○ 행정직(6급)`, `1. 원무(조리원)`, `- 모집분야 : 보건직`, or at a
line that names it and goes on with what it asks for: `○ 간호사: 간호사 면허증 소지자`. What stands under 공통 is of all.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

LEAST = 2
LONGEST_NAME = 60
LONGEST_LINE = 300
# The roles of a posting that no line tells apart.
OTHERS = "그 밖의 분야"

_MARK = r"(?P<mark>[□○◯◦▪●◾❍※◇◆■▶►☞·ㆍ•․∙\-*–ㅇoOｏº]|\d{1,2}[.)]|[①-⑳]|[가-하][.)]|\(\d{1,2}\))?\s*"
_BRACKETED = re.compile(
    rf"^\s*{_MARK}(?:\[\s*(?P<a>[^\[\]\n]{{2,60}}?)\s*\]|<\s*(?P<b>[^<>\n]{{2,60}}?)\s*>|【\s*(?P<c>[^【】\n]{{2,60}}?)\s*】|《\s*(?P<d>[^《》\n]{{2,60}})》|"
    r"〈(?P<e>[^〈〉\n]{2,60})〉|\(\s*(?P<f>[^()\n]{2,40}(?:\([^()\n]*\))?[^()\n]{0,10})\s*\))\s*(?P<rest>[^\n]{0,80})$"
)
_PLAIN = re.compile(
    rf"^\s*{_MARK}(?P<name>[^\n:]{{2,50}}?)\s*(?::?\s*(?:약|총)?\s*(?P<count>\d{{1,3}})\s*명(?:\s*이내)?)?\s*:?\s*$"
)
_LABELLED = re.compile(r"^\s*" + _MARK + r"(?:모집|채용)\s*(?:분야|부문|직종|직렬)\s*:\s*(?P<name>[^\n]{2,60})$")
_INLINE = re.compile(rf"^\s*{_MARK}(?P<name>[^\n:]{{2,30}}?)\s*:\s*(?P<body>[^\n]{{3,}})$")
_LIMITED = re.compile(
    rf"^\s*{_MARK}(?P<name>\(?(?:(?:장애인?|보훈|고졸|취업지원대상자|사회형평)\s*)?제한\s*경쟁\s*(?:\([^()\n]{{1,12}}\))?\)?(?:\s*분야)?"
    r"|\((?:장애인턴|청년인턴)\)|청년인턴)\s*(?:은|는|의\s*경우|:|(?<=\))\s)[^\n]{4,}"
)
_COUNT = re.compile(r"(?<!\d)(?P<count>\d{1,3})\s*명")
_OWN_WORDS = r"직|급|원|분야|담당|사|의|관|팀|보조|관리|교수|인턴|요원|운영|지원|청소|미화|경비|조리|운전|행정|전산|연구|상담|기술|시설|안전|전기|기계|통신|사무|조공|감시단|근로자|관리자|책임자|전문가|강사|센터장|부장|실장|팀장|호"
_NAMES_A_ROLE = re.compile(rf"(?:{_OWN_WORDS})(?:[_\-/·][^\n]{{0,16}}|\s[^\n]{{0,8}})?$")
_SENTENCE = re.compile(
    r"(?:[^근보]자|것|함|음|가능|사람|없음|참조|참고|이상|우대|소지|무관|제외|불가|한함|이하|미만|기준|해당|다\.?|요\.?|니다|등|기사|기술사|기능사|업무|선발|검사|진료|판독|채용|면허|자격증?|학위|경력|내용|지역|일|정년|인재)$"
)
_GENERIC = re.compile(
    r"자격|요건|조건|필수|우대|공통|사항|기준|절차|전형|심사|기간(?!제)|설명|접수(?:기간|방법|처|마감|$)|근무(?:조건|지|시간|처)|학력|경력$|나이|연령|병역|(?:모집|채용)(?:분야|인원|부문|개요|직종)|제출|서류|참고|문의|내용|일정|방법|보수|급여|기타|비고|가점|담당업무|수행업무|업무내용|직무$|정년|신체|외국어|어학|성별|지역$|제한(?!경쟁|채용)|자료|붙임|첨부|결격|공고|안내|^단$|^예$|예시|^그\s*외|인정|범위|^남자|^여자|일반요건|홈페이지|^인원|점검$|^\d+명|에\s?(?:의한|따른|해당)|관련|위한|[은는]\s|경우"
)
_ENDS_A_SENTENCE = ("자", "것", "음", "함", "사람", "가능", "능", "우대", "%", ".", "점", "참조", "참고")
_COMMON = re.compile(r"^(?:모집분야\s*)?공\s*통")


@dataclass(frozen=True, slots=True)
class Role:
    """A role's name and headcount (persons, None where not told), and text[start:end], the passage about it."""

    name: str
    headcount: int | None
    start: int
    end: int


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    name: str = ""
    count: int | None = None
    # header: names a role; common: ends one; inline: names it and goes on; "": any other line
    kind: str = ""

    @cached_property
    def mark(self) -> str:
        return _mark(self.text)


def split_roles(text: str) -> list[Role]:
    """The roles a text tells apart, in order; none where it tells of fewer than two. A role may come in several parts."""
    lines = _without_lists(_lines(text[:200_000]))
    inline = [line for line in lines if line.kind == "inline"]
    if len({_key(line.name) for line in inline}) < LEAST:
        inline = []
    roles: list[Role] = []
    opened: _Line | None = None
    opened_at = 0

    def close(end: int) -> None:
        if opened is not None:
            roles.append(Role(opened.name, opened.count, opened_at, end))

    for line in lines:
        is_role = line.kind == "header" or (line.kind == "inline" and line in inline)
        ends_inline = opened is not None and opened.kind == "inline" and _is_level(opened, line)
        if is_role or line.kind == "common" or ends_inline:
            close(line.start)
            opened, opened_at = (line, line.start) if is_role else (None, 0)
    close(len(text))
    return roles if len({_key(role.name) for role in roles}) >= LEAST else _limited_roles(lines)


def _limited_roles(lines: list[_Line]) -> list[Role]:
    """`장애인 제한경쟁 분야는 …에 한함`: a line about some of the roles says that there are others, without words of their own."""
    found = []
    for line in lines:
        told = _LIMITED.match(line.text)
        if told:
            found.append(Role(_unwrapped(" ".join(told["name"].split())), None, line.start, line.end))
    return [Role(OTHERS, None, 0, 0), *found] if found else []


def role_key(name: str) -> str:
    """What is the same for one role however its name is spaced."""
    return _key(name)


def _unwrapped(name: str) -> str:
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name


def _key(name: str) -> str:
    return "".join(name.split())


def _is_level(opened: _Line, line: _Line) -> bool:
    """Whether a line is as high as the one that named the role, or higher."""
    if line.mark == opened.mark:
        return bool(line.text.strip())
    return line.mark[:1].isdigit() or (line.mark in ("□", "■", "○", "ㅇ", "◇", "◆") and opened.mark not in ("□", "■"))


def _lines(text: str) -> list[_Line]:
    found = []
    place = 0
    for raw in text.split("\n"):
        found.append(_Line(place, place + len(raw), raw, *_told(raw)))
        place += len(raw) + 1
    # `3. 원무(간호조무사)` beside `1. 운영지원(미화청소)`
    marks = {line.mark for line in found if line.kind == "header" and line.mark[:1].isdigit()}
    return [
        _Line(line.start, line.end, line.text, *_named(_PLAIN.match(line.text)["name"], line.text, "header"))  # type: ignore[index]
        if marks and not line.kind and line.mark in marks and _may_name_a_role(line)
        else line
        for line in found
    ]


# Name, headcount and kind of a line.
_Told = tuple[str, int | None, str]
_NOTHING: _Told = ("", None, "")


# Offices write the same lines again and again.
@lru_cache(maxsize=8192)
def _told(raw: str) -> _Told:
    if not raw.strip() or len(raw) > LONGEST_LINE:
        return _NOTHING
    labelled = _LABELLED.match(raw) if "모집" in raw or "채용" in raw else None
    if labelled:
        return _named(labelled["name"], raw, "header")
    bracketed = _BRACKETED.match(raw) if any(bracket in raw[:8] for bracket in "[<【《〈(") else None
    if bracketed:
        return _told_in_brackets(bracketed, raw)
    named = _PLAIN.match(raw) if len(raw) <= 70 and not raw.endswith(_ENDS_A_SENTENCE) else None
    if named:
        bare = _bare(named["name"])
        if _COMMON.match(bare):
            return "", None, "common"
        return _named(named["name"], raw, "header") if len(bare) <= 26 and _is_role_name(bare) else _NOTHING
    inline = _INLINE.match(raw) if ":" in raw[:40] else None
    if inline and _is_role_name(_bare(inline["name"])):
        return _named(inline["name"], raw, "inline")
    return _NOTHING


def _told_in_brackets(bracketed: re.Match[str], raw: str) -> _Told:
    name = next(bracketed[group] for group in "abcdef" if bracketed[group])
    rest = bracketed["rest"].strip()
    if _COMMON.match(name) and not rest:
        return "", None, "common"
    if name.startswith("연번") and rest:
        return _named(rest, raw, "header")
    if bracketed["f"] and (rest or not _NAMES_A_ROLE.search(_bare(name))):
        # `(감염병병원설립기획팀) 계약직 전문의 1명`
        if _COUNT.search(rest) and len(rest) < 30 and not _GENERIC.search(name):
            return _named(f"{name} {_COUNT.sub('', rest).strip()}", raw, "header")
        return _NOTHING
    if rest.startswith(":") and len(rest) > 4 and _is_role_name(_bare(name)):
        return _named(name, raw, "inline")
    is_alone = not rest or _COUNT.match(rest.lstrip("(:").strip()) or len(rest) < 3
    return _named(name, raw, "header") if is_alone and not _GENERIC.search(name) else _NOTHING


def _is_role_name(bare: str) -> bool:
    return bool(bare and not _GENERIC.search(bare) and not _SENTENCE.search(bare) and _NAMES_A_ROLE.search(bare))


def _may_name_a_role(line: _Line) -> bool:
    """A short line without a verb, which is a role's name where its neighbours of the same mark are."""
    named = _PLAIN.match(line.text)
    bare = _bare(named["name"]) if named else ""
    return bool(bare) and len(bare) <= 16 and not _GENERIC.search(bare) and not _SENTENCE.search(bare)


def _named(name: str, raw: str, kind: str) -> _Told:
    counted = _COUNT.search(raw)
    tidy = " ".join(name.split()).strip(" :·-")[:LONGEST_NAME]
    return tidy, int(counted["count"]) if counted else None, kind


def _bare(name: str) -> str:
    """Without brackets, however nested."""
    for _ in range(3):
        name = re.sub(r"\([^()\n]*\)", "", name)
    return name.strip()


def _mark(raw: str) -> str:
    marked = re.match(r"\s*" + _MARK, raw)
    mark = (marked["mark"] if marked else None) or ""
    if mark[:1].isdigit():
        return "1" + mark[-1]
    return "①" if "①" <= mark[:1] <= "⑳" else mark


def _without_lists(lines: list[_Line]) -> list[_Line]:
    """Role names one below the other are a list of what is hired for; only a name with something below it opens a role."""
    kept = list(lines)
    filled = [number for number, line in enumerate(lines) if line.text.strip()]
    for at, number in enumerate(filled):
        line = lines[number]
        if line.kind != "header":
            continue
        before = lines[filled[at - 1]] if at else None
        after = lines[filled[at + 1]] if at + 1 < len(filled) else None
        is_listed = any(
            other is not None and other.kind == "header" and other.mark == line.mark for other in (before, after)
        )
        is_empty = after is None or after.kind == "header"
        if is_listed or is_empty:
            kept[number] = _Line(line.start, line.end, line.text)
    return kept
