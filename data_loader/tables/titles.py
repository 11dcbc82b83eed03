"""What a posting's title says besides the vacancy: that it is cancelled, put up again, or the n-th of its kind."""

import re
from typing import Literal
from unicodedata import normalize

Following = Literal["reposted", "next_round", "same_title"]

# `취소 전화 상담원`, `예약취소`, `임용취소` are called off by nobody.
_CANCELLED = re.compile(
    r"(?:공고|채용|모집|전형|접수|공모)\s*(?:의|이|가|를)?\s*(?:전면\s*)?취소|취소\s*(?:공고|된\s*공고|안내)|[(\[【<「]\s*취소(?:됨|공고)?\s*[)\]】>」]|^\s*취소\s*[:-]"
)

# What tells one notice of a vacancy from the next, each with a word it cannot be without. 인재 공고, 공연장, 강연장,
# 4차 산업, 2차 전지, 1호선 are words of their own.
_NOTICES = tuple(
    (word, re.compile(pattern))
    for word, pattern in (
        ("차", r"(?:제\s*)?(?<!\d)\d{1,3}\s*차(?!\s*(?:산업|전지|원|량|로|장))"),
        ("호", r"(?:(?<=-)|제\s*)\d{1,4}\s*호(?!\s*(?:기|선))"),
        ("회", r"제\s*\d{1,4}\s*회"),
        ("취소", r"(?:공고|채용)\s*취소|[(\[]\s*취소\s*[)\]]"),
        (
            "연장",
            r"(?:(?:공고|접수|모집|원서|마감)\s*)?(?:기간|기한|일정)?\s*(?<![공강])연장(?!\s*(?:근로|근무|자|선))",
        ),
        ("공고", r"(?:긴급|수정|정정|변경)\s*(?=공고)"),
        ("재", r"(?<!인)재\s*(?=재|공고|모집|공모|채용)"),
        ("공고", r"공고문?"),
        ("긴급", r"[(\[]\s*긴급\s*[)\]]"),
        ("정", r"[(\[]\s*(?:수정|정정)\s*[)\]]"),
        ("변경", r"[(\[]\s*변경\s*[)\]]"),
        ("추가", r"[(\[]\s*추가\s*[)\]]|추가\s*(?=채용|모집|공고|공모)"),
    )
)
# 문화재 채용, 지역인재 모집, 현재 공고, 연장근로, 계약기간 연장 가능 say nothing of the kind.
_AGAIN = re.compile(
    r"(?:(?<![가-힣])|(?<=채용)|(?<=모집)|(?<=공고)|(?<=공개)|(?<=긴급)|(?<=[직원사]))재\s*(?:재\s*)*(?:공고|공모|모집|채용|초빙|선발|접수)|"
    r"\(재\)\s*(?:공고|공모|모집)|(?<![공강])(?<!계약기간)(?<!계약기간 )(?<!근무기간)(?<!근무기간 )연장(?!\s*(?:근로|근무|자|선|전|수당|가능))|"
    r"추가\s*(?:채용|모집|접수|공고|공모|선발)|(?:채용|모집|공고)\s*추가|[(\[]\s*(?:추가|수정|정정|변경)\s*[)\]]|"
    r"(?:수정|정정|변경)\s*(?:채용\s*|모집\s*)?공고"
)
_ROUND = re.compile(
    r"(?<!\d)(\d{1,3})\s*차(?!\s*(?:산업|전지|원|량|로|장))|제\s*(\d{1,4})\s*회|(?:(?<=-)|(?<=제)|(?<=제 ))(\d{1,4})\s*호(?!\s*(?:기|선))"
)
_LETTERS = re.compile(r"[^\W_]+")


def says_cancelled(title: str) -> bool:
    """Whether the title says that the posting or the hiring was called off."""
    return "취소" in title and _CANCELLED.search(title) is not None


def says_again(title: str) -> bool:
    """Whether the title says that the notice was up before: 재공고, 연장, 추가 채용, 정정공고."""
    return _AGAIN.search(normalize("NFKC", title)) is not None


def rounds_of(title: str) -> tuple[int, ...]:
    """The numbers by which institutions count their notices: 제49차 → (49,), 제2026-3호(2차) → (3, 2)."""
    return tuple(int(next(filter(None, found.groups()))) for found in _ROUND.finditer(normalize("NFKC", title)))


def following(title: str, earlier: str) -> Following:
    """What a notice is to an earlier one of the same institution and normalised title, by what the titles say."""
    if says_again(title):
        return "reposted"
    return "next_round" if rounds_of(title) != rounds_of(earlier) else "same_title"


def normalise_title(title: str) -> str:
    """The title without 재공고, 연장, N차 and the like, blanks and signs: equal for the postings of one vacancy.

    Small letters, compatibility forms folded (NFKC). Normalising again changes nothing. It may be empty.
    """
    while (shorter := _without_notices(normalize("NFKC", title).casefold())) != title:
        title = shorter
    return title


def _without_notices(title: str) -> str:
    for word, pattern in _NOTICES:
        if word in title:
            title = pattern.sub("", title)
    # The second time round there is nothing left to take out.
    return title if title.isalnum() else "".join(_LETTERS.findall(title))
