"""Texts without content: what the portal's users write where they have nothing to say, or have said it elsewhere.

`없음`, `-`, `공고문 참조`, `직종 및 분야별 응시자격 첨부파일 참고`, `우대조건은 공고문을 확인하여 주시기 바랍니다`. Known by their words:
every one of them must be about the notice itself. One word about the vacancy (`장애인`, `면허`, an article, a
number, an address) and the text has content.
"""

import re

# Longer texts are not looked at.
LONGEST_FILLER = 150
# So long may a text be that names an attachment and says no more.
LONGEST_NAME = 20

_NOTHING = re.compile(
    r"[\s.,/\-–—~·ㆍ_*※]*|(?:(?:별도|해당|특이|기타|우대)\s*)*(?:사항|조건|내용)?\s*(?:없음|없슴|없습니다|무|미해당)\s*\.?|n\s*/\s*a|none|x",
    re.IGNORECASE,
)
_NOTICE = "공고문 공고 모집요강 요강 안내문 공지사항 첨부파일 첨부문서 첨부 붙임 별첨 별지 별표 파일 문서 원본 원문 직무기술서 직무설명서 직무설명자료 직무기술"
# A facility's way to book may be `홈페이지` and no more: these count where it is a vacancy that is spoken of.
_SITES = "누리집 홈페이지 사이트 url 링크"
_SUBJECTS = (
    "응시자격 지원자격 자격요건 자격조건 응시요건 요건 우대사항 우대조건 우대내용 우대요건 대조건 가점사항 가점 결격사유 임용결격사유 자격기준 자격사항 자격내용 전형절차 전형방법 전형일정 전형 "
    "절차 방법 일정 기준 근무관서 근무지 근무기관 직종 직무 직렬 직급 분야 부문 단위 대상자 채용자 응시자 지원자 신규 모집 채용 지원 응시 보다 자세한 자세히 상세한 상세 세부적인 세부 "
    "구체적인 구체적 정확한 기타 관련 관한 대한 해당 아래 위의 하단 상단 내용 사항 정보 조건 항목 각각 각종 별도 반드시 기재 명시 게시 첨부한 공통 및 등 내 각 본 동 당사 우리 기관 서류 입사지원서 지원서"
)
_POINTING = (
    "참조 참고 확인 열람 따름 따릅니다 의함 동일 갈음 같음 상이함 상이 다름 바랍니다 바람 바라며 바랄 요망 요함 부탁드립니다 부탁 하시기 하시길 하여 하여야 하세요 하십시오 해주세요 해주시기 해 "
    "주시기 주시길 주세요 주십시오 드립니다 합니다 할것 필요 것 함"
)
_ENDINGS = "으로 에서 에게 에는 에도 이나 이며 이므로 하므로 하오니 하니 되어 된 되는 있는 있음 한 할 별로 별 의 은 는 을 를 이 가 에 로 과 와 도 내 상 등 및"


def _any_of(*words: str) -> str:
    """An expression for words given with blanks between.

    The longest first: none of them is tried again, so that no text takes longer than its length.
    """
    return "|".join(sorted(map(re.escape, " ".join(words).split()), key=len, reverse=True))


_WORD = re.compile(
    rf"(?>{_any_of(_NOTICE, _SITES, _SUBJECTS, _POINTING)})++(?>{_any_of(_ENDINGS)})?+(?>{_any_of(_ENDINGS)})?+"
)
_NAME = re.compile(rf"(?:채용|모집)?(?>{_any_of(_NOTICE)})++")
_SAYS_WHERE = re.compile("참조|참고|확인|열람|따름|따릅|의함|상이|다름")
_SITE = re.compile(_any_of(_SITES))
_VACANCY = re.compile("공고|채용|모집|응시|우대|전형|결격|직무")
# `붙임 5`, and numbers of items; any other number is content.
_COUNTED = re.compile(r"(?<=붙임|별첨|첨부|별지|별표)[\s-]*\d{1,2}(?!\d)|(?<![\w.])\d{1,2}[.)](?!\d)")
_TOKENS = re.compile(r"[^\W_]+|%")
_BULLETS = frozenset("ㅇㅁㆍoº")


def is_filler(text: str) -> bool:
    """Whether a text says nothing, or only where the notice says it. Linear in its length."""
    words = text.strip()
    if len(words) > LONGEST_FILLER:
        return False
    if _NOTHING.fullmatch(words):
        return True
    tokens = [token for token in _TOKENS.findall(_COUNTED.sub(" ", words.casefold())) if token not in _BULLETS]
    if _SITE.search(words.casefold()) and not _VACANCY.search(words):
        return False
    if _SAYS_WHERE.search(words):
        return all(_WORD.fullmatch(token) for token in tokens)
    return len(words) <= LONGEST_NAME and all(_NAME.fullmatch(token) for token in tokens)
