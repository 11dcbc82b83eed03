"""Licences and certificates: by the gazetteer, by grade (관련 분야 기사 이상), and words that look like one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from data_loader.facts.fact import Fact
from data_loader.facts.gazetteer import TECHNICAL, Name, names_by_start
from data_loader.facts.needs import PREFERENCE_FIELDS, is_denied, need_at
from data_loader.facts.passage import MOST_MENTIONS, Passage, mentions

_LEVEL_AFTER = re.compile(
    r"(?:자격증?|인증서?|시험|검정시험|검정|\(심화\)|심화|\(기본\)|,|\(|:|\[)?(?:심화)?(?P<level>준?[1-9][+-]?)급(?:[+-])?(?P<tail>이상|\(?이상\)?|또는)?\)?"
)
_LEVEL_BEFORE = re.compile(r"(?P<level>[1-9])급(?:이상)?(?:의)?$")
_LICENCE_NEAR = re.compile(r"(?:(?:인증|전문|국가)?자격증?|면허증?|소지|보유|취득|증(?![가-힣])|인증)")
_JOB_WORDS = re.compile(r"채용|모집|업무|근무|담당|직원|\d명|초빙|배치|수행|보조원|인력풀")
_LAW_BEFORE = re.compile(
    r"(?:법>?(?:상|에의한|에의하여|에의해|에따른|에따라|에서정한|에근거한|제\d{1,3}조[^\n]{0,14}(?:에따른|의한|의거한?|따라))|면허를받은|자격을(?:갖춘|가진|취득한)|면허를(?:취득한|가진))$"
)
_LICENCE_LIST_BEFORE = re.compile(
    r"(?:자격증?|면허증?|필요자격|자격사항|자격요건|관련자격)(?:\([^()\n]{0,12}\))?[:(\-][^\n:]{0,100}$"
)
_POINTS_AFTER = re.compile(r"^[\-:(]?\d{1,2}(?:\.\d)?점")
_FOLLOWED = re.compile(
    r"^(?:면허|자격|증|로서|으로서|또는|혹은|및|이상|을|를|의|이나|나|이고|이며|중|등|와|과|급|소지|보유|취득|시험|[1-9]급|국가|인증|검정|이어야|로|가|인자|합격|이면|일것|만|에한|불가|제외|우대|가점|분야|심화|있는)"
)
_SPECIALIST_NO = re.compile(
    r"(?:지도|촉탁|봉직|당직|응급실|입원전담|상주|초빙|별정직|계약직|일반직|비|임상|공보의|협력|전담|호스피스|야간)$"
)
_SPECIALIST_AFTER = re.compile(
    r"^(?:의)?(?:자격|면허|증|소지|보유|취득|로서|이면서|\d{1,2}년(?:이상|차)|또는|및|,|시험|이상|인자|예정|가능|은?\n|\n|$|·|[①-⑳])"
)
_GRADE = re.compile(r"(?P<grade>산업기사|기술사|기능장|기능사|기사)")
_GRADE_AFTER = re.compile(
    r"^(?:\([^()\n]{0,10}\))?(?:급)?(?:이상|자격|면허|또는|및|,|·|/|소지|취득|보유|인|로서|의|\)|1급|2급|(?=[○ㅇ\n]|$))"
)
_GRADE_BEFORE = re.compile(
    r"(?:분야|직무|관련|해당|직종|부문|종목|또는|및|이상|,|·|/|\(|\)|계열|>|의|:|-|한|와|과|각종|국가기술자격|따른|~|필수\d?|동일)$"
)
_NOT_GRADE = re.compile(
    r"운전기사|버스|택시|택배|설치기사|신문|취재|AS기사|연구기사|전기기계통신기사|기사직|기사(?:님|식당|도우미)"
)
_DRIVING = re.compile(
    r"(?:(?:자동차)?운전면허(?:증)?[:(\[,]?(?:제)?(?P<class1>[12])종(?:자동차)?(?P<kind1>대형|보통|특수|소형)(?:면허증?)?(?:이상)?[)\]]?)"
    r"|(?:제?(?P<class4>[12])종운전면허\((?P<kind4>대형|보통|특수|소형)(?:또는[가-힣]{2})?\))"
    r"|(?:운전면허(?:증)?소지자?\(제?(?P<class3>[12])종(?P<kind3>대형|보통|특수|소형)\))"
    r"|(?:제?(?P<class2>[12])종(?:자동차)?(?:운전면허)?[(:]?(?P<kind2>대형|보통|특수|소형)[)]?(?:이상)?(?:의)?(?:자동차)?(?:운전)?(?:면허증?)(?:이상)?)"
    r"|(?:운전면허(?:증|자격증)?(?=소지|보유|필수|필요|취득|가진|\n|,|를|을|$|\(|및|있는))"
)
_ENDS_A_NAME = re.compile(
    r"(?P<name>[가-힣A-Za-z·]{2,16}(?:사|전문가|관리자|지도자|요원|심사원|조정자|감리원|구조원|안내원|능력검정|능력))"
    r"(?P<level>[1-9]급)?(?:이상)?(?:\([^()\n]{1,12}\))?(?:국가)?$"
)
_CERTIFICATE = re.compile(r"(?:자격증|면허증|자격|면허)(?=소지|보유|취득|을|를|이있|,|\)|및|또는|이상|\n|$|우대|필수)")
_LONGEST_NAME = 40
_GENERIC = re.compile(
    r"관련|해당|분야|필요|국가|기술자격|직무|각종|모든|기타|다음|동등|응시|지원|우대|위의|민간|이상|등의|상기|아래|업무|전문의|대상|담당|채용|입사|강사|응시자|관리능력|수행능력|활용능력|회사|공사|종사|검사|기사|교사$|의사|행사|조사$|인사"
)
_WORD_SPLIT = re.compile(r"또는|혹은|및|이나|이면서|,|·|/|\)|>|의(?=[가-힣]{3})|한(?=[가-힣]{4})|\d")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: str
    rule: str


# Certificates that nearly always earn points: asked for only where a notice says so beside them.
_BONUS = re.compile("한국사|KBS|한국실용|국어능력|컴퓨터활용|워드프로세서|MOS|ITQ|한자")


_HINTS = ("자격", "면허", "기사", "기능사", "기술사", "기능장", "능력", "전문의", "로서", "점", "인증", "수료", "급")
_BY_LAW = re.compile(r"법>?(?:상|에의한|에따른|에서정한|제\d)[^\n]{0,16}사")


def licences(passage: Passage) -> Iterator[Fact]:
    """Each licence a passage asks for, rewards or rules out."""
    text = passage.squeezed
    if not any(hint in text for hint in _HINTS) and not _BY_LAW.search(text) and len(text) > 12:
        return
    grades = [*_grades(passage)]
    found = [*_driving(passage), *_listed(passage, [*_named(passage)], grades), *_specialists(passage)]
    covered = {place for one in found for place in range(one.start, one.end)}
    found += [one for one in grades if one.start not in covered]
    covered |= {place for one in found for place in range(one.start, one.end)}
    found += [one for one in _unknown(passage) if not covered & set(range(one.start, one.end))]
    end = -1
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start < end:
            continue
        end = one.end
        if passage.field == "notice_text" and re.match(
            r"(?:증|증명서)?(?:및[가-힣]{2,12})?(?:사본|원본|\d부|각1부)", text[one.end : one.end + 18]
        ):
            continue
        if is_denied(passage, one.start, one.end) and passage.field in PREFERENCE_FIELDS:
            continue
        need = need_at(passage, one.start, one.end)
        if need == "excluded" and passage.field in PREFERENCE_FIELDS:
            continue
        if need == "preferred" and re.match(
            r"(?:자격증?|면허증?)?(?:을)?취득(?:한)?(?:이)?후", passage.squeezed[one.end : one.end + 10]
        ):
            continue
        if need == "required" and passage.field == "notice_text" and _BONUS.match(one.value):
            need = need if "필수" in passage.before(one.start, 60) else "preferred"
        yield Fact("licence", one.value, need, *passage.span(one.start, one.end), one.rule)


def _listed(passage: Passage, found: list["_Found"], grades: list["_Found"]) -> Iterator["_Found"]:
    """The licences, and the words that may be jobs but stand in one list with them or with grades."""
    text, ends = passage.squeezed, {one.end for one in grades}
    for one in found:
        if one.rule:
            ends |= _ends(text, one)
    begins = {one.start for one in found if one.rule} | _runs(passage, found)
    for one in reversed(found):
        after = re.match(r"(?:\([^()\n]{0,14}\))?(?:,|·|/)", text[one.end : one.end + 17])
        if not one.rule and after and one.end + after.end() in begins:
            begins.add(one.start)
            ends |= _ends(text, one)
    for one in found:
        if not one.rule and one.start not in begins:
            before = re.search(r"(?:,|·|/|또는|및|혹은)$", text[max(0, one.start - 2) : one.start])
            is_listed = (
                before and one.start - len(before[0]) in ends and not _JOB_WORDS.match(text[one.end : one.end + 6])
            )
            if not is_listed:
                continue
            ends |= _ends(text, one)
        yield _Found(one.start, one.end, one.value, one.rule or "licence.listed")


def _runs(passage: Passage, found: list["_Found"]) -> set[int]:
    """Where three or more stand in one list they are licences, but in what is asked of jobs: there they may be the jobs."""
    if passage.field == "eligibility":
        return set()
    text, runs, run = passage.squeezed, set[int](), list["_Found"]()
    for one in [*found, None]:
        gap = text[run[-1].end : one.start] if run and one else ""
        if one and run and re.fullmatch(r"(?:\([^()\n]{0,14}\))?[,·/]", gap):
            run.append(one)
            continue
        if len(run) > 2:
            runs |= {member.start for member in run}
        run = [one] if one else []
    return runs


def _ends(text: str, one: "_Found") -> set[int]:
    """Where a list may go on: behind the licence, or behind the brackets that follow it."""
    brackets = re.match(r"\([^()\n]{0,14}\)", text[one.end : one.end + 16])
    return {one.end, one.end + (brackets.end() if brackets else 0)}


# By the gazetteer


def _named(passage: Passage) -> Iterator[_Found]:
    text, names = passage.squeezed.upper(), names_by_start()
    if len(text) != len(passage.squeezed):
        text = passage.squeezed
    end = count = 0
    for match in _beginnings().finditer(text):
        place = match.start()
        candidates = names.get(text[place : place + 2])
        if candidates and place >= end and count < MOST_MENTIONS:
            if text[place - 1 : place] in _JOINS:
                yield from _shared_grade(text, place, candidates)
            found = _name_at(passage, text, place, candidates)
            if found:
                yield found
                end, count = found.end, count + 1


@lru_cache(maxsize=1)
def _beginnings() -> re.Pattern[str]:
    """Where a name may begin: passes over most of a text."""
    starts = names_by_start()
    first, second = ("".join(re.escape(letter) for letter in sorted({start[n] for start in starts})) for n in (0, 1))
    return re.compile(f"[{first}](?=[{second}])")


# The last letters of 또는 and 및, and the marks of a list.
_MOST_SHARED = 6
_JOINS = ("는", "및", ",", "·", "/")
_ONE_GRADE = re.compile(r"(?P<other>[가-힣]{2,8})(?:또는|,|·|/|및)$")
_BOTH_GRADES = re.compile(r"(?P<field>[가-힣]{2,10})\(산업\)기사")


def _shared_grade(text: str, place: int, candidates: tuple[Name, ...]) -> Iterator["_Found"]:
    """`산업안전 또는 건설안전 산업기사`: the grade is said once for all."""
    for name in candidates:
        grade = TECHNICAL.search(name.written)
        if grade is None or not text.startswith(name.written, place):
            continue
        for _ in range(_MOST_SHARED):
            found = _sharing(text, place, grade[0])
            if found is None:
                return
            yield found
            place = found.start
        return


def _sharing(text: str, place: int, grade: str) -> "_Found | None":
    other = _ONE_GRADE.search(text[max(0, place - 11) : place])
    words = other["other"] if other else ""
    for begin in range(len(words) - 1):
        value = words[begin:] + grade
        if any(known.written == value for known in names_by_start().get(value[:2], ())):
            start = place - len(other[0]) + begin  # type: ignore[index]
            return _Found(start, start + len(words) - begin, value, "licence.grade_shared")
    return None


def _name_at(passage: Passage, text: str, place: int, candidates: tuple[Name, ...]) -> _Found | None:
    for name in candidates:
        if text.startswith(name.written, place):
            end = place + len(name.written)
            if _stands_alone(passage, place, end, name):
                return _with_level(passage, place, end, name)
    return None


def _stands_alone(passage: Passage, start: int, end: int, name: Name) -> bool:
    """Whether the name begins and ends a word: 행정사 does not in 행정사무, nor 의사 in 의사소통."""
    text = passage.squeezed
    before, after = text[start - 1 : start], text[end : end + 4]
    if _is_letter(before) and not passage.is_word_start(start):
        is_run_on = len(name.written) >= 5 or before in "급점및와과등는"
        if not is_run_on or (len(name.written) < 5 and not passage.is_spaceless):
            return False
    if after and _is_letter(after[0]) and not passage.is_word_start(end) and not _FOLLOWED.match(after):
        begins_another = text[end : end + 2].upper() in names_by_start()
        return len(name.written) >= 5 and begins_another
    if name.value == "의사" and re.match(r"소통|결정|표시|진행|상자|일정|록", after):
        return False
    return not re.match(r"무(?:실|원|직|보조|$)|업(?:$|의|에)", after)


def _is_letter(character: str) -> bool:
    return bool(character) and (("가" <= character <= "힣") or character.isalpha())


def _with_level(passage: Passage, start: int, end: int, name: Name) -> _Found | None:
    text = passage.squeezed
    level = _LEVEL_AFTER.match(text, end) if name.is_levelled else None
    value, before = name.value, None
    if level:
        value, last = value + level["level"] + "급", level.end()
        if text[last - 1] == ")" and "(" not in level[0]:
            last -= 1
    else:
        last = end
        before = _LEVEL_BEFORE.search(text[max(0, start - 7) : start]) if name.is_levelled else None
        if before:
            start -= len(before[0])
            value = f"{value}{before['level']}급"
    if level and text.startswith("수련", level.end()):
        return None
    if (level or before) and not (name.is_common and name.value == "비서" and not level):
        if level or _is_held(passage, start, last, name):
            return _Found(start, _with_word(text, last), value, "licence.named")
        return None
    if name.is_sure and not name.is_common:
        if _JOB_WORDS.match(text[last : last + 6]):
            return None
        return _Found(start, _with_word(text, last), value, "licence.named")
    if name.value == "한국사능력검정시험" and name.written != "한국사" and passage.field in PREFERENCE_FIELDS:
        return _Found(start, _with_word(text, last), value, "licence.named")
    if name.is_common:
        if re.match(
            r"^(?:\([^()\n]{0,8}\))?(?:인증서?|자격증?|면허증?|검정시험|시험인증|보유|소지|\d급)",
            text[last : last + 16],
        ):
            return _Found(start, _with_word(text, last), value, "licence.named")
        if name.written.isascii() and _is_held(passage, start, last, name):
            return _Found(start, _with_word(text, last), value, "licence.held")
        return _Found(start, last, value, "") if name.value != "한국사능력검정시험" else None
    if _is_held(passage, start, last, name):
        return _Found(start, _with_word(text, last), value, "licence.held")
    return _Found(start, last, value, "")


def _with_word(text: str, end: int) -> int:
    word = re.match(r"(?:자격증|면허증|자격|면허|이상)", text[end : end + 3])
    return end + (word.end() if word else 0)


def _is_held(passage: Passage, start: int, end: int, name: Name) -> bool:
    """Whether a word that may be a job is meant as a licence here."""
    text = passage.squeezed
    after, before = passage.after(end, 60), passage.before(start, 110)
    if re.match(r"^(?:\(?[가-힣]{0,6}\)?)?(?:지원|응시)?(?:불가|제외)", after):
        return True
    near = _LICENCE_NEAR.search(after)
    if near and not after[near.end() :].startswith("수당"):
        between = after[: near.start()]
        if not re.search(
            r"[:\n]|\([^()]*$|직|채용|모집|업무|근무|경력|\d명|담당|팀|교육|실습|수련|지원자|인력|경쟁|전형|특별",
            between,
        ):
            return True
    if after.startswith(("로서", "으로서", "이면서")) or _POINTS_AFTER.match(after):
        return True
    if _LAW_BEFORE.search(before[-30:]):
        return not _JOB_WORDS.match(after)
    if _LICENCE_LIST_BEFORE.search(before) and not _JOB_WORDS.search(after[:6]):
        return True
    return bool(re.search(r"(?:면허|자격)(?:증)?[을를]?$", before[-5:])) and len(text) > end


# Specialists: 내과 전문의 is the licence 전문의


def _specialists(passage: Passage) -> Iterator[_Found]:
    text = passage.squeezed
    if "전문의" not in text:
        return
    for match in mentions(re.compile(r"세부(?:분과)?전문의|분과전문의|전문의"), text):
        start, end = match.span()
        before, after = text[max(0, start - 14) : start], passage.after(end, 14)
        if before.endswith("지도") and after.startswith("자격"):
            yield _Found(start - 2, _with_word(text, end), "지도전문의", "licence.specialist")
            continue
        if text[end : end + 1] == "료" or _SPECIALIST_NO.search(before):
            continue
        if not _SPECIALIST_AFTER.match(after) or re.match(
            r"^[\](]?\d{1,2}명|^\]|^(?:\(\d|\)?:)|^\((?:계약|정규|별정|[가-힣]{1,8}과\)?\d)", after
        ):
            continue
        value = "세부전문의" if match[0].startswith("세부") else match[0]
        begin = _department(passage, start) if value == "전문의" else start
        tail = re.match(r"의?(?:자격증|면허증|자격|면허)(?:소지자)?|\d{1,2}년이상", after)
        yield _Found(begin, end + (tail.end() if tail else 0), value, "licence.specialist")


def _department(passage: Passage, start: int) -> int:
    """Where the department before a specialist begins: 마취통증의학과 전문의; `start` where there is none."""
    text = passage.squeezed
    if passage.is_spaceless or text[start - 1 : start] != "과":
        return start
    for begin in range(start - 2, max(0, start - 12) - 1, -1):
        if not _is_letter(text[begin]):
            return begin + 1
        if passage.is_word_start(begin):
            return begin
    return start


# By grade alone


def _grades(passage: Passage) -> Iterator[_Found]:
    text = passage.squeezed
    for match in mentions(_BOTH_GRADES, text):
        for grade in ("기사", "산업기사"):
            words = match["field"]
            for begin in range(len(words) - 1):
                value = words[begin:] + grade
                if any(known.written == value for known in names_by_start().get(value[:2], ())):
                    yield _Found(match.start() + begin, match.end(), value, "licence.both_grades")
                    break
    for match in mentions(_GRADE, text):
        start, end = match.span()
        if text[start - 1 : start] == ")" and text[start - 4 : start] == "(산업)":
            continue
        after, before = text[end : end + 14], text[max(0, start - 12) : start]
        is_free = (
            passage.is_word_start(start) or not before or not _is_letter(before[-1]) or _GRADE_BEFORE.search(before)
        )
        if not is_free or not _GRADE_AFTER.match(after) or _NOT_GRADE.search(before[-5:] + match[0] + after[:3]):
            continue
        near = passage.before(start, 60) + match[0] + passage.after(end, 60)
        if not re.search(r"자격|면허|기술사|이상|보유|소지|취득", near):
            continue
        yield _Found(start, _with_word(text, end), f"{match['grade']}(분야)", "licence.grade")


# Licences to drive


def _driving(passage: Passage) -> Iterator[_Found]:
    text = passage.squeezed
    if "면허" not in text:
        return
    for match in mentions(_DRIVING, text):
        number, kind = (
            match["class1"] or match["class2"] or match["class3"] or match["class4"],
            match["kind1"] or match["kind2"] or match["kind3"] or match["kind4"],
        )
        value = f"운전면허{number}종{kind}" if number else "운전면허"
        if re.match(r"(?:이)?(?:취소|정지)", text[match.end() : match.end() + 6]):
            continue
        if not number and re.search(r"신분증|여권|주민등록증", text[max(0, match.start() - 70) : match.end() + 50]):
            continue
        yield _Found(match.start(), match.end(), value, "licence.driving")


# Words that look like one


def _unknown(passage: Passage) -> Iterator[_Found]:
    text = passage.squeezed
    if "자격" not in text and "면허" not in text:
        return
    for certificate in mentions(_CERTIFICATE, text):
        match = _ENDS_A_NAME.search(text, max(0, certificate.start() - _LONGEST_NAME), certificate.start())
        if match is None:
            continue
        words, start = match["name"], match.start("name")
        for split in [*_WORD_SPLIT.finditer(words)][-1:]:
            start += split.end()
            words = words[split.end() :]
        # 「산업안전보건법」상 보건관리자, o 직업재활사
        if words[:1] in ("상", "등", "o", "O") and passage.is_word_start(start + 1):
            start, words = start + 1, words[1:]
        if len(words) < 4 or _GENERIC.search(words):
            continue
        if _is_letter(text[start - 1 : start]) and not passage.is_word_start(start):
            continue
        yield _Found(start, certificate.end(), words + (match["level"] or ""), "licence.unknown")
