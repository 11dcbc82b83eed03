"""A person looking for work, as they describe themselves, and files of such profiles."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from data_loader import codes
from data_loader.facts.json_lines import read_objects

LONGEST_LINE = 100_000
MOST_ITEMS = 60
LONGEST_ITEM = 60
OLDEST, LONGEST_CAREER = 120, 80
# Highest degree held: 0 none, 1 high school, 2 two or three years of college, 3 bachelor, 4 master, 5 doctor.
DEGREES = range(6)
_REGION_CODES = {code.name: code.code for code in codes.WORK_REGIONS.values()}
_NAMES = {
    "regions": frozenset(_REGION_CODES),
    "ncs": frozenset(code.name for code in codes.NCS_FIELDS.values()),
    "hire": frozenset(code.name for code in codes.HIRE_TYPES.values()),
}
_SCORE = re.compile(r"([A-Za-z가-힣][A-Za-z가-힣 -]*?)\s*:?\s*(\d{1,3}(?:\.\d)?)\s*점?")
_TESTS = {
    "토익": "TOEIC",
    "토익스피킹": "TOEICSPEAKING",
    "텝스": "TEPS",
    "뉴텝스": "NEWTEPS",
    "토플": "TOEFL",
    "지텔프": "G-TELP",
    "아이엘츠": "IELTS",
}
_GRADES = ("기술사", "기능장", "기사", "산업기사", "기능사")
_DRIVING = ("운전면허1종대형", "운전면허1종보통", "운전면허2종보통")


@dataclass(frozen=True)
class Profile:
    """`age` in years and `career` in years, None where not told; empty sets leave a matter open.

    `degree`: 0 none to 5 doctor (`DEGREES`), None where not told. `languages`: tests with the score held, as facts spell
    them. `military`: "done" (or nothing to do), "not" yet, empty where not told. `is_disabled`, `is_veteran`, `is_local`
    (지역인재): told by the reader or not.
    """

    age: int | None = None
    degree: int | None = None
    career: float | None = None
    licences: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    ncs: frozenset[str] = frozenset()
    hires: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    is_disabled: bool = False
    is_veteran: bool = False
    is_local: bool = False
    languages: tuple[tuple[str, float], ...] = ()
    military: str = ""

    @cached_property
    def region_codes(self) -> frozenset[str]:
        """The regions wanted, with 전남광주 for either of its former two, and those two for it."""
        found = {_REGION_CODES[name] for name in self.regions}
        folded = {codes.WORK_REGIONS[code].folds_into or code for code in found}
        former = {code.code for code in codes.WORK_REGIONS.values() if code.folds_into in found}
        return frozenset(found | folded | former)

    @cached_property
    def held(self) -> frozenset[str]:
        """The licences held and those that lie below them: 1급 stands for 2급, 대형 for 보통."""
        return frozenset(lower for name in self.licences for lower in (name, *_lower(name)))


def _lower(name: str) -> Iterator[str]:
    """Licences that who holds `name` is taken to hold as well."""
    if name in _DRIVING:
        yield from (*_DRIVING[_DRIVING.index(name) + 1 :], "운전면허")
    levelled = re.fullmatch(r"(.+?)([1-6])급", name)
    if levelled:
        yield levelled[1]
        yield from (f"{levelled[1]}{level}급" for level in range(int(levelled[2]) + 1, 7))
    grade = grade_of(name)
    if grade:
        stem = name.removesuffix(grade)
        yield from (f"{lower}(분야)" for lower in _GRADES[_GRADES.index(grade) :])
        if grade in ("기사", "산업기사"):
            yield from (stem + lower for lower in _GRADES[_GRADES.index(grade) + 1 : -1])
    if name == "한식조리기능사":
        yield "한식조리사"


def licence_name(name: str) -> str:
    """A licence as facts spell it."""
    return "".join(name.split()).removeprefix("자동차")


def grade_of(name: str) -> str:
    """The grade of a national technical qualification, empty where it is none."""
    return next((grade for grade in ("기술사", "기능장", "산업기사", "기능사", "기사") if name.endswith(grade)), "")


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """A line of a file: its number from 1, the id given, and its profile, or why it cannot be read."""

    line: int
    id: Any
    profile: Profile | None
    error: str = ""


def read_profiles(path: Path) -> Iterator[ReadProfile]:
    """The lines of a file that are not blank. Raises FactsError where the file cannot be read."""
    for line in read_objects(path, LONGEST_LINE):
        yield ReadProfile(line.number, line.number, None, line.error) if line.error else _read(line.number, line.given)


def _read(number: int, given: dict[str, Any]) -> ReadProfile:
    # The lines of the judgements hold a profile beside grades.
    inner = given.get("profile", given)
    if not isinstance(inner, dict):
        return ReadProfile(number, number, None, "profile이 JSON 객체가 아닙니다")
    own_id = inner.get("id", number)
    try:
        return ReadProfile(number, own_id, profile_of(inner))
    except ValueError as error:
        return ReadProfile(number, own_id, None, str(error))


def profile_of(given: Mapping[str, Any]) -> Profile:
    """A profile from the keys age, edu, career, lic, regions, ncs, hire, words, disabled, veteran, local, lang, military.

    Raises ValueError with a sentence where a value makes no sense.
    """
    degree = _number(given, "edu", DEGREES[-1])
    age = _number(given, "age", OLDEST)
    return Profile(
        age=None if age is None else int(age),
        degree=None if degree is None else int(degree),
        career=_number(given, "career", LONGEST_CAREER),
        licences=frozenset(licence_name(name) for name in _names(given, "lic")),
        regions=frozenset(_names(given, "regions")),
        ncs=frozenset(_names(given, "ncs")),
        hires=frozenset(_names(given, "hire")),
        words=tuple(dict.fromkeys(word.strip() for word in _names(given, "words") if word.strip())),
        is_disabled=_flag(given, "disabled"),
        is_veteran=_flag(given, "veteran"),
        is_local=_flag(given, "local"),
        languages=tuple(_score(words) for words in _names(given, "lang") if words.strip()),
        military=_military(given),
    )


def _score(words: str) -> tuple[str, float]:
    """`토익 800점` → ("TOEIC", 800)."""
    found = _SCORE.fullmatch(words.strip())
    if found is None:
        raise ValueError(f"lang은 시험과 점수여야 합니다: {words}")
    name = re.sub(r"\s", "", found[1]).upper()
    return _TESTS.get(name, name), float(found[2])


def _military(given: Mapping[str, Any]) -> str:
    value = given.get("military") or ""
    if value not in ("", "done", "not"):
        raise ValueError("military는 done이나 not이어야 합니다")
    return str(value)


def _number(given: Mapping[str, Any], key: str, most: int) -> float | None:
    value = given.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"{key}는 0에서 {most}까지의 수여야 합니다")
    return value


def _flag(given: Mapping[str, Any], key: str) -> bool:
    value = given.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"{key}는 true나 false여야 합니다")
    return value


def _names(given: Mapping[str, Any], key: str) -> list[str]:
    value = given.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key}는 글의 목록이어야 합니다")
    if len(value) > MOST_ITEMS or any(len(item) > LONGEST_ITEM for item in value):
        raise ValueError(f"{key}는 {MOST_ITEMS}개까지, 하나에 {LONGEST_ITEM}자까지입니다")
    unknown = [item for item in value if key in _NAMES and item not in _NAMES[key]]
    if unknown:
        raise ValueError(f"{key}에 모르는 이름이 있습니다: {', '.join(unknown)}")
    return value
