"""Words shared by the rules."""

import re

# 학력·연령·성별 제한 없음: the things listed, then that there is no limit.
SUBJECT = r"(?:학력|연령|나이|성별|전공|경력|어학|외국어|신체조건|출신지역?|거주지역?|지역|국적|학점|학교|종교|자격증?|자격요건|병역|장애|혼인여부|신체|응시연령|지원연령|연령상한|출신학교|사진|신장)"
_LISTED = rf"\(?{SUBJECT}(?:요건|사항|조건)?\*?(?:\([가-힣,·]{{1,8}}\))?(?:[·,/및‧ㆍ.:]|와|과)?"
_NO_LIMIT = r"(?:등)?(?:의|에|에는|은|는|에대한|관련|에따른|등에?)?(?:응시|지원)?(?:자격)?(?:특별한)?\)?[:\-]?(?:제한사항|제한|무관|관계)(?:이|은|을|:)?(?:없[음는으이]|없이|두지않|폐지|해당없음)?"
NO_LIMITS = re.compile(rf"(?:{_LISTED}){{1,9}}\)?{_NO_LIMIT}")
_REALLY = re.compile(r"제한(?:사항)?(?:이|은|을|:)?(?:없|두지않|폐지)|무관|관계없")


def unlimited(text: str) -> list[tuple[int, int, str]]:
    """Every `학력, 연령 제한 없음`: start, end, its words."""
    if "제한" not in text and "무관" not in text and "관계없" not in text:
        return []
    return [(match.start(), match.end(), match[0]) for match in NO_LIMITS.finditer(text) if _REALLY.search(match[0])]
