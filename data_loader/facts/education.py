"""Degrees asked for: 학사 학위 이상, 전문대학 이상, 고등학교 졸업자, 학력 무관."""

import re
from collections.abc import Iterator

from data_loader.facts.fact import Fact
from data_loader.facts.needs import PREFERENCE_FIELDS, need_at
from data_loader.facts.passage import Passage, mentions

_DEGREE_TAIL = r"(?:학위|\(|이상|취득|소지|졸업|수료|과정(?:을)?(?:졸업|수료|이상|재학)|및|또는|,|·|/|\)|예정|보유|전공|후|로서|인자|출신)"
_DEGREES = re.compile(
    r"(?=[석학박Dd전234대정고])(?:"
    r"(?P<masters>석[·,/]?(?=박사))"
    r"|(?<![가-힣])(?P<bachelors>학[·,/]?(?=석사))"
    r"|(?P<doctor>[Dd]octoraldegree|박사(?!후|급|후연구|님)(?=" + _DEGREE_TAIL + r")(?:학위|과정)?)"
    r"|(?P<master>석사)(?!급)(?=" + _DEGREE_TAIL + r")(?:학위|과정)?"
    r"|(?P<assoc>전문학사|전문대(?:학교?)?(?!학?(?:교)?(?:원|병원|\)))|(?:2년제|3년제)(?:또는|/|·|,)?(?:3년제)?대학)(?:학위)?"
    r"|(?<!전문)(?P<bachelor>학사(?!급|일정|운영|관리|행정|지원|업무|제도|경고|과정?생|력)(?="
    + _DEGREE_TAIL
    + r")(?:학위)?"
    r"|(?:4년제|4년제정규)(?:정규)?(?:이상)?(?:의)?대학교?|(?<!전문)대학교?(?:이상)?(?:을|를|의)?졸업(?!생?수준|앨범|여부|증명|앨범|시기)|대졸(?:자)?(?=이상|\(예정|학력이상|또는|,|\n|$)|정규대학(?=이상|졸업))"
    r"|(?P<high>고등학교(?=[^\n]{0,12}졸업|이상|검정고시)|고졸(?=또는동등|이상|학력|\(예정\)|자?이상|에한)|고교졸업|고졸자이상)"
    r")"
)
_HIGH_TAIL = re.compile(
    r"^(?:(?:이상)?(?:의학력)?(?:을|를|에서|의)?(?:이상)?졸업(?:\(예정\)|예정|한|이상)?(?:자|학력)?(?:이상)?|이상)"
)
_LEVELS = ("doctor", "master", "assoc", "bachelor", "high")
_REPLACED = re.compile(r"^(?:이하|미만|수준|급|(?:이상)?(?:에|의)?(?:재학|휴학|중퇴))")
_NO_DEMAND = re.compile(
    r"^(?:학위)?[^\n,]{0,10}(?:제출|증명서|증빙|사본|기재|입력|표기)|^[가-힣]{0,6}(?:논문|과정중|과정생|기간|과정을포함)"
)
_BRACKETS = re.compile(r"\([^()\n]{0,60}\)")
# 학위 소지자 지원 불가: whom the posting keeps out; a professor of the college asks for no degree of it.
_BARRED = re.compile(
    r"^[^\n]{0,30}?(?:소지자|졸업자|예정자|수료자|자)[^\n]{0,28}?(?:지원|응시)(?:이)?불가|^[^\n]{0,16}교수"
)
_CAREER_OF_IT = re.compile(r"^(?:학위)?(?:취득)?(?:이후|이전)[^\n]{0,10}(?:경력에한해|경력만|인정)")


def degrees(passage: Passage) -> Iterator[Fact]:
    """Each degree a passage asks for, `none` where it says that none is."""
    text = passage.squeezed
    for match in mentions(_DEGREES, text):
        level = next(name.removesuffix("s") for name in (*_LEVELS, "masters", "bachelors") if match[name])
        start, end = match.start(), match.end()
        if level == "high":
            tail = _HIGH_TAIL.match(text[end : end + 24])
            end += tail.end() if tail else 0
        if _is_a_demand(passage, level, start, end):
            need = need_at(passage, start, end)
            if need != "excluded":
                yield Fact("education", level, need, *passage.span(start, end), f"education.{level}")
    for start, end, words in passage.unlimited:
        if "학력" in words:
            yield Fact("education", "none", "stated", *passage.span(start, end), "education.none")


def _is_a_demand(passage: Passage, level: str, start: int, end: int) -> bool:
    text = passage.squeezed
    after, before = passage.after(end, 40), passage.before(start, 40)
    # 고졸(예정)자 among preferences is a group.
    if passage.field in PREFERENCE_FIELDS and text.startswith("고졸", start):
        return False
    if _BARRED.search(_BRACKETS.sub("", passage.after(end, 70))):
        return False
    if _REPLACED.match(after) or _NO_DEMAND.match(after) or _CAREER_OF_IT.match(after):
        return False
    # 지역인재: where the last school stands, not which degree is needed.
    if passage.field in PREFERENCE_FIELDS or passage.field == "notice_text":
        line_start = passage.clause(start)[0]
        if re.search(r"지역인재|최종학력|소재|비수도권|이전지역|대학원", text[line_start : end + 30]) and level in (
            "high",
            "assoc",
            "bachelor",
        ):
            return False
    if passage.field == "notice_text" and re.search(r"증명서|학위수여|제출", text[max(0, start - 90) : start]):
        return False
    if re.search(r"최종학력(?:이|은|을)?(?:\()?$", before) and level != "high":
        return "이하" not in after[:8]
    return not re.search(r"(?:허위|위조|우대함?없)$", before)
