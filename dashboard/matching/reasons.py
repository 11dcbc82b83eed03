"""Why a role suits a person: points, each for words of the posting that are quoted. Without the words there is no point."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboard.matching.openings import TITLE, Opening, Role, Span
from dashboard.matching.profile import Profile

# What words are worth. A licence asked for, the name of the role and the title say what the work is; a coded field among
# many and a remark in the text say little.
LICENCE_ASKED, NAME, WHOLE_TITLE = 4, 4, 4
TITLE_OF_MANY, REMARK, PASSAGE = 2, 1, 2
FIELD, FIELD_OF_MANY = 2, 1
LICENCE_FAVOURED = 1
FEW_FIELDS = 2
# A 기사 of whatever field.
_ANY_FIELD = "(분야)"
MOST_REMARKS = 2
# Words of terms, not of work.
_TERMS = frozenset(
    {
        "신입",
        "경력",
        "청년",
        "인턴",
        "청년인턴",
        "정규직",
        "계약직",
        "비정규직",
        "무기계약직",
        "공무직",
        "기간제",
        "직원",
        "채용",
    }
)
# Favoured by nearly everybody, of whatever work.
_GENERAL = re.compile(r"한국사|컴퓨터활용|워드프로세서|국어|한자|TOEIC|운전면허|\(분야\)$")
_LATIN = re.compile("[A-Za-z0-9]")
_TAIL = re.compile(
    r"(?:직원|직렬|직무|직|원|사|자|팀장|팀|부서|부문|분야|업무|담당자?|인력|관리자?|감독|감시관?|보조원?|지원|관|역|전문가?|요원|근로자|개발자?|운영|인턴|상담|"
    r"[가-힣]?기사|과|실|부|학|시스템|보안|·)*(?![가-힣])"
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Points for the words of `span`. `matter`: licence, word, field, favoured."""

    matter: str
    points: int
    span: Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """A profile, its licences with those below them, and each of its words as it may be spelled, the longest first."""

    profile: Profile
    held: frozenset[str]
    words: tuple[str, ...]


def wanted(profile: Profile) -> Wanted:
    """A profile made ready, once for all postings."""
    spelled = {form for word in profile.words for form in (word, word.upper(), word.lower())}
    return Wanted(profile, profile.held, tuple(sorted(spelled, key=lambda word: (-len(word), word))))


def _places(text: str, word: str) -> Iterator[int]:
    """Where a text says a word: it begins there, or ends in what names a trade (안전관리 in 산업안전관리자)."""
    place = text.find(word)
    while place >= 0:
        before, end = text[place - 1 : place], place + len(word)
        if word.isascii():
            is_word = not ((before.isascii() and before.isalnum()) or _LATIN.match(text, end))
        else:
            is_word = not "가" <= before <= "힣" or bool(_TAIL.match(text, end))
        if is_word:
            yield place
        place = text.find(word, end)


def reasons(opening: Opening, role: Role, want: Wanted) -> list[Reason]:
    """What speaks for a role, the strongest first."""
    found = [
        *_licences(role, want.held),
        *_words(opening, role, want),
        *_fields(opening, want.profile),
        *_favoured(role, want.held),
    ]
    return sorted(_once(found), key=lambda reason: -reason.points)


def _licences(role: Role, held: frozenset[str]) -> Iterator[Reason]:
    for need in sorted(role.required, key=lambda need: need.value.endswith(_ANY_FIELD)):
        if need.kind == "licence" and need.value in held:
            yield Reason("licence", REMARK if need.value.endswith(_ANY_FIELD) else LICENCE_ASKED, need.span)
            return


def _favoured(role: Role, held: frozenset[str]) -> Iterator[Reason]:
    special = {need.value: need for need in reversed(role.preferred) if need.kind == "licence" and need.value in held}
    for value, need in [*special.items()][:MOST_REMARKS]:
        yield Reason("favoured", LICENCE_FAVOURED if _GENERAL.search(value) else 2 * LICENCE_FAVOURED, need.span)


def _fields(opening: Opening, profile: Profile) -> Iterator[Reason]:
    own = opening.coded["ncs_fields"]
    for name in own:
        if name in profile.ncs:
            start = ", ".join(own).index(name)
            points = FIELD if len(own) <= FEW_FIELDS else FIELD_OF_MANY
            yield Reason("field", points, Span("ncs_fields", start, start + len(name), name))
            return


def _words(opening: Opening, role: Role, want: Wanted) -> Iterator[Reason]:
    if not want.words:
        return
    if role.name:
        yield from _found(opening, role.name, want, NAME, 1)
    title = WHOLE_TITLE if not opening.has_several_roles else TITLE_OF_MANY
    if not (role.name and role.name.source == TITLE):
        yield from _found(opening, opening.title_span, want, title, 1)
    for passage in role.passages[:1]:
        yield from _found(opening, passage, want, PASSAGE, 1)
    for passage in opening.common[:3]:
        yield from _found(opening, passage, want, REMARK, MOST_REMARKS)


def _found(opening: Opening, span: Span, want: Wanted, points: int, most: int) -> list[Reason]:
    """Where a span says one of the words, the most telling first, each word once."""
    text, best = span.quote, dict[str, Reason]()
    for word in want.words:
        for place in _places(text, word):
            start, end = span.start + place, span.start + place + len(word)
            if _is_part_of_another(opening, span.source, start, end, want.held):
                continue
            reason = Reason("word", _worth(text, place, word, points), Span(span.source, start, end, word))
            if word not in best or best[word].points < reason.points:
                best[word] = reason
            if reason.points == points:
                break
    return sorted(best.values(), key=lambda reason: -reason.points)[:most]


def _worth(text: str, place: int, word: str, points: int) -> int:
    """Half for the end of a longer word (보조 in 사무보조원), and for words of terms."""
    is_tail = place > 0 and "가" <= text[place - 1] <= "힣"
    return max(points // 2, 1) if is_tail or word in _TERMS else points


def _is_part_of_another(opening: Opening, source: str, start: int, end: int, held: frozenset[str]) -> bool:
    """간호 in 간호조무사, for a nurse: the name of a licence that is not held."""
    places = opening.named.get(source, ())
    return any(own[0] <= start and end <= own[1] and own[2] not in held for own in places)


def _once(found: Iterable[Reason]) -> Iterator[Reason]:
    seen: set[tuple[str, int]] = set()
    for reason in found:
        key = reason.span.source, reason.span.start
        if key not in seen:
            seen.add(key)
            yield reason
