"""What a reader typed, as terms to find. Any text at all can be read.

    간호사 "경력 3년" -인턴 한전 ㄱㄹㅂㅈ

Every term must be found, none of those after a minus; between quotation marks the letters and the gaps are
taken as they are. docs/method.md says the rules in full.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.search.letters import composed, fold, fold_word
from dashboard.search.texts import Phrase

# The rest of a longer text is not read.
LONGEST_QUERY = 200
QUOTES = str.maketrans(dict.fromkeys("“”„‟＂", '"'))
MINUS = "-−–－"
PARTS = re.compile(rf'([{MINUS}]?)(?:"([^"]*)"?|([^\s,;/|"]+))')

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
# Keyboards join two consonants typed one after the other.
JOINED = str.maketrans(
    {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
     "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
)  # fmt: skip
FEWEST_INITIALS = 2

FIRST_SYLLABLE, LAST_SYLLABLE = "가", "힣"
FINALS = 28
ENDINGS_ANYWHERE = ("에서", "에게", "의", "에")
ENDINGS_AFTER_CONSONANT = ("으로", "은", "이", "을")
ENDINGS_AFTER_VOWEL = ("는", "가", "를", "와")
SHORTEST_STEM = 2
# Words of job notices that end as if a particle stood there.
NOUNS = (
    "전문의", "전공의", "수련의", "일반의", "주치의", "지도의", "촉탁의", "회의", "강의", "협의", "심의", "문의", "동의",
    "건의", "합의", "정의", "결의", "주의", "상의", "유의", "창의", "휴가", "허가", "추가", "대가", "여가", "어린이",
    "젊은이", "높이", "넓이", "깊이", "길이", "놀이", "지킴이", "마을", "가을",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: a phrase in titles, names or texts, the initial consonants of an institution's name, or
    the institutions an abbreviation stands for. Any of them will do."""

    phrase: Phrase | None = None
    initials: str = ""
    institution_codes: tuple[str, ...] = ()
    is_excluded: bool = False

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return (self.phrase,) if self.phrase else ()


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to find, so that everything is found."""
        return not self.terms

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)


def parse(text: str, abbreviations: Mapping[str, tuple[str, ...]]) -> Query:
    """`abbreviations`: institution codes by abbreviation, in its letters."""
    terms = []
    for match in PARTS.finditer(text[:LONGEST_QUERY].translate(QUOTES)):
        minus, quoted, word = match.groups()
        # A minus excludes where a word starts; within one it is a hyphen.
        is_excluded = bool(minus) and (match.start() == 0 or match.string[match.start() - 1].isspace())
        term = _quoted_term(quoted, is_excluded) if word is None else _word_term(word, is_excluded, abbreviations)
        if term:
            terms.append(term)
    return Query(tuple(dict.fromkeys(terms)))


def says_nothing(text: str) -> bool:
    """Whether there is a text, and nothing in it that could be looked for: `%`, `…`, a single consonant."""
    return bool(text) and parse(text, {}).is_empty


def initials_of(letters: str) -> str:
    """The letters of a name with each Korean syllable as its first consonant."""
    return "".join(
        INITIALS[(ord(letter) - ord(FIRST_SYLLABLE)) // (21 * FINALS)] if _is_syllable(letter) else letter
        for letter in letters
    )


def stem_of(word: str) -> str:
    """The word without the particle at its end."""
    if word.endswith(NOUNS):
        return word
    for endings, needs_consonant in (
        (ENDINGS_ANYWHERE, None),
        (ENDINGS_AFTER_CONSONANT, True),
        (ENDINGS_AFTER_VOWEL, False),
    ):
        for ending in endings:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= SHORTEST_STEM and _is_syllable(stem[-1]):
                ends_in_consonant = (ord(stem[-1]) - ord(FIRST_SYLLABLE)) % FINALS != 0
                if needs_consonant is None or needs_consonant == ends_in_consonant:
                    return stem
    return word


def _quoted_term(text: str, is_excluded: bool) -> Term | None:
    letters = fold(composed(text))
    if not letters.text:
        return None
    return Term(Phrase(letters.text, tuple(letters.gaps[1:].tolist())), is_excluded=is_excluded)


def _word_term(text: str, is_excluded: bool, abbreviations: Mapping[str, tuple[str, ...]]) -> Term | None:
    initials = text.translate(JOINED)
    if len(initials) >= FEWEST_INITIALS and all(letter in INITIALS for letter in initials):
        return Term(initials=initials, is_excluded=is_excluded)
    word = fold_word(text)
    if not word:
        return None
    stem = stem_of(word)
    codes = dict.fromkeys((*abbreviations.get(word, ()), *abbreviations.get(stem, ())))
    return Term(Phrase(stem), institution_codes=tuple(codes), is_excluded=is_excluded)


def _is_syllable(letter: str) -> bool:
    return FIRST_SYLLABLE <= letter <= LAST_SYLLABLE
