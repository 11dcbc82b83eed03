"""What a posting's title says besides the vacancy: that it is cancelled, put up again, or the n-th of its kind."""

import re
from unicodedata import normalize

CANCELLED = ("공고취소", "채용취소")

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
        ("추가", r"[(\[]\s*추가\s*[)\]]"),
    )
)
_LETTERS = re.compile(r"[^\W_]+")


def says_cancelled(title: str) -> bool:
    """Whether the title says that the posting or the hiring was called off."""
    return any(words in title for words in CANCELLED)


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
